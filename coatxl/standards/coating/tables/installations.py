"""重大危险源 (7.5): GB 18218-2018 in one sheet, a substance of a unit a row; every step is a native formula.

S, 是否构成, α, Σβ·q/Q, R and 级别 stand once, on the first row of each unit. The formulas work in Excel 2010+, WPS and
LibreOffice and refer to the lists of 判定标准; {all_…} and {…_from} are ranges of this sheet, which its page names.
"""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from coatxl.criteria.gb18218 import MAJOR, NOT_MAJOR, TABLE_2, UNLISTED
from coatxl.standards.hazchem.substances import TABLE_1_OPEN, UNVERIFIED, VERIFIED
from coatxl.standards.hazchem.unit import NOT_COMPUTABLE
from coatxl.tables.column import Column
from coatxl.tables.table import Table

OBJECT, LINES, RESULT = "单元和危险化学品", "逐项计算（t）", "单元结果（在每个单元的第一行）"
NOT_LISTED, LEFT_OUT = "表内没有", "不计入"
GUARDS = {"待补": "", "取值无效": "", NOT_COMPUTABLE: "", NOT_LISTED: "", LEFT_OUT: ""}

_NONE = "1E+9"  # greater than every critical quantity
_SAME = "({all_block}={block})"
# No symbol is a part of another one, so a cell may hold several with anything between them.
_OUT = f'ISNUMBER(SEARCH("{UNLISTED[:3]}",{{category}}))'
_FOUND = "ISNUMBER(SEARCH(HAZ_SYMBOL,{category}))"


def _lowest(names: str) -> str:
    """Native expression: the lowest critical quantity of a list's rows that hold the substance's name or CAS number.

    A cell of the list holds several names, or numbers, with 、 between them.
    """
    name, cas = (
        f'ISNUMBER(SEARCH("、"&{{{field}}}&"、","、"&{names}{column}&"、"))'
        for field, column in (("substance", ""), ("cas", "_CAS"))
    )
    return f"SUMPRODUCT(MIN({names}_Q+{_NONE}*(1-{name})*(1-{cas})))"


_CHECKED, _MATERIAL = _lowest("HAZ_T1"), _lowest("HAZ_MAT")
_TABLE_1 = f"MIN({_CHECKED},{_lowest('HAZ_T1U')})"
_TABLE_2 = f"SUMPRODUCT(MIN(HAZ_Q+{_NONE}*(1-{_FOUND})))"

# The unit of a row: its own, else the last one above; blank on a row where nothing else is filled in.
_BLOCK = (
    'IF(COUNTA({substance}:{critical})=0,"",IF(COUNTA({unit_from}:{unit})=0,"待补",'
    'INDEX({unit_from}:{unit},SUMPRODUCT(MAX(({unit_from}:{unit}<>"")*(ROW({unit_from}:{unit})-ROW({unit_from})+1))))&""))'
)
_LOOKED_UP = (
    f'IF({{block}}="","",IF({_OUT},"{LEFT_OUT}",IF({_TABLE_1}<{_NONE},{_TABLE_1},IF({{category}}<>"",IF({_TABLE_2}<{_NONE},{_TABLE_2},"取值无效"),'
    f'IF({_MATERIAL}<{_NONE},{_MATERIAL},"{NOT_LISTED}")))))'
)
# Table 1 is not held whole: table 2 is certain only for a material of the list.
_SOURCE = (
    f'IF({{block}}="","",IF({_OUT},"{UNLISTED}，{LEFT_OUT}",IF({_TABLE_1}<{_NONE},IF({_CHECKED}={_TABLE_1},"表1　{VERIFIED}","表1　{UNVERIFIED}，以原文为准"),'
    f'IF({{category}}<>"",IF({_TABLE_2}<{_NONE},"表2 "&{{category}}&IF({_MATERIAL}<{_NONE},"　{VERIFIED}","　{TABLE_1_OPEN}"),""),'
    f'IF({_MATERIAL}<{_NONE},"表2　归类以SDS为准","按SDS定类别符号")))))'
)
_RATIO = (
    f'IF({{block}}="","",IF({_OUT},0,'
    'IF(COUNTA({quantity}:{critical})<2,"待补",IF(COUNT({quantity}:{critical})<2,"取值无效",'
    'IF(({quantity}<0)+({critical}<=0)+ISLOGICAL({quantity})+ISLOGICAL({critical})>0,"取值无效",{quantity}/{critical})))))'
)
_BETA = (
    f'IF({{block}}="","",IF({_OUT},"",'
    'IF(ISNUMBER(MATCH({substance}&"",HAZ_GAS,0)),INDEX(HAZ_GAS_BETA,MATCH({substance}&"",HAZ_GAS,0)),'
    f'IF({{category}}="","待补",IF({_TABLE_2}<{_NONE},SUMPRODUCT(MAX(HAZ_BETA*{_FOUND})),"取值无效")))))'
)
_WEIGHTED = (
    f'IF({{block}}="","",IF({_OUT},0,'
    "IF(ISNUMBER({beta})*ISNUMBER({ratio}),{beta}*{ratio},"
    'IF(OR({beta}="取值无效",{ratio}="取值无效"),"取值无效","待补"))))'
)


