"""One-step sensitivity (附录 B, C): the steps of one score to its neighbour in the table that change the grade."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from coatxl.criteria.bands import Scale

__all__ = ["Step", "steps"]


class Step(NamedTuple):
    """One factor moved by one score of its table, the others kept: the score it moves to and the grade then."""

    symbol: str
    upward: bool
    score: Decimal
    grade: str


def steps(scales: Sequence[Scale], scores: Sequence[object], graded: Callable[..., str]) -> tuple[Step, ...]:
    """Return the steps that change the grade, factor by factor, upward first; NotInTable for a score not listed.

    graded gives the grade of the scores in the order of the scales. Beyond the ends of a table there is no step.
    """
    values = [scale.require(scores[place]).value for place, scale in enumerate(scales)]
    before = graded(*values)
    found = []
    for place, scale in enumerate(scales):
        listed = sorted(scale.values())
        at = listed.index(values[place])
        for upward, beside in ((True, at + 1), (False, at - 1)):
            if not 0 <= beside < len(listed):
                continue
            grade = graded(*values[:place], listed[beside], *values[place + 1 :])
            if grade != before:
                found.append(Step(scale.symbol, upward, listed[beside], grade))
    return tuple(found)
