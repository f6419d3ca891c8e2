"""A small honest workbook as a dict of parts, and zips of it: by zipfile, or by hand where the directory shall lie."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HEADERS = ("风险点", "序号", "检查项目", "依据", "检查结果", "是否符合")
ROW = ("喷漆作业", "1", "油漆桶保持密闭。", "GB6514-2023第4.4.1条", "现场密闭", "符合")
SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
BOOK, BOOK_RELS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
TYPES, ROOT_RELS = "[Content_Types].xml", "_rels/.rels"


def letters(col):
    """Column letters of a 0-based column."""
    name = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        name = chr(65 + rest) + name
    return name


def text_cell(ref, text):
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def row(number, values):
    """A row of texts, and of numbers where a value is none."""
    cells = "".join(
        text_cell(f"{letters(c)}{number}", v) if isinstance(v, str) else f'<c r="{letters(c)}{number}"><v>{v}</v></c>'
        for c, v in enumerate(values)
    )
    return f'<row r="{number}">{cells}</row>'


def table(*rows, headers=HEADERS):
    """sheetData of a checklist with its header row."""
    return "".join(row(n, values) for n, values in enumerate((headers, *(rows or (ROW,))), 1))


def sheet(cells, before="", after="", namespace=MAIN):
    """A worksheet part around the inside of its sheetData."""
    return (
        f'{DECLARATION}<worksheet xmlns="{namespace}" xmlns:r="{RELATIONS}">{before}<sheetData>{cells}</sheetData>'
        f"{after}</worksheet>"
    )


def rels(*entries):
    """A relationships part of (id, kind, target) or (id, kind, target, mode)."""
    lines = "".join(
        f'<Relationship Id="{e[0]}" Type="{RELATIONS}/{e[1]}" Target="{escape(e[2], {chr(34): "&quot;"})}"'
        + (f' TargetMode="{e[3]}"' if len(e) > 3 else "")
        + "/>"
        for e in entries
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def workbook_xml(names=("安全检查表",), inside="", states=()):
    sheets = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{i}" r:id="rId{i}"{states[i - 1] if states else ""}/>'
        for i, name in enumerate(names, 1)
    )
    return f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{inside}<sheets>{sheets}</sheets></workbook>'


def parts(sheet_xml=None, *, names=("安全检查表",), strings=None, styles=None, **changes):
    """The parts of a workbook with one sheet (or as many as names, all alike); changes by part name."""
    sheet_xml = sheet(table()) if sheet_xml is None else sheet_xml
    made = {
        TYPES: f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        ROOT_RELS: rels(("rId1", "officeDocument", "xl/workbook.xml")),
        BOOK: workbook_xml(names),
    }
    targets = [(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(names) + 1)]
    for _, _, target in targets:
        made[f"xl/{target}"] = sheet_xml
    if strings is not None:
        made[STRINGS] = strings
        targets.append(("rId9001", "sharedStrings", "sharedStrings.xml"))
    if styles is not None:
        made[STYLES] = styles
        targets.append(("rId9002", "styles", "styles.xml"))
    made[BOOK_RELS] = rels(*targets)
    return made | changes


def shared(*texts, counts=""):
    items = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    return f'{DECLARATION}<sst xmlns="{MAIN}"{counts}>{items}</sst>'


def packed(made, *, level=6):
    """The parts as an honest zip, the same bytes each time."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in made.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return target.getvalue()


def paper(sheet_xml=None, **changes):
    """The bytes of an honest workbook with a part or two changed."""
    return packed(parts(sheet_xml, **changes))


def xlsx(cells, **around):
    """The bytes of a workbook with this inside of sheetData."""
    return paper(sheet(cells, **around))


@dataclass
class Entry:
    """One zip entry by hand; each field that is not None is written as given, in the directory or in both places."""

    name: bytes
    data: bytes  # as stored in the file
    method: int = 8
    size: int = 0
    crc: int = 0
    flags: int = 0
    extra: bytes = b""
    packed_size: int | None = None
    offset: int | None = None
    local_name: bytes | None = None
    local_size: int | None = None
    local_method: int | None = None
    disk: int = 0
    attributes: int = 0


def entry(name, data, **lies):
    """An entry whose figures are true but for the lies."""
    data = data.encode() if isinstance(data, str) else data
    squeezed = zlib.compressobj(6, zlib.DEFLATED, -15)
    stored = squeezed.compress(data) + squeezed.flush()
    name = name.encode() if isinstance(name, str) else name
    return Entry(name, stored, **{"size": len(data), "crc": zlib.crc32(data), **lies})


def repeated(name, before, unit, count, after, **lies):
    """An entry that inflates to before + unit * count + after, made without ever holding it."""
    unit = unit * (1 + (1 << 20) // len(unit))  # about a MiB at a time
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = squeeze.compress(before) + squeeze.flush(zlib.Z_FULL_FLUSH)
    block = squeeze.compress(unit) + squeeze.flush(zlib.Z_FULL_FLUSH)
    tail = squeeze.compress(after) + squeeze.flush()
    crc = zlib.crc32(before)
    for _ in range(count):
        crc = zlib.crc32(unit, crc)
    crc = zlib.crc32(after, crc)
    size = len(before) + len(unit) * count + len(after)
    return Entry(name.encode(), head + block * count + tail, **{"size": size, "crc": crc, **lies})


def by_hand(entries, *, before=b"", after=b"", count=None, directory_size=None, directory_at=None, disk=0):
    """A zip of entries, with an end record that may lie."""
    body, directory = bytearray(before), bytearray()
    for each in entries:
        at = len(body) if each.offset is None else each.offset
        squeezed = len(each.data) if each.packed_size is None else each.packed_size
        local = each.name if each.local_name is None else each.local_name
        if each.offset is None:
            local_size = each.size if each.local_size is None else each.local_size
            local_method = each.method if each.local_method is None else each.local_method
            body += struct.pack(
                "<4s5H3I2H", b"PK\3\4", 20, each.flags, local_method, 0, 0x21, each.crc, squeezed & 0xFFFFFFFF,
                local_size & 0xFFFFFFFF, len(local), len(each.extra),
            ) + local + each.extra + each.data  # fmt: skip
        directory += struct.pack(
            "<4s6H3I5H2I", b"PK\1\2", 0x0314, 20, each.flags, each.method, 0, 0x21, each.crc, squeezed & 0xFFFFFFFF,
            each.size & 0xFFFFFFFF, len(each.name), len(each.extra), 0, each.disk, 0, each.attributes, at,
        ) + each.name + each.extra  # fmt: skip
    start = len(body) if directory_at is None else directory_at
    number = len(entries) if count is None else count
    size = len(directory) if directory_size is None else directory_size
    end = struct.pack("<4s4H2IH", b"PK\5\6", disk, disk, number & 0xFFFF, number & 0xFFFF, size, start, 0)
    return bytes(body) + bytes(directory) + end + after


def entries_of(made=None, skip=()):
    """The parts of an honest workbook as entries."""
    return [entry(name, data) for name, data in (parts() if made is None else made).items() if name not in skip]
