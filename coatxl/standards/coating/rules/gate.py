"""Rules that only the gate asks (应急〔2023〕99号, 失实): what the standard does not demand of a working paper."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import REGISTRY, Hit, Rule, rule
from coatxl.standards.coating.chains import named
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.tables import ChecklistRow, HiddenDangerRow
from coatxl.tables.column import same_text

if TYPE_CHECKING:
    from coatxl.settings import Settings

_OUTDATED = "淘汰"
_UNLIKE = 0.34
"""Two descriptions that share fewer of their characters (0–1) are different problems."""


def gate_rules() -> list[Rule]:
    """The rules of this module, by id."""
    return sorted((r for r in REGISTRY.values() if r.id.startswith("CXG-")), key=lambda r: r.id)


@rule(
    "CXG-01", clause="应急〔2023〕99号", severity="error", needs=(ChecklistRow,),
    title=Text("没有辨识淘汰落后的工艺、设备", "Outdated processes and equipment are not identified"),
    message=Text("安全检查表没有一项检查是否使用淘汰落后的工艺、设备", "No checklist item asks whether outdated processes or equipment are used"),
    fix=Text("对照现行的淘汰目录增加检查项目，并填写检查结果和是否符合", "Add such an item by the catalogue in force, with its result"),
)  # fmt: skip
def outdated_not_identified(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """报告应辨识国家明令淘汰的工艺、设备。

    不合格: 检查项目里没有“淘汰”二字。
    合格: 检查项目“不使用国家明令淘汰的工艺、设备”，是否符合“符合”。
    """
    if not any(_OUTDATED in item.item for item in dossier.checklist):
        yield Hit(dossier.checklist[-1].at("item"))


@rule(
    "CXG-02", clause="应急〔2023〕99号", severity="warning", mode="human", needs=(HiddenDangerRow,),
    title=Text("不同的隐患套用同一条整改建议", "One suggestion for unlike hidden dangers"),
    message=Text("隐患“{danger}”的整改建议与“{other}”完全相同", "“{danger}” has the very suggestion of “{other}”"),
    fix=Text("按各自的问题写整改建议：对象、做法和达到的标准", "Write what this problem needs: object, action and criterion"),
)  # fmt: skip
def suggestion_reused(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """措施与问题不符的一个迹象：互不相干的隐患用同一句整改建议。

    不合格: “灭火器过期”和“地面破损”的整改建议都是“立即整改到位”。
    合格: 两处灭火器过期用同一条建议。
    """
    seen: dict[str, HiddenDangerRow] = {}
    for row in dossier.dangers:
        text = same_text(row.suggestion)
        if not named(text):
            continue
        other = seen.setdefault(text, row)
        if other is row:
            continue
        one, two = same_text(row.description), same_text(other.description)
        if SequenceMatcher(None, one, two, autojunk=False).ratio() < _UNLIKE:
            key = f"{row.description} / {other.description}"
            yield Hit(row.at("suggestion"), confirm=key, danger=row.description, other=other.description)
