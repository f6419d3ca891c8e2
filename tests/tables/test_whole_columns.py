"""Filled columns made as a whole (as_above) give what filling row by row gives, whatever is blank, merged or repeated."""

from __future__ import annotations

import random

import pytest
from stranger_sheets import CHECKLIST, HAZARD, sheet

from coatxl.standards.coating.tables import ChecklistRow, HazardRow
from coatxl.tables import as_above
from coatxl.tables.as_above import Filled
from coatxl.tables.data_rows import data_rows
from coatxl.tables.header import Located
from coatxl.tables.locate import locate
from coatxl.tables.merged_down import MergedDown
from coatxl.tables.table import Table
from coatxl.workbook.book import Merge, Sheet

NAMES = ("甲", "乙", "乙 ", "甲甲")


def made(seed: int) -> tuple[Sheet, type[Table]]:
    """A sheet whose filled columns hold few names, blanks and merged cells, some of them odd."""
    chance = random.Random(seed)
    table, name, header = chance.choice(
        [(HazardRow, "危害因素描述", list(HAZARD)), (ChecklistRow, "安全检查表", list(CHECKLIST))]
    )
    blanks = chance.choice([0.2, 0.6, 0.9])
    rows = []
    for _ in range(chance.randint(1, 14)):
        row: list[object] = [None if chance.random() < blanks else chance.choice(NAMES) for _ in header]
        row[-1] = None if chance.random() < 0.3 else "每班点检"
        row[chance.randrange(len(row))] = chance.choice([" ", None, 3.0])
        rows.append(row)
    one = sheet(name, header, *rows)
    for _ in range(chance.choice([0, 3, 8])):
        top, left = chance.randrange(1, len(rows) + 1), chance.randrange(len(header))
        bottom = min(len(rows), top + chance.randint(1, 4))
        one.merges.append(Merge(top, left, bottom, left))
        if chance.random() < 0.9:  # what stands below the first cell of a merged one is blank, but for odd files
            for r in range(top + 1, bottom + 1):
                one.rows[r][left] = None
    return one, table


def both_ways(one: Sheet, area: Located, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Filled], list[Filled], bool]:
    """The columns as a whole and row by row, and whether the first way was open at all."""
    fields = sorted((f for f in area.table.fields.values() if f.column.fill_down), key=lambda f: f.column.fill_down)
    merged = MergedDown(one, area, {area.columns[f.name] for f in fields if f.name in area.columns})
    rows = data_rows(one, area, merged)
    by_row = as_above._row_by_row(one, area, fields, rows, merged)
    asked: list[int] = []
    monkeypatch.setattr(as_above, "_row_by_row", lambda *_: asked.append(1) or by_row)
    return as_above.as_above(one, area, fields, rows, merged), by_row, not asked


@pytest.mark.parametrize("block", range(20))
def test_whole_columns_and_rows_agree(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = 0
    for seed in range(block * 100, block * 100 + 100):
        one, table = made(seed)
        areas = locate(one, (table,))
        assert [area.table for area in areas] == [table]
        with monkeypatch.context() as patch:
            first, second, was_whole = both_ways(one, areas[0], patch)
        whole += was_whole
        assert [(each.values, each.rows) for each in first] == [(each.values, each.rows) for each in second], seed
    assert whole > 30, "most of the sheets must go the quick way, or nothing is compared"


def test_an_odd_merge_is_filled_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    one = sheet(
        "危害因素描述",
        HAZARD,
        *[["调漆间", None, None, "机械伤害", None, None, n, "未停机", "停机", None] for n in (1, 2, 3)],
    )
    one.merges.append(Merge(1, 3, 3, 3))  # all three of its cells hold a value
    (area,) = locate(one, (HazardRow,))
    _, _, was_whole = both_ways(one, area, monkeypatch)
    assert not was_whole
