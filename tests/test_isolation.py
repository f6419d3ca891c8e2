"""isolation: what a child may do to itself, and what the parent says of it; both ways of having a child."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from batch_jobs import double, misbehave, read_and_die, works

from coatxl import isolation
from coatxl.check import check_workbook
from coatxl.isolation import Limits
from coatxl.workbook import reader
from coatxl.workbook.faults import FAULTS, Unreadable

SHORT = Limits(wall=3)
WAYS = pytest.mark.parametrize(
    "forked",
    [
        pytest.param(True, marks=pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="forks on Linux")),
        False,
    ],
    ids=["fork", "interpreter"],
)


@pytest.fixture
def way(forked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "may_fork", lambda: forked)


@WAYS
@pytest.mark.usefixtures("way")
def test_a_result_comes_back() -> None:
    assert isolation.call(double, 21) == 42


@WAYS
@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    ("name", "rule", "words"),
    [
        ("abort", "CXF-10", "SIGABRT"),
        ("leave", "CXF-10", "退出码 7"),
        ("raise", "CXF-10", "KeyError"),
        ("eat", "CXF-12", "内存"),
        ("unreadable", "CXF-04", "0字节"),
    ],
)
def test_what_a_child_does_to_itself_is_one_fault(name: str, rule: str, words: str, capfd) -> None:
    (work,) = works([name])
    with pytest.raises(Unreadable, match=words) as told:
        isolation.call(misbehave, work, limits=SHORT)
    assert told.value.fault.rule == rule
    assert capfd.readouterr() == ("", "")


@WAYS
@pytest.mark.usefixtures("way")
def test_a_child_that_waits_is_ended_on_time() -> None:
    begun = time.monotonic()
    with pytest.raises(Unreadable) as told:
        isolation.call(time.sleep, 60, limits=Limits(wall=1))
    assert told.value.fault.rule == "CXF-11"
    assert time.monotonic() - begun < 5


@WAYS
@pytest.mark.usefixtures("way")
def test_computing_is_bounded_as_waiting_is() -> None:
    begun, before = time.monotonic(), os.times()
    with pytest.raises(Unreadable) as told:
        isolation.call(misbehave, works(["spin"])[0], limits=Limits(wall=20, cpu_share=0.05))
    assert told.value.fault.rule == "CXF-11"
    assert os.times().children_user - before.children_user < 4
    assert time.monotonic() - begun < 15


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts them in /proc")
def test_nothing_is_left_open() -> None:
    def left() -> tuple[int, str]:
        children = Path(f"/proc/self/task/{os.getpid()}/children")
        return sum(1 for _ in Path("/proc/self/fd").iterdir()), children.read_text()

    before = left()
    isolation.call(misbehave, works(["ok"])[0])
    for name in ("abort", "raise"):
        with pytest.raises(Unreadable):
            isolation.call(misbehave, works([name])[0])
    with pytest.raises(Unreadable):
        isolation.call(time.sleep, 60, limits=Limits(wall=1))
    assert left() == before


def test_an_answer_that_is_too_large_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "may_fork", lambda: Path("/proc/self/task").exists())
    if not isolation.may_fork():
        pytest.skip("a fork's pipe")
    with pytest.raises(Unreadable) as told:
        isolation.call(bytes, 3_000_000, limits=Limits(answer=1_000_000))
    assert told.value.fault.rule == "CXF-12"


def test_check_workbook_outlives_a_reader_that_aborts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd) -> None:
    path = tmp_path / "底稿.xlsx"
    path.write_bytes(b"PK")
    monkeypatch.setattr(reader, "read", read_and_die)
    report = check_workbook(path)
    assert report.status == "unreadable"
    assert [(f.rule, f.file, f.sheet) for f in report.findings] == [("CXF-10", "底稿.xlsx", None)]
    assert "\n" not in report.findings[0].message
    assert capfd.readouterr() == ("", "")


def test_the_faults_of_a_child_are_declared_with_the_others() -> None:
    assert {"CXF-10", "CXF-11", "CXF-12"} <= FAULTS.keys()
