"""Blank and merged cells: where they mean "as above", where they are blank, and what is said of it."""

from __future__ import annotations

from typing import Any

import pytest
from papers import judge
from stranger_sheets import CHECKLIST, HAZARD, HAZARD_FIRST, book, cells, found, rows_of, sheet, told

from coatxl.rules import Origin
from coatxl.standards.coating.tables import (
    ChecklistRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    MatrixRow,
    RelationRow,
    RiskPointRow,
)
from coatxl.tables.cell_faults import _misfit
from coatxl.tables.table import Table
from coatxl.workbook.book import Merge


def hazard_rows(*rows: list[Any]) -> list[HazardRow]:
    return rows_of(sheet("危害因素描述", HAZARD, HAZARD_FIRST, *rows)).rows[HazardRow]  # type: ignore[return-value]


# --- formulas without a result and error values -----------------------------------------------------


@pytest.mark.parametrize(("col", "name"), [(1, "risk_point"), (2, "hazard"), (7, "cause")])
def test_a_formula_without_result_does_not_take_the_value_above(col: int, name: str) -> None:
    one = sheet(
        "危害因素描述", HAZARD, HAZARD_FIRST, [*[None] * 6, 2, "未开风机", "联锁", None], [*[None] * 8, "加盖", None]
    )
    one.rows[2][col] = None
    one.uncached.add((2, col))
    reading = rows_of(one)
    rows = reading.rows[HazardRow]
    assert [getattr(r, name) for r in rows[1:]] == ["", ""]
    assert [(r.blank(name), r.failed(name)) for r in rows[1:]] == [(False, True)] * 2
    assert [(cell, params["count"]) for cell, params in told(reading, "CXS-10")] == [(f"{'ABCDEFGH'[col]}3", 1)]
    assert not [f for f in judge(book(one))[0] if f.rule == "CXF-09"]


def test_an_error_value_that_fills_rows_below_is_told_once() -> None:
    one = sheet(
        "危害因素描述", HAZARD, HAZARD_FIRST, [*[None] * 6, 2, "未开风机", "联锁", None], [*[None] * 8, "加盖", None]
    )
    one.errors[2, 2] = "#REF!"
    reading = rows_of(one)
    assert cells(reading, "CXS-08") == ["C3"]
    assert [r.blank("hazard") for r in reading.rows[HazardRow]] == [False] * 3
    # What the cell says is not known, so what hangs on it is neither another's nor missing.
    assert [r.event for r in reading.rows[HazardRow]] == ["爆燃事故"] * 3


@pytest.mark.parametrize(("value", "rule"), [("", "CXS-10"), ("#N/A", "CXS-08")])
def test_a_text_column_has_no_misfits(value: str, rule: str) -> None:
    fault, hit = _misfit(HazardRow.fields["cause"], Origin("表", 1, 1), value)
    assert (fault.id, hit.params["header"]) == (rule, "失控诱因")


@pytest.mark.parametrize("lost", ["errors", "uncached"])
def test_a_row_of_cells_that_cannot_be_read_is_a_row(lost: str) -> None:
    header = ["序号", "隐患描述", "依据", "隐患级别", "整改建议"]
    one = sheet(
        "隐患清单",
        header,
        [1, "甲", "乙", "一般", "丙"],
        [2, None, None, None, None],
        [None] * 5,
        [3, *"甲乙", "一般", "丙"],
    )
    for place in ((2, 1), (2, 4), (3, 1)):
        if lost == "errors":
            one.errors[place] = "#REF!"
        else:
            one.uncached.add(place)
    reading = rows_of(one)
    assert [r.row_number for r in reading.rows[HiddenDangerRow]] == [2, 3, 4, 5]
    assert sorted(cells(reading, "CXS-08" if lost == "errors" else "CXS-10"), key=str) == (
        ["B3", "B4", "E3"] if lost == "errors" else ["B3", "E3"]
    )


