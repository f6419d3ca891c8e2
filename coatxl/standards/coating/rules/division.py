"""Rules of 评价单元 and 风险点划分 (6.2, 6.3, 7.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import Hit, NotJudged, Origin, rule
from coatxl.standards.coating.dossier import Dossier, named
from coatxl.standards.coating.places import Place
from coatxl.standards.coating.tables import ChecklistRow, HazardRow, RiskPointRow, UnitRow
from coatxl.standards.coating.tables.division import UNIT_KINDS

if TYPE_CHECKING:
    from coatxl.settings import Settings


@rule(
    "CX6.2-01", clause="6.2", severity="error", needs=(UnitRow,),
    title=Text("评价单元缺项", "Evaluation unit missing"),
    message=Text("没有“{kind}”类的评价单元，也没有说明不适用", "No unit of the kind “{kind}”, nor a reason why none applies"),
    fix=Text("补充评价单元；确无特殊合规要求等情形时，列一行并把“是否划分风险点”选为不适用，在“说明”写明理由",
             "Add the unit, or a row marked 不适用 with the reason in 说明"),
)  # fmt: skip
def unit_kind_missing(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """6.2 列出的六类评价单元都要有，确实没有的标不适用并写明理由。

    不合格: 评价单元表里没有“安全管理”类。
    合格: “基于法规要求的其他安全生产条件”一行选不适用，说明“当地无特殊合规要求”。
    """
    present = {row.kind for row in dossier.units if row.divided != "不适用" or named(row.note)}
    unexplained = {row.kind: row for row in dossier.units if row.divided == "不适用" and not named(row.note)}
    first = dossier.units[0].source
    header = Origin(first.sheet.name, first.header_row, first.columns.get("kind", min(first.columns.values())))
    lacking = [kind for kind in UNIT_KINDS if kind not in present and kind not in unexplained]
    # A row whose kind cannot be read is told already, and may be the one that seems to be missing.
    unread = sum(row.invalid("kind") is not None or row.blank("kind") for row in dossier.units)
    for kind in UNIT_KINDS:
        if kind in unexplained and kind not in present:
            reason = Text("“{kind}”标为不适用，但没有写明理由", "“{kind}” is marked 不适用 without a reason")
            yield Hit(unexplained[kind].at("note"), message=reason, kind=kind)
        elif kind in lacking and len(lacking) > unread:
            yield Hit(header, kind=kind)


@rule(
    "CX6.3-01", clause="6.3", severity="error", needs=(RiskPointRow, UnitRow),
    title=Text("风险点未归入评价单元", "Risk point without unit"),
    message=Text("风险点“{point}”的评价单元“{unit}”不在“评价单元”表中", "Unit “{unit}” of risk point “{point}” is not in sheet 评价单元"),
    fix=Text("先划分评价单元，再给风险点填写所属单元", "List the unit first, then name it here"),
)  # fmt: skip
def risk_point_without_unit(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """风险点应在评价单元的基础上划分：所属单元要填，并且在“评价单元”表中。

    不合格: 风险点“调漆间”的评价单元空着，上方也没有可承接的单元。
    合格: 评价单元用合并单元格写一次。
    """
    units = {named(row.unit) for row in dossier.units}
    told: set[object] = set()
    for row in dossier.risk_points:
        if named(row.unit) in units:
            continue
        origin = row.at("unit")
        key = named(row.unit) or origin
        if key in told:
            continue
        told.add(key)
        if named(row.unit):
            yield Hit(origin, point=row.risk_point, unit=row.unit)
        elif row.invalid("unit") is None:
            yield Hit(
                origin,
                message=Text("风险点“{point}”没有评价单元", "Risk point “{point}” has no unit"),
                point=row.risk_point,
            )


@rule(
    "CX6.3-02", clause="6.3、7.1", severity="error", needs=(UnitRow, RiskPointRow),
    title=Text("评价单元既无风险点也未说明", "Unit without risk point"),
    message=Text("评价单元“{unit}”没有划分风险点，也没有标明无须划分", "Unit “{unit}” has no risk point and is not marked 否"),
    fix=Text("划分风险点，或把“是否划分风险点”选为否（无须划分）", "Divide it into risk points, or choose 否"),
)  # fmt: skip
def unit_without_risk_point(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """每个评价单元要么有风险点，要么标明无须划分风险点（7.1）。

    不合格: “喷漆单元”选“是”，风险点划分表里没有它的风险点。
    合格: “安全管理”选“否”，其危害因素直接挂在单元上。
    """
    divided = {named(row.unit) for row in dossier.risk_points}
    lacking = [
        row
        for row in dossier.units
        if named(row.unit)
        and named(row.unit) not in divided
        and row.divided not in {"否", "不适用"}
        and row.divided  # a blank is told as such
    ]
    # A unit that 风险点划分 names and nobody lists is told (CX6.3-01), and may be the one that seems to be left out.
    for row in lacking if len(lacking) > len(dossier.places.unlisted - {""}) else ():
        yield Hit(row.at("unit"), unit=row.unit)


@rule(
    "CX6.3-04", clause="6.3", severity="error", needs=(RiskPointRow,),
    title=Text("合并的同类风险点未说明", "Merged risk points not explained"),
    message=Text("风险点“{point}”合并了“{merged}”，没有合并说明", "“{point}” merges “{merged}” without an explanation"),
    fix=Text("说明合并了哪些同类风险点及理由", "Say which were merged and why"),
)  # fmt: skip
def merging_unexplained(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """可将同类风险点合并，但需对合并情况进行说明。

    不合格: “合并的风险点”填了 2 号、3 号烘箱，“合并说明”空着。
    合格: 合并说明写“型号、介质、防护相同”。
    """
    for row in dossier.risk_points:
        if named(row.merged) and row.blank("merge_note"):
            yield Hit(row.at("merge_note"), point=row.risk_point, merged=row.merged)


@rule(
    "CX6.3-05", clause="6.3", severity="info", needs=(RiskPointRow,), sheets=("风险点划分", "危害因素描述", "安全检查表"), setting="hazard_level",
    title=Text("作业步骤与风险点层级混用", "Step used as a risk point"),
    message=Text("“{name}”在风险点划分中是“{parent}”的作业步骤，在这里是风险点", "“{name}” is a step of “{parent}” in 风险点划分 and a risk point here"),
    fix=Text("统一在一个层级描述，例如风险点填“{parent}”，作业步骤填“{name}”", "Use one level: risk point “{parent}”, step “{name}”"),
)  # fmt: skip
def step_used_as_risk_point(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """同一名称不宜一处是作业步骤，一处是风险点（标准示例的“喷漆作业”即如此）。

    不合格: 风险点划分中“喷漆作业”是自动化喷漆线的步骤，危害因素描述中是风险点。
    合格: 两处都写成风险点“自动化喷漆线”、步骤“喷漆作业”。
    """
    told: set[str] = set()
    if not dossier.places.parents:
        return
    rows: list[RiskPointRow | HazardRow | ChecklistRow] = [
        *dossier.risk_points,
        *dossier.hazard_rows,
        *dossier.checklist,
    ]
    passed: set[str] = set()
    for row in rows:
        if row.risk_point in passed:
            continue
        passed.add(row.risk_point)
        name = named(row.risk_point)
        parents = dossier.places.parents.get(name, set()) - {name}
        if parents and name not in told:
            told.add(name)
            parent = next(
                r.risk_point for r in dossier.risk_points if named(r.risk_point) in parents and named(r.step) == name
            )
            yield Hit(row.at("risk_point"), name=row.risk_point, parent=parent)


@rule(
    "CX7.1-01", clause="7.1", severity="error", needs=(HazardRow,), sheets=("风险点划分", "评价单元", "危害因素描述"), setting="hazard_level",
    title=Text("风险点或无风险点的单元未做危害因素分析", "Risk point or unit without hazard analysis"),
    message=Text("{what}“{name}”没有危害因素描述", "{what} “{name}” has no hazard"),
    fix=Text("为“{name}”补充危害因素描述", "Describe its hazards"),
)  # fmt: skip
def point_not_analysed(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """每个风险点的危害因素均应得到分析；无须划分风险点的单元直接分析。

    不合格: 风险点“烘干生产线”在危害因素描述中一次也没有出现。
    合格: 风险点的作业步骤有危害因素时，该风险点视为已分析（hazard_level = step）。
    """
    if not dossier.units and not dossier.risk_points:
        raise NotJudged("没有“评价单元”和“风险点划分”表", "no sheets 评价单元 and 风险点划分")
    lacking = [
        rows[0]
        for (unit, name), rows in dossier.places.rows.items()
        if not dossier.hazards_at(Place(unit, name), settings)
    ]
    # A hazard at a risk point that nobody knows is told (CX0-03), and may belong to the one that seems to be left out.
    unknown = {named(hazard.risk_point) for hazard in dossier.hazards_adrift(settings)}
    for row in lacking if len(lacking) > len(unknown) else ():
        yield Hit(row.at("risk_point"), what=Text("风险点", "Risk point"), name=row.risk_point)
    divided = {unit for unit, _ in dossier.places.rows}
    direct = {place.unit for place in map(dossier.places.of, dossier.hazards) if not place.point}
    for name, unit_row in dossier.places.units.items():
        if unit_row.divided == "否" and name not in direct and name not in divided:
            yield Hit(unit_row.at("unit"), what=Text("无须划分风险点的评价单元", "Undivided unit"), name=unit_row.unit)
