"""Templates with every formula in a cell: also conditions of colours, print areas and lists, which no engine shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from template_cases import load

from coatxl.standards.coating.demo_papers import mended
from coatxl.standards.coating.guide import blueprint
from coatxl.standards.coating.tables import MatrixRow
from coatxl.tables.fill import fill
from coatxl.tables.form_sheet import VALUE_COLUMN, form_layout
from coatxl.tables.layout import Layout
from coatxl.tables.template import write_template

STATES = ("example", "blank", "dirty", "errors")
ROWS = 12
# Text, digits as text, full-width digits, a blank that is none, numbers out of every table, a date, a logical value.
DIRTY: tuple[Any, ...] = ("abc", "3", "１０", " ", -1, 4, 2e6, 0.1, datetime(2026, 3, 31), True, "待补", "取值无效")
# What a cell of a person's own formula may show; each stands among good values too, so that rows count as filled in.
ERRORS: tuple[Any, ...] = ("=NA()", "文字", "=1/0", 3, "=#REF!", None)
SCRATCH = "其他公式"


def write(path: Path, state: str, *, addin: bool) -> int:
    """Write an edition in a state; return how many formulas it holds that no cell of the template shows."""
    plan = blueprint(addin=addin)
    if state == "example":
        paper = mended()
        scores = {"number": "1", "risk_point": "喷漆作业", "hazard": "噪声", "likelihood": 3, "consequence": 4}
        fill(path, {**paper.rows, MatrixRow: [scores]}, paper.facts, blueprint=plan, spare=3)
    else:
        write_template(path, plan, rows=ROWS)
    workbook = load(path)
    if state in ("dirty", "errors"):
        _soil(workbook, DIRTY if state == "dirty" else ERRORS, addin=addin)
    # A condition that is an error colours nothing, which is what a cell that shows an error needs.
    count = _names(workbook) + (_conditions(workbook) if state != "errors" else 0)
    workbook.save(path)
    return count


def _soil(workbook: openpyxl.Workbook, values: tuple[Any, ...], *, addin: bool) -> None:
    """Put something wrong into every input: each row shifts the values by one, so that each cell sees them all."""
    plan = blueprint(addin=addin)
    form = form_layout(plan.form)
    for i in range(len(plan.form.lines)):
        value = values[i % len(values)]
        workbook[form.table.sheet].cell(form.first_row + 1 + i, VALUE_COLUMN + 1).value = value
    for page in plan.pages:
        layout = Layout.of(page, ROWS)
        for row in range(ROWS):
            for col, each in enumerate(layout.fields):
                if not each.column.computed:
                    cell = workbook[page.table.sheet].cell(layout.first_row + 1 + row, col + 1)
                    cell.value = values[(row + col) % len(values)]


def _conditions(workbook: openpyxl.Workbook) -> int:
    """Write the formulas of conditional formats beside the first rows that they colour."""
    count = 0
    for sheet in workbook.worksheets:
        col = sheet.max_column + 2
        for area in sheet.conditional_formatting:
            (first,) = area.sqref.ranges
            for rule in area.rules:
                if rule.type != "expression":
                    continue
                origin = f"{get_column_letter(first.min_col)}{first.min_row}"
                for row in range(first.min_row, min(first.min_row + ROWS, first.max_row + 1)):
                    # The columns are fixed; only the row moves.
                    moved = Translator(f"={rule.formula[0]}", origin).translate_formula(
                        f"{get_column_letter(first.min_col)}{row}"
                    )
                    sheet.cell(row, col).value = moved
                    count += 1
                col += 1
    return count


def _names(workbook: openpyxl.Workbook) -> int:
    """Write what defined names refer to: the lists of drop-downs, and the print areas, which are formulas."""
    scratch = workbook.create_sheet(SCRATCH)
    named = list(workbook.defined_names.values())
    for layout in (Layout.of(page, ROWS) for page in blueprint().pages):
        named.append(openpyxl.workbook.defined_name.DefinedName("x", attr_text=layout.print_area().lstrip("=")))
    for row, name in enumerate(named, 1):
        scratch.cell(row, 1).value = f"=ROWS({name.attr_text})"
    return len(named)


def formula_cells(path: Path) -> Iterator[tuple[str, str]]:
    """Sheet and cell of every formula of a file."""
    for sheet in load(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate
