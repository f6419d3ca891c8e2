"""Links to source cells: what Excel can open, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from coatxl.reports.links import MOST_LENGTH, anchor_of, cell_link, target_of, uri_of


@pytest.mark.parametrize(
    ("target", "sheet", "cell", "link"),
    [
        ("甲厂/底稿.xlsx", "危害因素描述", "J23", r"external:甲厂\底稿.xlsx#'危害因素描述'!J23"),
        ("底稿.xlsx", None, None, "external:底稿.xlsx"),
        ("底稿.xlsx", "表", None, "external:底稿.xlsx#'表'!A1"),
        ("../底稿 #1 (50%).xlsx", "It's", "A1", r"external:..\底稿%20%231%20(50%25).xlsx#'It''s'!A1"),
        ("已转义%20.xlsx", "表", "A1", "external:已转义%2520.xlsx#'表'!A1"),
        ("a[1]'.xlsx", "表", "A1", "external:a%5B1%5D'.xlsx#'表'!A1"),
    ],
)
def test_a_link_opens_the_file_at_the_cell(target: str, sheet: str | None, cell: str | None, link: str):
    assert cell_link(target, sheet, cell) == link


@pytest.mark.parametrize(
    ("target", "sheet"),
    [
        ("a\\b.xlsx", "表"),  # a name that only other systems allow
        ("a:b.xlsx", "表"),
        ("/srv/a.xlsx", "表"),
        ("a\nb.xlsx", "表"),
        ("a\u202eb.xlsx", "表"),
        ("a\udc80.xlsx", "表"),
        ("a.xlsx", "表\x01"),
        ("长" * (MOST_LENGTH + 1) + ".xlsx", "表"),
    ],
)
def test_no_link_where_none_can_lead(target: str, sheet: str):
    assert cell_link(target, sheet, "A1") is None


def test_targets_are_relative_to_the_reports_folder(tmp_path: Path):
    source = tmp_path / "项目" / "甲厂" / "底稿.xlsx"
    assert target_of("甲厂/底稿.xlsx", str(source), tmp_path / "项目" / "检查结果.xlsx") == "甲厂/底稿.xlsx"
    assert target_of("甲厂/底稿.xlsx", str(source), tmp_path / "结果" / "检查结果.xlsx") == "../项目/甲厂/底稿.xlsx"


def test_a_relative_source_is_meant_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert target_of("底稿.xlsx", str(Path("甲厂", "底稿.xlsx")), Path("结果") / "检查结果.xlsx") == "../甲厂/底稿.xlsx"


def test_without_a_source_or_an_output_the_printed_path_is_all_there_is():
    assert target_of("甲厂/底稿.xlsx", "", Path("x.xlsx")) == "甲厂/底稿.xlsx"
    assert target_of("甲厂/底稿.xlsx", "/a/底稿.xlsx", None) == "甲厂/底稿.xlsx"


def test_another_drive_is_reached_by_its_absolute_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def no_way(*_: object) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr("coatxl.reports.links.os.path.relpath", no_way)
    source = tmp_path / "底稿.xlsx"
    assert target_of("底稿.xlsx", str(source), Path("x.xlsx")) == source.as_posix()


@pytest.mark.parametrize(
    ("target", "uri"),
    [
        ("甲厂/底稿.xlsx", "%E7%94%B2%E5%8E%82/%E5%BA%95%E7%A8%BF.xlsx"),
        ("../a b#1 100%.xlsx", "../a%20b%231%20100%25.xlsx"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("a:b/c.xlsx", "a%3Ab/c.xlsx"),
        ("/srv/a.xlsx", "file:///srv/a.xlsx"),
        ("//server/share/a.xlsx", "file://server/share/a.xlsx"),
        ("a\udc80.xlsx", "a%80.xlsx"),
        ("a\ud800.xlsx", "a%3F.xlsx"),
        ("a\n\u202eb.xlsx", "a%0A%E2%80%AEb.xlsx"),
    ],
)
def test_a_uri_is_relative_and_percent_encoded(target: str, uri: str):
    assert uri_of(target) == uri


def test_a_uri_on_a_drive_is_absolute(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("coatxl.reports.links.os.path.splitdrive", lambda path: (path[:2], path[2:]))
    assert uri_of("D:/甲/a.xlsx") == "file:///D:/%E7%94%B2/a.xlsx"


def test_a_uri_names_the_place_within():
    assert uri_of("a.xlsx", anchor_of("It's", None)) == "a.xlsx#%27It%27%27s%27%21A1"
