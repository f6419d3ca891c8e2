"""Chain coverage of the complete example plant: whole as it is, and whatever one link is deleted, one orphan at its joint."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from chain_papers import dossier_of
from papers import Grids

from coatxl.reports.chain_model import LEVELS
from coatxl.settings import Settings
from coatxl.standards.coating.chain import chain
from coatxl.standards.coating.plant import plant
from coatxl.standards.coating.tables import ChecklistRow, HazardRow, HiddenDangerRow, LecRow, RiskPointRow

_SEVERAL = 6
Delete = Callable[[Grids, random.Random], object]


@cache
def _whole() -> Grids:
    """The plant with every cell written out that a blank means "as above" in, so that one cell can be cleared."""
    g = Grids(plant())
    paper = dossier_of(g)
    for table in (RiskPointRow, HazardRow, ChecklistRow, LecRow, HiddenDangerRow):
        g.rows[table] = [{name: getattr(row, name) for name in table.fields} for row in paper.rows(table)]
    return g


def whole() -> Grids:
    return copy.deepcopy(_whole())


def orphans(g: Grids) -> list[tuple[str, str]]:
    return [
        (f"{j.start} → {j.end}", f"{o.sheet}!{o.cell} {o.lacks}")
        for j in chain(dossier_of(g), Settings())
        for o in j.orphans
    ]


def pick(
    rows: list[dict[str, Any]], dice: random.Random, wanted: Callable[[dict[str, Any]], Any] = lambda _: True
) -> dict[str, Any]:
    return dice.choice([row for row in rows if wanted(row)])


def unit_of_a_point(g: Grids, dice: random.Random) -> None:
    """A risk point in one row, so that its unit is one cell."""
    rows = g.rows[RiskPointRow]
    names = [row["risk_point"] for row in rows]
    pick(rows, dice, lambda row: names.count(row["risk_point"]) == 1)["unit"] = "-"


def point_of_a_hazard(g: Grids, dice: random.Random) -> None:
    of = pick(g.rows[HazardRow], dice, lambda row: row["risk_point"] not in ("", "-"))
    key = ("unit", "risk_point", "step", "hazard", "event")
    for row in [row for row in g.rows[HazardRow] if all(row[name] == of[name] for name in key)]:
        row["risk_point"] = "没有的风险点"


def hazard_of_a_cause(g: Grids, dice: random.Random) -> None:
    """The last cause of a hazard, under which a name is missing."""
    rows = g.rows[HazardRow]
    last = [row for row, below in pairwise(rows) if row["hazard"] != below["hazard"] and row["cause"]]
    of = pick(last, dice)
    for row in [row for row in rows if row["cause"] == of["cause"] and row["hazard"] == of["hazard"]]:
        row |= {"hazard": "-", "event": "-", "step": "-"}


def cause_of_a_measure(g: Grids, dice: random.Random) -> None:
    rows = g.rows[HazardRow]
    texts = [row["cause"] for row in rows]
    pick(rows, dice, lambda row: texts.count(row["cause"]) == 1)["cause"] = "-"


def measure_of_a_cause(g: Grids, dice: random.Random) -> None:
    rows = g.rows[HazardRow]
    texts = [row["cause"] for row in rows]
    pick(rows, dice, lambda row: texts.count(row["cause"]) == 1)["measure"] = ""


def item_of_a_measure(g: Grids, dice: random.Random) -> None:
    rows = g.rows[ChecklistRow]
    rows.remove(pick(rows, dice, lambda row: row["conforms"] == "符合" and "、" not in row["measures"]))


def link_of_an_item(g: Grids, dice: random.Random) -> None:
    """对应措施 of an item that says it in other words, the only link that there is."""
    of = pick(g.rows[ChecklistRow], dice, lambda row: row["conforms"] == "符合" and "、" not in row["measures"])
    of |= {"measures": "", "item": f"现场查看：{of['item'][:-3]}……"}


def cell(name: str) -> Delete:
    return lambda g, dice: pick(g.rows[HiddenDangerRow], dice).update({name: ""})


LINKS: list[tuple[str, str, Delete]] = [
    ("评价单元 → 风险点", "评价单元", unit_of_a_point),
    ("风险点 → 危害因素", "风险点", point_of_a_hazard),
    ("危害因素 → 失控诱因", "危害因素", hazard_of_a_cause),
    ("失控诱因 → 风险管控措施", "失控诱因", cause_of_a_measure),
    ("失控诱因 → 风险管控措施", "措施", measure_of_a_cause),
    ("风险管控措施 → 检查项目", "检查项目", item_of_a_measure),
    ("风险管控措施 → 检查项目", "对应措施", link_of_an_item),
    ("检查项目 → 隐患", "来源", cell("origin")),
    ("隐患 → 整改", "整改状态", cell("state")),
    ("整改 → 复查", "复查结果", cell("recheck")),
    ("复查 → 影像", "整改前照片", cell("photo_before")),
    ("复查 → 影像", "整改后照片", cell("photo_after")),
]


def test_the_plant_is_whole_and_every_joint_is_cut() -> None:
    assert orphans(whole()) == []
    assert list(dict.fromkeys(joint for joint, *_ in LINKS)) == [f"{a} → {b}" for a, b in pairwise(LEVELS)]


@pytest.mark.parametrize("seed", range(_SEVERAL))
@pytest.mark.parametrize(("joint", "what", "delete"), LINKS, ids=[what for _, what, _ in LINKS])
def test_any_one_link_deleted_is_one_orphan_at_its_joint(joint: str, what: str, delete: Delete, seed: int) -> None:
    g = whole()
    delete(g, random.Random(f"{what}{seed}"))
    assert [at for at, _ in orphans(g)] == [joint]


@pytest.mark.parametrize("seed", range(_SEVERAL))
def test_links_deleted_at_several_joints_are_told_each_at_its_own(seed: int) -> None:
    g, dice = whole(), random.Random(seed)
    deletions = [cause_of_a_measure, cell("origin"), cell("photo_before")]
    for delete in deletions:
        delete(g, dice)
    assert [at for at, _ in orphans(g)] == ["失控诱因 → 风险管控措施", "检查项目 → 隐患", "复查 → 影像"]
