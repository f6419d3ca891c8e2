"""Merge numbers: 序号 that two parts gave to different things; the earlier part keeps its own, the later goes on counting."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING

from coatxl.standards.coating.drafts import whole_numbers
from coatxl.standards.coating.merge_rows import MergedRow, Part
from coatxl.standards.coating.tables import ChecklistRow, ConfirmationRow, HazardRow, RiskPointRow
from coatxl.tables.column import folded, same_text
from coatxl.tables.table import Table

if TYPE_CHECKING:
    from coatxl.settings import Settings

Key = Callable[[MergedRow], Hashable]


def renumber(table: type[Table], rows: Sequence[MergedRow], settings: Settings) -> None:
    """Give new numbers where two parts use one number for different things; a part's own repetition stays as it is.

    The number of a cause (危害因素描述) differs within its hazard, of a risk point within the table, of an item within
    its risk point or the table (checklist.number_scope), else within the table.
    """
    if "number" not in table.fields or table is ConfirmationRow:
        return
    scope, owner = _keys(table, settings)
    last: dict[Hashable, int] = {}
    holders: dict[tuple[Hashable, str], dict[Hashable, Part]] = {}
    for row in rows:
        numbers = whole_numbers([row.text("number")])
        last[scope(row)] = max(last.get(scope(row), 0), *numbers, 0)
    given: dict[tuple[Hashable, Hashable], str] = {}
    for row in sorted(rows, key=lambda each: each.first[0].number):
        number, where, who, part = row.text("number"), scope(row), owner(row), row.first[0]
        if not folded(number):
            continue
        known = given.get((where, who))
        if known is None:
            others = holders.setdefault((where, folded(number)), {})
            if any(other is not part for other in others.values()):
                last[where] += 1
                known = str(last[where])
            else:
                others[who] = part
                known = number
            given[where, who] = known
        if folded(known) != folded(number):
            row.values["number"] = known
            row.notes.append(f"序号 {number} → {known}")


def _keys(table: type[Table], settings: Settings) -> tuple[Key, Key]:
    """Among what numbers must differ, and what bears a number."""
    if table is HazardRow:
        return _hazard, _Causes()
    if table is RiskPointRow:
        return _everywhere, lambda row: row.place[:2]
    if table is ChecklistRow and settings.checklist.number_scope == "group":
        return lambda row: row.place[:2], id
    return _everywhere, id


def _everywhere(_: MergedRow) -> Hashable:
    return ""


def _hazard(row: MergedRow) -> Hashable:
    return row.place, same_text(row.text("hazard")), same_text(row.text("event"))


class _Causes:
    """Names a cause by its text; where one part gives one text several numbers, these are several causes."""

    def __init__(self) -> None:
        self.numbers: dict[Hashable, list[str]] = {}

    def __call__(self, row: MergedRow) -> Hashable:
        """The text, and which of the part's numbers for it this is."""
        text, number = same_text(row.text("cause")), row.first[1][row.first[1].fields["number"].index]
        own = self.numbers.setdefault((row.first[0].number, _hazard(row), text), [])
        if number not in own:
            own.append(number)
        return text, own.index(number)
