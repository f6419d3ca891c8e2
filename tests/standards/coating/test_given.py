"""A prefilled sheet that nobody has begun is neither wrong nor right: one line says so, and its rules are not run."""

from __future__ import annotations

import pytest
from papers import Grids, judge

from coatxl.standards.coating.guide import blueprint
from coatxl.standards.coating.tables import MaterialRow, ProjectRow, ReportPartRow, UnitRow
from coatxl.standards.coating.tables.division import UNIT_KINDS
from coatxl.tables.blueprint import Page

PREFILLED = [page for page in blueprint().pages if page.rows]


def prefilled(*pages: Page) -> Grids:
    """The mended paper with these sheets as the template gives them."""
    grids = Grids()
    for page in pages:
        grids.rows[page.table] = [dict(row) for row in page.rows]
    return grids


def test_the_whole_template_with_the_core_filled_in_is_clean() -> None:
    findings, not_run = judge(prefilled(*PREFILLED).book())
    told = [f for f in findings if f.rule == "CXS-17"]
    assert len(told) == 1
    assert all(page.table.sheet in told[0].message for page in PREFILLED)
    assert {f.severity for f in findings} <= {"info"}
    assert {"CX12.2-01", "CX9.1-01", "CX10.1-01", "CX8.2-13"} <= {each.rule for each in not_run}


@pytest.mark.parametrize("page", PREFILLED, ids=lambda page: str(page.table.__name__))
def test_one_answer_begins_a_sheet(page: Page) -> None:
    grids = prefilled(page)
    answer = next(n for n, f in page.table.fields.items() if n not in page.prefilled and f.kind == "text")
    grids.rows[page.table][0][answer] = "写了一点"
    findings, not_run = judge(grids.book())
    assert "CXS-17" not in {f.rule for f in findings}
    assert not any("还没有填写" in each.reason for each in not_run)


def test_an_own_row_begins_a_sheet() -> None:
    page = next(page for page in PREFILLED if page.table is MaterialRow)
    grids = prefilled(page).add(MaterialRow, kind="法规标准", name="安全生产法")
    assert "CXS-17" not in {f.rule for f in judge(grids.book())[0]}


def test_numbers_read_back_as_numbers_are_still_the_templates() -> None:
    grids = prefilled(next(page for page in PREFILLED if page.table is ReportPartRow))
    for row in grids.rows[ReportPartRow]:
        if str(row.get("number", "")).isdecimal():
            row["number"] = int(row["number"])
    assert "CXS-17" in {f.rule for f in judge(grids.book())[0]}


def test_the_six_kinds_of_unit_are_given_and_say_nothing_until_one_is_answered() -> None:
    page = next(page for page in PREFILLED if page.table is UnitRow)
    assert [row["kind"] for row in page.rows] == list(UNIT_KINDS)
    assert all(row["unit"] for row in page.rows)
    grids = prefilled(page)
    findings, not_run = judge(grids.book())
    assert {f.rule for f in findings} == {"CXS-17"}
    assert "CX6.2-01" in {each.rule for each in not_run}
    grids.set(UnitRow, 4, divided="否")
    blank = [f.cell for f in judge(grids.book())[0] if f.rule == "CXS-09"]
    assert blank == ["D2", "D3", "D4", "D5", "D7"]


def test_a_paper_without_prefilled_sheets_says_nothing_of_them() -> None:
    assert "CXS-17" not in {f.rule for f in judge(Grids().book())[0]}
    assert not next(page for page in blueprint().sheets() if page.table is ProjectRow).rows
