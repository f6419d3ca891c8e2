"""pages: how high the rows of a block are on paper, and where its pages begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coatxl.annex.block import Block, Cell
from coatxl.annex.photo import GAP
from coatxl.workbook.style import LEAST_HEIGHT, text_height

POINTS, SMALL_POINTS = 10.5, 9.0
_PIXELS_PER_CM = 96 / 2.54
POINTS_PER_CM = 72 / 2.54
_PIXELS_PER_UNIT, _PADDING = 7, 5
# Between margins of 2.5 cm above and 2.2 below, less what printers and rounded row heights take.
_USABLE = 0.97 * POINTS_PER_CM
_A4_LONG, _A4_SHORT, _TOP_AND_BOTTOM = 29.7, 21.0, 4.7


def units(widths: Sequence[float]) -> tuple[float, ...]:
    """Column widths in cm as Excel's units (7 pixels a unit and 5 of padding)."""
    return tuple(max(1.0, (cm * _PIXELS_PER_CM - _PADDING) / _PIXELS_PER_UNIT) for cm in widths)


def points(cell: Cell) -> float:
    """The font size of a cell."""
    return SMALL_POINTS if cell.role == "minor" else POINTS


def indent(cell: Cell) -> int:
    """The indent of a cell; centred text has none."""
    return 0 if cell.align == "center" else 1


def heights(block: Block) -> list[float]:
    """Height of each row in points; a cell over several rows that needs more than they have widens all of them."""
    wide = units(block.widths)
    rows = [float(LEAST_HEIGHT)] * len(block.rows)
    for p in sorted(block.placed, key=lambda p: p.cell.down):
        # The padding of the columns below a merged cell is room for its text too, so that the sum is never too wide.
        width = sum(wide[p.col : p.col + p.cell.across])
        lack = _height(p.cell, width) - sum(rows[p.row : p.row + p.cell.down])
        for r in range(p.row, p.row + p.cell.down if lack > 0 else p.row):
            rows[r] += lack / p.cell.down
    return rows


def photos_height(cell: Cell) -> float:
    """Points that the photos of a cell take, one below the other."""
    return sum(photo.size[1] + GAP for photo in cell.photos) * POINTS_PER_CM


def _height(cell: Cell, width: float) -> float:
    text = text_height(cell.text, width, points(cell), indent(cell)) if cell.text or not cell.photos else 0.0
    photos = photos_height(cell)
    return text + photos + (GAP * POINTS_PER_CM if photos else 0.0)


def capacity(block: Block) -> float:
    """Points of height that a page has for this block's orientation."""
    return ((_A4_SHORT if block.landscape else _A4_LONG) - _TOP_AND_BOTTOM) * _USABLE


def pages(block: Block, tall: Sequence[float], used: float, again: float) -> Iterator[tuple[int, int]]:
    """Body rows (start, end) of each page; a merged cell is never parted, a group row stands with its first row.

    tall: heights of the rows. used: points that are taken above the first body row, again: those above it on each
    further page.
    """
    room = capacity(block)
    first = block.header_rows
    for start, end in zip(block.stops, (*block.stops[1:], len(block.rows)), strict=True):
        need = sum(tall[start:end])
        if used + need > room and start > first:
            yield first, start
            first, used = start, again
        used += need
    yield first, len(block.rows)
