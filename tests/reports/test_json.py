"""The JSON contract coatxl.check/1 and its published schema."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from report_cases import HOSTILE, TITLE, finding, one_file

from coatxl.findings import Lang
from coatxl.reports.json import Document, render, schema, schema_text
from coatxl.reports.model import RunResult

PUBLISHED = Path(__file__).parents[2] / "docs" / "check.schema.json"
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int}
TOLD = {"title", "description", "default", "$defs", "$schema", "$id"}


def check(value: Any, rule: dict[str, Any], defs: dict[str, Any]) -> None:
    """Validate by the part of JSON Schema that ours uses; an unknown keyword is a fault of this test."""
    unknown = (
        rule.keys()
        - TOLD
        - {"$ref", "anyOf", "type", "const", "enum", "properties", "required", "items", "additionalProperties"}
    )
    assert not unknown
    if "$ref" in rule:
        return check(value, defs[rule["$ref"].removeprefix("#/$defs/")], defs)
    if "anyOf" in rule:
        assert any(isinstance(value, TYPES[each["type"]]) for each in rule["anyOf"]), value
        return None
    assert isinstance(value, TYPES[rule["type"]]), (value, rule)
    assert not (rule["type"] == "integer" and isinstance(value, bool))
    assert value == rule.get("const", value)
    assert value in rule.get("enum", [value])
    for name in rule.get("required", ()):
        assert name in value, name
    for name, each in value.items() if isinstance(value, dict) else ():
        assert name in rule.get("properties", {}) or "additionalProperties" in rule, name
        check(each, rule.get("properties", {}).get(name) or rule["additionalProperties"], defs)
    for each in value if isinstance(value, list) else ():
        check(each, rule["items"], defs)
    return None


def validate(document: bytes) -> Any:
    value = json.loads(document, parse_constant=pytest.fail)
    check(value, schema(), schema()["$defs"])
    TypeAdapter(Document).validate_json(document, strict=True)
    return value


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_whole_document(run: RunResult, lang: Lang, golden: Callable[[str, str], None]):
    validate(render(run, lang=lang))
    golden(f"check.{lang}.json", render(run, lang=lang).decode())


def test_the_published_schema_is_current():
    assert PUBLISHED.read_text("utf-8") == schema_text()


def test_the_keys_of_the_contract_in_its_order(run: RunResult):
    value = json.loads(render(run))
    assert list(value)[:6] == ["schema", "version", "standard", "summary", "files", "findings"]
    assert list(value["summary"]) == ["files", "unreadable", "error", "warning", "info"]
    assert list(value["files"][0])[:4] == ["path", "status", "sha256", "rows"]
    contract = ["rule", "severity", "clause", "file", "sheet", "cell", "value", "message", "fix"]
    assert list(value["findings"][0]) == [*contract, "accepted"]
    assert list(value["not_run"][0]) == ["rule", "file", "reason"]


def test_findings_are_as_many_as_the_summary_says_and_accepted_ones_stand_apart(run: RunResult):
    value = json.loads(render(run))
    for severity in ("error", "warning", "info"):
        assert sum(f["severity"] == severity for f in value["findings"]) == value["summary"][severity]
    assert [(f["rule"], f["accepted"]) for f in value["accepted"]] == [("CX8.2-07", "只有企业内部规定")]


def test_an_empty_run_is_a_valid_document():
    value = validate(render(RunResult([], "coating", TITLE, "0.1.0", partial=True)))
    assert (value["findings"], value["partial"]) == ([], True)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_strings_come_back_and_nothing_in_the_file_acts(hostile: str):
    run = one_file(finding("CX0-01", "error", "7", "表!A1", hostile, hostile, hostile, file=hostile), path=hostile)
    document = render(run)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", document.decode())
    # A lone surrogate is no character: it comes back as U+FFFD.
    assert validate(document)["findings"][0]["value"] == re.sub("[\ud800-\udfff]", "\ufffd", hostile)
