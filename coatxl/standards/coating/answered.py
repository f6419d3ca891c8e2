"""answered: which of what a clause lists the rows of a sheet leave unanswered, each told at one cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal

from coatxl.standards.coating.dossier import named
from coatxl.standards.coating.listed import Item, header, rows_of
from coatxl.tables.column import same_text

if TYPE_CHECKING:
    from coatxl.rules import Origin
    from coatxl.tables.table import Table

Gap = Literal["missing", "nameless", "blank", "unreasoned"]
NOT_INVOLVED = "不涉及"
_WORDS = frozenset({NOT_INVOLVED, "不适用"})


def unnamed(
    rows: Sequence[Table], field: str, found: Mapping[Item, Sequence[Table]]
) -> Iterator[tuple[Item | None, Origin]]:
    """Each item that no row names, with the cell to tell it at: a name that was left blank, else the header.

    Then (None, cell) for each further blank name, whose row belongs to no item.
    """
    blanks = [row.at(field) for row in rows if row.has(field) and row.blank(field)]
    lacking = [item for item, mine in found.items() if not mine]
    for item, place in zip_longest(lacking, blanks):
        yield item, place or header(rows, field)


def says(row: Table, field: str) -> bool:
    """Whether a cell holds an answer: a text that is no dash, a picture, or a value that is told by itself."""
    value: object = getattr(row, field)
    filled = bool(named(value)) if isinstance(value, str) else value is not None
    return filled or row.picture(field) or row.invalid(field) is not None


def left_out(row: Any, content: str) -> bool:  # noqa: ANN401 — a row of any table with the field involved
    """Whether a row says that its category does not apply."""
    return row.involved == NOT_INVOLVED or same_text(getattr(row, content)) in _WORDS


def category_gaps(
    rows: Sequence[Any], items: Sequence[Item], content: str
) -> Iterator[tuple[Item | None, Gap, Origin]]:
    """What a table with kind, involved and note lacks: each category once, then rows begun without the content.

    A category is answered by a row with the content, or by one marked 不涉及 with its reason in 说明.
    """
    found = rows_of(items, rows, "kind")
    for item, place in unnamed(rows, "kind", found):
        yield item, "missing" if item else "nameless", place
    for item, mine in found.items():
        out = [row for row in mine if left_out(row, content)]
        blank = [row for row in mine if not left_out(row, content) and not says(row, content)]
        if len(out) + len(blank) < len(mine) or any(says(row, "note") for row in out):
            begun = [row for row in blank if any(says(row, name) for name in _beside(row, content))]
            yield from ((item, "blank", row.at(content)) for row in begun)
        elif out:
            yield item, "unreasoned", out[0].at("note")
        elif blank:
            yield item, "blank", blank[0].at(content)


def _beside(row: Table, content: str) -> list[str]:
    """The fields that only a person fills in: the template prefills the number and the category."""
    return [name for name in row.fields if name not in ("number", "kind", content)]
