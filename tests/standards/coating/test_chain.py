"""Chain coverage: nine joints; whatever link is cut is told once, at its joint, at its cell."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from chain_papers import POINTS, dossier_of, whole
from papers import Grids

from coatxl.reports.chain_model import LEVELS, Joint
from coatxl.settings import Settings
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


def test_nine_deletions_are_nine_joints() -> None:
    assert [told[0] for _, told in CUTS] == [f"{a} → {b}" for a, b in pairwise(LEVELS)]


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
