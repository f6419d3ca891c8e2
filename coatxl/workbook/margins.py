"""margins: what a person adds to a workbook beside its cells: comments, link targets, texts of page header and footer."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from coatxl.workbook.book import cell_position
from coatxl.workbook.faults import Unreadable
from coatxl.workbook.package import Package, SheetPart, walk, workbook_parts
from coatxl.workbook.preflight import open_zip
from coatxl.workbook.source import read_bytes

Place = tuple[int, int]
# The codes of a page header: part of the line, font, size, colour, page number and the like; && is a literal &.
_CODE = re.compile(r'&(?:"[^"]*"|[0-9]{1,3}|K[0-9A-Fa-f+-]{6}|[A-Za-z])')
_PARTS = re.compile(r"&[LCR]")
_TEXTS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})


@dataclass(slots=True)
class Margin:
    """Of one sheet: (author, text) of the comment at a 0-based cell, link targets by cell, texts of header and footer."""

    comments: dict[Place, tuple[str, str]] = field(default_factory=dict)
    links: dict[Place, str] = field(default_factory=dict)
    page: list[str] = field(default_factory=list)


def margins(path: Path) -> dict[str, Margin]:
    """The margin of each sheet of an .xlsx by its name; Unreadable when it is no workbook. What is damaged is left out."""
    data = read_bytes(path)
    with open_zip(data) as archive:
        package = Package(data, archive.infolist())
        return {part.name: _margin(package, part) for part in workbook_parts(package).sheets}


def _margin(package: Package, part: SheetPart) -> Margin:
    margin = Margin()
    external = _external(package, part.part)
    words: list[str] | None = None

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal words
        if name == "hyperlink":
            target = external.get(attributes.get("id", ""), "")
            inside = attributes.get("location", "")
            text = f"{target}#{inside}" if target and inside else target or inside
            with suppress(ValueError):
                if text:
                    margin.links[cell_position(attributes.get("ref", "").partition(":")[0])] = text
        elif name in _TEXTS:
            words = []

    def end(name: str) -> None:
        nonlocal words
        if name in _TEXTS and words is not None:
            margin.page += [said for each in _PARTS.split("".join(words).replace("&&", "\0")) if (said := _said(each))]
            words = None

    def text(text: str) -> None:
        if words is not None:
            words.append(text)

    with suppress(Unreadable):
        walk(package.read(part.part), part.part, start, end, text)
    with suppress(Unreadable):
        for relation in package.relationships(part.part).values():
            if relation.kind == "comments":
                _comments(package, relation.target, margin)
    return margin


def _said(part: str) -> str:
    return _CODE.sub("", part).replace("\0", "&").strip()


def _comments(package: Package, part: str, margin: Margin) -> None:
    """The notes of a sheet; a threaded comment stands there too, as one note with all its answers."""
    authors: list[str] = []
    place: Place | None = None
    author = ""
    words: list[str] = []
    inside: set[str] = set()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal place, author
        inside.add(name)
        if name == "author":
            authors.append("")
        elif name == "comment":
            number = attributes.get("authorId", "")
            author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
            words.clear()
            place = None
            with suppress(ValueError):
                place = cell_position(attributes.get("ref", ""))

    def end(name: str) -> None:
        inside.discard(name)
        if name == "comment" and place is not None and "".join(words).strip():
            margin.comments[place] = author, "".join(words).strip()

    def text(text: str) -> None:
        if "author" in inside and authors:
            authors[-1] += text
        elif "comment" in inside and "t" in inside and "rPh" not in inside:
            words.append(text)

    walk(package.read(part), part, start, end, text)


def _external(package: Package, part: str) -> dict[str, str]:
    """Targets outside the workbook by the id of their relationship."""
    where = PurePosixPath(part)
    rels = str(where.parent / "_rels" / f"{where.name}.rels")
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") == "External":
            found[attributes.get("Id", "")] = attributes.get("Target", "")

    if rels in package:
        with suppress(Unreadable):
            walk(package.read(rels), rels, start)
    return found
