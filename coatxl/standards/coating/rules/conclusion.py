"""Rules of 评价结论 (11, 12.1): complete, explicit, and not at odds with the other sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import Hit, NotJudged, Origin, rule
from coatxl.standards.coating.answered import says, unnamed
from coatxl.standards.coating.assessments import assess
from coatxl.standards.coating.conclusions import (
    ACCEPTED,
    CONFORMS,
    REFUSED,
    acceptance_in,
    acceptance_said,
    conformity_in,
    conformity_said,
    overall,
    unacceptable,
    unfinished,
)
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.listed import rows_of
from coatxl.standards.coating.tables import ConclusionRow, HiddenDangerRow
from coatxl.standards.coating.tables.conclusion import SUMMARIES
from coatxl.standards.coating.tables.risks import RISK_TABLES

if TYPE_CHECKING:
    from coatxl.settings import Settings

_MOST_NAMED = 3
VAGUE = (
    "基本符合", "基本满足", "基本具备", "基本可控", "基本可接受", "基本安全", "总体上", "总体可控", "较为安全", "比较安全", "相对安全", "大致", "大体",
    "可能", "原则上",
)  # fmt: skip
_SENTENCE = re.compile(r"[^。；;\n]+")


def _verdict_at(row: ConclusionRow, name: str) -> Origin:
    """The cell that says a verdict: the chosen one, else the text."""
    return row.at(name) if getattr(row, name) else row.at("text")


@rule(
    "CX11-01", clause="11", severity="error", needs=(ConclusionRow,),
    title=Text("评价结果综述内容不全", "Summary incomplete"),
    message=Text("综合评价结论没有说明{what}", "The overall conclusion does not say {what}"),
    fix=Text("补齐四项综述内容；coatxl conclude 可从各表得出草稿", "Complete the four contents; coatxl conclude drafts them from the sheets"),
)  # fmt: skip
def summary_incomplete(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """评价结果综述应有四项：隐患整改复查结果、危害因素分析结果、评价结果汇总、综合评价结论（风险和安全生产条件都要说明）。

    不合格: “定性定量评价结果汇总”的“结果和结论”空着。
    合格: 四项都写了，综合评价结论选“可接受”和“符合”。
    """
    rows = dossier.rows(ConclusionRow)
    found = rows_of(SUMMARIES, rows, "item")
    absent = Text("没有“{what}”", "“{what}” is missing")
    blank = Text("“{what}”没有写", "“{what}” is blank")
    nameless = Text("这一行没有填综述内容", "This row does not say what it sums up")
    for item, place in unnamed(rows, "item", found):
        yield Hit(place, message=absent if item else nameless, what=item.word if item else "")
    empty = [item for item, mine in found.items() if mine and not any(says(row, "text") for row in mine)]
    for item in empty:
        yield Hit(found[item][0].at("text"), message=blank, what=item.word)
    row = overall(dossier)
    if row is None or not says(row, "text") or row.invalid("text") is not None:
        return
    halves = (
        ("acceptance", acceptance_said(row), Text("企业安全风险是否可接受", "whether the risk is acceptable")),
        (
            "conformity",
            conformity_said(row),
            Text("是否符合法定的安全生产条件", "whether the legal conditions are met"),
        ),
    )
    lacking = [(name, what) for name, said, what in halves if not said and row.invalid(name) is None]
    if len(lacking) == 1:  # where neither is said the conclusion is not explicit (CX12.1-01)
        name, what = lacking[0]
        yield Hit(row.at(name) if row.has(name) else row.at("text"), what=what)


@rule(
    "CX11-02", clause="11、8.3.1", severity="error", needs=(ConclusionRow, RISK_TABLES), sheets=("评价结论", "风险评价LEC", "风险评价矩阵"),
    setting="acceptance.max_grade",
    title=Text("结论与风险评价矛盾", "Conclusion contradicts grades"),
    message=Text("结论为风险可接受，但{count}个危害因素的控制风险高于可接受等级（{limit}）：{labels}",
                 "The conclusion says acceptable, but {count} hazards are above the acceptable {limit}: {labels}"),
    fix=Text("使结论与风险评价结果一致", "Bring the conclusion and the evaluation into agreement"),
)  # fmt: skip
def conclusion_contradicts_grades(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：有控制风险高于可接受等级的危害因素，结论不能是可接受；一个都没有，结论不能是不可接受。

    不合格: 结论“风险可接受”，有一个危害因素 D=270（较大风险），可接受等级为一般风险。
    合格: 同样的评价，结论“除该危害因素外可接受，该危害因素的风险不可接受”。
    """
    row = overall(dossier)
    said = acceptance_said(row) if row is not None else ""
    if row is None or not said:
        raise NotJudged(
            "综合评价结论没有说明风险是否可接受", "the conclusion does not say whether the risk is acceptable"
        )
    flagged, limit = unacceptable(dossier, settings), dossier.acceptable(settings)
    labels = "、".join(each.label for each in flagged[:_MOST_NAMED]) + ("等" if len(flagged) > _MOST_NAMED else "")
    if said == ACCEPTED and flagged:
        yield Hit(_verdict_at(row, "acceptance"), count=len(flagged), limit=limit, labels=labels)
    elif said == REFUSED and not flagged:
        if any(each.controlled.state != "graded" for each in assess(dossier, settings)):
            raise NotJudged("有的风险评价没有得出等级", "some evaluations have no grade")
        none = Text(
            "结论为风险不可接受，但没有危害因素的控制风险高于可接受等级（{limit}）",
            "The conclusion says unacceptable, but no hazard is above the acceptable {limit}",
        )
        yield Hit(_verdict_at(row, "acceptance"), message=none, limit=limit)


