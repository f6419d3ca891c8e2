"""hostile: run the command line on the whole hostile set (or a folder of other files) and print what came of each."""

from __future__ import annotations

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))


def main(arguments: list[str] | None = None) -> int:
    """Print a line for each case and a total for each class; return the number of cases that broke a requirement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="part of a class or case name")
    parser.add_argument("--files", type=Path, help="a folder of further inputs, each checked alone")
    parser.add_argument("--quiet", action="store_true", help="only cases that broke a requirement, and the totals")
    chosen = parser.parse_args(arguments)
    generator, trial = import_module("hostile.generator"), import_module("hostile.trial")
    cases = [case for case in generator.CASES if chosen.only in case.id]
    if chosen.files:
        cases = [_of_file(path) for path in sorted(chosen.files.rglob("*")) if path.is_file() and chosen.only in path.name]
    totals: dict[str, list[float]] = {}
    broken = 0
    for case in cases:
        with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
            source = Path(folder, "in")
            outcome = trial.check(trial.made(case, source), Path(folder, "work"))
            faults = trial.judge(case, outcome)
            trial.remove(source)
        broken += bool(faults)
        figures = outcome.figures
        totals.setdefault(case.group, []).append(figures["cpu"])
        if faults or not chosen.quiet:
            told = next((f["message"] for f in (outcome.report or {"findings": []})["findings"] if f["rule"].startswith("CXF")), "")
            size = figures["largest_bytes"] >> 20
            print(f"{outcome.code:3} {figures['cpu']:6.2f} s {figures['wall']:6.2f} s {size:5} MiB  {case.id}  {told[:70]}", flush=True)
            for fault in faults:
                print(f"      BROKEN {fault}", flush=True)
    print("\n| class | cases | most CPU s |\n| --- | ---: | ---: |")
    for group, seconds in totals.items():
        print(f"| {group} | {len(seconds)} | {max(seconds):.2f} |")
    print(f"\n{len(cases)} cases, {broken} broke a requirement")
    return broken


def _of_file(path: Path) -> Any:  # noqa: ANN401 — the tests' classes are not typed
    case = import_module("hostile.case")

    def build(folder: Path) -> Path:
        target = folder / path.name
        target.write_bytes(path.read_bytes())
        return target

    return case.Case("files", path.name, case.EITHER, build)


if __name__ == "__main__":
    raise SystemExit(min(main(), 1))
