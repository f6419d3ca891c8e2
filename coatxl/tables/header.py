"""header: one header row of a stranger's sheet as the columns of a declared table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from coatxl.tables.cells import text_of
from coatxl.tables.header_words import asked_of, excluded_of, header_key, present, short_words, unread_of, words_of
from coatxl.tables.table import Table
from coatxl.workbook.book import Merge, Sheet, Value

# A label's value with its cell, 0-based and absolute.
Labelled = tuple[Value, tuple[int, int]]
# Rows below a header that show whether the second column of a merged header cell is in use.
_PEEK_ROWS = 20
_HEAD_ROWS = 60


@dataclass(slots=True)
class Located:
    """One area of rows, all positions absolute: its header rows, first and last (exclusive) data row, and columns.

    labels: values in label cells above the header. unknown, asked: header cells that are read as no column; passed:
    columns of our own that need no reading. skipped: rows among the data that repeat the header or caption it.
    by_header: the header alone says the table; else the sheet's name helped, and despite: although the header holds a
    word of another table. form: a short header below labels, in the standard's own form.
    """

    table: type[Table]
    top: int
    header_row: int
    last: int
    columns: dict[str, int]
    labels: dict[str, Labelled] = field(default_factory=dict)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    asked: list[tuple[str, int, str]] = field(default_factory=list)
    passed: set[int] = field(default_factory=set)
    skipped: set[int] = field(default_factory=set)
    by_header: bool = True
    despite: bool = False
    form: bool = False
    tall: list[Merge] = field(default_factory=list)
    wide: dict[tuple[int, int], int] = field(default_factory=dict)
    failed: set[tuple[int, int]] = field(default_factory=set)

    @property
    def first(self) -> int:
        """The first row below the header."""
        return self.header_row + 1

    @property
    def score(self) -> int:
        """How much of the table the header holds; a second header row counts against it."""
        return 2 * (len(self.columns) + len(self.labels)) - (self.header_row - self.top)

    @property
    def lacking(self) -> int:
        """Number of required columns that neither a header nor a label nor another table can give."""
        named = self.columns.keys() | self.labels.keys() | {name for name, _, _ in self.asked}
        needed = (f for n, f in self.table.fields.items() if n not in named and n not in self.table.form_labels)
        return sum(f.column.required and not f.column.elsewhere for f in needed)


class Grid:
    """Header keys of a sheet's rows, made once for all tables, and which rows hold header words at all."""

    def __init__(self, sheet: Sheet, tables: Iterable[type[Table]]) -> None:
        self.sheet = sheet
        self.keys: dict[int, dict[int, str]] = {}
        self._parts: dict[int, tuple[dict[int, str], set[str]]] = {}
        self.wide = {(m.top, m.left): m.right for m in sheet.merges if m.right > m.left}
        self.grouped = {m.top for m in sheet.merges if m.right > m.left}
        # Row → its header words; the thousands of rows below the header are gone through only when they hold any.
        self.marked: dict[int, frozenset[str]] = {}
        known = tuple(tables)
        for start, rows in ((0, sheet.rows[:_HEAD_ROWS]), (_HEAD_ROWS, sheet.rows[_HEAD_ROWS:])):
            words = present(rows, known)
            keys = {header_key(str(v)) for v in words}
            # Far below, one word alone is a value, unless it heads the part of a form.
            if not keys or (start and len(keys) == 1 and keys.isdisjoint(short_words(known))):
                continue
            for r, row in enumerate(rows, sheet.top + start):
                if not words.isdisjoint(row):
                    self.marked[r] = frozenset(header_key(v) for v in row if isinstance(v, str) and v in words)

    def row(self, r: int) -> dict[int, str]:
        """Column → header key of the text cells of a row."""
        if r not in self.keys:
            self.keys[r] = {c: header_key(v) for c, v in self.sheet.row(r) if isinstance(v, str) and v.strip()}
        return self.keys[r]

    def parts(self, keys: dict[int, str]) -> set[str]:
        """The words of a header, made once for all tables that are tried on it."""
        if id(keys) not in self._parts:  # the keys are kept beside, so that their id stays theirs
            self._parts[id(keys)] = keys, {part for key in keys.values() for part in _parts(key)}
        return self._parts[id(keys)][1]

    def filled(self, r: int) -> list[tuple[int, Value]]:
        """(column, value) of the cells of a row that show something."""
        return [(c, v) for c, v in self.sheet.row(r) if text_of(v)]

    def is_text(self, r: int) -> bool:
        """Whether a row holds texts only: numbers are data, not headers."""
        return all(isinstance(v, str) for _, v in self.sheet.row(r))

    def spread(self, r: int) -> dict[int, str]:
        """The keys with sideways merges spread over their columns: the upper row of a two-row header."""
        keys = dict(self.row(r))
        for c, key in self.row(r).items():
            for other in range(c + 1, self.wide.get((r, c), c) + 1):
                keys.setdefault(other, key)
        return keys

    def joined(self, r: int) -> dict[int, str]:
        """Keys of a two-row header: the lower word, or "upper/lower" joined, or the upper alone over a blank."""
        if r + 1 >= self.sheet.bottom:
            return {}
        upper, lower = self.spread(r), self.row(r + 1)
        if len(lower) < 2 or len(upper) < 2:  # noqa: PLR2004 — a title or a note is no header row
            return {}
        keys = {c: key for c, key in self.row(r).items() if c not in lower}
        for c, key in lower.items():
            keys[c] = f"{upper[c]}/{key}" if c in upper else key
        return keys


