"""The text report: plain in a pipe, in colour (rich) on a terminal; both from the same lines."""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from coatxl.findings import SEVERITIES, SEVERITY_WORDS, Finding, Lang, Text
from coatxl.reports import words
from coatxl.reports.inert import one_line
from coatxl.reports.model import FileResult, RunResult, counted, place, setting_words

if TYPE_CHECKING:
    from rich.console import Console

MOST_VALUE = 200
"""Characters of 当前值 that are shown; json and xlsx hold more."""
MOST_PLACE = 40
"""Columns that places are aligned to; a longer one pushes its clause aside."""
MOST_NAMES = 10
_MOST_OF_GROUP = 3
_LEAST_ROOM = 16
_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "blue", "head": "bold", "label": "dim", "": ""}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: lead stands once, body wraps behind it; a style for each."""

    lead: str = ""
    body: str = ""
    lead_style: str = ""
    body_style: str = ""


def render(run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> bytes:
    """Return the plain text in UTF-8; output does not matter."""
    return b"".join(pieces(run, lang=lang, output=output))


def pieces(run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> Iterator[bytes]:
    """Yield the plain text line by line: a run of any length is written without being held."""
    del output
    for line in lines(run, lang):
        yield f"{(line.lead + line.body).rstrip()}\n".encode()


def show(run: RunResult, stream: TextIO, *, lang: Lang = "zh") -> None:
    """Write the report to a stream: in colour and wrapped on a terminal, plain in a pipe or with NO_COLOR."""
    if stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb":
        from rich.console import Console

        show_rich(run, Console(file=stream, highlight=False, emoji=False, markup=False), lang=lang)
        return
    for piece in pieces(run, lang=lang):
        _write_plain(piece.decode(), stream)


def _write_plain(text: str, stream: TextIO) -> None:
    # A pipe of an older Windows is GBK: what it cannot hold is shown as \u2022, and nothing is lost by a crash.
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))


def show_rich(run: RunResult, console: Console, *, lang: Lang = "zh") -> None:
    """Print the report to a rich console; what is too long for it wraps behind its lead."""
    from rich.text import Text as Styled

    for line in lines(run, lang):
        lead = Styled(line.lead, _STYLES[line.lead_style])
        room = console.width - lead.cell_len
        if room < _LEAST_ROOM:  # a very narrow window: better ragged than one character a line
            console.print(Styled.assemble(lead, (line.body, _STYLES[line.body_style])), soft_wrap=True)
            continue
        pieces = Styled(line.body, _STYLES[line.body_style], overflow="fold").wrap(console, room)
        for index, piece in enumerate(pieces or [Styled()]):
            console.print(Styled.assemble(lead if index == 0 else " " * lead.cell_len, piece), soft_wrap=True)


def show_summary(run: RunResult, stream: TextIO, *, lang: Lang = "zh") -> None:
    """Write the closing lines alone: what is said when the report itself goes to a file."""
    _write_plain("".join(f"{line.lead}{line.body}\n" for line in _summary_lines(run, lang)), stream)


def lines(run: RunResult, lang: Lang) -> Iterator[Line]:
    """Yield the report: files with findings, what is accepted, what was not run, then the summary."""
    for file in run.files:
        if findings := counted(file):
            yield from _file_lines(run, file, findings, lang)
            yield Line()
    yield from _accepted_lines(run.accepted, lang)
    yield from _not_run_lines(run, lang)
    yield from _summary_lines(run, lang)


def width(text: str) -> int:
    """Return the columns that a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _file_lines(run: RunResult, file: FileResult, findings: list[Finding], lang: Lang) -> Iterator[Line]:
    numbers = file.numbers
    parts = [f"{SEVERITY_WORDS[each].pick(lang)} {numbers[each]}" for each in SEVERITIES if numbers[each]]
    state = words.UNREADABLE.pick(lang) if file.status == "unreadable" else "  ".join(parts)
    yield Line(one_line(file.path), f"  {state}", "head")
    if own := run.own_settings(file):
        yield Line(f"  {words.SETTINGS.pick(lang)} ", one_line(setting_words(own, lang)), "label")
    rules = max(width(one_line(f.rule)) for f in findings)
    places = min(MOST_PLACE, max(width(one_line(place(f, with_file=False))) for f in findings))
    for finding in findings:
        yield from _finding_lines(finding, rules, places, lang)


