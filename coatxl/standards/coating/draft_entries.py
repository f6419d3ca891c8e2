"""Draft entries (8.2.2, 8.2.4): what a paper gives for a draft now: its own rows, and one for each thing that lacks one.

Each entry knows its sources as texts, so that a later run recognises them after sorting, insertion and renumbering.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from coatxl.standards.coating.clause_library import OWN, proposal
from coatxl.standards.coating.dossier import Dossier, Hazard
from coatxl.standards.coating.drafts import drafted_dangers, drafted_items
from coatxl.standards.coating.identity import content
from coatxl.standards.coating.tables import ChecklistRow, HazardRow, HiddenDangerRow
from coatxl.tables.read import Reading
from coatxl.tables.table import Source, Table
from coatxl.workbook.book import Sheet, Value

if TYPE_CHECKING:
    from coatxl.settings import Settings

Record = dict[str, str]
"""A row as texts by field."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that the paper gives; own: it stands in the paper already. note: where 依据 comes from."""

    values: dict[str, Value]
    sources: list[Record]
    own: bool = False
    note: str = ""


class Drafts(Protocol):
    """Makes the entries of a draft."""

    def __call__(self, paper: Dossier, settings: Settings, *, shared: bool = False) -> list[Entry]:
        """The entries of a paper."""


@dataclass(frozen=True, slots=True)
class DraftKind:
    """What is drafted, and from the rows of which table; mark: what 草稿编号 begins with. main: the field of its text.

    entries: the paper's own rows, then the drafted ones (shared: equal ones of all risk points are one). present: every
    row that could be a source, to say what became of one that an entry no longer has. merged: sources share a row.
    """

    table: type[Table]
    source: type[Table]
    mark: str
    main: str
    entries: Drafts
    present: Callable[[Dossier], list[Record]]
    merged: bool = False


def checklist_entries(paper: Dossier, settings: Settings, *, shared: bool = False) -> list[Entry]:
    """The paper's checklist with the measures that each item checks, and an item for each measure without one."""
    checked: dict[int, list[Record]] = {}
    covered = paper.coverage(settings)
    for hazard in paper.hazards:
        for measure in hazard.measures:
            for item in covered[id(measure)]:
                checked.setdefault(id(item), []).append(measure_record(paper, hazard, measure.row))
    entries = [Entry(_cells(item), checked.get(id(item), []), own=True) for item in paper.checklist]
    day = paper.report_date(settings)
    for drafted in drafted_items(paper, settings, shared=shared):
        values: dict[str, Value] = {**drafted.values}
        note = OWN
        if not drafted.values["basis"]:
            found = proposal(drafted.values["item"], settings, day)
            values["basis"], note = found.basis, found.note
        sources = [measure_record(paper, hazard, measure.row) for hazard, measure in drafted.measures]
        entries.append(Entry(values, sources, note=note))
    return entries


def danger_entries(paper: Dossier, settings: Settings, *, shared: bool = False) -> list[Entry]:  # noqa: ARG001 — as Drafts
    """The paper's 隐患清单 with the items that each row comes from, and a row for each 不符合 item without one."""
    entries = [
        Entry(_cells(row), [item_record(paper, item) for item in paper.items_of(row, settings)], own=True)
        for row in paper.dangers
    ]
    return entries + [
        Entry({**drafted.values}, [item_record(paper, drafted.item)]) for drafted in drafted_dangers(paper, settings)
    ]


def measure_record(paper: Dossier, hazard: Hazard, row: Table) -> Record:
    """A measure's row as texts; a row of a separate 关系表 as one of 危害因素描述, with the place of its hazard."""
    record = _record(row, HazardRow)
    return record | {"unit": paper.unit_name(hazard), "risk_point": hazard.risk_point, "step": hazard.step}


def item_record(paper: Dossier, item: ChecklistRow) -> Record:
    """A checklist item as texts, with its unit where one is possible."""
    return _record(item, ChecklistRow) | {"unit": paper.unit_name(item)}


def _record(row: Table, table: type[Table]) -> Record:
    return {name: content(row, name) if name in row.fields else "" for name in written(table)}


def _cells(row: Table) -> dict[str, Value]:
    """A row of the paper as cells: typed where it is of the column's type, else what the cell shows; no picture."""
    cells: dict[str, Value] = {}
    for name in written(type(row)):
        value = getattr(row, name)
        cells[name] = row.invalid(name) if value is None or value == "" else value
    return cells


def written(table: type[Table]) -> list[str]:
    """The fields of a table that a template has."""
    return [name for name, each in table.fields.items() if each.column.in_template]


def paper_of(table: type[Table], records: Sequence[Mapping[str, str]]) -> Dossier:
    """A paper that holds nothing but these rows, for comparison with another by identity."""
    columns: Iterable[list[str]] = [[record.get(name, "") for record in records] for name in table.fields]
    places = {name: i for i, name in enumerate(table.fields)}
    source = Source(Sheet(table.sheet), 0, places, list(range(1, len(records) + 1)))
    rows: list[Table] = list(table.build(columns, source))
    return Dossier(Reading(rows={table: rows}, sources={table: [source]}), file=table.sheet)


def _measures(paper: Dossier) -> list[Record]:
    return [measure_record(paper, h, m.row) for h in paper.hazards for m in h.measures]


def _items(paper: Dossier) -> list[Record]:
    return [item_record(paper, item) for item in paper.checklist]


CHECKLIST = DraftKind(ChecklistRow, HazardRow, "JC", "item", checklist_entries, _measures, merged=True)
DANGERS = DraftKind(HiddenDangerRow, ChecklistRow, "YH", "description", danger_entries, _items)
