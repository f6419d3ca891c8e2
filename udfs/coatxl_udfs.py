"""The worksheet functions for Excel: xlwings offers every entry of functions.FUNCTIONS in the category coatxl."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import xlwings as xw
from functions import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

CATEGORY = "coatxl"


def _offered(name: str) -> Callable[..., object]:
    """Return a function as xlwings takes it, with the texts of FUNCTIONS."""
    function = next(entry for entry in FUNCTIONS if entry.name == name)

    @functools.wraps(function.call)
    def offered(*values: object) -> object:
        return function.call(*values)

    offered.__doc__ = function.description
    # xlwings takes annotations for the names of converters and fails in the cell on those it does not know.
    offered.__annotations__ = {}
    decorated: Callable[..., object] = offered
    for argument in function.arguments:
        # "raw": without it xlwings hands over errors and "" as blanks, and a bad row would look unfinished.
        decorated = xw.arg(argument.name, convert="raw", doc=argument.description)(decorated)
    return xw.func(category=CATEGORY)(decorated)


# One line each: xlwings offers what it finds in the module, under every name that it finds.
LEC_D = _offered("LEC_D")
LEC_GRADE = _offered("LEC_GRADE")
LEC_ACTION = _offered("LEC_ACTION")
MATRIX_R = _offered("MATRIX_R")
MATRIX_GRADE = _offered("MATRIX_GRADE")
MATRIX_ACTION = _offered("MATRIX_ACTION")
RISK_ACCEPTABLE = _offered("RISK_ACCEPTABLE")
