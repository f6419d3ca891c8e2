"""Whether a file that was just written is whole: it is opened once more before it takes its place."""

from __future__ import annotations

import os
from pathlib import Path
from zipfile import BadZipFile, ZipFile

_READ_BACK = 16 << 20  # bytes of a JSON file that is parsed again
_ENDS = 64
_MAIN_PARTS = {".xlsx": "xl/workbook.xml", ".xlsm": "xl/workbook.xml", ".docx": "word/document.xml"}


def is_whole(path: Path, suffix: str) -> bool:
    """Whether a file is what its suffix says, as far as that can be told; OSError when it is not there."""
    if main := _MAIN_PARTS.get(suffix.lower()):
        return _is_package(path, main)
    return _is_json(path) if suffix.lower() == ".json" else path.stat().st_size >= 0


def _is_package(path: Path, main: str) -> bool:
    """Every part's checksum, and the part that makes it a workbook or a document."""
    try:
        with ZipFile(path) as archive:
            return archive.testzip() is None and main in archive.namelist()
    except (BadZipFile, EOFError):
        return False


def _is_json(path: Path) -> bool:
    """Parse a file back; of a very large one only the ends, as a run is never held in memory."""
    if path.stat().st_size > _READ_BACK:
        with path.open("rb") as file:
            first = file.read(_ENDS).lstrip()[:1]
            file.seek(-_ENDS, os.SEEK_END)
            return first + file.read().rstrip()[-1:] in (b"{}", b"[]")
    import json

    try:
        json.loads(path.read_bytes())
    except ValueError:
        return False
    return True
