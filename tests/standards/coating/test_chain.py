"""Chain coverage: nine joints; whatever link is cut is told once, at its joint, at its cell."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from chain_papers import POINTS, dossier_of, whole
from papers import Grids, judge

from coatxl.reports.chain_model import LEVELS, Joint
from coatxl.settings import PhotoSettings, Settings
from coatxl.standards.coating.chain import chain
from coatxl.standards.coating.tables import (
    ChecklistRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    RiskPointRow,
    UnitRow,
)

Cut = Callable[[Grids], Grids]


def joints(g: Grids) -> list[Joint]:
    return chain(dossier_of(g), Settings())


def orphans(g: Grids) -> list[tuple[str, str, str, str, str]]:
    return [(f"{j.start} → {j.end}", o.side, o.sheet, o.cell, o.lacks) for j in joints(g) for o in j.orphans]


def cut(table: Any, row: int, /, **values: Any) -> Cut:
    return lambda g: g.set(table, row, **values)


def move_hazard(g: Grids) -> Grids:
    return g.set(HazardRow, 2, risk_point="别处").set(HazardRow, 3, risk_point="别处")


def test_the_joints_are_those_of_the_chain_and_every_one_has_links() -> None:
    found = joints(whole())
    assert [(j.start, j.end) for j in found] == list(pairwise(LEVELS))
    assert [j.links for j in found] == [2, 4, 8, 8, 8, 3, 3, 2, 5]
    assert orphans(whole()) == []


CUTS = [
    (cut(RiskPointRow, 1, unit="-"), ("评价单元 → 风险点", "to", "风险点划分", "C3", "评价单元")),
    (move_hazard, ("风险点 → 危害因素", "to", "危害因素描述", "D4", "风险点")),
    (cut(HazardRow, 7, hazard="-", event="-"), ("危害因素 → 失控诱因", "to", "危害因素描述", "I9", "危害因素")),
    (cut(HazardRow, 3, cause="-"), ("失控诱因 → 风险管控措施", "to", "危害因素描述", "J5", "失控诱因")),
    (lambda g: g.drop(ChecklistRow, 3), ("风险管控措施 → 检查项目", "from", "危害因素描述", "J5", "检查项目")),
    (cut(HiddenDangerRow, 1, origin=""), ("检查项目 → 隐患", "to", "隐患清单", "D3", "检查项目")),
    (cut(HiddenDangerRow, 2, state=""), ("隐患 → 整改", "from", "隐患清单", "D4", "整改")),
    (cut(HiddenDangerRow, 0, recheck=""), ("整改 → 复查", "from", "隐患清单", "O2", "复查")),
    (cut(HiddenDangerRow, 1, photo_after="-"), ("复查 → 影像", "from", "隐患清单", "Q3", "整改后照片")),
]


@pytest.mark.parametrize(("edit", "told"), CUTS, ids=[told[0] for _, told in CUTS])
def test_a_deleted_link_is_one_orphan_at_its_joint(edit: Cut, told: tuple[str, ...]) -> None:
    assert orphans(edit(whole())) == [told]


def test_nine_deletions_in_one_paper_are_nine_orphans_one_at_each_joint() -> None:
    g = whole()
    for edit, _ in CUTS:
        edit(g)
    assert [joint for joint, *_ in orphans(g)] == [f"{a} → {b}" for a, b in pairwise(LEVELS)]


TWO_ENDS = [
    ("来源", lambda g: g.drop(HiddenDangerRow, 2).drop(HiddenDangerRow, 1).set(HiddenDangerRow, 0, origin=""),
     ("检查项目 → 隐患", "to", "隐患清单", "D2"), "安全检查表!D2"),
    ("来源 of a typing error", lambda g: g.drop(HiddenDangerRow, 2).drop(HiddenDangerRow, 1).set(HiddenDangerRow, 0, origin="安全检查表 喷漆室/9"),
     ("检查项目 → 隐患", "to", "隐患清单", "D2"), "安全检查表!D2"),
    ("措施", cut(HazardRow, 7, measure=""), ("失控诱因 → 风险管控措施", "from", "危害因素描述", "I9"), ""),
    ("措施 without 对应措施", lambda g: g.set(HazardRow, 7, measure="").set(ChecklistRow, 7, measures=""),
     ("失控诱因 → 风险管控措施", "from", "危害因素描述", "I9"), ""),
    ("对应措施", lambda g: g.set(ChecklistRow, 7, measures="", item="烘干室的静电放电2已受控。"),
     ("风险管控措施 → 检查项目", "from", "危害因素描述", "J9"), "安全检查表!D9"),
    ("整改状态", cut(HiddenDangerRow, 0, state=""), ("隐患 → 整改", "from", "隐患清单", "D2"), ""),
    ("整改状态 of an open one", cut(HiddenDangerRow, 2, state=""), ("隐患 → 整改", "from", "隐患清单", "D4"), ""),
    ("复查结果 of an open one", cut(HiddenDangerRow, 2, rechecker="赵某", recheck=""), ("整改 → 复查", "from", "隐患清单", "O4"), ""),
    ("风险点 of the only hazard", lambda g: [g.drop(HazardRow, 2) and g.drop(ChecklistRow, 2) for _ in (1, 2)] and g.set(HazardRow, 0, risk_point="?")
        .set(HazardRow, 1, risk_point="?"), ("风险点 → 危害因素", "to", "危害因素描述", "D2"), "风险点划分!C2"),
    ("评价单元 of the only risk point", lambda g: [g.drop(HazardRow, 4) and g.drop(ChecklistRow, 4) for _ in range(4)]
        and g.drop(RiskPointRow, 1).set(RiskPointRow, 0, unit="喷漆单無"),
     ("评价单元 → 风险点", "to", "风险点划分", "C2"), "评价单元!B2"),
    ("the only cause", lambda g: g.drop(HazardRow, 6).drop(ChecklistRow, 6).set(HazardRow, 6, cause="-"),
     ("失控诱因 → 风险管控措施", "to", "危害因素描述", "J8"), ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "told", "partner"), [each[1:] for each in TWO_ENDS], ids=[each[0] for each in TWO_ENDS]
)
def test_a_broken_link_with_two_loose_ends_is_told_once_with_the_other_end(
    edit: Cut, told: tuple[str, ...], partner: str
) -> None:
    found = [
        (f"{j.start} → {j.end}", o.side, o.sheet, o.cell, o.partner) for j in joints(edit(whole())) for o in j.orphans
    ]
    assert found == [(*told, partner)]


def test_a_danger_seen_on_site_hides_no_item_that_says_something_else() -> None:
    g = whole().set(ChecklistRow, 3, conforms="不符合", observation="灯具不防爆", item="灯具防爆。", measures="2-2.1")
    g.add(HiddenDangerRow, number="4", unit="喷漆单元", risk_point=POINTS[0], description="通道堆放纸箱", level="一般隐患", origin="现场检查",
          state="待整改", photo_before="a.jpg")  # fmt: skip
    assert [o for o in orphans(g) if o[0] == "检查项目 → 隐患"] == [
        ("检查项目 → 隐患", "from", "安全检查表", "D5", "隐患"), ("检查项目 → 隐患", "to", "隐患清单", "D5", "检查项目"),
    ]  # fmt: skip


# --- photos ------------------------------------------------------------------------------------------


def photographed(g: Grids, files: tuple[str, ...], **photo: Any) -> list[tuple[str, str]]:
    settings = Settings(photo=PhotoSettings(files=files, **photo))
    found = chain(dossier_of(g), settings)[-1].orphans
    told = {f.cell for f in judge(g.book(), settings)[0] if f.rule in ("CX6.1-03", "CX10.2-01")}
    assert len(told) == len(found)
    return [(o.cell, o.lacks) for o in found]


def test_a_photo_of_the_folder_is_a_photo_as_for_the_rules() -> None:
    names = ("a1.jpg", "a2.jpg", "a3.jpg", "b.jpg")
    assert photographed(whole(), names) == []
    g = whole().set(HiddenDangerRow, 0, photo_before="").set(HiddenDangerRow, 1, photo_after="")
    assert photographed(g, names) == [("D2", "整改前照片"), ("Q3", "整改后照片")]
    assert photographed(g, (*names, "1-前.jpg", "2-后.jpg")) == []


def test_a_photo_that_the_folder_has_not_is_none_unless_files_are_not_checked() -> None:
    assert photographed(whole(), ("a1.jpg", "a3.jpg", "b.jpg")) == [("D3", "整改前照片")]
    assert photographed(whole(), ("a1.jpg", "a3.jpg", "b.jpg"), check_files=False) == []


OTHER_SIDES = [
    (lambda g: g.add(UnitRow, number="2", unit="公用单元", divided="是"), ("评价单元 → 风险点", "from", "评价单元", "B3", "风险点")),
    (lambda g: g.add(RiskPointRow, number="3", unit="喷漆单元", risk_point="调漆间", step="-"),
     ("风险点 → 危害因素", "from", "风险点划分", "C4", "危害因素")),
    (lambda g: g.add(UnitRow, number="2", unit="制度", divided="否"), ("风险点 → 危害因素", "from", "评价单元", "B3", "危害因素")),
    (lambda g: g.add(HazardRow, unit="喷漆单元", risk_point=POINTS[1], hazard="噪声", event="噪声伤害。", number="1", cause="-", measure=""),
     ("危害因素 → 失控诱因", "from", "危害因素描述", "D10", "失控诱因")),
    (lambda g: g.add(HazardRow, unit="喷漆单元", risk_point=POINTS[1], hazard=g.rows[HazardRow][7]["hazard"], event=g.rows[HazardRow][7]["event"],
                     number="3", cause="误操作。", measure=""),
     ("失控诱因 → 风险管控措施", "from", "危害因素描述", "I10", "风险管控措施")),
    (lambda g: g.add(ChecklistRow, unit="喷漆单元", risk_point=POINTS[1], number="5", item="安全出口不少于两个。", conforms="符合"),
     ("风险管控措施 → 检查项目", "to", "安全检查表", "D10", "风险管控措施")),
    (cut(ChecklistRow, 4, conforms="不符合"), ("检查项目 → 隐患", "from", "安全检查表", "D6", "隐患")),
    (cut(HiddenDangerRow, 2, state="待整改", recheck="部分整改", photo_after="c.jpg"), ("整改 → 复查", "to", "隐患清单", "Q4", "整改")),
    (cut(HiddenDangerRow, 2, photo_before="/"), ("复查 → 影像", "from", "隐患清单", "D4", "整改前照片")),
    (cut(HiddenDangerRow, 2, photo_after="c.jpg"), ("复查 → 影像", "to", "隐患清单", "U4", "复查")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "told"), OTHER_SIDES, ids=[f"{t[0]}-{t[1]}-{i}" for i, (_, t) in enumerate(OTHER_SIDES)]
)
def test_the_other_side_of_each_joint(edit: Cut, told: tuple[str, ...]) -> None:
    assert orphans(edit(whole())) == [told]


def test_what_has_no_sheet_is_not_judged_and_no_orphan() -> None:
    ledger = whole().without(UnitRow, RiskPointRow, HazardRow, ChecklistRow, LecRow)
    found = joints(ledger)
    assert [j.missing for j in found[:6]] == [
        ("评价单元", "风险点划分"), ("危害因素描述", "风险点划分"), ("危害因素描述",), ("危害因素描述",),
        ("危害因素描述", "安全检查表"), ("安全检查表",),
    ]  # fmt: skip
    assert [(j.links, j.orphans) for j in found[:6]] == [(0, ())] * 6
    assert [j.links for j in found[6:]] == [3, 2, 5]


def test_an_undivided_unit_leads_to_its_hazards_directly() -> None:
    g = whole().add(UnitRow, number="2", unit="制度", divided="否")
    g.add(
        HazardRow,
        unit="制度",
        risk_point="-",
        hazard="职责不清",
        event="无人负责。",
        number="1",
        cause="未建制度。",
        measure="建立制度。",
    )
    g.add(ChecklistRow, unit="制度", risk_point="-", number="1", item="建立制度。", conforms="符合")
    assert orphans(g) == []
    assert joints(g)[1].links == 5


def test_an_open_hidden_danger_need_not_be_rechecked_yet() -> None:
    assert orphans(whole().set(HiddenDangerRow, 2, state="待整改")) == []
    assert [o[0] for o in orphans(whole().set(HiddenDangerRow, 2, state="已整改"))] == ["整改 → 复查"]
