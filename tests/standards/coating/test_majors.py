"""Major hidden dangers (令第10号): every situation has a verdict, and the list of hidden dangers agrees with it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from papers import CLOSED_DANGER, Grids, judge, places

from coatxl.check import dossier_of
from coatxl.settings import Settings
from coatxl.standards.coating.annexes.report import report
from coatxl.standards.coating.annexes.screening import SCREENING
from coatxl.standards.coating.majors import NOT_JUDGED, judged, screened
from coatxl.standards.coating.order10 import SITUATIONS, candidates, cited
from coatxl.standards.coating.tables import ChecklistRow, ConfirmationRow, HiddenDangerRow, MajorVerdictRow

DAY = date(2026, 3, 30)
SHEET, LIST = MajorVerdictRow.sheet, HiddenDangerRow.sheet
ALARM = "喷漆室未设置固定式可燃气体浓度监测报警装置"
ALARM_CLAUSE = "第七条（七）"
DANGER = CLOSED_DANGER | {"description": ALARM}


def paper(*, verdicts: dict[str, dict[str, Any]] | None = None, dangers: tuple[dict[str, Any], ...] = ()) -> Grids:
    """A paper whose situations are all 不涉及, except those given by clause."""
    grids = Grids()
    for each in SITUATIONS:
        own = {"verdict": "不涉及", "person": "李某", "day": DAY, "evidence": "本厂没有这种情形"}
        own |= (verdicts or {}).get(each.clause, {})
        grids.add(MajorVerdictRow, provision=each.clause, situation=each.summary, **own)
    for danger in dangers:
        grids.add(HiddenDangerRow, **DANGER | danger)
    return grids


def told(grids: Grids) -> list[tuple[str, str | None, str | None]]:
    """The places of the findings of this pack; the others are asked for elsewhere."""
    return [place for place in places(judge(grids.book())[0]) if place[0] in {f"CX8.2-{n}" for n in range(13, 20)}]


def row_of(clause: str) -> int:
    """The sheet row of a clause in the paper above."""
    return next(i for i, each in enumerate(SITUATIONS) if each.clause == clause) + 2


def test_a_paper_with_every_verdict_is_silent() -> None:
    assert told(paper()) == []


def test_a_paper_without_the_sheet_is_not_judged() -> None:
    _, not_run = judge(Grids().book())
    assert {"CX8.2-13", "CX8.2-14", "CX8.2-15", "CX8.2-16"} <= {each.rule for each in not_run}


@pytest.mark.parametrize(("field", "column"), [("verdict", "D"), ("person", "G"), ("day", "H")])
def test_a_situation_without_verdict_name_or_day_is_told_at_its_cell(field: str, column: str) -> None:
    found = told(paper(verdicts={"第十四条": {field: None}}))
    assert found == [("CX8.2-13", SHEET, f"{column}{row_of('第十四条')}")]


def test_a_situation_whose_row_was_deleted_is_told() -> None:
    findings, _ = judge(paper().drop(MajorVerdictRow, 3).book())
    assert [f.message for f in findings if f.rule == "CX8.2-13"] == [
        f"应急管理部令第10号{SITUATIONS[3].clause}未评：没有这一条"
    ]


def test_a_table_that_nobody_filled_in_is_told_once_and_never_read_as_none() -> None:
    blank = {each.clause: {"verdict": "", "person": "", "day": None} for each in SITUATIONS}
    findings, _ = judge(paper(verdicts=blank).book())
    own = [f for f in findings if f.rule == "CX8.2-13"]
    assert [(f.cell, "未评" in f.message, "全部20条" in f.message) for f in own] == [("D2", True, True)]


def test_a_situation_that_exists_must_be_a_major_hidden_danger_of_the_list() -> None:
    exists = {ALARM_CLAUSE: {"verdict": "存在"}}
    row = row_of(ALARM_CLAUSE)
    assert told(paper(verdicts=exists)) == [("CX8.2-14", SHEET, f"D{row}")]
    assert told(paper(verdicts=exists, dangers=({"level": "重大隐患"},))) == []
    named = {ALARM_CLAUSE: {"verdict": "存在", "danger": "7"}}
    assert told(paper(verdicts=named, dangers=({"level": "重大隐患"},))) == [("CX8.2-14", SHEET, f"F{row}")]
    assert told(paper(verdicts=named, dangers=({"level": "重大隐患", "number": "7"},))) == []


def test_a_row_that_may_be_major_is_asked_about_until_its_situation_has_a_verdict() -> None:
    open_one = {ALARM_CLAUSE: {"verdict": "", "person": "", "day": None}}
    found = told(paper(verdicts=open_one, dangers=({},)))
    assert ("CX8.2-15", LIST, "D2") in found
    answered = {ALARM_CLAUSE: {"evidence": "隐患1为水性漆喷漆室"}}
    assert told(paper(verdicts=answered, dangers=({},))) == []  # a person said 不涉及, and why
    assert ("CX8.2-15", LIST, "D2") not in told(paper(verdicts=open_one, dangers=({"level": "重大隐患"},)))


def test_a_major_hidden_danger_needs_a_situation_that_exists() -> None:
    assert told(paper(dangers=({"level": "重大隐患"},))) == [("CX8.2-16", LIST, "G2")]
    other = {
        "level": "重大隐患",
        "basis": "GB 35181-2017《重大火灾隐患判定方法》第7.1条",
        "description": "安全出口被封堵",
    }
    assert told(paper(dangers=(other,))) == []


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (ALARM, ["第七条（七）"]),
        ("调漆间通风设施损坏，不能正常运行", ["第七条（七）"]),
        ("水性漆喷漆室未设置可燃气体报警装置", []),
        ("使用非水性漆的喷漆室未设置可燃气体报警装置", ["第七条（七）"]),
        ("可燃气体报警器停用", ["第十四条"]),
        ("漆渣池未设置有限空间警示标志", ["第十三条（一）"]),
        ("打磨间与喷漆共用一套除尘系统", ["第十一条（二）"]),
        ("焊工未取得特种作业操作证", ["第三条（二）"]),
        ("安全出口指示灯不亮", []),
        ("", []),
    ],
)
def test_words_give_candidates(text: str, clauses: list[str]) -> None:
    assert [each.clause for each in candidates(text)] == clauses


def test_a_requirement_found_not_met_needs_no_word_of_lack() -> None:
    requirement = "喷漆室应设置固定式可燃气体浓度监测报警装置"
    assert candidates(requirement) == ()
    assert [each.clause for each in candidates(requirement, failed=True)] == ["第七条（七）"]


def test_the_decree_is_found_in_a_basis_only_when_it_is_named() -> None:
    assert cited("《工贸企业重大事故隐患判定标准》（应急管理部令第10号）第七条（七）") == ("第七条(七)",)
    assert cited("应急管理部令第１０号第十四条") == ("第十四条",)
    assert cited("《安全生产法》第十四条") == ()


def test_rows_that_match_nothing_come_first() -> None:
    grids = paper(dangers=({}, {"number": "2", "description": "安全出口指示灯不亮"}))
    grids.set(ChecklistRow, 0, conforms="不符合", observation="没有")
    rows = screened(dossier_of(grids.book(), "a.xlsx"))
    assert [bool(each.situations) for each in rows] == sorted(bool(each.situations) for each in rows)
    assert rows[0].text == "安全出口指示灯不亮"


def test_a_verdict_without_a_name_is_none_yet() -> None:
    one = paper(verdicts={"第十四条": {"person": "/"}})
    answers = {each.situation.clause: each.verdict for each in judged(dossier_of(one.book(), "a.xlsx"))}
    assert answers["第十四条"] == NOT_JUDGED
    assert answers["第三条（一）"] == "不涉及"


CITING = {
    "basis": "《工贸企业重大事故隐患判定标准》（应急管理部令第10号）第七条（七）",
    "description": "探测器没有安装",
}


@pytest.mark.parametrize("verdict", ["不存在", "不涉及"])
def test_a_row_whose_basis_cites_the_decree_is_no_ordinary_hidden_danger(verdict: str) -> None:
    judged_none = {ALARM_CLAUSE: {"verdict": verdict}}
    assert told(paper(verdicts=judged_none, dangers=(CITING,))) == [("CX8.2-17", LIST, "F2")]


def test_a_second_row_of_a_situation_that_exists_is_major_as_well() -> None:
    exists = {ALARM_CLAUSE: {"verdict": "存在", "danger": "1"}}
    major = {"level": "重大隐患"}
    assert told(paper(verdicts=exists, dangers=(major, CITING | {"number": "2"}))) == [("CX8.2-17", LIST, "F3")]
    assert told(paper(verdicts=exists, dangers=(CITING | major,))) == []


def test_a_row_that_reads_like_a_situation_judged_none_is_asked_about() -> None:
    none = {ALARM_CLAUSE: {"verdict": "不存在", "evidence": "通风正常"}}
    assert told(paper(verdicts=none, dangers=({},))) == [("CX8.2-18", LIST, "D2")]
    assert told(paper(verdicts={ALARM_CLAUSE: {"verdict": "不存在", "evidence": "隐患11已整改"}}, dangers=({},))) != []
    ticked = paper(verdicts=none, dangers=({},)).add(
        ConfirmationRow, rule="CX8.2-18", key=f"{ALARM}：{ALARM_CLAUSE}", verdict="已确认", person="李某"
    )
    assert told(ticked) == []


def test_an_item_whose_basis_cites_the_decree_is_told_unless_a_hidden_danger_stands_for_it() -> None:
    none = {ALARM_CLAUSE: {"verdict": "不存在", "evidence": "隐患1为停用的喷漆室"}}
    grids = paper(verdicts=none).set(ChecklistRow, 0, item=ALARM, conforms="不符合", basis=CITING["basis"])
    assert told(grids) == [("CX8.2-17", ChecklistRow.sheet, "E2")]
    assert told(grids.add(HiddenDangerRow, **DANGER | {"description": ALARM})) == []


def test_a_verdict_is_founded_and_given_before_the_report() -> None:
    clause = "第十一条（九）"
    assert told(paper(verdicts={clause: {"evidence": "—"}})) == [("CX8.2-19", SHEET, f"E{row_of(clause)}")]
    assert told(paper(verdicts={clause: {"verdict": "不存在", "evidence": ""}})) == []
    late = paper(verdicts={clause: {"day": date(2026, 5, 2)}}).fact("报告日期", "2026-05-01")
    assert told(late) == [("CX8.2-19", SHEET, f"H{row_of(clause)}")]


def table(grids: Grids, name: str) -> list[list[str]]:
    (block,) = [b for b in report(dossier_of(grids.book(), "a.xlsx"), Settings()) if b.table == name]
    return [[cell.text for cell in row] for row in block.rows]


def test_the_report_prints_a_verdict_that_nobody_signed_as_not_judged() -> None:
    one = paper(verdicts={"第十四条": {"person": ""}, "第三条（一）": {"verdict": ""}})
    verdicts = {row[1]: row[3] for row in table(one, MajorVerdictRow.title)}
    assert (verdicts["第十四条"], verdicts["第三条（一）"], verdicts["第三条（二）"]) == ("未评", "未评", "不涉及")


def test_a_sheet_of_verdicts_that_nobody_began_is_printed_as_not_judged() -> None:
    grids = Grids()
    for each in SITUATIONS:
        grids.add(MajorVerdictRow, provision=each.clause, situation=each.summary, where=each.where)
    assert {row[3] for row in table(grids, MajorVerdictRow.title)[1:]} == {"未评"}


def test_the_screening_has_the_rows_that_match_nothing_first_then_candidates_with_clause_and_precondition() -> None:
    open_one = {ALARM_CLAUSE: {"verdict": ""}}
    grids = paper(verdicts=open_one, dangers=({}, {"number": "2", "description": "安全出口指示灯不亮"}))
    rows = table(grids, SCREENING)
    assert [row[2:] for row in rows[1:]] == [
        ["安全出口指示灯不亮", "没有相近的情形", "", "由人对照条文判定", "一般隐患"],
        [ALARM, ALARM_CLAUSE, "机械企业有使用非水性漆的调漆间、喷漆室", f"{ALARM_CLAUSE}未评", "一般隐患"],
    ]
    assert rows[1][1] == "隐患清单!D3"
