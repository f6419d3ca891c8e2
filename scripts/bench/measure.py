"""measure: commands run in turn, with the CPU time of their whole process trees; ratios are formed inside one turn."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"


@dataclass(frozen=True)
class Contestant:
    """A command to measure; codes: the exit codes that are no failure."""

    name: str
    command: list[str]
    codes: tuple[int, ...] = (0,)


def run(contestant: Contestant) -> dict[str, float]:
    """Figures of one run: cpu and wall seconds, parent_bytes, largest_bytes; RuntimeError when it fails."""
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder, "figures.json")
        command = [
            sys.executable,
            "-S",
            str(HERE / "process_tree.py"),
            str(figures),
            "0",
            "0",
            "0",
            *contestant.command,
        ]
        done = subprocess.run(command, capture_output=True, check=True, text=True, errors="replace")
        found: dict[str, float] = json.loads(figures.read_text("utf-8"))
    if found["code"] not in contestant.codes:
        raise RuntimeError(f"{contestant.name}: exit code {found['code']}: {done.stderr[-500:]}")
    return found


def interleaved(contestants: list[Contestant], repetitions: int) -> dict[str, list[dict[str, float]]]:
    """Run all of them in turn, several times; the machine's moods fall on all alike."""
    figures: dict[str, list[dict[str, float]]] = {each.name: [] for each in contestants}
    for turn in range(repetitions):
        for each in contestants:
            found = run(each)
            figures[each.name].append(found)
            print(
                f"  {turn + 1}/{repetitions} {each.name:<28} {found['cpu']:7.2f} CPU-s {found['wall']:7.2f} s",
                flush=True,
            )
    return figures


def ratios(figures: dict[str, list[dict[str, float]]], one: str, other: str, what: str = "cpu") -> list[float]:
    """Return one / other of each turn, from the least to the greatest."""
    return sorted(a[what] / b[what] for a, b in zip(figures[one], figures[other], strict=True))


def spread(values: list[float], digits: int = 2) -> str:
    """Median [least, greatest]."""
    return f"{statistics.median(values):.{digits}f} [{min(values):.{digits}f}, {max(values):.{digits}f}]"


def load_average() -> float:
    """How busy the machine is besides: the mean number of running processes of the last minute."""
    return os.getloadavg()[0]


def machine() -> str:
    """The class of the machine; neither its name nor its paths."""
    return f"{len(os.sched_getaffinity(0))} cores, {platform.system()}, Python {platform.python_version()}"


@dataclass
class Part:
    """One measured part as results.json keeps it."""

    date: str
    machine: str
    load: float
    about: dict[str, Any]
    figures: dict[str, list[dict[str, float]]]


def remember(name: str, about: dict[str, Any], figures: dict[str, list[dict[str, float]]], load: float) -> None:
    """Put a part into results.json in place of the last one of its name."""
    parts = recall()
    today = datetime.now(tz=UTC).date().isoformat()
    kept = {key: [{k: round(v, 4) for k, v in each.items()} for each in runs] for key, runs in figures.items()}
    parts[name] = Part(today, machine(), round(load, 1), about, kept)
    RESULTS.write_text(
        json.dumps({key: asdict(part) for key, part in sorted(parts.items())}, indent=1, ensure_ascii=False) + "\n",
        "utf-8",
    )


def recall() -> dict[str, Part]:
    """All parts measured so far."""
    if not RESULTS.exists():
        return {}
    return {key: Part(**part) for key, part in json.loads(RESULTS.read_text("utf-8")).items()}
