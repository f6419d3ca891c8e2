"""gate: every paper judged by the rules of the standard and those of the gate, sorted into the gate's items."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from coatxl.batch.executors import Execution
from coatxl.batch.folder import Job
from coatxl.batch.run import USUAL, Notice, SettingsFor, ended_by_sigterm, failed, outcomes
from coatxl.batch.tasks import Work
from coatxl.check import check_workbook
from coatxl.findings import Lang, NotRun, Text
from coatxl.reports.gate_model import Behind, GateAnswer, sorted_by_item
from coatxl.reports.model import FileResult
from coatxl.reports.record import Record, file_of, record_of
from coatxl.rules import run, with_settings
from coatxl.standards.coating import standard
from coatxl.standards.coating.gate import ITEMS, is_absence, item_of, missed
from coatxl.standards.coating.rules.gate import gate_rules
from coatxl.workbook.faults import Fault

_UNREAD = Text("文件打不开", "the file could not be read")


@dataclass(frozen=True, slots=True)
class _Held:
    """The body of a record, given each time that it is asked for."""

    body: str

    def __call__(self) -> str:
        return self.body


@dataclass(frozen=True, slots=True)
class JudgeGate:
    """Judges a workbook by every rule of the standard, then by those of the gate."""

    lang: Lang = "zh"

    def __call__(self, work: Work) -> Record:
        """The record of a FileResult."""
        report = check_workbook(work.path, work.settings, name=work.name, lang=self.lang, isolated=False)
        findings, not_run = report.findings, report.not_run
        if report.dossier is not None:
            more, unjudged = run(gate_rules(), report.dossier, work.settings, self.lang)
            findings = with_settings([*(replace(f, accepted=None) for f in findings), *more], work.settings)
            not_run = [*not_run, *unjudged]
            ids = {each.rule for each in not_run}
            absent = [f for f in findings if is_absence(f.rule, ids)]
            findings = [f for f in findings if f not in absent]
            not_run += [NotRun(f.rule, f.file, f.message) for f in absent]
        return record_of(
            FileResult(
                report.path, report.status, report.sha256 or None, report.rows, findings, not_run, report.settings
            )
        )


def pass_gate(
    jobs: Sequence[Job],
    settings_for: SettingsFor,
    *,
    lang: Lang = "zh",
    notice: Notice | None = None,
    execution: Execution = USUAL,
) -> tuple[list[GateAnswer], list[FileResult]]:
    """The items of the gate over all papers, and the papers in the order of the jobs."""
    found: dict[int, FileResult] = {}
    with ended_by_sigterm(), closing(outcomes(JudgeGate(lang), list(jobs), settings_for, execution, notice)) as answers:
        for work, outcome in answers:
            record = failed(work, outcome, lang) if isinstance(outcome, Fault) else outcome
            found[work.position] = file_of(record.head, _Held(record.body), work.name, str(work.path))
    files = [found[at] for at in sorted(found)]
    return answers_of(files), files


def answers_of(files: Sequence[FileResult]) -> list[GateAnswer]:
    """Every item with what stands behind its verdict."""
    rules = [each.id for each in (*standard.rules(), *gate_rules())]
    parts = sorted_by_item(files, lambda rule: item_of(rule).id, missed, rules, _UNREAD)
    answers = []
    for item in ITEMS:
        behind = parts.get(item.id, Behind())
        facts = (tuple(behind.cells), tuple(behind.not_run), tuple(behind.accepted))
        answers.append(GateAnswer(item.id, item.kind, item.title, item.person, *facts))
    return answers


def subject_of(files: Sequence[FileResult]) -> str:
    """What the page is about: the paper, or how many there are."""
    return files[0].path if len(files) == 1 else f"{len(files)} 份底稿"
