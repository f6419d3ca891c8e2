"""given: what the template writes into a sheet beforehand, and whether a person has begun to fill it in.

A sheet that holds nothing but the standard's own lists is not wrong, it is not begun: its rules are not run, and say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from coatxl.standards.coating.pages import closing, majors, preparation
from coatxl.standards.coating.pages.core import UNITS
from coatxl.standards.coating.tables import UnitRow
from coatxl.tables.column import folded

if TYPE_CHECKING:
    from coatxl.tables.table import Table

Words = frozenset[tuple[str, str]]


@cache
def _given() -> dict[type[Table], frozenset[Words]]:
    pages = (*preparation.PAGES, *majors.PAGES, *closing.PAGES)
    rows: dict[type[Table], tuple[Mapping[str, str], ...]] = {UnitRow: UNITS}
    rows.update((page.table, page.rows) for page in pages if page.rows)
    return {
        table: frozenset(frozenset((name, folded(text)) for name, text in row.items()) for row in given)
        for table, given in rows.items()
    }


def untouched(table: type[Table], rows: Iterable[Table]) -> bool:
    """Whether every row is one that the template gives, and nothing was written beside it."""
    known = _given().get(table)
    return known is not None and all(_words(row) in known for row in rows)


def _words(row: Table) -> Words:
    filled = (name for name, each in row.fields.items() if not each.column.computed and not row.blank(name))
    return frozenset((name, folded(row.invalid(name) or str(getattr(row, name)))) for name in filled)
