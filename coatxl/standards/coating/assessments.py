"""Assessments: the rows of 风险评价LEC and 风险评价矩阵, recomputed exactly and tied to their hazards (8.3)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from coatxl.criteria import lec, matrix
from coatxl.standards.coating.dossier import Dossier, Hazard, named
from coatxl.standards.coating.tables import LecRow, MatrixRow
from coatxl.tables.column import same_text

if TYPE_CHECKING:
    from coatxl.settings import Settings

State = Literal["graded", "unfinished", "invalid"]


@dataclass(frozen=True, slots=True)
class Result:
    """A recomputed risk: value and grade when graded; else why not, with the fields concerned."""

    state: State
    value: Decimal | None = None
    grade: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """One row of a risk sheet: the controlled risk, the inherent risk (None: not filled in) and its hazards."""

    row: LecRow | MatrixRow
    method: Literal["LEC", "LS"]
    controlled: Result
    inherent: Result | None
    hazards: tuple[Hazard, ...]

    @property
    def label(self) -> str:
        """风险点／步骤／危害因素, for messages."""
        return "／".join(t for t in (self.row.risk_point, self.row.step, self.row.hazard) if named(t))


CONTROLLED = ("likelihood", "exposure", "consequence")
INHERENT = ("inherent_likelihood", "inherent_exposure", "inherent_consequence")
MATRIX = ("likelihood", "consequence")


def assess(dossier: Dossier, settings: Settings) -> list[Assessment]:
    """All assessments of a paper in the order of its sheets, LEC first."""
    return dossier.once("assessments", settings, lambda given: _assess(dossier, given))


def _assess(dossier: Dossier, settings: Settings) -> list[Assessment]:
    found: list[Assessment] = []
    rule = settings.lec.band_rule
    graded: dict[tuple[Decimal | None, ...], Result] = {}  # a paper has few combinations of scores
    for row in dossier.lec:
        scores = row.likelihood, row.exposure, row.consequence
        controlled = graded.get(scores) or _lec(row, CONTROLLED, rule)
        if controlled.state == "graded":
            graded[scores] = controlled
        filled = any(not row.blank(name) for name in INHERENT)
        inherent = _lec(row, INHERENT, rule) if filled else None
        found.append(Assessment(row, "LEC", controlled, inherent, hazards_of(dossier, settings, row)))
    for other in dossier.matrix:
        found.append(Assessment(other, "LS", _matrix(other), None, hazards_of(dossier, settings, other)))
    return found


def hazards_of(dossier: Dossier, settings: Settings, row: LecRow | MatrixRow) -> tuple[Hazard, ...]:
    """The hazards that a row of a risk sheet evaluates: same place, same words."""
    text, step = same_text(row.hazard), named(row.step)
    near = dossier.hazards_near(row, settings) if text else []
    fits = [h for h in near if h.hazard == row.hazard or same_text(h.hazard) == text]
    exact = [h for h in fits if step and step in (named(h.step), named(h.risk_point))]
    return tuple(exact or [h for h in fits if not (step and named(h.step))])


def _inputs(row: LecRow | MatrixRow, names: tuple[str, ...]) -> Result | None:
    """Why the row cannot be graded, None when all inputs are numbers."""
    invalid = tuple(n for n in names if row.invalid(n) is not None)
    if invalid:
        return Result("invalid", fields=invalid)
    blank = tuple(n for n in names if getattr(row, n) is None)
    return Result("unfinished", fields=blank) if blank else None


def _lec(row: LecRow, names: tuple[str, ...], rule: str) -> Result:
    short = _inputs(row, names)
    if short is not None:
        return short
    values = [getattr(row, n) for n in names]
    scales = (lec.SCALE_L, lec.SCALE_E, lec.SCALE_C)
    unlisted = tuple(n for n, v, s in zip(names, values, scales, strict=True) if s.find(v) is None)
    if unlisted:
        return Result("invalid", fields=unlisted)
    value = lec.d_value(*values)
    return Result("graded", value, lec.grade(value, rule))


def _matrix(row: MatrixRow) -> Result:
    short = _inputs(row, MATRIX)
    if short is not None:
        return short
    scales = (matrix.SCALE_L, matrix.SCALE_S)
    unlisted = tuple(n for n, s in zip(MATRIX, scales, strict=True) if s.find(getattr(row, n)) is None)
    if unlisted:
        return Result("invalid", fields=unlisted)
    value = matrix.r_value(row.likelihood, row.consequence)
    return Result("graded", value, matrix.grade(value))
