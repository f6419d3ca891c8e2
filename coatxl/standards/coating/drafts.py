"""Drafts for a person to complete: checklist items of measures without one (8.2.2), hidden dangers of 不符合 items (8.2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coatxl.standards.coating.danger_lines import danger_lines, danger_source
from coatxl.standards.coating.dossier import Dossier, Hazard, Measure, named
from coatxl.standards.coating.rules.hazards import BEYOND_LAW
from coatxl.standards.coating.rules.numbers import group_of, groups
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


@dataclass(frozen=True, slots=True)
class DraftedItem:
    """A checklist item for measures of equal text, the first of which names its place."""

    values: Draft
    measures: list[tuple[Hazard, Measure]]


@dataclass(frozen=True, slots=True)
class DraftedDanger:
    """A hidden danger for a 不符合 item."""

    values: Draft
    item: ChecklistRow


def checklist_draft(paper: Dossier, settings: Settings) -> list[Draft]:
    """One item for each measure that no item checks; equal measures of one risk point share an item (8.2.3).

    检查结果 and 是否符合 stay blank: they are what the person sees on site.
    """
    return [drafted.values for drafted in drafted_items(paper, settings)]


def drafted_items(paper: Dossier, settings: Settings, *, shared: bool = False) -> list[DraftedItem]:
    """The items of checklist_draft with their measures; shared: equal measures of all risk points share an item."""
    covered = paper.coverage(settings)
    last = {
        group: max(whole_numbers(i.number for i in items), default=0)
        for group, items in groups(paper, settings).items()
    }
    drafts: dict[tuple[str, str, str], DraftedItem] = {}
    for hazard in paper.hazards:
        unit, point = _place(paper, hazard)
        for measure in hazard.measures:
            if covered[id(measure)]:
                continue
            key = ("" if shared else named(unit), "" if shared else named(point), same_text(measure.text))
            drafted = drafts.get(key)
            if drafted is not None:
                numbers = (*drafted.values["measures"].split("、"), measure.number)
                drafted.values["measures"] = "、".join(dict.fromkeys(numbers))
                drafted.values["basis"] = drafted.values["basis"] or _basis(measure)
                drafted.measures.append((hazard, measure))
                continue
            group = group_of(paper, hazard, settings)
            last[group] = last.get(group, 0) + 1
            values = {
                "unit": unit, "risk_point": point, "number": str(last[group]), "item": measure.text,
                "basis": _basis(measure), "measures": measure.number,
            }  # fmt: skip
            drafts[key] = DraftedItem(values, [(hazard, measure)])
    return list(drafts.values())


def danger_draft(paper: Dossier, settings: Settings) -> list[Draft]:
    """One hidden danger for each 不符合 item that 隐患清单 lacks, with 来源 naming the item.

    问题类型 and 隐患级别 stay blank: a person judges them.
    """
    return [drafted.values for drafted in drafted_dangers(paper, settings)]


def drafted_dangers(paper: Dossier, settings: Settings) -> list[DraftedDanger]:
    """The hidden dangers of danger_draft with their items."""
    places = {item.here("item"): item for item in paper.checklist}
    by_cell = {(origin.sheet, origin.cell): item for origin, item in places.items()}
    number = max(whole_numbers(row.number for row in paper.dangers), default=0)
    drafts: list[DraftedDanger] = []
    for line in danger_lines(paper, settings, danger_source(paper, settings, path="")):
        item = by_cell.get((line.sheet, line.cell))
        if item is None:
            continue
        number += 1
        known = {name: str(value) for name, value in line.values.items() if value}
        known |= {"number": str(number), "origin": item_name(item)}
        drafts.append(DraftedDanger({"unit": _NONE, "risk_point": _NONE, **known}, item))
    return drafts


def _place(paper: Dossier, hazard: Hazard) -> tuple[str, str]:
    point = hazard.risk_point if named(hazard.risk_point) else _NONE
    return paper.unit_name(hazard) or _NONE, point


def _basis(measure: Measure) -> str:
    """依据 of the measure; for one beyond the law its reason, as the standard's own items 12 and 19 have it."""
    basis = measure.row.basis
    return measure.row.reason if not basis or folded(basis) in BEYOND_LAW else basis


def item_name(item: ChecklistRow) -> str:
    """来源 as the reader understands it: 安全检查表 风险点/序号, or the cell where there is no such name."""
    point = item.risk_point if named(item.risk_point) else item.unit
    if folded(item.number) and named(point):
        return f"{item.sheet} {point}/{item.number}"
    return f"{item.source.sheet.name}!{item.here('item').cell}"


def whole_numbers(texts: Iterable[str]) -> list[int]:
    """The texts that are whole numbers, as numbers; a longer one is no 序号."""
    return [int(n) for text in texts if (n := folded(text)).isdecimal() and len(n) <= _MOST_DIGITS]
