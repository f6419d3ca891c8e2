"""Precision and recall of the rules: each has a breaking workbook, and fires on it alone, at one cell, with nothing beside it."""

from __future__ import annotations

import pytest
from breaking import (
    BY_MATRIX,
    OWN_CRITERIA,
    PLAIN,
    QUANTITATIVE,
    SPECIAL,
    TWO_TABLES,
    UNCOUNTED,
    WITH_MAJOR,
    WITH_OPEN,
    WITH_PICTURES,
    Break,
    Edit,
    Place,
    Variant,
    change,
    clean,
    copy,
    everywhere,
)
from breaks_by_rule import BREAKS
from papers import judge

from coatxl.standards.coating import standard
from coatxl.standards.coating.tables import (
    ChecklistRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    RiskPointRow,
    UnitRow,
)
from coatxl.tables.table import Table

# Rules that cannot fire alone, with those that fire beside them: two faults that one edit makes, each to be mended by itself.
COMPANIONS: dict[str, tuple[frozenset[str], str]] = {
    "CX8.2-15": (
        frozenset({"CX8.2-13"}),
        "an unjudged situation lacks its verdict; that a listed hidden danger may be it is what makes the verdict urgent",
    ),
    "CX8.3-04": (
        frozenset({"CX8.3-02"}),
        "a risk without countermeasure is one above the acceptable grade, and stays one when a countermeasure is proposed",
    ),
}
VARIANTS = (
    PLAIN,
    UNCOUNTED,
    SPECIAL,
    QUANTITATIVE,
    BY_MATRIX,
    TWO_TABLES,
    OWN_CRITERIA,
    WITH_PICTURES,
    WITH_MAJOR,
    WITH_OPEN,
)
RULES = {rule.id: rule for rule in standard.rules()}


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_of_the_plant_has_neither_error_nor_warning(variant: Variant) -> None:
    assert [f for f in clean(variant) if f.severity != "info"] == []


def test_every_rule_has_its_breaking_workbook() -> None:
    assert set(BREAKS) == set(RULES)
    assert COMPANIONS.keys() <= BREAKS.keys()
    assert len(COMPANIONS) < 5


@pytest.mark.parametrize("rule", BREAKS)
def test_a_rule_fires_on_its_workbook_once_and_alone(rule: str) -> None:
    each = BREAKS[rule]
    beside = COMPANIONS.get(rule, (frozenset[str](), ""))[0]
    found = each.new()
    assert [place for place in found if place[0] not in beside] == [(rule, *each.at(each.book()))]
    assert {place[0] for place in found} - {rule} == beside


@pytest.mark.parametrize("rule", BREAKS)
def test_it_fires_with_the_severity_that_it_declares(rule: str) -> None:
    assert BREAKS[rule].severities(rule) == {RULES[rule].severity}


# --- one mistyped cell is one finding -------------------------------------------------------------

DUST = "可燃性粉尘悬浮积聚"
HAZARDS, ITEMS = HazardRow.sheet, ChecklistRow.sheet
OF_DUST = {"first": 0, "inside": 3, "last": 7}
"""Rows of the first hazard: it begins, goes on with a further cause, ends with a further measure of a cause."""


def told(*edits: Edit, variant: Variant = PLAIN) -> list[Place]:
    """Errors and warnings: what an information asks anew under another name is no fault."""
    return Break(edits, lambda _: ("", ""), variant).new(("error", "warning"))


@pytest.mark.parametrize("row", OF_DUST.values(), ids=OF_DUST)
@pytest.mark.parametrize(
    ("name", "word", "column"),
    [("unit", "涂装单无", "A"), ("risk_point", "打磨闲", "B"), ("risk_point", "供漆间", "B"), ("step", "打磨工作", "C"),
     ("hazard", "可燃性粉尘悬浮积累", "D"), ("hazard", "静电", "D")],
)  # fmt: skip
def test_a_repeated_name_mistyped_in_one_row_of_a_hazard(row: int, name: str, word: str, column: str) -> None:
    assert told(change(HazardRow, row, **{name: word})) == [("CX0-03", HAZARDS, f"{column}{row + 2}")]


