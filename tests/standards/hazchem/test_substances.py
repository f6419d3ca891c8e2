"""Substances of coating plants: their numbers, where their critical quantities come from, and what is unverified."""

from __future__ import annotations

from decimal import Decimal

import pytest

from coatxl.criteria.gb18218 import TABLE_2, TABLE_3
from coatxl.standards.hazchem.substances import (
    TABLE_1_OPEN,
    cas_is_valid,
    cas_number,
    facts,
    materials,
    named,
    numbered,
    reference,
    symbol_notes,
    table_1,
)


def test_every_cas_number_has_its_check_digit() -> None:
    numbers = [cas for each in (*table_1(), *materials()) for cas in each.cas]
    assert len(numbers) > 30
    assert [cas for cas in numbers if not cas_is_valid(cas)] == []


@pytest.mark.parametrize("text", ["108-88-4", "108-88", "甲苯", "", "0108-88-3", "1330207"])
def test_what_is_no_cas_number(text) -> None:
    assert not cas_is_valid(text)


def test_a_cas_number_may_be_full_width_and_a_dash_is_none() -> None:
    assert cas_number("１０８－８８－３") == "108-88-3"
    assert [cas_number(text) for text in ("", "-", "—", "/", "无")] == [""] * 5


def test_data_names_what_criteria_holds() -> None:
    assert set(symbol_notes()) == set(TABLE_2)
    assert {symbol for each in materials() for symbol in each.symbols} <= set(TABLE_2)
    assert all(each.critical for each in table_1())
    assert {fact.fact for fact in facts() if not fact.verified} >= {"目录序号", "易燃液体类别", "多种危险性"}
    assert all(each.sources for each in (*table_1(), *materials(), *facts()))


@pytest.mark.parametrize(
    ("name", "cas", "symbols", "critical", "source", "verified"),
    [
        ("甲苯", "", "", "500", "表1 甲苯", True),
        ("稀料", "108-88-3", "W5.4", "500", "表1 甲苯", True),  # table 1 goes first
        ("二甲苯", "", "", "5000", "表2 W5.4", True),
        ("氨", "", "J3", "10", "表1 氨", False),
        ("某气体", "10102-44-0", "", "1", "表1 二氧化氮", False),
        ("盐酸", "7647-01-0", "J5", "500", "表2 J5", False),  # the gas without water is in table 1
        ("二甲苯", "", "W5.1", "10", "表2 W5.1", True),  # the category that is stated counts
        ("环己酮", "", "", "5000", "表2 W5.4", False),
        ("某固化剂", "", "J5、W5.3", "500", "表2 J5", False),  # the lowest of several hazards
        ("硝化棉稀释液", "9004-70-0", "", "10", "表1 硝化纤维素", True),  # two entries of one number: the lower
        ("甲苯二异氰酸酯（TDI）", "", "", "100", "表1 甲苯二异氰酸酯", True),
    ],
)
def test_critical_quantity(name, cas, symbols, critical, source, verified) -> None:
    found = reference(name, cas, symbols)
    assert found is not None
    assert (found.critical, found.source, found.verified) == (Decimal(critical), source, verified)


@pytest.mark.parametrize(("name", "symbols"), [("某稀释剂", ""), ("六亚甲基二异氰酸酯", ""), ("某稀释剂", "W5.5")])
def test_no_critical_quantity_is_guessed(name, symbols) -> None:
    assert reference(name, "", symbols) is None


def test_names_and_numbers_lead_to_each_other() -> None:
    assert {each.name for each in numbered("1330-20-7")} == {"二甲苯"}
    assert {each.cas[0] for each in named("醋酸丁酯")} == {"123-86-4"}
    assert named("") == () == numbered("")


@pytest.mark.parametrize("name", ["丙烯腈", "某气体", *TABLE_3.keys() - {each.name for each in table_1()}])
def test_a_name_that_is_not_held_is_never_called_verified(name: str) -> None:
    found = reference(name, "", "J3")
    assert found is not None
    assert (found.mark, found.verified, found.mixture) == (TABLE_1_OPEN, False, False)


@pytest.mark.parametrize(("name", "mixture"), [("环氧底漆", True), ("聚氨酯固化剂", True), ("丙烯腈", False)])
def test_a_product_of_several_substances_is_none_of_table_1(name: str, mixture: bool) -> None:
    found = reference(name, "", "W5.4")
    assert found is not None
    assert found.mixture == mixture
