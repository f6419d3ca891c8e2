"""Sheets as lists of rows, and what is read from them."""

from __future__ import annotations

from typing import Any

from papers import judge

from coatxl.standards.coating import standard
from coatxl.tables import read
from coatxl.workbook.book import Book, Merge, Sheet

HAZARD = ["评价单元", "风险点", "危害因素", "事件", "后果", "高后果", "序号", "失控诱因", "风险管控措施", "依据"]
HAZARD_FIRST = ["喷漆单元", "调漆间", "蒸气积聚", "爆燃事故", "爆燃", "是", 1, "敞口", "密闭", "GB1第1条"]
CHECKLIST = ["风险点", "序号", "检查项目", "依据", "检查结果", "是否符合"]


def sheet(name: str, *rows: list[Any], merges: tuple[Merge, ...] = ()) -> Sheet:
    return Sheet(name, rows=[list(r) for r in rows], merges=list(merges))


def book(*sheets: Sheet) -> Book:
    return Book("底稿.xlsx", "0" * 64, "xlsx", list(sheets))


def rows_of(*sheets: Sheet) -> read.Reading:
    return read.read(book(*sheets), standard.TABLES, standard.IGNORED_SHEETS)


def told(reading: read.Reading, rule: str) -> list[tuple[str | None, dict[str, object]]]:
    """(cell, message values) of the faults of one rule."""
    return [(h.origin.cell if h.origin else None, h.params) for r, h in reading.faults if r.id == rule]


def cells(reading: read.Reading, rule: str) -> list[str | None]:
    return [cell for cell, _ in told(reading, rule)]


def found(one: Sheet, *rules: str) -> list[tuple[str, str | None]]:
    """(rule, cell) of the findings of these rules in a book of one sheet."""
    return [(f.rule, f.cell) for f in judge(book(one))[0] if f.rule in rules]