def _total(field: str, lacking: str) -> str:
    """Native sum over the unit's rows; 12 digits, since 0.1+0.2+0.7 as doubles is less than 1."""
    rows = f"SUMPRODUCT(--{_SAME})"
    return (
        f'IF(SUMPRODUCT({_SAME}*ISNUMBER({{all_{field}}}))<{rows},"{lacking}",'
        f"ROUND(SUMPRODUCT(--{_SAME},{{all_{field}}}),12))"
    )


_S = (
    'IF({block}="","",IF({block}="待补","待补",IF(SUMPRODUCT(--({block_from}:{block}={block}))>1,"",'
    f"{_total('ratio', NOT_COMPUTABLE)})))"
)
_VERDICT = f'IF(ISNUMBER({{s}}),IF({{s}}>=1,"{MAJOR}","{NOT_MAJOR}"),{{s}}&"")'
_ALPHA = (
    f'IF({{verdict}}<>"{MAJOR}","",IF(ISBLANK({{people}}),"待补",IF(ISLOGICAL({{people}})+NOT(ISNUMBER({{people}}))>0,"取值无效",'
    'IF(({people}<0)+({people}<>INT({people}))>0,"取值无效",LOOKUP({people},HAZ_PEOPLE,HAZ_ALPHA)))))'
)
_SUM = f'IF({{verdict}}<>"{MAJOR}","",{_total("weighted", "待补")})'
_R = (
    f'IF({{verdict}}<>"{MAJOR}","",IF(ISNUMBER({{alpha}})*ISNUMBER({{weighted_sum}}),ROUND({{alpha}}*{{weighted_sum}},12),'
    'IF({alpha}="取值无效","取值无效","待补")))'
)
_GRADE = f'IF({{verdict}}<>"{MAJOR}",{{verdict}}&"",IF(ISNUMBER({{r}}),LOOKUP({{r}},HAZ_R_LOW,HAZ_R_GRADE),{{r}}&""))'


def _result(
    header: str, computed: str, text: str, *, rule: str, width: float = 9, aliases: tuple[str, ...] = ()
) -> Column:
    return Column(
        header, clause="7.5", group=RESULT, width=width, align="center", computed=computed, words=GUARDS, invalid_rule=rule,
        aliases=aliases, help=text,
    )  # fmt: skip


def _line(
    header: str, computed: str, text: str, *, rule: str = "", width: float = 10, aliases: tuple[str, ...] = ()
) -> Column:
    return Column(
        header, clause="7.5", group=LINES, width=width, align="center", computed=computed, words=GUARDS, invalid_rule=rule,
        aliases=aliases, help=text,
    )  # fmt: skip


