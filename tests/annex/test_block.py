from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coatxl.annex.block import LANDSCAPE_CM, PORTRAIT_CM, Block, Cell, Provenance, Source, spans

SOURCE = Source("甲厂/底稿.xlsx", "安全检查表", frozenset({5, 6, 7, 9}), "ab" * 32)
PROVENANCE = Provenance((SOURCE,), "某标准", ("可接受等级：一般风险",), "coatxl 1")


def block(*rows, widths=(2.0, 2.0), header_rows=1):
    return Block("表", "表", "表 A.1", "8.2", widths, rows, header_rows, PROVENANCE)


@st.composite
def tilings(draw):
    """A grid cut into rectangles at random, row 0 into single cells."""
    height, width = draw(st.integers(2, 7)), draw(st.integers(1, 6))
    taken = set()
    rows = []
    for r in range(height):
        row = []
        for c in range(width):
            if (r, c) in taken:
                continue
            free = 1
            while r and c + free < width and (r, c + free) not in taken:
                free += 1
            across = draw(st.integers(1, free))
            down = draw(st.integers(1, height - r)) if r else 1
            taken |= {(r + i, c + j) for i in range(down) for j in range(across)}
            row.append(Cell(f"{r},{c}", across=across, down=down))
        rows.append(tuple(row))
    return rows, width


@given(tilings())
def test_cells_lie_where_they_were_cut_and_merges_never_overlap(tiling):
    rows, width = tiling
    made = block(*rows, widths=(1.0,) * width)
    assert [p.cell.text for p in made.placed] == [f"{p.row},{p.col}" for p in made.placed]
    covered = Counter(
        (r, c) for m in made.merges for r in range(m.top, m.bottom + 1) for c in range(m.left, m.right + 1)
    )
    assert set(covered.values()) <= {1}
    singles = {(p.row, p.col) for p in made.placed if p.merge is None}
    assert singles.isdisjoint(covered)
    assert len(singles) + len(covered) == len(rows) * width


@given(tilings())
def test_no_page_begins_inside_a_merged_cell(tiling):
    rows, width = tiling
    made = block(*rows, widths=(1.0,) * width)
    assert not [(stop, m) for stop in made.stops for m in made.merges if m.top < stop <= m.bottom]
    assert made.stops[0] == 1


def test_group_row_stands_with_the_row_below():
    made = block(
        (Cell("a"), Cell("b")), (Cell("组", "group", across=2),), (Cell("c"), Cell("d")), (Cell("e"), Cell("f"))
    )
    assert made.stops == (1, 3)


@pytest.mark.parametrize(
    "rows",
    [
        [(Cell("a"), Cell("b")), (Cell("c"),)],
        [(Cell("a"), Cell("b")), (Cell("c"), Cell("d"), Cell("e"))],
        [(Cell("a"), Cell("b")), (Cell("c", across=3),)],
        [(Cell("a"), Cell("b")), (Cell("c", across=0), Cell("d"), Cell("e"))],
        [(Cell("a"), Cell("b")), (Cell("c", down=2), Cell("d"))],
        [(Cell("a"), Cell("b")), (Cell("c"), Cell("d", down=2)), (Cell("e", across=2),)],
    ],
    ids=["hole", "too many", "over the edge", "no width", "below the end", "overlap"],
)
def test_cells_that_do_not_tile_the_grid_are_refused(rows):
    with pytest.raises(ValueError, match="表: "):
        block(*rows)


def test_cell_from_the_header_into_the_body_is_refused():
    with pytest.raises(ValueError, match="header into the body"):
        block((Cell("a", down=2), Cell("b")), (Cell("c"),))


def test_block_without_body_is_refused():
    with pytest.raises(ValueError, match="1 header rows of 1"):
        block((Cell("a"), Cell("b")))


def test_width_decides_the_orientation_and_has_an_end():
    rows = [(Cell("a"), Cell("b")), (Cell("c"), Cell("d"))]
    assert not block(*rows, widths=(PORTRAIT_CM - 1, 1)).landscape
    assert block(*rows, widths=(PORTRAIT_CM, 1)).landscape
    with pytest.raises(ValueError, match=r"26\.3 cm is wider"):
        block(*rows, widths=(LANDSCAPE_CM, 1))


def test_number_is_printed_plainly():
    assert [Cell(v).text for v in (Decimal("1E+2"), Decimal("0.50"), 3, "０.5")] == ["100", "0.5", "3", "０.5"]


@pytest.mark.parametrize(
    ("rows", "text"), [([3], "3"), ([4, 3, 5, 3], "3～5"), ([9, 1, 2, 20, 21], "1～2、9、20～21"), ([], "")]
)
def test_row_numbers_as_people_write_them(rows, text):
    assert spans(rows) == text


def test_provenance_says_file_sheet_rows_digest_settings_standard_and_program():
    assert PROVENANCE.lines() == (
        "来源：甲厂/底稿.xlsx，“安全检查表”第5～7、9行",
        f"来源文件 SHA-256：甲厂/底稿.xlsx {'ab' * 32}",
        "设置：可接受等级：一般风险",
        "依据：某标准；由 coatxl 1 生成",
    )


def test_joined_provenance_unites_the_rows_of_a_sheet():
    other = Provenance(
        (
            Source(SOURCE.file, SOURCE.sheet, frozenset({8}), SOURCE.sha256),
            Source("乙.xlsx", "甲", frozenset({2}), "0"),
        ),
        *("某标准", PROVENANCE.settings, "coatxl 1"),
    )
    joined = Provenance.joined([PROVENANCE, other])
    assert [(s.file, s.sheet, spans(s.rows)) for s in joined.sources] == [
        ("甲厂/底稿.xlsx", "安全检查表", "5～9"),
        ("乙.xlsx", "甲", "2"),
    ]
    with pytest.raises(ValueError, match="no provenance"):
        Provenance.joined([])
