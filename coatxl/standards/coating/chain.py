"""Chain coverage: the nine joints from 评价单元 to 影像 of one paper, with what hangs on one side only (6–10).

A gap is told at the joint where it is and nowhere else: a 隐患 without 整改 is not told again for its 复查 and photo,
and of a broken link that leaves two loose ends one is told, with the cell of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from coatxl.reports.chain_model import LEVELS, Joint, Orphan, Side
from coatxl.standards.coating.chain_pairs import (
    items_of_causes,
    items_of_dangers,
    items_of_measures,
    points_of_hazards,
    units_of_points,
)
from coatxl.standards.coating.dossier import Dossier, named
from coatxl.standards.coating.evidence import evidence_of
from coatxl.standards.coating.loop import CONFIRMING, RECTIFIED
from coatxl.standards.coating.places import Place
from coatxl.standards.coating.rules.dangers import lacks_photo
from coatxl.standards.coating.tables import ChecklistRow, HazardRow, HiddenDangerRow, RiskPointRow, UnitRow

if TYPE_CHECKING:
    from coatxl.annex.photo_names import Side as PhotoSide
    from coatxl.rules import Origin
    from coatxl.settings import Settings
    from coatxl.standards.coating.chains import Cause, Hazard, Measure
    from coatxl.tables.table import Table

UNIT, POINT, HAZARD, CAUSE, MEASURE, ITEM, DANGER, RECTIFICATION, RECHECK, PHOTO = LEVELS
BEFORE, AFTER = "整改前照片", "整改后照片"


def chain(dossier: Dossier, settings: Settings) -> list[Joint]:
    """The nine joints of a paper, in the order of the chain."""
    return [
        _units_and_points(dossier),
        _points_and_hazards(dossier, settings),
        _hazards_and_causes(dossier),
        _causes_and_measures(dossier),
        _measures_and_items(dossier, settings),
        _items_and_dangers(dossier, settings),
        _dangers_and_rectifications(dossier),
        _rectifications_and_rechecks(dossier),
        _rechecks_and_photos(dossier, settings),
    ]


def _absent(dossier: Dossier, *tables: type[Table]) -> tuple[str, ...]:
    return tuple(table.sheet for table in tables if not dossier.has(table))


def _without_hazards(dossier: Dossier) -> tuple[str, ...]:
    return () if dossier.hazards or dossier.has(HazardRow) else (HazardRow.sheet,)


def _no_columns(dossier: Dossier, *names: str) -> tuple[str, ...]:
    """The columns that no 隐患清单 of the paper has; the sheet itself when there is none."""
    if not dossier.has(HiddenDangerRow):
        return (HiddenDangerRow.sheet,)
    rows = dossier.dangers
    return tuple(
        f"{HiddenDangerRow.sheet}“{HiddenDangerRow.fields[name].column.header}”列"
        for name in names
        if rows and not any(row.has(name) for row in rows)
    )


def _orphan(side: Side, origin: Origin, text: str, lacks: str, partner: Origin | None = None) -> Orphan:
    return Orphan(side, origin.sheet, origin.cell, text, lacks, f"{partner.sheet}!{partner.cell}" if partner else "")


def _ids(found: Iterable[object]) -> set[int]:
    return {id(each) for each in found}


def _joint(start: str, end: str, links: int, orphans: Iterable[Orphan], missing: tuple[str, ...]) -> Joint:
    return Joint(start, end, 0, (), missing) if missing else Joint(start, end, links, tuple(orphans))


def _units_and_points(dossier: Dossier) -> Joint:
    """6.2 → 6.3; a unit that need not be divided leads to its hazards directly (7.1)."""
    units = dossier.places.units
    points = {(named(r.unit), named(r.risk_point)): r for r in reversed(dossier.risk_points) if named(r.risk_point)}
    linked = [unit for unit, _ in points if unit in units]
    bare = [row for name, row in units.items() if row.divided not in {"否", "不适用"} and name not in linked]
    lost = sorted((row for (unit, _), row in points.items() if unit not in units), key=lambda row: row.row_number)
    ends = units_of_points(dossier, lost, bare)
    told = _ids(ends.values())
    orphans = [_orphan("from", row.at("unit"), row.unit, POINT) for row in bare if id(row) not in told]
    for row in lost:
        partner = ends[id(row)].at("unit") if id(row) in ends else None
        orphans.append(_orphan("to", row.at("risk_point"), row.risk_point, UNIT, partner))
    return _joint(UNIT, POINT, len(linked), orphans, _absent(dossier, UnitRow, RiskPointRow))


def _points_and_hazards(dossier: Dossier, settings: Settings) -> Joint:
    """6.3 → 7.1; at hazard_level step a hazard of a step belongs to its risk point."""
    places = dossier.places
    found = [(hazard, places.of(hazard)) for hazard in dossier.hazards if _speaks(hazard)]
    ends = [(Place(*key), rows[0].at("risk_point"), rows[0].risk_point) for key, rows in places.rows.items()]
    divided = {unit for unit, _ in places.rows}
    for name, row in places.units.items():
        direct = any(not place.point and place.unit == name for _, place in found)
        if direct or (row.divided == "否" and name not in divided):
            ends.append((Place(name, ""), row.at("unit"), row.unit))
    links, reached = 0, set()
    bare = []
    for end in ends:
        here = [id(h) for h, place in found if places.same(end[0], place, settings)]
        links += len(here)
        reached.update(here)
        if not here:
            bare.append(end)
    lost = [h for h, _ in found if id(h) not in reached]
    belonging = points_of_hazards(dossier, settings, lost, [(place, text) for place, _, text in bare])
    partners = {id(h): at for h in lost for place, at, _ in bare if id(h) in belonging and belonging[id(h)][0] is place}
    told = _ids(partners.values())
    orphans = [_orphan("from", origin, text, HAZARD) for _, origin, text in bare if id(origin) not in told]
    orphans += [_orphan("to", h.row.at("hazard"), h.hazard or h.event, POINT, partners.get(id(h))) for h in lost]
    missing = _without_hazards(dossier) + (
        () if ends or dossier.has(RiskPointRow) or dossier.has(UnitRow) else (RiskPointRow.sheet,)
    )
    return _joint(POINT, HAZARD, links, orphans, missing)


def _speaks(hazard: Hazard) -> bool:
    """Whether a hazard says what it is; one that does not is told by its causes."""
    return bool(named(hazard.hazard) or named(hazard.event))


def _causes(dossier: Dossier) -> Iterator[tuple[bool, Cause]]:
    """Each cause that says something, and whether its hazard does."""
    for hazard in dossier.hazards:
        for cause in hazard.causes:
            if named(cause.text):
                yield _speaks(hazard), cause


def _hazards_and_causes(dossier: Dossier) -> Joint:
    """7.1 → 7.2; rows of a separate 关系表 that fit no hazard are causes without one."""
    orphans = [
        _orphan("from", h.row.at("hazard"), h.hazard or h.event, CAUSE)
        for h in dossier.hazards
        # Where the text of a cause was cleared, its measure is told at the next joint.
        if _speaks(h) and not any(named(cause.text) or cause.measures for cause in h.causes)
    ]
    links = 0
    for owned, cause in _causes(dossier):
        links += owned
        if not owned:
            orphans.append(_orphan("to", cause.rows[0].at("cause"), cause.text, HAZARD))
    orphans += [_orphan("to", row.at("cause"), row.cause, HAZARD) for row in dossier.joined.adrift]
    return _joint(HAZARD, CAUSE, links, orphans, _without_hazards(dossier))


def _causes_and_measures(dossier: Dossier) -> Joint:
    """7.2 → 7.3."""
    orphans = [
        _orphan("from", cause.rows[0].at("cause"), cause.text, MEASURE) for _, cause in _without_measures(dossier)
    ]
    measures = [(cause, m) for hazard in dossier.hazards for cause in hazard.causes for m in cause.measures]
    adrift = [m for cause, m in measures if not named(cause.text)]
    orphans += [_orphan("to", m.row.at("measure"), m.text, CAUSE) for m in adrift]
    held = {id(m.row) for _, m in measures}
    extra = [row for _, row in dossier.joined.extra if named(row.measure) and id(row) not in held]
    orphans += [_orphan("to", row.at("measure"), row.measure, CAUSE) for row in extra]
    return _joint(CAUSE, MEASURE, len(measures) - len(adrift), orphans, _without_hazards(dossier))


def _without_measures(dossier: Dossier) -> list[tuple[Hazard, Cause]]:
    return [(h, cause) for h in dossier.hazards for cause in h.causes if named(cause.text) and not cause.measures]


def _measures_and_items(dossier: Dossier, settings: Settings) -> Joint:
    """7.3 → 8.2.2. An item may stand without a measure (a requirement of a law): it is shown, and the person decides."""
    covered = dossier.coverage(settings)
    measures: list[Measure] = [m for hazard in dossier.hazards for m in hazard.measures]
    checking = {id(item) for items in covered.values() for item in items}
    free = [item for item in dossier.checklist if id(item) not in checking]
    # What checked a measure that was cleared is told by its cause, at the joint before.
    known = items_of_causes(dossier, settings, free, _without_measures(dossier))
    free = [item for item in free if id(item) not in known]
    unchecked = [m for m in measures if not covered[id(m)]]
    ends = items_of_measures(dossier, settings, unchecked, free)
    told = _ids(ends.values())
    orphans = [
        _orphan("from", m.row.at("measure"), m.text, ITEM, ends[id(m)].at("item") if id(m) in ends else None)
        for m in unchecked
    ]
    orphans += [_orphan("to", item.at("item"), item.item, MEASURE) for item in free if id(item) not in told]
    links = sum(len(items) for items in covered.values())
    return _joint(MEASURE, ITEM, links, orphans, _without_hazards(dossier) + _absent(dossier, ChecklistRow))


def _items_and_dangers(dossier: Dossier, settings: Settings) -> Joint:
    """8.2 → 8.2.4: items that do not conform lead to 隐患清单."""
    listed = dossier.listed(settings)
    unlisted = [item for item in dossier.checklist if item.conforms == "不符合" and id(item) not in listed]
    found = [(row, dossier.items_of(row, settings)) for row in dossier.dangers]
    links = sum(len(items) for _, items in found)
    loose = [row for row, items in found if not items]
    ends = items_of_dangers(dossier, settings, loose, unlisted)
    told = _ids(ends.values())
    orphans = [_orphan("from", item.at("item"), item.item, DANGER) for item in unlisted if id(item) not in told]
    orphans += [
        _orphan(
            "to", row.at("description"), row.description, ITEM, ends[id(row)].at("item") if id(row) in ends else None
        )
        for row in loose
    ]
    return _joint(ITEM, DANGER, links, orphans, _absent(dossier, ChecklistRow, HiddenDangerRow))


STATE = HiddenDangerRow.fields["state"].column.header


def _tracked(row: HiddenDangerRow) -> bool:
    """Whether 整改 of a hidden danger is followed at all: it has a state, or a day on which it was finished."""
    return not (row.blank("state") and row.blank("finished"))


def _dangers_and_rectifications(dossier: Dossier) -> Joint:
    """8.2.4 → 10.1."""
    orphans, links = [], 0
    for row in dossier.dangers:
        described = bool(named(row.description))
        if described and row.blank("state"):
            lacks = STATE if _tracked(row) else RECTIFICATION
            orphans.append(_orphan("from", row.at("description"), row.description, lacks))
        elif _tracked(row) and not described:
            orphans.append(_orphan("to", row.at("state"), row.state, DANGER))
        else:
            links += described
    return _joint(DANGER, RECTIFICATION, links, orphans, _no_columns(dossier, "state"))


def _rectifications_and_rechecks(dossier: Dossier) -> Joint:
    """10.1: what is rectified, or closed, was rechecked; what is still open need not be."""
    orphans, links = [], 0
    for row in dossier.dangers:
        if not _tracked(row):
            continue
        done, rechecked = _done(row), not row.blank("recheck")
        if (done or _was_rechecked(row)) and not rechecked:
            name = "state" if row.state else "finished"
            orphans.append(_orphan("from", row.at(name), row.description, RECHECK))
        elif row.recheck in CONFIRMING and not done and row.state == "待整改":
            orphans.append(_orphan("to", row.at("recheck"), row.description, RECTIFICATION))
        else:
            links += rechecked
    return _joint(RECTIFICATION, RECHECK, links, orphans, _no_columns(dossier, "state", "recheck"))


def _done(row: HiddenDangerRow) -> bool:
    return row.state in RECTIFIED or row.finished is not None


def _was_rechecked(row: HiddenDangerRow) -> bool:
    """Whether someone rechecked a hidden danger, whatever the result says."""
    return not (row.blank("rechecker") and row.blank("recheck_date"))


def _rechecks_and_photos(dossier: Dossier, settings: Settings) -> Joint:
    """6.1, 10.2: a photo before for every hidden danger, a photo after for what the recheck found rectified."""
    orphans, links = [], 0
    for row in dossier.dangers:
        if not _photographed(dossier, settings, row, "before"):
            orphans.append(_orphan("from", row.at("description"), row.description, BEFORE))
        else:
            links += 1
        after = _photographed(dossier, settings, row, "after")
        if row.recheck in CONFIRMING:
            links += after
            if not after:
                orphans.append(_orphan("from", row.at("recheck"), row.description, AFTER))
        elif after and row.blank("recheck") and not _was_rechecked(row) and row.state and not _done(row):
            orphans.append(_orphan("to", row.at("photo_after"), row.photo_after or row.description, RECHECK))
    return _joint(RECHECK, PHOTO, links, orphans, _no_columns(dossier, "recheck", "photo_before", "photo_after"))


def _photographed(dossier: Dossier, settings: Settings, row: HiddenDangerRow, side: PhotoSide) -> bool:
    """Whether a hidden danger has a photo, as the rules judge it: one that the photo folder has not is none."""
    if lacks_photo(dossier, settings, row, side):
        return False
    exhibits = evidence_of(dossier, settings).of(row, side)
    absent = [e for e in exhibits if e.is_unopenable or (e.lack == "not_found" and settings.photo.check_files)]
    return not exhibits or len(absent) < len(exhibits)
