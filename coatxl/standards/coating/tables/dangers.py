"""隐患清单 (6.1, 8.2.4, 10)."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from coatxl.tables.column import Column
from coatxl.tables.table import Table

# The states of the closed loop, in their order; 延期 and 复查不合格 lead back into it.
STATES = ("待整改", "整改中", "延期", "已整改", "复查不合格", "复查合格", "销号")
CLOSED = ("复查合格", "销号")


class HiddenDangerRow(Table):
    """隐患清单, one hidden danger a row, from finding to closing."""

    sheet: ClassVar[str] = "隐患清单"
    title: ClassVar[str] = "安全隐患清单"
    clause: ClassVar[str] = "6.1、8.2.4、10"
    sheet_aliases: ClassVar[tuple[str, ...]] = (
        "安全隐患清单",
        "隐患台账",
        "隐患排查治理台账",
        "隐患排查治理汇总清单",
        "问题清单",
    )
    identify: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"description", "suggestion"}), frozenset({"description", "level"}),
        frozenset({"description", "state"}), frozenset({"description", "deadline"}),
    )  # fmt: skip
    weak: ClassVar[frozenset[str]] = frozenset({"number"})

    number: Annotated[str, Column("序号", aliases=("№", "编号"), width=6, align="center", help="隐患的序号，不重号。")]
    unit: Annotated[
        str,
        Column(
            "评价单元",
            fill_down=1,
            fill_within=2,
            pick_from="评价单元.unit",
            aliases=("单元",),
            width=10.5,
            help="隐患所属的评价单元。",
        ),
    ]
    risk_point: Annotated[
        str, Column("风险点", fill_down=2, pick_from="风险点划分.risk_point", width=14.5, help="隐患所在的风险点。",
                    aliases=("风险点名称", "隐患部位", "隐患地点", "隐患位置"))
    ]  # fmt: skip
    description: Annotated[
        str, Column("隐患描述", clause="8.2.4", required=True, width=42,
                    aliases=("隐患内容", "隐患具体描述", "隐患名称", "问题描述", "存在问题", "主要问题", "异常事项", "检查发现的主要隐患或问题", "检查地点存在问题及隐患", "限期整改问题", "不合格项描述", "隐患详情"),
                    ask=("危害因素描述",), help="现场看到的问题：哪里、什么、缺什么。")
    ]  # fmt: skip
    issue: Annotated[
        Literal["缺失", "失效", "缺陷", ""],
        Column(
            "问题类型",
            clause="8.2.4",
            width=10,
            align="center",
            help="措施缺失、失效或缺陷（8.2.4）。",
        ),
    ]
    basis: Annotated[
        str,
        Column(
            "依据",
            clause="8.2.4",
            required=True,
            width=29,
            aliases=("检查依据", "违反规范", "法规依据", "判定依据"),
            help="违反的条款，或提出的理由。",
        ),
    ]
    level: Annotated[
        Literal["一般隐患", "重大隐患", ""],
        Column("隐患级别", clause="8.2.4", required=True, width=11, align="center", aliases=("隐患等级", "隐患判定级别"), ask=("风险等级",),
               words={"一般": "一般隐患", "重大": "重大隐患", "一般事故隐患": "一般隐患", "重大事故隐患": "重大隐患", "重大生产安全事故隐患": "重大隐患"},
               help="一般隐患，或按重大事故隐患判定标准判定的重大隐患。"),
    ]  # fmt: skip
    suggestion: Annotated[
        str, Column("整改建议", clause="8.2.4", required=True, blank_rule="CX8.2-11", width=40, help="对象、做法和达到的标准。",
                    aliases=("整改建议措施", "整改参考", "整改意见", "整改要求", "处理意见", "整改措施或建议"), ask=("整改情况",))
    ]  # fmt: skip
    notified: Annotated[
        date | None,
        Column("通报日期", clause="8.2.4", blank_rule="CX8.2-12", width=12, align="center", help="向企业通报的日期。"),
    ]
    owner: Annotated[
        str,
        Column(
            "整改责任人",
            width=11,
            align="center",
            aliases=("责任人", "整改人", "整改负责人"),
            ask=("管控责任人",),
            help="企业负责整改的人。",
        ),
    ]
    action: Annotated[str, Column("整改措施", width=30, aliases=("处理措施",), help="企业采取的整改措施。")]
    money: Annotated[
        str, Column("整改资金", width=11, align="right", aliases=("资金",), help="金额和单位，或“不需要”。")
    ]
    deadline: Annotated[
        date | None,
        Column("整改时限", width=17, align="center", help="应完成整改的日期。",
               aliases=("整改期限", "完成时限", "计划完成时间", "限期整改", "整改完成期限", "整改截止日期", "要求闭环时间", "限时时间"), ask=("整改时间",)),
    ]  # fmt: skip
    plan: Annotated[
        str,
        Column("应急预案", width=16, aliases=("预案", "应急措施", "临时防范措施"), help="整改期间的应急或防范措施。"),
    ]
    state: Annotated[
        Literal["待整改", "整改中", "延期", "已整改", "复查不合格", "复查合格", "销号", ""],
        Column("整改状态", clause="10.1", width=11, align="center", aliases=("隐患状态", "整改情况(是/否)"),
               words={"未整改": "待整改", "待复查": "已整改", "整改完成": "已整改", "已销号": "销号", "关闭": "销号", "已关闭": "销号"},
               help="待整改、整改中、已整改、复查合格、销号；另有延期、复查不合格。"),
    ]  # fmt: skip
    finished: Annotated[
        date | None,
        Column(
            "整改完成日期",
            width=13,
            align="center",
            aliases=("整改完成时间", "整改时间", "实际整改完成时间", "完成日期"),
            help="实际完成的日期。",
        ),
    ]
    recheck: Annotated[
        Literal["已整改", "部分整改", "未整改", ""],
        Column("复查结果", clause="10.1", blank_rule="CX10.1-02", invalid_rule="CX10.1-02", width=10.5, align="center",
               aliases=("复查情况", "复查意见", "验收情况", "验证情况", "核查情况"), words={"合格": "已整改", "复查合格": "已整改", "不合格": "未整改"},
               help="已整改、部分整改、未整改。"),
    ]  # fmt: skip
    rechecker: Annotated[
        str,
        Column(
            "复查人",
            clause="10.1",
            width=10,
            align="center",
            aliases=("验收人", "验证人", "核查人"),
            help="到现场复查的人。",
        ),
    ]
    recheck_date: Annotated[
        date | None,
        Column(
            "复查日期",
            clause="10.1",
            width=12.5,
            align="center",
            aliases=("复查时间", "验收日期"),
            blank_rule="CX10.1-02",
            help="复查的日期。",
        ),
    ]
    photo_before: Annotated[
        str,
        Column(
            "整改前照片",
            clause="6.1",
            blank_rule="CX6.1-03",
            width=18,
            aliases=("隐患照片", "隐患图片", "现场照片", "现场图片", "问题照片", "整改前影像"),
            help="照片文件名，或把照片放在这一格。",
        ),
    ]
    photo_after: Annotated[
        str,
        Column(
            "整改后照片",
            clause="10.2",
            blank_rule="CX10.2-01",
            width=18,
            aliases=("闭环照片", "整改照片", "验证照片", "整改后影像"),
            help="照片文件名，或把照片放在这一格。",
        ),
    ]
    origin: Annotated[
        str, Column("来源", clause="8.2.4", width=22, help="由哪个检查项目而来，如“安全检查表 喷漆作业/3”。")
    ]
