"""criteria_sheet: the scales and grade tables as printed, with the defined names that every lookup refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coatxl.criteria.bands import GRADES
from coatxl.tables.blueprint import Blueprint, GradePart, ListPart, LookupPart, ScalePart
from coatxl.tables.links import write_back_link
from coatxl.workbook import style
from coatxl.workbook.book import column_name

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

APPLIED = "软件执行的判定条件"
Span = tuple[int, int]


def write_criteria(
    workbook: Workbook, worksheet: Worksheet, blueprint: Blueprint, formats: style.Formats
) -> dict[str, int]:
    """Write the sheet of criteria and define its names; return the 0-based row where each printed table begins.

    Tables of scores go by the defined name of their scores, tables of grades by their symbol (D, R).
    """
    sheet = _CriteriaSheet(workbook, worksheet, blueprint, formats)
    sheet.write()
    return sheet.anchors


class _CriteriaSheet:
    """Writes part after part downward."""

    def __init__(self, workbook: Workbook, worksheet: Worksheet, blueprint: Blueprint, formats: style.Formats) -> None:
        self.workbook = workbook
        self.worksheet = worksheet
        self.sheet = blueprint.criteria
        self.blueprint = blueprint
        self.formats = formats
        self.last = len(self.sheet.widths) - 1
        self.row = 0
        self.anchors: dict[str, int] = {}
        self.heights: list[float] = []

    def write(self) -> None:
        for i, width in enumerate(self.sheet.widths):
            self.worksheet.set_column(i, i, width)
        starts: list[tuple[int, bool]] = []  # where a printed table may begin a page, and whether it must
        for title, source, parts in self.sheet.sections:
            starts.append((self.row, True))
            self._line(title, self.formats.title(), style.TITLE_HEIGHT)
            self._line(source, self.formats.subtitle(), style.SUBTITLE_HEIGHT)
            self._space()
            for i, part in enumerate(parts):
                if i:
                    starts.append((self.row, False))
                if isinstance(part, ScalePart):
                    self._scale(part)
                elif isinstance(part, GradePart):
                    self._grades(part)
                elif isinstance(part, ListPart):
                    self._list(part)
                else:
                    self._lookup(part)
                self._space()
        write_back_link(self.worksheet, self.last, self.blueprint, self.formats, align="right")
        style.page_setup(
            self.worksheet, None, left=self.sheet.sheet, right=self.blueprint.title, foot=self.blueprint.document
        )
        self.worksheet.set_h_pagebreaks(self._breaks(starts))

    def _breaks(self, starts: list[tuple[int, bool]]) -> list[int]:
        """Rows that begin a page: each section, and each table that would else be cut and lose its header."""
        room, top, breaks = style.printed_height(self.sheet.widths), 0, []
        ends = [row for row, _ in starts[1:]] + [self.row]
        for (row, must), end in zip(starts, ends, strict=True):
            if row and (must or sum(self.heights[top : end - 1]) > room):  # the last one is a spacer
                breaks.append(row)
                top = row
        return breaks

    def _high(self, height: float) -> None:
        """Set the height of the row that is written next; every row has one."""
        self.worksheet.set_row(self.row, height)
        self.heights.append(height)

    def _line(self, text: str, cell_format: Format, height: float) -> None:
        self._high(height)
        self.worksheet.write_string(self.row, 0, text, cell_format)
        self.row += 1

    def _space(self) -> None:
        self._high(style.SPACER_HEIGHT)
        self.row += 1

    def _caption(self, caption: str, names: str) -> None:
        self._high(22)
        self.worksheet.write_string(
            self.row, 0, caption, self.formats.get(bold=True, font_size=11, font_color=style.NAVY)
        )
        note = self.formats.get(font_size=9, font_color=style.NOTE, align="right")
        self.worksheet.write_string(self.row, self.last, f"名称：{names}", note)
        self.row += 1

    def _put(self, span: Span, value: str | float, cell_format: Format) -> None:
        first, last = span
        if last > first:
            self.worksheet.merge_range(self.row, first, self.row, last, "", cell_format)
        if isinstance(value, str):
            self.worksheet.write_string(self.row, first, value, cell_format)
        else:
            self.worksheet.write_number(self.row, first, value, cell_format)

    def _header(self, words: list[tuple[Span, str]]) -> None:
        self._high(24)
        for span, word in words:
            self._put(span, word, self.formats.header())
        self.row += 1

    def _fit(self, cells: list[tuple[Span, str]], least: float = 21) -> None:
        widths = [(text, sum(self.sheet.widths[a : b + 1])) for (a, b), text in cells]
        self._high(style.row_height(widths, least=least))

    def _name(self, name: str, column: int, first_row: int, count: int) -> None:
        letter = column_name(column)
        area = f"='{self.sheet.sheet}'!${letter}${first_row + 1}:${letter}${first_row + count}"
        self.workbook.define_name(name, area)

    def _scale(self, part: ScalePart) -> None:
        scale = part.scale
        self.anchors[part.name] = self.row
        self._caption(f"表 {scale.table}　{scale.caption}", part.name)
        self._header(list(zip(part.spans, scale.columns, strict=True)))
        self._name(part.name, part.spans[0][0], self.row, len(scale.scores))
        self._name(f"{part.name}_TXT", part.text, self.row, len(scale.scores))
        score_format = self.formats.body("center", style.SCORE, bold=True)
        for score in scale.scores:
            self._fit(list(zip(part.spans, score.cells, strict=True)))
            self._put(part.spans[0], float(score.value), score_format)
            for span, text in zip(part.spans[1:], score.cells[1:], strict=True):
                self._put(span, text, self.formats.body())
            self.row += 1

    def _grades(self, part: GradePart) -> None:
        table = part.table
        self.anchors[table.symbol] = self.row
        self._caption(f"表 {table.table}　{table.caption}", "见程序用表")
        words = list(zip(part.spans, table.columns, strict=True))
        self._header([*words, (part.applied, APPLIED)])
        bands = {band.grade: band for band in part.bands}
        for cells in table.rows:
            self._fit([*zip(part.spans, cells, strict=True)])
            for i, (span, text) in enumerate(zip(part.spans, cells, strict=True)):
                if text in GRADES:
                    cell_format = self.formats.body("center", **style.GRADES[text])
                else:
                    cell_format = self.formats.body("left" if i else "center")
                self._put(span, text, cell_format)
            condition = bands[cells[1]].condition(table.symbol)
            self._put(part.applied, condition, self.formats.body("center", style.CALCULATED))
            self.row += 1
        note = self.formats.get(font_size=9, font_color=style.MUTED, text_wrap=True, align="left")
        width = sum(self.sheet.widths)
        self._high(style.text_height(part.note, width, 9, 0))
        self._put((0, self.last), part.note, note)
        self.row += 1

    def _lookup(self, part: LookupPart) -> None:
        self._caption(part.caption, "、".join(name for _, name, _ in part.lists))
        self._header([((i, i), header) for i, (header, _, _) in enumerate(part.lists)])
        first = self.row
        for i, (_, name, values) in enumerate(part.lists):
            self._name(name, i, first, len(values))
        for values in zip(*(values for _, _, values in part.lists), strict=True):
            self._high(21)
            for i, value in enumerate(values):
                self._put((i, i), value, self.formats.body("center", style.CALCULATED))
            self.row += 1
        self._line(part.note, self.formats.subtitle(), style.SUBTITLE_HEIGHT)

    def _list(self, part: ListPart) -> None:
        self._caption(part.caption, "、".join(name for name in part.names if name) or "无")
        self._header(list(zip(part.spans, part.columns, strict=True)))
        for (first, _), name in zip(part.spans, part.names, strict=True):
            if name:
                self._name(name, first, self.row, len(part.rows))
        key, other = self.formats.body("center", style.SCORE), self.formats.body()
        for values in part.rows:
            # Lists are long: rows of the least height keep each on one page.
            self._fit([(span, str(value)) for span, value in zip(part.spans, values, strict=True)], style.LEAST_HEIGHT)
            for span, name, value in zip(part.spans, part.names, values, strict=True):
                self._put(span, value, key if name else other)
            self.row += 1
        if part.note:
            self._line(part.note, self.formats.subtitle(), style.SUBTITLE_HEIGHT)
