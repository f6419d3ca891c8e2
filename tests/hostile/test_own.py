"""The look at a file that says whether it is our own output costs nothing, whatever the file is."""

from __future__ import annotations

import os
import threading
import tracemalloc
import zipfile

import pytest

from coatxl.workbook.own import is_own, is_unedited, properties, seal
from hostile.package import by_hand, entries_of, entry, paper, repeated


@pytest.fixture
def own(tmp_path):
    """An output as XlsxWriter writes it."""
    from xlsxwriter import Workbook

    path = tmp_path / "检查结果.xlsx"
    with Workbook(str(path)) as workbook:
        workbook.set_properties(properties("检查结果"))
        workbook.add_worksheet()
    with path.open("r+b") as file:
        seal(file)
    return path


def test_an_output_is_known(own):
    assert is_own(own)
    assert is_unedited(own)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "docProps/core.xml", "docProps/app.xml"])
def test_an_edit_of_any_part_is_noticed_whatever_the_stamps_say(own, part):
    with zipfile.ZipFile(own) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(own, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert is_unedited(own)  # packed in another way, with the same content
    with zipfile.ZipFile(own, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content + b"<!-- -->" if name == part else content)
    assert is_own(own)
    assert not is_unedited(own)


def test_an_output_without_a_seal_counts_as_edited(own):
    with zipfile.ZipFile(own) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != "docProps/coatxl.xml"}
    with zipfile.ZipFile(own, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert is_own(own)
    assert not is_unedited(own)


CORE = (
    '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc" xmlns:dcterms="urn:dct"><dc:creator>{creator}</dc:creator>'
    "<cp:category>coatxl 输出</cp:category><dcterms:created>{created}</dcterms:created></cp:coreProperties>"
)


@pytest.mark.parametrize(
    ("creator", "created", "is_ours"),
    [
        ("张三", "2026-01-01T00:00:00Z", False),
        ("coatxl", "2025-03-04T05:06:07Z", False),
        ("coatxl", "2026-01-01T00:00:00Z", True),
    ],
)
def test_the_category_alone_makes_no_output(tmp_path, creator, created, is_ours):
    path = tmp_path / "底稿.xlsx"
    path.write_bytes(paper(**{"docProps/core.xml": CORE.format(creator=creator, created=created)}))
    assert is_own(path) is is_ours


def test_an_output_saved_by_another_program_is_still_one(own):
    import openpyxl

    openpyxl.load_workbook(own).save(own)
    assert is_own(own)
    assert not is_unedited(own)


def test_a_stranger_is_not(tmp_path):
    path = tmp_path / "底稿.xlsx"
    for content in (b"", b"P", b"PK\5\6", paper(), paper()[:-5], bytes(100)):
        path.write_bytes(content)
        assert not is_own(path)
    assert not is_own(tmp_path)
    assert not is_own(tmp_path / "没有")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_and_a_device_are_not_opened(tmp_path):
    pipe, zero = tmp_path / "管道.xlsx", tmp_path / "零.xlsx"
    os.mkfifo(pipe)
    zero.symlink_to("/dev/zero")
    answers = []
    asker = threading.Thread(target=lambda: answers.extend((is_own(pipe), is_own(zero))), daemon=True)
    asker.start()
    asker.join(10)
    assert answers == [False, False]


def test_a_bomb_in_the_properties_is_not_inflated(tmp_path):
    path = tmp_path / "底稿.xlsx"
    path.write_bytes(by_hand([*entries_of(), repeated("docProps/core.xml", b"", b"a", 64, b"", size=100)]))
    tracemalloc.start()
    try:
        assert not is_own(path)
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


def test_a_crowded_directory_is_not_read(tmp_path):
    path = tmp_path / "底稿.xlsx"
    path.write_bytes(by_hand([entry(f"x{n}", b"") for n in range(5000)]))
    tracemalloc.start()
    try:
        assert not is_own(path)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()
