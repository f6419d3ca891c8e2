"""isolation: a call in a child process that can be killed, and what its death says about the file that it read.

Measured for one working paper (0.31 CPU-s in all): a fork costs 0.01 CPU-s, a new interpreter 0.1 to read and 0.35 to
check. So the child is forked where that is safe (Linux, before any thread), and a new interpreter elsewhere. On Windows
there are no resource limits: wall time alone bounds the child there.
"""

from __future__ import annotations

import faulthandler
import math
import os
import pickle
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from coatxl.workbook.faults import OUT_OF_MEMORY, READER_DIED, TOOK_TOO_LONG, Fault, Unreadable

Result = TypeVar("Result")
MIB = 1024 * 1024
_PIECE = 256 * 1024
_READY = b"\n"  # stands between what a library may print at import and the answer
_WORDS_ZH = {"SIGSEGV": "访问了无效内存", "SIGABRT": "自行中止", "SIGBUS": "访问了无效内存", "SIGILL": "执行了无效指令"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds on the clock, the share of them it may compute, bytes of address space, of answer.

    A file that only waits (for a sleeping network drive, say) may wait longer than it may compute.
    """

    wall: float = 30.0
    cpu_share: float = 0.5
    memory: int = 2048 * MIB
    answer: int = 512 * MIB

    @property
    def cpu(self) -> int:
        """CPU seconds, whole ones as the system counts them."""
        return max(1, math.ceil(self.wall * self.cpu_share))


DEFAULT = Limits()


def call(function: Callable[..., Result], *arguments: object, limits: Limits = DEFAULT) -> Result:
    """Return function(*arguments) from a child; Unreadable (CXF-10 … CXF-12) when it died, hung or grew too large.

    An Unreadable that the function raises comes back as it is; function, arguments and result have to be picklable.
    """
    ask = _ask_fork if may_fork() else _ask_interpreter
    done, value = ask(function, arguments, limits)
    if not done:
        raise Unreadable(value)
    return value  # type: ignore[no-any-return] # what pickle gives back


def attempt(function: Callable[..., Any], *arguments: object) -> tuple[bool, Any]:
    """Return (True, result), or (False, Fault) for what the file is to blame for; never raises an Exception."""
    try:
        return True, function(*arguments)
    except Unreadable as unreadable:
        return False, unreadable.fault
    except MemoryError:
        return False, OUT_OF_MEMORY
    except Exception as error:  # noqa: BLE001 — a defect shown by one file must not cost the others
        name = type(error).__name__
        return False, READER_DIED.about(f"程序错误 {name}", f"a program error, {name}")


def confine(limits: Limits) -> None:
    """Prepare a process for reading strangers' files: silent, bounded, without a core file, deaf to Ctrl-C.

    Standard output and error go nowhere: a native library's panic is the parent's to tell.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    faulthandler.disable()  # where the parent has it, it writes to another copy of standard error
    if sys.platform != "win32":
        import resource

        _lower(resource.RLIMIT_AS, limits.memory)
        _lower(resource.RLIMIT_CORE, 0)
    start_clock(limits)


def start_clock(limits: Limits) -> None:
    """Give this process the time of one file from now on; where it is used up, the system ends the process."""
    if sys.platform != "win32":
        import resource

        _lower(resource.RLIMIT_CPU, math.ceil(time.process_time()) + limits.cpu)
        # Should the parent be gone, nobody else would end a child that hangs.
        signal.setitimer(signal.ITIMER_REAL, limits.wall + 5)


def stop_clock() -> None:
    """Let a process that waits for its next file wait as long as it takes."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, 0)


def death(code: int) -> Fault:
    """The fault of a file on which a child ended with an exit code (negative: the signal)."""
    if sys.platform != "win32":
        if code in (-signal.SIGXCPU, -signal.SIGALRM):
            return TOOK_TOO_LONG
        if code == -signal.SIGKILL:  # not ours: the system's, when memory runs out
            return OUT_OF_MEMORY
    try:
        name = signal.Signals(-code).name
    except ValueError:
        return READER_DIED.about(f"退出码 {code}", f"exit code {code}")
    words = _WORDS_ZH.get(name, "被终止")
    return READER_DIED.about(f"{words}（{name}）", name)


def _lower(limit: int, value: int) -> None:
    """Set a soft limit as far as the hard one allows; one that was lower already stays."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(limit)
        with suppress(OSError, ValueError):  # macOS refuses RLIMIT_AS
            resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def may_fork() -> bool:
    """Whether a fork is safe: a thread may hold a lock that the child would wait for, and macOS forbids it at all."""
    try:
        return sum(1 for _ in Path("/proc/self/task").iterdir()) == 1
    except OSError:
        return False


def _ask_fork(function: Callable[..., Any], arguments: tuple[object, ...], limits: Limits) -> tuple[bool, Any]:
    if sys.platform == "win32":
        raise NotImplementedError
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            confine(limits)
            for number in (signal.SIGTERM, signal.SIGALRM):
                signal.signal(number, signal.SIG_DFL)
            with open(writing, "wb") as pipe:
                pickle.dump(attempt(function, *arguments), pipe, pickle.HIGHEST_PROTOCOL)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    try:
        answer = _collect(reading, limits)
        if isinstance(answer, Fault):
            return False, answer
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        child = 0
    finally:
        os.close(reading)
        if child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    return _understood(answer, code)


def _collect(reading: int, limits: Limits) -> bytes | Fault:
    """All that a child writes until it closes the pipe, or why that was not waited for."""
    answer, end = bytearray(), time.monotonic() + limits.wall
    while True:
        if not select.select([reading], [], [], max(0.0, end - time.monotonic()))[0]:
            return TOOK_TOO_LONG
        piece = os.read(reading, _PIECE)
        if not piece:
            return bytes(answer)
        answer += piece
        if len(answer) > limits.answer:
            return OUT_OF_MEMORY


def _ask_interpreter(function: Callable[..., Any], arguments: tuple[object, ...], limits: Limits) -> tuple[bool, Any]:
    import subprocess

    home = str(Path(__file__).parents[1])
    paths = [home, *(path for path in sys.path if path and path != home)]
    command = [sys.executable, "-X", "utf8", "-c", "from coatxl.isolation import serve; serve()"]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )  # fmt: skip
    try:
        question = pickle.dumps(limits) + pickle.dumps((function, arguments))
        answer, _ = child.communicate(question, timeout=limits.wall)
    except subprocess.TimeoutExpired:
        return False, TOOK_TOO_LONG
    finally:
        child.kill()
        child.communicate()
    return _understood(answer.partition(_READY)[2], child.returncode)


def _understood(answer: bytes, code: int) -> tuple[bool, Any]:
    if code != 0 or not answer:
        return False, death(code)
    done, value = pickle.loads(answer)  # noqa: S301 — our own child's answer
    return done, value


def serve() -> None:
    """Answer one call from standard input on standard output: what the new interpreter of call() runs."""
    answers = os.dup(1)
    limits = pickle.load(sys.stdin.buffer)  # noqa: S301 — our own parent's question
    confine(limits)
    function, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 — the same
    with open(answers, "wb") as pipe:
        pipe.write(_READY)
        pickle.dump(attempt(function, *arguments), pipe, pickle.HIGHEST_PROTOCOL)
