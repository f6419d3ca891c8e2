"""Marks of the workbooks that coatxl writes: what is ours is not checked as input, what a person changed is not overwritten."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# One fixed time in every file, so that the same input gives the same bytes.
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
AUTHOR = "coatxl"
_CATEGORY = "coatxl 输出"
_STAMP = "2026-01-01T00:00:00Z"


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
    try:
        with zipfile.ZipFile(path) as archive:
            info = archive.getinfo("docProps/core.xml")
            if info.file_size > 65536 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # noqa: PLR2004
                return ""
            return archive.read(info).decode("utf-8", "replace")
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return ""
