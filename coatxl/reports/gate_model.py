"""The gate before a report is handed in, as a report sees it: items with a verdict, the cells behind it, what did not run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from coatxl.findings import Finding, Lang, NotRun, Text, at_or_above
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
    inapplicable: list[NotRun] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """One item: failed by findings; passed only when every rule ran; else it cannot be judged by a program.

    accepted: findings that the settings accept with a reason, which is printed wherever the item is.
    inapplicable: rules that did not run since the paper need not have what they judge. rules: those that answer the item.
    notes: how far the verdict reaches.
    """

    id: str
    kind: Text
    title: Text
    person: Text
    cells: tuple[Finding, ...]
    not_run: tuple[NotRun, ...]
    accepted: tuple[Finding, ...] = ()
    inapplicable: tuple[NotRun, ...] = ()
    rules: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def verdict(self) -> GateVerdict:
        """Failed before unjudged: what was found stays found when another rule could not run."""
        if self.cells:
            return "不通过"
        return "无法机检" if self.not_run else "通过"

    @property
    def remark(self) -> Text:
        """What stands beside the verdict: that findings were accepted; blank without any."""
        number = len(self.accepted)
        return Text(f"有已接受 {number} 处", f"{number} accepted") if number else Text("", "")


def settings_of(files: Sequence[FileResult]) -> list[tuple[Text, Text, tuple[str, ...]]]:
    """Every setting line once, with the files that it holds for."""
    found: dict[tuple[Text, Text], list[str]] = {}
    for file in files:
        for line in file.settings:
            found.setdefault(line, []).append(file.path)
    return [(name, value, tuple(paths)) for (name, value), paths in found.items()]


def setting_lines(files: Sequence[FileResult], lang: Lang) -> list[str]:
    """The settings as lines; one that does not hold for every file names its files."""
    mark = ": " if lang == "en" else "："
    return [
        f"{name.pick(lang)}{mark}{value.pick(lang)}" + ("" if len(paths) == len(files) else f"（{'、'.join(paths)}）")
        for name, value, paths in settings_of(files)
    ]


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
            behind = found.setdefault(item_of(each.rule), Behind())
            (behind.not_run if each.rule in missed else behind.inapplicable).append(each)
    return found
