"""Rules of major hidden dangers (8.2.4, 6.2): every situation of 令第10号 has a verdict, and the list agrees with it.

Extensions (推论): the standard asks for the hidden dangers and their level; the decree says which of them are major.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import Hit, NotJudged, Origin, rule
from coatxl.standards.coating.chains import named
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.majors import MAJOR, NOT_JUDGED, doubtful, downgraded, judged, screened
from coatxl.standards.coating.order10 import DECREE, Situation
from coatxl.standards.coating.tables import ChecklistRow, HiddenDangerRow, MajorVerdictRow
from coatxl.standards.coating.tables.project import REPORT_DATE
from coatxl.tables.column import folded

if TYPE_CHECKING:
    from coatxl.settings import Settings

_DECREE = Text(DECREE, f"Decree 10 ({DECREE})")


@rule(
    "CX8.2-13", clause="8.2.4", severity="error", needs=(MajorVerdictRow,),
    title=Text("重大事故隐患没有逐条判定", "A situation of the decree has no verdict"),
    message=Text("{decree}{clause}未评：没有{what}", "{decree} {clause} is not judged: without {what}"),
    fix=Text("逐条填写判定结果（存在、不存在、不涉及）、判定人和判定日期；空着是未评，不是“无”", "Give each situation a verdict, a name and a day; a blank is no 无"),
)  # fmt: skip
def situation_not_judged(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：重大事故隐患要按判定标准逐条判定，没有结论的是未评。

    一条都没有判定的，只报一次。
    不合格: 第十四条的判定结果空着。
    合格: 每一条都有判定结果、判定人和判定日期。
    """
    answers = judged(dossier)
    if all(each.row is None or each.row.blank("verdict") for each in answers):
        where = dossier.rows(MajorVerdictRow)[0].at("verdict")
        every = Text(f"全部{len(answers)}条", f" all {len(answers)} situations")
        yield Hit(where, decree=_DECREE, clause=every, what=Text("判定结果", "a verdict"))
        return
    for each in answers:
        row = each.row
        if row is None:
            last = dossier.rows(MajorVerdictRow)[-1].at("provision")
            here = Origin(last.sheet, last.row, last.col)
            yield Hit(here, decree=_DECREE, clause=each.situation.clause, what=Text("这一条", "this row"))
            continue
        names = [n for n in ("verdict", "person", "day") if row.blank(n) or (n == "person" and not named(row.person))]
        if names:
            heads = [row.fields[name].column.header for name in names]
            what = Text("、".join(heads), ", ".join(heads))
            yield Hit(row.at(names[0]), decree=_DECREE, clause=each.situation.clause, what=what)


