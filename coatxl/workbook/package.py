"""The parts of an xlsx file: each inflated once, under limits, and found through its relationships."""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

from coatxl.workbook.book import Visibility
from coatxl.workbook.faults import DAMAGED, NOT_A_WORKBOOK, TOO_LARGE, Fault, Unreadable
from coatxl.workbook.plain_xml import MOST_DEPTH, declares_doctype, refuse_doctype
from coatxl.workbook.preflight import part_name

if TYPE_CHECKING:
    from zipfile import ZipInfo

_VISIBILITIES: dict[str, Visibility] = {"hidden": "hidden", "veryHidden": "very_hidden"}
MOST_SHEETS = 5_000
_STORED = 0
_XML_SUFFIXES = (".xml", ".rels", ".vml")
_HEAD = 1024
_LOCAL_HEADER = struct.Struct("<26sHH")


@dataclass(frozen=True, slots=True)
class Relationship:
    """A pointer from one part to another; kind is the last word of its type, the same in Strict and Transitional."""

    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One worksheet of the workbook: its name in the file, its visibility and its part."""

    name: str
    visibility: Visibility
    part: str


@dataclass(slots=True)
class WorkbookParts:
    """What the workbook part says: its worksheets in order, the date system, and where strings and styles stand.

    calculate_on_load: the writer left the formulas to the program that opens the file; Excel and WPS save without it.
    """

    sheets: list[SheetPart]
    date1904: bool
    calculate_on_load: bool
    shared_strings: str | None
    styles: str | None


class Package:
    """The parts of a zip, found by part_name(), under which open_zip() has seen to it that no two are one."""

    def __init__(self, data: bytes, parts: Iterable[ZipInfo]) -> None:
        """Index the parts of an archive that open_zip() has checked."""
        self._data = data
        self._parts = {part_name(part.filename): part for part in parts}

    def __contains__(self, name: str) -> bool:
        return part_name(name) in self._parts

    def names(self) -> list[str]:
        """Folded names of all parts."""
        return list(self._parts)

    def stamp(self, name: str) -> tuple[int, int] | None:
        """Checksum and size of a part as the directory has them, None when it is missing: equal parts, equal stamps."""
        part = self._parts.get(part_name(name))
        return None if part is None else (part.CRC, part.file_size)

    def read(self, name: str) -> bytes:
        """Inflate one part; Unreadable when it is missing or damaged. Its claimed size bounds what is inflated."""
        part = self._parts.get(part_name(name))
        if part is None:
            raise Unreadable(DAMAGED.about(f"缺少{name}", f"{name} is missing"))
        content = self._inflated(part)
        if content is None or len(content) != part.file_size or zlib.crc32(content) != part.CRC:
            raise Unreadable(_damaged_part(name))
        return content

    def refuse_doctypes(self) -> None:
        """Refuse a workbook any of whose XML parts declares a DOCTYPE, also one that nobody would parse.

        Only the beginning of a part is inflated unless its prolog is longer. An .ods is not for this: LibreOffice
        itself declares document types there (Basic/script-lc.xml).
        """
        for name, part in self._parts.items():
            if name.endswith(_XML_SUFFIXES):
                head = self._inflated(part, _HEAD)
                verdict = None if head is None else declares_doctype(head)
                if verdict is None and part.file_size > _HEAD:
                    verdict = declares_doctype(self._inflated(part) or b"")
                if verdict:
                    refuse_doctype()

    def _inflated(self, part: ZipInfo, most: int | None = None) -> bytes | None:
        """Bytes of a part, at most one more than it claims, or most; None when its header or data are no zip's."""
        header = self._data[part.header_offset : part.header_offset + _LOCAL_HEADER.size]
        if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            return None
        _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        start = part.header_offset + _LOCAL_HEADER.size + name_length + extra_length
        packed = self._data[start : start + part.compress_size]
        if part.compress_type == _STORED:
            return packed[:most]
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most or part.file_size + 1)
        except zlib.error:
            return None

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Relationships of a part by id; external ones are left out, a part without any has none."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, Relationship] = {}
        if rels not in self:
            return found

        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "").replace("\\", "/")
                found[attributes.get("Id", "")] = Relationship(
                    attributes.get("Type", "").rpartition("/")[2],
                    posixpath.normpath(posixpath.join("/", folder, target)),
                )

        walk(self.read(rels), rels, start)
        return found


def _damaged_part(name: str) -> Fault:
    return DAMAGED.about(f"{name}解压或解析失败", f"{name} cannot be unpacked or parsed")


def walk(
    data: bytes,
    where: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call start, end and text for the elements of a small part, their names without prefix or namespace."""
    depth = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_DEPTH:
            raise Unreadable(TOO_LARGE.about("XML嵌套过深", "its XML is nested too deep"))
        start(name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()})

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(name.rpartition(":")[2])

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise Unreadable(_damaged_part(where)) from None


def workbook_parts(package: Package) -> WorkbookParts:
    """Find the worksheets, styles and strings of a package; Unreadable when it is no workbook."""
    roots = package.relationships("")
    workbook = next((rel.target for rel in roots.values() if rel.kind == "officeDocument"), "/xl/workbook.xml")
    if workbook not in package:
        if "/xl/workbook.xml" not in package:
            words = "Office文档或压缩包，但没有工作簿部件", "an Office package without a workbook part"
            raise Unreadable(NOT_A_WORKBOOK.about(*words))
        workbook = "/xl/workbook.xml"
    relationships = package.relationships(workbook)
    named: list[tuple[str, Visibility, str]] = []
    date1904 = calculate_on_load = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal date1904, calculate_on_load
        if element == "sheet":
            state = _VISIBILITIES.get(attributes.get("state", ""), "visible")
            named.append((attributes.get("name", ""), state, attributes.get("id", "")))
        elif element == "workbookPr":
            # Excel's extension list holds a second workbookPr, which says nothing of it.
            date1904 = date1904 or attributes.get("date1904") in ("1", "true", "on")
        elif element == "calcPr":
            calculate_on_load = attributes.get("fullCalcOnLoad") in ("1", "true", "on")

    walk(package.read(workbook), workbook, start)
    if len(named) > MOST_SHEETS:
        raise Unreadable(TOO_LARGE.about(f"工作表超过{MOST_SHEETS}个", f"more than {MOST_SHEETS} sheets"))
    sheets = []
    for name, state, rid in named:
        relationship = relationships.get(rid)
        if relationship is None:
            raise Unreadable(DAMAGED.about(f"工作表“{name}”没有内容部件", f'the sheet "{name}" has no part'))
        if relationship.kind == "worksheet":
            sheets.append(SheetPart(name, state, relationship.target))
    if len({sheet.part.casefold() for sheet in sheets}) < len(sheets):
        raise Unreadable(DAMAGED.about("两个工作表指向同一部件", "two sheets point to one part"))
    by_kind = {rel.kind: rel.target for rel in relationships.values()}
    return WorkbookParts(sheets, date1904, calculate_on_load, by_kind.get("sharedStrings"), by_kind.get("styles"))
