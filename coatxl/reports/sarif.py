"""The SARIF 2.1.0 report: one run whose results, notifications and files are written one after the other.

A workbook has no text lines, so that a place is the file (physicalLocation, relative to what was checked) and the cell
(logicalLocation 表!J23); region is left out. A rule that was not run is a configuration notification, a file that could
not be read an execution notification, and an accepted finding a suppressed result.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from coatxl.findings import Finding, Lang, Severity, Text
from coatxl.reports import words
from coatxl.reports.inert import inert_json
from coatxl.reports.links import uri_of
from coatxl.reports.model import FileResult, RunResult, SettingLine
from coatxl.rules import Rule

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0-rtm.5.json"
# At the document's beginning, where an output is recognised as ours before it is replaced.
SIGNATURE: Final = "coatxl.sarif/1"
BASE = "CHECKED"
FINGERPRINT = "coatxl/v1"
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_BASE_WORDS = Text("被检查的文件夹", "The folder that was checked")
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")
_NOTICES = {"not-run": words.NOT_RUN, "unreadable": words.UNREADABLE, "partial": words.PARTIAL}


def render(run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> bytes:
    """Return the run as one SARIF log in UTF-8; output does not matter, as places are relative to what was checked."""
    return b"".join(pieces(run, lang=lang, output=output))


def pieces(run: RunResult, *, lang: Lang = "zh", output: Path | None = None) -> Iterator[bytes]:
    """Yield the log piece by piece: a run of any length is written without being held."""
    del output
    known = {rule.id: at for at, rule in enumerate(run.rules)}
    yield f'{{\n  "$schema": "{SCHEMA}",\n  "version": "2.1.0",\n'.encode()
    yield f'  "properties": {{"schema": "{SIGNATURE}"}},\n  "runs": [\n    {{\n'.encode()
    yield _member("tool", {"driver": _driver(run, lang)})
    yield b',\n      "invocations": [{'
    yield _member("executionSuccessful", not run.partial and not run.unreadable, "\n        ")
    yield _member("properties", {"settings": _settings(run.shared_settings, lang)}, ",\n        ")
    yield from _array("toolConfigurationNotifications", _not_run(run, known), ",\n        ")
    yield from _array("toolExecutionNotifications", _troubles(run, lang), ",\n        ")
    yield b"\n      }],\n"
    yield _member("language", "en" if lang == "en" else "zh-CN")
    yield _member("columnKind", "unicodeCodePoints", ",\n      ")
    yield _member("originalUriBaseIds", {BASE: {"description": {"text": _BASE_WORDS.pick(lang)}}}, ",\n      ")
    yield from _array("artifacts", (_artifact(run, file, lang) for file in run.files), ",\n      ")
    yield from _array("results", _results(run, known), ",\n      ")
    yield b"\n    }\n  ]\n}\n"


def _member(name: str, value: object, lead: str = "      ") -> bytes:
    return f'{lead}"{name}": {_text(value)}'.encode()


def _array(name: str, items: Iterable[object], lead: str) -> Iterator[bytes]:
    yield f'{lead}"{name}": ['.encode()
    comma = "\n"
    for item in items:
        yield f"{comma}        {_text(item)}".encode()
        comma = ",\n"
    yield b"]"


def _text(value: object) -> str:
    return inert_json(json.dumps(value, ensure_ascii=False, allow_nan=False))


def _driver(run: RunResult, lang: Lang) -> dict[str, Any]:
    return {
        "name": "coatxl",
        "version": run.version,
        "fullName": f"coatxl {run.version} · {run.title.pick(lang)}",
        "rules": [_rule(rule, lang) for rule in run.rules],
        "notifications": [
            {"id": name, "shortDescription": {"text": text.pick(lang)}} for name, text in _NOTICES.items()
        ],
    }


def _rule(rule: Rule, lang: Lang) -> dict[str, Any]:
    fix, explanation = rule.fix.pick(lang), inspect.cleandoc(rule.explanation)
    return {
        "id": rule.id,
        "name": "".join(word[0].upper() + word[1:] for word in re.findall("[A-Za-z0-9]+", rule.title.en)),
        "shortDescription": {"text": rule.title.pick(lang)},
        "fullDescription": {"text": explanation or rule.title.pick(lang)},
        "help": {"text": words.joined(words.FIX, fix, lang)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"clause": rule.clause, "mode": rule.mode, "sheets": list(rule.sheets)},
    }


def _not_run(run: RunResult, known: dict[str, int]) -> Iterator[dict[str, Any]]:
    for each in run.not_run:
        yield {
            "descriptor": {"id": "not-run"},
            "level": "note",
            "message": _message(each.reason),
            "associatedRule": _reference(each.rule, known),
            "locations": [_location(each.file, None, None)],
        }


def _troubles(run: RunResult, lang: Lang) -> Iterator[dict[str, Any]]:
    for file in run.unreadable:
        text = words.joined(words.UNREADABLE, words.unreadable_words(file, lang), lang)
        yield _notice("unreadable", text) | {"locations": [_location(file.path, None, None)]}
    if run.partial:
        yield _notice("partial", words.PARTIAL.pick(lang))


def _notice(name: str, text: str) -> dict[str, Any]:
    return {"descriptor": {"id": name}, "level": "error", "message": _message(text)}


def _artifact(run: RunResult, file: FileResult, lang: Lang) -> dict[str, Any]:
    digest = {"hashes": {"sha-256": file.sha256}} if file.sha256 else {}
    settings = _settings(run.own_settings(file), lang)
    return {"location": _file(file.path), **digest, "properties": {"rows": file.rows, "settings": settings}}


def _settings(lines: Iterable[SettingLine], lang: Lang) -> dict[str, str]:
    return {label.pick(lang): value.pick(lang) for label, value in lines}


def _results(run: RunResult, known: dict[str, int]) -> Iterator[dict[str, Any]]:
    for file in run.files:
        seen: Counter[str] = Counter()
        for finding in sorted(file.findings, key=lambda each: each.order):
            yield _result(finding, known, seen)


def _result(finding: Finding, known: dict[str, int], seen: Counter[str]) -> dict[str, Any]:
    reference = _reference(finding.rule, known)
    index = {"ruleIndex": reference["index"]} if "index" in reference else {}
    accepted = [] if finding.accepted is None else [finding.accepted]
    return {
        "ruleId": finding.rule,
        **index,
        "level": LEVELS[finding.severity],
        "message": _message(finding.message or finding.rule),
        "locations": [_location(finding.file, finding.sheet, finding.cell)],
        "partialFingerprints": {FINGERPRINT: _fingerprint(finding, seen)},
        # SARIF wants them at every result of a run or at none.
        "suppressions": [{"kind": "external", "status": "accepted", "justification": reason} for reason in accepted],
        "properties": {"clause": finding.clause, "value": finding.value, "fix": finding.fix},
    }


def _fingerprint(finding: Finding, seen: Counter[str]) -> str:
    """Return a digest that stays when rows are inserted above: of the column, not of the row; equal ones are numbered."""
    column = (finding.cell or "").rstrip("0123456789")
    parts = [finding.rule, finding.file, finding.sheet, column, finding.value, finding.message]
    digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"


def _reference(rule: str, known: dict[str, int]) -> dict[str, Any]:
    return {"id": rule, "index": known[rule]} if rule in known else {"id": rule}


def _location(file: str, sheet: str | None, cell: str | None) -> dict[str, Any]:
    physical = {"physicalLocation": {"artifactLocation": _file(file)}}
    if not sheet:
        return physical
    name = f"{sheet}!{cell}" if cell else sheet
    logical = {"name": cell or sheet, "fullyQualifiedName": name, "kind": "cell" if cell else "sheet"}
    return {**physical, "logicalLocations": [logical]}


def _file(path: str) -> dict[str, str]:
    uri = uri_of(path)
    return {"uri": uri} if uri.startswith("file:") else {"uri": uri, "uriBaseId": BASE}


def _message(text: str) -> dict[str, str]:
    """Return a message in which no cell's text becomes a link: viewers make one of [words](address)."""
    return {"text": _LINK.sub(r"\\[", text)}
