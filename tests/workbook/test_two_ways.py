"""The pass by patterns and the one over rewritten XML say the same of any sheet; other formats show the same values."""

from __future__ import annotations

import dataclasses
from xml.sax.saxutils import escape

import pytest
import soffice
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from coatxl.workbook.book import Merge, cell_name
from coatxl.workbook.reader import read
from coatxl.workbook.sheet_xml import scan

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=12)
formulas = st.builds(lambda a, b: f"IF({a}1=\"{b}\",A1<>B1,'x y'!C3)", st.sampled_from("ABC"), texts)


@st.composite
def cells(draw, name):
    kind = draw(st.sampled_from(["number", "text", "formula", "uncached", "empty text", "error", "blank"]))
    style = draw(st.sampled_from(["", ' s="1"']))
    formula = f"<f>{escape(draw(formulas))}</f>"
    return {
        "number": f'<c r="{name}"{style}><v>{draw(st.integers(-9, 9999))}</v></c>',
        "text": f'<c r="{name}"{style} t="str"><v>{escape(draw(texts))}</v></c>',
        "formula": f'<c r="{name}"{style}>{formula}<v>1</v></c>',
        "uncached": f'<c r="{name}"{style}>{formula}{draw(st.sampled_from(["", "<v/>", "<v></v>"]))}</c>',
        "empty text": f'<c r="{name}" t="str">{formula}<v></v></c>',
        "error": f'<c r="{name}"{style} t="e">{draw(st.sampled_from(["", formula]))}<v>#N/A</v></c>',
        "blank": f'<c r="{name}"{style}/>',
    }[kind]


@st.composite
def sheets(draw):
    rows = []
    for row in sorted(draw(st.sets(st.integers(0, 1200), max_size=5))):
        columns = sorted(draw(st.sets(st.integers(0, 800), max_size=5)))
        hidden = draw(st.sampled_from(["", ' hidden="1"', ' ht="0"', ' ht="15.5"']))
        rows.append(f'<row r="{row + 1}"{hidden}>{"".join(draw(cells(cell_name(row, c))) for c in columns)}</row>')
    merge = draw(st.sampled_from(["", '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>']))
    column = draw(st.sampled_from(["", '<cols><col min="2" max="3" hidden="1"/></cols>']))
    return f'<worksheet xmlns="{MAIN}">{column}<sheetData>{"".join(rows)}</sheetData>{merge}</worksheet>'.encode()


def facts(sheet, *, careful):
    found = dataclasses.asdict(scan(sheet, "表", careful=careful))
    del found["cells"]
    return found


@given(sheets())
def test_patterns_and_rewriting_say_the_same(sheet):
    assert facts(sheet, careful=False) == facts(sheet, careful=True)


@given(sheets())
def test_a_prefix_changes_nothing(sheet):
    text = sheet.decode()
    prefixed = text.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:").replace("xmlns=", "xmlns:x=")
    assert facts(prefixed.encode(), careful=False) == facts(sheet, careful=False)


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_values_and_merges_of_other_formats(tmp_path, kind):
    path = tmp_path / "底稿.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("检查表")
        sheet.merge_range("B2:B3", "喷漆作业")
        sheet.write_row("C2", ["通风不良", 6, 0.5])
        sheet.write_row("C3", ["吸烟", 3])
        workbook.add_worksheet("隐藏").hide()
    (other,) = soffice.convert([path], tmp_path / "office", kind)
    book = read(other)
    first, second = book.sheets
    assert (book.kind, book.structure_known) == (kind, False)
    assert (first.top, first.left) == (1, 1)
    assert first.rows == [["喷漆作业", "通风不良", 6, 0.5], [None, "吸烟", 3, None]]
    assert second.visibility == "hidden"
    assert first.merges == ([Merge(1, 1, 2, 1)] if kind == "xls" else [])
