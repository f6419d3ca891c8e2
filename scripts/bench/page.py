"""page: docs/performance.md and docs/pictures/performance.png from results.json."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from measure import Part, ratios, recall, spread
from phases import NAMES
from reasons import WHY

DOCS = Path(__file__).resolve().parents[2] / "docs"
PICTURE = DOCS / "pictures/performance.png"
MIB = 1 << 20
MOST_HELP, MOST_ONE_BOOK, MOST_GROWTH = 0.12, 0.35, 1.15


@dataclass(frozen=True)
class Target:
    """What one contestant may cost beside another; at_least: the first shall cost so many times the second."""

    title: str
    one: str
    other: str
    limit: float
    at_least: bool = True
    what: str = "cpu"

    def met(self, median: float) -> bool:
        """Whether the median keeps the limit."""
        return median >= self.limit if self.at_least else median <= self.limit


TARGETS = (
    Target("naive peer, full / coatxl", "naive full", "coatxl", 35),
    Target("naive peer, values only / coatxl", "naive values", "coatxl", 10),
    Target("vectorised peer, full / coatxl", "vector full", "coatxl", 4.5),
    Target("vectorised peer, values only / coatxl", "vector values", "coatxl", 2.3),
    Target("coatxl / inflating the same bytes", "coatxl", "inflate", 8, at_least=False),
    Target("coatxl / calamine alone", "coatxl", "calamine", 1.9, at_least=False),
    Target("coatxl's reader / calamine alone", "reader", "calamine", 1.4, at_least=False),
    Target("wall, a worker for each core / 1 worker", "coatxl", "coatxl, 1 worker", 0.7, at_least=False, what="wall"),
)
HEAD = """# Performance

Written by `python scripts/bench/run.py` from `scripts/bench/results.json`; do not edit.

CPU is user + system time of the whole process tree, start-up and workers included. Every peer does the same checks on the
same folder and must first give exactly the seeded findings of its mode ("values only" sees no merges, formulas or error
values; "full" does), while coatxl runs its whole catalogue of rules. Runs are interleaved, ratios are formed inside one turn
and shown as median [least, greatest].

