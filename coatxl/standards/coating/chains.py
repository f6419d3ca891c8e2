"""Chains: 危害因素 → 失控诱因 → 风险管控措施, grouped from the rows of 7.2 and 7.3."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from coatxl.standards.coating.tables import HazardRow, RelationRow
from coatxl.tables.column import folded, same_text

DASHES = frozenset({"-", "--", "—", "——", "–", "/", "无"})


@lru_cache(maxsize=16384)
def named(text: str) -> str:
    """A name for comparison; "" for a blank or a dash, which means none (AMB-26)."""
    plain = folded(text)
    return "" if plain in DASHES else plain


def says(text: str) -> bool:
    """Whether a text names anything: neither a blank nor a dash, seen by the first character of nearly every sentence."""
    return ("\u4e00" <= text[:1] <= "\u9fff" and text[0] != "无") or bool(named(text))


@dataclass(slots=True)
class Measure:
    """One 风险管控措施; number is 危害因素序号-诱因序号.措施序号, e.g. 1-13.1."""

    number: str
    text: str
    row: HazardRow | RelationRow


@dataclass(slots=True)
class Cause:
    """One 失控诱因 with its rows and measures."""

    number: str
    text: str
    rows: list[HazardRow | RelationRow] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)


@dataclass(slots=True)
class Hazard:
    """One 危害因素 at one risk point or step, with its causes and all their measures in order.

    ordinal counts from 1 in the paper's order. row has its names; told its event, outcome and 高后果 where another row
    than that has them.
    """

    ordinal: int
    row: HazardRow | RelationRow
    causes: list[Cause] = field(default_factory=list)
    rows: list[HazardRow | RelationRow] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    told: HazardRow | RelationRow | None = None

    @property
    def unit(self) -> str:
        """评价单元 as written."""
        return self.row.unit

    @property
    def risk_point(self) -> str:
        """风险点 as written."""
        return self.row.risk_point

    @property
    def step(self) -> str:
        """作业步骤/设备 as written."""
        return self.row.step

    @property
    def hazard(self) -> str:
        """危害因素 as written."""
        return self.row.hazard

    @property
    def event(self) -> str:
        """事件 as written."""
        return (self.told or self.row).event

    @property
    def outcome(self) -> str:
        """后果 as written."""
        return (self.told or self.row).outcome

    @property
    def high(self) -> str:
        """高后果: 是, 否 or blank."""
        return getattr(self.told or self.row, "high", "")

    @property
    def label(self) -> str:
        """风险点／步骤／危害因素, for messages."""
        return "／".join(t for t in (self.risk_point, self.step, self.hazard) if named(t))


@dataclass(slots=True)
class Joined:
    """The hazards of a paper, and the rows of a separate 7.3 table that fit none of them or none of their causes.

    strays: rows that go on with a hazard under another name, with the field that differs.
    """

    hazards: list[Hazard]
    strays: list[tuple[Hazard, HazardRow | RelationRow, str]] = field(default_factory=list)
    adrift: list[RelationRow] = field(default_factory=list)
    extra: list[tuple[Hazard, RelationRow]] = field(default_factory=list)


def chains(hazard_rows: list[HazardRow], relation_rows: list[RelationRow]) -> Joined:
    """The hazards of a paper with their causes and measures; a separate 7.3 table gives the measures of 7.2's causes."""
    rows: list[Any] = list(hazard_rows or relation_rows)
    hazards: dict[tuple[str, ...], Hazard] = {}
    found: list[Hazard] = []
    last: Hazard | None = None
    before: tuple[str, ...] = ()
    renamed: dict[int, Hazard] = {}
    for at, row in enumerate(rows):
        words = (row.unit, row.risk_point, row.step, row.hazard, row.event)
        if words == before and last is not None:  # most rows are a further cause or measure
            last.rows.append(row)
            _add_cause(last, row, goes_on=last.ordinal in renamed)
            continue
        before = words
        key = (*map(named, words[:3]), *map(same_text, words[3:]))
        hazard = hazards.get(key)
        if hazard is None and last is not None and _goes_on(last, rows, at):
            hazard = hazards[key] = renamed[last.ordinal] = last
        if hazard is None and last is not None and _unfinished(last.rows[-1], row):
            hazard = hazards[key] = last
            hazard.row = row if not (hazard.risk_point and hazard.hazard) else hazard.row
        if hazard is None:
            hazard = hazards[key] = Hazard(len(found) + 1, row)
            found.append(hazard)
        last = hazard
        hazard.rows.append(row)
        _add_cause(hazard, row, goes_on=hazard.ordinal in renamed)
    joined = Joined(found)
    for hazard in renamed.values():
        joined.strays += _settle(hazard)
    if hazard_rows and relation_rows:
        _join(joined, relation_rows)
    for hazard in found:
        for n, cause in enumerate(hazard.causes, 1):
            number = folded(cause.number) or str(n)
            cause.measures = [
                Measure(f"{hazard.ordinal}-{number}.{k}", r.measure, r)
                for k, r in enumerate(cause.rows, 1)
                if says(r.measure)
            ]
        hazard.measures = [measure for cause in hazard.causes for measure in cause.measures]
    return joined


