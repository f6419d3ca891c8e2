"""Hidden columns of a sheet: each once, in time that does not grow with how often spans lie over each other."""

from __future__ import annotations

import time

from coatxl.workbook.sheet_xml import scan
from hostile.package import ROW, sheet, table


def hidden(*spans):
    columns = "".join(f'<col min="{first}" max="{last}" hidden="1"/>' for first, last in spans)
    return scan(sheet(table(ROW), before=f"<cols>{columns}</cols>").encode(), "表").hidden_columns


def test_overlapping_nested_and_backward_spans():
    assert hidden((2, 3), (3, 6), (4, 4), (9, 8), (12, 12)) == {1, 2, 3, 4, 5, 11}
    assert hidden((16_380, 99_999_999)) == set(range(16_379, 16_384))
    assert hidden((0, 1), (-5, 2)) == {0, 1}


def test_a_crowd_of_wide_spans_is_read_at_once():
    begun = time.process_time()
    assert hidden(*((16_384 - n, 16_384) for n in range(16_384)), *((1, 16_384),) * 20_000) == set(range(16_384))
    assert time.process_time() - begun < 2  # 16,384² / 2 steps would take longer
