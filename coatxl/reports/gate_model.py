"""The gate before a report is handed in, as a report sees it: items with a verdict, the cells behind it, what did not run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from coatxl.findings import Finding, NotRun, Text, at_or_above
from coatxl.reports.model import FileResult

GateVerdict = Literal["通过", "不通过", "无法机检"]
VERDICT_WORDS: dict[GateVerdict, Text] = {
    "通过": Text("通过", "passed"),
    "不通过": Text("不通过", "failed"),
    "无法机检": Text("无法机检", "cannot be judged"),
}


@dataclass(slots=True)
class Behind:
    """What stands behind the verdict on one item."""

    cells: list[Finding] = field(default_factory=list)
    not_run: list[NotRun] = field(default_factory=list)
    accepted: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """One item: failed by findings; passed only when every rule ran; else it cannot be judged by a program.

    accepted: findings that the settings accept with a reason, which is printed wherever the item is.
    """

    id: str
    kind: Text
    title: Text
    person: Text
    cells: tuple[Finding, ...]
    not_run: tuple[NotRun, ...]
    accepted: tuple[Finding, ...] = ()

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
) -> dict[str, Behind]:
    """The failing findings of each item, and the rules that withhold its pass; where a file was not read, no rule ran.

    missed_of: which of the rules that did not run on one paper are missed.
    """
    found: dict[str, Behind] = {}
    for file in files:
        for finding in file.findings:
            behind = found.setdefault(item_of(finding.rule), Behind())
            if fails(finding):
                behind.cells.append(finding)
            elif finding.accepted is not None:
                behind.accepted.append(finding)
        not_run = list(file.not_run)
        if file.status == "unreadable":
            not_run = [NotRun(rule, file.path, unread.zh) for rule in rules]
        missed = set(missed_of(each.rule for each in not_run))
        for each in not_run:
            if each.rule not in missed:
                continue
            found.setdefault(item_of(each.rule), Behind()).not_run.append(each)
    return found
