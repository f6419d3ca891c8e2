"""run: jobs → one RunResult over a spool on disk; every workbook is read by a process that may die."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coatxl import __version__
from coatxl.batch.catalogue import everything
from coatxl.batch.choice import choose
from coatxl.batch.executors import Execution, Outcome
from coatxl.batch.folder import Job
from coatxl.batch.tasks import Check, Task, Work
from coatxl.check import Report, check_workbook, load_settings, unreadable
from coatxl.findings import Lang, Text
from coatxl.reports.model import FileResult, RunResult
from coatxl.reports.record import Record, record_of
from coatxl.reports.spool import SpooledFiles
from coatxl.settings import Settings
from coatxl.standards.coating import standard
from coatxl.workbook.faults import Fault, Unreadable
from coatxl.workbook.signals import ended_by_sigterm

if TYPE_CHECKING:
    from coatxl.batch.cache import Cache

Notice = Callable[[Job], None]
USUAL = Execution()


class SettingsFor:
    """The settings of each workbook: coatxl.toml is searched upward from its folder, once for each folder."""

    def __init__(
        self, overrides: dict[str, Any] | None = None, explicit: Path | None = None, *, several: bool = False
    ) -> None:
        """several: the run is about several papers, each of which has its own part of the photo folder."""
        self.overrides = overrides or {}
        self.explicit = explicit
        self.several = several
        self._known: dict[Path, Settings] = {}

    def __call__(self, job: Job) -> Settings:
        """The settings for a job; SettingsError when a file cannot be used."""
        folder = job.path.parent
        if folder not in self._known:
            settings = load_settings(folder, self.overrides, self.explicit)
            self._known[folder] = settings.but(photo=settings.photo.but(by_paper=True)) if self.several else settings
        return self._known[folder]


def reports(
    jobs: Iterable[Job], settings_for: SettingsFor, *, lang: Lang = "zh", notice: Notice | None = None
) -> Iterator[tuple[Job, Report]]:
    """Check one workbook after the other, with its typed rows; what cannot be read is a report as well."""
    for job in jobs:
        if notice is not None:
            notice(job)
        yield job, check_workbook(job.path, settings_for(job), name=job.name, lang=lang)


def outcomes(
    task: Task, jobs: list[Job], settings_for: SettingsFor, execution: Execution, notice: Notice | None = None
) -> Generator[Outcome, None, None]:
    """Do a task on every job, in any order; SettingsError before any work. What is left ends with the iterator."""
    works = [Work(at, job.path, job.name, settings_for(job)) for at, job in enumerate(jobs)]
    if execution.resume:
        from coatxl.batch.cache import Cache

        with Cache(task) as cache, closing(_resumed(task, works, execution, cache)) as found:
            yield from _noticed(found, jobs, notice)
    else:
        with closing(choose(execution, works)(task, works)) as found:
            yield from _noticed(found, jobs, notice)


def _noticed(found: Iterator[Outcome], jobs: list[Job], notice: Notice | None) -> Iterator[Outcome]:
    for work, outcome in found:
        if notice is not None:
            notice(jobs[work.position])
        yield work, outcome


def _resumed(task: Task, works: list[Work], execution: Execution, cache: Cache) -> Generator[Outcome, None, None]:
    missing = []
    for work in works:
        known = cache.find(work)
        if known is None:
            missing.append(work)
        else:
            yield work, known
    if not missing:
        return
    with closing(choose(execution, missing)(task, missing)) as found:
        for work, outcome in found:
            if isinstance(outcome, Record):
                cache.keep(work, outcome)
            yield work, outcome


def run(
    jobs: list[Job],
    settings_for: SettingsFor,
    *,
    lang: Lang = "zh",
    notice: Notice | None = None,
    execution: Execution = USUAL,
) -> RunResult:
    """Check all jobs; Ctrl-C gives what was finished, marked as partial. The report's order is that of the jobs."""
    files = SpooledFiles()
    partial = False
    try:
        with ended_by_sigterm(), closing(outcomes(Check(lang), jobs, settings_for, execution, notice)) as found:
            for work, outcome in found:
                record = failed(work, outcome, lang) if isinstance(outcome, Fault) else outcome
                files.put(work.position, record, work.name, str(work.path))
    except KeyboardInterrupt:
        partial = True
    title = Text(standard.TITLE, standard.TITLE)
    return RunResult(
        files=files, standard=standard.NAME, title=title, version=__version__, partial=partial, rules=everything()
    )


def failed(work: Work, fault: Fault, lang: Lang) -> Record:
    """The record of a file on which its reader failed."""
    finding = unreadable(Unreadable(fault), work.name, lang)
    settings = standard.settings_lines(None, work.settings)
    return record_of(FileResult(work.name, "unreadable", None, {}, [finding], (), settings))
