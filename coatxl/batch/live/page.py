"""检查结果 inside the checked workbook: the sheet's texts, its links, and whether a person changed it since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from coatxl import __version__
from coatxl.check import Report
from coatxl.findings import SEVERITIES, SEVERITY_WORDS, Finding, Lang, Severity, count
from coatxl.reports import words
from coatxl.reports.inert import inert
from coatxl.reports.links import MOST_LINKS
from coatxl.reports.model import place, setting_words
from coatxl.standards.coating import standard

SHEET = words.FINDINGS.zh
WIDTHS = (8, 12, 24, 22, 56, 52, 16)
_MARK_ROW = 3
_PLACE = 2
_LONGEST = 8_000  # Excel refuses a block of cells with a longer text in it (8,203)
_MARK = "coatxl {version} 写出，校验码 {code}"


@dataclass(slots=True)
class Page:
    """The sheet as rows of texts of equal length; heads are header rows, links lead from cells to (sheet, cell)."""

    rows: list[list[str]] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    links: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    levels: dict[int, Severity] = field(default_factory=dict)

    def add(self, *texts: str) -> int:
        """Append a row; its number, counted from 0."""
        self.rows.append([*texts, *[""] * (len(WIDTHS) - len(texts))])
        return len(self.rows) - 1


def page(report: Report, lang: Lang = "zh") -> Page:
    """Findings, accepted findings and rules not run of a workbook, with everything that the file report has."""
    sheet = Page()
    numbers = count(report.findings)
    sheet.add(SHEET)
    sheet.add("，".join(f"{SEVERITY_WORDS[s].pick(lang)} {numbers[s]}" for s in SEVERITIES))
    sheet.add(_shown(f"{setting_words(report.settings, lang)}　{words.joined(words.STANDARD, standard.TITLE, lang)}"))
    sheet.add("")
    open_ones = [f for f in report.findings if f.accepted is None]
    _findings(sheet, open_ones, lang)
    accepted = [f for f in report.findings if f.accepted is not None]
    if accepted:
        first = _block(
            sheet,
            words.ACCEPTED.pick(lang),
            [(f.rule, place(f, with_file=False), f.message, f.accepted or "") for f in accepted],
        )
        for row, each in enumerate(accepted, first):
            _link(sheet, row, each)
    if report.not_run:
        _block(sheet, words.NOT_RUN.pick(lang), [(n.rule, "", n.reason, "") for n in report.not_run])
    sheet.rows[_MARK_ROW][0] = _MARK.format(version=__version__, code=_code(sheet.rows))
    return sheet


State = Literal["blank", "ours", "edited", "foreign"]


def state_of(rows: Sequence[Sequence[object]]) -> State:
    """What stands on an existing 检查结果 (values from A1 on): nothing, our page, our page changed by a person, or another's."""
    texts = [["" if value is None else str(value) for value in row] for row in rows]
    if not any(text for row in texts for text in row):
        return "blank"
    mark = texts[_MARK_ROW][0] if len(texts) > _MARK_ROW and texts[_MARK_ROW] else ""
    head, _, code = mark.rpartition(" ")
    if texts[0][0] != SHEET or not head.startswith("coatxl "):
        return "foreign"
    return "ours" if code == _code(texts) else "edited"


def _findings(sheet: Page, findings: Sequence[Finding], lang: Lang) -> None:
    headers = (words.LEVEL, words.RULE, words.PLACE, words.VALUE, words.MESSAGE, words.FIX, words.CLAUSE)
    sheet.heads.append(sheet.add(*(header.pick(lang) for header in headers)))
    for each in findings:
        value = each.value if each.value is not None else words.BLANK.pick(lang) if each.cell else ""
        level = SEVERITY_WORDS[each.severity].pick(lang)
        where = place(each, with_file=False)
        row = sheet.add(
            *(_shown(text) for text in (level, each.rule, where, value, each.message, each.fix, each.clause))
        )
        sheet.levels[row] = each.severity
        _link(sheet, row, each)
    if not findings:
        sheet.add(words.NOTHING.pick(lang))


def _block(sheet: Page, title: str, rows: Sequence[tuple[str, str, str, str]]) -> int:
    """A further list below; the number of its first row."""
    sheet.add("")
    sheet.heads.append(sheet.add(title))
    for rule, where, message, reason in rows:
        sheet.add("", rule, *(_shown(text) for text in (where, "", message, reason)))
    return sheet.heads[-1] + 1


def _link(sheet: Page, row: int, finding: Finding) -> None:
    if finding.sheet is not None and len(sheet.links) < MOST_LINKS:
        sheet.links[row, _PLACE] = (finding.sheet, finding.cell or "A1")


def _shown(text: str) -> str:
    plain = inert(text)
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}……"


def _code(rows: Sequence[Sequence[str]]) -> str:
    """A short digest of all rows but the mark's own; blanks at the end of rows and of the sheet count for nothing."""
    kept = [_trimmed(row) for i, row in enumerate(rows) if i != _MARK_ROW]
    while kept and not kept[-1]:
        kept.pop()
    return hashlib.sha256(json.dumps(kept, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _trimmed(row: Sequence[str]) -> list[str]:
    texts = [text.replace("\r\n", "\n") for text in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts
