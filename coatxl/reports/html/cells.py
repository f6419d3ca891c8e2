"""Cells of the page: strangers' texts as inert HTML, one table row a line, links to the source workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from coatxl.findings import SEVERITY_WORDS, Finding, Lang, Severity, Text
from coatxl.reports import words
from coatxl.reports.inert import inert, one_line
from coatxl.reports.links import anchor_of, target_of, uri_of
from coatxl.reports.model import RunResult, place
from coatxl.reports.sheets import MOST_TEXT

CHUNK = 500
"""Rows that a browser builds at once; the page's script shows as many at a time."""
MARKS: dict[Severity, str] = {"error": "e", "warning": "w", "info": "i"}
_CUT = Text("……（共 {n} 字，见原文件）", "…… ({n} characters, see the source)")


def shown(text: str, lang: Lang) -> str:
    """Return a text as HTML on one line: inert, its line breaks kept, cut where the source says the rest."""
    plain = inert(text)
    if len(plain) > MOST_TEXT:
        plain = plain[:MOST_TEXT] + _CUT.pick(lang).format(n=len(text))
    return escape(plain).replace("\n", "<br>")


def line(text: str) -> str:
    """Return a text as HTML without line breaks, for names, places and attributes."""
    return escape(one_line(text))


def row(cells: Iterable[str], attributes: str = "") -> str:
    """Return a table row of ready cells as one line; the page's script relies on lines and on the attributes' order."""
    return f"<tr{attributes}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def table(name: str, title: str, headers: Sequence[Text], rows: Iterable[str], lang: Lang) -> Iterator[str]:
    """Yield a table whose rows beyond the first CHUNK stand in noscript elements of as many rows each."""
    heads = "".join(f'<th scope="col">{header.pick(lang)}</th>' for header in headers)
    begin = f'<table class="{name}"><caption>{title}</caption><thead><tr>{heads}</tr></thead><tbody>\n'
    yield begin
    at = -1
    for at, each in enumerate(rows):
        if at and at % CHUNK == 0:
            yield "</tbody></table>\n" + ("</noscript>" if at > CHUNK else "") + "<noscript>" + begin
        yield each + "\n"
    yield "</tbody></table>" + ("</noscript>" if at >= CHUNK else "") + "\n"


class Places:
    """Links that lead from the page's folder to the files of a run."""

    def __init__(self, run: RunResult, output: Path | None) -> None:
        self._targets = {file.path: target_of(file.path, file.source, output) for file in run.files}

    def file(self, path: str) -> str:
        """Return a file's name that opens it."""
        return f'<a href="{escape(uri_of(self._targets.get(path, path)))}">{line(path)}</a>'

    def cell(self, finding: Finding) -> str:
        """Return file and cell; the link names the cell too, and the cell's name can be taken up by one click."""
        anchor = anchor_of(finding.sheet, finding.cell) if finding.sheet else ""
        address = escape(uri_of(self._targets.get(finding.file, finding.file), anchor))
        where = place(finding, with_file=False)
        code = f" <span>›</span> <code>{line(where)}</code>" if where else ""
        return f'<a href="{address}">{line(finding.file)}</a>{code}'


def level(severity: Severity, lang: Lang) -> str:
    """Return the word of a severity; its mark is the style's."""
    return SEVERITY_WORDS[severity].pick(lang)


def value(finding: Finding, lang: Lang) -> str:
    """Return 当前值: a blank cell is said to be one."""
    if finding.value is None:
        return f"<i>{words.BLANK.pick(lang)}</i>" if finding.cell is not None else ""
    return shown(finding.value, lang)
