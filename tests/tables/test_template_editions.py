"""The add-in edition beside the plain one: what it adds, that it hides nothing, and that reading leaves it alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from functions import FUNCTIONS
from papers import Grids, judge, places
from template_cases import ALLOWED, NS, foreign_parts, formulas, functions_used, load

from coatxl.batch.papers import new_paper, place_of
from coatxl.cli import cli
from coatxl.criteria.bands import UPPER_INCLUSIVE
from coatxl.standards.coating.demo_papers import faulty
from coatxl.standards.coating.guide import ADDIN_FILE_NAME, FILE_NAME, blueprint
from coatxl.standards.coating.tables import CRITERIA_SHEET, GUIDE_SHEET, LecRow, MatrixRow
from coatxl.tables.layout import Layout
from coatxl.tables.template import layouts, write_template
from coatxl.workbook.save import CannotWrite

if TYPE_CHECKING:
    import openpyxl

    from coatxl.tables.table import Table

SHIPPED = Path(__file__).parents[2] / "workbook_templates"
ADDED = ("addin_grade", "addin_check")
OWN = {"LEC_GRADE", "LEC_CHECK", "MATRIX_GRADE", "MATRIX_CHECK"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("addin") / ADDIN_FILE_NAME
    write_template(path, blueprint(addin=True))
    return path


@pytest.fixture(scope="module")
def book(template: Path) -> openpyxl.Workbook:
    return load(template)


def layout(table: type[Table]) -> Layout:
    return next(each for each in layouts(blueprint(addin=True)) if each.table is table)


def test_shipped_edition_is_what_the_declarations_give(template: Path) -> None:
    stale = "stale: run scripts/build_templates.py"
    assert (SHIPPED / ADDIN_FILE_NAME).read_bytes() == template.read_bytes(), stale
    assert {path.name for path in SHIPPED.iterdir()} == {FILE_NAME, ADDIN_FILE_NAME}


def test_only_its_functions_are_added_and_no_error_is_hidden(template: Path) -> None:
    assert functions_used(template) == ALLOWED | OWN | {"ISERROR"}
    assert {function.name for function in FUNCTIONS} >= OWN
    assert foreign_parts(template) == []
    # ISERROR greys a cell that shows #NAME?; no cell replaces the error by something else.
    greyed = [f for f in formulas(template) if "ISERROR" in f]
    assert {re.sub(r"\d", "", f) for f in greyed} == {"ISERROR($L)", "ISERROR($M)", "ISERROR($K)"}


@pytest.mark.parametrize(
    ("table", "grade", "check"),
    [
        (LecRow, '=IF(COUNTA(G7:I7)=0,"",LEC_GRADE(G7,H7,I7))', '=IF(K7="","",LEC_CHECK(G7,H7,I7,K7))'),
        (MatrixRow, '=IF(COUNTA(G7:H7)=0,"",MATRIX_GRADE(G7,H7))', '=IF(J7="","",MATRIX_CHECK(G7,H7,J7))'),
    ],
)  # fmt: skip
def test_two_columns_beside_the_grade(book: openpyxl.Workbook, table: type[Table], grade: str, check: str) -> None:
    """A blank row calls no function: it would cost a call each, and show #NAME? where the add-in is missing."""
    at, sheet = layout(table), book[table.sheet]
    native, added = at.column("grade"), [at.column(name) for name in ADDED]
    assert added == [native + 1, native + 2]
    assert [sheet.cell(at.header_row + 1, col + 1).value for col in added] == ["加载项等级", "加载项核对"]
    assert [sheet.cell(7, col + 1).value for col in added] == [grade, check]
    assert all(sheet.cell(7, col + 1).protection.locked for col in added)
    assert [f.name for f in at.fields if f.name not in ADDED] == [f.name for f in Layout.of(_plain(table), 1).fields]


def _plain(table: type[Table]) -> Any:
    return next(page for page in blueprint().pages if page.table is table)


def test_the_other_boundary_rule_is_handed_to_the_functions(tmp_path: Path) -> None:
    path = place_of(tmp_path, addin=True)
    new_paper(path, band_rule=UPPER_INCLUSIVE, rows=20, addin=True)
    sheet = load(path)[LecRow.sheet]
    assert [sheet.cell(7, col).value for col in (12, 13)] == [
        '=IF(COUNTA(G7:I7)=0,"",LEC_GRADE(G7,H7,I7,"upper_inclusive"))',
        '=IF(K7="","",LEC_CHECK(G7,H7,I7,K7,"upper_inclusive"))',
    ]  # fmt: skip


