"""fill: rows and facts → a new working paper made from the template, as a person would have typed them."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coatxl.tables.blueprint import Blueprint
from coatxl.tables.form_sheet import VALUE_COLUMN, form_layout
from coatxl.tables.layout import Layout
from coatxl.tables.table import Table
from coatxl.tables.template import ROWS, write_template
from coatxl.workbook import style
from coatxl.workbook.settle import settle

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

Rows = Mapping[type[Table], Sequence[Mapping[str, object]]]


def fill(
    target: Path,
    rows: Rows,
    facts: Mapping[str, object],
    *,
    blueprint: Blueprint,
    spare: int = ROWS,
    also: Callable[[Workbook], None] | None = None,
) -> None:
    """Write a new working paper to target: field → value for each row, word → value for the facts.

    Values are str, Decimal, int, float, date, or None for a blank; texts never become formulas. A value for a
    calculated field replaces its formula. spare: prepared empty rows below the filled ones. also: adds sheets of its
    own. The same input gives the same bytes. ValueError names a field, sheet or fact that the paper does not have;
    OSError when the file cannot be written.
    """
    import openpyxl

    longest = max((len(lines) for lines in rows.values()), default=0)
    # In the folder of the target, so that the last step is a rename within one file system.
    with tempfile.TemporaryDirectory(prefix=".coatxl-", dir=target.parent) as folder:
        draft = Path(folder) / target.name
        write_template(draft, blueprint, rows=longest + spare)
        with warnings.catch_warnings():
            # The print areas are formulas; openpyxl drops them, and they are put back below.
            warnings.filterwarnings("ignore", message="Print area cannot be set", category=UserWarning)
            workbook = openpyxl.load_workbook(draft)
        placed = {page.table: Layout.of(page, longest + spare) for page in blueprint.pages}
        _facts(workbook[blueprint.form.page.table.sheet], blueprint, facts)
        for table, lines in rows.items():
            if table not in placed:
                raise ValueError(f"底稿中没有“{table.sheet or table.__name__}”")
            _Sheet(workbook[table.sheet], placed[table]).fill(lines)
        for table, layout in placed.items():
            _grow_print_area(workbook[table.sheet], layout)
        enterprise = next((str(v) for w, v in facts.items() if blueprint.form.names.get(w) == "ENTERPRISE"), "")
        if enterprise:
            for table in (blueprint.form.page.table, *placed):
                header = workbook[table.sheet].oddHeader
                if header is not None:
                    header.right.text = enterprise.replace("&", "&&")
        if also is not None:
            also(workbook)
        workbook.save(draft)
        settle(draft)
        draft.replace(target)


def _facts(worksheet: Worksheet, blueprint: Blueprint, facts: Mapping[str, object]) -> None:
    layout = form_layout(blueprint.form)
    words = [line.word for line in blueprint.form.lines]
    for word, value in facts.items():
        if word not in words:
            raise ValueError(f"“{layout.table.sheet}”中没有“{word}”")
        row = layout.first_row + words.index(word) + 1
        _put(worksheet.cell(row, VALUE_COLUMN + 1), value)
        cells = [(worksheet.cell(row, i + 1).value, f.column.width) for i, f in enumerate(layout.fields)]
        height = worksheet.row_dimensions[row].height or 0
        worksheet.row_dimensions[row].height = style.row_height(cells, least=height)


class _Sheet:
    """Fills one sheet from its first data row on."""

    def __init__(self, worksheet: Worksheet, layout: Layout) -> None:
        self.worksheet = worksheet
        self.layout = layout

    def fill(self, lines: Sequence[Mapping[str, object]]) -> None:
        """Write the rows in place of the prefilled ones."""
        names = {f.name: i for i, f in enumerate(self.layout.fields)}
        for offset, prefilled in enumerate(self.layout.page.rows):
            for field in prefilled:
                self.worksheet.cell(self.layout.first_row + offset + 1, names[field] + 1).value = None
        for offset, line in enumerate(lines):
            row = self.layout.first_row + offset + 1
            for field, value in line.items():
                if field not in names:
                    raise ValueError(f"“{self.layout.table.sheet}”中没有“{field}”这一列")
                _put(self.worksheet.cell(row, names[field] + 1), value)
            self._height(row)
            if offset:
                self._lines(row, starts=self._starts_group(lines[offset - 1], line))

    def _height(self, row: int) -> None:
        """Set the height that the row's texts need; calculated texts keep what the template gave them."""
        cells = [
            (self.worksheet.cell(row, i + 1).value, f.column.width)
            for i, f in enumerate(self.layout.fields) if not f.column.computed
        ]  # fmt: skip
        prepared = self.worksheet.row_dimensions[row].height or style.LEAST_HEIGHT
        self.worksheet.row_dimensions[row].height = style.row_height(cells, least=prepared)

    def _starts_group(self, above: Mapping[str, object], line: Mapping[str, object]) -> bool:
        keys = [f.name for f in self.layout.fields if f.column.pick_from]
        return any(line.get(key) and line.get(key) != above.get(key) for key in keys)

    def _lines(self, row: int, *, starts: bool) -> None:
        """Draw a strong line above a new group; draw none above a blank that means "as above"."""
        from openpyxl.styles import Side

        top = Side("medium", style.NAVY.lstrip("#")) if starts else None
        for i, each in enumerate(self.layout.fields):
            cell = self.worksheet.cell(row, i + 1)
            if top is None and not (each.column.fill_down and cell.value is None):
                continue
            _edge(cell, "top", top or Side())
            _edge(self.worksheet.cell(row - 1, i + 1), "bottom", top or Side())


def _edge(cell: Cell | MergedCell, side: str, line: Any) -> None:  # noqa: ANN401 — openpyxl's Side
    from openpyxl.styles import Border

    old = cell.border
    sides = {"left": old.left, "right": old.right, "top": old.top, "bottom": old.bottom, side: line}
    cell.border = Border(**sides)


def _put(cell: Cell | MergedCell, value: object) -> None:
    """Write one value; a text stays a text, also one that begins with "="."""
    if value is None or value == "":
        cell.value = None
        return
    if isinstance(value, str):
        if str(value).isdecimal() and value.isascii() and str(int(value)) == value:
            cell.value = int(value)  # 序号: as a person types it
            return
        cell.value = value
        cell.data_type = "s"
    elif isinstance(value, (Decimal, int, float, date)):
        cell.value = value
        if isinstance(value, date):
            cell.number_format = style.DATE_FORMAT
    else:
        raise TypeError(f"{cell.coordinate}：不能写入 {type(value).__name__}")


def _grow_print_area(worksheet: Worksheet, layout: Layout) -> None:
    """Put back the print area that ends with the last filled row."""
    from openpyxl.workbook.defined_name import DefinedName

    area = DefinedName("_xlnm.Print_Area", attr_text=layout.print_area().lstrip("="))
    worksheet.defined_names["_xlnm.Print_Area"] = area
