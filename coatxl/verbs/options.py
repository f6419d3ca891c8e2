"""Arguments and options that verbs share, and where their output goes; nothing heavy is imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from coatxl.batch.folder import Job

UNREADABLE = 3
PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
LANG = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="输出的语言，默认中文。")
OUTPUT = click.option("--output", "-o", type=click.Path(path_type=Path), help="写到这个文件。")
FORCE = click.option("--force", is_flag=True, help="输出文件已存在且被修改过时也覆盖。")
PHOTOS = click.option(
    "--photos",
    type=click.Path(path_type=Path),
    help="照片文件夹：按照片列写的文件名，或按以序号、隐患编号命名的文件（3-前.jpg、YH-003_整改后.jpg、3.jpg）查找。",
)
LISTS = ("text", "json", "xlsx")
# A suffix says what a file holds, the usual one first; SARIF is JSON, and every text may be named .txt when asked for.
_SUFFIXES = {
    ".txt": ("text", "json", "html", "sarif", "junit"), ".json": ("json", "sarif"), ".sarif": ("sarif",),
    ".html": ("html",), ".htm": ("html",), ".xml": ("junit",), ".xlsx": ("xlsx",), ".docx": ("docx",),
    ".xls": (), ".xlsm": (), ".doc": (), ".pdf": (), ".csv": (),
}  # fmt: skip
FORMAT = click.option(
    "--format",
    "-f",
    "name",
    type=click.Choice(LISTS),
    help="结果的格式；不给时按 --output 的后缀，否则 text。",
)


def format_of(name: str | None, output: Path | None, offered: Sequence[str] = LISTS) -> str:
    """The format of an output: what --format names, else what the suffix says, else text.

    OutputRefused when the two contradict each other, or the verb does not write what the suffix says.
    """
    from coatxl.batch.outputs import OutputRefused

    suffix = output.suffix.lower() if output is not None else ""
    if suffix not in _SUFFIXES:
        return name or "text"
    fitting = [each for each in _SUFFIXES[suffix] if each in offered]
    if name is None and fitting:
        return fitting[0]
    if name is None:
        raise OutputRefused(f"不能写成 {suffix}；这里的格式有 {'、'.join(offered)}，请换一个后缀")
    if name not in fitting:
        raise OutputRefused(f"--format {name} 和文件名的后缀 {suffix} 不符，请改其中一个")
    return name


def target_of(name: str, output: Path | None, usual: str, jobs: Sequence[Job], *, force: bool) -> Path | None:
    """The file to write, None for the terminal; a workbook without --output has a usual name. OutputRefused as always."""
    from coatxl.batch.outputs import may_write

    target = Path(usual) if output is None and name == "xlsx" else output
    if target is not None:
        may_write(target, jobs, force=force)
    return target


def deliver(content: bytes, target: Path | None, jobs: Sequence[Job]) -> None:
    """Write the file and say so on stderr, or print; a workbook never goes to the terminal (target_of)."""
    if target is None:
        sys.stdout.flush()
        if content.startswith(b"{"):
            sys.stdout.buffer.write(content)
        else:  # an older Windows console is GBK
            sys.stdout.write(content.decode())
        return
    from coatxl.batch.outputs import set_aside
    from coatxl.workbook.save import write_bytes_atomically

    written = write_bytes_atomically(target, content, sources=[job.path for job in jobs], aside=True)
    for line in set_aside(target, written):
        click.echo(line, err=True)
    click.echo(f"已写出 {written}", err=True)
