"""A filled paper that passed through another program gives the same findings; what has no stored result is recomputed.

LibreOffice stands in for WPS and Excel: it recalculates, stores the results, and writes the file anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import soffice
import xlsxwriter
from functions import LEC_D, LEC_GRADE, RISK_ACCEPTABLE
from papers import Grids
from template_cases import load

from coatxl.check import Report, check_workbook
from coatxl.settings import Settings
from coatxl.standards.coating.demo_papers import Paper, faulty, mended
from coatxl.standards.coating.guide import blueprint
from coatxl.standards.coating.tables import ChecklistRow, LecRow
from coatxl.tables.fill import fill
from coatxl.tables.table import Table
from coatxl.workbook.book import Book, Sheet, cell_name

Places = set[tuple[str, str | None, str | None, str]]
PAPERS: dict[str, tuple[Callable[[], Paper], bool]] = {
    "mended": (mended, False), "faulty": (faulty, False), "faulty-addin": (faulty, True),
}  # fmt: skip
# The faulty paper has a D and a grade typed over their formulas.
TYPED = {"mended": 0, "faulty": 2, "faulty-addin": 2}
# What may differ, and why: results are stored now; xls and ods show neither formulas nor hidden rows;
# a grade that follows a D which is typed over is told with that D and not again.
STORED, VALUES_ONLY = "CXS-11", "CXS-14"


def check(path: Path) -> Report:
    return check_workbook(path, Settings(), isolated=False)


def places(report: Report, *without: str) -> Places:
    return {(f.rule, f.sheet, f.cell, f.message) for f in report.findings if f.rule not in without}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("papers")
    made = {}
    for name, (make, addin) in PAPERS.items():
        made[name] = folder / f"{name}.xlsx"
        fill(made[name], make().rows, make().facts, blueprint=blueprint(addin=addin), spare=2)
    return made


def test_openpyxl_stores_no_results_and_that_is_said(papers: dict[str, Path]) -> None:
    for name, path in papers.items():
        report = check(path)
        (said,) = [f for f in report.findings if f.rule == STORED]
        # D, grade, acceptance, meaning, and D and grade of the inherent risk; never the add-in's columns.
        rows = report.rows[LecRow.sheet]
        assert (said.sheet, said.cell) == (LecRow.sheet, "J7"), name
        assert f" {6 * rows - TYPED[name]} 格" in said.message
        assert not [f for f in report.findings if f.rule in {"CXS-02", "CXS-04", "CXS-08", "CXS-10"}]


@pytest.mark.office
@pytest.mark.parametrize(("kind", "differs"), [("xlsx", set()), ("xls", {VALUES_ONLY}), ("ods", {VALUES_ONLY})])
def test_libreoffice_saves_and_the_findings_stay(
    papers: dict[str, Path], tmp_path: Path, kind: str, differs: set[str]
) -> None:
    outputs = soffice.convert(list(papers.values()), tmp_path, kind)
    for (name, path), output in zip(papers.items(), outputs, strict=True):
        before, after = check(path), check(output)
        lost = places(before, STORED) - places(after)
        gained = {(rule, cell) for rule, _, cell, _ in places(after, *differs) - places(before)}
        assert (lost, gained) == (set(), set()), name
        assert differs <= {f.rule for f in after.findings}
        assert after.rows == before.rows
        assert after.settings == before.settings
    if kind == "xlsx":  # saved where the add-in is missing: seen by the person, and no finding above
        sheet = load(outputs[-1], data_only=True)[LecRow.sheet]
        assert [sheet.cell(7, col).value for col in (12, 13)] == ["#NAME?"] * 2


# What a program stores for a formula: the result, nothing, or XlsxWriter's placeholder.
STORES = ("results", "nothing", "empty texts", "zeros")


def computed(book: Book) -> dict[tuple[int, int], Any]:
    """Position → result of the formulas of 风险评价LEC: D, grade and acceptance where the paper has none typed."""
    sheet = sheet_of(book, LecRow)
    place = {name: sheet.rows[0].index(f.title) for name, f in LecRow.fields.items() if f.title in sheet.rows[0]}
    found: dict[tuple[int, int], Any] = {}
    for r, row in enumerate(sheet.rows[1:], 1):
        scores = [row[place[name]] for name in ("likelihood", "exposure", "consequence")]
        grade = LEC_GRADE(*scores)
        for name, value in (("d", LEC_D(*scores)), ("grade", grade), ("acceptance", RISK_ACCEPTABLE(grade))):
            if row[place[name]] is None:
                found[r, place[name]] = value
    return found


def sheet_of(book: Book, table: type[Table]) -> Sheet:
    return next(s for s in book.sheets if s.name == table.sheet)


def by_program(path: Path, book: Book, formulas: dict[str, dict[tuple[int, int], Any]], stores: str) -> Path:
    """Write a book by XlsxWriter, or by openpyxl when it stores nothing; formulas: sheet → position → result."""
    if stores == "nothing":
        pages = openpyxl.Workbook()
        pages.remove(pages.active)
        for sheet in book.sheets:
            page = pages.create_sheet(sheet.name)
            for row in sheet.rows:
                page.append(row)
            for r, c in formulas.get(sheet.name, {}):
                page.cell(r + 1, c + 1).value = "=A1"
        pages.save(path)
        return path
    workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"})
    for sheet in book.sheets:
        page = workbook.add_worksheet(sheet.name)
        for r, row in enumerate(sheet.rows):
            page.write_row(r, 0, row)
        for (r, c), value in formulas.get(sheet.name, {}).items():
            result = {"results": (value,), "empty texts": ("",), "zeros": ()}[stores]
            page.write_formula(r, c, "=A1", None, *result)
    workbook.close()
    return path


@pytest.mark.parametrize("stores", STORES)
def test_a_program_wrote_the_formulas(tmp_path: Path, stores: str) -> None:
    book = Grids(faulty()).book()
    formulas = computed(Grids(faulty()).book(calculated=False))
    expected = check(by_program(tmp_path / "values.xlsx", book, {}, "results"))
    report = check(by_program(tmp_path / "formulas.xlsx", book, {LecRow.sheet: formulas}, stores))
    assert places(report, STORED) == places(expected)
    told = [(f.sheet, f.cell) for f in report.findings if f.rule == STORED]
    assert told == ([] if stores == "results" else [(LecRow.sheet, cell_name(*min(formulas)))])


@pytest.mark.parametrize("stores", STORES)
def test_an_input_by_formula_without_a_result_is_no_answer(tmp_path: Path, stores: str) -> None:
    """检查结果 taken over from elsewhere by a formula: unread, and neither blank nor 0."""
    book = Grids(mended()).book()
    sheet = sheet_of(book, ChecklistRow)
    place = (3, sheet.rows[0].index(ChecklistRow.fields["observation"].title))
    formulas = {ChecklistRow.sheet: {place: "现场已配备"}}
    expected = places(check(by_program(tmp_path / "values.xlsx", book, {}, "results")))
    report = check(by_program(tmp_path / "formula.xlsx", book, formulas, stores))
    unread = {(f.rule, f.sheet, f.cell) for f in report.findings} - {place[:3] for place in expected}
    assert unread == (set() if stores == "results" else {("CXS-10", ChecklistRow.sheet, cell_name(*place))})
    assert report.dossier is not None
    seen = report.dossier.rows(ChecklistRow)[place[0] - 1].observation
    assert seen == ("现场已配备" if stores == "results" else "")
