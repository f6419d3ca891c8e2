"""Marks of the workbooks that coatxl writes: what is ours is not checked as input, what a person changed is not overwritten."""

from __future__ import annotations

import hashlib
import os
import re
import struct
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

# One fixed time in every file, so that the same input gives the same bytes.
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
AUTHOR = "coatxl"
_CATEGORY = "coatxl 输出"
_CREATED = re.compile(rf"<dcterms:created[^<>]*>{WRITTEN:%Y-%m-%dT%H:%M:%S}Z?</")
_AUTHORED = re.compile(rf"<dc:creator(?:\s[^<>]*)?>{AUTHOR}</")  # openpyxl declares the namespace here
_CORE = "docProps/core.xml"
# A part that no relationship names: other programs ignore it and mostly drop it when they save (ECMA-376-1, 9.1.4).
_SEAL = "docProps/coatxl.xml"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
# The end record as our writers leave it, without a comment: mark, disks, parts here and in all, directory, comment.
_END = struct.Struct("<4s4H2IH")
_MOST_PARTS, _MOST_BYTES = 1000, 65536


def properties(title: str) -> dict[str, Any]:
    """Document properties of an output, for XlsxWriter's set_properties."""
    return {"title": title, "author": AUTHOR, "category": _CATEGORY, "created": WRITTEN.replace(tzinfo=None)}


def is_own(path: Path) -> bool:
    """Whether a file is an output of coatxl (findings, annexes, consolidated lists), and no working paper."""
    core = _core(path)
    # A category alone is soon copied; programs that save the file keep the author and the day of its making. In Word a
    # firm's template keeps its own author.
    authored = path.suffix.lower() == ".docx" or _AUTHORED.search(core) is not None
    return authored and f"<cp:category>{_CATEGORY}</cp:category>" in core and _CREATED.search(core) is not None


def seal(file: IO[bytes]) -> None:
    """Add to a finished output, open for reading and writing, the digest of its parts by which an edit is noticed."""
    with zipfile.ZipFile(file, "a") as archive:
        entry = zipfile.ZipInfo(_SEAL, _ZIP_DATE)
        entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
        archive.writestr(entry, f'<?xml version="1.0" encoding="UTF-8"?>\n<parts sha256="{_digest(archive)}"/>')


def is_unedited(path: Path) -> bool:
    """Whether an output is as coatxl wrote it, to the last part; one without a seal counts as edited.

    Programs that keep the time stamps (python-docx, LibreOffice) are noticed by what they wrote.
    """
    sealed = _read(path, _SEAL)
    return bool(sealed[1]) and is_own(path) and f'"{sealed[0]}"' in sealed[1]


def _digest(archive: zipfile.ZipFile) -> str:
    """Name, size and checksum of every part as one digest: the directory tells them, nothing is inflated."""
    parts = sorted((i.filename, i.file_size, i.CRC) for i in archive.infolist() if i.filename != _SEAL)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _core(path: Path) -> str:
    return _read(path, _CORE)[1]


def _read(path: Path, name: str) -> tuple[str, str]:
    """The digest of the parts, and one small part; blank where there is none.

    Read before the file is checked, so a stranger's must cost nothing.
    """
    try:
        if not path.is_file():  # a pipe would wait for ever, a device never ends
            return "", ""
        with path.open("rb") as file:
            file.seek(-_END.size, os.SEEK_END)
            mark, _, _, _, count, _, _, comment = _END.unpack(file.read(_END.size))
            if mark != b"PK\5\6" or comment or count > _MOST_PARTS:
                return "", ""
            with zipfile.ZipFile(file) as archive:
                info = archive.getinfo(name)
                if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    return "", ""
                with archive.open(info) as part:  # by size: archive.read() inflates whatever there is first
                    return _digest(archive), part.read(_MOST_BYTES).decode("utf-8", "replace")
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return "", ""
