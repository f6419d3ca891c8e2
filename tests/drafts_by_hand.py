"""Drafts as a person works on them: drafted from a paper in memory, written, edited with openpyxl, read back."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
from papers import Grids

from coatxl.check import dossier_of
from coatxl.reports.draft_book import render
from coatxl.reports.draft_model import ID
from coatxl.settings import Settings
from coatxl.standards.coating.draft_entries import CHECKLIST, DraftKind
from coatxl.standards.coating.draft_file import read_draft
from coatxl.standards.coating.draft_pages import draft_book, heading
from coatxl.standards.coating.drafting import drafted
from coatxl.standards.coating.tables import HazardRow, RiskPointRow, UnitRow
from coatxl.workbook import reader
from coatxl.workbook.margins import margins

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HEAD = 4
"""Row of the header, counted from 1."""


class Desk:
    """One paper and its draft, in a folder of its own."""

    def __init__(self, folder: Path, paper: Grids, kind: DraftKind = CHECKLIST, **settings: Any) -> None:
        self.file = folder / "草稿.xlsx"
        self.paper, self.kind, self.settings = paper, kind, Settings(**settings)
        self.content = b""

    def draft(self, *, shared: bool = False) -> bytes:
        """Draft, going on from what the file holds now."""
        paper = dossier_of(self.paper.book(), "底稿.xlsx")
        last = None
        if self.content:
            self.file.write_bytes(self.content)
            book = reader.read(self.file)
            last = read_draft(book, self.kind, heading=heading(self.kind), margins=margins(self.file))
        draft = drafted(self.kind, paper, self.settings, last, shared=shared)
        self.content = render(draft_book(self.kind, draft, paper, self.settings))
        return self.content

    def edit(self, change: Callable[[Hand], object]) -> Desk:
        """Open the file, let a person change it, and save it."""
        workbook = openpyxl.load_workbook(BytesIO(self.content))
        change(Hand(workbook))
        out = BytesIO()
        workbook.save(out)
        self.content = out.getvalue()
        return self

    def hand(self) -> Hand:
        """The file, to look at."""
        return Hand(openpyxl.load_workbook(BytesIO(self.content)))


class Hand:
    """A person at the draft's table."""

    def __init__(self, workbook: openpyxl.Workbook) -> None:
        self.workbook = workbook
        self.sheet: Worksheet = workbook.worksheets[0]

    @property
    def heads(self) -> dict[str, int]:
        return {str(c.value).strip("*"): c.column for c in self.sheet[HEAD] if c.value is not None}

    @property
    def ids(self) -> list[str | None]:
        return [self.sheet.cell(r, self.heads[ID]).value for r in self.numbers()]

    def numbers(self) -> range:
        return range(HEAD + 1, self.sheet.max_row + 1)

    def row(self, key: object) -> int:
        """The sheet row of an id, or of the row whose 检查项目 or 隐患描述 is this text."""
        names = [self.heads[n] for n in (ID, "检查项目", "隐患描述") if n in self.heads]
        return next(r for r in self.numbers() if any(self.sheet.cell(r, c).value == key for c in names))

    def get(self, key: object, header: str) -> Any:
        return self.sheet.cell(self.row(key), self.heads[header]).value

    def type(self, key: object, header: str, value: object) -> None:
        self.sheet.cell(self.row(key), self.heads[header]).value = value  # type: ignore[assignment]

    def lines(self, *headers: str) -> list[tuple[Any, ...]]:
        return [tuple(self.sheet.cell(r, self.heads[h]).value for h in headers) for r in self.numbers()]

    def texts(self) -> set[str]:
        """Every text of every sheet, comments too."""
        cells = [c for s in self.workbook for line in s.iter_rows() for c in line]
        return {str(c.value) for c in cells if c.value is not None} | {
            c.comment.text for c in cells if c.comment is not None
        }

    def sort(self, header: str) -> None:
        """Sort the rows by a column, as Excel does."""
        col = self.heads[header] - 1
        rows = [[c.value for c in self.sheet[r]] for r in self.numbers()]
        rows.sort(key=lambda row: str(row[col] or ""))
        for r, row in zip(self.numbers(), rows, strict=True):
            for c, value in enumerate(row, 1):
                cell = self.sheet.cell(r, c)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"  # a text that begins with = is no formula after sorting


def small(*measures: str) -> Grids:
    """A paper of one unit with two risk points, with these measures at the first and one at the second."""
    g = Grids()
    for table in g.rows:
        if table.sheet != "项目信息":
            g.rows[table] = []
    g.add(UnitRow, number="1", unit="喷漆单元", kind="工艺与设备设施", divided="是")
    for n, point in enumerate(("喷漆房", "烘干室"), 1):
        g.add(RiskPointRow, number=str(n), unit="喷漆单元", risk_point=point, step="-", kind="设备设施")
    for n, measure in enumerate(measures, 1):
        add_measure(g, "喷漆房", str(n), measure)
    return add_measure(g, "烘干室", "1", "烘干室设置超温报警。")


def add_measure(g: Grids, point: str, number: str, measure: str, *, basis: str = "", at: int | None = None) -> Grids:
    """A measure with a cause of its own; at: before which row."""
    row = {
        "unit": "喷漆单元", "risk_point": point, "step": "-", "hazard": f"{point}危害", "event": "着火。", "outcome": "火灾", "high": "是",
        "number": number, "cause": f"{measure.rstrip('。')}没有做到。", "measure": measure, "basis": basis,
    }  # fmt: skip
    g.rows[HazardRow].insert(len(g.rows[HazardRow]) if at is None else at, row)
    return g
