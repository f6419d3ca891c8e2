"""floating: the pictures of a drawing part, with one-cell, two-cell and absolute anchors, alone or in nested groups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from coatxl.workbook.faults import TOO_LARGE, Unreadable
from coatxl.workbook.package import Package, walk
from coatxl.workbook.pictures.grid import Box, Grid
from coatxl.workbook.plain_xml import MOST_COLUMNS, MOST_ROWS

MOST_DRAWING_BYTES = 32 * 1024 * 1024  # a picture takes about one KiB
_ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"})
_MARKERS, _PLACES = frozenset({"from", "to"}), frozenset({"col", "colOff", "row", "rowOff"})
_MOST_DIGITS = 15
_QUARTER = 90 * 60_000  # DrawingML counts in sixty thousandths of a degree


@dataclass(frozen=True, slots=True)
class Found:
    """A picture of a drawing: its 0-based cell, the relationship to its file, the quarters that it is turned clockwise."""

    row: int
    col: int
    relationship: str
    turn: int


@dataclass(slots=True)
class _Frame:
    """Where a group or a picture stands: in its parent's own units, and for a group the units within."""

    numbers: dict[str, int] = field(default_factory=dict)
    turn: int = 0
    embed: str = ""


@dataclass(slots=True)
class _Anchor:
    """One anchor while it is read."""

    markers: dict[str, dict[str, int]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    pictures: list[tuple[_Frame, list[_Frame]]] = field(default_factory=list)


def floating(package: Package, part: str, grid: Grid) -> Iterator[Found]:
    """The pictures of a drawing part; charts and shapes are none, and what is damaged ends the list where it begins."""
    content = package.read(part)
    if len(content) > MOST_DRAWING_BYTES:
        raise Unreadable(TOO_LARGE.about("图片和图形过多", "too many pictures and shapes"))
    reading = _Reading()
    with suppress(Unreadable):
        walk(content, part, reading.start, reading.end, reading.text)
    for anchor in reading.anchors:
        for frame, groups in anchor.pictures:
            placed = _cell(anchor, frame, groups, grid)
            if placed is not None:
                yield Found(*placed, frame.embed, frame.turn)


class _Reading:
    """Collects the anchors of a drawing; each element is seen once, so what never ends costs no more than its length."""

    def __init__(self) -> None:
        self.anchors: list[_Anchor] = []
        self._anchor: _Anchor | None = None
        self._groups: list[_Frame] = []
        self._picture: _Frame | None = None
        self._marker: dict[str, int] | None = None
        self._digits: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _ANCHORS:
            self._anchor, self._groups, self._picture, self._marker = _Anchor(), [], None, None
            self.anchors.append(self._anchor)
        if self._anchor is None:
            return
        if name in _MARKERS:
            self._marker = self._anchor.markers.setdefault(name, {})
        elif name in _PLACES and self._marker is not None:
            self._digits = ""
        elif name == "grpSp":
            self._groups.append(_Frame())
        elif name == "pic":
            self._picture = _Frame()
            self._anchor.pictures.append((self._picture, self._groups.copy()))
        else:
            self._measure(name, attributes, self._anchor)

    def _measure(self, name: str, attributes: dict[str, str], anchor: _Anchor) -> None:
        frame = self._picture or (self._groups[-1] if self._groups else None)
        if name == "blip" and self._picture is not None:
            self._picture.embed = self._picture.embed or attributes.get("embed", "")
        elif name == "xfrm" and frame is not None:
            frame.turn = round(_number(attributes.get("rot", "")) / _QUARTER) % 4
        elif name in {"off", "ext", "chOff", "chExt", "pos"}:
            numbers = anchor.numbers if frame is None else frame.numbers
            for key in ("x", "y", "cx", "cy"):
                if key in attributes:
                    numbers.setdefault(name + key, _number(attributes[key]))

    def text(self, text: str) -> None:
        if self._digits is not None:
            self._digits += text[: _MOST_DIGITS + 1]

    def end(self, name: str) -> None:
        if name in _ANCHORS:
            self._anchor = None
        elif name in _MARKERS:
            self._marker = None
        elif name in _PLACES and self._digits is not None:
            if self._marker is not None:
                self._marker[name] = _number(self._digits)
            self._digits = None
        elif name == "grpSp" and self._groups:
            self._groups.pop()
        elif name == "pic":
            self._picture = None


def _number(text: str) -> int:
    """A coordinate; 0 for what is none, since a picture out of place is still a picture."""
    plain = text.strip()
    digits = plain.removeprefix("-")
    return int(plain) if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS else 0


def _cell(anchor: _Anchor, frame: _Frame, groups: list[_Frame], grid: Grid) -> tuple[int, int] | None:
    """The 0-based cell of a picture, None for one outside any worksheet."""
    begin = anchor.markers.get("from")
    row = col = None
    if begin is not None:
        row, col = begin.get("row", 0), begin.get("col", 0)
        if not (0 <= row < MOST_ROWS and 0 <= col < MOST_COLUMNS):
            return None
    box = _box(anchor, grid)
    if groups:
        inner = _within(box, frame, groups)
        if inner is not None:
            box, row, col = inner, None, None
    return grid.rows.of(box.top, box.height, row), grid.columns.of(box.left, box.width, col)


def _box(anchor: _Anchor, grid: Grid) -> Box:
    begin, end, numbers = anchor.markers.get("from"), anchor.markers.get("to"), anchor.numbers
    if begin is None:
        left, top = (float(max(0, numbers.get(key, 0))) for key in ("posx", "posy"))
    else:
        left, top = _corner(begin, grid)
    if end is None or begin is None:
        return Box(left, top, numbers.get("extcx", 0), numbers.get("extcy", 0))
    right, bottom = _corner(end, grid)
    return Box(left, top, max(0.0, right - left), max(0.0, bottom - top))


def _corner(marker: dict[str, int], grid: Grid) -> tuple[float, float]:
    """Where a marker lies; an offset never leads out of its own cell."""
    col = min(max(0, marker.get("col", 0)), MOST_COLUMNS - 1)
    row = min(max(0, marker.get("row", 0)), MOST_ROWS - 1)
    across = min(max(0, marker.get("colOff", 0)), grid.columns.size(col))
    down = min(max(0, marker.get("rowOff", 0)), grid.rows.size(row))
    return grid.columns.start(col) + across, grid.rows.start(row) + down


def _within(box: Box, frame: _Frame, groups: list[_Frame]) -> Box | None:
    """Lead a picture's own box out through its groups, the innermost first; None when one of them has no size."""
    x, y, w, h = (float(frame.numbers.get(key, 0)) for key in ("offx", "offy", "extcx", "extcy"))
    for depth in range(len(groups) - 1, -1, -1):
        given = groups[depth].numbers
        # The outermost group fills the anchor, whatever size it had when it was drawn.
        outer = box if depth == 0 else Box(*(float(given.get(key, 0)) for key in ("offx", "offy", "extcx", "extcy")))
        wide, high = given.get("chExtcx", 0), given.get("chExtcy", 0)
        if wide <= 0 or high <= 0:
            return None
        across, down = outer.width / wide, outer.height / high
        x = outer.left + (x - given.get("chOffx", 0)) * across
        y = outer.top + (y - given.get("chOffy", 0)) * down
        w, h = w * across, h * down
    return Box(max(0.0, x), max(0.0, y), max(0.0, w), max(0.0, h))
