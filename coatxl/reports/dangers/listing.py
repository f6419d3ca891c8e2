"""The sheets 隐患清单 and 来源文件: every line with a link to its cell, marks that follow what a person edits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coatxl.reports import sheets
from coatxl.reports.dangers.line import CLOSED, COLUMNS, SERIOUS, STATE_LOOKS, STATES, DangerLine, ListColumn
from coatxl.reports.dangers.totals import Area
from coatxl.reports.inert import one_line
from coatxl.reports.links import cell_link, target_of
from coatxl.workbook import style
from coatxl.workbook.book import cell_name, column_name

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SHEET, SOURCE_SHEET = "隐患清单", "来源文件"
HEAD_ROW, FIRST_ROW = 3, 4
# Formulas, marks and drop-downs reach beyond the data, so that rows can be added below.
_LEAST_LAST_ROW, SPARE_ROWS = 499, 200
_A3 = 8
_POSITIONS = {column.field: col for col, column in enumerate(COLUMNS)}
_WIDTHS = [column.width for column in COLUMNS]


class Listing:
    """The list and its sources in one workbook."""

    def __init__(
        self, workbook: Workbook, formats: style.Formats, lines: Sequence[DangerLine], version: str, output: Path | None
    ) -> None:
        """Keep what both sheets need; lines of one enterprise stand together."""
        self.workbook = workbook
        self.formats = formats
        self.lines = lines
        self.tool = f"coatxl {version}"
        self.targets = {line.file: target_of(line.file, line.source, output) for line in lines}
        self.last_row = max(_LEAST_LAST_ROW, HEAD_ROW + len(lines) + SPARE_ROWS)

    def area(self) -> Area:
        """Return where the totals find what they count."""
        ranges = {}
        for field, col in _POSITIONS.items():
            name = column_name(col)
            ranges[field] = f"'{SHEET}'!${name}${FIRST_ROW + 1}:${name}${self.last_row + 1}"
        return Area(
            ranges,
            f"公式引用“{SHEET}”第{FIRST_ROW + 1}～{self.last_row + 1}行，增行、改状态后自动更新　　{self._dates()}",
        )

    def write(self) -> None:
        """Write 隐患清单."""
        writer = sheets.Writer(self.workbook.add_worksheet(SHEET), self.formats)
        worksheet = writer.worksheet
        number = len({line.enterprise for line in self.lines})
        writer.title(f"{SHEET}（{number}家企业汇总）" if number else SHEET, len(COLUMNS) - 1, self.tool)
        worksheet.set_row(1, style.SUBTITLE_HEIGHT)
        worksheet.write_string(1, 0, self._subtitle(), self.formats.subtitle())
        worksheet.set_row(2, style.SPACER_HEIGHT)
        writer.head(HEAD_ROW, [column.header for column in COLUMNS], _WIDTHS, 28)
        worksheet.freeze_panes(FIRST_ROW, _POSITIONS["description"] + 1)
        before = None
        for row, line in enumerate(self.lines, FIRST_ROW):
            self._line(writer, row, line, first=line.enterprise != before)
            before = line.enterprise
        self._marks(writer)
        writer.finish(HEAD_ROW, len(self.lines), len(COLUMNS))
        style.page_setup(worksheet, HEAD_ROW, left=SHEET, right=self._dates(), foot=self.tool)
        worksheet.set_paper(_A3)  # on A4 twenty-one columns would be four points high

    def write_sources(self) -> None:
        """Write 来源文件: the papers that the lines come from, and which bytes they were."""
        headers, widths = ("企业", "文件", "评价基准日", "隐患数", "sha256"), (28, 46, 13, 9, 72)
        writer = sheets.Writer(self.workbook.add_worksheet(SOURCE_SHEET), self.formats)
        writer.title(SOURCE_SHEET, len(widths) - 1, self.tool)
        writer.worksheet.set_row(1, style.SPACER_HEIGHT)
        writer.head(2, headers, widths)
        writer.worksheet.freeze_panes(3, 0)
        numbers = Counter(line.file for line in self.lines)
        papers = {line.file: line for line in reversed(self.lines)}
        for row, (file, number) in enumerate(numbers.items(), 3):
            line = papers[file]
            name = writer.text(row, 0, line.counted("enterprise"))
            where = writer.link(row, 1, cell_link(self.targets[file], None, None), one_line(file))
            writer.text(row, 2, str(line.evaluation_date or ""), align="center")
            writer.worksheet.write_number(row, 3, number, self.formats.body("center"))
            writer.text(row, 4, line.sha256, font_size=9, font_color=style.MUTED)
            writer.fit(row, (name, where), widths[:2])
        writer.finish(2, len(numbers), len(widths))
        style.page_setup(writer.worksheet, 2, left=SOURCE_SHEET, foot=self.tool)

    def _line(self, writer: sheets.Writer, row: int, line: DangerLine, *, first: bool) -> None:
        edge: dict[str, Any] = {"top": 2, "top_color": style.NAVY} if first else {}
        texts = [writer.text(row, 0, line.counted("enterprise"), bold=first, **edge)]
        for col, column in enumerate(COLUMNS[1:-1], 1):
            texts.append(self._cell(writer, row, col, column, line, edge))
        address = cell_link(self.targets[line.file], line.sheet, line.cell)
        where = one_line(f"{line.file} {line.sheet}!{line.cell}")
        texts.append(writer.link(row, len(COLUMNS) - 1, address, where, font_size=9, **edge))
        writer.fit(row, texts, _WIDTHS)

    def _cell(
        self, writer: sheets.Writer, row: int, col: int, column: ListColumn, line: DangerLine, edge: dict[str, Any]
    ) -> str:
        value = (
            line.counted(column.field) if column.field in ("unit", "level", "state") else getattr(line, column.field)
        )
        if isinstance(value, date):
            look = self.formats.body(column.align, num_format=style.DATE_FORMAT, **edge)
            writer.worksheet.write_datetime(row, col, datetime.combine(value, time()), look)
            return ""
        return writer.text(row, col, value or "", align=column.align, **edge)

    def _subtitle(self) -> str:
        if not self.lines:
            return f"{self._dates()}　　没有隐患"
        levels = Counter(line.counted("level") for line in self.lines)
        parts = "，".join(
            f"{one_line(word)} {levels[word]}" for word in sorted(levels, key=lambda w: (w != SERIOUS, w))
        )
        overdue = sum(line.is_overdue for line in self.lines)
        return f"{self._dates()}　　{len(self.lines)}项：{parts}　　超过整改时限 {overdue}　　每行可追溯到原工作簿"

    def _dates(self) -> str:
        days = sorted({line.evaluation_date for line in self.lines if line.evaluation_date})
        if not days:
            return "评价基准日：未填，不判断超期"
        return f"评价基准日：{days[0]}" + (f" 至 {days[-1]}（按各企业自己的判断超期）" if len(days) > 1 else "")

    def _marks(self, writer: sheets.Writer) -> None:
        """Colour states, 重大隐患, the repeated enterprise and what is overdue; offer the states."""
        for word, look in STATE_LOOKS.items():
            self._mark(writer, "state", look, {"type": "cell", "criteria": "==", "value": f'"{word}"'})
        self._mark(writer, "level", "worst", {"type": "cell", "criteria": "==", "value": f'"{SERIOUS}"'})
        above = f'=AND($A{FIRST_ROW + 1}<>"",$A{FIRST_ROW + 1}=$A{FIRST_ROW})'
        self._mark(writer, "enterprise", "as_above", {"type": "formula", "criteria": above})
        col = _POSITIONS["state"]
        offer = {"validate": "list", "source": list(STATES), "error_type": "warning"}
        writer.worksheet.data_validation(FIRST_ROW, col, self.last_row, col, offer)
        # Each paper has its own evaluation date: one condition for the rows that stand together.
        rows = enumerate(self.lines, FIRST_ROW)
        for today, group in groupby(rows, key=lambda pair: pair[1].evaluation_date):
            numbers = [row for row, _ in group]
            if today is not None:
                self._mark(
                    writer, "deadline", "overdue", {"type": "formula", "criteria": _late(numbers[0], today)}, numbers
                )

    def _mark(
        self, writer: sheets.Writer, field: str, look: str, rule: dict[str, Any], rows: Sequence[int] = ()
    ) -> None:
        first, last = (rows[0], rows[-1]) if rows else (FIRST_ROW, self.last_row)
        col = _POSITIONS[field]
        rule = {**rule, "format": self.formats.get(**style.LOOKS[look])}
        writer.worksheet.conditional_format(first, col, last, col, rule)


def _late(row: int, today: date) -> str:
    """Return the condition of DangerLine.is_overdue as a formula for a row."""
    due, state = (f"${cell_name(row, _POSITIONS[field])}" for field in ("deadline", "state"))
    still_open = ",".join(f'{state}<>"{word}"' for word in CLOSED)
    return f"=AND(ISNUMBER({due}),{due}<DATE({today.year},{today.month},{today.day}),{still_open})"
