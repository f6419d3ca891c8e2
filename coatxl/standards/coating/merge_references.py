"""Merge references: 对应措施, 来源 and 人工确认 that name things by numbers, rewritten where the numbers are others now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from coatxl.reports.merge_model import LOOK, Conflict
from coatxl.standards.coating.chains import DASHES, Measure
from coatxl.standards.coating.drafts import item_name
from coatxl.standards.coating.merge_rows import MergedRow, Part
from coatxl.standards.coating.tables import ChecklistRow, ConfirmationRow, HiddenDangerRow
from coatxl.tables.column import folded

if TYPE_CHECKING:
    from coatxl.settings import Settings
    from coatxl.standards.coating.dossier import Dossier
    from coatxl.tables.table import Table

_TOKEN = re.compile(r"[^、,，;；\s]+")
_NUMBER = re.compile(r"(?<![\d.\-])\d+-\d+\.\d+(?![\d.])")
_FOREIGN = "原"
"""Before a number that named nothing in its own part, so that it names nothing of another part either."""


class Measures:
    """The measures of the parts and their numbers in the merged paper."""

    def __init__(self, whole: Dossier, numbers: Mapping[int, str], settings: Settings) -> None:
        """numbers: id of a part's row → number of its measure in whole."""
        self.whole, self.numbers, self.settings = whole, numbers, settings

    def renamed(self, part: Part, row: ChecklistRow) -> str:
        """对应措施 of an item with the numbers of the merged paper, as it was written where nothing changed."""
        return _TOKEN.sub(lambda match: self._token(part, row, match[0]), row.measures)

    def dangling(self, part: Part, row: ChecklistRow) -> list[Conflict]:
        """Numbers in 对应措施 that named nothing in their own part, and would name something of another one."""
        found = []
        for token in _TOKEN.findall(row.measures):
            text = self._token(part, row, token)
            if text == f"{_FOREIGN}{token}":
                said = part.said(row.at("measures"), row.measures)
                why = f"“{token}”在原文件中没有对应的措施，已改写为“{text}”，以免指向别的措施；请补上或删去"
                found.append(Conflict(row.sheet, ChecklistRow.fields["measures"].column.header, said, None, LOOK, why))
        return found

    def _token(self, part: Part, row: ChecklistRow, token: str) -> str:
        plain = folded(token).removeprefix("措施")
        if plain in DASHES:
            return token
        measure = self._of(part.paper, row, plain)
        there = self._of(self.whole, row, plain)
        if measure is None:
            return token if there is None else f"{_FOREIGN}{token}"
        number = self.numbers[id(measure.row)]
        if there is not None and there.number == number:
            return token
        return number

    def _of(self, paper: Dossier, row: ChecklistRow, plain: str) -> Measure | None:
        if "-" in plain:
            return paper.by_number.get(plain)
        options = [paper.by_number.get(f"{h.ordinal}-{plain}") for h in paper.hazards_near(row, self.settings)]
        found = [m for m in options if m is not None]
        return found[0] if len(found) == 1 else None

    def confirmed(self, part: Part, row: ConfirmationRow) -> tuple[str, Conflict | None]:
        """对象 of a confirmation that names measures before a colon, with the numbers of the merged paper.

        And what a person must look at: a number that named nothing in its own part and does now.
        """
        numbers, colon, item = row.key.partition("：")
        tokens = [folded(number) for number in numbers.split("、")]
        known = [part.paper.by_number.get(token) for token in tokens]
        if not colon:
            return row.key, None
        if None not in known:
            return "、".join(self.numbers[id(m.row)] for m in known if m is not None) + colon + item, None
        lost = [t for t, m in zip(tokens, known, strict=True) if m is None and t in self.whole.by_number]
        if not lost:
            return row.key, None
        why = f"{'、'.join(lost)} 在原文件中没有对应的措施，合并后会指向别的措施"
        return row.key, Conflict(
            row.sheet, ConfirmationRow.fields["key"].column.header, part.said(row.at("key"), row.key), None, LOOK, why
        )

    def mentioned(self, part: Part, row: Table) -> list[Conflict]:
        """Numbers of measures in other texts of a row that are others now: they are told and left as written."""
        found: list[Conflict] = []
        for name, each in row.fields.items():
            value = getattr(row, name)
            if not isinstance(value, str) or name in {"number", "measures"} or each.column.computed:
                continue
            if isinstance(row, ConfirmationRow) and name == "key":
                continue
            moved = []
            for number in dict.fromkeys(_NUMBER.findall(value)):
                measure = part.paper.by_number.get(number)
                if measure is not None and self.numbers[id(measure.row)] != number:
                    moved.append(f"{number} 现为 {self.numbers[id(measure.row)]}")
            if moved:
                said = part.said(row.at(name), value)
                found.append(
                    Conflict(row.sheet, each.column.header, said, None, LOOK, f"文字里的措施 {'、'.join(moved)}")
                )
        return found


def origin_of(
    part: Part, row: HiddenDangerRow, whole: Dossier, items: Mapping[int, ChecklistRow]
) -> tuple[str, Conflict | None]:
    """来源 of a hidden danger as it names the same items in the merged paper, and what a person must look at.

    items: id of a part's item → the item in whole.
    """
    named, there = (
        part.paper.origin_of(row),
        whole.items.named_in(row.origin, whole.places.of(row)) if row.origin else None,
    )
    if named is None:
        return row.origin, None
    if named.trouble is not None or not named.items:
        if there is None or not there.items:
            return row.origin, None
        said = part.said(row.at("origin"), row.origin)
        return row.origin, Conflict(
            row.sheet, "来源", said, None, LOOK, "在原文件中没有明确的检查项目，合并后可能指向别的项目"
        )
    wanted = [items[id(item)] for item in named.items]
    if there is not None and [id(item) for item in there.items] == [id(item) for item in wanted]:
        return row.origin, None
    names = [item_name(item) for item in wanted]
    short = [names[0], *(name.removeprefix(f"{wanted[0].sheet} ") for name in names[1:])]
    return "、".join(dict.fromkeys(short)), None


def rewrite(row: MergedRow, name: str, text: str) -> None:
    """Put a rewritten text into a row, and note it."""
    before = row.text(name)
    if text != before:
        header = row.first[1].fields[name].column.header
        row.values[name] = text
        row.notes.append(f"{header} {before} → {text}")
