"""Tasks: what a worker does with one workbook. A task and what it takes and gives are pickled by name and value."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coatxl.batch.garbage import unsearched
from coatxl.check import check_workbook, open_dossier
from coatxl.findings import Lang
from coatxl.reports.model import FileResult
from coatxl.reports.record import Record, record_of
from coatxl.settings import Settings

if TYPE_CHECKING:
    from coatxl.reports.danger_book import DangerLine, DangerSource


@dataclass(frozen=True, slots=True)
class Work:
    """One workbook for a worker: its place in the report, where it lies, its name there, and its settings."""

    position: int
    path: Path
    name: str
    settings: Settings


Task = Callable[[Work], Record]
"""Returns the record of one workbook; may raise Unreadable, and may die without harm to the others."""


@dataclass(frozen=True, slots=True)
class Check:
    """Judges a workbook by every rule."""

    lang: Lang = "zh"

    def __call__(self, work: Work) -> Record:
        """The record of a FileResult."""
        with unsearched():
            return self._record(work)

    def _record(self, work: Work) -> Record:
        report = check_workbook(work.path, work.settings, name=work.name, lang=self.lang, isolated=False)
        return record_of(
            FileResult(
                path=report.path,
                status=report.status,
                sha256=report.sha256 or None,
                rows=report.rows,
                findings=report.findings,
                not_run=report.not_run,
                settings=report.settings,
                enterprise="" if report.dossier is None else report.dossier.project.enterprise,
            )
        )


@dataclass(frozen=True, slots=True)
class GatherDangers:
    """Takes the hidden dangers out of a workbook (8.2.4); no rule is judged."""

    def __call__(self, work: Work) -> Record:
        """The record that danger_source_of and danger_lines_of read."""
        from coatxl.standards.coating.danger_lines import danger_lines, danger_source

        paper = open_dossier(work.path, work.name, isolated=False)
        source = danger_source(paper, work.settings, path="")
        lines = danger_lines(paper, work.settings, source)
        day = source.evaluation_date
        head = [
            paper.project.enterprise,
            source.sha256,
            day and day.isoformat(),
            len(lines),
            source.rows,
            source.settings,
        ]
        body = [[line.sheet, line.cell, {k: _plain(v) for k, v in line.values.items()}] for line in lines]
        return Record(json.dumps(head), json.dumps(body))


def danger_source_of(head: str, path: str, source: str) -> tuple[DangerSource, int]:
    """A paper as a source of hidden dangers, by the head of its record, and the number of its lines."""
    from coatxl.reports.danger_book import DangerSource

    enterprise, sha256, day, number, *words = json.loads(head)
    when = None if day is None else date.fromisoformat(day)
    return DangerSource(enterprise or path, path, sha256, when, source, *words), number


def danger_lines_of(body: str, source: DangerSource) -> list[DangerLine]:
    """The hidden dangers of a paper, by the body of its record."""
    from coatxl.reports.danger_book import DangerLine

    return [
        DangerLine(source, sheet, cell, {field: _typed(value) for field, value in values.items()})
        for sheet, cell, values in json.loads(body)
    ]


def _plain(value: object) -> object:
    """A value for JSON: a date as a list, as no cell holds one; all else as the text that the list shows."""
    if value is None or isinstance(value, str):
        return value
    return [value.isoformat()] if isinstance(value, date) else str(value)


def _typed(value: object) -> object:
    if not isinstance(value, list):
        return value
    moment = datetime.fromisoformat(value[0])
    return moment if "T" in value[0] else moment.date()
