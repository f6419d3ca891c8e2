"""JUnit XML: valid as Jenkins reads it; a suite for each file, a case for each rule that ran, nothing that acts."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from report_cases import FIRST, HOSTILE, LOCKED, RULES, SECOND, TITLE, finding, one_file

from coatxl.findings import Lang, NotRun
from coatxl.reports.junit import render
from coatxl.reports.model import FileResult, RunResult

XSD = etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "junit-10.xsd"))
JUDGED = [rule.id for rule in RULES if rule.judge is not None]


def parsed(run: RunResult, lang: Lang = "zh") -> etree._Element:
    root = etree.fromstring(render(run, lang=lang))
    assert XSD.validate(root), XSD.error_log
    for suite in root:
        assert int(suite.get("tests")) == len(suite.findall("testcase"))
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors")) == len(suite.findall("testcase/error"))
        assert int(suite.get("skipped")) == len(suite.findall("testcase/skipped"))
    for count in ("tests", "failures", "errors"):
        assert int(root.get(count)) == sum(int(suite.get(count)) for suite in root)
    return root


def case(root: etree._Element, file: str, rule: str) -> etree._Element:
    (found,) = [
        each for each in root.iterfind(f"testsuite[@name='{file}']/testcase") if each.get("name").split()[0] == rule
    ]
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_suite_for_each_file_and_a_case_for_each_rule(known: RunResult, lang: Lang):
    root = parsed(known, lang)
    assert [suite.get("name") for suite in root] == [LOCKED, SECOND, FIRST]
    for suite in root[1:]:
        assert [each.get("name").split()[0] for each in suite.iterfind("testcase")] == JUDGED
    passed = case(root, FIRST, "CXB-02")
    assert (passed.get("name"), len(passed)) == (f"CXB-02 {'D 或等级不符' if lang == 'zh' else 'D or grade wrong'}", 0)


def test_errors_and_warnings_fail_with_place_and_fix(known: RunResult):
    root = parsed(known)
    (failure,) = case(root, FIRST, "CX7.3-01")
    assert (failure.tag, failure.get("type")) == ("failure", "error")
    assert failure.get("message") == "失控诱因16“在喷漆作业场所附近吸烟。”没有风险管控措施"
    assert failure.text == (
        "错误  甲厂/底稿.xlsx › 危害因素描述!J23  失控诱因16“在喷漆作业场所附近吸烟。”没有风险管控措施  "
        "怎么改：在该行“风险管控措施”填写至少一条措施"
    )
    assert case(root, SECOND, "CX8.2-06")[0].get("type") == "warning"


def test_several_findings_of_a_rule_stand_in_one_failure_since_servers_show_one():
    found = [finding("CX0-01", "error", "7", f"表!A{row}", None, f"第{row}行占位", "改正") for row in (2, 3, 4)]
    (failure,) = case(parsed(one_file(*found)), FIRST, "CX0-01")
    assert failure.get("message") == "第2行占位（共 3 处）"
    assert len(failure.text.split("\n")) == 3


def test_hints_and_accepted_findings_are_said_and_pass(known: RunResult):
    root = parsed(known)
    (hint,) = case(root, FIRST, "CXB-04")
    assert (hint.tag, hint.text.split("  ")[0]) == ("system-out", "提示")
    (accepted,) = case(root, FIRST, "CX8.2-07")
    assert accepted.tag == "system-out"
    assert accepted.text.endswith("理由：只有企业内部规定")


def test_a_rule_that_was_not_run_is_skipped_with_its_reason(known: RunResult):
    (skipped,) = case(parsed(known), FIRST, "CXC-01")
    assert (skipped.tag, skipped.get("message")) == ("skipped", "没有“风险评价矩阵”表")


def test_a_rule_that_fell_in_the_middle_fails_by_what_it_found():
    found = [finding("CX0-01", "error", "7", "表!A2", None, "m", "f")]
    run = RunResult(
        [FileResult(FIRST, "findings", "ab" * 32, {}, found, [NotRun("CX0-01", FIRST, "规则执行出错")])],
        "coating", TITLE, "0.1.0",
    )  # fmt: skip
    assert [each.tag for each in case(parsed(run), FIRST, "CX0-01")] == ["failure"]


def test_a_file_that_cannot_be_read_is_one_error_and_no_case_passes(known: RunResult):
    suite = parsed(known)[0]
    assert (suite.get("tests"), suite.get("errors"), suite.get("failures")) == ("1", "1", "0")
    assert suite.find("testcase/error").get("message") == "文件有打开密码"


def test_an_accepted_reason_makes_no_file_readable():
    locked = finding("CXF-03", "error", "", "", None, "有打开密码", "f", accepted="企业不给密码")
    run = RunResult([FileResult(FIRST, "unreadable", None, {}, [locked])], "coating", TITLE, "0.1.0")
    assert parsed(run)[0].get("errors") == "1"


def test_settings_are_the_suites_properties(known: RunResult):
    properties = parsed(known)[2].findall("properties/property")
    assert {each.get("name"): each.get("value") for each in properties} == {
        "可接受风险等级": "一般风险", "分级界": "下限含", "评价基准日": "2026-03-31",
    }  # fmt: skip


def test_an_empty_run_is_a_valid_document():
    root = parsed(RunResult([], "coating", TITLE, "0.1.0"))
    assert (root.get("tests"), len(root)) == ("0", 0)


@pytest.mark.parametrize("hostile", [*HOSTILE, ']]></failure><x a="', "a\nb\u2028c"])
def test_hostile_strings_are_text(hostile: str):
    run = one_file(
        finding("CX0-01", "error", hostile, f"{hostile}!A1", hostile, hostile, hostile, file=hostile),
        finding("CX0-02", "error", "", "表!A2", "", "m", "f", file=hostile, accepted=hostile),
        path=hostile,
    )
    root = parsed(run)
    assert {each.tag for each in root.iter() if isinstance(each.tag, str)} == {
        "testsuites", "testsuite", "testcase", "failure", "system-out",
    }  # fmt: skip
    assert "\u202e" not in render(run).decode()


def test_the_mark_at_the_end_says_whose_it_is(run: RunResult):
    assert render(run).endswith(b"<!--coatxl 0.1.0-->\n")