class MajorHazardRow(Table):
    """重大危险源, one hazardous chemical of one unit a row."""

    sheet: ClassVar[str] = "重大危险源"
    title: ClassVar[str] = "危险化学品重大危险源辨识和分级"
    clause: ClassVar[str] = "7.5、GB 18218-2018"
    sheet_aliases: ClassVar[tuple[str, ...]] = ("重大危险源辨识", "危险化学品重大危险源", "危险化学品重大危险源辨识")
    identify: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"quantity", "critical"}),)
    weak: ClassVar[frozenset[str]] = frozenset({"number"})

    number: Annotated[
        str, Column("序号", aliases=("№", "编号"), group=OBJECT, width=6, align="center", help="顺序号。")
    ]
    unit: Annotated[
        str, Column("单元", clause="7.5", required=True, fill_down=1, group=OBJECT, aliases=("单元名称", "辨识单元", "生产、储存单元", "评价单元"),
                    width=16, help="独立的生产单元（以切断阀为界）或储存单元（罐区以防火堤、仓库以独立库房为界）；同一单元的下一种物质留空即表示同上。")
    ]  # fmt: skip
    unit_kind: Annotated[
        Literal["生产单元", "储存单元", ""],
        Column("单元类型", clause="7.5", required=True, fill_down=2, group=OBJECT, aliases=("单元类别",), width=10, align="center",
               help="油漆仓库、危险废物仓库是储存单元；调漆间、喷漆线、烘干线是生产单元。"),
    ]  # fmt: skip
    substance: Annotated[
        str, Column("危险化学品", clause="7.5", required=True, group=OBJECT, width=18, help="与“化学品”表的名称一致。",
                    aliases=("危险化学品名称", "化学品名称", "物质", "物质名称", "品名", "名称"))
    ]  # fmt: skip
    cas: Annotated[
        str, Column("CAS号", group=OBJECT, aliases=("CAS", "CAS No.", "CAS登记号"), width=12, align="center", help="纯物质填写，混合物不填。")
    ]  # fmt: skip
    category: Annotated[
        str, Column("类别符号", clause="7.5", group=OBJECT, aliases=("危险性类别符号", "符号"), width=10, suggest=(*TABLE_2, UNLISTED),
                    help="表2的符号，按安全技术说明书的危险性类别选；有多种危险性的用顿号分开，如 J5、W5.3，取其中最低的临界量。两表都没有的（如盐酸、氮气）填“不在表1、表2”，备注写明理由，不计入S。")
    ]  # fmt: skip
    quantity: Annotated[
        Decimal | None,
        Column("实际存在量q", clause="7.5", required=True, blank_rule="CX7.5-01", invalid_rule="CX7.5-01", group=LINES, width=10, align="center",
               aliases=("实际存在量", "实际存在量（t）", "实际存在量q（t）", "存在量", "q", "最大存在量", "设计最大量"), help="t，按设计最大量确定。"),
    ]  # fmt: skip
    critical: Annotated[
        Decimal | None,
        Column("临界量Q", clause="7.5", required=True, blank_rule="CX7.5-01", invalid_rule="CX7.5-01", group=LINES, width=10, align="center",
               aliases=("临界量", "临界量（t）", "临界量Q（t）", "Q"), help="t；先查表1，表1没有的按危险性类别查表2。右侧给出查表的结果，供核对。"),
    ]  # fmt: skip
    looked_up: Annotated[
        Decimal | None, _line("查表临界量", _LOOKED_UP, "按品名、CAS号查表1，表1没有的按类别符号查表2；用来核对临界量Q。")
    ]  # fmt: skip
    critical_source: Annotated[
        str, _line("临界量依据", _SOURCE, "查自哪一张表，数值是否核对过；归类没有核对的以安全技术说明书为准。", width=18)
    ]  # fmt: skip
    ratio: Annotated[Decimal | None, _line("q/Q", _RATIO, "实际存在量除以临界量。", rule="CX7.5-02")]
    beta: Annotated[
        Decimal | None,
        _line("β", _BETA, "校正系数：表3列名的毒性气体按品名，其余按类别符号（表4）；多种危险性取最大的。", rule="CX7.5-03", width=7, aliases=("校正系数β", "β值")),
    ]  # fmt: skip
    weighted: Annotated[
        Decimal | None, _line("β·q/Q", _WEIGHTED, "校正系数乘以 q/Q。", rule="CX7.5-03", aliases=("β×q/Q", "βq/Q"))
    ]
    block: Annotated[
        str, Column("计算单元", group=RESULT, width=14, computed=_BLOCK, help="本行所属的单元：空白的单元取上一行的。右侧按它汇总。")
    ]  # fmt: skip
    s: Annotated[
        Decimal | None,
        _result("S", _S, "S=Σq/Q，本单元各行之和；缺 q 或 Q 时无法计算，不是 0。", rule="CX7.5-02", aliases=("Σq/Q", "∑q/Q", "S值")),
    ]  # fmt: skip
    verdict: Annotated[
        Literal["构成", "不构成", ""],
        Column("是否构成重大危险源", clause="7.5", group=RESULT, width=12, align="center", computed=_VERDICT, invalid_rule="CX7.5-02",
               words={**GUARDS, "是": MAJOR, "否": NOT_MAJOR, "构成重大危险源": MAJOR, "不构成重大危险源": NOT_MAJOR},
               aliases=("是否构成", "辨识结果", "是否重大危险源"), help="S≥1 构成，不四舍五入。"),
    ]  # fmt: skip
    people: Annotated[
        Decimal | None,
        Column("厂区外500m人数", clause="7.5", fill_down=3, group=RESULT, width=10, align="center", invalid_rule="CX7.5-03",
               aliases=("500m人数", "厂区外500米人数", "厂外暴露人员数量"), help="厂区边界向外500m范围内的常住人口数量；构成重大危险源的单元必填，没有填 0。"),
    ]  # fmt: skip
    alpha: Annotated[
        Decimal | None,
        _result("α", _ALPHA, "按人数查表5，自动得出。", rule="CX7.5-03", width=7, aliases=("校正系数α", "α值")),
    ]
    weighted_sum: Annotated[
        Decimal | None, _result("Σβ·q/Q", _SUM, "本单元各行 β·q/Q 之和。", rule="CX7.5-03", aliases=("Σβq/Q", "∑β·q/Q"))
    ]
    r: Annotated[Decimal | None, _result("R", _R, "R=α·Σ(β·q/Q)，自动计算。", rule="CX7.5-03", aliases=("R值",))]
    grade: Annotated[
        Literal["一级", "二级", "三级", "四级", "不构成", ""],
        Column("级别", clause="7.5", group=RESULT, width=9, align="center", computed=_GRADE, invalid_rule="CX7.5-03",
               words={**GUARDS, **{f"{word}重大危险源": word for word in ("一级", "二级", "三级", "四级")}},
               aliases=("重大危险源级别", "重大危险源等级", "分级"), help="R≥100 一级，50≤R＜100 二级，10≤R＜50 三级，R＜10 四级；不构成的不分级。"),
    ]  # fmt: skip
    note: Annotated[
        str, Column("备注", aliases=("说明",), width=20, help="其他需要说明的，如单元的范围、存在量的来历。")
    ]
