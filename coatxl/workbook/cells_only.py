"""A new xlsx archive in memory that holds a workbook's cells, strings and number formats, and nothing else.

Calamine reads it instead of the stranger's file: nothing is inflated twice, and doubled or lying zip entries, odd part
names, false counts and external parts stay outside.
"""

from __future__ import annotations

import re
import struct
import zlib

from coatxl.workbook.package import Package, WorkbookParts
from coatxl.workbook.plain_xml import MAIN, is_plain, plain, root_at
from coatxl.workbook.sheet_xml import SheetFacts
from coatxl.workbook.string_references import refuse_heavy_strings

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
)
_SHEET_START = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
_SHEET_END = b"</sheetData></worksheet>"
_SST_START = re.compile(rb"<sst\b[^>]*?(/?)>")
_NEW_YEAR_1980 = 0x21  # the first date that a zip can hold


def cells_only(package: Package, parts: WorkbookParts, facts: list[SheetFacts]) -> bytes:
    """Build the archive, its sheets in the order of parts; takes the cells out of facts to spare memory.

    Unreadable when a part is no XML, or when the cells would copy too much text.
    """
    archive = _Archive()
    archive.add("[Content_Types].xml", _CONTENT_TYPES.encode())
    archive.add("_rels/.rels", _relationships([("officeDocument", "xl/workbook.xml")]))
    archive.add("xl/workbook.xml", _workbook(len(facts), date1904=parts.date1904))
    targets = [("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(facts) + 1)]
    if parts.shared_strings and parts.shared_strings in package:
        targets.append(("sharedStrings", "sharedStrings.xml"))
        strings = _shared_strings(package.read(parts.shared_strings))
        refuse_heavy_strings(strings[-1], [fact.cells for fact in facts])
        archive.add("xl/sharedStrings.xml", *strings)
    if parts.styles and parts.styles in package:
        targets.append(("styles", "styles.xml"))
        archive.add("xl/styles.xml", _plain(package.read(parts.styles), b"styleSheet", "styles"))
    archive.add("xl/_rels/workbook.xml.rels", _relationships(targets))
    for i, fact in enumerate(facts, 1):
        archive.add(f"xl/worksheets/sheet{i}.xml", _SHEET_START, fact.cells, _SHEET_END)
        fact.cells = b""
    return archive.bytes()


class _Archive:
    """A zip of stored parts. zipfile would copy each part twice more and spend longer on small workbooks than calamine."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._directory: list[bytes] = []
        self._size = 0

    def add(self, name: str, *pieces: bytes) -> None:
        size, checksum = sum(map(len, pieces)), 0
        for piece in pieces:
            checksum = zlib.crc32(piece, checksum)
        # Version 2.0, no flags, stored, 1980-01-01 00:00, checksum, packed and inflated size, length of name, no extra.
        common = struct.pack("<5H3I2H", 20, 0, 0, 0, _NEW_YEAR_1980, checksum, size, size, len(name), 0)
        entry = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<3H2I", 0, 0, 0, 0, self._size)
        self._directory += (entry, name.encode())
        self._pieces += (b"PK\x03\x04" + common, name.encode(), *pieces)
        self._size += 30 + len(name) + size

    def bytes(self) -> bytes:
        count, directory = len(self._directory) // 2, b"".join(self._directory)
        end = b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, count, count, len(directory), self._size, 0)
        return b"".join((*self._pieces, directory, end))


def _workbook(count: int, *, date1904: bool) -> bytes:
    sheets = "".join(f'<sheet name="{i}" sheetId="{i}" r:id="rId{i}"/>' for i in range(1, count + 1))
    properties = '<workbookPr date1904="1"/>' if date1904 else ""
    start = f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONSHIPS}">'
    return f"{start}{properties}<sheets>{sheets}</sheets></workbook>".encode()


def _relationships(targets: list[tuple[str, str]]) -> bytes:
    lines = "".join(
        f'<Relationship Id="rId{i}" Type="{_RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'.encode()


def _shared_strings(data: bytes) -> tuple[bytes, ...]:
    """The strings with a start tag of ours: calamine reserves memory for whatever count the file claims."""
    data = _plain(data, b"sst", "sharedStrings")
    start = _SST_START.match(data, root_at(data))
    if start is None or start[1]:
        return (f'<sst xmlns="{MAIN}"/>'.encode(),)
    return f'<sst xmlns="{MAIN}" uniqueCount="{data.count(b"<si")}">'.encode(), data[start.end() :]


def _plain(data: bytes, root: bytes, where: str) -> bytes:
    return data if is_plain(data, root) else plain(data, where, where)
