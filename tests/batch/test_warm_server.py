"""The fork server is a copy of the process where that is safe, and multiprocessing's own elsewhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from coatxl.batch import garbage, warm_server
from coatxl.isolation import Limits

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no safe fork elsewhere")

# Prints the code that each worker's server was started with: none where it is a fork of the program itself.
PROGRAM = """
import multiprocessing, os, sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from coatxl.batch import warm_server
from coatxl.isolation import Limits

def server(_):
    return Path(f"/proc/{os.getppid()}/cmdline").read_text().count("multiprocessing")

if __name__ == "__main__":
    warm_server.start(Limits(memory=int(sys.argv[1])))
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        print(*pool.map(server, range(3)))
"""


@pytest.mark.parametrize(("memory", "started_anew"), [(2 << 30, 0), (1 << 20, 1)])
def test_a_small_process_is_copied_and_a_large_one_is_not(memory: int, started_anew: int, tmp_path: Path) -> None:
    program = tmp_path / "程序.py"
    program.write_text(PROGRAM, "utf-8")
    done = subprocess.run(
        [sys.executable, program, str(memory)], capture_output=True, text=True, timeout=60, check=True
    )
    assert (done.stdout.split(), done.stderr) == ([str(started_anew)] * 3, "")


def test_threads_forbid_the_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    def forked(*_: object) -> int:
        raise AssertionError("forked although threads run")

    monkeypatch.setattr(warm_server.isolation, "may_fork", lambda: False)
    monkeypatch.setattr(warm_server, "_fork", forked)
    warm_server.start(Limits())


def test_the_search_for_garbage_rests_and_comes_back() -> None:
    import gc

    def fail() -> None:
        with garbage.unsearched():
            assert not gc.isenabled()
            raise ValueError

    assert gc.isenabled()
    with pytest.raises(ValueError):
        fail()
    assert gc.isenabled()
