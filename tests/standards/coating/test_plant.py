"""A plant of three units with equal names, unit-level hazards and both methods: clean, and broken where one would not see it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from papers import Grids, judge, places

from coatxl.settings import Settings
from coatxl.standards.coating.demo_papers import Paper, mended
from coatxl.standards.coating.rules.references import placeholder_in
from coatxl.standards.coating.tables import (
    ChecklistRow,
    ConfirmationRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    MatrixRow,
    RelationRow,
    RiskPointRow,
    UnitRow,
)
from coatxl.standards.coating.tables.division import UNIT_KINDS

REASON = "有现实风险，故要求。"


def plant() -> Grids:
    """烘干单元 and 前处理单元 both have a 检修作业; 安全管理 is analysed directly."""
    paper = Paper("厂", {**mended().facts, "风险评价方法": "作业条件危险性分析法和风险矩阵法"})
    g = Grids(paper)
    for n, (unit, kind, divided) in enumerate(
        [("烘干单元", UNIT_KINDS[2], "是"), ("前处理单元", UNIT_KINDS[2], "是"), ("制度", UNIT_KINDS[4], "否")]
        + [(k, k, "不适用") for k in UNIT_KINDS if k not in (UNIT_KINDS[2], UNIT_KINDS[4])],
        1,
    ):
        g.add(
            UnitRow,
            number=str(n),
            unit=unit,
            kind=kind,
            divided=divided,
            note="不在范围内" if divided == "不适用" else "",
        )
    for unit in ("烘干单元", "前处理单元"):
        for point, kind in (("检修作业", "作业活动"), (f"{unit[:2]}槽", "设备设施")):
            add(g, unit, point, kind)
    g.add(
        HazardRow,
        unit="制度",
        risk_point="-",
        hazard="职责不清",
        event="无人负责。",
        outcome="管理失效",
        high="否",
        number="1",
        cause="未建立责任制。",
        measure="建立责任制。",
    )
    g.add(
        ChecklistRow,
        unit="制度",
        risk_point="-",
        number="1",
        item="建立责任制。",
        basis=REASON,
        observation="已建立",
        conforms="符合",
    )
    return g.add(
        MatrixRow,
        number="1",
        unit="制度",
        risk_point="-",
        hazard="职责不清",
        likelihood=2,
        consequence=2,
        basis="有制度",
    )


def add(g: Grids, unit: str, point: str, kind: str) -> None:
    where = {"unit": unit, "risk_point": point}
    number = str(len(g.rows[RiskPointRow]) + 1)
    g.add(RiskPointRow, number=number, **where, step="-", kind=kind)
    g.add(
        HazardRow,
        **where,
        hazard="高温表面",
        event="接触高温表面。",
        outcome="灼烫",
        high="否",
        number="1",
        cause="保温层破损。",
        measure="保温层完好。",
    )
    g.add(ChecklistRow, **where, number="1", item="保温层完好。", basis=REASON, observation="完好", conforms="符合")
    g.add(
        LecRow, number=number, **where, hazard="高温表面", likelihood=1, exposure=3, consequence=3, basis="已落实措施"
    )


def told(g: Grids, **settings: Any) -> list[tuple[str, str | None, str | None]]:
    return places(judge(g.book(), Settings(**settings))[0])


def not_run(g: Grids) -> dict[str, str]:
    return {n.rule: n.reason for n in judge(g.book())[1]}


def drop(g: Grids, table: type, **values: str) -> Grids:
    rows = g.rows[table]
    rows[:] = [r for r in rows if not all(r.get(k) == v for k, v in values.items())]
    return g


def test_the_plant_is_clean() -> None:
    assert told(plant()) == []


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (HazardRow, {"CX0-03", "CX7.1-01"}),
        (ChecklistRow, {"CX8.2-02"}),
        (LecRow, {"CX8.3-01"}),
    ],
)
def test_the_same_name_in_two_units_is_two_risk_points(table: type, expected: set[str]) -> None:
    g = drop(plant(), table, unit="前处理单元", risk_point="检修作业")
    assert {rule for rule, _, _ in told(g)} == expected


def test_a_unit_is_left_out_where_only_one_is_possible() -> None:
    g = plant()
    for table in (HazardRow, ChecklistRow, LecRow):
        for row in g.rows[table]:
            if row["risk_point"] not in ("检修作业", "-"):
                row["unit"] = "-"
    assert told(g) == []


def test_a_unit_that_contradicts_the_division_is_told() -> None:
    g = plant()
    next(r for r in g.rows[ChecklistRow] if r["risk_point"] == "烘干槽")["unit"] = "前处理单元"
    assert ("CX0-03", "安全检查表", "A3") in told(g)


@pytest.mark.parametrize(
    ("table", "name", "rules"),
    [
        (ChecklistRow, "conforms", {"CX8.2-09", "CX8.2-10"}),
        (ChecklistRow, "basis", {"CX8.2-07"}),
        (HazardRow, "high", {"CX7.2-02", "CX7.2-03"}),
    ],
)
def test_a_rule_whose_column_is_missing_is_not_passed(table: Any, name: str, rules: set[str]) -> None:
    book = plant().book()
    one = next(s for s in book.sheets if s.name == table.sheet)
    col = one.rows[0].index(table.fields[name].title)
    for row in one.rows:
        del row[col]
    _, gaps = judge(book)
    assert rules <= {n.rule for n in gaps if table.fields[name].column.header in n.reason}


def danger(**values: Any) -> dict[str, Any]:
    return {
        "number": "1", "unit": "烘干单元", "risk_point": "检修作业", "description": "保温脱落", "basis": REASON, "level": "一般隐患",
        "suggestion": "修复保温层", "notified": date(2026, 3, 20), "state": "销号", "recheck": "已整改", "rechecker": "赵某",
        "finished": date(2026, 4, 1),
        "recheck_date": date(2026, 4, 1),
        "photo_before": "a.jpg", "photo_after": "b.jpg",
    } | values  # fmt: skip


def nonconforming(point: str, number: str = "7") -> Grids:
    g = plant()
    for row in (
        r for t in (RiskPointRow, HazardRow, ChecklistRow, LecRow) for r in g.rows[t] if r.get("risk_point") == "烘干槽"
    ):
        row["risk_point"] = point
    next(r for r in g.rows[ChecklistRow] if r["risk_point"] == point).update(
        number=number, conforms="不符合", observation="脱落"
    )
    return g


@pytest.mark.parametrize("point", ["烘干槽", "1-2号喷漆线", "喷漆/烘干线", "A-1喷漆室"])
@pytest.mark.parametrize("number", ["7", "2.7"])
def test_the_origin_that_the_fix_asks_for_is_understood(point: str, number: str) -> None:
    g = nonconforming(point, number)
    finding = next(f for f in judge(g.book())[0] if f.rule == "CX8.2-10")
    origin = finding.fix.split("来源填“")[1].split("”")[0]
    assert told(g.add(HiddenDangerRow, **danger(risk_point=point, origin=origin))) == []


@pytest.mark.parametrize(
    "origin",
    [
        "安全检查表 烘干槽/7",
        "检查表第7项",
        "安全检查表：烘干槽 第7项",
        "安全检查表!D3",
        "安全检查表 2-7",
        "安全检查表 烘干槽/7、前处槽/1",
        "检查表第7、1项",
    ],
)
def test_origins_as_people_write_them(origin: str) -> None:
    g = nonconforming("烘干槽").add(HiddenDangerRow, **danger(risk_point="烘干槽", origin=origin))
    assert "CX8.2-10" not in {rule for rule, _, _ in told(g)}


@pytest.mark.parametrize("origin", ["安全检查表 烘干槽/99", "检查表第1项"])
def test_an_origin_that_names_none_or_several_is_told(origin: str) -> None:
    g = nonconforming("烘干槽").add(HiddenDangerRow, **danger(unit="", risk_point="", origin=origin))
    assert ("CX0-03", "隐患清单", "V2") in told(g)


def test_one_row_adrift_hides_one_hazard_only() -> None:
    g = plant()
    for row in g.rows[LecRow]:
        row["hazard"] = "高温表而" if row is g.rows[LecRow][0] else row["hazard"]
    drop(g, LecRow, risk_point="前处槽")
    assert sorted(rule for rule, _, _ in told(g)) == ["CX0-03", "CX8.3-01"]


@pytest.mark.parametrize(
    ("table", "values", "rule"),
    [
        (ChecklistRow, {"basis": "-"}, "CX8.2-07"),
        (ChecklistRow, {"basis": "无"}, "CX7.3-03"),
        (ChecklistRow, {"observation": "/"}, "CX8.2-09"),
        (ChecklistRow, {"conforms": "不适用", "observation": "不适用"}, "CX8.2-09"),
        (UnitRow, {"note": "-"}, "CX6.2-01"),
    ],
)
def test_a_dash_is_no_answer(table: type, values: dict[str, str], rule: str) -> None:
    g = plant()
    g.rows[table][-1] |= values
    assert [r for r, _, _ in told(g)] == [rule]


@pytest.mark.parametrize(
    ("values", "rule"),
    [({"suggestion": "-"}, "CX8.2-11"), ({"photo_before": "/"}, "CX6.1-03"), ({"photo_after": "无"}, "CX10.2-01")],
)
def test_a_dash_is_no_suggestion_and_no_photo(values: dict[str, str], rule: str) -> None:
    assert [r for r, _, _ in told(plant().add(HiddenDangerRow, **danger(**values)))] == [rule]


@pytest.mark.parametrize("word", ["不能接受", "是"])
def test_an_acceptance_in_other_words_is_told(word: str) -> None:
    g = plant()
    g.rows[LecRow][0] |= {"acceptance": word}
    g.rows[MatrixRow][0] |= {"acceptance": word}
    assert [r for r, _, _ in told(g)] == ["CXB-03", "CXC-02"]


def test_a_typed_inherent_grade_is_compared_without_scores() -> None:
    g = plant()
    g.rows[LecRow][0] |= {"likelihood": 6, "inherent_grade": "轻微风险"}
    g.rows[LecRow][1] |= {"inherent_grade": "重大风险"}
    assert [(r, c) for r, _, c in told(g)] == [("CX8.3-06", "K2")]


def test_five_missing_kinds_are_not_hidden_by_one_blank() -> None:
    g = plant()
    del g.rows[UnitRow][3:]
    g.rows[UnitRow][2]["kind"] = ""
    assert [r for r, _, _ in told(g)].count("CX6.2-01") == 5


def test_two_causes_of_one_number_do_not_share_their_check() -> None:
    g = plant()
    where = {"unit": "烘干单元", "risk_point": "烘干槽", "hazard": "高温表面"}
    g.insert(HazardRow, 2, **where, number="1", cause="门未关。", measure="门联锁。")
    g.rows[ChecklistRow][1]["measures"] = "2-1.1"
    rules = {r for r, _, _ in told(g)}
    assert {"CX0-02", "CX8.2-02"} <= rules


def test_a_confirmed_merge_is_asked_again_when_a_measure_is_added() -> None:
    g = Grids().set(ChecklistRow, 2, measures="1-3.1、1-4.1、1-16.1").drop(ChecklistRow, 25)
    assert "CX8.2-03" in {r for r, _, _ in told(g)}


def separate(g: Grids) -> Grids:
    """危害因素描述 without measures and a 关系表 that has them, as in the standard's two forms."""
    g.rows[RelationRow] = [
        {k: r.get(k) for k in ("unit", "risk_point", "hazard", "number", "cause", "measure", "basis", "reason")}
        for r in g.rows[HazardRow]
    ]
    return g


