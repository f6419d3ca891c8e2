"""A new xlsx archive in memory that holds a workbook's cells, strings and number formats, and nothing else.

Calamine reads it instead of the stranger's file: nothing is inflated twice, and doubled or lying zip entries, odd part
names, false counts and external parts stay outside.
"""

from __future__ import annotations

import io
import re
from xml.sax.saxutils import quoteattr

from coatxl.workbook.package import Package, WorkbookParts
from coatxl.workbook.plain_xml import MAIN, is_plain, plain, without_declaration
from coatxl.workbook.sheet_xml import SheetFacts

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_SST_START = re.compile(rb"<sst\b[^>]*?(/?)>")


def cells_only(package: Package, parts: WorkbookParts, facts: list[SheetFacts]) -> bytes:
    """Build the archive, its sheets in the order of parts; takes the bodies out of facts to spare memory."""
    from zipfile import ZIP_STORED, ZipFile

    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
        archive.writestr("_rels/.rels", _relationships([("officeDocument", "xl/workbook.xml")]))
        archive.writestr("xl/workbook.xml", _workbook(len(facts), date1904=parts.date1904))
        targets = [("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(facts) + 1)]
        if parts.shared_strings and parts.shared_strings in package:
            targets.append(("sharedStrings", "sharedStrings.xml"))
            archive.writestr("xl/sharedStrings.xml", _shared_strings(package.read(parts.shared_strings)))
        if parts.styles and parts.styles in package:
            targets.append(("styles", "styles.xml"))
            archive.writestr("xl/styles.xml", _plain(package.read(parts.styles), b"styleSheet", "styles"))
        archive.writestr("xl/_rels/workbook.xml.rels", _relationships(targets))
        for i, fact in enumerate(facts, 1):
            archive.writestr(f"xl/worksheets/sheet{i}.xml", fact.body)
            fact.body = b""
    return buffer.getvalue()


def _workbook(count: int, *, date1904: bool) -> str:
    sheets = "".join(f'<sheet name="{i}" sheetId="{i}" r:id="rId{i}"/>' for i in range(1, count + 1))
    properties = '<workbookPr date1904="1"/>' if date1904 else ""
    return f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONSHIPS}">{properties}<sheets>{sheets}</sheets></workbook>'


def _relationships(targets: list[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{i}" Type="{_RELATIONSHIPS}/{kind}" Target={quoteattr(target)}/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE_RELATIONSHIPS}">{lines}</Relationships>'


def _shared_strings(data: bytes) -> bytes:
    """The strings with a start tag of ours: calamine reserves memory for whatever count the file claims."""
    data = _plain(data, b"sst", "sharedStrings")
    start = _SST_START.match(data)
    if start is None or start[1]:
        return f'<sst xmlns="{MAIN}"/>'.encode()
    return f'<sst xmlns="{MAIN}" uniqueCount="{data.count(b"<si")}">'.encode() + data[start.end() :]


def _plain(data: bytes, root: bytes, where: str) -> bytes:
    return without_declaration(data if is_plain(data, root) else plain(data, where))
