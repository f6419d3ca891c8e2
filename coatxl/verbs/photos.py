"""The verb `coatxl photos` as a click command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coatxl import __version__
from coatxl.batch.options import settings_options
from coatxl.verbs.options import FORCE, FORMAT, LANG, OUTPUT, PATHS, PHOTOS, UNREADABLE, deliver, format_of, target_of

if TYPE_CHECKING:
    from coatxl.findings import Lang

_REFUSED = 2


@click.command()
@PATHS
@PHOTOS
@FORMAT
@OUTPUT
@click.option(
    "--export", type=click.Path(path_type=Path), help="把照片按隐患和前后命名写到这个文件夹：转正、缩小、去掉位置信息。"
)
@click.option("--keep-location", is_flag=True, help="导出时照原样复制，连同拍摄位置等信息。")
@LANG
@FORCE
@settings_options
def photos(
    paths: tuple[Path, ...],
    name: str | None,
    output: Path | None,
    export: Path | None,
    lang: Lang,
    *,
    keep_location: bool,
    force: bool,
    **options: object,
) -> int:
    """列出每条隐患的照片：底稿里的图片（浮动、WPS 和 Excel 单元格图片）和照片文件夹里的文件。

    每张给出整改前或整改后、所在单元格或文件、SHA-256、像素、拍摄时间；指出同一张用在几处、整改前后是同一张、写了文件名而没有
    文件。导出从不覆盖已有的文件。退出码 0：已列出；2：有照片没有导出；3：有底稿读不了。
    """
    from coatxl.batch.arguments import jobs_of, settings_of
    from coatxl.batch.photos import export as export_photos
    from coatxl.batch.photos import may_export, survey
    from coatxl.batch.progress import progress
    from coatxl.reports import photo_report

    if keep_location and export is None:
        raise click.UsageError("--keep-location 要和 --export 一起用", click.get_current_context())
    name = format_of(name, output)
    jobs = jobs_of(paths)
    settings_for = settings_of(options, jobs)
    target = target_of(name, output, f"{photo_report.TITLE}.xlsx", jobs, force=force)
    if export is not None:
        may_export(export, jobs, settings_for)
    with progress(jobs) as notice:
        files = survey(jobs, settings_for, lang=lang, notice=notice)
    if name == "json":
        content = photo_report.as_json(files, version=__version__, lang=lang)
    elif name == "xlsx":
        content = photo_report.as_xlsx(files, version=__version__, output=target)
    else:
        content = photo_report.text(files, lang=lang).encode("utf-8", "backslashreplace")
    deliver(content, target, jobs)
    refused = 0
    if export is not None:
        outcome = export_photos(files, jobs, settings_for, export, keep_location=keep_location, lang=lang)
        refused = outcome.refused
        for line in outcome.lines:
            click.echo(line, err=True)
    return UNREADABLE if any(file.fault for file in files) else _REFUSED if refused else 0
