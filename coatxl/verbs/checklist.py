"""The verb `coatxl checklist` as a click command, and how `coatxl dangers --draft` is the same for hidden dangers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coatxl.batch.options import settings_options
from coatxl.verbs.options import FORCE, LANG, OUTPUT, UNREADABLE

if TYPE_CHECKING:
    from coatxl.findings import Lang
    from coatxl.standards.coating.draft_entries import DraftKind

PREVIOUS = click.option(
    "--previous",
    type=click.Path(path_type=Path),
    help="接着这份上一稿起草；不给时，输出文件已存在就接着它（原文件另存为“…_上一稿”）。",
)


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="PAPER")
@OUTPUT
@PREVIOUS
@click.option(
    "--shared", is_flag=True, help="不同风险点的相同措施也合并成一个检查项目，合并了哪些列在“合并措施”（8.2.3）。"
)
@LANG
@FORCE
@settings_options
def checklist(
    path: Path, output: Path | None, previous: Path | None, lang: Lang, *, shared: bool, force: bool, **options: object
) -> int:
    """由底稿的风险管控措施起草安全检查表：相同措施合并，提出依据，编好序号；底稿已有的项目照抄。

    底稿或草稿改过以后再运行：您写的文字都保留，新措施增加，删去的措施标出，两边都改了的并列给您看。
    退出码 0：已写出；2：不能起草；3：文件读不了。
    """
    from coatxl.standards.coating.draft_entries import CHECKLIST

    target = output or Path("安全检查表_草稿.xlsx")
    return draft(CHECKLIST, [path], target, previous, lang, options, shared=shared, force=force)


def draft(
    kind: DraftKind,
    paths: Sequence[Path],
    target: Path,
    previous: Path | None,
    lang: Lang,
    options: dict[str, object],
    *,
    shared: bool = False,
    force: bool = False,
) -> int:
    """Draft from one paper; OutputRefused for more than one."""
    from coatxl.batch.arguments import jobs_of, settings_of
    from coatxl.batch.drafted import write_draft
    from coatxl.batch.outputs import OutputRefused

    jobs = jobs_of(paths)
    if len(jobs) != 1:
        raise OutputRefused(f"起草一次只用一份底稿，这里有 {len(jobs)} 份")
    settings = settings_of(options)(jobs[0])
    outcome = write_draft(kind, jobs[0], settings, target, previous=previous, shared=shared, lang=lang, force=force)
    for line in outcome.lines:
        click.echo(line)
    return UNREADABLE if outcome.unreadable else 0
