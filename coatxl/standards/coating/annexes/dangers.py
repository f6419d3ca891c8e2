"""dangers: 隐患清单, what fails, how it is put right and how far that is (8.2.4, 10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from coatxl.annex.block import Align, Block, Cell, Role
from coatxl.standards.coating.annexes.parts import Row, body, counted, heads, provenance
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.tables import HiddenDangerRow

if TYPE_CHECKING:
    from coatxl.settings import Settings

DANGERS = "隐患清单"
WORST, UNGRADED = "重大隐患", "未定级"
# The columns that fit on a page, with their widths in cm; the working paper holds the others.
_COLUMNS: tuple[tuple[str, float, Align, Role], ...] = (
    ("number", 1.1, "center", "body"),
    ("unit", 1.8, "left", "minor"),
    ("risk_point", 2.1, "left", "minor"),
    ("description", 3.4, "left", "body"),
    ("issue", 1.85, "center", "minor"),
    ("basis", 2.7, "left", "minor"),
    ("level", 1.85, "center", "minor"),
    ("suggestion", 3.2, "left", "body"),
    ("owner", 1.5, "center", "minor"),
    ("deadline", 2.1, "center", "minor"),
    ("state", 1.85, "center", "minor"),
    ("recheck", 1.85, "center", "minor"),
)


def dangers(dossier: Dossier, settings: Settings) -> Iterator[Block]:
    """隐患清单 as a table of the report; 重大隐患 stands out also in a black-and-white print."""
    found = dossier.dangers
    if not found:
        return
    rows = [heads(*(HiddenDangerRow.fields[name].column.header for name, *_ in _COLUMNS))]
    rows.extend(_row(row, n) for n, row in enumerate(found, 1))
    counts = Counter(row.level or UNGRADED for row in found)
    yield Block(
        table=DANGERS, title=HiddenDangerRow.title, number="", clause="8.2.4、10",
        widths=tuple(width for _, width, *_ in _COLUMNS), rows=tuple(rows), header_rows=1,
        provenance=provenance(dossier, settings, found),
        notes=(counted(counts, (WORST, *(w for w in HiddenDangerRow.fields["level"].choices if w != WORST), UNGRADED)),),
    )  # fmt: skip


def _row(row: HiddenDangerRow, n: int) -> Row:
    cells = [body(row, name, align, role=role) for name, _, align, role in _COLUMNS]
    if not cells[0].text:
        cells[0] = Cell(str(n), align="center")
    return tuple(replace(cell, role="stress") if cell.text == WORST else cell for cell in cells)
