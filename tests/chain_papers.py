"""A paper in which every joint of the chain 评价单元 → … → 影像 has links to spare: whatever is cut, the rest still hangs together."""

from __future__ import annotations

from datetime import date
from typing import Any

from papers import Grids

from coatxl.standards.coating import standard
from coatxl.standards.coating.demo_papers import Paper, mended
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.tables import ChecklistRow, HazardRow, HiddenDangerRow, RiskPointRow, UnitRow
from coatxl.standards.coating.tables.division import UNIT_KINDS
from coatxl.tables.read import read

UNIT, POINTS, HAZARDS = "喷漆单元", ("喷漆室", "烘干室"), ("蒸气积聚", "静电放电")
CLOSED: dict[str, Any] = {
    "finished": date(2026, 3, 24), "state": "销号", "recheck": "已整改", "rechecker": "赵某",
    "recheck_date": date(2026, 3, 25), "photo_after": "b.jpg",
}  # fmt: skip


def whole() -> Grids:
    """One unit, two risk points, two hazards each with two causes and measures, an item for each, three dangers."""
    g = Grids(Paper("厂", mended().facts))
    g.add(UnitRow, number="1", unit=UNIT, kind=UNIT_KINDS[2], divided="是")
    ordinal = 0
    for n, point in enumerate(POINTS, 1):
        g.add(RiskPointRow, number=str(n), unit=UNIT, risk_point=point, step="-", kind="场所")
        for hazard in HAZARDS:
            ordinal += 1
            for cause in ("1", "2"):
                words = f"{point}{hazard}{cause}"
                where = {"unit": UNIT, "risk_point": point}
                g.add(HazardRow, **where, step="-", hazard=hazard, event=f"{hazard}后爆燃。", outcome="爆燃", high="是",
                      number=cause, cause=f"{words}失控。", measure=f"{words}受控。")  # fmt: skip
                number = str(len([r for r in g.rows[ChecklistRow] if r["risk_point"] == point]) + 1)
                g.add(ChecklistRow, **where, number=number, item=f"{words}受控。", basis="GB6514-2023第4.4.1条",
                      observation="完好", conforms="符合", measures=f"{ordinal}-{cause}.1")  # fmt: skip
    g.set(ChecklistRow, 0, conforms="不符合", observation="探头失效", suggestion="更换")
    for number, facts in (("1", CLOSED), ("2", CLOSED), ("3", {"state": "整改中"})):
        g.add(
            HiddenDangerRow, number=number, unit=UNIT, risk_point=POINTS[0], description=f"{number}号探头失效",
            basis="GB6514-2023第4.4.1条", level="一般隐患", suggestion="更换探头", notified=date(2026, 3, 20),
            photo_before=f"a{number}.jpg", origin=f"安全检查表 {POINTS[0]}/1", **facts,
        )  # fmt: skip
    return g


def dossier_of(g: Grids) -> Dossier:
    """The paper as the standard joins it."""
    reading = read(g.book(), standard.TABLES, standard.IGNORED_SHEETS)
    return standard.dossier(reading, file="底稿.xlsx", sha256="0" * 64)
