"""growing_rows: sheets whose rows have a height from the start and still grow with what is typed into them.

XlsxWriter marks every height that is set as one set by hand, and such a row keeps it: a long text is cut. Without the
mark the height counts as one that Excel itself has fitted, so that it is fitted anew when a cell of the row is edited.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_BY_HAND = "customHeight"


@cache
def growing_sheet() -> type[Worksheet]:
    """Return the class of such sheets, for XlsxWriter's add_worksheet."""
    from xlsxwriter.worksheet import Worksheet

    class Growing(Worksheet):
        """Rows from grows_from (0-based) on keep their heights without the mark; None: no row does."""

        grows_from: int | None = None

        def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, Any]] | None = None) -> None:
            if tag == "row" and attributes and self.grows_from is not None and attributes[0][1] > self.grows_from:
                attributes = [(name, value) for name, value in attributes if name != _BY_HAND]
            super()._xml_start_tag_unencoded(tag, attributes)

    return Growing


def let_rows_grow(worksheet: Worksheet, first_row: int) -> None:
    """Let the rows of a growing_sheet from this one (0-based) on be fitted to what is typed."""
    growing: Any = worksheet
    growing.grows_from = first_row
