"""summaries: the tables behind 评价结论 (11): recheck, hazards to watch, results by risk point, and what decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from coatxl.annex.block import Block, Cell
from coatxl.criteria.bands import rank
from coatxl.standards.coating.annexes.parts import Row, heads, provenance
from coatxl.standards.coating.annexes.screening import SCREENING, screening
from coatxl.standards.coating.assessments import Assessment, assess
from coatxl.standards.coating.conclusion_draft import LEVELS, RECHECKS, UNGRADED, VERDICTS, recheck_of, verdict_of
from coatxl.standards.coating.conclusion_facts import Judgement, conformity_judgement, key_hazards, risk_judgement
from coatxl.standards.coating.conclusions import (
    FAILS,
    REFUSED,
    acceptance_said,
    conformity_said,
    overall,
)
from coatxl.standards.coating.dossier import Dossier, Hazard
from coatxl.standards.coating.stated import acceptance_of
from coatxl.standards.coating.tables import ChecklistRow
from coatxl.tables.table import Table

if TYPE_CHECKING:
    from coatxl.settings import Settings
    from coatxl.standards.coating.places import Placed

RECHECK, KEY_HAZARDS, RESULTS, CHECK = "隐患整改复查汇总", "重点管控危害因素", "评价结果汇总", "结论核对"
NAMES = (RECHECK, SCREENING, KEY_HAZARDS, RESULTS, CHECK)
_OPEN, _CONTRADICTED = "待定", "矛盾"
_MOST = 5


def summaries(dossier: Dossier, settings: Settings) -> Iterator[Block]:
    """The tables that the paper has data for, in the order of clause 11; 结论核对 is always there."""
    yield from _recheck(dossier, settings)
    yield from screening(dossier, settings)
    yield from _key_hazards(dossier, settings)
    yield from _results(dossier, settings)
    yield _decisions(dossier, settings)


def _number(value: int, *, total: bool = False) -> Cell:
    return Cell(value, "total" if total else "body", "center")


def _recheck(dossier: Dossier, settings: Settings) -> Iterator[Block]:
    """隐患整改复查汇总: hidden dangers by level and by the result of the recheck."""
    found = dossier.dangers
    if not found:
        return
    rows = [heads("隐患级别", *RECHECKS, "合计")]
    for level in LEVELS:
        mine = [row for row in found if (row.level or LEVELS[-1]) == level]
        if mine or level != LEVELS[-1]:
            rows.append(_counts(level, Counter(map(recheck_of, mine)), total=False))
    rows.append(_counts("合计", Counter(map(recheck_of, found)), total=True))
    yield Block(
        table=RECHECK, title=RECHECK, number="", clause="10.1、11", widths=(3.6, *[2.6] * 5), rows=tuple(rows),
        header_rows=1, provenance=provenance(dossier, settings, found),
    )  # fmt: skip


def _counts(word: str, counts: Counter[str], *, total: bool) -> Row:
    numbers = [counts[each] for each in RECHECKS]
    lead = Cell(word, "total" if total else "body", "center")
    return (lead, *(_number(n, total=total) for n in (*numbers, sum(numbers))))


def _key_hazards(dossier: Dossier, settings: Settings) -> Iterator[Block]:
    """重点管控危害因素: each with its gravest control risk and why it is watched."""
    found = key_hazards(dossier, settings)
    if not found:
        return
    rows = [
        heads("序号", "评价单元", "风险点", "作业步骤/设备", "危害因素", "后果", "控制风险", "重点管控的原因", "来源")
    ]
    sources: list[Table] = []
    for n, each in enumerate(found, 1):
        hazard, assessment = each.hazard, each.assessment
        first = hazard.rows[0]
        mine: list[Table] = [first] if assessment is None else [first, assessment.row]
        sources += mine
        grade = assessment.controlled.grade if assessment is not None else UNGRADED
        texts = (dossier.unit_name(hazard), hazard.risk_point, hazard.step, hazard.hazard, hazard.outcome)
        rows.append((
            _number(n), *(Cell(text) for text in texts), Cell(grade, "grade", "center"),
            Cell("、".join(each.reasons)), Cell(_places(mine), "minor"),
        ))  # fmt: skip
    yield Block(
        table=KEY_HAZARDS, title=KEY_HAZARDS, number="", clause="3.8、8.1.2、11",
        widths=(1.1, 2.5, 2.9, 3.0, 4.0, 2.5, 2.3, 3.2, 3.8), rows=tuple(rows), header_rows=1,
        provenance=provenance(dossier, settings, sources),
    )  # fmt: skip


def _places(rows: Sequence[Table]) -> str:
    """The cells of some rows, the first few of many."""
    cells = [f"{row.source.sheet.name}!{row.at(_subject(row)).cell}" for row in rows[:_MOST]]
    return "、".join(dict.fromkeys(cells)) + ("等" if len(rows) > _MOST else "")


def _subject(row: Table) -> str:
    return next(name for name in ("hazard", "item", "description") if name in row.fields)


@dataclass(slots=True)
class _Point:
    """What the paper has of one risk point, or of a unit that is not divided."""

    unit: str
    point: str
    items: list[ChecklistRow] = field(default_factory=list)
    hazards: list[Hazard] = field(default_factory=list)
    risks: list[Assessment] = field(default_factory=list)


def _results(dossier: Dossier, settings: Settings) -> Iterator[Block]:
    """评价结果汇总: items by verdict, hazards and their gravest control risk, for each risk point."""
    assessed, limit = assess(dossier, settings), dossier.acceptable(settings)
    points: dict[tuple[str, str], _Point] = {}

    def at(row: Placed) -> _Point:
        place = dossier.places.of(row)
        return points.setdefault((place.unit, place.point), _Point(dossier.unit_name(row), row.risk_point))

    for item in dossier.checklist:
        at(item).items.append(item)
    for hazard in dossier.hazards:
        at(hazard).hazards.append(hazard)
    for each in assessed:
        at(each.row).risks.append(each)
    if not points:
        return
    total = _Point("合计", "", dossier.checklist, dossier.hazards, assessed)
    rows = [
        heads("评价单元", "风险点", "检查项目", *VERDICTS, "危害因素", "风险评价", "最高控制风险", "高于可接受等级")
    ]
    rows += [_result(point, limit) for point in points.values()]
    rows.append(tuple(replace(cell, role="total") for cell in _result(total, limit)))
    sources = [*dossier.checklist, *(hazard.rows[0] for hazard in dossier.hazards), *(each.row for each in assessed)]
    yield Block(
        table=RESULTS, title=RESULTS, number="", clause="8.2、8.3、11",
        widths=(3.6, 4.3, 1.7, 1.5, 1.7, 1.7, 1.7, 1.7, 1.7, 3.0, 2.7), rows=tuple(rows), header_rows=1,
        provenance=provenance(dossier, settings, sources),
        notes=(f"注：可接受的最高风险等级为{limit}；等级由程序按取值重新计算。",),
    )  # fmt: skip


def _result(point: _Point, limit: str) -> Row:
    verdicts = Counter(map(verdict_of, point.items))
    grades = [each.controlled.grade for each in point.risks if each.controlled.grade]
    above = sum(acceptance_of(each.controlled, limit) == REFUSED for each in point.risks)
    gravest = max(grades, key=rank) if grades else UNGRADED if point.risks else ""
    return (
        Cell(point.unit), Cell(point.point), _number(len(point.items)), *(_number(verdicts[word]) for word in VERDICTS),
        _number(len(point.hazards)), _number(len(point.risks)), Cell(gravest, "grade", "center"), _number(above),
    )  # fmt: skip


def _decisions(dossier: Dossier, settings: Settings) -> Block:
    """结论核对: each fact that decides, what it leads to, the conclusion drawn, and what the paper says instead."""
    row = overall(dossier)
    risk, conditions = risk_judgement(dossier, settings), conformity_judgement(dossier, settings)
    parts = (
        ("风险是否可接受", risk, "acceptance", acceptance_said(row) if row is not None else ""),
        ("是否符合安全生产条件", conditions, "conformity", conformity_said(row) if row is not None else ""),
    )
    rows = [heads("结论", "核对的事实", "数量", "导致的结论", "内容", "位置")]
    sources: list[Table] = [] if row is None else [row]
    for aspect, judgement, name, said in parts:
        rows += _facts(aspect, judgement)
        sources += [each for fact in judgement.facts for each in fact.rows]
        rows.append(
            (Cell(aspect), Cell("由以上事实得出的结论", across=2), _verdict(judgement.verdict), Cell(""), Cell(""))
        )
        if row is not None and said:
            agrees = _OPEN if not judgement.verdict else "一致" if said == judgement.verdict else _CONTRADICTED
            place = row.at(name) if getattr(row, name) else row.at("text")
            rows.append((
                Cell(aspect), Cell("底稿“评价结论”写的结论", across=2), _verdict(said),
                Cell(agrees, "stress" if agrees == _CONTRADICTED else "body"), Cell(f"{place.sheet}!{place.cell}", "minor"),
            ))  # fmt: skip
    return Block(
        table=CHECK, title=CHECK, number="", clause="11、12.1", widths=(3.6, 5.6, 1.5, 2.6, 7.4, 4.6), rows=tuple(rows),
        header_rows=1, provenance=provenance(dossier, settings, sources),
        notes=("注：数量为0的事实不影响结论；“待定”的先补齐底稿；构成重大危险源、存在重大隐患情形的，由评价人员判断，在评价结论中选定。",),
    )  # fmt: skip


def _facts(aspect: str, judgement: Judgement) -> Iterator[Row]:
    for fact in judgement.facts:
        names = "、".join(fact.names[:_MOST]) + ("等" if len(fact.names) > _MOST else "")
        leads = _verdict(fact.verdict) if fact.rows else Cell("", align="center")
        yield (
            Cell(aspect), Cell(fact.question), _number(len(fact.rows)), leads, Cell(names),
            Cell(_places(fact.rows), "minor"),
        )  # fmt: skip


def _verdict(word: str) -> Cell:
    return Cell(word or _OPEN, "stress" if word in (REFUSED, FAILS) else "body", "center")
