"""The worksheet functions: the native formulas' answers for every combination and every guard, never an exception."""

from __future__ import annotations

import inspect
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product

import functions
import pytest
from functions import FUNCTIONS, Function
from hypothesis import given, settings
from hypothesis import strategies as st

SCORED = [f for f in FUNCTIONS if f.name != "RISK_ACCEPTABLE"]
GUARDS = {"", "待补", "取值无效"}
L_TENTHS, E_TENTHS, C_ONES = (100, 60, 30, 10, 5, 2, 1), (100, 60, 30, 20, 10, 5), (100, 40, 15, 7, 3, 1)
B4_ACTIONS = {
    "重大风险": "在采取措施降低危害前,不能继续作业,对改进措施进行评估。",
    "较大风险": "采取紧急措施降低风险，建立运行控制程序，定期检查、测量及评估。",
    "一般风险": "可考虑建立操作规程，加强培训、沟通和作业过程监督。",
    "低风险": "可考虑建立操作规程、作业指导书，但需定期检查。",
    "轻微风险": "无需采用控制措施。",
}
NOT_SCORES = [
    "", " ", "abc", "10", "１０", "1", True, False, 0, -1, 4.5, 1e308, float("nan"), float("inf"), "#N/A", -2146826246,
    date(1900, 1, 3), datetime(1900, 1, 3, 12, tzinfo=UTC), ((1, 2), (3, 4)), [1], {"a": 1}, object(),
]  # fmt: skip


def scores(function: Function) -> list[float]:
    """Legal inputs, with which every function gives an answer."""
    return [1.0] * sum(argument.default is None for argument in function.arguments)


@pytest.mark.parametrize("rule", [None, "lower_inclusive", "upper_inclusive"])
def test_all_252_lec_combinations(rule: str | None) -> None:
    for tenths, exposure_tenths, consequence in product(L_TENTHS, E_TENTHS, C_ONES):
        hundredths = tenths * exposure_tenths * consequence
        if rule == "upper_inclusive" and hundredths == 7000:
            grade = "低风险"
        else:
            limits = ((32001, "重大风险"), (16000, "较大风险"), (7000, "一般风险"), (2000, "低风险"), (0, "轻微风险"))
            grade = next(name for limit, name in limits if hundredths >= limit)
        inputs = (tenths / 10, exposure_tenths / 10, float(consequence))
        d = functions.LEC_D(*inputs)
        assert Decimal(str(d)) * 100 == hundredths
        assert isinstance(d, int if hundredths % 100 == 0 else float)
        assert functions.LEC_GRADE(*inputs, rule) == grade
        assert functions.LEC_ACTION(*inputs, rule) == B4_ACTIONS[grade]
        if rule is None:
            assert functions.LEC_GRADE(*inputs) == grade


def test_all_25_matrix_combinations() -> None:
    for likelihood, consequence in product(range(1, 6), repeat=2):
        r = likelihood * consequence
        limits = ((20, "重大风险"), (15, "较大风险"), (9, "一般风险"), (4, "低风险"), (1, "轻微风险"))
        assert functions.MATRIX_R(float(likelihood), float(consequence)) == r
        assert str(functions.MATRIX_R(float(likelihood), float(consequence))) == str(r)
        assert functions.MATRIX_GRADE(likelihood, consequence) == next(name for low, name in limits if r >= low)
    assert functions.MATRIX_ACTION(5, 4) == "在采取措施降低危害前，不能继续作业，对改进措施进行评估。"
    assert functions.MATRIX_ACTION(1, 1) == "无需采用控制措施，但需保存记录。"


@pytest.mark.parametrize("function", SCORED, ids=lambda f: f.name)
def test_blank_unfinished_and_answered(function: Function) -> None:
    full = scores(function)
    for blanks in product([True, False], repeat=len(full)):
        answer = function.call(*(None if blank else value for blank, value in zip(blanks, full, strict=True)))
        if all(blanks):
            assert answer == ""
        elif any(blanks):
            assert answer == "待补"
        else:
            assert answer not in GUARDS


