"""One breaking workbook for each rule of the standard: what is done to the plant, and the cell at which it is told."""

from __future__ import annotations

from typing import Any

from breaking import (
    BY_MATRIX,
    HEADER,
    OWN_CRITERIA,
    PLAIN,
    QUANTITATIVE,
    REFUSING,
    SPECIAL,
    TWO_TABLES,
    UNCOUNTED,
    WITH_MAJOR,
    WITH_OPEN,
    WITH_PICTURES,
    Break,
    Edit,
    Key,
    Touch,
    Variant,
    cell,
    change,
    copy,
    criteria,
    criteria_row,
    drop,
    drop_all,
    fact,
    pictures,
    rename,
)

from coatxl.criteria.bands import UPPER_INCLUSIVE
from coatxl.standards.coating.tables import (
    CRITERIA_SHEET,
    AnnexListRow,
    ChecklistRow,
    ChemicalRow,
    ConclusionRow,
    ConfirmationRow,
    CountermeasureRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    MajorHazardRow,
    MajorVerdictRow,
    MaterialRow,
    MatrixRow,
    MethodRow,
    ProjectRow,
    RelationRow,
    ReportPartRow,
    RiskPointRow,
    ScopeRow,
    SurveyRow,
    TeamRow,
    UnitRow,
    VerificationRow,
)
from coatxl.tables.table import Table


def one(table: type[Table], key: Key, /, variant: Variant = PLAIN, **values: Any) -> Break:
    """Some cells of one row changed, told at the first of them."""
    return Break((change(table, key, **values),), cell(table, key, next(iter(values))), variant)


def several(
    *edits: Edit, at: tuple[type[Table], Key, str], variant: Variant = PLAIN, touch: Touch | None = None
) -> Break:
    """More than one cell or row, told at the place given."""
    return Break(edits, cell(*at), variant, touch)


# The last item of 打磨间, of which no other row speaks, and the last cause of its first hazard.
LAST_ITEM = "清灰人员穿防静电工作服，戴防尘口罩和隔热手套。"
LAST_MEASURE = "打磨间同时作业人员不超过4人，入口挂定员牌。"
DUST = "可燃性粉尘悬浮积聚"
DUST_HIGH = {"likelihood": 3, "exposure": 6, "consequence": 15}  # D = 270, 较大风险
STEP = "悬挂工件"
MAIN = "综合评价结论"
TEXT = "全部危害因素的控制风险不高于一般风险，企业安全风险程度控制在可接受的范围内；"

