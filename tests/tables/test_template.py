"""The template as a file: what stands in its XML, and that nothing stands there that must not."""

from __future__ import annotations

import re
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from template_cases import ALLOWED, NS, foreign_parts, formulas, functions_used, load

from coatxl import __version__
from coatxl.cli import cli
from coatxl.criteria import lec, matrix
from coatxl.standards.coating.guide import FILE_NAME, blueprint
from coatxl.standards.coating.tables import CRITERIA_SHEET, GUIDE_SHEET, TEMPLATE_TABLES, LecRow, ProjectRow
from coatxl.standards.coating.tables.project import FACTS
from coatxl.tables.inputs import MESSAGE_LIMIT, TITLE_LIMIT, score_prompt
from coatxl.tables.layout import BLANK_FORM, SPARE_ROWS
from coatxl.tables.template import ROWS, layouts, write_template
from coatxl.workbook import style
from coatxl.workbook.book import column_name

if TYPE_CHECKING:
    import openpyxl

SHIPPED = Path(__file__).parents[2] / "workbook_templates" / FILE_NAME


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / FILE_NAME
    write_template(path, blueprint())
    return path


@pytest.fixture(scope="module")
def book(template: Path) -> openpyxl.Workbook:
    return load(template)


@pytest.fixture(scope="module")
def sheets(template: Path) -> dict[str, ET.Element]:
    """The XML of each sheet by name."""
    with zipfile.ZipFile(template) as archive:
        workbook = ET.fromstring(archive.read("xl/workbook.xml"))
        names = [s.get("name", "") for s in workbook.iter(f"{NS}sheet")]
        return {name: ET.fromstring(archive.read(f"xl/worksheets/sheet{i}.xml")) for i, name in enumerate(names, 1)}


def test_shipped_template_is_what_the_declarations_give(template: Path) -> None:
    assert SHIPPED.read_bytes() == template.read_bytes(), "stale: run scripts/build_templates.py"


