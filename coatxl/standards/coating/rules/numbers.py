"""Rules of numbers: 序号 blank, given twice or skipped (CX0-02, 8.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import Hit, rule
from coatxl.standards.coating.dossier import Dossier, named
from coatxl.standards.coating.places import Place, Placed
from coatxl.standards.coating.tables import ChecklistRow
from coatxl.tables.column import folded
from coatxl.tables.table import Table

if TYPE_CHECKING:
    from coatxl.settings import Settings

_TOO_LONG = 7
"""Digits of what is no 序号 any more, but a date or a code."""


def group_of(dossier: Dossier, row: Placed, settings: Settings, sheet: str = "") -> object:
    """The items among which numbers must differ: a risk point's, a unit's, or a sheet's where none is named."""
    return _group(dossier.places.of(row), settings, sheet)


def _group(place: Place, settings: Settings, sheet: str) -> object:
    if settings.checklist.number_scope == "table":
        return ""
    return (place.unit, place.point) if place.unit or place.point else sheet


def groups(dossier: Dossier, settings: Settings) -> dict[object, list[ChecklistRow]]:
    """The items of each group."""
    return dossier.once("groups", settings, lambda given: _groups(dossier, given))


def _groups(dossier: Dossier, settings: Settings) -> dict[object, list[ChecklistRow]]:
    found: dict[object, list[ChecklistRow]] = {}
    for item, place in zip(dossier.checklist, dossier.item_places, strict=True):
        found.setdefault(_group(place, settings, item.source.sheet.name), []).append(item)
    return found


