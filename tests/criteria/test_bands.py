"""Grades and bands of B.4 and C.3."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coatxl.criteria import lec, matrix
from coatxl.criteria.bands import GRADES, LOWER_INCLUSIVE, UPPER_INCLUSIVE, grade_of, higher, rank

RULES = [LOWER_INCLUSIVE, UPPER_INCLUSIVE]


def test_grades_rank_from_lowest_to_highest() -> None:
    assert [rank(grade) for grade in GRADES] == [0, 1, 2, 3, 4]
    assert (GRADES[0], GRADES[-1]) == ("轻微风险", "重大风险")
    assert higher("低风险", "较大风险") == higher("较大风险", "低风险") == "较大风险"


@pytest.mark.parametrize(
    "call",
    [rank, lec.action, matrix.action, matrix.deadline, lambda g: higher("低风险", g)],
    ids=["rank", "lec", "matrix", "deadline", "higher"],
)
def test_a_word_that_is_no_grade_is_refused_with_the_grades(call: object) -> None:
    assert callable(call)
    with pytest.raises(
        ValueError, match="“高风险”不是风险等级；风险等级为轻微风险、低风险、一般风险、较大风险、重大风险"
    ):
        call("高风险")


@pytest.mark.parametrize(
    ("rule", "conditions"),
    [
        (LOWER_INCLUSIVE, ["D＜20", "20≤D＜70", "70≤D＜160", "160≤D≤320", "D＞320"]),
        (UPPER_INCLUSIVE, ["D＜20", "20≤D≤70", "70＜D≤160", "160＜D≤320", "D＞320"]),
    ],
)
def test_lec_bands_print_their_condition(rule: str, conditions: list[str]) -> None:
    bands = lec.bands(rule)
    assert [band.condition("D") for band in bands] == conditions
    assert [band.printed for band in bands] == ["＜20", "20～70", "70～160", "160～320", "＞320"]
    assert tuple(band.grade for band in bands) == GRADES


def test_matrix_bands_print_their_condition() -> None:
    bands = matrix.bands()
    assert [b.condition("R") for b in bands] == ["1≤R≤3", "4≤R≤8", "9≤R≤12", "15≤R≤16", "20≤R≤25"]
    assert [b.printed for b in bands] == ["1-3", "4-8", "9-12", "15-16", "20-25"]
    assert tuple(b.grade for b in bands) == GRADES


@settings(deadline=None)
@given(st.decimals(min_value=0, allow_nan=False, allow_infinity=False), st.sampled_from(RULES))
@example(Decimal("69.999999999999999999999999999999999999"), LOWER_INCLUSIVE)
@example(Decimal("159.5"), LOWER_INCLUSIVE)
@example(Decimal("320.000000000000000000000000000000000001"), LOWER_INCLUSIVE)
@example(Decimal("1E+6000"), UPPER_INCLUSIVE)
@example(Decimal(0), UPPER_INCLUSIVE)
def test_lec_bands_leave_no_gap_and_do_not_overlap(value: Decimal, rule: str) -> None:
    holding = [band.grade for band in lec.bands(rule) if band.holds(value)]
    assert holding == [grade_of(value, lec.bands(rule))]
    assert lec.grade(value, rule) == holding[0]


@settings(deadline=None)
@given(
    st.decimals(min_value=0, max_value=2000, allow_nan=False),
    st.decimals(min_value=0, max_value=2000, allow_nan=False),
    st.sampled_from(RULES),
)
def test_a_greater_d_never_has_a_lower_grade(one: Decimal, other: Decimal, rule: str) -> None:
    low, high = sorted([one, other])
    assert rank(lec.grade(low, rule)) <= rank(lec.grade(high, rule))


@pytest.mark.parametrize("value", ["-0.001", "-320", "NaN", "sNaN", "Infinity"])
def test_grade_of_refuses_what_is_no_product(value: str) -> None:
    with pytest.raises(ValueError, match="不在任何一档内"):
        grade_of(Decimal(value), lec.bands())