def test_second_build_gives_the_same_bytes(template: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    write_template(again, blueprint())
    assert again.read_bytes() == template.read_bytes()


def test_unwritable_place_is_an_oserror(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        write_template(tmp_path / "missing" / "a.xlsx", blueprint())


def test_only_allowed_functions_and_no_foreign_parts(template: Path) -> None:
    assert functions_used(template) == ALLOWED
    assert foreign_parts(template) == []


def test_sheets_in_the_order_of_the_paper(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [GUIDE_SHEET, *(t.sheet for t in TEMPLATE_TABLES), CRITERIA_SHEET]
    assert all(sheet.sheet_state == "visible" for sheet in book.worksheets)
    assert book.active is book[GUIDE_SHEET]


def test_headers_are_the_declared_words_in_one_unmerged_row(book: openpyxl.Workbook) -> None:
    for layout in layouts(blueprint()):
        sheet = book[layout.table.sheet]
        shown = [c.value for c in sheet[layout.header_row + 1]]
        expected = [
            f.column.header + ("*" if f.column.required else "")
            for f in layout.table.fields.values()
            if f.column.in_template
        ]
        assert shown == expected
        for merged in sheet.merged_cells.ranges:
            assert merged.min_row == merged.max_row, f"{layout.table.sheet}: {merged} is merged downward"
            assert merged.max_row <= layout.header_row


def test_lec_headers_word_for_word(book: openpyxl.Workbook) -> None:
    assert [c.value for c in book["风险评价LEC"][6]] == [
        "序号", "评价单元", "风险点*", "作业步骤/设备", "危害因素*", "后果", "L*", "E*", "C*", "D", "风险等级", "是否可接受",
        "取值含义", "取值依据", "固有L", "固有E", "固有C", "固有D", "固有风险等级", "备注",
    ]  # fmt: skip
    groups = [c.value for c in book["风险评价LEC"][5] if c.value]
    controlled = "控制风险（采取现有措施后）"
    # Once more behind the repeated keys and where the second page may begin: one merged cell would be cut there.
    assert groups == ["评价对象", "评价对象", controlled, controlled, controlled, "固有风险（选填，未采取措施）"]


def test_facts_are_prefilled_and_empty(book: openpyxl.Workbook) -> None:
    sheet = book[ProjectRow.sheet]
    rows = [tuple(c.value for c in row) for row in sheet.iter_rows(min_row=5)]
    assert rows == [(fact.title, None, fact.help) for fact in FACTS]
    assert not any(sheet.cell(5 + i, 2).protection.locked for i in range(len(FACTS)))
    assert sheet["A5"].protection.locked


def test_inputs_are_open_and_calculated_cells_locked(book: openpyxl.Workbook) -> None:
    for layout in layouts(blueprint())[1:]:
        sheet = book[layout.table.sheet]
        assert layout.rows == (len(layout.page.rows) + SPARE_ROWS if layout.page.rows else ROWS)
        for row in (layout.first_row + 1, layout.first_row + layout.rows):
            for i, each in enumerate(layout.fields):
                cell = sheet.cell(row, i + 1)
                assert cell.protection.locked == bool(each.column.computed), cell.coordinate
                assert (cell.data_type == "f") == bool(each.column.computed), cell.coordinate
        assert sheet.cell(layout.header_row + 1, 1).protection.locked


def test_cells_below_the_prepared_rows_stay_open_for_input(sheets: dict[str, ET.Element], template: Path) -> None:
    """They have no format of their own: that of their column counts."""
    with zipfile.ZipFile(template) as archive:
        styles = ET.fromstring(archive.read("xl/styles.xml"))
    formats = list(next(styles.iter(f"{NS}cellXfs")))
    opened = {i for i, f in enumerate(formats) if [p for p in f.iter(f"{NS}protection") if p.get("locked") == "0"]}
    for layout in layouts(blueprint())[1:]:
        columns = {
            i: int(c.get("style", "0"))
            for c in sheets[layout.table.sheet].iter(f"{NS}col")
            for i in range(int(c.get("min", "0")) - 1, int(c.get("max", "0")))
        }
        for i, each in enumerate(layout.fields):
            assert (columns[i] in opened) != bool(each.column.computed), (layout.table.sheet, each.name)


def test_prefilled_rows_hold_the_words_of_the_standard_and_stay_open(book: openpyxl.Workbook) -> None:
    prefilled = [layout for layout in layouts(blueprint())[1:] if layout.page.rows]
    assert len(prefilled) > 5
    for layout in prefilled:
        sheet = book[layout.table.sheet]
        for offset, line in enumerate(layout.page.rows):
            for i, each in enumerate(layout.fields):
                cell = sheet.cell(layout.first_row + 1 + offset, i + 1)
                assert cell.value == line.get(each.name), cell.coordinate
                assert not cell.protection.locked, cell.coordinate


def test_rows_grow_with_what_is_typed(sheets: dict[str, ET.Element]) -> None:
    """A height that Excel takes for one set by hand would cut a long 取值依据; header rows keep theirs."""
    for layout in layouts(blueprint()):
        rows = {int(r.get("r", "0")): r for r in sheets[layout.table.sheet].iter(f"{NS}row")}
        below = [r for number, r in rows.items() if number > layout.first_row]
        assert len(below) >= layout.rows, layout.table.sheet
        assert not [r for r in below if r.get("customHeight")], layout.table.sheet
        assert rows[layout.header_row + 1].get("customHeight")
    # Three meanings of scores find room from the start.
    assert {r.get("ht") for r in sheets[LecRow.sheet].iter(f"{NS}row") if int(r.get("r", "0")) > 6} == {"45.75"}


def test_every_sheet_is_protected_without_password_and_still_allows_daily_work(
    sheets: dict[str, ET.Element],
) -> None:
    for name, tree in sheets.items():
        (protection,) = tree.iter(f"{NS}sheetProtection")
        assert protection.get("sheet") == "1", name
        assert protection.get("password") is None
        assert protection.get("hashValue") is None
        for right in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
            assert protection.get(right) == "0", f"{name}: {right}"
        assert protection.get("objects") is None  # photos can be put in


def test_calculated_cells_carry_an_empty_result(sheets: dict[str, ET.Element]) -> None:
    """Without one a viewer that does not calculate shows 0."""
    cells = [c for c in sheets[LecRow.sheet].iter(f"{NS}c") if c.find(f"{NS}f") is not None and c.get("r") != "D2"]
    assert len(cells) == ROWS * 6
    assert {c.findtext(f"{NS}v") for c in cells} == {""}


def test_so_many_rows_are_prepared_that_a_blank_paper_is_no_book_when_it_is_printed() -> None:
    """LibreOffice prints prepared rows too; --rows prepares more."""
    (option,) = [each for each in cli.commands["new"].params if each.name == "rows"]
    assert option.default == ROWS == 100  # type: ignore[attr-defined]


def test_the_start_page_names_the_way_to_the_report() -> None:
    named = [command for _, command, _ in blueprint().guide.commands]
    for verb in ("check", "conclude", "gate", "annex", "annex --all", "dangers"):
        assert any(command.startswith(f"coatxl {verb} ") for command in named), verb


def test_panes_filters_and_printing(sheets: dict[str, ET.Element], book: openpyxl.Workbook) -> None:
    frozen = {
        "风险评价LEC": "D7",
        "危害因素描述": "D5",
        "安全检查表": "D5",
        "项目信息": "B5",
        "评价单元": "C5",
        "隐患清单": "D5",
    }
    for layout in layouts(blueprint()):
        name = layout.table.sheet
        (pane,) = sheets[name].iter(f"{NS}pane")
        assert pane.get("state") == "frozen"
        assert pane.get("ySplit") == str(layout.header_row + 1)
        if name in frozen:
            assert pane.get("topLeftCell") == frozen[name]
        sheet = book[name]
        header = layout.header_row + 1
        first = header if layout.group_row is None else layout.group_row + 1  # which risk the columns are of
        assert sheet.print_title_rows == f"${first}:${header}"
        # Too wide to be read on one page: two side by side, the keys on both.
        widths = [f.column.width for f in layout.fields]
        if layout.on_two_pages:
            assert sheet.print_title_cols == f"$A:${column_name(layout.frozen - 1)}", name
            first, _ = layout.page_breaks
            left, right = widths[:first], [*widths[: layout.frozen], *widths[first:]]
            assert min(map(style.printed_scale, (left, right))) >= 0.65, name
        else:
            assert style.printed_scale(widths) >= 0.65, name
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (2 if layout.on_two_pages else None, 0)
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert "第 &P 页" in (sheet.oddFooter.right.text or "")
        assert not sheet.sheet_view.showGridLines
    assert book[LecRow.sheet].auto_filter.ref == f"A6:T{6 + ROWS}"


def test_prepared_blank_rows_are_not_printed(template: Path) -> None:
    areas = [f for f in formulas(template) if ":INDEX(" in f and f.startswith("'风险评价LEC'!$A$1:")]
    assert len(areas) == 1
    with zipfile.ZipFile(template) as archive:
        names = re.findall(r'name="([^"]+)"[^>]*>', archive.read("xl/workbook.xml").decode())
    assert names.count("_xlnm.Print_Area") == len(TEMPLATE_TABLES) - 1


def test_no_printed_table_of_the_criteria_is_cut(book: openpyxl.Workbook) -> None:
    """Header rows of several tables cannot repeat, so that each table stands on one page."""
    sheet = book[CRITERIA_SHEET]
    starts = [str(sheet.cell(each.id + 1, 1).value).partition("　")[0] for each in sheet.row_breaks.brk]
    assert starts == [
        "表 B.2", "判定标准（附录C", "判定标准（GB 18218-2018", "GB 18218 表3", "GB 18218 表2", "GB 18218 表1", "GB 18218 表1（续）",
        "涂装用料按表2归类（表1没有列名）", "辨识和分级的用法", "程序用表",
    ]  # fmt: skip
    room = style.printed_height(sheet.column_dimensions[letter].width for letter in "ABCDEF")
    edges = [0, *(each.id for each in sheet.row_breaks.brk), sheet.max_row]
    usual = sheet.sheet_format.defaultRowHeight
    heights = [sheet.row_dimensions[row].height or usual for row in range(1, sheet.max_row + 1)]
    assert max(sum(heights[a:b]) for a, b in pairwise(edges)) < room


@pytest.fixture(scope="module")
def named(book: openpyxl.Workbook) -> dict[str, list[Any]]:
    """The values of the defined names that are plain ranges of the criteria sheet."""
    values = {}
    for name, defined in book.defined_names.items():
        match = re.fullmatch(rf"'?{CRITERIA_SHEET}'?!(\$[A-Z]+\$\d+:\$[A-Z]+\$\d+)", defined.attr_text)
        if match:
            values[name] = [row[0].value for row in book[CRITERIA_SHEET][match[1].replace("$", "")]]
    return values


def test_names_of_the_criteria(named: dict[str, list[Any]]) -> None:
    assert named["LEC_L"] == [10, 6, 3, 1, 0.5, 0.2, 0.1]
    assert named["LEC_E"] == [10, 6, 3, 2, 1, 0.5]
    assert named["LEC_C"] == [100, 40, 15, 7, 3, 1]
    assert named["MATRIX_L"] == named["MATRIX_S"] == [5, 4, 3, 2, 1]
    assert named["LEC_C_TXT"][0] == "10人以上死亡，或5人以上重伤"
    assert named["MATRIX_S_TXT"] == [s.label for s in matrix.SCALE_S.scores]
    assert named["MATRIX_L_TXT"] == [s.label for s in matrix.SCALE_L.scores]
    assert named["LEC_L_TXT"] == [s.label for s in lec.SCALE_L.scores]
    assert named["LEC_E_TXT"] == [s.label for s in lec.SCALE_E.scores]
    grades = ["轻微风险", "低风险", "一般风险", "较大风险", "重大风险"]
    assert named["D_GRADE"] == named["R_GRADE"] == grades
    assert named["D_LOW"] == [0, 20, 70, 160, 320]
    assert named["D_INC"] == [1, 1, 1, 1, 0]
    assert named["R_LOW"] == [1, 4, 9, 15, 20]


def test_upper_inclusive_policy_stands_in_the_list_and_in_words(tmp_path: Path) -> None:
    path = tmp_path / "upper.xlsx"
    write_template(path, blueprint(lec.UPPER_INCLUSIVE), rows=1)
    book = load(path)
    area = book.defined_names["D_INC"].attr_text.split("!")[1].replace("$", "")
    assert [row[0].value for row in book[CRITERIA_SHEET][area]] == [1, 1, 0, 0, 0]
    legend = "".join(str(c.value) for c in book[LecRow.sheet][3] if c.value)
    assert "160＜D≤320" in legend
    assert "D＝70 归低风险，D＝160 归一般风险" in legend


def test_every_printed_text_of_the_annexes_is_there(book: openpyxl.Workbook) -> None:
    shown = {c.value for row in book[CRITERIA_SHEET].iter_rows() for c in row if c.value is not None}
    for scale in (lec.SCALE_L, lec.SCALE_E, lec.SCALE_C, matrix.SCALE_L, matrix.SCALE_S):
        for score in scale.scores:
            assert float(score.value) in shown
            assert set(score.cells[1:]) <= shown
        assert set(scale.columns) <= shown
    for table in (lec.B4, matrix.C3):
        assert {cell for row in table.rows for cell in row if cell} <= shown
        assert set(table.columns) <= shown
    assert {"D＞320", "160≤D≤320", "70≤D＜160", "20≤D＜70", "D＜20"} <= shown


def validations(book: openpyxl.Workbook, sheet: str, cell: str) -> list[Any]:
    """The validations of one cell."""
    return [v for v in book[sheet].data_validations.dataValidation if cell in v.sqref]


def test_scores_are_chosen_from_the_criteria(book: openpyxl.Workbook) -> None:
    for cell, name in (("G7", "LEC_L"), ("H7", "LEC_E"), ("I306", "LEC_C"), ("O7", "LEC_L")):
        (rule,) = validations(book, "风险评价LEC", cell)
        assert (rule.type, rule.formula1, rule.errorStyle) == ("list", name, None)  # None is "stop"
        assert rule.showErrorMessage
        assert rule.promptTitle
        assert rule.prompt
    (rule,) = validations(book, "风险评价矩阵", "G7")
    assert rule.formula1 == "MATRIX_L"
    assert not validations(book, "风险评价LEC", "J7")  # D is calculated


def test_choices_suggestions_lists_and_dates(book: openpyxl.Workbook) -> None:
    (verdict,) = validations(book, "安全检查表", "G5")
    assert verdict.formula1 == '"符合,不符合,不适用"'
    assert verdict.errorStyle is None
    (kind,) = validations(book, "危害因素描述", "K5")
    assert kind.formula1 == '"工程技术,安全管理,教育培训,个体防护,应急准备"'
    assert not kind.showErrorMessage
    (unit,) = validations(book, "风险点划分", "B5")
    assert (unit.formula1, unit.errorStyle) == ("LIST_UNIT", "warning")
    (deadline,) = validations(book, "隐患清单", "M5")
    assert (deadline.type, deadline.errorStyle) == ("date", None)
    (kind_of_evaluation,) = validations(book, "项目信息", "B6")
    assert kind_of_evaluation.formula1 == '"安全现状评价,专项安全评价"'
    (day,) = validations(book, "项目信息", "B7")
    assert day.type == "date"


def test_messages_keep_excels_limits(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.promptTitle or "") <= TITLE_LIMIT
            assert len(rule.errorTitle or "") <= TITLE_LIMIT
            assert len(rule.prompt or "") <= MESSAGE_LIMIT
            assert len(rule.error or "") <= 225
            if rule.type == "list" and rule.formula1.startswith('"'):
                assert len(rule.formula1) <= 257


def test_prompt_of_a_score_names_every_score() -> None:
    for scale in (lec.SCALE_L, lec.SCALE_E, lec.SCALE_C, matrix.SCALE_L, matrix.SCALE_S):
        lines = score_prompt(scale).split("\n")
        assert [line.split(" ")[0] for line in lines[: len(scale.scores)]] == [s.cells[0] for s in scale.scores]


def test_prompt_of_a_score_tells_the_criterion_as_far_as_excel_allows() -> None:
    """All of E and S; of C what fits; of L of B.1, whose conditions are pages long, the meaning; the rest is named."""
    assert score_prompt(lec.SCALE_E).split("\n")[0] == "10 连续暴露／风险始终存在，不随作业活动停止而消失或降低。"
    for scale in (lec.SCALE_E, matrix.SCALE_S):
        assert all(cell in score_prompt(scale) for score in scale.scores for cell in score.cells)
    assert "10人以上死亡，或5人以上重伤／5000万以上／造成区域环境影响\n" in score_prompt(lec.SCALE_C)
    for scale in (lec.SCALE_L, lec.SCALE_C, matrix.SCALE_L):
        assert score_prompt(scale).endswith(f"\n全文见判定标准表{scale.table}")
        assert len(score_prompt(scale)) <= MESSAGE_LIMIT


def test_codes_are_kept_as_typed(book: openpyxl.Workbook) -> None:
    """1.10 must not become 1.1, and 1-3 no date."""
    assert book["安全检查表"]["H5"].number_format == "@"
    assert book["危害因素描述"]["H5"].number_format == "@"
    assert book["风险评价LEC"]["G7"].number_format == "General"


def rules_of(tree: ET.Element, first_cell: str) -> list[str]:
    """The formulas of the conditional formats of a column, which begins with this cell."""
    areas = [a for a in tree.iter(f"{NS}conditionalFormatting") if a.get("sqref", "").startswith(f"{first_cell}:")]
    return [rule.findtext(f"{NS}formula") or "" for area in areas for rule in area]


def test_a_d_typed_over_its_formula_and_a_lost_formula_are_coloured(sheets: dict[str, ET.Element]) -> None:
    rules = rules_of(sheets["风险评价LEC"], "J7")
    assert "IF(COUNT($G7,$H7,$I7)=3,IF(ISNUMBER($J7),ROUND($J7-$G7*$H7*$I7,6)<>0,FALSE),FALSE)" in rules
    assert [r for r in rules if r.startswith("AND(ISBLANK($J7),COUNTA(")]


def test_a_new_hazard_without_its_event_is_coloured(sheets: dict[str, ET.Element]) -> None:
    (rule,) = [r for r in rules_of(sheets["危害因素描述"], "E5") if "ISBLANK($E5)" in r]
    assert "AND(NOT(ISBLANK($D5)),$D5<>$D4)" in rule


def test_no_grade_without_its_word_and_its_colour(sheets: dict[str, ET.Element]) -> None:
    rules = set(rules_of(sheets["风险评价LEC"], "K7"))
    assert {f'"{g}"' for g in ("重大风险", "较大风险", "一般风险", "低风险", "轻微风险", "待补", "取值无效")} <= rules


def test_start_page_links_to_every_sheet_and_names_the_version(
    book: openpyxl.Workbook, sheets: dict[str, ET.Element]
) -> None:
    guide = book[GUIDE_SHEET]
    links = {h.get("location") for h in sheets[GUIDE_SHEET].iter(f"{NS}hyperlink")}
    assert {f"'{name}'!A1" for name in book.sheetnames if name != GUIDE_SHEET} <= links
    assert f"模板版本 {__version__}" in guide["A2"].value


def test_start_page_says_how_many_rows_there_are_and_is_large_enough_to_read(tmp_path: Path) -> None:
    path = tmp_path / "few.xlsx"
    write_template(path, blueprint(), rows=25)
    guide = load(path)[GUIDE_SHEET]
    notes = "\n".join(str(c.value) for row in guide.iter_rows() for c in row if str(c.value).startswith("·"))
    assert "计算列已预置 25 行" in notes
    assert f"空表印 {BLANK_FORM} 行" in notes
    assert "排序、删除" in notes
    assert (guide.page_setup.orientation, guide.page_setup.fitToHeight) == ("landscape", 0)
    assert style.printed_scale(guide.column_dimensions[letter].width for letter in "ABCDEFGHI") > 0.8


def test_the_documents_number_stands_in_subtitles_and_footers_only(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if "ZAWS" in str(cell.value):
                    assert cell.font.size == 9, f"{sheet.title}!{cell.coordinate}"
