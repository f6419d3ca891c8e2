"""One workbook as plain values: what every reader returns and every table is read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal

Value = str | int | float | bool | date | datetime | time | timedelta | None
Kind = Literal["xlsx", "xls", "xlsb", "ods"]
Visibility = Literal["visible", "hidden", "very_hidden"]

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def column_name(col: int) -> str:
    """Name of a 0-based column: 0 → A, 25 → Z, 26 → AA."""
    name = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        name = _LETTERS[rest] + name
    return name


def cell_name(row: int, col: int) -> str:
    """A1 name of a 0-based position: (0, 0) → A1."""
    return f"{column_name(col)}{row + 1}"


def cell_position(name: str) -> tuple[int, int]:
    """0-based (row, column) of an A1 name; ValueError when it is none."""
    letters = name.rstrip("0123456789")
    digits = name[len(letters) :]
    if not letters or not digits or not letters.isascii() or not letters.isalpha() or int(digits) == 0:
        raise ValueError(f"not a cell name: {name!r}")
    col = 0
    for letter in letters.upper():
        col = col * 26 + _LETTERS.index(letter) + 1
    return int(digits) - 1, col - 1


@dataclass(unsafe_hash=True, slots=True)  # never changed; frozen, the thousands of a sheet take twice as long
class Merge:
    """A merged range, 0-based and inclusive; its value stands in the first cell."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, position: object) -> bool:
        if not isinstance(position, tuple):
            return False
        row, col = position
        return bool(self.top <= row <= self.bottom and self.left <= col <= self.right)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a sheet: the 0-based cell that it belongs to, and the part of the file that holds it.

    part: "" when the file does not hold it (a link, a broken relationship); parts of equal content go by the name of
    the first, so that two pictures are the same picture when their parts are. turn: quarters clockwise in the sheet.
    """

    row: int
    col: int
    part: str
    turn: int = 0


@dataclass(slots=True)
class Sheet:
    """One worksheet. All positions are 0-based and absolute (row 0, column 0 is A1).

    rows: values of the used rectangle; rows[i][j] is the cell (top + i, left + j). Blank cells are None.
    formulas: position → formula text without "=" where the file shows one.
    errors: position → error word (#REF!, #N/A …); the value at such a position is None.
    uncached: positions whose formula has no stored result; the value there is None.
    pictures: positions of floating and in-cell pictures.
    images: the same one by one with their parts, where the format shows them.
    """

    name: str
    visibility: Visibility = "visible"
    top: int = 0
    left: int = 0
    rows: list[list[Value]] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached: set[tuple[int, int]] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    pictures: set[tuple[int, int]] = field(default_factory=set)
    images: list[Picture] = field(default_factory=list)

    @property
    def bottom(self) -> int:
        """One past the last used row."""
        return self.top + len(self.rows)

    def value(self, row: int, col: int) -> Value:
        """The value at an absolute position, None outside the used rectangle."""
        i, j = row - self.top, col - self.left
        if i < 0 or j < 0 or i >= len(self.rows) or j >= len(self.rows[i]):
            return None
        return self.rows[i][j]

    def row(self, row: int) -> Iterator[tuple[int, Value]]:
        """(absolute column, value) of the cells of one row that are not blank."""
        i = row - self.top
        if 0 <= i < len(self.rows):
            for j, value in enumerate(self.rows[i]):
                if value is not None:
                    yield self.left + j, value


@dataclass(slots=True)
class Book:
    """One workbook file. `structure_known` is False where the format shows values only (xls, xlsb, ods)."""

    name: str
    sha256: str
    kind: Kind
    sheets: list[Sheet]
    structure_known: bool = True
