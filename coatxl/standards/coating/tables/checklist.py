"""安全检查表 (8.2)."""

from typing import Annotated, ClassVar, Literal

from coatxl.tables.column import Column
from coatxl.tables.table import Table


class ChecklistRow(Table):
    """安全检查表, one item a row."""

    sheet: ClassVar[str] = "安全检查表"
    title: ClassVar[str] = "安全检查表"
    clause: ClassVar[str] = "8.2"
    sheet_aliases: ClassVar[tuple[str, ...]] = ("检查表", "符合性检查表", "安全检查")
    identify: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"item", "conforms"}), frozenset({"item", "basis", "observation"}),
    )  # fmt: skip
    form_labels: ClassVar[tuple[str, ...]] = ("unit", "risk_point")
    weak: ClassVar[frozenset[str]] = frozenset({"unit", "risk_point", "number"})

    unit: Annotated[
        str,
        Column(
            "评价单元",
            fill_down=1,
            fill_within=2,
            pick_from="评价单元.unit",
            aliases=("单元",),
            width=10,
            help="没有风险点的单元必须填；其余可不填。",
        ),
    ]
    risk_point: Annotated[
        str, Column("风险点", clause="8.2", required=True, blank_rule="CX0-03", fill_down=2, pick_from="风险点划分.risk_point",
                    aliases=("风险点名称",), width=14.5, help="检查哪个风险点；直接检查单元的填 -，并填评价单元。")
    ]  # fmt: skip
    number: Annotated[
        str,
        Column(
            "序号",
            clause="8.2",
            required=True,
            blank_rule="CX0-02",
            width=6.5,
            align="center",
            aliases=("№", "编号"),
            help="检查项目的序号，不重号、不跳号。",
        ),
    ]
    item: Annotated[
        str, Column("检查项目", clause="8.2.2", required=True, width=51.5,
                    aliases=("检查项", "检查子项", "检查内容", "检查要点", "检查事项", "检查项目及内容"), help="每条风险管控措施都要有检查项目；相同措施可合并，但不能丢内容。")
    ]  # fmt: skip
    basis: Annotated[
        str, Column("依据", clause="8.2", required=True, blank_rule="CX8.2-07", width=29,
                    aliases=("检查依据", "辨识评价标准", "依据法规", "法律依据", "法规名称、代码和条款号", "检查标准", "依据条款", "法规依据", "判定依据", "标准"), ask=("法规原文", "条款原文"),
                    help="法规标准的条款号；超出法规要求的写明理由。")
    ]  # fmt: skip
    observation: Annotated[
        str,
        Column(
            "检查结果",
            clause="8.2",
            width=27,
            aliases=("现场情况", "现场情况描述", "检查情况", "检查记录", "现场实际情况", "实际情况"),
            help="现场看到的实际情况。",
        ),
    ]
    conforms: Annotated[
        Literal["符合", "不符合", "不适用", ""],
        Column("是否符合", clause="8.2", blank_rule="CX8.2-09", invalid_rule="CX8.2-09", width=10, align="center",
               aliases=("符合性", "判定", "检查结论"), words={"√": "符合", "合格": "符合", "是": "符合", "×": "不符合", "不合格": "不符合",
                                                     "否": "不符合", "/": "不适用", "不涉及": "不适用"},
               help="符合、不符合、不适用；不适用的在检查结果中写明原因。"),
    ]  # fmt: skip
    measures: Annotated[
        str, Column("对应措施", clause="8.2.2", width=11, align="center", aliases=("对应措施编号", "措施编号"),
                    help="检查的是哪条措施：危害因素序号-诱因序号.措施序号，如 1-13.1，多个用顿号隔开；文字与措施相同的可不填。")
    ]  # fmt: skip
    suggestion: Annotated[
        str, Column("整改建议", clause="8.2.4", width=33.5, help="不符合的提出整改建议，并列入“隐患清单”。")
    ]
