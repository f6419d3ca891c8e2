"""The shipped plant broken at one place: edits of its rows, the variants of it that some rules need, and what is new then."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from papers import Grids, judge

from coatxl.criteria.bands import LOWER_INCLUSIVE
from coatxl.findings import SEVERITIES, Finding
from coatxl.settings import MatrixSettings, Settings
from coatxl.standards.coating.guide import blueprint
from coatxl.standards.coating.plant import plant
from coatxl.standards.coating.tables import (
    CRITERIA_SHEET,
    ConclusionRow,
    ConfirmationRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    MajorVerdictRow,
    MatrixRow,
    RelationRow,
)
from coatxl.tables.table import Table
from coatxl.tables.template import write_template
from coatxl.workbook.book import Book, Picture, Sheet, cell_name
from coatxl.workbook.reader import read

Key = int | str
"""A data row: its number from 0 (-1 is the last), or the text of a cell, which means the first row that has it."""
Edit = Callable[[Grids], object]
Touch = Callable[[Book], None]
Cell = tuple[str | None, str | None]
"""Sheet and cell."""
Place = tuple[str, str | None, str | None]
"""Rule, sheet and cell of a finding."""
HEADER = -2
"""The header row as the place of a finding."""
RELATION_ONLY = ("measure", "measure_kind", "basis", "reason")


# --- edits of the rows ----------------------------------------------------------------------------


def number_of(grids: Grids, table: type[Table], key: Key) -> int:
    """The row that a key means, counted from 0."""
    if isinstance(key, int):
        return key % len(grids.rows[table])
    return next(n for n, row in enumerate(grids.rows[table]) if key in map(str, row.values()))


def change(table: type[Table], key: Key, /, **values: Any) -> Edit:
    """Other values in some cells of one row."""
    return lambda grids: grids.set(table, number_of(grids, table, key), **values)


def drop(table: type[Table], *keys: Key) -> Edit:
    """Rows deleted."""

    def edit(grids: Grids) -> None:
        for key in keys:
            grids.drop(table, number_of(grids, table, key))

    return edit


def drop_all(table: type[Table], name: str, text: str) -> Edit:
    """Every row deleted that has this text in a field."""

    def edit(grids: Grids) -> None:
        grids.rows[table] = [row for row in grids.rows[table] if row.get(name) != text]

    return edit


def copy(table: type[Table], key: Key, /, after: Key | None = None, **values: Any) -> Edit:
    """A further row like another one, but for these values: below the row after, else at the end."""

    def edit(grids: Grids) -> None:
        row = grids.rows[table][number_of(grids, table, key)] | values
        at = len(grids.rows[table]) if after is None else number_of(grids, table, after) + 1
        grids.insert(table, at, **row)

    return edit


def everywhere(table: type[Table], name: str, right: str, wrong: str) -> Edit:
    """Another word in a field wherever a sheet has this one, as when the cell is merged over its rows."""

    def edit(grids: Grids) -> None:
        for row in grids.rows[table]:
            if row.get(name) == right:
                row[name] = wrong

    return edit


def fact(word: str, value: object) -> Edit:
    """Another 内容 in 项目信息."""
    return lambda grids: grids.fact(word, value)


def rename(old: str, new: str) -> Edit:
    """Another name for a risk point or a step, in every cell that mentions it."""

    def edit(grids: Grids) -> None:
        for rows in grids.rows.values():
            for row in rows:
                row |= {name: v.replace(old, new) for name, v in row.items() if isinstance(v, str) and old in v}

    return edit


# --- what rows cannot say -------------------------------------------------------------------------


def sheet_of(book: Book, table: type[Table]) -> Sheet:
    """The sheet of a table."""
    return next(sheet for sheet in book.sheets if sheet.name == table.sheet)


def pictures(*cells: tuple[int, str, str]) -> Touch:
    """Pictures in 隐患清单: the number of the data row, the field, and the part that holds the picture."""

    def touch(book: Book) -> None:
        sheet = sheet_of(book, HiddenDangerRow)
        for number, name, part in cells:
            col = sheet.rows[0].index(HiddenDangerRow.fields[name].title)
            sheet.images.append(Picture(number + 1, col, part))
            sheet.pictures.add((number + 1, col))

    return touch


def without_measures(book: Book) -> None:
    """危害因素描述 without the columns that 关系表 holds."""
    sheet = sheet_of(book, HazardRow)
    for name in RELATION_ONLY:
        col = sheet.rows[0].index(HazardRow.fields[name].title)
        for row in sheet.rows:
            del row[col]


@cache
def _criteria_of(band_rule: str) -> Sheet:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "底稿.xlsx"
        write_template(path, blueprint(band_rule, core=True), rows=1)
        return next(sheet for sheet in read(path).sheets if sheet.name == CRITERIA_SHEET)


def criteria(band_rule: str = LOWER_INCLUSIVE, *, under: str = "", below: int = 0, value: object = None) -> Touch:
    """判定标准 as the template writes it, with another value some rows below a caption."""

    def touch(book: Book) -> None:
        own = _criteria_of(band_rule)
        sheet = Sheet(own.name, top=own.top, left=own.left, rows=[list(row) for row in own.rows])
        if under:
            sheet.rows[criteria_row(under) + below][0] = value  # type: ignore[call-overload]
        book.sheets = [each for each in book.sheets if each.name != CRITERIA_SHEET] + [sheet]

    return touch


def criteria_row(caption: str) -> int:
    """The row of a caption of 判定标准."""
    rows = _criteria_of(LOWER_INCLUSIVE).rows
    return next(n for n, row in enumerate(rows) if row and isinstance(row[0], str) and caption in row[0])


# --- variants -------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)  # a variant is itself: its findings are looked up once
class Variant:
    """The plant, differently made: still without a finding of its own but those of information."""

    edits: tuple[Edit, ...] = ()
    touch: Touch | None = None
    settings: Settings = field(default_factory=Settings)

    def grids(self) -> Grids:
        """Its rows, to be edited."""
        grids = Grids(plant())
        for edit in self.edits:
            edit(grids)
        return grids

    def book(self, grids: Grids) -> Book:
        """Rows as a workbook of this variant."""
        book = grids.book()
        if self.touch is not None:
            self.touch(book)
        return book


def _by_matrix(grids: Grids) -> None:
    """The third hazard of 打磨间 is evaluated by the matrix."""
    row = grids.rows[LecRow].pop(2)
    kept = {name: row[name] for name in ("unit", "risk_point", "step", "hazard", "outcome", "basis")}
    grids.add(MatrixRow, **kept, number="1", likelihood=1, consequence=5)


def _two_tables(grids: Grids) -> None:
    """Causes and measures in a table of their own, as in the two forms of the standard."""
    names = ("unit", "risk_point", "step", "hazard", "number", "cause", *RELATION_ONLY)
    grids.rows[RelationRow] = [{name: row.get(name) for name in names} for row in grids.rows[HazardRow]]


_OPEN = {"state": "整改中", "finished": None, "recheck": "未整改", "photo_after": ""}
_TICKED = {"verdict": "已确认", "person": "周某"}

PLAIN = Variant()
# The conclusion states no numbers: for edits after which those of the plant would be wrong as well.
UNCOUNTED = Variant((
    change(ConclusionRow, "隐患整改复查结果", text="检查发现的隐患已通报企业，复查结果见隐患清单。"),
    change(ConclusionRow, "危害因素分析结果及重点管控的危害因素", text="重点管控喷漆室可燃蒸气积聚和库房火灾。"),
    change(ConclusionRow, "定性定量评价结果汇总", text="符合性评价和风险评价的结果见各表。"),
))  # fmt: skip
SPECIAL = Variant((fact("评价类型", "专项安全评价"),))
QUANTITATIVE = Variant((
    fact("风险评价方法", "作业条件危险性分析法、定量评价方法"), fact("事故情形设定", "装卸台200L桶装稀释剂全部泄漏后着火"),
    fact("理想模型缺陷", "按开阔地面池火计算，没有考虑建筑遮挡"), fact("可能发生的偏差", "热辐射距离偏大约两成"),
))  # fmt: skip
BY_MATRIX = Variant((_by_matrix, *UNCOUNTED.edits), settings=Settings(matrix=MatrixSettings(use_law_column=True)))
TWO_TABLES = Variant((_two_tables,), touch=without_measures)
OWN_CRITERIA = Variant(
    (change(LecRow, 0, likelihood=10, exposure=1, consequence=7), *UNCOUNTED.edits), touch=criteria()
)
WITH_PICTURES = Variant(touch=pictures((0, "photo_before", "1.jpg"), (0, "photo_after", "2.jpg"), (1, "photo_before", "3.jpg")))  # fmt: skip
# A major hidden danger, judged as such.
WITH_MAJOR = Variant((
    change(HiddenDangerRow, 6, level="重大隐患"), change(MajorVerdictRow, "第十四条", verdict="存在", danger="7"),
    change(ConclusionRow, "隐患整改复查结果", text="检查发现一般隐患6项、重大事故隐患1项，全部整改完成并销号。"),
))  # fmt: skip
# A hidden danger that is not rectified yet, of which the conclusion tells.
WITH_OPEN = Variant((
    change(HiddenDangerRow, 0, **_OPEN, deadline="2026-05-27"),
    change(ConclusionRow, "隐患整改复查结果", text="检查发现一般隐患7项，已整改6项，未整改1项。"),
    lambda grids: grids.add(ConfirmationRow, rule="CX11-03", key="未完成整改的隐患：1", **_TICKED),
))  # fmt: skip
# The conclusion calls the risk unacceptable.
REFUSING = (
    change(
        ConclusionRow,
        "综合评价结论",
        acceptance="不可接受",
        text="打磨间可燃性粉尘的风险不可接受；现有状态符合安全生产条件。",
    ),
)


# --- a workbook that breaks one rule --------------------------------------------------------------


@dataclass(frozen=True)
class Break:
    """One small edit of a variant of the plant, and the one cell at which its rule tells it."""

    edits: tuple[Edit, ...]
    at: Callable[[Book], Cell]
    variant: Variant = PLAIN
    touch: Touch | None = None

    def book(self) -> Book:
        """The broken workbook."""
        grids = self.variant.grids()
        for edit in self.edits:
            edit(grids)
        book = self.variant.book(grids)
        if self.touch is not None:
            self.touch(book)
        return book

    def new(self, severities: tuple[str, ...] = SEVERITIES) -> list[Place]:
        """The findings that the variant itself has not, in the report's order."""
        findings, _ = judge(self.book(), self.variant.settings)
        seen = Counter(_place(f) for f in clean(self.variant))
        return list((Counter(_place(f) for f in findings if f.severity in severities) - seen).elements())

    def severities(self, rule: str) -> set[str]:
        """The severities of the findings of a rule that the variant itself has not."""
        findings, _ = judge(self.book(), self.variant.settings)
        seen = {_place(f) for f in clean(self.variant)}
        return {f.severity for f in findings if f.rule == rule and _place(f) not in seen}


@cache
def clean(variant: Variant) -> tuple[Finding, ...]:
    """The findings of a variant that nobody broke."""
    return tuple(judge(variant.book(variant.grids()), variant.settings)[0])


def _place(finding: Finding) -> Place:
    return (finding.rule, finding.sheet, finding.cell)


def cell(table: type[Table], key: Key, name: str) -> Callable[[Book], Cell]:
    """Sheet and cell of a field in one row of a workbook (HEADER: its header)."""

    def find(book: Book) -> Cell:
        sheet = sheet_of(book, table)
        header = list(sheet.rows[0])
        col = header.index(table.fields[name].title)
        if key == HEADER:
            row = 0
        elif isinstance(key, int):
            row = key + 1 if key >= 0 else len(sheet.rows) + key
        else:
            row = next(n for n, values in enumerate(sheet.rows) if key in map(str, values))
        return sheet.name, cell_name(row, col)

    return find
