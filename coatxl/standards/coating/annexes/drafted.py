"""drafted: 对策措施 and 评价结论 drafted from the sheets of a paper (9.1, 11), in the columns of the paper's own sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coatxl.annex.block import Block, Cell, Role
from coatxl.standards.coating.annexes.parts import heads, provenance
from coatxl.standards.coating.conclusion_draft import conclusion_draft
from coatxl.standards.coating.conclusions import FAILS, REFUSED
from coatxl.standards.coating.countermeasure_draft import Drafted, countermeasure_draft
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.tables import ConclusionRow, CountermeasureRow
from coatxl.tables.table import Table

if TYPE_CHECKING:
    from coatxl.settings import Settings

COUNTERMEASURES, CONCLUSION = "对策措施（草稿）", "评价结论（草稿）"
# In the order of the paper's columns, so that rows can be copied over; widths in cm.
_WIDTHS: dict[type[Table], tuple[float, ...]] = {
    CountermeasureRow: (1.0, 2.6, 6.3, 2.0, 2.6, 2.6, 1.6, 1.6, 1.3, 1.9, 1.8),
    ConclusionRow: (1.0, 3.6, 12.2, 2.2, 2.4, 3.9),
}
_MAIN = ("measure", "text")
_NOTES = {
    CountermeasureRow: "注：由底稿各表得出的草稿，评价人员核对、补充后写入底稿“对策措施”表；各列与该表相同，可整行复制。",
    ConclusionRow: "注：由底稿各表得出的草稿，评价人员核对后写入底稿“评价结论”表；两项结论空着的，底稿还不足以得出，见“结论核对”。",
}


def drafts(dossier: Dossier, settings: Settings) -> Iterator[Block]:
    """The two drafts as tables, every row with its source."""
    yield _block(COUNTERMEASURES, CountermeasureRow, countermeasure_draft(dossier, settings), dossier, settings)
    yield _block(CONCLUSION, ConclusionRow, conclusion_draft(dossier, settings), dossier, settings)


def _block(name: str, table: type[Table], rows: Sequence[Drafted], dossier: Dossier, settings: Settings) -> Block:
    fields = table.fields
    sources = list({id(row): row for drafted in rows for row in drafted.rows}.values())
    body = [tuple(_cell(field, drafted.values.get(field, "")) for field in fields) for drafted in rows]
    return Block(
        table=name, title=f"{table.title}（草稿）", number="", clause=table.clause, widths=_WIDTHS[table],
        rows=(heads(*(each.column.header for each in fields.values())), *body), header_rows=1,
        provenance=provenance(dossier, settings, sources), notes=(_NOTES[table],),
    )  # fmt: skip


def _cell(field: str, value: str) -> Cell:
    role: Role = "stress" if value in (REFUSED, FAILS) else "body" if field in _MAIN else "minor"
    centred = field in ("number", "timing", "owner", "involved", "acceptance", "conformity")
    return Cell(value, role, "center" if centred else "left")
