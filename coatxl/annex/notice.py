"""notice: a formal letter of one page or more with a table, as a Word document; what it says is a standard's matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coatxl.annex.block import Block
from coatxl.annex.look import CAPTION
from coatxl.annex.word.flow import Flow, parsed, pieces
from coatxl.annex.word.package import blank, save, to_bytes
from coatxl.annex.word.xml import paragraph, paragraph_look, run, run_look, twips

_TITLE_POINTS, _TEXT_POINTS = 18.0, 12.0
_LINE = 1.5
_SECOND_COLUMN = 8.5
_TWO_EM = 2 * _TEXT_POINTS / 72 * 2.54


@dataclass(frozen=True, slots=True)
class Notice:
    """A letter: whom it goes to, what it says, its table, and the lines to sign; a tab leads to their second column."""

    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    block: Block
    signatures: tuple[str, ...]


def write(notice: Notice, target: Path, *, heading: str) -> None:
    """Write a letter to a new Word document; heading: what its page headers say. CannotWrite as in docx.write."""
    document = blank(heading)
    anchor = document.paragraphs[0]._p  # noqa: SLF001 — python-docx has no other way to insert
    for element in parsed(_above(notice)):
        anchor.addprevious(element)
    for element in reversed(parsed(_below(notice))):
        anchor.addnext(element)
    Flow(document).replace(anchor, pieces([notice.block]))
    save(to_bytes(document, notice.title), target)


def _above(notice: Notice) -> Iterator[str]:
    title = run_look(_TITLE_POINTS, bold=True, han=CAPTION)
    text = run_look(_TEXT_POINTS)
    yield paragraph(run(notice.title, title), paragraph_look("center", before=12, after=18), title)
    yield paragraph(run(notice.addressee, text), paragraph_look(line=_LINE), text)
    body = paragraph_look("both", line=_LINE, first_line=_TWO_EM)
    for line in notice.paragraphs:
        yield paragraph(run(line, text), body, text)


def _below(notice: Notice) -> Iterator[str]:
    """The lines to sign, on one page."""
    text = run_look(_TEXT_POINTS)
    last = len(notice.signatures) - 1
    for n, line in enumerate(notice.signatures):
        look = paragraph_look(
            before=24 if n == 0 else 6, line=_LINE, tabs=(("left", twips(_SECOND_COLUMN)),), keep=n < last
        )
        yield paragraph(run(line, text), look, text)
