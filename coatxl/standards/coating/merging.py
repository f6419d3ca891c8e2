"""Merging: the parts that colleagues wrote of one plant → one working paper, with every difference and every origin told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.reports.merge_model import LEFT_OUT, TAKEN, Conflict, Provenance, Said
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.merge_layout import laid_out, read_back
from coatxl.standards.coating.merge_numbers import renumber
from coatxl.standards.coating.merge_references import Measures, origin_of, rewrite
from coatxl.standards.coating.merge_rows import MergedRow, Part, merged_rows, read_rows
from coatxl.standards.coating.project import fact_day
from coatxl.standards.coating.tables import (
    TEMPLATE_TABLES,
    ChecklistRow,
    ConfirmationRow,
    HazardRow,
    HiddenDangerRow,
    ProjectRow,
    RiskPointRow,
    UnitRow,
)
from coatxl.standards.coating.tables.project import FACTS
from coatxl.tables import faults
from coatxl.tables.column import folded, same_text
from coatxl.tables.table import Table

if TYPE_CHECKING:
    from coatxl.settings import Settings
    from coatxl.standards.coating.tables.project import Fact

Rows = dict[type[Table], list[MergedRow]]
_FIRST: tuple[type[Table], ...] = (UnitRow, RiskPointRow, HazardRow)
_CARRIED_NOT = {faults.NOT_READ.id: "这张表不是底稿的表", faults.UNKNOWN_HEADER.id: "这些列不是底稿的列"}


@dataclass(slots=True)
class Merged:
    """One working paper of several: rows for tables.fill, facts by word, and what its two added sheets tell."""

    rows: dict[type[Table], list[dict[str, object]]]
    facts: dict[str, object]
    conflicts: list[Conflict] = field(default_factory=list)
    provenance: list[Provenance] = field(default_factory=list)
    rewritten: int = 0


def merge(parts: Sequence[Part], settings: Settings, first_rows: Mapping[type[Table], int]) -> Merged:
    """Merge the parts; first_rows: the 0-based first data row of each sheet of the paper that will be written."""
    return _Merger(parts, settings, first_rows).merged()


class _Merger:
    """One merge, in the order in which one table's numbers decide the next one's references."""

    def __init__(self, parts: Sequence[Part], settings: Settings, first_rows: Mapping[type[Table], int]) -> None:
        self.parts, self.settings, self.first_rows = parts, settings, first_rows
        self.conflicts: list[Conflict] = []
        self.rows: Rows = {}

    def merged(self) -> Merged:
        """Merge the division and the measures, then what refers to them, then the rest."""
        facts = self._facts()
        for table in _FIRST:
            self._take(table, [(part, list(read_rows(part, table))) for part in self.parts])
        whole = self._whole(_FIRST)
        measures = Measures(whole, self._measure_numbers(whole), self.settings)
        self._take(ChecklistRow, [(part, self._items(part, measures)) for part in self.parts])
        whole = self._whole((*_FIRST, ChecklistRow))
        items = {
            id(source): item
            for row, item in zip(self.rows[ChecklistRow], whole.checklist, strict=True) for _, source in row.sources
        }  # fmt: skip
        for table in TEMPLATE_TABLES:
            if table in self.rows or table is ProjectRow:
                continue
            found = []
            for part in self.parts:
                rows = list(read_rows(part, table))
                for row in rows:
                    self._refer(part, row, whole, items, measures)
                found.append((part, rows))
            self._take(table, found)
        for part in self.parts:
            self._left_out(part)
            for source in (row for rows in part.paper.reading.rows.values() for row in rows):
                self.conflicts += measures.mentioned(part, source)
        return self._result(facts)

    def _take(self, table: type[Table], found: Sequence[tuple[Part, list[MergedRow]]]) -> None:
        self.rows[table] = merged_rows(table, found, self.conflicts)
        renumber(table, self.rows[table], self.settings)

    def _whole(self, tables: Sequence[type[Table]]) -> Dossier:
        return read_back({table: self.rows[table] for table in tables}, self.first_rows)

    def _measure_numbers(self, whole: Dossier) -> dict[int, str]:
        """The id of each part's row → the number that its measure has in the merged paper."""
        numbers = {id(m.row): m.number for hazard in whole.hazards for m in hazard.measures}
        found: dict[int, str] = {}
        for row, read in zip(self.rows[HazardRow], whole.hazard_rows, strict=True):
            found |= {id(source): numbers.get(id(read), "") for _, source in row.sources}
        return found

    def _items(self, part: Part, measures: Measures) -> list[MergedRow]:
        rows = list(read_rows(part, ChecklistRow))
        for row in rows:
            source = row.first[1]
            if isinstance(source, ChecklistRow) and source.measures:
                rewrite(row, "measures", measures.renamed(part, source))
                self.conflicts += measures.dangling(part, source)
        return rows

    def _refer(
        self, part: Part, row: MergedRow, whole: Dossier, items: Mapping[int, ChecklistRow], measures: Measures
    ) -> None:
        source = row.first[1]
        if isinstance(source, HiddenDangerRow):
            text, conflict = origin_of(part, source, whole, items)
            rewrite(row, "origin", text)
            self.conflicts += [conflict] if conflict is not None else []
        elif isinstance(source, ConfirmationRow):
            text, conflict = measures.confirmed(part, source)
            rewrite(row, "key", text)
            self.conflicts += [conflict] if conflict is not None else []

    def _facts(self) -> dict[str, object]:
        """内容 of each 项目, the first that is given; others of other parts are told."""
        taken: dict[Fact, tuple[Part, ProjectRow]] = {}
        known = {folded(word) for fact in FACTS for word in (fact.word, *fact.aliases)}
        for part in self.parts:
            for fact, row in part.paper.project.rows.items():
                if not row.content:
                    continue
                first, mine = taken.setdefault(fact, (part, row))
                if same_text(mine.content) != same_text(row.content):
                    one, other = first.said(mine.at("content"), mine.content), part.said(row.at("content"), row.content)
                    self.conflicts.append(Conflict(ProjectRow.sheet, fact.word, one, other, TAKEN))
            for row in part.paper.rows(ProjectRow):
                if row.content and folded(row.item).strip("*") not in known:
                    said = part.said(row.at("content"), f"{row.item}：{row.content}")
                    self.conflicts.append(Conflict(ProjectRow.sheet, row.item, said, None, LEFT_OUT, "模板没有这一项"))
        return {
            fact.word: (fact_day(row.content) or row.content) if fact.is_date else row.content
            for fact, (_, row) in taken.items()
        }

    def _left_out(self, part: Part) -> None:
        """Tell what a part holds that the paper has no place for."""
        for rule, hit in part.paper.reading.faults:
            why = _CARRIED_NOT.get(rule.id)
            if why is not None and hit.origin is not None:
                sheet = hit.origin.sheet
                cell = hit.origin.cell if hit.origin.row >= 0 else ""
                words = hit.params.get("words", "")
                text = words.zh if isinstance(words, Text) else str(words)
                self.conflicts.append(
                    Conflict(sheet, "", Said(part.paper.file, sheet, cell, text), None, LEFT_OUT, why)
                )

    def _result(self, facts: dict[str, object]) -> Merged:
        rows = {table: laid_out(table, found, self.first_rows[table]) for table, found in self.rows.items() if found}
        provenance = [
            Provenance(
                table.sheet, self.first_rows[table] + n + 1, part.paper.file, source.source.sheet.name, source.row_number,
                part.paper.sha256, tuple(row.notes) if k == 0 else (),
            )
            for table in TEMPLATE_TABLES for n, row in enumerate(self.rows.get(table, ())) for k, (part, source) in enumerate(row.sources)
        ]  # fmt: skip
        rewritten = sum(" → " in note for found in self.rows.values() for row in found for note in row.notes)
        return Merged(rows, facts, self.conflicts, provenance, rewritten)