@pytest.mark.parametrize(
    ("table", "name", "right", "wrong", "expected"),
    [
        (HazardRow, "risk_point", "供漆间", "加药间", ("CX0-03", HAZARDS)),
        (HazardRow, "unit", "储存单元", "存储单元", ("CX0-03", HAZARDS)),
        (HazardRow, "hazard", DUST, "可燃性粉尘悬浮积累", ("CX0-03", LecRow.sheet)),
        (ChecklistRow, "risk_point", "供漆间", "加药间", ("CX0-03", ITEMS)),
        (ChecklistRow, "unit", "储存单元", "存储单元", ("CX0-03", ITEMS)),
        (LecRow, "unit", "储存单元", "存储单元", ("CX0-03", LecRow.sheet)),
        (RiskPointRow, "risk_point", "供漆间", "加药间", ("CX0-03", HAZARDS)),
        (UnitRow, "unit", "储存单元", "存储单元", ("CX6.3-01", RiskPointRow.sheet)),
    ],
)  # fmt: skip
def test_a_name_that_one_sheet_writes_otherwise(
    table: type[Table], name: str, right: str, wrong: str, expected: tuple[str, str]
) -> None:
    assert [place[:2] for place in told(everywhere(table, name, right, wrong))] == [expected]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"number": ""}, ("CX0-02", ITEMS, "C5")),
        ({"number": "3"}, ("CX8.2-05", ITEMS, "C5")),
        ({"risk_point": "某某间"}, ("CX0-03", ITEMS, "B5")),
        ({"risk_point": "某某间", "measures": ""}, ("CX0-03", ITEMS, "B5")),
        ({"risk_point": "供漆间"}, ("CX8.2-05", ITEMS, "C56")),
        ({"unit": "涂装单无"}, ("CX0-03", ITEMS, "A5")),
        ({"unit": "储存单元", "measures": ""}, ("CX0-03", ITEMS, "A5")),
    ],
)  # fmt: skip
def test_a_wrong_cell_of_a_checklist_item(values: dict[str, str], expected: Place) -> None:
    assert told(change(ChecklistRow, 3, **values)) == [expected]


@pytest.mark.parametrize(
    ("table", "values", "expected"),
    [
        (LecRow, {"unit": "涂装单无"}, ("CX0-03", LecRow.sheet, "B2")),
        (LecRow, {"risk_point": "打磨闲"}, ("CX0-03", LecRow.sheet, "C2")),
        (LecRow, {"step": "打磨工作"}, ("CX0-03", LecRow.sheet, "D2")),
        (LecRow, {"hazard": "静电"}, ("CX0-03", LecRow.sheet, "E2")),
        (HiddenDangerRow, {"unit": "涂装单无"}, ("CX0-03", HiddenDangerRow.sheet, "B2")),
        (HiddenDangerRow, {"risk_point": "打磨闲"}, ("CX0-03", HiddenDangerRow.sheet, "C2")),
    ],
)  # fmt: skip
def test_a_wrong_name_of_a_risk_or_a_hidden_danger(table: type[Table], values: dict[str, str], expected: Place) -> None:
    assert told(change(table, 0, **values)) == [expected]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"measure": ""}, ("CX7.3-01", HAZARDS, "J4")),
        ({"cause": ""}, ("CX7.2-01", HAZARDS, "I4")),
        ({"number": ""}, ("CX0-02", HAZARDS, "H4")),
        ({"number": "1"}, ("CX0-02", HAZARDS, "H4")),
    ],
)  # fmt: skip
def test_a_cause_that_checklist_items_refer_to(values: dict[str, str], expected: Place) -> None:
    assert told(change(HazardRow, 2, **values)) == [expected]


def test_two_units_of_one_name() -> None:
    assert told(copy(UnitRow, "涂装单元", number="9")) == [("CX0-02", UnitRow.sheet, "B9")]


