"""Merge rows: the rows of several parts of one plant as one table, duplicates by strict identity, differences told.

Two rows are one only when what names them is the same; a row that is merely alike is kept, and told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from coatxl.reports.merge_model import BOTH, TAKEN, Conflict, Said
from coatxl.standards.coating.dossier import Dossier, named
from coatxl.standards.coating.identity import MAIN, WAYS, content
from coatxl.standards.coating.tables import (
    AnnexListRow,
    ChecklistRow,
    CountermeasureRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    MajorHazardRow,
    MaterialRow,
    MatrixRow,
    ScopeRow,
    SurveyRow,
)
from coatxl.tables.column import same_text
from coatxl.tables.table import Table

if TYPE_CHECKING:
    from coatxl.rules import Origin

# Which way of identity.WAYS names a row strictly, where it is not the first: a number or an outcome names none.
_STRICT: dict[type[Table], int] = {HiddenDangerRow: 1, LecRow: 1, MatrixRow: 1}
# Rows of one place that are so much alike may be one thing in other words.
_ALIKE = 0.8
_TOLD_ALIKE = frozenset({ChecklistRow, HiddenDangerRow, HazardRow})
_MOST_COMPARED = 200
# By which fields rows of one place stand together; what is new goes below the last row of the narrowest group.
_WITHIN: dict[type[Table], tuple[str, ...]] = {HazardRow: ("hazard", "event", "cause")}
# Tables whose rows stand together by what they are, wherever they belong (9.1: the seven categories).
_BY_KIND: dict[type[Table], str] = {
    CountermeasureRow: "kind", ScopeRow: "kind", MaterialRow: "kind", SurveyRow: "kind", AnnexListRow: "kind",
    MajorHazardRow: "unit",
}  # fmt: skip


@dataclass(slots=True)
class Part:
    """One colleague's paper; number is its place on the command line, formulas whether its file shows formulas."""

    number: int
    paper: Dossier
    formulas: bool = True

    def said(self, origin: Origin, text: str) -> Said:
        """A cell of the part."""
        return Said(self.paper.file, origin.sheet, origin.cell, text)


@dataclass(slots=True, eq=False)
class MergedRow:
    """One row of the merged paper: values by field, its source rows with their parts, and what was rewritten.

    typed: fields whose value stands in this very row; the others were blank or merged there and mean "as above".
    """

    values: dict[str, object]
    sources: list[tuple[Part, Table]]
    typed: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    @property
    def first(self) -> tuple[Part, Table]:
        """The part and row that it was first read from."""
        return self.sources[0]

    def text(self, name: str) -> str:
        """A value as text."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    @property
    def place(self) -> tuple[str, ...]:
        """Unit, risk point and step that the row means, in the part that it was first read from."""
        part, row = self.first
        if "risk_point" not in row.fields:
            return ()
        return tuple(part.paper.places.of(_Written(*(getattr(row, name, "") for name in _Written._fields))))


class _Written(NamedTuple):
    """A place as a row writes it; a column that its table has not is blank (对策措施 has no 评价单元)."""

    unit: str
    risk_point: str
    step: str


def merged_rows(
    table: type[Table], parts: Sequence[tuple[Part, Iterable[MergedRow]]], conflicts: list[Conflict]
) -> list[MergedRow]:
    """The rows of a table from all parts, in the order of the parts; a later part's rows go to their own group."""
    rows: list[MergedRow] = []
    known: dict[tuple[str, ...], list[MergedRow]] = defaultdict(list)
    for part, own in parts:
        waiting = {key: list(found) for key, found in known.items()}
        anchors = {prefix: row for row in rows for prefix in _prefixes(table, row)}
        for row in own:
            key = WAYS[table][_STRICT.get(table, 0)].key(part.paper, row.first[1])
            twin = waiting[key].pop(0) if waiting.get(key) and any(map(named, key)) else None
            if twin is not None:
                _join(table, twin, row, conflicts)
                anchors |= dict.fromkeys(_prefixes(table, twin), twin)
                continue
            conflicts += _alike(table, row, rows)
            known[key].append(row)
            below = next((anchors[p] for p in _prefixes(table, row) if p in anchors), None)
            rows.insert(len(rows) if below is None else rows.index(below) + 1, row)
            anchors |= dict.fromkeys(_prefixes(table, row), row)
    return rows


def read_rows(part: Part, table: type[Table]) -> Iterator[MergedRow]:
    """The rows of a part's table as they are to be written."""
    for row in part.paper.rows(table):
        values: dict[str, object] = {}
        typed: set[str] = set()
        for name, each in table.fields.items():
            if not each.column.in_template or (each.column.computed and not _by_hand(part, row, name)):
                continue
            value = getattr(row, name)
            values[name] = (row.invalid(name) or None) if value is None or value == "" else value
            place = row.source.place(name, row.ordinal)
            if not each.column.fill_down or (place is not None and place[0] == row.row_number - 1):
                typed.add(name)
        yield MergedRow(values, [(part, row)], typed)


def _by_hand(part: Part, row: Table, name: str) -> bool:
    """Whether a calculated column holds a typed value in place of its formula."""
    place = row.source.place(name, row.ordinal)
    return part.formulas and place is not None and bool(content(row, name)) and place not in row.source.sheet.formulas


def _prefixes(table: type[Table], row: MergedRow) -> list[tuple[str, ...]]:
    """The groups that a row belongs to, the narrowest first."""
    if table in _BY_KIND:
        kind = same_text(row.text(_BY_KIND[table]))
        return [(kind,)] if kind else []
    words = [*row.place, *(same_text(row.text(name)) for name in _WITHIN.get(table, ()))]
    return [tuple(words[:n]) for n in range(len(words), 0, -1) if any(words[:n])]


def _join(table: type[Table], row: MergedRow, other: MergedRow, conflicts: list[Conflict]) -> None:
    """Let one row stand for two: blanks are filled from the other, differences told and the first taken."""
    (part, mine), (another, theirs) = row.first, other.first
    for name, each in table.fields.items():
        one, two = row.text(name), other.text(name)
        if not two or name == "number":
            continue
        if not one:
            row.values[name] = other.values[name]
            row.typed.add(name)
            row.notes.append(f"“{each.column.header}”取自{another.paper.file}")
        elif same_text(one) != same_text(two):
            sides = part.said(mine.at(name), one), another.said(theirs.at(name), two)
            conflicts.append(Conflict(table.sheet, each.column.header, *sides, TAKEN))
    row.sources += other.sources
    row.notes += other.notes


def _alike(table: type[Table], row: MergedRow, rows: Sequence[MergedRow]) -> Iterator[Conflict]:
    """Tell a row of another part that says nearly the same at the same place."""
    if table not in _TOLD_ALIKE:
        return
    name = MAIN[table]
    (part, mine), text = row.first, same_text(row.text(name))
    near = [other for other in rows if other.first[0] is not part and other.place == row.place]
    for other in near[:_MOST_COMPARED]:
        twin = same_text(other.text(name))
        matcher = SequenceMatcher(None, text, twin, autojunk=False)
        if text and twin and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE:
            if text == twin and table is HazardRow:
                continue  # one measure against two causes is no repetition
            another, theirs = other.first
            sides = another.said(theirs.at(name), other.text(name)), part.said(mine.at(name), row.text(name))
            yield Conflict(table.sheet, table.fields[name].column.header, *sides, BOTH, "文字相近，可能是同一条")
