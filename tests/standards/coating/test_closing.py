"""The closed loop in one paper: what a closed hidden danger needs, in which order, and what is told only once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from papers import Grids, judge, places

from coatxl.settings import Settings
from coatxl.standards.coating.rules.closing import FIVE
from coatxl.standards.coating.tables import HiddenDangerRow
from coatxl.standards.coating.tables.dangers import STATES

SHEET = "隐患清单"
DONE: dict[str, Any] = {
    "number": "1", "unit": "喷漆单元", "risk_point": "自动化喷漆线", "description": "探头过期", "basis": "JJG693-2011第5.5条",
    "level": "一般隐患", "suggestion": "送检", "notified": date(2026, 3, 20), "state": "销号", "finished": date(2026, 3, 25),
    "recheck": "已整改", "rechecker": "赵某", "recheck_date": date(2026, 3, 26), "photo_before": "a.jpg", "photo_after": "b.jpg",
}  # fmt: skip
OPEN: dict[str, Any] = {
    "state": "整改中", "finished": None, "recheck": "未整改", "photo_after": "", "deadline": date(2026, 3, 28),
}  # fmt: skip
FIVE_FACTS: dict[str, Any] = {
    "level": "重大隐患", "owner": "钱某", "action": "停用并更换", "money": "2万元", "deadline": date(2026, 4, 5), "plan": "整改期间停产",
}  # fmt: skip


def told(
    leave_out: tuple[str, ...] = (), settings: Settings | None = None, **values: Any
) -> list[tuple[str, str | None]]:
    """(rule, cell) of each finding about a paper with one hidden danger; columns may be left out of the sheet."""
    book = Grids().add(HiddenDangerRow, **DONE | values).book()
    sheet = next(s for s in book.sheets if s.name == SHEET)
    for name in leave_out:
        col = sheet.rows[0].index(HiddenDangerRow.fields[name].title)
        for row in sheet.rows:
            del row[col]
    return [(rule, cell) for rule, where, cell in places(judge(book, settings)[0]) if where == SHEET]


def test_a_loop_that_is_closed_as_it_should_be_is_silent() -> None:
    assert told() == []
    assert told(state="复查合格") == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"rechecker": ""}, [("CX10.1-03", "R2")]),
        ({"rechecker": "/"}, [("CX10.1-03", "R2")]),
        ({"rechecker": "", "state": "已整改"}, []),
        ({"recheck_date": None}, [("CX10.1-02", "S2")]),
        ({"recheck": ""}, [("CX10.1-02", "Q2")]),
        ({"recheck": "", "recheck_date": None, "photo_after": ""}, [("CX10.1-02", "Q2")]),
        ({"photo_after": ""}, [("CX10.2-01", "U2")]),
        ({"finished": None}, [("CX10.1-03", "P2")]),
        ({"finished": None, "rechecker": ""}, [("CX10.1-03", "P2")]),
        ({"finished": None, "state": "复查合格"}, [("CX10.1-03", "P2")]),
        ({"finished": None, "state": "已整改"}, [("CX10.1-03", "P2")]),
        ({"finished": None, "state": "复查不合格", "recheck": "未整改"}, []),
        ({"finished": "上周"}, [("CXS-05", "P2")]),
    ],
)
def test_what_a_closed_one_lacks_is_told_once(values: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert told(**values) == expected


def test_a_ledger_without_the_result_of_the_recheck_is_judged_by_its_state() -> None:
    lacking = ("CX10.1-02", "A1")
    assert told(("recheck",)) == [lacking]
    assert told(("recheck",), rechecker="", recheck_date=None, photo_after="") == [lacking, ("CX10.1-03", "Q2")]
    assert told(("rechecker",)) == [("CX10.1-03", "A1")]


def test_a_strangers_ledger_without_the_date_of_completion_gets_one_line() -> None:
    g = Grids()
    for n in range(3):
        g.add(HiddenDangerRow, **DONE | {"number": str(n + 1), "description": f"探头{n + 1}过期"})
    book = g.book()
    sheet = next(s for s in book.sheets if s.name == SHEET)
    col = sheet.rows[0].index(HiddenDangerRow.fields["finished"].title)
    for row in sheet.rows:
        del row[col]
    assert [(f.rule, f.message) for f in judge(book)[0]] == [("CX10.1-03", "隐患清单没有“整改完成日期”列")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"finished": date(2026, 3, 19)}, [("CX10.1-04", "P2")]),
        ({"finished": date(2026, 3, 20)}, []),
        ({"recheck_date": date(2026, 3, 24)}, [("CX10.1-04", "S2")]),
        ({"recheck_date": date(2026, 3, 25)}, []),
        ({"recheck_date": date(2026, 3, 19)}, [("CX10.1-02", "S2")]),
        ({"recheck_date": date(2026, 4, 20)}, []),
        ({"recheck_date": date(2026, 4, 21)}, [("CX10.1-04", "S2")]),
        ({"finished": date(2026, 4, 25), "recheck_date": date(2026, 4, 21)}, [("CX10.1-04", "S2")]),
        ({"state": "整改中", "recheck": "未整改", "recheck_date": date(2026, 3, 24), "photo_after": ""}, []),
    ],
)
def test_notified_then_finished_then_rechecked(values: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert told(**values) == expected


@pytest.mark.parametrize(
    ("values", "late"),
    [
        ({}, True),
        ({"state": "待整改"}, True),
        ({"state": "延期"}, True),
        ({"state": "复查不合格"}, True),
        ({"deadline": date(2026, 3, 31)}, False),
        ({"deadline": None}, False),
        ({"state": "已整改", "recheck": "已整改", "photo_after": "b.jpg", "finished": date(2026, 3, 26)}, False),
        ({"finished": date(2026, 3, 29)}, False),
        ({"finished": date(2026, 4, 1)}, True),
    ],
)
def test_overdue_as_of_the_evaluation_date(values: dict[str, Any], late: bool) -> None:
    assert told(**OPEN | values) == ([("CX10.1-05", "M2")] if late else [])


def late(**values: Any) -> list[tuple[str, str, str]]:
    """(cell, severity, message) of the findings about time limits."""
    book = Grids().add(HiddenDangerRow, **DONE | values).book()
    return [(f.cell, f.severity, f.message) for f in judge(book)[0] if f.rule == "CX10.1-05"]


def test_what_was_finished_after_its_time_limit_is_mentioned_once() -> None:
    assert late(deadline=date(2026, 3, 25)) == []
    assert late(deadline=date(2026, 3, 24)) == [
        ("P2", "info", "隐患“探头过期”的整改完成日期 2026-03-25 晚于整改时限 2026-03-24；批准延期的，整改时限应为延期后的日期"),
    ]  # fmt: skip
    assert late(deadline=date(2026, 3, 24), state="延期", recheck="未整改", photo_after="") == []


def test_a_recheck_after_the_date_of_the_report_is_told_and_one_after_the_evaluation_date_mentioned() -> None:
    def found(g: Grids, day: date) -> list[tuple[str, str]]:
        book = g.add(HiddenDangerRow, **DONE | {"recheck_date": day}).book()
        return [(f.severity, f.message) for f in judge(book)[0] if f.rule == "CX10.1-04"]

    assert found(Grids(), date(2026, 4, 8)) == []
    assert found(Grids(), date(2026, 4, 21)) == [
        ("error", "隐患“探头过期”的报告日期 2026-04-20 早于复查日期 2026-04-21")
    ]
    unreported = Grids().fact("报告日期", None)
    assert found(unreported, date(2026, 4, 8)) == [
        ("info", "隐患“探头过期”的评价基准日 2026-03-31 早于复查日期 2026-04-08")
    ]
    assert found(Grids().fact("报告日期", None).fact("评价基准日", None), date(2026, 4, 8)) == []


def test_overdue_follows_the_date_of_the_settings() -> None:
    assert told(settings=Settings(evaluation_date=date(2026, 3, 28)), **OPEN) == []
    assert told(settings=Settings(evaluation_date=date(2026, 3, 29)), **OPEN) == [("CX10.1-05", "M2")]


def test_without_an_evaluation_date_overdue_is_not_passed() -> None:
    g = Grids().fact("评价基准日", None).fact("报告日期", None).add(HiddenDangerRow, **DONE | OPEN)
    findings, not_run = judge(g.book())
    assert "CX10.1-05" not in {f.rule for f in findings}
    assert "CX10.1-05" in {n.rule for n in not_run}


@pytest.mark.parametrize(("name", "cell"), list(zip(FIVE, ("J2", "K2", "L2", "M2", "N2"), strict=True)))
def test_a_major_hidden_danger_needs_all_five(name: str, cell: str) -> None:
    assert told(**FIVE_FACTS) == []
    assert told(**FIVE_FACTS | {name: None if name == "deadline" else ""}) == [("CX10.1-06", cell)]
    assert told(**FIVE_FACTS | {name: None if name == "deadline" else "", "level": "一般隐患"}) == []


def test_no_money_is_an_answer_and_no_person_is_none() -> None:
    assert told(**FIVE_FACTS | {"money": "无"}) == []
    assert told(**FIVE_FACTS | {"owner": "无"}) == [("CX10.1-06", "J2")]


def test_several_of_the_five_are_one_finding_that_names_them() -> None:
    book = Grids().add(HiddenDangerRow, **DONE | {"level": "重大隐患"}).book()
    (finding,) = judge(book)[0]
    assert (finding.rule, finding.cell) == ("CX10.1-06", "J2")
    assert "没有整改责任人、整改措施、整改资金、整改时限、应急预案" in finding.message


AGREE = {
    "待整改": {"未整改"}, "整改中": {"部分整改", "未整改"}, "延期": {"部分整改", "未整改"}, "已整改": {"已整改"},
    "复查不合格": {"部分整改", "未整改"}, "复查合格": {"已整改"}, "销号": {"已整改"},
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("result", ["已整改", "部分整改", "未整改"])
def test_state_and_recheck_say_the_same(state: str, result: str) -> None:
    expected = [] if result in AGREE[state] else [("CX10.1-07", "O2")]
    assert told(state=state, recheck=result) == expected


def test_a_recheck_that_found_it_rectified_wants_a_state() -> None:
    assert told(state="") == [("CX10.1-07", "O2")]
    assert told(("state",)) == []
    assert told(state="", recheck="未整改", photo_after="") == []


def test_a_column_of_states_that_nobody_uses_is_told_once() -> None:
    rows = [DONE | {"number": str(n), "description": f"隐患{n}", "state": ""} for n in (1, 2, 3)]
    g = Grids()
    for row in rows:
        g.add(HiddenDangerRow, **row)
    assert places(judge(g.book())[0]) == [("CX10.1-07", SHEET, "O2")]
    g.add(HiddenDangerRow, **DONE | {"number": "4", "description": "隐患4"})
    assert [place[2] for place in places(judge(g.book())[0])] == ["O2", "O3", "O4"]
