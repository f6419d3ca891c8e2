"""The open workbook in Excel, through xlwings: what LiveSheet and Desk ask, and the only writing to a live workbook.

Nothing here decides anything. Excel counts rows and columns from 1, this project from 0.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coatxl.batch.live.actions import Desk
from coatxl.batch.live.additions import LiveRefused, Patch
from coatxl.batch.live.page import WIDTHS, Page
from coatxl.batch.live.sheets import Used
from coatxl.settings import SettingsError
from coatxl.workbook import style
from coatxl.workbook.book import Merge, Visibility

if TYPE_CHECKING:
    import xlwings as xw

TITLE = "coatxl"
_VISIBILITY: dict[int, Visibility] = {-1: "visible", 0: "hidden", 2: "very_hidden"}
_PICTURES = frozenset({11, 13})  # msoLinkedPicture, msoPicture
_ROUNDED = 5  # msoShapeRoundedRectangle
_BUTTON, _GAP = (110, 28), 8  # points
_DETAILS = 2


class ExcelSheet:
    """One worksheet as LiveSheet."""

    def __init__(self, sheet: xw.Sheet) -> None:
        self.sheet = sheet

    @property
    def name(self) -> str:
        """The sheet's name."""
        return str(self.sheet.name)

    @property
    def visibility(self) -> Visibility:
        """Whether a person sees the sheet."""
        return _VISIBILITY[int(self.sheet.api.Visible)]

    def used(self) -> Used:
        """Values and formulas of the used range, each in one call."""
        area = self.sheet.used_range
        values: list[list[object]] = area.options(ndim=2, err_to_str=True).value
        formulas: Any = area.formula
        if not isinstance(formulas, (list, tuple)):  # a single cell
            formulas = [[formulas]]
        return Used(area.row - 1, area.column - 1, values, [list(row) for row in formulas])

    def merged(self, box: Merge) -> bool | None:
        """Whether all cells of a box belong to merges; None when some do."""
        return _whether(self._range(box).api.MergeCells)

    def merge_at(self, row: int, col: int) -> Merge:
        """The merge that a cell belongs to."""
        area = self.sheet.range((row + 1, col + 1)).merge_area
        last = area.last_cell
        return Merge(area.row - 1, area.column - 1, last.row - 1, last.column - 1)

    def hidden(self, first: int, last: int) -> bool | None:
        """Whether all rows from first to last are hidden; None when some are."""
        return _whether(self.sheet.range(f"{first + 1}:{last + 1}").api.EntireRow.Hidden)

    def pictures(self) -> set[tuple[int, int]]:
        """Cells at which pictures are anchored."""
        corners = [shape.TopLeftCell for shape in self.sheet.api.Shapes if shape.Type in _PICTURES]
        return {(int(cell.Row) - 1, int(cell.Column) - 1) for cell in corners}

    def _range(self, box: Merge) -> xw.Range:
        return self.sheet.range((box.top + 1, box.left + 1), (box.bottom + 1, box.right + 1))


class ExcelDesk:
    """The workbook of a pressed button as Desk."""

    def __init__(self, book: xw.Book) -> None:
        self.book = book

    @property
    def name(self) -> str:
        """The workbook's name."""
        return str(self.book.name)

    @property
    def folder(self) -> Path | None:
        """Its folder; None when it was never saved or lies in the cloud (https://)."""
        where = str(self.book.api.Path)
        return None if not where or "://" in where else Path(where)

    def sheets(self) -> list[ExcelSheet]:
        """The worksheets in their order; chart sheets are none."""
        return [ExcelSheet(sheet) for sheet in self.book.sheets]

    def ask(self, question: str) -> bool:
        """Whether the person says yes."""
        return self.book.app.alert(question, TITLE, "yes_no") == "yes"

    def tell(self, text: str, *, trouble: bool = False) -> None:
        """Say one sentence."""
        self.book.app.alert(text, TITLE, "ok", "critical" if trouble else "info")

    def write(self, patches: Iterable[Patch]) -> None:
        """Put values into blank cells, all or none: what was written before Excel refused is taken back."""
        written: list[xw.Range] = []
        with _quiet(self.book.app):
            try:
                for patch in patches:
                    block = [[_entered(value) for value in row] for row in patch.values]
                    corner = self.book.sheets[patch.sheet].range((patch.row + 1, patch.col + 1))
                    area = corner.resize(len(block), len(block[0]))
                    area.value = block
                    written.append(area)
            except Exception:
                for area in written:
                    area.clear_contents()
                raise

    def show(self, sheet: str, contents: Page) -> None:
        """Put a page on a sheet of this name, new at the end or cleared before, and show it."""
        with _quiet(self.book.app):
            sheets = list(self.book.sheets)
            old = next((each for each in sheets if each.name == sheet), None)
            target = old if old is not None else self.book.sheets.add(sheet, after=sheets[-1])
            target.api.Cells.ClearHyperlinks()
            target.clear()
            rows = [[_entered(text or None) for text in row] for row in contents.rows]
            target.range("A1").resize(len(rows), len(WIDTHS)).value = rows
            _link(target, contents)
            _dress(target, contents)
        target.activate()


