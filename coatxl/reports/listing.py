"""listing: one plain table on one sheet, in the look of all our workbooks: title, header, wrapped cells, filter, print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coatxl.reports import sheets
from coatxl.reports.inert import one_line
from coatxl.reports.links import cell_link
from coatxl.workbook import style

if TYPE_CHECKING:
    from xlsxwriter import Workbook

HEAD_ROW = 3
_NUMBER = '0;-0;"–"'


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a source workbook; target is the path that leads there from the report (links.target_of)."""

    target: str
    sheet: str
    cell: str

    @property
    def words(self) -> str:
        """Sheet and cell as reports show them."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


@dataclass(frozen=True, slots=True)
class File:
    """A source workbook as a whole; target as in Place."""

    target: str
    name: str


@dataclass(frozen=True, slots=True)
class Tinted:
    """A text in one of style.TINTS."""

    text: str
    tint: str


Cell = str | int | Place | File | Tinted | None
Column = tuple[str, float]
"""Header, and width in Excel's units."""


def write(
    workbook: Workbook,
    formats: style.Formats,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    *,
    subtitle: str,
    tool: str,
    nothing: str,
    name: str = "",
) -> None:
    """Add a sheet; nothing is what it says where there is no row; name is the sheet's, the title when left out."""
    writer = sheets.Writer(workbook.add_worksheet(name or title), formats)
    headers, widths = [header for header, _ in columns], [width for _, width in columns]
    writer.title(title, len(columns) - 1, tool)
    writer.worksheet.set_row(1, style.SUBTITLE_HEIGHT)
    writer.worksheet.write_string(1, 0, sheets.cell_text(subtitle), formats.subtitle())
    writer.worksheet.set_row(2, style.SPACER_HEIGHT)
    writer.head(HEAD_ROW, headers, widths)
    writer.worksheet.freeze_panes(HEAD_ROW + 1, 0)
    number = 0
    for number, row in enumerate(rows, 1):
        shown = [_cell(writer, HEAD_ROW + number, col, value) for col, value in enumerate(row)]
        writer.fit(HEAD_ROW + number, shown, widths)
    if number:
        writer.finish(HEAD_ROW, number, len(columns))
    else:
        look = formats.get(font_color=style.GREEN, bold=True, align="left", indent=1)
        writer.worksheet.write_string(HEAD_ROW + 1, 0, nothing, look)
    style.page_setup(writer.worksheet, HEAD_ROW, left=title, right=one_line(subtitle, 60), foot=tool)


def _cell(writer: sheets.Writer, row: int, col: int, value: Cell) -> str:
    if isinstance(value, int):
        writer.worksheet.write_number(row, col, value, writer.formats.body("center", num_format=_NUMBER))
        return str(value)
    if isinstance(value, Place):
        address = cell_link(value.target, value.sheet, value.cell or None)
        return writer.link(row, col, address, one_line(value.words), font_size=9)
    if isinstance(value, File):
        return writer.link(row, col, cell_link(value.target, None, None), one_line(value.name))
    if isinstance(value, Tinted):
        colour, fill = style.TINTS[value.tint]
        look: dict[str, Any] = {"align": "center", "fill": fill, "font_color": colour, "bold": True}
        return writer.text(row, col, value.text, **look)
    return writer.text(row, col, value or "")
