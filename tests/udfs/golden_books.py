"""The golden set as workbooks: formulas of the worksheet functions, and the template with its native formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
from golden_set import RULES, TYPED_D, Row, lec_answers, lec_rows, matrix_answers, matrix_rows
from template_cases import FIELDS, ROWS, layout, load

from coatxl.standards.coating.guide import blueprint
from coatxl.standards.coating.tables import LecRow, MatrixRow
from coatxl.tables.template import write_template

Look = Callable[[str, int, int], Any]
Answer = tuple[str, str, int, int, object]
"""What is asked (for the message), sheet, row, column, and the answer that must stand there."""

# Where a host cannot hand over what the cell or formula says: formula or cell, and what each host shows instead.
# Python answers 取值无效 to TRUE and errors, 待补 to an argument left out, 取值无效 to a date.
EXCEPTIONS = {
    "=LEC_GRADE(TRUE,6,7)": ("取值无效", {"LibreOffice": "低风险"}),  # a TRUE written in the formula arrives as 1
    "=LEC_GRADE(NA(),6,7)": ("取值无效", {"LibreOffice": "#N/A"}),  # Calc does not call with an error
    "=LEC_GRADE(,6,7)": ("待补", {"LibreOffice": "取值无效", "Formualizer": "取值无效"}),  # a gap arrives as 0
    "=LEC_GRADE(A1,6,7)": ("取值无效", {"Formualizer": "一般风险"}),  # A1: 3 shown as a date of January 1900
}

# The native formulas take such a date for its number too: 3×6×7 is 126.
JANUARY_1900 = (3, 6, 7)


def write_functions(path: Path) -> None:
    """Write all rows under both rules, a formula for each function, and the exceptions on a sheet of their own."""
    workbook = openpyxl.Workbook()
    workbook.active.title = "LEC"
    for sheet, row, cells in _inputs():
        page = workbook[sheet] if sheet in workbook.sheetnames else workbook.create_sheet(sheet)
        for column, value in enumerate(cells, 1):
            page.cell(row, column).value = value
    page = workbook.create_sheet("exceptions")
    page["A1"].value, page["A1"].number_format = 3, "yyyy-mm-dd"
    for row, formula in enumerate(EXCEPTIONS, 1):
        page.cell(row, 2).value = formula
    workbook.save(path)


def _inputs() -> Iterator[tuple[str, int, list[Any]]]:
    for row, (rule, case) in enumerate(_lec(), 1):
        inputs = ("A", "B", "C")
        typed = [*case.cells, case.typed, rule]
        yield "LEC", row, [*typed, *_formulas(row, case, lec_answers(case, rule), inputs, "D", ",E{row}", 5)]
    for row, case in enumerate(matrix_rows(), 1):
        typed = [*case.cells, case.typed]
        yield "MATRIX", row, [*typed, *_formulas(row, case, matrix_answers(case), ("A", "B"), "C", "", 3)]


def _lec() -> list[tuple[str, Row]]:
    return [(rule, case) for rule in RULES for case in lec_rows()]


def _formulas(
    row: int, case: Row, answers: dict[str, object], inputs: tuple[str, ...], typed: str, rule: str, before: int
) -> Iterator[str]:
    """One formula for each function; those of a grade refer to the cell that shows it."""
    scores = ",".join(f"{column}{row}" for column in inputs[: case.given])
    grade = f"{openpyxl.utils.get_column_letter(before + 2)}{row}"
    for name in answers:
        arguments = scores
        if name.startswith("RISK_"):
            arguments = grade
        elif case.whole:
            arguments += f",{typed}{row}" if name.endswith("_CHECK") else ""
            arguments += "" if name == "LEC_D" else rule.format(row=row)
        yield f"={name}({arguments})"


def function_answers() -> Iterator[Answer]:
    """Every cell of the workbook of functions that has an answer."""
    for row, (rule, case) in enumerate(_lec(), 1):
        for column, (name, answer) in enumerate(lec_answers(case, rule).items(), 6):
            yield f"{name}{case.cells} {rule}", "LEC", row, column, answer
    for row, case in enumerate(matrix_rows(), 1):
        for column, (name, answer) in enumerate(matrix_answers(case).items(), 4):
            yield f"{name}{case.cells}", "MATRIX", row, column, answer


def write_native(path: Path, rule: str) -> None:
    """Write the template under a rule, with all rows typed in and the limits typed over D."""
    write_template(path, blueprint(rule), rows=ROWS)
    workbook = load(path)
    for table, rows in ((LecRow, lec_rows()), (MatrixRow, matrix_rows())):
        at, (names, value) = layout(table), FIELDS[table]
        for row, case in enumerate(rows, at.first_row + 1):
            for name, content in zip(names, case.cells, strict=True):
                workbook[table.sheet].cell(row, at.column(name) + 1).value = content
        if table is LecRow:
            row = at.first_row + 1 + len(rows)
            for offset, d in enumerate(TYPED_D[rule]):
                workbook[table.sheet].cell(row + offset, at.column(value) + 1).value = d
            for name, content in zip(names, JANUARY_1900, strict=True):
                cell = workbook[table.sheet].cell(row + len(TYPED_D[rule]), at.column(name) + 1)
                cell.value, cell.number_format = content, "yyyy-mm-dd"
    workbook.save(path)


def native_answers(rule: str) -> Iterator[Answer]:
    """Value, grade and acceptance of every row of the template."""
    for table, rows, prefix in ((LecRow, lec_rows(), "LEC"), (MatrixRow, matrix_rows(), "MATRIX")):
        at, (_, value) = layout(table), FIELDS[table]
        for row, case in enumerate(rows, at.first_row + 1):
            answers = lec_answers(case, rule) if table is LecRow else matrix_answers(case)
            fields = {value: "LEC_D" if table is LecRow else "MATRIX_R", "grade": f"{prefix}_GRADE"}
            for field, name in {**fields, "acceptance": "RISK_ACCEPTABLE"}.items():
                yield f"{field}{case.cells} {rule}", table.sheet, row, at.column(field) + 1, answers[name]
        if table is LecRow:
            for row, (d, grade) in enumerate(TYPED_D[rule].items(), at.first_row + 1 + len(rows)):
                yield f"D={d} {rule}", table.sheet, row, at.column("grade") + 1, grade
            yield f"January 1900 {rule}", table.sheet, row + 1, at.column("grade") + 1, "一般风险"


def differences(answers: Iterator[Answer], look: Look) -> tuple[int, list[str]]:
    """Return how many answers were compared, and a line for each that differs."""
    compared, wrong = 0, []
    for asked, sheet, row, column, answer in answers:
        shown = look(sheet, row, column)
        shown = "" if shown is None else shown
        compared += 1
        # TRUE equals 1 in Python; a cell that shows it is no number.
        if shown != answer or isinstance(shown, bool):
            wrong.append(f"{asked}: {shown!r}, not {answer!r}")
    return compared, wrong
