"""报告内容 and 附件清单 (12.2, 12.3): what the report must contain, and what it encloses."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from coatxl.standards.coating.listed import Item
from coatxl.tables.column import Column
from coatxl.tables.table import Table


@dataclass(frozen=True, slots=True)
class Part:
    """One of the seven parts of the report with the items that 12.2 lists below it."""

    name: Item
    items: tuple[Item, ...] = ()


DANGER_LIST = Item("安全隐患清单", ("隐患清单",))
PARTS = (
    Part(
        Item("被评价对象介绍", ("被评价对象的介绍", "被评价对象概况", "企业概况", "对被评价对象进行介绍")),
        (
            Item("基本情况", ("企业基本情况",)),
            Item("选址和周边环境", ("企业选址和周边环境", "企业选址和周边环境介绍")),
            Item("总图布置和建构筑物", ("企业总图布置和建构筑物情况", "总图布置及建构筑物情况")),
            Item("产品及规模", ("产品及生产规模", "企业产品及生产规模")),
            Item(
                "工艺设备原辅材料",
                (
                    "工艺、设备和原辅材料",
                    "生产工艺流程、主要设备和原辅材料",
                    "产品生产工艺流程、主要生产设备设施和主要原辅材料",
                ),
            ),
            Item("公辅及仓储", ("公用工程及辅助设施", "公用工程及仓储设施", "企业公用工程及辅助设施，包括仓储设施")),
            Item("内部运输方式", ("企业内部运输方式", "内部运输")),
            Item(
                "安全管理组织及状况", ("安全管理组织及安全管理状况", "企业安全管理组织及安全管理状况", "安全管理状况")
            ),
        ),
    ),
    Part(
        Item(
            "目的范围依据程序及单元与风险点划分",
            (
                "目的、范围、依据和程序，以及评价单元和风险点划分结果",
                "安全评价目的、范围、依据和程序，以及评价单元和风险点划分结果",
            ),
        ),
    ),
    Part(Item("危害因素分析")),
    Part(
        Item("定性定量评价"),
        (
            Item(
                "方法准则及理由与局限性", ("评价方法和评价准则选择及理由与局限性", "方法准则选择及理由、局限性和偏差")
            ),
            Item("符合性评价过程及结果"),
            Item("风险程度评价过程及结果", ("安全风险程度评价过程及结果",)),
            DANGER_LIST,
        ),
    ),
    Part(Item("对策措施建议", ("安全对策措施建议", "对策措施", "安全对策措施"))),
    Part(Item("结果综述", ("评价结果综述", "安全评价结果综述"))),
    Part(Item("附件", ("安全评价报告附件", "报告附件"))),
)
FORMAT = Item("格式符合 AQ 8001", ("格式符合AQ8001的规定", "报告格式符合AQ8001"))

RELATION = Item(
    "危害因素与风险控制措施关系表",
    ("危害因素和风险管控措施关系表", "危害因素与风险管控措施关系表", "关系表"),
    ("关系表",),
)
ANNEX_KINDS = (
    Item("合规运营证明", ("企业合规运营证明性材料", "合规证明"), ("合规运营",)),
    Item("检验检测检定校验合格证明", ("检验、检测、检定和校验合格证明材料",), ("检验", "检测", "检定", "校验")),
    Item("安全管理相关记录", ("企业安全管理相关记录资料", "安全管理记录"), ("安全管理",)),
    Item("企业提供的技术性资料", ("技术性资料", "技术资料"), ("技术",)),
    RELATION,
)


class ReportPartRow(Table):
    """报告内容, one part or item of the report a row."""

    sheet: ClassVar[str] = "报告内容"
    title: ClassVar[str] = "安全评价报告内容核对"
    clause: ClassVar[str] = "12.2、12.3"
    sheet_aliases: ClassVar[tuple[str, ...]] = ("报告内容核对", "报告内容核对表", "报告章节")
    identify: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"item", "present"}),)
    weak: ClassVar[frozenset[str]] = frozenset({"number"})

    number: Annotated[str, Column("序号", aliases=("№", "编号"), width=7, align="center", help="部分和内容的编号。")]
    item: Annotated[
        str, Column("报告内容", clause="12.2", required=True, blank_rule="CX12.2-01", width=44, aliases=("报告章节", "章节内容"),
                    help="12.2 列出的七部分，被评价对象介绍的八项，定性定量评价的四项，以及 12.3 的格式。")
    ]  # fmt: skip
    present: Annotated[
        Literal["有", "无", "是", "否", ""],
        Column("是否具备", clause="12.2", required=True, blank_rule="CX12.2-01", width=12, align="center", aliases=("有无", "是否有"),
               words={"√": "有", "具备": "有", "×": "无", "不具备": "无"}, help="报告已写的填有；“格式符合 AQ 8001”核对后填是。"),
    ]  # fmt: skip
    part: Annotated[
        Literal["正文", "附件", ""],
        Column("正文或附件", clause="12.2", width=12, align="center", help="安全隐患清单放在正文，关系表放在附件。"),
    ]
    chapter: Annotated[
        str,
        Column(
            "章节或页码", width=18, align="center", aliases=("章节", "页码"), help="报告中在哪里，如 4.4 或第36页。"
        ),
    ]
    note: Annotated[str, Column("说明", aliases=("备注",), width=40, help="其他要说明的。")]


class AnnexListRow(Table):
    """附件清单, one enclosed document a row; a kind that does not apply is a row with its reason."""

    sheet: ClassVar[str] = "附件清单"
    title: ClassVar[str] = "安全评价报告附件清单"
    clause: ClassVar[str] = "12.2"
    sheet_aliases: ClassVar[tuple[str, ...]] = ("报告附件清单", "报告附件", "安全评价报告附件清单")
    identify: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"kind", "name"}),)
    weak: ClassVar[frozenset[str]] = frozenset({"number"})

    number: Annotated[
        str, Column("序号", aliases=("№", "编号", "附件编号"), width=7, align="center", help="附件的编号。")
    ]
    kind: Annotated[
        str, Column("附件类别", clause="12.2", required=True, blank_rule="CX12.2-02", fill_down=1, suggest=tuple(k.word for k in ANNEX_KINDS), width=32,
                    help="12.2 列出的五类；一类有几份的另起一行。")
    ]  # fmt: skip
    name: Annotated[
        str, Column("附件名称", clause="12.2", required=True, blank_rule="CX12.2-02", width=48, aliases=("材料名称", "文件名称"),
                    help="材料的名称和编号，如营业执照、防爆检测报告；关系表由 coatxl annex 汇编。")
    ]  # fmt: skip
    copies: Annotated[
        str, Column("份数或页数", width=12, align="center", aliases=("份数", "页数"), help="几份或几页。")
    ]
    involved: Annotated[
        Literal["涉及", "不涉及", ""],
        Column("是否涉及", clause="12.2", width=10, align="center", words={"是": "涉及", "否": "不涉及", "不适用": "不涉及"},
               help="本类确实没有的选不涉及，并在说明中写理由；关系表不能选不涉及。"),
    ]  # fmt: skip
    note: Annotated[
        str, Column("说明", aliases=("备注", "不涉及的理由", "理由"), width=36, help="不涉及的理由，或其他要说明的。")
    ]
