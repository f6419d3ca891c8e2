"""Sheets that bear the standard's names and use other words: recognised, or told once with what was expected."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from papers import Grids, judge
from preparation_papers import nth, prepared
from stranger_sheets import book, rows_of, sheet

from coatxl.findings import Finding
from coatxl.standards.coating.tables import (
    ChemicalRow,
    HazardRow,
    MajorHazardRow,
    MajorVerdictRow,
    MaterialRow,
    TeamRow,
    VerificationRow,
)

# --- a known sheet with other headers ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "headers", "expected"),
    [
        ("现场复核", ["问题", "照片", "核对人"], "复核内容*、复核结论*、复核人*、复核日期*"),
        ("3、评价方法", ["名称", "适用范围"], "局限性*"),
        ("评价结论", ["章节", "文字"], "综述内容*、结果和结论*"),
        ("评价范围", ["车间", "面积"], "项目、是否纳入"),
    ],
)
def test_a_known_name_with_other_headers_is_a_warning_that_lists_both(
    name: str, headers: list[Any], expected: str
) -> None:
    (told,) = [f for f in judge(book(sheet(name, ["甲公司"], headers, ["一", "二", "三"])))[0] if f.rule == "CXS-18"]
    assert (told.severity, told.sheet, told.cell) == ("warning", name, "A2")
    assert expected in told.message
    assert "现有：" + "、".join(headers) in told.message
    assert "CXS-12" not in {f.rule for f in judge(book(sheet(name, headers)))[0]}


def test_a_known_name_without_any_text_says_so() -> None:
    (told,) = [f for f in judge(book(sheet("现场复核", [1, 2], [3, 4])))[0] if f.rule == "CXS-18"]
    assert told.message.endswith("现有：没有文字")


# --- a missing column is told once, and nothing is concluded from it --------------------------------------


@pytest.mark.parametrize(
    ("name", "headers", "row", "lacking", "not_run"),
    [
        ("对策措施", ["序号", "对策措施", "风险点", "责任人"], [1, "每月试验风机联锁并记录", "喷漆房", "赵某"], "类别", {"CX9.1-01"}),
        ("报告内容", ["序号", "报告内容", "章节"], ["1", "被评价对象介绍", "1"], "是否具备", {"CX12.2-01", "CX12.3-01"}),
        ("附件清单", ["序号", "附件名称", "份数"], [1, "营业执照", 1], "附件类别", {"CX12.2-02"}),
    ],
)  # fmt: skip
def test_a_missing_key_column_is_one_finding(
    name: str, headers: list[Any], row: list[Any], lacking: str, not_run: set[str]
) -> None:
    findings, skipped = judge(book(sheet(name, headers, row)))
    assert [(f.rule, f.cell) for f in findings if f.severity == "error"] == [("CXS-02", "A1")]
    assert f"“{lacking}”" in findings[0].message
    assert not_run <= {each.rule for each in skipped}


def test_all_missing_columns_of_a_sheet_stand_in_one_finding() -> None:
    (told,) = [
        f
        for f in judge(book(sheet("化学品", ["序号", "化学品名称", "SDS"], [1, "稀释剂", "有"])))[0]
        if f.rule == "CXS-02"
    ]
    assert "“用途”“是否危险化学品”“危险性类别”" in told.message


def test_a_recheck_without_dates_says_nothing_of_each_row() -> None:
    one = sheet("现场复核", ["复核内容", "结论", "复核人"], *[[word, "无遗漏", "赵某"] for word in "甲乙丙丁"])
    assert [f.rule for f in judge(book(one))[0] if f.cell != "A1"] == []


# --- strangers' header words ---------------------------------------------------------------------------------


def test_q_and_the_critical_quantity_differ_by_case_alone() -> None:
    one = sheet("重大危险源", ["单元", "单元类型", "物质", "q（t）", "Q（t）"], ["油漆库", "储存单元", "二甲苯", 3, 10])
    (row,) = rows_of(one).rows[MajorHazardRow]
    assert isinstance(row, MajorHazardRow)
    assert (row.substance, row.quantity, row.critical) == ("二甲苯", 3, 10)


def test_units_in_brackets_are_no_part_of_a_header() -> None:
    heads = ["物质", "是否危化品", "目录号", "危险性", "闭杯闪点（°C）", "初沸点(℃)", "火险类别"]
    (row,) = rows_of(
        sheet("化学品", heads, ["二甲苯", "是", "358", "易燃液体，类别3", 27, 138, "甲"])
    ).rows[ChemicalRow]  # fmt: skip
    assert isinstance(row, ChemicalRow)
    assert (row.name, row.hazardous, row.catalogue_number) == ("二甲苯", "是", "358")
    assert (row.hazard_class, row.flash_point, row.boiling_point, row.fire_class) == ("易燃液体，类别3", 27, 138, "甲")


@pytest.mark.parametrize(("word", "verdict"), [("未发现", "不存在"), ("发现", "存在"), ("不适用", "不涉及")])
def test_verdicts_of_major_hidden_dangers_in_a_strangers_words(word: str, verdict: str) -> None:
    one = sheet(
        "重大隐患判定",
        ["条款", "判定情形", "结论", "判定人", "日期"],
        ["第七条（七）", "甲", word, "赵某", date(2026, 4, 10)],
    )
    (row,) = rows_of(one).rows[MajorVerdictRow]
    assert isinstance(row, MajorVerdictRow)
    assert (row.verdict, row.day) == (verdict, date(2026, 4, 10))


def test_the_team_and_the_recheck_in_a_strangers_words() -> None:
    (member,) = rows_of(sheet("项目组", ["姓名", "专业", "资格证号", "是否核对"], ["王某", "安全", "S01", "√"])).rows[
        TeamRow
    ]
    assert isinstance(member, TeamRow)
    assert (member.certificate, member.verified) == ("S01", "是")
    (review,) = rows_of(sheet("现场复核", ["复核内容", "结论"], ["风险点遗漏", "无遗漏"])).rows[VerificationRow]
    assert isinstance(review, VerificationRow)
    assert review.conclusion == "无遗漏"


# --- 收集资料 and 专业 ------------------------------------------------------------------------------------------


def material(**values: Any) -> list[Finding]:
    g = prepared().set(MaterialRow, nth(MaterialRow, "name", "烘干热源"), **values)
    return [f for f in judge(g.book())[0] if f.rule == "CX5.3-01"]


@pytest.mark.parametrize("state", ["有", "是", "√", "已有", "有（复印件）", "已收集。", "齐全"])
def test_what_is_there_is_collected(state: str) -> None:
    assert material(state=state) == []


@pytest.mark.parametrize("state", ["不适用", "不涉及"])
def test_what_does_not_apply_needs_a_reason(state: str) -> None:
    assert material(state=state, note="自然干燥，没有烘干") == []
    (told,) = material(state=state)
    assert f"标为{state}，没有写明原因" in told.message


@pytest.mark.parametrize("state", ["未收集", "无", "没有", "待收"])
def test_what_is_not_there_is_not_collected(state: str) -> None:
    (told,) = material(state=state)
    assert f"状态“{state}”不是已收集" in told.message


def test_a_discipline_that_is_denied_is_none() -> None:
    g = prepared()
    g.rows[TeamRow][2]["discipline"] = "非电气"
    assert [f.message for f in judge(g.book())[0] if f.rule == "CX5.1-01"] == ["项目组没有“电气”专业的人员"]


# --- texts -----------------------------------------------------------------------------------------------------


def test_a_date_in_words_is_not_answered_with_another_day() -> None:
    heads = ["隐患描述", "依据", "隐患级别", "整改建议", "整改状态", "整改时限"]
    (told,) = [
        f
        for f in judge(book(sheet("隐患清单", heads, ["甲", "乙", "一般隐患", "丙", "销号", "四月十日"])))[0]
        if f.rule == "CXS-05"
    ]
    assert told.fix == "写成如 2026-03-31 的完整日期"


def test_a_hazard_without_a_name_is_told_by_its_place() -> None:
    g = Grids()
    for row in g.rows[HazardRow]:
        row["hazard"] = row["high"] = None
    told = {f.rule: f.message for f in judge(g.book())[0] if f.rule in {"CX7.2-01", "CX7.2-02"}}
    assert "”" in told["CX7.2-01"]
    assert told["CX7.2-01"].endswith("的危害因素缺少名称")
    assert told["CX7.2-02"].endswith("的危害因素没有标识是否高后果")
    assert not any("“”" in message for message in told.values())
