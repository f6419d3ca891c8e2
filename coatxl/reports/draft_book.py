"""A draft as a workbook: the table that a person completes, and the visible sheets by which the next run knows it again.

Texts are written as they are, to the last character: what a person typed comes back the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from coatxl.reports import sheets
from coatxl.reports.draft_model import (
    ABOUT,
    ABOUT_HEADS,
    BASES,
    BEFORE,
    CHECK,
    DRAFT_SHEETS,
    ID,
    KEPT,
    KEPT_HEADS,
    MERGED_MEASURES,
    NOTE,
    NOW,
    PROGRAM_FILL,
    PROPOSED,
    REMOVED,
    SOURCES,
    STATE,
    WORDS,
    WRITTEN,
    Draft,
    DraftBook,
    Row,
    check_of,
    own_column,
)
from coatxl.reports.draft_pictures import draw
from coatxl.workbook import style
from coatxl.workbook.book import Sheet, Value, cell_name
from coatxl.workbook.save import safe_text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

HEAD_ROW = 3
_SPARE = 200  # rows below the last one in which the drop-downs hold as well
_FORMULA_STARTS = ("=", "+", "-", "@")
_PROGRAM = ((ID, 11.0), (STATE, 13.0), (BEFORE, 30.0), (NOW, 30.0))
_NOTE = (NOTE, 30.0)
_OWN_WIDTH, _MARK_WIDTH = 16.0, 15.0
_FIRST_DAY = date(1900, 3, 1)  # Excel counts a day in February 1900 that there was not
_LONGEST_NAME = 31


def render(book: DraftBook) -> bytes:
    """Return the workbook, the same bytes for the same draft."""

    def fill(workbook: Workbook, formats: style.Formats) -> None:
        _Table(workbook, formats, book).write()
        draft = book.draft
        if book.merged:
            _list(workbook, formats, MERGED_MEASURES, book.merged_heads, book.merged)
        if draft.kept:
            widths = zip(KEPT_HEADS, (26.0, 90.0), strict=True)
            _list(workbook, formats, KEPT, list(widths), [(each.place, each.text) for each in draft.kept])
        _list(workbook, formats, ABOUT, list(zip(ABOUT_HEADS, (22.0, 110.0), strict=True)), book.about)
        _list(workbook, formats, BASES, *_bases(book))
        heads = [(ID, 11.0), *((header, 18.0) for _, header in book.source_heads)]
        names = [name for name, _ in book.source_heads]
        lines = [(b.id, *(source.get(name, "") for name in names)) for b in draft.bases for source in b.sources]
        _list(workbook, formats, SOURCES, heads, lines)
        taken = {name.casefold() for name in (book.sheet, *DRAFT_SHEETS)}
        for sheet in draft.sheets:
            _copy(workbook, formats, sheet, draft, taken)

    return sheets.build(book.title, book.version, fill)


def _bases(book: DraftBook) -> tuple[list[tuple[str, float]], list[Sequence[str]]]:
    """Headers and lines of 草稿原文."""
    told = [(f"{WRITTEN}{name}", 16.0) for name in (STATE, BEFORE, NOW, NOTE)]
    heads = [(ID, 11.0), (REMOVED, 10.0), *((h.title.rstrip("*"), h.width) for h in book.heads), *told]
    lines: list[Sequence[str]] = []
    for base in book.draft.bases:
        texts = [base.values.get(head.name, "") for head in book.heads]
        said = base.told
        mark = REMOVED if base.removed else ""
        lines.append((base.id, mark, *texts, said.state, said.before, said.now, said.note))
    return heads, lines


class _Table:
    """The table of the draft on its sheet."""

    def __init__(self, workbook: Workbook, formats: style.Formats, book: DraftBook) -> None:
        self.book, self.formats = book, formats
        self.cells = _Cells(workbook.add_worksheet(book.sheet), formats)
        self.program = [*_PROGRAM, *([_NOTE] if book.noted else [])]
        keys = [*(head.name for head in book.heads), *(name for name, _ in self.program)]
        self.columns = {key: n for n, key in enumerate([*keys, *map(own_column, range(len(book.draft.columns)))])}

    def write(self) -> None:
        """Write heading, rows, drop-downs and print set-up."""
        sheet, book = self.cells.worksheet, self.book
        sheet.set_row(0, style.TITLE_HEIGHT)
        sheet.write_string(0, 0, book.title, self.formats.title())
        sheet.set_row(1, style.SUBTITLE_HEIGHT)
        sheet.write_string(1, 0, book.hint, self.formats.subtitle())
        sheet.set_row(2, style.SPACER_HEIGHT)
        own = [(text, _OWN_WIDTH) for text in book.draft.columns]
        heads = [*((h.title, h.width) for h in book.heads), *self.program, *own]
        program = range(len(book.heads), len(book.heads) + len(self.program))
        sheet.set_row(HEAD_ROW, 26)
        for col, (text, width) in enumerate(heads):
            sheet.set_column(col, col, width)
            self.cells.text(HEAD_ROW, col, text, self.formats.header(style.SLATE if col in program else style.NAVY))
        for r, row in enumerate(book.draft.rows, HEAD_ROW + 1):
            self._row(r, row, [width for _, width in heads])
        last = HEAD_ROW + len(book.draft.rows)
        for col, head in enumerate(book.heads):
            if head.choices:
                sheet.data_validation(
                    HEAD_ROW + 1, col, last + _SPARE, col, {"validate": "list", "source": list(head.choices), "error_type": "warning"}
                )  # fmt: skip
        sheet.freeze_panes(HEAD_ROW + 1, 0)
        sheet.autofilter(HEAD_ROW, 0, max(last, HEAD_ROW + 1), len(heads) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A{HEAD_ROW + 2}:{cell_name(last + 1, len(heads) - 1)}"})
        if not own:  # on paper the standard's own columns are enough, and can be read
            sheet.print_area(0, 0, last, len(book.heads) - 1)
        style.page_setup(sheet, HEAD_ROW, left=book.title, foot=f"coatxl {book.version}")

    def _row(self, r: int, row: Row, widths: Sequence[float]) -> None:
        told = row.told
        tint = next((tint for word, (tint, _) in WORDS.items() if word in told.state), "")
        shown: list[Value] = []
        for head in self.book.heads:
            proposed = head.name == "basis" and told.note.startswith(PROPOSED)
            look: dict[str, Any] = {"align": head.align, "fill": style.TINTS["amber"][1] if proposed else style.INPUT}
            shown.append(self.cells.value(r, len(shown), _number(head.name, row.values.get(head.name)), **look))
        texts = (row.id, told.state, told.before, told.now, told.note)
        for name, text in zip([name for name, _ in self.program], texts, strict=False):
            look = {"align": "left", "fill": PROGRAM_FILL, "font_color": style.MUTED, "font_size": 9}
            if name == STATE and tint:
                colour, fill = style.TINTS[tint]
                look |= {"font_color": colour, "fill": fill, "bold": True}
            shown.append(self.cells.value(r, len(shown), text, **look))
        for value in row.extra:
            shown.append(self.cells.value(r, len(shown), value, align="left", fill=style.INPUT))
        height = style.row_height(zip(shown, widths, strict=True))
        at: dict[int, list[bytes]] = {}
        for key, part in row.pictures:
            if part in self.book.draft.media:
                at.setdefault(self.columns.get(key, 0), []).append(self.book.draft.media[part])
        for col, contents in at.items():
            height = max(height, draw(self.cells.worksheet, r, col, contents, widths[col]))
        for key, comment in row.comments.items():
            self.cells.comment(r, self.columns.get(key, 0), comment)
        self.cells.worksheet.set_row(r, height, None, {"hidden": row.hidden})


class _Cells:
    """Writes values of every type as they are."""

    def __init__(self, worksheet: Worksheet, formats: style.Formats) -> None:
        self.worksheet, self.formats = worksheet, formats

    def value(self, row: int, col: int, value: Value, **look: Any) -> Value:  # noqa: ANN401 — XlsxWriter's properties
        """Write one bordered cell and return its value."""
        body = self.formats.body
        if value is None or value == "":
            self.worksheet.write_blank(row, col, None, body(**look))
        elif isinstance(value, bool):
            self.worksheet.write_boolean(row, col, value, body(**look))
        elif isinstance(value, (int, float)):
            self.worksheet.write_number(row, col, value, body(**look))
        elif isinstance(value, (date, time, timedelta)) and _is_dated(value):
            moment: Any = value  # XlsxWriter takes all four, its annotation names one
            self.worksheet.write_datetime(row, col, moment, body(**look, num_format=_format_of(value)))
        else:
            text = str(value)
            if text.startswith(_FORMULA_STARTS):  # stays text when a person edits the cell
                look["quote_prefix"] = True
            self.text(row, col, text, body(**look))
        return value

    def comment(self, row: int, col: int, comment: tuple[str, str]) -> None:
        """Put a person's comment at a cell."""
        author, text = comment
        self.worksheet.write_comment(row, col, safe_text(text), {"author": safe_text(author), "x_scale": 1.5})

    def text(self, row: int, col: int, text: str, cell_format: Any = None) -> None:  # noqa: ANN401
        """Write a text as it is."""
        exact = safe_text(text, f"{self.worksheet.name}!{cell_name(row, col)}")
        # XlsxWriter takes a string of this very form for ready-made XML and would write it unescaped.
        exact += " " if exact.startswith("<r>") and exact.endswith("</r>") else ""
        if exact:
            self.worksheet.write_string(row, col, exact, cell_format)
        else:
            self.worksheet.write_blank(row, col, None, cell_format)


