"""table: a Block as a Word table, in the standard's own form, with whole causes on one page and repeated header rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate

from coatxl.annex.block import Block, Cell, Placed
from coatxl.annex.look import look_of
from coatxl.annex.pages import capacity, heights, points
from coatxl.annex.photo import Photo
from coatxl.annex.word.xml import cm, columns, paragraph, paragraph_look, picture, run, run_look

# Gives a photo's picture: its relationship in the document, and a number of its own.
Placing = Callable[[Photo], tuple[str, int]]

_FRAME = (
    '<w:tblBorders><w:top w:val="single" w:sz="12" w:space="0" w:color="auto"/>'
    '<w:left w:val="single" w:sz="12" w:space="0" w:color="auto"/>'
    '<w:bottom w:val="single" w:sz="12" w:space="0" w:color="auto"/>'
    '<w:right w:val="single" w:sz="12" w:space="0" w:color="auto"/>'
    '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    '<w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders>'
)
_SIDE = 85
_MARGINS = (
    f'<w:tblCellMar><w:top w:w="45" w:type="dxa"/><w:left w:w="{_SIDE}" w:type="dxa"/>'
    f'<w:bottom w:w="45" w:type="dxa"/><w:right w:w="{_SIDE}" w:type="dxa"/></w:tblCellMar>'
)
# What is higher than this share of a page is not held together: Word would begin a page for it, and still break it.
_TOGETHER = 0.6
_PHOTO_SPACE, _RECORD_SPACE = 2.0, 1.5


def table(block: Block, room: float, place: Placing) -> str:
    """A block as w:tbl; room: the width between the margins in cm, to which a wider table is narrowed."""
    return _Grid(block, room, place).xml()


class _Grid:
    """One block while its rows are written."""

    def __init__(self, block: Block, room: float, place: Placing) -> None:
        self.block = block
        self.widths = columns(block.widths, room)
        self.place = place
        self.starts = {(p.row, p.col): p for p in block.placed}
        # Places below a cell of several rows, at its left column: Word has a cell there too, marked as merged.
        self.below = {(p.row + i, p.col): p for p in block.placed for i in range(1, p.cell.down)}
        self.tall = heights(block)
        self.limit = capacity(block) * _TOGETHER
        self.kept = self._kept()

    def _kept(self) -> set[int]:
        """Rows that stay with the next: of one merged cell, of the header, and above what a group row names."""
        sums = [0.0, *accumulate(self.tall)]
        kept: set[int] = set()
        if sums[self.block.header_rows] <= self.limit:
            kept.update(range(self.block.header_rows))
        for p in self.block.placed:
            end = p.row + p.cell.down
            if p.cell.role == "group":
                kept.add(end - 1)
            if sums[end] - sums[p.row] <= self.limit:
                kept.update(range(p.row, end - 1))
        return kept - {len(self.tall) - 1}

    def xml(self) -> str:
        total = sum(self.widths)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        rows = "".join(map(self._row, range(len(self.block.rows))))
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/>{_FRAME}'
            f'<w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
        )

    def _row(self, row: int) -> str:
        whole = "<w:cantSplit/>" if self.tall[row] <= self.limit else ""
        repeats = row < self.block.header_rows and sum(self.tall[: self.block.header_rows]) <= self.limit
        properties = f"<w:trPr>{whole}{'<w:tblHeader/>' if repeats else ''}</w:trPr>" if whole or repeats else ""
        return f"<w:tr>{properties}{''.join(self._cells(row))}</w:tr>"

    def _cells(self, row: int) -> Iterator[str]:
        col = 0
        while col < len(self.widths):
            start = self.starts.get((row, col))
            p = start or self.below[row, col]
            yield self._cell(p, row, first=start is not None)
            col += p.cell.across

    def _cell(self, p: Placed, row: int, *, first: bool) -> str:
        cell, look = p.cell, look_of(p.cell)
        width = sum(self.widths[p.col : p.col + cell.across])
        span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
        merge = ('<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>") if cell.down > 1 else ""
        fill = look.get("bg_color", "").lstrip("#")
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{shade}<w:vAlign w:val="center"/>'
        shown = cell if first else Cell(role=cell.role, align=cell.align)
        inside = self._paragraphs(shown, cm(width - 2 * _SIDE), keep=row in self.kept)
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"

    def _paragraphs(self, cell: Cell, room: float, *, keep: bool) -> str:
        look = look_of(cell)
        bold, color, size = bool(look.get("bold")), look.get("font_color", ""), points(cell)
        letters = run_look(size, bold=bold, color=color)
        parts: list[str] = []
        for photo in cell.photos:
            spaced = paragraph_look("center", before=_PHOTO_SPACE, after=_PHOTO_SPACE, keep=keep)
            parts.append(paragraph(picture(photo, *self.place(photo), room), spaced))
        if cell.role == "record":
            spaced = paragraph_look(cell.align, before=_RECORD_SPACE, after=_RECORD_SPACE, keep=keep)
            label = run_look(size, bold=True, color=color)
            for line in cell.text.split("\n"):
                word, colon, rest = line.partition("：")
                inside = run(word + colon, label) + run(rest, letters) if colon else run(line, letters)
                parts.append(paragraph(inside, spaced, letters))
        elif cell.text or not parts:
            parts.append(paragraph(run(cell.text, letters), paragraph_look(cell.align, keep=keep), letters))
        return "".join(parts)
