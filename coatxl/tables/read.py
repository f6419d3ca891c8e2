"""read: Book → typed rows of declared tables, and a fault for each cell that does not fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from coatxl.rules import Hit
from coatxl.tables import faults
from coatxl.tables.as_above import as_above, column_of
from coatxl.tables.cell_faults import Recomputed, cell_faults
from coatxl.tables.cells import parse, text_of
from coatxl.tables.data_rows import data_rows
from coatxl.tables.faults import Fault
from coatxl.tables.header import Located
from coatxl.tables.locate import locate
from coatxl.tables.merged_down import MergedDown
from coatxl.tables.sheet_faults import header_faults, hidden_faults, merged_faults, unread_fault
from coatxl.tables.table import Source, Table
from coatxl.workbook.book import Book, Sheet, Value

__all__ = ["Fault", "Reading", "read", "table_names"]


@dataclass(slots=True)
class Reading:
    """The rows of one book by table, with the faults of reading, the sheets of each table, and those that hold none."""

    rows: dict[type[Table], list[Table]] = field(default_factory=dict)
    sources: dict[type[Table], list[Source]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    ignored: dict[str, Sheet] = field(default_factory=dict)


def read(book: Book, tables: tuple[type[Table], ...], ignored: frozenset[str]) -> Reading:
    """All declared tables of a book; sheets of these ignored names are none."""
    reading = Reading()
    recomputed: list[Recomputed] = []
    found: list[tuple[Located, Source]] = []
    for sheet in book.sheets:
        if sheet.name.strip() in ignored:
            reading.ignored[sheet.name.strip()] = sheet
            continue
        _cover_failed(sheet)
        areas = locate(sheet, tables)
        if not areas:
            if any(v is not None for row in sheet.rows for v in row):
                reading.faults.append(unread_fault(sheet, tables))
            continue
        reading.faults.extend(hidden_faults(sheet, areas))
        for area in areas:
            source, columns = _columns(sheet, area)
            found.append((area, source))
            reading.sources.setdefault(area.table, []).append(source)
            reading.rows.setdefault(area.table, []).extend(area.table.build(columns, source))
            reading.faults.extend(cell_faults(area.table, source, recomputed))
            reading.faults.extend(merged_faults(area, source))
    # Whether a column is missing shows only now: another table of the book may hold it.
    elsewhere = {(area.table.sheet, name) for area, _ in found for name in area.columns}
    for area, source in found:
        reading.faults.extend(header_faults(area, source, elsewhere))
    for origin, header, _ in recomputed[:1]:
        total = sum(number for _, _, number in recomputed)
        reading.faults.append((faults.RECOMPUTED, Hit(origin, header=header, count=total)))
    if not book.structure_known and reading.rows:
        reading.faults.append((faults.VALUES_ONLY, Hit(None, kind=book.kind)))
    return reading


def _cover_failed(sheet: Sheet) -> None:
    """Let the rows reach as far as error values and formulas without a result do: the values alone end above them."""
    last = max((r for r, _ in (*sheet.errors, *sheet.uncached)), default=-1)
    if sheet.rows and last >= sheet.bottom:
        width = max(map(len, sheet.rows))
        sheet.rows += [[None] * width for _ in range(last + 1 - sheet.bottom)]


def _columns(sheet: Sheet, area: Located) -> tuple[Source, list[list[object]]]:
    """The Source of an area and its typed columns in the order of the table's fields."""
    table = area.table
    source = Source(sheet, area.header_row, dict(area.columns), [])
    filled = sorted((f for n, f in table.fields.items() if f.column.fill_down), key=lambda f: f.column.fill_down)
    merged = MergedDown(sheet, area, {area.columns[f.name] for f in filled if f.name in area.columns})
    rows = data_rows(sheet, area, merged)
    source.rows = rows.data
    values: dict[str, list[Value]] = {}
    for each, down in zip(filled, as_above(sheet, area, filled, rows, merged), strict=True):
        values[each.name] = down.values
        if down.rows is not None:
            source.sources[each.name] = down.rows
            continue
        own = area.columns.get(each.name)
        if own is not None or each.name in area.labels or any(place is not None for place in down.places):
            other = min(area.columns.values()) if own is None else own
            source.labelled[each.name] = [
                place or (r, other) for place, r in zip(down.places, source.rows, strict=True)
            ]
    lines = [sheet.rows[r - sheet.top] for r in source.rows]
    columns: list[list[object]] = []
    for name, each in table.fields.items():
        if name in values:
            raw: list[Value] = values[name]
        elif name in area.columns:
            raw = column_of(lines, area.columns[name] - sheet.left)
        else:
            raw = [None] * len(source.rows)
        typed, bad = parse(each, raw)
        source.bad.update({(name, i): text_of(v) for i, v in bad.items()})
        columns.append(typed)
    if area.failed:
        _unread_cells(source, area.failed)
    return source, columns


def _unread_cells(source: Source, failed: set[tuple[int, int]]) -> None:
    """Error values and formulas without a result are bad values, never blanks, also in the rows that they fill."""
    words = {place: source.sheet.errors.get(place, "") for place in failed}
    columns = {col for _, col in failed}
    index = {r: i for i, r in enumerate(source.rows)}
    for name in dict.fromkeys((*source.columns, *source.labelled)):
        if name in source.labelled or name in source.sources:
            filled = name in source.labelled or source.columns[name] in columns
            places = ((source.place(name, i), i) for i in range(len(source.rows)) if filled)
        else:
            places = (((r, col), index[r]) for r, col in failed if col == source.columns[name] and r in index)
        for place, i in places:
            if place in words:
                source.bad.setdefault((name, i), words[place])


def table_names(rows: Iterable[tuple[type[Table], list[Table]]]) -> dict[str, int]:
    """Number of data rows by the table's own sheet name."""
    return {table.sheet: len(found) for table, found in rows}
