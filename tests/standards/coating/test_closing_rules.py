"""Rules of clauses 8.3.1 and 9 to 12: one edit of a clean paper breaks each alone, at the cell named here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from closing_papers import DANGER, RULES, closing_paper
from papers import Grids, judge, places

from coatxl.settings import Settings
from coatxl.settings.validated import validated
from coatxl.standards.coating.conclusions import acceptance_in, conformity_in
from coatxl.standards.coating.pages.closing import PAGES
from coatxl.standards.coating.tables import (
    AnnexListRow,
    ChecklistRow,
    ConclusionRow,
    ConfirmationRow,
    CountermeasureRow,
    HiddenDangerRow,
    LecRow,
    ReportPartRow,
    VerificationRow,
)
from coatxl.tables.table import Table

Edit = Callable[[Grids], Grids]
REFUSED = "企业有1项风险不可接受；现有状态不符合法律法规规定的安全生产条件。"
HAZARD = "可燃液体蒸气积聚"


def edit(table: type[Table], number: int, /, **values: Any) -> Edit:
    return lambda g: g.set(table, number, **values)


def risky(**values: Any) -> Edit:
    """The only hazard at D=270, with a conclusion that says so."""
    return lambda g: g.set(LecRow, 0, likelihood=3).set(ConclusionRow, 3, text=REFUSED, **values)


def treated(**values: Any) -> Edit:
    added = {"kind": "整改建议", "measure": "增设一台变频排风机，风量不低于15000m³/h", **values}
    return lambda g: risky()(g).add(CountermeasureRow, **added)


def verification(number: int, /, **values: Any) -> Edit:
    return edit(VerificationRow, number, **values)


def excluded(table: type[Table], number: int, /, content: str, note: str) -> Edit:
    return edit(table, number, **{content: "", "involved": "不涉及", "note": note})


BREAKING: list[tuple[str, Edit, list[tuple[str, str]]]] = [
    ("CX8.3-04", risky(), [("风险评价LEC", "K2")]),
    ("CX8.3-04", treated(subject="静电积聚"), [("风险评价LEC", "K2")]),
    ("CX8.3-04", treated(subject=HAZARD, risk_point="调漆间"), [("风险评价LEC", "K2")]),
    ("CX9.1-01", lambda g: g.drop(CountermeasureRow, 3), [("对策措施", "B1")]),
    ("CX9.1-01", edit(CountermeasureRow, 3, measure=""), [("对策措施", "C5")]),
    ("CX9.1-01", edit(CountermeasureRow, 3, measure="—"), [("对策措施", "C5")]),
    ("CX9.1-01", excluded(CountermeasureRow, 4, "measure", ""), [("对策措施", "J6")]),
    ("CX9.1-01", edit(CountermeasureRow, 0, kind=""), [("对策措施", "B2")]),
    ("CX9.1-01", excluded(CountermeasureRow, 0, "measure", "没有隐患"), [("对策措施", "I2")]),
    ("CX9.1-01", lambda g: g.add(CountermeasureRow, kind="隐患排查", risk_point="自动化喷漆线"), [("对策措施", "C9")]),
    ("CX9.2-01", edit(CountermeasureRow, 3, measure="每月排查"), [("对策措施", "C5")]),
    ("CX9.2-01", edit(CountermeasureRow, 3, measure="加强管理，注意安全，必要时采取相应措施。"), [("对策措施", "C5")]),
    ("CX9.2-01", edit(HiddenDangerRow, 0, suggestion="尽快整改"), [("隐患清单", "H2")]),
    ("CX10.1-01", lambda g: g.drop(VerificationRow, 1), [("现场复核", "B1")]),
    ("CX10.1-01", verification(2, conclusion=""), [("现场复核", "D4")]),
    ("CX10.1-01", verification(2, person="/"), [("现场复核", "F4")]),
    ("CX10.1-01", verification(2, day=None), [("现场复核", "G4")]),
    ("CX10.1-01", verification(2, conclusion="", person="", day=None), [("现场复核", "D4")]),
    ("CX10.1-01", verification(2, item=""), [("现场复核", "B4")]),
    ("CX11-01", lambda g: g.drop(ConclusionRow, 1), [("评价结论", "B1")]),
    ("CX11-01", edit(ConclusionRow, 2, text=""), [("评价结论", "C4")]),
    ("CX11-01", edit(ConclusionRow, 3, text=""), [("评价结论", "C5")]),
    ("CX11-01", edit(ConclusionRow, 3, text="企业安全风险可接受。"), [("评价结论", "E5")]),
    ("CX11-01", edit(ConclusionRow, 3, text="现有状态符合安全生产条件。"), [("评价结论", "D5")]),
    ("CX11-02", edit(ConclusionRow, 3, text=REFUSED), [("评价结论", "C5")]),
    ("CX11-02", edit(ConclusionRow, 3, text="现有状态不符合安全生产条件。", acceptance="不可接受"), [("评价结论", "D5")]),
    ("CX11-02", lambda g: treated(subject=HAZARD)(g).set(ConclusionRow, 3, text="风险可接受，符合安全生产条件。"), [("评价结论", "C5")]),
    ("CX11-03", edit(HiddenDangerRow, 0, state="整改中", recheck="未整改", photo_after=""), [("评价结论", "C5")]),
    ("CX11-04", edit(ConclusionRow, 0, text="共3项隐患，均已整改。"), [("评价结论", "C2")]),
    ("CX11-04", edit(ConclusionRow, 2, text="检查表12项，符合12项。"), [("评价结论", "C4")] * 2),
    ("CX11-05", lambda g: g.set(HiddenDangerRow, 0, level="重大隐患", owner="钱某", action="送检", money="1万元", deadline="2026-04-05", plan="停产").set(ConclusionRow, 0, text="没有重大事故隐患。"), [("评价结论", "C2")]),
    ("CX12.1-01", edit(ConclusionRow, 3, text="风险可接受，基本符合安全生产条件。"), [("评价结论", "C5")]),
    ("CX12.1-01", edit(ConclusionRow, 3, text="企业总体上较为安全，风险基本可控。", acceptance="可接受", conformity="符合"),
     [("评价结论", "C5")] * 2),
    ("CX12.1-01", edit(ConclusionRow, 3, text="企业安全状况良好。"), [("评价结论", "C5")]),
    ("CX12.1-01", edit(ConclusionRow, 3, text="风险不可接受，符合安全生产条件。", acceptance="可接受"), [("评价结论", "D5")]),
    ("CX12.2-01", lambda g: g.drop(ReportPartRow, 17), [("报告内容", "B1")]),
    ("CX12.2-01", edit(ReportPartRow, 17, present="无"), [("报告内容", "C19")]),
    ("CX12.2-01", edit(ReportPartRow, 0, present=""), [("报告内容", "C2")]),
    ("CX12.2-01", edit(ReportPartRow, 7, present=""), [("报告内容", "C9")]),
    ("CX12.2-01", lambda g: g.drop(ReportPartRow, 7), [("报告内容", "B2")]),
    ("CX12.2-01", edit(ReportPartRow, 15, part="附件"), [("报告内容", "D17")]),
    ("CX12.2-01", edit(ReportPartRow, 15, present="否"), [("报告内容", "C17")]),
    ("CX12.2-01", lambda g: g.add(ReportPartRow, item="封面"), [("报告内容", "C22")]),
    ("CX12.2-02", lambda g: g.drop(AnnexListRow, 3), [("附件清单", "B1")]),
    ("CX12.2-02", edit(AnnexListRow, 0, name=""), [("附件清单", "C2")]),
    ("CX12.2-02", excluded(AnnexListRow, 3, "name", ""), [("附件清单", "F5")]),
    ("CX12.2-02", excluded(AnnexListRow, 4, "name", "另行归档"), [("附件清单", "E6")]),
    ("CX12.3-01", edit(ReportPartRow, 19, present="否"), [("报告内容", "C21")]),
    ("CX12.3-01", edit(ReportPartRow, 19, present=""), [("报告内容", "C21")]),
    ("CX12.3-01", lambda g: g.drop(ReportPartRow, 19), [("报告内容", "B1")]),
]  # fmt: skip
# A hazard above the acceptable grade is flagged by itself.
COMPANIONS = {"CX8.3-04": ("CX8.3-02",), "CX11-02": ("CX8.3-02",)}


def told(g: Grids, settings: Settings | None = None) -> list[tuple[str, str | None, str | None]]:
    return places(judge(g.book(), settings)[0])


def test_each_rule_is_broken_here() -> None:
    assert {rule for rule, _, _ in BREAKING} == RULES


def test_the_clean_paper_breaks_none_and_each_rule_was_judged() -> None:
    findings, not_run = judge(closing_paper().book())
    assert places(findings) == []
    assert RULES.isdisjoint(n.rule for n in not_run)


@pytest.mark.parametrize(
    ("rule", "change", "expected"), BREAKING, ids=[f"{r}-{i}" for i, (r, _, _) in enumerate(BREAKING)]
)
def test_one_edit_breaks_one_rule(rule: str, change: Edit, expected: list[tuple[str, str]]) -> None:
    found = [place for place in told(change(closing_paper())) if place[0] not in COMPANIONS.get(rule, ())]
    assert found == [(rule, *place) for place in expected]


def test_a_paper_without_these_sheets_is_not_judged_by_their_rules() -> None:
    findings, not_run = judge(Grids().set(LecRow, 0, likelihood=3).book())
    assert [f.rule for f in findings] == ["CX8.3-02"]
    assert {n.rule for n in not_run} >= RULES


@pytest.mark.parametrize(
    "change",
    [
        treated(subject=HAZARD),
        treated(subject=HAZARD, risk_point="自动化喷漆线"),
        treated(subject=HAZARD, risk_point="喷漆作业"),
        treated(measure=f"针对{HAZARD}增设一台变频排风机"),
        treated(origin="风险评价LEC 1"),
        treated(origin="隐患清单 1、风险评价LEC!E2"),
        lambda g: risky()(g).set(HiddenDangerRow, 0, origin="安全检查表 自动化喷漆线/6"),
        lambda g: risky()(g).set(HiddenDangerRow, 0, description=f"排风机风量不足，{HAZARD}"),
    ],
    ids=["name", "place", "step", "text", "source", "cell", "item", "danger"],
)
def test_a_countermeasure_or_a_hidden_danger_answers_an_unacceptable_risk(change: Edit) -> None:
    assert [place[0] for place in told(change(closing_paper()))] == ["CX8.3-02"]


@pytest.mark.parametrize("origin", ["风险评价LEC 12", "风险评价LEC!E21", "风险评价矩阵 1", "1"])
def test_another_row_as_source_answers_nothing(origin: str) -> None:
    assert "CX8.3-04" in {place[0] for place in told(treated(origin=origin)(closing_paper()))}


def test_an_excluded_category_with_its_reason_is_complete() -> None:
    g = excluded(CountermeasureRow, 6, "measure", "本次委托不含提升方案")(closing_paper())
    assert told(excluded(AnnexListRow, 3, "name", "企业没有提供")(g)) == []
    assert told(edit(CountermeasureRow, 6, measure="不涉及", note="本次委托不含提升方案")(closing_paper())) == []


def test_no_suggestion_is_needed_where_there_is_no_hidden_danger() -> None:
    assert told(closing_paper().drop(CountermeasureRow, 0).drop(HiddenDangerRow, 0)) == []


def test_further_rows_of_a_category_may_leave_it_blank_as_above() -> None:
    g = closing_paper()
    g.insert(CountermeasureRow, 2, measure="排风机每季保养一次，校验风压开关")
    assert told(g.set(CountermeasureRow, 3, kind="人员培训、批准和监督活动")) == []


def template_rows() -> Grids:
    """The clean core paper with the sheets of 9 to 12 as the template gives them."""
    g = Grids()
    for page in PAGES:
        for row in page.rows:
            g.add(page.table, **row)
    return g


def test_what_the_template_gives_is_no_answer_and_nobody_is_told_before_a_sheet_is_begun() -> None:
    findings, not_run = judge(template_rows().book())
    assert {f.rule for f in findings}.isdisjoint(RULES)
    assert {n.rule for n in not_run} >= RULES - {"CX8.3-04"}


def test_a_sheet_that_was_begun_is_told_what_it_still_lacks_each_once() -> None:
    g = template_rows().set(CountermeasureRow, 0, note="待定稿").set(VerificationRow, 0, scope="喷漆房")
    g.set(ConclusionRow, 0, origin="隐患清单").set(ReportPartRow, 0, note="初稿").set(AnnexListRow, 0, copies="1")
    assert Counter(rule for rule, *_ in told(g) if rule in RULES) == {
        "CX9.1-01": 6, "CX10.1-01": 4, "CX11-01": 4, "CX12.2-01": 7, "CX12.2-02": 5, "CX12.3-01": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "change", "key"),
    [
        ("CX9.2-01", edit(CountermeasureRow, 3, measure="每月排查"), "每月排查"),
        ("CX11-03", edit(HiddenDangerRow, 0, state="整改中", recheck="部分整改"), "未完成整改的隐患：1"),
        ("CX12.1-01", edit(ConclusionRow, 3, text="可能起火的漆渣已清运。风险可接受，符合安全生产条件。"), "可能：可能起火的漆渣已清运"),
        ("CX12.3-01", edit(ReportPartRow, 19, present="否"), "格式符合 AQ 8001"),
    ],
)  # fmt: skip
def test_what_a_named_person_confirmed_is_told_no_more(rule: str, change: Edit, key: str) -> None:
    g = change(closing_paper())
    assert [place[0] for place in told(g)] == [rule]
    assert told(g.add(ConfirmationRow, rule=rule, key=key, verdict="已确认", person="赵某")) == []


def test_a_further_open_hidden_danger_is_confirmed_anew() -> None:
    left = {"state": "整改中", "recheck": "未整改", "photo_after": ""}
    g = closing_paper().set(HiddenDangerRow, 0, **left)
    g.add(ConfirmationRow, rule="CX11-03", key="未完成整改的隐患：1", verdict="已确认", person="赵某")
    assert told(g) == []
    g.add(HiddenDangerRow, **DANGER | left | {"number": "2", "description": "安全门外堆放工件，通道不畅"})
    assert [place[0] for place in told(g)] == ["CX11-03"]


def test_an_unchecked_hidden_danger_is_left_to_the_rule_of_the_recheck() -> None:
    g = closing_paper().set(HiddenDangerRow, 0, recheck="", recheck_date=None, photo_after="")
    assert [place[0] for place in told(g)] == ["CX10.1-02"]
    assert {p[0] for p in told(g.set(HiddenDangerRow, 0, state="整改中"))} == {"CX10.1-02", "CX11-03"}


def test_a_refusal_is_not_contradicted_by_what_has_no_grade_yet() -> None:
    g = closing_paper().set(ConclusionRow, 3, text=REFUSED).set(LecRow, 0, exposure=None)
    findings, not_run = judge(g.book())
    assert "CX11-02" not in {f.rule for f in findings}
    assert "CX11-02" in {n.rule for n in not_run}


def test_the_acceptable_grade_of_the_settings_decides_the_contradiction() -> None:
    lower = validated({"acceptance": {"max_grade": "轻微风险"}})
    found = {rule for rule, *_ in told(closing_paper(), lower)}
    assert found == {"CX8.3-02", "CX8.3-04", "CX11-02"}


def test_vague_words_follow_the_settings() -> None:
    g = closing_paper().set(CountermeasureRow, 3, measure="按规定执行，做好相关工作，抓好落实")
    assert told(g) == []
    assert [p[0] for p in told(g, Settings(vague_words=("按规定执行", "抓好落实")))] == ["CX9.2-01"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("企业安全风险程度控制在可接受的范围内", "可接受"),
        ("不存在不可接受风险", "可接受"),
        ("控制风险均不高于可接受等级", "可接受"),
        ("没有控制风险高于可接受等级的危害因素", "可接受"),
        ("除调漆间的风险不可接受外，其余均可接受", "不可接受"),
        ("未降低到可接受的范围", "不可接受"),
        ("有两项高于可接受等级", "不可接受"),
        ("可接受风险等级为一般风险", ""),
        ("风险程度较低", ""),
    ],
)
def test_what_a_text_says_about_the_risk(text: str, said: str) -> None:
    assert acceptance_in(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("现有状态符合安全生产条件", "符合"),
        ("不符合项已全部整改，具备安全生产条件", "符合"),
        ("未发现不符合法律法规的情形", "符合"),
        ("尚不能满足安全生产条件", "不符合"),
        ("不符合法定的安全生产条件", "不符合"),
        ("符合性评价已经完成，符合率98%", ""),
    ],
)
def test_what_a_text_says_about_the_legal_conditions(text: str, said: str) -> None:
    assert conformity_in(text) == said


def test_the_date_of_the_recheck_must_be_a_date() -> None:
    found = told(verification(0, day="四月")(closing_paper()))
    assert found == [("CXS-05", "现场复核", "G2")]
    assert told(verification(0, day=date(2026, 4, 10))(closing_paper())) == []


def test_the_words_of_the_standard_itself_are_understood() -> None:
    g = closing_paper().set(VerificationRow, 2, item="复核安全评价报告描述的风险管控措施与实际情况一致性")
    g.set(CountermeasureRow, 1, kind="基于保持工程技术措施有效性，必须实施的检验、检测、检定、校验，以及维护保养活动")
    g.set(ConclusionRow, 1, item="危害因素分析结果，以及企业需重点管控的危害因素")
    g.set(ReportPartRow, 4, item="企业产品及生产规模").set(AnnexListRow, 4, kind="危害因素和风险管控措施关系表")
    assert told(g) == []


def test_the_checklist_alone_needs_none_of_it() -> None:
    grids = Grids()
    for table in [t for t in grids.rows if t is not ChecklistRow]:
        grids = grids.without(table)
    assert RULES.isdisjoint(place[0] for place in told(grids))


@pytest.mark.parametrize(
    ("measure", "vague"),
    [
        ("加强安全管理，提高全员安全意识，确保安全生产。", True),
        ("进一步强化安全生产责任落实，切实保障企业安全。", True),
        ("必要时在喷漆室适当增加灭火器材。", True),
        ("必要时在喷漆室增加8kg灭火器2具。", False),
        ("加强喷漆室排风，罩口风速不低于0.6m/s。", False),
        ("提高1号线送风机转速，使喷漆室保持微正压。", False),
    ],
)
def test_slogans_and_conditions_are_no_countermeasures(measure: str, vague: bool) -> None:
    findings, _ = judge(closing_paper().set(CountermeasureRow, 1, measure=measure).book())
    assert [f.rule for f in findings if f.rule == "CX9.2-01"] == ["CX9.2-01"] * vague
