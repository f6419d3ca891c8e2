"""progress: how far a run has come, at which rate and how long it will take; on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from coatxl.workbook.faults import printable

if TYPE_CHECKING:
    from coatxl.batch.folder import Job


class progress:  # noqa: N801 — used as a function
    """A counter on a terminal for more than a few files; silent in a pipe."""

    FEW = 3
    PAUSE = 0.1  # seconds between two pictures

    def __init__(self, jobs: Sequence[Job]) -> None:
        self.total = len(jobs)
        self.live = self.total > self.FEW and sys.stderr.isatty()
        self.drawn = 0.0

    def __enter__(self) -> Callable[[Job], None] | None:
        if not self.live:
            return None
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("检查"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TextColumn("剩余"),
            TimeRemainingColumn(),
            TextColumn("{task.description}"),
        )
        # A refreshing thread would forbid the fork by which few files are read: pictures are drawn between files.
        self.bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
        self.bar.start()
        self.task = self.bar.add_task("", total=self.total, rate="")
        self.begun = time.monotonic()
        return self._step

    def _step(self, job: Job) -> None:
        """Count a file that is done."""
        now = time.monotonic()
        self.bar.advance(self.task)
        done = self.bar.tasks[0].completed
        if now - self.drawn < self.PAUSE and done < self.total:
            return
        self.drawn = now
        rate = f"{done / max(now - self.begun, 0.001):.1f} 个/秒"
        self.bar.update(self.task, description=printable(job.name, 40), rate=rate, refresh=True)

    def __exit__(self, *_: object) -> None:
        if self.live:
            self.bar.stop()
