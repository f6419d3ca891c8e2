"""The buttons' macros: what xlwings makes of them, and what they do to a workbook through Excel's object model."""

from __future__ import annotations

import importlib
import io
import sys
import types
from unittest.mock import MagicMock

import coatxl_macros
import pytest
import xlwings
from papers import Grids

from coatxl.batch.live import excel
from coatxl.batch.live.additions import Patch
from coatxl.standards.coating.demo_papers import faulty, mended
from coatxl.standards.coating.tables import ChecklistRow
from coatxl.workbook.book import Merge, Sheet


class com_error(Exception):  # noqa: N801, N818 — the name by which pywin32's error is known
    pass


PROTECTED = com_error(
    -2147352567, "发生意外。", (0, "Microsoft Excel", "您试图更改的单元格受保护。", "", 0, -2146827284), None
)


class PlayedRange:
    """A block of cells, 1-based, of a sheet that keeps its cells in a dictionary."""

    def __init__(self, sheet: PlayedSheet, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        self.sheet, self.row, self.column, self.shape = sheet, row, column, (rows, columns)
        self.font = types.SimpleNamespace(name=None, size=None, bold=None, color=None)
        self.color = self.column_width = self.wrap_text = None
        self.left, self.top, self.width = 0.0, 0.0, 500.0

    @property
    def cells(self):
        rows, columns = self.shape
        return [[(self.row + r, self.column + c) for c in range(columns)] for r in range(rows)]

    def options(self, **options):
        assert options == {"ndim": 2, "err_to_str": True}
        return self

    def resize(self, rows, columns):
        return PlayedRange(self.sheet, self.row, self.column, rows, columns)

    @property
    def value(self):
        return [[self.sheet.cells.get(cell) for cell in row] for row in self.cells]

    @value.setter
    def value(self, block):
        if self.sheet.refuses_from is not None and self.row >= self.sheet.refuses_from[0]:
            if self.sheet.refuses_from[1] == 0:
                raise PROTECTED
            self.sheet.refuses_from = (self.sheet.refuses_from[0], self.sheet.refuses_from[1] - 1)
        for cells, values in zip(self.cells, block, strict=True):
            for cell, value in zip(cells, values, strict=True):
                # As Excel does: the apostrophe is the sign of a text and no part of it; other texts it would interpret.
                assert not isinstance(value, str) or value.startswith("'")
                self.sheet.cells[cell] = value[1:] if isinstance(value, str) else value

    @property
    def formula(self):
        grid = [["" if value is None else value for value in row] for row in self.value]
        return grid[0][0] if self.shape == (1, 1) else grid

    def clear_contents(self):
        for row in self.cells:
            for cell in row:
                self.sheet.cells.pop(cell, None)

    @property
    def merge_area(self):
        top, left, bottom, right = next(m for m in self.sheet.merges if m[0] <= self.row <= m[2])
        return PlayedRange(self.sheet, top, left, bottom - top + 1, right - left + 1)

    @property
    def last_cell(self):
        return PlayedRange(self.sheet, self.row + self.shape[0] - 1, self.column + self.shape[1] - 1)

    @property
    def api(self):
        inside = [
            any(m[0] <= r <= m[2] and m[1] <= c <= m[3] for m in self.sheet.merges)
            for row in self.cells
            for r, c in row
        ]
        merged = all(inside) if all(inside) == any(inside) else None
        return types.SimpleNamespace(
            MergeCells=merged, EntireRow=types.SimpleNamespace(Hidden=False), cell=(self.row, self.column)
        )


class PlayedSheet:
    def __init__(self, book: PlayedBook, name: str, rows: list[list[object]]) -> None:
        self.book, self.name = book, name
        self.cells = {(r, c): v for r, row in enumerate(rows, 1) for c, v in enumerate(row, 1) if v is not None}
        self.merges: list[tuple[int, int, int, int]] = []
        self.links: list[tuple[tuple[int, int], str]] = []
        self.shapes: list[types.SimpleNamespace] = []
        self.refuses_from: tuple[int, int] | None = None
        self.shown = False

    @property
    def used_range(self):
        rows, columns = (max((cell[i] for cell in self.cells), default=1) for i in (0, 1))
        return PlayedRange(self, 1, 1, rows, columns)

    def range(self, first, last=None):
        if isinstance(first, str):
            row = int(first.strip("A").split(":")[0])
            return PlayedRange(self, row, 1)
        last = last or first
        return PlayedRange(self, *first, last[0] - first[0] + 1, last[1] - first[1] + 1)

    def clear(self):
        self.cells.clear()

    def activate(self):
        self.shown = True

    @property
    def api(self):
        def link(*, Anchor, Address, SubAddress):  # noqa: N803 — COM's own names
            assert Address == ""
            self.links.append((Anchor.cell, SubAddress))

        return types.SimpleNamespace(
            Visible=-1,
            Shapes=self.Shapes(self.shapes),
            Hyperlinks=types.SimpleNamespace(Add=link),
            Cells=types.SimpleNamespace(ClearHyperlinks=self.links.clear),
        )

    class Shapes(list):
        """A list that draws: what is added to it is kept in the sheet's own list."""

        def __init__(self, shapes):
            super().__init__(shapes)
            self.shapes = shapes

        def AddShape(self, kind, left, top, width, height):  # noqa: N802
            text = types.SimpleNamespace(TextRange=types.SimpleNamespace(Text=""))
            shape = types.SimpleNamespace(
                Type=1, Name="", OnAction="", TextFrame2=text, place=(left, top, width, height)
            )
            shape.Delete = lambda: self.shapes.remove(shape)
            self.shapes.append(shape)
            return shape


class PlayedSheets(list):
    @property
    def active(self):
        return self[0]

    def __getitem__(self, key):
        return next(s for s in self if s.name == key) if isinstance(key, str) else super().__getitem__(key)

    def add(self, name, after):
        sheet = PlayedSheet(after.book, name, [])
        self.insert(self.index(after) + 1, sheet)
        return sheet


class PlayedBook:
    """A workbook in Excel, and a person who answers yes unless told otherwise."""

    def __init__(self, sheets: list[Sheet], *, answer: str = "yes", path: str = "") -> None:
        self.name = "底稿.xlsm"
        self.sheets = PlayedSheets(PlayedSheet(self, s.name, s.rows) for s in sheets)
        self.api = types.SimpleNamespace(Path=path)
        self.app = self
        self.screen_updating = True
        self.answer = answer
        self.said: list[tuple[str, str]] = []

    def alert(self, text, title, buttons, mode=None):
        assert title == "coatxl"
        self.said.append((mode or buttons, text))
        return self.answer if buttons == "yes_no" else "ok"


@pytest.fixture
def pressed(monkeypatch, tmp_path):
    """Press a button in a played workbook; what was said."""
    monkeypatch.setattr("coatxl.settings.user_file", lambda: tmp_path / "none.toml")
    monkeypatch.setattr("pathlib.Path.home", lambda: tmp_path)
    monkeypatch.delenv("COATXL_DEBUG", raising=False)

    def press(name: str, book: PlayedBook) -> list[tuple[str, str]]:
        monkeypatch.setattr(xlwings.Book, "caller", lambda: book)
        book.said.clear()
        getattr(coatxl_macros, name)()
        assert book.screen_updating is True
        return book.said

    return press


def test_check_writes_findings_with_links_and_shows_them(pressed):
    book = PlayedBook(Grids(faulty()).book().sheets)
    before = {s.name: dict(s.cells) for s in book.sheets}
    ((mode, text),) = pressed("check_this_workbook", book)
    assert (mode, text[:2]) == ("info", "错误")
    result = book.sheets[-1]
    assert (result.name, result.shown) == ("检查结果", True)
    assert [result.cells[5, c] for c in (1, 3, 5)] == ["级别", "位置", "问题"]
    (row, column), place = next(each for each in result.links if "安全检查表" in each[1])
    assert column == 3
    assert result.cells[row, column].replace("!", "'!") == place.removeprefix("'")
    assert {s.name: dict(s.cells) for s in book.sheets[:-1]} == before
    links = len(result.links)
    assert [mode for mode, _ in pressed("check_this_workbook", book)] == ["info"]
    assert (len(book.sheets[-1].links), sum(s.name == "检查结果" for s in book.sheets)) == (links, 1)


def test_draft_asks_and_appends_through_excel(pressed):
    book = PlayedBook(Grids(mended()).drop(ChecklistRow, 28).book().sheets)
    sheet = book.sheets["安全检查表"]
    before = dict(sheet.cells)
    (question, told) = pressed("draft_checklist", book)
    assert question[0] == "yes_no"
    assert told[1].startswith("已从“安全检查表”表第 30 行")
    assert {cell: sheet.cells[cell] for cell in before} == before
    assert "1-20.1" in {value for (row, _), value in sheet.cells.items() if row == 30}
    assert pressed("draft_checklist", book) == [("info", "每条风险管控措施都已有检查项目，没有要增加的")]


def test_a_no_changes_nothing(pressed):
    grids = Grids(mended()).set(ChecklistRow, 3, conforms="不符合", observation="无")
    book = PlayedBook(grids.book().sheets, answer="no")
    before = {s.name: dict(s.cells) for s in book.sheets}
    pressed("collect_dangers", book)
    assert {s.name: dict(s.cells) for s in book.sheets} == before
    book.answer = "yes"
    pressed("collect_dangers", book)
    assert "安全检查表 自动化喷漆线/4" in book.sheets["隐患清单"].cells.values()


@pytest.mark.parametrize("after", [0, 1])
def test_a_protected_sheet_is_said_and_left_as_it_was(pressed, after):
    grids = Grids(mended()).set(ChecklistRow, 3, conforms="不符合", observation="无", suggestion="整改")
    book = PlayedBook(grids.book().sheets)
    sheet = book.sheets["隐患清单"]
    sheet.refuses_from = (2, after)
    before = dict(sheet.cells)
    _, (mode, text) = pressed("collect_dangers", book)
    assert mode == "critical"
    assert "您试图更改的单元格受保护" in text
    assert "审阅" in text
    assert sheet.cells == before


def test_what_stands_in_the_way_is_one_sentence(pressed, monkeypatch, tmp_path):
    book = PlayedBook([Sheet("随便", rows=[["x"]])])
    ((mode, text),) = pressed("collect_dangers", book)
    assert (mode, "检查项目" in text) == ("critical", True)
    (tmp_path / "coatxl.toml").write_text("[acceptance]\nmax_grade = '很低'\n", "utf-8")
    ((mode, text),) = pressed("check_this_workbook", PlayedBook(Grids(mended()).book().sheets, path=str(tmp_path)))
    assert (mode, "max_grade" in text) == ("critical", True)
    monkeypatch.setattr(book, "sheets", 1)
    ((mode, text),) = pressed("check_this_workbook", book)
    assert (mode, text.startswith("软件内部出错（TypeError")) == ("critical", True)


@pytest.mark.parametrize(("path", "folder"), [("", None), ("https://d.docs.live.net/x/底稿", None)])
def test_a_workbook_that_lies_in_no_folder(path, folder):
    assert excel.ExcelDesk(PlayedBook([], path=path)).folder is folder


def test_texts_are_entered_as_texts_and_merges_are_read():
    book = PlayedBook([Sheet("表", rows=[["甲", None], [None, None], ["乙", 1]])])
    excel.ExcelDesk(book).write([Patch("表", 3, 0, (("=1+1", 7), ("1-13", None)))])
    cells = book.sheets["表"].cells
    assert (cells[4, 1], cells[4, 2], cells[5, 1], cells[5, 2]) == ("=1+1", 7, "1-13", None)
    sheet = excel.ExcelSheet(book.sheets["表"])
    book.sheets["表"].merges = [(1, 1, 2, 1)]
    assert sheet.merged(Merge(0, 0, 1, 0)) is True
    assert sheet.merged(Merge(0, 0, 2, 1)) is None
    assert sheet.merged(Merge(2, 0, 2, 1)) is False
    assert sheet.merge_at(1, 0) == Merge(0, 0, 1, 0)
    single = excel.ExcelSheet(PlayedBook([Sheet("单格", rows=[["=甲"]])]).sheets[0]).used()
    assert (single.values, single.formulas) == ([["=甲"]], [["=甲"]])


def test_buttons_are_placed_once_with_chinese_captions(pressed):
    book = PlayedBook([Sheet("填写说明", rows=[["x"]])])
    pressed("place_buttons", book)
    pressed("place_buttons", book)
    shapes = book.sheets[0].shapes
    assert [(s.OnAction, s.TextFrame2.TextRange.Text) for s in shapes] == list(coatxl_macros.BUTTONS)
    assert len({s.place[1] for s in shapes}) == 3
    assert min(s.place[0] for s in shapes) > 500


def test_the_vba_wrapper_has_one_sub_for_each_macro(monkeypatch):
    for name in ("pythoncom", "win32com", "win32com.client", "xlwings.com_server", "xlwings.udfs"):
        monkeypatch.setitem(sys.modules, name, MagicMock())
    monkeypatch.setitem(sys.modules, "pywintypes", types.SimpleNamespace(com_error=com_error))
    monkeypatch.setattr(xlwings, "_xlwindows", MagicMock(), raising=False)
    del sys.modules["xlwings.udfs"]
    udfs = importlib.import_module("xlwings.udfs")
    monkeypatch.setattr(xlwings, "sub", udfs.xlsub)
    monkeypatch.delitem(sys.modules, "coatxl_macros")
    module = importlib.import_module("coatxl_macros")
    text = io.StringIO()
    udfs.generate_vba_wrapper("coatxl_macros", module, text, types.SimpleNamespace(Name="底稿.xlsm"))
    lines = [line.strip() for line in text.getvalue().splitlines()]
    macros = ["check_this_workbook", "collect_dangers", "draft_checklist", "place_buttons"]
    assert [line for line in lines if line.startswith(("Sub ", "Function "))] == [f"Sub {name}()" for name in macros]
    for name in macros:
        assert f'XLPy.CallUDF "coatxl_macros", "{name}", Array(), ThisWorkbook, Application.Caller' in lines
        assert name.isascii()
    assert {name for name, _ in module.BUTTONS} < set(macros)
