"""points: 风险点划分 (6.3) and 安全检查表 (8.2), in the standard's forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from coatxl.annex.block import Block, Cell
from coatxl.standards.coating.annexes.parts import Row, body, counted, heads, place, provenance, shown
from coatxl.standards.coating.dossier import Dossier, named
from coatxl.standards.coating.tables import ChecklistRow, RiskPointRow

if TYPE_CHECKING:
    from coatxl.settings import Settings

DIVISION, CHECKLIST = "风险点划分", "安全检查表"
_FAILED, _OPEN = "不符合", "未判定"


def division(dossier: Dossier, settings: Settings) -> Iterator[Block]:
    """风险点划分: a unit is merged over its risk points, a risk point and its number over its steps."""
    points = dossier.risk_points
    if not points:
        return
    rows = [heads("序号", "评价单元", "风险点", "作业步骤/设备")]
    numbered = any(row.number for row in points)
    count = 0
    for _, same_unit in groupby(points, key=lambda r: named(r.unit)):
        unit = list(same_unit)
        lead: Row = (body(unit[0], "unit", "center", down=len(unit)),)
        for _, same_point in groupby(unit, key=lambda r: named(r.risk_point)):
            count += 1
            steps = list(same_point)
            rows.extend(_steps(steps, lead, "" if numbered else str(count)))
            lead = ()
    # 6.3: risk points of one kind may be merged, and the merging must be explained.
    merged = [f"注：“{r.risk_point}”合并了{r.merged}：{r.merge_note}" for r in points if r.merged or r.merge_note]
    yield Block(
        table=DIVISION, title=DIVISION, number="", clause="6.3", widths=(1.6, 4.6, 5.2, 5.2), rows=tuple(rows),
        header_rows=1, provenance=provenance(dossier, settings, points), notes=tuple(merged),
    )  # fmt: skip


def _steps(steps: Sequence[RiskPointRow], lead: Row, number: str) -> Iterator[Row]:
    """The rows of one risk point; lead: its unit's cell, if it is the unit's first; number: "" takes the paper's."""
    size = len(steps)
    together = bool(number) or len({row.number for row in steps}) == 1
    for i, row in enumerate(steps):
        cells: list[Cell] = []
        if i == 0 or not together:
            cells.append(Cell(number or row.number, align="center", down=size if together else 1))
        if i == 0:
            cells.extend((*lead, body(row, "risk_point", "center", down=size)))
        yield (*cells, body(row, "step", "center"))


def checklist(dossier: Dossier, settings: Settings) -> Iterator[Block]:
    """安全检查表: a merged row before the items of each risk point."""
    items = dossier.checklist
    if not items:
        return
    groups: dict[tuple[str, str], list[ChecklistRow]] = {}
    for row in items:
        groups.setdefault((named(row.unit), named(row.risk_point)), []).append(row)
    homes = Counter(point for _, point in groups)
    rows = [heads("序号", "检查项目", "依据", "检查结果", "是否符合")]
    for (unit, point), members in groups.items():
        first = members[0]
        label = "：".join(place(first.unit, first.risk_point))
        # The same name in two units is two risk points.
        label += f"（{first.unit}）" if unit and point and homes[point] > 1 else ""
        rows.append((Cell(label, "group", across=5),))
        rows.extend(map(_item, members))
    counts = Counter(row.conforms or _OPEN for row in items)
    yield Block(
        table=CHECKLIST, title=CHECKLIST, number="", clause="8.2", widths=(1.2, 6.1, 4.3, 3.1, 1.9), rows=tuple(rows),
        header_rows=1, provenance=provenance(dossier, settings, items),
        notes=(counted(counts, (*ChecklistRow.fields["conforms"].choices, _OPEN)),),
    )  # fmt: skip


def _item(row: ChecklistRow) -> Row:
    verdict = shown(row, "conforms")
    return (
        body(row, "number", "center"),
        body(row, "item"),
        body(row, "basis", role="minor"),
        body(row, "observation", role="minor"),
        Cell(verdict, "stress" if verdict == _FAILED else "body", "center"),
    )
