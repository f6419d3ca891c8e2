"""What can be set: every name with its default and what it does, declared once; documentation and checks follow from it.

Plain classes: a run without a coatxl.toml has nothing to check and shall not wait for a checker (see validated).
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple, NoReturn, Self, dataclass_transform, get_type_hints

from coatxl.findings import Severity

Grade = Literal["轻微风险", "低风险", "一般风险", "较大风险", "重大风险"]


class Described(NamedTuple):
    """What a setting does, in the handbook's words; its key in the file, where that is another; the least that it takes."""

    description: str = ""
    key: str | None = None
    ge: int | None = None
    min_length: int | None = None


class Declared(NamedTuple):
    """One setting of a group. default: ... where it must be given."""

    name: str
    kind: Any
    default: Any
    described: Described


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Part:
    """A group of settings, never changed. It holds what was given; the rest are the defaults of its class."""

    def __init__(self, **values: object) -> None:
        """TypeError for a name that is not declared, or a missing one that has no default."""
        names = type(self).__annotations__.keys()
        if not values.keys() <= names:
            raise TypeError(f"{type(self).__name__} has no {', '.join(values.keys() - names)}")
        self.__dict__.update(values)
        missing = [name for name in names if not hasattr(self, name)]
        if missing:
            raise TypeError(f"{type(self).__name__} needs {', '.join(missing)}")

    @property
    def given(self) -> frozenset[str]:
        """The names that somebody set, whatever their values."""
        return frozenset(self.__dict__)

    def but(self, **changes: object) -> Self:
        """The same settings with some replaced."""
        return type(self)(**{**self.__dict__, **changes})

    @classmethod
    def declared(cls) -> Iterator[Declared]:
        """What can be set, in order."""
        for name, kind in get_type_hints(cls, include_extras=True).items():
            described, inner = Described(), kind
            if hasattr(kind, "__metadata__"):
                described, inner = kind.__metadata__[0], kind.__origin__
            yield Declared(name, inner, getattr(cls, name, ...), described)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"settings are not changed: {name}")

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in type(self).__annotations__)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in type(self).__annotations__))

    def __repr__(self) -> str:
        given = ((name, self.__dict__[name]) for name in type(self).__annotations__ if name in self.__dict__)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in given)})"


class LecSettings(Part):
    """附录 B."""

    band_rule: Annotated[
        Literal["lower_inclusive", "upper_inclusive"],
        Described("分级界归属：lower_inclusive 下限含（70归一般、160归较大）；upper_inclusive 上限含"),
    ] = "lower_inclusive"


class MatrixSettings(Part):
    """附录 C."""

    use_law_column: Annotated[bool, Described("S 是否按“法律、法规及其他要求”列取值")] = False


class AcceptanceSettings(Part):
    """8.1.4, 8.3.1."""

    max_grade: Annotated[
        Grade | None, Described("可接受的最高控制风险等级；不设时取底稿“可接受风险等级”，底稿也没有时为一般风险")
    ] = None
    general_is: Annotated[Literal["note", "problem"], Described("控制风险为一般风险时：note 提示，problem 警告")] = (
        "note"
    )


class ChecklistSettings(Part):
    """8.2."""

    number_scope: Annotated[
        Literal["group", "table"], Described("序号重号、跳号的判断范围：group 按风险点，table 全表")
    ] = "group"
    verdicts: Annotated[tuple[str, ...], Described("“是否符合”在符合、不符合、不适用之外另行允许的取值")] = ()


class CoverageSettings(Part):
    """8.2.2."""

    match: Annotated[Literal["id_or_text", "id"], Described("措施与检查项目的对应：按编号或同文，或只按编号")] = (
        "id_or_text"
    )


class StandardsSettings(Part):
    """5.3, 8.1.3."""

    file: Annotated[
        str | None,
        Described(
            "自己的引用标准登记册（xlsx，用 coatxl standards --export 写出后补充），同号的以它为准；相对路径从设置文件算起",
            key="register",
        ),
    ] = None
    # The rows of that workbook, read with the settings (check.load_settings): rules read no file.
    entries: tuple[tuple[str, ...], ...] = ()


class TeamSettings(Part):
    """5.1."""

    disciplines: Annotated[tuple[str, ...], Described("项目组必须有的专业；原文“等”，可增减")] = (
        "安全", "机械", "电气", "化工",
    )  # fmt: skip


class PhotoSettings(Part):
    """6.1, 10.2."""

    folder: Annotated[str | None, Described("照片文件夹，同 --photos；相对路径从设置文件算起")] = None
    by_paper: Annotated[
        bool, Described("几份底稿共用照片文件夹：按编号命名的照片只认底稿同名子文件夹里的；一次几份时自动如此")
    ] = False
    check_files: Annotated[bool, Described("给出照片文件夹时，照片列写的文件不在其中是否算缺少照片")] = True
    files: tuple[str, ...] | None = None  # the folder's, listed with the settings (check.load_settings)
    unopenable: tuple[tuple[str, Literal["heic", "broken"]], ...] = ()  # those that are no photos by their first bytes


