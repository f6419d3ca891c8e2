"""Sections of the page, each one table: findings, accepted findings, rules not run, clauses, files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from coatxl.findings import SEVERITIES, SEVERITY_WORDS, Finding, Lang, Severity, Text
from coatxl.reports import words
from coatxl.reports.html import cells
from coatxl.reports.html.cells import MARKS, Places, line, row, shown
from coatxl.reports.model import FileResult, RunResult, counted, setting_words
from coatxl.reports.text import not_run_groups

_MOST_NAME = 100
CLAUSES = Text("按条款统计", "By clause")
NO_CLAUSE = Text("（不属条款）", "(no clause)")
RULES = Text("规则", "Rules")
_MORE = Text("再显示 {n} 条（还有 {rest} 条）", "Show {n} more ({rest} left)")
_NOTHING_FITS = Text("没有符合筛选的结果", "No finding fits the filter")
_NONE_READ = Text("没有读到文件，规则都没有执行", "No file could be read, so no rule was run")
_LEVELS = tuple(SEVERITY_WORDS[each] for each in SEVERITIES)
HEADERS: dict[str, tuple[Text, ...]] = {
    "findings": (words.LEVEL, words.RULE, words.PLACE, words.VALUE, words.MESSAGE, words.FIX, words.CLAUSE),
    "accepted": (words.LEVEL, words.RULE, words.PLACE, words.MESSAGE, words.REASON),
    "not-run": (words.REASON, RULES, words.FILE),
    "clauses": (words.CLAUSE, *_LEVELS, RULES),
    "files": (words.FILE, words.STATE, *_LEVELS, words.ROWS, words.SETTINGS, words.DIGEST),
}


def tables(run: RunResult, lang: Lang, output: Path | None) -> Iterator[str]:
    """Yield all sections; the findings are counted by clause while they are written."""
    places, tally = Places(run, output), _Tally()
    nothing = _note(words.NOTHING if run.files else words.NO_FILES, lang) if not run.findings else ""
    yield from _section("findings", words.FINDINGS, _findings(run, places, tally, lang), lang, nothing)
    if run.accepted:
        yield from _section("accepted", words.ACCEPTED, _accepted(run, places, lang), lang)
    everything = "" if run.not_run else _all_run(run, lang)
    yield from _section("not-run", words.NOT_RUN, _not_run(run, lang), lang, everything)
    if run.findings:
        yield from _section("clauses", CLAUSES, tally.rows(run, lang), lang)
    yield from _section("files", words.FILES, _files(run, places, lang), lang)


def _section(name: str, title: Text, rows: Iterator[str], lang: Lang, instead: str = "") -> Iterator[str]:
    """A heading and a table, or the sentence instead of it where there is no row."""
    words_ = title.pick(lang)
    yield f'<section id="{name}" tabindex="-1" aria-labelledby="{name}-title"><h2 id="{name}-title">{words_}</h2>\n'
    if instead:
        yield instead
    else:
        yield from cells.table(name, words_, HEADERS[name], rows, lang)
        more = _MORE.pick(lang)
        yield f'<p class="none" hidden>{_NOTHING_FITS.pick(lang)}</p>'
        yield f'<button type="button" class="more" data-text="{more}" hidden></button>\n'
    yield "</section>\n"


def _all_run(run: RunResult, lang: Lang) -> str:
    if run.files and run.summary.unreadable == run.summary.files:
        return f'<p class="none">{_NONE_READ.pick(lang)}</p>\n'
    return _note(words.ALL_RUN if run.files else words.NO_FILES, lang)


def _note(text: Text, lang: Lang) -> str:
    return f'<p class="good">{text.pick(lang)}</p>\n'


class _Tally:
    """Findings by clause, rule and severity; a clause's number is what the rows say of it."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._found: Counter[tuple[str, str, Severity]] = Counter()

    def add(self, finding: Finding) -> int:
        """Count a finding and return the number of its clause."""
        self._found[finding.clause, finding.rule, finding.severity] += 1
        return self.numbers.setdefault(finding.clause, len(self.numbers))

    def rows(self, run: RunResult, lang: Lang) -> Iterator[str]:
        """A row for each clause in the standard's order, with its rules and their titles."""
        titles = {rule.id: rule.title.pick(lang) for rule in run.rules}
        for clause in sorted(self.numbers, key=_clause_order):
            levels = [
                sum(n for (c, _, s), n in self._found.items() if c == clause and s == each) for each in SEVERITIES
            ]
            rules: Counter[str] = Counter()
            for (of, rule, _), number in self._found.items():
                if of == clause:
                    rules[rule] += number
            named = (f"{line(f'{rule} {titles.get(rule, str())}'.strip())} × {n}" for rule, n in sorted(rules.items()))
            name = line(clause) or NO_CLAUSE.pick(lang)
            yield row((name, *map(_number, levels), "<br>".join(named)), f' data-c="{self.numbers[clause]}"')


def _clause_order(clause: str) -> list[tuple[bool, int, str]]:
    """Numbers as numbers, 附录 after them, what belongs to no clause last."""
    parts = re.findall(r"\d+|[^\d.]+", clause) or ["\uffff"]
    return [(not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts]


def _findings(run: RunResult, places: Places, tally: _Tally, lang: Lang) -> Iterator[str]:
    for number, file in enumerate(_with_findings(run)):
        for each in counted(file):
            texts = (
                cells.level(each.severity, lang), line(each.rule), places.cell(each), cells.value(each, lang),
                shown(each.message, lang), shown(each.fix, lang), line(each.clause),
            )  # fmt: skip
            yield row(texts, f' class="{MARKS[each.severity]}" data-c="{tally.add(each)}" data-f="{number}"')


def _accepted(run: RunResult, places: Places, lang: Lang) -> Iterator[str]:
    for each in run.accepted:
        texts = (cells.level(each.severity, lang), line(each.rule), places.cell(each), shown(each.message, lang))
        yield row((*texts, shown(each.accepted or "", lang)), f' class="{MARKS[each.severity]}"')


def _not_run(run: RunResult, lang: Lang) -> Iterator[str]:
    titles = {rule.id: rule.title.pick(lang) for rule in run.rules}
    for (reason, rules), files in not_run_groups(run).items():
        named = "<br>".join(line(f"{rule} {titles.get(rule, '')}".strip()) for rule in rules)
        yield row((shown(reason, lang), named, line(files.words(lang))))


def _files(run: RunResult, places: Places, lang: Lang) -> Iterator[str]:
    """Files with findings carry the number that the rows of the findings say, and the enterprise to filter by."""
    number = 0
    for file in run.files:
        has = any(file.numbers.values())
        attributes = f' class="is-{file.status}"' + (f' data-f="{number}"' if has else "")
        if has and file.enterprise:
            attributes += f' data-e="{line(file.enterprise[:_MOST_NAME])}"'
        number += has
        texts = (
            places.file(file.path), words.STATUS_WORDS[file.status].pick(lang),
            *map(_number, file.numbers.values()), line(words.rows_words(file, lang)),
            line(setting_words(run.own_settings(file), lang)), line(file.sha256 or ""),
        )  # fmt: skip
        yield row(texts, attributes)


def _with_findings(run: RunResult) -> Iterator[FileResult]:
    return (file for file in run.files if any(file.numbers.values()))


def _number(number: int) -> str:
    return str(number) if number else "–"