- *naive*: pandas with openpyxl, `iterrows`, one pydantic model a row; full loads each workbook a second time with openpyxl.
- *vectorised*: pandas with calamine, one mask a check over the whole folder; full takes merges, formulas and errors with lxml.
- *inflate*, *calamine*, *reader*: unzip every part; read every value with calamine alone; coatxl's reader without any check.
"""


def write_page() -> None:
    """Write the page and, where matplotlib is installed, the picture."""
    parts = recall()
    jobs = {name.removeprefix("job "): part for name, part in parts.items() if name.startswith("job ")}
    lines = [HEAD]
    if jobs and (_plot(jobs) or PICTURE.exists()):
        lines.append("![CPU seconds of the same job](pictures/performance.png)\n")
    for size, part in jobs.items():
        lines += _job(size, part)
    if "phases" in parts:
        lines += _phases(parts["phases"])
    if "small" in parts:
        lines += _small(parts["small"])
    if "memory" in parts:
        lines += _memory(parts["memory"])
    for name, title in (("fuzz", "Fuzz"), ("hostile", "Hostile inputs")):
        if name in parts:
            lines += [f"## {title}\n", f"{_when(parts[name])}. {parts[name].about['text']}\n"]
    (DOCS / "performance.md").write_text("\n".join(lines), "utf-8")


def _when(part: Part) -> str:
    return f"{part.date}; {part.machine}; load of the machine before: {part.load}"


def _job(size: str, part: Part) -> Iterator[str]:
    about, figures = part.about, part.figures
    turns = len(figures["coatxl"])
    yield f"## Folder {size}: {about['books']} books, {about['rows']:,} rows, {about['faults']} seeded faults\n"
    yield f"{_when(part)}; {turns} turns.\n"
    yield "| | CPU s | CPU s / 10,000 rows | wall s |\n| --- | ---: | ---: | ---: |"
    for name, runs in figures.items():
        cpu = [each["cpu"] for each in runs]
        per = statistics.median(cpu) / about["rows"] * 10_000
        yield f"| {name} | {spread(cpu)} | {per:.2f} | {spread([each['wall'] for each in runs])} |"
    yield "\n| ratio | measured | target | |\n| --- | ---: | ---: | --- |"
    for each in TARGETS:
        if each.one in figures and each.other in figures:
            found = ratios(figures, each.one, each.other, each.what)
            sign = "≥" if each.at_least else "≤"
            yield f"| {each.title} | {spread(found)} | {sign} {each.limit:g} | {_word(each.met(statistics.median(found)))} |"
    yield ""


def _phases(part: Part) -> Iterator[str]:
    about, runs = part.about, part.figures["phases"]
    yield f"## Where the time goes: one process, {about['books']} books, {about['rows']:,} rows\n"
    yield f"{_when(part)}; {len(runs)} runs.\n"
    yield "| phase | CPU s | share |\n| --- | ---: | ---: |"
    medians = {phase: statistics.median(run[phase] for run in runs) for phase in NAMES}
    for phase, name in NAMES.items():
        share = medians[phase] / sum(medians.values())
        yield f"| {name} | {spread([run[phase] for run in runs])} | {share:.0%} |"
    yield f"| all | {sum(medians.values()):.2f} | |\n"
    yield WHY


def _word(met: bool) -> str:
    return "met" if met else "missed"


def _small(part: Part) -> Iterator[str]:
    yield f"## Start, and one book of {part.about['rows']:,} rows\n"
    yield f"{_when(part)}.\n"
    yield "| | CPU s | target | |\n| --- | ---: | ---: | --- |"
    limits = {"--help": MOST_HELP, "one book": MOST_ONE_BOOK}
    for name, runs in part.figures.items():
        cpu = [each["cpu"] for each in runs]
        limit = limits.get(name)
        told = f"≤ {limit:g} | {_word(statistics.median(cpu) <= limit)}" if limit else "| "
        yield f"| {name} | {spread(cpu, 3)} | {told} |"
    yield ""


def _memory(part: Part) -> Iterator[str]:
    yield "## Memory of the parent as the folder grows\n"
    yield f"{_when(part)}.\n"
    yield "| books | rows | highest resident MiB of the parent | CPU s | wall s |\n| ---: | ---: | ---: | ---: | ---: |"
    sizes = []
    for books, (run, *_) in part.figures.items():
        sizes.append(run["parent_bytes"])
        rows = part.about["rows"][books]
        yield f"| {books} | {rows:,} | {run['parent_bytes'] / MIB:.1f} | {run['cpu']:.1f} | {run['wall']:.1f} |"
    growth = sizes[-1] / sizes[0]
    yield f"\nLast / first: {growth:.2f} (target ≤ {MOST_GROWTH}, {_word(growth <= MOST_GROWTH)}).\n"


def _plot(jobs: dict[str, Part]) -> bool:
    """Draw the bars of each folder; False without matplotlib, which nothing else needs."""
    try:
        figures = import_module("matplotlib.figure")
    except ImportError:
        return False
    figure = figures.Figure(figsize=(9, 0.5 + 2.9 * len(jobs)), layout="constrained")
    for axes, (size, part) in zip(figure.subplots(len(jobs), 1, squeeze=False)[:, 0], jobs.items(), strict=True):
        names = list(part.figures)[::-1]
        runs = [[each["cpu"] for each in part.figures[name]] for name in names]
        medians = [statistics.median(each) for each in runs]
        below = [m - min(each) for m, each in zip(medians, runs, strict=True)]
        above = [max(each) - m for m, each in zip(medians, runs, strict=True)]
        colours = ["#1F3864" if name.startswith("coatxl") else "#9DB2D0" for name in names]
        axes.barh(names, medians, xerr=[below, above], color=colours, error_kw={"elinewidth": 1, "capsize": 3})
        axes.set_xscale("log")
        axes.set_title(
            f"Folder {size}: {part.about['books']} books, {part.about['rows']:,} rows ({part.date}, {part.machine})",
            fontsize=10,
        )
        axes.set_xlabel("CPU seconds, whole process tree (log scale; bar: median, line: least to greatest)", fontsize=9)
        for at, value in enumerate(medians):
            axes.annotate(
                f" {value:.2f}", (value, at), va="center", fontsize=9, xytext=(10, 0), textcoords="offset points"
            )
        axes.margins(x=0.15)
    PICTURE.parent.mkdir(exist_ok=True)
    figure.savefig(PICTURE, dpi=110, metadata={"Software": None})
    return True
