"""The verb `coatxl chain` as a click command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coatxl import __version__
from coatxl.batch.options import execution_options, settings_options
from coatxl.verbs.options import FORCE, FORMAT, LANG, OUTPUT, PATHS, PHOTOS, UNREADABLE, deliver, format_of, target_of

if TYPE_CHECKING:
    from coatxl.findings import Lang


@click.command()
@PATHS
@PHOTOS
@FORMAT
@OUTPUT
@LANG
@FORCE
@execution_options
@settings_options
def chain(
    paths: tuple[Path, ...], name: str | None, output: Path | None, lang: Lang, *, force: bool, **options: object
) -> int:
    """看评价单元到影像的九个环节：各有多少链接，哪里断开（措施没有检查项目、隐患没有复查……），指出单元格。

    照片按 coatxl check 的办法认：格里的图片、文件名，或 --photos 文件夹里以序号命名的文件。
    退出码 0：已列出；3：有文件读不了。要按条款判错，用 coatxl check。
    """
    from coatxl.batch.arguments import execution_of, jobs_of, settings_of
    from coatxl.batch.progress import progress
    from coatxl.batch.surveys import follow_chains
    from coatxl.reports import chain_report

    name = format_of(name, output)
    jobs = jobs_of(paths)
    settings_for, execution = settings_of(options, jobs), execution_of(options)
    target = target_of(name, output, "链条覆盖.xlsx", jobs, force=force)
    with progress(jobs) as notice:
        files = follow_chains(jobs, settings_for, lang=lang, notice=notice, execution=execution)
    if name == "json":
        content = chain_report.as_json(files, version=__version__)
    elif name == "xlsx":
        content = chain_report.as_xlsx(files, version=__version__, output=target)
    else:
        content = chain_report.text(files, lang=lang).encode("utf-8", "backslashreplace")
    deliver(content, target, jobs)
    return UNREADABLE if any(file.fault for file in files) else 0
