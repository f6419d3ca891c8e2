"""letters: 隐患整改通知书 of a run, one for each enterprise: made first, so that every target is known before one is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coatxl.batch.folder import Job
from coatxl.batch.outputs import OutputRefused, may_write, name_of
from coatxl.batch.run import SettingsFor
from coatxl.check import Report
from coatxl.findings import Text
from coatxl.workbook.faults import printable

if TYPE_CHECKING:
    from coatxl.annex.notice import Notice
    from coatxl.standards.coating.annexes.notices import Paper


@dataclass(frozen=True, slots=True)
class Letter:
    """The notice of one enterprise and where it goes; without one, the reason. first: the first of its papers."""

    enterprise: str
    first: Job
    target: Path
    notice: Notice | None
    reason: Text


def letters(read: Sequence[tuple[Job, Report]], settings_for: SettingsFor, output: Path | None) -> list[Letter]:
    """The letters of papers that were read, beside the first paper of each enterprise or where output says."""
    from coatxl.annex.block import EmptyAnnex
    from coatxl.standards.coating.annexes.notices import NOTICE, Paper
    from coatxl.standards.coating.annexes.notices import notice as letter

    papers: dict[str, list[tuple[Job, Paper]]] = {}
    for job, report in read:
        if report.dossier is not None:
            paper = Paper(report.dossier, settings_for(job))
            papers.setdefault(report.dossier.project.enterprise, []).append((job, paper))
    found = []
    for enterprise, members in papers.items():
        first = members[0][0]
        folder = first.path.parent if output is None else output if output.is_dir() else output.parent
        notice, reason = None, Text("", "")
        try:
            notice = letter([paper for _, paper in members])
        except EmptyAnnex as nothing:
            reason = Text(f"{first.name}：{nothing}", f"{first.name}: no notice; {nothing}")
        found.append(Letter(enterprise, first, folder / f"{name_of(enterprise)}_{NOTICE}.docx", notice, reason))
    return found


def may_write_letters(found: Sequence[Letter], annexes: dict[Path, Job], jobs: Sequence[Job], *, force: bool) -> None:
    """Refuse letters of which two would become one file, or one and an annex, and what may_write refuses.

    annexes: the papers by the absolute targets of their annexes.
    """
    owners = {_key(target): f"{job.name} 的附表" for target, job in annexes.items()}
    for each in found:
        if each.notice is None:
            continue
        own = f"“{printable(each.enterprise)}”的通知书"
        other = owners.setdefault(_key(each.target), own)
        if other != own:
            raise OutputRefused(f"{other}和{own}会写成同一个文件 {printable(each.target.name)}；请分开汇编")
        may_write(each.target, jobs, force=force)


def _key(target: Path) -> str:
    return str(target.absolute()).casefold()  # Windows knows no capitals
