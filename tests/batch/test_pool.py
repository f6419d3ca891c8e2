"""The local executors: one bad file costs that file only, nothing is left behind, and no more is begun than can be done."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from batch_jobs import misbehave, works

from coatxl.batch.choice import choose
from coatxl.batch.executors import Execution, Executor, ExecutorRefused, check_address, one_by_one, usable_cpus
from coatxl.batch.pool import AHEAD, pool
from coatxl.batch.tasks import Work
from coatxl.isolation import Limits
from coatxl.reports.record import Record

LIMITS = Limits(wall=3)
RULES = {
    "abort": "CXF-10",
    "leave": "CXF-10",
    "raise": "CXF-10",
    "hang": "CXF-11",
    "eat": "CXF-12",
    "unreadable": "CXF-04",
}
EXECUTORS = pytest.mark.parametrize(
    "executor", [one_by_one(LIMITS), pool(1, LIMITS), pool(2, LIMITS)], ids=["one by one", "1 worker", "2 workers"]
)


def told(executor: Executor, wanted: list[Work]) -> dict[str, str]:
    found = [
        (work.name, outcome.head if isinstance(outcome, Record) else outcome.rule)
        for work, outcome in executor(misbehave, wanted)
    ]
    assert len(found) == len(wanted)
    return dict(found)


@EXECUTORS
def test_each_bad_file_is_told_and_every_good_one_is_done(executor: Executor, capfd) -> None:
    names = [f"ok {n}" for n in range(12)]
    for n, bad in enumerate(RULES):
        names.insert(3 * n + 1, f"{bad} {n}")
    found = told(executor, works(names))
    assert {name: rule for name, rule in found.items() if not name.startswith("ok")} == {
        name: RULES[name.partition(" ")[0]] for name in names if not name.startswith("ok")
    }
    assert all(head == name for name, head in found.items() if name.startswith("ok"))
    assert capfd.readouterr() == ("", "")  # neither panic nor traceback


def test_many_aborts_one_after_the_other_lose_nobody() -> None:
    names = [f"{'abort' if n % 3 == 0 else 'ok'} {n}" for n in range(45)]
    assert Counter(told(pool(2, LIMITS), works(names)).values())["CXF-10"] == 15


def test_a_file_gets_a_second_try_in_a_process_of_its_own(tmp_path: Path) -> None:
    names = ["once", "abort", "raise", "spin", "ok"]
    found = told(pool(2, Limits(wall=20, cpu_share=0.05)), works(names, tmp_path))
    assert found == {"once": "once", "abort": "CXF-10", "raise": "CXF-10", "spin": "CXF-11", "ok": "ok"}
    # What our own code raised or what used up its time would only do so again.
    assert {name: (tmp_path / name).stat().st_size for name in names} == {
        "once": 2, "abort": 2, "raise": 1, "spin": 1, "ok": 1,
    }  # fmt: skip


def test_both_tries_together_cost_what_one_file_may(tmp_path: Path) -> None:
    begun = time.monotonic()
    found = told(pool(2, Limits(wall=4)), works(["slow", "hang"], tmp_path))
    assert found == {"slow": "CXF-11", "hang": "CXF-11"}
    assert time.monotonic() - begun < 2 + 4  # less than the first try and a whole second one
    # A file that hung has used its time up.
    assert {name: (tmp_path / name).stat().st_size for name in found} == {"slow": 2, "hang": 1}


def test_no_more_is_handed_over_than_is_done_soon() -> None:
    taken = 0

    def counted() -> Iterator[Work]:
        nonlocal taken
        for work in works(f"ok {n}" for n in range(500)):
            taken += 1
            yield work

    found = pool(2, LIMITS)(misbehave, counted())
    for done in range(1, 40):
        next(found)
        assert taken <= done + 2 * AHEAD
    found.close()
    assert taken < 500


def test_workers_live_on_and_are_as_many_as_wanted() -> None:
    done = [outcome for _, outcome in pool(2, LIMITS)(misbehave, works(f"ok {n}" for n in range(60)))]
    assert 1 <= len({outcome.body for outcome in done if isinstance(outcome, Record)}) <= 2


def test_a_long_temporary_folder_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / ("长" * 40)
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    names = ["ok 0", "abort 1", "ok 2"]
    assert told(pool(1, LIMITS), works(names)) == {"ok 0": "ok 0", "abort 1": "CXF-10", "ok 2": "ok 2"}


def test_workers_that_cannot_be_started_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise BrokenProcessPool from OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("pebble.pool.process.WorkerManager.new_worker", refuse)
    with pytest.raises(ExecutorRefused, match="启动不了工作进程"):
        next(pool(2, LIMITS)(misbehave, works(["ok"])))


def test_an_executor_that_is_left_ends_at_once() -> None:
    found = pool(2, Limits(wall=60))(misbehave, works(["ok", *(f"hang {n}" for n in range(6))]))
    next(found)
    begun = time.monotonic()
    found.close()
    assert time.monotonic() - begun < 10


def test_few_small_files_need_no_pool(tmp_path: Path) -> None:
    for n in range(40):
        (tmp_path / f"{n}").write_bytes(b"x" * 10)
    many = works((f"{n}" for n in range(40)), tmp_path)

    def name(execution: Execution, number: int) -> str:
        return choose(execution, many[:number]).__qualname__.partition(".")[0]

    assert name(Execution(), 1) == "one_by_one"
    assert name(Execution(), 40) == "pool"
    assert name(Execution(workers=2), 2) == "pool"
    with (tmp_path / "0").open("ab") as large:
        large.truncate(50_000_000)
    assert name(Execution(), 1) == "one_by_one"
    assert name(Execution(), 2) == "pool"
    assert usable_cpus() >= 1


@pytest.mark.parametrize(
    "address", ["127.0.0.1:8786", "dask://", "dask://host", "dask://host:x", "dask://h:1?files=no"]
)
def test_an_address_that_is_none_is_refused_in_one_line(address: str) -> None:
    with pytest.raises(ExecutorRefused, match="dask://主机:端口"):
        check_address(address)
    assert check_address("dask://host:8786") == ("host:8786", False)
    assert check_address("dask://host:8786?files=bytes") == ("host:8786", True)
