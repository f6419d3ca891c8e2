"""隐患统计: totals of the list by state as native formulas with their results, and one stacked bar chart."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coatxl.reports import sheets
from coatxl.reports.dangers.line import CLOSED, COUNTED, SERIOUS, STATES, named
from coatxl.workbook import style
from coatxl.workbook.book import cell_name, column_name

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

SHEET = "隐患统计"
# In the order of STATES: red and amber are open, blue waits for the recheck, green is closed.
STATE_COLOURS: dict[str, str] = {
    "待整改": style.RED,
    "整改中": "#F4A340",
    "延期": "#9C5700",
    "已整改": "#BDD7EE",
    "复查不合格": "#E07B7B",
    "复查合格": "#C5DEB5",
    "销号": "#A9C793",
}
_WHITE_LABELS = frozenset({"待整改", "延期"})
_CAPTION_HEIGHT, _ROW_HEIGHT, _GAP_HEIGHT, _KEY_WIDTH, _NUMBER_WIDTH = 24, 22, 12, 24.0, 10.5
_SUM_COL = len(STATES) + 1
_SHARE_COL = _SUM_COL + 1
_TOTAL_EDGE: dict[str, Any] = {"bottom": 2, "bottom_color": style.NAVY}
_CHART_WIDTH, _CHART_LEAST, _CHART_FRAME, _CHART_BAR, _CHART_MOST = 620, 430, 130, 46, 1_600
_TRUTH = ("true", "false")
_MOST_CRITERION = 255  # longer text never matches in COUNTIFS


Pivot = Sequence[tuple[str, Sequence[int]]]
"""Counts by one field: a line for each key, a number for each of STATES."""


@dataclass(frozen=True, slots=True)
class Area:
    """The list that is counted: the absolute range of each field, and what is to be said of it."""

    ranges: Mapping[str, str]
    note: str


def count_formula(
    keys: Collection[str], key: str, key_range: str, key_cell: str, state_range: str, state_cell: str
) -> str:
    """Return COUNTIFS of a key and a state; another form where COUNTIFS would count what is not equal.

    COUNTIFS takes * ? ~ and a leading operator as a pattern, "01" and "1" as one number, "a" and "A" as one text.
    """
    twins = sum(other.casefold() == key.casefold() for other in keys)
    plain = key[:1].isalpha() and key.casefold() not in _TRUTH and len(key) <= _MOST_CRITERION
    if twins > 1 or not plain or any(mark in key for mark in "*?~"):
        return f"=SUMPRODUCT(EXACT({key_range},{key_cell})*EXACT({state_range},{state_cell}))"
    return f"=COUNTIFS({key_range},{key_cell},{state_range},{state_cell})"


def write(workbook: Workbook, formats: style.Formats, statistics: Mapping[str, Pivot], area: Area) -> None:
    """Write 隐患统计; the counts that the caller made are the formulas' stored results."""
    sheet = _Sheet(workbook, formats, area)
    sheet.begin()
    charted = None
    for header in COUNTED:
        pivot = statistics.get(header, ())
        if pivot:
            keys = sheet.table(header, pivot)
            if header == "评价单元":
                charted = keys
    if charted is not None:
        sheet.chart("各评价单元的隐患与整改状态（项）", *charted)