class RuleSetting(Part):
    """One rule switched off or given another severity."""

    enabled: bool = True
    severity: Severity | None = None


class Accept(Part):
    """One finding accepted with a reason that every report prints."""

    rule: str
    reason: Annotated[str, Described(min_length=1)]
    file: str = "*"
    sheet: str = "*"
    cell: str = "*"


class Settings(Part):
    """All settings with their defaults; the names are those of coatxl.toml."""

    evaluation_date: Annotated[date | None, Described("评价基准日；不设时取底稿“评价基准日”")] = None
    hazard_level: Annotated[
        Literal["step", "risk_point"], Described("危害因素可挂在风险点的作业步骤上（step）或只挂在风险点上")
    ] = "step"
    inherent_risk: Annotated[Literal["optional", "required"], Described("固有风险选填或必填")] = "optional"
    appendix_a: Annotated[bool, Described("是否按附录 A（资料性）检查风险点划分")] = True
    placeholder_patterns: Annotated[tuple[str, ...], Described("另行视为占位内容的文字")] = ()
    high_consequence_words: Annotated[tuple[str, ...], Described("事件、后果中出现即提示高后果的词")] = (
        "火灾", "爆炸", "爆燃", "死亡", "中毒", "窒息", "多人重伤",
    )  # fmt: skip
    safety_device_words: Annotated[tuple[str, ...], Described("不应单列为设备设施类风险点的词")] = (
        "报警", "联锁", "灭火器", "安全阀", "防雷", "接地", "喷枪头", "风管",
    )  # fmt: skip
    safety_measure_words: Annotated[tuple[str, ...], Described("不应列为作业步骤的安全措施用词")] = (
        "穿戴", "佩戴", "戴手套", "消除静电", "检查报警", "设置警示", "培训", "监护",
    )  # fmt: skip
    step_how_words: Annotated[tuple[str, ...], Described("作业步骤写了“怎么做”的用词")] = (
        "通过", "使用", "采用", "利用", "按照",
    )  # fmt: skip
    verb_list: Annotated[tuple[str, ...], Described("作业步骤“动词+名词”的动词表")] = (
        "打捞", "清理", "清洗", "清扫", "打磨", "调配", "调制", "添加", "加注", "倒料", "上料", "下料", "装卸", "搬运",
        "吊装", "悬挂", "喷涂", "喷漆", "刷漆", "浸涂", "擦拭", "烘干", "固化", "更换", "拆卸", "安装", "检修", "维修",
        "启动", "开启", "关闭", "操作", "驾驶", "储存", "取用", "转运", "运送", "处置", "收集", "除尘", "除油", "抛丸",
        "喷砂", "焊接", "切割", "充装", "充电", "取样", "巡检",
    )  # fmt: skip
    vague_words: Annotated[tuple[str, ...], Described("对策措施和整改建议中的笼统用词")] = (
        "加强管理", "注意安全", "尽快整改", "适当", "尽量", "必要时",
    )  # fmt: skip
    lec: LecSettings = LecSettings()
    matrix: MatrixSettings = MatrixSettings()
    acceptance: AcceptanceSettings = AcceptanceSettings()
    checklist: ChecklistSettings = ChecklistSettings()
    coverage: CoverageSettings = CoverageSettings()
    standards: StandardsSettings = StandardsSettings()
    photo: PhotoSettings = PhotoSettings()
    team: TeamSettings = TeamSettings()
    retention_years: Annotated[int, Described("6.1：风险数据记录自报告日期起至少保存的年数", ge=1)] = 3
    rules: Annotated[Mapping[str, RuleSetting], Described("按规则编号关闭（enabled = false）或改级别（severity）")] = (
        MappingProxyType({})
    )
    accept: Annotated[tuple[Accept, ...], Described("接受一条结果并写明理由，理由印在每份报告中")] = ()
    source: str | None = None  # the file that they come from, filled in by load

    def enabled(self, rule: str) -> bool:
        """Whether a rule is judged at all."""
        setting = self.rules.get(rule)
        return setting is None or setting.enabled

    def severity(self, rule: str) -> Severity | None:
        """A severity that replaces the rule's own, or None."""
        setting = self.rules.get(rule)
        return setting.severity if setting else None

    def accepted(self, rule: str, file: str, sheet: str | None, cell: str | None) -> str | None:
        """The reason for which a finding at this place is accepted, or None."""
        for entry in self.accept:
            if (
                entry.rule == rule
                and fnmatch.fnmatchcase(file, entry.file)
                and fnmatch.fnmatchcase(sheet or "", entry.sheet)
                and fnmatch.fnmatchcase(cell or "", entry.cell)
            ):
                return entry.reason
        return None
