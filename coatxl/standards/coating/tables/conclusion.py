"""评价结论 (11, 12.1): the summary of the results and the conclusion, explicit in two words."""

from typing import Annotated, ClassVar, Literal

from coatxl.standards.coating.listed import Item
from coatxl.tables.column import Column
from coatxl.tables.table import Table

RECHECK = Item("隐患整改复查结果", ("隐患整改落实情况",), ("隐患整改", "复查结果"))
KEY_HAZARDS = Item("危害因素分析结果及重点管控的危害因素", ("危害因素分析结果",), ("危害因素分析", "重点管控"))
RESULTS = Item("定性定量评价结果汇总", ("评价结果汇总",), ("定性定量评价",))
OVERALL = Item("综合评价结论", ("综合结论", "总体结论", "评价结论", "安全评价结论"), ("综合评价",))
SUMMARIES = (RECHECK, KEY_HAZARDS, RESULTS, OVERALL)


class ConclusionRow(Table):
    """评价结论, one content of the summary a row; the two verdicts stand beside 综合评价结论."""

    sheet: ClassVar[str] = "评价结论"
    title: ClassVar[str] = "评价结果综述"
    clause: ClassVar[str] = "11、12.1"
    sheet_aliases: ClassVar[tuple[str, ...]] = ("评价结果综述", "安全评价结论", "结论", "综述")
    identify: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"item", "text"}),)
    weak: ClassVar[frozenset[str]] = frozenset({"number"})

    number: Annotated[str, Column("序号", aliases=("№", "编号"), width=6, align="center", help="顺序号。")]
    item: Annotated[
        str, Column("综述内容", clause="11", required=True, blank_rule="CX11-01", suggest=tuple(s.word for s in SUMMARIES), width=34,
                    aliases=("综述项目",), help="第 11 章列出的四项都要写。")
    ]  # fmt: skip
    text: Annotated[
        str, Column("结果和结论", clause="11、12.1", required=True, blank_rule="CX11-01", width=90, aliases=("综述", "结论内容", "综述结果"),
                    help="综述的文字；综合评价结论要明确，不写“基本符合”“原则上”。coatxl conclude 可从各表得出草稿。")
    ]  # fmt: skip
    acceptance: Annotated[
        Literal["可接受", "不可接受", ""],
        Column("风险是否可接受", clause="11", width=16, align="center", aliases=("安全风险是否可接受",), words={"是": "可接受", "否": "不可接受"},
               help="只在“综合评价结论”一行选：企业安全风险程度是否控制在可接受的范围内。"),
    ]  # fmt: skip
    conformity: Annotated[
        Literal["符合", "不符合", ""],
        Column("是否符合安全生产条件", clause="11", width=20, align="center", aliases=("是否符合法定安全生产条件",), words={"是": "符合", "否": "不符合"},
               help="只在“综合评价结论”一行选：现有状态是否符合法律法规和技术标准规范规定的安全生产条件。"),
    ]  # fmt: skip
    origin: Annotated[str, Column("来源", width=30, help="由哪些表得出。")]
