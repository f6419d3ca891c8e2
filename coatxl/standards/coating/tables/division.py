"""评价单元 (6.2) and 风险点划分 (6.3, 附录 A)."""

from typing import Annotated, ClassVar, Literal

from coatxl.tables.column import Column
from coatxl.tables.table import Table

# 6.2: the six kinds of unit that an evaluation must have or explain.
UNIT_KINDS = (
    "企业选址和周边环境",
    "总图布置",
    "工艺与设备设施",
    "公用工程与辅助设施",
    "安全管理",
    "基于法规要求的其他安全生产条件",
)


class UnitRow(Table):
    """评价单元, one unit a row."""

    sheet: ClassVar[str] = "评价单元"
    title: ClassVar[str] = "评价单元划分"
    clause: ClassVar[str] = "6.2"
    sheet_aliases: ClassVar[tuple[str, ...]] = ("评价单元划分", "单元划分")
    identify: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"unit", "kind"}), frozenset({"unit", "divided"}))
    weak: ClassVar[frozenset[str]] = frozenset({"number"})

    number: Annotated[str, Column("序号", aliases=("№", "编号"), width=6, align="center", help="顺序号。")]
    unit: Annotated[
        str, Column("评价单元", clause="6.2", required=True, aliases=("单元", "风险单元", "辨识单元", "单元名称"), width=24,
                    help="按功能分区划分的单元或子单元，如喷漆单元。")
    ]  # fmt: skip
    kind: Annotated[
        Literal["企业选址和周边环境", "总图布置", "工艺与设备设施", "公用工程与辅助设施", "安全管理", "基于法规要求的其他安全生产条件", "其他", ""],
        Column("单元类别", clause="6.2", required=True, aliases=("类别",), width=30,
               words={"工艺设备设施": "工艺与设备设施", "公用工程和辅助设施": "公用工程与辅助设施", "选址和周边环境": "企业选址和周边环境"},
               help="6.2 列出的六类；每类都要有单元，确不涉及的也列一行，“是否划分风险点”选不适用并写明理由。"),
    ]  # fmt: skip
    divided: Annotated[
        Literal["是", "否", "不适用", ""],
        Column("是否划分风险点", clause="6.3", required=True, width=16, align="center", aliases=("划分风险点",), words={"不涉及": "不适用"},
               help="是：在“风险点划分”中划分；否：无须划分风险点，直接分析该单元的危害因素（7.1）；不适用：本企业没有这一类，须写明理由。"),
    ]  # fmt: skip
    note: Annotated[str, Column("说明", aliases=("备注",), width=54, help="不划分、不适用的理由，或单元包括的范围。")]


class RiskPointRow(Table):
    """风险点划分, one risk point or step a row."""

    sheet: ClassVar[str] = "风险点划分"
    title: ClassVar[str] = "风险点划分"
    clause: ClassVar[str] = "6.3、附录A"
    sheet_aliases: ClassVar[tuple[str, ...]] = ("风险点", "风险点划分表", "风险点清单", "风险点台账")
    identify: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"unit", "risk_point", "step"}), frozenset({"risk_point", "kind"}),
    )  # fmt: skip
    not_with: ClassVar[tuple[str, ...]] = ("危害因素", "失控诱因", "检查项目", "隐患描述", "L")
    weak: ClassVar[frozenset[str]] = frozenset({"number"})

    number: Annotated[
        str,
        Column(
            "序号",
            aliases=("№", "编号"),
            fill_down=3,
            width=6,
            align="center",
            help="风险点的顺序号；同一风险点的多个步骤共用一个序号。",
        ),
    ]
    unit: Annotated[
        str, Column("评价单元", clause="6.3", required=True, blank_rule="CX6.3-01", fill_down=1, pick_from="评价单元.unit",
                    aliases=("单元", "风险单元", "辨识单元"), width=18, help="风险点所属的评价单元，须先在“评价单元”中列出。")
    ]  # fmt: skip
    risk_point: Annotated[
        str, Column("风险点", clause="6.3", required=True, fill_down=2,
                    aliases=("风险点名称", "设备设施", "作业活动", "作业/设备名称", "危险源名称/场所"), width=20,
                    help="设施、部位、场所、工艺过程或作业活动；应覆盖所有场所、设施和作业活动，不疏漏。")
    ]  # fmt: skip
    step: Annotated[
        str, Column("作业步骤/设备", clause="附录A", aliases=("作业步骤", "步骤/设备", "三级子项"), width=20,
                    help="需要时在风险点下再分的步骤或设备，一行一个，写成“动词+名词”；不再细分填 -。")
    ]  # fmt: skip
    kind: Annotated[
        Literal["设备设施", "场所", "作业活动", ""],
        Column("风险点类别", clause="附录A", aliases=("类别", "风险点类型"), invalid_rule="CXA-01", blank_rule="CXA-01", fill_down=4,
               width=12, align="center", help="附录A：设备设施、场所、作业活动。"),
    ]  # fmt: skip
    merged: Annotated[str, Column("合并的风险点", clause="6.3", width=26, help="合并了哪些同类风险点；没有合并不填。")]
    merge_note: Annotated[str, Column("合并说明", clause="6.3", width=34, help="合并的理由；有合并必须说明。")]
