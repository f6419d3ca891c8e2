"""whole_sheets: the sheets of clauses 4 to 12 that go into the report as they are, one table each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coatxl.annex.block import LANDSCAPE_CM, PORTRAIT_CM, Align, Block, Cell
from coatxl.standards.coating.annexes.parts import Row, head, provenance, shown
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.majors import recorded
from coatxl.standards.coating.tables import (
    AnnexListRow,
    BuildingRow,
    ChecklistRow,
    ChemicalRow,
    ConclusionRow,
    CountermeasureRow,
    MajorVerdictRow,
    MaterialRow,
    MethodRow,
    ScopeRow,
    SurveyRow,
    TeamRow,
    UnitRow,
    VerificationRow,
)

if TYPE_CHECKING:
    from coatxl.settings import Settings
    from coatxl.tables.table import Table

_NUMBER_CM, _LEAST_CM = 1.1, 1.3
# Up to so many of Excel's units a table stands on an upright page.
_UPRIGHT = 105
_CATALOGUES = (
    "highly_toxic", "high_toxicity", "key_supervised", "drug_precursor", "explosive_precursor", "controlled",
    "special_control",
)  # fmt: skip
CATALOGUES = "列入的目录"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sheet and the fields of it that the report shows, in their order."""

    table: type[Table]
    fields: tuple[str, ...]


SHEETS = (
    Chosen(TeamRow, ("person", "duty", "discipline", "certificate", "verified")),
    Chosen(ScopeRow, ("kind", "item", "content", "include", "points", "reason")),
    Chosen(MaterialRow, ("kind", "name", "code", "state", "supplier", "note")),
    Chosen(SurveyRow, ("kind", "item", "content", "points", "note")),
    Chosen(BuildingRow, ("building", "purpose", "structure", "fire_class", "resistance", "storeys", "height", "distance",
                         "passage", "exits", "acceptance")),
    Chosen(UnitRow, ("unit", "kind", "divided", "note")),
    Chosen(ChemicalRow, ("name", "use", "state", "cas", "hazardous", "catalogue_number", "hazard_class", "flash_point",
                         "fire_class", CATALOGUES, "sds", "held_in")),
    Chosen(MethodRow, ("unit", "method", "reason", "limits", "deviation", "criterion", "criterion_source", "acceptance")),
    Chosen(MajorVerdictRow, ("provision", "situation", "verdict", "evidence", "danger", "person", "day")),
    Chosen(CountermeasureRow, ("kind", "measure", "risk_point", "subject", "basis", "timing", "owner")),
    Chosen(VerificationRow, ("item", "scope", "conclusion", "handling", "person", "day")),
    Chosen(ConclusionRow, ("item", "text", "acceptance", "conformity")),
    Chosen(AnnexListRow, ("kind", "name", "copies", "involved", "note")),
)  # fmt: skip


def whole_sheets(dossier: Dossier, settings: Settings) -> Iterator[Block]:
    """A table for each sheet that a person has begun to fill in."""
    for chosen in SHEETS:
        if dossier.begun(chosen.table) or _unjudged(chosen.table, dossier):
            yield _block(chosen, dossier, settings)


def _unjudged(table: type[Table], dossier: Dossier) -> bool:
    """Whether it is the untouched sheet of verdicts of a paper in work: the report says 未评, it does not leave it out."""
    return table is MajorVerdictRow and bool(dossier.rows(table)) and dossier.begun(ChecklistRow)


def _block(chosen: Chosen, dossier: Dossier, settings: Settings) -> Block:
    table, rows = chosen.table, dossier.rows(chosen.table)
    heads = [_head(table, name) for name in chosen.fields]
    body: list[Row] = [
        (
            Cell(str(number), align="center"),
            *(Cell(_text(row, name), align=_align(table, name)) for name in chosen.fields),
        )
        for number, row in enumerate(rows, 1)
    ]
    wanted = [_width(table, name) for name in chosen.fields]
    page = PORTRAIT_CM if sum(wanted) <= _UPRIGHT else LANDSCAPE_CM
    return Block(
        table=table.title, title=table.title, number="", clause=table.clause, widths=_fitted(wanted, page),
        rows=((head("序号"), *map(head, heads)), *body), header_rows=1, provenance=provenance(dossier, settings, rows),
    )  # fmt: skip


def _fitted(wanted: list[float], page: float) -> tuple[float, ...]:
    """Widths in cm that fill the page: each column by its width in Excel, and none too narrow to read."""
    room = page - _NUMBER_CM
    scale = room / sum(wanted)
    narrow = [width * scale < _LEAST_CM for width in wanted]
    rest = room - _LEAST_CM * sum(narrow)
    wide = sum(width for width, small in zip(wanted, narrow, strict=True) if not small)
    return (
        _NUMBER_CM,
        *(_LEAST_CM if small else width * rest / wide for width, small in zip(wanted, narrow, strict=True)),
    )


def _head(table: type[Table], name: str) -> str:
    return CATALOGUES if name == CATALOGUES else table.fields[name].column.header


def _width(table: type[Table], name: str) -> float:
    return 20.0 if name == CATALOGUES else table.fields[name].column.width


def _align(table: type[Table], name: str) -> Align:
    return "left" if name == CATALOGUES else table.fields[name].column.align


def _text(row: Table, name: str) -> str:
    if isinstance(row, MajorVerdictRow) and name == "verdict":
        return recorded(row)
    if name != CATALOGUES:
        return shown(row, name)
    listed = [row.fields[each].column.header for each in _CATALOGUES if shown(row, each) == "是"]
    return "、".join(listed) or "无"
