"""GB 18218-2018: worked examples by hand, every boundary, and what holds for all sums."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coatxl.criteria import gb18218
from coatxl.criteria.gb18218 import Held

QUANTITIES = st.decimals(0, 10_000, places=3)
LIMITS = st.sampled_from([Decimal(q) for q in (1, 5, 10, 50, 100, 150, 200, 500, 1000, 5000)])
HELD = st.lists(
    st.builds(Held, QUANTITIES, LIMITS, st.sampled_from([Decimal(1), Decimal("1.5"), Decimal(20)])),
    min_size=1,
    max_size=8,
)

# By hand: (substances as (q, Q, β), people, S, 构成, R, grade).
EXAMPLES = [
    ([("20", "1000", "1"), ("10", "500", "1")], None, "0.04", False, None, None),
    ([("250", "500", "1"), ("250", "500", "1")], 0, "1", True, "0.5", "四级"),
    ([("12", "10", "1.5")], 100, "1.2", True, "3.6", "四级"),
]


@pytest.mark.parametrize(("substances", "people", "s", "major", "r", "grade"), EXAMPLES)
def test_worked_examples(substances, people, s, major, r, grade) -> None:
    held = [Held(*map(Decimal, each)) for each in substances]
    assert gb18218.s_value(held) == Fraction(s)
    assert gb18218.is_major(gb18218.s_value(held)) is major
    if major:
        found = gb18218.r_value(gb18218.alpha(people), held)
        assert (found, gb18218.grade(found)) == (Fraction(r), grade)


@pytest.mark.parametrize(
    ("people", "alpha"),
    [
        (0, "0.5"),
        (1, "1.0"),
        (29, "1.0"),
        (30, "1.2"),
        (49, "1.2"),
        (50, "1.5"),
        (99, "1.5"),
        (100, "2.0"),
        (10**6, "2.0"),
    ],
)
def test_alpha_by_people(people, alpha) -> None:
    assert gb18218.alpha(people) == Decimal(alpha)


@pytest.mark.parametrize("people", [None, -1, 29.5, "30", True, float("nan")])
def test_people_are_counted(people) -> None:
    with pytest.raises(gb18218.NotInTable):
        gb18218.alpha(people)


@pytest.mark.parametrize(
    ("r", "grade"),
    [
        ("0", "四级"),
        ("9.999999", "四级"),
        ("10", "三级"),
        ("49.999999", "三级"),
        ("50", "二级"),
        ("99.999999", "二级"),
        ("100", "一级"),
        ("1e6", "一级"),
    ],
)
def test_grade_by_r(r, grade) -> None:
    assert gb18218.grade(Fraction(r)) == grade
    with pytest.raises(ValueError, match="负数"):
        gb18218.grade(Fraction(-1))


def test_s_is_compared_without_rounding() -> None:
    below = gb18218.s_value([Held(Decimal("499.9"), 500)])
    assert (below, gb18218.is_major(below)) == (Fraction("0.9998"), False)
    assert not gb18218.is_major(gb18218.s_value([Held(Decimal("0.99999999999999999999"), 1)]))
    assert gb18218.is_major(gb18218.s_value([Held(0.1, 1), Held(0.2, 1), Held(0.7, 1)]))  # as doubles 0.9999…
    assert gb18218.is_major(gb18218.s_value([Held(1, 3)] * 3))


@pytest.mark.parametrize(
    ("q", "limit", "word"),
    [(-1, 5, "负数"), (1, 0, "不是正数"), (1, -5, "不是正数"), ("1", 5, "文本"), (1, None, "没有填写")],
)
def test_what_is_no_quantity(q, limit, word) -> None:
    with pytest.raises(ValueError, match=word):
        gb18218.ratio(q, limit)


def test_lowest_critical_quantity_of_several_hazards() -> None:
    hazards = gb18218.categories("W5.3、J1")
    assert (gb18218.critical_quantity(hazards), gb18218.beta("某物质", hazards)) == (5, 4)
    assert gb18218.critical_quantity(gb18218.categories("w5.4")) == 5000
    assert gb18218.categories(" ") == ()
    with pytest.raises(ValueError, match=r"W5\.5"):
        gb18218.categories("W5.5")
    for empty in (lambda: gb18218.critical_quantity(()), lambda: gb18218.beta("某物质", ())):
        with pytest.raises(ValueError, match="没有类别符号"):
            empty()


def test_named_gas_has_its_own_beta() -> None:
    assert gb18218.beta("氯", ()) == 4
    assert gb18218.beta("碳酰氯", gb18218.categories("J1")) == 20
    assert len(gb18218.TABLE_3) == 14


@pytest.mark.parametrize(
    ("flash", "boiling", "category", "symbols"),
    [
        ("22.9", "35", 1, ("W5.1",)),
        ("22.9", "35.1", 2, ("W5.1", "W5.2", "W5.3")),
        ("23", None, 3, ("W5.1", "W5.2", "W5.4")),
        ("60", None, 3, ("W5.1", "W5.2", "W5.4")),
        ("60.1", None, 4, ()),
        ("93", None, 4, ()),
        ("93.1", None, 0, ()),
    ],
)
def test_mixture_by_flash_and_boiling_point(flash, boiling, category, symbols) -> None:
    found = gb18218.flammable_category(Decimal(flash), None if boiling is None else Decimal(boiling))
    assert (found, gb18218.flammable_symbols(found)) == (category, symbols)


def test_low_flash_point_needs_the_boiling_point() -> None:
    with pytest.raises(ValueError, match="没有填写"):
        gb18218.flammable_category(20)


def test_table_2_is_whole() -> None:
    assert len(gb18218.TABLE_2) == 24
    assert not [
        (a, b) for a in gb18218.TABLE_2 for b in gb18218.TABLE_2 if a != b and a in b
    ]  # the formulas rely on it


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1/25", "0.04"),
        ("1", "1"),
        ("1/3", "0.333333…"),
        ("29999999/30000000", "0.999999…"),
        ("0", "0"),
        ("100/3", "33.333333…"),
    ],
)
def test_how_a_fraction_is_printed(value, text) -> None:
    assert gb18218.shown(Fraction(value)) == text


@given(HELD)
def test_order_is_irrelevant(held) -> None:
    assert gb18218.s_value(held) == gb18218.s_value(held[::-1])
    assert gb18218.r_value(2, held) == gb18218.r_value(2, held[::-1])


@given(HELD, st.integers(1, 1000))
def test_s_and_r_grow_with_the_quantities(held, factor) -> None:
    more = [each._replace(quantity=each.quantity * factor) for each in held]
    assert gb18218.s_value(more) == factor * gb18218.s_value(held)
    assert gb18218.r_value(1, more) == factor * gb18218.r_value(1, held)


@given(HELD)
def test_s_is_exact(held) -> None:
    scaled = sum(int(each.quantity * 1000) * (5000 * 3 // int(each.critical)) for each in held)  # 15000 holds every Q
    assert gb18218.s_value(held) == Fraction(scaled, 1000 * 15000)


@given(HELD, st.sampled_from([0, 1, 30, 50, 100]))
def test_r_is_alpha_times_at_least_s(held, people) -> None:
    alpha = gb18218.alpha(people)
    assert gb18218.r_value(alpha, held) >= Fraction(alpha) * gb18218.s_value(held)  # no β is below 1
