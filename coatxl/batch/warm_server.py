"""warm_server: multiprocessing's fork server as a copy of this process, which has imported everything already.

The server that multiprocessing starts is a new interpreter that imports it all once more: 0.3 CPU seconds, as much as
checking a thousand rows takes. Where a fork is safe and this process is small, the server is forked from it instead;
from then on it is the same server. Elsewhere multiprocessing starts its own as always.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from coatxl import isolation
from coatxl.isolation import Limits

_STANDARD_STREAMS = 3
_LEAN = 4  # this process takes at most so small a part of what a file may take, or its workers would begin too large


def start(limits: Limits) -> None:
    """Start the fork server from this process, if that is safe; a server that runs already is kept."""
    if not isolation.may_fork() or not _is_lean(limits):
        return
    from multiprocessing import forkserver, resource_tracker, util

    resource_tracker.ensure_running()
    usual = util.spawnv_passfds
    util.spawnv_passfds = _fork
    try:
        forkserver.ensure_running()
    finally:
        util.spawnv_passfds = usual


def _is_lean(limits: Limits) -> bool:
    """Whether the address space of this process, which its workers inherit, leaves room for a file."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError):
        return False
    return pages * os.sysconf("SC_PAGE_SIZE") * _LEAN <= limits.memory


def _fork(path: bytes, args: Sequence[Any], passfds: Sequence[int]) -> int:
    """Run what a new interpreter would run (its last argument) in a fork that keeps only the given descriptors."""
    del path
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    try:
        for each in signal.Signals:  # what this process does on a signal is not the server's business
            if callable(signal.getsignal(each)):
                signal.signal(each, signal.SIG_DFL)
        # The end that tells the server that its parent is gone must not stay open in the server itself.
        first = _STANDARD_STREAMS
        for descriptor in (*sorted(passfds), os.sysconf("SC_OPEN_MAX")):
            os.closerange(first, descriptor)
            first = descriptor + 1
        with suppress(SystemExit):
            exec(args[-1], {})  # noqa: S102 — multiprocessing's own words, as for python -c
    finally:
        os._exit(0)
