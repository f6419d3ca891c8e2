"""Where pictures stand in a sheet: the anchors of its drawing part, and whether the workbook places pictures in cells."""

from __future__ import annotations

import re

from coatxl.workbook.package import Package
from coatxl.workbook.plain_xml import MOST_COLUMNS, MOST_ROWS

_STRUCTURES = "/xl/richData/rdrichvaluestructure.xml"
_ANCHOR = re.compile(rb"<(?:\w+:)?(?:two|one|absolute)(?:Cell)?Anchor\b")
_PICTURE = re.compile(rb"<(?:\w+:)?pic[\s>]")
_FROM = re.compile(
    rb"<(?:\w+:)?from\s*>\s*<(?:\w+:)?col\s*>\s*(\d{1,7})\s*<.{0,200}?<(?:\w+:)?row\s*>\s*(\d{1,7})\s*<", re.DOTALL
)


def places_pictures_in_cells(package: Package) -> bool:
    """Whether the workbook holds Excel's pictures in cells (Place in Cell), stored as rich values."""
    return _STRUCTURES in package and b"_localImage" in package.read(_STRUCTURES)


def picture_anchors(package: Package, sheet_part: str, drawing_id: str) -> set[tuple[int, int]]:
    """0-based top left cells of the pictures of a sheet; charts and shapes are none. Missing drawings hold none."""
    relationship = package.relationships(sheet_part).get(drawing_id)
    if relationship is None or relationship.kind != "drawing" or relationship.target not in package:
        return set()
    pictures: set[tuple[int, int]] = set()
    # From one anchor to the next: a search for each one's end would take for ever where the ends are missing.
    for anchor in _ANCHOR.split(package.read(relationship.target))[1:]:
        corner = _FROM.search(anchor)
        if corner is None or not _PICTURE.search(anchor):
            continue
        row, col = int(corner[2]), int(corner[1])
        if row < MOST_ROWS and col < MOST_COLUMNS:
            pictures.add((row, col))
    return pictures
