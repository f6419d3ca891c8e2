"""Fill: values that mean "as above", in blank or merged cells of the columns declared so."""

from __future__ import annotations

from coatxl.tables.cells import is_blank, text_of
from coatxl.tables.column import Field, folded
from coatxl.tables.locate import Located
from coatxl.workbook.book import Sheet, Value

NOWHERE = -1


def cell_at(row: list[Value], j: int) -> Value:
    """The j-th value of a row, None outside it."""
    return row[j] if 0 <= j < len(row) else None


class Fill:
    """Values that mean "as above": blank or merged cells of the declared columns, and labels.

    A blank takes the value above only while no column of a smaller level, and no sibling of its own
    level, has changed: a new 危害因素 without 事件 lacks its event and does not inherit the last one.
    """

    def __init__(self, sheet: Sheet, area: Located, fields: list[Field]) -> None:
        self.sheet = sheet
        self.names = [f.name for f in fields]
        # Level, column and list index of each field; a field that only labels give has no column.
        self.plan: list[tuple[int, int, int]] = [
            (f.column.fill_down, area.columns.get(f.name, NOWHERE), area.columns.get(f.name, NOWHERE) - sheet.left)
            for f in fields
        ]
        self.values: list[Value] = [None] * len(fields)
        self.places: list[tuple[int, int] | None] = [None] * len(fields)
        self.anchors: dict[tuple[int, int], int] = {}
        columns = {col for _, col, _ in self.plan}
        for m in sheet.merges:
            if m.bottom > m.top and m.left in columns:
                for r in range(m.top + 1, min(m.bottom + 1, sheet.bottom)):
                    self.anchors[r, m.left] = m.top
        for name, place in area.labels.items():
            self.label(name, sheet.value(*place), place)

    def merged(self, r: int) -> bool:
        """Whether a filled column of this row, which holds something, belongs to a merged cell that began above."""
        return bool(self.anchors) and any((r, col) in self.anchors for _, col, _ in self.plan)

    def label(self, name: str, value: Value, place: tuple[int, int]) -> None:
        """Take a labelled value for the rows below."""
        if name in self.names:
            i = self.names.index(name)
            self.values[i], self.places[i] = value, place

    def take(self, r: int) -> tuple[list[Value], list[tuple[int, int] | None]]:
        """Values and places of all filled columns for row r, in the order of the fields."""
        sheet, values, places = self.sheet, self.values, self.places
        row = sheet.rows[r - sheet.top]
        changed = 99
        blank: list[int] = []
        for i, (level, col, j) in enumerate(self.plan):
            if col == NOWHERE:
                continue
            value, place = cell_at(row, j), (r, col)
            if is_blank(value):
                if place in self.anchors:
                    place = (self.anchors[place], col)
                    value = sheet.value(*place)
                if is_blank(value) and place not in sheet.errors:
                    blank.append(i)
                    continue
            before = values[i]
            values[i], places[i] = value, place
            # After a forgotten key (a blank where nothing stands above) the next row is no new group.
            if before is not None and value != before and folded(text_of(value)) != folded(text_of(before)):
                changed = min(changed, level)
        for i in blank:
            level, col, _ = self.plan[i]
            if level >= changed:
                values[i], places[i] = None, (r, col)
            elif places[i] is None:
                places[i] = (r, col)
        return values, places
