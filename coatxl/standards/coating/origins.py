"""Origins: which checklist items the 来源 of a hidden danger names, as people write it (8.2.4).

安全检查表 喷漆作业/3, 安全检查表 1-3 (the third item of the first group), 检查表第3、4项, 安全检查表!D7.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.standards.coating.tables import ChecklistRow
from coatxl.tables.column import folded, same_text

if TYPE_CHECKING:
    from coatxl.standards.coating.places import Place

_WORD = "检查表"
_CELL = re.compile(r"([^、,，;；!]*检查表[^、,，;；!]*)!\$?[a-z]{1,2}\$?(\d+)", re.IGNORECASE)
_SPLIT = re.compile(r"[、,，;；]")
_NUMBER = re.compile(r"^第?(\d+(?:\.\d+)*)(?:项|条)?$")
_GROUP = re.compile(r"^(\d+)-(\d+(?:\.\d+)*)$")
_POINT = re.compile(r"^(.+?)[/／\-—:：]?第?(\d+(?:\.\d+)*)(?:项|条)?$")


@dataclass(slots=True)
class Named:
    """The items that a text names, and why some of it names none."""

    items: list[ChecklistRow] = field(default_factory=list)
    trouble: Text | None = None


class ItemIndex:
    """The items of a paper by the ways in which they are named."""

    def __init__(self, checklist: list[ChecklistRow], places: list[Place]) -> None:
        self.checklist = checklist
        self.by_name: dict[tuple[str, str], list[ChecklistRow]] = {}
        self.by_number: dict[str, list[ChecklistRow]] = {}
        self.place_of: dict[int, Place] = {}
        groups: dict[str, None] = {}
        for item, place in zip(checklist, places, strict=True):
            self.place_of[id(item)] = place
            unit, point, number = place.unit, place.point, folded(item.number)
            groups[point or unit] = None
            for each in (point, unit) if point != unit else (point,):
                if each:
                    self.by_name.setdefault((each, number), []).append(item)
            self.by_number.setdefault(number, []).append(item)
        self.groups = list(groups)

    @cached_property
    def by_text(self) -> dict[str, list[ChecklistRow]]:
        """The items by their text and by their result; few papers ask for it."""
        found: dict[str, list[ChecklistRow]] = {}
        for item in self.checklist:
            for text in {same_text(item.item), same_text(item.observation)} - {""}:
                found.setdefault(text, []).append(item)
        return found

    @cached_property
    def by_row(self) -> dict[tuple[str, int], ChecklistRow]:
        """The items by sheet and row."""
        return {(folded(item.source.sheet.name), item.row_number): item for item in self.checklist}

    def named_in(self, origin: str, near: Place) -> Named | None:
        """The items that 来源 names; None when it speaks of no checklist. near settles a bare number."""
        plain = folded(origin)
        if _WORD not in plain:
            return None
        found = Named()
        for sheet, row in _CELL.findall(plain):
            item = self.by_row.get((sheet.strip("'"), int(row)))
            self._take(found, [item] if item else [], f"{sheet}!{row}")
        rest = _CELL.sub("", plain)
        if rest != plain and _WORD not in rest:
            return found
        point = ""
        for words in _SPLIT.split(rest.partition(_WORD)[2]):
            part = (words.partition(_WORD)[2] if _WORD in words else words).lstrip(":")
            if part:
                point = self._part(found, part, point, near)
        return found

    def _part(self, found: Named, part: str, point: str, near: Place) -> str:
        """Take the items of one part; the point it names also holds for bare numbers after it."""
        group, number, full = _GROUP.match(part), _NUMBER.match(part), _POINT.match(part)
        if number:
            self._take(found, self._bare(number[1], point, near), part)
            return point
        if full and (full[1], full[2]) in self.by_name:
            self._take(found, self.by_name[full[1], full[2]], part)
            return full[1]
        for name in self.groups:  # names that hold the separators themselves: 1-2号喷漆线/7
            tail = _NUMBER.match(part.removeprefix(name).lstrip("/-:")) if name and part.startswith(name) else None
            if tail:
                self._take(found, self.by_name.get((name, tail[1]), []), part)
                return name
        if group and 0 < int(group[1]) <= len(self.groups):
            name = self.groups[int(group[1]) - 1]
            self._take(found, self.by_name.get((name, group[2]), []), part)
            return name
        self._take(found, [], part)
        return point

    def _bare(self, number: str, point: str, near: Place) -> list[ChecklistRow]:
        if point:
            return self.by_name.get((point, number), [])
        hits = self.by_number.get(number, [])
        for name in (near.point, near.unit):
            close = [
                item for item in hits if name and name in (self.place_of[id(item)].point, self.place_of[id(item)].unit)
            ]
            if close:
                return close
        return hits

    def _take(self, found: Named, items: list[ChecklistRow], words: str) -> None:
        places = {self.place_of[id(item)] for item in items}
        if len(places) > 1:
            names = "、".join(dict.fromkeys(item.risk_point for item in items))
            found.trouble = Text(
                f"“{words}”可能是{names}的检查项目，写明风险点",
                f"“{words}” may be an item of {names}; name the risk point",
            )
        elif not items:
            found.trouble = Text(f"“{words}”不是安全检查表的检查项目", f"“{words}” is no checklist item")
        else:
            found.items.extend(items)

    def of_equal_text(self, description: str, place: Place, same: object) -> list[ChecklistRow]:
        """Items whose text or result is the description, at the same place; same is Places.same with its settings."""
        hits = self.by_text.get(same_text(description), [])
        if not (place.point or place.unit):
            return hits
        return [item for item in hits if callable(same) and same(place, self.place_of[id(item)])]
