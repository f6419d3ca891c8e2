"""How a worksheet function is declared: once, for Excel, LibreOffice, the VBA wrapper and the reference page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

CATEGORY = "coatxl"


class Argument(NamedTuple):
    """One argument as the hosts show it; default None means that a blank or missing one leaves the row unfinished."""

    name: str
    description: str
    default: str | None = None


class Case(NamedTuple):
    """A typical situation: what it is called, and the cells given (None: blank); the function itself answers it."""

    situation: str
    values: tuple[object, ...]


class Function(NamedTuple):
    """One worksheet function: its callable and the Chinese texts (at most 255 characters each, Excel's limit).

    The callable takes one value a cell and returns a number or a text, never an exception. cases show how it answers
    good, blank, unfinished and bad cells. category is where Excel's function wizard lists it.
    """

    call: Callable[..., object]
    description: str
    arguments: tuple[Argument, ...]
    cases: tuple[Case, ...]
    category: str = CATEGORY

    @property
    def name(self) -> str:
        """The name typed in a cell."""
        return self.call.__name__
