"""The worksheet functions: the native formulas' answers for every combination and every guard, never an exception."""

from __future__ import annotations

import colorsys
import inspect
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product
from math import prod

import functions
import pytest
from functions import FUNCTIONS, Function
from golden_set import GRADES, RULES, lec_answers, lec_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from coatxl.workbook import style

SCORED = [f for f in FUNCTIONS if not f.name.startswith("RISK_") and not f.name.endswith("_CHECK")]
CHECKS = [f for f in FUNCTIONS if f.name.endswith("_CHECK")]
OF_GRADE = [f for f in FUNCTIONS if f.name.startswith("RISK_")]
GUARDS = {"", "待补", "取值无效"}
NOT_SCORES = [
    "", " ", "abc", "10", "１０", "1", True, False, 0, -1, 4.5, 1e308, float("nan"), float("inf"), "#N/A", -2146826246,
    date(1900, 1, 3), datetime(1900, 1, 3, 12, tzinfo=UTC), ((1, 2), (3, 4)), [1], {"a": 1}, object(),
]  # fmt: skip


def scores(function: Function) -> list[float]:
    """Legal inputs, with which every function gives an answer."""
    return [3.0] * sum(argument.default is None for argument in function.arguments)


@pytest.mark.parametrize("rule", [None, *RULES])
def test_an_omitted_band_rule_is_the_lower_one(rule: str | None) -> None:
    for row in (row for row in lec_rows() if row.guard is None):
        answers = lec_answers(row, rule or "lower_inclusive")
        for name in ("LEC_GRADE", "LEC_ACTION", "LEC_SENSITIVITY"):
            assert getattr(functions, name)(*row.values(), rule) == answers[name]
        assert functions.LEC_CHECK(*row.values(), row.typed, rule) == answers["LEC_CHECK"]
        if rule is None:
            assert functions.LEC_GRADE(*row.values()) == answers["LEC_GRADE"]


def test_values_print_exactly() -> None:
    for row in (row for row in lec_rows() if row.guard is None):
        cells = [round(value, 1) for value in row.values()]
        d, exact = functions.LEC_D(*row.values()), prod(Decimal(str(cell)) for cell in cells)
        assert Decimal(str(d)) == exact
        assert isinstance(d, int if exact == exact.to_integral_value() else float)
    assert str(functions.MATRIX_R(5.0, 4.0)) == "20"


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


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_band_rule_that_shows_nothing_is_the_default(nothing: object) -> None:
    """As for the acceptable grade: a formula over an empty cell shows ""."""
    assert functions.LEC_GRADE(10, 1, 7, nothing) == "一般风险"
    assert functions.LEC_CHECK(10, 1, 7, "一般风险", nothing) == "一致"


def test_an_example_names_its_own_scores_only() -> None:
    for function in functions.FUNCTIONS:
        symbols = {a.name for a in function.arguments}
        for symbol in re.findall(r"([LECS])[↑↓]", function.description):
            assert symbol in symbols, function.name


@pytest.mark.parametrize("rule", ["both", "LOWER_INCLUSIVE", 1, True, ["lower_inclusive"]])
@pytest.mark.parametrize("call", [functions.LEC_GRADE, functions.LEC_ACTION, functions.LEC_SENSITIVITY])
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


@pytest.mark.parametrize("function", OF_GRADE, ids=lambda f: f.name)
def test_guards_pass_through_and_other_words_are_invalid(function: Function) -> None:
    assert [function.call(word) for word in (None, "", "待补", "取值无效")] == ["", "", "待补", "取值无效"]
    for word in ("高", "一般", " 一般风险", "红色", 3, 3.0, True, ["低风险"], {"a": 1}, date(2025, 1, 10)):
        assert function.call(word) == "取值无效"


def test_rank_and_colour_follow_the_grade() -> None:
    assert [functions.RISK_RANK(grade) for grade in GRADES] == [1, 2, 3, 4, 5]
    assert [functions.RISK_COLOUR(grade) for grade in GRADES] == ["白色", "浅蓝色", "黄色", "橙色", "红色"]


