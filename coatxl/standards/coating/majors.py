"""Major hidden dangers of one paper (令第10号, 8.2.4): what its rows may be, and the verdict on every situation."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, cast

from coatxl.standards.coating.chains import named
from coatxl.standards.coating.order10 import BY_CLAUSE, SITUATIONS, Situation, candidates, cited
from coatxl.standards.coating.tables import ChecklistRow, HiddenDangerRow, MajorVerdictRow
from coatxl.tables.column import folded

if TYPE_CHECKING:
    from coatxl.settings import Settings
    from coatxl.standards.coating.dossier import Dossier

MAJOR = "重大隐患"
NOT_JUDGED: Final = "未评"
Verdict = Literal["存在", "不存在", "不涉及", "未评"]


@dataclass(frozen=True, slots=True)
class Screened:
    """One row that says what is wrong, and the situations that it may be: cited in its basis, or told by its words."""

    row: HiddenDangerRow | ChecklistRow
    text: str
    cited: tuple[Situation, ...]
    likely: tuple[Situation, ...]

    @property
    def situations(self) -> tuple[Situation, ...]:
        """What is cited, then what is likely."""
        return tuple(dict.fromkeys((*self.cited, *self.likely)))

    @property
    def is_major(self) -> bool:
        """Whether the paper calls it major already."""
        return isinstance(self.row, HiddenDangerRow) and self.row.level == MAJOR


@dataclass(frozen=True, slots=True)
class Judged:
    """One situation, the row of the paper with its verdict (None: it has none), and the rows that may be it."""

    situation: Situation
    row: MajorVerdictRow | None
    rows: tuple[Screened, ...]

    @property
    def verdict(self) -> Verdict:
        """The recorded verdict; one without a name and a day is none yet."""
        return NOT_JUDGED if self.row is None else recorded(self.row)


def recorded(row: MajorVerdictRow) -> Verdict:
    """The verdict of a row; 未评 where it is blank, or without a name or a day."""
    signed = row.verdict and named(row.person) and row.day is not None
    return cast("Verdict", row.verdict) if signed else NOT_JUDGED


def screened(paper: Dossier) -> list[Screened]:
    """The rows of 隐患清单 and the 不符合 items; those that match no situation come first, they need a person's eye."""
    found = [_screen(row, row.description, row.basis) for row in paper.dangers if named(row.description)]
    found += [
        _screen(item, f"{item.item}\n{item.observation}", item.basis)
        for item in paper.checklist
        if item.conforms == "不符合"
    ]
    return sorted(found, key=lambda each: bool(each.situations))


def _screen(row: HiddenDangerRow | ChecklistRow, text: str, basis: str) -> Screened:
    item = isinstance(row, ChecklistRow)
    sure = tuple(BY_CLAUSE[clause] for clause in cited(basis))
    return Screened(row, text.strip(), sure, candidates(text, failed=item))


def verdict_rows(paper: Dossier) -> dict[Situation, MajorVerdictRow]:
    """The row of each situation of the decree, found by its clause; the first of several."""
    rows: dict[Situation, MajorVerdictRow] = {}
    for row in paper.rows(MajorVerdictRow):
        situation = BY_CLAUSE.get(folded(row.provision))
        if situation is not None:
            rows.setdefault(situation, row)
    return rows


def judged(paper: Dossier) -> list[Judged]:
    """Every situation of the decree in its order."""
    rows, all_rows = verdict_rows(paper), screened(paper)
    return [
        Judged(each, rows.get(each), tuple(row for row in all_rows if each in row.situations)) for each in SITUATIONS
    ]


def standing(paper: Dossier, unfinished: Collection[HiddenDangerRow]) -> list[Judged]:
    """The situations judged 存在 whose hidden dangers are not all rectified; one without any stands as well."""
    found = []
    for each in judged(paper):
        if each.row is None or each.row.verdict != "存在":
            continue
        number = named(each.row.danger)
        rows: list[object] = [r for r in paper.dangers if number and folded(r.number) == number]
        rows = rows or [screened_row.row for screened_row in each.rows if screened_row.is_major]
        if not rows or any(row is left for row in rows for left in unfinished):
            found.append(each)
    return found


def doubtful(paper: Dossier) -> Iterator[tuple[Screened, tuple[Situation, ...]]]:
    """Rows that may be major and are not called so, with the situations that nobody has given a verdict on."""
    answered = {each.situation for each in judged(paper) if each.verdict != NOT_JUDGED}
    for each in screened(paper):
        if each.is_major:
            continue
        open_ones = tuple(s for s in each.situations if s not in answered)
        if open_ones:
            yield each, open_ones


def downgraded(paper: Dossier, settings: Settings) -> Iterator[tuple[Screened, tuple[Situation, ...], bool]]:
    """Rows not called major although situations with a verdict speak for it, and whether their basis cites these.

    By words only hidden dangers, where the verdict is no 存在 and its 现场情况 does not answer them: an item that does
    not conform must be listed first (CX8.2-10), and is judged by the hidden danger that stands for it.
    """
    answers = {each.situation: each for each in judged(paper) if each.verdict != NOT_JUDGED}
    denied = {situation for situation, each in answers.items() if each.verdict != "存在"}
    settled = {id(item) for row in paper.dangers for item in paper.items_of(row, settings)}
    for each in screened(paper):
        if each.is_major or id(each.row) in settled:
            continue
        sure = tuple(s for s in each.cited if s in answers)
        words = each.likely if isinstance(each.row, HiddenDangerRow) else ()
        likely = tuple(s for s in words if s in denied and not _answers(answers[s].row, each.row))
        if sure or likely:
            yield each, sure or likely, bool(sure)


def _answers(verdict: MajorVerdictRow | None, row: HiddenDangerRow | ChecklistRow) -> bool:
    """Whether 现场情况 of a verdict speaks of a hidden danger: by its number, or by its words where it has none."""
    said, number = folded(verdict.evidence) if verdict is not None else "", folded(row.number)
    if number:
        return re.search(rf"隐患(?:清单)?(?:序号|编号|第)?{re.escape(number)}(?!\d)", said) is not None
    return isinstance(row, HiddenDangerRow) and folded(row.description) in said
