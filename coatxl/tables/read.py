"""read: Book → typed rows of declared tables, and a fault for each cell that does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from coatxl.findings import Text
from coatxl.rules import Hit, Origin, Rule
from coatxl.tables import faults
from coatxl.tables.cells import is_blank, parse, text_of
from coatxl.tables.column import Field
from coatxl.tables.fill_down import Fill, cell_at
from coatxl.tables.locate import Located, is_note, label_value, locate
from coatxl.tables.table import Source, Table, shown
from coatxl.workbook.book import Book, Sheet, Value

Fault = tuple[Rule, Hit]
KIND_WORDS = {
    "number": (Text("数值", "number"), Text("半角数字，单元格格式为常规", "a plain number")),
    "date": (Text("完整的日期", "full date"), Text("2026-03-31", "2026-03-31")),
}


@dataclass(slots=True)
class Reading:
    """The rows of one book by table, with the faults of reading and the sheets of each table."""

    rows: dict[type[Table], list[Table]] = field(default_factory=dict)
    sources: dict[type[Table], list[Source]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read(book: Book, tables: tuple[type[Table], ...], ignored: frozenset[str]) -> Reading:
    """All declared tables of a book; sheets of these ignored names are none."""
    reading = Reading()
    recomputed: list[tuple[Origin, str, int]] = []
    for sheet in book.sheets:
        if sheet.name.strip() in ignored:
            continue
        areas = locate(sheet, tables)
        if not areas:
            if any(v is not None for row in sheet.rows for v in row):
                hit = Hit(Origin(sheet.name, -1, -1), sheet=sheet.name)
                reading.faults.append((faults.NOT_READ, hit))
            continue
        table = areas[0].table
        reading.faults.extend(_header_faults(sheet, areas[0]))
        reading.faults.extend(_hidden(sheet))
        rows = reading.rows.setdefault(table, [])
        for area in areas:
            source, columns = _columns(sheet, area)
            reading.sources.setdefault(table, []).append(source)
            rows.extend(table.build(columns, source))
            reading.faults.extend(_cell_faults(table, source, recomputed))
    for origin, header, _ in recomputed[:1]:
        total = sum(number for _, _, number in recomputed)
        reading.faults.append((faults.RECOMPUTED, Hit(origin, header=header, count=total)))
    if not book.structure_known and reading.rows:
        reading.faults.append((faults.VALUES_ONLY, Hit(None, kind=book.kind)))
    return reading


def _header_faults(sheet: Sheet, area: Located) -> Iterator[Fault]:
    table = area.table
    asked = {name for name, _, _ in area.asked}
    present = area.columns.keys() | area.labels.keys()
    first = min(area.columns.values())
    for name in sorted(asked, key=lambda n: table.fields[n].index):
        cols = [c for n, c, _ in area.asked if n == name]
        words = "、".join(f"“{shown(sheet, area.header_row, c) or k}”" for n, c, k in area.asked if n == name)
        origin = Origin(sheet.name, area.header_row, cols[0], shown(sheet, area.header_row, cols[0]))
        yield faults.AMBIGUOUS_HEADER, Hit(origin, words=words, header=table.fields[name].column.header)
    for name, each in table.fields.items():
        if each.column.required and name not in present and name not in asked and name not in table.form_labels:
            origin = Origin(sheet.name, area.header_row, first)
            yield faults.MISSING_COLUMN, Hit(origin, table=table.sheet, header=each.column.header)
    if area.unknown:
        words = "、".join(shown(sheet, area.header_row, c) or key for c, key in area.unknown)
        origin = Origin(
            sheet.name, area.header_row, area.unknown[0][0], shown(sheet, area.header_row, area.unknown[0][0])
        )
        yield faults.UNKNOWN_HEADER, Hit(origin, words=" ".join(words.split()))


def _hidden(sheet: Sheet) -> Iterator[Fault]:
    rows = [r for r in sheet.hidden_rows if sheet.top <= r < sheet.bottom]
    if sheet.visibility != "visible":
        what = Text("整张表隐藏", "the whole sheet is hidden")
    elif rows:
        what = Text(f"有 {len(rows)} 行隐藏", f"{len(rows)} rows are hidden")
    else:
        return
    yield faults.HIDDEN, Hit(Origin(sheet.name, min(rows, default=-1), 0), sheet=sheet.name, what=what)


def _columns(sheet: Sheet, area: Located) -> tuple[Source, list[list[object]]]:
    """The Source of an area and its typed columns in the order of the table's fields."""
    table = area.table
    source = Source(sheet, area.header_row, dict(area.columns), [])
    filled = sorted((f for n, f in table.fields.items() if f.column.fill_down), key=lambda f: f.column.fill_down)
    fill = Fill(sheet, area, filled)
    kept: list[list[Value]] = []
    places: list[list[tuple[int, int] | None]] = []
    for r in _data_rows(sheet, area, fill):
        source.rows.append(r)
        given, where = fill.take(r)
        kept.append(given.copy())
        places.append(where.copy())
    values: dict[str, list[Value]] = {}
    for i, each in enumerate(filled):
        values[each.name] = [line[i] for line in kept]
        if each.name in area.columns:
            source.sources[each.name] = [place[0] for line in places if (place := line[i]) is not None]
        elif each.name in area.labels or any(line[i] is not None for line in places):
            source.labelled[each.name] = [
                line[i] or (r, min(area.columns.values())) for line, r in zip(places, source.rows, strict=True)
            ]
    columns: list[list[object]] = []
    for name, each in table.fields.items():
        if name in values:
            raw: list[Value] = values[name]
        elif name in area.columns:
            left = area.columns[name] - sheet.left
            raw = [cell_at(sheet.rows[r - sheet.top], left) for r in source.rows]
        else:
            raw = [None] * len(source.rows)
        typed, bad = parse(each, raw)
        source.bad.update({(name, i): text_of(v) for i, v in bad.items()})
        columns.append(typed)
    _unread_cells(source)
    return source, columns