class _Sheet:
    """The sheet, filled from top to bottom."""

    def __init__(self, workbook: Workbook, formats: style.Formats, area: Area) -> None:
        self.workbook = workbook
        self.formats = formats
        self.area = area
        self.writer = sheets.Writer(workbook.add_worksheet(SHEET), formats)
        self.row = 3

    def begin(self) -> None:
        """Write the title, widths and page."""
        worksheet = self.writer.worksheet
        worksheet.set_row(0, style.TITLE_HEIGHT)
        worksheet.write_string(0, 0, SHEET, self.formats.title())
        worksheet.set_row(1, style.SUBTITLE_HEIGHT)
        note = f"{self.area.note}　　完成率＝（{'＋'.join(CLOSED)}）÷合计"
        worksheet.write_string(1, 0, note, self.formats.subtitle())
        worksheet.set_row(2, style.SPACER_HEIGHT)
        worksheet.set_column(0, 0, _KEY_WIDTH)
        worksheet.set_column(1, _SHARE_COL, _NUMBER_WIDTH)
        worksheet.set_column(_SHARE_COL + 1, _SHARE_COL + 1, 3)
        style.page_setup(worksheet, None, left=SHEET)

    def table(self, header: str, pivot: Pivot) -> tuple[int, int]:
        """Write one table and return the rows of its first and last key."""
        worksheet, field = self.writer.worksheet, COUNTED[header]
        worksheet.set_row(self.row, _CAPTION_HEIGHT)
        caption = self.formats.get(bold=True, font_size=11, font_color=style.NAVY)
        worksheet.write_string(self.row, 0, f"{header} × 整改状态", caption)
        head = self.row + 1
        worksheet.set_row(head, _ROW_HEIGHT + 4)
        for col, label in enumerate((header, *STATES, "合计", "完成率")):
            worksheet.write_string(head, col, label, self.formats.header())
        first, last = head + 1, head + len(pivot)
        lines = [(named(field, key), numbers) for key, numbers in pivot]
        keys = [key for key, _ in lines]
        for row, (key, numbers) in enumerate(lines, first):
            look = {"bold": True, "font_color": style.RED} if key == SERIOUS else {}
            shown = self.writer.text(row, 0, key, **look)
            worksheet.set_row(row, max(_ROW_HEIGHT, style.text_height(shown, _KEY_WIDTH)))
            for col, number in enumerate(numbers, 1):
                formula = count_formula(
                    keys, key, self.area.ranges[field], f"$A{row + 1}",
                    self.area.ranges["state"], f"{column_name(col)}${head + 1}",
                )  # fmt: skip
                worksheet.write_formula(row, col, formula, self._look(), number)
            self._sums(row, numbers, total=False)
        self._total(first, last, [sum(column) for column in zip(*(n for _, n in lines), strict=True)])
        worksheet.set_row(last + 2, _GAP_HEIGHT)
        self.row = last + 3
        return first, last

    def _total(self, first: int, last: int, numbers: Sequence[int]) -> None:
        """Write 合计 below the keys."""
        row, worksheet = last + 1, self.writer.worksheet
        worksheet.set_row(row, _ROW_HEIGHT)
        worksheet.write_string(row, 0, "合计", self.formats.body(fill=style.TOTAL, bold=True, **_TOTAL_EDGE))
        for col, number in enumerate(numbers, 1):
            formula = f"=SUM({cell_name(first, col)}:{cell_name(last, col)})"
            worksheet.write_formula(row, col, formula, self._look(total=True), number)
        self._sums(row, numbers, total=True)

    def _sums(self, row: int, numbers: Sequence[int], *, total: bool) -> None:
        """Write 合计 and 完成率 of one row."""
        worksheet, name, all_of = self.writer.worksheet, cell_name(row, _SUM_COL), sum(numbers)
        formula = f"=SUM({cell_name(row, 1)}:{cell_name(row, _SUM_COL - 1)})"
        worksheet.write_formula(row, _SUM_COL, formula, self._look(total=total, bold=True), all_of)
        closed = [STATES.index(state) for state in CLOSED]
        cells = "+".join(cell_name(row, i + 1) for i in closed)
        share = sum(numbers[i] for i in closed) / all_of if all_of else 0
        formula = f"=IF({name}=0,0,({cells})/{name})"
        worksheet.write_formula(row, _SHARE_COL, formula, self._look(total=total, shape="0%"), share)

    def _look(self, *, total: bool = False, bold: bool = False, shape: str = '0;-0;"–"') -> Format:
        fill, edge = (style.TOTAL, _TOTAL_EDGE) if total else (style.CALCULATED, {})
        return self.formats.body("center", fill, bold=total or bold, num_format=shape, **edge)

    def chart(self, title: str, first: int, last: int) -> None:
        """Insert the stacked bars: one for each key, one colour for each state."""
        chart: Any = self.workbook.add_chart({"type": "bar", "subtype": "stacked"})
        small = {"name": style.FONT, "size": 9}
        for col, (state, colour) in enumerate(STATE_COLOURS.items(), 1):
            label = {**small, "bold": True, "color": "#FFFFFF" if state in _WHITE_LABELS else "#000000"}
            chart.add_series({
                "name": [SHEET, first - 1, col],
                "categories": [SHEET, first, 0, last, 0],
                "values": [SHEET, first, col, last, col],
                "fill": {"color": colour},
                "border": {"color": "#FFFFFF", "width": 1},
                "gap": 55,
                "data_labels": {"value": True, "num_format": "0;;", "font": label},
            })  # fmt: skip
        chart.set_title({"name": title, "name_font": {"name": style.FONT, "size": 12, "color": "#404040"}})
        chart.set_y_axis({"reverse": True, "num_font": small, "major_tick_mark": "none", "line": {"color": "#404040"}})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_legend({"position": "bottom", "font": small})
        height = _CHART_FRAME + _CHART_BAR * (last - first + 1)
        chart.set_size({"width": _CHART_WIDTH, "height": min(_CHART_MOST, max(_CHART_LEAST, height))})
        self.writer.worksheet.insert_chart(3, _SHARE_COL + 2, chart)
