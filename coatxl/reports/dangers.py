"""隐患清单.xlsx: the hidden dangers of many working papers as one list with statistics (8.2.4, 10)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.reports import danger_list, danger_totals, sheets
from coatxl.reports.danger_book import (
    ENTERPRISE,
    LEVEL,
    UNIT,
    DangerBook,
    DangerColumn,
    DangerLine,
    DangerSource,
    Totals,
    pairs,
    state_words,
)
from coatxl.reports.model import ReportTooLargeError

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from coatxl.workbook.style import Formats

__all__ = [
    "ENTERPRISE", "LEVEL", "UNIT", "DangerBook", "DangerColumn", "DangerLine", "DangerSource", "Totals",
    "pairs", "render", "state_words",
]  # fmt: skip


def render(book: DangerBook, *, output: Path | None = None) -> bytes:
    """Return the workbook: 隐患清单, 隐患统计, 来源文件. ReportTooLargeError beyond Excel's rows.

    output is the file that will hold it: links lead from its folder. The same book gives the same bytes.
    """
    if len(book.lines) > sheets.MOST_ROWS - danger_list.FIRST_ROW - danger_list.SPARE_ROWS:
        number = f"{len(book.lines):,}"
        raise ReportTooLargeError(
            Text(
                f"隐患有 {number} 项，超过 Excel 一张表的 1,048,576 行；请分文件夹汇总",
                f"{number} hidden dangers are more than the 1,048,576 rows of an Excel sheet; gather by folder",
            )
        )

    def fill(workbook: Workbook, formats: Formats) -> None:
        listing = danger_list.Listing(workbook, formats, book, output)
        listing.write()
        danger_totals.write(workbook, formats, book, listing.area())
        listing.write_sources()

    return sheets.build(danger_list.SHEET, book.version, fill)
