"""table_sheet: one declared table as a sheet: title, legend, header, prepared rows, drop-downs, protection."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coatxl.criteria.bands import Scale
from coatxl.tables.blueprint import Blueprint, Legend
from coatxl.tables.column import Field
from coatxl.tables.growing_rows import growing_sheet, let_rows_grow
from coatxl.tables.highlights import Highlights
from coatxl.tables.inputs import help_rule, input_rule
from coatxl.tables.layout import Layout
from coatxl.workbook import style
from coatxl.workbook.book import cell_name

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# What a protected sheet still allows; objects, so that photos can be put in.
ALLOWED = dict.fromkeys(
    ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter",
     "insert_hyperlinks", "objects"), True,
)  # fmt: skip
NOTE_POINTS = 9
LEGEND_HEIGHT, GROUP_HEADER_HEIGHT = 32, 34
SWATCH_WIDTH = 10
SHIFTED_POINTS = 13  # of a title behind the keys, with the links to its right
_MEANINGS = re.compile(r"INDEX\((\w+)_TXT")


def add_sheet(workbook: Workbook, name: str, tab: str) -> Worksheet:
    """Add a sheet with a coloured tab, protected without a password."""
    worksheet = workbook.add_worksheet(name, growing_sheet())
    worksheet.set_tab_color(tab)
    worksheet.protect("", ALLOWED)
    return worksheet


def write_heading(worksheet: Worksheet, layout: Layout, blueprint: Blueprint, formats: style.Formats) -> None:
    """Write title, the line below it (enterprise and date by native formulas) and the header row; set widths."""
    page = layout.page
    for i, each in enumerate(layout.fields):
        # Cells without a format of their own, far below, stay open for input as well.
        opened = None if each.column.computed else formats.get(locked=False)
        worksheet.set_column(i, i, each.column.width, opened)
    for row in range(layout.header_row):
        for i in range(len(layout.fields)):
            worksheet.write_blank(row, i, None, formats.get())
    worksheet.set_row(0, style.TITLE_HEIGHT)
    worksheet.write_string(
        0,
        layout.title_column,
        page.table.title,
        formats.title(SHIFTED_POINTS if layout.title_column else style.TITLE_POINTS),
    )
    worksheet.set_row(1, style.SUBTITLE_HEIGHT)
    fixed = "　　".join(part for part in (f"依据：{blueprint.document}　{page.table.clause}", page.hint) if part)
    wide = layout.on_two_pages
    # The keys of a wide table are printed twice, and a text that runs out of them would be cut there.
    start = layout.frozen if wide else 0
    if page.live[0]:
        worksheet.write_formula(
            1, start, f'={page.live[0]}&"　　{fixed}"', formats.subtitle(), f"{page.live[1]}　　{fixed}"
        )
    else:
        worksheet.write_string(1, start, fixed, formats.subtitle())
    worksheet.set_row((layout.header_row if layout.group_row is None else layout.group_row) - 1, style.SPACER_HEIGHT)
    words = [(f.title, f.column.width) for f in layout.fields]
    least = 32 if layout.group_row is None else GROUP_HEADER_HEIGHT
    worksheet.set_row(layout.header_row, style.row_height(words, least=least))
    for i, each in enumerate(layout.fields):
        worksheet.write_string(layout.header_row, i, each.title, formats.header(_header_fill(each, layout)))
        prompt = help_rule(each)
        if prompt:
            worksheet.data_validation(layout.header_row, i, layout.header_row, i, prompt)
    worksheet.freeze_panes(layout.first_row, layout.frozen)
    first_head = layout.header_row if layout.group_row is None else layout.group_row
    style.page_setup(worksheet, layout.header_row, left=page.table.title, right=blueprint.title,
                     foot=f"{blueprint.document}　{page.table.clause}{'　　' if page.sign else ''}{page.sign}")  # fmt: skip
    worksheet.repeat_rows(first_head, layout.header_row)
    if wide:
        worksheet.fit_to_pages(2, 0)
        worksheet.repeat_columns(0, layout.frozen - 1)


def _header_fill(each: Field, layout: Layout) -> str:
    """Navy for the official result and for tables without groups, slate for what stands around it."""
    if layout.group_row is None:
        return style.NAVY
    official = {f.column.group for f in layout.fields if f.name in layout.page.graded}
    return style.NAVY if each.column.group in official else style.SLATE


def write_table(workbook: Workbook, worksheet: Worksheet, layout: Layout, blueprint: Blueprint, lists: dict[str, str],
                formats: style.Formats) -> None:  # fmt: skip
    """Write the sheet of a table with its prepared, empty rows; lists: "sheet.field" → defined name."""
    write_heading(worksheet, layout, blueprint, formats)
    if layout.page.legend and layout.legend_row is not None:
        _legend(worksheet, layout, layout.page.legend, layout.legend_row, formats)
    _groups(worksheet, layout, formats)
    bodies = [_body(each, formats) for each in layout.fields]
    scales = blueprint.scales()
    height = _row_height(layout, scales)
    let_rows_grow(worksheet, layout.first_row)
    for row in range(layout.first_row, layout.first_row + layout.rows):
        if height:
            worksheet.set_row(row, height)
        for i, each in enumerate(layout.fields):
            if each.column.computed:
                worksheet.write_formula(row, i, layout.formula(each.column.computed, row), bodies[i], "")
            else:
                worksheet.write_blank(row, i, None, bodies[i])
    _prefill(worksheet, layout, formats)
    for i, each in enumerate(layout.fields):
        rule = None if each.column.computed else input_rule(each, scales, lists)
        if rule:
            worksheet.data_validation(layout.first_row, i, layout.last_row, i, rule)
    looks = {**style.LOOKS, **style.GRADES}
    Highlights(worksheet, layout, {name: formats.get(**look) for name, look in looks.items()}).write()
    last = len(layout.fields) - 1
    worksheet.autofilter(layout.header_row, 0, layout.header_row + layout.rows, last)
    # Numbers such as 1.10 and 1-3 are kept as typed; Excel need not mark them as numbers stored as text.
    codes = [i for i, f in enumerate(layout.fields) if _is_code(f)]
    if codes:
        first, end = layout.first_row, layout.last_row
        ranges = " ".join(f"{cell_name(first, i)}:{cell_name(end, i)}" for i in codes)
        worksheet.ignore_errors({"number_stored_as_text": ranges})
    workbook.define_name(f"'{layout.table.sheet}'!_xlnm.Print_Area", layout.print_area())


def _prefill(worksheet: Worksheet, layout: Layout, formats: style.Formats) -> None:
    """Write the words of the standard; they stay open, since a person may split a row or drop one with a reason."""
    for offset, line in enumerate(layout.page.rows):
        row = layout.first_row + offset
        for name, text in line.items():
            col = layout.column(name)
            look = formats.body(layout.fields[col].column.align, style.SCORE, locked=False)
            worksheet.write_string(row, col, text, look)
        worksheet.set_row(row, prefilled_height(layout, line))


def prefilled_height(layout: Layout, line: Mapping[str, str]) -> float:
    """Return the height that a prefilled row needs."""
    cells = [(text, layout.fields[layout.column(name)].column.width) for name, text in line.items()]
    return style.row_height(cells, least=style.LEAST_HEIGHT)


def _is_code(each: Field) -> bool:
    """Numbers and codes that must stay as typed: 1.10 is not 1.1, and 1-3 is no date."""
    return each.kind == "text" and each.column.align == "center" and not each.column.suggest


def _body(each: Field, formats: style.Formats) -> Format:
    column = each.column
    properties: dict[str, Any] = {}
    if column.computed:
        if each.kind == "text":
            properties.update(font_size=NOTE_POINTS, font_color=style.MUTED)
        return formats.body(column.align, style.CALCULATED, **properties)
    if each.kind == "date":
        properties["num_format"] = style.DATE_FORMAT
    elif _is_code(each):
        properties["num_format"] = "@"
    return formats.body(column.align, style.INPUT, locked=False, **properties)


def _row_height(layout: Layout, scales: dict[str, Scale]) -> float:
    """Return the height that the longest calculated text needs, 0 without one; what is typed makes a row higher."""
    height = 0.0
    for each in layout.fields:
        if each.kind == "text" and each.column.computed:
            texts = []
            for name in _MEANINGS.findall(each.column.computed):
                longest = max((score.label for score in scales[name].scores), key=len)
                texts.append(f"{scales[name].symbol}  {longest}")
            height = max(height, style.text_height("\n".join(texts), each.column.width, NOTE_POINTS))
    return height


def _groups(worksheet: Worksheet, layout: Layout, formats: style.Formats) -> None:
    if layout.group_row is None:
        return
    worksheet.set_row(layout.group_row, style.GROUP_HEIGHT)
    first = 0
    while first < len(layout.fields):
        group, last = layout.fields[first].column.group, first
        while last + 1 < len(layout.fields) and layout.fields[last + 1].column.group == group:
            if last + 1 in layout.cuts and _parts_hold(layout, group, first, last):
                break  # a merged cell that went over a cut would be cut itself: each page says the group
            last += 1
        cell_format = formats.header(_header_fill(layout.fields[first], layout))
        if last > first:
            worksheet.merge_range(layout.group_row, first, layout.group_row, last, group, cell_format)
        else:
            worksheet.write_string(layout.group_row, first, group, cell_format)
        first = last + 1


def _parts_hold(layout: Layout, group: str, first: int, last: int) -> bool:
    """Whether the columns up to the last one, and those of the group behind it, hold the group's word in one line."""
    left = [f.column.width for f in layout.fields[first : last + 1]]
    end = next((cut for cut in layout.cuts if cut > last + 1), len(layout.fields))
    right = [f.column.width for f in layout.fields[last + 1 : end] if f.column.group == group]
    return all(style.text_lines(group, sum(widths)) == 1 for widths in (left, right))


