"""Rules of the evaluation of risk by either method (8.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.criteria.bands import GRADES, rank
from coatxl.findings import Severity, Text
from coatxl.rules import Hit, NotJudged, rule
from coatxl.standards.coating.assessments import Assessment, assess
from coatxl.standards.coating.dossier import Dossier, Hazard, named
from coatxl.standards.coating.stated import stated_grade
from coatxl.standards.coating.tables import HazardRow, LecRow, MatrixRow, ProjectRow, RelationRow
from coatxl.standards.coating.tables.project import DEVIATION, METHOD, MODEL_LIMITS, SCENARIO
from coatxl.standards.coating.tables.risks import RISK_TABLES
from coatxl.tables.column import folded, same_text

if TYPE_CHECKING:
    from coatxl.settings import Settings

_SHEETS = ("风险评价LEC", "风险评价矩阵")
_METHOD_WORDS = ("作业条件危险性", "LEC", "风险矩阵", "LS", "定量", "其他")
_GENERAL = "一般风险"


@rule(
    "CX8.3-01", clause="8.3.1、8.3.2", severity="error", needs=((HazardRow, RelationRow),), sheets=("危害因素描述", *_SHEETS, "项目信息"),
    title=Text("危害因素未做风险评价", "Hazard without risk evaluation"),
    message=Text("危害因素“{hazard}”没有风险评价", "Hazard “{hazard}” has no risk evaluation"),
    fix=Text("对每个危害因素用作业条件危险性分析法或风险矩阵法评价，其他方法写明理由", "Evaluate every hazard by LEC or by the risk matrix"),
)  # fmt: skip
def hazard_not_evaluated(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """每个危害因素均应进行安全风险评价；可采用作业条件危险性分析法或风险矩阵法。

    不合格: 危害因素在两张风险评价表里都没有，或 L、E、C 没有填全。
    合格: 同一风险点（或步骤）、同一文字的危害因素有一行填全的评价。
    """
    assessments = assess(dossier, settings)
    evaluated = {id(hazard) for each in assessments for hazard in each.hazards}
    left = [hazard for hazard in dossier.hazards if hazard.hazard and id(hazard) not in evaluated]
    for each in assessments:  # a row that names no known hazard is told by CX0-03; the one it means is not told twice
        if not each.hazards:
            meant = _meant(dossier, settings, each.row, left)
            left = [hazard for hazard in left if hazard is not meant]
    for hazard in left:
        yield Hit(hazard.rows[0].at("hazard"), hazard=hazard.label)
    for each in assessments:
        if each.controlled.state == "unfinished":
            words = "、".join(each.row.fields[n].column.header for n in each.controlled.fields)
            unfinished = Text(
                f"“{each.label}”的风险评价没有填全：缺{words}", f"“{each.label}” is unfinished: {words} missing"
            )
            yield Hit(each.row.at(each.controlled.fields[0]), message=unfinished, hazard=each.label)
    method = dossier.project.rows.get(METHOD)
    if method is not None and method.content and not any(w in folded(method.content).upper() for w in _METHOD_WORDS):
        other = Text("风险评价方法“{hazard}”不是 8.3.2 的方法", "“{hazard}” is none of the methods of 8.3.2")
        yield Hit(method.at("content"), message=other, hazard=method.content)


def _meant(dossier: Dossier, settings: Settings, row: LecRow | MatrixRow, left: list[Hazard]) -> Hazard | None:
    """The hazard that a row probably means: of the same words anywhere, else the first at the same place."""
    words = [h for h in left if same_text(h.hazard) == same_text(row.hazard)]
    near = [h for h in left if (named(row.risk_point) or named(row.unit)) and dossier.same_place(row, h, settings)]
    return next(iter(words or near), None)


@rule(
    "CX8.3-02", clause="8.3.1", severity="warning", needs=(RISK_TABLES,), sheets=_SHEETS, setting="acceptance.max_grade",
    title=Text("控制风险高于可接受等级", "Control risk above acceptance"),
    message=Text("“{label}”的控制风险为{grade}（{value}），高于可接受等级（{limit}）", "Risk of “{label}” is {grade} ({value}), above the acceptable {limit}"),
    fix=Text("补充降低风险的对策措施，并在结论中说明", "Add measures that lower the risk, and say so in the conclusion"),
)  # fmt: skip
def risk_not_acceptable(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """控制风险宜降低到可接受等级；可接受等级取设置、底稿“可接受风险等级”，默认一般风险。

    不合格: D=270，较大风险，可接受等级为一般风险。
    合格: D=90，一般风险。
    """
    limit = dossier.acceptable(settings)
    for each in assess(dossier, settings):
        grade = each.controlled.grade
        if grade and rank(grade) > rank(limit):
            symbol = "D" if each.method == "LEC" else "R"
            yield Hit(
                each.row.at("grade"),
                label=each.label,
                grade=grade,
                value=f"{symbol}={each.controlled.value}",
                limit=limit,
            )


@rule(
    "CX8.3-03", clause="8.3.1", severity="info", needs=(RISK_TABLES,), sheets=_SHEETS, setting="acceptance.general_is",
    title=Text("控制风险为一般风险", "Control risk equals 一般风险"),
    message=Text("“{label}”的控制风险为一般风险；原文“降低到‘一般风险’以下”是否含一般风险不明", "Risk of “{label}” is 一般风险; whether 以下 includes it is unclear"),
    fix=Text("宜进一步降低，或说明为何可接受", "Lower it further, or say why it is acceptable"),
)  # fmt: skip
def risk_is_general(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """原则上控制风险宜降低到“一般风险”以下（默认一般风险只提示，acceptance.general_is = problem 时为警告）。

    不合格: D=70。
    合格: D=54，低风险。
    """
    if rank(dossier.acceptable(settings)) < rank(_GENERAL):
        raise NotJudged(
            "可接受等级低于一般风险，由 CX8.3-02 判断", "the acceptable grade is below 一般风险: see CX8.3-02"
        )
    severity: Severity | None = "warning" if settings.acceptance.general_is == "problem" else None
    for each in assess(dossier, settings):
        if each.controlled.grade == _GENERAL:
            yield Hit(each.row.at("grade"), severity=severity, label=each.label)


@rule(
    "CX8.3-05", clause="8.3.3", severity="error", needs=(ProjectRow,),
    title=Text("定量评价缺少情形设定或偏差说明", "Quantitative evaluation incomplete"),
    message=Text("采用定量评价方法，但“{fact}”没有填写", "Quantitative evaluation lacks “{fact}”"),
    fix=Text("补写事故情形、模型缺陷和可能的偏差", "Describe scenario, model limits and deviation"),
)  # fmt: skip
def quantitative_incomplete(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """采用定量评价方法时，应进行事故情形设定，并说明理想模型缺陷和可能发生的偏差。

    不合格: 风险评价方法含“定量评价方法”，“理想模型缺陷”空着。
    合格: 没有采用定量评价方法；或三项都填了。
    """
    method = dossier.project.rows.get(METHOD)
    if method is None or "定量" not in method.content:
        return
    for fact in (SCENARIO, MODEL_LIMITS, DEVIATION):
        if not named(dossier.project[fact]):
            row = dossier.project.rows.get(fact)
            yield Hit(row.at("content") if row is not None else method.at("content"), fact=fact.word)


@rule(
    "CX8.3-06", clause="引言c)d)", severity="warning", needs=(RISK_TABLES,), sheets=_SHEETS, setting="inherent_risk",
    title=Text("控制风险高于固有风险", "Control risk exceeds inherent risk"),
    message=Text("“{label}”的控制风险（D={d}，{grade}）高于固有风险（D={inherent_d}，{inherent_grade}）",
                 "Controlled risk of “{label}” (D={d}, {grade}) exceeds the inherent risk (D={inherent_d}, {inherent_grade})"),
    fix=Text("核对固有风险和控制风险的取值", "Check the scores of both"),
)  # fmt: skip
def controlled_above_inherent(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """采取措施后的控制风险不应高于未采取措施的固有风险；固有风险选填（inherent_risk）。

    不合格: 固有 D=270，控制 D=540。
    合格: 固有 D=540，控制 D=270；固有风险没有填。
    """
    for each in assess(dossier, settings):
        inherent, controlled = each.inherent, each.controlled
        if inherent is None:
            yield from _without_scores(each, settings)
        elif inherent.value is not None and controlled.value is not None and controlled.value > inherent.value:
            yield Hit(
                each.row.at("grade"), label=each.label, d=controlled.value, grade=controlled.grade,
                inherent_d=inherent.value, inherent_grade=inherent.grade,
            )  # fmt: skip


def _without_scores(each: Assessment, settings: Settings) -> Iterator[Hit]:
    """A typed 固有风险等级 without its scores is compared by grade; none at all is asked for when it is required."""
    row, grade = each.row, each.controlled.grade
    if not isinstance(row, LecRow) or not grade:
        return
    stated = stated_grade(row, "inherent_grade")
    if stated in GRADES:
        if rank(grade) > rank(stated):
            higher = Text(
                "“{label}”的控制风险（{grade}）高于固有风险（{stated}）",
                "Controlled risk of “{label}” ({grade}) exceeds {stated}",
            )
            yield Hit(row.at("grade"), message=higher, label=each.label, grade=grade, stated=stated)
    elif not stated and settings.inherent_risk == "required":
        lacking = Text("“{label}”没有评价固有风险（设置 inherent_risk = required）", "“{label}” has no inherent risk")
        yield Hit(row.at("inherent_likelihood"), message=lacking, label=each.label)
