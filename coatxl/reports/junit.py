"""The JUnit XML report: a test suite for each file, a test case for each rule that ran, as CI servers show them.

A case fails by its errors and warnings, all in one failure element, since servers show the first one only; 提示 and
accepted findings are said in its output and let it pass, as they let a file be clean. A rule that was not run is
skipped, a file that could not be read is an error. No times: equal runs give equal bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from coatxl.findings import SEVERITY_WORDS, Finding, Lang
from coatxl.reports import words
from coatxl.reports.inert import one_line
from coatxl.reports.model import FileResult, RunResult, SettingLine, place

_INDENT = "    "


def render(run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> bytes:
    """Return the run as one XML document in UTF-8; output does not matter."""
    return b"".join(pieces(run, lang=lang, output=output))


def pieces(run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> Iterator[bytes]:
    """Yield the document suite by suite: a run of any length is written without being held."""
    del output
    titles = {rule.id: rule.title.pick(lang) for rule in run.rules}
    tests = failures = errors = 0
    for file in run.files:
        cases, failed, unread, _ = _Suite(run, file, lang, titles).counts
        tests, failures, errors = tests + cases, failures + failed, errors + unread
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="coatxl" tests="{tests}" failures="{failures}" errors="{errors}">\n'.encode()
    for file in run.files:
        yield _Suite(run, file, lang, titles).text().encode()
    # The mark at the end says whose output this is before it is replaced.
    yield f"</testsuites>\n<!--coatxl {_attribute(run.version)}-->\n".encode()


class _Suite:
    """The cases of one file, by rule."""

    def __init__(self, run: RunResult, file: FileResult, lang: Lang, titles: dict[str, str]) -> None:
        self.run, self.file, self.lang = run, file, lang
        self.titles = titles
        self.found: dict[str, list[Finding]] = defaultdict(list)
        for finding in sorted(file.findings, key=lambda each: each.order):
            self.found[finding.rule].append(finding)
        read = file.status != "unreadable"
        self.skipped = {each.rule: each.reason for each in file.not_run if each.rule not in self.found}
        judged = [rule.id for rule in run.rules if rule.judge is not None] if read else []
        # The standard's rules as the run has them, then the faults of reading, which are no cases where there are none.
        self.cases = list(dict.fromkeys([*judged, *self.skipped, *self.found]))

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Cases, failures, errors, skipped."""
        failing = sum(any(self._fails(each) for each in found) for found in self.found.values())
        unread = self.file.status == "unreadable"
        return len(self.cases), 0 if unread else failing, failing if unread else 0, len(self.skipped)

    def text(self) -> str:
        """The suite as XML."""
        tests, failures, errors, skipped = self.counts
        counts = f'tests="{tests}" failures="{failures}" errors="{errors}" skipped="{skipped}"'
        lines = [f'  <testsuite name="{_attribute(self.file.path)}" {counts}>']
        lines += _properties([*self.run.shared_settings, *self.run.own_settings(self.file)], self.lang)
        for rule in self.cases:
            lines += self._case(rule)
        return "\n".join([*lines, "  </testsuite>\n"])

    def _case(self, rule: str) -> Iterator[str]:
        name = f"{rule} {self.titles[rule]}" if rule in self.titles else rule
        start = f'{_INDENT}<testcase classname="{_attribute(self.file.path)}" name="{_attribute(name)}"'
        found = self.found.get(rule, [])
        inside = []
        if failing := [each for each in found if self._fails(each)]:
            inside.append(self._failure(failing))
        if passing := [each for each in found if not self._fails(each)]:
            inside.append(f"<system-out>{self._lines(passing)}</system-out>")
        if rule in self.skipped:
            inside.append(f'<skipped message="{_attribute(self.skipped[rule])}"/>')
        if not inside:
            yield start + "/>"
            return
        yield start + ">"
        for element in inside:
            yield f"{_INDENT}  {element}"
        yield f"{_INDENT}</testcase>"

    def _failure(self, failing: list[Finding]) -> str:
        name = "error" if self.file.status == "unreadable" else "failure"
        message = failing[0].message
        if len(failing) > 1:
            more = len(failing)
            message += f" ({words.counted(more, 'finding')})" if self.lang == "en" else f"（共 {more} 处）"
        worst = "error" if any(each.severity == "error" for each in failing) else "warning"
        return f'<{name} type="{worst}" message="{_attribute(message)}">{self._lines(failing)}</{name}>'

    def _lines(self, findings: Iterable[Finding]) -> str:
        return escape("\n".join(self._line(each) for each in findings))

    def _line(self, finding: Finding) -> str:
        level = SEVERITY_WORDS[finding.severity].pick(self.lang)
        parts = [level, place(finding), finding.message]
        if finding.fix:
            parts.append(words.joined(words.FIX, finding.fix, self.lang))
        if finding.accepted is not None:
            parts.append(words.joined(words.REASON, finding.accepted, self.lang))
        return "  ".join(one_line(part) for part in parts)

    def _fails(self, finding: Finding) -> bool:
        counts = finding.accepted is None and finding.severity != "info"
        return counts or self.file.status == "unreadable"  # an accepted reason makes no file readable


def _properties(settings: Iterable[SettingLine], lang: Lang) -> list[str]:
    lines = [
        f'{_INDENT}  <property name="{_attribute(label.pick(lang))}" value="{_attribute(value.pick(lang))}"/>'
        for label, value in settings
    ]
    return [f"{_INDENT}<properties>", *lines, f"{_INDENT}</properties>"] if lines else []


def _attribute(text: str) -> str:
    return escape(one_line(text))
