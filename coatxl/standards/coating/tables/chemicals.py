"""化学品 (7.4): what is used and stored, with its classification, its fire class and the catalogues that list it."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from coatxl.tables.column import Column
from coatxl.tables.table import Table

OBJECT, KIND, CLASS, LISTS, PAPERS = "化学品", "危险化学品", "危险性", "列入的目录（是或否）", "资料和存放"
# 5.3: what a supplier's 安全技术说明书 must be collected for.
NEEDS_SDS = ("油漆", "固化剂", "稀释剂", "胶水", "清洗剂")
CATALOGUES = (
    "剧毒化学品", "高毒物品", "重点监管危险化学品", "易制毒化学品", "易制爆危险化学品", "监控化学品", "特别管控危险化学品",
)  # fmt: skip
LISTED = (
    "highly_toxic",
    "high_toxicity",
    "key_supervised",
    "drug_precursor",
    "explosive_precursor",
    "controlled",
    "special_control",
)
"""The fields of CATALOGUES, in their order."""
NO_FLAMMABLE_LIQUID = "不属易燃液体"

Answer = Literal["是", "否", ""]
# Category by flash point and initial boiling point (GB 30000.7); criteria.gb18218.flammable_category is the same.
_CATEGORY = (
    'IF(OR(ISBLANK({flash_point}),{state}="固体",{state}="气体"),"",IF(NOT(ISNUMBER({flash_point})),"取值无效",'
    'IF({flash_point}<23,IF(ISBLANK({boiling_point}),"待补",IF(NOT(ISNUMBER({boiling_point})),"取值无效",'
    'IF({boiling_point}<=35,"类别1","类别2"))),IF({flash_point}<=60,"类别3",'
    f'IF({{flash_point}}<=93,"类别4","{NO_FLAMMABLE_LIQUID}")))))'
)


def _listed(header: str, *, aliases: tuple[str, ...] = ()) -> Column:
    return Column(
        header, clause="7.4", required=True, blank_rule="CX7.4-01", invalid_rule="CX7.4-01", group=LISTS, aliases=aliases,
        width=9, align="center", help=f"对照现行的{header}目录：列入填是，没有列入填否。",
    )  # fmt: skip


class ChemicalRow(Table):
    """化学品, one chemical a row."""

    sheet: ClassVar[str] = "化学品"
    title: ClassVar[str] = "化学品种类和危险性"
    clause: ClassVar[str] = "7.4"
    sheet_aliases: ClassVar[tuple[str, ...]] = ("化学品清单", "危险化学品", "危险化学品清单", "化学品一览表")
    identify: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"name", "hazardous"}), frozenset({"name", "fire_class"}), frozenset({"name", "catalogue_number"}),
        frozenset({"name", "sds"}),
    )  # fmt: skip
    weak: ClassVar[frozenset[str]] = frozenset({"number"})

    number: Annotated[
        str, Column("序号", aliases=("№", "编号"), group=OBJECT, width=6, align="center", help="顺序号。")
    ]
    name: Annotated[
        str, Column("化学品名称", clause="7.4", required=True, group=OBJECT, width=20,
                    aliases=("品名", "名称", "化学品", "物质", "物质名称", "物料名称", "危险化学品名称"), help="安全技术说明书上的名称；油漆写牌号或品种。")
    ]  # fmt: skip
    use: Annotated[
        str, Column("用途", clause="5.3", required=True, group=OBJECT, width=11, suggest=(*NEEDS_SDS, "燃料", "前处理药剂", "其他"),
                    help=f"{'、'.join(NEEDS_SDS)}须收集安全技术说明书（5.3）。")
    ]  # fmt: skip
    state: Annotated[
        Literal["液体", "固体", "气体", ""],
        Column("物态", group=OBJECT, aliases=("状态", "形态"), width=8, align="center", help="常温常压下的状态。"),
    ]
    cas: Annotated[
        str, Column("CAS号", group=OBJECT, aliases=("CAS", "CAS No.", "CAS登记号"), width=13, align="center", help="纯物质填写，混合物不填。")
    ]  # fmt: skip
    hazardous: Annotated[
        Answer,
        Column("是否危险化学品", clause="7.4", required=True, blank_rule="CX7.4-02", invalid_rule="CX7.4-02", group=KIND, width=10,
               align="center", aliases=("危险化学品", "是否危化品", "危化品", "是否属于危险化学品"), help="列入《危险化学品目录》，或按目录的分类标准属于危险化学品。"),
    ]  # fmt: skip
    catalogue_number: Annotated[
        str, Column("目录序号", clause="7.4", group=KIND, aliases=("危险化学品目录序号", "危化品序号", "目录号", "危化品目录序号"), width=9, align="center",
                    help="《危险化学品目录》中的序号；含易燃溶剂的油漆、稀释剂等（闭杯闪点不高于60℃）是 2828，序号以所用版本的目录为准。")
    ]  # fmt: skip
    hazard_class: Annotated[
        str, Column("危险性类别", clause="7.4", required=True, blank_rule="CX7.4-01", group=CLASS, width=24, aliases=("危险性分类", "危险类别", "危险性"),
                    help="安全技术说明书第2部分，如 易燃液体，类别3；不属于危险化学品的填 不分类。")
    ]  # fmt: skip
    flash_point: Annotated[
        Decimal | None, Column("闭杯闪点", clause="7.4", group=CLASS, aliases=("闪点", "闪点（℃）", "闭杯闪点（℃）"), width=9, align="center",
                               help="℃，只填数字；没有闪点的不填。")
    ]  # fmt: skip
    boiling_point: Annotated[
        Decimal | None, Column("初沸点", group=CLASS, aliases=("沸点", "沸点（℃）", "初沸点（℃）"), width=9, align="center",
                               help="℃，只填数字；闪点低于23℃的用来区分类别1和类别2。")
    ]  # fmt: skip
    category: Annotated[
        Literal["类别1", "类别2", "类别3", "类别4", "不属易燃液体", ""],
        Column("易燃液体类别", group=CLASS, width=12, align="center", computed=_CATEGORY, words={"待补": "", "取值无效": ""}, invalid_rule="CX7.4-05",
               help="按闭杯闪点、初沸点自动判断（GB 30000.7，界值未核对原文），混合物整体判断。"),
    ]  # fmt: skip
    fire_class: Annotated[
        str, Column("火灾危险类别", clause="7.4", required=True, blank_rule="CX7.4-01", group=CLASS, width=9, align="center",
                    aliases=("火灾危险性类别", "火灾危险性分类", "火灾危险性", "火险类别"), suggest=("甲", "乙", "丙", "丁", "戊"),
                    help="按建筑防火标准：闪点低于28℃的液体为甲类，28℃至低于60℃乙类，60℃及以上丙类。")
    ]  # fmt: skip
    highly_toxic: Annotated[Answer, _listed("剧毒化学品", aliases=("剧毒",))]
    high_toxicity: Annotated[Answer, _listed("高毒物品", aliases=("高毒",))]
    key_supervised: Annotated[Answer, _listed("重点监管危险化学品", aliases=("重点监管", "重点监管的危险化学品"))]
    drug_precursor: Annotated[Answer, _listed("易制毒化学品", aliases=("易制毒",))]
    explosive_precursor: Annotated[Answer, _listed("易制爆危险化学品", aliases=("易制爆", "易制爆化学品"))]
    controlled: Annotated[Answer, _listed("监控化学品")]
    special_control: Annotated[Answer, _listed("特别管控危险化学品", aliases=("特别管控",))]
    edition: Annotated[
        str,
        Column("目录版本", clause="7.4", group=PAPERS, width=16, help="对照的各目录版本，如 2015版（2022年调整）。"),
    ]
    sds: Annotated[
        Literal["有", "无", ""],
        Column("SDS", clause="5.3", group=PAPERS, aliases=("安全技术说明书", "MSDS"), invalid_rule="CX5.3-03", width=8, align="center",
               help="供应商提供的安全技术说明书，有或无。"),
    ]  # fmt: skip
    held_in: Annotated[
        str, Column("使用和储存单元", clause="7.5", group=PAPERS, aliases=("使用、储存单元", "所在单元", "存放单元"), width=22,
                    help="“重大危险源”表中的单元名称，多个用顿号分开；其中的危险化学品都要辨识。")
    ]  # fmt: skip
    note: Annotated[str, Column("备注", aliases=("说明",), group=PAPERS, width=20, help="其他需要说明的。")]
