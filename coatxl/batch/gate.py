"""gate: every paper judged by the rules of the standard and those of the gate, sorted into the gate's items."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from coatxl.batch.executors import Execution
from coatxl.batch.folder import Job
from coatxl.batch.run import USUAL, Notice, SettingsFor, failed, outcomes
from coatxl.batch.tasks import Work
from coatxl.check import check_workbook
from coatxl.findings import SEVERITY_WORDS, Lang, NotRun, Text
from coatxl.reports.gate_model import Behind, GateAnswer, sorted_by_item
from coatxl.reports.model import FileResult
from coatxl.reports.record import Record, file_of, record_of
from coatxl.rules import REGISTRY, Rule, run, with_settings
from coatxl.settings import Settings
from coatxl.standards.coating import standard
from coatxl.standards.coating.gate import ITEMS, is_absence, item_of, missed, unvouched
from coatxl.standards.coating.rules.gate import gate_rules
from coatxl.workbook.faults import Fault
from coatxl.workbook.signals import ended_by_sigterm

PHOTOS = Text("照片", "Photos")
NO_PHOTOS = Text(
    "没有给出照片文件夹（--photos），只看了照片列写的文件名和嵌入的图片，没有打开照片文件",
    "no photo folder was given (--photos): only file names and embedded pictures were seen, no photo was opened",
)
PHOTO_RULE = "CX10.2-01"
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
            for each, reason in unvouched(report.dossier):
                if each.told is not None:
                    findings = [f for f in findings if f.rule != each.rule or each.told not in f.message]
                if all(n.rule != each.rule for n in not_run):
                    not_run.append(NotRun(each.rule, report.path, reason.pick(self.lang)))
        settings = [*report.settings, *_altered(work.settings)]
        return record_of(
            FileResult(report.path, report.status, report.sha256 or None, report.rows, findings, not_run, settings)
        )


def _altered(settings: Settings) -> list[tuple[Text, Text]]:
    """What the settings take from the gate: rules switched off or of another severity, and photos that were not seen."""
    lines = []
    for rule, setting in sorted(settings.rules.items()):
        name = Text(f"规则 {rule}", f"Rule {rule}")
        if not setting.enabled:
            lines.append((name, Text("关闭", "switched off")))
        elif setting.severity is not None:
            own = REGISTRY[rule].severity if rule in REGISTRY else setting.severity
            if own != setting.severity:
                was, now = SEVERITY_WORDS[own], SEVERITY_WORDS[setting.severity]
                lines.append((name, Text(f"级别由{was.zh}改为{now.zh}", f"severity {was.en} set to {now.en}")))
    if settings.photo.files is None:
        lines.append((PHOTOS, NO_PHOTOS))
    return lines


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
    rules = [each.id for each in (*standard.rules(), *gate_rules(), *_faults())]
    parts = sorted_by_item(files, lambda rule: item_of(rule).id, missed, rules, _UNREAD)
    unseen = any(name == PHOTOS for file in files for name, _ in file.settings)
    answers = []
    for item in ITEMS:
        behind = parts.get(item.id, Behind())
        mine = tuple(rule for rule in rules if item_of(rule).id == item.id)
        facts = (tuple(behind.cells), tuple(behind.not_run), tuple(behind.accepted), tuple(behind.inapplicable), mine)
        notes = (NO_PHOTOS,) if unseen and item.id == item_of(PHOTO_RULE).id else ()
        answers.append(GateAnswer(item.id, item.kind, item.title, item.person, *facts, notes))
    return answers


def _faults() -> list[Rule]:
    """The faults of sheets and cells, which are told while a paper is read."""
    return sorted((rule for rule in REGISTRY.values() if rule.id.startswith("CXS-")), key=lambda rule: rule.id)


def subject_of(files: Sequence[FileResult]) -> str:
    """What the page is about: the paper, or how many there are."""
    return files[0].path if len(files) == 1 else f"{len(files)} 份底稿"
