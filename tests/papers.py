"""Working papers in memory: a demo paper as a Book, edited cell by cell, and its findings."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from coatxl.check import check_book
from coatxl.criteria import lec, matrix
from coatxl.criteria.scores import NotInTable
from coatxl.findings import Finding, NotRun
from coatxl.settings import Settings
from coatxl.standards.coating.demo_papers import Paper, mended
from coatxl.standards.coating.tables import CORE_TABLES, LecRow, MatrixRow, ProjectRow
from coatxl.standards.coating.tables.project import FACTS
from coatxl.tables.table import Table
from coatxl.workbook.book import Book, Sheet

_DAY = date(2026, 3, 30)
# A hidden danger with all that the closed loop and 五落实 want.
CLOSED_DANGER: dict[str, Any] = {
    "number": "1", "unit": "喷漆单元", "risk_point": "自动化喷漆线", "description": "安全出口指示灯不亮", "issue": "缺失",
    "basis": "AQ 4101-2008 第8.2条", "level": "一般隐患", "suggestion": "喷漆室安装固定式可燃气体报警装置，并与排风联锁",
    "notified": _DAY, "owner": "钱某", "action": "安装", "money": "3万元", "deadline": date(2026, 4, 30), "plan": "整改前停止喷漆",
    "state": "销号", "finished": _DAY, "recheck": "已整改", "rechecker": "赵某", "recheck_date": _DAY,
    "photo_before": "a.jpg", "photo_after": "b.jpg", "origin": "现场检查",
}  # fmt: skip


class Grids:
    """One paper as a list of rows of field values for each table; header in row 1, data from row 2.

    It has the core sheets; a sheet of another clause is there as soon as a row is added to it.
    """

    def __init__(self, paper: Paper | None = None) -> None:
        paper = paper or mended()
        self.rows: dict[type[Table], list[dict[str, Any]]] = {t: [] for t in CORE_TABLES}
        self.rows[ProjectRow] = [{"item": f.title, "content": paper.facts.get(f.word), "note": f.help} for f in FACTS]
        for table, rows in paper.rows.items():
            self.rows[table] = [dict(row) for row in rows]

    def set(self, table: type[Table], number: int, /, **values: Any) -> Grids:
        """Change fields of the number-th data row, counted from 0."""
        self.rows[table][number] |= values
        return self

    def add(self, table: type[Table], /, **values: Any) -> Grids:
        """Append a data row."""
        self.rows.setdefault(table, []).append(values)
        return self

    def insert(self, table: type[Table], number: int, /, **values: Any) -> Grids:
        """Insert a data row before the number-th."""
        self.rows[table].insert(number, values)
        return self

    def drop(self, table: type[Table], number: int) -> Grids:
        """Delete a data row."""
        del self.rows[table][number]
        return self

    def without(self, *tables: type[Table]) -> Grids:
        """Leave whole sheets out."""
        for table in tables:
            del self.rows[table]
        return self

    def fact(self, word: str, value: object) -> Grids:
        """Set 内容 of a 项目."""
        next(r for r in self.rows[ProjectRow] if r["item"].strip("*") == word)["content"] = value
        return self

    def book(self, *, calculated: bool = True) -> Book:
        """The paper as a Book; empty tables have their header only.

        calculated: what the formulas of the risk sheets give stands in their cells, as in a paper that was saved.
        """
        sheets = []
        for table, written in self.rows.items():
            rows = [{**_results(table, row), **row} for row in written] if calculated else written
            used = [n for n, f in table.fields.items() if f.column.in_template or any(n in r for r in rows)]
            grid: list[list[Any]] = [[table.fields[n].title for n in used]]
            grid += [[_cell(row.get(n)) for n in used] for row in rows]
            sheets.append(Sheet(table.sheet, rows=grid))
        return Book("底稿.xlsx", "0" * 64, "xlsx", sheets)


def _results(table: type[Table], row: dict[str, Any]) -> dict[str, Any]:
    """The calculated cells of a risk row whose scores are legal."""
    found: dict[str, Any] = {}
    if table is LecRow:
        for prefix in ("", "inherent_"):
            with suppress(NotInTable):
                d = lec.d_value(*(row.get(prefix + name) for name in ("likelihood", "exposure", "consequence")))
                found |= {f"{prefix}d": d, f"{prefix}grade": lec.grade(d)}
    elif table is MatrixRow:
        with suppress(NotInTable):
            r = matrix.r_value(row.get("likelihood"), row.get("consequence"))
            found |= {"r": r, "grade": matrix.grade(r)}
    return found


def save(grids: Grids, path: Path) -> Path:
    """Write a paper as a real workbook and return its path."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in grids.book().sheets:
            worksheet = workbook.add_worksheet(sheet.name)
            for r, row in enumerate(sheet.rows):
                for c, value in enumerate(row):
                    if isinstance(value, date):
                        worksheet.write_datetime(r, c, value, day)
                    elif value is not None:
                        worksheet.write(r, c, value)
    return path


def _cell(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return None if value == "" else value


def judge(book: Book, settings: Settings | None = None) -> tuple[list[Finding], list[NotRun]]:
    """All findings of a Book, as check_workbook gives them, and the rules that were not run."""
    report = check_book(book, settings or Settings())
    return report.findings, report.not_run


def places(findings: list[Finding]) -> list[tuple[str, str | None, str | None]]:
    """(rule, sheet, cell) of each finding."""
    return [(f.rule, f.sheet, f.cell) for f in findings]
