"""Every formula of every edition in two engines that are not Excel: no error value on example, blank and dirty rows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import formualizer
import pytest
import soffice
from formula_sheets import STATES, formula_cells, write
from functions import FUNCTIONS
from libreoffice.installer import install
from openpyxl.utils import coordinate_to_tuple
from template_cases import load

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
    assert wrong == []


@pytest.mark.office
def test_every_formula_in_libreoffice(files: dict[str, Path], tmp_path: Path) -> None:
    outputs = soffice.convert(list(files.values()), tmp_path, prepare=install)
    wrong, calculated = [], 0
    for (name, path), output in zip(files.items(), outputs, strict=True):
        shown = load(output, data_only=True)
        for sheet, cell in formula_cells(path):
            value = shown[sheet][cell].value
            calculated += value is not None
            if is_error(value):
                wrong.append(f"{name} {sheet}!{cell}: {value}")
    assert wrong == []
    assert calculated > 3000  # an engine that had left the formulas alone would have shown no error either
