"""read: what stands in a workbook, at its absolute place, whatever the writer's way of writing it."""

from __future__ import annotations

import hashlib
import io
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter

from coatxl.workbook.book import Merge
from coatxl.workbook.reader import read

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relationship(kind, target):
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/></Relationships>'
    )


@pytest.fixture
def written(tmp_path):
    """Let XlsxWriter write a workbook; returns its path."""

    def write(fill):
        path = tmp_path / "底稿.xlsx"
        with xlsxwriter.Workbook(path) as workbook:
            fill(workbook)
        return path

    return write


def test_values_keep_their_python_types_and_absolute_places(written):
    def fill(workbook):
        sheet = workbook.add_worksheet("风险点划分")
        sheet.write_string("C3", "喷漆作业")
        sheet.write_number("D3", 6)
        sheet.write_number("E3", 0.5)
        sheet.write_boolean("C5", True)
        sheet.write_datetime("D5", datetime(2026, 3, 31), workbook.add_format({"num_format": "yyyy-mm-dd"}))

    book = read(written(fill))
    (sheet,) = book.sheets
    assert (book.kind, book.structure_known, sheet.name) == ("xlsx", True, "风险点划分")
    assert (sheet.top, sheet.left, sheet.bottom) == (2, 2, 5)
    assert sheet.rows == [["喷漆作业", 6, 0.5], [None, None, None], [True, date(2026, 3, 31), None]]
    assert type(sheet.value(2, 3)) is float
    assert sheet.value(4, 3) == date(2026, 3, 31)
    assert sheet.value(0, 0) is None


def test_the_book_has_the_files_name_and_sha256_and_the_file_is_untouched(written):
    path = written(lambda workbook: workbook.add_worksheet().write("A1", 1))
    content, before = path.read_bytes(), path.stat()
    book = read(path)
    assert (book.name, book.sha256) == (path.name, hashlib.sha256(content).hexdigest())
    after = path.stat()
    assert path.read_bytes() == content
    assert (after.st_mtime_ns, after.st_mode, after.st_size) == (before.st_mtime_ns, before.st_mode, before.st_size)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_formula_has_its_text_and_its_stored_result(rows):
    path = rows('<row r="2"><c r="B2"><f>C2*&quot;2&quot;&amp;IF(D2&lt;1,&#34;a&#34;,1)</f><v>18</v></c></row>')
    (sheet,) = read(path).sheets
    assert sheet.formulas == {(1, 1): 'C2*"2"&IF(D2<1,"a",1)'}
    assert sheet.value(1, 1) == 18
    assert sheet.uncached == set()


