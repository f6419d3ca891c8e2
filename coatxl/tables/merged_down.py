"""merged_down: which cells of the filled columns belong to a merged cell that begins above them."""

from __future__ import annotations

from functools import cached_property

from coatxl.tables.header import Located
from coatxl.workbook.book import Merge, Sheet


class MergedDown:
    """The cells merged downward in some columns of an area; all positions are absolute."""

    def __init__(self, sheet: Sheet, area: Located, columns: set[int]) -> None:
        self.columns = columns
        self._bottom = sheet.bottom
        self.by_column: dict[int, list[Merge]] = {}
        for each in area.tall:
            if each.left in columns:
                self.by_column.setdefault(each.left, []).append(each)

    @cached_property
    def tops(self) -> dict[tuple[int, int], int]:
        """(row, column) → the row in which its merged cell begins; made for the few sheets that ask for every cell."""
        return {
            (r, m.left): m.top
            for merges in self.by_column.values()
            for m in merges
            for r in range(m.top + 1, min(m.bottom + 1, self._bottom))
        }

    def in_row(self, r: int) -> bool:
        """Whether such a cell stands in this row."""
        return bool(self.by_column) and any((r, col) in self.tops for col in self.columns)
