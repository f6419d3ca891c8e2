"""Rules of the closed loop in one paper (10.1): what a closed hidden danger needs, the order of dates, overdue, 五落实.

Extensions (推论): the clause asks for the recheck, not for these facts one by one; what CX10.1-02 or CX10.2-01 tells of a
cell is not told again. Moves between two rounds are judged by the comparison of the two (loop.illegal).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.findings import Severity, Text
from coatxl.rules import Hit, NotJudged, rule
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.loop import AGREEING, FINISHED, RECTIFIED
from coatxl.standards.coating.rules.dangers import empty, lacking_column, lacks_photo
from coatxl.standards.coating.tables import HiddenDangerRow
from coatxl.standards.coating.tables.dangers import CLOSED
from coatxl.standards.coating.tables.project import REPORT_DATE

if TYPE_CHECKING:
    from coatxl.settings import Settings

FIVE = ("owner", "action", "money", "deadline", "plan")
"""五落实: responsibility, measures, money, time limit and emergency plan."""


def _headers(names: list[str]) -> Text:
    headers = [HiddenDangerRow.fields[name].column.header for name in names]
    return Text("、".join(headers), ", ".join(headers))


@rule(
    "CX10.1-03", clause="10.1、10.2", severity="error", needs=(HiddenDangerRow,),
    title=Text("闭环缺少整改或复查资料", "Closed without the facts of the rectification or the recheck"),
    message=Text("隐患“{danger}”的整改状态为“{state}”，没有{what}", "Hidden danger “{danger}” is {state} without {what}"),
    fix=Text("补填整改完成日期、复查人、复查日期和整改后照片；还没有整改完或复查的，整改状态改回“整改中”或“已整改”", "Fill them in, or set the state back to 整改中 or 已整改"),
)  # fmt: skip
def closed_without_recheck(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：已整改要有整改完成日期；复查合格和销号还要有人、有日期、有整改后照片为证。

    一条隐患一条结果，指在缺少的第一格；整张表没有这一列的，一列一条。复查结果、复查日期空着由 CX10.1-02 报告，
    整改后照片由 CX10.2-01 报告，这里不重复。
    不合格: 整改状态“销号”，整改完成日期或复查人空着。
    合格: 销号，整改完成日期 2026-04-02，复查人“赵某”，复查日期 2026-04-08，有整改后照片。
    """
    finished = [row for row in dossier.dangers if row.state in FINISHED]
    for name, states in (("finished", FINISHED), ("rechecker", CLOSED)):
        lacking = lacking_column(dossier, name) if any(row.state in states for row in finished) else None
        if lacking is not None:
            yield lacking
    for row in finished:
        closed = row.state in CLOSED
        names = ["finished"] if row.has("finished") and row.blank("finished") else []
        names += ["rechecker"] if closed and row.has("rechecker") and empty(row, "rechecker") else []
        if closed and not row.has("recheck"):  # a ledger whose only answer is the state
            names += ["recheck_date"] if row.has("recheck_date") and row.blank("recheck_date") else []
            lacks = row.has("photo_after") and lacks_photo(dossier, settings, row, "after")
            names += ["photo_after"] if lacks else []
        if names:
            yield Hit(row.at(names[0]), danger=row.description, state=row.state, what=_headers(names))


