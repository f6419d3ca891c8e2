"""header: one header row of a stranger's sheet as the columns of a declared table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from coatxl.tables.cells import text_of
from coatxl.tables.column import folded
from coatxl.tables.table import Table, header_words
from coatxl.workbook.book import Merge, Sheet, Value

# A label's value with its cell, 0-based and absolute.
Labelled = tuple[Value, tuple[int, int]]
_BRACKET = re.compile(r"\(([^()]*)\)$")
_UNIT_WORDS = {
    "元", "万元", "天", "日", "人", "个", "项", "条", "米", "m",
    "必填", "选填", "可选", "下拉选择", "可多选", "年月日", "日期",
}  # fmt: skip
_KEPT = {"L", "E", "C", "D", "S", "R"}
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


@lru_cache(maxsize=8192)
def header_key(text: str) -> str:
    """A header word for comparison: folded, stars, ordinals, units and value lists cut, (L) and the like kept."""
    key = folded(text).strip("*:")
    key = re.sub(r"^\d+[.、)]", "", key)
    match = _BRACKET.search(key)
    if (
        match
        and match.start() > 0
        and match[1] not in _KEPT
        and (match[1] in _UNIT_WORDS or "/" in match[1] or "、" in match[1])
    ):
        key = key[: match.start()]
    return key.strip("*:").casefold()


@cache
def words_of(table: type[Table]) -> dict[str, str]:
    """Header key → field of a table."""
    words = {header_key(word): name for word, name in header_words(table).items()}
    return {word: name for word, name in words.items() if word not in _unread(table)}


@cache
def _unread(table: type[Table]) -> frozenset[str]:
    """Headers of the add-in edition: ours, so not reported as foreign; not read, since reading computes by itself."""
    return frozenset(header_key(f.column.header) for f in table.fields.values() if f.column.written == "addin")


@cache
def asked_of(table: type[Table]) -> dict[str, str]:
    """Header key that is asked about → field of a table."""
    return {header_key(word): name for name, f in table.fields.items() for word in f.column.ask}


@cache
def _excluded(table: type[Table]) -> frozenset[str]:
    return frozenset(header_key(word) for word in table.not_with)


class Grid:
    """Header keys of a sheet's rows, made once for all tables, and which rows hold header words at all."""

    def __init__(self, sheet: Sheet, tables: Iterable[type[Table]]) -> None:
        self.sheet = sheet
        self.keys: dict[int, dict[int, str]] = {}
        self.wide = {(m.top, m.left): m.right for m in sheet.merges if m.right > m.left}
        self.grouped = {m.top for m in sheet.merges if m.right > m.left}
        # Row → its header words; the thousands of rows below the header are gone through only when they hold any.
        self.marked: dict[int, frozenset[str]] = {}
        known = tuple(tables)
        for start, rows in ((0, sheet.rows[:_HEAD_ROWS]), (_HEAD_ROWS, sheet.rows[_HEAD_ROWS:])):
            words = _present(rows, known)
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


# What may stand before a header word: a star, a number, white space.
_BEFORE = "*＊0123456789.．、)） \t\r\n\u00a0\u3000"


@cache
def _known(tables: tuple[type[Table], ...]) -> tuple[frozenset[str], frozenset[str], int]:
    """All header keys of the tables, the characters that they begin with, and the length of the longest as written."""
    keys = frozenset(key for t in tables for key in (*words_of(t), *asked_of(t)))
    heads = {key[0] for key in keys} | {key[0].upper() for key in keys}
    wide = {chr(ord(c) + 0xFEE0) for c in heads if "!" <= c <= "~"}
    return keys, frozenset(heads | wide | {"№"}), 3 * max(map(len, keys))


@cache
def short_words(tables: tuple[type[Table], ...]) -> frozenset[str]:
    """Words that are a header even alone, below the labels of a form."""
    return frozenset(
        key for t in tables if t.form_header for key, name in words_of(t).items() if name == t.form_header[-1]
    )


def _present(rows: list[list[Value]], tables: tuple[type[Table], ...]) -> frozenset[str]:
    """The texts of some rows that are header words of any table."""
    keys, heads, longest = _known(tables)
    texts: set[Value] = set().union(*rows)
    short = [v for v in texts if isinstance(v, str) and len(v) <= longest and (v[:1] in heads or v[:1] in _BEFORE)]
    return frozenset(v for v in short if v.lstrip(_BEFORE)[:1] in heads and header_key(v) in keys)


def match(
    grid: Grid, table: type[Table], keys: dict[int, str], rows: tuple[int, int], *, named: bool, form: bool = False
) -> Located | None:
    """The columns of a table in a header, or None when it is not its header; rows are the first and last header row.

    named: the sheet bears the table's name, so half of the required columns will do. form: so will one column.
    """
    if len(keys) < (1 if form else 2):  # a title or a note is no header
        return None
    area = Located(table, *rows, grid.sheet.bottom, {}, form=form)
    columns, exact = _assigned(area, keys)
    others = set() if form else {part for key in keys.values() for part in _parts(key)} & _excluded(table)
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
        elif not _unread(table).isdisjoint(parts):
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
