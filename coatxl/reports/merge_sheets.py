"""The sheets that a merged paper has beside its tables: 合并冲突 and 来源, written as plain texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from coatxl.reports.merge_model import CONFLICTS, PROVENANCE, Conflict, Provenance
from coatxl.workbook import style
from coatxl.workbook.save import safe_text

if TYPE_CHECKING:
    from openpyxl import Workbook

_CONFLICT_HEADS = (
    ("表", 14), ("栏目", 13), ("处理", 12), ("文件一", 22), ("位置", 16), ("内容", 46), ("文件二", 22), ("位置", 16), ("内容", 46), ("说明", 34),
)  # fmt: skip
_PROVENANCE_HEADS = (
    ("工作表", 14),
    ("行", 7),
    ("文件", 24),
    ("原工作表", 14),
    ("原行", 7),
    ("SHA-256", 68),
    ("合并时改写", 48),
)
_NOTHING = "没有冲突"


def add_sheets(workbook: Workbook, conflicts: Sequence[Conflict], provenance: Sequence[Provenance]) -> None:
    """Append 合并冲突 and 来源."""
    lines: list[Sequence[object]] = []
    for each in conflicts:
        sides: list[object] = []
        for said in (each.one, each.other):
            sides += [said.file, said.place, said.text] if said is not None else ["", "", ""]
        lines.append((each.table, each.header, each.done, *sides, each.why))
    _sheet(workbook, CONFLICTS, _CONFLICT_HEADS, lines or [(_NOTHING,)])
    _sheet(
        workbook, PROVENANCE, _PROVENANCE_HEADS,
        ((p.sheet, p.row, p.file, p.source_sheet, p.source_row, p.sha256, "；".join(p.notes)) for p in provenance),
    )  # fmt: skip


def _sheet(workbook: Workbook, name: str, heads: Sequence[tuple[str, float]], rows: Iterable[Sequence[object]]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    sheet = workbook.create_sheet(name)
    sheet.sheet_properties.tabColor = style.NOTE.lstrip("#")
    line = Side("thin", style.LINE.lstrip("#"))
    edges = Border(line, line, line, line)
    head, body = Font(style.FONT, 10, bold=True, color="FFFFFF"), Font(style.FONT, 10)
    fill = PatternFill("solid", style.SLATE.lstrip("#"))
    wrap = Alignment("left", "center", wrap_text=True)
    for col, (text, width) in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(col)].width = width
        cell = sheet.cell(1, col, text)
        cell.font, cell.fill, cell.border, cell.alignment = head, fill, edges, Alignment("center", "center")
    for r, row in enumerate(rows, 2):
        for col, value in enumerate(row, 1):
            cell = sheet.cell(r, col)
            if isinstance(value, int):
                cell.value = value
            elif value:
                cell.value = safe_text(value, f"{name}!{cell.coordinate}")
                cell.data_type = "s"  # never a formula
            cell.font, cell.border, cell.alignment = body, edges, wrap
        sheet.row_dimensions[r].height = style.row_height(zip(row, (width for _, width in heads), strict=False))
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
