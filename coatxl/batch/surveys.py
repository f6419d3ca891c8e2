"""Surveys: one answer from each workbook of a run, read by processes that may die, back in the order of the jobs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from coatxl.batch.executors import Execution
from coatxl.batch.folder import Job
from coatxl.batch.run import USUAL, Notice, SettingsFor, outcomes
from coatxl.batch.tasks import Task, Work
from coatxl.check import open_dossier
from coatxl.findings import Lang, Text
from coatxl.reports.chain_model import ChainFile, Joint, Orphan
from coatxl.reports.citation_model import CitationFile, CitationProblem
from coatxl.reports.record import Record
from coatxl.workbook.faults import Fault
from coatxl.workbook.signals import ended_by_sigterm

if TYPE_CHECKING:
    from coatxl.settings import Settings
    from coatxl.standards.coating.dossier import Dossier


@dataclass(frozen=True, slots=True)
class FollowChain:
    """Follows the chain from 评价单元 to 影像; no rule is judged."""

    def __call__(self, work: Work) -> Record:
        """The record of the nine joints."""
        from coatxl.standards.coating.chain import chain

        paper = open_dossier(work.path, work.name, isolated=False)
        return _record(paper, work.settings, [asdict(joint) for joint in chain(paper, work.settings)])


@dataclass(frozen=True, slots=True)
class HoldCitations:
    """Holds the citations of a workbook against the register (5.3); no rule is judged."""

    def __call__(self, work: Work) -> Record:
        """The record of the number of citations, the day, and what is wrong."""
        from coatxl.standards.coating.bibliography import bibliography

        paper = open_dossier(work.path, work.name, isolated=False)
        number, problems = bibliography(paper, work.settings)
        day = paper.report_date(work.settings)
        return _record(paper, work.settings, [number, day and day.isoformat(), [asdict(each) for each in problems]])


def follow_chains(
    jobs: Sequence[Job],
    settings_for: SettingsFor,
    *,
    lang: Lang = "zh",
    notice: Notice | None = None,
    execution: Execution = USUAL,
) -> list[ChainFile]:
    """The chain of each workbook, one that cannot be read with its fault."""
    found = []
    for job, answer in _answers(FollowChain(), jobs, settings_for, notice, execution):
        if isinstance(answer, Fault):
            found.append(ChainFile(job.name, str(job.path), "", (), fault_line(answer, lang)))
            continue
        joints = [
            Joint(**each | {"orphans": tuple(Orphan(**o) for o in each["orphans"]), "missing": tuple(each["missing"])})
            for each in json.loads(answer.body)
        ]
        sha256, *words = json.loads(answer.head)[1:]
        found.append(ChainFile(job.name, str(job.path), sha256, joints, "", *words))
    return found


def hold_citations(
    jobs: Sequence[Job],
    settings_for: SettingsFor,
    *,
    lang: Lang = "zh",
    notice: Notice | None = None,
    execution: Execution = USUAL,
) -> list[CitationFile]:
    """The citations of each workbook, one that cannot be read with its fault."""
    found = []
    for job, answer in _answers(HoldCitations(), jobs, settings_for, notice, execution):
        if isinstance(answer, Fault):
            found.append(CitationFile(job.name, str(job.path), "", None, 0, (), fault_line(answer, lang)))
            continue
        number, day, problems = json.loads(answer.body)
        told = [CitationProblem(**each | {"message": Text(*each["message"])}) for each in problems]
        when = None if day is None else date.fromisoformat(day)
        sha256, *words = json.loads(answer.head)[1:]
        found.append(CitationFile(job.name, str(job.path), sha256, when, number, told, "", *words))
    return found


def fault_line(fault: Fault, lang: Lang) -> str:
    """Say why a workbook could not be read and what to do."""
    message, fix = (fault.message_en, fault.fix_en) if lang == "en" else (fault.message_zh, fault.fix_zh)
    return f"{message}（{fault.rule}）。{fix}"


def _record(paper: Dossier, settings: Settings, body: Any) -> Record:  # noqa: ANN401 — whatever JSON holds
    from coatxl.standards.coating.provenance import rows_words, settings_words

    head = ["read", paper.sha256, rows_words(paper), settings_words(paper, settings)]
    return Record(json.dumps(head), json.dumps(body))


def _answers(
    task: Task, jobs: Sequence[Job], settings_for: SettingsFor, notice: Notice | None, execution: Execution
) -> list[tuple[Job, Record | Fault]]:
    found: dict[int, Record | Fault] = {}
    with ended_by_sigterm(), closing(outcomes(task, list(jobs), settings_for, execution, notice)) as answers:
        for work, answer in answers:
            found[work.position] = answer
    return [(job, found[at]) for at, job in enumerate(jobs) if at in found]
