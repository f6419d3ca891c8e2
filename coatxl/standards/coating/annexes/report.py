"""report: every table that 12.2 names as one package, numbered and captioned, with a list of contents.

隐患清单 stands in the body (12.2), the table of hazards and measures among the annexes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from coatxl.annex.block import Block, Cell, EmptyAnnex, Provenance, Source, spans
from coatxl.annex.photo import Photos
from coatxl.standards.coating.annexes import comparison, dangers, hazards, points, risks, summaries, tables
from coatxl.standards.coating.annexes.installations import major_hazards
from coatxl.standards.coating.annexes.parts import Row, heads
from coatxl.standards.coating.annexes.screening import SCREENING
from coatxl.standards.coating.annexes.whole_sheets import SHEETS, whole_sheets
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.tables import (
    AnnexListRow,
    BuildingRow,
    ChemicalRow,
    ConclusionRow,
    CountermeasureRow,
    MajorHazardRow,
    MajorVerdictRow,
    MaterialRow,
    MethodRow,
    ScopeRow,
    SurveyRow,
    TeamRow,
    UnitRow,
    VerificationRow,
)

if TYPE_CHECKING:
    from coatxl.settings import Settings

CONTENTS = "报告表格目录"
ABSENT = "底稿没有数据"
SOURCES = "数据来源和设置"
_ASIDE = frozenset({"group", "total"})


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the report by 12.2 and the tables that belong into it; label: what their numbers begin with."""

    part: str
    label: str
    tables: tuple[str, ...]


# The clause of each table, where no sheet declares it.
CLAUSE_OF = {
    points.DIVISION: "6.3", points.CHECKLIST: "8.2", hazards.DESCRIPTION: "7.1、7.2", hazards.RELATION: "7.3", risks.RISKS: "8.3、附录B、附录C",
    dangers.DANGERS: "8.2.4、10", comparison.COMPARISON: "6.1、10.2", summaries.RECHECK: "10.1、11", SCREENING: "8.2.4",
    MajorHazardRow.title: MajorHazardRow.clause, summaries.KEY_HAZARDS: "3.8、8.1.2、11", summaries.RESULTS: "8.2、8.3、11", summaries.CHECK: "11、12.1",
} | {chosen.table.title: chosen.table.clause for chosen in SHEETS}  # fmt: skip
CHAPTERS = (
    Chapter("1 被评价对象介绍", "表", (BuildingRow.title, SurveyRow.title)),
    Chapter("2 目的、范围、依据、程序及单元和风险点划分", "表", (TeamRow.title, ScopeRow.title, MaterialRow.title, UnitRow.title, points.DIVISION)),
    Chapter("3 危害因素分析", "表", (hazards.DESCRIPTION, ChemicalRow.title, MajorHazardRow.title)),
    Chapter("4 定性定量评价", "表", (MethodRow.title, points.CHECKLIST, risks.RISKS, MajorVerdictRow.title, dangers.DANGERS)),
    Chapter("5 安全对策措施建议", "表", (CountermeasureRow.title,)),
    Chapter("6 安全评价结果综述", "表", (VerificationRow.title, *summaries.NAMES, ConclusionRow.title)),
    Chapter("7 附件", "附表", (hazards.RELATION, comparison.COMPARISON, AnnexListRow.title)),
)  # fmt: skip


