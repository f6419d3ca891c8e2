"""Where verbs may write: never over an input, never over what a person has changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from coatxl.batch.folder import Job
from coatxl.workbook.faults import printable
from coatxl.workbook.own import is_unedited

# Our JSON says its schema at the beginning, our text its program at the end.
_SIGNED = 400
_SIGNATURE = re.compile(rb"coatxl \d+\.\d+\S*\s*$")


class OutputRefused(Exception):  # noqa: N818 — read as a sentence
    """An output that is not written; its text is one line with the reason and the way out."""


def folder_of(target: Path) -> None:
    """Refuse a target whose folder does not exist."""
    if not target.absolute().parent.is_dir():
        raise OutputRefused(f"文件夹 {printable(str(target.absolute().parent))} 不存在，请先建立")


def may_write(target: Path, jobs: Sequence[Job], *, force: bool) -> None:
    """Refuse an output that is an input, a folder, or a file that a person may have changed."""
    folder_of(target)
    if target.is_dir():
        raise OutputRefused(f"{printable(str(target))} 是文件夹，--output 要给文件名")
    if any(same_file(target, job.path) for job in jobs):
        raise OutputRefused(f"{printable(str(target))} 是输入的底稿，不能作为输出；底稿从不改动")
    if target.exists() and not force and not _ours(target):
        raise OutputRefused(
            f"{printable(str(target))} 已存在，且不是 coatxl 的输出或已被修改过；换一个文件名，或加 --force 覆盖"
        )


def _ours(target: Path) -> bool:
    """Whether a file is an output that nobody has changed, or empty: only such a one is replaced unasked."""
    if target.suffix.lower() in (".xlsx", ".docx"):
        return is_unedited(target)
    if not target.is_file():
        return True  # a pipe or a device takes what it is given
    size = target.stat().st_size
    with target.open("rb") as file:
        head = file.read(_SIGNED)
        file.seek(max(0, size - _SIGNED))
        tail = file.read(_SIGNED)
    return size == 0 or b'"schema": "coatxl.' in head or _SIGNATURE.search(tail) is not None


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths are one file, also when it does not exist."""
    try:
        return one.exists() and one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()
