from __future__ import annotations

from decimal import Decimal

import openpyxl
import pytest

from coatxl.annex import xlsx
from coatxl.annex.block import Block, Cell, EmptyAnnex, Provenance, Source
from coatxl.workbook.own import is_own
from coatxl.workbook.save import CannotWrite, CellTooLong
from coatxl.workbook.style import MOST_HEIGHT

PROVENANCE = Provenance(
    (Source("底稿.xlsx", "安全检查表", frozenset({5}), "ab" * 32),), "某标准", ("可接受等级：一般风险",), "coatxl 1"
)
HEAD = (Cell("序号", "header", "center"), Cell("检查项目", "header", "center"))


def block(*rows, table="安全检查表", number="表 A.1", widths=(2.0, 6.0), notes=()):
    return Block(table, table, number, "8.2", widths, (HEAD, *rows), 1, PROVENANCE, notes)


@pytest.fixture
def book(tmp_path):
    def write(*blocks):
        target = tmp_path / "附表.xlsx"
        xlsx.write(blocks, target, title="示例　附表")
        return openpyxl.load_workbook(target)

    return write


def merges(sheet):
    return {str(m) for m in sheet.merged_cells.ranges}


def test_texts_stay_texts_and_numbers_numbers(book):
    texts = ["=1+1", "@SUM(A1)", "007", "http://example.org", " 空 格 ", "<b>&"]
    sheet = book(block(*((Cell(Decimal("0.15")), Cell(text)) for text in texts)))["安全检查表"]
    cells = [sheet.cell(row, 2) for row in range(3, 9)]
    assert [cell.value for cell in cells] == texts
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.hyperlink for cell in cells} == {None}
    assert sheet["A3"].value == 0.15


def test_same_blocks_same_bytes(tmp_path):
    one, other = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    for target in (one, other):
        xlsx.write([block((Cell("1"), Cell("甲")))], target, title="附表")
    assert one.read_bytes() == other.read_bytes()
    assert is_own(one)


def test_one_sheet_for_each_table_in_order(book):
    made = book(
        block((Cell("1"), Cell("甲")), table="隐患清单"),
        block((Cell("1"), Cell("乙"))),
        block((Cell("1"), Cell("丙")), table="隐患清单", number="表 A.3"),
    )
    assert made.sheetnames == ["隐患清单", "安全检查表"]
    column = [row[0].value for row in made["隐患清单"].iter_rows()]
    assert [text for text in column if text and text.startswith("表 ")] == ["表 A.1　隐患清单", "表 A.3　隐患清单"]


def test_provenance_ends_every_sheet(book):
    made = book(
        block((Cell("1"), Cell("甲")), notes=("注：共1项。",)), block((Cell("1"), Cell("乙")), table="隐患清单")
    )
    expected = list(PROVENANCE.lines())
    assert [row[0].value for row in made["安全检查表"].iter_rows(min_row=4)] == ["注：共1项。", *expected]
    assert [row[0].value for row in made["隐患清单"].iter_rows(min_row=4)] == expected


def test_provenance_stands_on_one_page(book):
    sheet = book(block(*((Cell(str(n)), Cell("甲")) for n in range(30))))["安全检查表"]
    first = next(cell.row for cell in sheet["A"] if str(cell.value).startswith("来源："))
    assert [b.id for b in sheet.row_breaks.brk] == [first - 1]


def test_table_has_a_thick_outline_and_thin_lines_inside(book):
    sheet = book(block((Cell("1"), Cell("甲")), (Cell("2"), Cell("乙"))))["安全检查表"]
    edges = {
        cell.coordinate: tuple(getattr(cell.border, side).style for side in ("left", "top", "right", "bottom"))
        for row in sheet["A2:B4"]
        for cell in row
    }
    assert edges == {
        "A2": ("medium", "medium", "thin", "thin"),
        "B2": ("thin", "medium", "medium", "thin"),
        "A3": ("medium", "thin", "thin", "thin"),
        "B3": ("thin", "thin", "medium", "thin"),
        "A4": ("medium", "thin", "thin", "medium"),
        "B4": ("thin", "thin", "medium", "medium"),
    }


