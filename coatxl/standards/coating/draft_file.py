"""Draft file: a workbook of the last draft, as a person left it, read back cell by cell; nothing typed is passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coatxl.reports.draft_model import (
    BASES,
    BEFORE,
    DRAFT_SHEETS,
    ID,
    KEPT,
    KEPT_HEADS,
    NOTE,
    NOW,
    REMOVED,
    SOURCES,
    STATE,
    WORDS,
    WRITTEN,
    Base,
    Draft,
    Kept,
    Row,
    Told,
)
from coatxl.standards.coating.draft_entries import DraftKind, Record, written
from coatxl.tables.cells import is_blank, text_of
from coatxl.tables.column import folded
from coatxl.tables.table import header_words
from coatxl.workbook.book import Book, Sheet, Value, cell_name

_SCAN_ROWS = 60
_TOLD = {STATE: "state", BEFORE: "before", NOW: "now", NOTE: "note"}
_PLACE = ("unit", "risk_point")


class NoDraft(Exception):  # noqa: N818 — read as a sentence
    """A workbook that holds no draft of this kind; its text is one line."""


def read_draft(book: Book, kind: DraftKind, *, heading: tuple[str, ...] = ()) -> Draft:
    """The draft in a workbook; heading: the program's own texts above the table. NoDraft when there is none."""
    found = [(columns, row, sheet) for sheet in book.sheets for columns, row in _headers(sheet, kind)]
    if not found:
        raise NoDraft(f"没有“{ID}”列，也没有“{kind.table.sheet}”的表头")
    columns, head, main = max(found, key=lambda each: (ID in each[0], len(each[0])))
    by_name = {sheet.name: sheet for sheet in book.sheets}
    bases = _bases(by_name, kind)
    kept = [Kept(*texts) for texts in _kept(by_name)]
    reader = _Reader(kind, main, columns, head, {base.id: base for base in bases})
    rows = list(reader.rows())
    told = {*heading, *WORDS, *(t for b in bases for t in (b.id, *(getattr(b.told, name) for name in _TOLD.values())))}
    kept += [each for each in reader.strays(told) if each not in kept]
    own = [sheet for sheet in book.sheets if sheet is not main and sheet.name not in DRAFT_SHEETS]
    for sheet in own:
        kept += [each for each in _formulas(sheet) if each not in kept]
    fields = frozenset(name for name in columns if name in kind.table.fields)
    return Draft(rows, bases, [text for _, text in reader.own], own, kept, fields)


def _headers(sheet: Sheet, kind: DraftKind) -> Iterator[tuple[dict[str, int], int]]:
    """(field or program header → column, row) of the row of a sheet that is the draft's header."""
    if sheet.name in DRAFT_SHEETS:
        return
    words = header_words(kind.table)
    required = [name for name, each in kind.table.fields.items() if each.column.required]
    for r in range(sheet.top, min(sheet.bottom, sheet.top + _SCAN_ROWS)):
        columns: dict[str, int] = {}
        for col, value in sheet.row(r):
            key = folded(text_of(value)).strip("*")
            name = key if key in (ID, *_TOLD) else words.get(key)
            if name is not None:
                columns.setdefault(name, col)
        if ID in columns or sum(name in columns for name in required) * 2 > len(required):
            yield columns, r
            return


