"""cell_faults: faults of single cells that no rule of the standard owns; each cell is told once."""

from __future__ import annotations

from collections.abc import Iterator

from coatxl.findings import Text
from coatxl.rules import Hit, Origin
from coatxl.tables import faults
from coatxl.tables.cells import is_blank
from coatxl.tables.column import Field
from coatxl.tables.faults import Fault
from coatxl.tables.table import Source, Table
from coatxl.workbook.book import Sheet

# The first formula of a sheet that reading computed, its header, and how many there are.
Recomputed = tuple[Origin, str, int]
_KIND_WORDS = {
    "number": (Text("数值", "number"), Text("半角数字，单元格格式设为常规", "a plain number")),
    "date": (Text("完整的日期", "full date"), faults.DATE_EXAMPLE),
}


def cell_faults(table: type[Table], source: Source, recomputed: list[Recomputed]) -> Iterator[Fault]:
    """Values that do not fit, errors, formulas without a result and required blanks; computed formulas are noted."""
    sheet = source.sheet
    lost: dict[str, set[tuple[int, int]]] = {}
    told: set[tuple[str, tuple[int, int]]] = set()
    for (name, i), value in source.bad.items():
        each = table.fields[name]
        place = source.place(name, i)
        if place is None or (name, place) in told:
            continue
        told.add((name, place))
        if place in sheet.uncached:
            lost.setdefault(name, set()).add(place)
        elif place in sheet.errors:
            yield faults.ERROR_VALUE, Hit(Origin(sheet.name, *place, value), header=each.column.header, value=value)
        elif not each.column.invalid_rule:
            yield _misfit(each, Origin(sheet.name, *place, value), value)
    computed = 0
    first: tuple[Origin, str] | None = None
    for name in sorted(lost, key=lambda n: min(lost[n])[::-1]):
        each, places = table.fields[name], lost[name]
        origin = Origin(sheet.name, *min(places))
        if each.column.computed:
            computed += len(places)
            first = first or (origin, each.column.header)
        else:
            yield faults.NO_RESULT, Hit(origin, header=each.column.header, count=len(places))
    if first is not None:
        recomputed.append((*first, computed))
    yield from _blanks(table, source)


def _misfit(each: Field, origin: Origin, value: str) -> Fault:
    """A value that is not of the column's type; a text fits any text column, so there only a cell was not read."""
    header = each.column.header
    if each.kind == "choice":
        return faults.NOT_ALLOWED, Hit(origin, header=header, value=value, choices="、".join(each.choices))
    if each.kind == "text":
        return (faults.ERROR_VALUE, Hit(origin, header=header, value=value)) if value else (
            faults.NO_RESULT, Hit(origin, header=header, count=1))  # fmt: skip
    kind, example = _KIND_WORDS[each.kind]
    return faults.WRONG_TYPE, Hit(origin, header=header, value=value, kind=kind, example=example)


def _blanks(table: type[Table], source: Source) -> Iterator[Fault]:
    sheet = source.sheet
    for name, each in table.fields.items():
        column = each.column
        if not column.required or column.blank_rule or name not in source.columns:
            continue
        if name not in source.labelled and not _has_blank(sheet, source, name):
            continue
        told: set[tuple[int, int]] = set()
        for i in range(len(source.rows)):
            place = source.place(name, i)
            if place is None or place in told or (name, i) in source.bad or not is_blank(sheet.value(*place)):
                continue
            told.add(place)
            yield faults.BLANK_REQUIRED, Hit(Origin(sheet.name, *place), header=column.header, help=column.help)


def _has_blank(sheet: Sheet, source: Source, name: str) -> bool:
    """Whether a cell of a column is blank; most columns have none, and need not be gone through row by row."""
    rows = dict.fromkeys(source.sources.get(name) or source.rows)
    j, top = source.columns[name] - sheet.left, sheet.top
    try:
        return any((v := sheet.rows[r - top][j]) is None or is_blank(v) for r in rows)
    except IndexError:
        return True
