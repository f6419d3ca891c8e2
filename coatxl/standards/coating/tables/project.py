"""项目信息 (5, 8.1) and 人工确认: what is said once for the whole paper, and what a person ticked off."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from coatxl.criteria.bands import GRADES
from coatxl.tables.column import Column
from coatxl.tables.table import Table


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of 项目信息: its 项目 word, what may stand beside it, and what the 说明 column tells."""

    word: str
    help: str
    required: bool = False
    choices: tuple[str, ...] = ()
    is_date: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The 项目 cell's text: starred when required."""
        return self.word + ("*" if self.required else "")


ENTERPRISE = Fact("企业名称", "被评价企业全称", required=True, aliases=("被评价企业", "单位名称", "委托单位"))
EVALUATION_TYPE = Fact(
    "评价类型", "全厂填安全现状评价；只评涂装作业过程的填专项安全评价", required=True,
    choices=("安全现状评价", "专项安全评价"),
)  # fmt: skip
EVALUATION_DATE = Fact(
    "评价基准日", "整改是否超期按这一天判断；没有报告日期时，标准是否现行也按这一天，不按打开文件的日期", required=True, is_date=True,
    aliases=("基准日",),
)  # fmt: skip
REPORT_DATE = Fact("报告日期", "评价报告的出具日期；记录保存期自这一天起算", is_date=True)
AGENCY = Fact("评价机构", "出具报告的安全评价机构")
LEADER = Fact("项目负责人", "评价项目组组长")
METHODS = ("作业条件危险性分析法", "风险矩阵法", "作业条件危险性分析法和风险矩阵法", "定量评价方法")
METHOD = Fact(
    "风险评价方法",
    "8.3.2：作业条件危险性分析法填表“风险评价LEC”，风险矩阵法填表“风险评价矩阵”",
    required=True,
    choices=METHODS,
)
METHOD_REASON = Fact("方法选择理由", "8.1.1：说明所选方法为什么适用", required=True)
ACCEPTABLE = Fact(
    "可接受风险等级", "8.1.4、8.3.1：控制风险不高于这一等级为可接受；原则上宜降到一般风险以下", required=True,
    choices=tuple(reversed(GRADES)), aliases=("风险可接受准则",),
)  # fmt: skip
SCENARIO = Fact("事故情形设定", "8.3.3：只在采用定量评价方法时填")
MODEL_LIMITS = Fact("理想模型缺陷", "8.3.3：只在采用定量评价方法时填")
DEVIATION = Fact("可能发生的偏差", "8.3.3：只在采用定量评价方法时填")

FACTS = (
    ENTERPRISE, EVALUATION_TYPE, EVALUATION_DATE, REPORT_DATE, AGENCY, LEADER, METHOD, METHOD_REASON, ACCEPTABLE,
    SCENARIO, MODEL_LIMITS, DEVIATION,
)  # fmt: skip


class ProjectRow(Table):
    """项目信息, one fact a row."""

    sheet: ClassVar[str] = "项目信息"
    title: ClassVar[str] = "项目信息"
    clause: ClassVar[str] = "5、8.1"
    sheet_aliases: ClassVar[tuple[str, ...]] = ("基本信息", "企业信息", "项目概况")
    identify: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"item", "content"}),)
    weak: ClassVar[frozenset[str]] = frozenset({"note"})

    item: Annotated[str, Column("项目", help="事项，名称不要改。", width=20)]
    content: Annotated[str, Column("内容", aliases=("填写内容",), help="填写处；有下拉的从下拉中选。", width=52)]
    note: Annotated[str, Column("说明", aliases=("备注",), help="怎么填，也可补充说明。", width=68)]


class ConfirmationRow(Table):
    """人工确认: judgements that no program can make, ticked off by a named person."""

    sheet: ClassVar[str] = "人工确认"
    title: ClassVar[str] = "人工确认"
    clause: ClassVar[str] = "全文"
    identify: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"rule", "verdict", "person"}),)

    rule: Annotated[
        str, Column("规则", required=True, help="检查结果中的规则编号，例如 CX8.2-03。", width=12, align="center")
    ]
    key: Annotated[str, Column("对象", help="检查结果“怎么改”中给出的对象，原样填写。", width=60)]
    verdict: Annotated[
        str,
        Column(
            "结论",
            required=True,
            help="核对无误填“已确认”；其他文字不算确认。",
            suggest=("已确认", "需修改"),
            width=11,
            align="center",
        ),
    ]
    person: Annotated[
        str, Column("确认人", required=True, help="核对人姓名；没有姓名不算确认。", width=12, align="center")
    ]
    day: Annotated[str, Column("确认日期", help="核对日期。", width=13, align="center")]
    note: Annotated[str, Column("说明", help="核对的方法和结果。", width=40)]

    CONFIRMED: ClassVar[str] = "已确认"
