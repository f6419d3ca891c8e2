"""Workbooks for the reader's tests: the parts of an xlsx zipped by hand, an OLE container with one stream."""

from __future__ import annotations

import struct
import zipfile

import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def worksheet(cells, after="", before=""):
    """A plain worksheet part around the rows of its sheetData."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{cells}</sheetData>{after}</worksheet>'


def relationships(*targets):
    """A relationships part; rId1 is the first of (kind, target)."""
    lines = "".join(
        f'<Relationship Id="rId{i}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def parts_of(sheet, **changes):
    """The parts of a workbook with one worksheet named 表; changes are other parts by key, None removes one."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
        ),
        "xl/worksheets/sheet1.xml": sheet,
        **changes,
    }
    return {name: content for name, content in parts.items() if content is not None}


@pytest.fixture
def xlsx(tmp_path):
    """Write a workbook whose one sheet is this part, with other parts by name; returns its path."""

    def write(sheet, compression=zipfile.ZIP_DEFLATED, **changes):
        path = tmp_path / "底稿.xlsx"
        with zipfile.ZipFile(path, "w", compression) as archive:
            for name, content in parts_of(sheet, **changes).items():
                archive.writestr(name, content)
        return path

    return write


@pytest.fixture
def rows(xlsx):
    """Write a workbook of these rows (XML inside sheetData); returns its path."""

    def write(cells, after="", before="", **changes):
        return xlsx(worksheet(cells, after, before), **changes)

    return write


def ole_container(streams):
    """A minimal OLE container (512-byte sectors: FAT, directory, streams); streams are padded to leave the mini stream."""
    free, end, fat_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    fat, content = [fat_mark, end], b""
    entries = [_entry("Root Entry", 5, end, 0)]
    for name, data in streams.items():
        padded = data.ljust(max(4096, -(-len(data) // 512) * 512), b"\0")
        first, count = len(fat), len(padded) // 512
        entries.append(_entry(name, 2, first, len(padded)))
        fat += [*range(first + 1, first + count), end]
        content += padded
    assert len(fat) <= 128
    assert len(entries) <= 4
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    directory = b"".join(entries).ljust(512, b"\0")
    return header + struct.pack("<128I", *fat, *[free] * (128 - len(fat))) + directory + content


def _entry(name, kind, start, size):
    encoded = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<BB3I", kind, 1, *[0xFFFFFFFF] * 3)
    return (
        encoded.ljust(64, b"\0") + struct.pack("<H", len(encoded)) + links + bytes(36) + struct.pack("<IQ", start, size)
    )


def biff(*records):
    """A BIFF8 stream of (type, body) records."""
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)


@pytest.fixture
def ole(tmp_path):
    """Write an OLE container with these streams; returns its path."""

    def write(**streams):
        path = tmp_path / "旧格式.xls"
        path.write_bytes(ole_container(streams))
        return path

    return write


@pytest.fixture
def bof():
    """The record that opens a BIFF8 sheet."""
    return 0x0809, struct.pack("<4H2I", 0x0600, 0x0010, 0, 0, 0, 0)


@pytest.fixture
def records():
    """biff(): records to a stream."""
    return biff
