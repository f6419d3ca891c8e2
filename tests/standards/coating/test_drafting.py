"""Drafting without loss: what a person typed stays, what the source changed is told, and nothing changed is the same file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from drafts_by_hand import Desk, Hand, add_measure, small
from papers import Grids

from coatxl.standards.coating.demo_papers import faulty, mended
from coatxl.standards.coating.draft_entries import DANGERS
from coatxl.standards.coating.tables import ChecklistRow, HazardRow, HiddenDangerRow

MEASURES = (
    "油漆桶加盖。", "风机与喷泵联锁。", "探头每年检定。", "喷枪接地。", "地面每班清扫。", "动火须经审批。", "安全门保持畅通。", "灯具防爆。",
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path, small(*MEASURES))
    desk.draft()
    return desk


def states(hand: Hand) -> dict[str, str]:
    main = "检查项目" if "检查项目" in hand.heads else "隐患描述"
    return dict(hand.lines(main, "草稿状态"))


# --- the first draft ---------------------------------------------------------------------------------


def test_every_measure_has_an_item_with_numbers_without_holes(desk: Desk) -> None:
    assert desk.hand().lines("风险点", "序号", "检查项目", "对应措施", "草稿状态") == [
        *(("喷漆房", n, text, f"1-{n}.1", "新增") for n, text in enumerate(MEASURES, 1)),
        ("烘干室", 1, "烘干室设置超温报警。", "2-1.1", "新增"),
    ]  # fmt: skip


def test_equal_measures_of_one_risk_point_share_an_item_and_are_listed(tmp_path: Path) -> None:
    g = add_measure(small("灯具防爆。"), "喷漆房", "2", "灯具防爆")
    add_measure(g, "烘干室", "2", "灯具防爆。")
    desk = Desk(tmp_path, g)
    desk.draft()
    assert desk.hand().lines("风险点", "检查项目", "对应措施") == [
        ("喷漆房", "灯具防爆。", "1-1.1、1-2.1"), ("烘干室", "烘干室设置超温报警。", "2-1.1"), ("烘干室", "灯具防爆。", "2-2.1"),
    ]  # fmt: skip
    merged = desk.hand().workbook["合并措施"]
    assert [line[6] for line in merged.iter_rows(min_row=2, values_only=True)] == ["灯具防爆。", "灯具防爆"]
    desk.content = b""
    desk.draft(shared=True)
    assert desk.hand().lines("风险点", "检查项目", "对应措施")[0] == ("喷漆房", "灯具防爆。", "1-1.1、1-2.1、2-2.1")
    listed = list(desk.hand().workbook["合并措施"].iter_rows(min_row=2, values_only=True))
    assert [(line[3], line[7]) for line in listed] == [("喷漆房", None), ("喷漆房", None), ("烘干室", "另一风险点")]


def test_the_basis_is_the_measures_own_then_a_marked_proposal_then_none(tmp_path: Path) -> None:
    g = small("设置可燃气体检测报警仪电源故障报警信号。", "油漆桶保持密闭。", "喷漆房每季度由专人巡查。")
    add_measure(g, "喷漆房", "4", "喷漆房的墙体用不燃材料建造。", basis="GB 1-2000第3.1条")
    desk = Desk(tmp_path, g)
    desk.draft()
    found = {item: (basis, note) for item, basis, note in desk.hand().lines("检查项目", "依据", "依据说明")}
    assert found["喷漆房的墙体用不燃材料建造。"] == ("GB 1-2000第3.1条", "措施的依据")
    basis, note = found["设置可燃气体检测报警仪电源故障报警信号。"]
    assert basis == "GB16808-2008第4.1.4条"
    assert note.startswith("建议：导则8.2示例第8项（文字相同），请核对条款")
    basis, note = found["油漆桶保持密闭。"]
    assert basis is None
    assert "AQ5024-2008" in note
    assert "查无此号" in note
    assert found["喷漆房每季度由专人巡查。"] == (None, "没有建议，请填写")


def test_a_replaced_standard_is_told_and_not_put_in(tmp_path: Path) -> None:
    g = small("铝材不应用作喷漆室或喷漆房的结构支撑件、室体、排风管道。")
    for day, basis in (("2026-03-31", "GB14444-2006第7.1.3条"), ("2026-09-30", None)):
        desk = Desk(tmp_path, g.fact("报告日期", day))
        desk.draft()
        assert desk.hand().lines("依据")[0] == (basis,)
    assert "GB 14444-2025" in desk.hand().lines("依据说明")[0][0]


def test_the_papers_own_items_come_first_as_they_are(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Grids(faulty()))
    desk.draft()
    hand = desk.hand()
    own = [row for row in hand.lines("检查项目", "检查结果", "是否符合", "草稿状态") if row[-1] == "底稿已有"]
    assert [row[:3] for row in own] == [
        (r["item"], r.get("observation") or None, r.get("conforms")) for r in desk.paper.rows[ChecklistRow]
    ]
    assert sum(state == "新增" for (state,) in hand.lines("草稿状态")) == 1


# --- drafting again ----------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [mended, faulty])
@pytest.mark.parametrize("kind", ["checklist", "dangers"])
def test_drafting_again_without_change_is_the_same_file(tmp_path: Path, make: Any, kind: str) -> None:
    g = Grids(make())
    g.set(ChecklistRow, 4, conforms="不符合", observation="=探头“离地”0.1m\n<r>x</r>")
    desk = Desk(tmp_path, g, *([DANGERS] if kind == "dangers" else []))
    assert desk.draft() == desk.draft()


def test_twelve_edits_by_hand_and_five_changes_of_the_source(desk: Desk) -> None:
    """Every edit is still there, every change is marked, both texts of a conflict stand side by side."""

    def by_hand(hand: Hand) -> None:
        hand.type("油漆桶加盖。", "检查结果", "抽查6桶，均加盖")  # 1
        hand.type("油漆桶加盖。", "是否符合", "符合")  # 2
        hand.type("风机与喷泵联锁。", "依据", "联锁失效会积聚蒸气，故要求。")  # 3
        hand.type("探头每年检定。", "检查项目", "探头每年检定，标签清晰。")  # 4
        hand.type("喷枪接地。", "整改建议", "更换接地线")  # 5
        hand.type("喷枪接地。", "是否符合", "不符合")  # 6
        hand.type("动火须经审批。", "序号", 16)  # 7
        hand.type("灯具防爆。", "检查项目", "灯具为防爆型，Ex d。")  # 8
        bottom = hand.sheet.max_row + 1
        for header, text in (("风险点", "喷漆房"), ("检查项目", "我自己加的一项"), ("序号", "9")):  # 9
            hand.sheet.cell(bottom, hand.heads[header]).value = text
        hand.sheet.cell(4, hand.sheet.max_column + 1).value = "检查人"  # 10
        hand.sheet.cell(hand.row("安全门保持畅通。"), hand.heads["检查人"]).value = "张三"
        hand.workbook.create_sheet("我的笔记")["B3"] = "周五补拍照片"  # 11
        hand.sheet["C2"] = "二审意见：按单元分页"  # 12

    desk.edit(by_hand)
    rows = desk.paper.rows[HazardRow]
    rows[0]["measure"] = "油漆桶加盖并上锁。"  # not edited there: renewed
    rows[1]["basis"] = "GB 1-2000第3.1条"  # edited there: a conflict
    rows[2]["measure"] = "探头每半年检定。"  # edited there: a conflict
    del rows[4]  # 地面每班清扫。
    add_measure(desk.paper, "喷漆房", "5", "喷漆前先通风5min。", at=4)
    desk.draft()

    hand = desk.hand()
    assert states(hand) == {
        "油漆桶加盖并上锁。": "来源已变、已填", "风机与喷泵联锁。": "冲突、已填", "探头每年检定，标签清晰。": "冲突、已改", "喷枪接地。": "已填",
        "地面每班清扫。": "来源已删", "动火须经审批。": "已改", "安全门保持畅通。": "未变", "灯具为防爆型，Ex d。": "已改",
        "喷漆前先通风5min。": "新增", "烘干室设置超温报警。": "未变", "我自己加的一项": "人工",
    }  # fmt: skip
    assert hand.get("油漆桶加盖并上锁。", "检查结果") == "抽查6桶，均加盖"
    assert hand.get("油漆桶加盖并上锁。", "是否符合") == "符合"
    assert hand.get("油漆桶加盖并上锁。", "来源原文") == "检查项目：油漆桶加盖。"
    assert hand.get("风机与喷泵联锁。", "依据") == "联锁失效会积聚蒸气，故要求。"
    assert hand.get("风机与喷泵联锁。", "来源现文") == "依据：GB 1-2000第3.1条"
    assert hand.get("探头每年检定，标签清晰。", "来源现文") == "检查项目：探头每半年检定。"
    assert hand.get("探头每年检定，标签清晰。", "来源原文") == "检查项目：探头每年检定。"
    assert (hand.get("喷枪接地。", "整改建议"), hand.get("喷枪接地。", "是否符合")) == ("更换接地线", "不符合")
    assert hand.get("动火须经审批。", "序号") == 16
    assert hand.get("我自己加的一项", "序号") == 9
    assert hand.get("安全门保持畅通。", "检查人") == "张三"
    assert hand.workbook["我的笔记"]["B3"].value == "周五补拍照片"
    assert ("安全检查表!C2", "二审意见：按单元分页") in list(hand.workbook["其他内容"].iter_rows(values_only=True))
    once = desk.content
    assert desk.draft() == once


def test_a_conflict_stays_until_the_person_says_so(desk: Desk) -> None:
    desk.edit(lambda hand: hand.type("喷枪接地。", "检查项目", "喷枪接地良好。"))
    desk.paper.rows[HazardRow][3]["measure"] = "喷枪和供漆管接地。"
    for _ in range(2):
        desk.draft()
        assert states(desk.hand())["喷枪接地良好。"] == "冲突、已改"
    desk.edit(lambda hand: hand.type("喷枪接地良好。", "来源现文", None)).draft()
    assert states(desk.hand())["喷枪接地良好。"] == "已改"
    desk.paper.rows[HazardRow][3]["measure"] = "喷枪和供漆管均接地。"
    desk.draft()
    assert desk.hand().get("喷枪接地良好。", "来源现文") == "检查项目：喷枪和供漆管均接地。"
    desk.edit(lambda hand: hand.type("喷枪接地良好。", "检查项目", "喷枪和供漆管均接地。")).draft()
    assert states(desk.hand())["喷枪和供漆管均接地。"] == "未变"


def test_rows_are_known_after_sorting_inserting_and_renumbering_on_both_sides(desk: Desk) -> None:
    def by_hand(hand: Hand) -> None:
        hand.sheet.insert_rows(7)
        hand.sheet.cell(7, hand.heads["检查项目"]).value = "插入的行"
        hand.sort("检查项目")
        for n, r in enumerate(hand.numbers(), 1):
            hand.sheet.cell(r, hand.heads["序号"]).value = n

    before = dict(desk.hand().lines("检查项目", "草稿编号"))
    desk.edit(by_hand)
    order = [item for (item,) in desk.hand().lines("检查项目")]
    desk.paper.rows[HazardRow].reverse()
    for n, row in enumerate(desk.paper.rows[HazardRow], 1):
        row["number"] = str(n + 20)
    desk.draft()
    after = dict(desk.hand().lines("检查项目", "草稿编号"))
    assert after == before | {"插入的行": None}
    assert [item for (item,) in desk.hand().lines("检查项目")] == order
    assert [n for (n,) in desk.hand().lines("序号")] == list(range(1, 11))


def insert_below(hand: Hand, item: str, text: str) -> None:
    """Insert a row of the person's own that says no place."""
    row = hand.row(item) + 1
    hand.sheet.insert_rows(row)
    hand.sheet.cell(row, hand.heads["检查项目"]).value = text


