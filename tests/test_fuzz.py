"""Fuzz: whatever bytes a workbook holds, reading it gives a Book or one Unreadable; a fixed budget of seconds."""

from __future__ import annotations

import io
import itertools
import json
import os
import random
import time

import pytest
from hostile.mutants import PARTS, file_mutant, mutate, part_mutant
from hostile.package import packed
from hypothesis import given, settings
from hypothesis import strategies as st

from coatxl.check import check_book
from coatxl.settings import Settings
from coatxl.workbook.book import Book
from coatxl.workbook.faults import Unreadable
from coatxl.workbook.reader import read

SECONDS = float(os.environ.get("COATXL_FUZZ_SECONDS", "5"))
RULE = "CXF-"


def _read(path, data):
    """The Book, or None when the file was refused with one clear line."""
    path.write_bytes(data)
    fault = None
    try:
        book = read(path)
    except Unreadable as refused:
        fault = refused.fault
    if fault is None:
        assert isinstance(book, Book)
        return book
    assert fault.rule.startswith(RULE)
    assert "\n" not in fault.message_zh
    assert len(fault.message_zh) < 400
    return None


def _judge(book):
    """Every rule on what was read: nothing crashes and all of it can be written."""
    report = check_book(book, Settings())
    assert [each.message for each in report.findings if each.rule == "CXF-09"] == []
    json.dumps([[f.message, f.value, f.cell, f.sheet] for f in report.findings], allow_nan=False).encode(
        "utf-8", "surrogatepass"
    )


@pytest.mark.parametrize("make", [file_mutant, part_mutant])
def test_seeded_mutants(make, tmp_path):
    path, end = tmp_path / "变.xlsx", time.monotonic() + SECONDS
    kept = 0
    for seed in itertools.count(1000):
        book = _read(path, make(seed))
        if book is not None:
            kept += 1
            _judge(book)
        if time.monotonic() > end:
            break
    assert kept > 0  # else the mutants say nothing about what stands behind the reader


def test_any_bytes_in_any_place_of_a_part(tmp_path):
    kept = 0

    @settings(max_examples=150)
    @given(st.sampled_from(sorted(PARTS)), st.binary(max_size=300), st.integers(0, 5000), st.integers(0, 400))
    def any_bytes(name, piece, at, cut):
        nonlocal kept
        data = PARTS[name].encode()
        at = min(at, len(data))
        book = _read(tmp_path / "片.xlsx", packed(PARTS | {name: data[:at] + piece + data[at + cut :]}))
        if book is not None:
            kept += 1
            _judge(book)

    any_bytes()
    assert kept > 0  # else the bytes say nothing about what stands behind the reader


def test_honest_parts_give_the_same_book_after_another_compression(tmp_path):
    one = _read(tmp_path / "一.xlsx", packed(PARTS))
    other = _read(tmp_path / "一.xlsx", packed(PARTS, level=1))
    assert one is not None
    assert one.sheets == other.sheets


def test_mutants_are_reproducible():
    data = io.BytesIO(packed(PARTS)).getvalue()
    assert mutate(data, random.Random(5)) == mutate(data, random.Random(5)) != data
