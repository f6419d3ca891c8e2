"""The citations of working papers as a report sees them: what was cited, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coatxl.findings import Severity, Text
from coatxl.reports.source_files import SourceFile

Verdict = Literal[
    "superseded",
    "partly_superseded",
    "abolished",
    "not_in_force",
    "nonexistent",
    "wrong_year",
    "wrong_number",
    "wrong_title",
    "clause",
    "unknown",
]

VERDICTS: dict[Verdict, tuple[Severity, Text]] = {
    "superseded": ("error", Text("已被代替", "superseded")),
    "partly_superseded": ("warning", Text("部分被代替", "superseded in part")),
    "abolished": ("error", Text("已废止", "abolished")),
    "not_in_force": ("error", Text("尚未实施", "not yet in force")),
    "nonexistent": ("error", Text("查无此号", "no such number")),
    "wrong_number": ("warning", Text("编号写法不对", "number miswritten")),
    "wrong_year": ("warning", Text("年号不对", "wrong year")),
    "wrong_title": ("warning", Text("题名不符", "title of another")),
    "clause": ("warning", Text("条款可疑", "doubtful clause")),
    "unknown": ("info", Text("不在登记册中", "not in the register")),
}
"""How serious each verdict is, and its word; in the order of reports."""


@dataclass(frozen=True, slots=True)
class CitationProblem:
    """One fault of one citation; cited is as it stands in the cell, entry the register's number it was held against."""

    sheet: str
    cell: str
    cited: str
    verdict: Verdict
    message: Text
    entry: str


@dataclass(frozen=True, slots=True)
class CitationFile:
    """One working paper: how many citations were found, judged as of which day (None: no day, only what needs none).

    fault is why it could not be read, "" when it was; path is what reports call it, source where it lies.
    """

    path: str
    source: str
    sha256: str
    day: date | None
    cited: int
    problems: Sequence[CitationProblem]
    fault: str = ""
    rows: str = ""
    settings: str = ""

    @property
    def origin(self) -> SourceFile:
        """The paper as 来源文件 tells it."""
        return SourceFile(self.path, self.source, self.sha256, self.rows, self.settings)
