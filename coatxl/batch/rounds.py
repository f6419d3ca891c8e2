"""Rounds: which workbooks of two folders are the same paper, and what changed in each."""

from __future__ import annotations

from pathlib import Path

from coatxl.batch.arguments import InputRefused, jobs_of
from coatxl.batch.folder import Job
from coatxl.batch.surveys import fault_line
from coatxl.check import open_dossier
from coatxl.findings import Lang, Text
from coatxl.reports.round_model import RoundPair
from coatxl.reports.source_files import SourceFile
from coatxl.workbook.faults import Unreadable


def paired(before: Path, after: Path) -> list[tuple[Job | None, Job | None]]:
    """Two files, or the files of two folders by their names; a folder with one workbook is compared with one that has one.

    InputRefused for a file and a folder, as well as for what is not there.
    """
    left, right = jobs_of([before]), jobs_of([after])
    if before.is_dir() != after.is_dir():
        raise InputRefused("要比较的两轮应都是文件，或都是文件夹")
    if len(left) == len(right) == 1:
        return [(left[0], right[0])]
    old, new = ({job.name: job for job in jobs} for jobs in (left, right))
    return [(old.get(name), new.get(name)) for name in sorted({*old, *new})]


def compare_rounds(pairs: list[tuple[Job | None, Job | None]], *, lang: Lang = "zh") -> list[RoundPair]:
    """What changed in each paper; one that is in one round only, or that cannot be read, says so."""
    return [_compared(before, after, lang) for before, after in pairs]


def _compared(before: Job | None, after: Job | None, lang: Lang) -> RoundPair:
    from coatxl.standards.coating.provenance import rows_words
    from coatxl.standards.coating.rounds import compare

    names = (before.name if before else "", after.name if after else "")
    places = (str(before.path) if before else "", str(after.path) if after else "")
    if before is None or after is None:
        return RoundPair(*names, *places)
    papers = []
    for job in (before, after):
        try:
            papers.append(open_dossier(job.path, job.name))
        except Unreadable as error:
            return RoundPair(*names, *places, fault=f"{job.path}：{fault_line(error.fault, lang)}")
    for job, paper in zip((before, after), papers, strict=True):
        if not paper.reading.rows:
            why = Text(
                "没有认出底稿的表，没有比较；请检查工作表名和表头",
                "no table of a working paper in it; nothing was compared",
            )
            return RoundPair(*names, *places, fault=f"{job.path}：{why.pick(lang)}")
    changes, moves = compare(*papers)
    sources = [
        SourceFile(paper.file, str(job.path), paper.sha256, rows_words(paper))
        for job, paper in zip((before, after), papers, strict=True)
    ]
    return RoundPair(*names, *places, changes, moves, sources=sources)
