"""评价范围 (5.2): the three groups that a scope must include, its five descriptions and the client's confirmation."""

from typing import Annotated, ClassVar, Literal

from coatxl.standards.coating.listed import Item, item_key
from coatxl.tables.column import Column
from coatxl.tables.table import Table

PROCESSES = Item("涂装及其前后处理工序", ("涂装及前后处理工序", "涂装工序", "前后处理工序"), ("前后处理", "涂装工序"))
SUPPORT = Item(
    "与涂装活动配套的设施", ("与涂装配套的设施", "涂装配套设施", "配套设施"), ("涂装活动配套", "配套的设施", "涂装配套")
)
OTHERS = Item(
    "其他涂装加工涉及的工艺设备及公用工程与辅助设施",
    ("其他", "其他涂装加工涉及的生产工艺、设备设施，以及其他配套的公用工程与辅助设施"),
    ("其他涂装", "其他工艺", "公用工程与辅助", "公用工程及辅助", "公用工程和辅助"),
)
GROUPS = (PROCESSES, SUPPORT, OTHERS)
# 5.2 names these as examples (“如…”); a paper need not have each.
EXAMPLES: dict[Item, tuple[str, ...]] = {
    PROCESSES: ("表面处理", "清洁除尘", "调漆（胶）", "供漆（胶）", "涂装", "烘干（固化）"),
    SUPPORT: ("油漆、胶水及稀释剂等原辅材料储存设施", "漆渣、废活性炭及废过滤棉等危险废物储存设施", "涂装废气处理设施"),
    OTHERS: ("其他涂装加工涉及的生产工艺、设备设施", "其他配套的公用工程与辅助设施"),
}
# By which words a row of a sheet without the three groups tells where it belongs; 喷漆废气处理 is no process.
GROUP_WORDS = (
    (SUPPORT, ("废气", "危废", "危险废物", "漆渣", "仓库", "库房", "储存", "油漆库")),
    (PROCESSES, ("涂", "漆", "烘", "固化", "表面处理", "前处理", "除油", "打磨", "抛丸", "喷砂", "除尘")),
    (
        OTHERS,
        (
            "公用",
            "辅助",
            "空压",
            "配电",
            "供电",
            "供水",
            "供气",
            "供热",
            "消防",
            "锅炉",
            "废水",
            "污水",
            "机加工",
            "焊接",
            "下料",
        ),
    ),
)
_EXAMPLE_KEYS = frozenset(item_key(word) for words in EXAMPLES.values() for word in words)

EXCLUDED = Item(
    "未被纳入评价范围的设备设施", ("未纳入评价范围的设备设施", "其他未被纳入评价范围的生产设备设施及其原因说明", "未纳入范围"), ("未被纳入", "未纳入")
)  # fmt: skip
DESCRIPTIONS = (
    EXCLUDED,
    Item("位置信息", ("位置", "企业位置", "地理位置", "被评价对象的位置信息"), ("位置",)),
    Item("加工规模", ("产品种类及加工能力", "规模", "生产规模", "加工规模及产品种类"), ("规模", "加工能力", "产品种类")),
    Item("建构筑物", ("建（构）筑物", "建筑物", "建、构筑物", "主要建构筑物"), ("构筑物", "建筑物")),
    Item("主要公用工程和辅助设施", ("主要公用工程及辅助设施", "主要公用工程与辅助设施", "公辅设施", "主要公辅设施"), ("公用工程", "公辅")),
)  # fmt: skip
CONFIRMING_UNIT = Item("确认单位", ("委托单位", "委托单位名称", "范围确认单位"))
CONFIRMING_PERSON = Item("确认人", ("委托单位确认人", "确认人员", "范围确认人", "签字人"))
CONFIRMING_DAY = Item("确认日期", ("委托单位确认日期", "确认时间", "范围确认日期"))
LAWFUL = Item(
    "范围符合法律法规及技术标准", ("评价范围符合法律法规及技术标准", "范围是否符合法律法规及技术标准", "范围合法合规")
)
REVIEWED = Item(
    "风险点无疏漏已复核", ("风险点无疏漏", "风险点无疏漏复核", "风险点是否无疏漏", "风险点划分无疏漏已复核")
)
CONFIRMATIONS = (CONFIRMING_UNIT, CONFIRMING_PERSON, CONFIRMING_DAY, LAWFUL, REVIEWED)
DESCRIPTION_KIND, CONFIRMATION_KIND = "范围描述", "范围确认"


