"""评价方法 (8.1): for each unit its method, why it was chosen, its limits, and the criteria with their sources."""

from typing import Annotated, ClassVar, Literal

from coatxl.criteria.bands import GRADES
from coatxl.tables.column import Column
from coatxl.tables.table import Table

# How the highest acceptable grade is written besides the grade itself.
_WORDINGS = {
    **{grade.removesuffix("风险"): grade for grade in GRADES},
    **{f"{grade}{tail}": grade for grade in GRADES for tail in ("及以下", "及其以下")},
    **{f"{head}{grade}": grade for grade in GRADES for head in ("不高于", "控制风险不高于", "控制风险等级不高于")},
}


class MethodRow(Table):
    """评价方法, one unit and method a row."""

    sheet: ClassVar[str] = "评价方法"
    title: ClassVar[str] = "评价方法与评价准则"
    clause: ClassVar[str] = "8.1"
    sheet_aliases: ClassVar[tuple[str, ...]] = (
        "评价方法选择", "评价方法选用", "评价方法和准则", "评价方法与准则", "评价方法及准则", "评价方法与评价准则",
    )  # fmt: skip
    identify: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"method", "limits"}), frozenset({"method", "deviation"}), frozenset({"method", "reason", "criterion"}),
    )  # fmt: skip
    weak: ClassVar[frozenset[str]] = frozenset({"number"})

    number: Annotated[str, Column("序号", aliases=("№", "编号"), width=6, align="center", help="顺序号。")]
    unit: Annotated[
        str, Column("评价单元", clause="8.1.1", required=True, fill_down=1, pick_from="评价单元.unit", width=20,
                    aliases=("单元", "评价单元名称", "适用单元", "适用评价单元", "评价对象"),
                    help="方法用于哪个评价单元；几个单元用顿号隔开，都用的写“全部单元”。")
    ]  # fmt: skip
    method: Annotated[
        str, Column("评价方法", clause="8.1.1", required=True, width=26, aliases=("方法", "选用方法", "选用的评价方法", "方法名称"),
                    suggest=("安全检查表法", "作业条件危险性分析法", "风险矩阵法", "定量评价方法"), help="该单元采用的评价方法，一行一个。")
    ]  # fmt: skip
    reason: Annotated[
        str, Column("选用理由", clause="8.1.1", required=True, blank_rule="CX8.1-01", width=38,
                    aliases=("选择理由", "方法选用理由", "方法选择理由", "选用原因", "理由"), help="为什么适用于该单元。")
    ]  # fmt: skip
    limits: Annotated[
        str, Column("局限性", clause="8.1.1", required=True, blank_rule="CX8.1-01", width=34,
                    aliases=("方法局限性", "方法的局限性", "局限"), help="方法没有考虑到的方面。")
    ]  # fmt: skip
    deviation: Annotated[
        str, Column("可能出现的偏差", clause="8.1.1", required=True, blank_rule="CX8.1-01", width=34,
                    aliases=("可能的偏差", "可能发生的偏差", "偏差", "偏差说明", "可能存在的偏差"), help="评价结果可能偏高或偏低的地方。")
    ]  # fmt: skip
    criterion: Annotated[
        str, Column("评价准则", clause="8.1.3", required=True, blank_rule="CX8.1-02", width=30, aliases=("准则", "判定准则", "评价标准"),
                    help="依据什么判断，如法规标准的条款、附录B的分级。")
    ]  # fmt: skip
    criterion_source: Annotated[
        str, Column("准则来源", clause="8.1.3", required=True, blank_rule="CX8.1-02", width=28, aliases=("评价准则来源", "准则的来源", "准则出处", "来源"),
                    help="准则出自哪个法规、标准或企业文件。")
    ]  # fmt: skip
    acceptance: Annotated[
        Literal["轻微风险", "低风险", "一般风险", "较大风险", "重大风险", ""],
        Column("风险可接受准则", clause="8.1.4、8.3.1", blank_rule="CX8.1-02", invalid_rule="CX8.1-02", width=16, align="center", words=_WORDINGS,
               aliases=("可接受准则", "可接受风险等级", "风险可接受等级", "可接受的控制风险等级", "可接受等级"),
               help="控制风险不高于这一等级为可接受，与“项目信息”的可接受风险等级一致。"),
    ]  # fmt: skip
    not_quantified: Annotated[
        str, Column("未采用定量方法的原因", clause="8.1.2", width=34, aliases=("未定量原因", "未采用定量评价的原因", "未采用定量评价方法的原因", "不定量的原因"),
                    help="单元内有高后果危害因素而没有定量评价的，可写明原因。")
    ]  # fmt: skip
