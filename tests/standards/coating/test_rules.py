"""Each rule has one edit of the clean paper that breaks it alone, at the cell named here, and the clean paper that does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from closing_papers import RULES as CLOSING
from papers import Grids, judge, places
from preparation_papers import RULES as PREPARATION

from coatxl.rules import REGISTRY
from coatxl.settings.validated import validated
from coatxl.standards.coating import standard
from coatxl.standards.coating.tables import (
    ChecklistRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    MatrixRow,
    RelationRow,
    RiskPointRow,
    UnitRow,
)

Edit = Callable[[Grids], Grids]
POINT, STEP, HAZARD = "自动化喷漆线", "喷漆作业", "可燃液体蒸气积聚"
DANGER: dict[str, Any] = {
    "number": "1", "unit": "喷漆单元", "risk_point": POINT, "description": "2号探头检定标签过期", "issue": "失效",
    "basis": "JJG693-2011第5.5条", "level": "一般隐患", "suggestion": "送检，合格后重新张贴标签", "notified": date(2026, 3, 20),
    "state": "销号", "finished": date(2026, 4, 2), "recheck": "已整改", "rechecker": "赵某", "recheck_date": date(2026, 4, 8), "photo_before": "a.jpg", "photo_after": "b.jpg",
}  # fmt: skip
MATRIX: dict[str, Any] = {
    "risk_point": POINT, "step": STEP, "hazard": HAZARD, "likelihood": 2, "consequence": 3, "r": 6, "grade": "低风险", "acceptance": "可接受", "basis": "定期监测",
}  # fmt: skip


def lec(**values: Any) -> Edit:
    return lambda g: g.set(LecRow, 0, **values)


def item(nth: int, /, **values: Any) -> Edit:
    return lambda g: g.set(ChecklistRow, nth - 1, **values)


def point(**values: Any) -> Edit:
    return lambda g: g.set(RiskPointRow, 0, **values)


def danger(**values: Any) -> Edit:
    return lambda g: g.add(HiddenDangerRow, **DANGER | values)


def matrix(**values: Any) -> Edit:
    return lambda g: g.add(MatrixRow, **MATRIX | values)


def second_point(g: Grids, **values: Any) -> Grids:
    """A further risk point that is analysed, checked and evaluated."""
    where = {"unit": "喷漆单元", "risk_point": "烘干生产线"}
    g.add(RiskPointRow, **{"number": "2", **where, "step": "-", "kind": "设备设施"} | values)
    g.add(
        HazardRow,
        **where,
        hazard="高温表面",
        event="接触高温表面引起灼烫。",
        outcome="灼烫",
        high="否",
        number="1",
        cause="保温层破损。",
        measure="保温层完好。",
    )
    g.add(
        ChecklistRow,
        **where,
        number="1",
        item="保温层完好。",
        basis="保温破损有现实风险，故要求。",
        observation="完好",
        conforms="符合",
    )
    return g.add(
        LecRow,
        number="2",
        **where,
        hazard="高温表面",
        likelihood=1,
        exposure=6,
        consequence=3,
        basis="异常作业已落实措施",
    )


NUMBERED = [
    ("CX0-01", item(1, observation="实测××mg/m³"), [("安全检查表", "F2")]),
    ("CX0-01", item(1, observation="风速×m/s"), [("安全检查表", "F2")]),
    ("CX0-01", item(1, observation="见TODO"), [("安全检查表", "F2")]),
    ("CX0-02", lambda g: g.set(HazardRow, 1, number=""), [("危害因素描述", "H3")]),
    ("CX0-02", lambda g: g.set(HazardRow, 1, number="1"), [("危害因素描述", "H3")]),
    ("CX0-02", lambda g: second_point(g, number="1"), [("风险点划分", "A3")]),
    ("CX0-02", lambda g: second_point(g).set(LecRow, 1, number="1"), [("风险评价LEC", "A3")]),
    ("CX0-03", item(1, measures="1-31.1"), [("安全检查表", "H2")]),
    ("CX0-03", lec(hazard="有毒蒸气"), [("风险评价LEC", "E2")]),
    ("CX0-03", lec(risk_point="调漆间"), [("风险评价LEC", "C2")]),
    ("CX0-03", danger(origin="安全检查表 自动化喷漆线/99"), [("隐患清单", "V2")]),
    ("CX5.3-02", item(1, basis="AQ5024-2008第6.4.7条"), [("安全检查表", "E2")]),
    ("CX6.1-03", danger(photo_before=""), [("隐患清单", "T2")]),
    ("CX6.2-01", lambda g: g.drop(UnitRow, 4), [("评价单元", "C1")]),
    ("CX6.2-01", lambda g: g.set(UnitRow, 4, note=""), [("评价单元", "E6")]),
    ("CX6.3-01", lambda g: second_point(g, unit="烘干单元"), [("风险点划分", "B3")]),
    ("CX6.3-04", point(merged="1号、2号喷漆线"), [("风险点划分", "G2")]),
    ("CX6.3-05", lambda g: second_point(g).set(RiskPointRow, 1, step="烘烤作业").add(
        RiskPointRow, number="3", unit="喷漆单元", risk_point="烘烤作业", step="-", kind="作业活动"), [("风险点划分", "C4")]),
    ("CX7.1-01", lambda g: g.add(RiskPointRow, number="2", unit="喷漆单元", risk_point="烘干生产线", step="-", kind="设备设施"), [("风险点划分", "C3")]),
    ("CX7.2-01", lambda g: g.set(HazardRow, 0, event=""), [("危害因素描述", "E2")]),
    ("CX7.2-01", lambda g: g.set(HazardRow, 0, outcome=""), [("危害因素描述", "F2")]),
    ("CX7.2-01", lambda g: g.set(HazardRow, 0, hazard=""), [("危害因素描述", "D2")]),
    ("CX7.2-01", lambda g: g.set(HazardRow, 1, cause=""), [("危害因素描述", "I3")]),
    ("CX7.2-02", lambda g: g.set(HazardRow, 0, high=""), [("危害因素描述", "G2")]),
    ("CX7.2-02", lambda g: g.set(HazardRow, 0, high="否"), [("危害因素描述", "G2")]),
    ("CX7.3-01", lambda g: g.insert(HazardRow, 30, unit="喷漆单元", risk_point=POINT, step=STEP, hazard=HAZARD, number="21", cause="灯具破损。"), [("危害因素描述", "J32")]),
    ("CX7.3-03", lambda g: g.set(HazardRow, 12, reason=""), [("危害因素描述", "M14")]),
    ("CX7.3-03", item(4, basis="企业自定"), [("安全检查表", "E5")]),
    ("CX8.2-02", lambda g: g.drop(ChecklistRow, 28), [("危害因素描述", "J31")]),
    ("CX8.2-04", lambda g: g.add(ChecklistRow, unit="喷漆单元", risk_point=POINT, number="30", item="油漆桶保持密闭", basis="同上，故要求。", observation="好", conforms="符合"), [("安全检查表", "D31")]),
    ("CX8.2-05", item(29, number="28"), [("安全检查表", "C30")]),
    ("CX8.2-06", item(29, number="31"), [("安全检查表", "C30")]),
    ("CX8.2-07", item(4, basis=""), [("安全检查表", "E5")]),
    ("CX8.2-08", item(23, basis="《防雷减灾管理办法》"), [("安全检查表", "E24")]),
    ("CX8.2-08", item(4, basis="GB6514-2023"), [("安全检查表", "E5")]),
    ("CX8.2-09", item(4, conforms=""), [("安全检查表", "G5")]),
    ("CX8.2-09", item(4, conforms="基本符合"), [("安全检查表", "G5")]),
    ("CX8.2-09", item(4, observation=""), [("安全检查表", "F5")]),
    ("CX8.2-09", item(4, conforms="不适用", observation=""), [("安全检查表", "F5")]),
    ("CX8.2-10", item(4, conforms="不符合"), [("安全检查表", "G5")]),
    ("CX8.2-11", danger(suggestion=""), [("隐患清单", "H2")]),
    ("CX8.2-12", danger(notified=None), [("隐患清单", "I2")]),
    ("CX8.3-01", lambda g: second_point(g).drop(LecRow, 1), [("危害因素描述", "D32")]),
    ("CX8.3-01", lec(exposure=None), [("风险评价LEC", "H2")]),
    ("CX8.3-01", lambda g: g.fact("风险评价方法", "专家打分法"), [("项目信息", "B8")]),
    ("CX8.3-02", lec(likelihood=3), [("风险评价LEC", "K2")]),
    ("CX8.3-03", lec(likelihood=1), [("风险评价LEC", "K2")]),
    ("CX8.3-05", lambda g: g.fact("风险评价方法", "定量评价方法").fact("事故情形设定", "泄漏").fact("可能发生的偏差", "±30%"), [("项目信息", "B12")]),
    ("CX8.3-06", lec(inherent_likelihood=Decimal("0.2"), inherent_exposure=6, inherent_consequence=15), [("风险评价LEC", "K2")]),
    ("CX10.1-02", danger(recheck="", photo_after=""), [("隐患清单", "Q2")]),
    ("CX10.1-02", danger(recheck="合格吧"), [("隐患清单", "Q2")]),
    ("CX10.1-02", danger(recheck_date=None), [("隐患清单", "S2")]),
    ("CX10.1-02", danger(recheck_date=date(2026, 3, 1)), [("隐患清单", "S2")]),
    ("CX10.1-03", danger(rechecker=""), [("隐患清单", "R2")]),
    ("CX10.1-04", danger(finished=date(2026, 4, 10)), [("隐患清单", "S2")]),
    ("CX10.1-05", danger(state="整改中", recheck="未整改", photo_after="", deadline=date(2026, 3, 25)), [("隐患清单", "M2")]),
    ("CX10.1-06", danger(level="重大隐患", owner="钱某", action="送检", money="无", deadline=date(2026, 4, 5)), [("隐患清单", "N2")]),
    ("CX10.1-07", danger(recheck="部分整改"), [("隐患清单", "O2")]),
    ("CX10.2-01", danger(photo_after=""), [("隐患清单", "U2")]),
    ("CXA-01", point(kind="工序"), [("风险点划分", "E2")]),
    ("CXA-01", point(kind=""), [("风险点划分", "E2")]),
    ("CXA-02", lambda g: second_point(g, risk_point="可燃气体报警仪").set(HazardRow, 30, risk_point="可燃气体报警仪")
        .set(ChecklistRow, 29, risk_point="可燃气体报警仪").set(LecRow, 1, risk_point="可燃气体报警仪"), [("风险点划分", "C3")]),
    ("CXA-03", lambda g: g.add(RiskPointRow, number="1", unit="喷漆单元", risk_point=POINT, step="操作前佩戴口罩", kind="设备设施"), [("风险点划分", "D3")]),
    ("CXA-04", lambda g: g.add(RiskPointRow, number="1", unit="喷漆单元", risk_point=POINT, step="喷枪", kind="设备设施"), [("风险点划分", "D3")]),
    ("CXA-05", lambda g: g.add(RiskPointRow, number="1", unit="喷漆单元", risk_point=POINT, step="清洗喷枪时使用稀释剂", kind="设备设施"), [("风险点划分", "D3")]),
    ("CXB-01", lec(likelihood=4), [("风险评价LEC", "G2")]),
    ("CXB-01", lec(likelihood="１０"), [("风险评价LEC", "G2")]),
    ("CXB-01", lec(inherent_consequence=5), [("风险评价LEC", "Q2")]),
    ("CXB-02", lec(d=54), [("风险评价LEC", "J2")]),
    ("CXB-02", lec(d="四十五"), [("风险评价LEC", "J2")]),
    ("CXB-03", lec(grade="轻微风险"), [("风险评价LEC", "K2")]),
    ("CXB-03", lec(acceptance="不可接受"), [("风险评价LEC", "L2")]),
    ("CXB-04", lec(likelihood=Decimal("0.2"), exposure=1, consequence=100, inherent_exposure=10), [("风险评价LEC", "J2")]),
    ("CXB-05", lec(basis=""), [("风险评价LEC", "N2")]),
    ("CXB-05", lec(likelihood=Decimal("0.2")), [("风险评价LEC", "G2")]),
    ("CXB-06", lec(casualties="3人以上10人以下死亡，或10人以上50人以下重伤"), [("风险评价LEC", "I2")]),
    ("CXC-01", matrix(consequence=6, r=None, grade="", acceptance=""), [("风险评价矩阵", "H2")]),
    ("CXC-02", matrix(r=5), [("风险评价矩阵", "I2")]),
    ("CXC-02", matrix(grade="一般风险"), [("风险评价矩阵", "J2")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "edit", "expected"), NUMBERED, ids=[f"{r}-{i}" for i, (r, _, _) in enumerate(NUMBERED)]
)
def test_one_edit_breaks_one_rule(rule: str, edit: Edit, expected: list[tuple[str, str]]) -> None:
    findings, _ = judge(edit(Grids()).book())
    told = [p for p in places(findings) if p[0] not in COMPANIONS.get(rule, ())]
    assert told == [(rule, *place) for place in expected]


# CXB-04: L=0.2 asks for a person's word (CXB-05) as well. CX6.3-05: the second name of the step is a risk point of its own.
COMPANIONS = {"CXB-04": ("CXB-05",), "CX6.3-05": ("CX7.1-01",)}


def test_the_clean_paper_breaks_none() -> None:
    assert places(judge(Grids().book())[0]) == []


def test_unit_without_risk_point_is_told_unless_undivided() -> None:
    def unit(divided: str) -> Grids:
        return Grids().add(
            UnitRow, number="7", unit="公用单元", kind="公用工程与辅助设施", divided=divided, note="空压站"
        )

    assert [p[0] for p in places(judge(unit("是").book())[0])] == ["CX6.3-02"]
    assert [p[0] for p in places(judge(unit("否").book())[0])] == ["CX7.1-01", "CX8.2-01"]


def test_unit_without_checklist_is_told() -> None:
    grids = second_point(
        Grids().add(UnitRow, number="7", unit="烘干单元", kind="工艺与设备设施", divided="是"), unit="烘干单元"
    )
    grids.set(HazardRow, 30, unit="烘干单元").set(LecRow, 1, unit="烘干单元").drop(ChecklistRow, 29)
    assert places(judge(grids.book())[0]) == [("CX8.2-01", "评价单元", "B8")]


def test_hazard_attached_to_an_undivided_unit_needs_no_risk_point() -> None:
    grids = Grids().add(UnitRow, number="7", unit="制度", kind="安全管理", divided="否", note="直接分析")
    grids.add(
        HazardRow,
        unit="制度",
        risk_point="-",
        hazard="管理缺陷",
        event="无人负责。",
        outcome="事故",
        high="否",
        number="1",
        cause="职责不清。",
        measure="明确职责。",
    )
    grids.add(
        ChecklistRow,
        unit="制度",
        risk_point="-",
        number="1",
        item="明确职责。",
        basis="职责不清有现实风险，故要求。",
        observation="有",
        conforms="符合",
    )
    grids.add(
        LecRow,
        number="2",
        unit="制度",
        risk_point="-",
        hazard="管理缺陷",
        likelihood=1,
        exposure=3,
        consequence=3,
        basis="常规",
    )
    assert places(judge(grids.book())[0]) == []


def test_separate_relation_sheet_is_compared() -> None:
    grids = Grids()
    grids.rows[RelationRow] = [
        {
            "risk_point": r["risk_point"],
            "hazard": r["hazard"],
            "number": r.get("number"),
            "cause": r.get("cause"),
            "measure": r["measure"],
        }
        for r in grids.rows[HazardRow]
    ]
    grids.rows[RelationRow][1]["cause"] = "风机偏小。"
    grids.rows[RelationRow][2]["cause"] = "喷漆时，风机故障停运"
    findings = [f for f in judge(grids.book())[0] if f.rule == "CX7.3-02"]
    assert [(f.severity, f.sheet, f.cell) for f in findings] == [("warning", "关系表", "H3"), ("info", "关系表", "H4")]


def test_law_column_is_asked_only_when_switched_on() -> None:
    settings = validated({"matrix": {"use_law_column": True}})
    grids = Grids().add(MatrixRow, **MATRIX).set(ChecklistRow, 3, conforms="不符合", observation="未写入")
    grids.add(HiddenDangerRow, **DANGER | {"origin": "安全检查表 自动化喷漆线/4"})
    assert places(judge(grids.book(), settings)[0]) == [("CXC-03", "风险评价矩阵", "H2")]
    off = {n.rule: n.reason for n in judge(grids.book())[1]}
    assert "关闭" in off["CXC-03"]


# Broken one by one in test_chemicals.py.
CHEMICALS = {
    "CX5.3-03", "CX7.4-01", "CX7.4-02", "CX7.4-03", "CX7.4-04", "CX7.4-05", "CX7.5-01", "CX7.5-02", "CX7.5-03", "CX7.5-04",
}  # fmt: skip


def test_every_automatic_rule_has_its_breaking_workbook() -> None:
    elsewhere = {"CX6.3-02", "CX7.3-02", "CX8.2-01", "CX8.2-03", "CX7.2-03", "CXC-03"}
    elsewhere |= {"CX6.1-05", "CX10.2-02"}  # pictures: test_evidence.py
    elsewhere |= {
        "CX8.2-13",
        "CX8.2-14",
        "CX8.2-15",
        "CX8.2-16",
        "CX8.2-17",
        "CX8.2-18",
        "CX8.2-19",
    }  # major hidden dangers: test_majors.py
    elsewhere |= {"CXB-07", "CXB-08"}  # the paper's own 判定标准: test_own_criteria.py
    elsewhere |= PREPARATION
    elsewhere |= CLOSING
    elsewhere |= CHEMICALS
    assert {r for r, _, _ in NUMBERED} | elsewhere == {r.id for r in standard.rules()}


def test_a_prompt_is_silent_only_after_a_named_person_ticked_it() -> None:
    from coatxl.standards.coating.tables import ConfirmationRow

    ticked = judge(Grids().book())[0]
    nobody = judge(Grids().set(ConfirmationRow, 0, person="").set(ConfirmationRow, 1, person="").book())[0]
    changed = judge(Grids().set(ChecklistRow, 2, item="喷漆设备和风机联锁。").book())[0]
    assert places(ticked) == []
    assert [f.rule for f in nobody if not f.rule.startswith("CXS")] == ["CX7.2-03", "CX8.2-03"]
    assert [f.rule for f in changed] == ["CX8.2-03"]


def test_every_rule_explains_a_bad_and_a_good_case() -> None:
    for rule in standard.rules():
        assert "不合格:" in rule.explanation, rule.id
        assert "合格:" in rule.explanation.replace("不合格:", ""), rule.id
        assert rule.clause, rule.id
        assert rule.sheets, rule.id


def test_a_rule_that_crashes_is_a_finding_and_the_others_run(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    def broken(*_: object) -> Any:
        raise ZeroDivisionError("x")

    monkeypatch.setitem(REGISTRY, "CX8.2-07", replace(REGISTRY["CX8.2-07"], judge=_named(broken, "CX8.2-07")))
    findings, not_run = judge(Grids().set(ChecklistRow, 3, basis="", observation="").book())
    assert [f.rule for f in findings] == ["CXF-09", "CX8.2-09"]
    assert "CX8.2-07" in findings[0].message
    assert [each.reason for each in not_run if each.rule == "CX8.2-07"] == ["规则执行出错"]


def _named(function: Any, rule: str) -> Any:
    function.__module__ = REGISTRY[rule].judge.__module__  # type: ignore[union-attr]
    return function
