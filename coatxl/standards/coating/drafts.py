"""Drafts for a person to complete: checklist items of measures without one (8.2.2), hidden dangers of 不符合 items (8.2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coatxl.standards.coating.danger_lines import danger_lines, danger_source
from coatxl.standards.coating.dossier import Dossier, Hazard, Measure, named
from coatxl.standards.coating.rules.checklist import groups
from coatxl.standards.coating.rules.hazards import BEYOND_LAW
from coatxl.tables.column import folded, same_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coatxl.settings import Settings
    from coatxl.standards.coating.tables import ChecklistRow

Draft = dict[str, str]
"""Field values of one new row; fields that are left out are for the person."""

# In a filled column a blank means "as above": a new row says "none" in so many words.
_NONE = "-"
_MOST_DIGITS = 6


def checklist_draft(paper: Dossier, settings: Settings) -> list[Draft]:
    """One item for each measure that no item checks; equal measures of one risk point share an item (8.2.3).

    检查结果 and 是否符合 stay blank: they are what the person sees on site.
    """
    covered = paper.coverage(settings)
    last = _last_numbers(paper, settings)
    drafts: dict[tuple[str, str, str], Draft] = {}
    for hazard in paper.hazards:
        unit, point = _place(paper, hazard)
        for measure in hazard.measures:
            if covered[measure.number]:
                continue
            key = (named(unit), named(point), same_text(measure.text))
            draft = drafts.get(key)
            if draft is not None:
                draft["measures"] = "、".join(dict.fromkeys((*draft["measures"].split("、"), measure.number)))
                continue
            group = _group(unit, point, settings)
            last[group] = last.get(group, 0) + 1
            drafts[key] = {
                "unit": unit, "risk_point": point, "number": str(last[group]), "item": measure.text,
                "basis": _basis(measure), "measures": measure.number,
            }  # fmt: skip
    return list(drafts.values())


def danger_draft(paper: Dossier, settings: Settings) -> list[Draft]:
    """One hidden danger for each 不符合 item that 隐患清单 lacks, with 来源 naming the item.

    问题类型 and 隐患级别 stay blank: a person judges them.
    """
    places = {item.here("item"): item for item in paper.checklist}
    by_cell = {(origin.sheet, origin.cell): item for origin, item in places.items()}
    number = max(_numbers(row.number for row in paper.dangers), default=0)
    drafts: list[Draft] = []
    for line in danger_lines(paper, settings, danger_source(paper, settings, path="")):
        item = by_cell.get((line.sheet, line.cell))
        if item is None:
            continue
        number += 1
        known = {name: str(value) for name, value in line.values.items() if value}
        known |= {"number": str(number), "origin": _origin(item)}
        drafts.append({"unit": _NONE, "risk_point": _NONE, **known})
    return drafts


def _place(paper: Dossier, hazard: Hazard) -> tuple[str, str]:
    point = hazard.risk_point if named(hazard.risk_point) else _NONE
    unit = hazard.unit if named(hazard.unit) else ""
    return unit or next((row.unit for row in paper.points.get(named(point), ()) if named(row.unit)), _NONE), point


def _basis(measure: Measure) -> str:
    """依据 of the measure; for one beyond the law its reason, as the standard's own items 12 and 19 have it."""
    basis = measure.row.basis
    return measure.row.reason if not basis or folded(basis) in BEYOND_LAW else basis


def _origin(item: ChecklistRow) -> str:
    """来源 as the reader understands it: 安全检查表 风险点/序号, or the cell where that would be ambiguous."""
    point = item.risk_point if named(item.risk_point) else item.unit
    number, plain = folded(item.number), folded(point)
    if number.isdecimal() and plain and not plain.isdigit() and not any(mark in plain for mark in "/-:："):
        return f"安全检查表 {point}/{number}"
    return f"安全检查表!{item.here('item').cell}"


def _group(unit: str, point: str, settings: Settings) -> tuple[str, str]:
    """The items among which numbers must differ, as rule CX8.2-05 forms them."""
    if settings.checklist.number_scope == "table":
        return "", ""
    return named(point), "" if named(point) else named(unit)


def _last_numbers(paper: Dossier, settings: Settings) -> dict[tuple[str, str], int]:
    return {
        _group(items[0].unit, items[0].risk_point, settings): max(_numbers(i.number for i in items), default=0)
        for items in groups(paper, settings)
        if items
    }


def _numbers(texts: Iterable[str]) -> list[int]:
    return [int(n) for text in texts if (n := folded(text)).isdecimal() and len(n) <= _MOST_DIGITS]
