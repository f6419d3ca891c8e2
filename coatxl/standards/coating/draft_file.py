"""Draft file: a workbook of the last draft, as a person left it, read back cell by cell; nothing typed is passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from coatxl.reports.draft_model import (
    DRAFT_SHEETS,
    ID,
    JOIN,
    NOT_CARRIED,
    NOW,
    UNPLACED,
    WORDS,
    Base,
    Draft,
    Kept,
    Row,
    Told,
    own_column,
)
from coatxl.standards.coating.draft_entries import DraftKind
from coatxl.standards.coating.draft_sheets import TOLD, bases_of, kept_lines, program_sheets
from coatxl.standards.coating.identity import PLACE
from coatxl.tables.cells import is_blank, text_of
from coatxl.tables.column import folded
from coatxl.tables.table import header_words
from coatxl.workbook.book import Book, Picture, Sheet, Value, cell_name
from coatxl.workbook.margins import Margin

_SCAN_ROWS = 60
# What the program itself writes into page headers and footers: its version and the page numbers.
_PAGE = ("coatxl ", "第")


class NoDraft(Exception):  # noqa: N818 — read as a sentence
    """A workbook that holds no draft of this kind; its text is one line."""


def read_draft(
    book: Book, kind: DraftKind, *, heading: tuple[str, ...] = (), margins: Mapping[str, Margin] | None = None
) -> Draft:
    """The draft in a workbook; heading: the program's own texts above the table. NoDraft when there is none.

    margins: of each sheet, so that comments, link targets and page footers are not passed over.
    """
    margins = margins or {}
    program = program_sheets({sheet.name: sheet for sheet in book.sheets})
    rest = [sheet for sheet in book.sheets if sheet.name not in program]
    found = [(columns, row, sheet) for sheet in rest for columns, row in _headers(sheet, kind)]
    if not found:
        raise NoDraft(f"没有“{ID}”列，也没有“{kind.table.sheet}”的表头")
    columns, head, main = max(found, key=lambda each: (ID in each[0], len(each[0])))
    bases = bases_of(program, kind)
    kept = list(kept_lines(program))
    margin = margins.get(main.name, Margin())
    reader = _Reader(kind, main, columns, head, bases, margin)
    rows = list(reader.rows())
    told = {*heading, *(t for b in bases for t in (b.id, *(getattr(b.told, name) for name in TOLD.values())))}
    own = [sheet for sheet in rest if sheet is not main]
    strays = list(reader.strays(told))
    for sheet in own:
        strays += [*_formulas(sheet), *_links(sheet, margins.get(sheet.name, Margin()), (sheet.name,))]
    for name, each in program.items():
        strays += [*each.strays(), *_formulas(each.sheet), *_links(each.sheet, margins.get(name, Margin()), (name,))]
        strays += _pinned(each.sheet, each.sheet.images, margins.get(name, Margin()))
    kept += [each for each in dict.fromkeys(strays) if each not in kept]
    fields = frozenset(name for name in columns if name in kind.table.fields)
    return Draft(rows, bases, [text for _, text in reader.own], own, kept, fields, dict(margins))


def _headers(sheet: Sheet, kind: DraftKind) -> Iterator[tuple[dict[str, int], int]]:
    """(field or program header → column, row) of the row of a sheet that is the draft's header."""
    if sheet.name in DRAFT_SHEETS:  # a person's own sheet under a name of the program's
        return
    words = header_words(kind.table)
    required = [name for name, each in kind.table.fields.items() if each.column.required]
    for r in range(sheet.top, min(sheet.bottom, sheet.top + _SCAN_ROWS)):
        columns: dict[str, int] = {}
        for col, value in sheet.row(r):
            key = folded(text_of(value)).strip("*")
            name = key if key in (ID, *TOLD) else words.get(key)
            if name is not None:
                columns.setdefault(name, col)
        if ID in columns or sum(name in columns for name in required) * 2 > len(required):
            yield columns, r
            return