def test_formulas_typed_ahead_are_no_rows() -> None:
    one = sheet(
        "风险评价LEC",
        ["序号", "风险点", "危害因素", "L", "E", "C", "D"],
        [1, "调漆间", "蒸气", 1, 6, 15, 90],
        [2, *[None] * 6],
    )
    one.uncached |= {(2, 6)}
    assert [r.row_number for r in rows_of(one).rows[LecRow]] == [2]


# --- what ends "as above" ---------------------------------------------------------------------------


def test_a_second_outcome_does_not_end_the_hazard() -> None:
    rows = hazard_rows(
        [None] * 4 + ["火灾", None, 2, "未开风机", "联锁", None], [*[None] * 5, "否", 3, "吸烟", "禁烟", None]
    )
    assert [(r.event, r.outcome, r.high) for r in rows] == [
        ("爆燃事故", "爆燃", "是"), ("爆燃事故", "火灾", "是"), ("爆燃事故", "火灾", "否"),
    ]  # fmt: skip


def test_a_new_number_without_cause_lacks_its_cause() -> None:
    rows = hazard_rows([*[None] * 6, 2, None, "联锁", None], [*[None] * 7, "吸烟", "禁烟", None])
    assert [(r.number, r.cause) for r in rows] == [("1", "敞口"), ("2", ""), ("2", "吸烟")]
    relation = rows_of(
        sheet(
            "关系表",
            ["危害因素", "序号", "失控诱因", "风险管控措施"],
            ["甲", 1, "敞口", "密闭"],
            [None, 2, None, "联锁"],
        )
    )
    assert [(r.number, r.cause) for r in relation.rows[RelationRow]] == [("1", "敞口"), ("2", "")]


UNIT_OPTIONAL: list[tuple[type[Table], str, list[Any], list[Any]]] = [
    (HazardRow, "危害因素描述", HAZARD[2:], HAZARD_FIRST[2:]),
    (ChecklistRow, "安全检查表", CHECKLIST[1:], [1, "甲", "GB1第1条", "好", "符合"]),
    (LecRow, "风险评价LEC", ["危害因素", "L", "E", "C"], ["蒸气", 1, 6, 15]),
    (MatrixRow, "风险评价矩阵", ["危害因素", "L", "S"], ["蒸气", 1, 2]),
    (HiddenDangerRow, "隐患清单", ["隐患描述", "依据", "隐患级别", "整改建议"], ["甲", "乙", "一般", "丙"]),
]


@pytest.mark.parametrize(("table", "name", "header", "data"), UNIT_OPTIONAL)
def test_an_optional_unit_ends_with_its_risk_point(
    table: type[Table], name: str, header: list[Any], data: list[Any]
) -> None:
    reading = rows_of(
        sheet(
            name,
            ["评价单元", "风险点", *header],
            ["喷漆单元", "调漆间", *data],
            [None, None, *data],
            [None, "配电室", *data],
            ["公用单元", "配电室", *data],
            ["储运单元", None, *data],
        )
    )
    assert [(r.unit, r.risk_point) for r in reading.rows[table]] == [  # type: ignore[attr-defined]
        ("喷漆单元", "调漆间"), ("喷漆单元", "调漆间"), ("", "配电室"), ("公用单元", "配电室"),
        ("储运单元", ""),
    ]  # fmt: skip


def test_a_unit_merged_over_several_risk_points_is_theirs() -> None:
    first = ["喷漆单元", "调漆间", 1, "甲", "GB1第1条", "好", "符合"]
    one = sheet("安全检查表", ["评价单元", *CHECKLIST], first, [None, "烘房", *first[2:]], merges=(Merge(1, 0, 2, 0),))
    assert [r.unit for r in rows_of(one).rows[ChecklistRow]] == ["喷漆单元", "喷漆单元"]


def test_the_unit_of_the_division_covers_its_risk_points() -> None:
    header = ["序号", "评价单元", "风险点", "作业步骤/设备"]
    reading = rows_of(sheet("风险点划分", header, [1, "喷漆单元", "调漆间", "-"], [2, None, "烘房", "-"]))
    assert [r.unit for r in reading.rows[RiskPointRow]] == ["喷漆单元", "喷漆单元"]


