"""附录 C: all 25 combinations, the gaps of C.3, the blank deadline."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from coatxl.criteria import matrix
from coatxl.criteria.matrix import NotInTable

# C.3 by hand: every product that two whole numbers 1 to 5 have.
GRADED = {
    **dict.fromkeys((1, 2, 3), "轻微风险"),
    **dict.fromkeys((4, 5, 6, 8), "低风险"),
    **dict.fromkeys((9, 10, 12), "一般风险"),
    **dict.fromkeys((15, 16), "较大风险"),
    **dict.fromkeys((20, 25), "重大风险"),
}


@pytest.mark.parametrize("kind", [int, float, Decimal])
def test_all_25_products_and_grades(kind: type) -> None:
    pairs = list(product(range(1, 6), repeat=2))
    assert {a * b for a, b in pairs} == set(GRADED)
    for likelihood, consequence in pairs:
        r = matrix.r_value(kind(likelihood), kind(consequence))
        assert str(r) == str(likelihood * consequence)
        assert matrix.grade(r) == matrix.grade(float(r)) == GRADED[likelihood * consequence]


@pytest.mark.parametrize("r", [0, 13, 14, 17, 18, 19, 26, -3, 3.5, 4.5, Decimal("15.5"), Decimal("1E+30")])
def test_a_value_in_a_gap_of_c3_has_no_grade(r: object) -> None:
    with pytest.raises(NotInTable, match=r"表C\.3的取值（20-25、15-16、9-12、4-8、1-3）内"):
        matrix.grade(r)


@pytest.mark.parametrize("r", [None, "", "15", "１５", True, float("nan"), float("inf")])
def test_what_is_no_number_has_no_grade(r: object) -> None:
    with pytest.raises(NotInTable, match=r"^R.*；表C\.3的取值为20-25、15-16、9-12、4-8、1-3$"):
        matrix.grade(r)


@pytest.mark.parametrize(
    ("scores", "table"), [((0, 3), "C.1"), ((6, 3), "C.1"), ((2.5, 3), "C.1"), ((3, "3"), "C.2"), ((3, None), "C.2")]
)
def test_r_value_refuses_with_the_table_of_the_first_bad_score(scores: tuple[object, object], table: str) -> None:
    with pytest.raises(NotInTable, match=f"表{table}的取值") as refused:
        matrix.r_value(*scores)
    assert refused.value.table == table


def test_each_grade_has_action_and_deadline_of_its_row() -> None:
    for row in matrix.C3.rows:
        assert (matrix.action(row[1]), matrix.deadline(row[1])) == (row[2], row[3])
    assert matrix.deadline("重大风险") == "立刻"
    assert matrix.deadline("轻微风险") == ""
    assert [band.deadline for band in matrix.bands()] == [row[3] for row in reversed(matrix.C3.rows)]
