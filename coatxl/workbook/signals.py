"""Signals during work: SIGTERM ends it in order, the first Ctrl-C lets a file that is being written become whole."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


@contextmanager
def ended_by_sigterm() -> Iterator[None]:
    """Turn SIGTERM into SystemExit(143), so that whatever was begun is ended: processes, temporary files, locks."""

    def end(number: int, _: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    if not _in_main_thread() or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


@contextmanager
def finishing(name: str) -> Iterator[None]:
    """Hold the first Ctrl-C back until the file of this name is whole; the second one, and SIGTERM, end at once.

    The KeyboardInterrupt says in one line whether the file was written.
    """
    held = False

    def hold(_number: int, _frame: FrameType | None) -> None:
        nonlocal held
        if held:
            raise KeyboardInterrupt(f"{name}没有写出")
        held = True

    with ended_by_sigterm():
        if not _in_main_thread() or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
            yield
            return
        signal.signal(signal.SIGINT, hold)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, signal.default_int_handler)
    if held:  # not reached after an error, which says more
        raise KeyboardInterrupt(f"{name}已写完")


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
