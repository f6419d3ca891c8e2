"""Templates of 重大危险源 and 化学品 with their inputs filled in, for engines that calculate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from template_cases import load

from coatxl.standards.coating.guide import blueprint
from coatxl.standards.coating.pages.chemicals import PAGES, SECTIONS
from coatxl.tables.blueprint import Blueprint
from coatxl.tables.layout import Layout
from coatxl.tables.table import Table
from coatxl.tables.template import write_template

ROWS = 40
Look = Callable[[str, int, int], Any]


def plan() -> Blueprint:
    """A paper whose only tables are the two sheets, with the sheet of criteria that they refer to."""
    whole = blueprint()
    own = tuple(section for section in whole.criteria.sections if section not in SECTIONS)
    pages = tuple(replace(page, stage=whole.form.page.stage) for page in PAGES)
    return replace(whole, pages=pages, criteria=replace(whole.criteria, sections=(*own, *SECTIONS)))


def layout(table: type[Table]) -> Layout:
    """Where a table stands in the paper."""
    return Layout.of(next(page for page in PAGES if page.table is table), ROWS)


def write(path: Path, filled: Mapping[type[Table], list[dict[str, Any]]]) -> None:
    """Write the paper with these rows (field → value) from the first data row."""
    write_template(path, plan(), rows=ROWS)
    workbook = load(path)
    for table, rows in filled.items():
        at = layout(table)
        for number, row in enumerate(rows):
            for name, value in row.items():
                cell = workbook[table.sheet].cell(at.first_row + 1 + number, at.column(name) + 1)
                cell.value = float(value) if not isinstance(value, (str, bool, type(None))) else value
    workbook.save(path)


def shown(look: Look, table: type[Table], number: int, *names: str) -> tuple[Any, ...]:
    """What the fields of a data row show; a blank is ""."""
    at = layout(table)
    values = [look(table.sheet, at.first_row + 1 + number, at.column(name) + 1) for name in names]
    return tuple("" if value is None else value for value in values)