def without_measures(g: Grids) -> Any:
    book = g.book()
    one = next(s for s in book.sheets if s.name == HazardRow.sheet)
    for name in ("measure", "measure_kind", "basis", "reason"):
        col = one.rows[0].index(HazardRow.fields[name].title)
        for row in one.rows:
            del row[col]
    return book


def test_separate_tables_are_joined() -> None:
    rules = {f.rule for f in judge(without_measures(separate(plant())))[0]}
    assert rules <= {"CXS-02"}


def test_a_full_stop_more_in_one_table_loses_nothing() -> None:
    g = separate(plant())
    for row in g.rows[RelationRow]:
        row["hazard"] = f"{row['hazard']}。"
    assert {f.rule for f in judge(without_measures(g))[0]} <= {"CXS-02"}


def test_a_row_of_the_relation_table_that_fits_nowhere_is_told() -> None:
    g = separate(plant())
    last = g.rows[RelationRow][0]
    g.rows[RelationRow] += [
        last | {"number": "9", "cause": "电缆老化。", "measure": "每年检测。"},
        last | {"hazard": "触电", "number": "1"},
    ]
    found = [(f.rule, f.sheet) for f in judge(without_measures(g))[0] if f.rule != "CXS-02"]
    assert ("CX7.3-02", "关系表") in found
    assert ("CX8.2-02", "关系表") in found
    assert ("CX0-03", "关系表") in found