@rule(
    "CX10.1-04", clause="10.1", severity="error", needs=(HiddenDangerRow,),
    title=Text("隐患的日期先后颠倒", "Dates of a hidden danger in the wrong order"),
    message=Text("隐患“{danger}”的{late} {day} 早于{early} {before}", "“{danger}”: {late} {day} is before {early} {before}"),
    fix=Text("核对通报、整改完成、复查和报告的日期，先后应为通报、整改完成、复查、报告", "Correct the dates: notified, finished, rechecked, reported"),
    setting="evaluation_date",
)  # fmt: skip
def dates_out_of_order(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：先通报，再整改，后复查，再出报告。复查早于通报由 CX10.1-02 报告，这里不重复。

    还没有报告日期的，复查日期晚于评价基准日只提示。
    不合格: 整改完成日期 2026-04-10，复查日期 2026-04-08；或复查日期晚于报告日期。
    合格: 复查日期与整改完成日期同一天，报告日期在其后。
    """
    reported = dossier.project.day(REPORT_DATE)
    until = reported or dossier.evaluation_date(settings)
    last = Text("报告日期", "报告日期") if reported else Text("评价基准日", "评价基准日")
    finish, notice = Text("整改完成日期", "整改完成日期"), Text("通报日期", "通报日期")
    check = Text("复查日期", "复查日期")
    for row in dossier.dangers:
        done, told, seen = row.finished, row.notified, row.recheck_date
        if done and told and done < told:
            yield Hit(row.at("finished"), danger=row.description, late=finish, day=done, early=notice, before=told)
        # A recheck that found nothing rectified stands before the completion.
        if done and seen and seen < done and not (told and seen < told) and row.recheck in ("", "已整改"):
            yield Hit(row.at("recheck_date"), danger=row.description, late=check, day=seen, early=finish, before=done)
        elif seen and until and seen > until:
            weight: Severity | None = None if reported else "info"
            yield Hit(
                row.at("recheck_date"),
                severity=weight,
                danger=row.description,
                late=last,
                day=until,
                early=check,
                before=seen,
            )


_LATE = Text(
    "隐患“{danger}”的整改完成日期 {day} 晚于整改时限 {deadline}；批准延期的，整改时限应为延期后的日期",
    "“{danger}” was finished on {day}, after its time limit {deadline}; where that was extended, enter the extended date",
)


@rule(
    "CX10.1-05", clause="10.1", severity="warning", needs=(HiddenDangerRow,), setting="evaluation_date",
    title=Text("隐患整改超期", "Rectification overdue"),
    message=Text("隐患“{danger}”的整改时限 {deadline} 已过（评价基准日 {day}），整改状态为“{state}”",
                 "“{danger}” was due on {deadline} (evaluation date {day}); its state is “{state}”"),
    fix=Text("催办整改；批准延期的，整改时限改为延期后的日期；已经整改的，填写整改完成日期和状态", "Rectify it, enter the extended date, or the completion"),
)  # fmt: skip
def overdue(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：到评价基准日，整改时限已过而没有整改完成的是超期。

    不合格: 整改时限 2026-03-20，评价基准日 2026-03-31，整改状态“整改中”。
    合格: 同一天，整改状态“已整改”，等待复查；整改完成日期不晚于评价基准日的也合格，但晚于整改时限而没有延期的提示一次。
    """
    for row in dossier.dangers:
        if row.deadline and row.finished and row.finished > row.deadline and row.state in (*FINISHED, "复查不合格"):
            yield Hit(
                row.at("finished"),
                severity="info",
                message=_LATE,
                danger=row.description,
                deadline=row.deadline,
                day=row.finished,
            )
    day = dossier.evaluation_date(settings)
    if day is None:
        if any(row.deadline for row in dossier.dangers):
            raise NotJudged("没有评价基准日，无法判断整改是否超期", "no evaluation date to judge deadlines by")
        return
    for row in dossier.dangers:
        done = row.finished is not None and row.finished <= day
        waiting = row.state in RECTIFIED and row.state != "复查不合格"
        if row.deadline and row.deadline < day and not done and not waiting:
            state = Text(row.state or "（空）", row.state or "(blank)")
            yield Hit(row.at("deadline"), danger=row.description, deadline=row.deadline, day=day, state=state)


@rule(
    "CX10.1-06", clause="10.1", severity="error", needs=(HiddenDangerRow,),
    title=Text("重大隐患五落实不全", "Major hidden danger without all of 五落实"),
    message=Text("重大隐患“{danger}”没有{what}", "Major hidden danger “{danger}” has no {what}"),
    fix=Text("重大隐患要落实整改责任人、整改措施、整改资金、整改时限和应急预案；不需要资金的写“不需要”", "Fill in all five; write 不需要 where no money is needed"),
)  # fmt: skip
def five_not_settled(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：重大隐患的整改要做到责任、措施、资金、时限、预案五落实。

    一条隐患一条结果，指在缺少的第一格。
    不合格: 隐患级别“重大隐患”，应急预案空着。
    合格: 五项都填写；一般隐患不要求。
    """
    for row in dossier.dangers:
        if row.level == "重大隐患":
            names = [name for name in FIVE if not row.has(name) or _unsettled(row, name)]
            if names:
                yield Hit(row.at(names[0]), danger=row.description, what=_headers(names))


def _unsettled(row: HiddenDangerRow, name: str) -> bool:
    # 整改资金“无” says that none is needed.
    if name in ("deadline", "money"):
        return row.blank(name)
    return empty(row, name)


_NO_STATE = Text(
    "隐患“{danger}”的复查结果是“{result}”，整改状态却空着",
    "“{danger}” is {result} by the recheck, but its state is blank",
)


@rule(
    "CX10.1-07", clause="10.1", severity="error", needs=(HiddenDangerRow,),
    title=Text("整改状态与复查结果矛盾", "State contradicts the recheck"),
    message=Text("隐患“{danger}”的整改状态为“{state}”，复查结果却是“{result}”", "“{danger}” is {state}, but the recheck says {result}"),
    fix=Text("按复查的实际情况改正整改状态或复查结果：已整改的为复查合格，部分整改、未整改的为复查不合格", "Correct the state or the result of the recheck"),
)  # fmt: skip
def state_contradicts_recheck(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：整改状态和复查结果说的应是同一回事。

    不合格: 整改状态“销号”，复查结果“部分整改”；复查结果“已整改”而整改状态空着（整列空着的只报一次）。
    合格: 整改状态“复查不合格”，复查结果“部分整改”。
    """
    unused = not any(row.state for row in dossier.dangers)
    silent = [row for row in dossier.dangers if row.recheck == "已整改" and row.has("state") and row.blank("state")]
    for row in silent[:1] if unused else silent:
        yield Hit(row.at("state"), message=_NO_STATE, danger=row.description, result=row.recheck)
    for row in dossier.dangers:
        if row.recheck and row.state and row.recheck not in AGREEING[row.state]:
            yield Hit(row.at("state"), danger=row.description, state=row.state, result=row.recheck)
