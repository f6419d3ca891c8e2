"""Clauses 4 to 6.1 and 8.1: one edit of the clean paper breaks one rule, at the cell named here, and no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from papers import Grids, judge, places
from preparation_papers import METHOD, PREFILLED, RULES, cell, nth, prepared

from coatxl.settings.validated import validated
from coatxl.standards.coating.tables import (
    BuildingRow,
    HazardRow,
    MaterialRow,
    MethodRow,
    ScopeRow,
    SurveyRow,
    TeamRow,
    UnitRow,
)
from coatxl.tables.table import Table

Edit = Callable[[Grids], Grids]
FIELD = {ScopeRow: "item", MaterialRow: "name", SurveyRow: "item"}


def at(table: type[Table], words: str, field: str) -> str:
    return cell(table, field, nth(table, FIELD[table], words))


def put(table: type[Table], words: str, /, **values: Any) -> Edit:
    return lambda g: g.set(table, nth(table, FIELD[table], words), **values)


def gone(table: type[Table], words: str) -> Edit:
    return lambda g: g.drop(table, nth(table, FIELD[table], words))


def only(table: type[Table], keep: Callable[[dict[str, Any]], bool]) -> Edit:
    def edit(g: Grids) -> Grids:
        g.rows[table] = [row for row in g.rows[table] if keep(row)]
        return g

    return edit


def cleared(table: type[Table], kind: str, *fields: str) -> Edit:
    def edit(g: Grids) -> Grids:
        for row in g.rows[table]:
            if row["kind"] == kind:
                row.update(dict.fromkeys(fields, None))
        return g

    return edit


def team(row: int, /, **values: Any) -> Edit:
    return lambda g: g.set(TeamRow, row, **values)


def method(**values: Any) -> Edit:
    return lambda g: g.set(MethodRow, 0, **values)


def building(**values: Any) -> Edit:
    return lambda g: g.set(BuildingRow, 0, **values)


PROCESSES, SUPPORT = "涂装及其前后处理工序", "与涂装活动配套的设施"
CASES: list[tuple[str, Edit, tuple[str, str]]] = [
    ("CX4-01", gone(MaterialRow, "安全评价通则"), ("收集资料", "C1")),
    ("CX4-01", only(MaterialRow, lambda r: r["kind"] == "技术资料"), ("收集资料", "C1")),
    ("CX4-01", put(MaterialRow, "安全评价通则", code="AQ 8002"), ("收集资料", "C1")),
    ("CX5.1-01", lambda g: g.drop(TeamRow, 2), ("项目组", "D1")),
    ("CX5.1-01", team(0, discipline="安全"), ("项目组", "D1")),
    ("CX5.1-01", team(2, discipline=""), ("项目组", "D4")),
    ("CX5.1-01", team(1, verified="否"), ("项目组", "F3")),
    ("CX5.1-01", team(1, verified=""), ("项目组", "F3")),
    ("CX5.1-01", team(1, verified="核对中"), ("项目组", "F3")),
    ("CX5.2-01", only(ScopeRow, lambda r: r["kind"] != SUPPORT), ("评价范围", "B1")),
    ("CX5.2-01", cleared(ScopeRow, PROCESSES, "include", "points"), ("评价范围", "E2")),
    ("CX5.2-01", lambda g: only(ScopeRow, lambda r: r["kind"] != SUPPORT or "储存" not in r["item"])(g).set(
        ScopeRow, 6, include="不涉及", points=""), ("评价范围", "G8")),
    ("CX5.2-02", put(ScopeRow, "位置信息", content=""), ("评价范围", at(ScopeRow, "位置信息", "content"))),
    ("CX5.2-02", put(ScopeRow, "加工规模", content="-"), ("评价范围", at(ScopeRow, "加工规模", "content"))),
    ("CX5.2-02", put(ScopeRow, "未被纳入", content=""), ("评价范围", at(ScopeRow, "未被纳入", "content"))),
    ("CX5.2-02", gone(ScopeRow, "建构筑物"), ("评价范围", "C1")),
    ("CX5.2-02", put(ScopeRow, "涂装", include="否", points=""), ("评价范围", at(ScopeRow, "涂装", "reason"))),
    ("CX5.2-03", gone(ScopeRow, "烘干"), ("评价范围", "C1")),
    ("CX5.2-03", put(ScopeRow, "涂装废气处理设施", include="", points=""), ("评价范围", at(ScopeRow, "涂装废气", "include"))),
    ("CX5.2-03", put(ScopeRow, "烘干", include="不涉及", points=""), ("评价范围", at(ScopeRow, "烘干", "reason"))),
    ("CX5.2-04", put(ScopeRow, "确认单位", content=""), ("评价范围", at(ScopeRow, "确认单位", "content"))),
    ("CX5.2-04", put(ScopeRow, "确认人", content="/"), ("评价范围", at(ScopeRow, "确认人", "content"))),
    ("CX5.2-04", put(ScopeRow, "确认日期", content=""), ("评价范围", at(ScopeRow, "确认日期", "content"))),
    ("CX5.2-04", put(ScopeRow, "确认日期", content="2026年4月"), ("评价范围", at(ScopeRow, "确认日期", "content"))),
    ("CX5.2-04", put(ScopeRow, "确认日期", content=date(2026, 4, 21)), ("评价范围", at(ScopeRow, "确认日期", "content"))),
    ("CX5.2-04", put(ScopeRow, "范围符合", content=""), ("评价范围", at(ScopeRow, "范围符合", "content"))),
    ("CX5.3-01", put(MaterialRow, "法定检测报告", state=""), ("收集资料", at(MaterialRow, "法定检测报告", "state"))),
    ("CX5.3-01", put(MaterialRow, "烘干热源", state="未收集"), ("收集资料", at(MaterialRow, "烘干热源", "state"))),
    ("CX5.3-01", put(MaterialRow, "烘干热源", state="不适用"), ("收集资料", at(MaterialRow, "烘干热源", "note"))),
    ("CX5.3-01", gone(MaterialRow, "企业合规信息"), ("收集资料", "C1")),
    ("CX6.1-01", put(SurveyRow, "范围核实结果", content=""), ("现场勘察", "D2")),
    ("CX6.1-01", lambda g: put(SurveyRow, "范围核实结果", content="有差异")(put(SurveyRow, "范围修订", content="")(g)), ("现场勘察", "D3")),
    ("CX6.1-02", cleared(SurveyRow, "生产工艺", "content"), ("现场勘察", at(SurveyRow, "工艺步骤", "content"))),
    ("CX6.1-02", only(SurveyRow, lambda r: r["kind"] != "安全管理基础信息"), ("现场勘察", "B1")),
    ("CX6.1-02", cleared(SurveyRow, "危害因素及已采取的措施", "content"), ("现场勘察", at(SurveyRow, "主要危害因素", "content"))),
    ("CX6.1-02", lambda g: g.drop(BuildingRow, 0), ("建构筑物", "A1")),
    ("CX6.1-02", put(SurveyRow, "供气", content=""), ("现场勘察", at(SurveyRow, "供气", "content"))),
    ("CX6.1-02", put(SurveyRow, "应急准备措施", content=""), ("现场勘察", at(SurveyRow, "应急准备", "content"))),
    ("CX6.1-02", put(SurveyRow, "主要危害因素", content=""), ("现场勘察", at(SurveyRow, "主要危害因素", "content"))),
    ("CX6.1-02", gone(SurveyRow, "个体防护措施"), ("现场勘察", at(SurveyRow, "主要危害因素", "item"))),
    ("CX6.1-02", building(resistance=""), ("建构筑物", "F2")),
    ("CX6.1-02", building(purpose="", exits=""), ("建构筑物", "C2")),
    ("CX6.1-04", put(SurveyRow, "保存至", content=""), ("现场勘察", at(SurveyRow, "保存至", "content"))),
    ("CX6.1-04", put(SurveyRow, "保存至", content=date(2029, 4, 19)), ("现场勘察", at(SurveyRow, "保存至", "content"))),
    ("CX6.1-04", put(SurveyRow, "保存至", content="三年"), ("现场勘察", at(SurveyRow, "保存至", "content"))),
    ("CX6.1-04", put(SurveyRow, "保存形式", content="口头"), ("现场勘察", at(SurveyRow, "保存形式", "content"))),
    ("CX6.1-04", put(SurveyRow, "保存形式", content=""), ("现场勘察", at(SurveyRow, "保存形式", "content"))),
    ("CX6.3-03", put(ScopeRow, "表面处理", points=""), ("评价范围", at(ScopeRow, "表面处理", "points"))),
    ("CX6.3-03", put(ScopeRow, "表面处理", points="9"), ("评价范围", at(ScopeRow, "表面处理", "points"))),
    ("CX6.3-03", put(SurveyRow, "生产设备", include="是"), ("现场勘察", at(SurveyRow, "生产设备", "points"))),
    ("CX6.3-03", put(ScopeRow, "风险点无疏漏", content=""), ("评价范围", at(ScopeRow, "风险点无疏漏", "content"))),
    ("CX8.1-01", method(reason=""), ("评价方法", "D2")),
    ("CX8.1-01", method(limits="无"), ("评价方法", "E2")),
    ("CX8.1-01", method(deviation=""), ("评价方法", "F2")),
    ("CX8.1-01", method(unit="烘干单元"), ("评价单元", "B4")),
    ("CX8.1-02", method(criterion=""), ("评价方法", "G2")),
    ("CX8.1-02", method(criterion_source=""), ("评价方法", "H2")),
    ("CX8.1-02", method(acceptance=""), ("评价方法", "I2")),
    ("CX8.1-02", method(acceptance="较低"), ("评价方法", "I2")),
    ("CX8.1-03", method(not_quantified=""), ("评价方法", "J2")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "edit", "place"), CASES, ids=[f"{rule}-{i}" for i, (rule, _, _) in enumerate(CASES)])
def test_one_edit_breaks_one_rule(rule: str, edit: Edit, place: tuple[str, str]) -> None:
    assert places(judge(edit(prepared()).book())[0]) == [(rule, *place)]


def test_every_rule_of_these_sheets_has_its_breaking_workbook() -> None:
    assert {rule for rule, _, _ in CASES} == RULES


def test_the_clean_paper_breaks_none() -> None:
    findings, not_run = judge(prepared().book())
    assert places(findings) == []
    assert not RULES & {each.rule for each in not_run}


def test_without_the_sheets_the_rules_are_not_run_and_tell_nothing() -> None:
    findings, not_run = judge(Grids().book())
    assert places(findings) == []
    assert {each.rule for each in not_run} >= RULES


HUMAN = [
    ("CX5.1-01", team(1, verified="")),
    ("CX5.2-04", put(ScopeRow, "范围符合", content="否")),
    ("CX6.3-03", put(ScopeRow, "风险点无疏漏", content="")),
    ("CX6.1-02", building(resistance="")),
    ("CX6.1-02", put(SurveyRow, "供气", content="")),
    ("CX5.2-03", gone(ScopeRow, "烘干")),
]


@pytest.mark.parametrize(("rule", "edit"), HUMAN, ids=[f"{rule}-{i}" for i, (rule, _) in enumerate(HUMAN)])
def test_what_a_person_confirms_or_completes_is_a_warning(rule: str, edit: Edit) -> None:
    assert [(f.rule, f.severity) for f in judge(edit(prepared()).book())[0]] == [(rule, "warning")]


ACCEPTED: list[Edit] = [
    team(0, discipline="注册安全工程师（化学工程与工艺）"),
    team(2, discipline="电气工程及其自动化", verified="已核对"),
    put(ScopeRow, "涂装", include="否", points="", reason="委托外单位涂装"),
    put(ScopeRow, "烘干", include="不涉及", points="", reason="自然干燥"),
    put(ScopeRow, "表面处理", points="自动化喷漆线、喷漆作业"),
    put(ScopeRow, "表面处理", points="1-1"),
    put(ScopeRow, "表面处理", include="", points=""),
    put(ScopeRow, "确认日期", content="2026年4月20日"),
    put(ScopeRow, "范围符合", content="已确认。"),
    put(MaterialRow, "安全评价通则", name="AQ8001-2007《安全评价通则》", code=""),
    put(MaterialRow, "烘干热源", state="现场收集"),
    put(MaterialRow, "烘干热源", state="不适用", note="自然干燥，没有烘干"),
    put(SurveyRow, "范围修订", content=""),
    put(SurveyRow, "应急准备措施", content="无"),
    put(SurveyRow, "保存至", content="长期保存"),
    put(SurveyRow, "保存形式", content="电子和纸质"),
    building(distance="/"),
    method(unit="全部单元"),
    method(unit="调漆单元、喷漆单元"),
    method(unit="工艺与设备设施"),
    method(acceptance="不高于一般风险"),
    method(method="定量评价方法", not_quantified=""),
]


@pytest.mark.parametrize("edit", ACCEPTED, ids=range(len(ACCEPTED)))
def test_other_wordings_are_accepted(edit: Edit) -> None:
    assert places(judge(edit(prepared()).book())[0]) == []


def test_each_missing_discipline_and_material_is_told_by_its_name() -> None:
    g = prepared().set(TeamRow, 1, discipline="安全").set(TeamRow, 2, discipline="安全")
    assert [f.message for f in judge(g.book())[0]] == [f"项目组没有“{d}”专业的人员" for d in ("机械", "电气")]
    left = prepared().drop(MaterialRow, 4).drop(MaterialRow, 4)
    assert [f.message for f in judge(left.book())[0]] == [
        "技术资料“企业合规信息”不在清单里", "技术资料“平面布置与建构筑物”不在清单里",
    ]  # fmt: skip


def test_disciplines_and_years_follow_the_settings() -> None:
    settings = validated({"team": {"disciplines": ["安全", "消防"]}, "retention_years": 5})
    told = [(f.rule, f.message) for f in judge(prepared().book(), settings)[0]]
    assert told == [
        ("CX6.1-04", "保存至 2029-04-20，应不早于 2031-04-20（报告日期 2026-04-20 起 5 年）"),
        ("CX5.1-01", "项目组没有“消防”专业的人员"),
    ]


@pytest.mark.parametrize(("until", "told"), [(date(2031, 2, 27), ["CX6.1-04"]), (date(2031, 2, 28), [])])
def test_a_report_of_29_february_is_kept_until_28_february(until: date, told: list[str]) -> None:
    g = put(SurveyRow, "保存至", content=until)(prepared().fact("报告日期", date(2028, 2, 29)))
    assert [f.rule for f in judge(g.book())[0] if f.rule.startswith("CX6.1")] == told


def test_without_a_report_date_the_dates_are_not_passed() -> None:
    findings, not_run = judge(prepared().fact("报告日期", None).book())
    assert places(findings) == []
    assert {"CX5.2-04", "CX6.1-04"} <= {each.rule for each in not_run}


def test_only_a_special_assessment_asks_for_the_linked_systems() -> None:
    g = gone(ScopeRow, "烘干")(prepared().fact("评价类型", "安全现状评价"))
    assert places(judge(g.book())[0]) == []
    unsaid = judge(gone(ScopeRow, "烘干")(prepared().fact("评价类型", "")).book())
    assert "CX5.2-03" in {each.rule for each in unsaid[1]}


def test_a_unit_of_its_own_needs_a_method_of_its_own() -> None:
    g = prepared().add(UnitRow, number="7", unit="制度", kind="安全管理", divided="否", note="")
    told = [p for p in places(judge(g.book())[0]) if p[0].startswith("CX8.1")]
    assert told == [("CX8.1-01", "评价单元", "B8")]
    g.add(MethodRow, **METHOD | {"unit": "制度", "method": "安全检查表法"})
    assert not [p for p in places(judge(g.book())[0]) if p[0].startswith("CX8.1")]


def test_several_high_hazards_of_a_unit_are_one_hint() -> None:
    g = prepared().set(MethodRow, 0, not_quantified="")
    for n in range(4):
        g.add(HazardRow, unit="喷漆单元", risk_point="自动化喷漆线", step="喷漆作业", hazard=f"危害{n}", event="起火。", outcome="火灾",
              high="是", number="1", cause="失控。", measure="受控。")  # fmt: skip
    (hint,) = [f for f in judge(g.book())[0] if f.rule == "CX8.1-03"]
    assert hint.severity == "info"
    assert "可燃液体蒸气积聚、危害0、危害1等5个" in hint.message


def test_the_acceptance_of_the_project_holds_where_the_sheet_has_no_such_column() -> None:
    def told(g: Grids) -> list[tuple[str, str | None, str | None]]:
        book = g.book()
        sheet = next(s for s in book.sheets if s.name == "评价方法")
        col = sheet.rows[0].index("风险可接受准则")
        for row in sheet.rows:
            del row[col]
        return [p for p in places(judge(book)[0]) if p[0] == "CX8.1-02"]

    assert told(prepared()) == []
    assert told(prepared().fact("可接受风险等级", "")) == [("CX8.1-02", "评价方法", "C1")]


def as_it_comes() -> Grids:
    g = prepared()
    g.rows.update({table: [dict(row) for row in rows] for table, rows in PREFILLED.items() if rows})
    return g


def test_sheets_that_nobody_began_are_not_asked() -> None:
    findings, not_run = judge(as_it_comes().book())
    assert [f.rule for f in findings] == ["CXS-17"]
    assert RULES - {each.rule for each in not_run} == {"CX5.1-01", "CX8.1-01", "CX8.1-02", "CX8.1-03"}


def test_a_sheet_that_is_begun_is_asked_for_all_that_the_clause_wants() -> None:
    begun = put(ScopeRow, "位置信息", content="某区")(put(MaterialRow, "企业合规", state="已收集")(as_it_comes()))
    told = places(judge(put(SurveyRow, "保存形式", content="电子")(begun).book())[0])
    states = [("CX5.3-01", "收集资料", cell(MaterialRow, "state", i)) for i in range(5, 13)]
    assert [p for p in told if p[0] == "CX5.3-01"] == states
    assert [p for p in told if p[0] == "CX5.2-01"] == [("CX5.2-01", "评价范围", f"E{row}") for row in (2, 8, 11)]
    assert Counter(rule for rule, _, _ in told) == {
        "CX5.2-01": 3, "CX5.2-02": 4, "CX5.2-04": 4, "CX5.3-01": 8, "CX6.1-01": 1, "CX6.1-02": 6, "CX6.1-04": 1, "CX6.3-03": 1,
    }  # fmt: skip
