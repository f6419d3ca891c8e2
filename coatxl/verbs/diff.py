"""The verb `coatxl diff` as a click command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coatxl import __version__
from coatxl.verbs.options import FORCE, FORMAT, LANG, OUTPUT, UNREADABLE, deliver, format_of, target_of

if TYPE_CHECKING:
    from coatxl.findings import Lang

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("before", type=_PATH, metavar="BEFORE")
@click.argument("after", type=_PATH, metavar="AFTER")
@FORMAT
@OUTPUT
@LANG
@FORCE
def diff(before: Path, after: Path, name: str | None, output: Path | None, lang: Lang, *, force: bool) -> int:
    """比较同一底稿（或两个文件夹）的前后两轮：改了哪些格，哪些行新增、删除，整改状态的变化是否允许。

    按内容认行：排序、插行、改表头、换列的次序都不算修改。xlsx 是专家意见修改对照表。
    退出码 0：已列出；3：有文件读不了。
    """
    from coatxl.batch.rounds import compare_rounds, paired
    from coatxl.reports import round_report

    name = format_of(name, output)
    jobs = paired(before, after)
    inputs = [job for pair in jobs for job in pair if job is not None]
    target = target_of(name, output, "修改对照表.xlsx", inputs, force=force)
    pairs = compare_rounds(jobs, lang=lang)
    if name == "json":
        content = round_report.as_json(pairs, version=__version__, lang=lang)
    elif name == "xlsx":
        content = round_report.as_xlsx(pairs, version=__version__, output=target)
    else:
        content = round_report.text(pairs, lang=lang).encode("utf-8", "backslashreplace")
    deliver(content, target, inputs)
    return UNREADABLE if any(pair.fault for pair in pairs) else 0
