"""The formats of which only values are read (.xls, .xlsb, .ods), with their used rectangle measured before calamine.

Calamine fills the rectangle of the used cells and aborts the process when memory does not suffice, so that one cell in
the last corner has to be refused here.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from coatxl.workbook.book import Sheet, cell_name
from coatxl.workbook.cell_area import MOST_POSITIONS, MOST_POSITIONS_IN_ALL
from coatxl.workbook.cfb import Container
from coatxl.workbook.faults import DAMAGED, NEEDS_PASSWORD, NOT_A_WORKBOOK, TOO_LARGE, Fault, Unreadable
from coatxl.workbook.package import Package, walk
from coatxl.workbook.values import read_values, without_blank_end

_OLE_DOCUMENTS = (
    ("WordDocument", "Word 97-2003文档", "a Word 97-2003 document"),
    ("PowerPoint Document", "PowerPoint 97-2003演示文稿", "a PowerPoint 97-2003 presentation"),
    ("VisioDocument", "Visio绘图", "a Visio drawing"),
    ("__properties_version1.0", "Outlook邮件", "an Outlook message"),
)

# BIFF8 records (MS-XLS 2.3)
_FILEPASS, _BOF, _SST = 0x2F, 0x0809, 0xFC
_ONE_CELL = frozenset({0x06, 0x0203, 0x0204, 0x0205, 0x027E, 0xFD, 0xD6})
_MULTIPLE_NUMBERS = 0xBD
# BIFF12 records (MS-XLSB 2.3)
_ROW12, _FIRST_CELL12, _LAST_CELL12, _SST12 = 0, 2, 11, 159
_MOST_STRINGS = 10_000_000
_ROWS_REPEATED, _COLUMNS_REPEATED = "number-rows-repeated", "number-columns-repeated"


def read_ole(data: bytes) -> list[Sheet]:
    """Worksheets of an .xls; Unreadable for an encrypted file or another kind of OLE document."""
    container = Container(data)
    if "EncryptedPackage" in container or "EncryptionInfo" in container:
        raise Unreadable(NEEDS_PASSWORD)
    name = next((name for name in ("Workbook", "Book") if name in container), None)
    if name is None:
        for stream, zh, en in _OLE_DOCUMENTS:
            if stream in container:
                raise Unreadable(NOT_A_WORKBOOK.about(zh, en))
        raise Unreadable(NOT_A_WORKBOOK.about("其他OLE文档", "another OLE document"))
    check_biff(container.stream(name))
    return _sheets(data, merges=True)


def read_zipped(data: bytes, kind: str, package: Package) -> list[Sheet]:
    """Worksheets of an .xlsb or .ods; Unreadable when its used rectangle is too large."""
    if kind == "xlsb":
        check_biff12(package)
    else:
        check_ods(package)
    return _sheets(data, merges=False)


def _sheets(data: bytes, *, merges: bool) -> list[Sheet]:
    sheets = []
    for values in read_values(data, merges=merges):
        rows = without_blank_end(values.rows, values.top)
        sheet = Sheet(values.name, values.visibility, values.top, values.left, rows)
        sheet.merges = [merge for merge in values.merges if (merge.top, merge.left) != (merge.bottom, merge.right)]
        sheets.append(sheet)
    return sheets


class _Rectangle:
    """The used rectangle of one sheet, as its cells are met."""

    def __init__(self) -> None:
        self.top = self.left = 1 << 31
        self.bottom = self.right = -1

    def add(self, row: int, left: int, right: int) -> None:
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, left), max(self.right, right)

    def check(self, before: int) -> int:
        """Positions of this sheet and of those before it; Unreadable when either are too many."""
        if self.bottom < 0:
            return before
        size = (self.bottom - self.top + 1) * (self.right - self.left + 1)
        if size > MOST_POSITIONS or before + size > MOST_POSITIONS_IN_ALL:
            raise Unreadable(_too_far(cell_name(self.bottom, self.right)))
        return before + size


def _too_far(cell: str) -> Fault:
    return TOO_LARGE.about(f"内容一直散布到单元格{cell}，请清除远处的内容", f"content as far away as {cell}: clear it")


def _damaged_stream() -> Unreadable:
    return Unreadable(DAMAGED.about("工作簿数据流被截断", "its workbook stream is cut off"))


def check_biff(stream: bytes) -> None:
    """Walk the records of an .xls: Unreadable when it is encrypted, cut off, or its cells lie too far apart."""
    rectangle, positions = _Rectangle(), 0
    at, size = 0, len(stream)
    while at + 4 <= size:
        record, length = struct.unpack_from("<HH", stream, at)
        at += 4
        if at + length > size:
            if record == 0 and not stream[at:].strip(b"\0"):
                break  # zeros that fill the last sector
            raise _damaged_stream()
        if record in _ONE_CELL and length >= 6:  # noqa: PLR2004 — row, column, format
            row, col = struct.unpack_from("<HH", stream, at)
            rectangle.add(row, col, col)
        elif record == _MULTIPLE_NUMBERS and length >= 6:  # noqa: PLR2004
            row, col = struct.unpack_from("<HH", stream, at)
            rectangle.add(row, col, struct.unpack_from("<H", stream, at + length - 2)[0])
        elif record == _FILEPASS:
            raise Unreadable(NEEDS_PASSWORD)
        elif record == _SST and length >= 8 and struct.unpack_from("<I", stream, at + 4)[0] > _MOST_STRINGS:  # noqa: PLR2004
            raise Unreadable(TOO_LARGE.about("共享字符串数目异常", "an abnormal number of strings"))
        elif record == _BOF:
            positions = rectangle.check(positions)
            rectangle = _Rectangle()
        at += length
    rectangle.check(positions)


def check_biff12(package: Package) -> None:
    """Walk the sheets of an .xlsb: Unreadable when cells lie too far apart or the number of strings is false."""
    positions = 0
    for name in package.names():
        if re.search(r"/worksheets/[^/]*\.bin\Z", name):
            rectangle = _Rectangle()
            row = 0
            for record, body in _records12(package.read(name)):
                if record == _ROW12 and len(body) >= 4:  # noqa: PLR2004
                    (row,) = struct.unpack_from("<I", body)
                elif _FIRST_CELL12 <= record <= _LAST_CELL12 and len(body) >= 4:  # noqa: PLR2004
                    (col,) = struct.unpack_from("<I", body)
                    rectangle.add(row, col, col)
            positions = rectangle.check(positions)
        elif name.endswith("sharedstrings.bin"):
            for record, body in _records12(package.read(name)):
                if record == _SST12 and max(struct.unpack_from("<II", body.ljust(8, b"\0"))) > _MOST_STRINGS:
                    raise Unreadable(TOO_LARGE.about("共享字符串数目异常", "an abnormal number of strings"))
                break


def _records12(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(record type, body) of a BIFF12 part; types take one or two bytes, lengths one to four, seven bits each."""
    at, size = 0, len(data)
    while at < size:
        record = data[at]
        at += 1
        if record & 0x80 and at < size:
            record = (record & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while at < size and shift < 28:  # noqa: PLR2004
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if at + length > size:
            raise _damaged_stream()
        yield record, data[at : at + length]
        at += length


def check_ods(package: Package) -> None:
    """Count the positions of an .ods with its repetitions: Unreadable when there are too many, or it is encrypted."""
    if "/META-INF/manifest.xml" in package and b"encryption-data" in package.read("/META-INF/manifest.xml"):
        raise Unreadable(NEEDS_PASSWORD)
    counter = _OdsCounter()
    walk(package.read("/content.xml"), "content.xml", counter.start, counter.end)


class _OdsCounter:
    """Counts what calamine would fill: each row up to its last used cell, as often as it is repeated."""

    def __init__(self) -> None:
        self._rows = self._repeated = 0
        self._col = self._used = self._widest = 0
        self._rows_used = self._before = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            self._before += self._rows_used * self._widest
            self._rows = self._rows_used = self._widest = 0
        elif name == "table-row":
            self._repeated = _number(attributes.get(_ROWS_REPEATED))
            self._col = self._used = 0
        elif name in ("table-cell", "covered-table-cell"):
            self._col += _number(attributes.get(_COLUMNS_REPEATED))
            if "value-type" in attributes or "formula" in attributes:
                self._used = self._col

    def end(self, name: str) -> None:
        if name != "table-row":
            return
        self._rows += self._repeated
        if self._used:
            self._rows_used, self._widest = self._rows, max(self._widest, self._used)
            size = self._rows_used * self._widest
            if size > MOST_POSITIONS or self._before + size > MOST_POSITIONS_IN_ALL:
                raise Unreadable(_too_far(cell_name(self._rows_used - 1, self._widest - 1)))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 1  # noqa: PLR2004
