"""SARIF 2.1.0: valid by the published schema, places, levels, suppressions, and fingerprints that survive moved rows."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator
from report_cases import FIRST, HOSTILE, LOCKED, RULES, TITLE, finding, one_file

from coatxl.findings import Lang
from coatxl.reports.model import FileResult, RunResult
from coatxl.reports.sarif import FINGERPRINT, render

SCHEMA = Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json"
VALIDATOR = Draft4Validator(json.loads(SCHEMA.read_text("utf-8")))


def log(run: RunResult, lang: Lang = "zh") -> dict[str, Any]:
    """The only run of a log that the schema takes."""
    value = json.loads(render(run, lang=lang), parse_constant=pytest.fail)
    assert [error.message for error in VALIDATOR.iter_errors(value)] == []
    (only,) = value["runs"]
    return only


def test_the_schema_refuses_what_is_no_log():
    assert [error.message for error in VALIDATOR.iter_errors({"version": "2.1.0"})] == ["'runs' is a required property"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_log_is_valid_and_names_its_tool_and_rules(known: RunResult, lang: Lang):
    driver = log(known, lang)["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("coatxl", "0.1.0")
    assert [rule["id"] for rule in driver["rules"]] == [rule.id for rule in RULES]
    rule = next(each for each in driver["rules"] if each["id"] == "CX7.3-01")
    assert rule["name"] == "CauseWithoutMeasure"
    assert rule["shortDescription"]["text"] == ("失控诱因没有管控措施" if lang == "zh" else "Cause without measure")
    assert rule["help"]["text"].startswith("怎么改：" if lang == "zh" else "What to do: ")
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"]["clause"] == "7.3"


def test_a_result_has_its_level_rule_file_and_cell(known: RunResult):
    only = log(known)
    result = next(each for each in only["results"] if each["ruleId"] == "CX7.3-01")
    assert only["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "CX7.3-01"
    assert result["level"] == "error"
    assert result["message"]["text"] == "失控诱因16“在喷漆作业场所附近吸烟。”没有风险管控措施"
    (where,) = result["locations"]
    assert where["physicalLocation"]["artifactLocation"] == {
        "uri": "%E7%94%B2%E5%8E%82/%E5%BA%95%E7%A8%BF.xlsx",
        "uriBaseId": "CHECKED",
    }
    assert where["logicalLocations"] == [{"name": "J23", "fullyQualifiedName": "危害因素描述!J23", "kind": "cell"}]
    assert only["columnKind"] == "unicodeCodePoints"
    assert "CHECKED" in only["originalUriBaseIds"]


def test_results_are_the_findings_and_the_accepted_ones_are_suppressed(known: RunResult):
    results = log(known)["results"]
    assert len(results) == len(known.findings) + len(known.accepted)
    suppressed = {each["ruleId"]: each["suppressions"] for each in results if each["suppressions"]}
    assert suppressed == {"CX8.2-07": [{"kind": "external", "status": "accepted", "justification": "只有企业内部规定"}]}
    assert {each["level"] for each in results} == {"error", "warning", "note"}


def test_rules_not_run_and_unreadable_files_are_notifications_of_the_invocation(known: RunResult):
    only = log(known)
    (invocation,) = only["invocations"]
    assert invocation["executionSuccessful"] is False
    skipped = invocation["toolConfigurationNotifications"]
    assert [each["associatedRule"]["id"] for each in skipped] == [each.rule for each in known.not_run]
    assert skipped[0]["message"]["text"] == "隐患清单没有数据"
    (trouble,) = invocation["toolExecutionNotifications"]
    assert trouble["message"]["text"] == "打不开：丙厂/旧版底稿.xls（文件有打开密码）"
    assert unquote(trouble["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) == LOCKED
    defined = {each["id"] for each in only["tool"]["driver"]["notifications"]}
    assert {each["descriptor"]["id"] for each in [*skipped, trouble]} <= defined
    assert invocation["properties"]["settings"] == {"可接受风险等级": "一般风险", "分级界": "下限含"}


def test_files_have_their_digest_rows_and_own_settings(known: RunResult):
    artifacts = {unquote(each["location"]["uri"]): each for each in log(known)["artifacts"]}
    assert artifacts[FIRST]["hashes"] == {"sha-256": "ab" * 32}
    assert artifacts[FIRST]["properties"] == {
        "rows": {"危害因素描述": 30, "安全检查表": 28},
        "settings": {"评价基准日": "2026-03-31"},
    }
    assert "hashes" not in artifacts[LOCKED]


def test_a_clean_run_is_successful_and_a_stopped_one_is_not():
    files = [FileResult(FIRST, "clean", "ab" * 32, {}, ())]
    clean = RunResult(files, "coating", TITLE, "0.1.0")
    assert log(clean)["invocations"][0]["executionSuccessful"] is True
    stopped = log(replace(clean, partial=True))["invocations"][0]
    assert stopped["executionSuccessful"] is False
    assert stopped["toolExecutionNotifications"][0]["descriptor"]["id"] == "partial"


def prints(*places: str, value: str = "甲") -> list[str]:
    findings = [finding("CX0-01", "error", "7", each, value, "占位内容", "改正") for each in places]
    return [each["partialFingerprints"][FINGERPRINT] for each in log(one_file(*findings))["results"]]


def test_a_fingerprint_stays_when_rows_are_inserted_above():
    assert prints("表!C5", "表!C9") == prints("表!C6", "表!C10")


def test_a_fingerprint_tells_columns_sheets_values_and_repetitions_apart():
    five = [*prints("表!C5", "表!C9"), *prints("表!D5"), *prints("另表!C5"), *prints("表!C5", value="乙")]
    assert len(set(five)) == 5


def test_a_rule_that_the_run_does_not_know_is_named_without_an_index():
    (result,) = log(one_file(finding("CX0-01", "error", "7", "表!C5", "甲", "m", "f")))["results"]
    assert (result["ruleId"], "ruleIndex" in result) == ("CX0-01", False)


def test_a_cells_text_becomes_no_link_in_a_viewer():
    text = "见[此处](http://example.org)和表[1]"
    (result,) = log(one_file(finding("CX0-01", "error", "7", "表!C5", text, text, "f")))["results"]
    assert result["message"]["text"] == "见\\[此处](http://example.org)和表[1]"


@pytest.mark.parametrize("hostile", [*HOSTILE, "javascript:alert(1)/x.xlsx", "//host/x.xlsx", "甲 厂#1/100%.xlsx"])
def test_hostile_strings_stay_valid_and_addresses_are_percent_encoded(hostile: str):
    run = one_file(
        finding("CX0-01", "error", hostile, f"{hostile}!A1", hostile, hostile, hostile, file=hostile), path=hostile
    )
    document = render(run).decode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", document)
    (result,) = log(run)["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"(?:file:/{2,3})?(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})*", uri)


def test_the_rules_of_the_product_have_names_that_sarif_takes():
    from coatxl.batch.catalogue import everything

    rules = log(RunResult([], "coating", TITLE, "0.1.0", rules=everything()))["tool"]["driver"]["rules"]
    assert len({each["id"] for each in rules}) == len(rules)
    assert [each["id"] for each in rules if not re.fullmatch("[A-Z][A-Za-z0-9]+", each["name"])] == []


def test_the_document_says_at_its_beginning_whose_it_is(run: RunResult):
    assert b'"schema": "coatxl.' in render(run)[:400]