def test_an_inserted_row_has_the_place_of_the_row_above(desk: Desk) -> None:
    desk.edit(lambda hand: insert_below(hand, "喷枪接地。", "插入的行")).draft()
    assert desk.hand().get("插入的行", "风险点") == "喷漆房"
    assert states(desk.hand())["插入的行"] == "人工"


@pytest.mark.parametrize("order", ["检查项目", "依据说明"])
def test_a_row_without_place_stays_blank_and_is_marked_once_the_table_was_sorted(desk: Desk, order: str) -> None:
    def by_hand(hand: Hand) -> None:
        insert_below(hand, "喷枪接地。", "插入的行")
        hand.type("地面每班清扫。", "依据说明", "A")
        hand.sort(order)

    desk.edit(by_hand).draft()
    for _ in range(2):
        assert (desk.hand().get("插入的行", "评价单元"), desk.hand().get("插入的行", "风险点")) == (None, None)
        assert states(desk.hand())["插入的行"] == "人工、位置不明"
        once = desk.content
        assert desk.draft() == once
    desk.edit(lambda hand: hand.type("插入的行", "风险点", "烘干室")).draft()
    assert states(desk.hand())["插入的行"] == "人工"


def test_a_row_without_place_below_the_table_is_marked(desk: Desk) -> None:
    desk.edit(lambda hand: insert_below(hand, "烘干室设置超温报警。", "表末的行")).draft()
    assert (desk.hand().get("表末的行", "风险点"), states(desk.hand())["表末的行"]) == (None, "人工、位置不明")


