"""fill_down: values that mean "as above", in blank or merged cells of the columns declared so, row by row."""

from __future__ import annotations

from coatxl.tables.cells import is_blank, text_of
from coatxl.tables.column import Field, folded
from coatxl.tables.header import Located
from coatxl.tables.merged_down import MergedDown
from coatxl.workbook.book import Sheet, Value

NOWHERE = -1
_NEVER = 99


class Fill:
    """Values that mean "as above": blank or merged cells of the declared columns, and labels.

    A blank takes the value above only while no column of a smaller level, nor any up to its fill_within, has
    changed: a new 危害因素 without 事件 lacks its event and does not inherit the last one. An error value or a formula
    without a result is no blank and no change: what it says is not known.
    """

    def __init__(self, sheet: Sheet, area: Located, fields: list[Field], merged: MergedDown) -> None:
        self.sheet = sheet
        self.names = [f.name for f in fields]
        self.levels = [f.column.fill_down for f in fields]
        self.within = [max(f.column.fill_down - 1, f.column.fill_within) for f in fields]
        # Level, column and list index of each field; a field that only labels give has no column.
        self.plan: list[tuple[int, int, int]] = [
            (f.column.fill_down, area.columns.get(f.name, NOWHERE), area.columns.get(f.name, NOWHERE) - sheet.left)
            for f in fields
        ]
        self.values: list[Value] = [None] * len(fields)
        self.places: list[tuple[int, int] | None] = [None] * len(fields)
        # Fields whose value a label gives: it holds for all below, whichever column changes beside it.
        self.headed: set[int] = set()
        self.failed = area.failed
        self.merged = merged
        for name, (value, place) in sorted(area.labels.items(), key=lambda item: self._level(item[0])):
            self.label(name, value, place)

    def _level(self, name: str) -> int:
        return self.levels[self.names.index(name)] if name in self.names else _NEVER

    def label(self, name: str, value: Value, place: tuple[int, int]) -> None:
        """Take a labelled value for the rows below; another one ends what hung on the last."""
        if name not in self.names:
            return
        i = self.names.index(name)
        before = self.values[i]
        self.values[i], self.places[i] = value, place
        self.headed.add(i)
        if before is None or folded(text_of(before)) == folded(text_of(value)):
            return
        for k, within in enumerate(self.within):
            if k != i and (self.levels[k] > self.levels[i] if k in self.headed else within >= self.levels[i]):
                self.values[k] = self.places[k] = None
                self.headed.discard(k)

    def take(self, r: int) -> tuple[list[Value], list[tuple[int, int] | None]]:
        """Values and places of all filled columns for row r, in the order of the fields."""
        sheet, values, places = self.sheet, self.values, self.places
        row = sheet.rows[r - sheet.top]
        width = len(row)
        tops = self.merged.tops
        changed = _NEVER
        blank: list[int] = []
        for i, (level, col, j) in enumerate(self.plan):
            if col == NOWHERE:
                continue
            # Inlined is_blank: this is the innermost loop of reading.
            value, place = row[j] if 0 <= j < width else None, (r, col)
            if value is None or (type(value) is str and not value.strip()):
                if tops and place in tops:
                    place = (tops[place], col)
                    value = sheet.value(*place)
                if is_blank(value):
                    if place in self.failed:
                        values[i], places[i] = None, place
                    else:
                        blank.append(i)
                    continue
            before = values[i]
            values[i], places[i] = value, place
            # After a forgotten key (a blank where nothing stands above) the next row is no new group.
            if before is not None and value != before and folded(text_of(value)) != folded(text_of(before)):
                changed = min(changed, level)
                self.headed.discard(i)
        for i in blank:
            level, col, _ = self.plan[i]
            if changed <= (level - 1 if i in self.headed else self.within[i]):
                values[i], places[i] = None, (r, col)
            elif places[i] is None:
                places[i] = (r, col)
        return values, places
