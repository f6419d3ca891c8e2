"""Cases for the native formulas: every combination of scores, typed values on the limits, and what is no score."""

from __future__ import annotations

import itertools
import re
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl

from coatxl.criteria import bands, lec, matrix
from coatxl.criteria.scores import exact
from coatxl.standards.coating.guide import blueprint
from coatxl.standards.coating.tables import LecRow, MatrixRow
from coatxl.tables.layout import Layout
from coatxl.tables.table import Table
from coatxl.tables.template import write_template

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# In Excel since 2010 and earlier, in WPS and in LibreOffice, under the same name and without a prefix.
ALLOWED = {
    "AND", "CHAR", "COUNT", "COUNTA", "COUNTIF", "IF", "INDEX", "INT", "ISBLANK", "ISLOGICAL", "ISNUMBER", "ISTEXT", "LOOKUP", "MATCH",
    "MAX", "MID", "MIN", "NOT", "OR", "REPT", "RIGHT", "ROUND", "ROW", "SEARCH", "SUMPRODUCT", "TEXT",
}  # fmt: skip
RULES = (bands.LOWER_INCLUSIVE, bands.UPPER_INCLUSIVE)
PENDING, INVALID = "待补", "取值无效"
TYPED_D = (0, 19.99, 20, 20.01, 69.99, 70, 70.01, 159.99, 160, 160.01, 319.99, 320, 320.01, 2000)
ROWS = 320
DEFAULT_ACCEPTABLE = "一般风险"

# What stands in the score cells, and what value and grade show; blanks first, then what no table lists.
LEC_GUARDS: list[tuple[tuple[Any, ...], str]] = [
    ((None, None, None), ""),
    ((3, None, None), PENDING), ((None, 6, None), PENDING), ((3, 6, None), PENDING), ((None, 6, 15), PENDING),
    ((4, 6, 7), INVALID), ((0, 6, 7), INVALID), ((-3, 6, 7), INVALID), ((1.5, 6, 7), INVALID), ((3, 6, 10), INVALID),
    (("abc", 6, 7), INVALID), (("3", 6, 7), INVALID), (("3 ", 6, 7), INVALID), ((" ", 6, 7), INVALID),
    (("１０", 6, 7), INVALID), ((3, "６", 7), INVALID), ((3, 6, "七"), INVALID),
]  # fmt: skip
MATRIX_GUARDS: list[tuple[tuple[Any, ...], str]] = [
    ((None, None), ""), ((3, None), PENDING), ((None, 2), PENDING), ((6, 2), INVALID), ((0, 2), INVALID),
    ((1.5, 2), INVALID), (("3", 2), INVALID), (("３", 2), INVALID), ((3, "二"), INVALID), ((" ", 2), INVALID),
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A row: its scores, or a value typed over the formula, and what value, grade and acceptance must show."""

    table: type[Table]
    scores: tuple[Any, ...]
    typed: float | None
    value: float | str
    grade: str
    acceptance: str


def cases(rule: str) -> list[Case]:
    """All cases under a boundary rule of B.4."""
    found = []
    for scores in itertools.product(*(s.values() for s in (lec.SCALE_L, lec.SCALE_E, lec.SCALE_C))):
        value = lec.d_value(*scores)
        found.append(_case(LecRow, scores, None, float(value), lec.grade(value, rule)))
    found += [_case(LecRow, (None, None, None), d, d, lec.grade(exact(d), rule)) for d in TYPED_D]
    found += [Case(LecRow, scores, None, shown, shown, shown) for scores, shown in LEC_GUARDS]
    for pair in itertools.product(matrix.SCALE_L.values(), matrix.SCALE_S.values()):
        value = matrix.r_value(*pair)
        found.append(_case(MatrixRow, pair, None, float(value), matrix.grade(value)))
    found += [Case(MatrixRow, scores, None, shown, shown, shown) for scores, shown in MATRIX_GUARDS]
    return found


def _case(table: type[Table], scores: tuple[Any, ...], typed: float | None, value: float, grade: str) -> Case:
    accepted = "可接受" if bands.rank(grade) <= bands.rank(DEFAULT_ACCEPTABLE) else "不可接受"
    return Case(table, tuple(None if s is None else float(s) for s in scores), typed, value, grade, accepted)


FIELDS = {
    LecRow: (("likelihood", "exposure", "consequence"), "d"),
    MatrixRow: (("likelihood", "consequence"), "r"),
}


def layout(table: type[Table]) -> Layout:
    """Where a table stands in the test workbook."""
    page = next(p for p in blueprint().pages if p.table is table)
    return Layout.of(page, ROWS)


def placed(rule: str) -> list[tuple[Case, int]]:
    """Each case with its 1-based row."""
    rows = {table: layout(table).first_row + 1 for table in FIELDS}
    result = []
    for case in cases(rule):
        result.append((case, rows[case.table]))
        rows[case.table] += 1
    return result


def write_cases(path: Path, rule: str) -> None:
    """A template with all cases typed in."""
    write_template(path, blueprint(rule), rows=ROWS)
    workbook = load(path)
    for case, row in placed(rule):
        sheet, at = workbook[case.table.sheet], layout(case.table)
        names, value = FIELDS[case.table]
        for name, score in zip(names, case.scores, strict=True):
            sheet.cell(row, at.column(name) + 1).value = score
        if case.typed is not None:
            sheet.cell(row, at.column(value) + 1).value = case.typed
    workbook.save(path)


def load(path: Path, **options: Any) -> openpyxl.Workbook:
    """Open a workbook whose print areas are formulas, which openpyxl leaves out with a warning."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Print area cannot be set", category=UserWarning)
        return openpyxl.load_workbook(path, **options)


def formulas(template: Path) -> list[str]:
    """Every formula of a file: cells, validations, conditional formats, defined names."""
    found: list[str] = []
    with zipfile.ZipFile(template) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                tree = ET.fromstring(archive.read(name))
                for tag in ("f", "formula", "formula1", "formula2", "definedName"):
                    found += [e.text for e in tree.iter(NS + tag) if e.text]
    return found


def functions_used(template: Path) -> set[str]:
    """The functions in a file's formulas; AssertionError when one refers to nothing, another file or a table."""
    used: set[str] = set()
    for formula in formulas(template):
        bare = re.sub(r'"[^"]*"', '""', formula)  # not the words inside texts
        used.update(re.findall(r"([A-Za-z_][\w.]*)\(", bare))
        assert "#REF" not in formula
        assert "[" not in bare, formula
    return used


def foreign_parts(template: Path) -> list[str]:
    """Macros, links, tables, controls: parts that no edition may have."""
    with zipfile.ZipFile(template) as archive:
        names = archive.namelist()
    return [n for n in names if re.search(r"vba|externalLink|tables/|connections|ctrlProp|activeX|\.bin$", n)]
