"""Every formula of every edition in two engines that are not Excel: no error value on example, blank and dirty rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import formualizer
import pytest
import soffice
from formula_sheets import ERRORS, ROWS, STATES, formula_cells, write
from functions import FUNCTIONS
from libreoffice.installer import install
from openpyxl.utils import coordinate_to_tuple
from template_cases import load

from coatxl.criteria.bands import GRADES
from coatxl.standards.coating.guide import blueprint
from coatxl.standards.coating.tables import (
    GUIDE_SHEET,
    ChemicalRow,
    LecRow,
    MajorHazardRow,
    MaterialRow,
    MatrixRow,
    ScopeRow,
    UnitRow,
)
from coatxl.tables.fill import fill
from coatxl.tables.table import Table
from coatxl.tables.template import layouts, write_template

if TYPE_CHECKING:
    import openpyxl

EDITIONS = {"plain": False, "addin": True}
ERROR = re.compile(r"#(?:N/A|NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!)|Err:\d+")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("formulas")
    made = {}
    for edition, addin in EDITIONS.items():
        for state in STATES:
            path = folder / f"{edition}-{state}.xlsx"
            assert write(path, state, addin=addin) > (50 if state == "errors" else 300)
            made[path.stem] = path
    return made


# An error value in the unit or the amount of a substance is shown by the results that are made of it.
SPREADING = (ChemicalRow.sheet, MajorHazardRow.sheet)


def by_itself(path: Path, sheet: str, cell: str) -> bool:
    """Whether a cell may show an error where inputs do: it is such an input itself, or one of the sheets above."""
    return sheet in SPREADING or written(path)[sheet][cell].value in ERRORS


@cache
def written(path: Path) -> openpyxl.Workbook:
    return load(path)


def is_error(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, str) and ERROR.match(value) is not None)


def beside_each_other(look: Callable[[str, int, int], Any]) -> set[tuple[Any, Any, Any]]:
    """Grade, the add-in's grade and its comparison in the first rows of both risk sheets."""
    found = set()
    for at in layouts(blueprint(addin=True)):
        if at.table in (LecRow, MatrixRow):
            columns = [at.column(name) + 1 for name in ("grade", "addin_grade", "addin_check")]
            for row in range(at.first_row + 1, at.first_row + 1 + ROWS):
                found.add(tuple(look(at.table.sheet, row, col) or "" for col in columns))
    return found


def agree(found: set[tuple[Any, Any, Any]]) -> bool:
    return all((own, said) == (grade, "一致" if grade in GRADES else grade) for grade, own, said in found)


def test_every_formula_in_formualizer(files: dict[str, Path]) -> None:
    wrong = []
    for name, path in files.items():
        if name.endswith("-errors"):
            continue  # its ISBLANK looks at one cell only, and counts of rows prove nothing there
        engine = formualizer.load_workbook(str(path))
        for function in FUNCTIONS:
            engine.register_function(function.name, function.call, min_args=0, max_args=len(function.arguments))
        engine.evaluate_all()
        for sheet, cell in formula_cells(path):
            value = engine.get_value(sheet, *coordinate_to_tuple(cell))
            if is_error(value):
                wrong.append(f"{name} {sheet}!{cell}: {value}")
        if name.startswith("addin"):
            assert agree(beside_each_other(engine.get_value)), name
    assert wrong == []


@pytest.mark.office
def test_every_formula_in_libreoffice(files: dict[str, Path], tmp_path: Path) -> None:
    outputs = soffice.convert(list(files.values()), tmp_path, prepare=install)
    wrong, calculated, states = [], 0, {}
    for (name, path), output in zip(files.items(), outputs, strict=True):
        shown = load(output, data_only=True)
        for sheet, cell in formula_cells(path):
            value = shown[sheet][cell].value
            calculated += value is not None
            if is_error(value) and not (name.endswith("-errors") and by_itself(path, sheet, cell)):
                wrong.append(f"{name} {sheet}!{cell}: {value}")
        if name.startswith("addin"):
            found = beside_each_other(lambda sheet, row, col, book=shown: book[sheet].cell(row, col).value)
            assert agree(found), (name, found)
            states[name] = found
    assert wrong == []
    assert ("低风险", "低风险", "一致") in states["addin-example"]
    assert states["addin-blank"] == {("", "", "")}
    guide = load(outputs[list(files).index("plain-errors")], data_only=True)[GUIDE_SHEET]
    lines = {row[2].value: [c.value for c in row[5:9]] for row in guide.iter_rows() if row[2].value}
    assert lines["风险评价LEC"] == [12, 6, "■■■■■■■■■□", "待补 6 格，取值无效 6 格"]
    assert lines["隐患清单"][:2] == [12, 10]
    assert calculated > 3000  # an engine that had left the formulas alone would have shown no error either


