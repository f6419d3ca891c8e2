"""progress: how far a run has come, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from coatxl.workbook.faults import printable

if TYPE_CHECKING:
    from coatxl.batch.folder import Job


class progress:  # noqa: N801 — used as a function
    """A counter on a terminal for more than a few files; silent in a pipe."""

    FEW = 3

    def __init__(self, jobs: Sequence[Job]) -> None:
        self.total = len(jobs)
        self.live = self.total > self.FEW and sys.stderr.isatty()
        self.done = 0

    def __enter__(self) -> Callable[[Job], None] | None:
        if not self.live:
            return None
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("检查"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}"),
        )
        self.bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self.bar.start()
        task = self.bar.add_task("", total=self.total)
        return lambda job: self.bar.update(task, advance=1, description=printable(job.name))

    def __exit__(self, *_: object) -> None:
        if self.live:
            self.bar.stop()
