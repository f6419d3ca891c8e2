"""What reading says of a sheet: columns without header, missing, elsewhere, hidden."""

from __future__ import annotations

from typing import Any

import pytest
from stranger_sheets import CHECKLIST, HAZARD, HAZARD_FIRST, cells, rows_of, sheet, told

from coatxl.tables.read import Reading
from coatxl.workbook.book import Merge

ITEM = ["调漆间", 1, "甲", "GB1第1条", "好", "符合"]


def missing(reading: Reading) -> list[tuple[str | None, object]]:
    return [(cell, params["header"]) for cell, params in told(reading, "CXS-02")]


def unread(reading: Reading) -> list[object]:
    return [params["words"].zh for _, params in told(reading, "CXS-04")]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("at", "words"), [(0, "A列没有表头"), (3, "D列没有表头"), (6, "G列没有表头")],
)  # fmt: skip
def test_data_under_a_blank_header_is_told(at: int, words: str) -> None:
    header: list[Any] = list(CHECKLIST)
    item: list[Any] = list(ITEM)
    header.insert(at, None)
    item.insert(at, "抽查")
    reading = rows_of(sheet("安全检查表", header, item))
    assert unread(reading) == [words]


def test_columns_under_blank_headers_are_told_with_the_unknown_ones() -> None:
    reading = rows_of(sheet("安全检查表", ["内部编号", *CHECKLIST, None, None, None], ["N-1", *ITEM, 5, "x", None]))
    assert unread(reading) == ["内部编号、H列没有表头、I列没有表头"]
    assert cells(reading, "CXS-04") == ["A1"]


def test_an_error_value_under_a_blank_header_is_data() -> None:
    one = sheet("安全检查表", [*CHECKLIST, None], [*ITEM, None])
    one.errors[1, 6] = "#REF!"
    assert unread(rows_of(one)) == ["G列没有表头"]


def test_a_header_that_is_no_text_is_quoted() -> None:
    assert unread(rows_of(sheet("安全检查表", [*CHECKLIST, 2024], [*ITEM, "好"]))) == ["2024"]


def test_blank_columns_and_columns_apart_are_not_told() -> None:
    one = sheet(
        "安全检查表", [*CHECKLIST[:2], None, *CHECKLIST[2:], None, None], [*ITEM[:2], None, *ITEM[2:], None, "批注"]
    )
    assert unread(rows_of(one)) == []


def test_a_long_header_is_told_and_quoted_in_part() -> None:
    reading = rows_of(sheet("安全检查表", [*CHECKLIST, "请" * 100], [*ITEM, "好"]))
    assert unread(reading) == ["请" * 40 + "…"]


# --- required columns -------------------------------------------------------------------------------


def test_a_measure_column_may_stand_in_the_relation_table() -> None:
    hazard = sheet("危害因素描述", HAZARD[:8], HAZARD_FIRST[:8])
    relation = sheet(
        "关系表", ["风险点", "危害因素", "序号", "失控诱因", "风险管控措施"], ["调漆间", "蒸气积聚", 1, "敞口", "密闭"]
    )
    assert missing(rows_of(hazard)) == [("A1", "风险管控措施")]
    assert missing(rows_of(hazard, relation)) == []
    assert missing(rows_of(relation, hazard)) == []


def test_a_list_without_the_column_of_a_form_label_lacks_it() -> None:
    assert missing(rows_of(sheet("安全检查表", CHECKLIST[1:], ITEM[1:]))) == [("A1", "风险点")]
    labelled = rows_of(sheet("安全检查表", CHECKLIST[1:], ["风险点：调漆间", *[None] * 4], ITEM[1:]))
    assert missing(labelled) == []
    above = rows_of(sheet("安全检查表", ["风险点：调漆间"], CHECKLIST[1:], ITEM[1:]))
    assert missing(above) == []


def test_every_area_is_asked_for_its_columns() -> None:
    block = [
        ["风险点", "喷漆作业", None, None],
        ["危害因素", "蒸气积聚", "后果", "爆燃"],
        ["失控诱因分析", None, None, "签收"],
        ["1", "敞口保存。", None, None],
        [None] * 4,
    ]
    merges = tuple(Merge(r, 0, r, 2) for r in (2, 7))
    reading = rows_of(sheet("危害因素描述", *block, *block, merges=merges))
    assert cells(reading, "CXS-02") == ["A3", "A8"]  # the measure, in each block
    assert cells(reading, "CXS-04") == ["D3", "D8"]


# --- hidden -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "cols", "what", "cell"),
    [
        ({1}, set(), "有 1 行隐藏", "A2"),
        (set(), {3, 20}, "有 D 列隐藏", "D1"),
        ({1}, {3, 5}, "有 1 行和 D、F 列隐藏", "A2"),
    ],
)
def test_hidden_rows_and_columns_are_told(rows: set[int], cols: set[int], what: str, cell: str) -> None:
    one = sheet("安全检查表", CHECKLIST, ITEM)
    one.hidden_rows, one.hidden_columns = rows, cols
    assert [(c, p["what"].zh) for c, p in told(rows_of(one), "CXS-13")] == [(cell, what)]  # type: ignore[attr-defined]


def test_hidden_columns_beside_the_table_are_not_told() -> None:
    one = sheet("安全检查表", CHECKLIST, ITEM)
    one.hidden_columns = set(range(6, 16384))
    assert told(rows_of(one), "CXS-13") == []