def is_example(text: str) -> bool:
    """Whether a text is one of the standard's own examples, as the template prefills them."""
    return item_key(text) in _EXAMPLE_KEYS


class ScopeRow(Table):
    """评价范围, one part of the scope, description or confirmation a row."""

    sheet: ClassVar[str] = "评价范围"
    title: ClassVar[str] = "评价范围"
    clause: ClassVar[str] = "5.2"
    sheet_aliases: ClassVar[tuple[str, ...]] = ("评价范围确认", "评价范围表", "范围确认", "评价范围描述")
    identify: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"item", "include"}), frozenset({"kind", "include"}))
    not_with: ClassVar[tuple[str, ...]] = ("数据类别", "检查项目", "隐患描述", "失控诱因")
    weak: ClassVar[frozenset[str]] = frozenset({"number"})

    number: Annotated[str, Column("序号", aliases=("№", "编号"), width=6, align="center", help="顺序号。")]
    kind: Annotated[
        str, Column("类别", clause="5.2", fill_down=1, width=30, aliases=("范围类别", "分类", "部分"),
                    suggest=(*(g.word for g in GROUPS), DESCRIPTION_KIND, CONFIRMATION_KIND),
                    help="三类范围都要有行，确不涉及的“是否纳入”选不涉及并写明原因；另有范围描述五项和范围确认。空白或合并表示同上。")
    ]  # fmt: skip
    item: Annotated[
        str, Column("项目", clause="5.2", width=34, help="纳入评价的工序、设施，或描述、确认的事项。",
                    aliases=("范围内容", "评价范围", "范围", "工序", "工序/设施", "设施", "工艺及设备设施", "生产工艺及设备设施", "评价对象", "名称", "描述项目"))
    ]  # fmt: skip
    content: Annotated[
        str, Column("内容", clause="5.2", width=44, help="包括的设备设施、数量、位置；描述和确认写在这里。",
                    aliases=("描述", "具体内容", "范围描述", "主要内容", "填写内容", "结果"))
    ]  # fmt: skip
    include: Annotated[
        Literal["是", "否", "不涉及", ""],
        Column("是否纳入", clause="5.2", width=11, align="center", aliases=("纳入", "是否纳入评价范围", "是否纳入评价", "是否在评价范围内"),
               words={"纳入": "是", "√": "是", "不纳入": "否", "未纳入": "否", "×": "否", "不适用": "不涉及", "无": "不涉及"},
               help="是：在评价范围内；否：有但不纳入，须写明原因；不涉及：企业没有，须写明原因。"),
    ]  # fmt: skip
    points: Annotated[
        str, Column("风险点编号", clause="6.3", width=16, aliases=("对应风险点", "对应风险点编号", "风险点", "所属风险点", "风险点序号"),
                    help="纳入的场所、设施或作业活动由哪些风险点覆盖：填“风险点划分”的序号或名称，几个的用顿号隔开。")
    ]  # fmt: skip
    reason: Annotated[
        str, Column("原因说明", clause="5.2", width=40, aliases=("原因", "不纳入原因", "未纳入原因", "理由", "说明", "备注"),
                    help="不纳入或不涉及的原因。")
    ]  # fmt: skip
    # A stranger's sheet may have the confirmation in columns of its own.
    confirming_unit: Annotated[str, Column("确认单位", clause="5.2", written="never", aliases=("委托单位",))]
    confirming_person: Annotated[str, Column("确认人", clause="5.2", written="never", aliases=("委托单位确认人",))]
    confirming_day: Annotated[str, Column("确认日期", clause="5.2", written="never", aliases=("确认时间",))]
    lawful: Annotated[
        str, Column("范围符合法律法规及技术标准", clause="5.2", written="never", aliases=("范围是否符合法律法规及技术标准",))
    ]  # fmt: skip
    reviewed: Annotated[str, Column("风险点无疏漏已复核", clause="6.3", written="never", aliases=("风险点无疏漏",))]
