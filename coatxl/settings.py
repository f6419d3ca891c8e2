"""Settings: coatxl.toml and its neighbours, printed in every report.

Order: command line, coatxl.toml (searched upward from the workbook), [tool.coatxl] of a pyproject.toml
on the same way, the user's own file, the defaults. Keys and defaults follow the standard's ambiguities.
"""

from __future__ import annotations

import fnmatch
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coatxl.findings import Severity

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Grade = Literal["轻微风险", "低风险", "一般风险", "较大风险", "重大风险"]
FILE_NAME = "coatxl.toml"


class SettingsError(Exception):
    """A settings file that cannot be used; its text is one line with file, key and fix."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LecSettings(_Part):
    """附录 B."""

    band_rule: Literal["lower_inclusive", "upper_inclusive"] = Field(
        default="lower_inclusive",
        description="分级界归属：lower_inclusive 下限含（70归一般、160归较大）；upper_inclusive 上限含",
    )


class MatrixSettings(_Part):
    """附录 C."""

    use_law_column: bool = Field(default=False, description="S 是否按“法律、法规及其他要求”列取值")


class AcceptanceSettings(_Part):
    """8.1.4, 8.3.1."""

    max_grade: Grade | None = Field(
        default=None, description="可接受的最高控制风险等级；不设时取底稿“可接受风险等级”，底稿也没有时为一般风险"
    )
    general_is: Literal["note", "problem"] = Field(
        default="note", description="控制风险为一般风险时：note 提示，problem 警告"
    )


class ChecklistSettings(_Part):
    """8.2."""

    number_scope: Literal["group", "table"] = Field(
        default="group", description="序号重号、跳号的判断范围：group 按风险点，table 全表"
    )
    verdicts: tuple[str, ...] = Field(default=(), description="“是否符合”在符合、不符合、不适用之外另行允许的取值")


class CoverageSettings(_Part):
    """8.2.2."""

    match: Literal["id_or_text", "id"] = Field(
        default="id_or_text", description="措施与检查项目的对应：按编号或同文，或只按编号"
    )


class StandardsSettings(_Part):
    """5.3, 8.1.3."""

    file: str | None = Field(
        default=None,
        alias="register",
        description="自己的引用标准登记册（xlsx，用 coatxl standards --export 写出后补充），同号的以它为准；相对路径从设置文件算起",
    )
    # The rows of that workbook, read with the settings (check.load_settings): rules read no file.
    entries: tuple[tuple[str, ...], ...] = ()


class TeamSettings(_Part):
    """5.1."""

    disciplines: tuple[str, ...] = Field(
        default=("安全", "机械", "电气", "化工"), description="项目组必须有的专业；原文“等”，可增减"
    )


class PhotoSettings(_Part):
    """6.1, 10.2."""

    folder: str | None = Field(default=None, description="照片文件夹，同 --photos；相对路径从设置文件算起")
    by_paper: bool = Field(
        default=False,
        description="几份底稿共用照片文件夹：按编号命名的照片只认底稿同名子文件夹里的；一次几份时自动如此",
    )
    check_files: bool = Field(default=True, description="给出照片文件夹时，照片列写的文件不在其中是否算缺少照片")
    files: tuple[str, ...] | None = None  # the folder's, listed with the settings (check.load_settings)


class RuleSetting(_Part):
    """One rule switched off or given another severity."""

    enabled: bool = True
    severity: Severity | None = None


class Accept(_Part):
    """One finding accepted with a reason that every report prints."""

    rule: str
    reason: str = Field(min_length=1)
    file: str = "*"
    sheet: str = "*"
    cell: str = "*"


class Settings(_Part):
    """All settings with their defaults; the names are those of coatxl.toml."""

    evaluation_date: date | None = Field(default=None, description="评价基准日；不设时取底稿“评价基准日”")
    hazard_level: Literal["step", "risk_point"] = Field(
        default="step", description="危害因素可挂在风险点的作业步骤上（step）或只挂在风险点上"
    )
    inherent_risk: Literal["optional", "required"] = Field(default="optional", description="固有风险选填或必填")
    appendix_a: bool = Field(default=True, description="是否按附录 A（资料性）检查风险点划分")
    placeholder_patterns: tuple[str, ...] = Field(default=(), description="另行视为占位内容的文字")
    high_consequence_words: tuple[str, ...] = Field(
        default=("火灾", "爆炸", "爆燃", "死亡", "中毒", "窒息", "多人重伤"),
        description="事件、后果中出现即提示高后果的词",
    )
    safety_device_words: tuple[str, ...] = Field(
        default=("报警", "联锁", "灭火器", "安全阀", "防雷", "接地", "喷枪头", "风管"),
        description="不应单列为设备设施类风险点的词",
    )
    safety_measure_words: tuple[str, ...] = Field(
        default=("穿戴", "佩戴", "戴手套", "消除静电", "检查报警", "设置警示", "培训", "监护"),
        description="不应列为作业步骤的安全措施用词",
    )
    step_how_words: tuple[str, ...] = Field(
        default=("通过", "使用", "采用", "利用", "按照"), description="作业步骤写了“怎么做”的用词"
    )
    verb_list: tuple[str, ...] = Field(
        default=(
            "打捞", "清理", "清洗", "清扫", "打磨", "调配", "调制", "添加", "加注", "倒料", "上料", "下料", "装卸", "搬运",
            "吊装", "悬挂", "喷涂", "喷漆", "刷漆", "浸涂", "擦拭", "烘干", "固化", "更换", "拆卸", "安装", "检修", "维修",
            "启动", "开启", "关闭", "操作", "驾驶", "储存", "取用", "转运", "运送", "处置", "收集", "除尘", "除油", "抛丸",
            "喷砂", "焊接", "切割", "充装", "充电", "取样", "巡检",
        ),
        description="作业步骤“动词+名词”的动词表",
    )  # fmt: skip
    vague_words: tuple[str, ...] = Field(
        default=("加强管理", "注意安全", "尽快整改", "适当", "尽量", "必要时"), description="对策措施和整改建议中的笼统用词"
    )
    lec: LecSettings = LecSettings()
    matrix: MatrixSettings = MatrixSettings()
    acceptance: AcceptanceSettings = AcceptanceSettings()
    checklist: ChecklistSettings = ChecklistSettings()
    coverage: CoverageSettings = CoverageSettings()
    standards: StandardsSettings = StandardsSettings()
    photo: PhotoSettings = PhotoSettings()
    team: TeamSettings = TeamSettings()
    retention_years: int = Field(default=3, ge=1, description="6.1：风险数据记录自报告日期起至少保存的年数")
    rules: dict[str, RuleSetting] = Field(
        default_factory=dict, description="按规则编号关闭（enabled = false）或改级别（severity）"
    )
    accept: tuple[Accept, ...] = Field(default=(), description="接受一条结果并写明理由，理由印在每份报告中")
    source: str | None = Field(default=None, exclude=True, description="设置来自哪个文件（自动填写）")

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


def load(start: Path, overrides: dict[str, Any] | None = None, explicit: Path | None = None) -> Settings:
    """The settings for a workbook or folder; SettingsError names file, key and fix."""
    layers: list[tuple[str | None, dict[str, Any]]] = []
    for path, key in _places(start, explicit):
        data = _read(path, key)
        if data is not None:
            layers.append((str(path), _placed(data, path.parent)))
    merged: dict[str, Any] = {}
    for _, data in reversed(layers):
        merged = _merge(merged, data)
    merged = _merge(merged, overrides or {})
    names = [name for name, _ in layers]
    try:
        return Settings(**{**merged, "source": names[0] if names else None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        where = names[0] if names else "命令行"
        message = f"设置 {where}：{name} {_reason(first)}；可用的设置见 docs/settings.md"
        raise SettingsError(message) from None


def _reason(error: ErrorDetails) -> str:
    """Why a value cannot be used, in the product's own language where it is one of the usual faults."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden" and error["loc"][:1] == ("rules",):
        return '里没有这一项；规则编号要加引号：[rules."CX8.2-06"]'
    if kind == "extra_forbidden":
        return "没有这个设置"
    if kind == "literal_error":
        return f"只能是 {context.get('expected', '').replace(' or ', '、').replace(', ', '、')}"
    if kind == "missing":
        return "必须填写"
    if kind.startswith("date"):
        return "应是日期，如 2026-03-31"
    if kind.startswith("bool"):
        return "应是 true 或 false"
    return f"不能用（{error['msg']}）"


