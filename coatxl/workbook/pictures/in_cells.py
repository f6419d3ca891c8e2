"""in_cells: the pictures that stand in cells: those of WPS by their id, those of Excel by the value metadata of the cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from coatxl.workbook.faults import TOO_LARGE, Unreadable
from coatxl.workbook.package import Package, walk

Item = TypeVar("Item")
_STRUCTURES = "/xl/richData/rdrichvaluestructure.xml"
_VALUES, _TARGETS = "/xl/richData/rdrichvalue.xml", "/xl/richData/richValueRel.xml"
_METADATA = "/xl/metadata.xml"
_LOCAL_IMAGE, _IDENTIFIER = "_localImage", "_rvRel:LocalImageIdentifier"
_RICH = "XLRICHVALUE"
_ID = re.compile(r'DISPIMG\(\s*"([^"]{1,200})"')
_MOST_BYTES = 32 * 1024 * 1024


def places_pictures_in_cells(package: Package) -> bool:
    """Whether the workbook holds Excel's pictures in cells (Place in Cell), stored as rich values."""
    return _STRUCTURES in package and b"_localImage" in package.read(_STRUCTURES)


def wps_id(formula: str) -> str:
    """The id in =DISPIMG("ID_…",1), "" when there is none."""
    found = _ID.search(formula)
    return found[1] if found else ""


def wps_parts(package: Package) -> dict[str, str]:
    """The media part of each id of WPS; two ids may share one part, so neither number nor order means anything."""
    name = next((name for name in package.names() if name.rpartition("/")[2] == "cellimages.xml"), None)
    if name is None:
        return {}
    found: dict[str, str] = {}
    ids: list[str] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "cNvPr":
            ids.append(attributes.get("name", ""))
        elif element == "blip" and ids:
            found.setdefault(ids[-1], attributes.get("embed", ""))

    images = _images(package, name)
    _walk(package, name, start)
    return {name: images.get(relationship, "") for name, relationship in found.items()}


@dataclass(slots=True)
class _Rich:
    """What leads from a cell to a picture: vm → metadata → rich value → relationship."""

    types: list[str] = field(default_factory=list)
    values: list[list[tuple[int, int]]] = field(default_factory=list)  # per vm: (type, index in its future metadata)
    future: list[int] = field(default_factory=list)  # indices of rich values
    rich: list[tuple[int, list[str]]] = field(default_factory=list)  # structure, values
    identifiers: list[int | None] = field(default_factory=list)  # per structure: which value is the picture's
    targets: list[str] = field(default_factory=list)

    def part(self, vm: int) -> str:
        """The media part of a cell's vm, counted from 1; "" where the way breaks off."""
        for kind, index in _at(self.values, vm - 1) or ():
            if _at(self.types, kind - 1) != _RICH:
                continue
            value = _at(self.rich, _at(self.future, index))
            which = _at(self.identifiers, value[0]) if value else None
            target = _at(value[1], which) if value else None
            return _at(self.targets, _count(target or "")) or ""
        return ""


def excel_parts(package: Package, numbers: set[int]) -> dict[int, str]:
    """The media part of each vm that cells have, "" where the way breaks off."""
    read = _Rich()
    _metadata(package, read)
    _rich_values(package, read)
    images = _images(package, _TARGETS)

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "rel":
            read.targets.append(images.get(attributes.get("id", ""), ""))

    _walk(package, _TARGETS, start)
    return {vm: read.part(vm) for vm in numbers}


def _metadata(package: Package, read: _Rich) -> None:
    section = future = ""

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal section, future
        if element in ("futureMetadata", "valueMetadata", "cellMetadata"):
            section, future = element, attributes.get("name", "")
        elif element == "metadataType":
            read.types.append(attributes.get("name", ""))
        elif element == "bk" and section == "valueMetadata":
            read.values.append([])
        elif element == "rc" and section == "valueMetadata" and read.values:
            read.values[-1].append((_count(attributes.get("t", "")), _count(attributes.get("v", ""))))
        elif element == "bk" and section == "futureMetadata" and future == _RICH:
            read.future.append(-1)
        elif element == "rvb" and section == "futureMetadata" and future == _RICH and read.future:
            read.future[-1] = _count(attributes.get("i", ""))

    _walk(package, _METADATA, start)


def _rich_values(package: Package, read: _Rich) -> None:
    keys = 0
    image = False
    text: list[str] | None = None

    def structure(element: str, attributes: dict[str, str]) -> None:
        nonlocal keys, image
        if element == "s":
            keys, image = 0, attributes.get("t") == _LOCAL_IMAGE
            read.identifiers.append(None)
        elif element == "k" and read.identifiers:
            if image and attributes.get("n") == _IDENTIFIER:
                read.identifiers[-1] = keys
            keys += 1

    def value(element: str, attributes: dict[str, str]) -> None:
        nonlocal text
        if element == "rv":
            read.rich.append((_count(attributes.get("s", "")), []))
        elif element == "v" and read.rich:
            text = []

    def letters(piece: str) -> None:
        if text is not None:
            text.append(piece)

    def end(element: str) -> None:
        nonlocal text
        if element == "v" and text is not None:
            read.rich[-1][1].append("".join(text))
            text = None

    _walk(package, _STRUCTURES, structure)
    _walk(package, _VALUES, value, end, letters)


def _images(package: Package, part: str) -> dict[str, str]:
    """The relationships of a part to pictures, by id."""
    try:
        found = package.relationships(part)
    except Unreadable:
        return {}
    return {key: relationship.target for key, relationship in found.items() if relationship.kind == "image"}


def _walk(
    package: Package,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Walk a part that lists pictures, as far as it is sound; Unreadable when it is a giant."""
    content = _content(package, part)
    with suppress(Unreadable):
        walk(content, part, start, end, text)


def _content(package: Package, part: str) -> bytes:
    try:
        content = package.read(part)
    except Unreadable:
        return b""
    if len(content) > _MOST_BYTES:
        raise Unreadable(TOO_LARGE.about("图片清单过大", "its list of pictures is too large"))
    return content


def _count(text: str) -> int:
    """A number counted from 0; -1, which no list has, for anything else."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= len("1048576") else -1


def _at(items: Sequence[Item], index: int | None) -> Item | None:
    return items[index] if index is not None and 0 <= index < len(items) else None
