"""Tasks that misbehave, by the name of their work: handed to executors as any other task is. Workers import this file."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

from coatxl.batch.tasks import Work
from coatxl.reports.record import Record
from coatxl.settings import Settings
from coatxl.workbook.book import Book
from coatxl.workbook.faults import EMPTY, Unreadable

SETTINGS = Settings()
PANIC = b"thread '<unnamed>' panicked at src/lib.rs:1:1\n"
GIB = 2**30


def works(names: Iterable[str], folder: Path = Path()) -> list[Work]:
    return [Work(at, folder / name, name, SETTINGS) for at, name in enumerate(names)]


def misbehave(work: Work) -> Record:
    """Do what the name says; a work that is tried again finds its mark beside it, one for each attempt."""
    what = work.name.partition(" ")[0]
    if work.path.parent.name:
        with work.path.open("a") as marks:
            marks.write("x")
    if what == "abort":
        os.write(2, PANIC)
        os.write(1, PANIC)
        os.abort()
    if what == "leave":
        os._exit(7)
    if what == "hang":
        time.sleep(60)
    if what == "spin":
        while True:
            pass
    if what == "eat":
        return Record(str(len(bytearray(8 * GIB))), "")
    if what == "slow":  # dies after most of its time, and would take all of it the next time
        time.sleep(2 if work.path.stat().st_size == 1 else 60)
        os.abort()
    if what == "raise":
        raise KeyError(work.name)
    if what == "unreadable":
        raise Unreadable(EMPTY)
    if what == "once" and work.path.stat().st_size == 1:
        os.abort()
    return Record(work.name, str(os.getpid()))


def read_and_die(path: Path) -> Book:
    """Read a file as a native library does that aborts."""
    os.write(2, PANIC)
    os.abort()
    raise AssertionError(path)


def double(number: int) -> int:
    return 2 * number
