"""The complete example plant merged: with itself, and from two colleagues' units, every sheet comes back row by row."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pytest
from papers import Grids, judge

from coatxl.check import dossier_of
from coatxl.settings import Settings
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.guide import blueprint
from coatxl.standards.coating.identity import content
from coatxl.standards.coating.merge_rows import Part
from coatxl.standards.coating.merging import Merged, merge
from coatxl.standards.coating.plant import plant
from coatxl.standards.coating.tables import (
    TEMPLATE_TABLES,
    ChecklistRow,
    CountermeasureRow,
    ProjectRow,
    UnitRow,
)
from coatxl.tables.layout import Layout
from coatxl.tables.table import Table

FIRST = {page.table: Layout.of(page, 60).first_row for page in blueprint().pages}
MINE = ("涂装单元", "储存单元")


def paper(g: Grids, name: str) -> Dossier:
    return dossier_of(g.book(), name)


def merged(*grids: Grids) -> Merged:
    return merge([Part(n, paper(g, f"{'甲乙'[n]}.xlsx")) for n, g in enumerate(grids)], Settings(), FIRST)


def grids_of(result: Merged) -> Grids:
    g = Grids(plant())
    for table in g.rows:
        if table is not ProjectRow:
            g.rows[table] = [dict(row) for row in result.rows.get(table, [])]
    return g


def said(g: Grids, *, numbers: bool) -> dict[str, list[tuple[str, ...]]]:
    """What every row of every sheet says; numbers: with 序号 and what names measures by theirs."""
    left_out = () if numbers else ("number", "measures")
    read = paper(g, "读.xlsx")
    return {
        table.sheet: [tuple(content(row, name) for name in table.fields if name not in left_out) for row in read.rows(table)]
        for table in TEMPLATE_TABLES
        if table is not ProjectRow
    }  # fmt: skip


def split() -> tuple[Grids, Grids]:
    """Two colleagues' parts: one has the first two units, what has no unit is divided between them; both number alike."""
    whole = paper(Grids(plant()), "原.xlsx")
    parts = Grids(plant()), Grids(plant())
    for table in TEMPLATE_TABLES:
        if table is ProjectRow:
            continue
        rows = [{name: getattr(row, name) or row.invalid(name) for name in table.fields} for row in whole.rows(table)]
        for part, wanted in zip(parts, (True, False), strict=True):
            part.rows[table] = [
                row for n, row in enumerate(rows) if table is UnitRow or belongs(whole, table, row, n < len(rows) // 2) == wanted
            ]  # fmt: skip
    for part in parts:
        renamed(whole, part)
    return parts


def belongs(whole: Dossier, table: type[Table], row: dict[str, Any], first: bool) -> bool:
    if table.sheet in ("重大危险源", "评价方法", "对策措施") or "unit" not in row:
        return first
    return row["unit"] in MINE


def renamed(whole: Dossier, part: Grids) -> None:
    """Let a part name its measures by its own numbers, as a colleague does who counts the hazards from 1."""
    own = {(m.text, h.label): m.number for h in paper(part, "部分.xlsx").hazards for m in h.measures}
    local = {m.number: own.get((m.text, h.label)) for h in whole.hazards for m in h.measures}
    for row in part.rows[ChecklistRow]:
        tokens = [token for token in str(row["measures"] or "").split("、") if token]
        row["measures"] = "、".join(local.get(token) or token for token in tokens)


def told(g: Grids) -> set[tuple[str, str | None, str]]:
    return {(f.rule, f.sheet, f.message) for f in judge(g.book())[0]}


def test_the_plant_merged_with_itself_is_itself() -> None:
    result = merged(Grids(plant()), Grids(plant()))
    assert result.conflicts == []
    assert said(grids_of(result), numbers=True) == said(Grids(plant()), numbers=True)
    assert len(result.provenance) == 2 * sum(map(len, result.rows.values()))
    assert told(grids_of(result)) == told(Grids(plant()))


def test_the_plant_split_by_unit_comes_back_in_every_sheet() -> None:
    one, other = split()
    filled = [table for table in TEMPLATE_TABLES if Grids(plant()).rows.get(table) and table is not ProjectRow]
    assert len(filled) > 20
    assert all(one.rows[table] and other.rows[table] for table in filled)
    result = merged(one, other)
    back, whole = said(grids_of(result), numbers=False), said(Grids(plant()), numbers=False)
    assert {sheet: sorted(rows) for sheet, rows in back.items()} == {
        sheet: sorted(rows) for sheet, rows in whole.items()
    }
    assert [conflict for conflict in result.conflicts if conflict.done != "两行都保留"] == []
    assert told(grids_of(result)) == told(Grids(plant()))


@pytest.mark.parametrize("turned", [False, True])
def test_countermeasures_of_two_parts_stand_under_their_category(*, turned: bool) -> None:
    one, other = Grids(plant()), Grids(plant())
    rows = [dict(row) for row in one.rows[CountermeasureRow]]
    one.rows[CountermeasureRow], other.rows[CountermeasureRow] = rows[::2], rows[1::2]
    kinds = [row["kind"] for row in rows]
    assert len(set(kinds)) > 2
    result = merged(*((other, one) if turned else (one, other)))
    back = [row.kind for row in paper(grids_of(result), "读.xlsx").rows(CountermeasureRow)]
    assert sorted(back) == sorted(kinds)
    assert len([kind for kind, _ in groupby(back)]) == len(set(kinds))
