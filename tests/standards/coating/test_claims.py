"""What the words of 评价结论 claim and the sheets hold (11): numbers, 均已整改, 没有重大隐患, 不构成重大危险源."""

from __future__ import annotations

from typing import Any

import pytest
from breaking import PLAIN, WITH_MAJOR, Variant, change
from papers import Grids, judge

from coatxl.standards.coating.claims import number_of
from coatxl.standards.coating.tables import ChecklistRow, ConclusionRow, HiddenDangerRow, MajorHazardRow

RECHECK, RESULTS, MAIN = "隐患整改复查结果", "定性定量评价结果汇总", "综合评价结论"


def told(item: str, text: str, variant: Variant = PLAIN, *edits: Any) -> list[tuple[str, str]]:
    """(rule, message) of the findings about the words of a conclusion in which one row reads so."""
    grids = variant.grids()
    for edit in (*edits, change(ConclusionRow, item, text=text)):
        edit(grids)
    findings, _ = judge(variant.book(grids))
    return [(f.rule, f.message) for f in findings if f.rule in ("CX11-04", "CX11-05")]


@pytest.mark.parametrize(
    ("item", "text", "words", "figure"),
    [
        (RESULTS, "检查表12项。", "检查表12项", "“安全检查表”是318"),
        (RESULTS, "安全检查318项，符合318项。", "符合318项", "“安全检查表”是311"),
        (RESULTS, "安全检查318项，不符合2项，已整改。", "不符合2项", "“安全检查表”是7"),
        (RESULTS, "检查项目全部符合。", "全部符合", "“安全检查表（不符合的）”是7"),
        (RESULTS, "LEC 3项。", "LEC3项", "“风险评价LEC”是"),
        (RESULTS, "作业条件危险性分析三项。", "作业条件危险性分析三项", "“风险评价LEC”是"),
        (RESULTS, "较大风险2项。", "较大风险2项", "“风险评价LEC”是0"),
        (RECHECK, "7项均未整改。", "均未整改", "“隐患清单（已整改的）”是7"),
        (RECHECK, "共列出隐患九项。", "隐患九项", "“隐患清单”是7"),
        (RECHECK, "一般隐患5项。", "一般隐患5项", "“隐患清单”是7"),
        (MAIN, "检查发现3项隐患；风险可接受，符合安全生产条件。", "3项隐患", "“隐患清单”是7"),
    ],
)
def test_a_number_that_the_sheets_do_not_hold_is_told_with_both(item: str, text: str, words: str, figure: str) -> None:
    found = told(item, text)
    assert [rule for rule, _ in found] == ["CX11-04"]
    assert f"“{words}”" in found[0][1]
    assert figure in found[0][1]


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (RECHECK, "检查发现一般隐患七项，均已整改。"),
        (RECHECK, "打磨间隐患1项，储存单元隐患2项。"),  # a part
        (RECHECK, "见隐患清单第3项。"),
        (RESULTS, "抽查51条，全部与实际一致。"),
        (RESULTS, "固有风险为较大风险的9项，已采取措施。"),
        (MAIN, "各项均符合要求，风险可接受，符合安全生产条件。"),
    ],
)
def test_what_agrees_or_speaks_of_a_part_is_silent(item: str, text: str) -> None:
    assert told(item, text) == []


def test_an_unjudged_item_may_belong_to_either_number() -> None:
    text = "安全检查318项，符合311项，不符合7项。"
    assert told(RESULTS, text, PLAIN, change(ChecklistRow, 0, conforms="")) == []


@pytest.mark.parametrize(
    "text", ["没有重大事故隐患。", "未发现重大隐患。", "无重大生产安全事故隐患。", "评价组认为企业不存在重大隐患。"]
)
def test_a_major_hidden_danger_denied_is_an_error(text: str) -> None:
    assert [rule for rule, _ in told(RECHECK, text, WITH_MAJOR)] == ["CX11-05"]
    assert told(RECHECK, text) == []


def test_a_rectified_one_may_be_denied_after_its_rectification() -> None:
    text = "发现重大隐患1项，整改后没有重大事故隐患。"
    assert told(RECHECK, text, WITH_MAJOR) == []
    left = change(HiddenDangerRow, 6, recheck="未整改", state="整改中")
    assert [rule for rule, _ in told(RECHECK, text, WITH_MAJOR, left)] == ["CX11-05"]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("储存和生产单元均不构成危险化学品重大危险源。", ["CX11-05"]),
        ("没有危险化学品重大危险源。", ["CX11-05"]),
        ("危险化学品仓库构成重大危险源，其余单元不构成重大危险源。", []),
        ("漆料中间仓库不构成重大危险源。", []),
    ],
)
def test_a_major_hazard_installation_denied_is_an_error(text: str, rules: list[str]) -> None:
    heavy = change(MajorHazardRow, 0, quantity=6000)
    assert [rule for rule, _ in told(RESULTS, text, PLAIN, heavy)] == rules
    assert told(RESULTS, text) == []


@pytest.mark.parametrize(
    ("word", "number"), [("12", 12), ("七", 7), ("十", 10), ("两", 2), ("二十三", 23), ("一百零五", 105)]
)
def test_numbers_in_words(word: str, number: int) -> None:
    assert number_of(word) == number


def test_a_paper_without_the_sheets_has_nothing_to_compare() -> None:
    grids = Grids().add(ConclusionRow, item=RECHECK, text="隐患9项，均已整改。")
    assert [f.rule for f in judge(grids.book())[0] if f.rule == "CX11-04"] == []
