"""重大隐患判定: every situation of the decree on major hidden dangers (令第10号) with its verdict, by whom and when (8.2.4)."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from coatxl.tables.column import Column
from coatxl.tables.table import Table


class MajorVerdictRow(Table):
    """One situation of the decree, with what was found at the plant."""

    sheet: ClassVar[str] = "重大隐患判定"
    title: ClassVar[str] = "重大事故隐患判定"
    clause: ClassVar[str] = "6.2、8.2.4"
    sheet_aliases: ClassVar[tuple[str, ...]] = (
        "重大事故隐患判定",
        "重大事故隐患判定表",
        "判定筛查表",
        "重大隐患判定表",
        "重大事故隐患排查表",
    )
    identify: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"situation", "verdict"}),
        frozenset({"provision", "verdict"}),
    )

    provision: Annotated[
        str,
        Column("条款", required=True, width=15, align="center", help="判定标准的条款号。",
               aliases=("判定条款", "条款号", "标准条款")),
    ]  # fmt: skip
    situation: Annotated[
        str, Column("判定情形", width=58, help="判定标准列出的情形。", aliases=("情形", "判定内容", "重大事故隐患情形"))
    ]
    where: Annotated[
        str, Column("前提", width=26, help="什么情况下涉及本条。", aliases=("适用前提", "与涂装企业的关系"))
    ]
    verdict: Annotated[
        Literal["存在", "不存在", "不涉及", ""],
        Column(
            "判定结果", required=True, width=10.5, align="center", aliases=("结果", "判定", "结论"), blank_rule="CX8.2-13",
            words={"是": "存在", "否": "不存在", "有": "存在", "构成": "存在", "不构成": "不存在", "无": "不存在",
                   "发现": "存在", "未发现": "不存在", "没有发现": "不存在", "不适用": "不涉及"},
            help="存在、不存在、不涉及；空着是“未评”，不是“无”。",
        ),
    ]  # fmt: skip
    evidence: Annotated[
        str,
        Column("现场情况", width=34, aliases=("现场情况说明", "判定依据", "证据", "说明"), help="现场看到什么；不涉及的写明为什么。"),
    ]  # fmt: skip
    danger: Annotated[
        str,
        Column("隐患序号", width=10, align="center", aliases=("隐患编号", "对应隐患"), help="存在的，写隐患清单中的序号。"),
    ]  # fmt: skip
    person: Annotated[
        str,
        Column("判定人", required=True, width=11, align="center", blank_rule="CX8.2-13", aliases=("判定人员", "检查人"), help="作出判定的人。"),
    ]  # fmt: skip
    day: Annotated[
        date | None,
        Column("判定日期", required=True, width=13, align="center", blank_rule="CX8.2-13", aliases=("日期", "判定时间"),
               help="作出判定的日期。"),
    ]  # fmt: skip
    checked: Annotated[
        str,
        Column(
            "条文核对", width=10.5, align="center", aliases=("核对状态",), help="情形的文字是否与公布的条文核对过。"
        ),
    ]
