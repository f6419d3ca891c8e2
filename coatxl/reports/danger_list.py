"""The sheets 隐患清单 and 来源文件: every line with a link to its cell, marks that follow what a person edits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coatxl.reports import sheets
from coatxl.reports.danger_book import (
    COUNTED,
    DEADLINE,
    DESCRIPTION,
    ENTERPRISE,
    LEVEL,
    SERIOUS,
    STATE,
    DangerBook,
    DangerColumn,
    DangerLine,
)
from coatxl.reports.danger_totals import Area
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
# Named looks of style; what is open and waits for somebody is red.
STATE_LOOKS: dict[str, str] = {
    "待整改": "refused",
    "整改中": "amber",
    "延期": "amber",
    "已整改": "blue",
    "复查不合格": "refused",
    "复查合格": "green",
    "销号": "green",
}
# The date is followed by 超期 where it is past.
_DEADLINE_WIDTH = 17.0


class Listing:
    """The list and its sources in one workbook."""

    def __init__(self, workbook: Workbook, formats: style.Formats, book: DangerBook, output: Path | None) -> None:
        """Keep what both sheets need."""
        self.workbook = workbook
        self.formats = formats
        self.book = book
        self.tool = f"coatxl {book.version}"
        self.columns = [
            DangerColumn(ENTERPRISE, "企业", 16),
            *(replace(c, width=_DEADLINE_WIDTH) if c.field == DEADLINE else c for c in book.columns),
            DangerColumn("source", "来源文件", 30),
        ]
        self.widths = [column.width for column in self.columns]
        self.positions = {column.field: col for col, column in enumerate(self.columns)}
        self.targets = {each.file: target_of(each.file, each.source, output) for each in book.sources}
        self.last_row = max(_LEAST_LAST_ROW, HEAD_ROW + len(book.lines) + SPARE_ROWS)

    def area(self) -> Area:
        """Return where the totals find what they count."""
        ranges = {}
        for field, col in self.positions.items():
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
        number = len({line.source.enterprise for line in self.book.lines})
        writer.title(f"{SHEET}（{number}家企业汇总）" if number else SHEET, len(self.columns) - 1, self.tool)
        worksheet.set_row(1, style.SUBTITLE_HEIGHT)
        worksheet.write_string(1, 0, self._subtitle(), self.formats.subtitle())
        worksheet.set_row(2, style.SPACER_HEIGHT)
        writer.head(HEAD_ROW, [column.header for column in self.columns], self.widths, 28)
        worksheet.freeze_panes(FIRST_ROW, self.positions.get(DESCRIPTION, 0) + 1)
        before = None
        for row, line in enumerate(self.book.lines, FIRST_ROW):
            self._line(writer, row, line, first=line.source.enterprise != before)
            before = line.source.enterprise
        self._marks(writer)
        writer.finish(HEAD_ROW, len(self.book.lines), len(self.columns))
        style.page_setup(worksheet, HEAD_ROW, left=SHEET, right=self._dates(), foot=self.tool)
        worksheet.set_paper(_A3)  # on A4 twenty-one columns would be four points high

    def write_sources(self) -> None:
        """Write 来源文件: the papers that the lines come from, and which bytes they were."""
        headers = ("企业", "文件", "评价基准日", "隐患数", "sha256", "读取的行", "设置")
        widths = (28, 46, 13, 9, 72, 60, 44)
        writer = sheets.Writer(self.workbook.add_worksheet(SOURCE_SHEET), self.formats)
        writer.title(SOURCE_SHEET, len(widths) - 1, self.tool)
        writer.worksheet.set_row(1, style.SPACER_HEIGHT)
        writer.head(2, headers, widths)
        writer.worksheet.freeze_panes(3, 0)
        numbers = Counter(line.source.file for line in self.book.lines)
        for row, each in enumerate(self.book.sources, 3):
            name = writer.text(row, 0, each.enterprise)
            where = writer.link(row, 1, cell_link(self.targets[each.file], None, None), one_line(each.file))
            writer.text(row, 2, str(each.evaluation_date or ""), align="center")
            writer.worksheet.write_number(row, 3, numbers[each.file], self.formats.body("center"))
            writer.text(row, 4, each.sha256, font_size=9, font_color=style.MUTED)
            told = writer.text(row, 5, each.rows), writer.text(row, 6, each.settings)
            writer.fit(row, (name, where, *told), (*widths[:2], *widths[5:]))
        writer.finish(2, len(self.book.sources), len(widths))
        style.page_setup(writer.worksheet, 2, left=SOURCE_SHEET, foot=self.tool)

    def _line(self, writer: sheets.Writer, row: int, line: DangerLine, *, first: bool) -> None:
        edge: dict[str, Any] = {"top": 2, "top_color": style.NAVY} if first else {}
        texts = [writer.text(row, 0, line.key(ENTERPRISE), bold=first, **edge)]
        for col, column in enumerate(self.columns[1:-1], 1):
            texts.append(self._cell(writer, row, col, column, line, edge))
        address = cell_link(self.targets[line.source.file], line.sheet, line.cell)
        where = one_line(f"{line.source.file} {line.sheet}!{line.cell}")
        texts.append(writer.link(row, len(self.columns) - 1, address, where, font_size=9, **edge))
        writer.fit(row, texts, self.widths)

    def _cell(
        self, writer: sheets.Writer, row: int, col: int, column: DangerColumn, line: DangerLine, edge: dict[str, Any]
    ) -> str:
        value = line.key(column.field) if column.field in COUNTED else line.values.get(column.field)
        if isinstance(value, date):
            look = self.formats.body(column.align, num_format=style.DATE_FORMAT, **edge)
            writer.worksheet.write_datetime(
                row, col, value if isinstance(value, datetime) else datetime.combine(value, time()), look
            )
            return ""
        return writer.text(row, col, "" if value is None else str(value), align=column.align, **edge)

    def _subtitle(self) -> str:
        if not self.book.lines:
            return f"{self._dates()}　　没有隐患"
        levels = Counter(line.key(LEVEL) for line in self.book.lines)
        parts = "，".join(
            f"{one_line(word)} {levels[word]}" for word in sorted(levels, key=lambda w: (w != SERIOUS, w))
        )
        overdue = sum(line.is_overdue(self.book.closed) for line in self.book.lines)
        return f"{self._dates()}　　{len(self.book.lines)}项：{parts}　　超过整改时限 {overdue}　　每行可追溯到原工作簿"

    def _dates(self) -> str:
        days = sorted({line.source.evaluation_date for line in self.book.lines if line.source.evaluation_date})
        if not days:
            return "评价基准日：未填，不判断超期"
        return f"评价基准日：{days[0]}" + (f" 至 {days[-1]}（按各企业自己的判断超期）" if len(days) > 1 else "")

    def _marks(self, writer: sheets.Writer) -> None:
        """Colour states, 重大隐患, the repeated enterprise and what is overdue; offer the states."""
        for word, look in STATE_LOOKS.items():
            self._mark(writer, STATE, look, {"type": "cell", "criteria": "==", "value": f'"{word}"'})
        self._mark(writer, LEVEL, "worst", {"type": "cell", "criteria": "==", "value": f'"{SERIOUS}"'})
        above = f'=AND($A{FIRST_ROW + 1}<>"",$A{FIRST_ROW + 1}=$A{FIRST_ROW})'
        self._mark(writer, ENTERPRISE, "as_above", {"type": "formula", "criteria": above})
        col = self.positions[STATE]
        offer = {"validate": "list", "source": list(self.book.states), "error_type": "warning"}
        writer.worksheet.data_validation(FIRST_ROW, col, self.last_row, col, offer)
        # Each paper has its own evaluation date: one condition for the rows that stand together.
        rows = enumerate(self.book.lines, FIRST_ROW)
        for today, group in groupby(rows, key=lambda pair: pair[1].source.evaluation_date):
            numbers = [row for row, _ in group]
            if today is not None:
                late = {"type": "formula", "criteria": self._late(numbers[0], today)}
                self._mark(writer, DEADLINE, "overdue", late, numbers)

    def _mark(
        self, writer: sheets.Writer, field: str, look: str, rule: dict[str, Any], rows: Sequence[int] = ()
    ) -> None:
        first, last = (rows[0], rows[-1]) if rows else (FIRST_ROW, self.last_row)
        col = self.positions[field]
        rule = {**rule, "format": self.formats.get(**style.LOOKS[look])}
        writer.worksheet.conditional_format(first, col, last, col, rule)

    def _late(self, row: int, today: date) -> str:
        """Return DangerLine.is_overdue as a formula for a row."""
        due, state = (f"${cell_name(row, self.positions[field])}" for field in (DEADLINE, STATE))
        still_open = "".join(f',{state}<>"{word}"' for word in self.book.closed)
        return f"=AND(ISNUMBER({due}),{due}<DATE({today.year},{today.month},{today.day}){still_open})"
