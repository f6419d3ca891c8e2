"""Provenance: which rows of which sheets a paper gave, and under which settings it was judged, as every table tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coatxl.annex.block import spans
from coatxl.standards.coating.standard import settings_lines

if TYPE_CHECKING:
    from coatxl.settings import Settings
    from coatxl.standards.coating.dossier import Dossier


def rows_words(paper: Dossier) -> str:
    """The rows that were read, sheet by sheet: “安全检查表”第5～33行."""
    places: dict[str, list[int]] = {}
    for rows in paper.reading.rows.values():
        for row in rows:
            places.setdefault(row.source.sheet.name, []).append(row.row_number)
    return "；".join(f"“{sheet}”第{spans(found)}行" for sheet, found in places.items())


def settings_words(paper: Dossier, settings: Settings) -> str:
    """The settings that decide what a table says."""
    return "；".join(f"{name.zh}：{value.zh}" for name, value in settings_lines(paper, settings))
