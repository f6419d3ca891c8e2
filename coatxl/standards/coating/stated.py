"""What a risk sheet states beside its inputs: typed or calculated D, R, grade and acceptance, for comparison."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from coatxl.criteria.bands import rank
from coatxl.criteria.scores import plain
from coatxl.standards.coating.assessments import Result
from coatxl.standards.coating.tables import LecRow, MatrixRow

# The template's formulas round to six digits; a stranger's =L*E*C stores 0.15000000000000002 for 0.15.
_DIGITS = Decimal("0.000001")


def stated_value(row: LecRow | MatrixRow, name: str) -> Decimal | str | None:
    """The D or R that the cell shows: a number, a text that is none, or None for a blank, 待补 or an error."""
    bad = row.invalid(name)
    if bad is not None:
        return None if row.failed(name) or not bad else f"“{bad}”（文本）"
    value: Decimal | None = getattr(row, name)
    if value is None:
        return None
    return Decimal(plain(value.quantize(_DIGITS, ROUND_HALF_EVEN))) if abs(value) < 10**12 else value


def stated_grade(row: LecRow | MatrixRow, name: str) -> str:
    """The grade that the cell shows, also when it is no grade of the standard; "" for a blank or an error."""
    bad = row.invalid(name)
    if bad is not None:
        return "" if row.failed(name) else bad
    return str(getattr(row, name))


def acceptance_of(result: Result, limit: str) -> str:
    """可接受 or 不可接受 by the recomputed grade; "" without a grade."""
    if not result.grade:
        return ""
    return "可接受" if rank(result.grade) <= rank(limit) else "不可接受"
