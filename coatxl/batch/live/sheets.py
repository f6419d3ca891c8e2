"""An open workbook as a Book: read from the used ranges of its sheets, so that every rule judges what is on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from coatxl.workbook.book import Book, Merge, Sheet, Value, Visibility

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

# What Excel shows for an error value; a host that hands over a code instead of the word gives an integer below this.
_ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#FIELD!"}
)
_ERROR_CODES = -2_146_826_000
_OTHER_ERROR = "#VALUE!"


@dataclass(frozen=True, slots=True)
class Used:
    """The used range of a sheet: its 0-based top left cell, and values and formulas as rows of equal length.

    An error is its word (#REF!) or Excel's code; a formula is text that begins with "=", other cells repeat their value.
    """

    top: int
    left: int
    values: Sequence[Sequence[object]]
    formulas: Sequence[Sequence[object]]


class LiveSheet(Protocol):
    """What is asked of an open sheet; positions are 0-based, boxes are inclusive."""

    @property
    def name(self) -> str:
        """The sheet's name."""

    @property
    def visibility(self) -> Visibility:
        """Whether a person sees the sheet."""

    def used(self) -> Used:
        """Values and formulas of the used range."""

    def merged(self, box: Merge) -> bool | None:
        """Whether all cells of a box belong to merges; None when some do."""

    def merge_at(self, row: int, col: int) -> Merge:
        """The merge that a cell belongs to."""

    def hidden(self, first: int, last: int) -> bool | None:
        """Whether all rows from first to last are hidden; None when some are."""

    def pictures(self) -> AbstractSet[tuple[int, int]]:
        """Cells at which pictures are anchored."""


def book_of(name: str, sheets: Iterable[LiveSheet]) -> Book:
    """The open workbook as a reader would give it; sha256 is "", as it is no file."""
    return Book(name, "", "xlsx", [_sheet(each) for each in sheets])


def _sheet(live: LiveSheet) -> Sheet:
    used = live.used()
    sheet = Sheet(live.name, live.visibility, used.top, used.left, pictures=set(live.pictures()))
    for r, (values, formulas) in enumerate(zip(used.values, used.formulas, strict=True), used.top):
        row: list[Value] = []
        for c, (raw, formula) in enumerate(zip(values, formulas, strict=True), used.left):
            value, error = _value(raw)
            row.append(value)
            if error is not None:
                sheet.errors[r, c] = error
            # A text that begins with "=" repeats itself here and is no formula.
            if isinstance(formula, str) and formula.startswith("=") and formula != raw:
                sheet.formulas[r, c] = formula[1:]
        sheet.rows.append(row)
    if sheet.rows and sheet.rows[0]:
        box = Merge(used.top, used.left, sheet.bottom - 1, used.left + len(sheet.rows[0]) - 1)
        sheet.merges = merges_in(box, live.merged, live.merge_at)
        sheet.hidden_rows = set(hidden_in(used.top, sheet.bottom - 1, live.hidden))
    return sheet


def _value(raw: object) -> tuple[Value, str | None]:
    """A cell's value and its error word; currency comes as Decimal, blanks of formulas as "", other things as text."""
    if isinstance(raw, str):
        return (None, raw) if raw in _ERRORS else (raw or None, None)
    if isinstance(raw, int) and not isinstance(raw, bool) and raw < _ERROR_CODES:
        return None, _OTHER_ERROR
    if isinstance(raw, Decimal):
        return float(raw), None
    return (raw if isinstance(raw, Value) else str(raw)), None


def merges_in(box: Merge, merged: Callable[[Merge], bool | None], merge_at: Callable[[int, int], Merge]) -> list[Merge]:
    """The merges of a box, found by halving: a question to Excel is slow, and most of a sheet is not merged."""
    found: dict[Merge, None] = {}
    waiting = [box]
    while waiting:
        part = waiting.pop()
        if any((part.top, part.left) in m and (part.bottom, part.right) in m for m in found):
            continue
        state = merged(part)
        if state is False:
            continue
        if part.top == part.bottom and part.left == part.right:
            found[merge_at(part.top, part.left)] = None
            continue
        if state and (area := merge_at(part.top, part.left)) not in found:
            found[area] = None
            if (part.bottom, part.right) in area:
                continue
        waiting.extend(_halves(part))
    return sorted(found, key=lambda m: (m.top, m.left))


def _halves(box: Merge) -> tuple[Merge, Merge]:
    """A box cut across its longer side."""
    if box.bottom - box.top >= box.right - box.left:
        middle = (box.top + box.bottom) // 2
        return Merge(middle + 1, box.left, box.bottom, box.right), Merge(box.top, box.left, middle, box.right)
    middle = (box.left + box.right) // 2
    return Merge(box.top, middle + 1, box.bottom, box.right), Merge(box.top, box.left, box.bottom, middle)


def hidden_in(first: int, last: int, hidden: Callable[[int, int], bool | None]) -> Iterator[int]:
    """The hidden rows from first to last, found by halving."""
    state = hidden(first, last)
    if state:
        yield from range(first, last + 1)
    elif state is None and first < last:
        middle = (first + last) // 2
        yield from hidden_in(first, middle, hidden)
        yield from hidden_in(middle + 1, last, hidden)
