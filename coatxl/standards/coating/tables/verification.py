"""现场复核 (10.1): whether the analysis and the evaluation hold on site; the rectification stands in 隐患清单."""

from datetime import date
from typing import Annotated, ClassVar

from coatxl.standards.coating.listed import Item
from coatxl.tables.column import Column
from coatxl.tables.table import Table

REVIEWS = (
    Item(
        "风险点遗漏", ("是否有风险点遗漏", "复核是否有风险点遗漏", "风险点是否遗漏"), ("风险点遗漏", "风险点有无遗漏")
    ),
    Item("危害因素未被识别", ("复核是否危害因素未被识别", "危害因素遗漏"), ("危害因素未被识别", "未识别的危害因素")),
    Item("管控措施描述与实际一致性", ("管控措施与实际一致性",), ("实际情况一致", "与实际一致", "与实际的一致")),
    Item(
        "风险评估结果准确性",
        ("风险评价结果准确性", "复核安全风险评估结果是否准确"),
        ("风险评估结果", "风险评价结果"),
    ),
)


class VerificationRow(Table):
    """现场复核, one thing that was re-checked a row."""

    sheet: ClassVar[str] = "现场复核"
    title: ClassVar[str] = "现场复核记录"
    clause: ClassVar[str] = "10.1"
    sheet_aliases: ClassVar[tuple[str, ...]] = ("现场复核记录", "现场复核表", "复核记录")
    identify: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"item", "conclusion"}),)
    weak: ClassVar[frozenset[str]] = frozenset({"number"})

    number: Annotated[str, Column("序号", aliases=("№", "编号"), width=6, align="center", help="顺序号。")]
    item: Annotated[
        str, Column("复核内容", clause="10.1", required=True, blank_rule="CX10.1-01", suggest=tuple(r.word for r in REVIEWS), width=27,
                    aliases=("复核项目", "复核事项"), help="10.1 列出的四项都要复核；另有复核的接着往下写。")
    ]  # fmt: skip
    scope: Annotated[
        str,
        Column(
            "复核的范围和方法",
            clause="10.1",
            width=34,
            aliases=("复核范围", "复核方法"),
            help="走了哪些场所，抽查了什么，怎么核对。",
        ),
    ]
    conclusion: Annotated[
        str, Column("复核结论", clause="10.1", required=True, blank_rule="CX10.1-01", width=34, aliases=("复核结果", "复核情况", "结论"),
                    help="复核得出的结论，如“无遗漏”“与实际一致”；有出入的写明。")
    ]  # fmt: skip
    handling: Annotated[
        str,
        Column(
            "问题及处理", clause="10.1", width=34, aliases=("处理情况", "发现的问题"), help="发现的问题，底稿哪里已改。"
        ),
    ]
    person: Annotated[
        str,
        Column(
            "复核人",
            clause="10.1",
            required=True,
            blank_rule="CX10.1-01",
            width=11,
            align="center",
            aliases=("复核人员",),
            help="到现场复核的人。",
        ),
    ]
    day: Annotated[
        date | None,
        Column("复核日期", clause="10.1", required=True, blank_rule="CX10.1-01", width=13, align="center", aliases=("复核时间", "日期"), help="复核的日期。"),
    ]  # fmt: skip
    note: Annotated[str, Column("说明", aliases=("备注",), width=24, help="其他要说明的。")]