@pytest.mark.office
@pytest.mark.parametrize("addin", [False, True])
def test_stored_results_of_the_blank_template_are_those_of_its_formulas(tmp_path: Path, *, addin: bool) -> None:
    """A viewer that does not calculate shows what is stored."""
    path = tmp_path / "blank.xlsx"
    write_template(path, blueprint(addin=addin), rows=ROWS)
    stored, shown = load(path, data_only=True), load(soffice.convert([path], tmp_path)[0], data_only=True)
    differing, compared = [], 0
    for sheet, cell in formula_cells(path):
        before, after = (book[sheet][cell].value or "" for book in (stored, shown))
        compared += 1
        if before != after:
            differing.append(f"{sheet}!{cell}: {before!r} is stored, {after!r} is right")
    assert differing == []
    assert compared > 150


@pytest.mark.office
def test_the_start_page_counts_what_a_row_still_lacks(tmp_path: Path) -> None:
    """A new hazard without 事件 and 后果, rows whose formulas are gone, and a row of an unknown score."""
    path = tmp_path / "paper.xlsx"
    write_template(path, blueprint(), rows=ROWS)
    workbook = load(path)
    hazards, risks = workbook["危害因素描述"], workbook[LecRow.sheet]
    for row, cells in {
        5: {"B": "喷漆作业", "D": "蒸气", "E": "爆燃", "F": "爆燃", "H": 1, "I": "敞口", "J": "密闭。"},
        6: {"J": "通风。"},
        7: {"D": "噪声", "H": 1, "I": "无耳塞", "J": "佩戴耳塞。"},
    }.items():
        for column, value in cells.items():
            hazards[f"{column}{row}"].value = value
    for row, scores in {7: (3, 6, 15), 8: (3, 6, 15), 9: (4, 6, 15), 60: (3, 6, 15)}.items():
        risks[f"C{row}"].value, risks[f"E{row}"].value = "喷漆作业", "蒸气"
        for column, score in zip("GHI", scores, strict=True):
            risks[f"{column}{row}"].value = score
    for column in "JKL":
        risks[f"{column}7"].value = None
    workbook.save(path)
    guide = load(soffice.convert([path], tmp_path)[0], data_only=True)[GUIDE_SHEET]
    lines = {row[2].value: [c.value for c in row[5:9]] for row in guide.iter_rows() if row[2].value}
    assert lines["危害因素描述"] == [3, 2, "■■■■■■■■■□", "待补 2 格"]
    assert lines[LecRow.sheet] == [4, 0, "■■■■■■■■■□", "缺公式 2 行，取值无效 1 格"]


@pytest.mark.office
def test_a_prefilled_sheet_is_not_complete_after_one_answer(tmp_path: Path) -> None:
    """Each of its rows wants an answer; a law, which stands there with its number, does not."""
    begun, answered = tmp_path / "begun.xlsx", tmp_path / "answered.xlsx"
    plan = blueprint()
    pages = {page.table: page for page in plan.pages}
    answers: dict[type[Table], dict[str, str]] = {
        ScopeRow: {"include": "是"}, MaterialRow: {"state": "已收集"}, UnitRow: {"divided": "否"},
    }  # fmt: skip
    first = {t: [r | (a if n == 0 else {}) for n, r in enumerate(pages[t].rows)] for t, a in answers.items()}
    every = {t: [r | ({} if "code" in r else a) for r in pages[t].rows] for t, a in answers.items()}
    first[MaterialRow] = [
        r | ({"state": "已收集"} if r["name"] == "法定检测报告" else {}) for r in pages[MaterialRow].rows
    ]
    fill(begun, first, {}, blueprint=plan, spare=2)
    fill(answered, every, {}, blueprint=plan, spare=2)
    shown = []
    for path in soffice.convert([begun, answered], tmp_path):
        guide = load(path, data_only=True)[GUIDE_SHEET]
        shown.append({row[2].value: [c.value for c in row[5:9]] for row in guide.iter_rows() if row[2].value})
    for table in answers:
        rows = len(pages[table].rows)
        laws = sum("code" in row for row in pages[table].rows)
        one, all_of_them = (lines[table.sheet] for lines in shown)
        assert [one[0], one[1], one[3]] == [1, rows - laws - 1, f"待补 {rows - laws - 1} 格"], table.sheet
        assert all_of_them == [rows - laws, 0, "■■■■■■■■■■", "已完成"], table.sheet
