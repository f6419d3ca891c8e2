"""data_rows: which rows of an area are data; group rows, notes, totals and repeated headers are none."""

from __future__ import annotations

from collections.abc import Iterator

from coatxl.tables.cells import is_blank, text_of
from coatxl.tables.fill_down import Fill
from coatxl.tables.header import Located
from coatxl.tables.labels import is_note, is_signature_row, is_total_row, label_values
from coatxl.workbook.book import Sheet, Value

_TOTAL_HEADS = ("合", "总", "小")


def data_rows(sheet: Sheet, area: Located, fill: Fill) -> Iterator[int]:
    """Absolute numbers of the data rows; group rows and rows of keys alone only move the fill on.

    A cell that shows an error value, or whose formula has no result, is filled.
    """
    table, left = area.table, sheet.left
    strong = [
        c - left
        for n, c in area.columns.items()
        if n not in table.weak and not table.fields[n].column.computed and c >= left
    ]
    lost = {r for r, c in area.failed if c - left in strong}
    heads = [sheet.rows[r - sheet.top] for r in range(area.top, area.header_row + 1)]
    aside = _Aside(sheet, area, fill)
    for r in range(area.first, min(area.last, sheet.bottom)):
        row = sheet.rows[r - sheet.top]
        filled = len(row) - row.count(None)
        if (not filled and r not in lost) or r in area.skipped or row in heads:
            continue
        if r in lost:
            yield r
            continue
        if not _any_filled(row, strong) and not fill.merged(r):
            if not aside.holds(r, row):
                fill.take(r)
            continue
        head = next(value for value in row if value is not None)
        if (filled == 1 or (type(head) is str and (":" in head or "：" in head or head.startswith(_TOTAL_HEADS)))) and (
            aside.holds(r, row)
        ):
            continue
        yield r


def _any_filled(row: list[Value], columns: list[int]) -> bool:
    for j in columns:
        if j < len(row):
            value = row[j]
            if value is not None and not (type(value) is str and not value.strip()):
                return True
    return False


class _Aside:
    """Tells the rows that stand among the data of an area and are none."""

    def __init__(self, sheet: Sheet, area: Located, fill: Fill) -> None:
        self.sheet, self.table, self.fill, self.wide = sheet, area.table, fill, area.wide
        self.first = min(area.columns.values())
        self.many = max(2, len(area.columns) // 2)
        fields = area.table.fields
        # Who writes text here writes data, whatever it begins with.
        self.needed = {c for n, c in area.columns.items() if fields[n].column.required and fields[n].kind == "text"}
        self.needed.discard(self.first)

    def holds(self, r: int, row: list[Value]) -> bool:
        """Whether a row is a group row, whose labels are then taken over, a note, a signature line or a total."""
        cells = [(self.sheet.left + j, v) for j, v in enumerate(row) if not is_blank(v)]
        if not cells:
            return False
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

    def _labels(self, r: int, cells: list[tuple[int, Value]]) -> bool:
        found = [(c, label_values(str(v), self.table)) for c, v in cells]
        if not all(pairs or is_signature_row([str(v)]) for (_, pairs), (_, v) in zip(found, cells, strict=True)):
            return False
        for c, pairs in found:
            for name, value in pairs.items():
                self.fill.label(name, value, (r, c))
        return any(pairs for _, pairs in found)
