"""Findings as text, json, xlsx, html, sarif and junit: FORMATS names them all.

A format's module is imported when it is asked for: whoever imports one report does not pay for the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from coatxl.findings import Lang
    from coatxl.reports.model import RunResult


class Render(Protocol):
    """One output format: the whole run as bytes, the same for the same run."""

    def __call__(self, run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> bytes:
        """Render a run; output is the file that will hold it, for formats whose links lead from there."""


def _module(name: str) -> Any:  # noqa: ANN401 — a module with render, and pieces where it can
    return import_module(f"{__name__}.{name}")


def _render(name: str, run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> bytes:
    content: bytes = _module(name).render(run, lang=lang, output=output)
    return content


FORMATS: dict[str, Render] = {
    name: partial(_render, name) for name in ("text", "json", "xlsx", "html", "sarif", "junit")
}


def pieces(name: str, run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> Iterator[bytes]:
    """Yield a run in the format of this name: piece by piece where the format can, so that no run is held in memory."""
    stream = getattr(_module(name), "pieces", None)
    if stream is None:
        yield FORMATS[name](run, lang=lang, output=output)
    else:
        yield from stream(run, lang=lang, output=output)
