"""The verb `coatxl conclude` as a click command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coatxl.batch.options import settings_options
from coatxl.verbs.options import FORCE, LANG, OUTPUT, UNREADABLE

if TYPE_CHECKING:
    from coatxl.findings import Lang

_REFUSED = 2


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="PAPER")
@OUTPUT
@LANG
@FORCE
@settings_options
def conclude(path: Path, output: Path | None, lang: Lang, *, force: bool, **options: object) -> int:
    """由底稿各表起草对策措施（9.1 的七类）和评价结论（11），附隐患复查、重点管控危害因素、评价结果汇总和结论核对。

    草稿每一行都写明来源，核对、补充后复制进底稿；底稿从不改动。
    退出码 0：已写出；2：底稿里没有可以得出草稿的内容；3：文件读不了。
    """
    from coatxl.batch.arguments import jobs_of, settings_of
    from coatxl.batch.conclusions import write_conclusion
    from coatxl.batch.outputs import OutputRefused

    jobs = jobs_of([path])
    if len(jobs) != 1:
        raise OutputRefused(f"起草一次只用一份底稿，这里有 {len(jobs)} 份")
    outcome = write_conclusion(jobs[0], settings_of(options)(jobs[0]), output, lang=lang, force=force)
    for line in outcome.lines:
        click.echo(line)
    return UNREADABLE if outcome.unreadable else _REFUSED if outcome.refused else 0
