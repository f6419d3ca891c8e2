"""The hidden dangers of one paper for the consolidated list: 隐患清单, then the 不符合 items that it lacks (8.2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coatxl.reports.dangers import DangerColumn, DangerLine, DangerSource
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.provenance import rows_words, settings_words
from coatxl.standards.coating.tables import HiddenDangerRow
from coatxl.standards.coating.tables.dangers import STATES

if TYPE_CHECKING:
    from coatxl.settings import Settings

# Photos stay in the paper; 来源 becomes the link to the cell.
_LEFT_OUT = frozenset({"photo_before", "photo_after", "origin"})
COLUMNS = tuple(
    DangerColumn(name, each.column.header, each.column.width, each.column.align)
    for name, each in HiddenDangerRow.fields.items()
    if name not in _LEFT_OUT
)


def danger_source(paper: Dossier, settings: Settings, *, path: str) -> DangerSource:
    """The paper as a source of lines; a paper without 企业名称 goes by its file."""
    enterprise = paper.project.enterprise or paper.file
    words = rows_words(paper), settings_words(paper, settings)
    return DangerSource(enterprise, paper.file, paper.sha256, paper.evaluation_date(settings), path, *words)


def danger_lines(paper: Dossier, settings: Settings, source: DangerSource) -> list[DangerLine]:
    """One line for each row of 隐患清单 and for each 不符合 item without one, in the paper's order."""
    lines: list[DangerLine] = []
    listed = paper.listed(settings)
    for row in paper.dangers:
        values = {name: getattr(row, name) for name in HiddenDangerRow.fields if name not in _LEFT_OUT}
        origin = row.here("description")
        lines.append(DangerLine(source, origin.sheet, origin.cell, values))
    for item in paper.checklist:
        if item.conforms != "不符合" or id(item) in listed:
            continue
        unit = item.unit or paper.unit_name(item)
        values = {
            "number": str(len(lines) + 1), "unit": unit, "risk_point": item.risk_point,
            "description": f"{item.item.rstrip('。')}：{item.observation or '不符合'}", "basis": item.basis,
            "suggestion": item.suggestion, "state": STATES[0],
        }  # fmt: skip
        origin = item.here("item")
        lines.append(DangerLine(source, origin.sheet, origin.cell, values))
    return lines
