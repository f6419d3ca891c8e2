"""Places: what a row means by 评价单元, 风险点 and 作业步骤 (6.2, 6.3).

The same name in two units is two risk points; a row that leaves the unit out means the only one there is.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from coatxl.standards.coating.chains import named

if TYPE_CHECKING:
    from coatxl.settings import Settings
    from coatxl.standards.coating.tables import RiskPointRow, UnitRow


class Placed(Protocol):
    """A row that says where it belongs."""

    @property
    def unit(self) -> str:
        """评价单元 as written."""

    @property
    def risk_point(self) -> str:
        """风险点 as written."""


class Place(NamedTuple):
    """Folded names; point is "" for a unit that is analysed directly, unit is "" where several are possible."""

    unit: str
    point: str
    step: str = ""


class Places:
    """The division of one paper."""

    def __init__(self, units: Iterable[UnitRow], risk_points: Iterable[RiskPointRow]) -> None:
        self.units: dict[str, UnitRow] = {}
        for unit_row in units:  # a name given twice (CX0-02) stands for the first
            if named(unit_row.unit):
                self.units.setdefault(named(unit_row.unit), unit_row)
        self.rows: dict[tuple[str, str], list[RiskPointRow]] = {}
        self.parents: dict[str, set[str]] = {}
        self._units_of: dict[str, set[str]] = {}
        self.unlisted: set[str] = set()
        for row in risk_points:
            unit, point, step = named(row.unit), named(row.risk_point), named(row.step)
            if not point:
                continue
            if self.units and unit not in self.units:
                self.unlisted.add(unit)
                unit = ""  # told by CX6.3-01; until it is mended the risk point may lie in any unit
            self.rows.setdefault((unit, point), []).append(row)
            self._units_of.setdefault(point, set()).add(unit)
            if step:
                self.parents.setdefault(step, set()).add(point)
                self._units_of.setdefault(step, set()).add(unit)
        self.points = {point for _, point in self.rows}
        self._known: dict[tuple[str, str, str], Place] = {}

    def of(self, row: Placed) -> Place:
        """The place that a row names, worked out once for each wording."""
        words = (row.unit, row.risk_point, getattr(row, "step", ""))
        place = self._known.get(words)
        if place is None:
            place = self._known[words] = self._place(*words)
        return place

    def _place(self, *words: str) -> Place:
        unit, point, step = map(named, words)
        if point and point not in self._units_of and point in self.units:
            return Place(point, "", step)  # the unit's own name in the column of the risk point
        if point and unit not in self.units:  # left out, or a name that nobody knows, which is told (CX0-03)
            units = self._units_of.get(point, set())
            unit = next(iter(units)) if len(units) == 1 else ""
        return Place(unit, point, step)

    def known(self, place: Place, settings: Settings) -> bool:
        """Whether the place is a risk point of the paper, a step of one, or a unit that is not divided."""
        if not place.point:
            return place.unit in self.units
        if place.point in self.points:
            anywhere = not place.unit or place.unit not in self.units
            return anywhere or (place.unit, place.point) in self.rows or ("", place.point) in self.rows
        return settings.hazard_level == "step" and place.point in self.parents

    def same(self, one: Place, other: Place, settings: Settings) -> bool:
        """Whether two rows mean one risk point, or at hazard_level step a risk point and a step of it."""
        if one.unit and other.unit and one.unit != other.unit:
            return False
        if one.point == other.point:
            return bool(one.point) or one.unit == other.unit
        if settings.hazard_level != "step" or not one.point or not other.point:
            return False
        if one.point == other.step or other.point == one.step:
            return True
        return one.point in self.parents.get(other.point, ()) or other.point in self.parents.get(one.point, ())

    def near(self, place: Place, settings: Settings) -> set[str]:
        """The risk points of which one must stand in a row that means the same place; a step may be one as well."""
        if settings.hazard_level != "step" or not place.point:
            return {place.point}
        return {place.point, place.step, *self.parents.get(place.point, ()), *self.steps.get(place.point, ())}

    @cached_property
    def steps(self) -> dict[str, set[str]]:
        """The steps of each risk point."""
        found: dict[str, set[str]] = {}
        for step, points in self.parents.items():
            for point in points:
                found.setdefault(point, set()).add(step)
        return found

    def units_of(self, place: Place) -> set[str]:
        """The units that a place lies in: one, or all that are possible."""
        return {place.unit} if place.unit else set(self._units_of.get(place.point, ()))
