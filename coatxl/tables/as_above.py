"""as_above: the filled columns of an area, each filled down as a whole where cells alone say what fills them.

Labels, error values and odd merges need fill_down.Fill, which goes from row to row. Here a column is a list of runs
(first row, value), made from the cells that hold something; the few rows in which a blank does not mean "as above", since
a column of a smaller level has changed, are looked for among the changes. Both ways give the same (tests/tables).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from coatxl.tables.cells import text_of
from coatxl.tables.column import Field, folded
from coatxl.tables.data_rows import Rows
from coatxl.tables.fill_down import Fill
from coatxl.tables.header import Located
from coatxl.tables.merged_down import MergedDown
from coatxl.workbook.book import Merge, Sheet, Value

Place = tuple[int, int]


@dataclass(slots=True)
class Filled:
    """One filled column: the value of each data row, and where it stands.

    rows: the rows in which the values stand, when all do in the column's own cells; else places, None where nothing does.
    """

    values: list[Value]
    rows: list[int] | None = None
    places: list[Place | None] = field(default_factory=list)


def as_above(sheet: Sheet, area: Located, fields: list[Field], rows: Rows, merged: MergedDown) -> list[Filled]:
    """The filled columns in the order of fields, which is that of their levels."""
    columns = {col for f in fields if (col := area.columns.get(f.name)) is not None}
    plain = not (rows.labels or area.labels) and not any(col in columns for _, col in area.failed)
    found = _Whole(sheet, area, fields, rows).fill(merged) if plain else None
    return _row_by_row(sheet, area, fields, rows, merged) if found is None else found


def _row_by_row(sheet: Sheet, area: Located, fields: list[Field], rows: Rows, merged: MergedDown) -> list[Filled]:
    fill = Fill(sheet, area, fields, merged)
    kept: list[tuple[list[Value], list[Place | None]]] = []
    labels: dict[int, list[tuple[str, Value, int]]] = {}
    for r, name, value, col in rows.labels:
        labels.setdefault(r, []).append((name, value, col))
    data = set(rows.data)
    for r in sorted({*rows.data, *rows.keys, *labels}):
        if r in labels:
            for name, value, col in labels[r]:
                fill.label(name, value, (r, col))
            continue
        values, places = fill.take(r)
        if r in data:
            kept.append((values.copy(), places.copy()))
    found = []
    for i, each in enumerate(fields):
        places = [line[i] for _, line in kept]
        own = area.columns.get(each.name)
        filled = Filled([line[i] for line, _ in kept], None, places)
        if own is not None and all(place is None or place[1] == own for place in places):
            filled.rows = [place[0] for place in places if place is not None]
        found.append(filled)
    return found


@dataclass(slots=True)
class _Column:
    """One column while it is filled; all lists are by index among the rows that move the fill on.

    starts: where the column's own cells hold something. ends: where a blank is no longer "as above", in their order.
    tops, bottoms: the rows of the cells merged downward, from the top.
    """

    col: int
    level: int
    within: int
    cells: list[Value]
    starts: list[int]
    ends: list[int] = field(default_factory=list)
    tops: list[int] = field(default_factory=list)
    bottoms: list[int] = field(default_factory=list)

    def changes(self, below: list[_Column]) -> Iterator[tuple[int, int, list[_Column]]]:
        """(index, index of the value before, columns below that are blank there) where a value differs from the last."""
        cells = self.cells
        for before, i in pairwise(self.starts):
            one, other = cells[before], cells[i]
            if one is not other and one != other:
                blank = [each for each in below if each.cells[i] is None]
                if blank and folded(text_of(one)) != folded(text_of(other)):
                    yield i, before, blank

    def is_merged(self, r: int) -> bool:
        """Whether the cell of a row belongs to a merged cell above that holds something."""
        at = bisect_left(self.tops, r) - 1
        return at >= 0 and r <= self.bottoms[at]

    def runs(self) -> list[tuple[int, Value]]:
        """(index, value) where each run begins, the first at 0."""
        begins = self.starts if not self.ends else sorted({*self.starts, *self.ends})
        runs = [(i, self.cells[i]) for i in begins]
        return runs if runs and runs[0][0] == 0 else [(0, None), *runs]


class _Whole:
    """The filled columns of one area whose values stand in cells only."""

    def __init__(self, sheet: Sheet, area: Located, fields: list[Field], rows: Rows) -> None:
        self.sheet, self.data = sheet, rows.data
        self.rows = sorted(rows.data + rows.keys) if rows.keys else rows.data
        self.columns: list[_Column | None] = []
        lines = [sheet.rows[r - sheet.top] for r in self.rows]
        for each in fields:
            col = area.columns.get(each.name)
            if col is None:
                self.columns.append(None)
                continue
            cells = column_of(lines, col - sheet.left)
            level = each.column.fill_down
            within = max(level - 1, each.column.fill_within)
            starts = [i for i, value in enumerate(cells) if value is not None]
            if any(type(v) is str and not v.strip() for v in {cells[i] for i in starts}):
                starts = [i for i in starts if text_of(cells[i])]
                cells = [value if value is not None and text_of(value) else None for value in cells]
            self.columns.append(_Column(col, level, within, cells, starts))

    def fill(self, merged: MergedDown) -> list[Filled] | None:
        """The filled columns; None when a merged cell does not mean the same as the blanks that it covers."""
        if not self.rows:
            return [Filled([], None if each is None else []) for each in self.columns]
        known = [each for each in self.columns if each is not None]
        if not all(self._in_line(each, merged.by_column.get(each.col, [])) for each in known):
            return None
        self._end(known)
        nothing = [None] * len(self.data)
        return [Filled([*nothing], None, [*nothing]) if each is None else self._expanded(each) for each in self.columns]

    def _in_line(self, column: _Column, merges: list[Merge]) -> bool:
        """Whether the merged cells of a column have their only value on top, in a row that moves the fill on."""
        held = {self.rows[i] for i in column.starts}
        last, end = -1, self.sheet.bottom
        for each in sorted(merges, key=lambda merge: merge.top):
            if each.top <= last or not held.isdisjoint(range(each.top + 1, min(each.bottom + 1, end))):
                return False
            last = each.bottom
            if each.top in held:
                column.tops.append(each.top)
                column.bottoms.append(each.bottom)
            elif text_of(self.sheet.value(each.top, each.left)):
                return False
        return True

    def _end(self, columns: list[_Column]) -> None:
        """Note in each column where a blank lies beside a change of a smaller level, and is not merged with above."""
        events: list[tuple[int, int, _Column, list[_Column]]] = []
        for column in columns:
            below = [other for other in columns if other is not column and column.level <= other.within]
            if below:
                events += [(i, before, column, blank) for i, before, blank in column.changes(below)]
        events.sort(key=lambda event: event[0])
        for i, group in groupby(events, key=lambda event: event[0]):
            ended: list[_Column] = []  # what a row ends counts from the next row on
            for _, before, column, blank in group:
                # After a forgotten key (a blank where nothing stands above) the next row is no new group.
                if not column.ends or column.ends[-1] < before:
                    ended += [other for other in blank if not other.is_merged(self.rows[i])]
            for other in ended:
                if not other.ends or other.ends[-1] < i:
                    other.ends.append(i)

    def _expanded(self, column: _Column) -> Filled:
        rows = self.rows
        runs = column.runs()
        values: list[Value] = []
        sources: list[int] = []
        if len(runs) == len(rows):
            values, sources = [value for _, value in runs], list(rows)
        else:
            for (i, value), (end, _) in zip(runs, [*runs[1:], (len(rows), None)], strict=True):
                values += [value] * (end - i)
                sources += [rows[i]] * (end - i)
        if len(self.data) == len(rows):
            return Filled(values, sources)
        wanted = [bisect_left(rows, r) for r in self.data]
        return Filled([values[i] for i in wanted], [sources[i] for i in wanted])


def column_of(lines: list[list[Value]], j: int) -> list[Value]:
    """The j-th cells of some rows, None outside the used rectangle."""
    if j < 0:
        return [None] * len(lines)
    try:
        return [line[j] for line in lines]
    except IndexError:  # rows of unequal length
        return [line[j] if j < len(line) else None for line in lines]
