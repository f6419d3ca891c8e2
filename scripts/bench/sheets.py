"""sheets: the tables of a made-up working paper: headers, words, and what a book holds before it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Fault = tuple[str, str, str]  # rule, sheet, cell
DATA_ROW = 3  # 1-based
FAULTY_SHARE = 0.01
UNDATED_DAY, DAYS = 46_090.0, 60  # 2026-03-09 as a serial number
DEVICES = (
    "喷漆室",
    "供漆泵",
    "烘箱",
    "调漆机",
    "排风机",
    "输送链",
    "静电枪",
    "过滤器",
    "加热器",
    "压缩机",
    "抛丸机",
    "打磨台",
)
WORKS = (
    "调漆作业",
    "喷漆作业",
    "烘干作业",
    "打磨作业",
    "换滤作业",
    "洗枪作业",
    "补漆作业",
    "上料操作",
    "下料操作",
    "巡检作业",
)
HAZARDS = ("机械伤害", "高处坠落", "有机溶剂接触", "粉尘飞扬", "噪声危害", "烫伤", "物体打击", "滑倒")
OUTCOMES = ("骨折", "皮炎", "尘肺病", "听力损失", "轻伤")
STATES = (
    "防护罩缺失",
    "联锁失效",
    "接地松动",
    "滤材堵塞",
    "照明不足",
    "标识不清",
    "急停失灵",
    "管路渗漏",
    "通道堆物",
    "培训不足",
)
ACTS = (
    "每班点检",
    "每周检查",
    "每月维护",
    "设专人管理",
    "加装联锁",
    "张贴标识",
    "定期更换",
    "纳入培训",
    "配备备件",
    "实行挂牌",
)
LIKELIHOODS, EXPOSURES, CONSEQUENCES = ("0.5", "1", "3"), ("1", "2", "3", "6"), ("1", "3")
LOW = Decimal(20)

UNITS = ("序号", "评价单元", "单元类别", "是否划分风险点", "说明")
POINTS = ("序号", "评价单元", "风险点", "作业步骤/设备", "风险点类别")
DESCRIPTION = (
    "评价单元",
    "风险点",
    "作业步骤/设备",
    "危害因素",
    "事件",
    "后果",
    "高后果",
    "序号",
    "失控诱因",
    "风险管控措施",
    "措施类别",
    "依据",
)
CHECKLIST = ("评价单元", "风险点", "序号", "检查项目", "依据", "检查结果", "是否符合", "整改建议")
LEC = (
    "序号",
    "评价单元",
    "风险点",
    "作业步骤/设备",
    "危害因素",
    "后果",
    "L",
    "E",
    "C",
    "D",
    "风险等级",
    "是否可接受",
    "取值依据",
)
DANGERS = ("序号", "评价单元", "风险点", "隐患描述", "问题类型", "依据", "隐患级别", "整改建议", "通报日期", "整改状态", "复查结果", "复查日期",
           "整改前照片", "整改后照片", "来源", "复查人")  # fmt: skip
KINDS = ("企业选址和周边环境", "总图布置", "公用工程与辅助设施", "安全管理", "基于法规要求的其他安全生产条件")
FACTS: dict[str, str | float] = {
    "评价类型*": "安全现状评价", "评价基准日*": "2026-03-31", "报告日期": "2026-04-20", "评价机构": "示例安全评价有限公司", "项目负责人": "示例负责人",
    "风险评价方法*": "作业条件危险性分析法", "方法选择理由*": "作业频次、防护状态和后果均可取值，适合逐项打分", "可接受风险等级*": "一般风险",
}  # fmt: skip
GRADE_FORMULA = '=IF(J{row}>=320,"重大风险",IF(J{row}>=160,"较大风险",IF(J{row}>=70,"一般风险",IF(J{row}>=20,"低风险","轻微风险"))))'


@dataclass
class Sheet:
    """The rows of one table; a tuple is (formula, stored result), None a blank. merges: (top, bottom, column)."""

    headers: tuple[str, ...]
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: list[list[Any]] = field(default_factory=list)
    merges: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass
class Book:
    """One working paper with its faults."""

    name: str
    tables: dict[str, Sheet]
    facts: dict[str, str | float]
    faults: list[Fault] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Number of data rows of the six tables."""
        return sum(len(table.rows) for table in self.tables.values())

    def fault(self, rule: str, sheet: str, header: str) -> None:
        """Note a fault in the last row of a sheet."""
        table = self.tables[sheet]
        self.faults.append((rule, sheet, f"{chr(65 + table.headers.index(header))}{len(table.rows) - 1 + DATA_ROW}"))
