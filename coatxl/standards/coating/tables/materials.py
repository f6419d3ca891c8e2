"""收集资料 (4, 5.3): laws and standards that the evaluation rests on, and the nine kinds of technical material."""

from typing import Annotated, ClassVar

from coatxl.standards.coating.listed import Item
from coatxl.tables.column import Column
from coatxl.tables.table import Table

TECHNICAL, LAWS = "技术资料", "法规标准"
MATERIALS = (
    Item("企业合规信息", ("合规信息", "企业合规资料", "企业合规性资料", "合规性文件"), ("合规",)),
    Item("平面布置与建构筑物", ("平面布置、建构筑物", "涂装企业的平面布置，建构筑物", "平面布置和建构筑物", "总平面布置图"), ("平面布置", "构筑物")),
    Item("生产加工工艺", ("生产工艺", "加工工艺", "工艺流程", "生产工艺流程"), ("工艺",)),
    Item("设备型式和数量", ("生产设备型式和数量", "设备清单", "设备型式及数量", "主要设备清单"), ("设备型式", "设备清单", "设备一览")),
    Item("烘干热源提供方式", ("烘干热源", "热源提供方式", "烘干热源供给方式"), ("热源",)),
    Item("化学品种类数量", ("化学品种类、数量", "化学品种类和数量", "使用化学品种类、数量", "化学品清单"), ("化学品种类", "化学品清单", "化学品数量")),
    Item("专用化学品安全技术说明书", ("安全技术说明书", "化学品安全技术说明书", "SDS", "MSDS", "油漆、固化剂、稀释剂等专用化学品安全技术说明书"),
         ("安全技术说明书", "SDS")),
    Item("公用工程和辅助设施", ("公用工程和辅助生产设施", "公用工程及辅助设施", "公用工程与辅助设施", "公辅设施"), ("公用工程", "公辅")),
    Item("法定检测报告", ("与评价有关的法定检测报告", "检测报告", "法定检验检测报告", "检验检测报告"), ("检测报告", "检验报告", "检定")),
)  # fmt: skip
COLLECTED = ("已收集", "现场收集")
NOT_APPLICABLE = "不适用"
# What evaluators also write for these; a bare 有 or √ counts as collected too.
AS_COLLECTED = frozenset({*COLLECTED, "收集", "已有", "已提供", "已收到", "收到", "已取得", "已备", "齐全", "已收齐"})
AS_NOT_APPLICABLE = frozenset({NOT_APPLICABLE, "不涉及", "无此项"})


class MaterialRow(Table):
    """收集资料, one law, standard or kind of technical material a row."""

    sheet: ClassVar[str] = "收集资料"
    title: ClassVar[str] = "资料收集清单"
    clause: ClassVar[str] = "4、5.3"
    sheet_aliases: ClassVar[tuple[str, ...]] = (
        "资料收集", "资料清单", "收集资料清单", "资料收集清单", "技术资料", "法规标准", "法规标准清单", "评价依据", "评价依据清单",
        "法律法规和技术规范", "法律法规清单",
    )  # fmt: skip
    identify: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"kind", "name", "code", "state", "supplier"}),)
    weak: ClassVar[frozenset[str]] = frozenset({"number"})

    number: Annotated[str, Column("序号", aliases=("№",), width=6, align="center", help="顺序号。")]
    kind: Annotated[
        str, Column("类别", clause="5.3", fill_down=1, width=14, align="center", aliases=("资料类别", "分类", "资料类型"),
                    suggest=(LAWS, TECHNICAL), help="法规标准（评价依据）或技术资料；空白或合并表示同上。")
    ]  # fmt: skip
    name: Annotated[
        str, Column("资料名称", clause="5.3", required=True, width=44, help="法规标准的名称，或所收集资料的名称。",
                    aliases=("名称", "资料", "资料内容", "资料项目", "项目", "法规标准名称", "标准名称", "法规名称", "文件名称", "依据名称", "收集资料"))
    ]  # fmt: skip
    code: Annotated[
        str, Column("标准号", clause="4", width=24, help="标准的编号（含年份）或法规的文号；技术资料不填。",
                    aliases=("编号", "标准编号", "文号", "标准号/文号", "标准（文）号", "法规标准编号", "代号", "标准代号"))
    ]  # fmt: skip
    state: Annotated[
        str, Column("状态", clause="5.3", width=12, align="center", aliases=("收集状态", "收集情况", "是否收集", "资料状态"),
                    suggest=(*COLLECTED, NOT_APPLICABLE, "未收集"),
                    help="已收集、现场收集或不适用；不适用的在“说明”写明原因。")
    ]  # fmt: skip
    supplier: Annotated[
        str, Column("提供单位", width=22, aliases=("来源", "提供人", "资料来源", "提供部门"), help="谁提供的、哪一天。")
    ]  # fmt: skip
    note: Annotated[
        str, Column("说明", clause="5.3", width=40, aliases=("备注", "原因", "原因说明", "不适用原因", "理由"), help="不适用的原因，资料的版本、有效期等。")
    ]  # fmt: skip
