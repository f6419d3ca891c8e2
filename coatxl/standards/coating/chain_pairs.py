"""Chain pairs: which loose ends at a joint are the two ends of one broken link, so that it is told once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, TypeVar

from coatxl.standards.coating.chains import Cause, Hazard, Measure, named
from coatxl.tables.column import folded, same_text

if TYPE_CHECKING:
    from coatxl.settings import Settings
    from coatxl.standards.coating.dossier import Dossier
    from coatxl.standards.coating.places import Place
    from coatxl.standards.coating.tables import ChecklistRow, HiddenDangerRow, RiskPointRow, UnitRow

One = TypeVar("One")
Other = TypeVar("Other")
ALIKE = 0.5
"""Texts of one place that are so similar speak of one thing."""
_BY_PLACE = 0.01
_MOST_COMPARED = 20_000


def paired(
    ones: Sequence[One], others: Sequence[Other], score: Callable[[One, Other], float], least: float = ALIKE
) -> dict[int, Other]:
    """id(one) → its other end, each used once, the surest pairs first; score 1 is certain, below least no pair."""
    if len(ones) * len(others) > _MOST_COMPARED:  # a paper without any links: nothing to be guessed
        return {}
    scored = [(-score(one, other), i, j) for i, one in enumerate(ones) for j, other in enumerate(others)]
    found: dict[int, Other] = {}
    used: set[int] = set()
    for negative, i, j in sorted(scored):
        if -negative >= least and id(ones[i]) not in found and j not in used:
            found[id(ones[i])] = others[j]
            used.add(j)
    return found


def likeness(text: str, *others: str) -> float:
    """How like a text is to the likest of others, 0 to 1; one that holds the other is it."""
    plain = same_text(text)
    best = 0.0
    for other in filter(None, map(same_text, others)):
        if plain and (other in plain or plain in other):
            return 1.0
        best = max(best, SequenceMatcher(None, plain, other, autojunk=False).ratio())
    return best


def units_of_points(dossier: Dossier, points: Sequence[RiskPointRow], units: Sequence[UnitRow]) -> dict[int, UnitRow]:
    """id(point without a unit) → the unit without points that it belongs to: by a name alike, or by its hazards' unit."""

    def score(point: RiskPointRow, unit: UnitRow) -> float:
        name = named(point.risk_point)
        by_hazards = any(named(h.risk_point) == name and named(h.unit) == named(unit.unit) for h in dossier.hazards)
        return 1.0 if by_hazards else likeness(point.unit, unit.unit)

    return paired(points, units, score)


def points_of_hazards(
    dossier: Dossier, settings: Settings, hazards: Sequence[Hazard], points: Sequence[tuple[Place, str]]
) -> dict[int, tuple[Place, str]]:
    """id(hazard without a risk point) → the (place, name) without hazards: where its measures are checked, or by a name alike."""
    covered = dossier.coverage(settings)

    def score(hazard: Hazard, point: tuple[Place, str]) -> float:
        items = (item for measure in hazard.measures for item in covered[id(measure)])
        if any(dossier.places.same(dossier.places.of(item), point[0], settings) for item in items):
            return 1.0
        return likeness(hazard.risk_point, point[1]) if named(hazard.risk_point) else 0.0

    return paired(hazards, points, score)


def items_of_causes(
    dossier: Dossier, settings: Settings, items: Sequence[ChecklistRow], causes: Sequence[tuple[Hazard, Cause]]
) -> dict[int, tuple[Hazard, Cause]]:
    """id(item without a measure) → the cause without a measure whose measure it checked: by 对应措施, or by its text."""
    numbers = {id(cause): _number(hazard, cause) for hazard, cause in causes}
    named_by = {id(item): _stems(dossier, settings, item) for item in items}

    def score(item: ChecklistRow, of: tuple[Hazard, Cause]) -> float:
        hazard, cause = of
        if named_by[id(item)]:
            return float(numbers[id(cause)] in named_by[id(item)])
        return likeness(item.item, cause.text) if dossier.same_place(item, hazard, settings) else 0.0

    return paired(items, causes, score)


def items_of_measures(
    dossier: Dossier, settings: Settings, measures: Sequence[Measure], items: Sequence[ChecklistRow]
) -> dict[int, ChecklistRow]:
    """id(measure without an item) → the item without a measure at its place that says nearly the same."""

    def score(measure: Measure, item: ChecklistRow) -> float:
        return likeness(measure.text, item.item) if dossier.same_place(measure.row, item, settings) else 0.0

    return paired(measures, items, score)


def _number(hazard: Hazard, cause: Cause) -> str:
    position = next(n for n, each in enumerate(hazard.causes, 1) if each is cause)
    return f"{hazard.ordinal}-{folded(cause.number) or position}"


def _stems(dossier: Dossier, settings: Settings, item: ChecklistRow) -> set[str]:
    """The numbers of causes in what 对应措施 names and the paper has not: 1-13 of 1-13.1."""
    stems = {folded(word).removeprefix("措施").rpartition(".")[0] for word in dossier.named_measures(item, settings)[1]}
    near = [hazard.ordinal for hazard in dossier.hazards_near(item, settings)]
    return {full for stem in stems if stem for full in ([stem] if "-" in stem else [f"{n}-{stem}" for n in near])}


def items_of_dangers(
    dossier: Dossier, settings: Settings, dangers: Sequence[HiddenDangerRow], items: Sequence[ChecklistRow]
) -> dict[int, ChecklistRow]:
    """id(hidden danger without an item) → the item without a hidden danger at its place, the likest text first.

    Where 来源 is blank or names what is not there, the place alone is enough: one end of the broken link is told.
    """

    def score(danger: HiddenDangerRow, item: ChecklistRow) -> float:
        if not dossier.same_place(danger, item, settings):
            return 0.0
        found = likeness(danger.description, item.item, item.observation, f"{item.item}{item.observation}")
        lost = not named(danger.origin) or dossier.origin_of(danger) is not None
        return max(found, _BY_PLACE) if lost else found if found >= ALIKE else 0.0

    return paired(dangers, items, score, least=_BY_PLACE)
