"""run: jobs → one RunResult, a workbook at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from coatxl import __version__
from coatxl.batch.folder import Job
from coatxl.check import Report, check_workbook
from coatxl.findings import Lang, Text
from coatxl.reports.model import FileResult, RunResult
from coatxl.settings import Settings, load
from coatxl.standards.coating import standard

Notice = Callable[[Job], None]


class SettingsFor:
    """The settings of each workbook: coatxl.toml is searched upward from its folder, once for each folder."""

    def __init__(self, overrides: dict[str, Any] | None = None, explicit: Path | None = None) -> None:
        self.overrides = overrides or {}
        self.explicit = explicit
        self._known: dict[Path, Settings] = {}

    def __call__(self, job: Job) -> Settings:
        """The settings for a job; SettingsError when a file cannot be used."""
        folder = job.path.parent
        if folder not in self._known:
            self._known[folder] = load(folder, self.overrides, self.explicit)
        return self._known[folder]


def reports(
    jobs: Iterable[Job], settings_for: SettingsFor, *, lang: Lang = "zh", notice: Notice | None = None
) -> Iterator[tuple[Job, Report]]:
    """Check one workbook after the other; what cannot be read is a report as well."""
    for job in jobs:
        if notice is not None:
            notice(job)
        yield job, check_workbook(job.path, settings_for(job), name=job.name, lang=lang)


def file_result(job: Job, report: Report) -> FileResult:
    """A report without its rows: what the formats print."""
    return FileResult(
        path=report.path,
        status=report.status,
        sha256=report.sha256 or None,
        rows=report.rows,
        findings=report.findings,
        not_run=report.not_run,
        settings=report.settings,
        source=str(job.path),
    )


def run(jobs: list[Job], settings_for: SettingsFor, *, lang: Lang = "zh", notice: Notice | None = None) -> RunResult:
    """Check all jobs; Ctrl-C gives what was finished, marked as partial."""
    for job in jobs:  # a settings file that cannot be used is told before any work
        settings_for(job)
    files: list[FileResult] = []
    partial = False
    try:
        for job, report in reports(jobs, settings_for, lang=lang, notice=notice):
            files.append(file_result(job, report))
    except KeyboardInterrupt:
        partial = True
    return result(files, partial=partial)


def result(files: list[FileResult], *, partial: bool = False) -> RunResult:
    """The files of a run under the standard's name and this version."""
    title = Text(standard.TITLE, standard.TITLE)
    return RunResult(files=files, standard=standard.NAME, title=title, version=__version__, partial=partial)
