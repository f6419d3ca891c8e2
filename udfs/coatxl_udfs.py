"""The worksheet functions for Excel: xlwings offers every entry of functions.FUNCTIONS under its name and category."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import xlwings as xw
from functions import FUNCTIONS, Function

if TYPE_CHECKING:
    from collections.abc import Callable


def _offered(function: Function) -> Callable[..., object]:
    """Return a function as xlwings takes it, with the texts of FUNCTIONS."""

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
    return xw.func(category=function.category)(decorated)


# xlwings offers what it finds among the module's names.
globals().update({function.name: _offered(function) for function in FUNCTIONS})
