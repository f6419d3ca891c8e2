"""links: the way from a sheet back to the start page, and from its scores and grades to their printed tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coatxl.tables.blueprint import Blueprint
from coatxl.tables.column import Align
from coatxl.tables.layout import Layout
from coatxl.workbook import style

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

POINTS = 9
TITLE_ROW = 0


def write_links(
    worksheet: Worksheet, layout: Layout, blueprint: Blueprint, anchors: dict[str, int], formats: style.Formats
) -> None:
    """Write a sheet's links into its title row, each table's above the columns that take their values from it.

    anchors: scale or grade symbol → 0-based row of the sheet of criteria where its table begins.
    """
    back = _first_free(layout)
    write_back_link(worksheet, back, blueprint, formats)
    look = _look(formats, "center")
    scales, legend = blueprint.scales(), layout.page.legend
    for col, each in enumerate(layout.fields):
        if each.column.scale:
            name, table = each.column.scale, scales[each.column.scale].table
        elif legend and each.name in layout.page.graded:
            name, table = legend.symbol, blueprint.grade_table(legend.symbol)
        else:
            continue
        place = f"internal:'{blueprint.criteria.sheet}'!A{anchors[name] + 1}"
        worksheet.write_url(TITLE_ROW, col, place, look, f"表{table}", f"看表{table}全文")


def write_back_link(
    worksheet: Worksheet, col: int, blueprint: Blueprint, formats: style.Formats, align: Align = "left"
) -> None:
    """Write the link to the start page into a column of the title row."""
    guide = blueprint.guide.sheet
    worksheet.write_url(TITLE_ROW, col, f"internal:'{guide}'!A1", _look(formats, align), f"← {guide}", f"回到{guide}")


def _look(formats: style.Formats, align: Align) -> Format:
    return formats.get(font_size=POINTS, font_color=style.LINK, underline=1, align=align)


def _first_free(layout: Layout) -> int:
    """Return the first column that the title, which runs over its neighbours, does not reach."""
    if layout.title_column:
        return 0
    widths = [f.column.width for f in layout.fields]
    for col in range(1, len(widths)):
        if style.text_lines(layout.table.title, sum(widths[:col]), style.TITLE_POINTS, 0) == 1:
            return col
    raise ValueError(f"{layout.table.sheet}：标题占满了所有的列")
