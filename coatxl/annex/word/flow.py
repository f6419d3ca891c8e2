"""flow: captions, tables, notes and provenance in reading order, put into a document with landscape sections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from coatxl.annex.block import Block, Provenance
from coatxl.annex.look import CAPTION, NOTE_COLOR
from coatxl.annex.pages import POINTS, SMALL_POINTS
from coatxl.annex.photo import Photo
from coatxl.annex.word.table import table
from coatxl.annex.word.xml import NAMESPACES, paragraph, paragraph_look, run, run_look

if TYPE_CHECKING:
    from docx.document import Document

_CAPTION_SPACE = 6.0
_TWIPS_PER_CM = 1440 / 2.54
Element = Any  # lxml's elements have no types


@dataclass(frozen=True, slots=True)
class Piece:
    """The blocks of one annex table, which share their widths and end with where they come from."""

    blocks: tuple[Block, ...]

    @property
    def landscape(self) -> bool:
        """Whether it needs the page's long side."""
        return any(block.landscape for block in self.blocks)


def pieces(blocks: Iterable[Block]) -> list[Piece]:
    """The blocks by their annex table, in the order of its first block."""
    tables: dict[str, list[Block]] = {}
    for block in blocks:
        tables.setdefault(block.table, []).append(block)
    return [Piece(tuple(members)) for members in tables.values()]


class Flow:
    """One document while annex tables are put into it; photos are stored once each."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.number = document.part.next_id - 1

    def replace(self, anchor: Element, parts: Sequence[Piece]) -> None:
        """Put annex tables in place of an empty paragraph of the body, wide ones in landscape sections."""
        section = _section(anchor)
        upright = not _is_turned(section)
        runs = [(turned, list(group)) for turned, group in groupby(parts, key=lambda p: p.landscape and upright)]
        original = deepcopy(section)
        for turned, group in runs:
            own = _turned(original) if turned else original
            elements = self._elements(group, _room(own))
            if turned and _before(anchor) is not None:
                _end_section(anchor, original)
            if (turned or not upright) and (anchor.getparent() is None):  # pragma: no cover — anchors are in the body
                raise ValueError("the anchor stands in no body")
            for element in elements:
                anchor.addprevious(element)
            if turned:
                _end_section(anchor, own)
        _finish(anchor, section)

    def paragraphs(self, anchor: Element, xml: str) -> None:
        """Put paragraphs before an element."""
        for element in _parsed(xml):
            anchor.addprevious(element)

    def _elements(self, parts: Iterable[Piece], room: float) -> list[Element]:
        return _parsed("".join(self._piece(part, room) for part in parts))

    def _piece(self, part: Piece, room: float) -> str:
        small = run_look(SMALL_POINTS, color=NOTE_COLOR)
        head = run_look(POINTS, bold=True, han=CAPTION)
        centred = paragraph_look("center", before=_CAPTION_SPACE * 2, after=_CAPTION_SPACE, keep=True)
        note = paragraph_look(before=2)
        xml: list[str] = []
        for block in part.blocks:
            xml.append(paragraph(run(block.caption, head), centred, head))
            xml.append(table(block, room, self._place))
            # Two tables with nothing between them would be one.
            lines = block.notes or ("",)
            xml.extend(paragraph(run(line, small), note, small) for line in lines)
        for line in Provenance.joined(block.provenance for block in part.blocks).lines():
            xml.append(paragraph(run(line, small), note, small))
        return "".join(xml)

    def _place(self, photo: Photo) -> tuple[str, int]:
        relationship, _ = self.document.part.get_or_add_image(BytesIO(photo.content))
        self.number += 1
        return relationship, self.number
