"""run: measure coatxl against its peers and its floor, and write docs/performance.md and its picture.

Every part can be run alone; results.json keeps what was measured last, and the page is written from it. All peers of one
mode are checked to give the same findings, those that were seeded, before a figure counts.
"""

from __future__ import annotations

import argparse
import compileall
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from generator import SIZES, Size, make, save
from measure import HERE, Contestant, interleaved, load_average, remember
from page import write_page

PYTHON = sys.executable
CHECK = [PYTHON, "-m", "coatxl", "check"]
FULL_ONLY = {"CXS-08", "CX7.2-01"}  # a program that sees values alone cannot find these
PEERS = {
    "naive values": ["naive.py"], "naive full": ["naive.py", "--full"], "vector values": ["vector.py"], "vector full": ["vector.py", "--full"],
}  # fmt: skip
FLOORS = ("inflate", "calamine", "reader")


def ours(folder: Path, output: Path, name: str = "coatxl", workers: int | None = None) -> Contestant:
    """Return the real job: check a folder and write the xlsx report; workers: as coatxl chooses when None."""
    more = [] if workers is None else ["--workers", str(workers)]
    command = [*CHECK, str(folder), "--format", "xlsx", "--output", str(output), "--force", *more]
    return Contestant(name, command, (0, 1))


def floors(folder: Path) -> list[Contestant]:
    """Inflating and reading alone."""
    return [Contestant(way, [PYTHON, str(HERE / "floor.py"), way, str(folder)]) for way in FLOORS]


def job(size: str, books: int | None, repetitions: int, work: Path, skip: set[str]) -> None:
    """Measure the whole job of all peers on one folder."""
    chosen = SIZES[size]
    chosen = Size(books or chosen.books, chosen.least, chosen.usual, chosen.most)
    folder = work / f"folder-{size}"
    made = make(folder, chosen)
    save(made, folder)
    contestants = [
        Contestant(name, [PYTHON, str(HERE / script), str(folder), str(work / "peer.xlsx"), *more])
        for name, (script, *more) in PEERS.items() if name not in skip
    ]  # fmt: skip
    expected = {tuple(fault) for fault in made.faults}
    for each in contestants:
        _verify(each, expected, work / "peer.xlsx", full="full" in each.name)
    _verify_ours(folder, expected, work / "ours.json")
    load = load_average()
    contestants += [
        ours(folder, work / "ours.xlsx"),
        ours(folder, work / "ours.xlsx", "coatxl, 1 worker", 1),
        *floors(folder),
    ]
    figures = interleaved(contestants, repetitions)
    packed = sum(path.stat().st_size for path in folder.rglob("*.xlsx"))
    about = {"books": made.books, "rows": made.rows, "faults": len(expected), "packed_bytes": packed}
    remember(f"job {size}", about, figures, load)


def _verify(contestant: Contestant, expected: set[tuple[str, ...]], output: Path, *, full: bool) -> None:
    """Refuse to measure a peer that does not find exactly what was seeded and what its mode can see."""
    from openpyxl import load_workbook

    interleaved([contestant], 1)
    book = load_workbook(output, read_only=True)
    found = {tuple(row[:4]) for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}
    book.close()
    wanted = {fault for fault in expected if full or fault[1] not in FULL_ONLY}
    if found != wanted:
        raise RuntimeError(f"{contestant.name}: {len(wanted - found)} missing, {len(found - wanted)} too many")


def _verify_ours(folder: Path, expected: set[tuple[str, ...]], output: Path) -> None:
    """Refuse the same of coatxl; what its other rules say is counted, for it costs time."""
    command = [*CHECK, str(folder), "--format", "json", "--output", str(output)]
    interleaved([Contestant("coatxl, as json", command, (0, 1))], 1)
    findings = json.loads(output.read_text("utf-8"))["findings"]
    seeded = {rule for _, rule, _, _ in expected}
    found = {(f["file"], f["rule"], f["sheet"], f["cell"]) for f in findings if f["rule"] in seeded}
    if found != expected:
        raise RuntimeError(f"coatxl: {len(expected - found)} missing, {len(found - expected)} too many")
    print(f"  coatxl: {len(found)} seeded findings, {len(findings) - len(found)} of other rules")


def small(repetitions: int, work: Path) -> None:
    """Measure the start and one book of 1,000 rows."""
    folder = work / "folder-one"
    made = make(folder, SIZES["one"])
    load = load_average()
    figures = interleaved(
        [
            Contestant("bare Python", [PYTHON, "-c", ""]),
            Contestant("--help", [PYTHON, "-m", "coatxl", "--help"]),
            Contestant("check --help", [*CHECK, "--help"]),
            ours(folder, work / "one.xlsx", "one book"),
            Contestant(
                "naive full, one book", [PYTHON, str(HERE / "naive.py"), str(folder), str(work / "peer.xlsx"), "--full"]
            ),
        ],
        repetitions,
    )
    remember("small", {"rows": made.rows}, figures, load)


def phases(books: int | None, repetitions: int, work: Path) -> None:
    """Measure where the time goes in one process on folder A."""
    size = SIZES["A"]
    folder = work / "folder-phases"
    made = make(folder, Size(books or size.books, size.least, size.usual, size.most))
    load = load_average()
    command = [PYTHON, str(HERE / "phases.py"), str(folder)]
    runs = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(repetitions)]
    remember("phases", {"books": made.books, "rows": made.rows}, {"phases": runs}, load)


def memory(books: list[int], work: Path) -> None:
    """Measure the highest memory of the parent as the folder grows."""
    figures: dict[str, list[dict[str, float]]] = {}
    load = load_average()
    rows = {}
    for count in books:
        size = SIZES["D"]
        folder = work / f"folder-{count}"
        rows[str(count)] = make(folder, Size(count, size.least, size.usual, size.most)).rows
        figures |= interleaved([ours(folder, work / "ours.xlsx", str(count))], 1)
    remember("memory", {"rows": rows}, figures, load)


def main(arguments: list[str] | None = None) -> int:
    """Run the chosen parts, then write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "parts", nargs="*", choices=["A", "B", "C", "D", "phases", "small", "memory", "page"], default=["page"]
    )
    parser.add_argument("--books", type=int, help="another number of books than the size has")
    parser.add_argument("--memory-books", type=int, nargs="+", default=[50, 400, 1600])
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--skip", nargs="*", default=[], choices=PEERS, help="peers that would take too long")
    chosen = parser.parse_args(arguments)
    # As pip leaves an installed package: without it, and where no bytecode may be written, each start would compile all.
    compileall.compile_dir(HERE.parents[1] / "coatxl", quiet=1)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        work = Path(folder)
        steps: dict[str, Callable[[], None]] = {
            "small": lambda: small(chosen.repetitions, work),
            "phases": lambda: phases(chosen.books, chosen.repetitions, work),
            "memory": lambda: memory(chosen.memory_books, work),
            "page": lambda: None,
        }
        for part in chosen.parts:
            print(f"{part}, load {load_average():.1f}", flush=True)
            if part in steps:
                steps[part]()
            else:
                job(part, chosen.books, chosen.repetitions, work, set(chosen.skip))
    write_page()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
