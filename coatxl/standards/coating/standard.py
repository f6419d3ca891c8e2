"""The front door of T/ZAWS《涂装企业安全现状评价导则》: its tables, its rules, its dossier."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from coatxl.criteria.bands import DEFAULT_ACCEPTABLE, GRADES
from coatxl.findings import Text
from coatxl.reports.draft_model import DRAFT_SHEETS
from coatxl.reports.merge_model import MERGE_SHEETS
from coatxl.rules import REGISTRY, Hit, Origin, Rule
from coatxl.standards.coating import rules as _registered
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.naming import POLICY, TITLE
from coatxl.standards.coating.project import fact_day
from coatxl.standards.coating.tables import (
    CRITERIA_SHEET,
    GUIDE_SHEET,
    TABLES,
    ChecklistRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    MatrixRow,
    ProjectRow,
    RelationRow,
    RiskPointRow,
    UnitRow,
)
from coatxl.standards.coating.tables.project import ACCEPTABLE, FACTS, METHOD
from coatxl.tables import faults
from coatxl.tables.column import folded

if TYPE_CHECKING:
    from coatxl.settings import Settings
    from coatxl.tables.read import Fault, Reading
    from coatxl.tables.table import Table

NAME = "coating"
IGNORED_SHEETS = frozenset(
    {GUIDE_SHEET, CRITERIA_SHEET, "检查结果", "未执行的规则", "填表说明", "封面", "目录", *DRAFT_SHEETS, *MERGE_SHEETS}
)
__all__ = [
    "IGNORED_SHEETS", "NAME", "TABLES", "TITLE", "dossier", "paper_faults", "reading_faults", "rules", "settings_lines",
]  # fmt: skip

# A workbook with the chain or with three of these is a working paper, and each missing one is told.
_CORE = (ProjectRow, UnitRow, RiskPointRow, HazardRow, ChecklistRow, HiddenDangerRow)
_ENOUGH = 3


def rules() -> list[Rule]:
    """The rules of the standard, by id."""
    modules = tuple(f"{_registered.__name__}.{name}" for name in _registered.__all__)
    own = [r for r in REGISTRY.values() if r.judge is not None and r.judge.__module__ in modules]
    return sorted(own, key=lambda r: _natural(r.id))


@cache
def _natural(rule_id: str) -> tuple[object, ...]:
    """CX8.2-02 before CX10.1-02, the annexes last."""
    clause, _, number = rule_id.removeprefix("CX").partition("-")
    head = clause[:1]
    parts = tuple(int(p) if p.isdigit() else 0 for p in clause.split("."))
    return (head.isalpha(), head if head.isalpha() else "", parts, number)


def dossier(reading: Reading, *, file: str, sha256: str) -> Dossier:
    """The typed rows of one paper joined into its chains."""
    return Dossier(reading, file=file, sha256=sha256)


def paper_faults(paper: Dossier) -> Iterator[Fault]:
    """Missing sheets, empty tables and facts of a paper; a ledger or a single table is not asked for the rest."""
    if not paper.reading.rows:
        yield faults.NOTHING_RECOGNISED, Hit(None)
        return
    yield from _empty(paper)
    prefilled = [table for table in TABLES if paper.rows(table) and not paper.begun(table)]
    if prefilled:
        first = paper.rows(prefilled[0])[0].at(next(iter(prefilled[0].fields)))
        names = Text("、".join(table.sheet for table in prefilled), ", ".join(table.sheet for table in prefilled))
        yield faults.NOT_BEGUN, Hit(Origin(first.sheet, first.row, first.col), tables=names)
    core = [table for table in _CORE if paper.has(table)]
    if not paper.has(HazardRow) and not paper.has(RelationRow) and len(core) < _ENOUGH:
        return
    missing: list[type[Table]] = [
        t for t in _CORE if not paper.has(t) and not (t is HazardRow and paper.has(RelationRow))
    ]
    if not paper.has(LecRow) and not paper.has(MatrixRow):
        missing.append(LecRow)
    for table in missing:
        yield faults.MISSING_SHEET, Hit(None, sheet=table.sheet, clause=table.clause)
    if paper.has(ProjectRow):
        yield from _facts(paper)


def reading_faults(paper: Dossier) -> list[Fault]:
    """What reading found; the blanks of a prefilled sheet that nobody has begun are told once, for the sheet."""
    idle = {
        source.sheet.name
        for table, sources in paper.reading.sources.items()
        if paper.rows(table) and not paper.begun(table)
        for source in sources
    }
    return [
        (fault, hit)
        for fault, hit in paper.reading.faults
        if fault is not faults.BLANK_REQUIRED or hit.origin is None or hit.origin.sheet not in idle
    ]


def _empty(paper: Dossier) -> Iterator[Fault]:
    """Tables that hold a header and no rows although the paper needs them, or holds nothing else."""
    needed: set[type[Table]] = {UnitRow, HazardRow, ChecklistRow}
    if any(unit.divided == "是" for unit in paper.units):
        needed.add(RiskPointRow)
    nothing = not any(rows for table, rows in paper.reading.rows.items() if table is not ProjectRow)
    for table, rows in paper.reading.rows.items():
        if not rows and (table in needed or (nothing and not paper.has(ProjectRow))):
            source = paper.reading.sources[table][0]
            origin = Origin(source.sheet.name, source.header_row, min(source.columns.values()))
            yield faults.EMPTY_TABLE, Hit(origin, table=table.sheet)


def _facts(paper: Dossier) -> Iterator[Fault]:
    rows = paper.rows(ProjectRow)
    for fact in FACTS:
        row = paper.project.rows.get(fact)
        if row is None:
            if fact.required and rows:
                end = rows[-1].at("item")
                yield faults.BLANK_REQUIRED, Hit(Origin(end.sheet, end.row, end.col), header=fact.word, help=fact.help)
            continue
        text, origin = row.content, row.at("content")
        if not text:
            if fact.required and not row.failed("content"):
                yield faults.BLANK_REQUIRED, Hit(origin, header=fact.word, help=fact.help)
        elif fact.is_date and fact_day(text) is None:
            kind, example = Text("完整的日期", "full date"), faults.DATE_EXAMPLE
            yield faults.WRONG_TYPE, Hit(origin, header=fact.word, value=text, kind=kind, example=example)
        elif fact.choices and fact is not METHOD and folded(text) not in fact.choices:
            yield faults.NOT_ALLOWED, Hit(origin, header=fact.word, value=text, choices="、".join(fact.choices))


def settings_lines(paper: Dossier | None, settings: Settings) -> list[tuple[Text, Text]]:
    """What every report prints: acceptance level, boundary policy, dates and where they come from."""
    lines = [(Text("分级界", "Band limits"), POLICY[settings.lec.band_rule])]
    if paper is not None:
        own = folded(paper.project[ACCEPTABLE])
        if settings.acceptance.max_grade:
            source = Text("设置", "settings")
        elif own in GRADES:
            source = Text("项目信息", "项目信息")
        else:
            source = Text("默认", "default")
        limit = paper.acceptable(settings)
        lines.append(
            (Text("可接受等级", "Acceptable grade"), Text(f"{limit}（{source.zh}）", f"{limit} ({source.en})"))
        )
        day, report = paper.evaluation_date(settings), paper.report_date(settings)
        lines.append((Text("评价基准日", "Evaluation date"), _day(day)))
        if report != day:
            lines.append((Text("报告日期", "Report date"), _day(report)))
    else:
        limit = settings.acceptance.max_grade or DEFAULT_ACCEPTABLE
        lines.append((Text("可接受等级", "Acceptable grade"), Text(limit, limit)))
    if settings.standards.file:
        own_register = settings.standards.file
        lines.append((Text("引用标准登记册", "Register of standards"), Text(own_register, own_register)))
    if settings.photo.folder:
        lines.append((Text("照片文件夹", "Photo folder"), Text(settings.photo.folder, settings.photo.folder)))
    if settings.source:
        lines.append((Text("设置文件", "Settings file"), Text(settings.source, settings.source)))
    return lines


def _day(day: object) -> Text:
    return Text(str(day), str(day)) if day else Text("未填", "not given")
