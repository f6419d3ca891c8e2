"""The verb `coatxl merge` as a click command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coatxl.batch.options import settings_options
from coatxl.verbs.options import FORCE, LANG, OUTPUT, PATHS, UNREADABLE

if TYPE_CHECKING:
    from coatxl.findings import Lang


@click.command()
@PATHS
@OUTPUT
@LANG
@FORCE
@settings_options
def merge(paths: tuple[Path, ...], output: Path | None, lang: Lang, *, force: bool, **options: object) -> int:
    """把几个人分工填写的同一企业的底稿合成一份；相同的行合成一行，措施编号、对应措施和来源一致改写。

    不一致的地方两边并列在“合并冲突”，每一行从哪个文件来列在“来源”。先给出的文件优先。
    退出码 0：已写出；2：不能合并；3：有文件读不了，没有合并。
    """
    from coatxl.batch.arguments import jobs_of, settings_of
    from coatxl.batch.merged import write_merged

    # In the order in which they were given, as the first has precedence; files of one name go by their paths.
    jobs = [job for path in dict.fromkeys(paths) for job in jobs_of([path])]
    if len({job.name for job in jobs}) < len(jobs):
        names = {job.path: job for job in jobs_of(paths)}
        jobs = list({job.path: names.get(job.path, job) for job in jobs}.values())
    target = output or Path("合并底稿.xlsx")
    outcome = write_merged(jobs, settings_of(options), target, lang=lang, force=force)
    for line in outcome.lines:
        click.echo(line)
    return UNREADABLE if outcome.unreadable else 0