def _list(
    workbook: Workbook, formats: style.Formats, name: str, heads: Sequence[tuple[str, float]], rows: Iterable[Sequence[str]]
) -> None:  # fmt: skip
    """Add a plain table of texts on a sheet of its own, with its header in the first row.

    Each line has its mark, but for 其他内容, whose lines are carried whatever they say.
    """
    cells = _Cells(workbook.add_worksheet(name), formats)
    words = [text for text, _ in heads]
    marks = [(f"{CHECK} {check_of(words)}", _MARK_WIDTH)] if name != KEPT else []
    for col, (text, width) in enumerate([*heads, *marks]):
        cells.worksheet.set_column(col, col, width)
        cells.text(0, col, text, formats.header(style.SLATE))
    number = 0
    for number, row in enumerate(rows, 1):
        for col, text in enumerate(row):
            cells.value(number, col, text, align="left", fill=PROGRAM_FILL)
        if marks:
            mark = check_of(safe_text(text).strip() for text, head in zip(row, words, strict=True) if head != REMOVED)
            cells.value(number, len(heads), mark, align="left", font_size=9, font_color=style.MUTED)
        cells.worksheet.set_row(number, style.row_height(zip(row, (width for _, width in heads), strict=True)))
    cells.worksheet.freeze_panes(1, 0)
    cells.worksheet.ignore_errors({"number_stored_as_text": f"A1:{cell_name(number + 1, len(heads) - 1)}"})
    cells.worksheet.set_tab_color(style.NOTE)
    style.page_setup(cells.worksheet, 0, left=name)


