"""OLE containers and BIFF streams that loop, lie or are locked, and other formats under workbook names."""

from __future__ import annotations

import gzip
import struct

from hostile.case import EITHER, READABLE, REFUSED, add
from hostile.package import DECLARATION, HEADERS, ROW, packed, paper

OLE, RENAMED = "OLE and BIFF", "renamed"
SECTOR = 512
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(streams, *, directory_loop=False, sector_loop=False, fat_points_at_itself=False, difat=None):
    """An OLE container of streams, each padded to 4,096 bytes so that none needs the small store."""
    sectors, fat, places = [], [], []
    for name, data in streams.items():
        padded = data.ljust(max(4096, -(-len(data) // SECTOR) * SECTOR), b"\0")
        first = len(sectors)
        chain = [padded[at : at + SECTOR] for at in range(0, len(padded), SECTOR)]
        sectors += chain
        fat += [first + n + 1 for n in range(len(chain) - 1)] + [first if sector_loop else END]
        places.append((name, first, len(padded)))
    root = _entry("Root Entry", 5, END, 0, child=1 if places else FREE)
    entries = [root] + [
        _entry(name, 2, first, size, right=(1 if directory_loop else n + 1 if n < len(places) else FREE))
        for n, (name, first, size) in enumerate(places, 1)
    ]
    entries += [bytes(128)] * (-len(entries) % 4)
    directory = b"".join(entries)
    at = len(sectors)
    sectors += [directory[n : n + SECTOR] for n in range(0, len(directory), SECTOR)]
    fat += [at + n + 1 for n in range(len(directory) // SECTOR - 1)] + [at if directory_loop else END]
    fat_at = len(sectors)
    fat.append(fat_at if fat_points_at_itself else FAT_SECTOR)
    fat += [FREE] * (-len(fat) % 128)
    tables = struct.pack(f"<{len(fat)}I", *fat)
    count = len(tables) // SECTOR
    sectors += [tables[n : n + SECTOR] for n in range(0, len(tables), SECTOR)]
    first_difat, difats = difat or (END, 0)
    header = MAGIC + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, count, at, 0, 4096, END, 0, first_difat, difats)
    header += struct.pack("<109I", *[fat_at + n for n in range(count)], *[FREE] * (109 - count))
    return header + b"".join(sectors)


def _entry(name, kind, start, size, *, right=FREE, child=FREE):
    text = name.encode("utf-16-le") + b"\0\0"
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB3I", len(text), kind, 1, FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


BOF_BOOK = record(0x809, struct.pack("<4H2I", 0x600, 5, 0x1F58, 0x7CD, 0x41, 0x6))
BOF_SHEET = record(0x809, struct.pack("<4H2I", 0x600, 0x10, 0x1F58, 0x7CD, 0x41, 0x6))
EOF = record(0x0A)


def label(row, col, text):
    data = text.encode("utf-16-le")
    return record(0x204, struct.pack("<4HB", row, col, 15, len(text), 1) + data)


def biff(cells, *, before=b"", end=EOF):
    """A BIFF8 workbook stream with one sheet."""
    name = "安全检查表"
    size = 4 + 8 + 2 * len(name)
    start = len(BOF_BOOK) + len(before) + size + len(EOF)
    sheet = record(0x85, struct.pack("<IHBB", start, 0, len(name), 1) + name.encode("utf-16-le"))
    return BOF_BOOK + before + sheet + EOF + BOF_SHEET + cells + end


def rows(*lines):
    return b"".join(label(r, c, text) for r, line in enumerate(lines) for c, text in enumerate(line))


HONEST = biff(rows(HEADERS, ROW))


def xls(stream=HONEST, **lies):
    return ole({"Workbook": stream}, **lies)


add(OLE, "honest_xls", READABLE, xls, sample=True)
add(OLE, "sector_loop", REFUSED, lambda: xls(sector_loop=True), sample=True)
add(OLE, "directory_loop", EITHER, lambda: xls(directory_loop=True))
add(OLE, "fat_points_at_itself", EITHER, lambda: xls(fat_points_at_itself=True))
add(OLE, "difat_loop", REFUSED, lambda: xls(difat=(0, 0xFFFFFFFF)))
add(OLE, "one_kib_of_header", REFUSED, lambda: xls()[:1024])
add(OLE, "header_of_ff", REFUSED, lambda: MAGIC + b"\xff" * 1016)
add(OLE, "header_of_zeros", REFUSED, lambda: MAGIC + bytes(1016))
add(OLE, "cut", REFUSED, lambda: xls()[:-700])
add(OLE, "no_workbook_stream", REFUSED, lambda: ole({"Contents": b"x"}))
add(
    OLE,
    "record_longer_than_stream",
    REFUSED,
    lambda: xls(biff(struct.pack("<HH", 0x204, 8000) + bytes(9), end=b"")[:-1]),
)
add(
    OLE,
    "false_string_count",
    EITHER,
    lambda: xls(biff(b"", before=record(0xFC, struct.pack("<2I", 0xFFFFFFFF, 0xFFFFFFFF)))),
)
add(
    OLE, "string_longer_than_record", EITHER, lambda: xls(biff(record(0x204, struct.pack("<4HB", 0, 0, 15, 60_000, 1))))
)
add(OLE, "last_cell_in_biff", EITHER, lambda: xls(biff(label(0, 0, "a") + label(65_535, 255, "z"))))
add(
    OLE,
    "thousands_of_sheets_at_zero",
    EITHER,
    lambda: xls(BOF_BOOK + record(0x85, struct.pack("<IHBB", 0, 0, 1, 0) + b"a") * 5000 + EOF),
)
add(OLE, "bare_biff2", REFUSED, lambda: record(9, struct.pack("<2H", 2, 0x10)) + record(4, bytes(12)) + EOF)
add(OLE, "bare_biff8", REFUSED, lambda: HONEST)
add(
    "encrypted",
    "encrypted_package",
    REFUSED,
    lambda: ole({"EncryptedPackage": bytes(9000), "EncryptionInfo": bytes(5000)}),
    preflight=True,
    sample=True,
)
add("encrypted", "filepass", REFUSED, lambda: xls(biff(rows(ROW), before=record(0x2F, bytes(54)))), preflight=True)

HTML = f"<html><meta charset=utf-8><table><tr><td>{'</td><td>'.join(HEADERS)}</table>"
OTHERS = {
    "csv": ",".join(HEADERS).encode(), "csv_gbk": ",".join(HEADERS).encode("gbk"), "tsv": "\t".join(HEADERS).encode("utf-16"),
    "html": HTML.encode(), "mhtml": b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n" + HTML.encode(),
    "xml_2003": f'{DECLARATION}<?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'.encode(),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "png": b"\x89PNG\r\n\x1a\n" + bytes(99), "gzip": gzip.compress(b"x" * 99, mtime=0),
    "seven_zip": b"7z\xbc\xaf\x27\x1c\0\4" + bytes(99), "rar": b"Rar!\x1a\7\1\0" + bytes(99), "one_byte": b"P", "empty": b"", "pk_only": b"PK\3\4",
    "noise": bytes((n * 197 + 71) % 256 for n in range(5000)), "zeros": bytes(5000), "billion_of_one_char": b"a" * 3_000_000,
    "shell": b"#!/bin/sh\ntouch /tmp/x\n", "elf": b"\x7fELF" + bytes(99), "lf_only": b"\n" * 100_000, "spaces": b" " * 4_000_000,
}  # fmt: skip
for _name, _data in OTHERS.items():
    add(RENAMED, _name, REFUSED, lambda data=_data: data, sample=_name in {"csv_gbk", "empty", "noise"})
add(RENAMED, "docx", REFUSED, lambda: packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"}))
add(RENAMED, "zip_of_workbooks", REFUSED, lambda: packed({"甲.xlsx": paper(), "乙.xlsx": paper()}))
add(RENAMED, "plain_zip", REFUSED, lambda: packed({"readme.txt": "x"}))
CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
NAMESPACES = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))


def ods(inside):
    content = f'{DECLARATION}<office:document-content{NAMESPACES}><office:body><office:spreadsheet><table:table table:name="安全检查表">{inside}</table:table></office:spreadsheet></office:body></office:document-content>'
    return packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


ODS_ROW = f"<table:table-row>{''.join(CELL.format(text) for text in HEADERS)}</table:table-row>"
add(RENAMED, "ods", EITHER, lambda: ods(ODS_ROW))
add(
    RENAMED,
    "ods_rows_repeated",
    EITHER,
    lambda: ods(ODS_ROW.replace("<table:table-row", '<table:table-row table:number-rows-repeated="1048576"')),
)
add(
    RENAMED,
    "ods_columns_repeated",
    EITHER,
    lambda: ods(ODS_ROW.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="4000000000"')),
)
add(
    RENAMED,
    "ods_repeats_repeats",
    EITHER,
    lambda: ods(
        ODS_ROW.replace("<table:table-row", '<table:table-row table:number-rows-repeated="99999"').replace(
            "<table:table-cell", '<table:table-cell table:number-columns-repeated="16384"'
        )
    ),
)
for _part, _data in {
    "empty": b"",
    "noise": bytes((n * 91 + 7) % 256 for n in range(3000)),
    "huge_count": b"\x9f\x01\x08" + b"\xff" * 8,
}.items():
    add(
        RENAMED,
        f"xlsb_{_part}",
        EITHER,
        lambda data=_data: packed(
            {"xl/workbook.bin": data, "xl/sharedStrings.bin": data, "xl/worksheets/sheet1.bin": data}
        ),
    )