def _link(target: xw.Sheet, contents: Page) -> None:
    for (row, col), (sheet, cell) in contents.links.items():
        anchor = target.range((row + 1, col + 1))
        place = "'{}'!{}".format(sheet.replace("'", "''"), cell)
        target.api.Hyperlinks.Add(Anchor=anchor.api, Address="", SubAddress=place)


def _dress(target: xw.Sheet, contents: Page) -> None:
    """The look of 检查结果.xlsx, as far as it helps reading."""
    area = target.range("A1").resize(len(contents.rows), len(WIDTHS))
    area.font.name, area.font.size = style.FONT, 10
    area.api.VerticalAlignment = -4160  # xlTop
    for col, width in enumerate(WIDTHS, 1):
        target.range((1, col)).column_width = width
    target.range((contents.heads[0] + 1, 1)).resize(
        len(contents.rows) - contents.heads[0], len(WIDTHS)
    ).wrap_text = True
    target.range("A1").font.size, target.range("A1").font.bold = 14, True
    for row in contents.heads:
        head = target.range((row + 1, 1)).resize(1, len(WIDTHS))
        head.color, head.font.color, head.font.bold = style.NAVY, "#FFFFFF", True
    for row, severity in contents.levels.items():
        if severity == "error":
            target.range((row + 1, 1)).font.bold = True


@contextmanager
def _quiet(app: xw.App) -> Iterator[None]:
    """Without a redraw for each cell."""
    before = app.screen_updating
    app.screen_updating = False
    try:
        yield
    finally:
        app.screen_updating = before


def _entered(value: str | int | None) -> str | int | None:
    """A value as typed into Excel: with its apostrophe a text stays one, be it 1-13, 2026年3月 or =1+1."""
    return f"'{value}" if isinstance(value, str) else value


def _whether(answer: object) -> bool | None:
    return None if answer is None else bool(answer)


def press(book: xw.Book, action: Callable[[Desk], str]) -> None:
    """Do what a button stands for and tell the person the result, or in one sentence why nothing was done."""
    desk = ExcelDesk(book)
    try:
        desk.tell(action(desk))
    except (LiveRefused, SettingsError) as reason:
        desk.tell(str(reason), trouble=True)
    except Exception as error:
        if os.environ.get("COATXL_DEBUG"):
            raise
        desk.tell(_explained(error), trouble=True)


def _explained(error: Exception) -> str:
    # pywintypes.com_error, which only Windows can import: (code, text, (…, source, description, …), …).
    if type(error).__name__ == "com_error":
        details = error.args[2] if len(error.args) > _DETAILS else None
        told = details[2] if isinstance(details, tuple) and len(details) > _DETAILS else None
        words = " ".join(str(told or error).split())[:150]
        return f"Excel 拒绝了操作（{words}）。请退出单元格编辑；工作表或工作簿受保护的，在“审阅”中撤消保护后再试"
    words = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return f"软件内部出错（{words}）；请报告给开发者"


def place_buttons(book: xw.Book, buttons: Iterable[tuple[str, str]]) -> None:
    """Put a button for each (macro, caption) on the active sheet, right of its used range; old ones are replaced."""
    sheet = book.sheets.active
    shapes = sheet.api.Shapes
    names = {f"{TITLE}_{macro}": (macro, caption) for macro, caption in buttons}
    for old in [shape for shape in shapes if shape.Name in names]:
        old.Delete()
    area = sheet.used_range
    left, top = area.left + area.width + _GAP, area.top + _GAP
    for name, (macro, caption) in names.items():
        shape = shapes.AddShape(_ROUNDED, left, top, *_BUTTON)
        shape.Name, shape.OnAction = name, macro
        shape.TextFrame2.TextRange.Text = caption
        top += _BUTTON[1] + _GAP
