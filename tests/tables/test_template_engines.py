"""Every formula of every edition in two engines that are not Excel: no error value on example, blank and dirty rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import formualizer
import pytest
import soffice
from formula_sheets import ROWS, STATES, formula_cells, write
from functions import FUNCTIONS
from libreoffice.installer import install
from openpyxl.utils import coordinate_to_tuple
from template_cases import load

from coatxl.criteria.bands import GRADES
from coatxl.standards.coating.guide import blueprint
from coatxl.standards.coating.tables import LecRow, MatrixRow
from coatxl.tables.template import layouts

EDITIONS = {"plain": False, "addin": True}
ERROR = re.compile(r"#(?:N/A|NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!)|Err:\d+")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("formulas")
    made = {}
    for edition, addin in EDITIONS.items():
        for state in STATES:
            path = folder / f"{edition}-{state}.xlsx"
            assert write(path, state, addin=addin) > 300
            made[path.stem] = path
    return made


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
            if is_error(value):
                wrong.append(f"{name} {sheet}!{cell}: {value}")
        if name.startswith("addin"):
            found = beside_each_other(lambda sheet, row, col, book=shown: book[sheet].cell(row, col).value)
            assert agree(found), (name, found)
            states[name] = found
    assert wrong == []
    assert ("低风险", "低风险", "一致") in states["addin-example"]
    assert states["addin-blank"] == {("", "", "")}
    assert calculated > 3000  # an engine that had left the formulas alone would have shown no error either
