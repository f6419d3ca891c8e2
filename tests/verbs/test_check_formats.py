"""coatxl check in the formats of people and CI servers: what is written, where, and the exit codes."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from lxml import etree

from coatxl.batch.papers import filled_paper
from coatxl.cli import main
from coatxl.standards.coating.demo_papers import faulty


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one faulty paper in 项目 夹/甲厂."""
    monkeypatch.delenv("COATXL_DEBUG", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "项目 夹" / "甲厂").mkdir(parents=True)
    filled_paper(tmp_path / "项目 夹" / "甲厂" / "底稿.xlsx", faulty())
    return tmp_path


def coatxl(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(["check", "项目 夹", *arguments])
    sys.stdout.flush()
    return int(stop.value.code or 0)


def test_html_goes_to_a_file_whose_links_lead_to_the_papers(folder: Path, capfd: pytest.CaptureFixture[str]):
    assert coatxl("--format", "html") == 1
    assert "已写出 检查结果.html" in capfd.readouterr().err
    page = (folder / "检查结果.html").read_text("utf-8")
    assert 'href="%E9%A1%B9%E7%9B%AE%20%E5%A4%B9/%E7%94%B2%E5%8E%82/%E5%BA%95%E7%A8%BF.xlsx#' in page
    assert str(folder) not in page
    enterprise = faulty().facts["企业名称"]
    assert f' data-f="0" data-e="{enterprise}"' in page  # what the page's filter offers besides files and folders


@pytest.mark.parametrize(("name", "file"), [("html", "a.html"), ("sarif", "a.sarif"), ("junit", "a.xml")])
def test_our_own_output_is_replaced_and_anothers_is_not(folder: Path, name: str, file: str):
    assert coatxl("--format", name, "--output", file) == 1
    first = (folder / file).read_bytes()
    assert coatxl("--format", name, "--output", file) == 1
    assert (folder / file).read_bytes() == first
    (folder / file).write_text("别人的文件", "utf-8")
    assert coatxl("--format", name, "--output", file) == 2
    assert (folder / file).read_text("utf-8") == "别人的文件"


def test_sarif_and_junit_go_to_a_pipe_and_agree(folder: Path, capfd: pytest.CaptureFixture[str]):
    assert coatxl("--format", "sarif") == 1
    (log,) = json.loads(capfd.readouterr().out)["runs"]
    assert coatxl("--format", "junit") == 1
    suite = etree.fromstring(capfd.readouterr().out.encode())[0]
    failing = {result["ruleId"] for result in log["results"] if result["level"] != "note"}
    failed = {case.get("name").split()[0] for case in suite.findall("testcase") if case.find("failure") is not None}
    skipped = {each["associatedRule"]["id"] for each in log["invocations"][0]["toolConfigurationNotifications"]}
    assert failed == failing
    assert {case.get("name").split()[0] for case in suite.findall("testcase[skipped]")} == skipped - failing
    known = {rule["id"] for rule in log["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in log["results"]} | skipped <= known
    assert all(result["ruleIndex"] >= 0 for result in log["results"])


@pytest.mark.parametrize("name", ["html", "sarif", "junit"])
def test_a_file_that_cannot_be_read_gives_code_3_and_is_named(folder: Path, name: str):
    (folder / "项目 夹" / "坏.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    assert coatxl("--format", name, "--lang", "en", "--output", "out.txt") == 3
    text = (folder / "out.txt").read_text("utf-8")
    assert re.search("坏.xlsx|%E5%9D%8F.xlsx", text)
