"""对策措施 (9.1, 9.2): what is to be put right, what must be kept up, and how safety can be raised."""

from typing import Annotated, ClassVar, Literal

from coatxl.standards.coating.listed import Item
from coatxl.tables.column import Column
from coatxl.tables.table import Table

# 9.1, its nested list read by its sense (the draft's indents are lost).
RECTIFICATION = Item("整改建议", ("整改", "整改措施"), ("整改",))
INSPECTION = Item(
    "检验检测检定校验及维护保养",
    ("检验、检测、检定、校验及维护保养", "检验检测", "维护保养"),
    ("检验", "检测", "检定", "校验", "维护保养", "工程技术措施"),
)
TRAINING = Item("安全培训、批准和监督", ("安全培训", "教育培训"), ("培训", "批准", "监督", "人员行为"))
SCREENING = Item("隐患排查", ("隐患排查活动",), ("排查",))
EMERGENCY = Item("应急准备", ("应急准备活动",), ("应急",))
OTHER = Item("其他安全管理活动", ("其他", "其他管理活动", "企业应实施并保持的其他安全管理活动"), ("其他安全管理",))
IMPROVEMENT = Item("水平提升方案建议", ("企业安全生产水平提升方案建议", "持续改进建议"), ("水平提升", "持续改进"))
KINDS = (RECTIFICATION, INSPECTION, TRAINING, SCREENING, EMERGENCY, OTHER, IMPROVEMENT)


class CountermeasureRow(Table):
    """对策措施, one countermeasure a row; a category that does not apply is a row with its reason."""

    sheet: ClassVar[str] = "对策措施"
    title: ClassVar[str] = "安全对策措施建议"
    clause: ClassVar[str] = "9.1、9.2"
    sheet_aliases: ClassVar[tuple[str, ...]] = ("安全对策措施", "安全对策措施建议", "对策措施建议", "对策措施及建议")
    identify: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"kind", "measure"}),)
    weak: ClassVar[frozenset[str]] = frozenset({"number"})

    number: Annotated[str, Column("序号", aliases=("№", "编号"), width=6, align="center", help="顺序号。")]
    kind: Annotated[
        str, Column("类别", clause="9.1", required=True, blank_rule="CX9.1-01", fill_down=1, suggest=tuple(k.word for k in KINDS), width=27,
                    aliases=("对策类别", "对策措施类别", "措施类别"), help="9.1 列出的七类；每类至少一行，一类有几条的另起一行。")
    ]  # fmt: skip
    measure: Annotated[
        str, Column("对策措施", clause="9.1、9.2", required=True, blank_rule="CX9.1-01", width=58,
                    aliases=("安全对策措施", "对策措施建议", "安全对策措施建议", "对策建议", "对策措施内容"),
                    help="写明对象、做法和达到的标准，有针对性、可操作、经济合理（9.2）。")
    ]  # fmt: skip
    risk_point: Annotated[
        str,
        Column(
            "风险点",
            pick_from="风险点划分.risk_point",
            aliases=("风险点名称",),
            width=15,
            help="针对哪个风险点；整个企业的不填。",
        ),
    ]
    subject: Annotated[
        str, Column("针对的危害因素或问题", clause="8.3.1、9.1", width=27, aliases=("针对的危害因素", "对应危害因素", "针对的隐患", "针对问题", "存在问题"),
                    help="不可接受风险的危害因素照抄其名称；整改建议写隐患。")
    ]  # fmt: skip
    basis: Annotated[
        str, Column("依据", width=24, aliases=("法规依据", "标准依据"), help="法规标准的条款，或提出的理由。")
    ]
    timing: Annotated[
        str, Column("时限或频次", clause="9.2", width=13, align="center", aliases=("时限", "频次", "完成时限", "实施频次"), help="何时完成，或多久一次，如每年、每班。")
    ]  # fmt: skip
    owner: Annotated[
        str,
        Column(
            "责任部门或人",
            clause="9.2",
            width=13,
            align="center",
            aliases=("责任部门", "责任人", "责任单位"),
            help="企业负责落实的部门或人。",
        ),
    ]
    involved: Annotated[
        Literal["涉及", "不涉及", ""],
        Column("是否涉及", clause="9.1", width=10, align="center", words={"是": "涉及", "否": "不涉及", "不适用": "不涉及"},
               help="本类确实没有的选不涉及，并在说明中写理由；其余不填。"),
    ]  # fmt: skip
    note: Annotated[
        str, Column("说明", aliases=("备注", "不涉及的理由", "理由"), width=30, help="不涉及的理由，或其他要说明的。")
    ]
    origin: Annotated[str, Column("来源", clause="9.1", width=24, help="由哪一行得出，如“隐患清单 1”“风险评价LEC 2”。")]
