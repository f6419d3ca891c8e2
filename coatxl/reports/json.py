"""The JSON report, contract coatxl.check/1, and its published schema (both from Document)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal

from coatxl.findings import Finding, Lang, NotRun, Status
from coatxl.reports.inert import inert_json
from coatxl.reports.model import FileResult, RunResult, SettingLine, Summary
from coatxl.reports.view import View

SCHEMA_NAME: Final = "coatxl.check/1"
_NAMES = {each.name: json.dumps(each.name) for of in (Finding, NotRun) for each in fields(of)}


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
    files: Sequence[FileEntry]
    findings: Sequence[Finding]
    accepted: Sequence[Finding]
    not_run: Sequence[NotRun]
    settings: Sequence[SettingEntry]
    partial: bool


def render(run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> bytes:
    """Return the run as one JSON document in UTF-8, ended by a line feed; output does not matter."""
    return b"".join(pieces(run, lang=lang, output=output))


def pieces(run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> Iterator[bytes]:
    """Yield the document piece by piece: a run of any length is written without being held."""
    del output
    whole = document(run, lang)
    lead = "{"
    for each in fields(whole):
        yield f"{lead}\n  {_text(each.name, 2)}: ".encode()
        value = getattr(whole, each.name)
        if isinstance(value, Sequence) and not isinstance(value, str):
            yield from _array(value)
        else:
            yield _text(value, 2).encode()
        lead = ","
    yield b"\n}\n"


def _array(items: Sequence[Any]) -> Iterator[bytes]:
    lead = "["
    for item in items:
        yield f"{lead}\n    {_text(item, 4)}".encode()
        lead = ","
    yield b"[]" if lead == "[" else b"\n  ]"


def _text(value: Any, indent: int) -> str:  # noqa: ANN401 — whatever the document holds
    """Return a value as the document has it, its lines behind the first indented."""
    if isinstance(value, Finding | NotRun):  # most of a document, and texts only: four times as fast
        pad = "\n" + " " * (indent + 2)
        members = (f"{pad}{_NAMES[each]}: {_scalar(getattr(value, each))}" for each in value.__slots__)
        text = f"{{{','.join(members)}\n{' ' * indent}}}"
    else:
        text = json.dumps(value, default=_members, ensure_ascii=False, allow_nan=False, indent=2)
        text = text.replace("\n", "\n" + " " * indent)  # line feeds stand between members, never inside a string
    return inert_json(text)


def _scalar(value: str | None) -> str:
    return "null" if value is None else json.encoder.encode_basestring(value)


def document(run: RunResult, lang: Lang) -> Document:
    """Return the run as the value that the schema describes; its lists are read from the run each time."""
    return Document(
        schema=SCHEMA_NAME,
        version=run.version,
        standard=run.standard,
        summary=run.summary,
        files=View(lambda: (_file(run, file, lang) for file in run.files), len(run.files)),
        findings=run.findings,
        accepted=run.accepted,
        not_run=run.not_run,
        settings=_settings(run.shared_settings, lang),
        partial=run.partial,
    )


def _file(run: RunResult, file: FileResult, lang: Lang) -> FileEntry:
    own = _settings(run.own_settings(file), lang)
    return FileEntry(file.path, file.status, file.sha256 or None, dict(file.rows), own)


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