@rule(
    "CX8.2-14", clause="8.2.4", severity="error", needs=(MajorVerdictRow,), sheets=("重大隐患判定", "隐患清单"),
    title=Text("判定存在的重大隐患不在清单", "A major hidden danger is not in the list"),
    message=Text("{clause}判定为存在，隐患清单没有对应的重大隐患", "{clause} is judged to exist; 隐患清单 has no such major hidden danger"),
    fix=Text("在隐患清单列入该隐患，隐患级别选“重大隐患”，并在判定表的隐患序号中写它的序号", "List it as 重大隐患 and give its number here"),
)  # fmt: skip
def major_not_listed(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：判定存在的情形要作为重大隐患进入隐患清单，才能整改到销号。

    隐患序号指向的那一行要是重大隐患；没写序号的，按依据或描述找。
    不合格: 第七条（七）存在，隐患清单里没有重大隐患。
    合格: 隐患序号 3，隐患清单第 3 项的隐患级别是“重大隐患”。
    """
    majors = {folded(row.number): row for row in dossier.dangers if row.level == MAJOR}
    for each in judged(dossier):
        row = each.row
        if row is None or row.verdict != "存在":
            continue
        if named(row.danger):
            if folded(row.danger) not in majors:
                yield Hit(row.at("danger"), clause=each.situation.clause)
        elif not any(found.is_major for found in each.rows):
            yield Hit(row.at("verdict"), clause=each.situation.clause)


@rule(
    "CX8.2-15", clause="8.2.4", severity="warning", mode="both", needs=((HiddenDangerRow, ChecklistRow), MajorVerdictRow),
    title=Text("疑似重大隐患没有判定", "May be a major hidden danger"),
    message=Text("“{text}”可能属于{decree}{clauses}（前提：{where}），这一条还没有判定结论",
                 "“{text}” may be {decree} {clauses} (where: {where}); it has no verdict yet"),
    fix=Text("对照条文和前提由人判定；属于的，隐患级别改为“重大隐患”；不属于的，在“重大隐患判定”写明结论和现场情况", "Judge it by the decree and record the verdict"),
)  # fmt: skip
def may_be_major(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：隐患描述或不符合项的文字与判定标准的情形相近，而该条没有判定结论。程序只提示，由人判定。

    不符合项列入隐患清单后，只问那条隐患。
    不合格: 隐患“喷漆室未设置可燃气体报警装置”，第七条（七）没有结论。
    合格: 第七条（七）有结论、判定人和日期；或这条隐患的级别已是重大隐患。
    """
    asked: set[tuple[int, Situation | None]] = {
        (id(item), None) for row in dossier.dangers if row.level == MAJOR for item in dossier.items_of(row, settings)
    }
    for each, likely in doubtful(dossier):  # the hidden dangers stand before the items that they come from
        situations = [s for s in likely if asked.isdisjoint({(id(each.row), None), (id(each.row), s)})]
        if not situations:
            continue
        if isinstance(each.row, HiddenDangerRow):
            asked |= {(id(item), s) for item in dossier.items_of(each.row, settings) for s in situations}
        name = "description" if isinstance(each.row, HiddenDangerRow) else "item"
        clauses, where = "、".join(s.clause for s in situations), "；".join(dict.fromkeys(s.where for s in situations))
        yield Hit(each.row.at(name), text=each.text.splitlines()[0], decree=_DECREE, clauses=clauses, where=where)


@rule(
    "CX8.2-16", clause="8.2.4", severity="warning", needs=(HiddenDangerRow, MajorVerdictRow),
    title=Text("重大隐患与判定结论矛盾", "A major hidden danger contradicts the verdicts"),
    message=Text("隐患“{danger}”是重大隐患，判定表中没有一条“存在”与它对应", "“{danger}” is called major; no situation judged 存在 goes with it"),
    fix=Text("核对隐患级别，或把对应条款的判定结果改为“存在”并写隐患序号；按其他判定标准判定的，在依据中写明标准", "Correct the level or the verdict, or cite the other criterion in 依据"),
)  # fmt: skip
def major_without_verdict(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：清单里的重大隐患要有判定依据。依据中引用其他判定标准的不在此列。

    不合格: 隐患级别“重大隐患”，判定表各条都是“不存在”。
    合格: 第七条（七）判定“存在”，隐患序号就是它；或依据写“消防重大火灾隐患判定方法”。
    """
    answers = judged(dossier)
    if not any(each.verdict != NOT_JUDGED for each in answers):
        raise NotJudged("重大隐患判定各条都未评", "no situation has a verdict yet")
    present = [each for each in answers if each.row is not None and each.row.verdict == "存在"]
    numbers = {folded(each.row.danger) for each in present if each.row is not None and named(each.row.danger)}
    texts = {id(row.row) for each in present for row in each.rows}
    for row in dossier.dangers:
        if row.level != MAJOR or folded(row.number) in numbers or id(row) in texts:
            continue
        own = next((each for each in screened(dossier) if each.row is row), None)
        if "判定" in row.basis and not (own and own.cited):
            continue
        yield Hit(row.at("level"), danger=row.description)


@rule(
    "CX8.2-17", clause="8.2.4", severity="error", needs=((HiddenDangerRow, ChecklistRow), MajorVerdictRow),
    title=Text("依据引用了判定标准，没有按重大隐患处理", "The basis cites the decree, yet the row is not major"),
    message=Text("“{text}”的依据引用了{decree}{clauses}，没有列为重大隐患（该条判定{verdict}）",
                 "“{text}” cites {decree} {clauses} as its basis and is not called major (verdict {verdict})"),
    fix=Text("属于该条的，隐患级别改为“重大隐患”，判定结果改为“存在”；不属于的，改正依据", "Make it 重大隐患 with verdict 存在, or correct the basis"),
)  # fmt: skip
def cited_but_not_major(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：依据写的是判定标准的条款，就是认为它属于该情形；级别和判定结果要与依据一致。

    不合格: 一般隐患“喷漆室没有可燃气体报警装置”，依据“应急管理部令第10号第七条（七）”，第七条（七）判定不存在。
    合格: 同一条隐患的级别是重大隐患，第七条（七）存在；或依据是GB 14444的条款。
    """
    verdicts = {each.situation: each.verdict for each in judged(dossier)}
    for each, situations, cited in downgraded(dossier, settings):
        if cited:
            clauses, words = "、".join(s.clause for s in situations), "、".join(verdicts[s] for s in situations)
            yield Hit(
                each.row.at("basis"), text=each.text.splitlines()[0], decree=_DECREE, clauses=clauses, verdict=words
            )


@rule(
    "CX8.2-18", clause="8.2.4", severity="warning", mode="human", needs=(HiddenDangerRow, MajorVerdictRow),
    title=Text("疑似重大隐患判定为没有", "A verdict denies what a row may be"),
    message=Text("“{text}”的文字与{decree}{clauses}相近，该条判定{verdict}，现场情况没有说到它",
                 "“{text}” reads like {decree} {clauses}, whose verdict is {verdict}; 现场情况 does not speak of it"),
    fix=Text("属于该条的，改判“存在”并列为重大隐患；不属于的，在该条的现场情况中写明“隐患几为什么不属于”", "Judge it 存在, or say in 现场情况 why this hidden danger is none"),
)  # fmt: skip
def denied_by_verdict(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：隐患的文字与判定情形相近，该条却判定不存在、不涉及的，要说明这一条为什么不是。

    不合格: 隐患3“喷漆室可燃气体报警器停用”为一般隐患，第十四条判定不存在，现场情况写“正常”。
    合格: 现场情况写“隐患3为备用探头送检，在用探头有效，不属失效”；或由人确认过。
    """
    verdicts = {each.situation: each.verdict for each in judged(dossier)}
    for each, situations, cited in downgraded(dossier, settings):
        if not cited:
            text, clauses = each.text.splitlines()[0], "、".join(s.clause for s in situations)
            words = "、".join(dict.fromkeys(verdicts[s] for s in situations))
            key = f"{text}：{clauses}"
            yield Hit(
                each.row.at("description"), confirm=key, text=text, decree=_DECREE, clauses=clauses, verdict=words
            )


@rule(
    "CX8.2-19", clause="8.2.4", severity="warning", needs=(MajorVerdictRow,), sheets=("重大隐患判定", "项目信息"),
    title=Text("重大隐患判定没有依据或日期不对", "A verdict without reason or with a wrong day"),
    message=Text("{decree}{clause}判定不涉及，没有写明现场情况", "{decree} {clause} is judged 不涉及 without 现场情况"),
    fix=Text("写明为什么不涉及；判定日期不晚于报告日期", "Say why it does not apply; the day is not after the report's"),
)  # fmt: skip
def verdict_unfounded(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：不涉及的要写明现场情况；判定在报告之前作出。

    不合格: 第十一条（九）不涉及，现场情况空着；报告日期 2026-04-20，判定日期 2026-04-25。
    合格: 现场情况“没有遇湿自燃金属粉尘”，判定日期 2026-04-10。
    """
    report = dossier.project.day(REPORT_DATE)
    late = Text(
        "{decree}{clause}的判定日期{day}晚于报告日期{report}",
        "{decree} {clause}: the day {day} is after the report's, {report}",
    )
    for each in judged(dossier):
        row = each.row
        if row is None:
            continue
        if (
            row.verdict == "不涉及"
            and row.has("evidence")
            and row.invalid("evidence") is None
            and not named(row.evidence)
        ):
            yield Hit(row.at("evidence"), decree=_DECREE, clause=each.situation.clause)
        if report is not None and row.day is not None and row.day > report:
            yield Hit(
                row.at("day"), message=late, decree=_DECREE, clause=each.situation.clause, day=row.day, report=report
            )
