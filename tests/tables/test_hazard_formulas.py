"""重大危险源 computed three ways: by hand here, by coatxl exactly, and by the sheet's native formulas in LibreOffice."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import formualizer
import hazard_books
import pytest
import soffice
from template_cases import load

from coatxl.check import check_workbook
from coatxl.criteria import gb18218
from coatxl.settings import Settings
from coatxl.standards.coating.tables import ChemicalRow, MajorHazardRow
from coatxl.standards.hazchem.unit import Line, Unit

Row = dict[str, Any]
W53 = "W5.3"


def of(*parts: tuple[str, str, float, float], people: float | None = None) -> list[Row]:
    """The rows of one unit: substance, symbols, q and Q; people stand on its first row."""
    rows: list[Row] = [{"substance": a, "category": b, "quantity": c, "critical": d} for a, b, c, d in parts]
    rows[0]["people"] = people
    return rows


# By hand: the rows of a unit, then S, 是否构成, α, Σβ·q/Q, R, 级别. The first three are the standard examples.
CASES: list[tuple[list[Row], tuple[Any, ...]]] = [
    (of(("油漆（类别2）", W53, 20, 1000), ("甲苯", W53, 10, 500)), (0.04, "不构成", "", "", "", "不构成")),
    (of(("甲苯", W53, 250, 500), ("丙酮", W53, 250, 500), people=0), (1, "构成", 0.5, 1, 0.5, "四级")),
    (of(("溶剂", "W5.1", 12, 10), people=100), (1.2, "构成", 2, 1.8, 3.6, "四级")),
    (of(("甲苯", W53, 499.9, 500)), (0.9998, "不构成", "", "", "", "不构成")),
    (of(("甲", W53, 0.1, 1), ("乙", W53, 0.2, 1), ("丙", W53, 0.7, 1), people=1), (1, "构成", 1, 1, 1, "四级")),
    (of(*[("丁", W53, 1, 3)] * 3, people=1), (1, "构成", 1, 1, 1, "四级")),
    (of(("甲苯", W53, 4999.5, 500), people=29), (9.999, "构成", 1, 9.999, 9.999, "四级")),
    (of(("甲苯", W53, 5000, 500), people=1), (10, "构成", 1, 10, 10, "三级")),
    (of(("甲苯", W53, 5000, 500), people=30), (10, "构成", 1.2, 10, 12, "三级")),
    (of(("甲苯", W53, 24995, 500), people=29), (49.99, "构成", 1, 49.99, 49.99, "三级")),
    (of(("甲苯", W53, 25000, 500), people=29), (50, "构成", 1, 50, 50, "二级")),
    (of(("甲苯", W53, 25000, 500), people=49), (50, "构成", 1.2, 50, 60, "二级")),
    (of(("甲苯", W53, 25000, 500), people=50), (50, "构成", 1.5, 50, 75, "二级")),
    (of(("甲苯", W53, 24995, 500), people=100), (49.99, "构成", 2, 49.99, 99.98, "二级")),
    (of(("甲苯", W53, 25000, 500), people=99), (50, "构成", 1.5, 50, 75, "二级")),
    (of(("甲苯", W53, 25000, 500), people=100), (50, "构成", 2, 50, 100, "一级")),
    (of(("氯", "", 5, 5), people=30), (1, "构成", 1.2, 4, 4.8, "四级")),
    (of(("某固化剂", "J1、W5.3", 5, 5), people=1), (1, "构成", 1, 4, 4, "四级")),
]  # fmt: skip
RESULTS = ("s", "verdict", "alpha", "weighted_sum", "r", "grade")
# What is unfinished or wrong: rows, then ratio, β and the results of the first row.
GUARDED: list[tuple[list[Row], tuple[Any, ...]]] = [
    ([{"substance": "甲苯", "quantity": 5}], ("待补", "待补", "无法计算", "无法计算", "", "", "", "无法计算")),
    ([{"substance": "甲苯", "category": W53, "quantity": "五", "critical": 500}], ("取值无效", 1, "无法计算", "无法计算", "", "", "", "无法计算")),
    ([{"substance": "甲苯", "category": W53, "quantity": -1, "critical": 500}], ("取值无效", 1, "无法计算", "无法计算", "", "", "", "无法计算")),
    ([{"substance": "甲苯", "category": W53, "quantity": 1, "critical": 0}], ("取值无效", 1, "无法计算", "无法计算", "", "", "", "无法计算")),
    (of(("甲苯", W53, 500, 500)), (1, 1, 1, "构成", "待补", 1, "待补", "待补")),
    (of(("甲苯", W53, 500, 500), people=2.5), (1, 1, 1, "构成", "取值无效", 1, "取值无效", "取值无效")),
    (of(("某物质", "", 500, 500), people=0), (1, "待补", 1, "构成", 0.5, "待补", "待补", "待补")),
    (of(("某物质", "W5.5", 500, 500), people=0), (1, "取值无效", 1, "构成", 0.5, "待补", "待补", "待补")),
]  # fmt: skip
# A substance that neither table lists is left out of the sums.
LEFT_OUT: list[tuple[list[Row], tuple[Any, ...]]] = [
    ([{"substance": "盐酸", "category": gb18218.UNLISTED, "quantity": 30, "people": 0},
      {"substance": "甲苯", "category": W53, "quantity": 500, "critical": 500}], (1, "构成", 0.5, 1, 0.5, "四级")),
]  # fmt: skip
UNITS = [*CASES, *LEFT_OUT, *GUARDED]


def sheet() -> list[Row]:
    """All units below each other: the name on the first row of each, the others left blank as in a merged cell."""
    rows = []
    for number, (part, _) in enumerate(UNITS, 1):
        rows += [dict(part[0], unit=f"单元{number}*", unit_kind="储存单元"), *part[1:]]
    return rows


def firsts() -> list[int]:
    starts, at = [], 0
    for part, _ in UNITS:
        starts.append(at)
        at += len(part)
    return starts


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sheet as LibreOffice calculates and stores it."""
    folder = tmp_path_factory.mktemp("hazards")
    path = folder / "重大危险源.xlsx"
    chemicals = [
        {"name": "稀释剂", "flash_point": flash, "boiling_point": boiling}
        for flash, boiling in (
            (22, 35),
            (22, 36),
            (22, None),
            (23, None),
            (60, None),
            (61, None),
            (94, None),
            ("无", None),
        )
    ]
    hazard_books.write(path, {MajorHazardRow: sheet(), ChemicalRow: chemicals})
    (output,) = soffice.convert([path], folder)
    return output


