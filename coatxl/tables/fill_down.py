"""Fill: values that mean "as above", in blank or merged cells of the columns declared so."""

from __future__ import annotations

from coatxl.tables.cells import is_blank, text_of
from coatxl.tables.column import Field, folded
from coatxl.tables.locate import Located
from coatxl.workbook.book import Sheet, Value


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
        self.columns = area.columns
        self.fields = fields
        self.now: dict[str, tuple[Value, tuple[int, int] | None]] = {f.name: (None, None) for f in fields}
        self.anchors: dict[tuple[int, int], int] = {}
        columns = {area.columns[f.name] for f in fields if f.name in area.columns}
        for m in sheet.merges:
            if m.bottom > m.top and m.left in columns:
                for r in range(m.top + 1, min(m.bottom + 1, sheet.bottom)):
                    self.anchors[r, m.left] = m.top
        for name, place in area.labels.items():
            if name in self.now:
                self.now[name] = (sheet.value(*place), place)

    def merged(self, r: int) -> bool:
        """Whether a filled column of this row belongs to a merged cell that began above."""
        return (
            False
            if not self.anchors
            else any((r, self.columns.get(f.name, -1)) in self.anchors for f in self.fields)
            and any(not is_blank(v) for v in self.sheet.rows[r - self.sheet.top])
        )

    def label(self, name: str, value: str, place: tuple[int, int]) -> None:
        """Take a labelled value for the rows below."""
        if name in self.now:
            self.now[name] = (value, place)

    def keys_only(self, r: int) -> None:
        """Move on over a row that holds keys and no data."""
        for _ in self.take(r):
            pass

    def take(self, r: int) -> list[tuple[str, Value, tuple[int, int] | None]]:
        """(field, value, place) of every filled column for row r."""
        sheet, row = self.sheet, self.sheet.rows[r - self.sheet.top]
        changed = 99
        own: dict[str, tuple[Value, tuple[int, int] | None]] = {}
        for each in self.fields:
            col = self.columns.get(each.name)
            if col is None:
                continue
            value, at = cell_at(row, col - sheet.left), (r, col)
            if is_blank(value) and (r, col) in self.anchors:
                at = (self.anchors[r, col], col)
                value = sheet.value(*at)
            if is_blank(value) and (r, col) not in sheet.errors:
                continue
            own[each.name] = (value, at)
            before = self.now[each.name][0]
            # After a forgotten key (a blank where nothing stands above) the next row is no new group.
            if before is not None and value != before and folded(text_of(value)) != folded(text_of(before)):
                changed = min(changed, each.column.fill_down)
        taken: list[tuple[str, Value, tuple[int, int] | None]] = []
        for each in self.fields:
            name, level = each.name, each.column.fill_down
            if name in own:
                self.now[name] = own[name]
            elif name in self.columns and level >= changed:
                self.now[name] = (None, (r, self.columns[name]))
            value, place = self.now[name]
            if place is None and name in self.columns:
                place = (r, self.columns[name])
            taken.append((name, value, place))
        return taken
