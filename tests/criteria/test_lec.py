"""附录 B: all 252 combinations against whole numbers, the limits, the refusals."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coatxl.criteria import lec
from coatxl.criteria.bands import LOWER_INCLUSIVE, UPPER_INCLUSIVE
from coatxl.criteria.lec import NotInTable

# The oracle counts in tenths (L, E) and ones (C), so that D comes in whole hundredths.
L_TENTHS, E_TENTHS, C_ONES = (100, 60, 30, 10, 5, 2, 1), (100, 60, 30, 20, 10, 5), (100, 40, 15, 7, 3, 1)
COMBINATIONS = list(product(L_TENTHS, E_TENTHS, C_ONES))


def graded(hundredths: int, rule: str) -> str:
    if hundredths < 2000:
        return "轻微风险"
    if hundredths < 7000 or (hundredths == 7000 and rule == UPPER_INCLUSIVE):
        return "低风险"
    if hundredths < 16000 or (hundredths == 16000 and rule == UPPER_INCLUSIVE):
        return "一般风险"
    return "较大风险" if hundredths <= 32000 else "重大风险"


def test_the_scales_hold_what_the_oracle_counts() -> None:
    assert len(COMBINATIONS) == 252
    assert [v * 10 for v in lec.SCALE_L.values()] == list(L_TENTHS)
    assert [v * 10 for v in lec.SCALE_E.values()] == list(E_TENTHS)
    assert list(lec.SCALE_C.values()) == list(C_ONES)


@pytest.mark.parametrize("rule", [LOWER_INCLUSIVE, UPPER_INCLUSIVE])
@pytest.mark.parametrize("kind", [float, lambda tenths: Decimal(str(tenths))], ids=["float", "decimal"])
def test_all_252_products_and_grades(kind: type, rule: str) -> None:
    grades: dict[str, int] = {}
    for likelihood, exposure, consequence in COMBINATIONS:
        d = lec.d_value(kind(likelihood / 10), kind(exposure / 10), consequence)
        hundredths = likelihood * exposure * consequence
        assert Fraction(d) == Fraction(hundredths, 100)
        assert lec.grade(d, rule) == graded(hundredths, rule)
        grades[lec.grade(d, rule)] = grades.get(lec.grade(d, rule), 0) + 1
    moved = 2 if rule == UPPER_INCLUSIVE else 0  # D = 70 arises twice, 160 and 320 never
    assert grades == {"轻微风险": 111, "低风险": 50 + moved, "一般风险": 30 - moved, "较大风险": 21, "重大风险": 40}


def test_no_product_prints_a_trailing_zero_or_an_exponent() -> None:
    for likelihood, exposure, consequence in COMBINATIONS:
        text = str(lec.d_value(likelihood / 10, exposure / 10, consequence))
        assert "E" not in text
        assert "." not in text or not text.endswith("0")
        assert Decimal(text) * 100 == likelihood * exposure * consequence
    assert str(lec.d_value(0.2, 6, 100)) == "120"
    assert str(lec.d_value(10, 10, 100)) == "10000"
    assert str(lec.d_value(0.1, 0.5, 3)) == "0.15"


def test_a_coarse_context_of_the_host_changes_nothing() -> None:
    with localcontext() as context:
        context.prec = 1
        assert str(lec.d_value(6, 6, 7)) == "252"
        assert lec.grade(Decimal("159.99")) == "一般风险"


@pytest.mark.parametrize(
    ("d", "lower", "upper"),
    [
        ("0", "轻微风险", "轻微风险"),
        ("19.99", "轻微风险", "轻微风险"),
        ("20", "低风险", "低风险"),
        ("69.99", "低风险", "低风险"),
        ("70", "一般风险", "低风险"),
        ("70.0", "一般风险", "低风险"),
        ("70.01", "一般风险", "一般风险"),
        ("159.5", "一般风险", "一般风险"),
        ("160", "较大风险", "一般风险"),
        ("160.01", "较大风险", "较大风险"),
        ("320", "较大风险", "较大风险"),
        ("320.01", "重大风险", "重大风险"),
        ("10000", "重大风险", "重大风险"),
    ],
)
def test_typed_limits(d: str, lower: str, upper: str) -> None:
    assert lec.grade(Decimal(d)) == lec.grade(Decimal(d), LOWER_INCLUSIVE) == lower
    assert lec.grade(Decimal(d), UPPER_INCLUSIVE) == upper
    assert lec.on_limit(Decimal(d)) == (Decimal(d) in {20, 70, 160, 320})


def test_on_limit_takes_floats_and_refuses_text() -> None:
    assert lec.on_limit(70.0)
    assert not lec.on_limit(70.5)
    with pytest.raises(ValueError, match="“70”是文本"):
        lec.on_limit("70")


def test_an_unknown_boundary_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="“both”不能用；可用的为lower_inclusive、upper_inclusive"):
        lec.grade(20, "both")


@pytest.mark.parametrize(
    ("scores", "table"),
    [((4, 6, 15), "B.1"), ((6, 4, 15), "B.2"), ((6, 6, 4), "B.3"), ((4, 4, 4), "B.1"), ((6, 6, "15"), "B.3")],
)
def test_d_value_refuses_with_the_table_of_the_first_bad_score(
    scores: tuple[object, object, object], table: str
) -> None:
    with pytest.raises(NotInTable, match=f"表{table}的取值") as refused:
        lec.d_value(*scores)
    assert refused.value.table == table


@pytest.mark.parametrize(
    ("d", "message"),
    [
        (-5, "D=-5 是负数，不在表B.4的取值（＞320、160～320、70～160、20～70、＜20）内"),
        ("320", "D=“320”是文本，不是数字；表B.4的取值为＞320、160～320、70～160、20～70、＜20"),
        (None, "D没有填写；表B.4的取值为＞320、160～320、70～160、20～70、＜20"),
    ],
)
def test_grade_refuses_a_d_that_is_no_such_number(d: object, message: str) -> None:
    with pytest.raises(NotInTable) as refused:
        lec.grade(d)
    assert str(refused.value) == message


def test_each_grade_has_the_action_of_its_row() -> None:
    for row in lec.B4.rows:
        assert lec.action(row[1]) == row[2]
    assert lec.action("轻微风险") == "无需采用控制措施。"
    assert [band.action for band in lec.bands()] == [row[2] for row in reversed(lec.B4.rows)]


@settings(deadline=None)
@given(st.sampled_from(L_TENTHS), st.sampled_from(E_TENTHS), st.sampled_from(C_ONES), st.permutations(range(3)))
def test_products_are_exact_in_any_number_type(
    likelihood: int, exposure: int, consequence: int, kinds: list[int]
) -> None:
    types = (float, lambda v: Decimal(str(v)), lambda v: Decimal(f"{v}00") if "." in str(v) else v)
    values = (likelihood / 10, exposure / 10, consequence)
    d = lec.d_value(*(types[kind](value) for kind, value in zip(kinds, values, strict=True)))
    assert Fraction(d) == Fraction(likelihood * exposure * consequence, 100)
