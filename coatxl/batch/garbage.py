"""garbage: Python's search for circular garbage rests while a workbook is checked.

A workbook is hundreds of thousands of rows and texts that live until its report is made and end without it; looking
through them again and again while they are built cost a sixth of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unsearched() -> Iterator[None]:
    """Let the search rest for a block; what is circular in it is found after the block."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()