WHOLE_PAPER = {
    "CX0-01": one(ChecklistRow, 0, observation="实测风量待定"),
    "CX0-02": one(UnitRow, 1, number="1"),
    "CX0-03": one(ChecklistRow, 0, measures="1-99.1"),
}
PREPARATION = {
    "CX4-01": several(drop(MaterialRow, "AQ 8001-2007"), at=(MaterialRow, HEADER, "name")),
    "CX5.1-01": several(change(TeamRow, "吴某", discipline="机械"), at=(TeamRow, HEADER, "discipline")),
    "CX5.2-01": several(drop_all(ScopeRow, "kind", "与涂装活动配套的设施"), at=(ScopeRow, HEADER, "kind")),
    "CX5.2-02": one(ScopeRow, "加工规模", content=""),
    "CX5.2-03": several(drop(ScopeRow, "涂装废气处理设施"), at=(ScopeRow, HEADER, "item"), variant=SPECIAL),
    "CX5.2-04": one(ScopeRow, "确认人", content=""),
    "CX5.3-01": one(MaterialRow, "法定检测报告", state="未收集"),
    "CX5.3-02": one(ChecklistRow, LAST_ITEM, basis="AQ5024-2008第6.4.7条"),
    "CX5.3-03": one(ChemicalRow, "环氧底漆", sds="无"),
    "CX6.1-01": one(SurveyRow, "范围核实结果", content=""),
    "CX6.1-02": several(drop_all(SurveyRow, "kind", "安全管理基础信息"), at=(SurveyRow, HEADER, "kind")),
    "CX6.1-03": one(HiddenDangerRow, 0, photo_before=""),
    "CX6.1-04": one(SurveyRow, "保存至", content="2029-04-19"),
    "CX6.1-05": several(
        at=(HiddenDangerRow, 1, "photo_after"), variant=WITH_PICTURES, touch=pictures((1, "photo_after", "1.jpg"))
    ),
}
DIVISION = {
    "CX6.2-01": several(change(UnitRow, "企业选址与周边环境", kind="总图布置"), at=(UnitRow, HEADER, "kind")),
    "CX6.3-01": one(RiskPointRow, "供漆间", unit="喷涂单元"),
    "CX6.3-02": one(UnitRow, "安全管理", unit="安全管理", divided="是"),
    "CX6.3-03": one(ScopeRow, "烘干（固化）", points=""),
    "CX6.3-04": one(RiskPointRow, "喷漆室", merge_note=""),
    "CX6.3-05": one(ChecklistRow, LAST_ITEM, risk_point="清理除尘器"),
    "CX7.1-01": several(
        copy(RiskPointRow, -1, number="14", risk_point="外墙清洗", step="-"),
        at=(RiskPointRow, -1, "risk_point"),
        variant=UNCOUNTED,
    ),
    "CXA-01": one(RiskPointRow, "供漆间", kind=None),
    "CXA-02": several(rename("悬挂输送链", "输送链报警装置"), at=(RiskPointRow, STEP, "risk_point")),
    "CXA-03": several(rename(STEP, "操作监护"), at=(RiskPointRow, "操作监护", "step")),
    "CXA-04": several(rename(STEP, "挂具"), at=(RiskPointRow, "挂具", "step")),
    "CXA-05": several(rename(STEP, "悬挂工件时使用吊具"), at=(RiskPointRow, "悬挂工件时使用吊具", "step")),
}
HAZARDS = {
    "CX7.2-01": one(HazardRow, 0, event=""),
    "CX7.2-02": one(HazardRow, 0, variant=UNCOUNTED, high="否"),
    "CX7.2-03": several(drop(ConfirmationRow, f"打磨间／打磨工件／{DUST}"), at=(HazardRow, 0, "cause")),
    "CX7.3-01": several(
        copy(HazardRow, LAST_MEASURE, after=LAST_MEASURE, number="6", cause="打磨台密封条老化漏尘。", measure="", basis="", reason=""),
        at=(HazardRow, "打磨台密封条老化漏尘。", "measure"), variant=UNCOUNTED,
    ),
    "CX7.3-02": one(RelationRow, 0, variant=TWO_TABLES, cause="打磨台没有吸风罩。"),
    "CX7.3-03": one(HazardRow, LAST_MEASURE, reason=""),
}  # fmt: skip
CHEMICALS = {
    "CX7.4-01": one(ChemicalRow, "环氧底漆", drug_precursor=""),
    "CX7.4-02": one(ChemicalRow, "环氧底漆", catalogue_number=""),
    "CX7.4-03": one(ChemicalRow, "环氧底漆", fire_class="乙"),
    "CX7.4-04": one(ChemicalRow, "环氧底漆", cas="108-88-4"),
    "CX7.4-05": one(ChemicalRow, "环氧底漆", hazard_class="易燃液体，类别2"),
    "CX7.5-01": one(MajorHazardRow, 0, quantity=None),
    "CX7.5-02": one(MajorHazardRow, 0, s="0.5"),
    "CX7.5-03": one(MajorHazardRow, 0, variant=UNCOUNTED, people=None, quantity=6000),
    "CX7.5-04": one(MajorHazardRow, 0, critical=500),
}
METHODS = {
    "CX8.1-01": one(MethodRow, 0, reason=""),
    "CX8.1-02": one(MethodRow, 0, criterion_source=""),
    "CX8.1-03": one(MethodRow, 1, not_quantified=""),
}
CHECKLIST = {
    "CX8.2-01": several(
        drop_all(ChecklistRow, "unit", "其他安全生产条件"), at=(UnitRow, "其他安全生产条件", "unit"), variant=UNCOUNTED
    ),
    "CX8.2-02": several(
        copy(HazardRow, LAST_MEASURE, after=LAST_MEASURE, measure="打磨间装人员计数门禁，超过4人时报警。"),
        at=(HazardRow, "打磨间装人员计数门禁，超过4人时报警。", "measure"),
        variant=UNCOUNTED,
    ),
    "CX8.2-03": several(change(ChecklistRow, 0, measures="1-1.1、1-1.2"), at=(ChecklistRow, 0, "item")),
    "CX8.2-04": several(copy(ChecklistRow, LAST_ITEM, number="29"), at=(ChecklistRow, -1, "item"), variant=UNCOUNTED),
    "CX8.2-05": one(ChecklistRow, LAST_ITEM, number="27"),
    "CX8.2-06": one(ChecklistRow, LAST_ITEM, number="29"),
    "CX8.2-07": one(ChecklistRow, LAST_ITEM, basis=""),
    "CX8.2-08": one(ChecklistRow, LAST_ITEM, basis="《中华人民共和国安全生产法》"),
    "CX8.2-09": one(ChecklistRow, LAST_ITEM, conforms=""),
    "CX8.2-10": one(ChecklistRow, LAST_ITEM, variant=UNCOUNTED, conforms="不符合"),
}
DANGERS = {
    "CX8.2-11": one(HiddenDangerRow, 0, suggestion=""),
    "CX8.2-12": one(HiddenDangerRow, 0, notified=None),
    "CX8.2-13": one(MajorVerdictRow, "第三条（三）", verdict=""),
    "CX8.2-14": one(MajorVerdictRow, "第三条（三）", variant=UNCOUNTED, verdict="存在"),
    "CX8.2-15": several(change(MajorVerdictRow, "第十一条（十）", verdict=""), at=(HiddenDangerRow, 0, "description")),
    "CX8.2-16": one(HiddenDangerRow, 6, variant=UNCOUNTED, level="重大隐患"),
    "CX8.2-17": one(HiddenDangerRow, 6, basis="应急管理部令第10号第十四条"),
    "CX8.2-18": several(
        change(MajorVerdictRow, "第十一条（十）", evidence="粉尘清理制度已落实"), at=(HiddenDangerRow, 0, "description")
    ),
    "CX8.2-19": one(MajorVerdictRow, "第十一条（九）", evidence=""),
    "CX10.1-01": one(VerificationRow, "风险点遗漏", conclusion=""),
    "CX10.1-02": one(HiddenDangerRow, 0, recheck=""),
    "CX10.1-03": one(HiddenDangerRow, 0, rechecker=""),
    "CX10.1-04": one(HiddenDangerRow, 0, finished="2026-03-01"),
    "CX10.1-05": one(HiddenDangerRow, 0, variant=WITH_OPEN, deadline="2026-03-27"),
    "CX10.1-06": one(HiddenDangerRow, 6, variant=WITH_MAJOR, plan=""),
    "CX10.1-07": one(HiddenDangerRow, 0, state="复查不合格"),
    "CX10.2-01": one(HiddenDangerRow, 0, photo_after=""),
    "CX10.2-02": several(
        at=(HiddenDangerRow, 1, "photo_after"), variant=WITH_PICTURES, touch=pictures((1, "photo_after", "3.jpg"))
    ),
}
RISKS = {
    "CX8.3-01": several(drop(LecRow, -1), at=(HazardRow, "使用淘汰落后的工艺设备", "hazard"), variant=UNCOUNTED),
    "CX8.3-02": several(
        change(LecRow, "可燃溶剂蒸气积聚", **DUST_HIGH), *REFUSING, at=(LecRow, "可燃溶剂蒸气积聚", "grade"), variant=UNCOUNTED),
    "CX8.3-03": several(change(LecRow, DUST, likelihood=1), at=(LecRow, DUST, "grade"), variant=UNCOUNTED),
    "CX8.3-04": several(change(LecRow, "打磨粉尘吸入", **DUST_HIGH), *REFUSING, at=(LecRow, "打磨粉尘吸入", "grade"), variant=UNCOUNTED),
    "CX8.3-05": several(fact("理想模型缺陷", ""), at=(ProjectRow, "理想模型缺陷", "content"), variant=QUANTITATIVE),
    "CX8.3-06": several(change(LecRow, DUST, inherent_consequence=1, inherent_exposure=1), at=(LecRow, DUST, "grade")),
    "CXB-01": one(LecRow, 1, likelihood=4),
    "CXB-02": one(LecRow, 1, d=27),
    "CXB-03": one(LecRow, 1, grade="较大风险"),
    "CXB-04": several(change(LecRow, 0, likelihood=0.5, exposure=1, consequence=40), at=(LecRow, 0, "d")),
    "CXB-05": one(LecRow, 1, basis=""),
    "CXB-06": several(change(LecRow, 1, casualties="3人以下死亡，或10人以下重伤"), at=(LecRow, 1, "consequence")),
    "CXB-07": Break(
        (), lambda _: (CRITERIA_SHEET, f"A{criteria_row('表 B.1') + 5}"), OWN_CRITERIA,
        touch=criteria(under="表 B.1", below=4, value=4.0),
    ),
    "CXB-08": several(
        change(LecRow, 0, grade="低风险"), at=(LecRow, 0, "grade"), variant=OWN_CRITERIA, touch=criteria(UPPER_INCLUSIVE)
    ),
    "CXC-01": one(MatrixRow, 0, variant=BY_MATRIX, consequence=6),
    "CXC-02": one(MatrixRow, 0, variant=BY_MATRIX, r=6),
    "CXC-03": one(MatrixRow, 0, variant=BY_MATRIX, consequence=3),
}  # fmt: skip
CLOSING = {
    "CX9.1-01": one(CountermeasureRow, -6, measure=""),
    "CX9.2-01": one(CountermeasureRow, -6, measure="加强管理，注意安全。"),
    "CX11-01": one(ConclusionRow, "隐患整改复查结果", text=""),
    "CX11-02": several(*REFUSING, at=(ConclusionRow, MAIN, "acceptance")),
    "CX11-03": several(
        change(HiddenDangerRow, 0, recheck="部分整改", state="复查不合格"),
        at=(ConclusionRow, MAIN, "conformity"),
        variant=UNCOUNTED,
    ),
    "CX11-04": one(ConclusionRow, "隐患整改复查结果", text="检查发现一般隐患9项，均已整改并销号。"),
    "CX11-05": one(
        ConclusionRow, "隐患整改复查结果", variant=WITH_MAJOR, text="检查发现一般隐患6项，没有重大事故隐患，均已整改。"
    ),
    "CX12.1-01": one(ConclusionRow, MAIN, text=f"{TEXT}现有状态基本符合安全生产条件。"),
    "CX12.2-01": one(ReportPartRow, "内部运输方式", present=""),
    "CX12.2-02": several(drop(AnnexListRow, "企业提供的技术性资料"), at=(AnnexListRow, HEADER, "kind")),
    "CX12.3-01": one(ReportPartRow, "格式符合 AQ 8001", present=""),
}
BREAKS: dict[str, Break] = {
    **WHOLE_PAPER, **PREPARATION, **DIVISION, **HAZARDS, **CHEMICALS, **METHODS, **CHECKLIST, **DANGERS, **RISKS, **CLOSING,
}  # fmt: skip