@rule(
    "CX11-03", clause="11", severity="warning", needs=(ConclusionRow, HiddenDangerRow), mode="both",
    title=Text("结论与未整改隐患矛盾", "Conclusion contradicts open hidden dangers"),
    message=Text("结论为符合安全生产条件，但有{count}项隐患没有整改完成：{dangers}",
                 "The conclusion says that the conditions are met, but {count} hidden dangers are not rectified: {dangers}"),
    fix=Text("未完成整改的隐患应在结论中说明", "Tell of the unfinished hidden dangers in the conclusion"),
)  # fmt: skip
def conclusion_contradicts_dangers(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：有隐患没有整改完成时，结论不宜是符合安全生产条件；结论中已经说明的，由人确认。

    没有复查结果的按整改状态看；两样都空着的由 CX10.1-02 报告。
    不合格: 结论“符合”，第2项隐患复查结果“未整改”。
    合格: 全部隐患已整改；或结论中说明了第2项，人工确认过。
    """
    row = overall(dossier)
    said = conformity_said(row) if row is not None else ""
    if row is None or not said:
        raise NotJudged(
            "综合评价结论没有说明是否符合安全生产条件", "the conclusion does not say whether the conditions are met"
        )
    left = unfinished(dossier)
    if said == CONFORMS and left:
        names = [danger.number or danger.description for danger in left]
        first = "、".join(f"“{danger.description}”" for danger in left[:_MOST_NAMED])
        dangers = first + ("等" if len(left) > _MOST_NAMED else "")
        # The key names the hidden dangers, so that one that stays open later is confirmed anew.
        key = f"未完成整改的隐患：{'、'.join(names)}"
        yield Hit(_verdict_at(row, "conformity"), confirm=key, count=len(left), dangers=dangers)


@rule(
    "CX12.1-01", clause="12.1", severity="warning", needs=(ConclusionRow,), mode="both",
    title=Text("评价结论不明确", "Conclusion not explicit"),
    message=Text("综合评价结论写了“{word}”：“{sentence}”", "The conclusion says “{word}”: “{sentence}”"),
    fix=Text("用明确的表述给出结论：风险可接受或不可接受，符合或不符合安全生产条件", "Say acceptable or not, conditions met or not, in plain words"),
)  # fmt: skip
def conclusion_not_explicit(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """安全评价结论应明确：写出可接受或不可接受、符合或不符合，不用含糊的词；文字与所选的两项不能相反。

    报告印的是文字，两项都只选不写的也不算明确。
    不合格: “现有状态基本符合安全生产条件”；“企业总体上较为安全，风险基本可控”，两项已选。
    合格: “企业安全风险控制在可接受的范围内，现有状态符合安全生产条件”；含“可能”的句子人工确认过的也合格。
    """
    row = overall(dossier)
    if row is None or not row.text:
        raise NotJudged("没有写综合评价结论", "there is no overall conclusion")
    if not acceptance_in(row.text) and not conformity_in(row.text):
        neither = Text(
            "综合评价结论没有写可接受或不可接受，也没有写符合或不符合",
            "The conclusion says neither acceptable nor not, and neither met nor not",
        )
        yield Hit(row.at("text"), message=neither)
    for name, in_text in (("acceptance", acceptance_in(row.text)), ("conformity", conformity_in(row.text))):
        chosen = getattr(row, name)
        if chosen and in_text and chosen != in_text:
            opposed = Text("选的是“{word}”，文字却写“{sentence}”", "“{word}” is chosen, but the text says “{sentence}”")
            yield Hit(row.at(name), message=opposed, word=chosen, sentence=in_text)
    for sentence in _SENTENCE.findall(row.text):
        word = next((word for word in VAGUE if word in sentence), None)
        if word is not None:
            yield Hit(row.at("text"), confirm=f"{word}：{sentence.strip()}", word=word, sentence=sentence.strip())
