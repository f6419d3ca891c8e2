"""风险评价LEC (8.3, 附录 B) and 风险评价矩阵 (8.3, 附录 C), one hazard a row."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from coatxl.criteria import guards
from coatxl.criteria.bands import GRADES
from coatxl.standards.coating.tables.risk_formulas import (
    acceptance_formula,
    d_grade_formula,
    meaning_formula,
    value_formula,
)
from coatxl.tables.column import Column
from coatxl.tables.table import Table

OBJECT, CONTROLLED, INHERENT = "评价对象", "控制风险（采取现有措施后）", "固有风险（选填，未采取措施）"

Grade = Literal["重大风险", "较大风险", "一般风险", "低风险", "轻微风险", ""]
Acceptance = Literal["可接受", "不可接受", ""]
Comparison = Literal["一致", "不一致", ""]
# What the formulas show instead of a value; reading takes them for "no value".
GUARDS = {guards.UNFINISHED: "", guards.INVALID: ""}


def _score(header: str, symbol: str, scale: str, group: str, clause: str, *, required: bool, aliases: tuple[str, ...] = (),
           invalid_rule: str = "", width: float = 6) -> Column:  # fmt: skip
    return Column(
        header, clause=clause, required=required, blank_rule="CX8.3-01" if required else "", invalid_rule=invalid_rule,
        aliases=aliases, scale=scale, group=group, width=width, align="center", help=f"{symbol} 只取表{clause[2:]}列出的分值，从下拉中选。",
    )  # fmt: skip


def _addin_grade(scores: tuple[str, ...], call: str, clause: str) -> Column:
    """The grade by the add-in's function, beside the native one; the add-in edition alone has it.

    A blank row does not call the function: hundreds of prepared rows would each cost a call, or show #NAME?.
    """
    return Column(
        "加载项等级", clause=clause, group=CONTROLLED, width=11, align="center", words=GUARDS, written="addin",
        computed=f'IF(COUNTA({{{scores[0]}}}:{{{scores[-1]}}})=0,"",{call})',
        help="由加载项函数计算，与“风险等级”互为核对；显示 #NAME? 表示没有安装加载项，不影响其他列。",
    )  # fmt: skip


def _addin_check(call: str, clause: str) -> Column:
    """一致 or 不一致: the row's grade against the one that the add-in's function finds."""
    return Column(
        "加载项核对", clause=clause, group=CONTROLLED, width=11, align="center", words=GUARDS, written="addin",
        computed=f'IF({{grade}}="","",{call})',
        help="“风险等级”与加载项重新计算的等级一致或不一致；不一致时恢复“风险等级”的公式。",
    )  # fmt: skip


NUMBER = Column("序号", aliases=("№", "编号"), group=OBJECT, width=5, align="center", help="顺序号。")
UNIT = Column(
    "评价单元",
    fill_down=1,
    fill_within=2,
    pick_from="评价单元.unit",
    aliases=("单元", "风险单元"),
    group=OBJECT,
    width=10.5,
    help="可不填。",
)
POINT = Column(
    "风险点", clause="8.3", required=True, blank_rule="CX0-03", fill_down=2, pick_from="风险点划分.risk_point", group=OBJECT,
    aliases=("风险点名称", "作业/设备名称", "区域位置"), width=15, help="与“危害因素描述”一致。",
)  # fmt: skip
STEP = Column(
    "作业步骤/设备",
    fill_down=3,
    aliases=("作业步骤", "步骤/设备"),
    group=OBJECT,
    width=14,
    help="与“危害因素描述”一致；不分步骤填 -。",
)
HAZARD = Column(
    "危害因素", clause="8.3.1", required=True, blank_rule="CX0-03", fill_down=4, group=OBJECT, width=19,
    aliases=("危险因素", "危险有害因素", "危害因素描述", "风险因素", "危险源"), help="每个危害因素都要评价，文字与“危害因素描述”一致。",
)  # fmt: skip
OUTCOME = Column(
    "后果",
    group=OBJECT,
    width=12,
    aliases=("主要后果", "可能导致的事故", "可能导致的事故类型"),
    help="可能造成的后果。",
)
BASIS = Column(
    "取值依据",
    clause="附录B",
    group=CONTROLLED,
    width=27,
    aliases=("判定依据", "L判定依据", "取值说明"),
    help="写明符合判定标准的哪一条；L 取0.2须三条都符合，取0.1须写明理由。",
)
NOTE = Column("备注", width=20, aliases=("说明",), help="其他需要说明的。")


class LecRow(Table):
    """风险评价LEC, one hazard a row."""

    sheet: ClassVar[str] = "风险评价LEC"
    title: ClassVar[str] = "风险评价表（作业条件危险性分析法，LEC）"
    clause: ClassVar[str] = "8.3、附录B"
    sheet_aliases: ClassVar[tuple[str, ...]] = ("LEC", "风险评价", "LEC评价", "作业条件危险性分析", "风险评价（LEC）")
    identify: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"likelihood", "exposure", "consequence"}),)
    weak: ClassVar[frozenset[str]] = frozenset({"number", "unit"})

    number: Annotated[str, NUMBER]
    unit: Annotated[str, UNIT]
    risk_point: Annotated[str, POINT]
    step: Annotated[str, STEP]
    hazard: Annotated[str, HAZARD]
    outcome: Annotated[str, OUTCOME]
    likelihood: Annotated[
        Decimal | None,
        _score("L", "L", "LEC_L", CONTROLLED, "附录B.1", required=True, invalid_rule="CXB-01",
               aliases=("可能性", "可能性L", "可能性（L）", "危险评价L", "发生事故的可能性L", "事故发生的可能性（L）", "发生事故的可能性LEC（L）",
                        "作业条件危险性评价（L）")),
    ]  # fmt: skip
    exposure: Annotated[
        Decimal | None,
        _score("E", "E", "LEC_E", CONTROLLED, "附录B.2", required=True, invalid_rule="CXB-01",
               aliases=("频次", "频繁程度", "频繁程度（E）", "暴露于危险环境的频繁程度", "暴露于危险环境的频繁程度（E）", "危险评价E",
                        "作业条件危险性评价（E）")),
    ]  # fmt: skip
    consequence: Annotated[
        Decimal | None,
        _score("C", "C", "LEC_C", CONTROLLED, "附录B.3", required=True, invalid_rule="CXB-01",
               aliases=("后果（C）", "危险评价C", "严重性", "后果严重性", "发生事故产生的后果严重性（C）", "事故可能造成的后果（C）",
                        "作业条件危险性评价（C）")),
    ]  # fmt: skip
    d: Annotated[
        Decimal | None,
        Column("D", clause="附录B.4", group=CONTROLLED, width=10, align="right", computed=value_formula(("likelihood", "exposure", "consequence"), ("LEC_L", "LEC_E", "LEC_C")),
               invalid_rule="CXB-02", words=GUARDS, help="D=L×E×C，自动计算。",
               aliases=("风险值", "风险值D", "风险分值", "危险性分值", "危险评价D", "计算风险值（D）", "危险性LEC（D=L*E*C）")),
    ]  # fmt: skip
    grade: Annotated[
        Grade,
        Column("风险等级", clause="附录B.4", group=CONTROLLED, width=11, align="center", computed=d_grade_formula("d"), invalid_rule="CXB-03",
               words={**GUARDS, "重大": "重大风险", "较大": "较大风险", "一般": "一般风险", "低": "低风险", "轻微": "轻微风险"},
               aliases=("评价级别", "风险级别", "危险级别", "危险等级", "风险分级", "控制风险等级"), help="按表B.4自动判定。", ask=("管控级别",)),
    ]  # fmt: skip
    # {band_rule}: the fourth argument, where the paper's boundary rule is not the functions' default.
    addin_grade: Annotated[
        Grade,
        _addin_grade(
            ("likelihood", "exposure", "consequence"),
            "LEC_GRADE({likelihood},{exposure},{consequence}{band_rule})",
            "附录B.4",
        ),
    ]
    addin_check: Annotated[
        Comparison, _addin_check("LEC_CHECK({likelihood},{exposure},{consequence},{grade}{band_rule})", "附录B.4")
    ]
    acceptance: Annotated[
        Acceptance,
        Column("是否可接受", clause="8.3.1", group=CONTROLLED, width=11, align="center", computed=acceptance_formula("grade"), words=GUARDS, invalid_rule="CXB-03",
               help="与“项目信息”的可接受风险等级比较。"),
    ]  # fmt: skip
    meaning: Annotated[
        str,
        Column("取值含义", clause="附录B", group=CONTROLLED, width=43,
               computed=meaning_formula((("likelihood", "L", "LEC_L", "B.1"), ("exposure", "E", "LEC_E", "B.2"), ("consequence", "C", "LEC_C", "B.3"))),
               help="所选分值在判定标准中的含义，自动显示。"),
    ]  # fmt: skip
    basis: Annotated[str, BASIS]
    inherent_likelihood: Annotated[
        Decimal | None,
        _score("固有L", "固有L", "LEC_L", INHERENT, "附录B.1", required=False, width=7, invalid_rule="CXB-01"),
    ]
    inherent_exposure: Annotated[
        Decimal | None,
        _score("固有E", "固有E", "LEC_E", INHERENT, "附录B.2", required=False, width=7, invalid_rule="CXB-01"),
    ]
    inherent_consequence: Annotated[
        Decimal | None,
        _score("固有C", "固有C", "LEC_C", INHERENT, "附录B.3", required=False, width=7, invalid_rule="CXB-01"),
    ]
    inherent_d: Annotated[
        Decimal | None,
        Column("固有D", clause="附录B.4", group=INHERENT, width=10, align="right", words=GUARDS, invalid_rule="CXB-02", help="未采取措施时的 D，自动计算。",
               computed=value_formula(("inherent_likelihood", "inherent_exposure", "inherent_consequence"), ("LEC_L", "LEC_E", "LEC_C"))),
    ]  # fmt: skip
    inherent_grade: Annotated[
        Grade,
        Column("固有风险等级", clause="附录B.4", group=INHERENT, width=13.5, align="center", words=GUARDS, invalid_rule="CXB-03",
               computed=d_grade_formula("inherent_d"), aliases=("固有等级",), help="未采取措施时的等级，自动判定。"),
    ]  # fmt: skip
    note: Annotated[str, NOTE]
    casualties: Annotated[str, Column("人员伤亡", written="never")]
    loss: Annotated[str, Column("直接经济损失", written="never")]
    environment: Annotated[str, Column("环境破坏", written="never")]
    image: Annotated[str, Column("公司形象", written="never")]


class MatrixRow(Table):
    """风险评价矩阵, one hazard a row."""

    sheet: ClassVar[str] = "风险评价矩阵"
    title: ClassVar[str] = "风险评价表（风险矩阵法，L×S）"
    clause: ClassVar[str] = "8.3、附录C"
    sheet_aliases: ClassVar[tuple[str, ...]] = ("LS", "风险评价", "风险矩阵", "矩阵法", "风险评价LS", "风险评价（LS）")
    identify: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"likelihood", "consequence"}),)
    not_with: ClassVar[tuple[str, ...]] = (
        "E",
        "频次",
        "频繁程度",
        "频繁程度（E）",
        "暴露于危险环境的频繁程度",
        "危险评价E",
        "C",
    )
    weak: ClassVar[frozenset[str]] = frozenset({"number", "unit"})

    number: Annotated[str, NUMBER]
    unit: Annotated[str, UNIT]
    risk_point: Annotated[str, POINT]
    step: Annotated[str, STEP]
    hazard: Annotated[str, HAZARD]
    outcome: Annotated[str, OUTCOME]
    likelihood: Annotated[
        Decimal | None,
        _score("L", "L", "MATRIX_L", CONTROLLED, "附录C.1", required=True, invalid_rule="CXC-01",
               aliases=("可能性", "可能性L", "可能性（L）", "事故发生的可能性（L）", "事故发生的可能性LS（L）")),
    ]  # fmt: skip
    consequence: Annotated[
        Decimal | None,
        _score("S", "S", "MATRIX_S", CONTROLLED, "附录C.2", required=True, invalid_rule="CXC-01",
               aliases=("严重性", "严重度", "严重性S", "后果严重性（S）", "事件后果严重性（S）", "事故后果严重性LS（S）")),
    ]  # fmt: skip
    r: Annotated[
        Decimal | None,
        Column("R", clause="附录C.3", group=CONTROLLED, width=10, align="right", computed=value_formula(("likelihood", "consequence"), ("MATRIX_L", "MATRIX_S")),
               invalid_rule="CXC-02", words=GUARDS, help="R=L×S，自动计算。", aliases=("风险值", "风险值R", "R值", "风险值LS（R=L*S）", "风险度")),
    ]  # fmt: skip
    grade: Annotated[
        Grade,
        Column("风险等级", clause="附录C.3", group=CONTROLLED, width=11, align="center", invalid_rule="CXC-02",
               computed='IF(ISNUMBER({r}),LOOKUP({r},R_LOW,R_GRADE),{r}&"")',
               words={**GUARDS, "重大": "重大风险", "较大": "较大风险", "一般": "一般风险", "低": "低风险", "轻微": "轻微风险"},
               aliases=("评价级别", "风险级别", "危险级别", "危险等级", "风险分级", "控制风险等级"), help="按表C.3自动判定。", ask=("管控级别",)),
    ]  # fmt: skip
    addin_grade: Annotated[
        Grade, _addin_grade(("likelihood", "consequence"), "MATRIX_GRADE({likelihood},{consequence})", "附录C.3")
    ]
    addin_check: Annotated[Comparison, _addin_check("MATRIX_CHECK({likelihood},{consequence},{grade})", "附录C.3")]
    acceptance: Annotated[
        Acceptance,
        Column("是否可接受", clause="8.3.1", group=CONTROLLED, width=11, align="center", computed=acceptance_formula("grade"), words=GUARDS, invalid_rule="CXC-02",
               help="与“项目信息”的可接受风险等级比较。"),
    ]  # fmt: skip
    meaning: Annotated[
        str,
        Column("取值含义", clause="附录C", group=CONTROLLED, width=90, help="所选分值在判定标准中的含义，自动显示。",
               computed=meaning_formula((("likelihood", "L", "MATRIX_L", "C.1"), ("consequence", "S", "MATRIX_S", "C.2")))),
    ]  # fmt: skip
    basis: Annotated[str, BASIS]
    note: Annotated[str, NOTE]


# Either method evaluates the risks (8.3.2).
RISK_TABLES = (LecRow, MatrixRow)
assert len(GRADES) == 5  # noqa: S101, PLR2004 — the formulas above count five bands
