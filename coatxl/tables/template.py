"""template: a declared paper → an empty workbook with drop-downs, native formulas, checks and print set-up."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from coatxl import __version__
from coatxl.tables.blueprint import Blueprint
from coatxl.tables.criteria_sheet import write_criteria
from coatxl.tables.form_sheet import form_layout, value_cells, write_form
from coatxl.tables.guide_sheet import write_guide
from coatxl.tables.layout import Layout
from coatxl.tables.links import write_links
from coatxl.tables.progress import form_progress, table_progress
from coatxl.tables.table_sheet import add_sheet, write_table
from coatxl.workbook import style

# LibreOffice prints prepared rows also while they are blank: so many as a usual sheet needs, --rows gives more.
ROWS = 100


def layouts(blueprint: Blueprint, rows: int = ROWS) -> list[Layout]:
    """Return the layouts of the paper's tables, the sheet of facts first."""
    return [form_layout(blueprint.form), *(Layout.of(page, rows) for page in blueprint.pages)]


def write_template(path: Path, blueprint: Blueprint, *, rows: int = ROWS) -> None:
    """Write the empty workbook with this many prepared rows a table; the same facts give the same bytes.

    OSError when the file cannot be written. What the drop-downs and formulas refer to stands on the criteria sheet.
    """
    import xlsxwriter

    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {**style.workbook_options(), "in_memory": True})
    style.stamp(workbook, blueprint.title, __version__)
    formats = style.Formats(workbook)
    placed = [Layout.of(page, rows) for page in blueprint.pages]
    lists = {f"{each.table.sheet}.{f.name}": each.list_name(f.name) for each in placed for f in each.fields}
    wanted = {f.column.pick_from for each in placed for f in each.fields if f.column.pick_from}
    lists = {source: name for source, name in lists.items() if source in wanted}

    guide = add_sheet(workbook, blueprint.guide.sheet, style.NAVY)
    tabs = dict(zip(blueprint.stages(), style.STAGES, strict=False))
    form, *sheets = [
        add_sheet(workbook, page.table.sheet, tabs.get(page.stage, style.PROGRESS)) for page in blueprint.sheets()
    ]
    criteria = add_sheet(workbook, blueprint.criteria.sheet, style.NOTE)

    progress = [form_progress(blueprint.form, value_cells(blueprint.form)), *map(table_progress, placed)]
    write_guide(guide, blueprint, progress, rows, formats)
    anchors = write_criteria(workbook, criteria, blueprint, formats)
    write_form(workbook, form, blueprint, formats)
    write_links(form, form_layout(blueprint.form), blueprint, anchors, formats)
    for worksheet, each in zip(sheets, placed, strict=True):
        write_table(workbook, worksheet, each, blueprint, lists, formats)
        write_links(worksheet, each, blueprint, anchors, formats)
        for field in each.fields:
            if f"{each.table.sheet}.{field.name}" in lists:
                workbook.define_name(each.list_name(field.name), each.list_formula(field.name))
    guide.activate()
    workbook.close()
    # In memory first: a full disk then is one OSError of ours, and no half-made zip complains when it is dropped.
    path.write_bytes(buffer.getvalue())