def test_checklists_on_several_sheets_are_numbered_each() -> None:
    g = plant()
    book = g.book()
    one = next(s for s in book.sheets if s.name == ChecklistRow.sheet)
    for name, rows in (("检查表-选址", 2), ("检查表-总图", 2)):
        header = ["序号", "检查项目", "依据", "检查结果", "是否符合"]
        data = [[n, f"{name}{n}", REASON, "好", "符合"] for n in range(1, rows + 1)]
        book.sheets.append(type(one)(name, rows=[header, *data]))
    assert not [f for f in judge(book)[0] if f.rule in {"CX8.2-05", "CX8.2-04"}]


@pytest.mark.parametrize(
    "text", ["1200mm×600mm", "8kg×2具", "3×5 m", "长×宽＝3m×2m", "D=L×E×C＝90", "待定期检定", "型号FS-XX-2", "×", "√"]
)
def test_sizes_products_and_marks_are_no_placeholders(text: str) -> None:
    assert placeholder_in(text) is None


@pytest.mark.parametrize("text", ["不低于×m³/h", "××公司", "XX车间", "见TODO", "待定", "（待填）", "……", "×5"])
def test_placeholders_are_found(text: str) -> None:
    assert placeholder_in(text)


def test_confirmations_need_a_name() -> None:
    g = Grids()
    g.rows[ConfirmationRow][0]["person"] = "-"
    assert [r for r, _, _ in told(g) if r != "CXS-09"] == ["CX8.2-03"]


def test_a_table_of_formulas_without_results_is_not_empty() -> None:
    book = plant().book()
    one = next(s for s in book.sheets if s.name == HiddenDangerRow.sheet)
    for col in range(len(one.rows[0])):
        one.formulas[1, col] = "台账!A2"
        one.uncached.add((1, col))
    found = judge(book)[0]
    assert ("CXS-10", "隐患清单", "D2") in places(found)
    assert not {f.rule for f in found} & {"CX10.1-02", "CX6.1-03"}


def test_what_follows_from_a_typed_d_is_told_once() -> None:
    g = plant()
    g.rows[LecRow][0] |= {"d": 400, "grade": "重大风险", "acceptance": "不可接受"}
    assert told(g) == [("CXB-02", "风险评价LEC", "J2")]


def test_a_step_that_nobody_knows_is_told() -> None:
    g = plant()
    g.rows[LecRow][0] |= {"step": "没有的步骤"}
    assert ("CX0-03", "风险评价LEC", "D2") in told(g)


def test_a_serial_number_is_a_date_of_the_project() -> None:
    assert told(plant().fact("评价基准日", 46112)) == []


def test_full_width_placeholders_are_found() -> None:
    assert placeholder_in("ＸＸ安全评价公司")
