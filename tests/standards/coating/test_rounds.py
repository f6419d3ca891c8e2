"""Two rounds of a paper: shuffled rows, other headers and other columns are no change, and every edit is one change."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from chain_papers import CLOSED, POINTS, whole
from papers import Grids, save

from coatxl.batch.folder import Job
from coatxl.batch.rounds import compare_rounds
from coatxl.check import dossier_of
from coatxl.reports import round_report
from coatxl.reports.round_model import Change, StateMove
from coatxl.standards.coating.demo_papers import as_printed, faulty, mended
from coatxl.standards.coating.guide import blueprint
from coatxl.standards.coating.rounds import compare
from coatxl.standards.coating.tables import (
    ChecklistRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    ProjectRow,
    ReportPartRow,
    RiskPointRow,
)
from coatxl.workbook.book import Book

RENAMED = {
    "风险管控措施*": "控制措施", "失控诱因*": "诱因", "检查项目*": "检查内容", "是否符合": "符合性", "隐患描述*": "存在问题", "整改建议*": "整改意见",
    "危害因素*": "危险源", "依据*": "检查依据",
}  # fmt: skip


def edits(before: Book, after: Book) -> list[tuple[str, str, str, str]]:
    """(kind, header or table, before, after) of each change."""
    changes = compare(dossier_of(before, "一轮"), dossier_of(after, "二轮"))[0]
    return [(c.kind, c.header or c.table, c.before, c.after) for c in changes]


def shuffled(g: Grids, seed: int) -> Grids:
    """The rows of every table but 项目信息 in another order."""
    for table, rows in g.rows.items():
        if table is not ProjectRow:
            random.Random(seed).shuffle(rows)
    return g


def in_full(g: Grids) -> Grids:
    """A paper whose filled cells are written out in every row, so that rows can be moved."""
    dossier = dossier_of(g.book(), "x")
    for table in (HazardRow, ChecklistRow, LecRow, RiskPointRow):
        rows = dossier.rows(table)
        g.rows[table] = [{name: getattr(row, name) for name in table.fields} for row in rows]
    return g


def renamed(book: Book, *, columns: bool = True, sheets: bool = True) -> Book:
    """The same book with other words in its headers, its columns turned round and a title above each table."""
    for sheet in book.sheets:
        sheet.rows[0] = [RENAMED.get(str(word), word) for word in sheet.rows[0]]
        if columns and sheet.name in {"安全检查表", "隐患清单"}:
            sheet.rows = [list(reversed(row)) for row in sheet.rows]
        if sheet.name != "项目信息":
            sheet.rows.insert(0, [f"表：{sheet.name}"] + [None] * (len(sheet.rows[0]) - 1))
        if sheets and sheet.name == "隐患清单":
            sheet.name = "隐患台账"
    return book


@pytest.mark.parametrize("make", [as_printed, mended, faulty])
@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_and_renamed_is_no_change(make: Any, seed: int) -> None:
    before, after = in_full(Grids(make())), shuffled(in_full(Grids(make())), seed)
    assert edits(before.book(), after.book()) == []
    assert edits(before.book(), renamed(after.book())) == []
    assert edits(renamed(after.book()), before.book()) == []


def test_a_value_written_out_or_filled_from_above_is_the_same() -> None:
    assert edits(Grids(mended()).book(), in_full(Grids(mended())).book()) == []


EDITS: list[tuple[Any, int, dict[str, Any], tuple[str, str, str, str]]] = [
    (HazardRow, 0, {"measure": "喷漆室蒸气积聚1受控，并联锁。"}, ("changed", "风险管控措施", "喷漆室蒸气积聚1受控。", "喷漆室蒸气积聚1受控，并联锁。")),
    (HazardRow, 3, {"cause": "接地电阻超标。"}, ("changed", "失控诱因", "喷漆室静电放电2失控。", "接地电阻超标。")),
    (HazardRow, 5, {"basis": "GB6514-2023"}, ("changed", "依据", "", "GB6514-2023")),
    (ChecklistRow, 2, {"item": "喷漆室静电接地良好。"}, ("changed", "检查项目", "喷漆室静电放电1受控。", "喷漆室静电接地良好。")),
    (ChecklistRow, 5, {"conforms": "不适用"}, ("changed", "是否符合", "符合", "不适用")),
    (HiddenDangerRow, 0, {"description": "1号探头失效，没有声响"}, ("changed", "隐患描述", "1号探头失效", "1号探头失效，没有声响")),
    (HiddenDangerRow, 1, {"finished": date(2026, 3, 23)}, ("changed", "整改完成日期", "2026-03-24", "2026-03-23")),
    (HiddenDangerRow, 2, {"suggestion": "更换全部探头"}, ("changed", "整改建议", "更换探头", "更换全部探头")),
    (RiskPointRow, 1, {"kind": "设备设施"}, ("changed", "风险点类别", "场所", "设备设施")),
    (ProjectRow, 5, {"content": "孙某"}, ("changed", "内容", whole().rows[ProjectRow][5]["content"], "孙某")),
]  # fmt: skip


@pytest.mark.parametrize(("table", "row", "values", "change"), EDITS, ids=[e[3][1] + str(e[1]) for e in EDITS])
def test_one_edit_is_one_change(table: Any, row: int, values: dict[str, Any], change: tuple[str, ...]) -> None:
    after = whole().set(table, row, **values)
    assert edits(whole().book(), after.book()) == [change]
    assert edits(whole().book(), renamed(shuffled(after, 3).book())) == [change]


def test_all_edits_together_in_a_shuffled_and_renamed_round_are_exactly_those() -> None:
    after = whole()
    for table, row, values, _ in EDITS:
        after.set(table, row, **values)
    added = {
        "number": "4",
        "unit": "喷漆单元",
        "risk_point": POINTS[1],
        "description": "烘干室门无联锁",
        "level": "一般隐患",
    }
    after.add(HiddenDangerRow, **added).drop(ChecklistRow, 7)
    found = edits(whole().book(), renamed(shuffled(after, 5).book()))
    removed = (
        "检查项目：烘干室静电放电2受控；依据：GB6514-2023第4.4.1条；检查结果：完好；是否符合：符合；对应措施：4-2.1"
    )
    wanted = [change for *_, change in EDITS]
    wanted += [
        ("added", "隐患清单", "", "隐患描述：烘干室门无联锁；隐患级别：一般隐患"),
        ("removed", "安全检查表", removed, ""),
    ]
    assert sorted(found) == sorted(wanted)


def test_each_change_names_its_row_and_both_cells() -> None:
    after = whole().insert(
        ChecklistRow, 0, unit="喷漆单元", risk_point=POINTS[0], number="9", item="新的检查。", conforms="符合"
    )
    after.set(ChecklistRow, 2, observation="已修复")
    (new, edit) = compare(dossier_of(whole().book(), "一"), dossier_of(after.book(), "二"))[0]
    assert isinstance(edit, Change)
    assert (edit.subject, edit.table, edit.header) == ("喷漆室／2／喷漆室蒸气积聚2受控。", "安全检查表", "检查结果")
    assert (edit.at_before.cell, edit.at_after.cell) == ("F3", "F4")  # type: ignore[union-attr]
    assert (new.kind, new.at_before, new.at_after.cell) == ("added", None, "D2")  # type: ignore[union-attr]


def test_a_cell_that_fills_many_rows_is_one_change() -> None:
    before, after = Grids(mended()), Grids(mended())
    after.set(HazardRow, 0, event="蒸气遇点火源爆燃。")
    found = edits(before.book(), after.book())
    assert [(kind, header) for kind, header, *_ in found] == [("changed", "事件")]


def test_renumbered_rows_are_told_apart() -> None:
    after = whole()
    for n, row in enumerate(after.rows[HiddenDangerRow], 11):
        row["number"] = str(n)
    assert edits(whole().book(), after.book()) == [("renumbered", "序号", str(n), str(n + 10)) for n in (1, 2, 3)]


def without(book: Book, sheet: str, header: str, name: str | None) -> Book:
    """The book with a header of a sheet called otherwise, or its column cut out."""
    of = next(each for each in book.sheets if each.name == sheet)
    at = [str(word).strip("*") for word in of.rows[0]].index(header)
    if name is None:
        of.rows = [row[:at] + row[at + 1 :] for row in of.rows]
    else:
        of.rows[0][at] = name
    return book


@pytest.mark.parametrize(
    ("name", "words"), [("整改措施建议书", "没有这一列；不认识的列：整改措施建议书"), (None, "没有这一列")]
)
def test_a_column_that_one_round_lacks_is_told_once(name: str | None, words: str) -> None:
    after = without(whole().set(HiddenDangerRow, 0, owner="钱某").book(), "隐患清单", "整改建议", name)
    column = ("column", "整改建议", "有“整改建议”列，3行有内容", words)
    assert edits(whole().book(), after) == [column, ("changed", "整改责任人", "", "钱某")]
    back = edits(after, whole().set(HiddenDangerRow, 0, owner="钱某").book())
    if name is None:  # a column that is new is what was written in it
        assert back == [("changed", "整改建议", "", "更换探头")] * 3
    else:
        assert back == [("column", "整改建议", words, "有“整改建议”列，3行有内容")]


def test_an_empty_column_that_one_round_lacks_is_no_change() -> None:
    assert edits(whole().book(), without(whole().book(), "隐患清单", "应急预案", None)) == []


def test_a_side_without_any_table_is_said_and_not_compared(tmp_path: Path) -> None:
    save(whole(), tmp_path / "一轮.xlsx")
    with xlsxwriter.Workbook(tmp_path / "别的.xlsx") as book:
        book.add_worksheet("记事").write(0, 0, "买菜")
    one, other = (Job(tmp_path / f"{name}.xlsx", f"{name}.xlsx") for name in ("一轮", "别的"))
    for pair in ((one, other), (other, one)):
        (found,) = compare_rounds([pair])
        assert found.changes == ()
        assert found.fault.startswith(f"{other.path}：没有认出底稿的表")
        assert "没有变化" not in round_report.text([found])


def test_a_row_replaced_under_its_number_is_a_removal_and_an_addition() -> None:
    after = whole().set(HiddenDangerRow, 2, description="配电箱无接地标志")
    assert sorted(kind for kind, *_ in edits(whole().book(), after.book())) == ["added", "removed"]


def test_a_formula_that_one_program_did_not_calculate_is_no_change() -> None:
    before = Grids(mended()).set(LecRow, 0, d=45, grade="低风险")
    assert edits(before.book(), Grids(mended()).book()) == []
    after = Grids(mended()).set(LecRow, 0, d=90, grade="一般风险")
    assert [(h, b, a) for _, h, b, a in edits(before.book(), after.book())] == [
        ("D", "45", "90"),
        ("风险等级", "低风险", "一般风险"),
    ]


def moves(after: Grids) -> list[StateMove]:
    return compare(dossier_of(whole().book(), "一"), dossier_of(after.book(), "二"))[1]


def test_rows_that_a_newer_template_gives_are_no_change() -> None:
    newer = Grids()
    for page in (page for page in blueprint().pages if page.rows):
        for row in page.rows:
            newer.add(page.table, **row)
    assert edits(Grids().book(), newer.book()) == []
    newer.rows[ReportPartRow][0]["present"] = "有"
    assert [(kind, after) for kind, _, _, after in edits(Grids().book(), newer.book())] == [
        ("added", "报告内容：被评价对象介绍；是否具备：有")
    ]


def test_state_moves_are_judged() -> None:
    assert moves(whole()) == []
    (skipped,) = moves(whole().set(HiddenDangerRow, 2, state="销号"))
    assert (skipped.before, skipped.after, skipped.at_after.cell) == ("整改中", "销号", "O4")
    assert skipped.illegal is not None
    assert "跳过了“已整改”" in skipped.illegal.zh
    (fine,) = moves(whole().set(HiddenDangerRow, 2, **CLOSED))
    assert fine.illegal is None
    (back,) = moves(whole().set(HiddenDangerRow, 0, state="整改中"))
    assert back.illegal is not None
    assert back.illegal.zh == "“销号”之后不能是“整改中”"