# --- what is no slip, and is told as before -------------------------------------------------------


def test_a_hazard_that_begins_without_event_and_outcome_is_not_taken_for_a_slip() -> None:
    begun = {"hazard": "静电积聚", "event": "", "outcome": "", "high": "", "number": "1", "cause": "桶没有接地。"}
    rules = {rule for rule, _, _ in told(copy(HazardRow, 7, after=7, **begun))}
    assert {"CX7.2-01", "CX8.3-01"} <= rules


def test_a_unit_without_checklist_hides_no_measure_of_another() -> None:
    def without(*names: str) -> Edit:
        def edit(grids):  # type: ignore[no-untyped-def]
            grids.rows[ChecklistRow] = [row for row in grids.rows[ChecklistRow] if row["risk_point"] not in names]

        return edit

    assert {rule for rule, _, _ in told(without("供漆间"), variant=UNCOUNTED)} == {"CX8.2-02"}


def test_more_risk_points_than_unknown_names_are_told() -> None:
    other = copy(RiskPointRow, -1, number="14", risk_point="外墙清洗", step="-")
    found = told(everywhere(HazardRow, "risk_point", "供漆间", "加药间"), other, variant=UNCOUNTED)
    assert [rule for rule, _, _ in found] == ["CX0-03", "CX7.1-01", "CX7.1-01"]


# --- a superseded standard in the text of a measure -----------------------------------------------


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ((change(HazardRow, 2, measure="按AQ5024-2008每班清扫打磨间。"),), [("CX5.3-02", HAZARDS, "J4")]),
        ((change(ChecklistRow, 2, item="按AQ5024-2008每班清扫打磨间。"),), [("CX5.3-02", ITEMS, "D4")]),
        (tuple(change(table, 2, **{name: "按AQ5024-2008每班清扫打磨间。"}) for table, name in ((HazardRow, "measure"), (ChecklistRow, "item"))),
         [("CX5.3-02", HAZARDS, "J4")]),
        ((change(ChecklistRow, 2, item="按AQ5024-2008每班清扫打磨间。", basis="AQ5024-2008第6.4.7条"),), [("CX5.3-02", ITEMS, "E4")]),
    ],
    ids=["measure", "item", "an item that copies its measure", "an item whose basis cites it"],
)  # fmt: skip
def test_a_superseded_standard_in_a_text_is_told_once(edits: tuple[Edit, ...], expected: list[Place]) -> None:
    assert told(*edits) == expected


# --- and so for every such cell of the plant ------------------------------------------------------

KEYS: dict[type[Table], dict[str, tuple[str, ...]]] = {
    HazardRow: dict.fromkeys(("risk_point", "step", "hazard"), ("错名",)) | {"number": ("", "99")},
    ChecklistRow: dict.fromkeys(("unit", "risk_point"), ("错名",)) | {"number": ("", "99")},
    LecRow: dict.fromkeys(("unit", "risk_point", "step", "hazard"), ("错名",)),
    HiddenDangerRow: dict.fromkeys(("unit", "risk_point", "origin"), ("错名",)),
}
"""The cells by which rows refer to each other, with what is written there by mistake."""
EVERY_NTH = 23  # of the long sheets; all rows of all of them take two minutes


@pytest.mark.parametrize("table", KEYS)
def test_any_key_cell_mistyped_is_one_finding(table: type[Table]) -> None:
    grids = PLAIN.grids()
    rows = grids.rows[table]
    for number in range(0, len(rows), EVERY_NTH if len(rows) > EVERY_NTH else 1):
        for name, words in KEYS[table].items():
            right = rows[number].get(name)
            for word in words if right not in (None, "", "-") else ():
                rows[number][name] = word
                found = [f for f in judge(PLAIN.book(grids))[0] if f.severity != "info"]
                rows[number][name] = right
                assert len(found) == 1, (number, name, word, [f.message for f in found])