class _Reader:
    """Reads the rows below the header."""

    def __init__(
        self,
        kind: DraftKind,
        sheet: Sheet,
        columns: Mapping[str, int],
        head: int,
        bases: Sequence[Base],
        margin: Margin,
    ) -> None:
        self.kind, self.sheet, self.columns, self.head, self.margin = kind, sheet, columns, head, margin
        self.bases = {base.id: base for base in bases}
        taken = set(columns.values())
        used = {c for r in range(head, sheet.bottom) for c, value in sheet.row(r) if not is_blank(value)}
        used |= {c for r, c in (*sheet.errors, *margin.comments) if r >= head}
        used |= {image.col for image in sheet.images if image.row > head}
        self.own = [(c, text_of(sheet.value(head, c))) for c in sorted(used - taken)]
        self.keys = {c: name for name, c in columns.items()} | {c: own_column(n) for n, (c, _) in enumerate(self.own)}
        # A merged cell holds its value for each of its rows.
        place = {columns[name] for name in PLACE if name in columns}
        self.anchors = {
            (r, m.left): m.top for m in sheet.merges if m.left in place for r in range(m.top + 1, m.bottom + 1)
        }

    def rows(self) -> Iterator[Row]:
        """The rows that hold anything; a person's row without a place that was inserted has that of the row above."""
        above: dict[str, Value] = {}
        last = max([self.sheet.bottom - 1, *(r for r, _ in (*self.sheet.errors, *self.margin.comments))])
        last = max([last, *(image.row for image in self.sheet.images)])
        inserted = self._inserted(last)
        for r in range(self.head + 1, last + 1):
            values = {n: self._cell(r, c) for n, c in self.columns.items() if n in self.kind.table.fields}
            extra = [self._cell(r, c) for c, _ in self.own]
            told = Told(**{name: self._text(r, header) for header, name in TOLD.items()})
            key = self._text(r, ID)
            pictures = [
                (self.keys[i.col], i.part) for i in self.sheet.images if i.row == r and i.part and i.col in self.keys
            ]
            comments = {self.keys[c]: each for (at, c), each in self.margin.comments.items() if at == r}
            if all(is_blank(v) for v in (*values.values(), *extra)) and not pictures and not comments:
                continue
            base = self.bases.get(key)
            if base is not None and NOW not in self.columns:
                told.now = base.told.now
            told_so = UNPLACED in told.state  # the last run could not tell, and this one knows no more
            if r in inserted and not told_so and all(is_blank(values.get(name)) for name in PLACE):
                values |= {name: above.get(name) for name in PLACE if name in values}
            above = values
            yield Row(key, values, extra, told, pictures, comments, hidden=r in self.sheet.hidden_rows)

    def _inserted(self, last: int) -> set[int]:
        """The person's rows that stand between rows of the program in the order in which these were written.

        After sorting, or below the last row, nothing tells where a row belongs.
        """
        order = {key: n for n, key in enumerate(self.bases)}
        known = [(r, order[key]) for r in range(self.head + 1, last + 1) if (key := self._text(r, ID)) in order]
        if any(one >= other for (_, one), (_, other) in pairwise(known)):
            return set()
        ends = (known[0][0], known[-1][0]) if known else (0, 0)
        return set(range(*ends)) - {r for r, _ in known}

    def strays(self, told: set[str]) -> Iterator[Kept]:
        """Texts above the header and in the program's columns that the program did not write, formulas, and what is on no row."""
        cells = [(r, c) for r in range(self.sheet.top, self.head) for c, _ in self.sheet.row(r)]
        cells += [place for place in self.sheet.errors if place[0] < self.head]
        own = [self.columns[header] for header in (ID, *TOLD) if header in self.columns]
        cells += [(r, c) for r in range(self.head + 1, self.sheet.bottom) for c in own]
        for r, c in cells:
            text = text_of(self._cell(r, c))
            if text and text not in told and not set(text.split(JOIN)) <= WORDS.keys():
                yield Kept(f"{self.sheet.name}!{cell_name(r, c)}", text)
        yield from _formulas(self.sheet)
        yield from _links(self.sheet, self.margin, (self.kind.table.sheet, f"{self.kind.table.title}（草稿）"))
        adrift = [image for image in self.sheet.images if image.row <= self.head or not image.part]
        yield from _pinned(
            self.sheet, adrift, Margin({p: c for p, c in self.margin.comments.items() if p[0] <= self.head})
        )

    def _cell(self, r: int, c: int) -> Value:
        if (r, c) in self.sheet.pictures and ((r, c) in self.sheet.formulas or (r, c) in self.sheet.errors):
            return None  # what a cell with a picture in it shows to other programs
        value = self.sheet.errors.get((r, c))
        if value is None and (r, c) in self.anchors:
            return self.sheet.value(self.anchors[r, c], c)
        return self.sheet.value(r, c) if value is None else value

    def _text(self, r: int, header: str) -> str:
        return text_of(self._cell(r, self.columns[header])) if header in self.columns else ""


def _formulas(sheet: Sheet) -> Iterator[Kept]:
    """Formulas as texts: their values stand in the next draft, where their cells would be others."""
    for (r, c), formula in sorted(sheet.formulas.items()):
        if (r, c) in sheet.pictures:
            continue
        yield Kept(f"{sheet.name}!{cell_name(r, c)}", f"={formula.removeprefix('=')}")


def _links(sheet: Sheet, margin: Margin, titles: tuple[str, ...]) -> Iterator[Kept]:
    """Link targets, and what a person wrote into the page header and footer; titles: what the program writes there."""
    for (r, c), target in margin.links.items():
        yield Kept(f"{sheet.name}!{cell_name(r, c)}", target)
    for text in margin.page:
        if text not in titles and not text.startswith(_PAGE):
            yield Kept(f"{sheet.name}!页眉页脚", text)


def _pinned(sheet: Sheet, images: Sequence[Picture], margin: Margin) -> Iterator[Kept]:
    """Comments as texts and pictures as a word, where there is no row that they could go with."""
    for image in images:
        yield Kept(f"{sheet.name}!{cell_name(image.row, image.col)}", NOT_CARRIED)
    for (r, c), (author, text) in margin.comments.items():
        yield Kept(f"{sheet.name}!{cell_name(r, c)}", f"批注（{author}）：{text}" if author else f"批注：{text}")
