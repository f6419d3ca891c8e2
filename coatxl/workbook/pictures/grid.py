"""grid: where the rows and columns of a sheet lie, in EMU, so that a picture's box has a cell; the heights as stored."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from coatxl.workbook.plain_xml import MOST_COLUMNS, MOST_ROWS

_EMU_PER_POINT, _EMU_PER_PIXEL = 12_700, 9_525
_USUAL_HEIGHT, _USUAL_WIDTH = 15.0, 9.140625  # of 64 pixels, what a sheet has that says nothing
_TALLEST, _WIDEST = 409.5, 255.0
_HEIGHT = re.compile(rb'<(?:\w+:)?row\s(?=[^<>]*?\bht="([0-9]{1,4}(?:\.[0-9]{1,20})?)")[^<>]*?\br="([1-9][0-9]{0,6})"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb'\b(min|max|width)="([0-9]{1,5}(?:\.[0-9]{1,20})?)"')
_DEFAULTS = re.compile(rb"<(?:\w+:)?sheetFormatPr\s([^<>]*)>")
_DEFAULT = re.compile(rb'\b(defaultRowHeight|defaultColWidth)="([0-9]{1,4}(?:\.[0-9]{1,20})?)"')


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a sheet, in EMU from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


class Axis:
    """The rows or the columns of a sheet, each with its size; a hidden one keeps its own, as the anchors do."""

    def __init__(self, usual: float, sizes: Mapping[int, float], count: int) -> None:
        self.count = count
        self._usual = max(1.0, usual)
        self._sizes = sizes
        self._special = sorted(sizes)
        self._surplus = [0.0, *accumulate(sizes[index] - self._usual for index in self._special)]

    def start(self, index: int) -> float:
        """Where a row or column begins; that of `count` is the end."""
        return index * self._usual + self._surplus[bisect_left(self._special, index)]

    def size(self, index: int) -> float:
        """How high or wide one is."""
        return self._sizes.get(index, self._usual)

    def at(self, position: float) -> int:
        """The row or column that lies at a position."""
        return min(self.count, max(1, bisect_right(range(self.count), position, key=self.start))) - 1

    def of(self, begin: float, length: float, first: int | None = None) -> int:
        """The row or column that a picture belongs to: where it begins, or the next when it only grazes the first.

        People drag pictures by hand, a little above the cell that they mean. A picture that hangs down over many rows
        belongs to the one it was put into, so neither its middle nor its greatest part decides.
        first: where it begins, when the anchor says so.
        """
        index = self.at(begin) if first is None else first
        grazed = self.start(index + 1) - begin
        beyond = min(begin + length, self.start(index + 2)) - self.start(index + 1)
        return index + 1 if grazed * 2 < self.size(index) and beyond > grazed and index + 1 < self.count else index


class Grid:
    """Rows and columns of one sheet; made from its XML, with or without prefixes."""

    def __init__(self, sheet: bytes) -> None:
        defaults = _DEFAULTS.search(sheet)
        usual = dict(_DEFAULT.findall(defaults[1])) if defaults else {}
        heights = {int(row) - 1: _height(float(ht)) for ht, row in _HEIGHT.findall(sheet)}
        widths: dict[int, float] = {}
        for tag in _COLUMN.findall(sheet):
            found = {key: float(value) for key, value in _ATTRIBUTE.findall(tag)}
            if found.keys() == {b"min", b"max", b"width"}:
                last = min(int(found[b"max"]), MOST_COLUMNS)
                widths.update(dict.fromkeys(range(int(found[b"min"]) - 1, last), _width(found[b"width"])))
        height, width = usual.get(b"defaultRowHeight"), usual.get(b"defaultColWidth")
        self.rows = Axis(_height(float(height) if height else _USUAL_HEIGHT), heights, MOST_ROWS)
        self.columns = Axis(_width(float(width) if width else _USUAL_WIDTH), widths, MOST_COLUMNS)


def _height(points: float) -> float:
    return min(points, _TALLEST) * _EMU_PER_POINT


def _width(characters: float) -> float:
    """A column's width in characters of seven pixels, as Excel counts them."""
    return int(min(characters, _WIDEST) * 7 + 0.5) * _EMU_PER_PIXEL
