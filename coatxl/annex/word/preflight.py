"""preflight: what must be true of a Word file before it is opened, and of one of ours before it is moved into place."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from coatxl.workbook.faults import TOO_LARGE, Unreadable
from coatxl.workbook.package import Package, walk
from coatxl.workbook.preflight import MIB, open_zip
from coatxl.workbook.save import CannotWrite

# What a firm designs holds a letterhead and a seal, of some MiB at most.
MOST_TEMPLATE_BYTES = 64 * MIB
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # the order marks of UTF-16


def checked(data: bytes) -> bytes:
    """The bytes of a template of harmless size and shape, whose XML is whole and declares no DOCTYPE; else Unreadable.

    The library that opens it inflates every part, pictures too, so that all of them count.
    """
    with open_zip(data) as archive:
        parts = archive.infolist()
    if sum(part.file_size for part in parts) > MOST_TEMPLATE_BYTES:
        most = MOST_TEMPLATE_BYTES // MIB
        raise Unreadable(TOO_LARGE.about(f"解压后超过{most} MB", f"it inflates beyond {most} MB"))
    package = Package(data, parts)
    for name in package.names():
        _walk(name, package.read(name))
    return data


def verify(path: Path) -> None:
    """Open a document that was written; CannotWrite when a part is not whole or the document cannot be opened."""
    from docx import Document

    try:
        with ZipFile(path) as archive:
            for name in archive.namelist():
                _walk(name, archive.read(name))
        Document(str(path))
    except (BadZipFile, EOFError, KeyError, ValueError, AttributeError, Unreadable) as error:
        raise CannotWrite(
            "写出的 Word 文件没有通过完整性检查，没有保存", "the document that was written is not whole, so it was not saved",
            "请在 Word 中打开模板另存后重试；仍不行时请报告", "save the template anew in Word and try again; report it if that fails",
        ) from error  # fmt: skip


def _walk(name: str, content: bytes) -> None:
    """Parse a part that is XML by its name or its beginning: not well-formed or with a DOCTYPE is Unreadable."""
    if name.casefold().endswith((".xml", ".rels")) or _XML.match(content) or content.startswith(_WIDE):
        walk(content, name, _nothing)


def _nothing(*_: object) -> None:
    """Take no notice of an element: walk itself refuses what is wrong."""