def _unread_cells(source: Source) -> None:
    """Error values and formulas without a result are bad values, never blanks."""
    sheet = source.sheet
    if not sheet.errors and not sheet.uncached:
        return
    index = {r: i for i, r in enumerate(source.rows)}
    names = {c: n for n, c in source.columns.items()}
    for (r, c), word in sheet.errors.items():
        if r in index and c in names:
            source.bad[names[c], index[r]] = word
    for r, c in sheet.uncached:
        if r in index and c in names:
            source.bad.setdefault((names[c], index[r]), "")


def _data_rows(sheet: Sheet, area: Located, fill: Fill) -> Iterator[int]:
    """Absolute numbers of the data rows; group rows and rows of keys alone only move the fill on."""
    table, left, width = area.table, sheet.left, max(map(len, sheet.rows), default=0)
    header = {c - left: sheet.value(area.header_row, c) for c in area.columns.values()}
    strong = [
        c - left
        for n, c in area.columns.items()
        if n not in table.weak and not table.fields[n].column.computed and 0 <= c - left < width
    ]
    first = min(header)
    for r in range(area.first, min(area.last, sheet.bottom)):
        row = sheet.rows[r - sheet.top]
        filled = len(row) - row.count(None)
        if not filled:
            continue
        if not any(row[j] is not None and not is_blank(row[j]) for j in strong if j < len(row)) and not fill.merged(r):
            _group_row(sheet, r, row, table, fill)
            continue
        if filled == 1 and (_group_row(sheet, r, row, table, fill) or _is_note(sheet, r, row, first, len(header))):
            continue
        if cell_at(row, first) == header[first] and sum(cell_at(row, j) == h for j, h in header.items()) * 2 > len(
            header
        ):
            continue  # the header repeated on a later page
        yield r


def _is_note(sheet: Sheet, r: int, row: list[Value], first: int, columns: int) -> bool:
    """Whether the only cell of a row is a note, total or signature line: in the first column, by its words or its width.

    A single cell elsewhere is data: a further measure of the cause above fills no other column.
    """
    j = next(i for i, value in enumerate(row) if value is not None)
    wide = any(
        m.top == r and m.left == sheet.left + j and m.right - m.left >= max(2, columns // 2) for m in sheet.merges
    )
    return wide or (j <= first and is_note(text_of(row[j])))


def _group_row(sheet: Sheet, r: int, row: list[Value], table: type[Table], fill: Fill) -> bool:
    """Take over “风险点：喷漆作业” or a row that holds keys alone; whether it was a group row."""
    filled = [(j, v) for j, v in enumerate(row) if not is_blank(v)]
    if len(filled) == 1 and isinstance(filled[0][1], str):
        pair = label_value(filled[0][1], table)
        if pair is not None:
            fill.label(pair[0], pair[1], (r, sheet.left + filled[0][0]))
            return True
    fill.take(r)
    return False


def _cell_faults(table: type[Table], source: Source, recomputed: list[tuple[Origin, str, int]]) -> Iterator[Fault]:
    """Faults of single cells that no rule of the standard owns."""
    sheet = source.sheet
    lost: dict[str, list[int]] = {}
    for (name, i), value in source.bad.items():
        each = table.fields[name]
        place = source.place(name, i)
        if place is None:
            continue
        if place in sheet.uncached:
            lost.setdefault(name, []).append(i)
        elif place in sheet.errors:
            yield faults.ERROR_VALUE, Hit(Origin(sheet.name, *place, value), header=each.column.header, value=value)
        elif not each.column.invalid_rule:
            yield _misfit(each, Origin(sheet.name, *place, value), value)
    computed = 0
    first: tuple[Origin, str] | None = None
    for name in sorted(lost, key=lambda n: source.columns[n]):
        each, rows = table.fields[name], lost[name]
        origin = Origin(sheet.name, source.rows[min(rows)], source.columns[name])
        if each.column.computed:
            computed += len(rows)
            first = first or (origin, each.column.header)
        else:
            yield faults.NO_RESULT, Hit(origin, header=each.column.header, count=len(rows))
    if first is not None:
        recomputed.append((*first, computed))
    yield from _blanks(table, source)


def _misfit(each: Field, origin: Origin, value: str) -> Fault:
    if each.kind == "choice":
        return faults.NOT_ALLOWED, Hit(origin, header=each.column.header, value=value, choices="、".join(each.choices))
    kind, example = KIND_WORDS[each.kind]
    return faults.WRONG_TYPE, Hit(origin, header=each.column.header, value=value, kind=kind, example=example)


def _blanks(table: type[Table], source: Source) -> Iterator[Fault]:
    sheet = source.sheet
    for name, each in table.fields.items():
        column = each.column
        if not column.required or column.blank_rule or name not in source.columns:
            continue
        for i in range(len(source.rows)):
            place = source.place(name, i)
            if place is not None and (name, i) not in source.bad and is_blank(sheet.value(*place)):
                yield faults.BLANK_REQUIRED, Hit(Origin(sheet.name, *place), header=column.header, help=column.help)


def table_names(rows: Iterable[tuple[type[Table], list[Table]]]) -> dict[str, int]:
    """Number of data rows by the table's own sheet name."""
    return {table.sheet: len(found) for table, found in rows}