@pytest.mark.parametrize("value", NOT_SCORES, ids=lambda v: "object" if type(v) is object else repr(v))
@pytest.mark.parametrize("function", SCORED, ids=lambda f: f.name)
def test_what_the_tables_do_not_list_is_invalid_in_every_place(function: Function, value: object) -> None:
    full = scores(function)
    for place in range(len(full)):
        inputs: list[object] = [*full[:place], value, *full[place + 1 :]]
        assert function.call(*inputs) == "取值无效"
        # As in the native formula, an unfinished row is unfinished before it is wrong.
        inputs[place - 1] = None
        assert function.call(*inputs) == "待补"


@pytest.mark.parametrize("rule", ["", "both", "LOWER_INCLUSIVE", 1, True, ["lower_inclusive"]])
@pytest.mark.parametrize("call", [functions.LEC_GRADE, functions.LEC_ACTION])
def test_an_unknown_band_rule_is_invalid_and_never_guessed(call: object, rule: object) -> None:
    assert callable(call)
    assert call(10, 1, 7, rule) == "取值无效"
    assert call(None, None, None, rule) == ""
    assert call(10, None, 7, rule) == "待补"


@pytest.mark.parametrize(
    ("grade", "acceptable", "answer"),
    [
        ("轻微风险", "一般风险", "可接受"),
        ("一般风险", "一般风险", "可接受"),
        ("较大风险", "一般风险", "不可接受"),
        ("重大风险", "重大风险", "可接受"),
        ("低风险", "轻微风险", "不可接受"),
        ("一般风险", None, "可接受"),
        ("较大风险", None, "不可接受"),
        ("较大风险", "", "不可接受"),
        (None, "一般风险", ""),
        ("", "一般风险", ""),
        ("待补", "一般风险", "待补"),
        ("取值无效", "一般风险", "取值无效"),
        ("高", "一般风险", "取值无效"),
        ("一般", "一般风险", "取值无效"),
        (3, "一般风险", "取值无效"),
        (True, "一般风险", "取值无效"),
        (["低风险"], "一般风险", "取值无效"),
        ("低风险", "中风险", "取值无效"),
        ("低风险", 3, "取值无效"),
        ("低风险", ["一般风险"], "取值无效"),
    ],
)
def test_risk_acceptable(grade: object, acceptable: object, answer: str) -> None:
    assert functions.RISK_ACCEPTABLE(grade, acceptable) == answer


def test_risk_acceptable_takes_general_risk_when_nothing_is_said() -> None:
    assert [functions.RISK_ACCEPTABLE(g) for g in ("一般风险", "较大风险")] == ["可接受", "不可接受"]


CELL = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6), st.datetimes(), st.dates(),
    st.decimals(), st.binary(max_size=3), st.lists(st.integers(), max_size=2), st.complex_numbers(),
    st.sampled_from([10.0, 6.0, 3.0, 1.0, 0.5, 5.0, 100.0, "一般风险", "待补", "upper_inclusive"]),
)  # fmt: skip


@settings(deadline=None)
@given(st.sampled_from(FUNCTIONS), st.lists(CELL, min_size=4, max_size=4))
def test_no_input_raises_or_gives_anything_but_a_number_or_a_text(function: Function, cells: list[object]) -> None:
    answer = function.call(*cells[: len(function.arguments)])
    assert type(answer) in {int, float, str}


def test_the_table_describes_every_worksheet_function_as_it_is() -> None:
    public = {n for n, v in vars(functions).items() if n.isupper() and inspect.isfunction(v)}
    assert {function.name for function in FUNCTIONS} == public
    assert len(FUNCTIONS) == len(public) == 7
    for function in FUNCTIONS:
        assert getattr(functions, function.name) is function.call
        parameters = inspect.signature(function.call).parameters.values()
        assert [(p.name, None if p.default is p.empty else p.default) for p in parameters] == [
            (argument.name, argument.default) for argument in function.arguments
        ]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.name)
def test_descriptions_fit_excel(function: Function) -> None:
    for text in (function.description, *(argument.description for argument in function.arguments)):
        assert text.endswith("。")
        assert 10 < len(text) <= 255
        assert any("\u4e00" <= character <= "\u9fff" for character in text)
