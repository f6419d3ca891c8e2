"""Rules of 评价范围: what it must include and describe, its confirmation, and its cover by risk points (5.2, 6.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import Hit, NotJudged, rule
from coatxl.standards.coating.dossier import Dossier, named
from coatxl.standards.coating.listed import Answer, Item, answer, exact, find, header, is_yes, rows_of
from coatxl.standards.coating.project import fact_day
from coatxl.standards.coating.tables import ProjectRow, RiskPointRow, ScopeRow, SurveyRow
from coatxl.standards.coating.tables.project import EVALUATION_TYPE, REPORT_DATE
from coatxl.standards.coating.tables.scope import (
    CONFIRMATIONS,
    CONFIRMING_DAY,
    CONFIRMING_PERSON,
    CONFIRMING_UNIT,
    DESCRIPTIONS,
    EXCLUDED,
    GROUP_WORDS,
    GROUPS,
    LAWFUL,
    PROCESSES,
    REVIEWED,
    SUPPORT,
    is_example,
)
from coatxl.tables.column import folded

if TYPE_CHECKING:
    from coatxl.settings import Settings

_NAMED_BY = (("item", ("content", "include")), ("kind", ("item", "content")))
_COLUMNS = {
    CONFIRMING_UNIT: "confirming_unit", CONFIRMING_PERSON: "confirming_person", CONFIRMING_DAY: "confirming_day",
    LAWFUL: "lawful", REVIEWED: "reviewed",
}  # fmt: skip
# 5.2: what belongs to a special assessment of painting (专项评价), and the words by which a row tells it.
_LINKED = (
    (PROCESSES, Text("与喷漆室直接关联的烘干系统", "the drying system linked to the spray room"), ("烘干", "固化", "烘箱", "烘房", "烤")),
    (SUPPORT, Text("废气收集处理系统", "the collection and treatment of exhaust"), ("废气",)),
)  # fmt: skip
_RANGE = re.compile(r"^(\d{1,4})[-~～至—](\d{1,4})$")
_SEPARATORS = re.compile(r"[、,，;；/\s]+")


def _parts(rows: Sequence[ScopeRow]) -> list[tuple[Item | None, ScopeRow]]:
    """Each row with the group of 5.2 that it belongs to; None for descriptions, confirmations and other rows."""
    found: list[tuple[Item | None, ScopeRow]] = []
    for row in rows:
        told = exact((*DESCRIPTIONS, *CONFIRMATIONS), row.item)
        group = find(GROUPS, row.kind)
        if told is None and group is None and find(DESCRIPTIONS, row.item) is None:
            group = find(GROUPS, row.item) or _by_words(row)
        found.append((None if told else group, row))
    return found


def _by_words(row: ScopeRow) -> Item | None:
    """The group of a row that says whether it is included, and not under which of the three groups."""
    words = GROUP_WORDS if row.include else ()
    return next((group for group, told in words if any(w in row.item + row.content for w in told)), None)


def _untouched(row: ScopeRow) -> bool:
    """Whether a row only holds words that the template prefills."""
    filled = not row.blank("include") or any(named(t) for t in (row.content, row.points, row.reason))
    if filled:
        return False
    prefilled = is_example(row.item) if row.has("include") else find(GROUPS, row.item) is not None
    return prefilled or not named(row.item)


def _missing(parts: list[tuple[Item | None, ScopeRow]]) -> dict[Item, tuple[list[ScopeRow], list[ScopeRow]]]:
    """The groups that the scope leaves out: their rows, and those that say 不涉及 without a reason."""
    missing = {}
    for group in GROUPS:
        own = [row for part, row in parts if part is group]
        told = [row for row in own if not _untouched(row)]
        unexplained = [row for row in told if row.include == "不涉及" and not named(row.reason)]
        if len(told) == len(unexplained):
            missing[group] = (own, unexplained)
    return missing


@rule(
    "CX5.2-01", clause="5.2", severity="error", needs=(ScopeRow,),
    title=Text("评价范围缺少应包括的部分", "Scope misses a required part"),
    message=Text("评价范围没有“{group}”的内容，也没有说明不涉及", "The scope names nothing for “{group}”, nor a reason why it has none"),
    fix=Text("按三类逐项补充范围；确不涉及的“是否纳入”选不涉及，在“原因说明”写明原因",
             "Name the parts of the scope; where there are none, choose 不涉及 and give the reason"),
)  # fmt: skip
def scope_part_missing(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """评价范围应包括涂装及其前后处理工序、与涂装活动配套的设施、其他工艺设备及公用工程与辅助设施。

    不合格: “与涂装活动配套的设施”一类没有一行选是，也没有写明不涉及的原因。
    合格: 三类都有纳入的行；某一类选不涉及，原因说明“委托外单位处理”。
    """
    rows = dossier.rows(ScopeRow)
    for group, (own, unexplained) in _missing(_parts(rows)).items():
        if unexplained:
            reason = Text("“{group}”选了不涉及，没有写明原因", "“{group}” is marked 不涉及 without a reason")
            yield Hit(unexplained[0].at("reason"), message=reason, group=group.word)
        elif own:
            yield Hit(own[0].at("include" if own[0].has("include") else "content"), group=group.word)
        else:
            yield Hit(header(rows, "kind"), group=group.word)


@rule(
    "CX5.2-02", clause="5.2", severity="error", needs=(ScopeRow,),
    title=Text("评价范围描述五项不全", "Scope description incomplete"),
    message=Text("评价范围没有描述“{what}”", "The scope does not describe “{what}”"),
    fix=Text("补齐位置、规模、建构筑物、公辅设施、未纳入范围五项（没有未纳入的写“无”）；未纳入的写明原因",
             "Describe all five (无 where nothing is excluded); give the reason for what is excluded"),
)  # fmt: skip
def scope_description_incomplete(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """评价范围描述应包括位置、加工规模、建构筑物、公用工程和辅助设施，以及未被纳入的设备设施及其原因。

    不合格: “加工规模”的内容空着；一行“是否纳入”为否，原因说明空着。
    合格: 五项都有内容，“未被纳入评价范围的设备设施”写“无”。
    """
    rows = dossier.rows(ScopeRow)
    parts = _parts(rows)
    described = rows_of(DESCRIPTIONS, [row for part, row in parts if part is None], "item")
    for item in DESCRIPTIONS:
        own = described[item]
        said = [row for row in own if not row.blank("content") and (item is EXCLUDED or not _says_nothing(row))]
        # In a sheet of two columns the word stands in the first one, whatever its header.
        found = answer(rows, item, _NAMED_BY, "")
        if said or named(found.text) or found.failed:
            continue
        yield Hit(own[0].at("content") if own else found.origin, what=item.word)
    for row in rows:
        if row.include == "否" and not named(row.reason) and row.invalid("reason") is None:
            unexplained = Text("“{what}”没有纳入评价范围，原因说明空着", "“{what}” is excluded without a reason")
            yield Hit(
                row.at("reason") if row.has("reason") else row.at("include"),
                message=unexplained,
                what=row.item or row.content,
            )


def _says_nothing(row: ScopeRow) -> bool:
    return not named(row.content) and row.invalid("content") is None


@rule(
    "CX5.2-03", clause="5.2", severity="warning", needs=(ScopeRow, ProjectRow),
    title=Text("专项评价未含直接关联系统", "Special assessment omits linked systems"),
    message=Text("专项评价的范围没有{what}，也没有说明原因", "The scope of the special assessment lacks {what}, and no reason is given"),
    fix=Text("把直接关联的烘干系统和废气收集处理系统纳入，或列一行说明理由", "Include it, or add a row with the reason"),
)  # fmt: skip
def linked_system_omitted(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """对涂装作业过程做专项安全评价时，范围宜包括与喷漆室直接关联的烘干系统和废气收集处理系统。

    不合格: 评价类型为专项安全评价，范围里没有废气处理设施。
    合格: 两个系统都纳入；或列有一行，选否并写明原因。
    """
    kind = folded(dossier.project[EVALUATION_TYPE])
    if not kind:
        raise NotJudged("“项目信息”没有填写评价类型", "项目信息 does not say the type of evaluation")
    if "专项" not in kind:
        return
    rows = dossier.rows(ScopeRow)
    parts = _parts(rows)
    scope = [row for part, row in parts if part is not None]
    missing = _missing(parts)
    for group, system, words in _LINKED:
        if group in missing:
            continue  # told by CX5.2-01
        own = [row for row in scope if any(w in row.item or w in row.content for w in words)]
        told = [row for row in own if not _untouched(row)]
        if any(row.include != "不涉及" or named(row.reason) for row in told):
            continue
        origin = told[0].at("reason") if told else own[0].at("include") if own else header(rows, "item")
        yield Hit(origin, what=system)


@rule(
    "CX5.2-04", clause="5.2", severity="error", mode="both", needs=(ScopeRow,),
    title=Text("评价范围未经书面确认", "Scope not confirmed in writing by client"),
    message=Text("评价范围的“{fact}”没有填写", "“{fact}” of the scope is blank"),
    fix=Text("将范围文件提交委托单位确认，填写确认单位、确认人和日期，并确认范围合法合规", "Have the client confirm the scope; enter who and when, and that it is lawful"),
)  # fmt: skip
def scope_not_confirmed(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """评价范围应形成书面文件提交委托单位确认（不晚于报告日期），并符合法律法规及技术标准（由人确认，警告）。

    不合格: “确认人”空着；确认日期 2026-05-08，报告日期 2026-04-20；“范围符合法律法规及技术标准”没有填“是”。
    合格: 甲涂装有限公司、王某、2026-03-05，范围符合填“是”。
    """
    rows = dossier.rows(ScopeRow)
    for item in (CONFIRMING_UNIT, CONFIRMING_PERSON, CONFIRMING_DAY):
        given = _fact(rows, item)
        if not named(given.text) and not given.failed:
            yield Hit(given.origin, fact=item.word)
    lawful = _fact(rows, LAWFUL)
    if not lawful.failed and not is_yes(lawful.text):
        yield Hit(lawful.origin, confirm=LAWFUL.word, severity="warning", message=_UNCONFIRMED, fact=LAWFUL.word)
    given = _fact(rows, CONFIRMING_DAY)
    if not named(given.text):
        return
    day, report = fact_day(given.text), dossier.project.day(REPORT_DATE)
    if day is None:
        undated = Text("确认日期“{fact}”不是完整的日期（如 2026-03-31）", "“{fact}” is no full date (2026-03-31)")
        yield Hit(given.origin, message=undated, fact=given.text)
    elif report is None:
        raise NotJudged("没有报告日期，无法判断范围确认是否在报告之前", "no report date to judge the confirmation by")
    elif day > report:
        late = Text("确认日期 {fact} 晚于报告日期 {report}", "Confirmed on {fact}, after the report's date {report}")
        yield Hit(given.origin, message=late, fact=day, report=report)


_UNCONFIRMED = Text("“{fact}”没有确认为“是”", "“{fact}” is not confirmed with 是")


def _fact(rows: Sequence[ScopeRow], item: Item) -> Answer:
    return answer(rows, item, _NAMED_BY, _COLUMNS[item])


@rule(
    "CX6.3-03", clause="6.3", severity="error", mode="both", needs=((ScopeRow, SurveyRow),), sheets=("评价范围", "现场勘察", "风险点划分"),
    title=Text("场所、设施或作业活动未被风险点覆盖", "Place, facility or activity not covered"),
    message=Text("“{name}”在评价范围内，没有填写风险点编号", "“{name}” is in the scope and has no risk point"),
    fix=Text("为该场所、设施或作业活动补划或对应风险点，并由评价组确认无疏漏", "Divide or name its risk point, and have the team confirm that none is left out"),
)  # fmt: skip
def not_covered(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """风险点划分应覆盖被评价对象所有场所、设施和作业活动，不应疏漏；无疏漏由评价组复核（警告）。

    不合格: “烘干（固化）”纳入评价，风险点编号空着，或填了风险点划分中没有的“9”。
    合格: 风险点编号填“6”；“风险点无疏漏已复核”填“是”。
    """
    known = _known_points(dossier)
    scope, survey = dossier.rows(ScopeRow), dossier.rows(SurveyRow)
    listed: list[ScopeRow | SurveyRow] = [*scope, *survey]
    included = [row for row in listed if row.include == "是"]
    unasked = [row for row in included if not row.has("points")]
    if unasked:
        lacking = Text(
            "没有“风险点编号”一列，不知道“{name}”等由哪些风险点覆盖",
            "no column 风险点编号: the cover of “{name}” … is unknown",
        )
        yield Hit(header(unasked, "include"), message=lacking, name=unasked[0].item or unasked[0].content)
    for row in included:
        if not row.has("points") or row.invalid("points") is not None:
            continue
        lost = [word for word in _SEPARATORS.split(row.points) if named(word) and not _covers(word, known)]
        if not named(row.points):
            yield Hit(row.at("points"), name=row.item or row.content)
        elif lost and known and named(row.points) not in known:
            unknown = Text(
                "“{name}”对应的“{lost}”不在“风险点划分”中", "“{lost}”, named for “{name}”, is not in 风险点划分"
            )
            yield Hit(row.at("points"), message=unknown, name=row.item, lost="、".join(lost))
    if dossier.begun(ScopeRow):
        reviewed = _fact(scope, REVIEWED)
        if not reviewed.failed and not is_yes(reviewed.text):
            yield Hit(reviewed.origin, confirm=REVIEWED.word, severity="warning", message=_UNCONFIRMED, fact=REVIEWED.word, name="")  # fmt: skip


def _known_points(dossier: Dossier) -> set[str]:
    """The numbers, names and steps of the risk points, and the units that are analysed directly."""
    rows: list[RiskPointRow] = dossier.risk_points
    words = {named(t) for row in rows for t in (row.number, row.risk_point, row.step)}
    words |= {named(unit.unit) for unit in dossier.units if unit.divided == "否"}
    return (words - {""}) if rows else set()


def _covers(word: str, known: set[str]) -> bool:
    """Whether a word names a risk point, or a range of numbers (3-5) both ends of which are numbers of risk points."""
    plain = named(word)
    spread = _RANGE.match(plain)
    return plain in known or (spread is not None and spread[1] in known and spread[2] in known)
