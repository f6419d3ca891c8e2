"""What a risk sheet states beside its inputs: typed or calculated D, R, grade and acceptance, for comparison."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from coatxl.criteria import lec
from coatxl.criteria.bands import rank
from coatxl.criteria.scores import plain
from coatxl.standards.coating.assessments import Assessment, Result
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


def graded_by_the_other_rule(each: Assessment, band_rule: str) -> bool:
    """Whether a grade of a row differs from the recomputed one only as the other boundary rule of B.4 does."""
    if not isinstance(each.row, LecRow):
        return False
    pairs = (("grade", each.controlled), ("inherent_grade", each.inherent))
    return any(
        result is not None and result.value is not None and result.grade != stated_grade(each.row, name)
        and lec.grade(result.value, band_rule) == stated_grade(each.row, name)
        for name, result in pairs
    )  # fmt: skip


def acceptance_of(result: Result, limit: str) -> str:
    """可接受 or 不可接受 by the recomputed grade; "" without a grade."""
    if not result.grade:
        return ""
    return "可接受" if rank(result.grade) <= rank(limit) else "不可接受"
