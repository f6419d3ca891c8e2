"""检查结果.xlsx: the findings as a workbook whose places open the source cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coatxl.findings import SEVERITIES, SEVERITY_WORDS, Finding, Lang, Severity, Text
from coatxl.reports import sheets, words
from coatxl.reports.inert import one_line
from coatxl.reports.links import cell_link, target_of
from coatxl.reports.model import ReportTooLargeError, RunResult, place, setting_words
from coatxl.workbook import style

if TYPE_CHECKING:
    from xlsxwriter import Workbook

HEADERS = (words.LEVEL, words.RULE, words.PLACE, words.VALUE, words.MESSAGE, words.FIX, words.CLAUSE)
WIDTHS = (9.5, 11, 38, 29, 56, 48, 11)
HEAD_ROW = 4
_PLAIN_HEAD_ROW = 2
_STRIP_ROWS = (30, 18)
_STRIP_TEXT, _STRIP_FILL = "#404040", style.CALCULATED
_TINTS: dict[Severity, str] = {"error": "red", "warning": "amber", "info": "blue"}
# The mark is the number format's: the cell's value stays 错误, and filters and scripts see nothing else.
_MARKS: dict[Severity, str] = {"error": '"■ "@', "warning": '"▲ "@', "info": '"○ "@'}
_SMALL = {"align": "center", "font_size": 9, "font_color": style.MUTED}
_TOO_LARGE = Text(
    "结果有 {n:,} 行，超过 Excel 一张表的 1,048,576 行；请用 --format json，或分文件夹检查",
    "{n:,} rows are more than the 1,048,576 of an Excel sheet; use --format json, or check folder by folder",
)


def render(run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> bytes:
    """Return the workbook; links lead from output's folder. ReportTooLargeError beyond Excel's 1,048,576 rows."""
    most = max(len(run.findings), len(run.accepted), len(run.not_run), len(run.files))
    if most > sheets.MOST_ROWS - HEAD_ROW - 1:
        raise ReportTooLargeError(Text(_TOO_LARGE.zh.format(n=most), _TOO_LARGE.en.format(n=most)))

    def fill(book: Workbook, formats: style.Formats) -> None:
        report = _Report(run, lang, output, book, formats)
        report.findings()
        report.not_run()
        if run.accepted:
            report.accepted()
        report.files()

    return sheets.build(words.FINDINGS.pick(lang), run.version, fill, streamed=True)


class _Report:
    """The sheets of one workbook."""

    def __init__(self, run: RunResult, lang: Lang, output: Path | None, book: Workbook, formats: style.Formats) -> None:
        self.run = run
        self.lang = lang
        self.book = book
        self.formats = formats
        self.targets = {file.path: target_of(file.path, file.source, output) for file in run.files}

    def findings(self) -> None:
        """检查结果: the strip, then a row for each finding."""
        writer = self._sheet(words.FINDINGS, HEADERS, WIDTHS, HEAD_ROW, self._strip)
        for row, finding in enumerate(self.run.findings, HEAD_ROW + 1):
            self._finding(writer, row, finding)
        if not self.run.findings:
            self._note(writer, HEAD_ROW + 1, words.NOTHING if self.run.files else words.NO_FILES)
        writer.finish(HEAD_ROW, len(self.run.findings), len(HEADERS))

    def not_run(self) -> None:
        """未执行的规则: what was not judged, and why; the first row of each file opens it, for every link takes memory."""
        widths = (12, 46, 80)
        writer = self._sheet(words.NOT_RUN, (words.RULE, words.FILE, words.REASON), widths, _PLAIN_HEAD_ROW)
        last = None
        for row, each in enumerate(self.run.not_run, _PLAIN_HEAD_ROW + 1):
            writer.text(row, 0, each.rule, align="center")
            write = self._file if each.file != last else self._file_name
            name, last = write(writer, row, 1, each.file), each.file
            writer.fit(row, (name, writer.text(row, 2, each.reason)), widths[1:])
        if not self.run.not_run:
            self._note(writer, _PLAIN_HEAD_ROW + 1, words.ALL_RUN if self.run.files else words.NO_FILES)
        writer.finish(_PLAIN_HEAD_ROW, len(self.run.not_run), len(widths))

    def accepted(self) -> None:
        """已接受的结果: what the settings accept, with the reason."""
        widths = (9.5, 11, 38, 60, 50)
        headers = (words.LEVEL, words.RULE, words.PLACE, words.MESSAGE, words.REASON)
        writer = self._sheet(words.ACCEPTED, headers, widths, _PLAIN_HEAD_ROW)
        for row, finding in enumerate(self.run.accepted, _PLAIN_HEAD_ROW + 1):
            self._level(writer, row, finding)
            writer.text(row, 1, finding.rule, **_SMALL)
            where = self._place(writer, row, 2, finding)
            message = writer.text(row, 3, finding.message)
            writer.fit(row, (where, message, writer.text(row, 4, finding.accepted or "")), widths[2:])
        writer.finish(_PLAIN_HEAD_ROW, len(self.run.accepted), len(widths))

    def files(self) -> None:
        """检查的文件: which bytes were checked, what was read of them, with which settings."""
        levels = [SEVERITY_WORDS[each] for each in SEVERITIES]
        headers = (words.FILE, words.STATE, *levels, words.ROWS, words.SETTINGS, words.DIGEST)
        widths = (38, 15, 8, 8, 8, 44, 36, 40)
        tints = {"clean": "green", "findings": "amber", "unreadable": "red"}
        writer = self._sheet(words.FILES, headers, widths, _PLAIN_HEAD_ROW)
        number = self.formats.body("center", num_format='0;-0;"–"')
        for row, file in enumerate(self.run.files, _PLAIN_HEAD_ROW + 1):
            name = self._file(writer, row, 0, file.path)
            colour = style.TINTS[tints[file.status]][0]
            state = writer.text(
                row, 1, words.STATUS_WORDS[file.status].pick(self.lang), align="center", font_color=colour
            )
            for col, found in enumerate(file.numbers.values(), 2):
                writer.worksheet.write_number(row, col, found, number)
            rows = writer.text(row, 5, words.rows_words(file, self.lang))
            settings = writer.text(row, 6, setting_words(self.run.own_settings(file), self.lang))
            digest = writer.text(row, 7, file.sha256 or "", font_size=9, font_color=style.MUTED)
            writer.fit(row, (name, state, rows, settings, digest), (*widths[:2], *widths[5:]))
        writer.finish(_PLAIN_HEAD_ROW, len(self.run.files), len(widths))

    def _sheet(
        self,
        name: Text,
        headers: Sequence[Text],
        widths: Sequence[float],
        head_row: int,
        strip: Callable[[sheets.Writer], None] | None = None,
    ) -> sheets.Writer:
        """Begin a sheet, from the top: its title, what strip writes below it, and its header row."""
        title, tool = name.pick(self.lang), f"coatxl {self.run.version}"
        writer = sheets.Writer(self.book.add_worksheet(title), self.formats)
        writer.title(title, len(widths) - 1, tool)
        if strip is not None:
            strip(writer)
        writer.worksheet.set_row(head_row - 1, style.SPACER_HEIGHT)
        writer.head(head_row, [header.pick(self.lang) for header in headers], widths)
        writer.worksheet.freeze_panes(head_row + 1, 2 if head_row == HEAD_ROW else 0)
        style.page_setup(
            writer.worksheet, head_row, left=title, right=one_line(self.run.title.pick(self.lang)), foot=tool
        )
        return writer

    def _strip(self, writer: sheets.Writer) -> None:
        """Counts as large numbers; beside them what could not be read, what is accepted, settings and standard."""
        summary = self.run.summary
        figures = [
            (getattr(summary, each), SEVERITY_WORDS[each].pick(self.lang), *style.TINTS[_TINTS[each]])
            for each in SEVERITIES
        ]
        figures.append((summary.files, words.files_word(summary, self.lang), _STRIP_TEXT, _STRIP_FILL))
        first = len(figures)
        text = sheets.cell_text("\n".join(self._strip_lines()))
        small = {"font_size": 9, "font_color": _STRIP_TEXT, "bg_color": _STRIP_FILL}
        look = self.formats.get(text_wrap=True, align="left", indent=1, **small)
        upper, lower = _STRIP_ROWS
        needed = style.text_height(text, sum(WIDTHS[first:]), points=9)
        writer.worksheet.set_row(1, min(style.MOST_HEIGHT, max(upper, needed - lower)))
        writer.worksheet.set_row(2, lower)
        for col, (number, _, colour, fill) in enumerate(figures):
            large = self.formats.get(bold=True, font_size=18, align="center", font_color=colour, bg_color=fill)
            writer.worksheet.write_number(1, col, number, large)
        writer.worksheet.merge_range(1, first, 2, len(WIDTHS) - 1, text, look)
        for col, (_, word, colour, fill) in enumerate(figures):
            grey = self.formats.get(font_size=9, align="center", font_color=colour, bg_color=fill)
            writer.worksheet.write_string(2, col, word, grey)

    def _strip_lines(self) -> list[str]:
        run, lang = self.run, self.lang
        lines = [words.PARTIAL.pick(lang)] if run.partial else []
        if run.unreadable:
            names = (one_line(words.unreadable_words(file, lang)) for file in run.unreadable)
            lines.append(words.joined(words.UNREADABLE, words.list_words(names, lang, most=3), lang))
        if run.accepted:
            names = (one_line(words.accepted_words(finding, lang)) for finding in run.accepted)
            lines.append(words.joined(words.ACCEPTED, words.list_words(names, lang, most=2), lang))
        if run.shared_settings:
            lines.append(words.joined(words.SETTINGS, one_line(setting_words(run.shared_settings, lang)), lang))
        return [*lines, words.joined(words.STANDARD, one_line(run.title.pick(lang)), lang)]

    def _finding(self, writer: sheets.Writer, row: int, finding: Finding) -> None:
        blank = finding.value is None and finding.cell is not None
        shown = words.BLANK.pick(self.lang) if blank else finding.value or ""
        self._level(writer, row, finding)
        writer.text(row, 1, finding.rule, **_SMALL)
        texts = (
            self._place(writer, row, 2, finding),
            writer.text(row, 3, shown, fill=style.CALCULATED, **({"font_color": style.AS_ABOVE} if blank else {})),
            writer.text(row, 4, finding.message),
            writer.text(row, 5, finding.fix),
            writer.text(row, 6, finding.clause, **_SMALL),
        )
        writer.fit(row, texts, WIDTHS[2:])

    def _level(self, writer: sheets.Writer, row: int, finding: Finding) -> None:
        colour, fill = style.TINTS[_TINTS[finding.severity]]
        mark = {"num_format": _MARKS[finding.severity], "bold": finding.severity != "info"}
        word = SEVERITY_WORDS[finding.severity].pick(self.lang)
        writer.text(row, 0, word, align="center", fill=fill, font_color=colour, **mark)

    def _place(self, writer: sheets.Writer, row: int, col: int, finding: Finding) -> str:
        address = cell_link(self.targets.get(finding.file, finding.file), finding.sheet, finding.cell)
        return writer.link(row, col, address, one_line(place(finding)))

    def _file(self, writer: sheets.Writer, row: int, col: int, path: str) -> str:
        return writer.link(row, col, cell_link(self.targets.get(path, path), None, None), one_line(path))

    @staticmethod
    def _file_name(writer: sheets.Writer, row: int, col: int, path: str) -> str:
        return writer.text(row, col, one_line(path))

    def _note(self, writer: sheets.Writer, row: int, text: Text) -> None:
        writer.worksheet.set_row(row, 26)
        look = self.formats.get(font_color=style.GREEN, bold=True, align="left", indent=1)
        writer.worksheet.write_string(row, 0, text.pick(self.lang), look)
