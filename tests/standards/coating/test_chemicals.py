"""化学品 and 重大危险源 (7.4, 7.5): each rule has an edit that breaks it alone, at the cell named here, and a clean sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from papers import Grids, judge, places

from coatxl.check import dossier_of
from coatxl.criteria import gb18218
from coatxl.settings import Settings
from coatxl.standards.coating.annexes.installations import major_hazards
from coatxl.standards.coating.installations import installations
from coatxl.standards.coating.tables import ChemicalRow, MajorHazardRow
from coatxl.standards.coating.tables.chemicals import LISTED
from coatxl.workbook.book import Sheet

Edit = Callable[[Grids], Grids]
OWN = {
    "CX5.3-03",
    "CX7.4-01",
    "CX7.4-02",
    "CX7.4-03",
    "CX7.4-04",
    "CX7.4-05",
    "CX7.5-01",
    "CX7.5-02",
    "CX7.5-03",
    "CX7.5-04",
}
CHEMICAL: dict[str, Any] = {
    "number": "1", "name": "甲苯", "use": "稀释剂", "state": "液体", "cas": "108-88-3", "hazardous": "是", "catalogue_number": "1014",
    "hazard_class": "易燃液体，类别2", "flash_point": 4, "boiling_point": 110.6, "category": "类别2", "fire_class": "甲",
    **dict.fromkeys(LISTED, "否"), "drug_precursor": "是", "edition": "2015版", "sds": "有", "held_in": "油漆仓库、1号喷漆线",
}  # fmt: skip
WATER: dict[str, Any] = {
    "number": "2", "name": "水性面漆", "use": "油漆", "state": "液体", "hazardous": "否", "hazard_class": "不分类", "fire_class": "戊",
    **dict.fromkeys(LISTED, "否"), "sds": "有",
}  # fmt: skip
# The store is a major hazard installation, the line is none.
STORE: list[dict[str, Any]] = [
    {"number": "1", "unit": "油漆仓库", "unit_kind": "储存单元", "substance": "甲苯", "cas": "108-88-3", "category": "W5.3", "quantity": 250,
     "critical": 500, "ratio": 0.5, "beta": 1, "weighted": 0.5, "s": 1, "verdict": "构成", "people": 0, "alpha": 0.5, "weighted_sum": 1, "r": 0.5,
     "grade": "四级"},
    {"number": "2", "substance": "丙酮", "cas": "67-64-1", "category": "W5.3", "quantity": 250, "critical": 500, "ratio": 0.5, "beta": 1,
     "weighted": 0.5},
    {"number": "3", "unit": "1号喷漆线", "unit_kind": "生产单元", "substance": "甲苯", "cas": "108-88-3", "category": "W5.3", "quantity": 10,
     "critical": 500, "ratio": 0.02, "beta": 1, "weighted": 0.02, "s": 0.02, "verdict": "不构成", "grade": "不构成"},
]  # fmt: skip


def paper() -> Grids:
    grids = Grids().add(ChemicalRow, **CHEMICAL).add(ChemicalRow, **WATER)
    for row in STORE:
        grids.add(MajorHazardRow, **row)
    return grids


def chemical(nth: int = 1, /, **values: Any) -> Edit:
    return lambda g: g.set(ChemicalRow, nth - 1, **values)


def held(nth: int = 1, /, **values: Any) -> Edit:
    return lambda g: g.set(MajorHazardRow, nth - 1, **values)


def column(table: type[ChemicalRow | MajorHazardRow], name: str) -> str:
    return chr(ord("A") + list(table.fields).index(name))


def chemicals(name: str, row: int = 2) -> tuple[str, str]:
    return "化学品", f"{column(ChemicalRow, name)}{row}"


def units(name: str, row: int = 2) -> tuple[str, str]:
    return "重大危险源", f"{column(MajorHazardRow, name)}{row}"


def paint(g: Grids, category: str = "W5.4", critical: float | None = 5000, note: str = "", **values: Any) -> Grids:
    """The water-based paint is a hazardous chemical after all, held in a unit of its own."""
    g.set(ChemicalRow, 1, hazardous="是", catalogue_number="2828", **values)
    return g.add(
        MajorHazardRow, unit="2号喷漆线", unit_kind="生产单元", substance="水性面漆", category=category, quantity=1,
        critical=critical, note=note,
    )  # fmt: skip


BREAKING: list[tuple[str, Edit, list[tuple[str, str]]]] = [
    ("CX5.3-03", chemical(sds=""), [chemicals("sds")]),
    ("CX5.3-03", chemical(2, sds="无"), [chemicals("sds", 3)]),
    ("CX5.3-03", chemical(sds="过期"), [chemicals("sds")]),
    ("CX7.4-01", chemical(fire_class=""), [chemicals("fire_class")]),
    ("CX7.4-01", chemical(hazard_class="", high_toxicity=""), [chemicals("hazard_class")]),
    ("CX7.4-01", chemical(drug_precursor="第三类"), [chemicals("drug_precursor")]),
    ("CX7.4-01", chemical(2, special_control=""), [chemicals("special_control", 3)]),
    ("CX7.4-02", chemical(2, hazardous=""), [chemicals("hazardous", 3)]),
    ("CX7.4-02", chemical(2, hazardous="不是"), [chemicals("hazardous", 3)]),
    ("CX7.4-02", chemical(catalogue_number=""), [chemicals("catalogue_number")]),
    ("CX7.4-02", chemical(catalogue_number="—"), [chemicals("catalogue_number")]),
    ("CX7.4-02", chemical(catalogue_number="0"), [chemicals("catalogue_number")]),
    ("CX7.4-02", chemical(2, hazard_class="易燃液体，类别2"), [chemicals("hazardous", 3)]),
    ("CX7.4-03", chemical(fire_class="乙"), [chemicals("fire_class")]),
    ("CX7.4-03", chemical(2, flash_point=28), [chemicals("fire_class", 3)]),
    ("CX7.4-03", chemical(2, flash_point=60, fire_class="乙2"), [chemicals("fire_class", 3)]),
    ("CX7.4-04", chemical(2, cas="108-88-4"), [chemicals("cas", 3)]),
    ("CX7.4-04", chemical(cas="71-43-2"), [chemicals("cas")]),
    ("CX7.4-04", chemical(catalogue_number="49"), [chemicals("catalogue_number")]),
    ("CX7.4-04", chemical(hazardous="否"), [chemicals("hazardous")]),
    ("CX7.4-04", held(2, cas="108-88-3"), [units("cas", 3)]),
    ("CX7.4-05", chemical(hazard_class="易燃液体 类别3"), [chemicals("hazard_class")]),
    ("CX7.4-05", chemical(category="类别3"), [chemicals("category")]),
    ("CX7.4-04", lambda g: g.add(ChemicalRow, **{**WATER, "name": "二氧化氮", "cas": "7783-41-7", "hazardous": "是", "catalogue_number": "9",
                                                  "held_in": "1号喷漆线"}).add(MajorHazardRow, unit="1号喷漆线", unit_kind="生产单元",
                                                  substance="二氧化氮", category="J1", quantity=0, critical=1), [chemicals("cas", 4)]),
    ("CX7.4-05", lambda g: paint(g, "W5.3", 1000, flash_point=4, fire_class="甲", hazard_class="易燃液体，类别3"), [chemicals("hazard_class", 3)]),
    ("CX7.5-01", lambda g: paint(g, gb18218.UNLISTED, None), [units("note", 5)]),
    ("CX7.5-01", held(2, unit="油漆仓库", unit_kind="生产单元", people=0), [units("unit_kind", 3)]),
    ("CX7.5-01", held(3, quantity=1e308, ratio=None, s=None, verdict="", grade="", weighted=None), [units("quantity", 4)]),
    ("CX7.5-04", lambda g: paint(g, "W5.4", flash_point=4, fire_class="甲", hazard_class="易燃液体，类别2"), [units("category", 5)]),
    ("CX7.5-04", lambda g: paint(g, ""), [units("category", 5)]),
    ("CX7.5-04", held(3, category=gb18218.UNLISTED, note="供应商说没有", critical=None, ratio=None, s=None, weighted=None, beta=None),
     [units("category", 4)]),
    ("CX7.5-01", held(3, quantity=None, ratio="待补", s="无法计算", verdict="无法计算", grade="无法计算"), [units("quantity", 4)]),
    ("CX7.5-01", held(3, critical=None), [units("critical", 4)]),
    ("CX7.5-01", held(3, quantity=None, critical=None), [units("quantity", 4)]),
    ("CX7.5-01", held(3, quantity="十"), [units("quantity", 4)]),
    ("CX7.5-01", held(3, quantity=-1), [units("quantity", 4)]),
    ("CX7.5-01", lambda g: g.drop(MajorHazardRow, 2), [chemicals("held_in")]),
    ("CX7.5-01", lambda g: g.add(ChemicalRow, **{**CHEMICAL, "number": "3", "name": "聚氨酯面漆", "use": "油漆", "cas": "", "catalogue_number": "2828",
                                                  "held_in": ""}), [chemicals("name", 4)]),
    ("CX7.5-02", held(s=0.5), [units("s")]),
    ("CX7.5-02", held(s="1t"), [units("s")]),
    ("CX7.5-02", held(3, verdict="构成"), [units("verdict", 4)]),
    ("CX7.5-02", held(3, verdict="接近构成"), [units("verdict", 4)]),
    ("CX7.5-02", held(2, ratio=0.05), [units("ratio", 3)]),
    ("CX7.5-02", held(verdict="不构成", people=None, alpha=None, weighted_sum=None, r=None, grade="不构成"), [units("verdict")]),
    ("CX7.5-02", held(s=0.5, verdict="不构成", people=None, alpha=None, weighted_sum=None, r=None, grade="不构成"), [units("s")]),
    ("CX7.5-03", held(people=None, alpha=None, r=None, grade=""), [units("people")]),
    ("CX7.5-03", held(people="百人"), [units("people")]),
    ("CX7.5-03", held(alpha=None), [units("alpha")]),
    ("CX7.5-03", held(alpha=1), [units("alpha")]),
    ("CX7.5-03", held(alpha=1, r=1, weighted_sum=1), [units("alpha")]),
    ("CX7.5-03", held(2, beta=None), [units("beta", 3)]),
    ("CX7.5-03", held(2, beta=1.5), [units("beta", 3)]),
    ("CX7.5-03", held(2, weighted=0.75), [units("weighted", 3)]),
    ("CX7.5-03", held(weighted_sum=2), [units("weighted_sum")]),
    ("CX7.5-03", held(r=None, grade=""), [units("r")]),
    ("CX7.5-03", held(r=1), [units("r")]),
    ("CX7.5-03", held(grade=""), [units("grade")]),
    ("CX7.5-03", held(grade="三级"), [units("grade")]),
    ("CX7.5-03", held(grade="五级"), [units("grade")]),
    ("CX7.5-03", held(3, grade="四级"), [units("grade", 4)]),
    ("CX7.5-04", held(3, critical=1000, ratio=None, weighted=None, s=None, verdict=""), [units("critical", 4)]),
    ("CX7.5-04", held(3, category="W5.5", beta=None), [units("category", 4)]),
    ("CX7.5-04", held(3, category="W5.4"), [units("category", 4)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "edit", "expected"), BREAKING, ids=[f"{r}-{i}" for i, (r, _, _) in enumerate(BREAKING)]
)
def test_one_edit_breaks_one_rule(rule: str, edit: Edit, expected: list[tuple[str, str]]) -> None:
    assert places(judge(edit(paper()).book())[0]) == [(rule, *place) for place in expected]


def test_every_rule_of_the_room_has_an_edit() -> None:
    assert {rule for rule, _, _ in BREAKING} == OWN


def test_the_clean_sheets_break_none() -> None:
    findings, not_run = judge(paper().book())
    assert places(findings) == []
    assert OWN.isdisjoint(answer.rule for answer in not_run)


def test_a_core_paper_is_not_judged() -> None:
    findings, not_run = judge(Grids().book())
    assert places(findings) == []
    assert {answer.rule for answer in not_run} >= OWN


CLEAN: list[Edit] = [
    chemical(2, use="燃料", sds="无"),
    chemical(2, name="甲苯溶剂", cas="", catalogue_number="2828"),
    lambda g: paint(g, flash_point=27.9, fire_class="甲", hazard_class="易燃液体3"),
    lambda g: paint(
        g, "W5.1", 10, flash_point=20, fire_class="甲", hazard_class="易燃液体，类别1"
    ),  # without boiling point: 1 or 2
    lambda g: paint(g, gb18218.UNLISTED, None, hazard_class="皮肤腐蚀，类别1", note="供应商SDS，表1、表2均没有"),
    chemical(catalogue_number="１０１４"),
    held(s=1.0000001),
    held(ratio=None, s=None, weighted=None),
    lambda g: g.set(MajorHazardRow, 1, unit="油漆仓库", people=0),
]


@pytest.mark.parametrize("edit", CLEAN, ids=[str(i) for i in range(len(CLEAN))])
def test_edits_that_break_none(edit: Edit) -> None:
    assert places(judge(edit(paper()).book())[0]) == []


def test_units_that_are_not_neighbours_are_one_unit() -> None:
    rows = [STORE[0], STORE[2], {**STORE[1], "unit": "油漆仓库", "unit_kind": "储存单元"}]
    grids = Grids()
    for row in rows:
        grids.add(MajorHazardRow, **row)
    assert places(judge(grids.book())[0]) == []


def test_numbers_of_people_that_disagree() -> None:
    grids = paper().set(MajorHazardRow, 1, unit="油漆仓库", unit_kind="储存单元", people=30)
    (finding,) = judge(grids.book())[0]
    assert (finding.rule, finding.cell) == ("CX7.5-03", units("people", 3)[1])
    assert "不一致：0、30" in finding.message


def test_messages_say_what_is_right() -> None:
    def message(edit: Edit) -> str:
        return judge(edit(paper()).book())[0][0].message

    assert message(held(s=0.5)) == "油漆仓库的S填0.5，按 S=Σq/Q 应为1"
    assert message(held(grade="三级")) == "油漆仓库构成重大危险源，级别填三级，应为四级"
    assert message(held(3, quantity=None)) == "1号喷漆线的“甲苯”没有实际存在量q，S 无法计算"
    assert message(chemical(cas="71-43-2")) == "“甲苯”的 CAS号是 108-88-3，填的是 71-43-2，71-43-2 是苯"
    assert message(chemical(fire_class="乙")) == "“甲苯”闭杯闪点4℃应为甲类，火灾危险类别填“乙”"


def test_a_quantity_from_unverified_data_says_so() -> None:
    grids = Grids().add(
        MajorHazardRow, unit="油漆仓库", unit_kind="储存单元", substance="环己酮", quantity=1, critical=500
    )
    (finding,) = judge(grids.book())[0]
    assert finding.message == "“环己酮”的临界量填 500 t，表2 W5.4为 5000 t（未核对）"
    grids = Grids().add(
        MajorHazardRow, unit="油漆仓库", unit_kind="储存单元", substance="二甲苯", quantity=1, critical=500
    )
    (finding,) = judge(grids.book())[0]
    assert finding.message == "“二甲苯”的临界量填 500 t，表2 W5.4为 5000 t（已核对）"


@pytest.mark.parametrize(
    ("name", "category", "critical", "told"),
    [
        ("氨", "J3", 10, []),
        ("氨", "J3", 50, [("warning", "“氨”的临界量填 50 t，表1 氨为 10 t（未核对）")]),
        ("一氧化碳", "J3", 20, [("info", "“一氧化碳”的临界量填 20 t，表2 J3为 50 t；表1未全部收录，请查原文")]),
        ("丙烯腈", "W5.3", 50, [("info", "“丙烯腈”的临界量填 50 t，表2 W5.3为 1000 t；表1未全部收录，请查原文")]),
        ("丙烯腈", "W5.3", 1000, []),
        (
            "环氧底漆",
            "W5.4",
            500,
            [("warning", "“环氧底漆”的临界量填 500 t，表2 W5.4为 5000 t（表1未全部收录，请查原文）")],
        ),
    ],
)
def test_table_1_is_not_held_whole_and_a_quantity_of_it_is_not_called_wrong(
    name: str, category: str, critical: float, told: list[tuple[str, str]]
) -> None:
    row = {"unit": "油漆仓库", "unit_kind": "储存单元", "substance": name, "category": category}
    findings, _ = judge(Grids().add(MajorHazardRow, **row, quantity=1, critical=critical).book())
    assert [(f.severity, f.message) for f in findings] == told


def test_what_no_table_lists_is_left_out_of_the_sum() -> None:
    acid = {
        "unit": "油漆仓库",
        "substance": "盐酸",
        "category": gb18218.UNLISTED,
        "quantity": 9,
        "note": "两表没有列入",
    }
    paper_of = dossier_of(paper().add(MajorHazardRow, **acid).book(), "底稿.xlsx")
    store = installations(paper_of, Settings())[0]
    assert (len(store.rows), len(store.counted), store.unit.s) == (3, 2, 1)
    (block,) = major_hazards(paper_of, Settings())
    texts = [[cell.text for cell in row] for row in block.rows]
    assert [row for row in texts if "盐酸" in row] == [["盐酸", "9", "不在表1、表2，不计入"]]


def test_a_unit_on_two_sheets_is_told() -> None:
    book = paper().book()
    sheet = next(sheet for sheet in book.sheets if sheet.name == MajorHazardRow.sheet)
    book.sheets.append(Sheet("重大危险源辨识", rows=[list(row) for row in sheet.rows]))
    told = [f for f in judge(book)[0] if "两张表" in f.message]
    assert {(f.rule, f.severity, f.sheet) for f in told} == {("CX7.5-01", "warning", "重大危险源辨识")}
    assert len(told) == 2  # the store and the line
