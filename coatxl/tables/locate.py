"""locate: where a table stands in a stranger's sheet, found by its headers and never by position.

Title rows above, two-row headers, extra and reordered columns, other header words, several forms
one below the other (the standard's own 7.2 and 7.3): all give Located areas, or questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from coatxl.tables.cells import text_of
from coatxl.tables.column import folded
from coatxl.tables.table import Table, header_words
from coatxl.workbook.book import Sheet

SCAN_ROWS = 60
OWN_NAME = 2
_BRACKET = re.compile(r"\(([^()]*)\)$")
_UNIT_WORDS = {
    "元",
    "万元",
    "天",
    "日",
    "人",
    "个",
    "项",
    "条",
    "米",
    "m",
    "必填",
    "选填",
    "可选",
    "下拉选择",
    "可多选",
    "年月日",
    "日期",
}
_KEPT = {"L", "E", "C", "D", "S", "R"}


@dataclass(slots=True)
class Located:
    """One area of rows: first and last (exclusive) data row, columns and labelled values, all absolute."""

    table: type[Table]
    header_row: int
    first: int
    last: int
    columns: dict[str, int]
    labels: dict[str, tuple[int, int]] = field(default_factory=dict)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    asked: list[tuple[str, int, str]] = field(default_factory=list)


@cache
def _words(table: type[Table]) -> dict[str, str]:
    words = {header_key(word): name for word, name in header_words(table).items()}
    return {word: name for word, name in words.items() if word not in _unread(table)}


@cache
def _unread(table: type[Table]) -> frozenset[str]:
    """Headers of the add-in edition: ours, so not reported as foreign; not read, since reading computes by itself."""
    return frozenset(header_key(f.column.header) for f in table.fields.values() if f.column.written == "addin")


@cache
def _asked(table: type[Table]) -> dict[str, str]:
    return {header_key(word): name for name, f in table.fields.items() for word in f.column.ask}


@cache
def _excluded(table: type[Table]) -> frozenset[str]:
    return frozenset(header_key(word) for word in table.not_with)


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


def name_matches(table: type[Table], sheet: str) -> int:
    """OWN_NAME when the sheet bears the table's name or an alias, 1 when its name contains the table's, else 0."""
    plain = folded(sheet).casefold()
    bare = re.sub(r"^[\d.、\-_()]+|[\d.、\-_()]+$", "", plain)
    names = [folded(n).casefold() for n in (table.sheet, *table.sheet_aliases)]
    if plain in names or bare in names:
        return OWN_NAME
    return int(names[0] in plain)


def locate(sheet: Sheet, tables: tuple[type[Table], ...]) -> list[Located]:
    """The areas of the table that this sheet holds; empty when it holds none."""
    grid = _Grid(sheet)
    names = {table: name_matches(table, sheet.name) for table in tables}
    for table in tables:
        areas = _areas(grid, table, named=True) if names[table] == OWN_NAME else []
        if areas:
            return areas
    found: list[tuple[int, int, list[Located]]] = []
    for rank, table in enumerate(tables):
        areas = _areas(grid, table, named=False)
        if areas:
            found.append((max(len(a.columns) for a in areas) + 10 * names[table], -rank, areas))
    return max(found, key=lambda f: f[:2])[2] if found else []


class _Grid:
    """Header keys of a sheet's rows, made once for all tables."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.keys: dict[int, dict[int, str]] = {}
        self.wide = {(m.top, m.left): m.right for m in sheet.merges if m.right > m.left}
        self.tall = {(m.top, m.left) for m in sheet.merges if m.bottom > m.top}

    def row(self, r: int) -> dict[int, str]:
        """Column → header key of the text cells of a row."""
        if r not in self.keys:
            self.keys[r] = {c: header_key(v) for c, v in self.sheet.row(r) if isinstance(v, str) and len(v) < 80}  # noqa: PLR2004
        return self.keys[r]

    def spread(self, r: int) -> dict[int, str]:
        """The same with sideways merges spread over their columns: the upper row of a two-row header."""
        keys = dict(self.row(r))
        for c, key in self.row(r).items():
            for other in range(c + 1, self.wide.get((r, c), c) + 1):
                keys.setdefault(other, key)
        return keys


def _areas(grid: _Grid, table: type[Table], *, named: bool) -> list[Located]:
    sheet = grid.sheet
    if table.form_labels:
        forms = _forms(grid, table)
        if forms:
            return forms
    best: Located | None = None
    best_score = 0
    for r in range(sheet.top, min(sheet.bottom, sheet.top + SCAN_ROWS)):
        for keys, height in ((grid.row(r), 1), (_joined(grid, r), 2)):
            area = _match(table, keys, r + height - 1, sheet.bottom, named=named)
            if area is not None:
                score = 2 * len(area.columns) - (height - 1)
                if score > best_score:
                    best, best_score = area, score
    return [best] if best else []


def _joined(grid: _Grid, r: int) -> dict[int, str]:
    """Keys of a two-row header: the lower word, or "upper/lower" joined, or the upper alone over a blank."""
    if r + 1 >= grid.sheet.bottom:
        return {}
    upper, lower = grid.spread(r), grid.row(r + 1)
    if len(lower) < 2 or len(upper) < 2:  # noqa: PLR2004 — a title or a note is no header row
        return {}
    keys = {c: key for c, key in grid.row(r).items() if c not in lower}
    for c, key in lower.items():
        keys[c] = f"{upper[c]}/{key}" if c in upper else key
    return keys


