"""fuzz: mutants of valid workbooks against the reader and the rules for as long as wanted, and what came of them."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from importlib import import_module
from pathlib import Path

from measure import load_average, remember
from page import write_page

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))
SLOW_SECONDS = 2.0


def main(arguments: list[str] | None = None) -> int:
    """Try mutants until the time is over; return 1 when one crashed or took long, and name its seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--first", type=int, default=1_000_000, help="the first seed")
    parser.add_argument("--note", action="store_true", help="note the result in docs/performance.md")
    chosen = parser.parse_args(arguments)
    load, end, seed = load_average(), time.monotonic() + chosen.seconds, chosen.first
    told: Counter[str] = Counter()
    bad: list[str] = []
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        while time.monotonic() < end:
            for name in ("file_mutant", "part_mutant"):
                begun = time.monotonic()
                told[_outcome(name, seed, Path(folder, "变.xlsx"), bad)] += 1
                if time.monotonic() - begun > SLOW_SECONDS:
                    bad.append(f"{name}({seed}) took {time.monotonic() - begun:.1f} s")
            seed += 1
    tried = sum(told.values())
    outcomes = ", ".join(f"{name} {number:,}" for name, number in told.most_common())
    text = f"{tried:,} mutants in {chosen.seconds:g} s: {outcomes}; crashed or slow: {len(bad)}."
    print("\n".join([*bad, text]))
    if chosen.note:
        remember("fuzz", {"text": text}, {}, load)
        write_page()
    return int(bool(bad))


def _outcome(name: str, seed: int, path: Path, bad: list[str]) -> str:
    """What came of one mutant: the rule that refused it, or that it was read."""
    from coatxl.check import check_book
    from coatxl.settings import Settings
    from coatxl.workbook.faults import Unreadable
    from coatxl.workbook.reader import read

    path.write_bytes(getattr(import_module("hostile.mutants"), name)(seed))
    try:
        report = check_book(read(path), Settings())
    except Unreadable as refused:
        return refused.fault.rule
    except BaseException as error:  # a panic of a native library is no Exception
        if isinstance(error, KeyboardInterrupt):
            raise
        bad.append(f"{name}({seed}): {traceback.format_exc(limit=-3)}")
        return "crashed"
    crashed = [finding.message for finding in report.findings if finding.rule == "CXF-09"]
    if crashed:
        bad.append(f"{name}({seed}): {crashed[0]}")
    return "read"


if __name__ == "__main__":
    raise SystemExit(main())
