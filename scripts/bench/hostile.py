"""hostile: run the command line on the whole hostile set (or a folder of other files) and print what came of each."""

from __future__ import annotations

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from measure import load_average, remember
from page import write_page

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))


def main(arguments: list[str] | None = None) -> int:
    """Print a line for each case and a total for each class; return 1 when a case broke a requirement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="part of a class or case name")
    parser.add_argument("--files", type=Path, help="a folder of further inputs, each checked alone")
    parser.add_argument("--quiet", action="store_true", help="only cases that broke a requirement, and the totals")
    parser.add_argument("--note", action="store_true", help="note the result in docs/performance.md")
    chosen = parser.parse_args(arguments)
    cases = import_module("hostile.generator").CASES if chosen.files is None else _of_files(chosen.files)
    load, broken = load_average(), 0
    totals: dict[str, list[dict[str, float]]] = {}
    for case in cases:
        if chosen.only in case.id:
            outcome, faults = _try(case)
            totals.setdefault(case.group, []).append(outcome.figures)
            broken += bool(faults)
            if faults or not chosen.quiet:
                _print(case, outcome, faults)
    lines = ["| class | cases | most CPU s | most MiB |", "| --- | ---: | ---: | ---: |"]
    for group, figures in totals.items():
        cpu, size = max(f["cpu"] for f in figures), max(f["largest_bytes"] for f in figures) / (1 << 20)
        lines.append(f"| {group} | {len(figures)} | {cpu:.2f} | {size:.0f} |")
    summary = f"{sum(map(len, totals.values()))} cases, {broken} broke a requirement"
    print("", *lines, "", summary, sep="\n")
    if chosen.note:
        remember("hostile", {"text": f"{summary}.\n\n" + "\n".join(lines)}, {}, load)
        write_page()
    return int(broken > 0)


def _try(case: Any) -> tuple[Any, list[str]]:  # noqa: ANN401 — the tests' classes are not typed
    """Make a case, run the command line on it and judge."""
    trial = import_module("hostile.trial")
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        source = Path(folder, "in")
        outcome = trial.check(trial.made(case, source), Path(folder, "work"))
        trial.remove(source)
    return outcome, trial.judge(case, outcome)


def _print(case: Any, outcome: Any, faults: list[str]) -> None:  # noqa: ANN401
    findings = outcome.report["findings"] if outcome.report else []
    told = next((finding["message"] for finding in findings if finding["rule"].startswith("CXF")), "")
    figures = outcome.figures
    cost = f"{figures['cpu']:6.2f} CPU-s {figures['wall']:6.2f} s {int(figures['largest_bytes']) >> 20:5} MiB"
    print(f"{outcome.code:3} {cost}  {case.id}  {told[:70]}", flush=True)
    for fault in faults:
        print(f"      BROKEN {fault}", flush=True)


def _of_files(folder: Path) -> list[Any]:
    """Each file below a folder as a case of its own."""
    case = import_module("hostile.case")

    def build_of(path: Path) -> Any:  # noqa: ANN401
        def build(target: Path) -> Path:
            (target / path.name).write_bytes(path.read_bytes())
            return target / path.name

        return build

    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [case.Case("files", path.name, case.EITHER, build_of(path)) for path in paths]


if __name__ == "__main__":
    raise SystemExit(main())