def _finding_lines(finding: Finding, rules: int, places: int, lang: Lang) -> Iterator[Line]:
    level = _padded(
        SEVERITY_WORDS[finding.severity].pick(lang), max(width(w.pick(lang)) for w in SEVERITY_WORDS.values())
    )
    indent = " " * (2 + width(level) + 2)
    clause = f"  {words.CLAUSE.pick(lang)} {one_line(finding.clause)}" if finding.clause else ""
    where = f"{_padded(one_line(finding.rule), rules)}  {_padded(one_line(place(finding, with_file=False)), places)}"
    yield Line(f"  {level}  ", where + clause, finding.severity)
    yield Line(indent, one_line(finding.message))
    # What the message quotes already, and that a cell is blank, need not be read twice.
    told = finding.value is None or finding.value in finding.message
    details = [] if told or finding.value is None else [(words.VALUE, finding.value)]
    details += [(words.FIX, finding.fix)] if finding.fix else []
    label_width = max((width(label.pick(lang)) for label, _ in details), default=0)
    for label, text in details:
        most = MOST_VALUE if label is words.VALUE else 0
        yield Line(f"{indent}{_padded(label.pick(lang), label_width)}  ", one_line(text, most), "label")


def _accepted_lines(accepted: Sequence[Finding], lang: Lang) -> Iterator[Line]:
    if not accepted:
        return
    count_words = f"{len(accepted)}, not counted" if lang == "en" else f"{len(accepted)} 项，不计入问题数"
    yield Line(words.joined(words.ACCEPTED, count_words, lang), "", "head")
    for finding in accepted:
        where = f"{finding.file} {place(finding, with_file=False)}".rstrip()
        yield Line("  ", f"{one_line(finding.rule)}  {one_line(where)}  {one_line(finding.message)}")
        yield Line(f"    {words.REASON.pick(lang)}  ", one_line(finding.accepted or ""), "label")
    yield Line()


def not_run_groups(run: RunResult) -> dict[tuple[str, tuple[str, ...]], FirstNames]:
    """Group what was not run by reason: files in which the same rules were not run for it stand together."""
    groups: dict[tuple[str, tuple[str, ...]], FirstNames] = defaultdict(FirstNames)
    for file in run.files if run.not_run else ():
        reasons: dict[str, list[str]] = defaultdict(list)
        for each in sorted(file.not_run, key=lambda n: (n.rule, n.reason)):
            reasons[each.reason].append(each.rule)
        for reason, rules in reasons.items():
            groups[reason, tuple(rules)].add(file.path)
    return groups


def _not_run_lines(run: RunResult, lang: Lang) -> Iterator[Line]:
    """One line for each reason."""
    groups = not_run_groups(run)
    if not groups:
        return
    number = len({rule for _, rules in groups for rule in rules})
    yield Line(words.joined(words.NOT_RUN, _not_passed(number, lang), lang), "", "head")
    for (reason, names), files in groups.items():
        where = "" if len(run.files) == 1 else f"  [{one_line(files.words(lang))}]"
        yield Line("  ", words.joined(Text(one_line(reason), one_line(reason)), " ".join(names), lang) + where)
    yield Line()


class FirstNames:
    """The first names of a group of files, and how many they are."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.number = 0

    def add(self, name: str) -> None:
        """Count a file."""
        self.number += 1
        if len(self.names) < _MOST_OF_GROUP:
            self.names.append(name)

    def words(self, lang: Lang) -> str:
        """The names as one enumeration."""
        names = chain(self.names, repeat("", self.number - len(self.names)))
        return words.list_words(names, lang, most=_MOST_OF_GROUP)


def _not_passed(number: int, lang: Lang) -> str:
    return f"{number}; they have not passed" if lang == "en" else f"{number} 条，不等于通过"


def _summary_lines(run: RunResult, lang: Lang) -> Iterator[Line]:
    if run.partial:
        yield Line("", words.PARTIAL.pick(lang), "", "error")
    if not run.files:
        yield Line("", words.NO_FILES.pick(lang), "", "head")
    elif not run.findings:
        yield Line("", words.NOTHING.pick(lang), "", "head")
    yield Line("", words.summary_line(run.summary, lang), "", "head")
    for file in run.unreadable:
        yield Line(words.joined(words.UNREADABLE, "", lang), one_line(words.unreadable_words(file, lang)))
    if run.findings:
        clean = (one_line(f.path) for f in run.files if f.status != "unreadable" and not any(f.numbers.values()))
        if names := words.list_words(clean, lang, most=MOST_NAMES):
            yield Line(words.joined(words.NOTHING, "", lang), names)
    if run.shared_settings:
        yield Line(words.joined(words.SETTINGS, "", lang), one_line(setting_words(run.shared_settings, lang)), "label")
    yield Line("", one_line(words.provenance(run, lang)), "", "label")
