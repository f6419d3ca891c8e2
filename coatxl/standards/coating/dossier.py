"""Dossier: the typed rows of one working paper, joined from 评价单元 to 隐患.

The chain is 评价单元 → 风险点 → 危害因素 → 失控诱因 → 风险管控措施 → 检查项目 → 隐患. Rules, annexes and drafts read it; it knows no file and no clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from coatxl.criteria.bands import GRADES
from coatxl.findings import Text
from coatxl.standards.coating.chains import Cause, Hazard, Measure, chains, named
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
    ENTERPRISE,
    EVALUATION_DATE,
    FACTS,
    REPORT_DATE,
    Fact,
)
from coatxl.tables.cells import date_of
from coatxl.tables.column import folded, same_text

if TYPE_CHECKING:
    from coatxl.settings import Settings
    from coatxl.tables.read import Reading
    from coatxl.tables.table import Table

T = TypeVar("T", bound="Table")
V = TypeVar("V")
__all__ = ["Cause", "Dossier", "Hazard", "Measure", "Project", "named"]
DEFAULT_ACCEPTABLE = "一般风险"
# 来源 as people write it: 安全检查表 喷漆作业/3, 安全检查表 1-3, 检查表第3项, 安全检查表!D7.
_ITEM = re.compile(
    r"检查表(?:!\$?[a-z]{1,2}\$?(?P<cell>\d+)|[:：]?(?:(?P<point>[^/\-]+?)[/\-])?第?(?P<number>\d+)(?:项|条)?$)",
    re.IGNORECASE,
)
_MEASURE_ID = re.compile(r"^(?:(\d+)-)?(\d+)\.(\d+)$")


class Project:
    """项目信息 by its facts."""

    def __init__(self, rows: Iterable[ProjectRow]) -> None:
        words = {folded(w): fact for fact in FACTS for w in (fact.word, *fact.aliases)}
        self.rows: dict[Fact, ProjectRow] = {}
        for row in rows:
            fact = words.get(folded(row.item).strip("*"))
            if fact is not None:
                self.rows.setdefault(fact, row)

    def __getitem__(self, fact: Fact) -> str:
        row = self.rows.get(fact)
        return row.content if row is not None else ""

    def day(self, fact: Fact) -> date | None:
        """A fact that is a date, None when blank or no date."""
        return date_of(self[fact])

    @property
    def enterprise(self) -> str:
        """企业名称."""
        return self[ENTERPRISE]


class Dossier:
    """One working paper as typed rows and chains."""

    def __init__(self, reading: Reading, *, file: str, sha256: str = "") -> None:
        self.file = file
        self.sha256 = sha256
        self.reading = reading
        self.project = Project(self.rows(ProjectRow))
        self.units = self.rows(UnitRow)
        self.risk_points = self.rows(RiskPointRow)
        self.hazard_rows = self.rows(HazardRow)
        self.relation_rows = self.rows(RelationRow)
        self.checklist = self.rows(ChecklistRow)
        self.lec = self.rows(LecRow)
        self.matrix = self.rows(MatrixRow)
        self.dangers = self.rows(HiddenDangerRow)
        self.hazards = chains(self.hazard_rows, self.relation_rows)
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

    def missing(self, needs: tuple[Any, ...]) -> Text | None:
        """Why a rule cannot be judged: the first table without rows; a tuple of tables means any of them."""
        for need in needs:
            options: tuple[type[Table], ...] = need if isinstance(need, tuple) else (need,)
            if not any(self.reading.rows.get(table) for table in options):
                names = "”或“".join(table.sheet for table in options)
                return Text(f"没有“{names}”表或表中没有数据", f"no rows in sheet “{names}”")
        return None

    def confirmed(self, rule: str, key: str) -> bool:
        """Whether 人工确认 holds this rule and object, 已确认, with a name."""
        return (folded(rule), same_text(key)) in self._ticked

    def evaluation_date(self, settings: Settings) -> date | None:
        """The date as of which standards and deadlines are judged: the setting, else 评价基准日, else 报告日期."""
        return settings.evaluation_date or self.project.day(EVALUATION_DATE) or self.project.day(REPORT_DATE)

    def report_date(self, settings: Settings) -> date | None:
        """报告日期, else the evaluation date."""
        return self.project.day(REPORT_DATE) or self.evaluation_date(settings)

    def acceptable(self, settings: Settings) -> str:
        """The highest acceptable grade: the setting, else 可接受风险等级, else 一般风险."""
        own = folded(self.project[ACCEPTABLE])
        return settings.acceptance.max_grade or (own if own in GRADES else DEFAULT_ACCEPTABLE)

    # --- risk points and steps -------------------------------------------------------------------

    @cached_property
    def points(self) -> dict[str, list[RiskPointRow]]:
        """Rows of 风险点划分 by folded risk point."""
        points: dict[str, list[RiskPointRow]] = {}
        for row in self.risk_points:
            if named(row.risk_point):
                points.setdefault(named(row.risk_point), []).append(row)
        return points

    @cached_property
    def parents(self) -> dict[str, set[str]]:
        """Folded risk points under which a folded step name stands."""
        parents: dict[str, set[str]] = {}
        for row in self.risk_points:
            if named(row.step) and named(row.risk_point):
                parents.setdefault(named(row.step), set()).add(named(row.risk_point))
        return parents

    def meets(self, name: str, point: str, step: str, settings: Settings) -> bool:
        """Whether a risk point's name means the point (or, at hazard_level step, the step) of a hazard."""
        one, other, part = named(name), named(point), named(step)
        if one == other:
            return True
        if settings.hazard_level != "step":
            return False
        return one == part or one in self.parents.get(other, ()) or other in self.parents.get(one, ())

    # --- measures and checklist ------------------------------------------------------------------

    @cached_property
    def by_number(self) -> dict[str, Measure]:
        """Measures by their number, e.g. 1-13.1."""
        return {m.number: m for hazard in self.hazards for m in hazard.measures}

    def named_measures(self, item: ChecklistRow, settings: Settings) -> tuple[list[Measure], list[str]]:
        """The measures that 对应措施 of an item names, and the words in it that name none."""
        found: list[Measure] = []
        lost: list[str] = []
        for token in re.split(r"[、,，;；\s]+", item.measures.strip()):
            plain = folded(token).removeprefix("措施")
            if not named(plain):
                continue
            match = _MEASURE_ID.match(plain)
            measure = None
            if match and match[1]:
                measure = self.by_number.get(plain)
            elif match:
                near = [h for h in self.hazards if self.meets(item.risk_point, h.risk_point, h.step, settings)]
                options = [self.by_number.get(f"{h.ordinal}-{plain}") for h in near]
                hits = [m for m in options if m is not None]
                measure = hits[0] if len(hits) == 1 else None
            if measure is None:
                lost.append(token)
            else:
                found.append(measure)
        return found, lost

    def coverage(self, settings: Settings) -> dict[str, list[ChecklistRow]]:
        """Measure number → the items that check it: by 对应措施, or by equal text under the same risk point."""
        return self.once("coverage", settings, self._coverage)

    def _coverage(self, settings: Settings) -> dict[str, list[ChecklistRow]]:
        covered: dict[str, list[ChecklistRow]] = {number: [] for number in self.by_number}
        by_text: dict[str, list[ChecklistRow]] = {}
        for item in self.checklist:
            for measure in self.named_measures(item, settings)[0]:
                covered[measure.number].append(item)
            by_text.setdefault(same_text(item.item), []).append(item)
        if settings.coverage.match == "id_or_text":
            for hazard in self.hazards:
                for measure in hazard.measures:
                    for item in by_text.get(same_text(measure.text), ()):
                        near = self.meets(item.risk_point, hazard.risk_point, hazard.step, settings) or (
                            not named(item.risk_point) and named(item.unit) == named(hazard.unit)
                        )
                        if near and not any(item is other for other in covered[measure.number]):
                            covered[measure.number].append(item)
        return covered

    # --- hidden dangers --------------------------------------------------------------------------

    def says_item(self, danger: HiddenDangerRow) -> bool:
        """Whether 来源 names a checklist item at all."""
        return _ITEM.search(folded(danger.origin)) is not None

    def items_of(self, danger: HiddenDangerRow, settings: Settings) -> list[ChecklistRow]:
        """The checklist items that a hidden danger comes from: named in 来源, else of equal text at the same place."""
        origin = folded(danger.origin)
        place, point = named(danger.risk_point), ""
        match = _ITEM.search(origin)
        if match:
            if match["cell"]:
                row = int(match["cell"])
                return [i for i in self.checklist if i.row_number == row]
            point = match["point"] or ""
            hits = [i for i in self.checklist if folded(i.number) == match["number"]]
            groups = list(dict.fromkeys(named(i.risk_point) or named(i.unit) for i in self.checklist))
            if point.isdigit():
                wanted = groups[int(point) - 1 : int(point)] if int(point) else []
                return [i for i in hits if (named(i.risk_point) or named(i.unit)) in wanted]
            near = point or place
            return [
                i
                for i in hits
                if not near
                or near in (named(i.risk_point), named(i.unit))
                or self.meets(near, i.risk_point, "", settings)
            ]
        text = same_text(danger.description)
        return [
            i for i in self.checklist
            if text and text in (same_text(i.item), same_text(i.observation))
            and (not place or self.meets(place, i.risk_point, "", settings))
        ]  # fmt: skip
