"""choice: which executor does the works of a run.

Measured on 2 cores with papers of 110 kB (39 ms each in one process): a child forked for each costs 20 ms more a file, a
pool 0.5 s once and then 3 ms a file. So a few small files are read by a child each, more or larger ones by a pool of
workers that live on; where there is no safe fork (Windows, macOS, a program with threads), the pool is taken from the
second file on.
"""

from __future__ import annotations

from collections.abc import Sequence

from coatxl import isolation
from coatxl.batch.executors import Execution, Executor, one_by_one, usable_cpus
from coatxl.batch.tasks import Work
from coatxl.isolation import MIB

FEW = 12
SMALL = 4 * MIB
"""Bytes of all files together, up to which a pool is not worth its start."""


def choose(execution: Execution, works: Sequence[Work]) -> Executor:
    """The executor for these works; ExecutorRefused when the cluster cannot be used."""
    if execution.cluster is not None:
        from coatxl.batch.cluster import cluster

        return cluster(execution.cluster, execution.limits)
    if execution.workers is None and _is_little(works):
        return one_by_one(execution.limits)
    from coatxl.batch.pool import pool

    return pool(min(execution.workers or usable_cpus(), max(1, len(works))), execution.limits)


def _is_little(works: Sequence[Work]) -> bool:
    """Whether a child for each file is cheaper than a pool."""
    if len(works) <= 1:
        return True
    return len(works) <= FEW and isolation.may_fork() and sum(map(_size, works)) <= SMALL


def _size(work: Work) -> int:
    try:
        return work.path.stat().st_size
    except OSError:
        return 0  # soon told
