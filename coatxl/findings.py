"""Finding: the one value that is passed on, with its order, summary and exit code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from coatxl.workbook.book import cell_position

Lang = Literal["zh", "en"]
Severity = Literal["error", "warning", "info"]
Status = Literal["clean", "findings", "unreadable"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Text(NamedTuple):
    """One sentence in both languages of the product."""

    zh: str
    en: str

    def pick(self, lang: Lang) -> str:
        """The sentence in one language."""
        return self.en if lang == "en" else self.zh


SEVERITY_WORDS: dict[Severity, Text] = {
    "error": Text("错误", "error"),
    "warning": Text("警告", "warning"),
    "info": Text("提示", "info"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault at one cell: what is wrong, in the evaluator's own words, and what to do.

    file is relative to what was checked, with "/"; sheet and cell are None where the whole file or
    sheet is meant; value is what the cell shows, None for a blank; accepted holds the reason of a
    setting that accepts it.
    """

    rule: str
    severity: Severity
    clause: str
    file: str
    sheet: str | None
    cell: str | None
    value: str | None
    message: str
    fix: str
    accepted: str | None = None

    @property
    def order(self) -> tuple[str, str, int, int, str, str]:
        """Stable order: file, sheet, row, column, rule."""
        row, col = cell_position(self.cell) if self.cell else (-1, -1)
        return (self.file, self.sheet or "", row, col, self.rule, self.message)


@dataclass(frozen=True, slots=True)
class NotRun:
    """A rule that could not be judged for one file, and why; it never counts as passed."""

    rule: str
    file: str
    reason: str


def count(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Number of findings of each severity that no setting accepts."""
    numbers: dict[Severity, int] = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        if finding.accepted is None:
            numbers[finding.severity] += 1
    return numbers


def status(findings: Iterable[Finding]) -> Status:
    """Clean (no error, no warning) or findings."""
    numbers = count(findings)
    return "findings" if numbers["error"] or numbers["warning"] else "clean"


def at_or_above(severity: Severity, limit: Severity) -> bool:
    """Whether a severity is as serious as the limit, or more."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(limit)


def exit_code(findings: Iterable[Finding], *, fail_on: Severity, unreadable: int) -> int:
    """0 clean, 1 findings at or above fail_on, 3 some input could not be read (product's table)."""
    if unreadable:
        return 3
    return int(any(f.accepted is None and at_or_above(f.severity, fail_on) for f in findings))