def test_numbers_that_a_deletion_left_free_are_told(desk: Desk) -> None:
    def told() -> dict[str, str]:
        return dict(desk.hand().workbook["草稿说明"].iter_rows(max_col=2, values_only=True))  # type: ignore[arg-type]

    assert "序号空号" not in told()

    def by_hand(hand: Hand) -> None:
        for item in ("风机与喷泵联锁。", "探头每年检定。", "动火须经审批。"):
            hand.sheet.delete_rows(hand.row(item))

    desk.edit(by_hand).draft()
    assert told()["序号空号"].startswith("喷漆单元／喷漆房：2～3、6（")


def test_a_deleted_row_stays_deleted_until_it_is_wanted_again(desk: Desk) -> None:
    desk.edit(lambda hand: hand.sheet.delete_rows(hand.row("灯具防爆。"))).draft()
    assert "灯具防爆。" not in states(desk.hand())
    assert desk.draft() == desk.draft()

    def wanted(hand: Hand) -> None:
        sheet = hand.workbook["草稿原文"]
        (marked,) = [r for r in range(2, sheet.max_row + 1) if sheet.cell(r, 2).value == "人工删除"]
        sheet.delete_rows(marked)

    desk.edit(wanted).draft()
    assert states(desk.hand())["灯具防爆。"] == "新增"