def test_a_formula_without_a_stored_result_is_no_blank(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "=1+1"
    workbook.active["B1"] = 5
    path = tmp_path / "公式.xlsx"
    workbook.save(path)
    (sheet,) = read(path).sheets
    assert (sheet.value(0, 0), sheet.value(0, 1)) == (None, 5)
    assert sheet.formulas == {(0, 0): "1+1"}
    assert sheet.uncached == {(0, 0)}


@pytest.mark.parametrize("stored", ["<v></v>", "<v/>", '<v xml:space="preserve"></v>'])
def test_an_empty_text_is_a_stored_result(rows, stored):
    path = rows(f'<row r="1"><c r="A1" t="str"><f>""</f>{stored}</c><c r="B1" t="str"><f>""</f></c></row>')
    (sheet,) = read(path).sheets
    assert sheet.value(0, 0) is None
    assert sheet.uncached == {(0, 1)}


def test_the_children_of_a_shared_formula_are_known_as_formulas(rows):
    path = rows(
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>4</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>6</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"></f></c></row>'
    )
    (sheet,) = read(path).sheets
    assert sheet.formulas == {(0, 0): "B1*2", (1, 0): "", (2, 0): ""}
    assert sheet.uncached == {(2, 0)}
    assert sheet.rows == [[4], [6]]


def test_white_space_between_the_tags_is_no_formula(rows):
    path = rows(
        '<row r="1"><c r="A1">\n <f t="shared" si="0"/>\n <v>6</v>\n</c>\n<c r="B1">\n<f>A1</f>\n<v>7</v></c></row>'
    )
    (sheet,) = read(path).sheets
    assert (sheet.formulas, sheet.uncached) == ({(0, 0): "", (0, 1): "A1"}, set())


def test_all_cells_of_an_array_formula_are_known_as_formulas(rows):
    path = rows(
        '<row r="1"><c r="A1"><f t="array" ref="A1:B1">TRANSPOSE(C1:C2)</f><v>1</v></c><c r="B1"><v>2</v></c></row>'
    )
    assert read(path).sheets[0].formulas == {(0, 0): "TRANSPOSE(C1:C2)", (0, 1): ""}


def test_an_array_formula_that_claims_the_whole_sheet_marks_only_its_own_cell(rows):
    path = rows('<row r="1"><c r="A1"><f t="array" ref="A1:XFD1048576">1</f><v>1</v></c></row>')
    assert read(path).sheets[0].formulas == {(0, 0): "1"}


def test_error_cells_are_told_from_blanks(rows):
    path = rows(
        '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" s="0"/><c r="C1" t="e"><f>NA()</f><v>#N/A</v></c>'
        '<c r="D1" t="e"/></row><row r="2"><c r="A2"><v>1</v></c></row><row r="4"><c r="B4" t="e"><v>#DIV/0!</v></c></row>'
    )
    (sheet,) = read(path).sheets
    assert sheet.errors == {(0, 0): "#REF!", (0, 2): "#N/A", (3, 1): "#DIV/0!"}
    assert sheet.rows == [[None] * 3, [1, None, None], [None] * 3, [None] * 3]


@pytest.mark.parametrize("word", ["#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#GETTING_DATA"])
def test_errors_that_calamine_does_not_know_do_not_cost_the_sheet(rows, word):
    path = rows(f'<row r="1"><c r="A1" t="e"><v>{word}</v></c><c r="B1"><v>7</v></c></row>')
    (sheet,) = read(path).sheets
    assert (sheet.errors, sheet.value(0, 1)) == ({(0, 0): word}, 7)


def test_a_text_that_looks_like_an_error_mark_is_a_text(rows):
    path = rows(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>见 t="e" 与 #REF!</t></is></c>'
        '<c r="B1" t="str"><f>C1</f><v>又 t="e" #</v></c><c r="C1"><f>N(" t="e"")</f><v>3</v></c></row>'
    )
    (sheet,) = read(path).sheets
    assert (sheet.rows, sheet.errors) == ([['见 t="e" 与 #REF!', '又 t="e" #', 3]], {})


def test_merges_hidden_rows_columns_and_sheets(written):
    def fill(workbook):
        sheet = workbook.add_worksheet("甲")
        sheet.merge_range("B2:C4", "喷漆作业")
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_row(0, 30)
        sheet.set_column("D:E", None, None, {"hidden": True})
        sheet.set_column("F:F", 20)
        workbook.add_worksheet("乙").hide()
        workbook.add_worksheet("丙").very_hidden()

    first, second, third = read(written(fill)).sheets
    assert first.merges == [Merge(1, 1, 3, 2)]
    assert first.value(1, 1) == "喷漆作业"
    assert (first.hidden_rows, first.hidden_columns) == ({3}, {3, 4})
    assert [sheet.visibility for sheet in (first, second, third)] == ["visible", "hidden", "very_hidden"]


def test_hidden_columns_end_with_the_sheet(rows):
    before = (
        '<cols><col min="16383" max="99999999" hidden="1"/><col min="x" max="2" hidden="1"/><col hidden="1"/></cols>'
    )
    (sheet,) = read(rows('<row r="1"><c r="A1"><v>1</v></c></row>', before=before)).sheets
    assert sheet.hidden_columns == {16_382, 16_383}


def test_a_hidden_row_without_a_number_follows_the_row_before(rows):
    path = rows('<row r="3"><c r="A3"><v>1</v></c></row><row hidden="1"><c r="A4"><v>2</v></c></row>')
    assert read(path).sheets[0].hidden_rows == {3}


def test_a_row_without_height_is_hidden_and_one_without_a_custom_height_is_not(rows):
    path = rows(
        '<row r="1" ht="0" customHeight="1"><c r="A1"><v>1</v></c></row>'
        '<row r="2" ht="17" customHeight="0"><c r="A2"><v>2</v></c></row>'
        '<row r="3" hidden="0"><c r="A3"><v>3</v></c></row>'
    )
    assert read(path).sheets[0].hidden_rows == {0}


def test_a_single_cell_and_a_false_reference_are_no_merge(rows):
    after = '<mergeCells><mergeCell ref="A1"/><mergeCell ref="D9:C7"/><mergeCell ref="A0:B2"/><mergeCell/></mergeCells>'
    assert read(rows('<row r="1"><c r="A1"><v>1</v></c></row>', after)).sheets[0].merges == [Merge(6, 2, 8, 3)]


def test_blank_rows_at_the_end_are_cut_off(rows):
    path = rows(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="A9" t="inlineStr"><is><t></t></is></c></row>'
        '<row r="300"><c r="A300" s="0"/></row>'
    )
    assert read(path).sheets[0].rows == [[1]]


def png():
    """A picture of one pixel."""
    return io.BytesIO(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
            "050001a5f645400000000049454e44ae426082"
        )
    )


