"""conclusion_draft: the four contents of 评价结论 (11) as the sheets of a paper have them, each with its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coatxl.criteria.bands import GRADES
from coatxl.standards.coating.assessments import assess
from coatxl.standards.coating.conclusion_facts import (
    OPEN,
    Fact,
    Judgement,
    conformity_judgement,
    key_hazards,
    labels,
    risk_judgement,
)
from coatxl.standards.coating.conclusions import ACCEPTED, CONFORMS, RECTIFIED, unacceptable
from coatxl.standards.coating.countermeasure_draft import Drafted
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.tables import ChecklistRow, HiddenDangerRow
from coatxl.standards.coating.tables.conclusion import KEY_HAZARDS, OVERALL, RECHECK, RESULTS
from coatxl.tables.table import Table

if TYPE_CHECKING:
    from coatxl.settings import Settings

RECHECKS = (RECTIFIED, "部分整改", "未整改", "未复查")
"""复查结果 in their order; the last stands for a blank."""
LEVELS = ("重大隐患", "一般隐患", "未定级")
VERDICTS = ("符合", "不符合", "不适用", "未判定")
UNGRADED = "未得出等级"
_MOST_NAMED = 5


def conclusion_draft(paper: Dossier, settings: Settings) -> list[Drafted]:
    """The rows of 评价结论; 综合评价结论 has its two verdicts where the paper tells them."""
    risk, conditions = risk_judgement(paper, settings), conformity_judgement(paper, settings)
    assessed = [each.row for each in assess(paper, settings)]
    drafts: tuple[tuple[str, str, Sequence[Table], dict[str, str]], ...] = (
        (RECHECK.word, recheck_text(paper.dangers), paper.dangers, {}),
        (KEY_HAZARDS.word, _hazards_text(paper, settings), [h.rows[0] for h in paper.hazards], {}),
        (RESULTS.word, _results_text(paper, settings), [*paper.checklist, *assessed], {}),
        (
            OVERALL.word, _risk_text(paper, settings, risk) + _conditions_text(conditions),
            [row for fact in (*risk.facts, *conditions.facts) for row in fact.rows] or [*assessed, *paper.checklist],
            {"acceptance": risk.verdict, "conformity": conditions.verdict},
        ),
    )  # fmt: skip
    return [
        Drafted({"number": str(n), "item": item, "text": text, **verdicts, "origin": _sheets(rows)}, tuple(rows))
        for n, (item, text, rows, verdicts) in enumerate(drafts, 1)
    ]


def _sheets(rows: Sequence[Table]) -> str:
    return "、".join(dict.fromkeys(row.source.sheet.name for row in rows))


def counted(counts: Counter[str], words: Sequence[str], unit: str = "项") -> str:
    """已整改2项、部分整改1项: the words that occur, in their order."""
    return "、".join(f"{word}{counts[word]}{unit}" for word in words if counts[word])


def recheck_of(row: HiddenDangerRow) -> str:
    """复查结果 of a hidden danger, 未复查 for a blank or an unreadable one."""
    return row.recheck or RECHECKS[-1]


def verdict_of(item: ChecklistRow) -> str:
    """是否符合 of a checklist item, 未判定 for a blank or an unreadable one."""
    return item.conforms or VERDICTS[-1]


def recheck_text(dangers: Sequence[HiddenDangerRow]) -> str:
    """How many hidden dangers there are by level, and what their recheck found."""
    if not dangers:
        return "隐患清单中没有隐患。"
    levels = counted(Counter(row.level or LEVELS[-1] for row in dangers), LEVELS)
    results = counted(Counter(recheck_of(row) for row in dangers), RECHECKS)
    return f"共列出安全隐患{len(dangers)}项（{levels}）；复查结果：{results}。"


def _hazards_text(paper: Dossier, settings: Settings) -> str:
    causes = sum(len(hazard.causes) for hazard in paper.hazards)
    measures = sum(len(hazard.measures) for hazard in paper.hazards)
    text = f"共分析危害因素{len(paper.hazards)}个、失控诱因{causes}个、风险管控措施{measures}条。"
    key = key_hazards(paper, settings)
    if not key:
        return text + "没有高后果或控制风险较大的危害因素。"
    return f"{text}企业需重点管控的危害因素{len(key)}个：{labels(key)}。"


def _results_text(paper: Dossier, settings: Settings) -> str:
    items = counted(Counter(map(verdict_of, paper.checklist)), VERDICTS)
    grades = Counter(each.controlled.grade or UNGRADED for each in assess(paper, settings))
    risks = counted(grades, (*reversed(GRADES), UNGRADED), "个")
    return (
        f"符合性评价：检查项目{len(paper.checklist)}项{f'，其中{items}' if items else ''}。"
        f"安全风险程度评价：{grades.total()}个{f'，其中{risks}' if risks else ''}；"
        f"高于可接受等级（{paper.acceptable(settings)}）的{len(unacceptable(paper, settings))}个。"
    )


def _risk_text(paper: Dossier, settings: Settings, risk: Judgement) -> str:
    limit = paper.acceptable(settings)
    if risk.verdict == ACCEPTED:
        return f"企业安全风险程度控制在可接受的范围内，各危害因素的控制风险均为{limit}及以下。"
    if risk.verdict == OPEN:
        return f"安全风险的结论待定：{_pending(risk) or '没有风险评价，补齐后得出结论'}。"
    above = risk.facts[0]
    if not above.rows:  # a person's own verdict
        return f"企业安全风险不可接受（{_grave(risk)}）。"
    return f"企业有{len(above.rows)}个危害因素的风险不可接受（控制风险高于{limit}）：{_names(above)}。"


def _conditions_text(conditions: Judgement) -> str:
    if conditions.verdict == CONFORMS:
        return "企业现有状态符合法律法规和技术标准规范规定的安全生产条件。"
    if conditions.verdict == OPEN:
        return f"安全生产条件的结论待定：{_pending(conditions) or '没有符合性检查的结果，补齐后得出结论'}。"
    against = "；".join(
        f"{fact.question}{len(fact.rows)}项：{_names(fact)}"
        for fact in conditions.facts
        if fact.rows and fact.verdict == conditions.verdict
    )
    return f"企业现有状态不符合法律法规和技术标准规范规定的安全生产条件（{against}）。"


def _pending(judgement: Judgement) -> str:
    """What leaves a conclusion open: what a person must judge, by its names, and what must be filled in."""
    left = [fact for fact in judgement.facts if fact.rows and fact.verdict == OPEN and not fact.by_person]
    gaps = "，".join(f"有{len(fact.rows)}个{fact.question}" for fact in left) + ("，补齐后得出结论" if left else "")
    grave = _grave(judgement)
    judged = f"{grave}，由评价人员判断后得出结论" if grave else ""
    return "；".join(part for part in (judged, gaps) if part)


def _grave(judgement: Judgement) -> str:
    facts = [fact for fact in judgement.facts if fact.rows and fact.by_person]
    return "，".join(f"有{len(fact.rows)}个{fact.question}：{_names(fact)}" for fact in facts)


def _names(fact: Fact) -> str:
    shown = "、".join(f"“{name.rstrip('。')}”" for name in fact.names[:_MOST_NAMED])
    return shown + ("等" if len(fact.names) > _MOST_NAMED else "")
