"""Executors: where the works of a run are done. Each yields (work, record or fault) as they are finished, in any order.

Measured on 2 cores: a fork of this process costs 8 ms a file, a pool 0.35 CPU-s once and then next to nothing. So a few
files are read by a forked child each, more by a pool of workers that live on; where there is no safe fork (Windows,
macOS, a program with threads), the pool is taken from the second file on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass

from coatxl import isolation
from coatxl.batch.outputs import OutputRefused
from coatxl.batch.tasks import Task, Work
from coatxl.isolation import DEFAULT, Limits
from coatxl.reports.record import Record
from coatxl.workbook.faults import Fault, Unreadable

Outcome = tuple[Work, Record | Fault]
Executor = Callable[[Task, Iterable[Work]], Generator[Outcome, None, None]]

FEW = 24
CLUSTER_SCHEME = "dask://"


class ExecutorRefused(OutputRefused):
    """An executor that cannot be used; its text is one line with the reason and the way out."""


@dataclass(frozen=True, slots=True)
class Execution:
    """How a run is done: workers (None: one for each CPU that this process may use), limits of a file, cluster, cache."""

    workers: int | None = None
    limits: Limits = DEFAULT
    cluster: str | None = None
    resume: bool = False

    def executor(self, works: Sequence[Work]) -> Executor:
        """The executor for these works; ExecutorRefused when the cluster's address is none."""
        if self.cluster is not None:
            from coatxl.batch.cluster import cluster

            return cluster(self.cluster, self.limits)
        workers = min(self.workers or usable_cpus(), max(1, len(works)))
        few = FEW if isolation.may_fork() else 1
        if len(works) <= few and self.workers is None:
            return one_by_one(self.limits)
        from coatxl.batch.pool import pool

        return pool(workers, self.limits)


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