def test_pictures_stand_at_the_top_left_cell_of_their_anchors(written):
    def fill(workbook):
        sheet = workbook.add_worksheet()
        sheet.insert_image("U5", "整改前.png", {"image_data": png()})
        sheet.insert_image("A1", "整改后.png", {"image_data": png(), "object_position": 3})
        chart = workbook.add_chart({"type": "column"})
        chart.add_series({"values": "=Sheet1!$A$1:$A$3"})
        sheet.insert_chart("C9", chart)

    assert read(written(fill)).sheets[0].pictures == {(4, 20), (0, 0)}


def test_pictures_of_one_cell_anchors_and_groups_are_found_and_shapes_are_none(xlsx):
    anchor = "<xdr:{0}><xdr:from><xdr:col>{1}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{2}</xdr:row></xdr:from>{3}</xdr:{0}>"
    drawing = f'<xdr:wsDr xmlns:xdr="{DRAWING}">' + "".join(
        anchor.format(*values)
        for values in (
            ("oneCellAnchor", 3, 6, "<xdr:pic></xdr:pic>"),
            ("twoCellAnchor", 0, 1, "<xdr:grpSp><xdr:pic></xdr:pic></xdr:grpSp>"),
            ("twoCellAnchor", 8, 8, "<xdr:sp></xdr:sp>"),
            ("twoCellAnchor", 99999, 8, "<xdr:pic></xdr:pic>"),
        )
    )
    sheet = f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"><sheetData/><drawing r:id="rId1"/></worksheet>'
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": relationship("drawing", "../drawings/drawing1.xml"),
        "xl/drawings/drawing1.xml": f"{drawing}</xdr:wsDr>",
    }
    assert read(xlsx(sheet, **parts)).sheets[0].pictures == {(6, 3), (1, 0)}


def test_pictures_in_cells_of_wps_and_excel(rows):
    formula = '_xlfn.DISPIMG("ID_1",1)'.replace('"', "&quot;")
    path = rows(
        f'<row r="1"><c r="A1" t="str"><f>{formula}</f><v>=DISPIMG("ID_1",1)</v></c>'
        '<c r="B1" t="e" vm="1"><v>#VALUE!</v></c><c r="C1" t="e" vm="2"><f>A1:A9</f><v>#VALUE!</v></c></row>',
        **{"xl/richData/rdrichvaluestructure.xml": '<rvStructures><s t="_localImage"/></rvStructures>'},
    )
    (sheet,) = read(path).sheets
    assert sheet.pictures == {(0, 0), (0, 1)}
    assert sheet.errors == {(0, 2): "#VALUE!"}


def test_dates_of_the_1904_system(xlsx, rows):
    styles = (
        f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"><workbookPr date1904="1"/>'
        '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets>'
        '<extLst><ext xmlns:x15="urn:x"><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst></workbook>'
    )
    path = rows(
        '<row r="1"><c r="A1" s="1"><v>1</v></c></row>', **{"xl/workbook.xml": workbook, "xl/styles.xml": styles}
    )
    assert read(path).sheets[0].rows == [[date(1904, 1, 2)]]


