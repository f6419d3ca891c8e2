"""process_tree: run one command and write down what its whole process tree cost; Linux only.

A program of its own because the figures need a process that has no other children: it becomes the "subreaper" of all
that the command leaves behind, so that workers of a fork server are counted and survivors are found. Standard library
only, and started with -S: it costs 15 ms.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
import time

PR_SET_CHILD_SUBREAPER = 36
SAMPLE_SECONDS = 0.02
GRACE_SECONDS = 2.0


def main(arguments: list[str]) -> int:
    """Run `process_tree.py RESULT.json MEMORY CPU WALL COMMAND…`; limits in bytes and seconds, 0 for none."""
    result, memory, cpu, wall, *command = arguments
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    begun = time.perf_counter()
    child = os.fork()
    if not child:
        _become(command, int(memory), int(cpu))
    code, peak, stopped = _wait(child, float(wall))
    seconds = time.perf_counter() - begun
    left = _reap()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(result, "w", encoding="utf-8") as file:
        json.dump(
            {
                "code": code,
                "stopped": stopped,
                "wall": seconds,
                "cpu": used.ru_utime + used.ru_stime,
                "parent_bytes": peak,
                "largest_bytes": used.ru_maxrss * 1024,
                "left_behind": left,
            },
            file,
        )
    return 0


def _become(command: list[str], memory: int, cpu: int) -> None:
    os.setsid()
    for limit, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, cpu)):
        if value:
            resource.setrlimit(limit, (value, value))
    try:
        os.execvp(command[0], command)  # noqa: S606 — the caller's own command
    finally:
        os._exit(127)


def _wait(child: int, wall: float) -> tuple[int, int, bool]:
    """Exit code (negative: signal), highest resident bytes of the command itself, and whether time ran out."""
    peak, stopped, begun = 0, False, time.perf_counter()
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status), peak, stopped
        peak = max(peak, _peak_bytes(child))
        if wall and not stopped and time.perf_counter() - begun > wall:
            stopped = True
            os.killpg(child, signal.SIGKILL)
        time.sleep(SAMPLE_SECONDS)


def _peak_bytes(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
            line = next((line for line in file if line.startswith("VmHWM")), "VmHWM: 0 kB")
    except OSError:
        return 0
    return int(line.split()[1]) * 1024


def _reap() -> int:
    """Wait for what the command left behind; kill and count what still runs after a grace period."""
    left, end = 0, time.perf_counter() + GRACE_SECONDS
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return left
        if pid:
            continue
        if time.perf_counter() > end:
            for survivor in _children():
                left += 1
                with contextlib.suppress(ProcessLookupError):
                    os.kill(survivor, signal.SIGKILL)
            end = time.perf_counter() + GRACE_SECONDS
        time.sleep(SAMPLE_SECONDS)


def _children() -> list[int]:
    with open(f"/proc/{os.getpid()}/task/{os.getpid()}/children", encoding="ascii") as file:
        return [int(word) for word in file.read().split()]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
