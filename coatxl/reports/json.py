"""The JSON report, contract coatxl.check/1, and its published schema (both from Document)."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal

from coatxl.findings import Finding, Lang, NotRun, Status
from coatxl.reports.inert import inert_json
from coatxl.reports.model import RunResult, SettingLine, Summary

SCHEMA_NAME: Final = "coatxl.check/1"


@dataclass(frozen=True, slots=True)
class SettingEntry:
    """A setting that was applied, in the report's language."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One workbook: rows counts the data rows of each recognised sheet, settings holds those it has for itself.

    path is relative to the argument, with "/"; sha256 is null where the bytes could not be read.
    """

    path: str
    status: Status
    sha256: str | None
    rows: dict[str, int]
    settings: list[SettingEntry]


@dataclass(frozen=True, slots=True)
class Document:
    """Result of `coatxl check --format json`.

    findings and accepted are in stable order: file, sheet, row, column, rule; what accepted lists is counted
    nowhere. not_run lists the rules that were not judged and why; they have not passed. partial: the run was
    stopped and the last files are missing.
    """

    schema: Literal["coatxl.check/1"]
    version: str
    standard: str
    summary: Summary
    files: list[FileEntry]
    findings: list[Finding]
    accepted: list[Finding]
    not_run: list[NotRun]
    settings: list[SettingEntry]
    partial: bool


def render(run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> bytes:
    """Return the run as one JSON document in UTF-8, ended by a line feed; output does not matter."""
    del output
    text = json.dumps(document(run, lang), default=_members, ensure_ascii=False, allow_nan=False, indent=2)
    return (inert_json(text) + "\n").encode()


def document(run: RunResult, lang: Lang) -> Document:
    """Return the run as the value that the schema describes."""
    return Document(
        schema=SCHEMA_NAME,
        version=run.version,
        standard=run.standard,
        summary=run.summary,
        files=[
            FileEntry(f.path, f.status, f.sha256 or None, dict(f.rows), _settings(run.own_settings(f), lang))
            for f in run.files
        ],
        findings=run.findings,
        accepted=run.accepted,
        not_run=run.not_run,
        settings=_settings(run.shared_settings, lang),
        partial=run.partial,
    )


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the document: what docs/check.schema.json holds."""
    from pydantic import TypeAdapter

    body = TypeAdapter(Document).json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:coatxl:check:1",
        **body,
        "title": SCHEMA_NAME,
    }


def schema_text() -> str:
    """Return the text of docs/check.schema.json."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _settings(lines: list[SettingLine], lang: Lang) -> list[SettingEntry]:
    return [SettingEntry(label.pick(lang), value.pick(lang)) for label, value in lines]


def _members(value: Any) -> dict[str, Any]:  # noqa: ANN401 — json passes whatever it does not know
    return {each.name: getattr(value, each.name) for each in fields(value)}
