"""data: the plant's data files as rows by table; a file holds sheets, a sheet its rows, with what they have in common once."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from importlib import resources
from typing import Any

from coatxl.standards.coating.demo_example import Rows
from coatxl.standards.coating.order10 import SITUATIONS, UNVERIFIED, VERIFIED
from coatxl.standards.coating.tables import TEMPLATE_TABLES, MajorVerdictRow, ProjectRow
from coatxl.tables.column import Kind, folded
from coatxl.tables.table import Table

SHEET_FILES = ("project.json", "survey.json", "chemicals.json", "findings.json", "closing.json")
Row = dict[str, Any]


def load(name: str) -> Any:  # noqa: ANN401 — a file of JSON
    """Return what a data file of the plant holds."""
    return json.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))


def facts() -> dict[str, Any]:
    """Return the facts of 项目信息 by their 项目 word, dates as dates."""
    lines = load(SHEET_FILES[0])[ProjectRow.sheet]
    return {line["item"]: _day_or_text(line["content"]) for line in lines}


def rows_of_sheets() -> Rows:
    """Return the rows of every sheet that the data files give whole, by table, in the paper's order."""
    sheets: dict[str, Any] = {}
    for name in SHEET_FILES:
        sheets |= load(name)
    return {t: _rows(t, sheets[t.sheet]) for t in TEMPLATE_TABLES if t.sheet in sheets and t is not ProjectRow}


def _rows(table: type[Table], told: Any) -> list[Row]:  # noqa: ANN401 — a list of rows, or rows with what is common
    common: Row = {} if isinstance(told, list) else told["common"]
    lines: list[Row] = told if isinstance(told, list) else told["rows"]
    rows = [_typed(table, common | line) for line in lines]
    if "number" in table.fields:
        rows = [{"number": str(n), **row} for n, row in enumerate(rows, 1)]
    return [_situation(row) | row for row in rows] if table is MajorVerdictRow else rows


def _typed(table: type[Table], line: Row) -> Row:
    return {name: _value(table.fields[name].kind, text) for name, text in line.items() if text}


def _value(kind: Kind, text: str) -> str | date | Decimal:
    if kind == "date":
        return date.fromisoformat(text)
    return Decimal(text) if kind == "number" else text


def _situation(row: Row) -> Row:
    """The wording of the decree that a verdict is about."""
    each = next(s for s in SITUATIONS if folded(s.clause) == folded(row["provision"]))
    checked = VERIFIED if each.verified else UNVERIFIED
    return {"situation": each.summary, "where": each.where, "checked": checked}


def _day_or_text(text: str) -> str | date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
