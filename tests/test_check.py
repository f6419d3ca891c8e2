"""check_workbook and the folder run on real files: statuses, settings, acceptance, what cannot be read."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coatxl.batch.folder import jobs
from coatxl.batch.papers import filled_paper
from coatxl.check import check_workbook, load_settings
from coatxl.frames import read_tables
from coatxl.settings import Settings, SettingsError, load
from coatxl.settings.validated import validated
from coatxl.standards.coating.demo_papers import PAPERS, as_printed, faulty, mended
from coatxl.workbook.faults import Unreadable

GOLDEN = Path(__file__).parent / "golden" / "demo_findings.json"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("底稿")
    for make in PAPERS:
        paper = make()
        filled_paper(folder / f"{paper.name}.xlsx", paper)
    return folder


def told(path: Path, **settings: Any) -> list[tuple[str, str, str | None, str | None]]:
    report = check_workbook(path, validated(settings))
    return [(f.severity, f.rule, f.sheet, f.cell) for f in report.findings]


def test_the_example_as_printed_has_its_own_hole(papers: Path) -> None:
    errors = [t for t in told(papers / f"{as_printed().name}.xlsx") if t[0] == "error"]
    rules = [rule for _, rule, _, _ in errors]
    assert rules.count("CX8.2-02") == 1
    assert set(rules) == {"CX8.2-02", "CX0-01", "CX7.1-01"}
    report = check_workbook(papers / f"{as_printed().name}.xlsx", Settings())
    hole = next(f for f in report.findings if f.rule == "CX8.2-02")
    assert "禁火标志" in hole.message
    assert hole.value == "在喷漆房入口设置禁火标志，划定禁火区。"


def test_the_mended_example_is_clean(papers: Path) -> None:
    report = check_workbook(papers / f"{mended().name}.xlsx", Settings())
    assert report.status == "clean"
    assert {f.severity for f in report.findings} <= {"info"}


def test_demo_findings_are_golden(papers: Path, request: pytest.FixtureRequest) -> None:
    found = {
        make().name: [
            [f.severity, f.rule, f.sheet, f.cell, f.message]
            for f in check_workbook(papers / f"{make().name}.xlsx", Settings()).findings
        ]
        for make in PAPERS
    }
    assert found == json.loads(GOLDEN.read_text("utf-8"))
    faults = [f"{rule} {sheet} {cell}" for _, rule, sheet, cell, _ in found[faulty().name]]
    assert len(faults) >= 12
    assert len(faults) == len(set(faults))


def test_every_not_run_rule_has_a_reason(papers: Path) -> None:
    report = check_workbook(papers / f"{mended().name}.xlsx", Settings())
    assert {n.rule for n in report.not_run} >= {"CX8.2-11", "CXC-01", "CX7.3-02"}
    assert all(n.reason for n in report.not_run)


def test_the_boundary_policy_is_a_setting_and_is_printed(papers: Path, tmp_path: Path) -> None:
    paper = mended()
    row = paper.rows[next(t for t in paper.rows if t.sheet == "风险评价LEC")][0]
    row |= {"likelihood": 10, "exposure": 1, "consequence": 7, "inherent_exposure": 10}
    path = tmp_path / "七十.xlsx"
    filled_paper(path, paper)
    lower = check_workbook(path, Settings())
    upper = check_workbook(path, validated({"lec": {"band_rule": "upper_inclusive"}}))
    assert [f.rule for f in lower.findings if f.rule == "CX8.3-03"] == ["CX8.3-03"]
    assert not [f for f in upper.findings if f.rule == "CX8.3-03"]
    limit = next(f for f in upper.findings if f.rule == "CXB-04")
    assert "上限含" in limit.message
    assert "低风险" in limit.message
    assert any("上限含" in value.zh for _, value in upper.settings)


def test_the_evaluation_date_decides_what_is_superseded(papers: Path) -> None:
    path = papers / f"{as_printed().name}.xlsx"

    def superseded(day: date) -> int:
        paper = as_printed()
        paper.facts["报告日期"] = day
        filled_paper(path.with_name("日期.xlsx"), paper)
        findings = check_workbook(path.with_name("日期.xlsx"), Settings()).findings
        return sum("GB14444-2006" in f.message for f in findings if f.rule == "CX5.3-02")

    assert (superseded(date(2026, 7, 31)), superseded(date(2026, 8, 1))) == (0, 11)


def test_settings_switch_off_change_and_accept(papers: Path) -> None:
    settings = validated(
        {
            "rules": {"CX8.2-06": {"enabled": False}, "CX7.1-01": {"severity": "info"}},
            "accept": [{"rule": "CX8.2-02", "sheet": "危害因素描述", "reason": "8.2 之外另查"}],
        }
    )
    report = check_workbook(papers / f"{as_printed().name}.xlsx", settings)
    assert not [f for f in report.findings if f.rule == "CX8.2-06"]
    assert [n.reason for n in report.not_run if n.rule == "CX8.2-06"] == ["设置中关闭"]
    assert {f.severity for f in report.findings if f.rule == "CX7.1-01"} == {"info"}
    assert [f.accepted for f in report.findings if f.rule == "CX8.2-02"] == ["8.2 之外另查"]


def test_settings_are_searched_upward_and_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    (tmp_path / "coatxl.toml").write_text('[acceptance]\nmax_grade = "低风险"\n', "utf-8")
    assert load(tmp_path / "甲").acceptance.max_grade == "低风险"
    assert load(tmp_path / "甲", {"acceptance": {"max_grade": "较大风险"}}).acceptance.max_grade == "较大风险"
    (tmp_path / "甲" / "coatxl.toml").write_text("band_rule = 1\n", "utf-8")
    with pytest.raises(SettingsError, match="band_rule"):
        load(tmp_path / "甲")
    (tmp_path / "甲" / "coatxl.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="UTF-8"):
        load(tmp_path / "甲")


def test_a_rule_that_does_not_exist_is_no_setting(tmp_path: Path) -> None:
    for text in ('[rules."CX8.2-6"]\nenabled = false\n', '[[accept]]\nrule = "CX99-01"\nreason = "r"\n'):
        (tmp_path / "coatxl.toml").write_text(text, "utf-8")
        with pytest.raises(SettingsError, match="没有规则"):
            load_settings(tmp_path)
    (tmp_path / "coatxl.toml").write_text("[rules.CX8.2-06]\nenabled = false\n", "utf-8")
    with pytest.raises(SettingsError, match="引号"):
        load_settings(tmp_path)


def test_english_messages(papers: Path) -> None:
    report = check_workbook(papers / f"{as_printed().name}.xlsx", Settings(), lang="en")
    assert any(f.message.startswith("No checklist item checks measure 1-16.1") for f in report.findings)


def test_a_file_that_cannot_be_read_is_one_finding(tmp_path: Path) -> None:
    for name, content in (
        ("空.xlsx", b""),
        ("假.xlsx", "不是工作簿".encode()),
        ("半.xlsx", b"PK\x03\x04" + b"x" * 2000),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        report = check_workbook(path, Settings())
        assert report.status == "unreadable"
        assert len(report.findings) == 1
        assert report.findings[0].rule.startswith("CXF-")
        assert "\n" not in report.findings[0].message


def test_frames_hold_typed_values_and_origins(papers: Path) -> None:
    tables = read_tables(papers / f"{mended().name}.xlsx")
    hazards = tables["危害因素描述"]
    assert len(hazards) == 30
    assert hazards["失控诱因"].iloc[4] == "喷漆作业时未开风机。"
    assert list(hazards.columns)[-3:] == ["来源文件", "来源表", "来源行"]
    lec = tables["风险评价LEC"]
    assert str(lec["L"].iloc[0]) == "0.5"
    with pytest.raises(Unreadable):
        read_tables(__file__)


def test_a_folder_leaves_owner_files_and_own_outputs_out(papers: Path, tmp_path: Path) -> None:
    source = papers / f"{mended().name}.xlsx"
    for name in ("乙/底稿.xlsx", "甲/底稿.xlsx", "甲/~$底稿.xlsx", ".隐/底稿.xlsx", "说明.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(source.read_bytes())
    assert [job.name for job in jobs([tmp_path])] == ["乙/底稿.xlsx", "甲/底稿.xlsx"]


def test_sources_stay_as_they_are(papers: Path) -> None:
    path = papers / f"{faulty().name}.xlsx"
    before = (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
    check_workbook(path)
    assert (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) == before


@pytest.mark.filterwarnings("ignore:Print area cannot be set")  # the template's print areas grow with the rows
def test_filled_papers_hold_texts_and_no_foreign_formulas(tmp_path: Path) -> None:
    paper = mended()
    table = next(t for t in paper.rows if t.sheet == "安全检查表")
    paper.rows[table][0]["observation"] = "=cmd|'/c calc'!A0"
    filled_paper(tmp_path / "注入.xlsx", paper)
    sheet = openpyxl.load_workbook(tmp_path / "注入.xlsx")["安全检查表"]
    cell = next(c for row in sheet.iter_rows() for c in row if isinstance(c.value, str) and "cmd|" in c.value)
    assert cell.data_type == "s"
