"""form_sheet: the sheet of facts; prefilled words, one value cell each with its own drop-down, and what to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coatxl.tables.blueprint import Blueprint, Form
from coatxl.tables.growing_rows import let_rows_grow
from coatxl.tables.inputs import fact_rule
from coatxl.tables.layout import Layout
from coatxl.tables.table_sheet import write_heading
from coatxl.workbook import style
from coatxl.workbook.book import cell_name

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

VALUE_COLUMN = 1


def form_layout(form: Form) -> Layout:
    """Lay out the sheet of facts: one row a fact."""
    return Layout.of(form.page, len(form.lines))


def value_cells(form: Form) -> list[str]:
    """Return the absolute value cells, with the sheet's name, in the order of the lines."""
    first = form_layout(form).first_row + 1
    return [f"'{form.page.table.sheet}'!$B${first + i}" for i in range(len(form.lines))]


def write_form(workbook: Workbook, worksheet: Worksheet, blueprint: Blueprint, formats: style.Formats) -> None:
    """Write the sheet of facts and define the names of its value cells."""
    form, layout = blueprint.form, form_layout(blueprint.form)
    write_heading(worksheet, layout, blueprint, formats)
    let_rows_grow(worksheet, layout.first_row)
    widths = [f.column.width for f in layout.fields]
    for i, (line, cell) in enumerate(zip(form.lines, value_cells(form), strict=True)):
        row = layout.first_row + i
        worksheet.set_row(row, style.row_height([(line.help, widths[2])], points=9, least=27))
        worksheet.write_string(row, 0, line.title, formats.body(fill=style.SCORE, bold=True))
        look: dict[str, Any] = {"num_format": style.DATE_FORMAT} if line.is_date else {}
        worksheet.write_blank(row, VALUE_COLUMN, None, formats.body(fill=style.INPUT, locked=False, **look))
        worksheet.write_string(row, 2, line.help, formats.body(font_size=9, font_color=style.MUTED, locked=False))
        worksheet.data_validation(row, VALUE_COLUMN, row, VALUE_COLUMN, fact_rule(line))
        if line.word in form.names:
            workbook.define_name(form.names[line.word], f"={cell}")
    first, last = layout.first_row, layout.first_row + len(form.lines) - 1
    values = f"$B${first + 1}:$B${last + 1}"
    criteria = f'=AND(ISBLANK($B{first + 1}),RIGHT($A{first + 1},1)="*",COUNTA({values})>0)'
    missing = {"type": "formula", "criteria": criteria, "format": formats.get(**style.LOOKS["missing"])}
    worksheet.conditional_format(first, VALUE_COLUMN, last, VALUE_COLUMN, missing)
    worksheet.set_selection(cell_name(first, VALUE_COLUMN))