def match(
    grid: Grid, table: type[Table], keys: dict[int, str], rows: tuple[int, int], *, named: bool, form: bool = False
) -> Located | None:
    """The columns of a table in a header, or None when it is not its header; rows are the first and last header row.

    named: the sheet bears the table's name, so half of the required columns will do. form: so will one column.
    """
    if len(keys) < (1 if form else 2):  # a title or a note is no header
        return None
    parts = grid.parts(keys)
    if not form and not _may_be(table, parts, named=named):
        return None
    area = Located(table, *rows, grid.sheet.bottom, {}, form=form)
    columns, exact = _assigned(area, keys)
    others = set() if form else parts & excluded_of(table)
    if others and not named:
        return None
    # A column of its own that usually tells another table (事件 in 关系表) does not contradict the name.
    area.despite = not others <= words_of(table).keys()
    found = {
        n: exact[n] if n in exact and _once(table, n, keys, cs) else cs[0]
        for n, cs in columns.items()
        if len(cs) == 1 or n in exact
    }
    identified = form or any(needed <= found.keys() for needed in table.identify)
    area.by_header = identified and not area.despite
    if not identified:
        required = [n for n, f in table.fields.items() if f.column.required]
        if not (named and len(found) >= max(2, (len(required) + 1) // 2)):
            return None
    for name, cs in columns.items():
        if name not in found or (len(cs) > 1 and not _once(table, name, keys, cs)):
            found.pop(name, None)
            area.asked.extend((name, c, keys[c]) for c in cs)
    area.asked = [q for q in area.asked if q[0] not in found]
    area.columns = found
    if table.form_header:
        _part_header(grid, area)
    return area if found else None


def _may_be(table: type[Table], parts: set[str], *, named: bool) -> bool:
    """Whether a header has the words that a table is known by; most tables are ruled out by this alone."""
    words = words_of(table)
    possible = {words[part] for part in parts & words.keys()}
    return any(needed <= possible for needed in table.identify) or (named and len(possible) > 1)


def _assigned(area: Located, keys: dict[int, str]) -> tuple[dict[str, list[int]], dict[str, int]]:
    """Field → its candidate columns, and field → the column that bears its own header; the rest goes to the area."""
    table = area.table
    words, asked = words_of(table), asked_of(table)
    columns: dict[str, list[int]] = {}
    exact: dict[str, int] = {}
    for c, key in keys.items():
        parts = _parts(key)
        hit = next((p for p in parts if p in words), None)
        if hit is not None:
            name = words[hit]
            columns.setdefault(name, []).append(c)
            if hit == header_key(table.fields[name].column.header):
                exact.setdefault(name, c)
        elif any(p in asked for p in parts):
            area.asked.append((asked[next(p for p in parts if p in asked)], c, key))
        elif not unread_of(table).isdisjoint(parts):
            area.passed.add(c)
        elif key:
            area.unknown.append((c, key))
    return columns, exact


def _parts(key: str) -> tuple[str, ...]:
    return (key, key.rpartition("/")[2], key.replace("/", "")) if "/" in key else (key,)


def _once(table: type[Table], name: str, keys: dict[int, str], cols: list[int]) -> bool:
    """Whether exactly one of the columns bears the field's own header."""
    own = header_key(table.fields[name].column.header)
    return sum(keys[c] == own for c in cols) == 1


def _part_header(grid: Grid, area: Located) -> None:
    """Give the columns under one merged header cell to the fields that share it: 失控诱因 over number and text (7.3)."""
    fields = area.table.form_header
    left = area.columns.get(fields[-1])
    if left is None or any(name in area.columns for name in fields[:-1]):
        return
    right = left + len(fields) - 1
    rows = range(area.first, min(area.first + _PEEK_ROWS, grid.sheet.bottom))
    used = any(text_of(grid.sheet.value(r, right)) for r in rows)
    if used and max(grid.wide.get((r, left), left) for r in (area.top, area.header_row)) >= right:
        area.columns.update(zip(fields, range(left, right + 1), strict=True))
