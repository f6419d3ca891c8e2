"""The Word writer on small blocks: fonts, borders, repeated headers, page breaks, sections, bytes."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from xml.etree import ElementTree as ET

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from word_tables import attribute, caption_row, covers_of, paragraphs_of, tables_of, text_of
from word_tables import rows_of as rows_of_table

from coatxl.annex import docx
from coatxl.annex.block import Block, Cell, EmptyAnnex, Provenance, Source
from coatxl.workbook.own import is_own, is_unedited
from coatxl.workbook.save import CannotWrite

PROVENANCE = Provenance(
    (Source("底稿.xlsx", "安全检查表", frozenset({5}), "ab" * 32),), "某标准", ("可接受等级：一般风险",), "coatxl 1"
)
HEAD = (Cell("序号", "header", "center"), Cell("检查项目", "header", "center"))


def block(*rows, table="安全检查表", number="表 A.1", widths=(2.0, 6.0), notes=()):
    return Block(table, table, number, "8.2", widths, (HEAD, *rows), 1, PROVENANCE, notes)


def row(text="甲"):
    return Cell("1", align="center"), Cell(text)


@pytest.fixture
def word(tmp_path):
    def write(*blocks):
        target = tmp_path / "附表.docx"
        docx.write(blocks, target, title="示例　附表")
        return python_docx.Document(target)

    return write


def rows_of(document):
    return [row for table in document.tables for row in rows_of_table(table._tbl)]


def kept(document):
    """Whether each row of the first table stays with the next: all its paragraphs say so, or none."""
    found = []
    for each in rows_of(document):
        said = {attribute(p, "w:pPr/w:keepNext") for p in each.iter(qn("w:p"))}
        assert len(said) == 1
        found.append(said == {""})
    return found


def test_texts_are_kept_as_they_are(word):
    texts = ["=1+1", "007", " 空 格 ", "<b>&amp;", "一\n二", "制表\t符", "{{企业名称}}", "PAGE \\* MERGEFORMAT"]
    document = word(block(*((Cell(Decimal("0.15")), Cell(text)) for text in texts)))
    (table,) = tables_of(document)
    assert [cells[1] for cells in table.texts[1:]] == texts
    assert {cells[0] for cells in table.texts[1:]} == {"0.15"}
    assert not document.element.body.findall(f".//{qn('w:fldSimple')}")


def test_characters_that_xml_forbids_are_replaced(word):
    (table,) = tables_of(word(block(row("甲\x0b乙\ud800丙"))))
    assert table.texts[1][1] == "甲\ufffd乙\ufffd丙"


def test_same_blocks_same_bytes_and_no_time_of_day(tmp_path):
    one, other = tmp_path / "一.docx", tmp_path / "二.docx"
    for target in (one, other):
        docx.write([block(row())], target, title="附表")
    assert one.read_bytes() == other.read_bytes()
    assert is_own(one)
    assert is_unedited(one)
    with zipfile.ZipFile(one) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert set(re.findall(r"20\d\d-\d\d-\d\dT[^<]*", archive.read("docProps/core.xml").decode())) == {
            "2026-01-01T00:00:00Z"
        }


def test_a_person_who_saves_the_file_is_noticed(tmp_path):
    target = tmp_path / "附表.docx"
    docx.write([block(row())], target, title="附表")
    document = python_docx.Document(target)
    document.core_properties.modified = document.core_properties.modified.replace(year=2027)
    document.save(target)
    assert is_own(target)
    assert not is_unedited(target)


def test_a_program_that_keeps_the_time_stamps_is_noticed(tmp_path):
    target = tmp_path / "附表.docx"
    docx.write([block(row())], target, title="附表")
    document = python_docx.Document(target)
    document.tables[0].cell(1, 1).paragraphs[0].add_run("（手写的批语）")
    document.save(target)
    assert set(re.findall(r"20\d\d-\d\d-\d\dT[^<]*", zipfile.ZipFile(target).read("docProps/core.xml").decode())) == {
        "2026-01-01T00:00:00Z"
    }
    assert is_own(target)
    assert not is_unedited(target)


def test_caption_stands_above_its_table_and_on_its_page(word):
    document = word(block(row(), notes=("注：共1项。",)))
    (table,) = tables_of(document)
    assert table.caption == "表 A.1　安全检查表"
    head = caption_row(document.tables[0]._tbl)
    assert {attribute(p, "w:pPr/w:keepNext") for p in head.iter(qn("w:p"))} == {""}
    assert attribute(head, "w:tc/w:p/w:r/w:rPr/w:rFonts", "eastAsia") == "黑体"
    assert document.paragraphs[0].paragraph_format.keep_with_next
    assert paragraphs_of(document) == ["注：共1项。", *PROVENANCE.lines()]


def test_caption_is_repeated_on_each_page_and_says_there_that_it_is_continued(word):
    document = word(block(row(), row()), block(row(), number="表 A.2"))
    assert [(table.caption, table.mark) for table in tables_of(document)] == [
        ("表 A.1　安全检查表", "（续）"), ("表 A.2　安全检查表", "（续）"),
    ]  # fmt: skip
    assert covers_of(document) == 2  # on the first page a white picture lies over the word


def test_cover_lies_over_the_right_end_of_the_caption(word):
    (anchor,) = word(block(row())).element.body.iter(qn("wp:anchor"))
    left, top = (int(anchor.find(f"{qn(f'wp:position{way}')}/{qn('wp:posOffset')}").text) / 360000 for way in "HV")
    width, height = (int(anchor.find(qn("wp:extent")).get(name)) / 360000 for name in ("cx", "cy"))
    # The table of 8 cm stands in the middle of 16.6 cm, its text ends 0.15 cm before its edge.
    assert left + width == pytest.approx((16.6 + 8) / 2 - 0.15, abs=0.01)
    assert 3 * 10.5 / 72 * 2.54 < width < 1.6  # three characters
    # From inside the cell's upper margin of 12 pt to inside its lower one of 5 pt, in any font.
    assert top * 72 / 2.54 < 1.5 + 12
    assert 1.5 + 12 + 10.5 * 1.3 < (top + height) * 72 / 2.54 < 1.5 + 12 + 10.5 * 1.3 + 5
    assert anchor.get("behindDoc") == "0"


def test_caption_that_fills_its_row_is_repeated_as_it_is(word):
    long = "表 A.1　" + "很长的标题" * 8
    document = word(block(row(), table="很长的标题" * 8))
    assert [(table.caption, table.mark) for table in tables_of(document)] == [(long, "")]
    assert covers_of(document) == 0


def test_tables_of_one_annex_share_their_provenance(word):
    document = word(block(row()), block(row(), number="表 A.2"), block(row(), table="隐患清单", number="表 A.3"))
    order = [each.tag.partition("}")[2] for each in document.element.body]
    lines = list(PROVENANCE.lines())
    assert order == [*["p", "tbl"] * 2, *["p"] * len(lines), "p", "tbl", *["p"] * len(lines), "sectPr"]
    assert paragraphs_of(document) == lines * 2


def test_notes_are_small_and_grey(word):
    note = word(block(row(), notes=("注：共1项。",))).paragraphs[1].runs[0]
    assert (note.font.size, str(note.font.color.rgb)) == (Pt(9), "404040")


def test_every_run_names_its_east_asian_font(word):
    document = word(block(row(), (Cell("2", "minor"), Cell("乙", "stress"))))
    fonts = [
        (attribute(run, "w:rPr/w:rFonts", "eastAsia"), attribute(run, "w:rPr/w:rFonts", "ascii"))
        for each in rows_of(document)
        for run in each.iter(qn("w:r"))
    ]
    assert fonts == [("宋体", "Times New Roman")] * 6
    assert attribute(document.styles["Normal"].element, "w:rPr/w:rFonts", "eastAsia") == "宋体"


def test_looks_of_the_roles(word):
    roles = ("header", "body", "minor", "group", "total", "stress", "absent")
    cells = [(Cell(role, role), Cell("重大风险", "grade")) for role in roles]
    found = {}
    for each in rows_of(word(block(*cells)))[1:]:
        cell = each.find(qn("w:tc"))
        found[text_of(cell)] = (
            attribute(cell, "w:p/w:r/w:rPr/w:b") == "", attribute(cell, "w:p/w:r/w:rPr/w:sz"),
            attribute(cell, "w:tcPr/w:shd", "fill"), attribute(cell, "w:p/w:r/w:rPr/w:color"),
        )  # fmt: skip
    assert found == {
        "header": (True, "21", "E7E6E6", "auto"), "body": (False, "21", None, "auto"),
        "minor": (False, "18", None, "auto"), "group": (True, "21", "F2F2F2", "auto"),
        "total": (True, "21", "F2F2F2", "auto"), "stress": (True, "21", "E7E6E6", "auto"),
        "absent": (False, "21", None, "7F7F7F"),
    }  # fmt: skip
    grade = rows_of(word(block(*cells)))[1].findall(qn("w:tc"))[1]
    assert attribute(grade, "w:tcPr/w:shd", "fill") == "C00000"
    assert attribute(grade, "w:p/w:r/w:rPr/w:color") == "FFFFFF"


def test_record_has_bold_labels(word):
    (cell,) = [
        c for c in word(block((Cell("1"), Cell("隐患：通道\n堵塞", "record")))).tables[0]._cells if "隐患" in c.text
    ]
    assert cell.text == "隐患：通道\n堵塞"
    assert [(run.text, run.bold) for p in cell.paragraphs for run in p.runs] == [
        ("隐患：", True), ("通道", False), ("堵塞", False),
    ]  # fmt: skip


def test_widths_are_fixed_and_agree(word):
    table = word(block(row(), (Cell("组", "group", across=2),))).tables[0]._tbl
    grid = [int(col.get(qn("w:w"))) for col in table.iter(qn("w:gridCol"))]
    assert grid == [1134, 3402]
    assert attribute(table, "w:tblPr/w:tblLayout", "type") == "fixed"
    assert attribute(table, "w:tblPr/w:tblW", "w") == str(sum(grid))
    assert [[int(attribute(c, "w:tcPr/w:tcW", "w")) for c in r.findall(qn("w:tc"))] for r in table.iter(qn("w:tr"))] == [
        [sum(grid)], grid, grid, [sum(grid)],
    ]  # fmt: skip


def test_outline_is_thick_and_inner_lines_thin(word):
    borders = word(block(row())).tables[0]._tbl.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}")
    assert {each.tag.partition("}")[2]: each.get(qn("w:sz")) for each in borders} == {
        "top": "12", "left": "12", "bottom": "12", "right": "12", "insideH": "4", "insideV": "4",
    }  # fmt: skip


ORDER = {
    "tblPr": ("tblStyle", "tblW", "jc", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook"),
    "tcPr": ("tcW", "gridSpan", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign"),
    "pPr": ("pStyle", "keepNext", "keepLines", "pBdr", "shd", "tabs", "snapToGrid", "spacing", "ind", "jc", "rPr", "sectPr"),
    "rPr": ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "lang"),
    "sectPr": ("headerReference", "footerReference", "type", "pgSz", "pgMar", "pgNumType", "cols", "titlePg"),
}  # fmt: skip


def test_properties_stand_in_the_schemas_order(word, tmp_path):
    """Word calls a file damaged where they do not."""
    tall = [(Cell(str(n), down=2), Cell("甲", "stress")) if n % 2 else (Cell("乙"),) for n in range(1, 5)]
    word(block(*tall), block(row(), table="宽", widths=(10.0, 12.0)))
    seen = set()
    with zipfile.ZipFile(tmp_path / "附表.docx") as archive:
        for name in archive.namelist():
            if not name.startswith("word/") or not name.endswith(".xml"):
                continue
            for element in ET.fromstring(archive.read(name)).iter():
                tag = element.tag.partition("}")[2]
                if tag in ORDER:
                    children = [child.tag.partition("}")[2] for child in element]
                    assert children == sorted(children, key=ORDER[tag].index), (name, tag)
                    seen.add(tag)
    assert seen == set(ORDER)


def test_header_rows_repeat_and_stay_with_the_first_row(word):
    document = word(block(row(), row()))
    (table,) = tables_of(document)
    assert table.headers == 1
    assert kept(document) == [True, False, False]


def test_rows_are_not_parted(word):
    assert all(each.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for each in rows_of(word(block(row()))))


def test_row_higher_than_a_page_may_be_parted(word):
    tall = rows_of(word(block(row("很长的依据，" * 400))))[1]
    assert tall.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None


def test_rows_of_one_merged_cell_stay_on_one_page(word):
    cause = [(Cell("1", down=3), Cell("甲")), (Cell("乙"),), (Cell("丙"),)]
    assert kept(word(block(*cause, row()))) == [True, True, True, False, False]


def test_merged_cell_higher_than_a_page_holds_nothing_together(word):
    rows = [(Cell("1", down=80), Cell("甲")), *((Cell("乙"),) for _ in range(79))]
    document = word(block(*rows))
    assert kept(document) == [True, *[False] * 80]
    assert tables_of(document)[0].merges == {(1, 0, 80, 0)}


def test_group_row_stays_with_the_row_below(word):
    assert kept(word(block((Cell("组", "group", across=2),), row(), row()))) == [True, True, False, False]


def test_merges_down_and_across(word):
    rows = [
        (Cell("组", across=2),),
        (Cell("1", down=2), Cell("甲")),
        (Cell("乙"),),
        (Cell("丙", across=2, down=2),),
        (),
    ]
    (table,) = tables_of(word(block(*rows)))
    assert table.merges == {(1, 0, 1, 1), (2, 0, 3, 0), (4, 0, 5, 1)}
    assert table.texts[1:] == [["组", ""], ["1", "甲"], ["", "乙"], ["丙", ""], ["", ""]]


def test_page_is_a4_with_its_title_and_page_numbers(word):
    (section,) = word(block(row())).sections
    assert (section.page_width, section.page_height) == (7560310, 10692130)
    assert [round(side.cm, 1) for side in (section.top_margin, section.left_margin, section.right_margin)] == [
        2.5,
        2.2,
        2.2,
    ]
    assert section.header.paragraphs[0].text == "示例　附表"
    fields = [each.get(qn("w:instr")).strip() for each in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


WIDE = (10.0, 12.0)


def orientations(document):
    return ["横" if section.page_width > section.page_height else "竖" for section in document.sections]


@pytest.mark.parametrize(
    ("widths", "expected"),
    [
        ([(2.0, 6.0)], ["竖"]),
        ([WIDE], ["横"]),
        ([(2.0, 6.0), WIDE], ["竖", "横"]),
        ([WIDE, (2.0, 6.0)], ["横", "竖"]),
        ([(2.0, 6.0), WIDE, WIDE, (2.0, 6.0)], ["竖", "横", "竖"]),
    ],
)
def test_wide_tables_lie_across_the_page(word, widths, expected):
    document = word(*(block(row(), table=f"表{n}", widths=each) for n, each in enumerate(widths)))
    assert orientations(document) == expected
    assert len(tables_of(document)) == len(widths)
    assert {section.header.paragraphs[0].text for section in document.sections} == {"示例　附表"}
    assert "" not in paragraphs_of(document)  # an empty paragraph could become an empty page


def test_no_block_is_said_and_no_file_is_written(tmp_path):
    with pytest.raises(EmptyAnnex, match="没有可以写成附表的数据"):
        docx.write([], tmp_path / "附表.docx", title="附表")
    assert list(tmp_path.iterdir()) == []


def test_target_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(CannotWrite, match="文件夹"):
        docx.write([block(row())], tmp_path / "没有" / "附表.docx", title="附表")


def test_widths_fit_a4(word):
    table = word(block(row(), widths=(8.3, 8.3))).tables[0]._tbl
    assert int(attribute(table, "w:tblPr/w:tblW", "w")) <= Cm(16.6).twips + 2
