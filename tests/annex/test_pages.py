from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coatxl.annex.block import Block, Cell, Provenance
from coatxl.annex.pages import capacity, heights, pages, units
from coatxl.workbook.style import LEAST_HEIGHT

NOWHERE = Provenance((), "某标准", (), "coatxl 1")


def block(rows, widths=(2.0, 6.0)):
    head = (Cell("甲", "header"), Cell("乙", "header"))
    return Block("表", "表", "表 A.1", "7.3", widths, (head, *rows), 1, NOWHERE)


def causes(sizes):
    """A cause over so many measures for each size, as in 7.3."""
    return [
        (*((Cell(str(n), down=size),) if k == 0 else ()), Cell(f"{n}.{k}"))
        for n, size in enumerate(sizes)
        for k in range(size)
    ]


@given(st.lists(st.integers(1, 4), min_size=1, max_size=120), st.floats(20, 90), st.floats(0, 400), st.floats(20, 200))
def test_pages_hold_every_row_once_and_no_cause_is_parted(sizes, height, used, again):
    made = block(causes(sizes))
    tall = [height] * len(made.rows)
    found = list(pages(made, tall, used, again))
    assert found[0][0] == 1
    assert found[-1][1] == len(made.rows)
    assert all(end == begin for (_, end), (begin, _) in itertools.pairwise(found))
    assert all(begin in made.stops for begin, _ in found)
    room = capacity(made)
    above = [used] + [again] * len(found)
    for (begin, end), taken in zip(found, above, strict=False):
        one = sum(begin <= stop < end for stop in made.stops) == 1  # a single cause may be higher than the page
        assert one or taken + sum(tall[begin:end]) <= room


def test_page_is_filled_before_the_next_begins():
    made = block(causes([1] * 100))
    first, second, *_ = pages(made, [30.0] * 101, 50.0, 20.0)
    room = capacity(made)
    assert 50 + 30 * (first[1] - first[0]) <= room < 50 + 30 * (first[1] - first[0] + 1)
    assert 20 + 30 * (second[1] - second[0]) <= room < 20 + 30 * (second[1] - second[0] + 1)


def test_long_text_makes_its_row_high_and_leaves_the_others():
    tall = heights(block([(Cell("1"), Cell("短")), (Cell("2"), Cell("很长的措施，" * 20))]))
    assert tall[1] < 25
    assert tall[2] > 5 * LEAST_HEIGHT


def test_merged_cell_that_needs_more_widens_all_its_rows_alike():
    rows = [(Cell("很长的失控诱因，" * 10, down=2), Cell("甲")), (Cell("乙"),)]
    merged = heights(block(rows))
    alone = heights(block([(Cell("很长的失控诱因，" * 10), Cell("甲"))]))
    assert merged[1] == merged[2] > LEAST_HEIGHT
    assert merged[1] + merged[2] == pytest.approx(alone[1])


def test_landscape_page_is_lower():
    tall = block([(Cell("1"), Cell("2"))])
    wide = block([(Cell("1"), Cell("2"))], (10.0, 12.0))
    assert capacity(wide) < 0.7 * capacity(tall)


def test_units_fill_the_width_of_the_page():
    pixels = sum(u * 7 + 5 for u in units((1.2, 1.4, 4.5, 1.8, 7.7)))
    assert pixels / 96 * 2.54 == pytest.approx(16.6)
    assert units((0.05,)) == (1.0,)
