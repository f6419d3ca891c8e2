"""The guards (附录 B, C): what the worksheet functions answer to blank, unfinished and bad cells, as the template does."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from coatxl.criteria.bands import GRADES
from coatxl.criteria.guards import BLANK, GUARDS, INVALID, UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Callable

SAME, DIFFERENT = "一致", "不一致"

_Answer = TypeVar("_Answer")


def guarded(inputs: tuple[object, ...], answer: Callable[[], _Answer]) -> _Answer | str:
    """Return the answer, or the text for inputs that are blank, unfinished or not in the tables (in this order)."""
    blanks = sum(value is None for value in inputs)
    if blanks:
        return BLANK if blanks == len(inputs) else UNFINISHED
    try:
        return answer()
    except ValueError:
        return INVALID


def graded(grade: object, answer: Callable[[str], _Answer]) -> _Answer | str:
    """Return the answer to one of the five grades; blank and the guards pass through, any other word is invalid."""
    if blank(grade):
        return BLANK
    if not isinstance(grade, str):
        return INVALID
    if grade in GUARDS:
        return grade
    return answer(grade) if grade in GRADES else INVALID


def checked(typed: object, computed: str) -> str:
    """Compare a typed grade with the computed one; a grade that stands beside no scores at all is unfinished too."""
    if blank(typed):
        return BLANK
    if computed in GUARDS:
        return computed or UNFINISHED
    return graded(typed, lambda word: SAME if word == computed else DIFFERENT)


def blank(value: object) -> bool:
    """Return whether a cell shows nothing: empty, or the "" of a formula over an empty row."""
    return value is None or (isinstance(value, str) and not value)
