"""Several tables on a sheet, forms, captions, labels, notes and signatures."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
from papers import judge
from stranger_sheets import CHECKLIST, HAZARD, HAZARD_FIRST, book, cells, rows_of, sheet

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
from coatxl.tables.locate import locate
from coatxl.tables.table import Table
from coatxl.workbook.book import Merge, Sheet

LEC = ["风险点", "危害因素", "L", "E", "C", "D", "风险等级"]
MATRIX = ["风险点", "危害因素", "L", "S", "R", "风险等级"]
LEC_ROW = ["调漆间", "蒸气", 1, 6, 15, 90, "一般风险"]
MATRIX_ROW = ["烘房", "高温", 2, 3, 6, "一般风险"]
ITEM = [1, "甲", "GB1第1条", "好", "符合"]


def tables(one: Sheet) -> list[type[Table]]:
    return [area.table for area in locate(one, standard.TABLES)]


# --- several tables on a sheet ----------------------------------------------------------------------


@pytest.mark.parametrize("gap", [[], [[None]], [["表2 风险点划分"]], [[None], ["二、风险点"], [None]]])
@pytest.mark.parametrize("name", ["评价单元", "Sheet1", "划分"])
def test_two_tables_on_a_sheet_are_both_read(name: str, gap: list[list[Any]]) -> None:
    reading = rows_of(
        sheet(
            name,
            ["序号", "评价单元", "单元类别", "是否划分风险点"],
            [1, "喷漆单元", "工艺与设备设施", "是"],
            *gap,
            ["序号", "评价单元", "风险点", "作业步骤/设备", "风险点类别"],
            [1, "喷漆单元", "调漆间", "-", "场所"],
            [2, None, "烘房", "-", "场所"],
        )
    )
    assert [r.unit for r in reading.rows[UnitRow]] == ["喷漆单元"]
    assert [(r.unit, r.risk_point) for r in reading.rows[RiskPointRow]] == [
        ("喷漆单元", "调漆间"),
        ("喷漆单元", "烘房"),
    ]
    assert not [h for r, h in reading.faults if r.id in {"CXS-02", "CXS-06", "CXS-09"}]


@pytest.mark.parametrize("name", ["风险评价", "风险", "风险评价LEC"])
def test_lec_above_a_matrix(name: str) -> None:
    reading = rows_of(sheet(name, LEC, LEC_ROW, [None], MATRIX, MATRIX_ROW))
    assert [(r.risk_point, r.d) for r in reading.rows[LecRow]] == [("调漆间", 90)]
    assert [(r.risk_point, r.r) for r in reading.rows[MatrixRow]] == [("烘房", 6)]


def test_a_group_row_belongs_to_the_header_below_it() -> None:
    one = sheet(
        "风险评价", LEC, LEC_ROW, [None], ["评价对象", None, "控制风险", None, None, None], MATRIX, MATRIX_ROW,
        merges=(Merge(3, 0, 3, 1), Merge(3, 2, 3, 5)),
    )  # fmt: skip
    reading = rows_of(one)
    assert [r.row_number for t in (LecRow, MatrixRow) for r in reading.rows[t]] == [2, 6]


@pytest.mark.parametrize("name", ["风险评价", "风险评价LEC", "LEC"])
def test_a_matrix_alone_is_a_matrix_whatever_its_sheet_is_called(name: str) -> None:
    assert tables(sheet(name, MATRIX, MATRIX_ROW)) == [MatrixRow]


def test_a_name_does_not_override_the_header_of_another_table() -> None:
    assert tables(sheet("风险点", HAZARD, HAZARD_FIRST)) == [HazardRow]
    assert tables(sheet("评价单元", ["序号", "评价单元", "风险点", "作业步骤", "类别"], [1, *"甲乙丙", "场所"])) == [
        RiskPointRow
    ]


def test_a_name_decides_between_headers_of_like_size() -> None:
    wide = [*HAZARD, "L", "E", "C", "D", "风险等级"]
    assert tables(sheet("危害因素描述", wide, [*HAZARD_FIRST, *LEC_ROW[2:]])) == [HazardRow]
    assert tables(sheet("风险点划分", ["评价单元", "风险点", "危害因素"], ["甲", "乙", "丙"])) == [RiskPointRow]
    part = ["风险点", "危害名目", "序号", "失控诱因", "风险管控措施"]
    assert tables(sheet("危害因素描述", part, ["甲", "乙", 1, "丙", "丁"])) == [HazardRow]
    assert tables(sheet("关系表", HAZARD[1:5] + HAZARD[6:9], HAZARD_FIRST[1:5] + HAZARD_FIRST[6:9])) == [RelationRow]


def test_a_legend_of_scores_is_no_further_table() -> None:
    one = sheet("风险评价LEC", ["L", "E", "C"], ["可能性", "频次", "后果"], [None], LEC, LEC_ROW)
    reading = rows_of(one)
    assert [r.row_number for r in reading.rows[LecRow]] == [5]


def test_a_data_row_that_names_two_headers_is_no_header() -> None:
    header = ["序号", "隐患描述", "依据", "隐患级别", "整改建议"]
    rows = [[n, "整改措施", "依据", "一般", "整改建议"] for n in range(1, 100)]
    reading = rows_of(sheet("隐患清单", header, *rows))
    assert len(reading.rows[HiddenDangerRow]) == 99


def test_a_large_sheet_is_searched_quickly() -> None:
    header = ["序号", "隐患描述", "依据", "隐患级别", "整改建议", "整改状态", "类别"]
    rows = [[f"N{n}", f"第{n}处油漆桶敞口", f"GB{n}", "一般", "整改", "标准", "说明"] for n in range(20_000)]
    one = sheet("隐患清单", header, *rows)
    begun = time.process_time()
    (area,) = locate(one, standard.TABLES)
    assert time.process_time() - begun < 2  # about 0.2 s; a search of all tables at each row takes 30
    assert (area.table, area.last) == (HiddenDangerRow, 20_001)


def test_many_headers_on_a_sheet_are_searched_in_linear_time() -> None:
    one = sheet("安全检查表", *[CHECKLIST, ["调漆间", *ITEM]] * 4000)
    begun = time.process_time()
    reading = rows_of(one)
    assert time.process_time() - begun < 5  # about 0.5 s
    assert len(reading.rows[ChecklistRow]) == 4000


# --- repeated headers -------------------------------------------------------------------------------


def test_a_repeated_header_of_two_rows_is_skipped_whole() -> None:
    head = [
        ["风险点", "危害因素", "作业条件危险性评价", None, None, None, "风险等级"],
        [None, None, "L", "E", "C", "D", None],
    ]
    merges = tuple(
        Merge(r, a, r + h, b)
        for r in (0, 3) for a, b, h in ((0, 0, 1), (1, 1, 1), (2, 5, 0), (6, 6, 1))
    )  # fmt: skip
    reading = rows_of(sheet("LEC", *head, LEC_ROW, *head, [None, "高温", *LEC_ROW[2:]], merges=merges))
    assert [(r.row_number, r.risk_point, r.hazard) for r in reading.rows[LecRow]] == [
        (3, "调漆间", "蒸气"),
        (6, "调漆间", "高温"),
    ]


@pytest.mark.parametrize("between", [["表8 安全检查表（续）"], ["安全检查表（续）", None, None]])
def test_the_caption_of_a_repeated_header_is_no_data(between: list[Any]) -> None:
    first, second = ["调漆间", *ITEM], [None, 2, *ITEM[1:]]
    reading = rows_of(sheet("安全检查表", CHECKLIST, first, between, CHECKLIST, second))
    assert [(r.risk_point, r.number) for r in reading.rows[ChecklistRow]] == [("调漆间", "1"), ("调漆间", "2")]


# --- forms ------------------------------------------------------------------------------------------


def form(point: str, event: str | None, *causes: str) -> list[list[Any]]:
    return [
        ["风险点", point, None, None],
        ["危害因素", "蒸气积聚", "后果", "爆燃"],
        ["事件", event, None, None],
        ["失控诱因分析", None, None, None],
        *[[n, cause, None, None] for n, cause in enumerate(causes, 1)],
    ]


def spans(*rows: int) -> tuple[Merge, ...]:
    return tuple(Merge(r, 0, r, 3) for r in rows)


def test_a_blank_value_in_one_block_discards_no_block() -> None:
    one = sheet("危害因素描述", *form("喷漆作业", None, "敞口"), *form("烘房", "爆燃事故", "超温"), merges=spans(3, 8))
    rows = rows_of(one).rows[HazardRow]
    assert [(r.risk_point, r.event, r.number, r.cause) for r in rows] == [
        ("喷漆作业", "", "1", "敞口"),
        ("烘房", "爆燃事故", "1", "超温"),
    ]
    assert rows[0].blank("event")
    assert rows[0].at("event").cell == "B3"


@pytest.mark.parametrize("caption", ["表7-2 烘房危害因素描述", "烘房", "二、烘房"])
@pytest.mark.parametrize("gap", [0, 1])
def test_a_caption_between_blocks_is_no_data(caption: str, gap: int) -> None:
    blocks = [*form("喷漆作业", "爆燃", "敞口"), *[[None]] * gap, [caption], *form("烘房", "火灾", "超温")]
    one = sheet("危害因素描述", ["表7-1 喷漆作业"], *blocks, merges=spans(4, 10 + gap))
    rows = rows_of(one).rows[HazardRow]
    assert [(r.risk_point, r.cause) for r in rows] == [("喷漆作业", "敞口"), ("烘房", "超温")]


def test_a_last_measure_before_the_next_block_is_data() -> None:
    block = [
        ["风险点", "喷漆作业"],
        ["危害因素", "蒸气"],
        ["失控诱因", None, "风险管控措施"],
        [1, "敞口", "密闭"],
        [None, None, "加盖"],
    ]
    one = sheet("关系表", *block, *block, merges=(Merge(2, 0, 2, 1), Merge(7, 0, 7, 1)))
    assert [r.measure for r in rows_of(one).rows[RelationRow]] == ["密闭", "加盖"] * 2


def test_forms_and_a_list_share_a_sheet() -> None:
    one = sheet("Sheet1", *form("喷漆作业", "爆燃", "敞口"), [None], CHECKLIST, ["喷漆作业", *ITEM], merges=spans(3))
    reading = rows_of(one)
    assert [r.cause for r in reading.rows[HazardRow]] == ["敞口"]
    assert [r.item for r in reading.rows[ChecklistRow]] == ["甲"]


def test_forms_far_down_a_sheet_are_read() -> None:
    blocks = [row for n in range(40) for row in form(f"风险点{n}", "爆燃", "敞口", "超温")]
    one = sheet("危害因素描述", *blocks, merges=spans(*range(3, 240, 6)))
    assert len(rows_of(one).rows[HazardRow]) == 80


# --- labels above a list ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "above",
    [
        [["风险点：喷漆作业"]],
        [["安全检查表"], ["风险点: 喷漆作业", None, "检查日期：2026-03-01"]],
        [["评价单元：喷漆单元    风险点：喷漆作业    检查人：张三"]],
        [["风险点", "喷漆作业"]],
        [["风险点：喷漆作业"], [None], ["检查人：张三"]],
    ],
)
def test_a_label_above_the_header_is_taken(above: list[list[Any]]) -> None:
    reading = rows_of(sheet("安全检查表", *above, CHECKLIST[1:], ITEM, [2, *ITEM[1:]]))
    assert [(r.risk_point, r.number) for r in reading.rows[ChecklistRow]] == [("喷漆作业", "1"), ("喷漆作业", "2")]
    assert cells(reading, "CXS-02") == []


def test_each_list_of_a_sheet_has_its_label() -> None:
    one = sheet(
        "安全检查表",
        ["评价单元：喷漆单元"], ["风险点：喷漆作业"], CHECKLIST[1:], ITEM,
        [None], ["风险点：烘房"], CHECKLIST[1:], ITEM,
        ["风险点", "配电室"], CHECKLIST[1:], ITEM,
    )  # fmt: skip
    assert [(r.unit, r.risk_point) for r in rows_of(one).rows[ChecklistRow]] == [
        ("喷漆单元", "喷漆作业"),
        ("喷漆单元", "烘房"),
        ("", "配电室"),
    ]


# --- rows that are no data, and rows that are -------------------------------------------------------

ROW = ["调漆间", *ITEM]


@pytest.mark.parametrize(
    "row",
    [
        ["检查人：张三", None, "日期：2026-03-01", None, None, None],
        ["编制人：张三", None, "审核人：李四", None, "批准人：", None],
        ["检查人（签字）：", None, "被检查单位负责人：王五", None, None, None],
        ["检查人：", "张三", "日期：", "2026-03-01", None, None],
        ["编制人：张三", None, None, None, None, None],
        ["合计", None, None, None, 2, None],
        ["注：一式两份", None, None, None, None, None],
    ],
)
def test_signatures_totals_and_notes_below_a_table_are_no_data(row: list[Any]) -> None:
    reading = rows_of(sheet("安全检查表", CHECKLIST, ROW, row))
    assert [r.row_number for r in reading.rows[ChecklistRow]] == [2]
    assert [r.id for r, _ in reading.faults] == []


@pytest.mark.parametrize(
    "row",
    [
        [None, None, "检查人：持证上岗", None, None, None],
        ["检查人：张三", None, "作业人员持证上岗", None, None, None],
        ["合计", None, "作业人员持证上岗", None, None, None],
        [None, None, "作业人员：持证上岗", "日期：按月", None, None],
    ],
)
def test_text_in_a_required_column_is_data_whatever_stands_beside_it(row: list[Any]) -> None:
    reading = rows_of(sheet("安全检查表", CHECKLIST, ROW, row))
    assert [r.row_number for r in reading.rows[ChecklistRow]] == [2, 3]


@pytest.mark.parametrize("last", [5, 6])
def test_a_lone_measure_in_a_wide_cell_is_data(last: int) -> None:
    header = ["风险点", "危害因素", "失控诱因", "风险管控措施", "备注一", "备注二", "备注三"]
    one = sheet(
        "危害因素描述",
        header,
        ["调漆间", "蒸气", "敞口", "密闭"],
        [*[None] * 3, "加盖"],
        merges=(Merge(2, 3, 2, last),),
    )
    assert [r.measure for r in rows_of(one).rows[HazardRow]] == ["密闭", "加盖"]


def test_a_wide_cell_in_the_first_column_is_a_heading() -> None:
    one = sheet("危害因素描述", HAZARD, ["一、喷漆作业区"], HAZARD_FIRST, merges=(Merge(1, 0, 1, 9),))
    rows = rows_of(one).rows[HazardRow]
    assert [(r.row_number, r.unit) for r in rows] == [(3, "喷漆单元")]


# --- whatever a sheet holds -------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(40))
def test_no_sheet_breaks_the_reading(seed: int) -> None:
    chance = random.Random(seed)
    words = [
        "风险点",
        "危害因素",
        "事件",
        "后果",
        "失控诱因",
        "风险管控措施",
        "L",
        "E",
        "C",
        "S",
        "检查项目",
        "是否符合",
    ]
    values = [None, None, None, "甲", "风险点：乙", "检查人：丙", "合计", "表2", 1, 2.5, "符合。", True, " "]
    width, height = chance.randint(1, 8), chance.randint(1, 24)
    rows = [
        [chance.choice(words if chance.random() < (0.8 if head else 0.1) else values) for _ in range(width)]
        for head in (chance.random() < 0.25 for _ in range(height))
    ]
    one = Sheet(
        chance.choice(["危害因素描述", "关系表", "风险评价", "Sheet1"]), top=chance.randint(0, 3), left=1, rows=rows
    )
    for _ in range(chance.randint(0, 5)):
        r, c = chance.randrange(height), chance.randrange(width)
        one.merges.append(Merge(one.top + r, 1 + c, one.top + r + chance.randint(0, 3), 1 + c + chance.randint(0, 3)))
        rows[chance.randrange(height)][chance.randrange(width)] = None
        (one.uncached.add if chance.random() < 0.5 else lambda p: one.errors.update({p: "#N/A"}))((one.top + r, 1 + c))
    for r, c in (*one.errors, *one.uncached):
        rows[r - one.top][c - 1] = None
    reading = rows_of(one)
    read_rows = [r.row_number for found in reading.rows.values() for r in found]
    assert len(read_rows) == len(set(read_rows))
    assert not [f for f in judge(book(one))[0] if f.rule == "CXF-09"]
