"""A working paper that is open on a person's screen: Grids as live sheets, and a Desk that keeps what happens."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from coatxl.batch.live.additions import Patch
from coatxl.batch.live.page import Page
from coatxl.batch.live.sheets import Used
from coatxl.workbook.book import Book, Merge, Sheet, Visibility


class OpenSheet:
    """A Sheet as Excel would hand it over; answers of merged and hidden are those of the object model."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.questions = 0

    @property
    def name(self) -> str:
        return self.sheet.name

    @property
    def visibility(self) -> Visibility:
        return self.sheet.visibility

    def used(self) -> Used:
        width = max((len(row) for row in self.sheet.rows), default=0)
        values: list[list[object]] = [[*row, *[None] * (width - len(row))] for row in self.sheet.rows]
        for (r, c), word in self.sheet.errors.items():
            values[r - self.sheet.top][c - self.sheet.left] = word
        formulas = [["" if v is None else v for v in row] for row in values]
        for (r, c), text in self.sheet.formulas.items():
            formulas[r - self.sheet.top][c - self.sheet.left] = f"={text}"
        return Used(self.sheet.top, self.sheet.left, values, formulas)

    def merged(self, box: Merge) -> bool | None:
        self.questions += 1
        cells = [(r, c) for r in range(box.top, box.bottom + 1) for c in range(box.left, box.right + 1)]
        states = {any(cell in merge for merge in self.sheet.merges) for cell in cells}
        return states.pop() if len(states) == 1 else None

    def merge_at(self, row: int, col: int) -> Merge:
        return next((m for m in self.sheet.merges if (row, col) in m), Merge(row, col, row, col))

    def hidden(self, first: int, last: int) -> bool | None:
        states = {row in self.sheet.hidden_rows for row in range(first, last + 1)}
        return states.pop() if len(states) == 1 else None

    def pictures(self) -> set[tuple[int, int]]:
        return self.sheet.pictures


class PlayedDesk:
    """An open workbook that applies patches to its sheets, and a person who gives one answer to every question."""

    def __init__(self, book: Book, *, folder: Path, answer: bool = True) -> None:
        self.book, self.folder, self.answer = book, folder, answer
        self.questions: list[str] = []
        self.patches: list[Patch] = []
        self.shown: dict[str, Page] = {}

    @property
    def name(self) -> str:
        return self.book.name

    def sheets(self) -> list[OpenSheet]:
        return [OpenSheet(sheet) for sheet in self.book.sheets]

    def ask(self, question: str) -> bool:
        self.questions.append(question)
        return self.answer

    def write(self, patches: Iterable[Patch]) -> None:
        for patch in patches:
            self.patches.append(patch)
            sheet = next(s for s in self.book.sheets if s.name == patch.sheet)
            for r, values in enumerate(patch.values, patch.row - sheet.top):
                while len(sheet.rows) <= r:
                    sheet.rows.append([])
                for c, value in enumerate(values, patch.col - sheet.left):
                    row = sheet.rows[r]
                    row.extend([None] * (c + 1 - len(row)))
                    assert row[c] is None, f"{patch.sheet} row {r + 1} column {c + 1} is overwritten"
                    row[c] = value

    def show(self, sheet: str, contents: Page) -> None:
        self.shown[sheet] = contents
        self.book.sheets = [s for s in self.book.sheets if s.name != sheet]
        rows = [[text or None for text in row] for row in contents.rows]
        self.book.sheets.append(Sheet(sheet, rows=rows))
