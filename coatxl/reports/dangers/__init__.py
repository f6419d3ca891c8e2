"""隐患清单.xlsx: the hidden dangers of many working papers as one list with statistics (8.2.4, 10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.reports import sheets
from coatxl.reports.dangers import listing, totals
from coatxl.reports.dangers.line import CLOSED, COUNTED, STATES, DangerLine, pairs
from coatxl.reports.dangers.totals import Pivot
from coatxl.reports.model import ReportTooLargeError

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from coatxl.workbook.style import Formats

__all__ = ["CLOSED", "COUNTED", "STATES", "DangerLine", "pairs", "render_dangers", "write_dangers"]


def write_dangers(lines: Sequence[DangerLine], statistics: Mapping[str, Pivot], target: Path, *, version: str) -> None:
    """Write 隐患清单.xlsx atomically; see render_dangers."""
    from coatxl.workbook.save import write_atomically

    content = render_dangers(lines, statistics, version=version, output=target)
    write_atomically(target, lambda draft: draft.write_bytes(content) and None)


def render_dangers(
    lines: Sequence[DangerLine], statistics: Mapping[str, Pivot], *, version: str, output: Path | None = None
) -> bytes:
    """Return the workbook: 隐患清单, 隐患统计, 来源文件. ReportTooLargeError beyond Excel's rows.

    statistics: a pivot for each counted header (隐患级别, 评价单元, 企业): (key, a number for each of STATES), counted
    from pairs(lines, header); they are the stored results of native formulas over the list.
    """
    if len(lines) > sheets.MOST_ROWS - listing.FIRST_ROW - listing.SPARE_ROWS:
        number = f"{len(lines):,}"
        raise ReportTooLargeError(
            Text(
                f"隐患有 {number} 项，超过 Excel 一张表的 1,048,576 行；请分文件夹汇总",
                f"{number} hidden dangers are more than the 1,048,576 rows of an Excel sheet; gather by folder",
            )
        )

    def fill(workbook: Workbook, formats: Formats) -> None:
        place = listing.Listing(workbook, formats, lines, version, output)
        place.write()
        totals.write(workbook, formats, statistics, place.area())
        place.write_sources()

    return sheets.build(listing.SHEET, version, fill)
