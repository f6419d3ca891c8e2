"""table: a Block as a Word table, in the standard's own form, with whole causes on one page, caption and header rows repeated.

Word repeats rows of a table and changes no word of them from page to page. So the caption is the table's first row and
says （续） at its right end; over that word lies, on the table's first page, a white picture that belongs to the paragraph
before the table (GB/T 1.1: 表 A.1（续）).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate

from coatxl.annex.block import Block, Cell, Placed
from coatxl.annex.look import CAPTION, look_of
from coatxl.annex.pages import POINTS, POINTS_PER_CM, capacity, heights, points, units
from coatxl.annex.photo import Photo
from coatxl.annex.word.xml import cm, columns, cover, paragraph, paragraph_look, picture, run, run_look
from coatxl.workbook.style import text_lines

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
# The caption stands above the frame.
_CAPTION_EDGES = (
    '<w:tcBorders><w:top w:val="nil"/><w:left w:val="nil"/>'
    '<w:bottom w:val="single" w:sz="12" w:space="0" w:color="auto"/><w:right w:val="nil"/></w:tcBorders>'
)
# As margins of its cell: programs do not agree whether a paragraph's own space is kept at the top of a page.
_ABOVE, _BELOW = 12.0, 5.0
_CAPTION_MARGINS = f'<w:tcMar><w:top w:w="{round(_ABOVE * 20)}" w:type="dxa"/><w:bottom w:w="{round(_BELOW * 20)}" w:type="dxa"/></w:tcMar>'
# The paragraph before a table is as low as can be. The cover reaches from its foot to the frame, with room for fonts whose
# lines are higher.
_LOWEST, _LOW_LINE = 1.0, 1.5
_CONTINUED, _COVER_CM, _COVER_CM_HIGH = "（续）", 1.5, (POINTS * 1.3 + 4) / POINTS_PER_CM
_COVER_TOP_CM = (_LOW_LINE + _ABOVE - 1) / POINTS_PER_CM
_WHITE = Photo(
    "续",
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
        "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
    ),
    1,
    1,
)
_SIDE = 85
_MARGINS = (
    f'<w:tblCellMar><w:top w:w="45" w:type="dxa"/><w:left w:w="{_SIDE}" w:type="dxa"/>'
    f'<w:bottom w:w="45" w:type="dxa"/><w:right w:w="{_SIDE}" w:type="dxa"/></w:tblCellMar>'
)
# What is higher than this share of a page is not held together: Word would begin a page for it, and still break it.
_TOGETHER = 0.6
_PHOTO_SPACE, _RECORD_SPACE = 2.0, 1.5


def table(block: Block, room: float, place: Placing) -> Iterator[str]:
    """A block as a low paragraph and w:tbl; room: the width between the margins in cm, to which a wider table is narrowed.

    The paragraph stays with the table and holds it apart from one above: Word would make them one.
    """
    grid = _Grid(block, room, place)
    hidden = ""
    if grid.says_continued:
        right = (room + cm(sum(grid.widths))) / 2 - cm(_SIDE)
        hidden = cover(*place(_WHITE), right - _COVER_CM, _COVER_TOP_CM, _COVER_CM, _COVER_CM_HIGH)
    yield paragraph(hidden, paragraph_look(keep=True), run_look(_LOWEST))
    yield grid.xml()


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
        rows = self._caption(total) + "".join(map(self._row, range(len(self.block.rows))))
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/>{_FRAME}'
            f'<w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
        )

    @property
    def says_continued(self) -> bool:
        """Whether the caption leaves room for （续） at its right; a longer one is repeated without it."""
        free = cm(sum(self.widths) - 2 * _SIDE) - 2 * _COVER_CM
        return free > 0 and text_lines(self.block.caption, units((free,))[0], POINTS, 0) == 1

    def _caption(self, total: int) -> str:
        """The first row, outside the frame, repeated with the header."""
        letters, room = run_look(POINTS, bold=True, han=CAPTION), total - 2 * _SIDE
        text, look = self.block.caption, paragraph_look("center", keep=True)
        if self.says_continued:
            text = f"\t{text}\t{_CONTINUED}"
            look = paragraph_look(tabs=(("center", room // 2), ("right", room)), keep=True)
        span = f'<w:gridSpan w:val="{len(self.widths)}"/>' if len(self.widths) > 1 else ""
        properties = f'<w:tcW w:w="{total}" w:type="dxa"/>{span}{_CAPTION_EDGES}{_CAPTION_MARGINS}'
        cell = f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text, letters), look, letters)}</w:tc>"
        return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cell}</w:tr>"

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
