"""A unit computed step by step: what a person would write down, and what is never 0."""

from __future__ import annotations

from decimal import Decimal

from coatxl.standards.hazchem.unit import Line, Unit


def line(substance: str, quantity: str | None, critical: str | None, beta: str | None = "1") -> Line:
    q, limit, factor = (None if value is None else Decimal(value) for value in (quantity, critical, beta))
    return Line(substance, q, limit, factor)


def test_steps_of_a_major_hazard_installation() -> None:
    unit = Unit("油漆仓库", Decimal(0), (line("甲苯", "250", "500"), line("丙酮", "250", "500")))
    assert unit.steps() == (
        "S=250/500+250/500=1≥1，构成重大危险源",
        "厂区外500m常住0人，α=0.5",
        "Σ(β·q/Q)=1×250/500+1×250/500=1",
        "R=α·Σ(β·q/Q)=0.5×1=0.5，四级",
    )


def test_steps_below_one() -> None:
    unit = Unit("油漆仓库", Decimal(500), (line("油漆（类别2）", "20", "1000"), line("甲苯", "10", "500")))
    assert unit.steps() == ("S=20/1000+10/500=0.04＜1，不构成重大危险源",)
    assert (unit.major, unit.r, unit.grade) == (False, None, "不构成")


def test_a_missing_quantity_is_not_zero() -> None:
    unit = Unit("调漆间", Decimal(30), (line("甲苯", None, "500"), line("丙酮", "600", None)))
    assert unit.steps() == ("S 无法计算：甲苯缺q、丙酮缺Q",)
    assert (unit.s, unit.major, unit.r, unit.grade) == (None, None, None, "")


def test_without_people_or_beta_there_is_no_grade() -> None:
    for people, beta in ((None, "1"), (Decimal("2.5"), "1"), (Decimal(3), None)):
        unit = Unit("油漆仓库", people, (line("甲苯", "500", "500", beta),))
        assert (unit.major, unit.r, unit.grade) == (True, None, "")
