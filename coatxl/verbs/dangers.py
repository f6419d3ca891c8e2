"""The verb `coatxl dangers` as a click command: one list of a folder's hidden dangers, or the draft of one paper's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coatxl.batch.options import execution_options, settings_options
from coatxl.verbs.checklist import PREVIOUS, draft
from coatxl.verbs.options import FORCE, LANG, OUTPUT, PATHS, UNREADABLE

if TYPE_CHECKING:
    from coatxl.findings import Lang


@click.command()
@PATHS
@OUTPUT
@click.option("--draft", "drafting", is_flag=True, help="由一份底稿的不符合项起草它的隐患清单，不是汇总。")
@PREVIOUS
@LANG
@FORCE
@execution_options
@settings_options
def dangers(
    paths: tuple[Path, ...],
    output: Path | None,
    previous: Path | None,
    lang: Lang,
    *,
    drafting: bool,
    force: bool,
    **options: object,
) -> int:
    """把文件夹里各份底稿的不符合项和隐患汇总成一份隐患清单，附统计；或用 --draft 起草一份底稿的隐患清单。

    --draft 可反复运行：您写的文字都保留，新的不符合项增加，已符合的标出，两边都改了的并列给您看。
    """
    from coatxl.batch.arguments import execution_of, jobs_of, settings_of
    from coatxl.batch.consolidated import write_consolidated
    from coatxl.batch.outputs import may_write
    from coatxl.batch.progress import progress

    if drafting:
        from coatxl.standards.coating.draft_entries import DANGERS

        return draft(DANGERS, paths, output or Path("隐患清单_草稿.xlsx"), previous, lang, options, force=force)
    if previous is not None:
        raise click.UsageError("--previous 只和 --draft 一起用", click.get_current_context())
    jobs, settings_for, execution = jobs_of(paths), settings_of(options), execution_of(options)
    target = output or Path("隐患清单.xlsx")
    may_write(target, jobs, force=force)
    with progress(jobs) as notice:
        outcome = write_consolidated(jobs, settings_for, target, lang=lang, notice=notice, execution=execution)
    for line in outcome.lines:
        click.echo(line)
    return UNREADABLE if outcome.unreadable else 0
