"""Identity: which row of one paper is which row of another, whatever its place in the sheet and its 序号.

Rows of equal content first; then by keys from strong to weak; at last by likeness, so that an edited text is an edit
and not a row deleted and another added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from coatxl.standards.coating.chains import named
from coatxl.standards.coating.tables import (
    AnnexListRow,
    BuildingRow,
    ChecklistRow,
    ChemicalRow,
    ConclusionRow,
    ConfirmationRow,
    CountermeasureRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    MajorHazardRow,
    MajorVerdictRow,
    MaterialRow,
    MatrixRow,
    MethodRow,
    ProjectRow,
    RelationRow,
    ReportPartRow,
    RiskPointRow,
    ScopeRow,
    SurveyRow,
    TeamRow,
    UnitRow,
    VerificationRow,
)
from coatxl.tables.column import folded, same_text

if TYPE_CHECKING:
    from coatxl.standards.coating.dossier import Dossier
    from coatxl.tables.table import Table

Key = Callable[["Dossier", Any], tuple[str, ...]]
Pair = tuple["Table", "Table"]
PLACE = ("unit", "risk_point")
"""The fields by which a row says where it belongs."""
_MOST_COMPARED = 400
"""Rows of one key that are compared for likeness with each other; beyond, it would cost seconds."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to recognise a row: by a key, and where like is given, by a text that is at least so similar (0–1)."""

    key: Key
    like: float = 0.0


def _point(paper: Dossier, row: Any) -> tuple[str, ...]:  # noqa: ANN401 — rows that name a place
    place = paper.places.of(row)
    return place.unit, place.point, place.step


def _texts(*names: str) -> Key:
    return lambda _, row: tuple(same_text(getattr(row, name)) for name in names)


def _at(*names: str) -> Key:
    return lambda paper, row: (*_point(paper, row), *(same_text(getattr(row, name)) for name in names))


_SAME = 0.6
_NUMBERED = 0.35
_CHAIN = (
    Way(_at("hazard", "cause", "measure")),
    Way(_texts("risk_point", "cause", "measure")),
    Way(_texts("cause", "measure")),
    Way(_at("hazard", "cause"), _NUMBERED),
    Way(_at("hazard", "measure")),
    Way(_at("hazard", "number"), _NUMBERED),
    Way(_at("hazard", "cause")),
    Way(_at("hazard"), _SAME),
    Way(_texts("number"), _SAME),
)
_RISK = (Way(_at("hazard", "outcome")), Way(_at("hazard")), Way(_texts("hazard")), Way(_at(), _SAME))
WAYS: dict[type[Table], tuple[Way, ...]] = {
    ProjectRow: (Way(lambda _, row: (folded(row.item).strip("*"),)),),
    TeamRow: (Way(_texts("person")), Way(_texts("certificate")), Way(_texts("discipline"), _SAME)),
    ScopeRow: (Way(_texts("kind", "item")), Way(_texts("item")), Way(_texts("kind"), _SAME)),
    MaterialRow: (Way(_texts("kind", "name")), Way(_texts("name")), Way(_texts("code")), Way(_texts("kind"), _SAME)),
    SurveyRow: (Way(_texts("kind", "item")), Way(_texts("item")), Way(_texts("kind"), _SAME)),
    BuildingRow: (Way(_texts("building")), Way(_texts("number"), _SAME)),
    MethodRow: (Way(_texts("unit", "method")), Way(_texts("unit"), _SAME), Way(_texts("method"), _SAME)),
    UnitRow: (Way(_texts("unit")), Way(_texts("kind"), _NUMBERED), Way(_texts("number", "kind"))),
    RiskPointRow: (
        Way(_texts("unit", "risk_point", "step")),
        Way(_texts("risk_point", "step")),
        Way(_texts("unit", "risk_point"), _NUMBERED),
        Way(_texts("unit"), _SAME),
    ),
    HazardRow: _CHAIN,
    RelationRow: _CHAIN,
    ChecklistRow: (
        Way(_at("item")),
        Way(_texts("item")),
        Way(_at("number"), _NUMBERED),
        Way(_at(), _SAME),
        Way(_texts("number"), _SAME),
    ),
    LecRow: _RISK,
    MatrixRow: _RISK,
    HiddenDangerRow: (
        Way(_texts("number", "description")),
        Way(_at("description")),
        Way(_texts("description")),
        Way(_texts("number"), _NUMBERED),
        Way(lambda _, row: (row.sheet,), _SAME),
    ),
    MajorVerdictRow: (Way(_texts("provision")), Way(_texts("situation")), Way(lambda _, row: (row.sheet,), _SAME)),
    CountermeasureRow: (
        Way(_texts("kind", "measure")),
        Way(_texts("measure")),
        Way(_texts("kind", "subject"), _NUMBERED),
        Way(_texts("kind"), _SAME),
    ),
    VerificationRow: (Way(_texts("item")), Way(_texts("number"), _SAME)),
    ConclusionRow: (Way(_texts("item")), Way(_texts("number"), _SAME)),
    ReportPartRow: (Way(_texts("item")), Way(_texts("number"), _SAME)),
    AnnexListRow: (Way(_texts("kind", "name")), Way(_texts("name")), Way(_texts("kind"), _SAME)),
    ChemicalRow: (Way(_texts("name", "cas")), Way(_texts("name")), Way(_texts("cas")), Way(_texts("use"), _SAME)),
    MajorHazardRow: (Way(_texts("unit", "substance")), Way(_texts("unit", "cas")), Way(_texts("unit"), _SAME)),
    ConfirmationRow: (Way(_texts("rule", "key")), Way(_texts("rule"), _SAME)),
}
# The text by which likeness is measured.
MAIN: dict[type[Table], str] = {
    TeamRow: "person", ScopeRow: "item", MaterialRow: "name", SurveyRow: "item", BuildingRow: "building", MethodRow: "method",
    ProjectRow: "item", UnitRow: "unit", RiskPointRow: "step", HazardRow: "measure", RelationRow: "measure",
    ChecklistRow: "item", LecRow: "hazard", MatrixRow: "hazard", HiddenDangerRow: "description", ConfirmationRow: "key",
    ChemicalRow: "name", MajorHazardRow: "substance", MajorVerdictRow: "situation", CountermeasureRow: "measure", VerificationRow: "item", ConclusionRow: "item",
    ReportPartRow: "item", AnnexListRow: "name",
}  # fmt: skip


