"""危害因素描述 (7.1–7.3), which carries both forms of the standard, and a stranger's separate 关系表 (7.3)."""

from typing import Annotated, ClassVar, Literal

from coatxl.tables.column import Column
from coatxl.tables.table import Table

UNIT = Column(
    "评价单元",
    fill_down=1,
    fill_within=2,
    pick_from="评价单元.unit",
    aliases=("单元", "风险单元", "辨识单元"),
    width=10.5,
    help="可不填；填了须与“评价单元”一致。",
)
STEP = Column(
    "作业步骤/设备",
    fill_down=3,
    aliases=("作业步骤", "步骤/设备"),
    width=13.5,
    help="危害因素挂在哪个步骤上；不分步骤填 -。",
)
HAZARD_ALIASES = (
    "危险因素明细", "风险因素", "危害描述", "风险描述", "风险内容",
    "危险因素", "危险有害因素", "危险源", "危害来源", "存在的主要危险（有害）因素", "主要危险因素", "潜在危害", "危害",
)  # fmt: skip
CAUSE_ALIASES = ("产生条件", "失控诱因分析", "诱因", "导致原因", "导致事故原因")
MEASURE_ALIASES = (
    "现有的控制措施", "风险削减措施", "预防措施", "安全措施",
    "风险控制措施", "控制措施", "管控措施", "安全风险管控措施", "安全风险控制措施", "现有管控措施", "现有控制措施", "采取的主要管控措施",
)  # fmt: skip
MEASURE_KINDS = ("工程技术", "安全管理", "教育培训", "个体防护", "应急准备")


class HazardRow(Table):
    """危害因素描述, one measure a row: the cause and the hazard stand on the first of their rows."""

    sheet: ClassVar[str] = "危害因素描述"
    title: ClassVar[str] = "危害因素描述与风险管控措施"
    clause: ClassVar[str] = "7.1～7.3"
    sheet_aliases: ClassVar[tuple[str, ...]] = (
        "危害因素",
        "危害因素分析",
        "危害因素描述表",
        "危害因素描述与风险管控措施",
        "危险源辨识",
    )
    identify: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"hazard", "cause"}), frozenset({"event", "cause"}),
    )  # fmt: skip
    form_labels: ClassVar[tuple[str, ...]] = ("unit", "risk_point", "step", "hazard", "event", "outcome")
    form_header: ClassVar[tuple[str, ...]] = ("number", "cause")

    unit: Annotated[str, UNIT]
    risk_point: Annotated[
        str, Column("风险点", clause="7.1", required=True, blank_rule="CX0-03", fill_down=2,
                    pick_from="风险点划分.risk_point", aliases=("风险点名称",), width=14.5,
                    help="危害因素所在的风险点，须在“风险点划分”中；单元无须划分风险点时填 -，并填评价单元。")
    ]  # fmt: skip
    step: Annotated[str, STEP]
    hazard: Annotated[
        str, Column("危害因素", clause="7.2", required=True, blank_rule="CX7.2-01", fill_down=4, aliases=HAZARD_ALIASES,
                    width=19, ask=("危害因素描述",), help="可能导致伤害、健康损害或危险状态的来源。")
    ]  # fmt: skip
    event: Annotated[
        str, Column("事件", clause="7.2", required=True, blank_rule="CX7.2-01", fill_down=5, width=31,
                    aliases=("事件描述", "危险事件"), help="失控后发生什么。")
    ]  # fmt: skip
    outcome: Annotated[
        str, Column("后果", clause="7.2", required=True, blank_rule="CX7.2-01", fill_down=5, width=9,
                    aliases=("主要后果", "导致后果", "潜在后果", "可能造成的后果"), help="如爆燃、火灾、中毒、触电。")
    ]  # fmt: skip
    high: Annotated[
        Literal["是", "否", ""],
        Column("高后果", clause="3.8", blank_rule="CX7.2-02", fill_down=5, width=8, align="center", aliases=("是否高后果",),
               help="3.8：失控后可能导致多人重伤或死亡，或火灾、爆炸等严重社会影响的填是。"),
    ]  # fmt: skip
    number: Annotated[
        str, Column("序号", clause="7.2", required=True, blank_rule="CX0-02", fill_down=6, fill_within=6, width=7, align="center",
                    aliases=("诱因序号", "诱因编号"), help="失控诱因在本危害因素下的序号；同一诱因的第二条及以后措施另起一行，序号和失控诱因留空。")
    ]  # fmt: skip
    cause: Annotated[
        str, Column("失控诱因", clause="7.2", required=True, blank_rule="CX7.2-01", fill_down=6, fill_within=6, aliases=CAUSE_ALIASES, width=40,
                    ask=("诱发事故类型",), help="导致危害因素失控、后果出现或扩大的原因，两个方面都要想到。")
    ]  # fmt: skip
    measure: Annotated[
        str, Column("风险管控措施", clause="7.3", required=True, blank_rule="CX7.3-01", aliases=MEASURE_ALIASES, width=61,
                    elsewhere="关系表", ask=("整改措施", "处理措施"), help="针对失控诱因所需采取的控制措施；每个诱因至少一条，一条一行。")
    ]  # fmt: skip
    measure_kind: Annotated[
        str,
        Column(
            "措施类别",
            clause="6.1",
            suggest=MEASURE_KINDS,
            width=11,
            align="center",
            help="工程技术、安全管理、教育培训、个体防护、应急准备。",
        ),
    ]
    basis: Annotated[
        str,
        Column(
            "依据",
            clause="7.3",
            aliases=("法规依据", "标准依据"),
            width=29,
            help="法规标准的条款，如 GB6514-2023第4.4.1条；超出法规要求的填“超出法规”。",
        ),
    ]
    reason: Annotated[
        str,
        Column(
            "超出法规要求的理由",
            clause="7.3",
            aliases=("理由",),
            width=29,
            help="措施超出法律法规和技术规范要求时，应说明理由。",
        ),
    ]