def report(dossier: Dossier, settings: Settings, photos: Photos | None = None) -> list[Block]:
    """The contents, the tables of the report in the order of 12.2, then their sources; EmptyAnnex without data.

    Below each table stands one short line; what holds for all of them stands once, at the end.
    """
    found = _found(dossier, settings, photos)
    lines: list[Row] = []
    blocks: list[Block] = []
    numbers: dict[str, int] = {}
    for chapter in CHAPTERS:
        for name in chapter.tables:
            numbered = []
            for block in found.get(name, ()):
                numbers[chapter.label] = numbers.get(chapter.label, 0) + 1
                numbered.append(replace(block, number=f"{chapter.label}{numbers[chapter.label]}"))
            lines += _lines(name, numbered, chapter.part)
            blocks += numbered
    if all(block.table == summaries.CHECK for block in blocks):  # which is made of an empty paper too
        raise EmptyAnnex("底稿中没有可以汇编成报告表格的数据")
    whole = Provenance.joined(block.provenance for block in blocks)
    files = dict.fromkeys(Source(s.file, "", frozenset(), s.sha256) for s in whole.sources)
    ends = replace(whole, sources=tuple(files), told_in=f"“{SOURCES}”")
    short = (replace(block, provenance=replace(block.provenance, told_in=ends.told_in)) for block in blocks)
    return [_contents(lines, ends), *short, _sources(whole, replace(ends, told_in="本表"))]


def _found(dossier: Dossier, settings: Settings, photos: Photos | None) -> dict[str, list[Block]]:
    """The blocks of each table that has data, by its name."""
    found: dict[str, list[Block]] = {
        name: blocks for name, blocks in tables(dossier, settings, photos).items() if blocks
    }
    whole, sums = whole_sheets(dossier, settings), summaries.summaries(dossier, settings)
    for block in (*whole, *major_hazards(dossier, settings), *sums):
        found.setdefault(block.table, []).append(block)
    return found


def _contents(lines: list[Row], provenance: Provenance) -> Block:
    """The list of contents; a table that the paper has no data for is named, not left out."""
    return Block(
        table=CONTENTS, title=CONTENTS, number="", clause="12.2", widths=(3.2, 6.2, 5.4, 1.8),
        rows=(heads("编号", "名称", "报告部分（12.2）", "项数"), *lines), header_rows=1, provenance=provenance,
    )  # fmt: skip


def _file(source: Source) -> tuple[str, str]:
    return source.file, source.sha256


def _sources(whole: Provenance, provenance: Provenance) -> Block:
    """Where all tables come from: files, sheets, rows and digests, then the settings, the standard and the version."""
    rows: list[Row] = [heads("来源文件", "工作表", "行", "SHA-256")]
    by_file = sorted(whole.sources, key=_file)
    for (file, sha256), group in groupby(by_file, key=_file):
        for n, source in enumerate(same := list(group)):
            first, last = Cell(file, down=len(same)), Cell(sha256, "minor", down=len(same))
            place = (Cell(source.sheet), Cell(spans(source.rows), "minor"))
            rows.append((first, *place, last) if n == 0 else place)
    facts = [("设置", line) for line in whole.settings]
    facts += [("依据", whole.standard), ("程序", whole.program)]
    rows += [(Cell(word, align="center"), Cell(text, across=3)) for word, text in facts]
    return Block(
        table=SOURCES, title=SOURCES, number="", clause="12.2", widths=(4.2, 3.4, 4.6, 4.4), rows=tuple(rows), header_rows=1,
        provenance=provenance,
    )  # fmt: skip


def _items(block: Block) -> int:
    """Number of rows that hold an entry: neither head, group row nor sum."""
    return sum(_ASIDE.isdisjoint(cell.role for cell in row) for row in block.rows[block.header_rows :])


def _lines(name: str, blocks: list[Block], part: str) -> Iterator[Row]:
    """One line for the tables of one title that follow each other: one table for each hazard is one line."""
    if not blocks:
        yield Cell("—", align="center"), Cell(name, "minor"), Cell(part, "minor"), Cell(ABSENT, "absent", "center")
    for title, group in groupby(blocks, key=lambda block: block.title):
        same = list(group)
        number = same[0].number if len(same) == 1 else f"{same[0].number}～{same[-1].number}"
        words = title if len(same) == 1 else f"{title}（{len(same)}张）"
        rows = sum(map(_items, same))
        yield Cell(number, align="center"), Cell(words), Cell(part, "minor"), Cell(rows, align="center")
