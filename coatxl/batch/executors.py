"""Executors: where the works of a run are done. Each yields (work, record or fault) as they are finished, in any order."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass

from coatxl import isolation
from coatxl.batch.outputs import OutputRefused
from coatxl.batch.tasks import Task, Work
from coatxl.isolation import DEFAULT, Limits
from coatxl.reports.record import Record
from coatxl.workbook.faults import Fault, Unreadable, printable

Outcome = tuple[Work, Record | Fault]
Executor = Callable[[Task, Iterable[Work]], Generator[Outcome, None, None]]

CLUSTER_SCHEME = "dask://"


@dataclass(frozen=True, slots=True)
class Execution:
    """How a run is done.

    workers: None for one on each CPU that this process may use; limits: of one file; cluster: address of a dask scheduler;
    resume: whether results of earlier runs are used and kept.
    """

    workers: int | None = None
    limits: Limits = DEFAULT
    cluster: str | None = None
    resume: bool = False


class ExecutorRefused(OutputRefused):
    """An executor that cannot be used; its text is one line with the reason and the way out."""


def check_address(address: str) -> tuple[str, bool]:
    """Host and port of dask://HOST:PORT, and whether it ends with ?files=bytes; ExecutorRefused when it is none."""
    place, mark, extra = address.removeprefix(CLUSTER_SCHEME).partition("?")
    host, _, port = place.rpartition(":")
    if not (
        address.startswith(CLUSTER_SCHEME) and host and port.isdecimal() and extra == ("files=bytes" if mark else "")
    ):
        raise ExecutorRefused(f"--executor 应是 dask://主机:端口，不是 {printable(address)}")
    return place, bool(mark)


def usable_cpus() -> int:
    """The CPUs that this process may use: fewer than the machine has under taskset or in a container."""
    if hasattr(os, "process_cpu_count"):  # Python 3.13
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def one_by_one(limits: Limits = DEFAULT) -> Executor:
    """Each file in a child of its own, one after the other."""

    def execute(task: Task, works: Iterable[Work]) -> Generator[Outcome, None, None]:
        # What every child needs is imported once, before the fork.
        from coatxl.workbook import reader  # noqa: F401

        for work in works:
            try:
                yield work, isolation.call(task, work, limits=limits)
            except Unreadable as unreadable:
                yield work, unreadable.fault

    return execute
