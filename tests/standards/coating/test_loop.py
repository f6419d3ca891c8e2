"""Moves of 整改状态 between two rounds: every pair of states, with and without what the steps between leave in the row."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from chain_papers import dossier_of
from papers import Grids

from coatxl.standards.coating.demo_papers import Paper, mended
from coatxl.standards.coating.loop import illegal, way
from coatxl.standards.coating.tables import HiddenDangerRow
from coatxl.standards.coating.tables.dangers import STATES

# The steps of 10.1 as the standard's practice has them; everything else between two rounds goes through them.
DIRECT = {
    ("待整改", "整改中"), ("待整改", "延期"), ("整改中", "已整改"), ("整改中", "延期"), ("延期", "整改中"), ("延期", "已整改"),
    ("已整改", "复查合格"), ("已整改", "复查不合格"), ("复查不合格", "整改中"), ("复查不合格", "延期"), ("复查合格", "销号"),
}  # fmt: skip
# 待整改 is never entered again, 复查合格 leads to 销号 only, 销号 ends it.
NEVER = (
    {(state, "待整改") for state in STATES}
    | {("复查合格", state) for state in STATES if state != "销号"}
    | {("销号", state) for state in STATES}
) - {(state, state) for state in STATES}
# Through states that leave no trace.
FREE = DIRECT | {("待整改", "已整改"), ("复查不合格", "已整改")}


def row(**values: Any) -> HiddenDangerRow:
    g = Grids(Paper("厂", mended().facts)).add(HiddenDangerRow, description="x", **values)
    return dossier_of(g).dangers[0]


PASSED = {"finished": date(2026, 3, 25), "recheck": "已整改", "recheck_date": date(2026, 3, 26)}
FAILED = {"finished": date(2026, 3, 25), "recheck": "未整改", "recheck_date": date(2026, 3, 26)}


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", STATES)
def test_every_move(before: str, after: str) -> None:
    move = (before, after)
    bare = illegal(before, after, row()) is None
    traced = any(illegal(before, after, row(**facts)) is None for facts in (PASSED, FAILED))
    assert bare == (before == after or move in FREE)
    assert traced == (before == after or move not in NEVER)


@pytest.mark.parametrize(
    ("before", "after", "facts", "reason"),
    [
        ("销号", "整改中", PASSED, "“销号”之后不能是“整改中”"),
        ("待整改", "销号", {}, "跳过了“已整改”：没有整改完成日期"),
        ("整改中", "销号", {"finished": date(2026, 3, 25)}, "跳过了“复查合格”：没有复查结果“已整改”、复查日期"),
        ("已整改", "销号", FAILED, "跳过了“复查合格”：没有复查结果“已整改”"),
        ("已整改", "整改中", PASSED, "跳过了“复查不合格”：没有复查结果“部分整改”或“未整改”"),
        ("整改中", "", {}, "整改状态被清空"),
    ],
)
def test_an_illegal_move_says_why(before: str, after: str, facts: dict[str, Any], reason: str) -> None:
    found = illegal(before, after, row(**facts))
    assert found is not None
    assert found.zh == reason
    assert found.en


@pytest.mark.parametrize("state", STATES)
def test_a_state_that_was_not_written_yet_may_become_any(state: str) -> None:
    assert illegal("", state, row()) is None


def test_the_shortest_way_is_taken() -> None:
    assert way("待整改", "销号") == ["整改中", "已整改", "复查合格"]
    assert way("已整改", "整改中") == ["复查不合格"]
    assert way("销号", "复查合格") is None
