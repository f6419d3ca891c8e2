"""Where pictures stand in a sheet: the anchors of its drawing part, and whether the workbook places pictures in cells."""

from __future__ import annotations

from coatxl.workbook.package import Package, walk
from coatxl.workbook.plain_xml import MOST_COLUMNS, MOST_ROWS

_ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor"})
_STRUCTURES = "/xl/richData/rdrichvaluestructure.xml"


def places_pictures_in_cells(package: Package) -> bool:
    """Whether the workbook holds Excel's pictures in cells (Place in Cell), stored as rich values."""
    return _STRUCTURES in package and b"_localImage" in package.read(_STRUCTURES)


def picture_anchors(package: Package, sheet_part: str, drawing_id: str) -> set[tuple[int, int]]:
    """0-based top left cells of the pictures of a sheet; charts and shapes are none. Missing drawings hold none."""
    relationship = package.relationships(sheet_part).get(drawing_id)
    if relationship is None or relationship.kind != "drawing" or relationship.target not in package:
        return set()
    anchors = _Anchors()
    walk(package.read(relationship.target), relationship.target, anchors.start, anchors.end, anchors.text)
    return anchors.pictures


class _Anchors:
    """Follows one drawing part element by element."""

    def __init__(self) -> None:
        self.pictures: set[tuple[int, int]] = set()
        self._corner: dict[str, str] = {}
        self._holds_picture = self._in_from = False
        self._reading: str | None = None

    def start(self, name: str, _: dict[str, str]) -> None:
        if name in _ANCHORS:
            self._corner, self._holds_picture = {}, False
        elif name == "from":
            self._in_from = True
        elif name in ("row", "col") and self._in_from:
            self._reading = name
            self._corner[name] = ""
        elif name == "pic":
            self._holds_picture = True

    def text(self, text: str) -> None:
        if self._reading:
            self._corner[self._reading] += text

    def end(self, name: str) -> None:
        self._reading = None
        if name == "from":
            self._in_from = False
        elif name in _ANCHORS and self._holds_picture:
            row, col = (self._corner.get(key, "").strip() for key in ("row", "col"))
            if row.isdecimal() and col.isdecimal() and len(row + col) <= 12:
                position = int(row), int(col)
                if position[0] < MOST_ROWS and position[1] < MOST_COLUMNS:
                    self.pictures.add(position)
