"""Dossier: the typed rows of one working paper, joined from 评价单元 to 隐患.

The chain is 评价单元 → 风险点 → 危害因素 → 失控诱因 → 风险管控措施 → 检查项目 → 隐患. Rules, annexes and drafts read it; it knows no file and no clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from coatxl.criteria.bands import DEFAULT_ACCEPTABLE, GRADES
from coatxl.findings import Text
from coatxl.rules import NotJudged
from coatxl.standards.coating.chains import Cause, Hazard, Measure, chains, named
from coatxl.standards.coating.given import untouched
from coatxl.standards.coating.origins import ItemIndex, Named
from coatxl.standards.coating.places import Place, Placed, Places
from coatxl.standards.coating.project import Project
from coatxl.standards.coating.tables import (
    ChecklistRow,
    ConfirmationRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    MatrixRow,
    ProjectRow,
    RelationRow,
    RiskPointRow,
    UnitRow,
)
from coatxl.standards.coating.tables.project import (
    ACCEPTABLE,
    EVALUATION_DATE,
    REPORT_DATE,
)
from coatxl.tables.column import folded, same_text

if TYPE_CHECKING:
    from coatxl.settings import Settings
    from coatxl.tables.read import Reading
    from coatxl.tables.table import Table

T = TypeVar("T", bound="Table")
V = TypeVar("V")
__all__ = ["Cause", "Dossier", "Hazard", "Measure", "Project", "having", "named"]
_MEASURE_ID = re.compile(r"^(?:(\d+)-)?(\d+)\.(\d+)$")


def having(rows: list[T], name: str) -> list[T]:
    """The rows whose sheet has a column; NotJudged when no sheet of the table has it."""
    if rows and rows[0].source is rows[-1].source and rows[0].has(name):  # the rows of one sheet stand together
        return rows
    found = [row for row in rows if row.has(name)]
    if rows and not found:
        header, sheet = rows[0].fields[name].column.header, rows[0].sheet
        raise NotJudged(f"“{sheet}”没有“{header}”列", f"sheet “{sheet}” has no column “{header}”")
    return found


class Dossier:
    """One working paper as typed rows and chains."""

    def __init__(self, reading: Reading, *, file: str, sha256: str = "") -> None:
        self.file = file
        self.sha256 = sha256
        self.reading = reading
        self.project = Project(self.rows(ProjectRow))
        self._begun: dict[type[Table], bool] = {}
        self.units = self.rows(UnitRow) if self.begun(UnitRow) else []  # the six that the template gives say nothing
        self.risk_points = self.rows(RiskPointRow)
        self.hazard_rows = self.rows(HazardRow)
        self.relation_rows = self.rows(RelationRow)
        self.checklist = self.rows(ChecklistRow)
        self.lec = self.rows(LecRow)
        self.matrix = self.rows(MatrixRow)
        self.dangers = self.rows(HiddenDangerRow)
        self.places = Places(self.units, self.risk_points)
        self.joined = chains(self.hazard_rows, self.relation_rows)
        self.hazards = self.joined.hazards
        self._derived: dict[str, tuple[Settings, Any]] = {}
        self._ticked = {
            (folded(row.rule), same_text(row.key))
            for row in self.rows(ConfirmationRow)
            if folded(row.verdict) == ConfirmationRow.CONFIRMED and named(row.person)
        }

    def rows(self, table: type[T]) -> list[T]:
        """The rows of a table, empty when the paper has none."""
        return list(self.reading.rows.get(table, []))  # type: ignore[arg-type]

    def has(self, table: type[Table]) -> bool:
        """Whether the paper has the table, with or without rows."""
        return table in self.reading.rows

    def once(self, name: str, settings: Settings, make: Callable[[Settings], V]) -> V:
        """What several rules derive from the paper under one set of settings, derived once."""
        kept = self._derived.get(name)
        if kept is None or kept[0] is not settings:
            kept = self._derived[name] = (settings, make(settings))
        value: V = kept[1]
        return value

    def begun(self, table: type[Table]) -> bool:
        """Whether the paper has rows of a table, and a person wrote something that the template did not give."""
        if table not in self._begun:
            rows = self.reading.rows.get(table)
            self._begun[table] = bool(rows) and not untouched(table, rows or ())
        return self._begun[table]

    def missing(self, needs: tuple[Any, ...]) -> Text | None:
        """Why a rule cannot be judged: the first table without rows; a tuple of tables means any of them."""
        for need in needs:
            options: tuple[type[Table], ...] = need if isinstance(need, tuple) else (need,)
            if not any(self.begun(table) for table in options):
                names = "”或“".join(table.sheet for table in options)
                if any(self.reading.rows.get(table) for table in options):
                    return Text(f"“{names}”还没有填写", f"sheet “{names}” is not filled in yet")
                return Text(f"没有“{names}”表或表中没有数据", f"no rows in sheet “{names}”")
        return None

    def confirmed(self, rule: str, key: str) -> bool:
        """Whether 人工确认 holds this rule and object, 已确认, with a name."""
        return (folded(rule), same_text(key)) in self._ticked

    def evaluation_date(self, settings: Settings) -> date | None:
        """The date as of which standards and deadlines are judged: the setting, else 评价基准日, else 报告日期."""
        return settings.evaluation_date or self.project.day(EVALUATION_DATE) or self.project.day(REPORT_DATE)

    def report_date(self, settings: Settings) -> date | None:
        """As of when citations are judged: the setting, else 报告日期, else 评价基准日."""
        return settings.evaluation_date or self.project.day(REPORT_DATE) or self.evaluation_date(settings)

    def acceptable(self, settings: Settings) -> str:
        """The highest acceptable grade: the setting, else 可接受风险等级, else 一般风险."""
        own = folded(self.project[ACCEPTABLE])
        return settings.acceptance.max_grade or (own if own in GRADES else DEFAULT_ACCEPTABLE)

    # --- measures and checklist ------------------------------------------------------------------

    def same_place(self, one: Placed, other: Placed, settings: Settings) -> bool:
        """Whether two rows mean one risk point (or, at hazard_level step, a risk point and its step)."""
        return self.places.same(self.places.of(one), self.places.of(other), settings)

    def hazards_near(self, row: Placed, settings: Settings) -> list[Hazard]:
        """The hazards at the place of a row, found once for each place."""
        return self.hazards_at(self.places.of(row), settings)

    def hazards_at(self, place: Place, settings: Settings) -> list[Hazard]:
        """The hazards at a place in the paper's order, found once for each place."""
        known = self.once("near", settings, lambda _: {})
        if place not in known:
            by_point, by_step = self._placed
            near = [each for point in self.places.near(place, settings) for each in by_point.get(point, ())]
            if settings.hazard_level == "step" and place.point:
                near += by_step.get(place.point, ())
            fits = {h.ordinal: h for h, other in near if self.places.same(place, other, settings)}
            known[place] = [fits[ordinal] for ordinal in sorted(fits)]
        found: list[Hazard] = known[place]
        return found

    def hazards_adrift(self, settings: Settings) -> list[Hazard]:
        """The hazards whose risk point is not in 风险点划分, as CX0-03 tells."""

        def find(given: Settings) -> list[Hazard]:
            places = self.places
            if not places.points:
                return []
            return [h for h in self.hazards if named(h.risk_point) and not places.known(places.of(h), given)]

        return self.once("adrift", settings, find)

    @cached_property
    def _placed(self) -> tuple[dict[str, list[tuple[Hazard, Place]]], dict[str, list[tuple[Hazard, Place]]]]:
        """The hazards with their places, by risk point and by step."""
        by_point: dict[str, list[tuple[Hazard, Place]]] = {}
        by_step: dict[str, list[tuple[Hazard, Place]]] = {}
        for hazard in self.hazards:
            place = self.places.of(hazard)
            by_point.setdefault(place.point, []).append((hazard, place))
            by_step.setdefault(place.step, []).append((hazard, place))
        return by_point, by_step

    @cached_property
    def item_places(self) -> list[Place]:
        """The places of the checklist items, in their order."""
        return [self.places.of(item) for item in self.checklist]

    def unit_name(self, row: Placed) -> str:
        """评价单元 of a row as written there or, when left out, in 风险点划分; "" when several are possible."""
        place = self.places.of(row)
        if named(row.unit) or not place.unit:
            return row.unit
        return (
            self.places.rows[place.unit, place.point][0].unit if (place.unit, place.point) in self.places.rows else ""
        )

    @cached_property
    def by_number(self) -> dict[str, Measure]:
        """Measures by their number, e.g. 1-13.1."""
        numbers: dict[str, Measure] = {}
        for hazard in self.hazards:
            for measure in hazard.measures:  # a number given twice (CX0-02) stands for the first
                numbers.setdefault(measure.number, measure)
        return numbers

    def named_measures(self, item: ChecklistRow, settings: Settings) -> tuple[list[Measure], list[str]]:
        """The measures that 对应措施 of an item names, and the words in it that name none."""
        found: list[Measure] = []
        lost: list[str] = []
        if not item.measures:
            return found, lost
        for token in re.split(r"[、,，;；\s]+", item.measures.strip()):
            plain = folded(token).removeprefix("措施")
            if not named(plain):
                continue
            match = _MEASURE_ID.match(plain)
            measure = None
            if match and match[1]:
                measure = self.by_number.get(plain)
            elif match:
                near = self.hazards_near(item, settings)
                options = [self.by_number.get(f"{h.ordinal}-{plain}") for h in near]
                hits = [m for m in options if m is not None]
                measure = hits[0] if len(hits) == 1 else None
            if measure is None:
                lost.append(token)
            else:
                found.append(measure)
        return found, lost

    def coverage(self, settings: Settings) -> dict[int, list[ChecklistRow]]:
        """id(measure) → the items that check it: by 对应措施, or by equal text under the same risk point."""
        return self.once("coverage", settings, self._coverage)

    def _coverage(self, settings: Settings) -> dict[int, list[ChecklistRow]]:
        covered: dict[int, list[ChecklistRow]] = {id(m): [] for hazard in self.hazards for m in hazard.measures}
        by_text: dict[str, list[tuple[ChecklistRow, Place]]] = {}
        placed = list(zip(self.checklist, self.item_places, strict=True))
        for item, place in placed:
            for measure in self.named_measures(item, settings)[0]:
                covered[id(measure)].append(item)
            by_text.setdefault(same_text(item.item), []).append((item, place))
        if settings.coverage.match == "id":
            return covered
        same, known = self.places.same, self.places.known
        divided = bool(self.places.points)
        lost = {id(item) for item, place in placed if divided and not known(place, settings)}  # told by CX0-03
        for hazard in self.hazards:
            at = self.places.of(hazard)
            adrift = divided and not known(at, settings)
            for measure in hazard.measures:
                items = covered[id(measure)]
                for item, place in by_text.get(same_text(measure.text), ()):
                    fits = same(place, at, settings) or adrift or id(item) in lost
                    if fits and (not items or all(item is not other for other in items)):
                        items.append(item)
        return covered

    # --- hidden dangers --------------------------------------------------------------------------

    @cached_property
    def items(self) -> ItemIndex:
        """The checklist items by the ways in which 来源 names them."""
        return ItemIndex(self.checklist, self.item_places)

    def origin_of(self, danger: HiddenDangerRow) -> Named | None:
        """What 来源 of a hidden danger names; None when it speaks of no checklist."""
        return self.items.named_in(danger.origin, self.places.of(danger)) if danger.origin else None

    def items_of(self, danger: HiddenDangerRow, settings: Settings) -> list[ChecklistRow]:
        """The checklist items that a hidden danger comes from: named in 来源, else of equal text at the same place."""
        origin = self.origin_of(danger)
        if origin is not None:
            return origin.items
        place = self.places.of(danger)
        return self.items.of_equal_text(
            danger.description, place, lambda one, other: self.places.same(one, other, settings)
        )

    def listed(self, settings: Settings) -> set[int]:
        """id(item) of every checklist item that 隐患清单 holds."""
        return self.once(
            "listed", settings, lambda given: {id(item) for row in self.dangers for item in self.items_of(row, given)}
        )