def test_a_unit_in_a_group_row_covers_its_risk_points_and_ends_them() -> None:
    reading = rows_of(
        sheet(
            "安全检查表",
            CHECKLIST,
            ["评价单元：喷漆单元", *[None] * 5],
            ["调漆间", 1, "甲", "GB1第1条", "好", "符合"],
            ["烘房", 1, "乙", "GB1第1条", "好", "符合"],
            ["评价单元：公用单元", *[None] * 5],
            [None, 1, "丙", "GB1第1条", "好", "符合"],
        )
    )
    assert [(r.unit, r.risk_point) for r in reading.rows[ChecklistRow]] == [
        ("喷漆单元", "调漆间"), ("喷漆单元", "烘房"), ("公用单元", ""),
    ]  # fmt: skip


def test_the_hazard_of_a_risk_row_may_stand_above() -> None:
    header = ["风险点", "危害因素", "后果", "L", "E", "C"]
    rows = rows_of(sheet("LEC", header, ["调漆间", "蒸气", "爆燃", 1, 6, 15], [None, None, "中毒", 1, 6, 7])).rows[
        LecRow
    ]
    assert [(r.hazard, r.outcome) for r in rows] == [("蒸气", "爆燃"), ("蒸气", "中毒")]


# --- merged cells elsewhere -------------------------------------------------------------------------


def test_a_cell_merged_where_blank_is_blank_is_told() -> None:
    rows = [["调漆间", n, f"项目{n}", "GB1第1条" if n == 1 else None, "好", "符合"] for n in (1, 2, 3)]
    one = sheet("安全检查表", CHECKLIST, *rows, merges=(Merge(1, 0, 3, 0), Merge(1, 3, 3, 3), Merge(2, 4, 2, 5)))
    reading = rows_of(one)
    assert [r.basis for r in reading.rows[ChecklistRow]] == ["GB1第1条", "", ""]
    assert [(c, p["header"], p["range"], p["count"]) for c, p in told(reading, "CXS-16")] == [
        ("D2", "依据", "D2:D4", 2)
    ]
    (message,) = [f.message for f in judge(book(one))[0] if f.rule == "CXS-16"]
    assert message == "“依据”的 D2:D4 是合并单元格，内容只算在第 2 行，其余 2 行按空白读取"


def test_a_merged_cell_without_content_or_rows_is_not_told() -> None:
    row = ["调漆间", 1, "甲", "GB1第1条", None, "符合"]
    one = sheet(
        "安全检查表", CHECKLIST, row, [None, 2, "乙", "GB1第1条", None, "符合"], [None] * 6,
        merges=(Merge(1, 4, 2, 4), Merge(2, 3, 3, 3)),
    )  # fmt: skip
    assert cells(rows_of(one), "CXS-16") == []


@pytest.mark.parametrize("word", ["符合。", "符合；", " 符合 。", "√。"])
def test_end_punctuation_is_no_other_choice(word: str) -> None:
    reading = rows_of(sheet("安全检查表", CHECKLIST, ["调漆间", 1, "甲", "GB1第1条", "好", word]))
    assert [r.conforms for r in reading.rows[ChecklistRow]] == ["符合"]


def test_a_choice_of_punctuation_alone_is_still_wrong() -> None:
    one = sheet("安全检查表", CHECKLIST, ["调漆间", 1, "甲", "GB1第1条", "好", "。"])
    assert found(one, "CX8.2-09") == [("CX8.2-09", "F2")]


def test_a_wrong_choice_that_fills_rows_below_is_told_once() -> None:
    reading = rows_of(
        sheet("危害因素描述", HAZARD, [*HAZARD_FIRST[:5], "可能", *HAZARD_FIRST[6:]], [*[None] * 8, "加盖", None])
    )
    assert cells(reading, "CXS-06") == ["F2"]
