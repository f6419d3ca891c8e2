"""Writing: whole or not at all, never over a source, and a text in a cell is a text."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from coatxl.workbook import save
from coatxl.workbook.save import (
    CannotWrite,
    CellTooLong,
    safe_text,
    verify_xlsx,
    write_atomically,
    write_bytes_atomically,
    write_text,
)


def a_workbook(path: Path) -> None:
    with xlsxwriter.Workbook(path) as workbook:
        write_text(workbook.add_worksheet("隐患清单"), 0, 0, "=1+1")


def refused(target, produce=a_workbook, **options):
    """The refusal of a write that must leave the folder as it was."""
    before = {path: path.read_bytes() for path in target.parent.iterdir() if path.is_file()}
    with pytest.raises(CannotWrite) as caught:
        write_atomically(target, produce, **options)
    assert {path: path.read_bytes() for path in target.parent.iterdir() if path.is_file()} == before
    error = caught.value
    for line in (f"{error.message_zh}；{error.fix_zh}", f"{error.message_en}: {error.fix_en}"):
        assert line.isprintable()
        assert len(line) < 400
    return error


def failing(number):
    def produce(path):
        path.write_bytes(b"half")
        raise OSError(number, os.strerror(number))

    return produce


def test_a_new_file_is_whole_and_nothing_else_is_left(tmp_path):
    target = tmp_path / "隐患清单.xlsx"
    write_atomically(target, a_workbook)
    assert openpyxl.load_workbook(target).active["A1"].value == "=1+1"
    assert list(tmp_path.iterdir()) == [target]


def test_bytes_that_are_ready_are_written_the_same_way(tmp_path):
    target = tmp_path / "结果.json"
    write_bytes_atomically(target, b"{}")
    write_bytes_atomically(target, b"[]")
    assert target.read_bytes() == b"[]"
    assert list(tmp_path.iterdir()) == [target]


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path):
    target = tmp_path / "结果.txt"
    target.write_text("旧", encoding="utf-8")

    def produce(path):
        path.write_text("新", encoding="utf-8")
        assert path.parent == target.parent
        assert path.suffix == target.suffix
        assert target.read_text(encoding="utf-8") == "旧"

    write_atomically(target, produce)
    assert target.read_text(encoding="utf-8") == "新"


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit, ValueError])
def test_an_interrupted_write_leaves_the_old_file_and_no_other(tmp_path, interruption):
    target = tmp_path / "结果.xlsx"
    a_workbook(target)
    before = target.read_bytes()

    def produce(path):
        path.write_bytes(b"half")
        raise interruption

    with pytest.raises(interruption):
        write_atomically(target, produce)
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04", b"no zip at all"])
def test_a_workbook_that_is_not_whole_is_not_saved(tmp_path, broken):
    error = refused(tmp_path / "结果.xlsx", lambda path: path.write_bytes(broken))
    assert "完整性" in error.message_zh


def test_a_zip_without_a_workbook_or_with_a_wrong_checksum_is_not_whole(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a", "x")
    with pytest.raises(CannotWrite):
        verify_xlsx(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("xl/workbook.xml", "ABCDEFG")
    verify_xlsx(tmp_path / "b.zip")
    (tmp_path / "b.zip").write_bytes((tmp_path / "b.zip").read_bytes().replace(b"ABCDEFG", b"ABCDEFX"))
    with pytest.raises(CannotWrite):
        verify_xlsx(tmp_path / "b.zip")


def test_a_verification_of_ones_own_decides(tmp_path):
    def verify(_):
        raise CannotWrite("不对", "wrong", "重试", "try again")

    assert refused(tmp_path / "a.txt", lambda path: path.write_text("x"), verify=verify).message_zh == "不对"


def test_a_source_is_never_overwritten_by_whatever_name(tmp_path):
    source = tmp_path / "底稿.xlsx"
    a_workbook(source)
    (tmp_path / "sub").mkdir()
    names = [source, tmp_path / "sub" / ".." / "底稿.xlsx"]
    if hasattr(os, "symlink"):
        (tmp_path / "链接.xlsx").symlink_to(source)
        names.append(tmp_path / "链接.xlsx")
    if hasattr(os, "link"):
        os.link(source, tmp_path / "硬链接.xlsx")
        names.append(tmp_path / "硬链接.xlsx")
    for name in names:
        assert "源文件" in refused(name, sources=[tmp_path / "别的.xlsx", source]).message_zh


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_link_keeps_pointing_and_the_file_behind_it_is_replaced(tmp_path):
    (tmp_path / "真.txt").write_text("旧", encoding="utf-8")
    (tmp_path / "链.txt").symlink_to(tmp_path / "真.txt")
    write_bytes_atomically(tmp_path / "链.txt", b"new")
    assert (tmp_path / "链.txt").is_symlink()
    assert (tmp_path / "真.txt").read_bytes() == b"new"


def test_a_full_disk_is_said(tmp_path):
    (tmp_path / "结果.xlsx").write_bytes(b"old")
    assert "磁盘已满" in refused(tmp_path / "结果.xlsx", failing(errno.ENOSPC)).message_zh


def test_a_full_disk_that_xlsxwriter_wraps_is_said(tmp_path, monkeypatch):
    def full(*_args, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("xlsxwriter.workbook.ZipFile", full)
    assert "磁盘已满" in refused(tmp_path / "结果.xlsx").message_zh


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_disk_that_is_really_full(tmp_path):
    def produce(path):
        path.write_bytes(b"half")
        with open("/dev/full", "wb") as file:
            file.write(b"x" * 100_000)

    assert "磁盘已满" in refused(tmp_path / "结果.txt", produce).message_zh


def test_a_target_that_excel_has_open_is_said_to_be_in_use(tmp_path, monkeypatch):
    target = tmp_path / "结果.xlsx"
    target.write_bytes(b"old")

    def locked(self, other):
        raise PermissionError(errno.EACCES, "being used by another process", str(self), None, str(other))

    monkeypatch.setattr(save.Path, "replace", locked)
    error = refused(target)
    assert "Excel" in error.message_zh
    assert "关闭" in error.fix_zh


def test_a_read_only_target_is_not_overwritten(tmp_path):
    target = tmp_path / "结果.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o444)
    assert "只读" in refused(target).message_zh


def test_a_folder_that_takes_no_files_is_said(tmp_path, monkeypatch):
    def produce(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    assert "文件夹不允许写入" in refused(tmp_path / "结果.xlsx", produce).message_zh
    assert "文件夹不允许写入" in refused(tmp_path / "结果.xlsx", failing(errno.EROFS)).message_zh


def test_a_missing_folder_and_a_folder_as_target_are_said(tmp_path):
    with pytest.raises(CannotWrite, match="文件夹不存在"):
        write_atomically(tmp_path / "没有" / "结果.xlsx", a_workbook)
    (tmp_path / "夹.xlsx").mkdir()
    with pytest.raises(CannotWrite, match="是文件夹"):
        write_atomically(tmp_path / "夹.xlsx", a_workbook)


def test_control_characters_of_the_name_are_escaped(tmp_path):
    assert "\\x1b" in refused(tmp_path / "a\x1b[31m.txt", failing(errno.ENOSPC)).message_zh


def test_an_error_about_another_file_is_not_taken_for_ours(tmp_path):
    def produce(path):
        path.write_bytes(b"half")
        (tmp_path / "没有" / "照片.jpg").read_bytes()

    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "结果.xlsx", produce)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
def test_umask_and_the_mode_of_a_replaced_file_are_respected(tmp_path):
    target, old = tmp_path / "结果.txt", os.umask(0o027)
    try:
        write_bytes_atomically(target, b"1")
        assert stat.S_IMODE(target.stat().st_mode) == 0o640
        target.chmod(0o600)
        write_bytes_atomically(target, b"2")
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    finally:
        os.umask(old)


def test_the_file_and_the_folder_are_flushed_to_the_disk(tmp_path, monkeypatch):
    flushed = []
    monkeypatch.setattr(save.os, "fsync", lambda handle: flushed.append(stat.S_ISDIR(os.fstat(handle).st_mode)))
    write_bytes_atomically(tmp_path / "结果.txt", b"1")
    assert flushed == [False, True]


DANGEROUS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "＝1",
    "http://example.org",
    "0012",
    "{=1}",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_stays_a_text_in_the_file_whatever_it_begins_with(tmp_path, text):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        write_text(workbook.add_worksheet(), 0, 0, text)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        assert '<c r="A1" t="s"><v>0</v></c>' in sheet
    cell = openpyxl.load_workbook(path).active["A1"]
    assert cell.value.replace("_x000D_", "\r") == text


@given(st.text(max_size=80))
def test_only_characters_that_xml_forbids_are_replaced_and_each_visibly(text):
    safe = safe_text(text)
    assert len(safe) == len(text)
    for before, after in zip(text, safe, strict=True):
        forbidden = (
            (ord(before) < 32 and before not in "\t\n\r") or "\ud800" <= before <= "\udfff" or before in "\ufffe\uffff"
        )
        assert after == ("\ufffd" if forbidden else before)


def test_blanks_and_other_values_become_texts():
    assert [safe_text(value) for value in (None, "", 3, 0.5, True)] == ["", "", "3", "0.5", "True"]


def test_the_limit_of_a_cell_is_counted_as_excel_counts():
    assert safe_text("漆" * 32_767) == "漆" * 32_767
    assert len(safe_text("😀" * 16_383)) == 16_383
    for text, length in (("漆" * 32_768, 32_768), ("😀" * 16_384, 32_768)):
        with pytest.raises(CellTooLong) as caught:
            safe_text(text, "隐患清单!D7")
        assert (caught.value.length, caught.value.place) == (length, "隐患清单!D7")
        assert "隐患清单!D7" in str(caught.value)


def test_a_text_too_long_is_refused_with_the_name_of_its_cell(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet("隐患清单")
        with pytest.raises(CellTooLong, match="隐患清单!D7"):
            write_text(sheet, 6, 3, "漆" * 40_000)


def written_into(pipe: Path, write) -> bytes:
    """What a reader of a named pipe gets while write writes."""
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write()
    reader.join(10)
    return got[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path):
    pipe = tmp_path / "管道.json"
    os.mkfifo(pipe)
    big = b"[" + b"1," * 200_000 + b"1]"  # more than a pipe holds
    assert written_into(pipe, lambda: write_bytes_atomically(pipe, big)) == big
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    (tmp_path / "链接").symlink_to(pipe)
    assert written_into(pipe, lambda: write_bytes_atomically(tmp_path / "链接", b"{}")) == b"{}"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["管道.json", "链接"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_device_is_written_into_and_stays_one(tmp_path):
    write_bytes_atomically(Path(os.devnull), b"x")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
    (tmp_path / "设备").symlink_to("/dev/full")
    with pytest.raises(CannotWrite, match="磁盘已满，无法写入“设备”"):
        write_bytes_atomically(tmp_path / "设备", b"x")


def test_a_disk_as_a_device_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(save, "takes_a_stream", lambda _: True)
    monkeypatch.setattr(save, "is_disk", lambda _: True)
    assert "磁盘设备" in refused(tmp_path / "sda").message_zh


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_standard_output_by_its_name_goes_on_from_what_is_there(tmp_path, name):
    script = (
        "import sys; from pathlib import Path; from coatxl.workbook.save import write_bytes_atomically; "
        "write_bytes_atomically(Path(sys.argv[1]), b'new')"
    )
    done = subprocess.run([sys.executable, "-c", script, name], stdout=subprocess.PIPE, check=True)
    assert done.stdout == b"new"
    (tmp_path / "输出.txt").write_bytes(b"old ")
    with open(tmp_path / "输出.txt", "ab") as file:
        subprocess.run([sys.executable, "-c", script, name], stdout=file, check=True)
    assert (tmp_path / "输出.txt").read_bytes() == b"old new"


OWNER_FILES = [
    ("结果.xlsx", "~$结果.xlsx"),
    ("结果.xlsx", ".~结果.xlsx"),
    ("结果.xlsx", ".~lock.结果.xlsx#"),
    ("隐患整改通知书甲厂.docx", "~$整改通知书甲厂.docx"),
    ("隐患整改通知书.docx", "~$患整改通知书.docx"),
]


@pytest.mark.parametrize(("name", "mark"), OWNER_FILES)
def test_an_output_that_is_open_is_written_beside(tmp_path, name, mark):
    target = tmp_path / name
    target.write_bytes(b"open")
    (tmp_path / mark).write_bytes(b"")

    def write() -> Path:
        return write_atomically(target, lambda path: path.write_bytes(b"new"), lambda _: None, aside=True)

    assert [write().name, write().name] == [f"{target.stem} (2){target.suffix}", f"{target.stem} (3){target.suffix}"]
    assert target.read_bytes() == b"open"
    (tmp_path / mark).unlink()
    assert write() == target
    assert target.read_bytes() == b"new"


def test_an_output_is_only_written_beside_where_that_is_wanted_and_it_exists(tmp_path):
    target = tmp_path / "结果.txt"
    (tmp_path / "~$结果.txt").write_bytes(b"")
    assert write_atomically(target, lambda path: path.write_bytes(b"1"), aside=True) == target
    assert write_bytes_atomically(target, b"2") == target


def test_an_output_that_windows_does_not_give_away_is_written_beside(tmp_path, monkeypatch):
    target = tmp_path / "结果.txt"
    target.write_bytes(b"open")
    replace = Path.replace

    def locked(self, other):
        if other == target:
            raise PermissionError(errno.EACCES, "being used by another process", str(self), None, str(other))
        return replace(self, other)

    monkeypatch.setattr(save.Path, "replace", locked)
    assert write_bytes_atomically(target, b"new", aside=True) == tmp_path / "结果 (2).txt"
    assert (tmp_path / "结果 (2).txt").read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["结果 (2).txt", "结果.txt"]


@pytest.mark.parametrize("name", ["结果.json", "附表.docx"])
def test_json_and_word_files_are_opened_again(tmp_path, name):
    assert "完整性" in refused(tmp_path / name, lambda path: path.write_bytes(b'{"files": [')).message_zh


def test_of_a_very_large_json_file_the_ends_are_looked_at(tmp_path, monkeypatch):
    monkeypatch.setattr("coatxl.workbook.whole._READ_BACK", 100)
    write_bytes_atomically(tmp_path / "好.json", b'{"a": [' + b"1," * 200 + b"1]}\n")
    assert "完整性" in refused(tmp_path / "半.json", lambda path: path.write_bytes(b'{"a": [' + b"1," * 200)).message_zh


@pytest.fixture
def usual_signals():
    """The handlers of a plain program, and those of the test run after it."""
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    yield
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    for each, handler in before.items():
        signal.signal(each, handler)


def test_ctrl_c_while_writing_lets_the_file_become_whole(tmp_path, usual_signals):
    def produce(path):
        path.write_bytes(b"ne")
        signal.raise_signal(signal.SIGINT)
        path.write_bytes(b"new")

    with pytest.raises(KeyboardInterrupt, match=r"“结果.txt”已写完"):
        write_atomically(tmp_path / "结果.txt", produce)
    assert (tmp_path / "结果.txt").read_bytes() == b"new"


def test_a_second_ctrl_c_ends_at_once_and_says_so(tmp_path, usual_signals):
    def produce(path):
        path.write_bytes(b"ne")
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt, match=r"“结果.txt”没有写出"):
        write_atomically(tmp_path / "结果.txt", produce)
    assert list(tmp_path.iterdir()) == []


def test_sigterm_while_writing_leaves_no_temporary_file(tmp_path, usual_signals):
    def produce(path):
        path.write_bytes(b"half")
        signal.raise_signal(signal.SIGTERM)

    with pytest.raises(SystemExit) as stop:
        write_atomically(tmp_path / "结果.txt", produce)
    assert stop.value.code == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []
