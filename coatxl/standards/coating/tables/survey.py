"""现场勘察 and 建构筑物 (6.1): the seven kinds of risk data, the buildings, and how the record is kept."""

from typing import Annotated, ClassVar, Literal

from coatxl.standards.coating.listed import Item
from coatxl.tables.column import Column
from coatxl.tables.table import Table

BUILDINGS = Item("建构筑物", ("建（构）筑物", "建、构筑物", "建筑物", "建构筑物情况"), ("构筑物", "建筑物"))
PUBLIC_WORKS = Item(
    "公用工程及辅助设施", ("公用工程和辅助设施", "公用工程与辅助设施", "公辅设施", "公用工程及辅助设施利用情况"), ("公用工程", "公辅", "辅助设施")
)  # fmt: skip
HAZARDS = Item(
    "危害因素及已采取的措施",
    ("危害因素及其已采取的安全风险控制措施", "危害因素及措施"),
    ("危害因素", "采取的措施", "控制措施"),
)
# Stems are tried in this order: 公辅设备设施 are no 设备设施, and 工艺与设备设施 is none of the seven by itself.
CATEGORIES = (
    Item("选址周边与平面布置", ("企业选址、周边环境、平面布置", "选址和周边环境", "选址、周边与平面布置"), ("选址", "周边", "平面布置", "总图")),
    BUILDINGS,
    Item("生产工艺", ("生产工艺信息", "工艺", "工艺信息"), ("工艺",)),
    PUBLIC_WORKS,
    Item("设备设施及布置", ("设备设施", "设备设施及其布置", "设备设施及其布置情况", "设备及布置"), ("设备",)),
    HAZARDS,
    Item("安全管理基础信息", ("安全管理", "企业安全管理基础信息", "安全管理信息"), ("安全管理",)),
)  # fmt: skip
MEASURES = (
    Item("工程技术措施", ("工程技术",), ("工程技术",)),
    Item("管理措施", ("管理", "安全管理措施"), ("管理措施",)),
    Item("教育培训措施", ("教育培训", "培训教育措施", "培训教育", "安全教育培训"), ("培训",)),
    Item("个体防护措施", ("个体防护", "个人防护", "个人防护措施", "个体防护用品"), ("个体防护", "个人防护")),
    Item("应急准备措施", ("应急准备", "应急措施", "应急处置措施"), ("应急",)),
)  # fmt: skip
MEASURE_COLUMNS = ("engineering", "management", "training", "protection", "emergency")
VERIFIED = Item("范围核实结果", ("评价范围核实结果", "范围核实情况", "评价范围核实情况"))
REVISION = Item("范围修订说明", ("评价范围修订说明", "范围修订", "范围修订情况", "修订说明"))
KEPT_UNTIL = Item("保存至", ("记录保存至", "保存期限至", "保存到", "保存期至"))
KEPT_AS = Item("保存形式", ("记录保存形式", "保存方式", "记录形式"))
SURVEY_FACTS = (VERIFIED, REVISION, KEPT_UNTIL, KEPT_AS)
VERIFICATION_KIND, RECORD_KIND = "范围核实", "记录保存"
# 6.1 names these for each category; a paper may add its own. 建构筑物 stand in a sheet of their own.
DATA: dict[str, tuple[str, ...]] = {
    CATEGORIES[0].word: ("企业选址", "周边环境及周边建筑设施的防火间距", "厂区平面布置及防火间距"),
    "生产工艺": ("工艺步骤", "工艺控制参数", "主要作业活动", "原辅材料"),
    "设备设施及布置": ("生产设备设施型号、数量", "生产线所处车间及楼层", "车间功能区划分与分隔措施"),
    PUBLIC_WORKS.word: (
        "供水", "供电", "供气", "供热", "废气处理设施", "危险废物储存设施", "废水处理设施", "通风与空气调节设施", "消防设施", "仓储设施",
    ),
    HAZARDS.word: ("主要危害因素", *(measure.word for measure in MEASURES)),
    CATEGORIES[6].word: ("安全管理组织架构", "安全管理体系运行情况"),
}  # fmt: skip


class SurveyRow(Table):
    """现场勘察, one piece of risk data a row."""

    sheet: ClassVar[str] = "现场勘察"
    title: ClassVar[str] = "现场勘察风险数据记录"
    clause: ClassVar[str] = "6.1"
    sheet_aliases: ClassVar[tuple[str, ...]] = (
        "现场勘查", "现场勘察记录", "现场勘查记录", "风险数据", "风险数据采集", "采集风险数据", "风险数据信息", "初次现场勘察",
    )  # fmt: skip
    identify: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"kind", "item", "content", "include", "points"}),)
    not_with: ClassVar[tuple[str, ...]] = ("原因说明", "检查项目", "隐患描述", "失控诱因")
    weak: ClassVar[frozenset[str]] = frozenset({"number"})

    number: Annotated[str, Column("序号", aliases=("№", "编号"), width=6, align="center", help="顺序号。")]
    kind: Annotated[
        str, Column("数据类别", clause="6.1", fill_down=1, width=26, suggest=(*(c.word for c in CATEGORIES), VERIFICATION_KIND, RECORD_KIND),
                    aliases=("类别", "信息类别", "风险数据类别", "资料类别", "分类", "风险信息类别"),
                    help="6.1 的七类风险数据；建构筑物逐栋填在“建构筑物”表。空白或合并表示同上。")
    ]  # fmt: skip
    item: Annotated[
        str, Column("项目", clause="6.1", width=34, help="采集的信息项；设备、作业活动一行一个。",
                    aliases=("信息项", "采集项目", "勘察项目", "采集内容", "勘察内容", "名称", "设备名称", "措施类别", "信息名称"))
    ]  # fmt: skip
    content: Annotated[
        str, Column("内容", clause="6.1", blank_rule="CX6.1-02", width=56, help="现场采集到的情况；确实没有的写“无”。",
                    aliases=("采集结果", "勘察情况", "勘察结果", "现场情况", "情况", "记录", "描述", "具体内容", "采集信息", "结果"))
    ]  # fmt: skip
    include: Annotated[
        Literal["是", "否", ""],
        Column("是否纳入", clause="6.3", width=11, align="center", aliases=("纳入", "是否纳入评价", "是否纳入评价范围"),
               words={"纳入": "是", "√": "是", "不纳入": "否", "×": "否", "不涉及": "否", "不适用": "否"},
               help="设备、作业活动是否在评价范围内；选是的要有风险点覆盖。其他信息不填。"),
    ]  # fmt: skip
    points: Annotated[
        str, Column("风险点编号", clause="6.3", width=16, aliases=("对应风险点", "对应风险点编号", "风险点", "所属风险点"),
                    help="覆盖该设备或作业活动的风险点的序号或名称，几个的用顿号隔开。")
    ]  # fmt: skip
    photo: Annotated[
        str, Column("影像资料", clause="6.1", width=20, aliases=("影像", "照片", "现场照片"), help="照片文件名；安全隐患的照片填在“隐患清单”。")
    ]  # fmt: skip
    note: Annotated[str, Column("说明", width=30, aliases=("备注",), help="采集人、日期等需要说明的事项。")]
    # A stranger's sheet may have these in columns of their own.
    verified: Annotated[str, Column("范围核实结果", clause="6.1", written="never", aliases=("范围核实",))]
    revision: Annotated[str, Column("范围修订说明", clause="6.1", written="never")]
    kept_until: Annotated[str, Column("保存至", clause="6.1", written="never", aliases=("记录保存至", "保存期限至"))]
    kept_as: Annotated[str, Column("保存形式", clause="6.1", written="never", aliases=("记录保存形式", "保存方式"))]
    engineering: Annotated[str, Column("工程技术措施", clause="6.1", written="never", aliases=("工程技术",))]
    management: Annotated[str, Column("管理措施", clause="6.1", written="never", aliases=("管理",))]
    training: Annotated[
        str, Column("教育培训措施", clause="6.1", written="never", aliases=("教育培训", "培训教育措施"))
    ]
    protection: Annotated[str, Column("个体防护措施", clause="6.1", written="never", aliases=("个体防护", "个人防护"))]
    emergency: Annotated[str, Column("应急准备措施", clause="6.1", written="never", aliases=("应急准备", "应急措施"))]