def pairs(before: Dossier, after: Dossier, table: type[Table]) -> tuple[list[Pair], list[Table], list[Table]]:
    """The rows of a table that are in both papers, those only in the first, and those only in the second."""
    left, right = before.rows(table), after.rows(table)
    found: list[Pair] = []
    everything = list(table.fields)
    for names in (everything, [name for name in everything if name != "number"]):
        keys = {id(row): tuple(content(row, name) for name in names) for row in (*left, *right)}
        left, right = _by_key(left, right, keys, None, found)
    for way in WAYS[table]:
        if not (left and right):
            break
        keys = {id(row): way.key(before, row) for row in left} | {id(row): way.key(after, row) for row in right}
        left, right = _by_key(left, right, keys, (MAIN[table], way.like) if way.like else None, found)
    return found, left, right


def content(row: Table, name: str) -> str:
    """What a cell says: its value as text, a value of another type as it is shown, a picture as a word."""
    value = getattr(row, name)
    if value is None or value == "":
        bad = row.invalid(name)
        return bad if bad is not None else "（图片）" if row.picture(name) else ""
    return str(value)


def _by_key(
    left: Sequence[Table],
    right: Sequence[Table],
    keys: dict[int, tuple[str, ...]],
    like: tuple[str, float] | None,
    found: list[Pair],
) -> tuple[list[Table], list[Table]]:
    """Pair rows of one key, in their order or by likeness; return what is left over."""
    groups: dict[tuple[str, ...], list[Table]] = defaultdict(list)
    for row in right:
        groups[keys[id(row)]].append(row)
    mine: dict[tuple[str, ...], list[Table]] = defaultdict(list)
    for row in left:
        mine[keys[id(row)]].append(row)
    taken: set[int] = set()
    for each, rows in mine.items():
        others = groups.get(each, [])
        if not others or not any(map(named, each)):  # a key of blanks is none
            continue
        new = list(zip(rows, others, strict=False)) if like is None else _likest(rows, others, *like)
        found.extend(new)
        taken.update(id(row) for pair in new for row in pair)
    return [r for r in left if id(r) not in taken], [r for r in right if id(r) not in taken]


def _likest(left: Sequence[Table], right: Sequence[Table], name: str, least: float) -> list[Pair]:
    """Pairs of rows whose texts are similar enough, the most similar first."""
    scored = []
    for i, one in enumerate(left[:_MOST_COMPARED]):
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(same_text(getattr(one, name)))
        for j, other in enumerate(right[:_MOST_COMPARED]):
            matcher.set_seq1(same_text(getattr(other, name)))
            if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
                ratio = matcher.ratio()
                if ratio >= least:
                    scored.append((-ratio, i, j))
    chosen: list[Pair] = []
    gone: set[tuple[str, int]] = set()
    for _, i, j in sorted(scored):
        if ("l", i) not in gone and ("r", j) not in gone:
            gone |= {("l", i), ("r", j)}
            chosen.append((left[i], right[j]))
    return chosen
