"""Record: what a worker sends back of one workbook, as text that is kept, cached and sent without being looked into.

JSON in ASCII: a lone surrogate in a stranger's cell or file name survives it (two that make a pair come back as the
character that they mean), and reading it back runs nothing.
The file's own name and place are not part of it, so that the same bytes under another name give the same record.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from coatxl.findings import Finding, NotRun, Text
from coatxl.reports.model import FileResult
from coatxl.reports.view import View


@dataclass(frozen=True, slots=True)
class Record:
    """The result of one workbook: head is small and always read, body when it is printed."""

    head: str
    body: str


def record_of(file: FileResult) -> Record:
    """Return the record of a file's result."""
    findings = [
        [f.rule, f.severity, f.clause, f.sheet, f.cell, f.value, f.message, f.fix, f.accepted]
        for f in sorted(file.findings, key=lambda f: f.order)
    ]
    not_run = [[n.rule, n.reason] for n in file.not_run]
    head = [
        file.status,
        file.sha256,
        file.rows,
        list(file.settings),
        file.numbers,
        len(findings),
        len(not_run),
        file.enterprise,
    ]
    return Record(_json(head), _json([findings, not_run]))


def sha256_of(record: Record) -> str | None:
    """Return the digest of the bytes that a record was made from; None where they could not be read."""
    digest: str | None = json.loads(record.head)[1]
    return digest


def file_of(head: str, body: Callable[[], str], path: str, source: str) -> FileResult:
    """Return the result whose record has this head; body() is called each time that findings are read."""
    status, sha256, rows, settings, numbers, findings, not_run, enterprise = json.loads(head)
    return FileResult(
        path=path,
        status=status,
        sha256=sha256,
        rows=rows,
        findings=View(lambda: _findings(body(), path), findings),
        not_run=View(lambda: _not_run(body(), path), not_run),
        settings=[(Text(*label), Text(*value)) for label, value in settings],
        source=source,
        known=numbers,
        enterprise=enterprise,
    )


def _findings(body: str, path: str) -> Iterator[Finding]:
    for rule, severity, clause, sheet, cell, value, message, fix, accepted in json.loads(body)[0]:
        yield Finding(rule, severity, clause, path, sheet, cell, value, message, fix, accepted)


def _not_run(body: str, path: str) -> Iterator[NotRun]:
    for rule, reason in json.loads(body)[1]:
        yield NotRun(rule, path, reason)


def _json(value: Any) -> str:  # noqa: ANN401 — lists of texts and numbers
    return json.dumps(value, separators=(",", ":"))
