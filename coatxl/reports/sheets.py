"""Cells of the workbooks that reports write: inert texts, links to source cells, one bytes-in-memory workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from coatxl.reports.inert import inert
from coatxl.reports.links import MOST_LINKS
from coatxl.workbook import own, style
from coatxl.workbook.book import column_name
from coatxl.workbook.save import disk_is_full, temporary_full

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.url import Url
    from xlsxwriter.worksheet import Worksheet

MOST_TEXT = 1_500
"""Characters of one cell; a row is at most 409 points high, and the source holds the whole."""
MOST_ROWS = 1_048_576
_FORMULA_STARTS = ("=", "+", "-", "@")


def build(
    title: str, version: str, fill: Callable[[Workbook, style.Formats], None], *, streamed: bool = False
) -> bytes:
    """Return a workbook as bytes, the same for the same content; fill writes its sheets.

    streamed: rows go to a temporary file one by one, from the top, so that their number costs no memory.
    """
    import tempfile

    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    buffer = BytesIO()
    options = {**style.workbook_options(), "constant_memory" if streamed else "in_memory": True}
    # XlsxWriter leaves its files where it fails or is stopped, so they get a folder that goes in any case.
    with tempfile.TemporaryDirectory(prefix="coatxl-", ignore_cleanup_errors=True) as folder:
        book = xlsxwriter.Workbook(buffer, {**options, "tmpdir": folder})
        try:
            with book as workbook:
                workbook.set_properties({**own.properties(title), "comments": f"coatxl {version}"})
                fill(workbook, style.Formats(workbook))
        except (OSError, FileCreateError) as error:
            if disk_is_full(error):  # the workbook itself is in memory
                raise temporary_full(tempfile.gettempdir()) from None
            raise
        finally:
            _close_rows(book)
    own.seal(buffer)
    return buffer.getvalue()


def _close_rows(workbook: Workbook) -> None:
    """Close the files of streamed rows; after a failure they are open, and Windows would not let them be removed."""
    for sheet in workbook.worksheets():
        rows: IO[str] | None = sheet.row_data_fh
        if rows is not None:
            with suppress(OSError):  # what is still to be flushed may not fit either
                rows.close()


def cell_text(text: str) -> str:
    """Return a text as a cell shows it: inert, and cut where no row could show more."""
    shown = inert(text)
    if len(shown) > MOST_TEXT:
        shown = f"{shown[:MOST_TEXT]}……（共 {len(text)} 字，见原文件）"
    # XlsxWriter takes a string of this very form for ready-made XML and would write it unescaped.
    return shown + " " if shown.startswith("<r>") and shown.endswith("</r>") else shown


class _Links:
    """The links of one sheet, in place of XlsxWriter's own table, which keeps a dozen objects for each to the very end.

    Here an address is kept; its Url is made when the sheet is closed, which asks for row → column → Url.
    """

    def __init__(self) -> None:
        self.number = 0
        self._rows: dict[int, tuple[int | str, ...]] = {}
        self._made: tuple[int, dict[int, Url]] = (-1, {})

    def add(self, row: int, col: int, address: str) -> None:
        """Keep the link of one cell."""
        self.number += 1
        self._rows[row] = (*self._rows.get(row, ()), col, address)

    def keys(self) -> Iterable[int]:
        """The rows with links."""
        return self._rows.keys()

    def __getitem__(self, row: int) -> dict[int, Url]:
        if self._made[0] != row:  # asked for its columns, then for each of them
            from xlsxwriter.url import Url

            kept = iter(self._rows[row])
            self._made = row, {int(col): Url(str(address)) for col, address in zip(kept, kept, strict=True)}
        return self._made[1]


class Writer:
    """Writes the cells of one sheet as text, never as formula, number or address."""

    def __init__(self, worksheet: Worksheet, formats: style.Formats) -> None:
        """Keep the sheet and the formats of its workbook; links are counted for this sheet."""
        self.worksheet = worksheet
        self.formats = formats
        self._looks: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.links = _Links()
        worksheet.hyperlinks = self.links  # type: ignore[assignment]

    def text(self, row: int, col: int, text: str, **look: Any) -> str:  # noqa: ANN401 — XlsxWriter's properties
        """Write a bordered body cell and return what it shows; align and fill as Formats.body."""
        shown = cell_text(text)
        if not shown:
            self.worksheet.write_blank(row, col, None, self._body(look))
            return ""
        if shown.startswith(_FORMULA_STARTS):  # stays text when a person edits the cell
            look["quote_prefix"] = True
        self.worksheet.write_string(row, col, shown, self._body(look))
        return shown

    def link(self, row: int, col: int, address: str | None, text: str, **look: Any) -> str:  # noqa: ANN401
        """Write a body cell that opens a source cell, or its text alone where no link is possible."""
        if address is None or self.links.number >= MOST_LINKS:
            return self.text(row, col, text, **look)
        shown = cell_text(text)
        link_format = self._body({"font_color": style.LINK, "underline": 1, **look})
        self.worksheet.write_string(row, col, shown, link_format)
        self.links.add(row, col, address)
        return shown

    def _body(self, look: dict[str, Any]) -> Format:
        """The format of a body cell, found at once for the few looks that a sheet's columns have."""
        key = tuple(look.items())
        found = self._looks.get(key)
        if found is None:
            found = self._looks[key] = self.formats.body(**look)
        return found

    def head(self, row: int, labels: Sequence[str], widths: Sequence[float], height: float = 26) -> None:
        """Write a header row and set the widths of its columns."""
        self.worksheet.set_row(row, height)
        for col, (label, width) in enumerate(zip(labels, widths, strict=True)):
            self.worksheet.set_column(col, col, width)
            self.worksheet.write_string(row, col, label, self.formats.header())

    def title(self, text: str, last_col: int, right: str) -> None:
        """Write row 1: the title at the left, a small grey text in the last column."""
        self.worksheet.set_row(0, style.TITLE_HEIGHT)
        self.worksheet.write_string(0, 0, text, self.formats.title())
        look = self.formats.get(align="right", font_size=9, font_color=style.MUTED)
        self.worksheet.write_string(0, last_col, cell_text(right), look)

    def fit(self, row: int, texts: Sequence[str], widths: Sequence[float]) -> None:
        """Set the height that wrapped texts need in columns of these widths."""
        self.worksheet.set_row(row, style.row_height(zip(texts, widths, strict=True)))
        if self.worksheet.constant_memory:  # the row above is written, and would be remembered for its height alone
            self.worksheet.row_info.pop(row - 1, None)
            self.worksheet.row_sizes.pop(row - 1, None)

    def finish(self, head_row: int, rows: int, columns: int) -> None:
        """Set the filter over a table; spare a reader Excel's green corners, as 序号, clauses and values are texts."""
        last = f"{column_name(columns - 1)}{head_row + rows + 1}"
        self.worksheet.autofilter(head_row, 0, head_row + rows, columns - 1)
        if rows:
            self.worksheet.ignore_errors({"number_stored_as_text": f"A{head_row + 2}:{last}"})
