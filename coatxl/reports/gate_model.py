"""The gate before a report is handed in, as a report sees it: items with a verdict, the cells behind it, what did not run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from coatxl.findings import Finding, NotRun, Text, at_or_above
from coatxl.reports.model import FileResult

GateVerdict = Literal["通过", "不通过", "无法机检"]
VERDICT_WORDS: dict[GateVerdict, Text] = {
    "通过": Text("通过", "passed"),
    "不通过": Text("不通过", "failed"),
    "无法机检": Text("无法机检", "cannot be judged"),
}


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """One item: failed by findings; passed only when every rule ran; else it cannot be judged by a program."""

    id: str
    kind: Text
    title: Text
    person: Text
    cells: tuple[Finding, ...]
    not_run: tuple[NotRun, ...]

    @property
    def verdict(self) -> GateVerdict:
        """Failed before unjudged: what was found stays found when another rule could not run."""
        if self.cells:
            return "不通过"
        return "无法机检" if self.not_run else "通过"


def fails(finding: Finding) -> bool:
    """Whether a finding fails its item: errors and warnings that nobody accepted in the settings."""
    return finding.accepted is None and at_or_above(finding.severity, "warning")


def sorted_by_item(
    files: Iterable[FileResult],
    item_of: Callable[[str], str],
    missed_of: Callable[[Iterable[str]], list[str]],
    rules: Sequence[str],
    unread: Text,
) -> dict[str, tuple[list[Finding], list[NotRun]]]:
    """The failing findings of each item, and the rules that withhold its pass; where a file was not read, no rule ran.

    missed_of: which of the rules that did not run on one paper are missed.
    """
    found: dict[str, tuple[list[Finding], list[NotRun]]] = {}
    for file in files:
        for finding in file.findings:
            if fails(finding):
                found.setdefault(item_of(finding.rule), ([], []))[0].append(finding)
        not_run = list(file.not_run)
        if file.status == "unreadable":
            not_run = [NotRun(rule, file.path, unread.zh) for rule in rules]
        missed = set(missed_of(each.rule for each in not_run))
        for each in not_run:
            if each.rule not in missed:
                continue
            found.setdefault(item_of(each.rule), ([], []))[1].append(each)
    return found
