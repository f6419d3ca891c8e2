"""What a run leaves when it is stopped: a usable report, and no process, no temporary file, no lock."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from coatxl import __main__
from coatxl.cli import INTERRUPTED

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
NUMBER = 300
Processes = Callable[[int], list[str]]


class Running:
    """`coatxl check` of a large folder in a session of its own, as a terminal starts it."""

    def __init__(self, folder: Path, work: Path) -> None:
        self.output = work / "结果.json"
        self.temporary = Path(tempfile.mkdtemp())  # a short path, as a socket stands in it
        command = [sys.executable, "-m", "coatxl", "check", folder, "-f", "json", "-o", self.output, "--workers", "2"]
        self.process = subprocess.Popen(
            command,
            env={**os.environ, "TMPDIR": str(self.temporary), "SQLITE_TMPDIR": str(self.temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def wait_for_workers(self, processes: Processes) -> None:
        """Wait until the workers have begun: some files are done then, and most are not."""
        end = time.monotonic() + 30
        # The command, multiprocessing's tracker of resources, the server that forks, and two workers.
        while len(processes(self.process.pid)) < 5:
            assert time.monotonic() < end
            assert self.process.poll() is None
            time.sleep(0.02)
        time.sleep(0.7)

    def end(self) -> tuple[int, str, str]:
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, out.decode(), err.decode()

    def left(self, processes: Processes) -> list[str]:
        end = time.monotonic() + 10
        while (found := processes(self.process.pid)) and time.monotonic() < end:
            time.sleep(0.05)
        return [*found, *(path.name for path in self.temporary.iterdir())]


@pytest.fixture
def running(folder_of: Callable[[int], Path], tmp_path: Path, processes: Processes):
    run = Running(folder_of(NUMBER), tmp_path)
    run.wait_for_workers(processes)
    yield run
    shutil.rmtree(run.temporary)
    if run.process.poll() is None:
        os.killpg(run.process.pid, signal.SIGKILL)
        run.process.communicate()


def test_ctrl_c_leaves_a_report_that_says_so(running: Running, processes: Processes) -> None:
    os.killpg(running.process.pid, signal.SIGINT)  # a terminal sends it to all of them
    code, out, err = running.end()
    assert code == 130
    assert "Traceback" not in out + err
    assert running.left(processes) == []
    report = json.loads(running.output.read_text("utf-8"))
    assert report["partial"] is True
    assert 0 < report["summary"]["files"] == len(report["files"]) < NUMBER
    assert report["summary"]["unreadable"] == 0


def test_sigterm_ends_everything(running: Running, processes: Processes) -> None:
    running.process.send_signal(signal.SIGTERM)
    code, out, err = running.end()
    assert (code, out, err) == (143, "", "")
    assert running.left(processes) == []
    assert not running.output.exists()


def test_even_sigkill_leaves_no_process_and_no_content(running: Running, processes: Processes) -> None:
    running.process.kill()
    assert running.end()[0] == -signal.SIGKILL
    # The folder of a socket that multiprocessing removes at an orderly end.
    assert [each for each in running.left(processes) if not each.startswith("pymp-")] == []
    assert [path for path in running.temporary.rglob("*") if path.is_file()] == []


def test_a_run_that_is_not_stopped_leaves_nothing_either(
    folder_of: Callable[[int], Path], tmp_path: Path, processes: Processes
) -> None:
    run = Running(folder_of(20), tmp_path)
    code, out, err = run.end()
    assert (code, out, err) == (1, "", "")
    assert run.left(processes) == []
    assert json.loads(run.output.read_text("utf-8"))["partial"] is False
    run.temporary.rmdir()


def test_an_interrupt_while_the_command_loads_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted:
        """Stands where coatxl.cli is imported from, and is interrupted."""

        def find_spec(self, name: str, *_: object) -> None:
            if name == "coatxl.cli":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "coatxl.cli", raising=False)
    monkeypatch.delattr(sys.modules["coatxl"], "cli", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupted(), *sys.meta_path])
    with pytest.raises(SystemExit) as stop:
        __main__.main()
    assert stop.value.code == INTERRUPTED
    assert capsys.readouterr().err == "已中断\n"