def test_prefixes_cdata_and_comments_are_read_as_what_they_mean(xlsx):
    sheet = (
        f'<?xml version="1.0"?><x:worksheet xmlns:x="{MAIN}"><x:sheetData><!-- <x:c r="Z9"><x:v>1</x:v></x:c> -->'
        '<x:row r="3" hidden="1"><x:c r="B3"><x:f>A1</x:f><x:v>1</x:v></x:c>'
        '<x:c r="C3" t="str"><x:v><![CDATA[L<E & C]]></x:v></x:c><x:c r="D3" t="e"><x:v>#N/A</x:v></x:c></x:row>'
        '</x:sheetData><x:mergeCells><x:mergeCell ref="B3:B4"/></x:mergeCells></x:worksheet>'
    )
    (found,) = read(xlsx(sheet)).sheets
    assert (found.top, found.left, found.rows) == (2, 1, [[1, "L<E & C", None]])
    assert (found.formulas, found.errors) == ({(2, 1): "A1"}, {(2, 3): "#N/A"})
    assert (found.merges, found.hidden_rows) == ([Merge(2, 1, 3, 1)], {2})


def test_what_stands_in_a_comment_is_no_cell(rows):
    path = rows(
        '<row r="1"><c r="A1"><v>1</v></c><!--<c r="B1"><f>1</f><v>9</v></c>--></row>'
        '<row r="2"><c r="A2"><f><![CDATA[A1<2]]></f><v>2</v></c></row>'
    )
    (sheet,) = read(path).sheets
    assert (sheet.rows, sheet.formulas) == ([[1], [2]], {(1, 0): "A1<2"})


def test_what_stands_in_a_foreign_namespace_is_no_cell(rows):
    path = rows(
        '<row r="1"><c r="A1"><v>1</v></c><y:c xmlns:y="urn:y" r="C1"><y:v>9</y:v><v>8</v></y:c></row>'
        '<row r="2"><c r="A2"><v>2</v></c></row>'
    )
    assert read(path).sheets[0].rows == [[1], [2]]


def test_cdata_in_shared_strings_is_text(rows):
    strings = f'<sst xmlns="{MAIN}"><si><t><![CDATA[a<b]]></t></si><si><t>乙</t></si></sst>'
    path = rows(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>', **{"xl/sharedStrings.xml": strings}
    )
    assert read(path).sheets[0].rows == [["a<b", "乙"]]


def test_cells_and_rows_without_a_reference_follow_the_one_before(rows):
    path = rows(
        "<row><c><v>1</v></c><c><f>A1</f><v>2</v></c></row>"
        '<row r="4" hidden="1"><c><v>3</v></c><c r="D4"><v>4</v></c><c t="e"><v>#NUM!</v></c></row>'
        '<row hidden="true"><c><v>7</v></c></row>'
    )
    (sheet,) = read(path).sheets
    assert [sheet.value(0, 0), sheet.value(0, 1), sheet.value(3, 0), sheet.value(3, 3), sheet.value(4, 0)] == [
        1,
        2,
        3,
        4,
        7,
    ]
    assert (sheet.formulas, sheet.errors, sheet.hidden_rows) == ({(0, 1): "A1"}, {(3, 4): "#NUM!"}, {3, 4})


def test_rows_out_of_order_and_a_cell_twice(rows):
    path = rows(
        '<row r="3"><c r="B3"><v>3</v></c><c r="A3"><v>9</v></c></row><row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'
    )
    assert read(path).sheets[0].rows == [[2, None], [None, None], [9, 3]]


def test_single_quotes_white_space_and_small_letters_in_tags(rows):
    path = rows("<row  r='1'><c\n r='a1' t = 'e'><v>#REF!</v></c><c r='$B$1' ><f >A1</f ><v>2</v></c></row>")
    (sheet,) = read(path).sheets
    assert (sheet.errors, sheet.formulas, sheet.value(0, 1)) == ({(0, 0): "#REF!"}, {(0, 1): "A1"}, 2)


def test_an_error_mark_in_single_quotes_among_double_ones(rows):
    path = rows('<row r="1"><c r="A1" t=\'e\'><v>#REF!</v></c></row>')
    assert read(path).sheets[0].errors == {(0, 0): "#REF!"}


def test_utf16_parts_are_read(xlsx):
    sheet = f'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="str"><v>漆</v></c></row></sheetData></worksheet>'
    assert read(xlsx(sheet.encode("utf-16"))).sheets[0].rows == [["漆"]]


