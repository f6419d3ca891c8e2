"""A folder is walked whole: what cannot be listed is reported, and what is left out is counted and named."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hostile.package import paper

from coatxl.batch.folder import LeftOut, jobs
from coatxl.cli import cli, main
from coatxl.workbook.faults import Unreadable
from coatxl.workbook.source import read_bytes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "项目"
    (place / "甲厂").mkdir(parents=True)
    (place / "底稿.xlsx").write_bytes(paper())
    (place / "甲厂" / "底稿.xlsx").write_bytes(paper())
    return place


def left_out_of(folder: Path) -> dict[str, list[str]]:
    left_out = LeftOut()
    jobs([folder], left_out)
    return left_out.names


def test_a_folder_of_workbooks_leaves_nothing_out(folder: Path) -> None:
    left_out = LeftOut()
    assert [job.name for job in jobs([folder], left_out)] == ["底稿.xlsx", "甲厂/底稿.xlsx"]
    assert left_out.line() is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("表.csv", "other"), ("表.html", "other"), ("表.xlt", "other"), ("表.ETT", "other"), ("底稿", "bare"), (".底稿.xlsx", "hidden"),
    ],
)  # fmt: skip
def test_a_file_that_may_hold_a_table_is_named(folder: Path, name: str, kind: str) -> None:
    (folder / "甲厂" / name).write_bytes(b"x")
    assert left_out_of(folder) == {kind: [f"甲厂/{name}"]}


@pytest.mark.parametrize("name", ["照片.jpg", "~$底稿.xlsx", "._底稿.xlsx", ".DS_Store", "说明.docx"])
def test_what_is_nobodys_table_is_not_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"x")
    assert left_out_of(folder) == {}


def test_dot_folders_linked_folders_and_own_outputs_are_named(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "别处"
    (folder / ".旧").mkdir()
    elsewhere.mkdir()
    try:
        (folder / "链接").symlink_to(elsewhere, target_is_directory=True)
    except OSError:
        pytest.skip("no symbolic links here")
    CliRunner().invoke(cli, ["check", str(folder / "底稿.xlsx"), "-f", "xlsx", "-o", str(folder / "检查结果.xlsx")])
    assert left_out_of(folder) == {"dotted": [".旧"], "linked": ["链接"], "own": ["检查结果.xlsx"]}


def test_the_line_counts_all_and_names_a_few(folder: Path) -> None:
    for n in range(5):
        (folder / f"{n}.csv").write_bytes(b"x")
    left_out = LeftOut()
    jobs([folder], left_out)
    line = left_out.line()
    assert line is not None
    assert line.zh == "没有检查：不检查的表格格式 5 个（0.csv、1.csv、2.csv 等）"
    assert line.en == "Not checked: 5 tables in formats that are not checked (0.csv, 1.csv, 2.csv, …)"


def test_the_command_line_says_on_stderr_what_it_left_out(folder: Path) -> None:
    (folder / "表.csv").write_bytes(b"x")
    for options, begin in (((), "没有检查："), (("--lang", "en"), "Not checked:")):
        done = CliRunner().invoke(cli, ["check", str(folder), "-f", "json", *options])
        assert done.stderr.startswith(begin)
        assert "表.csv" in done.stderr
        assert json.loads(done.stdout)["summary"]["files"] == 2


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Let a folder be one that may not be listed, also for root."""
    real = os.scandir

    def shut(closed: Path) -> None:
        def scandir(path: str | Path = ".") -> object:
            if Path(path) == closed:
                raise PermissionError(13, "Permission denied", str(path))
            return real(path)

        monkeypatch.setattr(os, "scandir", scandir)

    return shut


@pytest.mark.parametrize("inner", ["甲厂", ""])
def test_a_folder_that_cannot_be_listed_is_unreadable(
    folder: Path, shut: Callable[[Path], None], capfd: pytest.CaptureFixture[str], inner: str
) -> None:
    shut(folder / inner)
    with pytest.raises(SystemExit) as ended:
        main(["check", str(folder), "-f", "json"])
    assert ended.value.code == 3
    report = json.loads(capfd.readouterr().out)
    unreadable = [each["path"] for each in report["files"] if each["status"] == "unreadable"]
    assert unreadable == [inner or folder.name]
    (told,) = [each for each in report["findings"] if each["rule"].startswith("CXF-")]
    assert told["rule"] == "CXF-05"


def test_the_fault_of_such_a_folder_says_what_was_lost(folder: Path, shut: Callable[[Path], None]) -> None:
    shut(folder / "甲厂")
    for place, words in (
        (folder / "甲厂", "列不出来（Permission denied），里面的文件都没有检查"),
        (folder, "这是文件夹"),
    ):
        with pytest.raises(Unreadable) as refused:
            read_bytes(place)
        assert words in refused.value.fault.message_zh
