"""Grading: the first thing that is missing or wrong in what a unit states of α, β, R and 级别 (7.5, GB 18218-2018 4.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coatxl.criteria import gb18218
from coatxl.criteria.scores import plain
from coatxl.findings import Text
from coatxl.standards.coating.installations import Installation, differs, is_stated, right_beta, shown_value

if TYPE_CHECKING:
    from coatxl.rules import Origin
    from coatxl.standards.coating.tables.installations import MajorHazardRow

_NOT_GRADED = ("", gb18218.NOT_MAJOR)
_HAND = ("alpha", "beta", "r", "grade")


@dataclass(frozen=True, slots=True)
class GradingFault:
    """One fault of the grading of a unit: its cell, and what is wrong in words."""

    origin: Origin
    text: Text


def grading_fault(each: Installation) -> GradingFault | None:
    """Return the first fault on the way from people to grade; what follows from it is not told again.

    A unit whose S cannot be computed, or whose verdict is wrong, has no grade of its own to be judged.
    """
    if each.unit.major is None:
        return None
    return next(_of_major(each) if each.unit.major else _of_minor(each), None)


def _of_minor(each: Installation) -> Iterator[GradingFault]:
    """A grade below S = 1, unless the sheet says 构成: then that is the fault."""
    if any(row.verdict == gb18218.MAJOR for row in each.rows):
        return
    for row in each.stating("grade"):
        if row.grade not in _NOT_GRADED or row.invalid("grade") is not None:
            s = gb18218.shown(each.unit.s or Fraction(0))
            zh = f"S={s}＜1，不构成重大危险源，不分级，级别填{shown_value(row, 'grade')}"
            yield GradingFault(row.at("grade"), Text(zh, f"S={s}<1, yet a grade is stated"))


def _of_major(each: Installation) -> Iterator[GradingFault]:
    graded = [row for row in each.stating("grade") if row.grade != gb18218.NOT_MAJOR]
    if not graded and any(row.verdict == gb18218.NOT_MAJOR for row in each.rows):
        return
    yield from _people(each)
    yield from _factors(each)
    yield from _r(each)
    yield from _grade(each)


def _people(each: Installation) -> Iterator[GradingFault]:
    stated = each.stating("people")
    if not stated:
        yield _missing(each, "people")
    for row in stated:
        try:
            gb18218.alpha(row.people)
        except gb18218.NotInTable:
            zh = f"厂区外500m人数填{shown_value(row, 'people')}，不是0或正整数"
            yield GradingFault(row.at("people"), Text(zh, "the number of people is no whole number"))
    counts = {row.people for row in stated if row.people is not None}
    if len(counts) > 1:
        words = "、".join(plain(count) for count in sorted(counts))
        yield GradingFault(
            stated[-1].at("people"),
            Text(f"同一单元的厂区外500m人数不一致：{words}", f"different numbers of people: {words}"),
        )


def _factors(each: Installation) -> Iterator[GradingFault]:
    """α once for the unit, β of every row."""
    right = each.unit.alpha
    yield from _number(each, "alpha", None if right is None else Fraction(right))
    for row in each.counted:
        beta = right_beta(row)
        if not is_stated(row, "beta"):
            if not row.failed("beta"):
                hint = "" if beta is not None else "（类别符号没有填写或不在表2内）"
                text = Text(f"“{row.substance}”没有β{hint}", f"“{row.substance}” has no β")
                yield GradingFault(row.at("category" if beta is None and row.has("category") else "beta"), text)
        elif differs(row.beta, beta):
            yield _differing(row, "beta", plain(beta or Decimal(0)))
    for row, line in zip(each.counted, each.unit.lines, strict=True):
        if line.weighted is not None and is_stated(row, "weighted") and differs(row.weighted, line.weighted):
            yield _differing(row, "weighted", gb18218.shown(line.weighted))
    total = each.unit.weighted_sum
    for row in each.stating("weighted_sum"):
        if differs(row.weighted_sum, total) and total is not None:
            yield _differing(row, "weighted_sum", gb18218.shown(total))


def _r(each: Installation) -> Iterator[GradingFault]:
    yield from _number(each, "r", each.unit.r)


def _number(each: Installation, name: str, right: Fraction | None) -> Iterator[GradingFault]:
    stated = each.stating(name)
    if not stated and not any(row.failed(name) for row in each.rows):
        yield _missing(each, name)
    for row in stated:
        if right is not None and differs(getattr(row, name), right):
            yield _differing(row, name, gb18218.shown(right))


def _grade(each: Installation) -> Iterator[GradingFault]:
    stated = each.stating("grade")
    if not stated and not any(row.failed("grade") for row in each.rows):
        yield _missing(each, "grade")
    for row in stated:
        if each.unit.grade and row.grade != each.unit.grade:
            yield _differing(row, "grade", each.unit.grade)


def _missing(each: Installation, name: str) -> GradingFault:
    """The blank cell on the unit's first row, naming all that is blank after it."""
    blank = [n for n in _HAND if not each.stating(n)] if name != "people" else ["people"]
    words = "、".join(each.first.fields[n].column.header for n in blank)
    return GradingFault(each.first.here(name), Text(f"没有填写{words}", f"{words} missing"))


def _differing(row: MajorHazardRow, name: str, right: str) -> GradingFault:
    header = row.fields[name].column.header
    stated = shown_value(row, name)
    return GradingFault(
        row.at(name), Text(f"{header}填{stated}，应为{right}", f"{header} says {stated}, it is {right}")
    )
