"""Filling: values come back from the file as they went in, in the look of the template."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import soffice
from template_cases import load

from coatxl.standards.coating.guide import blueprint
from coatxl.standards.coating.tables import (
    GUIDE_SHEET,
    TEMPLATE_TABLES,
    ChecklistRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    ProjectRow,
    RelationRow,
    UnitRow,
)
from coatxl.tables.fill import fill
from coatxl.tables.table import Table

if TYPE_CHECKING:
    import openpyxl

LONG = "建立动火作业管理制度，喷漆房动火必须采取安全措施，执行动火作业管理手续，并由专人监护，作业结束后确认无残留火种方可离开。"
ROWS: dict[type[Table], list[dict[str, Any]]] = {
    UnitRow: [{"number": "1", "unit": "喷漆单元", "kind": "工艺与设备设施", "divided": "是"}],
    HazardRow: [
        {"unit": "喷漆单元", "risk_point": "喷漆作业", "step": "-", "hazard": "可燃液体蒸气积聚", "event": "爆燃事故", "outcome": "爆燃",
         "number": "1", "cause": "油漆桶敞口保存", "measure": "油漆桶保持密闭。"},
        {"unit": "喷漆单元", "risk_point": "喷漆作业", "step": "-", "hazard": "可燃液体蒸气积聚", "measure": LONG},
        {"unit": "喷漆单元", "risk_point": "调漆间", "hazard": "有毒蒸气", "event": "吸入", "outcome": "中毒", "number": "1.10",
         "cause": "=1+1", "measure": "通风"},
    ],
    ChecklistRow: [{"risk_point": "喷漆作业", "number": "1", "item": "油漆桶保持密闭。", "basis": "AQ5024-2008第6.4.7条", "conforms": "符合"}],
    LecRow: [
        {"number": "1", "risk_point": "喷漆作业", "hazard": "可燃液体蒸气积聚", "likelihood": Decimal("0.5"), "exposure": 6, "consequence": 15.0},
        {"number": "2", "risk_point": "喷漆作业", "hazard": "噪声", "likelihood": 3, "exposure": 6, "consequence": 15, "d": 160},
    ],
    HiddenDangerRow: [{"number": "1", "description": "接地线脱落", "deadline": date(2026, 3, 20), "state": "整改中"}],
}  # fmt: skip
FACTS = {"企业名称": "甲&乙涂装有限公司", "评价基准日": date(2026, 3, 31), "风险评价方法": "作业条件危险性分析法"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fill") / "底稿.xlsx"
    fill(path, ROWS, FACTS, blueprint=blueprint(), spare=20)
    return path


@pytest.fixture(scope="module")
def book(filled: Path) -> openpyxl.Workbook:
    return load(filled)


def test_values_stand_in_their_columns(book: openpyxl.Workbook) -> None:
    sheet = book[HazardRow.sheet]
    assert [c.value for c in sheet[5]][:10] == [
        "喷漆单元", "喷漆作业", "-", "可燃液体蒸气积聚", "爆燃事故", "爆燃", None, 1, "油漆桶敞口保存", "油漆桶保持密闭。",
    ]  # fmt: skip
    assert sheet["J6"].value == LONG
    assert sheet["H6"].value is None
    lec = book[LecRow.sheet]
    assert [lec.cell(7, c).value for c in (7, 8, 9)] == [0.5, 6, 15]
    assert book[HiddenDangerRow.sheet]["M5"].value == datetime(2026, 3, 20)
    assert book[HiddenDangerRow.sheet]["M5"].number_format == "yyyy-mm-dd"


def test_text_is_never_a_formula_and_codes_stay_as_typed(book: openpyxl.Workbook) -> None:
    sheet = book[HazardRow.sheet]
    assert (sheet["I7"].value, sheet["I7"].data_type) == ("=1+1", "s")
    assert (sheet["H7"].value, sheet["H7"].data_type) == ("1.10", "s")


def test_formulas_stay_but_for_a_typed_value(book: openpyxl.Workbook) -> None:
    sheet = book[LecRow.sheet]
    assert str(sheet["J7"].value).startswith("=IF(COUNTA(G7:I7)=0")
    assert sheet["J8"].value == 160
    assert str(sheet["K8"].value).startswith("=IF(ISNUMBER(J8)")


def test_facts_and_page_headers(book: openpyxl.Workbook) -> None:
    sheet = book[ProjectRow.sheet]
    assert sheet["B5"].value == "甲&乙涂装有限公司"
    assert sheet["B7"].value == datetime(2026, 3, 31)
    assert book[LecRow.sheet].oddHeader.right.text == "甲&&乙涂装有限公司"


def test_rows_are_as_high_as_their_text(book: openpyxl.Workbook) -> None:
    sheet = book[HazardRow.sheet]
    assert [sheet.row_dimensions[row].height for row in (5, 6, 7)] == [20, 35, 20]
    assert book[LecRow.sheet].row_dimensions[7].height == 45.75


def test_group_line_and_open_borders(book: openpyxl.Workbook) -> None:
    sheet = book[HazardRow.sheet]
    assert (sheet["B7"].border.top.style, sheet["B7"].border.top.color.rgb) == ("medium", "001F3864")
    assert sheet["I6"].border.top.style is None  # the cause goes on
    assert sheet["J6"].border.top.style == "thin"  # a second measure


def test_what_the_template_gives_is_kept(book: openpyxl.Workbook) -> None:
    sheet = book[LecRow.sheet]
    assert sheet.protection.sheet
    assert sheet.freeze_panes == "D7"
    assert sheet.print_title_rows == "$5:$6"
    assert {v.formula1 for v in sheet.data_validations.dataValidation} >= {"LEC_L", "LEC_E", "LEC_C", "LIST_RISK_POINT"}
    assert not sheet["G7"].protection.locked


def test_print_areas_still_end_with_the_last_filled_row(filled: Path) -> None:
    with zipfile.ZipFile(filled) as archive:
        workbook = archive.read("xl/workbook.xml").decode()
    areas = re.findall(r'<definedName name="_xlnm.Print_Area"[^>]*>([^<]*)<', workbook)
    assert len(areas) == len(TEMPLATE_TABLES) - 1
    assert all(":INDEX(" in area for area in areas)


@pytest.mark.parametrize(
    ("rows", "facts", "named"),
    [
        ({UnitRow: [{"nothing": 1}]}, {}, "nothing"),
        ({RelationRow: [{"cause": "a"}]}, {}, "关系表"),
        ({}, {"没有的项目": "a"}, "没有的项目"),
    ],
)
def test_what_the_paper_does_not_have_is_named(tmp_path: Path, rows: Any, facts: Any, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        fill(tmp_path / "a.xlsx", rows, facts, blueprint=blueprint(), spare=1)
    assert not list(tmp_path.iterdir())


@pytest.mark.office
def test_start_page_tells_the_progress(filled: Path, tmp_path: Path) -> None:
    guide = load(soffice.convert([filled], tmp_path)[0], data_only=True)[GUIDE_SHEET]
    shown = {
        row[2].value: [c.value for c in row[5:9]]
        for row in guide.iter_rows(min_row=6, max_row=40)
        if row[5].value is not None
    }
    untouched = {page.table.sheet: [0, 0, "—", page.empty] for page in blueprint().sheets()}
    assert shown == untouched | {
        "项目信息": [3, 3, "■■■■■□□□□□", "待补 3 格"],
        "评价单元": [1, 0, "■■■■■■■■■■", "已完成"],
        "风险点划分": [0, 0, "—", "未填"],
        "危害因素描述": [3, 0, "■■■■■■■■■■", "已完成"],
        "安全检查表": [1, 1, "■■■■■■■□□□", "待补 1 格"],
        "风险评价LEC": [2, 0, "■■■■■■■■■■", "已完成"],
        "风险评价矩阵": [0, 0, "—", "未选用"],
        "隐患清单": [1, 3, "□□□□□□□□□□", "待补 3 格"],
        "人工确认": [0, 0, "—", "需要时填"],
    }
