"""The standard's example as a working paper, as printed and mended.

Enterprises, observations, scores and the fan's air volume are illustrative; the texts of causes, measures and
items are the standard's own. No clause number is invented: where a citation does not hold, the mended paper
gives the reason in words, as the standard's own items 12 and 19 do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from coatxl.standards.coating.example import example
from coatxl.standards.coating.tables import (
    ChecklistRow,
    ConfirmationRow,
    HazardRow,
    LecRow,
    RiskPointRow,
    UnitRow,
)
from coatxl.standards.coating.tables import project as facts
from coatxl.standards.coating.tables.division import UNIT_KINDS
from coatxl.tables.table import Table

Rows = dict[type[Table], list[dict[str, Any]]]


@dataclass(slots=True)
class Paper:
    """What a working paper holds: its facts by 项目 word, and rows of field values by table."""

    name: str
    facts: dict[str, Any]
    rows: Rows = field(default_factory=dict)


_KINDS = {
    "调漆间": "场所", "供漆间": "场所", "工件上、下线": "作业活动", "静电除尘": "作业活动", "自动化喷漆线": "设备设施", "烘干生产线": "设备设施",
}  # fmt: skip
_METHOD_REASON = "喷漆作业的风险取决于作业频次、防护措施状态和后果，取值准则见附录B，适合逐项打分比较"
_LEC_BASIS = "有安全操作规程的常规作业，联锁故障时报警并停机，符合表B.1的0.5；作业时段全程暴露；可能造成3人以下死亡"


def facts_of(enterprise: str, kind: str, day: date, report: date) -> dict[str, Any]:
    """The facts of a demo paper by their 项目 words."""
    return {
        facts.ENTERPRISE.word: enterprise, facts.EVALUATION_TYPE.word: kind, facts.EVALUATION_DATE.word: day,
        facts.REPORT_DATE.word: report, facts.AGENCY.word: "示例安全评价有限公司", facts.LEADER.word: "示例负责人",
        facts.METHOD.word: facts.METHODS[0], facts.METHOD_REASON.word: _METHOD_REASON, facts.ACCEPTABLE.word: "一般风险",
    }  # fmt: skip


def _units(reason: str) -> list[dict[str, Any]]:
    """喷漆单元 for its kind, and a row with the reason for each kind that the paper leaves out."""
    rows: list[dict[str, Any]] = []
    for kind in UNIT_KINDS:
        own = kind == "工艺与设备设施"
        rows.append({
            "number": str(len(rows) + 1), "unit": "喷漆单元" if own else kind, "kind": kind,
            "divided": "是" if own else "不适用", "note": "自动化喷漆线及其调漆、供漆、烘干" if own else reason,
        })  # fmt: skip
    return rows


def _lec(point: str, step: str) -> dict[str, Any]:
    x = example()
    return {
        "number": "1", "unit": "喷漆单元", "risk_point": point, "step": step, "hazard": x.hazard, "outcome": x.outcome,
        "likelihood": Decimal("0.5"), "exposure": Decimal(6), "consequence": Decimal(15), "basis": _LEC_BASIS,
        "inherent_likelihood": Decimal(6), "inherent_exposure": Decimal(6), "inherent_consequence": Decimal(15),
    }  # fmt: skip


def as_printed() -> Paper:
    """The example tables typed in exactly; blank results filled with 符合, one LEC row added."""
    x = example()
    paper = Paper("标准示例原样", facts_of("标准示例（原样）", "安全现状评价", date(2026, 9, 30), date(2026, 10, 20)))
    paper.rows[UnitRow] = _units("导则6.3的示例只列出喷漆单元")
    paper.rows[RiskPointRow] = [
        {"number": n, "unit": u, "risk_point": p, "step": s, "kind": _KINDS[p]} for n, u, p, s in x.risk_points
    ]
    paper.rows[HazardRow] = [
        {
            "risk_point": x.risk_point, "hazard": x.hazard,
            **({"event": x.event, "outcome": x.outcome, "high": "是"} if (n, k) == ("1", 0) else {}),
            **({"number": n, "cause": cause} if k == 0 else {}),
            "measure": measure,
        }
        for n, cause, measures in x.relation for k, measure in enumerate(measures)
    ]  # fmt: skip
    paper.rows[ChecklistRow] = [
        {
            "unit": "喷漆单元", "risk_point": x.risk_point, "number": n, "item": item, "basis": basis,
            "observation": "符合", "conforms": "符合", "measures": "1-3.1、1-4.1" if n == "3" else "",
        }
        for n, item, basis in x.checklist
    ]  # fmt: skip
    paper.rows[LecRow] = [_lec(x.risk_point, "")]
    return paper


POINT, STEP = "自动化喷漆线", "喷漆作业"
MISPRINTS = (("容积挥发", "容易挥发"), ("报警仪报警仪", "报警仪"), ("0．9 m", "0.9m"), ("×m³/h", "12000m³/h"))
# Items whose printed basis does not hold (unknown number, no clause, partly replaced): the reason in words.
_REASONS = {
    "1": "敞口存放时溶剂持续挥发，存在现实风险，故要求密闭。",
    "21": "喷漆房内动火可能引爆残留蒸气，存在现实风险，故须审批。",
    "29": "喷漆场所初起火灾蔓延快，存在现实风险，须就近扑救，故按此配备。",
}
_ADDED = (
    "26",
    "在喷漆房入口设置禁火标志，划定禁火区。",
    "喷漆场所附近吸烟可能点燃可燃蒸气，存在现实风险，故设禁火区。",
)
SEEN = {
    "1": "现场抽查6桶，均加盖密闭", "2": "实测风量12600m³/h，罩口风速0.82m/s", "3": "现场试验：停风机后喷泵不能启动",
    "4": "操作规程第5条已写入，现场执行", "5": "探头离地0.4m，距释放源3m，联锁试验有效", "6": "标签有效期至2027-01",
    "7": "培训记录2026-01-12，考核合格", "8": "断电试验有声光报警", "9": "断电试验自动转换，恢复后自动转回", "10": "控制器在值班室，24小时有人",
    "11": "探头有数显和声光报警", "12": "操作规程第8条已写入", "13": "抽问3人，均能说明报警含义", "14": "按2区选型，Ex d IIB T4",
    "15": "进线口密封、接地完好", "16": "实测等电位电阻0.02Ω", "17": "入口设静电消除器，人员能正确使用", "18": "全棉工作服按人配发",
    "19": "配铜质工具，操作规程第10条已写入", "20": "入口标志齐全、清晰", "21": "动火制度已建立，抽查2份票证齐全", "22": "按二类设计，接闪带完好",
    "23": "检测报告2026-02，合格", "24": "岩棉夹芯板和镀锌钢板，不燃", "25": "未使用铝材", "26": "入口设禁火标志，地面划线",
    "27": "通道畅通，2个安全门", "28": "门宽1.2m，外开", "29": "2具8kg干粉（89B），保护距离7m",
}  # fmt: skip


def _mended(text: str) -> str:
    for wrong, right in MISPRINTS:
        text = text.replace(wrong, right)
    return text


def _is_reason(basis: str) -> bool:
    return basis.endswith("。")


def mended() -> Paper:
    """A 专项安全评价 of 喷漆作业 in which all that is put right."""
    x = example()
    paper = Paper("喷漆作业专项评价", facts_of("甲涂装有限公司", "专项安全评价", date(2026, 3, 31), date(2026, 4, 20)))
    paper.rows[UnitRow] = _units("本次为喷漆作业专项安全评价，不在委托范围内")
    paper.rows[RiskPointRow] = [
        {"number": "1", "unit": "喷漆单元", "risk_point": POINT, "step": STEP, "kind": "设备设施"}
    ]
    items = {n: (_mended(item), _REASONS.get(n, basis)) for n, item, basis in x.checklist}
    items[_ADDED[0]] = _ADDED[1:]
    basis_of = dict(items.values())
    texts = dict(x.causes)
    hazards: list[dict[str, Any]] = []
    for n, _, measures in x.relation:
        for k, printed in enumerate(measures):
            measure = _mended(printed)
            basis = basis_of.get(measure, items["3"][1])
            row = {
                "unit": "喷漆单元", "risk_point": POINT, "step": STEP, "hazard": x.hazard, "measure": measure,
                "basis": "超出法规" if _is_reason(basis) else basis, "reason": basis if _is_reason(basis) else "",
                "measure_kind": _kind(measure),
            }  # fmt: skip
            if k == 0:
                row |= {"number": n, "cause": _mended(texts[n])}
            if not hazards:
                row |= {"event": x.event, "outcome": x.outcome, "high": "是"}
            hazards.append(row)
    paper.rows[HazardRow] = hazards
    paper.rows[ChecklistRow] = [
        {
            "unit": "喷漆单元", "risk_point": POINT, "number": n, "item": items[n][0], "basis": items[n][1],
            "observation": SEEN[n], "conforms": "符合", "measures": "1-3.1、1-4.1" if n == "3" else "",
        }
        for n in sorted(items, key=int)
    ]  # fmt: skip
    paper.rows[LecRow] = [_lec(POINT, STEP)]
    person = {"verdict": ConfirmationRow.CONFIRMED, "person": "示例负责人", "day": date(2026, 4, 15)}
    paper.rows[ConfirmationRow] = [
        {
            "rule": "CX8.2-03",
            "key": f"1-3.1、1-4.1：{items['3'][0]}",
            "note": "“未启动或故障”涵盖 1-3.1 和 1-4.1",
            **person,
        },
        {"rule": "CX7.2-03", "key": f"{POINT}／{STEP}／{x.hazard}", "note": "诱因17～20为后果扩大方面", **person},
    ]
    return paper


_MANAGED = ("操作规程", "培训", "教育", "检定", "检测一次", "动火作业管理", "禁止", "禁火", "保持密闭", "警示标志")


def _kind(measure: str) -> str:
    if "工作服" in measure:
        return "个体防护"
    if "灭火器" in measure:
        return "应急准备"
    if "培训" in measure or "教育" in measure:
        return "教育培训"
    return "安全管理" if any(w in measure for w in _MANAGED) else "工程技术"