class RelationRow(Table):
    """危害因素和风险管控措施关系表 as a table of its own, as strangers have it; compared with 危害因素描述."""

    sheet: ClassVar[str] = "关系表"
    title: ClassVar[str] = "危害因素和风险管控措施关系表"
    clause: ClassVar[str] = "7.3"
    sheet_aliases: ClassVar[tuple[str, ...]] = (
        "危害因素和风险管控措施关系表",
        "危害因素与风险控制措施关系表",
        "措施关系表",
    )
    identify: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"cause", "measure"}),)
    not_with: ClassVar[tuple[str, ...]] = ("事件", "高后果")
    form_labels: ClassVar[tuple[str, ...]] = ("unit", "risk_point", "step", "hazard", "event", "outcome")
    form_header: ClassVar[tuple[str, ...]] = ("number", "cause")

    unit: Annotated[str, UNIT]
    risk_point: Annotated[str, Column("风险点", fill_down=2, aliases=("风险点名称",), width=14.5)]
    step: Annotated[str, STEP]
    hazard: Annotated[str, Column("危害因素", fill_down=4, aliases=HAZARD_ALIASES, width=19)]
    event: Annotated[str, Column("事件", fill_down=5, width=31)]
    outcome: Annotated[str, Column("后果", fill_down=5, width=9)]
    number: Annotated[str, Column("序号", fill_down=6, fill_within=6, aliases=("诱因序号",), width=7)]
    cause: Annotated[
        str, Column("失控诱因", required=True, blank_rule="CX7.3-02", fill_down=6, fill_within=6, aliases=CAUSE_ALIASES,
                    width=40)
    ]  # fmt: skip
    measure: Annotated[
        str, Column("风险管控措施", required=True, blank_rule="CX7.3-01", aliases=MEASURE_ALIASES, width=61)
    ]
    basis: Annotated[str, Column("依据", width=29)]
    reason: Annotated[str, Column("超出法规要求的理由", aliases=("理由",), width=29)]