def _join(joined: Joined, relation_rows: list[RelationRow]) -> None:
    """Give the causes of 7.2 the measures that a separate 7.3 table holds, and note what fits nowhere.

    A hazard whose own sheet has the column of measures keeps its own.
    """
    given: set[int] = set()
    for row in relation_rows:
        fits = [
            h
            for h in joined.hazards
            if _near(row.risk_point, h.risk_point)
            and _near(row.hazard, h.hazard)
            and (_near(row.unit, h.unit) or not named(h.unit))
        ]
        pairs = [(h, c) for h in fits for c in h.causes if _same_cause(c, row)]
        if not fits:
            joined.adrift.append(row)
        elif not pairs:
            joined.extra.append((fits[0], row))
            if not fits[0].row.has("measure"):
                fits[0].causes.append(Cause(row.number, row.cause, [row]))
                given.add(id(fits[0].causes[-1]))
        else:
            hazard, cause = pairs[0]
            if hazard.row.has("measure"):
                continue
            if id(cause) not in given:
                given.add(id(cause))
                cause.rows = []
            cause.rows.append(row)


def _same_cause(cause: Cause, row: RelationRow) -> bool:
    if folded(cause.number) and folded(row.number):
        return folded(cause.number) == folded(row.number)
    return same_text(cause.text) == same_text(row.cause)


def _unfinished(above: Any, row: Any) -> bool:  # noqa: ANN401
    """Whether two neighbouring rows differ only in a required key that one of them lacks: one hazard, a cell forgotten.

    A dash says "none" and is not forgotten.
    """
    pairs = [
        (named(above.unit), named(row.unit)),
        (named(above.step), named(row.step)),
        (same_text(above.event), same_text(row.event)),
    ]
    keys = [(folded(above.risk_point), folded(row.risk_point)), (same_text(above.hazard), same_text(row.hazard))]
    return all(a == b for a, b in pairs) and all(a == b or not a or not b for a, b in keys)


_NAMES = ("unit", "risk_point", "step", "hazard")


def _goes_on(last: Hazard, rows: list[Any], at: int) -> bool:
    """Whether a row under another name goes on with the hazard above: one cell mistyped, here or in the row above.

    No hazard begins without its event and outcome, with the next number of a cause or with a measure of no cause.
    """
    row, above = rows[at], last.rows[-1]
    if not row.has("event") or row.event or row.outcome or not (last.event or last.outcome) or not last.causes:
        return False
    differing = [name for name in _NAMES if same_text(getattr(row, name)) != same_text(getattr(last.row, name))]
    if not differing:
        return True  # back to its name
    if len(differing) > 1 or not getattr(row, differing[0]):
        return False
    if row.number or row.cause:
        number, before = folded(row.number), folded(last.causes[-1].number)
        return number.isdecimal() and before.isdecimal() and int(number) == int(before) + 1
    alone = at + 1 == len(rows) or _named_alike(row, rows[at + 1]) is False
    return bool(row.measure) and (alone or len(last.rows) == 1 or not _named_alike(above, last.rows[-2]))


def _named_alike(row: Any, other: Any) -> bool:  # noqa: ANN401
    return all(getattr(row, name) == getattr(other, name) for name in _NAMES)


def _settle(hazard: Hazard) -> list[tuple[Hazard, HazardRow | RelationRow, str]]:
    """Give a hazard the name that most of its rows have, and list the cells that have another one."""
    counts = Counter(tuple(getattr(row, name) for name in _NAMES) for row in hazard.rows)
    names = counts.most_common(1)[0][0]
    if hazard.told is None:
        hazard.told = hazard.row
    hazard.row = next(row for row in hazard.rows if tuple(getattr(row, name) for name in _NAMES) == names)
    return [
        (hazard, row, name)
        for row in hazard.rows
        for name, right in zip(_NAMES, names, strict=True)
        if getattr(row, name) and same_text(getattr(row, name)) != same_text(right)
    ]


def _near(one: str, other: str) -> bool:
    return not named(one) or same_text(one) == same_text(other)


def _add_cause(hazard: Hazard, row: Any, *, goes_on: bool) -> None:  # noqa: ANN401 — HazardRow or RelationRow
    """Append the row to the current cause, or begin one when the number or the text is another.

    goes_on: below a row of another name a blank number and cause still mean those above.
    """
    if goes_on and not row.cause and not row.number and hazard.causes:
        hazard.causes[-1].rows.append(row)
        return
    if not row.cause and not row.number and not hazard.causes and not row.measure:
        return
    number, text = row.number, row.cause
    last = hazard.causes[-1] if hazard.causes else None
    if (
        last is None
        or (last.number != number and folded(last.number) != folded(number))
        or (last.text != text and same_text(last.text) != same_text(text))
    ):
        last = Cause(number, text)
        hazard.causes.append(last)
    last.rows.append(row)
