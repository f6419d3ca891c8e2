"""DangerBook: the hidden dangers of many working papers, each with its source cell, and the totals over them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coatxl.reports.sheets import cell_text

# The fields that have a meaning of their own; all others are only shown.
ENTERPRISE, UNIT, LEVEL, STATE = "enterprise", "unit", "level", "state"
DESCRIPTION, DEADLINE = "description", "deadline"
COUNTED = (UNIT, LEVEL, STATE)
UNFILLED = "（未填）"
"""Written where a counted field is blank: COUNTIFS has no criterion that means blank and nothing else."""

SERIOUS = "重大隐患"


@dataclass(frozen=True, slots=True)
class DangerColumn:
    """One column of the list, as the standard's table declares it: field, header, width in Excel's units."""

    field: str
    header: str
    width: float
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True, slots=True)
class DangerSource:
    """One working paper: file is what reports call it, source where it lies.

    evaluation_date (评价基准日) judges what is overdue; None judges nothing. rows: what was read of it, settings: how it
    was judged, both in words.
    """

    enterprise: str
    file: str
    sha256: str
    evaluation_date: date | None = None
    source: str = ""
    rows: str = ""
    settings: str = ""


@dataclass(frozen=True, slots=True)
class DangerLine:
    """One hidden danger: values by field (text or date; None and "" are blank) and the cell where it stands."""

    source: DangerSource
    sheet: str
    cell: str
    values: Mapping[str, object]

    def key(self, field: str) -> str:
        """Return the word under which a counted field, or ENTERPRISE, is counted and shown."""
        value = self.source.enterprise if field == ENTERPRISE else self.values.get(field)
        word = "" if value is None else str(value)
        return cell_text(word) if word.strip() else UNFILLED

    def is_overdue(self, closed: Collection[str]) -> bool:
        """Whether 整改时限 is before the evaluation date and the state is none of the closed ones."""
        deadline, today = self.values.get(DEADLINE), self.source.evaluation_date
        return isinstance(deadline, date) and today is not None and deadline < today and self.key(STATE) not in closed


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts by one field: a line for each key, a number for each state in the order of state_words."""

    title: str
    header: str
    field: str
    rows: Sequence[tuple[str, Sequence[int]]]


@dataclass(frozen=True, slots=True)
class DangerBook:
    """What 隐患清单.xlsx holds.

    lines of one enterprise stand together; states in the order of the closed loop; closed: those that end it
    (完成率, 超期). totals come from whoever groups the lines (see pairs and state_words).
    """

    columns: Sequence[DangerColumn]
    lines: Sequence[DangerLine]
    states: Sequence[str]
    closed: Collection[str]
    totals: Sequence[Totals]
    sources: Sequence[DangerSource]
    version: str


def pairs(lines: Sequence[DangerLine], field: str) -> list[tuple[str, str]]:
    """Return (key, state) of each line: what the totals of a field are counted from."""
    return [(line.key(field), line.key(STATE)) for line in lines]


def state_words(lines: Sequence[DangerLine], states: Sequence[str]) -> list[str]:
    """Return the states in their order, then what else stands in the lines (a blank state)."""
    return list(dict.fromkeys([*states, *(line.key(STATE) for line in lines)]))
