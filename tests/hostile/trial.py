"""Run the real command line on one case under limits, and name every requirement that it breaks."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hostile.case import EXPECTED_CODES

LAUNCHER = Path(__file__).parents[2] / "scripts/bench/process_tree.py"
MEMORY_LIMIT, CPU_LIMIT, WALL_LIMIT = 4 << 30, 20, 60
MOST_CPU, MOST_MEMORY, MOST_PREFLIGHT_CPU = 20.0, 2 << 30, 1.0
LONGEST_LINE = 400
RULE_ID = re.compile(r"[A-Za-z0-9._-]+\Z")
NATIVE_PANIC = re.compile(
    r"Traceback \(most recent|panicked at|Segmentation fault|memory allocation of|core dumped|MemoryError|Fatal Python"
)
RAW_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass
class Outcome:
    """What a run did: figures of process_tree, its streams and its report; faults are the requirements it broke."""

    figures: dict
    stdout: str
    stderr: str
    report: dict | None
    report_bytes: bytes
    faults: list[str] = field(default_factory=list)

    @property
    def code(self):
        return self.figures["code"]

    def unreadable(self):
        return [each for each in self.report["files"] if each["status"] == "unreadable"] if self.report else []


def check(target, work, *options, environment=None):
    """Run `coatxl check TARGET --format json`; work is an empty folder for the report and temporary files."""
    report = work / "out" / "OUT.json"
    report.parent.mkdir(parents=True)
    private = Path(tempfile.mkdtemp(prefix="coatxl-"))  # a short path: the address of a socket holds 107 bytes
    figures = work / "figures.json"
    command = [
        sys.executable,
        "-m",
        "coatxl",
        "check",
        *options,
        "--format",
        "json",
        "--output",
        str(report),
        "--",
        os.fspath(target),
    ]
    launcher = [sys.executable, "-S", str(LAUNCHER), str(figures), str(MEMORY_LIMIT), str(CPU_LIMIT), str(WALL_LIMIT)]
    env = {**os.environ, "TMPDIR": str(private), "PYTHONIOENCODING": "utf-8:backslashreplace", **(environment or {})}
    before = snapshot(target)
    done = subprocess.run(
        [*launcher, *command], cwd=work, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
    outcome = Outcome(
        json.loads(figures.read_text()), done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"), None, b"",
    )  # fmt: skip
    _judge_process(outcome)
    _judge_report(outcome, report)
    if snapshot(target) != before:
        outcome.faults.append("7: the sources or the folder beside them have changed")
    if any(private.iterdir()):
        outcome.faults.append("7: something is left in the temporary folder")
    shutil.rmtree(private)
    if {path.name for path in report.parent.iterdir()} - {"OUT.json"}:
        outcome.faults.append("7: something is left beside the output")
    return outcome


def judge(case, outcome):
    """Every requirement that the run of a case broke."""
    faults = outcome.faults
    if outcome.code not in EXPECTED_CODES[case.expect]:
        faults.append(f"1: exit code {outcome.code}, expected {case.expect}")
    if case.preflight and outcome.figures["cpu"] > MOST_PREFLIGHT_CPU:
        faults.append(f"6: {outcome.figures['cpu']:.1f} CPU-s for what the container shows")
    return faults


def _judge_process(outcome):
    figures, faults = outcome.figures, outcome.faults
    if figures["stopped"]:
        faults.append(f"1: did not end in {WALL_LIMIT} s")
    elif outcome.code not in (0, 1, 3):
        faults.append(f"1: exit code {outcome.code}: {outcome.stderr[-300:]!r}")
    if NATIVE_PANIC.search(outcome.stdout + outcome.stderr):
        faults.append(f"2: traceback or panic: {outcome.stderr[-300:]!r}")
    if figures["cpu"] > MOST_CPU:
        faults.append(f"5: {figures['cpu']:.1f} CPU-s")
    if figures["largest_bytes"] > MOST_MEMORY:
        faults.append(f"5: {figures['largest_bytes'] >> 20} MiB")
    if figures["left_behind"]:
        faults.append(f"7: {figures['left_behind']} processes left behind")
    if RAW_CONTROL.search(outcome.stdout + outcome.stderr):
        faults.append("9: raw control characters on the terminal")


def _judge_report(outcome, path):
    faults = outcome.faults
    if outcome.code not in (0, 1, 3):
        return
    try:
        outcome.report_bytes = path.read_bytes()
        outcome.report = json.loads(outcome.report_bytes.decode("utf-8"), parse_constant=_no_constant)
    except (OSError, ValueError) as error:
        faults.append(f"3: no valid JSON: {error}")
        return
    if RAW_CONTROL.search(outcome.report_bytes.decode("utf-8")):
        faults.append("9: raw control characters in the report")
    lines = {each["file"]: each for each in outcome.report["findings"] if each["rule"].startswith("CXF-")}
    unreadable = outcome.unreadable()
    if (outcome.code == 3) != bool(unreadable):
        faults.append(f"4: exit code {outcome.code} with {len(unreadable)} unreadable files")
    for each in unreadable:
        finding = lines.get(each["path"])
        if finding is None or not RULE_ID.match(finding["rule"]):
            faults.append(f"4: {each['path']!r} is not named by a finding")
        elif len(line := finding["message"]) >= LONGEST_LINE or "\n" in line or RAW_CONTROL.search(line):
            faults.append(f"4: no clear line: {line[:200]!r} {each['path']!r}")
    if any(each["rule"] == "CXF-09" for each in outcome.report["findings"]):
        faults.append(
            f"2: a rule crashed: {[e['message'] for e in outcome.report['findings'] if e['rule'] == 'CXF-09'][:2]}"
        )


def _no_constant(word):
    raise ValueError(word)


def snapshot(target):
    """Name → content hash, size, mode and time of change of everything at and below a path and beside it."""
    root = target if target.is_dir() else target.parent
    return {path.relative_to(root): _state(path) for path in sorted(_below(root))}


def _below(root):
    yield root
    for folder, folders, files in os.walk(root):
        for name in (*folders, *files):
            yield Path(folder, name)


def _state(path):
    status = path.lstat()
    digest = ""
    if stat.S_ISREG(status.st_mode) and status.st_size < 64 << 20:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return (
        digest,
        status.st_size if not stat.S_ISDIR(status.st_mode) else 0,
        stat.S_IMODE(status.st_mode),
        status.st_mtime_ns,
    )


def made(case, folder):
    """The input of a case in a folder of its own."""
    folder.mkdir(parents=True)
    return case.build(folder)


def remove(folder):
    """Take a folder away, also one whose inner folders may not be read."""
    for inner, folders, _ in os.walk(folder):
        for name in folders:
            if not Path(inner, name).is_symlink():
                Path(inner, name).chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)
