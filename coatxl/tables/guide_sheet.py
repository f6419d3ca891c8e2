"""guide_sheet: the start page; steps with links and live progress, colours, bands, a worked example, commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coatxl.criteria.guards import INVALID, UNFINISHED
from coatxl.tables.blueprint import Blueprint
from coatxl.tables.layout import BLANK_FORM
from coatxl.tables.progress import DONE, NO_FORMULA, Progress
from coatxl.workbook import style

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

WIDTHS = (2, 6, 19, 63, 14, 9, 9, 18, 22)
LAST = len(WIDTHS) - 1
STEP_HEIGHT, STAGE_HEIGHT, LEGEND_HEIGHT = 24, 20, 21
NUMERALS = "一二三四五六"


def write_guide(
    worksheet: Worksheet, blueprint: Blueprint, progress: list[Progress], rows: int, formats: style.Formats
) -> None:
    """Write the start page; progress belongs to the form and the pages, in their order. rows: prepared in each table."""
    _GuideSheet(worksheet, blueprint, rows, formats).write(progress)


class _GuideSheet:
    """Writes section after section downward."""

    def __init__(self, worksheet: Worksheet, blueprint: Blueprint, rows: int, formats: style.Formats) -> None:
        self.worksheet = worksheet
        self.blueprint = blueprint
        self.rows = rows
        self.guide = blueprint.guide
        self.formats = formats
        self.row = 0
        self.section = 0

    def write(self, progress: list[Progress]) -> None:
        for i, width in enumerate(WIDTHS):
            self.worksheet.set_column(i, i, width)
        self._band()
        self._steps(progress)
        self._colours()
        self._example()
        self._notes()
        self._commands()
        style.page_setup(self.worksheet, None, left=self.guide.sheet, foot=self.blueprint.document)

    def _band(self) -> None:
        for text, height, size, bold in ((self.blueprint.title, 40, 18, True), (self.guide.lead, 22, 9, False)):
            fill = self.formats.get(
                bg_color=style.NAVY, font_color="#FFFFFF", bold=bold, font_size=size, align="left", indent=1
            )
            self.worksheet.set_row(self.row, height)
            for col in range(LAST + 1):
                self.worksheet.write_blank(self.row, col, None, fill)
            self.worksheet.write_string(self.row, 0, text, fill)
            self.row += 1
        self._space()

    def _space(self, height: float = 10) -> None:
        self.worksheet.set_row(self.row, height)
        self.row += 1

    def _title(self, text: str, *, underlined: bool = True) -> None:
        look: dict[str, Any] = {"bold": True, "font_size": 12, "font_color": style.NAVY}
        if underlined:
            look.update(bottom=2, bottom_color=style.NAVY)
        self.worksheet.set_row(self.row, 24)
        for col in range(1, LAST + 1):
            self.worksheet.write_blank(self.row, col, None, self.formats.get(**look))
        self.worksheet.write_string(self.row, 1, f"{NUMERALS[self.section]}、{text}", self.formats.get(**look))
        self.section += 1
        self.row += 1

    def _link(self, col: int, sheet: str, cell_format: Any, text: str | None = None) -> None:  # noqa: ANN401
        self.worksheet.write_url(self.row, col, f"internal:'{sheet}'!A1", cell_format, text or sheet)

    def _text(self, text: str, first: int, last: int, cell_format: Any) -> None:  # noqa: ANN401
        """Write a text over merged columns, the row as high as it needs."""
        width = sum(WIDTHS[first : last + 1])
        self.worksheet.set_row(self.row, max(LEGEND_HEIGHT, style.text_height(text, width)))
        if last > first:
            self.worksheet.merge_range(self.row, first, self.row, last, "", cell_format)
        self.worksheet.write_string(self.row, first, text, cell_format)

    def _steps(self, progress: list[Progress]) -> None:
        self._title("按这个顺序填写", underlined=False)
        header = self.formats.header()
        left_header = self.formats.get(bold=True, font_color="#FFFFFF", bg_color=style.NAVY, align="left", indent=1, border=1,
                                       border_color=style.HEADER_LINE)  # fmt: skip
        self.worksheet.set_row(self.row, STEP_HEIGHT)
        for col, word in enumerate(("步", "工作表", "填什么", "条款", "已填行", "待补", "进度", "状态"), start=1):
            self.worksheet.write_string(self.row, col, word, left_header if col in (2, 3) else header)
        self.row += 1
        first = self.row
        body, fill = self.formats.body, style.CALCULATED
        stage = ""
        for number, (page, each) in enumerate(zip(self.blueprint.sheets(), progress, strict=True), start=1):
            if page.stage != stage:
                stage = page.stage
                self._stage(stage)
            self.worksheet.set_row(self.row, STEP_HEIGHT)
            self.worksheet.write_number(self.row, 1, number, body("center", bold=True, font_color=style.NAVY))
            self._link(2, page.table.sheet, body(font_color=style.LINK, underline=1))
            self.worksheet.write_string(self.row, 3, page.what, body())
            self.worksheet.write_string(
                self.row, 4, page.table.clause, body("center", font_size=9, font_color=style.MUTED)
            )
            rows, missing = f"$F{self.row + 1}", f"$G{self.row + 1}"
            self.worksheet.write_formula(self.row, 5, f"={each.rows}", body("center", fill), 0)
            self.worksheet.write_formula(
                self.row, 6, f"=IF({rows}=0,0,{each.missing})", body("center", fill, font_color=style.NOTE), 0
            )
            bar = body("center", fill, font_size=9, font_color=style.PROGRESS)
            self.worksheet.write_formula(self.row, 7, f"={each.bar(rows, missing)}", bar, "—")
            state = body("center", fill, font_color=style.NOTE)
            # The stored result is that of the blank form, whose methods are not chosen yet.
            self.worksheet.write_formula(self.row, 8, f"={each.state(rows, missing)}", state, page.empty)
            self.row += 1
        last = self.row - 1
        look = style.LOOKS
        self.worksheet.conditional_format(
            first, 6, last, 6, {"type": "cell", "criteria": ">", "value": 0, "format": self.formats.get(**look["todo"])}
        )
        unclosed = tuple(page.closed[2] for page in self.blueprint.sheets() if page.closed)
        looks = (((DONE,), "done"), ((INVALID, NO_FORMULA), "bad"), ((UNFINISHED, *unclosed), "todo"))
        for words, name in looks:
            for word in words:
                self.worksheet.conditional_format(
                    first, 8, last, 8,
                    {"type": "formula", "criteria": f'=ISNUMBER(SEARCH("{word}",$I{first + 1}))', "format": self.formats.get(**look[name])},
                )  # fmt: skip
        self._space()

    def _stage(self, stage: str) -> None:
        """Write the line that begins a stage of the work, in the colour of its tabs."""
        colour = style.STAGES[self.blueprint.stages().index(stage) % len(style.STAGES)]
        look = self.formats.get(bold=True, font_color=colour, align="left", indent=1, bottom=1, bottom_color=colour)
        self.worksheet.set_row(self.row, STAGE_HEIGHT)
        for col in range(1, LAST + 1):
            self.worksheet.write_blank(self.row, col, None, look)
        self.worksheet.write_string(self.row, 1, stage, look)
        self.row += 1

    def _colours(self) -> None:
        self._title("单元格的颜色和文字")
        looks = {
            "input": {"bg_color": style.INPUT}, "calculated": {"bg_color": style.CALCULATED}, "pending": style.LOOKS["pending"],
            "missing": style.LOOKS["missing"], "invalid": style.LOOKS["invalid"], "wrong": style.LOOKS["wrong"],
            "as_above": {"bg_color": style.INPUT, "font_color": style.AS_ABOVE},
        }  # fmt: skip
        legend = next(iter(self.blueprint.legends()), None)
        bands = list(reversed(legend.bands)) if legend else []
        for i, (word, kind, meaning) in enumerate(self.guide.colours):
            self.worksheet.set_row(self.row, LEGEND_HEIGHT)
            self.worksheet.merge_range(self.row, 1, self.row, 2, "", self.formats.body("center", **looks[kind]))
            self.worksheet.write_string(self.row, 1, word, self.formats.body("center", **looks[kind]))
            self.worksheet.write_string(self.row, 3, meaning, self.formats.get(align="left", indent=1))
            if i < len(bands) and legend:
                band = bands[i]
                self.worksheet.write_string(
                    self.row, 7, band.grade, self.formats.body("center", **style.GRADES[band.grade])
                )
                condition = self.formats.get(font_size=9, font_color=style.MUTED, align="left", indent=1)
                self.worksheet.write_string(self.row, 8, band.condition(legend.symbol), condition)
            self.row += 1
        for each in self.blueprint.legends():
            policy = each.policy.partition("\n")[0]
            self._text(
                f"{each.symbol} 的{policy}",
                1,
                LAST,
                self.formats.get(text_wrap=True, font_size=9, font_color=style.MUTED, align="left", indent=1),
            )
            self.row += 1
        self._space()

    def _example(self) -> None:
        self._title(self.guide.example_source)
        for sheet, text in self.guide.example:
            self.worksheet.merge_range(
                self.row, 1, self.row, 2, "", self.formats.body(font_color=style.LINK, underline=1)
            )
            self._text(text, 3, LAST, self.formats.body())
            self._link(1, sheet, self.formats.body(font_color=style.LINK, underline=1))
            self.row += 1
        self._space()

    def _notes(self) -> None:
        self._title("要注意的")
        for note in self.guide.notes:
            self._text(
                note.format(rows=self.rows, blank=BLANK_FORM),
                1,
                LAST,
                self.formats.get(text_wrap=True, align="left", indent=1),
            )
            self.row += 1
        self._space()

    def _commands(self) -> None:
        self._title("检查和导出")
        for word, command, text in self.guide.commands:
            self.worksheet.set_row(self.row, LEGEND_HEIGHT)
            if command:
                self.worksheet.write_string(
                    self.row, 1, word, self.formats.get(bold=True, font_color=style.NAVY, align="left", indent=1)
                )
            else:
                self._link(
                    1,
                    self.blueprint.criteria.sheet,
                    self.formats.get(font_color=style.LINK, underline=1, align="left", indent=1),
                    word,
                )
            self.worksheet.write_string(
                self.row, 3, f"{command}　　{text}" if command else text, self.formats.get(align="left", indent=1)
            )
            self.row += 1