class _Reader:
    """Reads the rows below the header."""

    def __init__(
        self, kind: DraftKind, sheet: Sheet, columns: Mapping[str, int], head: int, bases: Mapping[str, Base]
    ) -> None:
        self.kind, self.sheet, self.columns, self.head, self.bases = kind, sheet, columns, head, bases
        taken = set(columns.values())
        used = {c for r in range(head, sheet.bottom) for c, value in sheet.row(r) if not is_blank(value)}
        used |= {c for r, c in sheet.errors if r >= head}
        self.own = [(c, text_of(sheet.value(head, c))) for c in sorted(used - taken)]
        # A merged cell holds its value for each of its rows.
        place = {columns[name] for name in _PLACE if name in columns}
        self.anchors = {
            (r, m.left): m.top for m in sheet.merges if m.left in place for r in range(m.top + 1, m.bottom + 1)
        }

    def rows(self) -> Iterator[Row]:
        """The rows that hold anything; a person's row without a place has that of the row above."""
        above: dict[str, Value] = {}
        last = max([self.sheet.bottom - 1, *(r for r, _ in self.sheet.errors)])
        for r in range(self.head + 1, last + 1):
            values = {n: self._cell(r, c) for n, c in self.columns.items() if n in self.kind.table.fields}
            extra = [self._cell(r, c) for c, _ in self.own]
            told = Told(**{name: self._text(r, header) for header, name in _TOLD.items()})
            key = self._text(r, ID)
            if all(is_blank(v) for v in (*values.values(), *extra)):
                continue
            base = self.bases.get(key)
            if base is not None and NOW not in self.columns:
                told.now = base.told.now
            if base is None and all(is_blank(values.get(name)) for name in _PLACE):
                values |= {name: above.get(name) for name in _PLACE if name in values}
            above = values
            yield Row(key, values, extra, told)

    def strays(self, told: set[str]) -> Iterator[Kept]:
        """Texts above the header and in the program's columns that the program did not write, and formulas."""
        cells = [(r, c) for r in range(self.sheet.top, self.head) for c, _ in self.sheet.row(r)]
        own = [self.columns[header] for header in (ID, *_TOLD) if header in self.columns]
        cells += [(r, c) for r in range(self.head + 1, self.sheet.bottom) for c in own]
        for r, c in cells:
            text = text_of(self._cell(r, c))
            if text and text not in told:
                yield Kept(f"{self.sheet.name}!{cell_name(r, c)}", text)
        yield from _formulas(self.sheet)

    def _cell(self, r: int, c: int) -> Value:
        value = self.sheet.errors.get((r, c))
        if value is None and (r, c) in self.anchors:
            return self.sheet.value(self.anchors[r, c], c)
        return self.sheet.value(r, c) if value is None else value

    def _text(self, r: int, header: str) -> str:
        return text_of(self._cell(r, self.columns[header])) if header in self.columns else ""


def _formulas(sheet: Sheet) -> Iterator[Kept]:
    """Formulas as texts: their values stand in the next draft, where their cells would be others."""
    for (r, c), formula in sorted(sheet.formulas.items()):
        yield Kept(f"{sheet.name}!{cell_name(r, c)}", f"={formula.removeprefix('=')}")


def _table(sheet: Sheet | None) -> Iterator[dict[str, str]]:
    """A sheet that the program wrote as a plain table: header → text of each row."""
    if sheet is None:
        return
    head: list[tuple[int, str]] = []
    for r in range(sheet.top, sheet.bottom):
        cells = {c: text_of(v) for c, v in sheet.row(r)}
        if not head:
            if ID in cells.values():
                head = list(cells.items())
            continue
        line = {header: cells.get(c, "") for c, header in head}
        if any(line.values()):
            yield line


def _bases(sheets: Mapping[str, Sheet], kind: DraftKind) -> list[Base]:
    """What the program wrote last, and where it came from."""
    sources: dict[str, list[Record]] = {}
    names = [(name, kind.source.fields[name].column.header) for name in written(kind.source)]
    for line in _table(sheets.get(SOURCES)):
        sources.setdefault(line[ID], []).append({name: line.get(header, "") for name, header in names})
    found: dict[str, Base] = {}
    for line in _table(sheets.get(BASES)):
        if not line[ID].startswith(kind.mark):
            continue
        values = {n: line.get(kind.table.fields[n].column.header, "") for n in written(kind.table)}
        told = Told(**{name: line.get(f"{WRITTEN}{header}", "") for header, name in _TOLD.items()})
        removed = line.get(REMOVED, "") != ""
        found.setdefault(line[ID], Base(line[ID], values, sources.get(line[ID], []), told, removed))
    return list(found.values())


def _kept(sheets: Mapping[str, Sheet]) -> Iterator[tuple[str, str]]:
    """The lines of 其他内容, below its header."""
    sheet = sheets.get(KEPT)
    if sheet is None:
        return
    begun = False
    for r in range(sheet.top, sheet.bottom):
        cells = [text_of(v) for _, v in sheet.row(r)]
        if begun and cells:
            yield (cells[0], cells[1]) if len(cells) > 1 else ("", cells[0])
        begun = begun or KEPT_HEADS[0] in cells