def _copy(workbook: Workbook, formats: style.Formats, sheet: Sheet, draft: Draft, taken: set[str]) -> None:
    """Copy a person's own sheet cell by cell, with its pictures and comments."""
    name = re.sub(r"[\[\]:*?/\\]", "_", sheet.name).strip("'")[:_LONGEST_NAME] or "表"
    stem, n = name[: _LONGEST_NAME - 4], 2
    while name.casefold() in taken:
        name, n = f"{stem}({n})", n + 1
    taken.add(name.casefold())
    cells = _Cells(workbook.add_worksheet(name), formats)
    for r in range(sheet.top, sheet.bottom):
        for c, value in sheet.row(r):
            cells.value(r, c, value, align="left")
    for (r, c), word in sheet.errors.items():
        cells.value(r, c, word, align="left")
    _beside(cells, sheet, draft)
    if sheet.visibility != "visible":
        cells.worksheet.hide()


def _beside(cells: _Cells, sheet: Sheet, draft: Draft) -> None:
    """Put the pictures and comments of a person's own sheet in their cells again, and hide what the person hid."""
    at: dict[tuple[int, int], list[bytes]] = {}
    for image in sheet.images:
        if image.part in draft.media:
            at.setdefault((image.row, image.col), []).append(draft.media[image.part])
    heights: dict[int, float] = {}
    for (r, c), contents in at.items():
        heights[r] = max(heights.get(r, 0.0), draw(cells.worksheet, r, c, contents, _OWN_WIDTH))
    for r in heights.keys() | sheet.hidden_rows:
        cells.worksheet.set_row(r, heights.get(r), None, {"hidden": r in sheet.hidden_rows})
    for c in sheet.hidden_columns:
        cells.worksheet.set_column(c, c, None, None, {"hidden": True})
    if sheet.name in draft.margins:
        for (r, c), comment in draft.margins[sheet.name].comments.items():
            cells.comment(r, c, comment)


def _number(name: str, value: Value) -> Value:
    """序号 as a number where it is one, as the template's own rows have it."""
    if name == "number" and isinstance(value, str) and value.isdecimal() and str(int(value)) == value:
        return int(value) if len(value) < 10 else value  # noqa: PLR2004 — longer ones would be rounded
    return value


def _is_dated(value: date | time | timedelta) -> bool:
    """Whether Excel can hold a value as a date or time."""
    day = value.date() if isinstance(value, datetime) else value
    return not isinstance(day, date) or day >= _FIRST_DAY


def _format_of(value: date | time | timedelta) -> str:
    if isinstance(value, datetime):
        return style.DATE_FORMAT if value.time() == time(0) else f"{style.DATE_FORMAT} hh:mm:ss"
    if isinstance(value, date):
        return style.DATE_FORMAT
    return "[h]:mm:ss" if isinstance(value, timedelta) else "hh:mm:ss"
