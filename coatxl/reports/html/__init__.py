"""检查结果.html: one offline file for reading, filtering and printing; without JavaScript a plain list of everything.

Nothing is loaded from elsewhere, and the Content-Security-Policy lets only the page's own style and script act. The
first rows of a table are its rows; those beyond stand as text in noscript elements, which a browser that runs the
script does not build and the script takes up page by page, so that 100,000 findings open like a hundred.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coatxl.findings import Lang
from coatxl.reports.html import frame, sections
from coatxl.reports.model import RunResult


def render(run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> bytes:
    """Return the page in UTF-8; links lead from output's folder."""
    return b"".join(pieces(run, lang=lang, output=output))


def pieces(run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> Iterator[bytes]:
    """Yield the page row by row: a run of any length is written without being held."""
    for part in (frame.opening(run, lang), sections.tables(run, lang, output), frame.closing(run, lang)):
        for text in part:
            yield text.encode()
