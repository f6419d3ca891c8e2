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
FORMAT = click.option(
    "--format",
    "-f",
    "name",
    type=click.Choice(["text", "json", "xlsx"]),
    default="text",
    help="结果的格式，默认 text。",
)


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
    from coatxl.workbook.save import write_bytes_atomically

    write_bytes_atomically(target, content, sources=[job.path for job in jobs])
    click.echo(f"已写出 {target}", err=True)
