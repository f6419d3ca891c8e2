"""Merge layout: merged rows as they are written, with blanks that mean "as above" only where they still mean the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.merge_rows import MergedRow
from coatxl.standards.coating.tables import TABLES
from coatxl.tables.read import read
from coatxl.workbook.book import Book, Sheet, Value

if TYPE_CHECKING:
    from coatxl.tables.table import Table

_NONE = "-"
_MOST_ROUNDS = 4


def laid_out(table: type[Table], rows: Sequence[MergedRow], first_row: int) -> list[dict[str, object]]:
    """Field values of each row to be written: what stood in its cell, and what a blank would now read differently."""
    names = {name for row in rows for name in row.values}
    lines: list[dict[str, object]] = [{n: row.values.get(n) for n in names if n in row.typed} for row in rows]
    for _ in range(_MOST_ROUNDS):
        found = read_lines({table: lines}, {table: first_row}).rows(table)
        if len(found) != len(rows):  # a row that said nothing of its own: every row says everything
            whole: list[dict[str, object]] = [dict(row.values) for row in rows]
            return whole
        wrong = [
            (line, row, name)
            for line, row, read_row in zip(lines, rows, found, strict=True) for name, each in table.fields.items()
            if each.column.fill_down and name in names and _text(getattr(read_row, name)) != row.text(name) and not read_row.invalid(name)
        ]  # fmt: skip
        if not wrong:
            break
        for line, row, name in wrong:
            value = row.values.get(name)
            line[name] = _NONE if value in (None, "") and table.fields[name].kind == "text" else value
    return lines


def read_back(tables: Mapping[type[Table], Sequence[MergedRow]], first_rows: Mapping[type[Table], int]) -> Dossier:
    """The merged tables as a paper that is read, every row in its final place."""
    lines = {table: laid_out(table, rows, first_rows[table]) for table, rows in tables.items()}
    return read_lines(lines, first_rows)


def read_lines(
    tables: Mapping[type[Table], Sequence[Mapping[str, object]]], first_rows: Mapping[type[Table], int]
) -> Dossier:
    """Rows of field values as a paper that is read."""
    sheets = []
    for table, lines in tables.items():
        names = [name for name, each in table.fields.items() if each.column.in_template]
        grid: list[list[Value]] = [[table.fields[name].title for name in names]]
        grid += [[_cell(line.get(name)) for name in names] for line in lines]
        sheets.append(Sheet(table.sheet, top=first_rows[table] - 1, rows=grid))
    return Dossier(read(Book("", "", "xlsx", sheets), TABLES, frozenset()), file="")


def _cell(value: object) -> Value:
    from decimal import Decimal

    if isinstance(value, Decimal):
        return float(value)
    return None if value == "" else value  # type: ignore[return-value]


def _text(value: object) -> str:
    return "" if value is None else str(value)
