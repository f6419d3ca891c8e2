"""Rules of 危害因素描述 and the relation of causes and measures (7.2, 7.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import Hit, NotJudged, Origin, rule
from coatxl.standards.coating.chains import Hazard, says
from coatxl.standards.coating.dossier import Cause, Dossier, having, named
from coatxl.standards.coating.tables import ChecklistRow, HazardRow, RelationRow
from coatxl.tables.column import folded, same_text

if TYPE_CHECKING:
    from coatxl.settings import Settings

# What an evaluator writes in 依据 for "this goes beyond the law".
BEYOND_LAW = frozenset(
    {"超出法规", "超出法规要求", "超出法律法规", "无", "无依据", "企业自定", "企业规定", "企业内部规定"}
)
_ANY = (HazardRow, RelationRow)


@rule(
    "CX7.2-01", clause="7.2", severity="error", needs=(_ANY,), sheets=("危害因素描述",),
    title=Text("危害因素描述要素不全", "Hazard description incomplete"),
    message=Text("{hazard}缺少{what}", "{hazard} lacks {what}"),
    fix=Text("补齐危害因素、事件、失控诱因和后果四个要素", "Complete hazard, event, causes and outcome"),
)  # fmt: skip
def element_missing(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """危害因素应描述四个要素：危害因素、事件、失控诱因和后果。

    不合格: 危害因素“可燃液体蒸气积聚”的“事件”空着。
    合格: 事件写在第一行，同一危害因素的其余行留空。
    """
    having(dossier.hazard_rows, "cause")
    for hazard in dossier.hazards:
        name = _named_or_placed(hazard)
        if not isinstance(hazard.row, HazardRow) and not hazard.row.has("hazard"):
            continue
        first = hazard.rows[0]
        nameless = next((r for r in hazard.rows if not r.hazard and r.blank("hazard")), None)
        if nameless is not None:
            yield Hit(nameless.at("hazard"), hazard=_at_place(hazard), what=Text("名称", "a name"))
        for field, what in (("event", Text("事件", "the event")), ("outcome", Text("后果", "the outcome"))):
            if not says(getattr(hazard, field)) and first.invalid(field) is None:
                yield Hit(first.at(field), hazard=name, what=what)
        if not hazard.causes:
            yield Hit(first.here("cause"), hazard=name, what=Text("失控诱因", "causes"))
        for cause in hazard.causes:
            if not says(cause.text) and cause.rows[0].invalid("cause") is None:
                what = Text(f"失控诱因{cause.number}的内容", f"the text of cause {cause.number}")
                yield Hit(cause.rows[0].here("cause"), hazard=name, what=what)


def _named_or_placed(hazard: Hazard) -> Text:
    """A hazard by its name, else by where it stands."""
    if says(hazard.hazard):
        return Text(f"危害因素“{hazard.hazard}”", f"Hazard “{hazard.hazard}”")
    return _at_place(hazard)


def _at_place(hazard: Hazard) -> Text:
    place = next((t for t in (hazard.step, hazard.risk_point, hazard.unit) if says(t)), "")
    return (
        Text(f"“{place}”的危害因素", f"A hazard of “{place}”")
        if place
        else Text("这一行的危害因素", "The hazard of this row")
    )


@rule(
    "CX7.2-02", clause="3.8、8.1.2", severity="warning", needs=(HazardRow,), mode="both", setting="high_consequence_words",
    title=Text("高后果危害因素未标识", "High-consequence hazard not flagged"),
    message=Text("危害因素“{hazard}”的“高后果”填否，但事件或后果含“{word}”", "“{hazard}” is marked 否, yet its event or outcome says “{word}”"),
    fix=Text("按3.8判断并填写“高后果”为是或否，填否的写明理由", "Judge by 3.8 and fill in 是 or 否, with a reason for 否"),
)  # fmt: skip
def high_consequence_unmarked(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """可能导致多人重伤或死亡，或火灾、爆炸等严重社会影响的危害因素是高后果危害因素（3.8），应标识。

    不合格: 后果“爆燃”，高后果空着；或填“否”而没有人工确认。
    合格: 高后果填“是”。
    """
    blank = Text("{hazard}没有标识是否高后果", "{hazard} is not marked as high-consequence or not")
    having(dossier.hazard_rows, "high")
    for hazard in dossier.hazards:
        row = hazard.rows[0]
        if not row.has("high") or row.invalid("high") is not None:
            continue
        if not hazard.high:
            yield Hit(row.at("high"), message=blank, hazard=_named_or_placed(hazard))
        elif hazard.high == "否":
            word = next((w for w in settings.high_consequence_words if w in hazard.event or w in hazard.outcome), None)
            if word:
                key = f"{hazard.label}／{hazard.outcome}"
                yield Hit(row.at("high"), confirm=key, hazard=hazard.hazard, word=word)


@rule(
    "CX7.2-03", clause="引言b)、3.5", severity="info", needs=(HazardRow,), mode="human",
    title=Text("诱因只考虑了一个方面", "Causes cover one direction only"),
    message=Text("高后果危害因素“{hazard}”：请核对诱因是否既有“危害源失控”又有“后果出现或扩大”的方面",
                 "High-consequence hazard “{hazard}”: check that causes cover loss of control as well as spread of the outcome"),
    fix=Text("补充后果出现或扩大方面的诱因，如疏散、灭火、耐火等级", "Add causes of the outcome's spread, e.g. escape, fire fighting"),
)  # fmt: skip
def causes_one_sided(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """从危险源失控和后果出现（或扩大）两方面分析诱因；程序分不清方面，由人核对。

    不合格: 高后果危害因素的诱因没有人核对过。
    合格: “人工确认”登记了该危害因素。
    """
    having(dossier.hazard_rows, "high")
    for hazard in dossier.hazards:
        if hazard.high == "是" and hazard.causes:
            yield Hit(hazard.rows[0].at("cause"), confirm=hazard.label, hazard=hazard.hazard)


@rule(
    "CX7.3-01", clause="7.3", severity="error", needs=(_ANY,), sheets=("危害因素描述",),
    title=Text("失控诱因没有管控措施", "Cause without measure"),
    message=Text("失控诱因{number}“{cause}”没有风险管控措施", "Cause {number} “{cause}” has no control measure"),
    fix=Text("为该诱因确定至少一条风险管控措施", "Give it at least one control measure"),
)  # fmt: skip
def cause_without_measure(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """针对各风险点的危害因素失控诱因，确定安全风险管控措施：每个诱因至少一条。

    不合格: 诱因 16“在喷漆作业场所附近吸烟。”的措施空着。
    合格: 诱因 4 的第一条措施在同一行，第二条在下一行。
    """
    if not dossier.relation_rows:
        having(dossier.hazard_rows, "measure")
    for hazard in dossier.hazards:
        for cause in hazard.causes:
            if cause.measures or not says(cause.text) or any(r.invalid("measure") is not None for r in cause.rows):
                continue
            row = cause.rows[0]
            yield Hit(
                row.here("measure") if row.has("measure") else row.here("cause"), number=cause.number, cause=cause.text
            )


@rule(
    "CX7.3-02", clause="7.3", severity="warning", needs=(HazardRow,), sheets=("危害因素描述", "关系表"),
    title=Text("两表诱因文字不一致", "Cause text differs between sheets"),
    message=Text("失控诱因{number}“{text}”与危害因素描述中的“{other}”不一致", "Cause {number} “{text}” differs from “{other}” in 危害因素描述"),
    fix=Text("统一两张表中的诱因文字", "Use the same text in both sheets"),
)  # fmt: skip
def cause_texts_differ(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """危害因素描述和关系表分成两张表时，同一序号的诱因文字应一致；只差句末标点或空格的作提示。

    不合格: 描述表“未开风机。”，关系表“未设风机”。
    合格: 两表合在一张表里，诱因只写一次。
    """
    if not dossier.relation_rows:
        raise NotJudged(
            "诱因和措施在同一张表里，没有单独的“关系表”", "causes and measures stand in one sheet; there is no 关系表"
        )
    only_there = Text(
        "失控诱因{number}“{text}”只在关系表中，危害因素描述没有", "Cause {number} “{text}” stands in 关系表 only"
    )
    for _, row in dossier.joined.extra:
        yield Hit(row.at("cause"), message=only_there, number=row.number, text=row.cause)
    told: set[Origin] = set()
    for row in dossier.relation_rows:
        cause = _cause_of(dossier, row)
        if cause is None or cause.text == row.cause or row.at("cause") in told:
            continue
        told.add(row.at("cause"))
        slight = same_text(cause.text) == same_text(row.cause)
        yield Hit(
            row.at("cause"), severity="info" if slight else None, number=row.number, text=row.cause, other=cause.text
        )


def _cause_of(dossier: Dossier, row: RelationRow) -> Cause | None:
    """The cause of 7.2 that bears the number of a row of 7.3, under the same hazard."""
    if not folded(row.number):
        return None
    for hazard in dossier.hazards:
        if (not named(row.risk_point) or same_text(row.risk_point) == same_text(hazard.risk_point)) and (
            not named(row.hazard) or same_text(row.hazard) == same_text(hazard.hazard)
        ):
            cause = next((c for c in hazard.causes if folded(c.number) == folded(row.number)), None)
            if cause is not None:
                return cause
    return None


@rule(
    "CX7.3-03", clause="7.3", severity="error", needs=((HazardRow, RelationRow, ChecklistRow),), sheets=("危害因素描述", "关系表", "安全检查表"),
    title=Text("超出法规要求的措施未说明理由", "Measure beyond law without reason"),
    message=Text("“{text}”的依据是“{basis}”，没有说明理由", "The basis of “{text}” is “{basis}”, without a reason"),
    fix=Text("写明提出该措施的理由，例如“存在现实风险，需停止作业”", "Give the reason for the measure"),
)  # fmt: skip
def beyond_law_without_reason(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """风险管控措施超出法律法规和技术规范要求时，应说明理由。

    不合格: 依据填“超出法规”，理由空着。
    合格: 检查表的依据栏直接写理由（标准示例第 12、19 项）；依据空着不算超出法规。
    """
    reasoned: set[int] = set()
    for hazard in dossier.hazards:
        for measure in hazard.measures:
            row = measure.row
            if named(row.reason):
                reasoned.add(id(measure))
            elif folded(row.basis) in BEYOND_LAW:
                origin = row.at("reason") if row.has("reason") else row.at("basis")
                yield Hit(origin, text=measure.text, basis=row.basis)
    beyond = [item for item in dossier.checklist if folded(item.basis) in BEYOND_LAW]
    if not beyond:
        return
    covered = {id(item) for key, items in dossier.coverage(settings).items() if key in reasoned for item in items}
    for item in beyond:
        if id(item) not in covered:
            yield Hit(item.at("basis"), text=item.item, basis=item.basis)
