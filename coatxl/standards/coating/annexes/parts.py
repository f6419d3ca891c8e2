"""parts: what the annex tables are put together from: a paper's fields as cells, and their provenance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from coatxl import __version__
from coatxl.annex.block import Align, Cell, Provenance, Role, Source
from coatxl.standards.coating.dossier import Dossier, named
from coatxl.standards.coating.standard import TITLE, settings_lines
from coatxl.tables.table import Table

if TYPE_CHECKING:
    from collections import Counter

    from coatxl.settings import Settings

Row = tuple[Cell, ...]


def head(text: str, *, across: int = 1) -> Cell:
    """A column head or a label."""
    return Cell(text, "header", "center", across)


def heads(*texts: str) -> Row:
    """Column heads side by side."""
    return tuple(head(text) for text in texts)


def shown(row: Table, name: str) -> str:
    """A field as the paper shows it, also when it is no value of the column's type."""
    bad = row.invalid(name)
    if bad is not None:
        return bad
    value: object = getattr(row, name)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def written_out(day: date) -> str:
    """A date as a formal text has it."""
    return f"{day.year}年{day.month}月{day.day}日"


def body(row: Table, name: str, align: Align = "left", *, role: Role = "body", down: int = 1) -> Cell:
    """A field of the paper as a cell."""
    return Cell(shown(row, name), role, align, down=down)


def place(unit: str, risk_point: str) -> tuple[str, str]:
    """The label and the name of what is evaluated: the risk point, or a unit that is not divided (7.1)."""
    return ("风险点", risk_point) if named(risk_point) else ("评价单元", unit)


def counted(counts: Counter[str], words: Sequence[str]) -> str:
    """The note that says how many rows a table has, and how many of each word."""
    parts = "，".join(f"{word}{counts[word]}项" for word in words if counts[word])
    return f"注：共{counts.total()}项：{parts}。"


def provenance(dossier: Dossier, settings: Settings, rows: Sequence[Table]) -> Provenance:
    """The file, sheets, rows and settings of a table's facts."""
    places: dict[str, set[int]] = {}
    for row in rows:
        places.setdefault(row.source.sheet.name, set()).add(row.row_number)
    sources = tuple(Source(dossier.file, sheet, frozenset(found), dossier.sha256) for sheet, found in places.items())
    lines = tuple(f"{name.zh}：{value.zh}" for name, value in settings_lines(dossier, settings))
    return Provenance(sources, TITLE, lines, f"coatxl {__version__}")