@rule(
    "CX0-02", clause="全文", severity="error", sheets=("评价单元", "风险点划分", "危害因素描述", "安全检查表", "风险评价LEC", "风险评价矩阵", "隐患清单"),
    title=Text("编号重复或为空", "Duplicate or empty id"),
    message=Text("序号“{number}”重复，已用于“{other}”", "Number “{number}” is used already for “{other}”"),
    fix=Text("给每行填写唯一编号，不要手工复制编号", "Give every row a number of its own"),
)  # fmt: skip
def number_twice_or_blank(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """序号是引用的依据，必填的不能空，同一张表（失控诱因按危害因素，检查项目见 CX8.2-05）不能重复；评价单元按名称引用，名称也不能重复。

    不合格: 同一危害因素下两个失控诱因的序号都是 3；两个评价单元都叫“喷漆单元”。
    合格: 同一风险点的几个作业步骤共用一个序号。
    """
    blank = Text("序号没有填写", "The number is blank")
    for hazard in dossier.hazards:
        seen: dict[str, str] = {}
        for cause in hazard.causes:
            row = cause.rows[0]
            number = folded(cause.number)
            if not number:
                if row.has("number"):
                    yield Hit(row.here("number"), message=blank)
            elif number in seen:
                yield Hit(row.at("number"), number=cause.number, other=seen[number])
            else:
                seen[number] = cause.text
    for item in dossier.checklist:
        if item.blank("number") and item.has("number"):
            yield Hit(item.at("number"), message=blank)
    points = ((r.number, (named(r.unit), named(r.risk_point)), r.risk_point, r) for r in dossier.risk_points)
    yield from _twice(points)
    yield from _twice((r.number, (i,), r.unit, r) for i, r in enumerate(dossier.units))
    same_name = Text(
        "已经有评价单元“{number}”（{other}），名称不能重复", "There is a unit “{number}” already ({other})"
    )
    for unit in dossier.units:
        first = dossier.places.units.get(named(unit.unit), unit)
        if first is not unit:
            yield Hit(unit.at("unit"), message=same_name, number=unit.unit, other=first.at("unit").cell)
    yield from _twice((r.number, (i,), r.hazard, r) for i, r in enumerate(dossier.lec))
    yield from _twice((r.number, (i,), r.hazard, r) for i, r in enumerate(dossier.matrix))
    yield from _twice((r.number, (i,), r.description, r) for i, r in enumerate(dossier.dangers))


def _twice(rows: Iterable[tuple[str, tuple[object, ...], str, Table]]) -> Iterator[Hit]:
    """A number that stands for two different things."""
    seen: dict[str, tuple[tuple[object, ...], str]] = {}
    told: set[tuple[object, ...]] = set()
    for number, key, text, row in rows:
        plain = folded(number)
        if not plain:
            continue
        first = seen.setdefault(plain, (key, text))
        if first[0] != key and key not in told:
            told.add(key)
            yield Hit(row.at("number"), number=number, other=first[1])


@rule(
    "CX8.2-05", clause="8.2", severity="error", needs=(ChecklistRow,), setting="checklist.number_scope",
    title=Text("检查表序号重复", "Duplicate checklist number"),
    message=Text("序号{number}重复，已用于“{other}”", "Number {number} is used already for “{other}”"),
    fix=Text("重新编排检查表序号", "Renumber the items"),
)  # fmt: skip
def item_number_twice(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """同一风险点（或全表，checklist.number_scope）内序号不重复。

    不合格: 两个检查项目的序号都是 8。
    合格: 两个风险点各有一个序号 8。
    """
    for items in groups(dossier, settings).values():
        seen: dict[str, str] = {}
        for item in items:
            number = folded(item.number)
            if number and number in seen:
                yield Hit(item.at("number"), number=item.number, other=seen[number])
            elif number:
                seen[number] = item.item


@rule(
    "CX8.2-06", clause="8.2", severity="warning", needs=(ChecklistRow,), setting="checklist.number_scope",
    title=Text("检查表序号跳号", "Checklist number skipped"),
    message=Text("序号从{before}跳到{after}，缺{missing}", "The numbers jump from {before} to {after}; {missing} is missing"),
    fix=Text("检查是否漏了检查项目，无遗漏则重新编号", "See whether an item was left out; otherwise renumber"),
)  # fmt: skip
def item_number_skipped(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """序号不跳号；标准自己的示例缺 26。

    没有填序号（CX0-02）、重号（CX8.2-05）、风险点写错（CX0-03）的项目可能就是缺的那一项，不再报一次。
    不合格: 25 之后是 27。
    合格: 1 到 28 连续。
    """
    lost = misnamed(dossier, settings)
    elsewhere = {folded(item.number) for item in dossier.checklist if id(item) in lost}
    for items in groups(dossier, settings).values():
        slips = _slips(items)
        for before, item in slips:
            missing = str(before + 1)
            yield Hit(item.at("number"), before=before, after=item.number, missing=missing)
        wrong = {id(item) for _, item in slips}
        numbers = {n: item for item in reversed(items) if id(item) not in wrong and (n := _count(item))}
        known = {*numbers, *(before + 1 for before, _ in slips)}
        gaps = [(before, after) for before, after in pairwise(sorted(known)) if after > before + 1]
        unread = sum(id(item) in lost and id(item) not in wrong for item in items)
        if sum(after - before - 1 for before, after in gaps) <= unread:
            continue
        for before, after in gaps:
            if elsewhere and all(str(number) in elsewhere for number in range(before + 1, min(after, before + 100))):
                continue
            missing = str(before + 1) if after == before + 2 else f"{before + 1}～{after - 1}"
            yield Hit(numbers[after].at("number"), before=before, after=after, missing=missing)


def misnamed(dossier: Dossier, settings: Settings) -> frozenset[int]:
    """id(item) of the items that nothing can refer to, each told by itself: an unknown risk point, no number of its own."""
    return dossier.once("misnamed", settings, lambda given: frozenset(_misnamed(dossier, given)))


def _misnamed(dossier: Dossier, settings: Settings) -> Iterator[int]:
    places = dossier.places
    astray = {each for each in {*dossier.item_places} if places.points and not places.known(each, settings)}
    if astray:
        items_at = zip(dossier.checklist, dossier.item_places, strict=True)
        yield from (id(item) for item, place in items_at if place in astray)
    for items in groups(dossier, settings).values():
        seen: set[str] = set()
        for item in items:
            number = folded(item.number)
            if not number or number in seen:
                yield id(item)
            seen.add(number)
        for _, item in _slips(items):
            yield id(item)


def _slips(items: list[ChecklistRow]) -> list[tuple[int, ChecklistRow]]:
    """Items whose number is out of order, with the number before, where the one that belongs there is nowhere else."""
    counts = [_count(item) for item in items]
    times = Counter(counts)
    found: list[tuple[int, ChecklistRow]] = []
    for i, own in enumerate(counts if len(items) > 1 else ()):
        before = counts[i - 1] if i else 0
        after = counts[i + 1] if i + 1 < len(items) else before + 2  # nothing follows the last
        alone = own and times[own] == 1 and not times[before + 1]
        fits = own == before + 1 or after != before + 2 or (i and not before)
        if alone and not fits and not (found and found[-1][1] is items[i - 1]):
            found.append((before, items[i]))
    return found


def _count(item: ChecklistRow) -> int:
    """The number of an item, 0 when it is blank, of several parts or far too long."""
    number = folded(item.number)
    return int(number) if number.isdecimal() and len(number) < _TOO_LONG else 0
