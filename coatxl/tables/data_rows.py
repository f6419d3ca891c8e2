"""data_rows: which rows of an area are data; group rows, notes, totals and repeated headers are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from coatxl.tables.cells import is_blank, text_of
from coatxl.tables.header import Located
from coatxl.tables.labels import is_note, is_signature_row, is_total_row, label_values
from coatxl.tables.merged_down import MergedDown
from coatxl.workbook.book import Sheet, Value

_TOTAL_HEADS = ("合", "总", "小")


@dataclass(slots=True)
class Rows:
    """The rows of an area that say something, by their absolute numbers, from the top.

    data: rows of data. keys: rows of keys alone, which only move the fill on.
    labels: (row, field, value) of group rows, with the column in which the value stands.
    """

    data: list[int] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)
    labels: list[tuple[int, str, Value, int]] = field(default_factory=list)


def data_rows(sheet: Sheet, area: Located, merged: MergedDown) -> Rows:
    """The rows of an area. A cell that shows an error value, or whose formula has no result, is filled."""
    table, left = area.table, sheet.left
    strong = [
        c - left
        for n, c in area.columns.items()
        if n not in table.weak and not table.fields[n].column.computed and c >= left
    ]
    lost = {r for r, c in area.failed if c - left in strong}
    heads = [sheet.rows[r - sheet.top] for r in range(area.top, area.header_row + 1)]
    found = Rows()
    aside = _Aside(sheet, area, found)
    take, skipped = found.data.append, area.skipped
    rows = sheet.rows[area.first - sheet.top : min(area.last, sheet.bottom) - sheet.top]
    doubtful, blanks = _doubtful(rows)
    # A row with more cells than this has one of the strong ones.
    others = max(map(len, rows), default=0) - len(strong)
    for r, row in enumerate(rows, area.first):
        filled = len(row) - row.count(None)
        if (not filled and r not in lost) or r in skipped or row in heads:
            continue
        if r in lost:
            take(r)
            continue
        if (blanks or filled <= others) and not _any_filled(row, strong) and not merged.in_row(r):
            if not aside.holds(r, row):
                found.keys.append(r)
            continue
        if filled == 1 or doubtful:
            head: Value = None
            for head in row:
                if head is not None:
                    break
            if (filled == 1 or head in doubtful) and aside.holds(r, row):
                continue
        take(r)
    return found


def _doubtful(rows: list[list[Value]]) -> tuple[set[Value], bool]:
    """Texts with which a row may begin that is no data row, and whether any is white space only.

    Asked of each text once, not of each row.
    """
    texts = [v for v in set().union(*rows) if type(v) is str]
    doubtful: set[Value] = {v for v in texts if ":" in v or "：" in v or v.startswith(_TOTAL_HEADS)}
    return doubtful, any(v.isspace() or not v for v in texts)


def _any_filled(row: list[Value], columns: list[int]) -> bool:
    for j in columns:
        if j < len(row):
            value = row[j]
            if value is not None and not (type(value) is str and not value.strip()):
                return True
    return False


class _Aside:
    """Tells the rows that stand among the data of an area and are none."""

    def __init__(self, sheet: Sheet, area: Located, found: Rows) -> None:
        self.sheet, self.table, self.found, self.wide = sheet, area.table, found, area.wide
        self.first = min(area.columns.values())
        self.many = max(2, len(area.columns) // 2)
        fields = area.table.fields
        # Who writes text here writes data, whatever it begins with.
        self.needed = {c for n, c in area.columns.items() if fields[n].column.required and fields[n].kind == "text"}
        self.needed.discard(self.first)

    def holds(self, r: int, row: list[Value]) -> bool:
        """Whether a row is a group row, whose labels are then taken over, a note, a signature line or a total."""
        cells = [(self.sheet.left + j, v) for j, v in enumerate(row) if v is not None and not is_blank(v)]
        if not cells:
            return False
        if self._opens(text_of(cells[0][1])):
            if all(isinstance(v, str) for _, v in cells) and self._labels(r, cells):
                return True
            if len(cells) > 1 and is_signature_row([text_of(v) for _, v in cells]):
                return True
        if any(c in self.needed and isinstance(v, str) for c, v in cells):
            return False
        (c, value), *others = cells
        if others:
            return is_total_row([v for _, v in cells])
        wide = self.wide.get((r, c), c) - c >= self.many
        return c <= self.first and (wide or is_note(text_of(value)))

    def _opens(self, text: str) -> bool:
        """Whether a text may begin a row of labels or signatures; most sentences with a colon do not."""
        return bool(label_values(text, self.table)) or is_signature_row([text])

    def _labels(self, r: int, cells: Sequence[tuple[int, Value]]) -> bool:
        found = []
        for c, value in cells:
            pairs = label_values(str(value), self.table)
            if not pairs and not is_signature_row([str(value)]):
                return False
            found += [(r, name, label, c) for name, label in pairs.items()]
        self.found.labels += found
        return bool(found)
