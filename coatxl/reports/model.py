"""RunResult: what a run hands to every report, one FileResult for each workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from coatxl.findings import Finding, Lang, NotRun, Status, Text, count

SettingLine = tuple[Text, Text]
"""Label and value of one setting that was applied, in both languages."""


class ReportTooLargeError(Exception):
    """A result that the wanted format cannot hold; text is one line with the way out."""

    def __init__(self, text: Text) -> None:
        """Keep the line in both languages."""
        super().__init__(text.zh)
        self.text = text


@dataclass(frozen=True, slots=True)
class FileResult:
    """One workbook of a run.

    path is what reports call it, with "/"; source is where it lies (absolute or from the
    working folder), for links only.
    An unreadable file has status "unreadable", no sha256 unless its bytes could be read, and its own finding.
    rows: number of data rows of each recognised sheet. Accepted findings stay among findings.
    """

    path: str
    status: Status
    sha256: str | None
    rows: dict[str, int]
    findings: Sequence[Finding]
    not_run: Sequence[NotRun] = ()
    settings: Sequence[SettingLine] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """Numbers of files, of files that could not be read, and of findings by severity, accepted ones not counted."""

    files: int
    unreadable: int
    error: int
    warning: int
    info: int


@dataclass(frozen=True)
class RunResult:
    """All workbooks of a run.

    standard is the standard's key ("coating"), title its designation as printed; partial says that the run was
    stopped before the last file.
    """

    files: Sequence[FileResult]
    standard: str
    title: Text
    version: str
    settings: Sequence[SettingLine] = ()
    partial: bool = False

    def __post_init__(self) -> None:
        """Sort the files by path: workers finish in any order, a report has one."""
        object.__setattr__(self, "files", tuple(sorted(self.files, key=lambda file: file.path)))

    @cached_property
    def findings(self) -> list[Finding]:
        """Findings that count, in stable order: file, sheet, row, column, rule."""
        return [finding for finding in self._all if finding.accepted is None]

    @cached_property
    def accepted(self) -> list[Finding]:
        """Findings that a setting accepts with a reason, in stable order."""
        return [finding for finding in self._all if finding.accepted is not None]

    @cached_property
    def not_run(self) -> list[NotRun]:
        """Rules that were not judged, by file and rule."""
        return sorted((each for file in self.files for each in file.not_run), key=lambda n: (n.file, n.rule, n.reason))

    @cached_property
    def unreadable(self) -> list[FileResult]:
        """Files that could not be read."""
        return [file for file in self.files if file.status == "unreadable"]

    @cached_property
    def summary(self) -> Summary:
        """The counts that every format prints."""
        numbers = count(self.findings)
        return Summary(len(self.files), len(self.unreadable), numbers["error"], numbers["warning"], numbers["info"])

    @cached_property
    def shared_settings(self) -> list[SettingLine]:
        """The run's own settings, then those that are the same in every file that was read."""
        lines = list(self.settings)
        read = [file for file in self.files if file.status != "unreadable"] or list(self.files)
        if read:
            rest = [set(file.settings) for file in read[1:]]
            lines += [s for s in read[0].settings if s not in lines and all(s in other for other in rest)]
        return lines

    def own_settings(self, file: FileResult) -> list[SettingLine]:
        """The settings in which a file differs from the others (its 评价基准日, say); none for an unreadable one."""
        if file.status == "unreadable":
            return []
        return [line for line in file.settings if line not in self.shared_settings]

    @cached_property
    def _all(self) -> list[Finding]:
        return sorted((finding for file in self.files for finding in file.findings), key=lambda f: f.order)


def setting_words(lines: Sequence[SettingLine], lang: Lang) -> str:
    """Return settings as one line: 可接受风险等级 一般风险；评价基准日 2026-03-31."""
    return ("; " if lang == "en" else "；").join(f"{label.pick(lang)} {value.pick(lang)}" for label, value in lines)


def place(finding: Finding, *, with_file: bool = True) -> str:
    """Return where a finding stands: 甲厂/底稿.xlsx › 表!J23, or 表!J23 without the file; "" for the file itself."""
    cell = "!".join(part for part in (finding.sheet, finding.cell) if part)
    return " › ".join(part for part in (finding.file, cell) if part) if with_file else cell
