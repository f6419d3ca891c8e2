"""The forms of 附录 B and C: the scores of a scale, the bands of a grade table, the five grades (风险等级)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cached_property

from coatxl.criteria.scores import NotInTable, exact, plain

GRADES = ("轻微风险", "低风险", "一般风险", "较大风险", "重大风险")
"""Lowest first, as rank() counts."""

DEFAULT_ACCEPTABLE = "一般风险"
"""8.3.1 原则上，控制风险宜降低到“一般风险”以下: the highest acceptable grade when nothing else is said."""

LOWER_INCLUSIVE = "lower_inclusive"
UPPER_INCLUSIVE = "upper_inclusive"

SHOWN_DECIMALS = 12
"""Scores are compared at so many decimals, here and in the template's formulas."""
_SHOWN, _LARGEST, _CELL = Decimal(1).scaleb(-SHOWN_DECIMALS), 6, Context(prec=28)  # a host may have set a coarser one


@dataclass(frozen=True)
class Score:
    """One row of B.1, B.2, B.3, C.1 or C.2.

    label: the short meaning. criterion: the rest of the row that a choice is judged by (the label again where the
    table has no further column, "column：text" joined where it has several). cells: the row verbatim.
    """

    value: Decimal
    label: str
    criterion: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Scale:
    """One table of scores, in the printed order, with its caption and headers verbatim; symbol is L, E, C or S."""

    symbol: str
    table: str
    caption: str
    columns: tuple[str, ...]
    scores: tuple[Score, ...]

    @classmethod
    def of(
        cls,
        symbol: str,
        table: str,
        caption: str,
        columns: tuple[str, ...],
        rows: tuple[tuple[str, ...], ...],
        *,
        label: int = 1,
    ) -> Scale:
        """Build a scale from the printed rows; the first column is the score, label the column of the short meaning."""
        scores = []
        for cells in rows:
            rest = [i for i in range(1, len(columns)) if i != label]
            if len(rest) > 1:
                criterion = "；".join(f"{columns[i]}：{cells[i]}" for i in rest)
            else:
                criterion = cells[rest[0] if rest else label]
            scores.append(Score(Decimal(cells[0]), cells[label], criterion, cells))
        return cls(symbol, table, caption, columns, tuple(scores))

    def values(self) -> tuple[Decimal, ...]:
        """Return the scores that may be chosen, in the printed order."""
        return tuple(score.value for score in self.scores)

    def find(self, value: object) -> Score | None:
        """Return the score of a value, or None when the table does not list it; nothing is interpolated.

        A score may be calculated: =0.1+0.2-0.2 is 0.10000000000000003 and shows 0.1, which is what it counts as.
        """
        try:
            number = exact(value)
        except ValueError:
            return None
        if number.adjusted() > _LARGEST:  # no table reaches so far, and rounding would run out of digits
            return None
        return self._by_value.get(_CELL.quantize(number, _SHOWN))

    @cached_property
    def _by_value(self) -> dict[Decimal, Score]:
        return {score.value: score for score in reversed(self.scores)}

    def require(self, value: object) -> Score:
        """Return the score of a value; NotInTable when the table does not list it."""
        score = self.find(value)
        if score is None:
            raise NotInTable(self.symbol, value, self.table, tuple(plain(v) for v in self.values()))
        return score


@dataclass(frozen=True)
class Band:
    """The values of one grade; low or high is None where the standard prints no limit on that side."""

    grade: str
    low: Decimal | None
    low_included: bool
    high: Decimal | None
    high_included: bool
    printed: str
    action: str
    deadline: str

    def condition(self, symbol: str) -> str:
        """Return the band as it is applied: "160≤D≤320", "D＞320"."""
        if self.low is None:
            return f"{symbol}{'≤' if self.high_included else '＜'}{'' if self.high is None else plain(self.high)}"
        if self.high is None:
            return f"{symbol}{'≥' if self.low_included else '＞'}{plain(self.low)}"
        left, right = ("≤" if included else "＜" for included in (self.low_included, self.high_included))
        return f"{plain(self.low)}{left}{symbol}{right}{plain(self.high)}"

    def holds(self, value: Decimal) -> bool:
        """Return whether a value lies in the band."""
        above = self.low is None or value > self.low or (self.low_included and value == self.low)
        below = self.high is None or value < self.high or (self.high_included and value == self.high)
        return above and below


@dataclass(frozen=True)
class GradeTable:
    """B.4 or C.3 verbatim: caption, headers, and rows (value, grade, action, deadline where printed), highest first."""

    symbol: str
    table: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def grade(self, value: object, bands: tuple[Band, ...]) -> str:
        """Return the grade of a value; NotInTable when no band holds it."""
        try:
            return grade_of(exact(value), bands)
        except ValueError:
            raise self.refusal(value) from None

    def refusal(self, value: object) -> NotInTable:
        """Return the refusal of a value, naming the ranges that the table prints."""
        return NotInTable(self.symbol, value, self.table, tuple(row[0] for row in self.rows))

    def text(self, grade: str, column: int) -> str:
        """Return one cell of a grade's row; ValueError for a word that is no grade."""
        return self.rows[len(GRADES) - 1 - rank(grade)][column]


def grade_of(value: Decimal, bands: tuple[Band, ...]) -> str:
    """Return the grade whose band holds a value; ValueError when none does.

    D and R are products of positive scores: a negative value is refused, though B.4 prints "＜20" without a lower end.
    """
    if value.is_finite() and value >= 0:
        for band in bands:
            if band.holds(value):
                return band.grade
    raise ValueError(f"{value} 不在任何一档内：{'、'.join(band.printed for band in bands)}")


def rank(grade: str) -> int:
    """Return 0 (轻微风险) to 4 (重大风险); ValueError for a word that is no grade."""
    if grade not in GRADES:
        raise ValueError(f"“{grade}”不是风险等级；风险等级为{'、'.join(GRADES)}")
    return GRADES.index(grade)


def higher(a: str, b: str) -> str:
    """Return the more serious of two grades; ValueError for a word that is no grade."""
    return max(a, b, key=rank)
