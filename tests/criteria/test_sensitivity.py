"""One-step sensitivity: every step of every combination, against grades computed afresh."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from coatxl.criteria import lec, matrix
from coatxl.criteria.bands import LOWER_INCLUSIVE, UPPER_INCLUSIVE
from coatxl.criteria.scores import NotInTable
from coatxl.criteria.sensitivity import Step, steps

LEC = (lec.SCALE_L, lec.SCALE_E, lec.SCALE_C)
MATRIX = (matrix.SCALE_L, matrix.SCALE_S)
L, E, C = (0.1, 0.2, 0.5, 1, 3, 6, 10), (0.5, 1, 2, 3, 6, 10), (1, 3, 7, 15, 40, 100)


def lec_steps(*scores: object, rule: str = LOWER_INCLUSIVE) -> tuple[Step, ...]:
    return steps(LEC, scores, lambda *moved: lec.grade(lec.d_value(*moved), rule))


def matrix_steps(*scores: object) -> tuple[Step, ...]:
    return steps(MATRIX, scores, lambda *moved: matrix.grade(matrix.r_value(*moved)))


@pytest.mark.parametrize("rule", [LOWER_INCLUSIVE, UPPER_INCLUSIVE])
def test_each_of_the_252_has_exactly_its_steps(rule: str) -> None:
    for places in product(range(7), range(6), range(6)):
        scores = (L[places[0]], E[places[1]], C[places[2]])
        before = lec.grade(lec.d_value(*scores), rule)
        expected = []
        for i, (symbol, listed) in enumerate(zip("LEC", (L, E, C), strict=True)):
            for upward in (True, False):
                beside = places[i] + (1 if upward else -1)
                if beside in range(len(listed)):
                    moved = [*scores[:i], listed[beside], *scores[i + 1 :]]
                    grade = lec.grade(lec.d_value(*moved), rule)
                    if grade != before:
                        expected.append(Step(symbol, upward, Decimal(str(listed[beside])), grade))
        assert lec_steps(*scores, rule=rule) == tuple(expected)


def test_by_hand() -> None:
    # 3×4 = 12 一般; 4×4 = 16 较大, 2×4 = 8 低, 3×5 = 15 较大, 3×3 = 9 一般.
    assert matrix_steps(3, 4) == (
        Step("L", True, Decimal(4), "较大风险"),
        Step("L", False, Decimal(2), "低风险"),
        Step("S", True, Decimal(5), "较大风险"),
    )
    assert matrix_steps(1, 1) == lec_steps(10, 10, 100) == ()


@pytest.mark.parametrize("scores", [(4, 6, 15), (3, "6", 15), (3, 6, None), (3, 6, True)])
def test_a_score_that_is_not_listed_has_no_steps(scores: tuple[object, ...]) -> None:
    with pytest.raises(NotInTable):
        lec_steps(*scores)
