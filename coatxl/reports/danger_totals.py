"""隐患统计: totals of the list by state as native formulas with their results, and one stacked bar chart."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coatxl.reports import sheets
from coatxl.reports.danger_book import SERIOUS, STATE, UNIT, DangerBook, Totals, state_words
from coatxl.workbook import style
from coatxl.workbook.book import cell_name, column_name

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

__all__ = ["Area", "Totals", "count_formula", "write"]

SHEET = "隐患统计"
# In the order of the closed loop: red and amber are open, blue waits for the recheck, green is closed.
STATE_COLOURS: dict[str, str] = {
    "待整改": style.RED,
    "整改中": "#F4A340",
    "延期": "#9C5700",
    "已整改": "#BDD7EE",
    "复查不合格": "#E07B7B",
    "复查合格": "#C5DEB5",
    "销号": "#A9C793",
}
_OTHER_COLOUR = "#A6A6A6"
_WHITE_LABELS = frozenset({"待整改", "延期"})
_CAPTION_HEIGHT, _ROW_HEIGHT, _GAP_HEIGHT, _KEY_WIDTH, _NUMBER_WIDTH = 24, 22, 12, 24.0, 10.5
_TOTAL_EDGE: dict[str, Any] = {"bottom": 2, "bottom_color": style.NAVY}
_CHART_WIDTH, _CHART_LEAST, _CHART_FRAME, _CHART_BAR, _CHART_MOST = 620, 240, 150, 60, 1_600
_TRUTH = ("true", "false")
_MOST_CRITERION = 255  # longer text never matches in COUNTIFS


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


def write(workbook: Workbook, formats: style.Formats, book: DangerBook, area: Area) -> None:
    """Write 隐患统计; the counts of the book's totals are the formulas' stored results."""
    sheet = _Sheet(workbook, formats, book, area)
    sheet.begin()
    places = {totals.field: sheet.table(totals) for totals in book.totals if totals.rows}
    if UNIT in places:
        sheet.chart("各评价单元的隐患与整改状态（项）", *places[UNIT])


class _Sheet:
    """The sheet, filled from top to bottom."""

    def __init__(self, workbook: Workbook, formats: style.Formats, book: DangerBook, area: Area) -> None:
        self.workbook = workbook
        self.formats = formats
        self.area = area
        self.states = state_words(book.lines, book.states)
        self.closed = [state for state in self.states if state in book.closed]
        self.sum_col = len(self.states) + 1
        self.share_col = self.sum_col + 1
        self.writer = sheets.Writer(workbook.add_worksheet(SHEET), formats)
        self.row = 3

    def begin(self) -> None:
        """Write the title, widths and page."""
        worksheet = self.writer.worksheet
        worksheet.set_row(0, style.TITLE_HEIGHT)
        worksheet.write_string(0, 0, SHEET, self.formats.title())
        worksheet.set_row(1, style.SUBTITLE_HEIGHT)
        note = f"{self.area.note}　　完成率＝（{'＋'.join(self.closed)}）÷合计"
        worksheet.write_string(1, 0, note, self.formats.subtitle())
        worksheet.set_row(2, style.SPACER_HEIGHT)
        worksheet.set_column(0, 0, _KEY_WIDTH)
        worksheet.set_column(1, self.share_col, _NUMBER_WIDTH)
        worksheet.set_column(self.share_col + 1, self.share_col + 1, 3)
        style.page_setup(worksheet, None, left=SHEET)

    def table(self, totals: Totals) -> tuple[int, int]:
        """Write one table and return the rows of its first and last key."""
        worksheet = self.writer.worksheet
        worksheet.set_row(self.row, _CAPTION_HEIGHT)
        caption = self.formats.get(bold=True, font_size=11, font_color=style.NAVY)
        worksheet.write_string(self.row, 0, totals.title, caption)
        head = self.row + 1
        worksheet.set_row(head, _ROW_HEIGHT + 4)
        for col, label in enumerate((totals.header, *self.states, "合计", "完成率")):
            worksheet.write_string(head, col, label, self.formats.header())
        first, last = head + 1, head + len(totals.rows)
        keys = [key for key, _ in totals.rows]
        for row, (key, numbers) in enumerate(totals.rows, first):
            look = {"bold": True, "font_color": style.RED} if key == SERIOUS else {}
            shown = self.writer.text(row, 0, key, **look)
            worksheet.set_row(row, style.row_height([(shown, _KEY_WIDTH)], least=_ROW_HEIGHT))
            for col, number in enumerate(numbers, 1):
                formula = count_formula(
                    keys, key, self.area.ranges[totals.field], f"$A{row + 1}",
                    self.area.ranges[STATE], f"{column_name(col)}${head + 1}",
                )  # fmt: skip
                worksheet.write_formula(row, col, formula, self._look(), number)
            self._sums(row, numbers, total=False)
        self._total(first, last, [sum(column) for column in zip(*(n for _, n in totals.rows), strict=True)])
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
        worksheet, name, all_of = self.writer.worksheet, cell_name(row, self.sum_col), sum(numbers)
        formula = f"=SUM({cell_name(row, 1)}:{cell_name(row, self.sum_col - 1)})"
        worksheet.write_formula(row, self.sum_col, formula, self._look(total=total, bold=True), all_of)
        closed = [self.states.index(state) for state in self.closed]
        cells = "+".join(cell_name(row, i + 1) for i in closed) or "0"
        share = sum(numbers[i] for i in closed) / all_of if all_of else 0
        formula = f"=IF({name}=0,0,({cells})/{name})"
        worksheet.write_formula(row, self.share_col, formula, self._look(total=total, shape="0%"), share)

    def _look(self, *, total: bool = False, bold: bool = False, shape: str = '0;-0;"–"') -> Format:
        fill, edge = (style.TOTAL, _TOTAL_EDGE) if total else (style.CALCULATED, {})
        return self.formats.body("center", fill, bold=total or bold, num_format=shape, **edge)

    def chart(self, title: str, first: int, last: int) -> None:
        """Insert the stacked bars: one for each key, one colour for each state."""
        chart: Any = self.workbook.add_chart({"type": "bar", "subtype": "stacked"})
        small = {"name": style.FONT, "size": 9}
        for col, state in enumerate(self.states, 1):
            label = {**small, "bold": True, "color": "#FFFFFF" if state in _WHITE_LABELS else "#000000"}
            chart.add_series({
                "name": [SHEET, first - 1, col],
                "categories": [SHEET, first, 0, last, 0],
                "values": [SHEET, first, col, last, col],
                "fill": {"color": STATE_COLOURS.get(state, _OTHER_COLOUR)},
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
        self.writer.worksheet.insert_chart(3, self.share_col + 2, chart)
