"""The closed loop of a hidden danger (10.1): 待整改 → 整改中 → 已整改 → 复查合格 → 销号, with 延期 and 复查不合格.

Two rounds of a paper show two moments: several steps may lie between them, so a move is legal when legal steps lead
there and each step on the way that leaves a trace in the row (整改完成日期, 复查结果, 复查日期) has left it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.standards.coating.tables.dangers import CLOSED, STATES

if TYPE_CHECKING:
    from coatxl.standards.coating.tables import HiddenDangerRow

STEPS: dict[str, tuple[str, ...]] = {
    "": STATES,
    "待整改": ("整改中", "延期"),
    "整改中": ("已整改", "延期"),
    "延期": ("整改中", "已整改"),
    "已整改": ("复查合格", "复查不合格"),
    "复查不合格": ("整改中", "延期"),
    "复查合格": ("销号",),
    "销号": (),
}
"""The states that may follow each state directly; "" is a hidden danger whose state was not written yet."""

# 复查结果 that the words of a state allow; a blank one is judged by CX10.1-02.
AGREEING: dict[str, tuple[str, ...]] = {
    "待整改": ("未整改",),
    "整改中": ("部分整改", "未整改"),
    "延期": ("部分整改", "未整改"),
    "已整改": ("已整改",),
    "复查不合格": ("部分整改", "未整改"),
    "复查合格": ("已整改",),
    "销号": ("已整改",),
}

RECTIFIED = ("已整改", "复查不合格", *CLOSED)
"""States that say that the enterprise reported the rectification as done."""
FINISHED = ("已整改", *CLOSED)
"""States that a rectification leads to only when it is finished; after 复查不合格 it goes on."""
CONFIRMING = ("已整改", "部分整改")
"""复查结果 that found something rectified (10.2: a photo after is due)."""

Trace = tuple[Text, Callable[["HiddenDangerRow"], bool]]
_RECHECKED = Text("复查日期", "the date of the recheck")
# What each state leaves in the row when it is passed.
_TRACES: dict[str, tuple[Trace, ...]] = {
    "已整改": ((Text("整改完成日期", "the date of completion"), lambda row: row.finished is not None),),
    "复查合格": (
        (Text("复查结果“已整改”", "the result 已整改"), lambda row: row.recheck == "已整改"),
        (_RECHECKED, lambda row: row.recheck_date is not None),
    ),
    "复查不合格": (
        (Text("复查结果“部分整改”或“未整改”", "a result 部分整改 or 未整改"), lambda row: row.recheck in {"部分整改", "未整改"}),
        (_RECHECKED, lambda row: row.recheck_date is not None),
    ),
}  # fmt: skip


def way(before: str, after: str) -> list[str] | None:
    """The states between two states on the shortest legal way; None when no legal step leads there."""
    ways: list[list[str]] = [[each] for each in STEPS[before]]
    seen = {before, *STEPS[before]}
    for path in ways:  # the list grows as the search goes on
        if path[-1] == after:
            return path[:-1]
        for each in STEPS[path[-1]]:
            if each not in seen:
                seen.add(each)
                ways.append([*path, each])
    return None


def illegal(before: str, after: str, row: HiddenDangerRow) -> Text | None:
    """Why a hidden danger may not go from one state to another; None when it may. row: as it is afterwards."""
    if before == after:
        return None
    if not after:
        return Text("整改状态被清空", "the state was deleted")
    between = way(before, after)
    if between is None:
        return Text(f"“{before}”之后不能是“{after}”", f"{after} cannot follow {before}")
    for state in between:
        gone = [word for word, left in _TRACES.get(state, ()) if not left(row)]
        if gone:
            return Text(
                f"跳过了“{state}”：没有{'、'.join(word.zh for word in gone)}",
                f"{state} was skipped: without {', '.join(word.en for word in gone)}",
            )
    return None