def test_copied_rows_lost_ids_and_lost_sheets_cost_no_row(desk: Desk) -> None:
    def by_hand(hand: Hand) -> None:
        source, target = hand.row("喷枪接地。"), hand.sheet.max_row + 1
        for c in range(1, hand.sheet.max_column + 1):
            hand.sheet.cell(target, c).value = hand.sheet.cell(source, c).value
        hand.sheet.cell(target, hand.heads["检查项目"]).value = "喷枪接地（复制后改）"
        hand.type("灯具防爆。", "草稿编号", None)

    desk.edit(by_hand).draft()
    found = states(desk.hand())
    assert (found["喷枪接地。"], found["喷枪接地（复制后改）"], found["灯具防爆。"]) == ("新增", "人工", "新增")

    def bases_gone(hand: Hand) -> None:
        del hand.workbook["草稿原文"], hand.workbook["草稿来源"]
        hand.type("灯具防爆。", "检查结果", "已查看")

    desk.edit(bases_gone).draft()
    items = [item for (item,) in desk.hand().lines("检查项目")]
    assert sorted(items) == sorted([*MEASURES, "喷枪接地（复制后改）", "烘干室设置超温报警。"])
    assert desk.hand().get("灯具防爆。", "检查结果") == "已查看"


def test_a_row_typed_for_a_measure_is_not_drafted_again(desk: Desk) -> None:
    def by_hand(hand: Hand) -> None:
        r = hand.sheet.max_row + 1
        for header, text in (
            ("评价单元", "喷漆单元"),
            ("风险点", "烘干室"),
            ("检查项目", "排风机防爆。"),
            ("检查结果", "已核对铭牌"),
        ):
            hand.sheet.cell(r, hand.heads[header]).value = text

    desk.edit(by_hand)
    add_measure(desk.paper, "烘干室", "2", "排风机防爆。")
    desk.draft()
    assert [row for row in desk.hand().lines("检查项目", "检查结果", "对应措施", "草稿状态") if row[0] == "排风机防爆。"] == [
        ("排风机防爆。", "已核对铭牌", "2-2.1", "已填")
    ]  # fmt: skip


