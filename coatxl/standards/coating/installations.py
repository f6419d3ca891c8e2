"""Units of 重大危险源 as the sheet gives them, recomputed exactly, with what the sheet states beside (7.5, GB 18218-2018)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from coatxl.criteria import gb18218
from coatxl.standards.coating.chains import named
from coatxl.standards.coating.tables.chemicals import ChemicalRow
from coatxl.standards.coating.tables.installations import MajorHazardRow
from coatxl.standards.hazchem.substances import cas_number
from coatxl.standards.hazchem.unit import Line, Unit
from coatxl.tables.column import folded

if TYPE_CHECKING:
    from coatxl.settings import Settings
    from coatxl.standards.coating.dossier import Dossier
    from coatxl.tables.table import Table

# Sheets store doubles and print six digits at most; what differs by less is the same number.
_TOLERANCE = Fraction(1, 2_000_000)
MOST_TONNES = 10_000_000
"""No plant holds so many t: what is more is a slip of the pen, and no quantity."""
_BETWEEN = re.compile(r"[、,，;；\n]+")


@dataclass(frozen=True)
class Installation:
    """One unit of the sheet: its rows in their order, and the unit recomputed from their inputs."""

    name: str
    rows: tuple[MajorHazardRow, ...]

    @property
    def first(self) -> MajorHazardRow:
        """The row on which the results stand."""
        return self.rows[0]

    @cached_property
    def counted(self) -> tuple[MajorHazardRow, ...]:
        """The rows that belong to S: all but those whose 类别符号 says 不在表1、表2."""
        return tuple(row for row in self.rows if not gb18218.is_unlisted(row.category))

    @cached_property
    def unit(self) -> Unit:
        """The unit with q and Q of its counted rows as they are given; β as the standard gives it, else as it is stated."""
        people = next((row.people for row in self.rows if row.people is not None), None)
        lines = tuple(
            Line(row.substance, _usable(row.quantity), _usable(row.critical), right_beta(row) or row.beta)
            for row in self.counted
        )
        return Unit(self.name, people, lines)

    def stating(self, name: str) -> tuple[MajorHazardRow, ...]:
        """The rows that state something in a field, be it no value at all."""
        return tuple(row for row in self.rows if is_stated(row, name))


def installations(dossier: Dossier, settings: Settings) -> list[Installation]:
    """The units of a paper in the order of their first rows."""
    return dossier.once("installations", settings, lambda _: _installations(dossier))


def _installations(dossier: Dossier) -> list[Installation]:
    groups: dict[str, list[MajorHazardRow]] = {}
    for row in dossier.rows(MajorHazardRow):
        groups.setdefault(folded(row.unit), []).append(row)
    return [Installation(rows[0].unit, tuple(rows)) for rows in groups.values()]


def major_units(dossier: Dossier, settings: Settings) -> list[Installation]:
    """The units that are major hazard installations: S ≥ 1 as recomputed, else as the sheet says."""
    return [
        each
        for each in installations(dossier, settings)
        if each.unit.major or (each.unit.major is None and any(row.verdict == gb18218.MAJOR for row in each.rows))
    ]


def _usable(tonnes: Decimal | None) -> Decimal | None:
    return None if tonnes is not None and tonnes > MOST_TONNES else tonnes


def right_beta(row: MajorHazardRow) -> Decimal | None:
    """β of a row by tables 3 and 4, None when its category is missing or not listed."""
    try:
        return gb18218.beta(row.substance, gb18218.categories(row.category))
    except ValueError:
        return None


def is_stated(row: Table, name: str) -> bool:
    """Whether a cell says something: a value, or a text that is none; not a blank, 待补 or an error value."""
    return not row.blank(name) and not row.failed(name)


def differs(stated: Decimal | None, right: Fraction | Decimal | None) -> bool:
    """Whether a stated number is none, or another one than the exact one as far as six digits show."""
    return right is not None and (stated is None or abs(Fraction(stated) - Fraction(right)) > _TOLERANCE)


def shown_value(row: Table, name: str) -> str:
    """What a cell states, a text in quotation marks."""
    bad = row.invalid(name)
    return f"“{bad}”（文本）" if bad is not None else f"{getattr(row, name)}"


def same_substance(name: str, cas: str, other_name: str, other_cas: str) -> bool:
    """Whether two rows mean one substance: by CAS number where both have one, or by name."""
    one, two = cas_number(cas), cas_number(other_cas)
    return bool(one and one == two) or bool(named(name) and folded(name) == folded(other_name))


def holding_units(chemical: ChemicalRow) -> list[str]:
    """The units that 使用和储存单元 names."""
    return [part.strip() for part in _BETWEEN.split(chemical.held_in) if named(part)]
