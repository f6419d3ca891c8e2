"""One production or storage unit (生产单元/储存单元) computed step by step by GB 18218-2018 4.2 and 4.3 (7.5)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from coatxl.criteria import gb18218
from coatxl.criteria.gb18218 import Held
from coatxl.criteria.scores import plain

UNIT_KINDS = ("生产单元", "储存单元")
NOT_COMPUTABLE = "无法计算"


@dataclass(frozen=True, slots=True)
class Line:
    """One substance of a unit: quantity q and critical quantity Q in t, and β; None for what is missing."""

    substance: str
    quantity: Decimal | None
    critical: Decimal | None
    beta: Decimal | None

    def gaps(self) -> tuple[str, ...]:
        """Return what S lacks: q, Q, or a number that cannot be one."""
        short = () if self.quantity is not None and self.quantity >= 0 else ("q",)
        return short if self.critical is not None and self.critical > 0 else (*short, "Q")

    @property
    def ratio(self) -> Fraction | None:
        """q/Q, None while one of them is missing."""
        return None if self.gaps() else gb18218.ratio(self.quantity, self.critical)

    @property
    def weighted(self) -> Fraction | None:
        """β·q/Q, None while something is missing."""
        ratio = self.ratio
        return None if ratio is None or self.beta is None else Fraction(self.beta) * ratio


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its substances; people live within 500 m of the plant's boundary (None: not said)."""

    name: str
    people: Decimal | None
    lines: tuple[Line, ...]

    @property
    def s(self) -> Fraction | None:
        """S = Σq/Q, None (无法计算, never 0) while a q or Q is missing."""
        if any(line.gaps() for line in self.lines):
            return None
        return gb18218.s_value(Held(line.quantity, line.critical) for line in self.lines)

    @property
    def major(self) -> bool | None:
        """Whether it is a major hazard installation: S ≥ 1; None without S."""
        return None if self.s is None else gb18218.is_major(self.s)

    @property
    def alpha(self) -> Decimal | None:
        """α of table 5, None when the number of people is missing or no count."""
        try:
            return gb18218.alpha(self.people)
        except gb18218.NotInTable:
            return None

    @property
    def weighted_sum(self) -> Fraction | None:
        """Σ(β·q/Q), None while a part is missing."""
        parts = [line.weighted for line in self.lines]
        found = [part for part in parts if part is not None]
        return sum(found, Fraction(0)) if len(found) == len(parts) else None

    @property
    def r(self) -> Fraction | None:
        """R = α·Σ(β·q/Q) of a major hazard installation, else None: below S = 1 there is no R."""
        if not self.major or self.alpha is None or self.weighted_sum is None:
            return None
        return Fraction(self.alpha) * self.weighted_sum

    @property
    def grade(self) -> str:
        """一级 to 四级; 不构成 below S = 1; "" while it cannot be told."""
        if self.major is None:
            return ""
        if not self.major:
            return gb18218.NOT_MAJOR
        return "" if self.r is None else gb18218.grade(self.r)

    def steps(self) -> tuple[str, ...]:
        """Return the computation as a person writes it down, one line a step."""
        if self.s is None:
            lacking = "、".join(f"{line.substance}缺{'、'.join(line.gaps())}" for line in self.lines if line.gaps())
            return (f"S {NOT_COMPUTABLE}：{lacking}",)
        sum_of = "+".join(f"{_number(e.quantity)}/{_number(e.critical)}" for e in self.lines)
        verdict = f"≥1，{gb18218.MAJOR}" if self.major else f"＜1，{gb18218.NOT_MAJOR}"
        lines = [f"S={sum_of}={gb18218.shown(self.s)}{verdict}重大危险源"]
        if self.r is not None and self.alpha is not None and self.weighted_sum is not None:
            terms = "+".join(f"{_number(e.beta)}×{_number(e.quantity)}/{_number(e.critical)}" for e in self.lines)
            lines += [
                f"厂区外500m常住{_number(self.people)}人，α={_number(self.alpha)}",
                f"Σ(β·q/Q)={terms}={gb18218.shown(self.weighted_sum)}",
                f"R=α·Σ(β·q/Q)={_number(self.alpha)}×{gb18218.shown(self.weighted_sum)}={gb18218.shown(self.r)}，{self.grade}",
            ]
        return tuple(lines)


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain(value)
