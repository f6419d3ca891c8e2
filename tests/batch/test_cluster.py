"""The dask executor against a real scheduler and two real worker processes on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from batch_jobs import misbehave, works

from coatxl.batch import cluster as clusters
from coatxl.batch import shard as shards
from coatxl.batch.cluster import cluster
from coatxl.batch.executors import Execution, ExecutorRefused
from coatxl.batch.folder import jobs
from coatxl.batch.run import SettingsFor, run
from coatxl.isolation import Limits
from coatxl.reports import FORMATS
from coatxl.reports.record import Record

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="one machine stands for three")
TESTS = Path(__file__).parents[1]
NUMBER = 24


class Dask:
    """A scheduler and two machines."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        self.processes: list[subprocess.Popen[bytes]] = []
        self.folder = folder
        self._start("scheduler", "--port", "0", "--no-show", "--scheduler-file", self.file)
        end = time.monotonic() + 60
        while not (self.file.exists() and self.file.read_text()):
            assert time.monotonic() < end
            time.sleep(0.05)
        self.address = "dask://" + json.loads(self.file.read_text())["address"].removeprefix("tcp://")
        for _ in range(2):
            self.add_worker()

    def add_worker(self) -> None:
        self._start(
            "worker", "--scheduler-file", self.file, "--no-nanny", "--nthreads", "1", "--local-directory", self.folder
        )

    def _start(self, kind: str, *arguments: object) -> None:
        self.processes.append(
            subprocess.Popen(
                [sys.executable, "-m", "dask", kind, *map(str, arguments), "--host", "127.0.0.1", "--no-dashboard"],
                env={**os.environ, "PYTHONPATH": str(TESTS)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )

    def wait_for_workers(self, number: int) -> None:
        from distributed import Client

        with Client(self.address.replace("dask", "tcp"), set_as_default=False) as client:
            client.wait_for_workers(number, timeout=60)

    def end(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    pytest.importorskip("distributed")
    machines = Dask(tmp_path_factory.mktemp("dask"))
    try:
        machines.wait_for_workers(2)
        yield machines
    finally:
        machines.end()


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "SHARD_FILES", 6)


@pytest.mark.parametrize("files", ["", "?files=bytes"], ids=["shared path", "bytes"])
def test_the_report_is_that_of_one_machine(dask: Dask, folder_of: Callable[[int], Path], files: str) -> None:
    folder = folder_of(12)
    (folder / "甲厂" / "坏.xlsx").write_bytes(b"PK\x03\x04" + b"x" * 500)
    (folder / "甲厂" / "空.xlsx").write_bytes(b"")
    reports = [
        FORMATS["json"](run(jobs([folder]), SettingsFor(), execution=execution))
        for execution in (Execution(), Execution(cluster=dask.address + files))
    ]
    assert reports[0] == reports[1]


def test_an_abort_or_a_hang_costs_one_file_there_as_well(dask: Dask) -> None:
    wanted = works(["ok 0", "abort 1", "ok 2", "hang 3", "ok 4", "ok 5", "eat 6", "ok 7"])
    found = {
        work.name: outcome.head if isinstance(outcome, Record) else outcome.rule
        for work, outcome in cluster(dask.address, Limits(wall=2))(misbehave, wanted)
    }
    assert found == {work.name: work.name for work in wanted} | {
        "abort 1": "CXF-10", "hang 3": "CXF-11", "eat 6": "CXF-12",
    }  # fmt: skip


def test_a_machine_that_is_lost_on_the_way_changes_nothing(
    dask: Dask, folder_of: Callable[[int], Path], processes: Callable[[int], list[str]]
) -> None:
    folder = folder_of(NUMBER)
    here = FORMATS["json"](run(jobs([folder]), SettingsFor()))
    victim, told = dask.processes[1], 0

    def notice(_: object) -> None:
        nonlocal told
        told += 1
        if told == 1:
            victim.kill()

    there = run(jobs([folder]), SettingsFor(), execution=Execution(cluster=dask.address), notice=notice)
    assert victim.wait(timeout=10) != 0
    assert told == NUMBER
    assert FORMATS["json"](there) == here
    end = time.monotonic() + 15
    while processes(victim.pid) and time.monotonic() < end:
        time.sleep(0.1)
    assert processes(victim.pid) == []  # what it had begun has ended with it


def test_a_shard_that_the_cluster_cannot_do_is_done_here(dask: Dask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "RETRIES", 0)
    names = [f"ok {n}" for n in range(7)]
    monkeypatch.setattr(clusters, "check_on_machine", _lose)
    done = cluster(dask.address, Limits(wall=5))(misbehave, works(names))
    assert sorted(work.name for work, _ in done) == names


def _lose(question: shards.Shard) -> shards.Results:
    raise shards.ShardLost


def test_a_cluster_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "CONNECT", 1.0)
    with pytest.raises(ExecutorRefused, match="连接不到"):
        next(cluster("dask://127.0.0.1:9", Limits())(misbehave, works(["ok"])))


def test_a_library_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ExecutorRefused, match=r"coatxl\[cluster\]"):
        next(cluster("dask://127.0.0.1:9", Limits())(misbehave, works(["ok"])))


def test_other_rules_on_a_machine_are_refused(dask: Dask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "rule_set", os.getpid)  # elsewhere another number
    with pytest.raises(ExecutorRefused, match="不是同一版本"):
        next(cluster(dask.address, Limits())(misbehave, works(["ok"])))
