"""GB 18218-2018《危险化学品重大危险源辨识》: S = Σq/Q (4.2) and R = α·Σ(β·q/Q) (4.3), with tables 2 to 6 (7.5).

Quantities are tonnes. Sums are fractions, since q/Q need not end as a decimal: S ≥ 1 and the limits of R are compared
without rounding, so 0.9998 is not 1. A value that cannot be is a ValueError in one line.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from coatxl.criteria.scores import NotInTable, exact, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "FLAMMABLE_LIQUID", "GRADES", "MAJOR", "NOT_MAJOR", "TABLE_2", "TABLE_3", "TABLE_5", "TABLE_6", "UNLISTED", "Category",
    "Held", "NotInTable", "alpha", "beta", "categories", "critical_quantity", "flammable_category", "flammable_symbols",
    "grade", "is_major", "is_unlisted", "r_value", "ratio", "s_value", "shown", "weighted_sum",
]  # fmt: skip

MAJOR, NOT_MAJOR = "构成", "不构成"
UNLISTED = "不在表1、表2"
"""What 类别符号 says of a hazardous chemical without critical quantity, such as 盐酸 or nitrogen."""


class Category(NamedTuple):
    """One row of table 2 with its β of table 4: symbol, kind of hazard, what belongs to it, Q in t, β."""

    symbol: str
    hazard: str
    description: str
    critical: Decimal
    beta: Decimal


class Held(NamedTuple):
    """One substance of a unit: q and Q in t, and its β."""

    quantity: object
    critical: object
    beta: object = 1


_ROWS = (
    ("J1", "急性毒性", "类别1，所有暴露途径，气体", "5", "4"),
    ("J2", "急性毒性", "类别1，所有暴露途径，固体、液体", "50", "1"),
    ("J3", "急性毒性", "类别2、类别3，所有暴露途径，气体", "50", "2"),
    ("J4", "急性毒性", "类别2、类别3，吸入途径，液体（沸点≤35℃）", "50", "2"),
    ("J5", "急性毒性", "类别2，所有暴露途径，液体（除J4外）、固体", "500", "1"),
    ("W1.1", "爆炸物", "不稳定爆炸物；1.1项爆炸物", "1", "2"),
    ("W1.2", "爆炸物", "1.2、1.3、1.5、1.6项爆炸物", "10", "2"),
    ("W1.3", "爆炸物", "1.4项爆炸物", "50", "2"),
    ("W2", "易燃气体", "类别1和类别2", "10", "1.5"),
    ("W3", "气溶胶", "类别1和类别2", "150", "1"),
    ("W4", "氧化性气体", "类别1", "50", "1"),
    ("W5.1", "易燃液体", "类别1；类别2和3，工作温度高于沸点", "10", "1.5"),
    ("W5.2", "易燃液体", "类别2和3，具有引发重大事故的特殊工艺条件（包括危险化工工艺、爆炸极限范围或附近操作、操作压力大于1.6MPa等）", "50", "1"),
    ("W5.3", "易燃液体", "不属于W5.1或W5.2的其他类别2", "1000", "1"),
    ("W5.4", "易燃液体", "不属于W5.1或W5.2的其他类别3", "5000", "1"),
    ("W6.1", "自反应物质和混合物", "A型和B型", "10", "1.5"),
    ("W6.2", "自反应物质和混合物", "C型、D型、E型", "50", "1"),
    ("W7.1", "有机过氧化物", "A型和B型", "10", "1.5"),
    ("W7.2", "有机过氧化物", "C型、D型、E型、F型", "50", "1"),
    ("W8", "自燃液体和自燃固体", "类别1自燃液体；类别1自燃固体", "50", "1"),
    ("W9.1", "氧化性固体和液体", "类别1", "50", "1"),
    ("W9.2", "氧化性固体和液体", "类别2、类别3", "200", "1"),
    ("W10", "易燃固体", "类别1", "200", "1"),
    ("W11", "遇水放出易燃气体的物质和混合物", "类别1和类别2", "200", "1"),
)  # fmt: skip
TABLE_2 = {row[0]: Category(row[0], row[1], row[2], Decimal(row[3]), Decimal(row[4])) for row in _ROWS}
"""Symbol → category, in the printed order."""

TABLE_3 = {
    name: Decimal(value)
    for name, value in (
        ("一氧化碳", "2"), ("二氧化硫", "2"), ("氨", "2"), ("环氧乙烷", "2"), ("氯化氢", "3"), ("溴甲烷", "3"), ("氯", "4"),
        ("硫化氢", "5"), ("氟化氢", "5"), ("二氧化氮", "10"), ("氰化氢", "10"), ("碳酰氯", "20"), ("磷化氢", "20"), ("异氰酸甲酯", "20"),
    )
}  # fmt: skip
"""Named toxic gas → β; it goes before the β of the gas's category."""

TABLE_5 = tuple(
    (least, Decimal(value)) for least, value in ((0, "0.5"), (1, "1.0"), (30, "1.2"), (50, "1.5"), (100, "2.0"))
)
"""People within 500 m of the plant's boundary, at least so many → α; ascending."""

TABLE_6 = ((Decimal(0), "四级"), (Decimal(10), "三级"), (Decimal(50), "二级"), (Decimal(100), "一级"))
"""R at least so much → grade; ascending, the first from 0."""
GRADES = tuple(word for _, word in TABLE_6)