def test_the_verb_writes_the_edition_and_never_over_a_paper(tmp_path: Path) -> None:
    first, again = (CliRunner().invoke(cli, ["new", str(tmp_path), "--with-addin", "--rows", "20"]) for _ in range(2))
    assert (first.exit_code, again.exit_code) == (0, 2)
    assert [path.name for path in tmp_path.iterdir()] == [ADDIN_FILE_NAME]
    assert "LEC_CHECK" in functions_used(tmp_path / ADDIN_FILE_NAME)


def test_a_new_paper_is_named_after_its_edition(tmp_path: Path) -> None:
    assert [place_of(None), place_of(None, addin=True)] == [Path(FILE_NAME), Path(ADDIN_FILE_NAME)]
    assert place_of(tmp_path, addin=True) == tmp_path / ADDIN_FILE_NAME
    assert place_of(tmp_path / "甲厂.xlsx", addin=True) == tmp_path / "甲厂.xlsx"


@pytest.mark.parametrize("name", ["甲厂.xls", "甲厂.ods", "甲厂"])
def test_a_paper_is_an_xlsx_file_and_no_other_name_is_taken(tmp_path: Path, name: str) -> None:
    """Excel opens no workbook whose name tells another format than its content."""
    told = CliRunner().invoke(cli, ["new", str(tmp_path / name)], catch_exceptions=True)
    assert told.exit_code != 0
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(CannotWrite, match=r"\.xlsx"):
        place_of(tmp_path / name)


@pytest.mark.parametrize("state", ["values", "errors", "uncached", "wrong words"])
def test_reading_takes_the_columns_for_known_and_leaves_them_alone(state: str) -> None:
    """#NAME? where the add-in is missing is no fault of the paper; coatxl computes every grade itself."""
    plain, extended = Grids(faulty()).book(), Grids(faulty()).book()
    sheet = next(s for s in extended.sheets if s.name == LecRow.sheet)
    left = len(sheet.rows[0])
    sheet.rows[0] += [LecRow.fields[name].title for name in ADDED]
    for r, row in enumerate(sheet.rows[1:], 1):
        row.extend({"values": ["较大风险", "一致"], "wrong words": ["未知", 3]}.get(state, [None, None]))
        for col in (left, left + 1):
            sheet.formulas[r, col] = "LEC_GRADE(1,1,1)"
            if state == "errors":
                sheet.errors[r, col] = "#NAME?"
            elif state == "uncached":
                sheet.uncached.add((r, col))
    assert places(judge(extended)[0]) == places(judge(plain)[0])


def test_the_start_page_says_what_to_expect(book: openpyxl.Workbook) -> None:
    shown = "\n".join(str(c.value) for row in book[GUIDE_SHEET].iter_rows() for c in row if c.value)
    assert "加载项版" in str(book[GUIDE_SHEET]["A2"].value)
    assert "#NAME?" in shown
    # The way to the functions is told to its end: installed alone, they are #NAME? still.
    assert "coatxl addin install" in shown
    assert ".xlsm" in shown
    assert "Import Functions" in shown
    assert "L 选 0.5、E 选 6、C 选 15，自动得出 D＝45、低风险" in shown


@pytest.mark.parametrize("addin", [False, True])
def test_links_lead_back_and_to_the_full_text(tmp_path: Path, *, addin: bool) -> None:
    path = tmp_path / "links.xlsx"
    write_template(path, blueprint(addin=addin), rows=1)
    book = load(path)
    with ZipFile(path) as archive:
        for number, sheet in enumerate(book.worksheets, 1):
            tree = ET.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            links = {h.get("ref"): h.get("location") or "" for h in tree.iter(f"{NS}hyperlink")}
            if sheet.title != GUIDE_SHEET:
                assert f"'{GUIDE_SHEET}'!A1" in links.values(), sheet.title
            tables = {ref: place for ref, place in links.items() if CRITERIA_SHEET in place}
            if sheet.title not in {LecRow.sheet, MatrixRow.sheet}:
                continue
            table = LecRow if sheet.title == LecRow.sheet else MatrixRow
            at = layout(table) if addin else Layout.of(_plain(table), 1)
            wanted = [f.name for f in at.fields if f.column.scale] + ["grade"]
            assert len(tables) == len(wanted)
            for name in wanted:
                cell = sheet.cell(1, at.column(name) + 1)
                caption = book[CRITERIA_SHEET][tables[cell.coordinate].partition("!")[2]].value
                assert str(caption).startswith(f"表 {cell.value.removeprefix('表')}　"), cell.coordinate
