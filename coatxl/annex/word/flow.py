"""flow: tables with their captions, notes and provenance in reading order, put into a document with landscape sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING

from coatxl.annex.block import Block, Provenance
from coatxl.annex.look import NOTE_COLOR
from coatxl.annex.pages import SMALL_POINTS
from coatxl.annex.photo import Photo
from coatxl.annex.word.section import Element, Place
from coatxl.annex.word.table import table
from coatxl.annex.word.xml import NAMESPACES, paragraph, paragraph_look, run, run_look

if TYPE_CHECKING:
    from docx.document import Document

_NOTE_SPACE = 2.0


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
        """Put annex tables in place of a paragraph of the body, wide ones in landscape sections of their own."""
        place = Place(anchor)
        groups = [
            (turned, list(group)) for turned, group in groupby(parts, key=lambda p: p.landscape and place.upright)
        ]
        for n, (turned, group) in enumerate(groups, 1):
            if turned:
                place.begin_landscape()
            place.insert(parsed(xml for part in group for xml in self._piece(part, place.room)))
            if turned:
                place.end_landscape(last=n == len(groups))
        place.close()

    def _piece(self, part: Piece, room: float) -> Iterator[str]:
        for block in part.blocks:
            yield from table(block, room, self._place)
            yield from _small_print(block.notes)
        yield from _small_print(Provenance.joined(block.provenance for block in part.blocks).lines())

    def _place(self, photo: Photo) -> tuple[str, int]:
        relationship, _ = self.document.part.get_or_add_image(BytesIO(photo.content))
        self.number += 1
        return relationship, self.number


def _small_print(lines: Sequence[str]) -> Iterator[str]:
    """Notes and provenance below a table, together on one page."""
    look = run_look(SMALL_POINTS, color=NOTE_COLOR)
    for left, line in zip(range(len(lines) - 1, -1, -1), lines, strict=True):
        yield paragraph(run(line, look), paragraph_look(before=_NOTE_SPACE, keep=left > 0), look)


def parsed(xml: Iterable[str]) -> list[Element]:
    """Elements of the body from the text of each.

    The namespaces are declared on each element: were they declared around it, lxml would look every node's up when the
    element moves into its document, in a time that grows with the square of the rows.
    """
    from docx.oxml.parser import parse_xml

    return [parse_xml(re.sub(r"^<(w:\w+)", rf"<\1 {NAMESPACES}", each, count=1)) for each in xml]
