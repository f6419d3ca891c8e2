"""pool: workers that live on and can be killed (pebble); one bad file costs that file only.

Imports are paid once, in the server from which the workers are forked. A few files more than there are workers are
handed over ahead, so that nobody waits and nothing piles up. A file on which a worker died or ran out of memory is tried
once more in a process of its own: the worker may have been worn out by others. Both tries together cost what one file
may, so the second has the time that the first left. On Windows processes are started anew, and wall time alone bounds
them.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections.abc import Generator, Iterable
from concurrent.futures import CancelledError, TimeoutError  # noqa: A004 — what pebble raises
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import islice
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Self

from coatxl.batch import warm_server
from coatxl.batch.executors import Executor, ExecutorRefused, Outcome
from coatxl.batch.tasks import Task, Work
from coatxl.isolation import Limits, attempt, confine, death, start_clock, stop_clock
from coatxl.workbook.faults import OUT_OF_MEMORY, READER_DIED, TOOK_TOO_LONG, Fault, printable

if TYPE_CHECKING:
    from pebble import ProcessPool

    from coatxl.reports.record import Record

AHEAD = 8
LEAST = 1.0  # seconds without which a second try is not worth its start
PATIENCE = 0.5  # seconds between two chances for Ctrl-C where a queue cannot be interrupted
_LONGEST_FOLDER = 70  # bytes: with multiprocessing's own 32 below the 104 of a socket's path
_PRELOAD = ["coatxl.batch.pool", "coatxl.workbook.reader"]


def pool(workers: int, limits: Limits) -> Executor:
    """An executor of so many workers on this machine."""

    def execute(task: Task, works: Iterable[Work]) -> Generator[Outcome, None, None]:
        rest = iter(works)
        flying: dict[Any, tuple[Work, bool]] = {}
        begun: dict[Any, float] = {}
        finished: SimpleQueue[tuple[Any, float]] = SimpleQueue()
        with _Pools(workers, limits) as pools:

            def start(work: Work, limits: Limits, *, alone: bool) -> None:
                future = pools.schedule(task, work, limits, alone=alone)
                flying[future] = work, alone
                future.add_done_callback(lambda done: finished.put((done, time.monotonic())))

            for work in islice(rest, workers * AHEAD):
                start(work, limits, alone=False)
            while flying:
                now = time.monotonic()  # nobody tells when a worker takes a file up: it is seen within PATIENCE
                begun.update((each, now) for each in flying if each not in begun and each.running())
                try:
                    future, ended = finished.get(timeout=PATIENCE)
                except Empty:
                    continue
                work, alone = flying.pop(future)
                outcome, final = _outcome(future)
                left = limits.wall - max(0.0, ended - begun.pop(future, ended))
                if not (final or alone or left < LEAST):
                    start(work, replace(limits, wall=left), alone=True)
                    continue
                for following in islice(rest, 1):
                    start(following, limits, alone=False)
                yield work, outcome

    return execute


def _outcome(future: Any) -> tuple[Record | Fault, bool]:  # noqa: ANN401 — pebble's future
    """What became of a file, and whether another try could not change it."""
    try:
        done, value = future.result()
    except TimeoutError:
        return TOOK_TOO_LONG, True  # nothing is left for another try
    except (BrokenProcessPool, CancelledError):
        return READER_DIED.about("工作进程没有启动", "its process did not start"), False
    except Exception as error:  # noqa: BLE001 — pebble's ProcessExpired, imported only with the pool
        fault = death(getattr(error, "exitcode", 1))
        return fault, fault == TOOK_TOO_LONG  # its CPU time was used up: twice that is more than one file may cost
    return value, done or value != OUT_OF_MEMORY


class _Pools:
    """The pool of long-lived workers, and beside it one whose workers do a single file each; both made when needed."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self.workers, self.limits = workers, limits
        self.open: dict[bool, ProcessPool] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self.open.values():
            each.stop()  # type: ignore[no-untyped-call]
        for each in self.open.values():
            each.join()

    def schedule(self, task: Task, work: Work, limits: Limits, *, alone: bool) -> Any:  # noqa: ANN401 — pebble's future
        try:
            if alone not in self.open or not self.open[alone].active:
                self.open[alone] = self._new(alone=alone)
            return self.open[alone].schedule(_work, args=[task, work, limits], timeout=limits.wall)
        except BrokenProcessPool as error:
            reason = printable(str(error.__cause__ or error))
            raise ExecutorRefused(f"启动不了工作进程（{reason}）；请关闭其他程序后重试，或减少 --workers") from None

    def _new(self, *, alone: bool) -> ProcessPool:
        from pebble import ProcessPool

        method = _start_method()
        context = multiprocessing.get_context(method)
        context.set_forkserver_preload(_PRELOAD)
        if method == "forkserver":
            from coatxl.workbook import reader  # noqa: F401 — what every worker needs, before the fork

            warm_server.start(self.limits)
        return ProcessPool(
            max_workers=self.workers, max_tasks=int(alone), initializer=_begin, initargs=[self.limits], context=context
        )


def _start_method() -> str:
    """A server from which workers are forked, where there is one and its socket's path fits into the system's limit."""
    fits = len(os.fsencode(tempfile.gettempdir())) <= _LONGEST_FOLDER
    return "forkserver" if fits and "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def _begin(limits: Limits) -> None:
    """Prepare a worker: confined, with what it needs imported, its clock stopped until there is work."""
    confine(limits)
    from coatxl.workbook import reader  # noqa: F401

    stop_clock()


def _work(task: Task, work: Work, limits: Limits) -> tuple[bool, Any]:
    """Do one task in a worker, on the clock."""
    start_clock(limits)
    try:
        return attempt(task, work)
    finally:
        stop_clock()
