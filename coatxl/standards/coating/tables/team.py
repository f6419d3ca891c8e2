"""项目组 (5.1): who evaluates, and for which disciplines."""

from typing import Annotated, ClassVar, Literal

from coatxl.tables.column import Column
from coatxl.tables.table import Table


class TeamRow(Table):
    """项目组, one member a row."""

    sheet: ClassVar[str] = "项目组"
    title: ClassVar[str] = "评价项目组"
    clause: ClassVar[str] = "5.1"
    sheet_aliases: ClassVar[tuple[str, ...]] = (
        "评价项目组", "项目组成员", "评价组", "评价组成员", "评价人员", "项目组人员", "人员组成",
    )  # fmt: skip
    identify: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"person", "discipline", "verified"}), frozenset({"person", "discipline", "certificate"}),
    )  # fmt: skip
    weak: ClassVar[frozenset[str]] = frozenset({"number"})

    number: Annotated[str, Column("序号", aliases=("№", "编号"), width=6, align="center", help="顺序号。")]
    person: Annotated[
        str, Column("姓名", clause="5.1", required=True, width=14, help="评价项目组成员。",
                    aliases=("成员", "成员姓名", "人员姓名", "评价人员", "组员", "人员"))
    ]  # fmt: skip
    duty: Annotated[
        str, Column("分工", width=18, aliases=("职务", "职责", "岗位", "项目组职务", "角色", "任务分工", "承担工作"),
                    suggest=("项目负责人", "评价人员", "报告编制人", "报告审核人", "过程控制负责人", "技术负责人"), help="在项目组中的职责。")
    ]  # fmt: skip
    discipline: Annotated[
        str, Column("专业", clause="5.1", required=True, blank_rule="CX5.1-01", width=22, suggest=("安全", "机械", "电气", "化工"),
                    aliases=("专业类别", "所学专业", "从事专业", "专业方向", "专业能力", "评价专业"),
                    help="安全、机械、电气、化工等；一人有几个专业的用顿号隔开。")
    ]  # fmt: skip
    certificate: Annotated[
        str, Column("证书编号", clause="5.1", width=26, help="安全评价师职业资格证书或专业证书的编号。",
                    aliases=("资格证书编号", "证书号", "资格证号", "资格证书号", "证书号码", "安全评价师证书编号", "资格证书", "登记编号"))
    ]  # fmt: skip
    verified: Annotated[
        Literal["是", "否", ""],
        Column("资格已核对", clause="5.1", width=13, align="center", blank_rule="CX5.1-01", invalid_rule="CX5.1-01",
               aliases=("资格核对", "资格是否已核对", "是否已核对资格", "是否核对", "是否已核对", "资格已核实", "资格核实"),
               words={"已核对": "是", "已核实": "是", "√": "是", "未核对": "否", "×": "否"},
               help="核对过资格证书和专业的填“是”。"),
    ]  # fmt: skip
    note: Annotated[str, Column("说明", aliases=("备注",), width=40, help="需要说明的事项。")]
