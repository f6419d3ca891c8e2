"""The verb `coatxl standards` as a click command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coatxl import __version__
from coatxl.batch.options import execution_options, settings_options
from coatxl.verbs.options import FORCE, FORMAT, LANG, OUTPUT, UNREADABLE, deliver, format_of, target_of

if TYPE_CHECKING:
    from coatxl.findings import Lang


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="PATH...")
@FORMAT
@OUTPUT
@click.option(
    "--export", type=click.Path(path_type=Path), help="把引用标准登记册写成这个 xlsx，补充后在 coatxl.toml 中指明。"
)
@LANG
@FORCE
@execution_options
@settings_options
def standards(
    paths: tuple[Path, ...],
    name: str | None,
    output: Path | None,
    export: Path | None,
    lang: Lang,
    *,
    force: bool,
    **options: object,
) -> int:
    """核对底稿引用的每个标准：编号、题名、年号、条款，按报告日期是否现行。

    各列的文字都看，不只“依据”。登记册随程序提供，可用 --export 写出、补充，再由设置 standards.register 读回。
    退出码 0：已列出；3：有文件读不了。
    """
    from coatxl.batch.arguments import execution_of, jobs_of, settings_of
    from coatxl.batch.progress import progress
    from coatxl.batch.surveys import hold_citations
    from coatxl.reports import citation_report

    if export is not None:
        return _export(export, force=force, **options)
    if not paths:
        raise click.UsageError("要给出底稿或文件夹，或用 --export 写出登记册", click.get_current_context())
    name = format_of(name, output)
    jobs, settings_for, execution = jobs_of(paths), settings_of(options), execution_of(options)
    target = target_of(name, output, "引用标准核对.xlsx", jobs, force=force)
    with progress(jobs) as notice:
        files = hold_citations(jobs, settings_for, lang=lang, notice=notice, execution=execution)
    if name == "json":
        content = citation_report.as_json(files, version=__version__, lang=lang)
    elif name == "xlsx":
        content = citation_report.as_xlsx(files, version=__version__, output=target)
    else:
        content = citation_report.text(files, lang=lang).encode("utf-8", "backslashreplace")
    deliver(content, target, jobs)
    return UNREADABLE if any(file.fault for file in files) else 0


def _export(place: Path, *, force: bool, **options: object) -> int:
    """Write the shipped register with the person's own rows, as the settings of the working folder have them."""
    from coatxl.batch.arguments import settings_of
    from coatxl.batch.folder import Job
    from coatxl.reports.citation_report import register_workbook
    from coatxl.standards.coating.register import RegisterRow, merged_entries

    target = target_of("xlsx", place, "", (), force=force)
    settings = settings_of(options)(Job(Path("coatxl.toml"), "coatxl.toml"))
    content = register_workbook(
        list(RegisterRow.fields.values()), merged_entries(settings.standards.entries), sheet=RegisterRow.sheet,
        version=__version__,
    )  # fmt: skip
    deliver(content, target, ())
    return 0