def test_items_taken_over_into_the_paper_are_the_same_rows(desk: Desk) -> None:
    desk.paper.add(
        ChecklistRow, unit="喷漆单元", risk_point="喷漆房", number="4", item="喷枪接地。", basis="存在现实风险，故要求。",
        observation="电阻0.02Ω", conforms="符合", measures="1-4.1",
    )  # fmt: skip
    desk.draft()
    assert len(desk.hand().ids) == 9
    assert desk.hand().get("喷枪接地。", "检查结果") == "电阻0.02Ω"
    assert states(desk.hand())["喷枪接地。"] == "来源已变"


# --- hidden dangers ----------------------------------------------------------------------------------


def test_hidden_dangers_follow_their_items(tmp_path: Path) -> None:
    g = small("喷枪接地。")
    for n, (item, seen) in enumerate((("喷枪接地。", "断线"), ("灯具防爆。", "灯罩破损")), 1):
        g.add(
            ChecklistRow, unit="喷漆单元", risk_point="喷漆房", number=str(n), item=item, basis="故要求。", observation=seen,
            conforms="不符合", suggestion="更换",
        )  # fmt: skip
    g.add(HiddenDangerRow, number="1", unit="喷漆单元", risk_point="喷漆房", description="通道堆物", level="一般隐患")
    desk = Desk(tmp_path, g, DANGERS)
    desk.draft()
    assert desk.hand().lines("序号", "隐患描述", "来源", "整改状态", "草稿状态") == [
        (1, "通道堆物", None, None, "底稿已有"),
        (2, "喷枪接地：断线", "安全检查表 喷漆房/1", "待整改", "新增"),
        (3, "灯具防爆：灯罩破损", "安全检查表 喷漆房/2", "待整改", "新增"),
    ]
    desk.edit(lambda hand: hand.type("喷枪接地：断线", "隐患级别", "一般隐患"))
    desk.edit(lambda hand: hand.type("灯具防爆：灯罩破损", "整改责任人", "李四"))
    g.set(ChecklistRow, 0, conforms="符合", observation="已接好")
    g.set(ChecklistRow, 1, observation="灯罩破损2处")
    desk.draft()
    assert desk.hand().lines("隐患描述", "整改责任人", "隐患级别", "来源现文", "草稿状态") == [
        ("通道堆物", None, "一般隐患", None, "未变"),
        ("喷枪接地：断线", None, "一般隐患", "检查项目现为“符合”", "来源已删、已填"),
        ("灯具防爆：灯罩破损2处", "李四", None, None, "来源已变、已填"),
    ]
