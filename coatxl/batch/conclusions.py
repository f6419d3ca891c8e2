"""conclusions: 对策措施 and 评价结论 drafted from one paper, with the tables behind them, in one new workbook (9, 11)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from coatxl.batch.folder import Job
from coatxl.batch.outputs import OutputRefused, may_write
from coatxl.batch.papers import Outcome
from coatxl.batch.surveys import fault_line
from coatxl.check import open_dossier
from coatxl.findings import Lang, Text
from coatxl.workbook.faults import Unreadable, printable

if TYPE_CHECKING:
    from coatxl.settings import Settings

SUFFIX = "结论草稿"


def write_conclusion(
    job: Job, settings: Settings, output: Path | None = None, *, lang: Lang = "zh", force: bool = False
) -> Outcome:
    """Write the drafts and summaries of a paper beside it, into the folder or to the file that output names.

    A paper without anything to draw from is told and counted as refused. OutputRefused, before anything is written,
    when the output may not be written.
    """
    from coatxl.annex import xlsx
    from coatxl.standards.coating.annexes.drafted import drafts
    from coatxl.standards.coating.annexes.summaries import summaries

    target = _target(job, output)
    may_write(target, [job], force=force)
    outcome = Outcome()
    try:
        paper = open_dossier(job.path, job.name)
    except Unreadable as error:
        outcome.unreadable += 1
        outcome.lines.append(f"{job.name}：{fault_line(error.fault, lang)}")
        return outcome
    if not (paper.hazards or paper.checklist or paper.dangers or paper.lec or paper.matrix):
        nothing = Text(
            f"{job.name}：没有危害因素、检查项目、隐患和风险评价，没有写出草稿",
            f"{job.name}: no hazards, items, hidden dangers or evaluations; nothing was written",
        )
        outcome.refused += 1
        outcome.lines.append(nothing.pick(lang))
        return outcome
    blocks = [
        replace(block, number=f"表 {n}")
        for n, block in enumerate((*drafts(paper, settings), *summaries(paper, settings)), 1)
    ]
    enterprise = paper.project.enterprise
    xlsx.write(blocks, target, title=f"{enterprise}　{SUFFIX}" if enterprise else SUFFIX)
    tables = "、".join(dict.fromkeys(block.table for block in blocks))
    outcome.lines.append(Text(f"已写出 {target}：{tables}", f"Wrote {target}: {tables}").pick(lang))
    return outcome


def _target(job: Job, output: Path | None) -> Path:
    beside = job.path.with_name(f"{job.path.stem}_{SUFFIX}.xlsx")
    if output is None:
        return beside
    if output.is_dir():
        return output / beside.name
    if output.suffix.lower() not in ("", ".xlsx"):
        raise OutputRefused(f"草稿写成 .xlsx：{printable(str(output))}")
    return output if output.suffix else output.with_name(f"{output.name}.xlsx")
