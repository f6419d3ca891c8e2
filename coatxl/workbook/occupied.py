"""Targets that cannot be replaced: open in Excel, Word, WPS or LibreOffice, or no file at all but a pipe or device."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_PREFIX, _WORD_LONG = 7, 8  # characters of a stem from which Word puts its mark over the first one, the first two


def owner_file(target: Path) -> Path | None:
    """The file beside an existing target by which an office program says that it has it open, or None.

    Excel, Word and WPS: ~$名称; WPS on Linux: .~名称; LibreOffice: .~lock.名称#. One that a crash has left counts too.
    """
    name = target.name
    names = [f"~${name}", f".~{name}", f".~lock.{name}#"]
    if target.suffix.lower() == ".docx" and len(target.stem) >= _PREFIX:
        names.append("~$" + name[2 if len(target.stem) >= _WORD_LONG else 1 :])
    if not target.is_file():
        return None
    return next((mark for each in names if (mark := target.with_name(each)).is_file()), None)


def beside(target: Path) -> Path:
    """A name beside the target that nothing has: 结果 (2).xlsx, 结果 (3).xlsx …"""
    n = 2
    while os.path.lexists(side := target.with_name(f"{target.stem} ({n}){target.suffix}")):
        n += 1
    return side


def takes_a_stream(target: Path) -> bool:
    """Whether a target is written into and never replaced: a pipe, a device, a process's open file (/dev/stdout)."""
    try:
        mode = target.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) or _is_open_file(target)


def is_disk(target: Path) -> bool:
    """Whether a target is a disk as a device, on which a report would destroy whatever is stored."""
    return target.is_block_device()


def pour(content: Path, target: Path) -> None:
    """Write a finished file into a pipe or device; waits for the reader of a pipe, as a shell does."""
    # Appending, as /dev/stdout may be a file that a shell has begun with >>.
    handle = os.open(target, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
    with open(handle, "wb", buffering=0) as stream, content.open("rb") as source:
        while block := source.read(1 << 16):
            rest = memoryview(block)
            while rest:
                rest = rest[stream.write(rest) or 0 :]


def _is_open_file(target: Path) -> bool:
    """Whether a path leads through /proc/…/fd, where a link stands for what a process has open."""
    for _ in range(40):  # as many links as Linux follows
        folder = os.path.realpath(target.parent)
        if folder.startswith("/proc/") and folder.endswith("/fd"):
            return True
        if not target.is_symlink():
            return False
        target = Path(folder, target.readlink())
    return False
