"""The three working papers of `coatxl demo`: the standard's example as printed, mended, and with typical faults."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from coatxl.standards.coating.demo_example import POINT, SEEN, STEP, Paper, as_printed, facts_of, mended
from coatxl.standards.coating.tables import (
    ChecklistRow,
    ConfirmationRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    RiskPointRow,
    UnitRow,
)

__all__ = ["PAPERS", "Paper", "as_printed", "faulty", "mended"]

# Further hazards of the faulty paper: step, hazard, event, outcome, 高后果, cause, measure.
_MORE = (
    ("洗枪作业", "有机溶剂接触", "溶剂蒸气被吸入或接触皮肤，引起急性反应。", "皮炎", "否", "洗枪时未戴防护手套和口罩。", "为洗枪人员配发耐溶剂手套和防毒口罩。"),
    ("打捞漆渣", "漆渣自燃", "漆渣堆放氧化放热，引起着火。", "火灾", "是", "漆渣打捞后堆放在喷漆房内。", "漆渣当班装入加盖铁桶，运至危险废物仓库。"),
    ("检修喷枪", "高压漆流喷射", "喷枪误动作，高压漆流射入人体。", "软组织伤害", "否", "检修喷枪前没有泄压。", "检修喷枪前关泵泄压，并锁定扳机。"),
    ("更换滤材", "粉尘飞扬", "更换滤材时漆尘飞扬被吸入。", "尘肺病", "否", "更换滤材时没有停机和加湿。", "更换滤材前停机，湿式作业并佩戴防尘口罩。"),
)  # fmt: skip


def faulty() -> Paper:
    """The mended paper with typical faults, each at one place."""
    paper = mended()
    paper.name, paper.facts = (
        "常见错误",
        facts_of("乙机械有限公司", "安全现状评价", date(2026, 3, 31), date(2026, 4, 20)),
    )
    rows = paper.rows
    items = {r["number"]: r for r in rows[ChecklistRow]}
    rows[ChecklistRow].remove(items["29"])  # CX8.2-02
    _add_hazards(paper)
    units, points, hazards = rows[UnitRow], rows[RiskPointRow], rows[HazardRow]
    del units[4]  # CX6.2-01: no unit 安全管理
    points.append(
        {
            "number": str(len(points) + 1),
            "unit": "喷漆单元",
            "risk_point": "烘干生产线",
            "step": "-",
            "kind": "设备设施",
        }
    )  # CX7.1-01
    points[0] |= {"merged": "1号、2号喷漆线"}  # CX6.3-04
    last = next(i for i, r in enumerate(hazards) if r["step"] != STEP)
    hazards.insert(
        last,
        {
            "unit": "喷漆单元",
            "risk_point": POINT,
            "step": STEP,
            "hazard": hazards[0]["hazard"],
            "number": "21",
            "cause": "喷漆房照明灯具破损，高温表面外露。",
        },
    )  # CX7.3-01
    hazards[-1]["event"] = ""  # CX7.2-01
    items["2"]["observation"] = "实测风量待定"  # CX0-01
    items["14"]["number"] = "13"  # CX8.2-05
    items["20"]["basis"] = ""  # CX8.2-07
    items["23"]["basis"] = "《防雷减灾管理办法》"  # CX8.2-08
    items["18"]["conforms"] = "基本符合"  # CX8.2-09
    items["7"] |= {"conforms": "不符合", "observation": "2人未培训", "suggestion": "补训并考核合格后上岗"}  # CX8.2-10
    items["1"]["basis"] = "AQ5024-2008第6.4.7条"  # CX5.3-02
    items["10"]["measures"] = "1-31.1"  # CX0-03
    items["25"] |= {"conforms": "不适用", "observation": ""}  # CX8.2-09
    _add_risks(paper)
    _add_dangers(paper)
    return paper


def _add_hazards(paper: Paper) -> None:
    for n, (step, hazard, event, outcome, high, cause, measure) in enumerate(_MORE):
        where = {"unit": "喷漆单元", "risk_point": POINT}
        paper.rows[RiskPointRow].append({"number": "1", **where, "step": step, "kind": "设备设施"})
        paper.rows[HazardRow].append(where | {
            "step": step, "hazard": hazard, "event": event, "outcome": outcome, "high": high, "number": "1", "cause": cause,
            "measure": measure, "measure_kind": "安全管理", "basis": "超出法规", "reason": "存在现实风险，故要求。",
        })  # fmt: skip
        paper.rows[ChecklistRow].append(where | {
            "number": str(len(SEEN) + n), "item": measure, "basis": "存在现实风险，故要求。", "observation": "现场按要求执行", "conforms": "符合",
        })  # fmt: skip
        if high == "是":
            paper.rows[ConfirmationRow].append({
                "rule": "CX7.2-03", "key": f"{POINT}／{step}／{hazard}", "verdict": ConfirmationRow.CONFIRMED, "person": "示例负责人",
            })  # fmt: skip


def _add_risks(paper: Paper) -> None:
    """CXB-01, CXB-02, CXB-03, CXB-05, CX8.3-02; the last hazard has no row at all (CX8.3-01)."""
    basis = "常规作业，有操作规程"
    scores = (
        {"likelihood": Decimal(4), "exposure": Decimal(3), "consequence": Decimal(7), "basis": basis},
        {
            "likelihood": Decimal(3),
            "exposure": Decimal(6),
            "consequence": Decimal(15),
            "d": Decimal(27),
            "basis": basis,
        },
        {"likelihood": Decimal(1), "exposure": Decimal(3), "consequence": Decimal(3), "grade": "低风险"},
    )
    for n, (more, row) in enumerate(zip(_MORE, scores, strict=False), 2):
        where = {
            "number": str(n),
            "unit": "喷漆单元",
            "risk_point": POINT,
            "step": more[0],
            "hazard": more[1],
            "outcome": more[3],
        }
        paper.rows[LecRow].append(where | row)


def _add_dangers(paper: Paper) -> None:
    """CX6.1-03, CX10.1-02, CX8.2-12."""
    common = {
        "unit": "喷漆单元", "risk_point": POINT, "issue": "失效", "level": "一般隐患", "owner": "王某", "money": "2000元",
        "basis": "存在现实风险，故要求。", "deadline": date(2026, 4, 10), "plan": "整改期间停用该工位",
    }  # fmt: skip
    done = {
        "state": "销号",
        "finished": date(2026, 4, 2),
        "recheck": "已整改",
        "rechecker": "赵某",
        "recheck_date": date(2026, 4, 8),
    }
    paper.rows[HiddenDangerRow] = [
        common | done | {
            "number": "1", "description": "2号探头检定标签过期", "suggestion": "送检，合格后重新张贴标签", "notified": date(2026, 3, 20),
            "photo_after": "IMG_0421.jpg",
        },
        common | {
            "number": "2", "description": "安全门外堆放工件，通道不畅", "suggestion": "清除堆放物，地面划线，每班点检", "notified": date(2026, 3, 20),
            "photo_before": "IMG_0330.jpg", "state": "整改中",
        },
        common | done | {
            "number": "3", "description": "洗枪间排风口被遮挡", "suggestion": "移开遮挡物，排风口前1m内不放物品",
            "photo_before": "IMG_0331.jpg", "photo_after": "IMG_0424.jpg",
        },
    ]  # fmt: skip


PAPERS = (as_printed, mended, faulty)
