"""section: where tables stand in a document's sections, and how a landscape section is put between upright ones."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from coatxl.annex.word.xml import cm

Element = Any  # lxml's elements have no types
_A4 = {"w": 11906, "h": 16838}


class Place:
    """A paragraph of the body whose place tables take; the section's headers, footers and margins stay in force.

    In Word a section's properties stand in its last paragraph, those of the last section at the end of the body.
    """

    def __init__(self, anchor: Element) -> None:
        self.anchor = anchor
        self.section = _section_of(anchor)
        self.upright = _side(self.section, "w") <= _side(self.section, "h")
        self._current = self.section
        self._original = deepcopy(self.section)
        self._ended = 0

    @property
    def room(self) -> float:
        """The width in cm between the margins, or of one column."""
        margins = child(self._current, "pgMar")
        taken = sum(_number(margins, name) for name in ("left", "right", "gutter"))
        columns = child(self._current, "cols")
        number = max(1, _number(columns, "num", 1))
        gaps = (number - 1) * _number(columns, "space", 720)
        return cm((_side(self._current, "w") - taken - gaps) // number)

    def insert(self, elements: Iterable[Element]) -> None:
        """Put elements before the anchor."""
        for element in elements:
            self.anchor.addprevious(element)

    def begin_landscape(self) -> None:
        """End the upright section before the anchor, unless the section begins there."""
        before = self.anchor.getprevious()
        if before is not None and _own_section(before) is None:
            self._end(deepcopy(self._original))
        self._current = _turned(self._original)

    def end_landscape(self, *, last: bool) -> None:
        """End the landscape section after what was inserted; last: nothing more is inserted."""
        if last and self._nothing_follows():
            _turn(self.section)
        else:
            self._end(self._current)
        self._current = self._original

    def close(self) -> None:
        """Take the anchor away; a section that ended with it ends with what was inserted."""
        if self._ended:
            _continue(self.section)
        if _own_section(self.anchor) is not None:
            self.anchor.getprevious().set_sectPr(self.section)
        self.anchor.getparent().remove(self.anchor)

    def _end(self, properties: Element) -> None:
        if self._ended:
            _continue(properties)
        self._ended += 1
        before = self.anchor.getprevious()
        if not is_named(before, "p") or _own_section(before) is not None:
            before = deepcopy(self.anchor)
            for child in list(before):
                before.remove(child)
            self.anchor.addprevious(before)
        before.set_sectPr(properties)

    def _nothing_follows(self) -> bool:
        following = self.anchor.getnext()
        return _own_section(self.anchor) is not None or following is None or is_named(following, "sectPr")


def _section_of(anchor: Element) -> Element:
    """The properties of the section that a paragraph stands in."""
    element = anchor
    while element is not None:
        if is_named(element, "sectPr"):
            return element
        own = _own_section(element)
        if own is not None:
            return own
        element = element.getnext()
    return anchor.getparent().get_or_add_sectPr()


def _own_section(element: Element) -> Element | None:
    """The section that a paragraph ends, None when it ends none."""
    properties = child(element, "pPr") if is_named(element, "p") else None
    return None if properties is None else child(properties, "sectPr")


def _turned(section: Element) -> Element:
    """A copy of a section, on the page's long side."""
    copy = deepcopy(section)
    _turn(copy)
    return copy


def _turn(section: Element) -> None:
    size = section.get_or_add_pgSz()
    sides = _side(section, "h"), _side(section, "w")
    for name, value in zip(("w", "h"), sides, strict=True):
        size.set(name_of(name), str(value))
    size.set(name_of("orient"), "landscape")


def _continue(section: Element) -> None:
    """Make a section that follows on another part of itself: a new page, but no other first page and no page 1."""
    for name in ("titlePg", "type"):
        found = child(section, name)
        if found is not None:
            section.remove(found)
    numbers = child(section, "pgNumType")
    if numbers is not None:
        numbers.attrib.pop(name_of("start"), None)


def _side(section: Element, name: str) -> int:
    return _number(child(section, "pgSz"), name, _A4[name])


def _number(element: Element | None, name: str, default: int = 0) -> int:
    value = None if element is None else element.get(name_of(name))
    return int(value) if value is not None and value.lstrip("-").isdigit() else default


def child(element: Element, name: str) -> Element | None:
    """The first child of a name in Word's main namespace."""
    return element.find(name_of(name))


def is_named(element: Element | None, name: str) -> bool:
    """Whether an element has a name in Word's main namespace."""
    return element is not None and element.tag == name_of(name)


def name_of(name: str) -> str:
    """A name in Word's main namespace, as lxml writes it."""
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))
