"""analysis: the plant's hazards with causes and measures, and what follows from them in the other sheets (7, 8.2, 8.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from coatxl.criteria import lec
from coatxl.standards.coating.chains import named
from coatxl.standards.coating.demo_example import Rows
from coatxl.standards.coating.plant.data import Row, load
from coatxl.standards.coating.tables import (
    ChecklistRow,
    ConclusionRow,
    ConfirmationRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    RiskPointRow,
)

# In the order of the sheets 评价单元 and 风险点划分, the units that are analysed directly last.
HAZARD_FILES = ("hazards_coating.json", "hazards_stores.json", "hazards_utilities.json", "hazards_site.json")
BEYOND = "超出法规"
CONTROLLED = ("likelihood", "exposure", "consequence")
INHERENT = tuple(f"inherent_{name}" for name in CONTROLLED)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure with its number (危害因素-诱因.措施) and what was seen of it; danger: 序号 in 隐患清单, 0 for none.

    basis is the clause, or the reason where the measure goes beyond the law.
    """

    number: str
    text: str
    kind: str
    basis: str
    beyond: bool
    seen: str
    danger: int


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause; spread: that the outcome comes about or grows, else that the source gets out of control."""

    text: str
    spread: bool
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Hazard:
    """A hazard at its place; scores of 控制风险 and, where given, of 固有风险, as (L, E, C)."""

    place: Row
    told: Row
    scores: tuple[Decimal, ...]
    inherent: tuple[Decimal, ...]
    score_basis: str
    causes: tuple[Cause, ...]

    @property
    def label(self) -> str:
        """风险点／步骤／危害因素, as a confirmation names it."""
        words = (self.place["risk_point"], self.place["step"], self.told["hazard"])
        return "／".join(word for word in words if named(word))

    @property
    def high(self) -> bool:
        """Whether it is a high-consequence hazard (3.8)."""
        return bool(self.told["high"] == "是")


@dataclass(slots=True)
class Item:
    """One checklist item, and the numbers of the measures that it checks: equal ones of a place are merged (8.2.3)."""

    place: Row
    number: str
    measure: Measure
    numbers: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """How 来源 of a hidden danger names the item."""
        point = self.place["risk_point"]
        return f"{ChecklistRow.sheet} {point if named(point) else self.place['unit']}/{self.number}"


@dataclass(frozen=True, slots=True)
class Analysis:
    """All hazards of the plant in the paper's order."""

    hazards: tuple[Hazard, ...]

    @classmethod
    def read(cls) -> Analysis:
        """Return the hazards of the data files."""
        groups = [group for name in HAZARD_FILES for group in load(name)]
        found = [(group, told) for group in groups for told in group["hazards"]]
        known: dict[tuple[str, str, str], Row] = {}
        return cls(tuple(_hazard(n, group, told, known) for n, (group, told) in enumerate(found, 1)))

    def add_to(self, rows: Rows) -> None:
        """Add to the rows of a paper what follows from the hazards, and fill the counts into its conclusion."""
        items = self._items()
        rows[HazardRow] = [row for hazard in self.hazards for row in _hazard_rows(hazard)]
        rows[ChecklistRow] = [_item_row(item, rows[HiddenDangerRow]) for item in items]
        rows[LecRow] = [_lec_row(str(n), hazard) for n, hazard in enumerate(self.hazards, 1)]
        rows[HiddenDangerRow] = [_danger_row(row, items) for row in rows[HiddenDangerRow]]
        person = {key: rows[ConfirmationRow][0][key] for key in ("verdict", "person", "day")}
        rows[ConfirmationRow] += [_both_sides(h, person) for h in self.hazards if h.high]
        counts = self._counts(rows)
        for row in rows[ConclusionRow]:
            row["text"] = row["text"].format(**counts)

    def _items(self) -> list[Item]:
        found: dict[tuple[str, str, str], Item] = {}
        sizes: dict[tuple[str, str], int] = {}
        for hazard in self.hazards:
            place = (hazard.place["unit"], hazard.place["risk_point"])
            for measure in _measures(hazard):
                item = found.get((*place, measure.text))
                if item is None:
                    sizes[place] = sizes.get(place, 0) + 1
                    item = found[*place, measure.text] = Item(hazard.place, str(sizes[place]), measure)
                item.numbers.append(measure.number)
        return list(found.values())

    def _counts(self, rows: Rows) -> dict[str, int]:
        """How many there are of what the conclusion sums up."""
        verdicts = [row["conforms"] for row in rows[ChecklistRow]]
        grades = [lec.grade(lec.d_value(*hazard.scores)) for hazard in self.hazards]
        return {
            "points": len({(row["unit"], row["risk_point"]) for row in rows[RiskPointRow]}),
            "hazards": len(self.hazards),
            "high": sum(hazard.high for hazard in self.hazards),
            "causes": sum(len(hazard.causes) for hazard in self.hazards),
            "measures": sum(1 for hazard in self.hazards for _ in _measures(hazard)),
            "items": len(verdicts),
            "good": verdicts.count("符合"),
            "bad": verdicts.count("不符合"),
            "dangers": len(rows[HiddenDangerRow]),
            "general": grades.count("一般风险"),
        }