@pytest.mark.office
def test_libreoffice_gives_what_is_computed_by_hand(calculated: Path) -> None:
    book = load(calculated, data_only=True)
    wrong = []
    for start, (part, expected) in zip(firsts(), UNITS, strict=True):
        names = RESULTS if len(expected) == len(RESULTS) else ("ratio", "beta", *RESULTS)
        for number in range(start, start + len(part)):
            found = hazard_books.shown(lambda s, r, c: book[s].cell(r, c).value, MajorHazardRow, number, *names)
            right = expected if number == start else ("",) * len(names)
            if found != right:
                wrong.append((part, number - start, found))
    assert wrong == []
    shown = [
        hazard_books.shown(lambda s, r, c: book[s].cell(r, c).value, ChemicalRow, n, "category")[0] for n in range(9)
    ]
    assert shown == ["类别1", "类别2", "待补", "类别3", "类别3", "类别4", "不属易燃液体", "取值无效", ""]


@pytest.mark.parametrize(("part", "expected"), CASES)
def test_coatxl_gives_what_is_computed_by_hand(part: list[Row], expected: tuple[Any, ...]) -> None:
    def exact(value: Any) -> Decimal | None:
        return None if value is None else Decimal(str(value))

    lines = tuple(
        Line(row["substance"], exact(row["quantity"]), exact(row["critical"]),
             gb18218.beta(row["substance"], gb18218.categories(row["category"])))
        for row in part
    )  # fmt: skip
    unit = Unit("单元", exact(part[0]["people"]), lines)
    assert unit.s is not None
    s, verdict, alpha, weighted, r, grade = expected
    assert (gb18218.shown(unit.s), "构成" if unit.major else "不构成", unit.grade) == (f"{s}", verdict, grade)
    if unit.major:
        found = (unit.alpha, unit.weighted_sum, unit.r)
        assert [None if v is None else float(v) for v in found] == [float(v) for v in (alpha, weighted, r)]


@pytest.mark.office
def test_coatxl_agrees_with_what_libreoffice_stored(calculated: Path) -> None:
    """Reading computes again: only what is unfinished or wrong is told, at its own cell."""
    findings = check_workbook(calculated, Settings(), isolated=False).findings
    told = [f for f in findings if f.sheet == MajorHazardRow.sheet and f.rule in ("CX7.5-01", "CX7.5-02", "CX7.5-03")]
    at = hazard_books.layout(MajorHazardRow)
    rows = [int("".join(filter(str.isdigit, f.cell or ""))) - 1 - at.first_row for f in told]
    assert sorted(rows) == firsts()[len(CASES) :]
    assert {f.rule for f in told} == {"CX7.5-01", "CX7.5-03"}


@pytest.mark.office
def test_a_looked_up_quantity_says_where_it_stands(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"unit": "油漆仓库", "substance": "甲苯"}, {"substance": "稀料", "cas": "108-88-3"}, {"substance": "二甲苯"},
        {"substance": "某固化剂", "category": "J5、W5.3"}, {"substance": "硝化棉", "cas": "9004-70-0"}, {"substance": "某漆"},
        {"substance": "某漆", "category": "W5.5"}, {"substance": "氨", "category": "J3"}, {"substance": "环己酮", "category": "W5.4"},
        {"substance": "盐酸", "category": "不在表1、表2"},
    ]  # fmt: skip
    path = tmp_path / "查表.xlsx"
    hazard_books.write(path, {MajorHazardRow: rows})
    book = load(soffice.convert([path], tmp_path)[0], data_only=True)
    found = [
        hazard_books.shown(lambda s, r, c: book[s].cell(r, c).value, MajorHazardRow, n, "looked_up", "critical_source")
        for n in range(len(rows))
    ]
    assert found == [
        (500, "表1　已核对"), (500, "表1　已核对"), (5000, "表2　归类以SDS为准"), (500, "表2 J5、W5.3　表1未全部收录，请查原文"), (10, "表1　已核对"),
        ("表内没有", "按SDS定类别符号"), ("取值无效", ""), (10, "表1　未核对，以原文为准"), (5000, "表2 W5.4　已核对"),
        ("不计入", "不在表1、表2，不计入"),
    ]  # fmt: skip


def test_no_error_value_in_a_second_engine(tmp_path: Path) -> None:
    path = tmp_path / "重大危险源.xlsx"
    hazard_books.write(path, {MajorHazardRow: sheet()})
    engine = formualizer.load_workbook(str(path))
    engine.evaluate_all()
    at = hazard_books.layout(MajorHazardRow)
    values = [
        engine.get_value(MajorHazardRow.sheet, at.first_row + 1 + row, col + 1)
        for row in range(hazard_books.ROWS)
        for col, each in enumerate(at.fields)
        if each.column.computed
    ]
    assert [value for value in values if isinstance(value, dict) or str(value).startswith("#")] == []
