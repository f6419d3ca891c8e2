"""udf_bench: how fast LibreOffice and Formualizer evaluate a workbook with thousands of rows of worksheet functions."""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

# The functions, and the tests' LibreOffice with its time limit.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "udfs"))

from functions import FUNCTIONS
from libreoffice.installer import install

from coatxl.criteria import lec

if TYPE_CHECKING:
    from collections.abc import Callable

FORMULAS = ("LEC_D(A{0},B{0},C{0})", "LEC_GRADE(A{0},B{0},C{0})", "RISK_ACCEPTABLE(E{0})")
GRADE_COLUMN = 5


def main(arguments: list[str] | None = None) -> int:
    """Print seconds and rows a second of both engines; return 1 when one shows a grade that Python does not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=3000)
    rows = parser.parse_args(arguments).rows
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "udf.xlsx"
        expected = _write(file, rows)
        _write(Path(folder) / "empty.xlsx", 0)
        print(f"{rows} rows, {len(FORMULAS)} functions each")
        for name, evaluate in (("LibreOffice", _libreoffice), ("Formualizer", _formualizer)):
            seconds, grades = evaluate(file, rows)
            wrong += grades != expected
            verdict = "as in Python" if grades == expected else "NOT as in Python"
            print(f"{name:<12} {seconds:6.2f} s  {rows / seconds:8.0f} rows/s  grades {verdict}")
    return int(wrong > 0)


def _write(file: Path, rows: int) -> list[object]:
    """Write the workbook without stored results; return the grades that it must show."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("LEC")
    sheet.append(("L", "E", "C", *(formula.partition("(")[0] for formula in FORMULAS)))
    scores = itertools.product(*(scale.values() for scale in (lec.SCALE_L, lec.SCALE_E, lec.SCALE_C)))
    grades: list[object] = []
    for row, triple in enumerate(itertools.islice(itertools.cycle(scores), rows), 2):
        sheet.append((*(float(score) for score in triple), *(f"={formula.format(row)}" for formula in FORMULAS)))
        grades.append(lec.grade(lec.d_value(*triple)))
    workbook.save(file)
    return grades


def _libreoffice(file: Path, rows: int) -> tuple[float, list[object]]:
    """Time one start with load, recalculation and save; print what the start alone takes, with an empty workbook."""
    from openpyxl import load_workbook

    convert: Callable[..., list[Path]] = import_module("soffice").convert
    profiled = {"prepare": install, "seconds": 300}
    began = time.perf_counter()
    convert([file.with_name("empty.xlsx")], file.parent / "start", **profiled)
    start = time.perf_counter() - began
    began = time.perf_counter()
    (output,) = convert([file], file.parent / "office", **profiled)
    seconds = time.perf_counter() - began
    print(f"LibreOffice start and new profile alone: {start:.2f} s, contained in the next line")
    sheet = load_workbook(output, data_only=True)["LEC"]
    return seconds, [row[GRADE_COLUMN - 1] for row in sheet.iter_rows(min_row=2, max_row=1 + rows, values_only=True)]


def _formualizer(file: Path, rows: int) -> tuple[float, list[object]]:
    import formualizer

    began = time.perf_counter()
    workbook = formualizer.load_workbook(str(file))
    for function in FUNCTIONS:
        workbook.register_function(function.name, function.call, min_args=0, max_args=len(function.arguments))
    workbook.evaluate_all()
    seconds = time.perf_counter() - began
    return seconds, [workbook.get_value("LEC", row, GRADE_COLUMN) for row in range(2, 2 + rows)]


if __name__ == "__main__":
    raise SystemExit(main())
