"""Marks of the workbooks that coatxl writes: what is ours is not checked as input, what a person changed is not overwritten."""

from __future__ import annotations

import os
import re
import struct
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# One fixed time in every file, so that the same input gives the same bytes.
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
AUTHOR = "coatxl"
_CATEGORY = "coatxl 输出"
_STAMP = "2026-01-01T00:00:00Z"
# The end record as our writers leave it, without a comment: mark, disks, parts here and in all, directory, comment.
_END = struct.Struct("<4s4H2IH")
_MOST_PARTS, _MOST_BYTES = 1000, 65536


def properties(title: str) -> dict[str, Any]:
    """Document properties of an output, for XlsxWriter's set_properties."""
    return {"title": title, "author": AUTHOR, "category": _CATEGORY, "created": WRITTEN.replace(tzinfo=None)}


def is_own(path: Path) -> bool:
    """Whether a file is an output of coatxl (findings, annexes, consolidated lists), and no working paper."""
    return f"<cp:category>{_CATEGORY}</cp:category>" in _core(path)


def is_unedited(path: Path) -> bool:
    """Whether an output is as coatxl wrote it: a program that saves it stamps another time."""
    core = _core(path)
    times = re.findall(r"<dcterms:(?:created|modified)[^>]*>([^<]*)<", core)
    return is_own(path) and bool(times) and all(t == _STAMP for t in times)


def _core(path: Path) -> str:
    """The properties part, "" where there is none; read before the file is checked, so a stranger's must cost nothing."""
    try:
        if not path.is_file():  # a pipe would wait for ever, a device never ends
            return ""
        with path.open("rb") as file:
            file.seek(-_END.size, os.SEEK_END)
            mark, _, _, _, count, _, _, comment = _END.unpack(file.read(_END.size))
            if mark != b"PK\5\6" or comment or count > _MOST_PARTS:
                return ""
            with zipfile.ZipFile(file) as archive:
                info = archive.getinfo("docProps/core.xml")
                if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    return ""
                with archive.open(info) as part:  # by size: archive.read() inflates whatever there is first
                    return part.read(_MOST_BYTES).decode("utf-8", "replace")
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return ""