@pytest.mark.parametrize("grade", GRADES)
def test_a_colour_is_the_name_of_the_fill_that_the_template_shows(grade: str) -> None:
    fill = style.GRADES[grade].get("bg_color", "#FFFFFF")
    hue, light, saturation = colorsys.rgb_to_hls(*(int(fill[i : i + 2], 16) / 255 for i in (1, 3, 5)))
    degrees = hue * 360
    name = functions.RISK_COLOUR(grade)
    if light == 1:
        assert name == "白色"
    else:
        assert saturation > 0.5
        hues = {"红色": degrees < 15, "橙色": 25 < degrees < 40, "黄色": 45 < degrees < 60}
        assert hues.get(name, name == "浅蓝色" and 190 < degrees < 230 and light > 0.8)


def test_the_deadline_of_the_slightest_grade_is_not_invented() -> None:
    assert functions.MATRIX_DEADLINE(1, 3) == ""
    assert functions.MATRIX_DEADLINE(1, 4) == "有条件、有经费时治理"


@pytest.mark.parametrize(
    ("scores", "answer"),
    [
        ((3, 6, 15), "L↑→重大风险；L↓→一般风险；E↑→重大风险；E↓→一般风险；C↑→重大风险；C↓→一般风险"),
        ((0.1, 0.5, 1), "不变"),
        ((10, 10, 100), "不变"),
        ((10, 1, 7), "L↓→低风险；E↓→低风险；C↓→低风险"),
        ((10, 1, 7, "upper_inclusive"), "E↑→一般风险；C↑→一般风险"),
    ],
)
def test_sensitivity_by_hand(scores: tuple[object, ...], answer: str) -> None:
    assert functions.LEC_SENSITIVITY(*scores) == answer


@pytest.mark.parametrize(
    ("function", "right"), list(zip(CHECKS, ["较大风险", "一般风险"], strict=True)), ids=["LEC", "MATRIX"]
)
def test_check_compares_the_typed_grade(function: Function, right: str) -> None:
    scores = [3, 6, 15] if function.name == "LEC_CHECK" else [3, 4]
    answers = {
        right: "一致", "低风险": "不一致", None: "", "": "", "待补": "待补", "取值无效": "取值无效", right[:2]: "取值无效",
        f"{right} ": "取值无效", 4: "取值无效", True: "取值无效", "#N/A": "取值无效",
    }  # fmt: skip
    assert {typed: function.call(*scores, typed) for typed in answers} == answers
    assert function.call(*scores[:-1], None, right) == "待补"
    assert function.call(*[None] * len(scores), right) == "待补"
    assert function.call(*[None] * len(scores), None) == ""
    assert function.call(*scores[:-1], 999, right) == "取值无效"
    assert function.call(*scores[:-1], 999, None) == ""


def test_check_follows_the_band_rule() -> None:
    assert functions.LEC_CHECK(10, 1, 7, "一般风险") == "一致"
    assert functions.LEC_CHECK(10, 1, 7, "一般风险", "upper_inclusive") == "不一致"
    assert functions.LEC_CHECK(10, 1, 7, "一般风险", "both") == "取值无效"


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.name)
def test_an_argument_left_out_is_a_blank_cell(function: Function) -> None:
    assert function.call() == ""
    if function in SCORED:
        assert function.call(3.0) == "待补"


CELL = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6), st.datetimes(), st.dates(),
    st.decimals(), st.binary(max_size=3), st.lists(st.integers(), max_size=2), st.complex_numbers(),
    st.sampled_from([10.0, 6.0, 3.0, 1.0, 0.5, 5.0, 100.0, "一般风险", "待补", "upper_inclusive", [], {}]),
)  # fmt: skip


@settings(deadline=None)
@given(st.sampled_from(FUNCTIONS), st.lists(CELL, max_size=5))
def test_no_input_raises_or_gives_anything_but_a_number_or_a_text(function: Function, cells: list[object]) -> None:
    answer = function.call(*cells[: len(function.arguments)])
    assert type(answer) in {int, float, str}


def test_the_table_describes_every_worksheet_function_as_it_is() -> None:
    public = {n for n, v in vars(functions).items() if n.isupper() and inspect.isfunction(v)}
    assert {function.name for function in FUNCTIONS} == public
    assert len(FUNCTIONS) == len(public) == 14
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


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.name)
def test_the_cases_show_good_blank_unfinished_and_bad_cells(function: Function) -> None:
    answers = [function.call(*case.values) for case in function.cases]
    assert set(answers) > {"", "待补", "取值无效"}
    assert len({case.situation for case in function.cases}) == len(function.cases) >= 5
    assert all(len(case.values) <= len(function.arguments) for case in function.cases)