def test_fonts_of_the_printed_report(book):
    sheet = book(block((Cell("1"), Cell("甲", "minor"))))["安全检查表"]
    looks = {
        name: (sheet[name].font.name, sheet[name].font.sz, sheet[name].font.b) for name in ("A1", "A2", "A3", "B3")
    }
    assert looks == {
        "A1": ("黑体", 10.5, True),
        "A2": ("宋体", 10.5, True),
        "A3": ("Times New Roman", 10.5, False),
        "B3": ("宋体", 9, False),
    }
    assert sheet["A2"].fill.fgColor.rgb == "FFE7E6E6"


def test_grade_is_filled_by_its_word(book):
    sheet = book(block((Cell("重大风险", "grade"), Cell("待补", "grade"))))["安全检查表"]
    assert sheet["A3"].fill.fgColor.rgb == "FFC00000"
    assert sheet["B3"].fill.patternType is None


def test_printing_a4_with_header_rows_repeated_and_pages_of_whole_causes(book):
    rows = [cells for n in range(60) for cells in ((Cell(str(n), down=2), Cell("甲")), (Cell("乙"),))]
    sheet = book(block(*rows))["安全检查表"]
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.freeze_panes == "A3"
    breaks = [b.id for b in sheet.row_breaks.brk]
    assert len(breaks) >= 3
    assert all((last - 2) % 2 == 0 for last in breaks)  # a cause begins on each odd row, so a page ends on an even one


def test_wide_table_lies_across_the_page(book):
    sheet = book(block((Cell("1"), Cell("甲")), widths=(10.0, 12.0)))["安全检查表"]
    assert sheet.page_setup.orientation == "landscape"


def test_several_tables_of_a_sheet_repeat_their_own_caption_and_header(book):
    long = [(Cell(str(n)), Cell("甲")) for n in range(80)]
    sheet = book(block(*long), block((Cell("1"), Cell("乙")), number="表 A.2"))["安全检查表"]
    assert sheet.print_title_rows is None
    column = [row[0].value for row in sheet.iter_rows()]
    again = [i for i, text in enumerate(column, 1) if text == "表 A.1　安全检查表（续）"]
    assert len(again) == 2
    assert [column[i] for i in again] == ["序号", "序号"]
    assert [b.id for b in sheet.row_breaks.brk][:2] == [i - 1 for i in again]
    assert [text for text in column if text and text.isdigit()] == [*map(str, range(80)), "1"]


def test_row_higher_than_excel_allows_becomes_several(book):
    text = "很长的依据，" * 300
    sheet = book(block((Cell("1"), Cell(text)), (Cell("2"), Cell("甲"))))["安全检查表"]
    parts = [m for m in sheet.merged_cells.ranges if m.min_row == 3]
    assert {(m.min_col, m.max_col) for m in parts} == {(1, 1), (2, 2)}
    (end,) = {m.max_row for m in parts}
    assert end > 3
    assert all(sheet.row_dimensions[r].height <= MOST_HEIGHT for r in range(3, end + 1))
    assert sheet["B3"].value == text
    assert sheet.cell(end + 1, 2).value == "甲"


def test_merged_cells_become_merged_ranges(book):
    rows = [(Cell("组", "group", across=2),), (Cell("1", down=2), Cell("甲")), (Cell("乙"),)]
    sheet = book(block(*rows))["安全检查表"]
    assert {m for m in merges(sheet) if int(m.split(":")[0][1:]) <= 5} == {"A3:B3", "A4:A5"}


def test_no_block_is_said_and_no_file_is_written(tmp_path):
    target = tmp_path / "附表.xlsx"
    with pytest.raises(EmptyAnnex, match="没有可以写成附表的数据"):
        xlsx.write([], target, title="附表")
    assert list(tmp_path.iterdir()) == []


def test_blocks_of_one_sheet_need_the_same_widths(tmp_path):
    with pytest.raises(ValueError, match="same column widths"):
        xlsx.write(
            [block((Cell("1"), Cell("甲"))), block((Cell("1"), Cell("甲")), widths=(3.0, 6.0))],
            tmp_path / "附表.xlsx",
            title="附表",
        )


def test_text_beyond_excels_limit_is_refused_and_never_cut(tmp_path):
    with pytest.raises(CellTooLong, match="个字符"):
        xlsx.write([block((Cell("1"), Cell("a" * 32768)))], tmp_path / "附表.xlsx", title="附表")
    assert list(tmp_path.iterdir()) == []


def test_target_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(CannotWrite, match="文件夹"):
        xlsx.write([block((Cell("1"), Cell("甲")))], tmp_path / "没有" / "附表.xlsx", title="附表")
