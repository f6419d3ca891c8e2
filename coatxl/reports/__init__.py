"""Findings as text, json, xlsx, html, sarif and junit: FORMATS names them all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from coatxl.findings import Lang
from coatxl.reports import html, json, junit, sarif, text, xlsx
from coatxl.reports.model import RunResult


class Render(Protocol):
    """One output format: the whole run as bytes, the same for the same run."""

    def __call__(self, run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> bytes:
        """Render a run; output is the file that will hold it, for formats whose links lead from there."""


FORMATS: dict[str, Render] = {
    "text": text.render,
    "json": json.render,
    "xlsx": xlsx.render,
    "html": html.render,
    "sarif": sarif.render,
    "junit": junit.render,
}


class Stream(Protocol):
    """The same format piece by piece, for runs that are larger than memory."""

    def __call__(self, run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> Iterator[bytes]:
        """Yield what Render returns."""


STREAMS: dict[str, Stream] = {
    "text": text.pieces,
    "json": json.pieces,
    "html": html.pieces,
    "sarif": sarif.pieces,
    "junit": junit.pieces,
}


def pieces(name: str, run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> Iterator[bytes]:
    """Yield a run in the format of this name: piece by piece where the format can, else whole."""
    if stream := STREAMS.get(name):
        yield from stream(run, lang=lang, output=output)
    else:
        yield FORMATS[name](run, lang=lang, output=output)
