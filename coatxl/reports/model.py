"""RunResult: what a run hands to every report, one FileResult for each workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from coatxl.findings import SEVERITIES, Finding, Lang, NotRun, Severity, Status, Text, count
from coatxl.reports.view import View
from coatxl.rules import Rule

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
    known: the findings by severity, accepted ones not counted, where they need not be counted again.
    enterprise: the 企业名称 that the paper gives, "" where it gives none.
    """

    path: str
    status: Status
    sha256: str | None
    rows: dict[str, int]
    findings: Sequence[Finding]
    not_run: Sequence[NotRun] = ()
    settings: Sequence[SettingLine] = ()
    source: str = ""
    known: dict[Severity, int] | None = None
    enterprise: str = ""

    @property
    def numbers(self) -> dict[Severity, int]:
        """Number of findings of each severity that no setting accepts."""
        return count(self.findings) if self.known is None else self.known


@dataclass(frozen=True, slots=True)
class Summary:
    """Numbers of files, of files that could not be read, and of findings by severity, accepted ones not counted."""

    files: int
    unreadable: int
    error: int
    warning: int
    info: int


class Tally:
    """What is counted over the files of a run, one file after the other in any order."""

    def __init__(self) -> None:
        self.files = self.unreadable = self.counted = self.accepted = self.not_run = 0
        self.numbers: dict[Severity, int] = dict.fromkeys(SEVERITIES, 0)
        self._common: dict[bool, tuple[str, list[SettingLine]]] = {}

    def add(self, file: FileResult) -> None:
        """Count one file."""
        read = file.status != "unreadable"
        numbers = file.numbers
        counted = sum(numbers.values())
        self.files += 1
        self.unreadable += not read
        self.counted += counted
        self.accepted += len(file.findings) - counted
        self.not_run += len(file.not_run)
        for severity, number in numbers.items():
            self.numbers[severity] += number
        first, common = self._common.get(read, (file.path, list(file.settings)))
        ordered = file.settings if file.path <= first else common
        both = set(common).intersection(file.settings)
        self._common[read] = (min(first, file.path), [line for line in ordered if line in both])

    @property
    def common_settings(self) -> list[SettingLine]:
        """The settings of all files that were read (of all, where none was), as the first of them has them."""
        return self._common.get(True, self._common.get(False, ("", [])))[1]


class TalliedFiles(Protocol):
    """Files in the order of their paths that were counted when they were stored."""

    tally: Tally

    def __iter__(self) -> Iterator[FileResult]:
        """The files, read anew each time."""

    def __len__(self) -> int:
        """How many they are."""


@dataclass(frozen=True)
class RunResult:
    """All workbooks of a run.

    standard is the standard's key ("coating"), title its designation as printed; partial says that the run was
    stopped before the last file. rules: every rule that the run knows, for formats that name those without findings.
    What it lists is read from its files each time, so files may be a store that is larger than memory.
    """

    files: Sequence[FileResult] | TalliedFiles
    standard: str
    title: Text
    version: str
    settings: Sequence[SettingLine] = ()
    partial: bool = False
    rules: Sequence[Rule] = ()

    def __post_init__(self) -> None:
        """Sort the files by path: workers finish in any order, a report has one."""
        if isinstance(self.files, Sequence):
            object.__setattr__(self, "files", tuple(sorted(self.files, key=lambda file: file.path)))

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """Findings that count, in stable order: file, sheet, row, column, rule."""
        return View(lambda: (f for file in self.files for f in counted(file)), self._tally.counted)

    @cached_property
    def accepted(self) -> Sequence[Finding]:
        """Findings that a setting accepts with a reason, in stable order."""
        return View(
            lambda: (f for file in self.files for f in _in_order(file) if f.accepted is not None), self._tally.accepted
        )

    @cached_property
    def not_run(self) -> Sequence[NotRun]:
        """Rules that were not judged, by file and rule."""
        return View(
            lambda: (n for file in self.files for n in sorted(file.not_run, key=lambda n: (n.rule, n.reason))),
            self._tally.not_run,
        )

    @cached_property
    def unreadable(self) -> Sequence[FileResult]:
        """Files that could not be read."""
        return View(lambda: (file for file in self.files if file.status == "unreadable"), self._tally.unreadable)

    @cached_property
    def summary(self) -> Summary:
        """The counts that every format prints."""
        tally, numbers = self._tally, self._tally.numbers
        return Summary(tally.files, tally.unreadable, numbers["error"], numbers["warning"], numbers["info"])

    @cached_property
    def shared_settings(self) -> list[SettingLine]:
        """The run's own settings, then those that are the same in every file that was read."""
        own = list(self.settings)
        return own + [line for line in self._tally.common_settings if line not in own]

    def own_settings(self, file: FileResult) -> list[SettingLine]:
        """The settings in which a file differs from the others (its 评价基准日, say); none for an unreadable one."""
        if file.status == "unreadable":
            return []
        return [line for line in file.settings if line not in self.shared_settings]

    @cached_property
    def _tally(self) -> Tally:
        if not isinstance(self.files, Sequence):
            return self.files.tally
        tally = Tally()
        for file in self.files:
            tally.add(file)
        return tally


def counted(file: FileResult) -> list[Finding]:
    """Return the findings of a file that count, by sheet, row, column and rule."""
    return [finding for finding in _in_order(file) if finding.accepted is None]


def _in_order(file: FileResult) -> list[Finding]:
    return sorted(file.findings, key=lambda finding: finding.order)


def setting_words(lines: Sequence[SettingLine], lang: Lang) -> str:
    """Return settings as one line: 可接受风险等级 一般风险；评价基准日 2026-03-31."""
    return ("; " if lang == "en" else "；").join(f"{label.pick(lang)} {value.pick(lang)}" for label, value in lines)


def place(finding: Finding, *, with_file: bool = True) -> str:
    """Return where a finding stands: 甲厂/底稿.xlsx › 表!J23, or 表!J23 without the file; "" for the file itself."""
    cell = "!".join(part for part in (finding.sheet, finding.cell) if part)
    return " › ".join(part for part in (finding.file, cell) if part) if with_file else cell
