"""merged: what `coatxl merge` writes: the papers of several colleagues as one, with 合并冲突 and 来源."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coatxl.batch.folder import Job
from coatxl.batch.outputs import OutputRefused, may_write
from coatxl.batch.papers import SPARE_ROWS, Outcome
from coatxl.batch.run import SettingsFor
from coatxl.batch.surveys import fault_line
from coatxl.check import dossier_of, read_book
from coatxl.findings import Lang, Text
from coatxl.workbook.faults import Unreadable, printable
from coatxl.workbook.save import write_atomically

if TYPE_CHECKING:
    from coatxl.standards.coating.merge_rows import Part
    from coatxl.standards.coating.merging import Merged


def write_merged(
    jobs: Sequence[Job], settings_for: SettingsFor, target: Path, *, lang: Lang = "zh", force: bool = False
) -> Outcome:
    """Merge the papers into a new one at target; nothing is written when one of them cannot be read.

    The settings are those of the first paper. OutputRefused for fewer than two papers, or one that cannot be merged.
    """
    from coatxl.reports.merge_sheets import add_sheets
    from coatxl.standards.coating.guide import blueprint
    from coatxl.standards.coating.merging import merge
    from coatxl.standards.coating.tables import CORE_TABLES, TEMPLATE_TABLES
    from coatxl.tables.fill import fill
    from coatxl.tables.layout import Layout

    if len(jobs) < 2:  # noqa: PLR2004 — one paper is no merge
        raise OutputRefused("合并至少要两份底稿")
    if target.suffix.lower() != ".xlsx":
        raise OutputRefused(f"合并后的底稿写成 .xlsx：{printable(str(target))}")
    may_write(target, jobs, force=force)
    outcome = Outcome()
    parts = _parts(jobs, outcome, lang)
    if outcome.unreadable:
        outcome.lines.append(Text("有文件读不了，没有合并", "Nothing was merged").pick(lang))
        return outcome
    settings = settings_for(jobs[0])
    core = not any(part.paper.has(table) for part in parts for table in TEMPLATE_TABLES if table not in CORE_TABLES)
    plan = blueprint(settings.lec.band_rule, core=core)
    result = merge(parts, settings, {page.table: Layout.of(page, SPARE_ROWS).first_row for page in plan.pages})
    rows = {table: lines for table, lines in result.rows.items() if any(page.table is table for page in plan.pages)}
    write_atomically(
        target,
        lambda draft: fill(
            draft, rows, result.facts, blueprint=plan, spare=SPARE_ROWS,
            also=lambda workbook: add_sheets(workbook, result.conflicts, result.provenance),
        ),
        sources=[job.path for job in jobs],
    )  # fmt: skip
    outcome.lines += _told(parts, result, target, lang)
    return outcome


def _parts(jobs: Sequence[Job], outcome: Outcome, lang: Lang) -> list[Part]:
    """Read the papers in the order in which they were given; the ones that cannot be read are told."""
    from coatxl.standards.coating.merge_rows import Part

    parts: list[Part] = []
    for number, job in enumerate(jobs):
        try:
            book = read_book(job.path, isolated=True)
        except Unreadable as error:
            outcome.unreadable += 1
            outcome.lines.append(f"{job.name}：{fault_line(error.fault, lang)}")
            continue
        paper = dossier_of(book, job.name)
        if not paper.reading.rows:
            raise OutputRefused(f"{printable(job.name)} 里没有底稿的表，不能合并")
        if paper.relation_rows:
            raise OutputRefused(f"{printable(job.name)} 的措施写在单独的“关系表”里；请先移入“危害因素描述”再合并")
        parts.append(Part(number, paper, book.structure_known))
    return parts


def _told(parts: Sequence[Part], result: Merged, target: Path, lang: Lang) -> list[str]:
    rows = sum(map(len, result.rows.values()))
    lines = [
        Text(
            f"已写出 {target}：{len(parts)} 份合成 {rows} 行", f"Wrote {target}: {len(parts)} papers, {rows} rows"
        ).pick(lang)
    ]
    twice = len(result.provenance) - rows
    if twice:
        lines.append(Text(f"相同的行合成一行：{twice} 处", f"Rows that are the same: {twice}").pick(lang))
    if result.rewritten:
        lines.append(
            Text(
                f"编号和引用改写 {result.rewritten} 处（见“来源”的“合并时改写”）",
                f"Numbers and references rewritten: {result.rewritten} (sheet 来源)",
            ).pick(lang)
        )
    for done, number in Counter(each.done for each in result.conflicts).items():
        lines.append(
            Text(f"“合并冲突”：{done} {number} 处，请核对", f"合并冲突: {done} {number}; please check").pick(lang)
        )
    return lines
