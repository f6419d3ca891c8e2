"""Rules of 附录 A (informative): what is a risk point, what is a step, and how a step is worded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import Hit, NotJudged, Origin, rule
from coatxl.standards.coating.dossier import Dossier, named
from coatxl.standards.coating.tables import RiskPointRow

if TYPE_CHECKING:
    from coatxl.settings import Settings


def _appendix_a(settings: Settings) -> None:
    if not settings.appendix_a:
        raise NotJudged("设置 appendix_a 关闭", "setting appendix_a is off")


@rule(
    "CXA-01", clause="附录A", severity="warning", needs=(RiskPointRow,), setting="appendix_a",
    title=Text("风险点类别不合法", "Risk point category"),
    message=Text("风险点“{point}”的类别“{kind}”不是设备设施、场所或作业活动", "Category “{kind}” of “{point}” is none of 设备设施, 场所, 作业活动"),
    fix=Text("从设备设施、场所、作业活动中选择", "Choose 设备设施, 场所 or 作业活动"),
)  # fmt: skip
def category_not_allowed(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """风险点可分为设备设施、场所和作业活动三类。

    不合格: 类别填“工序”，或没有填。
    合格: 类别填“场所”。
    """
    _appendix_a(settings)
    told: set[Origin] = set()
    for row in dossier.risk_points:
        if row.kind or not row.has("kind") or row.at("kind") in told:
            continue
        told.add(row.at("kind"))
        bad = row.invalid("kind")
        if bad:
            yield Hit(row.at("kind"), point=row.risk_point, kind=bad)
        else:
            yield Hit(
                row.at("kind"),
                message=Text("风险点“{point}”没有填类别", "“{point}” has no category"),
                point=row.risk_point,
            )


@rule(
    "CXA-02", clause="附录A", severity="warning", needs=(RiskPointRow,), mode="both", setting="safety_device_words",
    title=Text("设备设施类风险点是配件或安全设施", "Accessory or safety device as risk point"),
    message=Text("设备设施类风险点“{point}”像是配件或安全设施（{word}）", "“{point}” looks like an accessory or a safety device ({word})"),
    fix=Text("设备设施应为有风险伴随的独立功能单元，配件和安全设施不单列", "List independent functional units only"),
)  # fmt: skip
def accessory_as_risk_point(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """设备设施应为有安全风险伴随的独立功能单元，而非设备配件或安全设施。

    不合格: 设备设施类风险点“可燃气体报警器”。
    合格: 设备设施类风险点“烘箱”。
    """
    _appendix_a(settings)
    for rows in dossier.places.rows.values():
        row = rows[0]
        word = next((w for w in settings.safety_device_words if w in row.risk_point), None)
        if row.kind == "设备设施" and word:
            yield Hit(row.at("risk_point"), confirm=row.risk_point, point=row.risk_point, word=word)


@rule(
    "CXA-03", clause="附录A", severity="warning", needs=(RiskPointRow,), mode="both", setting="safety_measure_words",
    title=Text("安全措施被列为作业步骤", "Safety measure as a step"),
    message=Text("作业步骤“{step}”像是安全措施（{word}）", "Step “{step}” looks like a safety measure ({word})"),
    fix=Text("作业步骤只列与工作目的直接相关且有风险伴随的活动", "List only activities that serve the work and carry a risk"),
)  # fmt: skip
def safety_measure_as_step(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """作业步骤应为与工作目的直接相关、且有安全风险伴随的活动，而非安全措施。

    不合格: 作业步骤“穿戴劳动防护用品”。
    合格: 作业步骤“洗枪作业”。
    """
    _appendix_a(settings)
    for row in dossier.risk_points:
        word = next((w for w in settings.safety_measure_words if w in row.step), None)
        if word:
            yield Hit(row.at("step"), confirm=row.step, step=row.step, word=word)


@rule(
    "CXA-04", clause="附录A", severity="info", needs=(RiskPointRow,), mode="human", setting="verb_list",
    title=Text("作业步骤未写成“动词+名词”", "Step not verb+noun"),
    message=Text("作业步骤“{step}”不像“动词+名词”", "Step “{step}” does not read as verb + noun"),
    fix=Text("写成“动词+名词”，如“打捞漆渣”", "Write verb + noun, e.g. 打捞漆渣"),
)  # fmt: skip
def step_without_verb(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """作业步骤以“动词+名词”方式描述；以“作业”“操作”结尾的也可（标准自己的示例如此）。

    不合格: 作业步骤“喷枪”。
    合格: “打捞漆渣”“调漆作业”。
    """
    _appendix_a(settings)
    for row in dossier.risk_points:
        if named(row.step) and not row.step.startswith(settings.verb_list) and not row.step.endswith(("作业", "操作")):
            yield Hit(row.at("step"), confirm=row.step, step=row.step)


_HOW = re.compile(r"用.+进行|先.+再|以.+方式|[，；。,;]")
_LONG = 12


@rule(
    "CXA-05", clause="附录A", severity="info", needs=(RiskPointRow,), mode="both", setting="step_how_words",
    title=Text("作业步骤写了“怎么做”", "Step says how"),
    message=Text("作业步骤“{step}”写了“怎么做”（{word}）", "Step “{step}” says how ({word})"),
    fix=Text("只写“做什么”，不写“怎么做”", "Say what is done, not how"),
)  # fmt: skip
def step_says_how(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """描述作业步骤时，只描述“做什么”，不描述“怎么做”。

    不合格: “使用稀释剂清洗喷枪”。
    合格: “清洗喷枪”。
    """
    _appendix_a(settings)
    for row in dossier.risk_points:
        word = next((w for w in settings.step_how_words if w in row.step), None)
        match = _HOW.search(row.step)
        if word or match:
            yield Hit(row.at("step"), confirm=row.step, step=row.step, word=word or (match[0] if match else ""))
        elif len(row.step) > _LONG:
            yield Hit(
                row.at("step"),
                confirm=row.step,
                step=row.step,
                word=Text(f"超过{_LONG}个字", f"over {_LONG} characters"),
            )