def _hazard(ordinal: int, group: Row, told: Row, known: dict[tuple[str, str, str], Row]) -> Hazard:
    """One hazard; known keeps the measures of each place, so that a repeated one is told by its text alone."""
    causes = []
    for n, cause in enumerate(told["causes"], 1):
        measures = []
        for k, line in enumerate(cause["measures"], 1):
            full = known.setdefault((group["unit"], group["risk_point"], line["measure"]), line)
            measures.append(_measure(f"{ordinal}-{n}.{k}", full))
        causes.append(Cause(cause["cause"], cause.get("spread", False), tuple(measures)))
    return Hazard(
        place={name: group[name] for name in ("unit", "risk_point", "step")},
        told={name: told[name] for name in ("hazard", "event", "outcome", "high")},
        scores=tuple(map(Decimal, told["scores"])),
        inherent=tuple(map(Decimal, told.get("inherent", ()))),
        score_basis=told["score_basis"],
        causes=tuple(causes),
    )


def _measure(number: str, line: Row) -> Measure:
    reason = line.get("reason", "")
    basis = reason or line["basis"]
    return Measure(number, line["measure"], line["kind"], basis, bool(reason), line["seen"], line.get("danger", 0))


def _measures(hazard: Hazard) -> Iterator[Measure]:
    return (measure for cause in hazard.causes for measure in cause.measures)


def _hazard_rows(hazard: Hazard) -> Iterator[Row]:
    """One row a measure; what the hazard is stands on its first row, the cause on the first row of the cause."""
    first: Row = hazard.told
    for n, cause in enumerate(hazard.causes, 1):
        head: Row = {"number": str(n), "cause": cause.text}
        for measure in cause.measures:
            basis = {"basis": BEYOND, "reason": measure.basis} if measure.beyond else {"basis": measure.basis}
            named_by = {"hazard": hazard.told["hazard"]}
            yield hazard.place | named_by | first | head | {
                "measure": measure.text, "measure_kind": measure.kind, **basis
            }  # fmt: skip
            first, head = {}, {}


def _item_row(item: Item, dangers: list[Row]) -> Row:
    measure = item.measure
    verdict: Row = {"conforms": "符合"}
    if measure.danger:
        verdict = {"conforms": "不符合", "suggestion": dangers[measure.danger - 1]["suggestion"]}
    place = {name: item.place[name] for name in ("unit", "risk_point")}
    return place | verdict | {
        "number": item.number, "item": measure.text, "basis": measure.basis, "observation": measure.seen,
        "measures": "、".join(item.numbers),
    }  # fmt: skip


def _lec_row(number: str, hazard: Hazard) -> Row:
    told = {name: hazard.told[name] for name in ("hazard", "outcome")}
    scores = dict(zip((*CONTROLLED, *INHERENT), (*hazard.scores, *hazard.inherent), strict=False))
    return {"number": number, **hazard.place, **told, **scores, "basis": hazard.score_basis}


def _danger_row(row: Row, items: list[Item]) -> Row:
    """A hidden danger with its place, basis and origin: those of the item that found it."""
    item = next(each for each in items if str(each.measure.danger) == row["number"])
    point = {"risk_point": item.place["risk_point"]} if named(item.place["risk_point"]) else {}
    photos = {f"photo_{side}": f"YH-{int(row['number']):02d}_{word}.jpg" for side, word in _SIDES}
    return row | point | photos | {"unit": item.place["unit"], "basis": item.measure.basis, "origin": item.name}


_SIDES = (("before", "整改前"), ("after", "整改后"))


def _both_sides(hazard: Hazard, person: dict[str, Any]) -> Row:
    """The confirmation that the causes of a high-consequence hazard cover both directions (3.5)."""
    sides: dict[bool, list[str]] = {False: [], True: []}
    for n, cause in enumerate(hazard.causes, 1):
        sides[cause.spread].append(str(n))
    note = f"诱因{'、'.join(sides[False])}为危害源失控方面，诱因{'、'.join(sides[True])}为后果出现或扩大方面"
    return {"rule": "CX7.2-03", "key": hazard.label, "note": note, **person}
