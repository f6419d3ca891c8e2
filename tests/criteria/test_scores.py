"""Exact numbers and the refusals of 附录 B and C."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, time
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coatxl.criteria import lec, matrix
from coatxl.criteria.scores import NotInTable, exact, plain

if TYPE_CHECKING:
    from coatxl.criteria.bands import Scale

SCALES = [lec.SCALE_L, lec.SCALE_E, lec.SCALE_C, matrix.SCALE_L, matrix.SCALE_S]
NOT_NUMBERS = [
    None, "", "  ", "4", "１０", "abc", True, False, float("nan"), float("inf"), float("-inf"), Decimal("NaN"),
    Decimal("sNaN"), Decimal("Infinity"),
    date(2025, 1, 10), datetime(2025, 1, 10, 8, tzinfo=UTC), time(8), [10], (10,), b"10", 1j,
]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "number"),
    [(10, "10"), (0, "0"), (-3, "-3"), (0.1, "0.1"), (10.0, "10"), (1e22, "1e22"), (Decimal("0.20"), "0.2")],
)
def test_exact_takes_a_number_as_it_was_typed(value: object, number: str) -> None:
    assert exact(value) == Decimal(number)


def test_exact_takes_the_numbers_of_a_data_frame() -> None:
    assert exact(np.float64(0.1)) == Decimal("0.1")
    assert exact(np.int64(7)) == 7


@pytest.mark.parametrize("value", NOT_NUMBERS, ids=repr)
def test_exact_refuses_what_is_no_finite_number(value: object) -> None:
    with pytest.raises(ValueError, match=r"不是|没有填写"):
        exact(value)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("120.000", "120"),
        ("1E+2", "100"),
        ("0.150", "0.15"),
        ("0.00", "0"),
        ("-0", "0"),
        ("320", "320"),
        ("-5.0", "-5"),
    ],
)
def test_plain_prints_no_trailing_zero_and_no_exponent(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


def test_plain_keeps_all_digits_whatever_the_context() -> None:
    with localcontext() as context:
        context.prec = 2
        assert plain(Decimal("123456.780")) == "123456.78"


OTHER_NUMBERS = [4.5, -1, 0, 1e308, pytest.param(10**5000, id="10**5000"), Decimal("1E-400"), Decimal("1E+999999")]


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.table)
@pytest.mark.parametrize("value", [*NOT_NUMBERS, *OTHER_NUMBERS], ids=repr)
def test_every_refusal_is_one_line_that_names_table_and_scores(scale: Scale, value: object) -> None:
    with pytest.raises(NotInTable) as refused:
        scale.require(value)
    message = str(refused.value)
    assert message.startswith(scale.symbol)
    assert f"表{scale.table}的取值" in message
    assert "、".join(plain(v) for v in scale.values()) in message
    assert "\n" not in message
    assert len(message) < 120
    assert (refused.value.symbol, refused.value.table) == (scale.symbol, scale.table)
    assert refused.value.value is value
    assert scale.find(value) is None


@pytest.mark.parametrize(
    ("scale", "value", "message"),
    [
        (lec.SCALE_E, 4, "E=4 不在表B.2的取值（10、6、3、2、1、0.5）内"),
        (lec.SCALE_E, 4.0, "E=4 不在表B.2的取值（10、6、3、2、1、0.5）内"),
        (lec.SCALE_L, "１０", "L=“１０”是文本，不是数字；表B.1的取值为10、6、3、1、0.5、0.2、0.1"),
        (lec.SCALE_L, "10", "L=“10”是文本，不是数字；表B.1的取值为10、6、3、1、0.5、0.2、0.1"),
        (lec.SCALE_C, None, "C没有填写；表B.3的取值为100、40、15、7、3、1"),
        (lec.SCALE_C, " \n", "C是空文本，不是数字；表B.3的取值为100、40、15、7、3、1"),
        (matrix.SCALE_S, True, "S=TRUE 是逻辑值，不是数字；表C.2的取值为5、4、3、2、1"),
        (matrix.SCALE_L, date(2025, 1, 10), "L=2025-01-10 是日期或时间，不是数字；表C.1的取值为5、4、3、2、1"),
        (matrix.SCALE_L, -1, "L=-1 是负数，不在表C.1的取值（5、4、3、2、1）内"),
        (matrix.SCALE_L, float("nan"), "L=NaN 不是有限的数；表C.1的取值为5、4、3、2、1"),
    ],
)
def test_the_refusal_says_what_was_given(scale: Scale, value: object, message: str) -> None:
    with pytest.raises(NotInTable) as refused:
        scale.require(value)
    assert str(refused.value) == message


def test_a_long_text_is_quoted_in_part() -> None:
    assert str(NotInTable("L", "长" * 32767, "B.1", ("10",))) == f"L=“{'长' * 40}…”是文本，不是数字；表B.1的取值为10"


def test_a_refusal_leaves_a_worker_whole() -> None:
    refused = pickle.loads(pickle.dumps(NotInTable("E", 4, "B.2", ("10", "6"))))
    assert (refused.symbol, refused.value, refused.table) == ("E", 4, "B.2")
    assert str(refused) == "E=4 不在表B.2的取值（10、6）内"


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.table)
def test_every_score_is_found_as_int_float_and_decimal(scale: Scale) -> None:
    for score in scale.scores:
        assert scale.find(score.value) is scale.find(float(score.value)) is score
        assert score.value == Decimal(score.cells[0])


@settings(deadline=None)
@given(st.one_of(st.decimals(allow_nan=False, allow_infinity=False), st.integers(), st.floats()))
def test_nothing_between_two_scores_is_accepted(value: Decimal | float) -> None:
    for scale in SCALES:
        listed: set[object] = {*scale.values(), *map(float, scale.values())}
        assert (scale.find(value) is not None) == (value in listed)
