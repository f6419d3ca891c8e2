"""hazards: 危害因素描述 (7.2) and 危害因素和风险管控措施关系表 (7.3), one form for each hazard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.annex.block import Block, Cell
from coatxl.standards.coating.annexes.parts import Row, head, place, provenance
from coatxl.standards.coating.dossier import Cause, Dossier, Hazard, named

if TYPE_CHECKING:
    from coatxl.settings import Settings

DESCRIPTION, RELATION = "危害因素描述", "危害因素和风险管控措施关系表"
_NONE = Cause("", "")  # a hazard without causes keeps a blank row, for a person to see


def descriptions(dossier: Dossier, settings: Settings) -> Iterator[Block]:
    """危害因素描述: the causes below the words 失控诱因分析."""
    for hazard in dossier.hazards:
        rows = [*_hazard(hazard, label=1), (head("失控诱因分析", across=4),)]
        for n, cause in enumerate(hazard.causes or [_NONE], 1):
            rows.append((_number(cause.number, n), Cell(cause.text, across=3)))
        yield Block(
            table=DESCRIPTION, title=DESCRIPTION, number="", clause="7.2", widths=(2.2, 6.4, 1.8, 6.2),
            rows=tuple(rows), header_rows=4, provenance=provenance(dossier, settings, hazard.rows),
        )  # fmt: skip


def relations(dossier: Dossier, settings: Settings) -> Iterator[Block]:
    """危害因素和风险管控措施关系表: number and cause are merged over the measures of the cause."""
    for hazard in dossier.hazards:
        # As printed, the head 失控诱因 spans the number and the text.
        rows = [*_hazard(hazard, label=2), (head("失控诱因", across=3), head("风险管控措施", across=2))]
        for n, cause in enumerate(hazard.causes or [_NONE], 1):
            measures = [measure.text for measure in cause.measures] or [""]
            # Where a paper has the relation as a table of its own, the cause reads as written there.
            text = cause.rows[0].cause if cause.rows else cause.text
            lead: Row = (_number(cause.number, n, len(measures)), Cell(text, across=2, down=len(measures)))
            for measure in measures:
                rows.append((*lead, Cell(measure, across=2)))
                lead = ()
        sources = [*hazard.rows, *(measure.row for measure in hazard.measures)]
        yield Block(
            table=RELATION, title=RELATION, number="", clause="7.3", widths=(1.2, 1.4, 4.5, 1.8, 7.7),
            rows=tuple(rows), header_rows=4, provenance=provenance(dossier, settings, sources),
        )  # fmt: skip


def _hazard(hazard: Hazard, *, label: int) -> list[Row]:
    """The three rows above the causes; label: how many columns a label at the left spans."""
    word, name = place(hazard.unit, hazard.risk_point)
    if named(hazard.step):
        name = f"{name}／{hazard.step}"
    return [
        (head(word, across=label), Cell(name, across=3)),
        (head("危害因素", across=label), Cell(hazard.hazard), head("后果"), Cell(hazard.outcome)),
        (head("事件", across=label), Cell(hazard.event, across=3)),
    ]


def _number(number: str, n: int, down: int = 1) -> Cell:
    """The number of a cause: the paper's, else its place."""
    return Cell(number or str(n), align="center", down=down)