class BuildingRow(Table):
    """建构筑物, one building a row with its ten facts."""

    sheet: ClassVar[str] = "建构筑物"
    title: ClassVar[str] = "建构筑物情况"
    clause: ClassVar[str] = "6.1"
    sheet_aliases: ClassVar[tuple[str, ...]] = (
        "建（构）筑物", "建构筑物情况", "建构筑物一览表", "建（构）筑物一览表", "建筑物", "建构筑物清单",
    )  # fmt: skip
    identify: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"fire_class", "resistance"}),)
    weak: ClassVar[frozenset[str]] = frozenset({"number"})

    number: Annotated[str, Column("序号", aliases=("№", "编号"), width=6, align="center", help="顺序号。")]
    building: Annotated[
        str, Column("建构筑物名称", clause="6.1", required=True, width=24, help="评价范围内的厂房、仓库和其他建构筑物，一栋一行。",
                    aliases=("名称", "建构筑物", "建筑物名称", "建筑名称", "建（构）筑物名称", "厂房名称", "建筑物"))
    ]  # fmt: skip
    purpose: Annotated[
        str,
        Column(
            "用途", clause="6.1", width=18, aliases=("使用功能", "使用性质", "主要用途"), help="如喷漆车间、油漆仓库。"
        ),
    ]
    structure: Annotated[
        str,
        Column(
            "结构",
            clause="6.1",
            width=14,
            aliases=("结构形式", "建筑结构", "结构类型"),
            help="如钢结构、钢筋混凝土框架。",
        ),
    ]
    fire_class: Annotated[
        str, Column("火灾危险类别", clause="6.1", width=14, align="center", suggest=("甲类", "乙类", "丙类", "丁类", "戊类", "民用建筑"),
                    aliases=("火灾危险性类别", "火灾危险性", "生产的火灾危险性类别", "火灾危险性分类", "火险类别"), help="生产或储存的火灾危险性类别。")
    ]  # fmt: skip
    resistance: Annotated[
        str, Column("耐火等级", clause="6.1", width=11, align="center", suggest=("一级", "二级", "三级", "四级"), aliases=("建筑耐火等级",), help="一级至四级。")
    ]  # fmt: skip
    storeys: Annotated[
        str, Column("层数", clause="6.1", width=8, align="center", aliases=("建筑层数",), help="地上、地下层数。")
    ]
    height: Annotated[
        str,
        Column(
            "高度",
            clause="6.1",
            width=10,
            align="center",
            aliases=("建筑高度", "高度（m）", "建筑高度（m）"),
            help="建筑高度，m。",
        ),
    ]
    distance: Annotated[
        str, Column("疏散距离", clause="6.1", width=12, align="center", aliases=("疏散距离长度", "最远疏散距离", "疏散距离（m）"), help="最远点到安全出口的距离，m。")
    ]  # fmt: skip
    passage: Annotated[
        str, Column("疏散通道宽度", clause="6.1", width=14, align="center", aliases=("疏散通道净宽", "通道宽度", "疏散通道宽度（m）"), help="最小处的净宽，m。")
    ]  # fmt: skip
    exits: Annotated[
        str, Column("安全出口数量", clause="6.1", width=14, align="center", aliases=("安全出口", "安全出口数", "安全出口（个）", "疏散出口数量"), help="安全出口的个数。")
    ]  # fmt: skip
    acceptance: Annotated[
        str, Column("消防验收情况", clause="6.1", width=24, aliases=("消防验收", "消防验收/备案情况", "消防验收备案情况", "消防验收备案"), help="验收或备案的日期和文号；没有的写明情况。")
    ]  # fmt: skip
    note: Annotated[str, Column("说明", width=30, aliases=("备注",), help="需要说明的事项。")]


BUILDING_FACTS = (
    "purpose", "structure", "fire_class", "resistance", "storeys", "height", "distance", "passage", "exits", "acceptance",
)  # fmt: skip
