"""Where an output goes and in which format: suffix and --format, pipes, open files, full disks, Ctrl-C while writing."""

from __future__ import annotations

import errno
import json
import os
import signal
import stat
import tempfile
import threading
from pathlib import Path

import openpyxl
import pytest

from coatxl.batch.papers import filled_paper
from coatxl.reports import spool
from coatxl.standards.coating.demo_papers import faulty


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one faulty paper."""
    monkeypatch.delenv("COATXL_DEBUG", raising=False)
    monkeypatch.chdir(tmp_path)
    filled_paper(tmp_path / "底稿.xlsx", faulty())
    return tmp_path


BEGINNINGS = {"a.xlsx": b"PK", "a.XLSX": b"PK", "a.json": b"{", "a.txt": b"", "a.md": b"", "a": b""}
OF_CHECK = {"a.html": b"<!", "a.htm": b"<!", "a.sarif": b"{", "a.xml": b"<?xml"}
VERBS = [["check", "底稿.xlsx"], ["chain", "底稿.xlsx"], ["standards", "底稿.xlsx"], ["photos", "底稿.xlsx"],
         ["gate", "底稿.xlsx"], ["diff", "底稿.xlsx", "底稿.xlsx"]]  # fmt: skip


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
def test_the_suffix_says_the_format_in_every_verb(folder: Path, coatxl, verb: list[str]) -> None:
    said = coatxl(*verb, "-o", "a.xlsx")
    assert said.code in (0, 1)
    assert openpyxl.load_workbook(folder / "a.xlsx").sheetnames
    said = coatxl(*verb, "-f", "json", "-o", "b.xlsx")
    assert (said.code, said.err) == (2, "错误：--format json 和文件名的后缀 .xlsx 不符，请改其中一个\n")
    said = coatxl(*verb, "-o", "b.csv")
    assert said.code == 2
    assert said.err.startswith("错误：不能写成 .csv；这里的格式有 text、json、xlsx")
    assert not list(folder.glob("b.*"))


@pytest.mark.parametrize(("name", "beginning"), (BEGINNINGS | OF_CHECK).items())
def test_check_knows_the_suffixes_of_all_its_formats(folder: Path, coatxl, name: str, beginning: bytes) -> None:
    assert coatxl("check", "底稿.xlsx", "-o", name).code == 1
    content = (folder / name).read_bytes()
    assert content.startswith(beginning)
    assert beginning or "底稿.xlsx" in content.decode()


def test_sarif_may_be_named_as_the_json_that_it_is(folder: Path, coatxl) -> None:
    assert coatxl("check", "底稿.xlsx", "-f", "sarif", "-o", "a.json").code == 1
    assert json.loads((folder / "a.json").read_bytes())["version"] == "2.1.0"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
@pytest.mark.parametrize("name", ["管道.json", "管道.xlsx"])
def test_a_pipe_takes_the_report_and_stays_a_pipe(folder: Path, coatxl, name: str) -> None:
    os.mkfifo(folder / name)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((folder / name).read_bytes()), daemon=True)
    reader.start()
    assert coatxl("check", "底稿.xlsx", "-o", name).code == 1
    reader.join(10)
    assert stat.S_ISFIFO((folder / name).stat().st_mode)
    assert got[0].startswith(BEGINNINGS[f"a{Path(name).suffix}"])


@pytest.mark.parametrize("verb", ["check", "chain", "dangers"])
def test_a_report_that_is_open_in_excel_is_written_beside(folder: Path, coatxl, verb: str) -> None:
    assert coatxl(verb, "底稿.xlsx", "-o", "结果.xlsx").code in (0, 1)
    before = (folder / "结果.xlsx").read_bytes()
    (folder / "~$结果.xlsx").write_bytes(b"")
    said = coatxl(verb, "底稿.xlsx", "-o", "结果.xlsx")
    assert said.code in (0, 1)
    line = (
        "“结果.xlsx”正在 Excel、WPS 或 LibreOffice 中打开（旁边有 ~$结果.xlsx；若没有打开，删去它），没有覆盖，"
        "改写到“结果 (2).xlsx”\n"
    )
    assert line in said.err + said.out
    assert "已写出 结果 (2).xlsx" in (said.err + said.out).replace(f"{folder}{os.sep}", "")
    assert (folder / "结果.xlsx").read_bytes() == before
    assert openpyxl.load_workbook(folder / "结果 (2).xlsx").sheetnames


def test_a_full_disk_of_the_spool_is_named(folder: Path, coatxl, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = spool.Spool.__init__

    def small(self: spool.Spool) -> None:
        begin(self)
        self._database.execute("PRAGMA max_page_count = 2")

    monkeypatch.setattr(spool.Spool, "__init__", small)
    monkeypatch.setenv("SQLITE_TMPDIR", str(folder))
    said = coatxl("check", "底稿.xlsx", "-o", "结果.json")
    line = f"错误：临时文件夹 {folder} 所在的磁盘已满；请清理该磁盘，或用环境变量 SQLITE_TMPDIR 或 TMPDIR 指定别处的文件夹\n"
    assert (said.code, said.err) == (2, line)
    assert not (folder / "结果.json").exists()


def test_a_full_temporary_disk_is_named_and_nothing_is_left_on_it(
    folder: Path, coatxl, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (folder / "临时").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "临时"))
    monkeypatch.setattr("xlsxwriter.worksheet.Worksheet._write_single_row", full)
    said = coatxl("check", "底稿.xlsx", "-o", "结果.xlsx")
    line = f"错误：临时文件夹 {folder / '临时'} 所在的磁盘已满；请清理该磁盘，或用环境变量 TMPDIR 指定别处的文件夹\n"
    assert (said.code, said.err) == (2, line)
    assert sorted(path.name for path in folder.rglob("*")) == ["临时", "底稿.xlsx"]


@pytest.mark.parametrize("name", ["结果.xlsx", "结果.json"])
def test_ctrl_c_while_the_report_is_written_leaves_it_whole(
    folder: Path, coatxl, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    from coatxl import reports

    pieces = reports.pieces

    def interrupted(*given: object, **named: object):
        signal.raise_signal(signal.SIGINT)
        yield from pieces(*given, **named)

    monkeypatch.setattr(reports, "pieces", interrupted)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        said = coatxl("check", "底稿.xlsx", "-o", name)
    finally:
        signal.signal(signal.SIGINT, before)
    assert (said.code, said.err) == (130, f"\n已中断；“{name}”已写完\n")  # click ends the line of ^C
    assert (folder / name).stat().st_size > 1000
    assert sorted(path.name for path in folder.iterdir()) == sorted(["底稿.xlsx", name])
