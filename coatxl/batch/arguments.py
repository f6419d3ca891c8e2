"""What a person typed, as jobs and settings; what cannot be meant is refused in one line."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from coatxl.batch.executors import Execution, check_address
from coatxl.batch.folder import SUFFIXES, Job, LeftOut, jobs
from coatxl.batch.outputs import OutputRefused
from coatxl.batch.run import SettingsFor
from coatxl.findings import Lang
from coatxl.isolation import DEFAULT, Limits
from coatxl.workbook.faults import printable


class InputRefused(OutputRefused):
    """A path that names nothing to work on; its text is one line."""


def jobs_of(paths: Sequence[Path]) -> list[Job]:
    """The workbooks that the paths mean; InputRefused for a path that is not there, or a folder without any.

    What a folder holds beside them is told on stderr.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise InputRefused(f"找不到 {printable(str(path))}；请检查路径，含空格的路径要加引号")
    left_out = LeftOut()
    found = jobs(list(paths), left_out)
    _tell(left_out)
    if not found:
        names = "、".join(printable(str(path)) for path in paths)
        raise InputRefused(f"{names} 里没有工作簿（{' '.join(sorted(SUFFIXES))}）")
    return found


def _tell(left_out: LeftOut) -> None:
    """Say in one line on stderr what a folder held that is not checked, in the language of the verb."""
    import click

    line = left_out.line()
    if line is not None:
        context = click.get_current_context(silent=True)
        lang: Lang = "en" if context is not None and context.params.get("lang") == "en" else "zh"
        click.echo(line.pick(lang), err=True)


def settings_of(options: Mapping[str, object], jobs: Sequence[Job] = ()) -> SettingsFor:
    """The settings that the options of the command line put above coatxl.toml.

    jobs: the papers of the run; where they are several, each has its own part of the photo folder.
    """
    overrides: dict[str, Any] = {}
    if isinstance(options["day"], datetime):
        overrides["evaluation_date"] = options["day"].date()
    if options["max_grade"] is not None:
        overrides["acceptance"] = {"max_grade": options["max_grade"]}
    if options["band_rule"] is not None:
        overrides["lec"] = {"band_rule": options["band_rule"]}
    if options.get("photos") is not None:
        overrides["photo"] = {"folder": str(options["photos"])}
    file = options["settings_file"]
    return SettingsFor(overrides, file if isinstance(file, Path) else None, several=len(jobs) > 1)


def execution_of(options: Mapping[str, object]) -> Execution:
    """How the options of the command line want a run done; ExecutorRefused for an address that is none."""
    workers, timeout, address = options["workers"], options["timeout"], options["executor"]
    if isinstance(address, str):
        check_address(address)
    return Execution(
        workers=workers if isinstance(workers, int) else None,
        limits=Limits(wall=timeout if isinstance(timeout, float) else DEFAULT.wall),
        cluster=address if isinstance(address, str) else None,
        resume=bool(options["resume"]),
    )
