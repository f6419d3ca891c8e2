"""Every clause of the standard has its rules, or says why it has none; every rule of the standard is there."""

from __future__ import annotations

import pytest

from coatxl.standards.coating.annexes.report import CHAPTERS, CLAUSE_OF
from coatxl.standards.coating.annexes.whole_sheets import SHEETS
from coatxl.standards.coating.clauses import CLAUSES, WHOLE, covers
from coatxl.standards.coating.standard import rules
from coatxl.standards.coating.tables import TABLES

# The rules by clause as they were agreed upon; an id keeps its meaning, extensions are numbered after these.
AGREED = {
    "0": 3, "4": 1, "5.1": 1, "5.2": 4, "5.3": 3, "6.1": 4, "6.2": 1, "6.3": 5, "7.1": 1, "7.2": 3, "7.3": 3, "7.4": 3, "7.5": 3,
    "8.1": 3, "8.2": 12, "8.3": 6, "9.1": 1, "9.2": 1, "10.1": 2, "10.2": 1, "11": 3, "12.1": 1, "12.2": 2, "12.3": 1,
    "A": 5, "B": 6, "C": 3,
}  # fmt: skip


def test_all_82_rules_of_the_standard_are_there() -> None:
    wanted = [f"CX{clause}-{number:02}" for clause, most in AGREED.items() for number in range(1, most + 1)]
    assert len(wanted) == 82
    assert set(wanted) <= {rule.id for rule in rules()}


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: str(clause.number))
def test_a_clause_has_a_rule_or_says_why_it_has_none(clause) -> None:
    own = [rule.id for rule in rules() if covers(rule.clause, clause.number)]
    assert bool(own) != bool(clause.why)


def test_every_rule_and_every_sheet_belongs_to_a_clause() -> None:
    numbers = [clause.number for clause in CLAUSES]
    for stated, name in [(r.clause, r.id) for r in rules()] + [(t.clause, t.sheet) for t in TABLES]:
        assert stated == WHOLE or any(covers(stated, number) for number in numbers), name


@pytest.mark.parametrize(
    ("stated", "number", "expected"),
    [
        ("8.2", "8.2.1", True),
        ("8.2.1、8.2.2", "8.2.2", True),
        ("8.2.1", "8.2", True),
        ("8.2", "8.3.1", False),
        ("7.1～7.3", "7.2", True),
        ("7.1～7.3", "7.4", False),
        ("附录B.1–B.3", "B.2", True),
        ("附录B.1–B.3", "B.4", False),
        ("附录B", "B.4", True),
        ("引言b)、3.5", "引言", True),
        ("引言b)、3.5", "3.5", True),
        ("1", "11", False),
        ("11", "1", False),
        ("全文", "8.2", False),
    ],
)
def test_what_a_stated_clause_covers(stated: str, number: str, expected: bool) -> None:
    assert covers(stated, number) is expected


def test_every_table_of_the_report_stands_in_one_chapter() -> None:
    placed = [name for chapter in CHAPTERS for name in chapter.tables]
    assert len(placed) == len(set(placed))
    assert set(placed) == set(CLAUSE_OF)
    assert {chosen.table.title for chosen in SHEETS} <= set(placed)


def test_the_list_of_hidden_dangers_is_in_the_body_and_the_relation_among_the_annexes() -> None:
    place = {name: chapter.label for chapter in CHAPTERS for name in chapter.tables}
    assert place["隐患清单"] == "表"
    assert place["危害因素和风险管控措施关系表"] == "附表"