def _legend(worksheet: Worksheet, layout: Layout, legend: Legend, row: int, formats: style.Formats) -> None:
    worksheet.set_row(row, LEGEND_HEIGHT)
    swatches = [("填写", {"bg_color": style.INPUT}), ("自动计算\n（锁定）", {"bg_color": style.CALCULATED})]
    for band in reversed(legend.bands):
        swatches.append((f"{band.grade}\n{band.condition(legend.symbol)}", style.GRADES[band.grade]))
    widths = [f.column.width for f in layout.fields]
    first = 1
    for text, look in swatches:
        last = first
        while sum(widths[first : last + 1]) < SWATCH_WIDTH:
            last += 1
        cell_format = formats.body("center", font_size=NOTE_POINTS, **look)
        _span(worksheet, row, first, last, text, cell_format)
        first = last + 1
    need = style.text_lines(legend.policy, 10**6, NOTE_POINTS)
    edges = layout.page_breaks
    if (
        edges
        and first < edges[0]
        and style.text_lines(legend.policy, sum(widths[first : edges[0]]), NOTE_POINTS) > max(2, need)
    ):
        first = edges[-1]  # it would be cut by the page break
    last = first
    while last + 1 < len(widths) and style.text_lines(legend.policy, sum(widths[first : last + 1]), NOTE_POINTS) > max(
        2, need
    ):
        last += 1
    policy = formats.get(font_size=NOTE_POINTS, font_color=style.MUTED, text_wrap=True, align="left", indent=1)
    _span(worksheet, row, first, last, legend.policy, policy)


def _span(worksheet: Worksheet, row: int, first: int, last: int, text: str, cell_format: Format) -> None:
    if last > first:
        worksheet.merge_range(row, first, row, last, text, cell_format)
    else:
        worksheet.write_string(row, first, text, cell_format)