def test_strict_open_xml_is_read(xlsx):
    sheet = f'<worksheet xmlns="{STRICT}"><sheetData><row r="1"><c r="A1" t="d"><v>2026-03-31</v></c></row></sheetData></worksheet>'
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    changes = {
        "_rels/.rels": relationship("officeDocument", "xl/workbook.xml").replace(RELATIONSHIPS, strict),
        "xl/_rels/workbook.xml.rels": relationship("worksheet", "worksheets/sheet1.xml").replace(RELATIONSHIPS, strict),
    }
    assert read(xlsx(sheet, **changes)).sheets[0].rows == [[date(2026, 3, 31)]]


def test_part_names_are_found_through_relationships_in_any_case(xlsx):
    workbook = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
    changes = {
        "_rels/.rels": relationship("officeDocument", "/Book/WORKBOOK.xml"),
        "xl/workbook.xml": None,
        "xl/_rels/workbook.xml.rels": None,
        "book/workbook.xml": workbook,
        "book/_rels/workbook.xml.rels": relationship("worksheet", "../Odd%20/Sheet.xml"),
        "odd%20\\sheet.XML": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>',
    }
    assert read(xlsx("", **changes)).sheets[0].rows == [[1]]


def test_sheets_of_one_name_are_all_read(xlsx):
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/>'
        '<sheet name="表" sheetId="2" r:id="rId2"/></sheets></workbook>'
    )
    rels = relationship("worksheet", "worksheets/sheet1.xml").replace(
        "</Relationships>",
        f'<Relationship Id="rId2" Type="{RELATIONSHIPS}/worksheet" Target="second.xml"/></Relationships>',
    )
    second = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>2</v></c></row></sheetData></worksheet>'
    path = xlsx(
        second.replace(">2<", ">1<"),
        **{"xl/workbook.xml": workbook, "xl/_rels/workbook.xml.rels": rels, "xl/second.xml": second},
    )
    assert [sheet.rows for sheet in read(path).sheets] == [[[1]], [[2]]]


def test_chart_sheets_are_left_out(written):
    def fill(workbook):
        workbook.add_worksheet("数据").write("A1", 1)
        chart = workbook.add_chart({"type": "column"})
        chart.add_series({"values": "=数据!$A$1:$A$1"})
        workbook.add_chartsheet("图").set_chart(chart)
        workbook.add_worksheet("后").write("A1", 2)

    assert [(sheet.name, sheet.rows) for sheet in read(written(fill)).sheets] == [("数据", [[1]]), ("后", [[2]])]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1"><v>NaN</v></c>', "NaN"),
        ('<c r="A1"><v>1e999</v></c>', "INF"),
        ('<c r="A1"><v>-INF</v></c>', "-INF"),
        ('<c r="A1" t="unknown"><v>5</v></c>', "5"),
        ('<c r="A1" t="b"><v>x</v></c>', "x"),
        ('<c r="A1" t="s"><v>-1</v></c>', "-1"),
        ('<c r="A1"><v>1 2</v></c>', "1 2"),
        ('<c r="A1" s="999"><v>5</v></c>', 5),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> _x000D_ </t></is></c>', " \r "),
        ('<c r="A1" t="inlineStr"><is><r><t>不</t></r><r><t>符合</t></r></is></c>', "不符合"),
    ],
)
def test_values_out_of_the_ordinary_are_kept(rows, cell, value):
    (sheet,) = read(rows(f'<row r="1">{cell}<c r="B1"><v>8</v></c></row>')).sheets
    assert sheet.rows == [[value, 8]]


def test_a_number_that_no_date_can_hold_stays_a_number(rows):
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="46"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    path = rows(
        '<row r="1"><c r="A1" s="1"><v>1e308</v></c><c r="B1" s="2"><v>45000</v></c></row>', **{"xl/styles.xml": styles}
    )
    assert read(path).sheets[0].rows == [[1e308, date(2023, 3, 15)]]


def test_no_panic_text_and_nothing_else_is_printed(rows, capfd):
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="46"/></cellXfs></styleSheet>'
    read(rows('<row r="1"><c r="A1" s="1"><v>1e308</v></c></row>', **{"xl/styles.xml": styles}))
    assert tuple(capfd.readouterr()) == ("", "")
