"""The buttons: an open workbook gives the findings of its file, and what is added to it overwrites nothing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from live_papers import OpenSheet, PlayedDesk
from papers import Grids, places

from coatxl.batch.live.actions import check, collect_dangers, draft_checklist
from coatxl.batch.live.additions import LiveRefused
from coatxl.batch.live.page import WIDTHS, page, state_of
from coatxl.batch.live.sheets import Used, book_of, merges_in
from coatxl.check import check_book
from coatxl.settings import Settings
from coatxl.standards.coating.demo_papers import faulty, mended
from coatxl.standards.coating.tables import ChecklistRow, HazardRow, HiddenDangerRow
from coatxl.tables.column import folded
from coatxl.workbook.book import Book, Merge, Sheet


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setattr("coatxl.settings.user_file", lambda: tmp_path / "none.toml")

    def made(source: Grids | Book, *, answer: bool = True) -> PlayedDesk:
        book = source.book() if isinstance(source, Grids) else source
        return PlayedDesk(book, folder=tmp_path, answer=answer)

    return made


def sheet_of(book: Book, name: str) -> Sheet:
    return next(sheet for sheet in book.sheets if sheet.name == name)


def judged(book: Book) -> list[tuple[str, str | None, str | None]]:
    return places(check_book(book, Settings()).findings)


# --- an open workbook as a Book ------------------------------------------------------------------


def test_an_open_workbook_gives_the_findings_of_its_file():
    book = Grids(faulty()).book()
    live = book_of(book.name, [OpenSheet(sheet) for sheet in book.sheets])
    assert judged(live) == judged(book)
    assert len(judged(live)) > 20


def test_what_excel_hands_over_becomes_plain_values():
    class Cells(OpenSheet):
        def used(self) -> Used:
            values = [["#REF!", -2146826243, Decimal("12.50"), ""], [True, 3.0, "=1+1", "两\n行"]]
            return Used(2, 1, values, [["=A1", "=F()", 12.5, '=""'], [True, "=1+2", "=1+1", "两\n行"]])

    (sheet,) = book_of("底稿.xlsx", [Cells(Sheet("表", "hidden"))]).sheets
    assert (sheet.top, sheet.left, sheet.visibility) == (2, 1, "hidden")
    assert sheet.rows == [[None, None, 12.5, None], [True, 3.0, "=1+1", "两\n行"]]
    assert sheet.errors == {(2, 1): "#REF!", (2, 2): "#VALUE!"}
    assert sheet.formulas == {(2, 1): "A1", (2, 2): "F()", (2, 4): '""', (3, 2): "1+2"}


@pytest.mark.parametrize(
    "merges",
    [
        [],
        [Merge(0, 0, 0, 7)],
        [Merge(4, 1, 9, 1), Merge(10, 1, 30, 1), Merge(31, 1, 32, 1), Merge(4, 2, 4, 3)],
        [Merge(r, c, r + 1, c + 1) for r in range(0, 40, 2) for c in range(0, 8, 2)],
    ],
)
def test_merges_are_found_by_halving(merges):
    live = OpenSheet(Sheet("表", merges=merges))
    found = merges_in(Merge(0, 0, 299, 7), live.merged, live.merge_at)
    assert found == sorted(merges, key=lambda m: (m.top, m.left))
    assert live.questions < 300 * 8 / 4


def test_hidden_rows_and_pictures_come_along():
    sheet = Sheet("表", rows=[["a"]] * 20, hidden_rows={3, 4, 11}, pictures={(5, 0)})
    (read,) = book_of("x", [OpenSheet(sheet)]).sheets
    assert (read.hidden_rows, read.pictures) == ({3, 4, 11}, {(5, 0)})


# --- 检查本工作簿 ----------------------------------------------------------------------------------


def test_findings_stand_on_their_sheet_with_links_to_the_cells(desk):
    it = desk(Grids(faulty()))
    expected = judged(it.book)
    said = check(it)
    shown = it.shown["检查结果"]
    head = shown.heads[0]
    assert shown.rows[head] == ["级别", "规则", "位置", "当前值", "问题", "怎么改", "依据"]
    rows = shown.rows[head + 1 : head + 1 + len(expected)]
    assert [row[1] for row in rows] == [rule for rule, _, _ in expected]
    links = [shown.links.get((n, 2)) for n in range(head + 1, head + 1 + len(expected))]
    assert links == [(sheet, cell or "A1") if sheet else None for _, sheet, cell in expected]
    assert all(len(row) == len(WIDTHS) for row in shown.rows)
    errors = sum(row[0] == "错误" for row in rows)
    assert said.startswith(f"错误 {errors}，")
    assert it.questions == []


def test_a_clean_paper_is_said_and_rules_not_run_are_listed(desk):
    it = desk(Grids(mended()))
    assert check(it).startswith("错误 0，警告 0，")
    texts = [text for row in it.shown["检查结果"].rows for text in row]
    assert "未执行的规则" in texts
    assert "CX6.1-03" in texts  # 隐患清单 has no rows


def test_checking_again_replaces_the_own_page_without_a_question(desk):
    it = desk(Grids(faulty()))
    check(it)
    first = [list(row) for row in it.shown["检查结果"].rows]
    check(it)
    assert it.questions == []
    assert it.shown["检查结果"].rows == first


def test_a_page_that_a_person_changed_is_replaced_only_after_a_yes(desk):
    it = desk(Grids(faulty()), answer=False)
    check(it)
    sheet_of(it.book, "检查结果").rows[7][5] = "已和车间说过"
    before = it.shown.pop("检查结果")
    assert "没有改动" in check(it)
    assert len(it.questions) == 1
    assert it.shown == {}
    it.answer = True
    check(it)
    assert it.shown["检查结果"].rows == before.rows


@pytest.mark.parametrize("rows", [[["我的检查结果", None]], [["检查结果"], ["别人的"], [], ["x"]]])
def test_somebody_elses_sheet_of_that_name_is_never_touched(desk, rows):
    book = Grids(mended()).book()
    book.sheets.append(Sheet("检查结果", rows=rows))
    it = desk(book)
    with pytest.raises(LiveRefused, match="改名"):
        check(it)
    assert it.shown == {}


def test_numbers_that_excel_gives_back_leave_the_page_unchanged():
    report = check_book(Grids(faulty()).book(), Settings())
    rows: list[list[object]] = [[text or None for text in row] for row in page(report).rows]
    assert state_of([*rows, [None] * 7]) == "ours"
    assert state_of([]) == "blank"
    assert state_of([[None, ""]]) == "blank"


def test_a_very_long_text_is_cut_so_that_excel_takes_the_block():
    grids = Grids(mended()).set(ChecklistRow, 0, conforms="长" * 30_000)
    longest = max(len(text) for row in page(check_book(grids.book(), Settings())).rows for text in row)
    assert longest < 8_203


# --- 生成安全检查表 --------------------------------------------------------------------------------


def test_drafted_items_cover_every_measure_and_are_drafted_once(desk):
    grids = Grids(mended()).drop(ChecklistRow, 28).drop(ChecklistRow, 5).drop(ChecklistRow, 2)
    it = desk(grids)
    assert "CX8.2-02" in {rule for rule, _, _ in judged(it.book)}
    said = draft_checklist(it)
    rules = [rule for rule, sheet, _ in judged(it.book) if sheet == "安全检查表"]
    assert "CX8.2-02" not in {rule for rule, _, _ in judged(it.book)}
    assert set(rules) == {"CX8.2-09", "CX8.2-06"}  # results to fill in; the numbers that were left out
    assert "第 28 行" in said
    assert "没有要增加的" in draft_checklist(it)
    assert len(it.questions) == 1


def test_equal_measures_share_an_item_and_numbers_go_on(desk):
    grids = Grids(mended()).drop(ChecklistRow, 28)
    measure = grids.rows[HazardRow][-1]["measure"]
    grids.add(
        HazardRow, number="21", cause="灭火器被遮挡。", measure=measure, basis="超出法规", reason="存在现实风险。"
    )
    it = desk(grids)
    draft_checklist(it)
    item = sheet_of(it.book, "安全检查表")
    header = [folded(str(h)).strip("*") for h in item.rows[0]]
    row = dict(zip(header, item.rows[-1], strict=False))
    assert row["序号"] == 29
    assert row["检查项目"] == measure
    assert str(row["对应措施"]).split("、")[-1] == "1-21.1"
    assert row["风险点"] == "自动化喷漆线"
    assert (row.get("检查结果"), row.get("是否符合")) == (None, None)


def test_a_measure_beyond_the_law_gives_its_reason_as_basis(desk):
    grids = Grids(mended()).add(
        HazardRow,
        number="21",
        cause="照明灯具破损。",
        measure="每周检查照明灯具。",
        basis="超出法规",
        reason="破损灯具可点燃蒸气。",
    )
    it = desk(grids)
    draft_checklist(it)
    assert "破损灯具可点燃蒸气。" in sheet_of(it.book, "安全检查表").rows[-1]


def test_without_a_yes_nothing_is_added(desk):
    it = desk(Grids(mended()).drop(ChecklistRow, 28), answer=False)
    before = [list(row) for row in sheet_of(it.book, "安全检查表").rows]
    assert "没有改动" in draft_checklist(it)
    assert sheet_of(it.book, "安全检查表").rows == before
    assert it.patches == []


def test_rows_below_the_table_and_merges_are_left_alone(desk):
    book = Grids(mended()).drop(ChecklistRow, 28).book()
    sheet = sheet_of(book, "安全检查表")
    last = len(sheet.rows) - 1
    sheet.rows += [[None], ["检查人：张三"], [None], [None]]
    sheet.merges = [Merge(last + 2, 0, last + 4, 8)]
    it = desk(book)
    draft_checklist(it)
    assert it.patches[0].row == last + 5
    assert "CX8.2-02" not in {rule for rule, _, _ in judged(it.book)}


def test_cells_with_formulas_keep_them(desk):
    book = Grids(mended()).drop(ChecklistRow, 28).book()
    sheet = sheet_of(book, "安全检查表")
    number = [folded(str(h)).strip("*") for h in sheet.rows[0]].index("序号")
    row = len(sheet.rows)
    sheet.rows.append([None] * len(sheet.rows[0]))
    sheet.formulas[row, number] = 'IF(D30="","",ROW()-1)'
    it = desk(book)
    draft_checklist(it)
    assert it.patches[0].row == row
    assert all(not patch.col <= number < patch.col + len(patch.values[0]) for patch in it.patches)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda g: g.without(ChecklistRow), "没有找到“安全检查表”"),
        (lambda g: g.without(HazardRow), "先填写措施"),
    ],
)
def test_what_is_missing_is_said(desk, edit, words):
    with pytest.raises(LiveRefused, match=words):
        draft_checklist(desk(edit(Grids(mended()))))


def test_a_checklist_without_the_column_is_refused(desk):
    book = Grids(mended()).drop(ChecklistRow, 28).book()
    sheet = sheet_of(book, "安全检查表")
    column = [folded(str(h)).strip("*") for h in sheet.rows[0]].index("风险点")
    sheet.rows = [[*row[:column], *row[column + 1 :]] for row in sheet.rows]
    it = desk(book)
    with pytest.raises(LiveRefused, match="没有“风险点”列"):
        draft_checklist(it)
    assert it.patches == []


# --- 汇总隐患 --------------------------------------------------------------------------------------


@pytest.fixture
def failed():
    grids = Grids(mended())
    for n, seen in ((6, "2人未培训"), (19, "入口没有标志")):
        grids.set(ChecklistRow, n, conforms="不符合", observation=seen, suggestion="立即整改")
    return grids


def test_nonconformities_are_listed_once_with_their_origin(desk, failed):
    it = desk(failed)
    said = collect_dangers(it)
    assert "安全检查表 自动化喷漆线/7" in said
    assert "CX8.2-10" not in {rule for rule, _, _ in judged(it.book)}
    rows = sheet_of(it.book, "隐患清单").rows
    header = [folded(str(h)).strip("*") for h in rows[0]]
    row = dict(zip(header, rows[1], strict=False))
    assert (row["序号"], row["来源"], row["整改状态"]) == (1, "安全检查表 自动化喷漆线/7", "待整改")
    assert "2人未培训" in str(row["隐患描述"])
    assert row.get("隐患级别") is None
    assert "没有要增加的" in collect_dangers(it)


def test_dangers_go_below_those_that_are_listed(desk, failed):
    failed.add(
        HiddenDangerRow,
        number="4",
        unit="喷漆单元",
        risk_point="自动化喷漆线",
        description="通道堆物",
        level="一般隐患",
    )
    it = desk(failed)
    collect_dangers(it)
    rows = sheet_of(it.book, "隐患清单").rows
    assert rows[1][3] == "通道堆物"
    assert [row[0] for row in rows[1:]] == ["4", 5, 6]


@pytest.mark.parametrize("point", ["1", "A-B线", "喷漆/烘干"])
def test_an_ambiguous_risk_point_is_named_by_its_cell(desk, failed, point):
    for row in failed.rows[ChecklistRow]:
        row["risk_point"] = point
    it = desk(failed)
    collect_dangers(it)
    assert "CX8.2-10" not in {rule for rule, _, _ in judged(it.book)}
    assert "没有要增加的" in collect_dangers(it)


def test_settings_of_the_workbooks_folder_apply(desk, tmp_path: Path):
    (tmp_path / "coatxl.toml").write_text('[coverage]\nmatch = "id"\n', "utf-8")
    it = desk(Grids(mended()))
    draft_checklist(it)
    assert len(it.patches[0].values) > 20
    assert "没有要增加的" in draft_checklist(it)
