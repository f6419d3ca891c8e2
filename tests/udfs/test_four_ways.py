"""Four ways, one answer: Python, functions in LibreOffice, functions in Formualizer, native formulas in both engines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import formualizer
import golden_set
import openpyxl
import pytest
import soffice
from functions import FUNCTIONS
from golden_books import (
    EXCEPTIONS,
    Look,
    differences,
    function_answers,
    native_answers,
    write_functions,
    write_native,
)
from golden_set import RULES, lec_answers, lec_rows, matrix_answers, matrix_rows
from libreoffice.installer import install
from template_cases import load

from coatxl.criteria import lec

CALLS = {function.name: function.call for function in FUNCTIONS}
FUNCTION_ANSWERS = 2 * (252 + 34 + 3) * 8 + (25 + 13 + 1) * 9
NATIVE_ANSWERS = (252 + 34 + 3 + 25 + 13 + 1) * 3 + 4 + 1


@dataclass(frozen=True)
class Books:
    """The golden workbooks, as written."""

    functions: Path
    native: dict[str, Path]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    folder = tmp_path_factory.mktemp("golden")
    made = Books(folder / "functions.xlsx", {rule: folder / f"{rule}.xlsx" for rule in RULES})
    write_functions(made.functions)
    for rule, path in made.native.items():
        write_native(path, rule)
    return made


@pytest.fixture(scope="module")
def office(books: Books) -> Books:
    """The workbooks recalculated by one LibreOffice that has the functions."""
    files = [books.functions, *books.native.values()]
    outputs = soffice.convert(files, books.functions.parent / "office", prepare=install)
    return Books(outputs[0], dict(zip(books.native, outputs[1:], strict=True)))


def stored(path: Path) -> Look:
    """Look at the results that a file holds."""
    workbook = load(path, data_only=True)
    return lambda sheet, row, column: workbook[sheet].cell(row, column).value


def evaluated(path: Path) -> Look:
    """Look at the results that Formualizer finds."""
    workbook = formualizer.load_workbook(str(path))
    for function in FUNCTIONS:
        workbook.register_function(function.name, function.call, min_args=0, max_args=len(function.arguments))
    workbook.evaluate_all()
    return workbook.get_value


def test_the_set_is_whole() -> None:
    typed = [row for row in (*lec_rows(), *matrix_rows()) if not any(isinstance(c, str) for c in row.cells)]
    clean = [row for row in typed if row.guard is None]
    assert len(clean) == len({row.cells for row in clean}) == 252 + 25
    assert len(golden_set.DIRTY_LEC) + len(golden_set.DIRTY_MATRIX) + len(golden_set.TYPED_D["lower_inclusive"]) >= 40
    answers = {**lec_answers(lec_rows()[0], RULES[0]), **matrix_answers(matrix_rows()[0])}
    assert set(answers) == set(CALLS)


def test_python() -> None:
    compared, wrong = 0, []

    def compare(name: str, given: tuple[Any, ...], answer: object) -> None:
        nonlocal compared
        compared += 1
        shown = CALLS[name](*given)
        if shown != answer or isinstance(shown, bool):
            wrong.append(f"{name}{given}: {shown!r}, not {answer!r}")

    cases = [(row, rule, lec_answers(row, rule)) for rule in RULES for row in lec_rows()]
    cases += [(row, "", matrix_answers(row)) for row in matrix_rows()]
    for row, rule, answers in cases:
        grade = answers["LEC_GRADE" if rule else "MATRIX_GRADE"]
        for name, answer in answers.items():
            given = row.values()
            if name.startswith("RISK_"):
                given = (grade,)
            elif row.whole:
                given += (row.typed,) if name.endswith("_CHECK") else ()
                given += (rule,) if rule and name != "LEC_D" else ()
            compare(name, given, answer)
    assert wrong == []
    assert compared == FUNCTION_ANSWERS
    for rule, typed in golden_set.TYPED_D.items():
        assert {d: lec.grade(d, rule) for d in typed} == typed


def test_functions_in_formualizer(books: Books) -> None:
    assert differences(function_answers(), evaluated(books.functions)) == (FUNCTION_ANSWERS, [])


@pytest.mark.parametrize("rule", RULES)
def test_native_formulas_in_formualizer(books: Books, rule: str) -> None:
    assert differences(native_answers(rule), evaluated(books.native[rule])) == (NATIVE_ANSWERS, [])


@pytest.mark.office
def test_functions_in_libreoffice(office: Books) -> None:
    assert differences(function_answers(), stored(office.functions)) == (FUNCTION_ANSWERS, [])


@pytest.mark.office
@pytest.mark.parametrize("rule", RULES)
def test_native_formulas_in_libreoffice(office: Books, rule: str) -> None:
    assert differences(native_answers(rule), stored(office.native[rule])) == (NATIVE_ANSWERS, [])


@pytest.mark.office
def test_libreoffice_keeps_the_plain_names(office: Books) -> None:
    sheet = openpyxl.load_workbook(office.functions)["LEC"]
    assert sheet["G1"].value.replace(" ", "") == "=LEC_GRADE(A1,B1,C1,E1)"


def exceptions(look: Look, host: str) -> None:
    for row, (formula, (answer, shown)) in enumerate(EXCEPTIONS.items(), 1):
        assert look("exceptions", row, 2) == shown.get(host, answer), formula


def test_exceptions_in_formualizer(books: Books) -> None:
    exceptions(evaluated(books.functions), "Formualizer")


@pytest.mark.office
def test_exceptions_in_libreoffice(office: Books) -> None:
    exceptions(stored(office.functions), "LibreOffice")
