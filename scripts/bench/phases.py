"""phases: where the CPU time of a check goes: one process checks a folder as a worker does, with a clock for each phase."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

NAMES = {
    "start": "Python and all imports, once a process",
    "read": "reading: unzip, values (calamine), formulas, merges",
    "tables": "tables: headers, fill down, typed columns, cell faults",
    "dossier": "dossier: chains and places",
    "rules": "all rules",
    "record": "findings in order, as a record",
    "report": "检查结果.xlsx",
}


class Clock:
    """CPU seconds by phase; what a phase calls of another phase is the other's."""

    def __init__(self) -> None:
        """Begin with what the process took so far."""
        self.seconds = dict.fromkeys(NAMES, 0.0)
        self._last = 0.0
        self._now = "start"

    def enter(self, phase: str) -> str:
        """Give the time since the last change to the phase that ends; returns that phase."""
        now = time.process_time()
        self.seconds[self._now] += now - self._last
        before, self._now, self._last = self._now, phase, now
        return before

    def timed(self, phase: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time given to a phase."""

        def call(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 — whatever the function takes and gives
            before = self.enter(phase)
            try:
                return function(*arguments, **options)
            finally:
                self.enter(before)

        return call


def main(arguments: list[str] | None = None) -> int:
    """Check every workbook of a folder, write the report to nowhere, and print the seconds of each phase as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args(arguments).folder
    clock = Clock()
    import xlsxwriter  # noqa: F401 — the start holds every import

    from coatxl import check
    from coatxl.batch.tasks import Check, Work
    from coatxl.findings import Text
    from coatxl.reports import xlsx
    from coatxl.reports.model import RunResult
    from coatxl.reports.spool import SpooledFiles
    from coatxl.standards.coating import standard
    from coatxl.tables import read
    from coatxl.workbook import reader  # noqa: F401

    holders = (
        (check, "read_book", "read"),
        (read, "read", "tables"),
        (standard, "dossier", "dossier"),
        (check, "run", "rules"),
    )
    for holder, name, phase in holders:
        setattr(holder, name, clock.timed(phase, getattr(holder, name)))
    settings, files = check.load_settings(folder), SpooledFiles()
    for position, path in enumerate(sorted(folder.rglob("*.xlsx"))):
        clock.enter("record")
        files.put(position, Check()(Work(position, path, path.name, settings)), path.name, str(path))
    clock.enter("report")
    xlsx.render(RunResult(files, "", Text("", ""), ""))
    clock.enter("report")
    print(json.dumps({phase: round(seconds, 4) for phase, seconds in clock.seconds.items()}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
