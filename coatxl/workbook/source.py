"""The bytes of a source file: opened read-only, read once and whole, from regular files only."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from coatxl.workbook.faults import CANNOT_OPEN, EMPTY, TOO_LARGE, Fault, Unreadable, printable

MOST_BYTES = 100 * 1024 * 1024  # real ledgers stay below 1 MiB, below 50 MiB with photographs


def read_bytes(path: Path) -> bytes:
    """Read a regular file whole, or raise Unreadable; never waits for a pipe and never changes the file's times."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise Unreadable(_folder(path))
        _regular(status)
        try:
            handle = os.open(path, flags | getattr(os, "O_NOATIME", 0))
        except PermissionError:  # O_NOATIME is for the owner only
            handle = os.open(path, flags)
        with open(handle, "rb") as file:
            _regular(os.fstat(handle))  # it may have been exchanged between the two calls
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise Unreadable(CANNOT_OPEN.about("文件不存在或已被移走", "it does not exist or was moved away")) from None
    except PermissionError:
        words = "没有读取权限，或正被其他程序独占打开", "no permission to read it, or another program has locked it"
        raise Unreadable(CANNOT_OPEN.about(*words)) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable(CANNOT_OPEN.about(f"系统报告“{reason}”", f'the system says "{reason}"')) from None
    if not data:
        raise Unreadable(EMPTY)
    if len(data) > MOST_BYTES:
        raise Unreadable(_too_many_bytes())
    return data


def _regular(status: os.stat_result) -> None:
    """Refuse what is no regular file, and one that is too large, before it is opened."""
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable(
            CANNOT_OPEN.about("这是管道或设备，不是普通文件", "it is a pipe or a device, not a regular file")
        )
    if status.st_size > MOST_BYTES:
        raise Unreadable(_too_many_bytes())


def _folder(path: Path) -> Fault:
    """The fault of a folder in place of a file: it comes from a walk that could not list it, or was meant for a file."""
    try:
        with os.scandir(path):
            return CANNOT_OPEN.about("这是文件夹，不是文件", "it is a folder, not a file")
    except OSError as error:
        reason = printable(error.strerror or str(error), 40)
        return CANNOT_OPEN.about(
            f"这个文件夹列不出来（{reason}），里面的文件都没有检查",
            f"this folder cannot be listed ({reason}), nothing in it was checked",
        )


def _too_many_bytes() -> Fault:
    size = MOST_BYTES // (1024 * 1024)
    return TOO_LARGE.about(f"文件超过{size} MB", f"it is larger than {size} MB")