def _places(start: Path, explicit: Path | None) -> list[tuple[Path, tuple[str, ...]]]:
    """Settings files that exist, nearest first."""
    places: list[tuple[Path, tuple[str, ...]]] = []
    if explicit is not None:
        places.append((explicit, ()))
    else:
        folder = start.resolve()
        for parent in (folder, *folder.parents):
            if (parent / FILE_NAME).is_file():
                places.append((parent / FILE_NAME, ()))
                break
        for parent in (folder, *folder.parents):
            if (parent / "pyproject.toml").is_file():
                places.append((parent / "pyproject.toml", ("tool", "coatxl")))
                break
    own = user_file()
    if own.is_file():
        places.append((own, ()))
    return places


def user_file() -> Path:
    """The user's own settings file; it need not exist."""
    import platformdirs

    return Path(platformdirs.user_config_dir("coatxl", appauthor=False)) / FILE_NAME


def _read(path: Path, key: tuple[str, ...]) -> dict[str, Any] | None:
    try:
        data: Any = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        if key:  # somebody else's pyproject.toml: its faults are not ours to report
            return None
        message = f"设置 {path} 读不了：{' '.join(str(error).split())}；请用 UTF-8 的 TOML 格式"
        raise SettingsError(message) from None
    for part in key:
        data = data.get(part)
        if not isinstance(data, dict):
            return None
    return dict(data)


def _placed(data: dict[str, Any], folder: Path) -> dict[str, Any]:
    """A layer whose paths lead there from anywhere."""
    for part, key in (("standards", "register"), ("photo", "folder")):
        given = data.get(part)
        if isinstance(given, dict) and isinstance(given.get(key), str):
            data = {**data, part: {**given, key: str(folder / given[key])}}
    return data


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        old = merged.get(key)
        merged[key] = _merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged
