"""Strangers' own sheets for clauses 4 to 6.1 and 8.1: other shapes and words are read, odd content crashes nothing."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from papers import Grids, judge, places
from preparation_papers import BUILDING, prepared

from coatxl.standards.coating.rules.scope import _known_points
from coatxl.workbook.book import Merge, Sheet

SHEETS = ("项目组", "评价范围", "收集资料", "现场勘察", "建构筑物", "评价方法")


def told(*sheets: Sheet, grids: Grids | None = None) -> list[tuple[str, str | None, str | None]]:
    """What the core paper with a stranger's sheets is told, of these sheets' rules."""
    book = (grids or Grids()).book()
    book.sheets.extend(sheets)
    return places(judge(book)[0])


def sheet(name: str, *rows: list[Any], **facts: Any) -> Sheet:
    return Sheet(name, rows=[list(row) for row in rows], **facts)


SCOPE_FORM = [
    ["项目", "内容"],
    ["一、涂装及其前后处理工序", "前处理、喷漆、烘干固化"],
    ["二、与涂装活动配套的设施", "油漆仓库、危废间、废气处理设施"],
    ["三、其他", "空压站、配电房"],
    ["1. 位置信息：", "某区某路1号"],
    ["2. 加工规模（产品种类及加工能力）", "金属件 5000件/a"],
    ["3. 建（构）筑物", "1号车间"],
    ["4. 主要公用工程及辅助设施", "配电、供水、消防"],
    ["5. 未被纳入评价范围的设备设施", "无"],
    ["确认单位", "甲涂装有限公司"],
    ["确认人", "王某"],
    ["确认日期", date(2026, 3, 5)],
    ["范围符合法律法规及技术标准", "是"],
    ["风险点无疏漏已复核", "√"],
]


def test_a_scope_of_two_columns_is_read_as_a_form() -> None:
    assert told(sheet("评价范围", *SCOPE_FORM)) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (1, ("CX5.2-01", "评价范围", "B2")), (4, ("CX5.2-02", "评价范围", "B5")), (8, ("CX5.2-02", "评价范围", "B9")),
        (9, ("CX5.2-04", "评价范围", "B10")), (12, ("CX5.2-04", "评价范围", "B13")), (13, ("CX6.3-03", "评价范围", "B14")),
    ],
)  # fmt: skip
def test_a_blank_of_that_form_is_told_at_its_cell(row: int, expected: tuple[str, str, str]) -> None:
    rows = [[*cells] for cells in SCOPE_FORM]
    rows[row][1] = None
    assert told(sheet("评价范围", *rows)) == [expected]


def test_a_list_without_the_three_groups_tells_them_by_its_words() -> None:
    rows = [
        ["序号", "范围", "是否纳入"],
        [1, "喷漆室", "是"],
        [2, "烘干室", "是"],
        [3, "喷漆废气处理", "是"],
        [4, "空压站", "是"],
    ]
    assert not [p for p in told(sheet("评价范围", *rows)) if p[0] in ("CX5.2-01", "CX5.2-03")]
    left = told(sheet("评价范围", *rows[:3], *rows[4:]))
    assert [p for p in left if p[0] in ("CX5.2-01", "CX5.2-03")] == [("CX5.2-01", "评价范围", "A1")]


SCOPE_COLUMNS = [
    ["类别", "范围内容", "是否纳入", "风险点编号", "原因说明", "确认单位", "确认人", "确认日期", "范围符合法律法规及技术标准", "风险点无疏漏已复核"],
    ["涂装及其前后处理工序", "喷漆、烘干", "是", "1", None, "甲公司", "王某", "2026-03-05", "是", "是"],
    ["与涂装活动配套的设施", "废气处理", "是", "自动化喷漆线", None, None, None, None, None, None],
    ["其他涂装加工涉及的工艺设备及公用工程与辅助设施", "空压站", "不涉及", None, "外购压缩空气", None, None, None, None, None],
]  # fmt: skip


def test_the_confirmation_may_stand_in_columns_of_its_own() -> None:
    found = told(sheet("评价范围", *SCOPE_COLUMNS))
    assert {p[0] for p in found} == {"CX5.2-02"}
    rows = [[*cells] for cells in SCOPE_COLUMNS]
    rows[1][6] = None
    assert [p for p in told(sheet("评价范围", *rows)) if p[0] != "CX5.2-02"] == [("CX5.2-04", "评价范围", "G2")]


def test_merged_groups_hold_for_their_rows_and_end_at_the_descriptions() -> None:
    rows = [
        ["类别", "项目", "内容", "是否纳入"],
        ["涂装及其前后处理工序", "喷漆", "2条线", "是"],
        [None, "烘干", "1条线", "是"],
        ["与涂装活动配套的设施", "废气处理", "1套", "是"],
        ["其他", "空压站", "1座", "是"],
        *[[None, word, value, None] for word, value in SCOPE_FORM[4:]],
    ]
    merges = [Merge(1, 0, 2, 0), Merge(4, 0, len(rows) - 1, 0)]
    found = [p for p in told(sheet("评价范围", *rows, merges=merges)) if not p[0].startswith("CXS")]
    assert found == [("CX6.3-03", "评价范围", "D1")]


LAWS = [
    ["序号", "标准名称", "标准编号"],
    [1, "安全评价通则", "AQ 8001-2007"],
    [2, "中华人民共和国安全生产法", "主席令第88号"],
]


def test_a_list_of_bases_alone_is_no_list_of_materials() -> None:
    assert told(sheet("评价依据", *LAWS)) == []
    assert told(sheet("评价依据", *LAWS[:1], *LAWS[2:])) == [("CX4-01", "评价依据", "B1")]


def test_bases_and_materials_may_stand_in_two_sheets_or_in_one() -> None:
    nine = [
        ["企业合规信息", "已收集"], ["平面布置、建构筑物", "已收集"], ["生产工艺流程", "已收集"], ["设备清单", "已收集"],
        ["烘干热源", "已收集"], ["化学品清单", "已收集"], ["MSDS", "已收集"], ["公辅设施", "现场收集"], ["防雷装置检测报告", "已收集"],
    ]  # fmt: skip
    head = ["资料名称", "收集情况"]
    assert told(sheet("评价依据", *LAWS), sheet("收集资料", head, *nine)) == []
    both = [
        ["类别", *head, "编号"],
        ["法规标准", "安全评价通则", None, "AQ8001"],
        *[["技术资料", *r, None] for r in nine],
    ]
    assert told(sheet("资料清单", *both)) == []
    assert told(sheet("评价依据", *LAWS), sheet("收集资料", head, *nine[:8])) == [("CX5.3-01", "收集资料", "A1")]


def test_a_superseded_standard_among_the_bases_is_told() -> None:
    old = [3, "涂装作业安全规程 喷漆室安全技术规定", "GB14444-2006"]
    late = Grids().fact("报告日期", date(2026, 9, 30))
    found = told(sheet("评价依据", *LAWS, old), grids=late)
    assert ("CX5.3-02", "评价依据", "C4") in found
    assert [p for p in told(sheet("评价依据", *LAWS, old)) if p[0] == "CX5.3-02"] == []


def test_measures_may_stand_in_columns_and_buildings_below() -> None:
    kinds = ["选址周边与平面布置", "生产工艺", "设备设施及布置", "公用工程及辅助设施", "安全管理基础信息"]
    columns = ["工程技术措施", "管理措施", "教育培训措施", "个体防护措施", "应急准备措施"]
    facts = ["范围核实结果", "保存至", "保存形式"]
    rows = [
        ["类别", "项目", "内容", *columns, *facts],
        *[
            [kind, "概况", "见附件", *[None] * 5, *(["一致", "2029-04-20", "纸质"] if i == 0 else [None] * 3)]
            for i, kind in enumerate(kinds)
        ],
        ["危害因素及已采取的措施", "漆雾爆炸", None, "联锁", "动火审批", "年度培训", "防静电服", "无", *[None] * 3],
    ]
    heads = [
        "名称",
        "用途",
        "结构",
        "火灾危险性类别",
        "耐火等级",
        "层数",
        "建筑高度（m）",
        "疏散距离（m）",
        "疏散通道宽度（m）",
        "安全出口",
        "消防验收",
    ]
    below = [heads, [v for k, v in BUILDING.items() if k != "number"]]
    blank = [None] * 11
    assert told(sheet("现场勘察", *rows, blank, *below)) == []
    rows[-1][5] = None
    assert told(sheet("现场勘察", *rows, blank, *below)) == [("CX6.1-02", "现场勘察", "F7")]
    lacking = [heads[:9], below[1][:9]]
    rows[-1][5] = "年度培训"
    assert told(sheet("现场勘察", *rows), sheet("建构筑物", *lacking)) == [("CX6.1-02", "建构筑物", "A1")]


def test_one_row_for_each_category_will_do() -> None:
    measures = "工程技术措施：联锁；管理措施：审批；培训每年；个体防护：防静电服；应急：灭火器"
    rows = [
        ["风险数据类别", "内容", "范围核实结果", "范围修订说明", "保存至", "保存形式"],
        ["选址周边与平面布置", "四邻和间距见总图", "有差异", "增加危废间", date(2029, 4, 20), "电子"],
        *[
            [kind, "见附件", *[None] * 4]
            for kind in ("生产工艺", "设备设施及布置", "公用工程及辅助设施", "安全管理基础信息")
        ],
        ["危害因素及已采取的措施", measures, *[None] * 4],
        ["建构筑物", "1号车间", *[None] * 4],
    ]
    assert told(sheet("现场勘察", *rows)) == [("CX6.1-02", "现场勘察", "B8")]
    rows[1][3] = None
    assert ("CX6.1-01", "现场勘察", "D2") in told(sheet("现场勘察", *rows))
    rows[6][1] = "工程技术措施：联锁；管理措施：审批；培训每年；个体防护：防静电服"
    assert ("CX6.1-02", "现场勘察", "A7") in told(sheet("现场勘察", *rows))


def test_a_scope_without_items_is_judged_by_its_contents() -> None:
    rows = [
        ["类别", "内容", "是否纳入", "风险点编号", "原因说明"], ["涂装及其前后处理工序", "喷漆、烘干", "是", "1", None],
        ["与涂装活动配套的设施", "废气处理", "是", None, None], ["其他", None, None, None, None],
    ]  # fmt: skip
    found = [p for p in told(sheet("评价范围", *rows)) if p[0] not in ("CX5.2-02", "CX5.2-04")]
    assert found == [("CX6.3-03", "评价范围", "A1"), ("CX6.3-03", "评价范围", "D3"), ("CX5.2-01", "评价范围", "C4")]


def test_a_team_without_the_column_of_the_check_is_asked_once() -> None:
    rows = [["姓名", "专业"], ["王某", "安全、化工"], ["李某", "机电"], ["张某", "电气"]]
    assert told(sheet("项目组", *rows)) == [("CX5.1-01", "项目组", "A1")]


ODD: tuple[Any, ...] = (
    None, "", " ", "　", "×", "无", "-", 0, -1, 1.5, 1e308, True, date(1900, 1, 1), time(12, 30), "＝1+1", "=1+1", "{x}", "%s", "（", "))((", "1-2-3",
    "9" * 400, "漆" * 5000, "\u202e是", "是\n否", "\x00",
)  # fmt: skip


@pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
def test_odd_content_in_every_cell_crashes_no_rule(value: Any) -> None:
    for name in SHEETS:
        book = prepared().book()
        found = next(s for s in book.sheets if s.name == name)
        for row in found.rows[1:]:
            row[:] = [value] * len(row)
        assert "CXF-09" not in {f.rule for f in judge(book)[0]}


@pytest.mark.parametrize("name", SHEETS)
def test_an_error_value_is_told_as_such_and_no_rule_crashes(name: str) -> None:
    book = prepared().book()
    found = next(s for s in book.sheets if s.name == name)
    for r, row in enumerate(found.rows[1:], 1):
        for c in range(len(row)):
            row[c] = None
            found.errors[r, c] = "#REF!"
    rules = {f.rule for f in judge(book)[0] if f.sheet == name}
    assert "CXS-08" in rules
    assert "CXF-09" not in rules


def test_a_ledger_of_another_kind_is_none_of_these_sheets() -> None:
    ledgers = (
        sheet("设备台账", ["序号", "类别", "名称", "编号", "状态", "备注"], [1, "喷涂", "喷枪", "PQ-01", "在用", None]),
        sheet("培训", ["姓名", "专业", "日期"], ["王某", "安全", "2026-01-01"]),
        sheet("会议", ["项目", "内容"], ["主题", "安全例会"]),
        sheet("巡检", ["类别", "项目", "内容"], ["设备", "风机", "正常"]),
    )
    for ledger in ledgers:
        assert [p for p in told(ledger) if not p[0].startswith("CXS")] == []


def test_covering_points_are_known_only_where_points_are_listed() -> None:
    from chain_papers import dossier_of

    assert _known_points(dossier_of(Grids())) >= {"1", "自动化喷漆线", "喷漆作业"}