def _match(table: type[Table], keys: dict[int, str], header_row: int, bottom: int, *, named: bool) -> Located | None:
    """The columns of a table in one header row, or None when the row is not its header."""
    words, asked, excluded = _words(table), _asked(table), _excluded(table)
    if len(keys) < 2:  # noqa: PLR2004 — a title or a note is no header
        return None
    columns: dict[str, list[int]] = {}
    exact: dict[str, int] = {}
    questions: list[tuple[str, int, str]] = []
    unknown: list[tuple[int, str]] = []
    for c, key in keys.items():
        parts = (key, key.rpartition("/")[2], key.replace("/", "")) if "/" in key else (key,)
        if not named and any(p in excluded for p in parts):
            return None
        hit = next((p for p in parts if p in words), None)
        if hit is not None:
            name = words[hit]
            columns.setdefault(name, []).append(c)
            if hit == header_key(table.fields[name].column.header):
                exact.setdefault(name, c)
        elif any(p in asked for p in parts):
            questions.append((asked[next(p for p in parts if p in asked)], c, key))
        elif key and key not in _unread(table):
            unknown.append((c, key))
    found = {
        n: exact[n] if n in exact and _once(table, n, keys, cs) else cs[0]
        for n, cs in columns.items()
        if len(cs) == 1 or n in exact
    }
    if not any(needed <= found.keys() for needed in table.identify):
        required = [n for n, f in table.fields.items() if f.column.required]
        if not (named and len(found) >= max(2, (len(required) + 1) // 2)):
            return None
    for name, cs in columns.items():
        if name not in found or (len(cs) > 1 and not _once(table, name, keys, cs)):
            found.pop(name, None)
            questions.extend((name, c, keys[c]) for c in cs)
    questions = [q for q in questions if q[0] not in found]
    return Located(table, header_row, header_row + 1, bottom, found, unknown=unknown, asked=questions)


def _once(table: type[Table], name: str, keys: dict[int, str], cols: list[int]) -> bool:
    """Whether exactly one of the columns bears the field's own header."""
    own = header_key(table.fields[name].column.header)
    return sum(keys[c] == own for c in cols) == 1


def _forms(grid: _Grid, table: type[Table]) -> list[Located]:
    """Blocks in the standard's own form: labels and values above a short header (7.2, 7.3)."""
    sheet = grid.sheet
    words = _words(table)
    labels = set(table.form_labels)
    labelled = False
    current: dict[str, tuple[int, int]] = {}
    areas: list[Located] = []
    for r in range(sheet.top, sheet.bottom):
        if r - sheet.top == SCAN_ROWS and not labelled:
            return []
        keys = grid.row(r)
        if not keys:
            continue
        named = [(c, words[k]) for c, k in keys.items() if k in words]
        if named and all(n in labels for _, n in named) and _values_beside(sheet, r, named):
            if not current and areas:
                areas[-1].last = min(areas[-1].last, r)
            for c, name in named:
                place = _beside(sheet, r, c)
                if place is not None:
                    current[name] = place
            labelled = True
        elif current and any(n == "cause" for _, n in named):
            area = _form_area(grid, table, r, dict(named), current)
            if area is not None:
                areas.append(area)
                current = {}
    return areas if areas and all(len(a.labels) > 1 for a in areas) else []


def _beside(sheet: Sheet, r: int, c: int) -> tuple[int, int] | None:
    """The value of a label: the next cell to the right that is not blank."""
    for col, value in sheet.row(r):
        if col > c and text_of(value):
            return (r, col)
    return None


def _values_beside(sheet: Sheet, r: int, named: list[tuple[int, str]]) -> bool:
    cells = [c for c, v in sheet.row(r) if text_of(v)]
    return len(cells) == 2 * len(named) and cells[::2] == [c for c, _ in named]


def _form_area(
    grid: _Grid, table: type[Table], r: int, named: dict[int, str], labels: dict[str, tuple[int, int]]
) -> Located | None:
    columns = {name: c for c, name in named.items()}
    cause = columns["cause"]
    right = grid.wide.get((r, cause), cause)
    if "number" not in columns and right > cause:  # the header spans the number and the text
        columns["number"], columns["cause"] = cause, cause + 1
    fields = table.fields
    kept = {n: c for n, c in columns.items() if n in fields}
    return Located(table, r, r + 1, grid.sheet.bottom, kept, labels=dict(labels))


def label_value(text: str, table: type[Table]) -> tuple[str, str] | None:
    """(field, value) of a group row such as “风险点：喷漆作业”, else None."""
    label, colon, value = text.replace(":", "：").partition("：")
    if not colon or not value.strip():
        return None
    name = _words(table).get(header_key(label))
    return (name, value.strip()) if name in table.form_labels else None


_NOTE = re.compile(r"^(?:(?:注|说明|备注|填表|编制|审核|批准|检查人|检查人员|制表)\d?:|(?:合计|总计|小计):?\d*$)")


def is_note(text: str) -> bool:
    """Whether a text begins a note or signature line, or is the word of a total, below a table."""
    return _NOTE.match(folded(text)) is not None
