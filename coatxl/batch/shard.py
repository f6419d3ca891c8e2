"""shard: some hundred files in one go on a machine of a cluster, in a process of their own with a local pool inside.

A dask worker may itself not have children, and it may be killed at any time: the process that it starts ends when its
standard input does, and takes workers and temporary files with it.
"""

from __future__ import annotations

import _thread
import os
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from coatxl.batch.pool import pool
from coatxl.batch.tasks import Task, Work
from coatxl.isolation import Limits
from coatxl.reports.record import Record
from coatxl.workbook.faults import Fault

Results = list[tuple[int, Record | Fault]]
_TO_CLEAN_UP = 10.0
_COMMAND = [sys.executable, "-X", "utf8", "-c", "from coatxl.batch.shard import serve; serve()"]


class ShardLost(Exception):  # noqa: N818 — read as a sentence
    """The process of a shard ended without an answer."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Works for one machine; contents holds the bytes of each file where the machine does not see it."""

    task: Task
    works: Sequence[Work]
    limits: Limits
    contents: Sequence[bytes] | None = None


def check(shard: Shard, workers: int) -> Results:
    """Do a shard in a process of its own on this machine, and return each outcome with its position."""
    child = subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert child.stdin is not None  # noqa: S101 — both are pipes
        assert child.stdout is not None  # noqa: S101
        pickle.dump((shard, workers), child.stdin)
        child.stdin.flush()  # left open: its end is the end of the child
        answer = child.stdout.read()
    except BrokenPipeError:
        answer = b""
    finally:
        _end(child)
    if not answer:
        raise ShardLost
    results: Results = pickle.loads(answer)  # noqa: S301 — our own child's answer
    return results


def _end(child: subprocess.Popen[bytes]) -> None:
    """Let a child clean up, which it does when its standard input ends; kill it when it does not."""
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    try:
        child.wait(_TO_CLEAN_UP)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def serve() -> None:
    """Answer one shard from standard input on standard output: what the process of check() runs."""
    question = sys.stdin.buffer
    answers = os.dup(1)
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)  # else the pool's processes would keep the pipe open, or write to it
    shard, workers = pickle.load(question)  # noqa: S301 — our own parent's question

    def watch() -> None:
        question.read()
        _thread.interrupt_main()

    threading.Thread(target=watch, daemon=True).start()
    try:
        results = run_here(shard, workers)
    except KeyboardInterrupt:
        os._exit(1)
    with open(answers, "wb") as pipe:
        pickle.dump(results, pipe, pickle.HIGHEST_PROTOCOL)
    os._exit(0)  # the watching thread still reads


def run_here(shard: Shard, workers: int) -> Results:
    """Do a shard by a pool of this process."""
    if shard.contents is None:
        return [(work.position, outcome) for work, outcome in pool(workers, shard.limits)(shard.task, shard.works)]
    with tempfile.TemporaryDirectory(prefix="coatxl-") as folder:
        works = []
        for work, content in zip(shard.works, shard.contents, strict=True):
            path = Path(folder, f"{work.position}{work.path.suffix}")
            path.write_bytes(content)
            works.append(replace(work, path=path))
        return [(work.position, outcome) for work, outcome in pool(workers, shard.limits)(shard.task, works)]
