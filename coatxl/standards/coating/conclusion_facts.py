"""conclusion_facts: what the sheets of a paper say for and against its conclusion, and what must be watched (8.1.2, 11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coatxl.criteria.bands import rank
from coatxl.standards.coating.assessments import Assessment, assess
from coatxl.standards.coating.conclusions import ACCEPTED, CONFORMS, FAILS, REFUSED, overall, unacceptable, unfinished
from coatxl.standards.coating.dossier import Dossier, Hazard
from coatxl.standards.coating.installations import major_units
from coatxl.standards.coating.majors import standing
from coatxl.tables.table import Table

if TYPE_CHECKING:
    from coatxl.settings import Settings

OPEN = ""
"""No conclusion can be drawn yet."""
_SERIOUS = "较大风险"
_MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Fact:
    """One question that decides a conclusion: the rows that answer it with yes, and what they lead to.

    names: what the rows are called. verdict: of the conclusion while there are such rows; OPEN when it is unknown then.
    by_person: no sheet tells what such rows lead to: a person judges, and the verdict is what the person wrote.
    """

    question: str
    rows: tuple[Table, ...]
    names: tuple[str, ...]
    verdict: str
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """A conclusion with its facts: 可接受 or 不可接受, 符合 or 不符合, OPEN where the paper does not tell yet."""

    verdict: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class KeyHazard:
    """A hazard that the enterprise must watch, with the reasons and its gravest assessment; None without a grade."""

    hazard: Hazard
    reasons: tuple[str, ...]
    assessment: Assessment | None


def _judged(facts: Sequence[Fact], good: str, bad: str, *, known: bool) -> Judgement:
    """One bad fact decides; without one, an open fact or no data at all leaves the conclusion open."""
    holding = {fact.verdict for fact in facts if fact.rows}
    verdict = bad if bad in holding else OPEN if OPEN in holding or not known else good
    return Judgement(verdict, tuple(facts))


def risk_judgement(dossier: Dossier, settings: Settings) -> Judgement:
    """Whether the risk is acceptable (8.3.1, 11)."""
    assessed = assess(dossier, settings)
    above = unacceptable(dossier, settings)
    evaluated = {id(hazard) for each in assessed for hazard in each.hazards}
    left = [hazard for hazard in dossier.hazards if id(hazard) not in evaluated]
    ungraded = [each for each in assessed if not each.controlled.grade]
    facts = (
        Fact("控制风险高于可接受等级的危害因素", tuple(e.row for e in above), tuple(e.label for e in above), REFUSED),
        Fact("没有风险评价的危害因素", tuple(h.rows[0] for h in left), tuple(h.label for h in left), OPEN),
        Fact("没有得出风险等级的评价", tuple(e.row for e in ungraded), tuple(e.label for e in ungraded), OPEN),
        *_grave(dossier, settings, "acceptance"),
    )
    return _judged(facts, ACCEPTED, REFUSED, known=bool(assessed))


def conformity_judgement(dossier: Dossier, settings: Settings) -> Judgement:
    """Whether the present state meets the legal conditions (8.2, 10.1, 11)."""
    items = [item for item in dossier.checklist if item.has("conforms")]
    listed = dossier.listed(settings)
    lost = [item for item in items if item.conforms == FAILS and id(item) not in listed]
    unjudged = [item for item in items if not item.conforms]
    left = unfinished(dossier)
    unseen = [row for row in dossier.dangers if not row.recheck and not row.state]
    facts = (
        Fact("没有整改完成的隐患", tuple(left), tuple(row.description for row in left), FAILS),
        Fact("没有列入隐患清单的不符合项", tuple(lost), tuple(item.item for item in lost), FAILS),
        Fact("没有复查结果和整改状态的隐患", tuple(unseen), tuple(row.description for row in unseen), OPEN),
        Fact("没有判定的检查项目", tuple(unjudged), tuple(item.item for item in unjudged), OPEN),
        *_grave(dossier, settings, "conformity"),
    )
    return _judged(facts, CONFORMS, FAILS, known=bool(items))


def _grave(dossier: Dossier, settings: Settings, name: str) -> Iterator[Fact]:
    """Major hazard installations and situations of the decree that stand: no table says what they lead to, a person does."""
    row = overall(dossier)
    said: str = getattr(row, name) if row is not None else OPEN
    units = major_units(dossier, settings)
    yield Fact(
        "构成重大危险源的单元", tuple(u.first for u in units), tuple(u.name for u in units), said, by_person=True
    )
    present = [(each.row, each.situation) for each in standing(dossier, unfinished(dossier)) if each.row is not None]
    rows, names = tuple(verdict for verdict, _ in present), tuple(situation.clause for _, situation in present)
    yield Fact("判定存在、没有整改完成的重大隐患情形", rows, names, said, by_person=True)


def key_hazards(dossier: Dossier, settings: Settings) -> list[KeyHazard]:
    """The hazards to be watched: of high consequence (3.8), above the acceptable grade, or of 较大风险 and more."""
    limit = dossier.acceptable(settings)
    gravest: dict[int, Assessment] = {}
    for each in assess(dossier, settings):
        for hazard in each.hazards:
            known = gravest.get(id(hazard))
            if each.controlled.grade and (known is None or _graver(each, known)):
                gravest[id(hazard)] = each
    found = []
    for hazard in dossier.hazards:
        assessment = gravest.get(id(hazard))
        reasons = ["高后果"] if hazard.high == "是" else []
        if assessment is not None:
            grade = assessment.controlled.grade
            if rank(grade) > rank(limit) or rank(grade) >= rank(_SERIOUS):
                reasons.append(f"控制风险为{grade}")
        if reasons:
            found.append(KeyHazard(hazard, tuple(reasons), assessment))
    return found


def labels(found: Sequence[KeyHazard]) -> str:
    """The hazards with their reasons, as many as a cell can show."""
    shown = "；".join(f"{each.hazard.label}（{'、'.join(each.reasons)}）" for each in found[:_MOST_SHOWN])
    return shown + (f"；等{len(found)}个" if len(found) > _MOST_SHOWN else "")


def _graver(one: Assessment, other: Assessment) -> bool:
    return rank(one.controlled.grade) > rank(other.controlled.grade)