FLAMMABLE_LIQUID = {1: ("W5.1",), 2: ("W5.1", "W5.2", "W5.3"), 3: ("W5.1", "W5.2", "W5.4"), 4: ()}
"""Category of a flammable liquid → the symbols of table 2 that it can have; category 4 is not listed."""
_FLASH_LIMITS = (Decimal(23), Decimal(60), Decimal(93))
_BOILING_LIMIT = Decimal(35)

_BETWEEN = re.compile(r"[、,，;；/\s]+")


def categories(text: str) -> tuple[Category, ...]:
    """Return the categories that a text names (“W5.3” or “J5、W5.3”); ValueError for a symbol that table 2 lacks."""
    symbols = [part.upper() for part in _BETWEEN.split(text.strip()) if part]
    for symbol in symbols:
        if symbol not in TABLE_2:
            raise ValueError(f"类别符号“{symbol[:20]}”不在表2的{'、'.join(TABLE_2)}内")
    return tuple(TABLE_2[symbol] for symbol in symbols)


def is_unlisted(text: str) -> bool:
    """Return whether 类别符号 says that neither table lists the substance (不在表1、表2): it is left out of S."""
    return text.strip().startswith("不在表")


def critical_quantity(hazards: Iterable[Category]) -> Decimal:
    """Return Q in t: the lowest of a substance's categories (table 2); ValueError for none."""
    found = [each.critical for each in hazards]
    if not found:
        raise ValueError("没有类别符号，表2查不到临界量")
    return min(found)


def beta(substance: str, hazards: Iterable[Category]) -> Decimal:
    """Return β: of a gas that table 3 names, else the largest of its categories (table 4); ValueError for none.

    The standard does not say which category counts when there are several; the largest is the safer one.
    """
    named = TABLE_3.get(substance.strip())
    if named is not None:
        return named
    found = [each.beta for each in hazards]
    if not found:
        raise ValueError("没有类别符号，表4查不到β")
    return max(found)


def ratio(quantity: object, critical: object) -> Fraction:
    """Return q/Q of one substance, both in t (4.2.1); ValueError for a negative q and a Q that is not positive."""
    q, limit = exact(quantity), exact(critical)
    if q < 0:
        raise ValueError(f"实际存在量q={plain(q)} 是负数")
    if limit <= 0:
        raise ValueError(f"临界量Q={plain(limit)} 不是正数")
    return Fraction(q) / Fraction(limit)


def s_value(held: Iterable[Held]) -> Fraction:
    """Return S = Σq/Q of the substances of one unit (4.2.1), exactly."""
    return sum((ratio(each.quantity, each.critical) for each in held), Fraction(0))


def is_major(s: Fraction) -> bool:
    """Return whether S makes the unit a major hazard installation: S ≥ 1, not rounded (4.2.1)."""
    return s >= 1


def alpha(people: object) -> Decimal:
    """Return α for the people who live within 500 m of the plant's boundary (table 5); NotInTable if no count."""
    try:
        count = exact(people)
    except ValueError:
        count = Decimal(-1)
    if count < 0 or count != count.to_integral_value():
        raise NotInTable("厂区外500m人数", people, "5", ("0", "1～29", "30～49", "50～99", "100以上"))
    return [value for least, value in TABLE_5 if count >= least][-1]


def weighted_sum(held: Iterable[Held]) -> Fraction:
    """Return Σ(β·q/Q) of the substances of one unit (4.3.1), exactly."""
    return sum((Fraction(exact(each.beta)) * ratio(each.quantity, each.critical) for each in held), Fraction(0))


def r_value(factor: object, held: Iterable[Held]) -> Fraction:
    """Return R = α·Σ(β·q/Q) (4.3.1), exactly; factor is α."""
    return Fraction(exact(factor)) * weighted_sum(held)


def grade(r: Fraction) -> str:
    """Return 一级 to 四级 for an R of a major hazard installation (table 6); ValueError for a negative one."""
    if r < 0:
        raise ValueError(f"R={shown(r)} 是负数")
    return [word for least, word in TABLE_6 if r >= least][-1]


def flammable_category(flash_point: object, boiling_point: object = None) -> int:
    """Return the category 1 to 4 of a flammable liquid or mixture, 0 above 93 ℃ (4.2.3; GB 30000.7).

    Closed-cup flash point and initial boiling point in ℃; ValueError when the latter is needed (below 23 ℃) and missing.
    """
    flash = exact(flash_point)
    if flash < _FLASH_LIMITS[0]:
        return 1 if exact(boiling_point) <= _BOILING_LIMIT else 2
    if flash <= _FLASH_LIMITS[1]:
        return 3
    return 4 if flash <= _FLASH_LIMITS[2] else 0


def flammable_symbols(category: int) -> tuple[str, ...]:
    """Return the symbols of table 2 that a flammable liquid of a category can have, the strictest first."""
    return FLAMMABLE_LIQUID.get(category, ())


def shown(value: Fraction, digits: int = 6) -> str:
    """Return a fraction as it is printed: exact where it ends, else its first digits and “…”."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1:
        return plain(Decimal(value.numerator) / Decimal(value.denominator))
    scaled = int(value * 10**digits)  # cut, not rounded: 0.9999996… must not print as 1
    return f"{plain(Decimal(scaled).scaleb(-digits))}…"
