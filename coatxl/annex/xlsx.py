"""xlsx: blocks as a workbook of annexes, one sheet for each annex table, in the look of the printed report."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from coatxl.annex.block import Block, Cell, EmptyAnnex, Placed, Provenance
from coatxl.annex.look import CAPTION, HAN, LATIN, NOTE_COLOR, look_of
from coatxl.annex.pages import POINTS, SMALL_POINTS, capacity, heights, indent, pages, photos_height, points, units
from coatxl.annex.photo import GAP
from coatxl.workbook import own
from coatxl.workbook.save import write_bytes_atomically, write_text
from coatxl.workbook.style import MOST_HEIGHT, Formats, page_setup, text_height, workbook_options

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_CAPTION_HEIGHT, _GAP = 26.0, 12.0
_SIDE, _TOP, _BOTTOM = 2.0 / 2.54, 2.5 / 2.54, 2.2 / 2.54  # 0.2 cm less at the sides than in Word, as room for rounding
_THIN, _MEDIUM = 1, 2
_PIXELS_PER_CM, _PIXELS_PER_POINT = 96 / 2.54, 96 / 72
_MOVES_WITH_CELLS = 2


def write(blocks: Iterable[Block], target: Path, *, title: str) -> None:
    """Write the annexes to a new workbook; the same blocks give the same bytes.

    title: what the page headers and the document properties say. EmptyAnnex when there is no block, ValueError when
    blocks of one table differ in their column widths, CannotWrite or CellTooLong when the target or a text cannot be
    written.
    """
    tables: dict[str, list[Block]] = {}
    for block in blocks:
        tables.setdefault(block.table, []).append(block)
    if not tables:
        raise EmptyAnnex("没有可以写成附表的数据")
    for table, members in tables.items():
        if len({block.widths for block in members}) > 1:
            raise ValueError(f"{table}: blocks of one sheet need the same column widths")
    write_bytes_atomically(target, _workbook(tables, title))


def _workbook(tables: dict[str, list[Block]], title: str) -> bytes:
    from xlsxwriter import Workbook

    buffer = BytesIO()
    options = workbook_options()
    # Column widths count in digits of the workbook's own font. These are half an em wide, as the widths in cm assume;
    # where the font is missing and a wider one takes its place, "fit to width" shrinks the page.
    options["default_format_properties"] |= {"font_name": LATIN, "font_size": POINTS}
    with Workbook(buffer, {**options, "in_memory": True}) as workbook:
        workbook.set_properties(own.properties(title))
        formats = Formats(workbook)
        for table, blocks in tables.items():
            _Page(workbook.add_worksheet(table), formats, blocks, title).draw()
    own.seal(buffer)
    return buffer.getvalue()


class _Page:
    """One sheet while it is drawn from top to bottom; used counts the points taken on the printed page."""

    def __init__(self, sheet: Worksheet, formats: Formats, blocks: Sequence[Block], title: str) -> None:
        self.sheet = sheet
        self.formats = formats
        self.blocks = blocks
        self.units = units(blocks[0].widths)
        self.top = 0
        self.used = 0.0
        self.breaks: list[int] = []
        page_setup(sheet, None, left=title, right=blocks[0].table, foot=_foot(blocks), landscape=blocks[0].landscape)
        sheet.set_margins(left=_SIDE, right=_SIDE, top=_TOP, bottom=_BOTTOM)
        for col, width in enumerate(self.units):
            sheet.set_column(col, col, width)

    def draw(self) -> None:
        """Draw all blocks, then where they come from."""
        for block in self.blocks:
            self._block(block)
        self._notes(Provenance.joined(block.provenance for block in self.blocks).lines())
        last = len(self.units) - 1
        self.sheet.set_h_pagebreaks(self.breaks)
        self.sheet.print_area(0, 0, self.top - 1, last)
        # Numbers like 1 and 27 are labels here, as in the standard, and need no green corners.
        self.sheet.ignore_errors({"number_stored_as_text": _area(self.top - 1, last)})

    def _block(self, block: Block) -> None:
        alone = len(self.blocks) == 1
        tall = heights(block)
        head = sum(tall[: block.header_rows])
        if self.top:
            self._space()
            if self.used + _CAPTION_HEIGHT + sum(tall) > capacity(block):
                self._turn()
        self._caption(block.caption)
        if alone:
            self.sheet.repeat_rows(self.top, self.top + block.header_rows - 1)
        # A sheet has one set of print titles: where it holds several tables, the program repeats caption and header.
        again = head if alone else head + _CAPTION_HEIGHT
        start = 0
        for begin, end in pages(block, tall, self.used + head, again):
            if begin > block.header_rows:
                self._turn()
                if alone:
                    self.used = head
                else:
                    self._caption(f"{block.caption}（续）")
                    self._rows(block, tall, 0, block.header_rows, closed=False)
            self._rows(block, tall, start, end)
            start = end
        if alone:
            self.sheet.freeze_panes(1 + block.header_rows, 0)
        self._notes(block.notes)

    def _turn(self) -> None:
        self.breaks.append(self.top)
        self.used = 0.0

    def _advance(self, height: float) -> None:
        self.sheet.set_row(self.top, height)
        self.top += 1
        self.used += height

    def _space(self) -> None:
        self._advance(_GAP)

    def _caption(self, text: str) -> None:
        look = self.formats.get(font_name=CAPTION, font_size=POINTS, bold=True, align="center_across")
        write_text(self.sheet, self.top, 0, text, look)
        for col in range(1, len(self.units)):
            self.sheet.write_blank(self.top, col, None, look)
        self._advance(_CAPTION_HEIGHT)

    def _notes(self, lines: Sequence[str]) -> None:
        """Write small print, together on one page."""
        look = self.formats.get(
            font_name=HAN, font_size=SMALL_POINTS, font_color=NOTE_COLOR, text_wrap=True, align="left"
        )
        tall = [min(MOST_HEIGHT, text_height(line, sum(self.units), SMALL_POINTS, 0)) for line in lines]
        if self.used + sum(tall) > capacity(self.blocks[0]):
            self._turn()
        last = len(self.units) - 1
        for line, height in zip(lines, tall, strict=True):
            if last:
                self.sheet.merge_range(self.top, 0, self.top, last, "", look)
            write_text(self.sheet, self.top, 0, line, look)
            self._advance(height)

    def _rows(self, block: Block, tall: Sequence[float], start: int, end: int, *, closed: bool = True) -> None:
        """Draw rows start to end; a row too high for Excel becomes several, with its cells merged over them.

        closed: whether the outer border runs below the last of them.
        """
        parts = [math.ceil(h / MOST_HEIGHT) for h in tall[start:end]]
        begins = [self.top, *(self.top + n for n in accumulate(parts))]
        for p in block.placed:
            if start <= p.row < end:
                first, past = begins[p.row - start], begins[p.row - start + p.cell.down]
                look = self._look(p, top=p.row == 0, bottom=closed and p.row + p.cell.down == end)
                right = p.col + p.cell.across - 1
                if past - first > 1 or right > p.col:
                    self.sheet.merge_range(first, p.col, past - 1, right, "", look)
                self._value(first, p.col, p.cell, look)
                self._photos(first, p, sum(tall[p.row : p.row + p.cell.down]))
        for height, n in zip(tall[start:end], parts, strict=True):
            for _ in range(n):
                self._advance(height / n)

    def _look(self, p: Placed, *, top: bool, bottom: bool) -> Format:
        cell = p.cell
        return self.formats.get(
            **look_of(cell),
            font_name=LATIN if cell.text.isascii() else HAN,
            font_size=points(cell),
            align=cell.align,
            indent=indent(cell),
            text_wrap=True,
            top=_MEDIUM if top else _THIN,
            bottom=_MEDIUM if bottom else _THIN,
            left=_MEDIUM if p.col == 0 else _THIN,
            right=_MEDIUM if p.col + cell.across == len(self.units) else _THIN,
        )

    def _value(self, row: int, col: int, cell: Cell, look: Format) -> None:
        if isinstance(cell.value, str):
            write_text(self.sheet, row, col, cell.value, look)
        else:
            self.sheet.write_number(row, col, float(cell.value), look)

    def _photos(self, row: int, p: Placed, height: float) -> None:
        """Put the photos of a cell into its middle, one below the other; they were saved at 96 dpi."""
        if not p.cell.photos:
            return
        wide = sum(round(width * 7 + 5) for width in self.units[p.col : p.col + p.cell.across])
        down = (height - photos_height(p.cell)) / 2 * _PIXELS_PER_POINT + GAP / 2 * _PIXELS_PER_CM
        for photo in p.cell.photos:
            size = [side * _PIXELS_PER_CM for side in photo.size]
            options = {
                "image_data": BytesIO(photo.content), "description": photo.name, "object_position": _MOVES_WITH_CELLS,
                "x_offset": (wide - size[0]) / 2, "y_offset": down,
                "x_scale": size[0] / photo.width, "y_scale": size[1] / photo.height,
            }  # fmt: skip
            self.sheet.insert_image(row, p.col, photo.name, options)
            down += size[1] + GAP * _PIXELS_PER_CM


def _foot(blocks: Sequence[Block]) -> str:
    clauses = "、".join(dict.fromkeys(part for block in blocks for part in block.clause.split("、")))
    return f"{blocks[0].provenance.standard}　{clauses}"


def _area(row: int, col: int) -> str:
    from xlsxwriter.utility import xl_range

    return str(xl_range(0, 0, row, col))
