"""Where verbs may write: never over an input, never over what a person has changed."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from coatxl.batch.folder import Job
from coatxl.findings import Lang, Text
from coatxl.workbook.faults import printable
from coatxl.workbook.occupied import is_disk, owner_file, takes_a_stream
from coatxl.workbook.own import is_unedited

# Our JSON says its schema at the beginning, our text its program at the end.
_SIGNED = 400
# What Windows takes in no file name; a name longer than this is refused by some systems.
_FORBIDDEN, _LONGEST = re.compile(r'[\\/:*?"<>|\x00-\x1f]'), 60
_SIGNATURE = re.compile(rb"coatxl \d+\.\d+\S*\s*$")


class OutputRefused(Exception):  # noqa: N818 — read as a sentence
    """An output that is not written; its text is one line with the reason and the way out."""


def allowed(text: str) -> str:
    """A text with an underscore for each character that no file name may have."""
    return _FORBIDDEN.sub("_", text)


def name_of(text: str) -> str:
    """A text as a file name without suffix, which may be empty; two texts may become one name."""
    return allowed(text)[:_LONGEST].strip(" .")


def folder_of(target: Path) -> None:
    """Refuse a target whose folder does not exist."""
    if not target.absolute().parent.is_dir():
        raise OutputRefused(f"文件夹 {printable(str(target.absolute().parent))} 不存在，请先建立")


def may_write(target: Path, jobs: Sequence[Job], *, force: bool) -> None:
    """Refuse an output that is an input, a folder, or a file that a person may have changed."""
    folder_of(target)
    if target.is_dir():
        raise OutputRefused(f"{printable(str(target))} 是文件夹，--output 要给文件名")
    if is_disk(target):
        raise OutputRefused(f"{printable(str(target))} 是磁盘设备，--output 要给文件名")
    if any(same_file(target, job.path) for job in jobs):
        raise OutputRefused(f"{printable(str(target))} 是输入的底稿，不能作为输出；底稿从不改动")
    if target.exists() and not force and not _ours(target):
        raise OutputRefused(
            f"{printable(str(target))} 已存在，且不是 coatxl 的输出或已被修改过；换一个文件名，或加 --force 覆盖"
        )


def _ours(target: Path) -> bool:
    """Whether a file is an output that nobody has changed, or empty: only such a one is replaced unasked."""
    if takes_a_stream(target):
        return True  # a pipe or a device takes what it is given
    if target.suffix.lower() in (".xlsx", ".docx"):
        return is_unedited(target)
    size = target.stat().st_size
    with target.open("rb") as file:
        head = file.read(_SIGNED)
        file.seek(max(0, size - _SIGNED))
        tail = file.read(_SIGNED)
    return size == 0 or b'"schema": "coatxl.' in head or _SIGNATURE.search(tail) is not None


def set_aside(target: Path, written: Path, lang: Lang = "zh") -> list[str]:
    """The line that says why an output has another name than asked for; none where it has that name."""
    if written == target:
        return []
    mark = owner_file(Path(os.path.realpath(target)))
    name, place = printable(target.name), printable(written.name)
    if mark is None:
        zh, en = f"“{name}”正被别的程序占用", f"{name} is in use by another program"
    else:
        zh = f"“{name}”正在 Excel、WPS 或 LibreOffice 中打开（旁边有 {mark.name}；若没有打开，删去它）"
        en = f"{name} is open in Excel, WPS or LibreOffice ({mark.name} says so; delete it if that is wrong)"
    return [Text(f"{zh}，没有覆盖，改写到“{place}”", f"{en}; not replaced, written as {place}").pick(lang)]


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths are one file, also when it does not exist."""
    try:
        return one.exists() and one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()
