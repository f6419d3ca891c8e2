"""Rules of 对策措施 (8.3.1, 9.1, 9.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import Hit, rule
from coatxl.standards.coating.answered import Gap, category_gaps, left_out
from coatxl.standards.coating.assessments import Assessment
from coatxl.standards.coating.conclusions import unacceptable
from coatxl.standards.coating.dossier import Dossier, having, named
from coatxl.standards.coating.listed import rows_of
from coatxl.standards.coating.tables import CountermeasureRow, HiddenDangerRow
from coatxl.standards.coating.tables.countermeasures import KINDS, RECTIFICATION
from coatxl.standards.coating.tables.risks import RISK_TABLES
from coatxl.tables.column import folded, same_text

if TYPE_CHECKING:
    from coatxl.settings import Settings

# rules.csv's threshold: what is shorter cannot hold object, way and criterion.
_SHORTEST = 8
_MARKS = re.compile(r"[\s,.;:!。、，；：！()（）“”\"]+")
_EMPTY_WORDS = re.compile(
    "进行|予以|做好|措施|管理|工作|整改|采取|的|等|并|及时|相关|相应|有关|全员|全体|员工|人员|职工|安全生产|安全|意识|思想|责任|落实|到位"
    "|进一步|切实|认真|严格|全面|不断|力度|水平|隐患|事故|防止|发生|企业|公司|可以|可"
)
# What a slogan does; its objects are all of _EMPTY_WORDS.
_SLOGANS = ("加强", "提高", "提升", "增强", "强化", "确保", "保证", "保障", "重视")
# 必要时适当增加: nobody can tell when it is done, unless a number, a period or a criterion follows.
_CONDITIONAL = ("必要时", "适当", "尽量", "酌情", "视情况", "视情")
_MEASURED = re.compile(
    r"\d|[一二三四五六七八九十两](?:个|台|具|只|套|次|人|米|天|年|月|处)|每[班日天周月季年次]|标准|规范|规程|联锁|自动"
)


@rule(
    "CX8.3-04", clause="8.3.1、9.1", severity="error", needs=(RISK_TABLES, CountermeasureRow),
    sheets=("风险评价LEC", "风险评价矩阵", "对策措施", "隐患清单"), setting="acceptance.max_grade",
    title=Text("不可接受风险没有对策措施", "Unacceptable risk without countermeasure"),
    message=Text("“{label}”的控制风险为{grade}，高于可接受等级（{limit}），对策措施和隐患清单都没有针对它",
                 "Risk of “{label}” is {grade}, above the acceptable {limit}; no countermeasure and no hidden danger refers to it"),
    fix=Text("为该危害因素提出对策措施，“针对的危害因素或问题”填“{hazard}”，或“来源”填“{source}”",
             "Propose a countermeasure with 针对的危害因素或问题 “{hazard}” or 来源 “{source}”"),
)  # fmt: skip
def unacceptable_without_countermeasure(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：控制风险高于可接受等级的危害因素，要有对策措施或列入隐患清单。

    对策措施按“针对的危害因素或问题”、措施文字或“来源”认；隐患按来源的检查项目所查的措施，或写出危害因素名称认。
    不合格: D=270，较大风险，对策措施里没有一条针对它。
    合格: 有一条对策措施，“针对的危害因素或问题”填“可燃液体蒸气积聚”。
    """
    proposed = [_Proposal.of(row) for row in dossier.rows(CountermeasureRow) if _proposes(row)]
    told: set[str] = set()
    for each in unacceptable(dossier, settings):
        if each.label not in told and not (_treated(proposed, each) or _listed(dossier, settings, each)):
            told.add(each.label)
            yield Hit(
                each.row.at("grade"), label=each.label, grade=each.controlled.grade, limit=dossier.acceptable(settings),
                hazard=each.row.hazard, source=source_of(each),
            )  # fmt: skip


def source_of(each: Assessment) -> str:
    """来源 that names the row of an assessment: 风险评价LEC 2, or its cell where it has no 序号."""
    row = each.row
    return f"{row.sheet} {row.number}" if folded(row.number) else f"{row.sheet}!{row.here('hazard').cell}"


@dataclass(frozen=True, slots=True)
class _Proposal:
    """What a countermeasure says it is for, folded once: its place, its texts, and the rows named in 来源."""

    point: str
    texts: tuple[str, ...]
    sources: tuple[str, ...]

    @classmethod
    def of(cls, row: CountermeasureRow) -> _Proposal:
        words = (folded(word).replace("'", "") for word in re.split(r"[、,，;；]", row.origin))
        return cls(named(row.risk_point), (same_text(row.subject), same_text(row.measure)), tuple(filter(None, words)))


def _proposes(row: CountermeasureRow) -> bool:
    return not left_out(row, "measure") and bool(named(row.measure))


def _treated(proposed: Iterable[_Proposal], each: Assessment) -> bool:
    """Whether a countermeasure names the hazard, at its place or at none, or its row of the risk sheet."""
    points, hazard, source = _points(each), same_text(each.row.hazard), _source_pattern(each)
    return any(
        (one.point in points and hazard and any(hazard in text for text in one.texts))
        or any(source.fullmatch(word) for word in one.sources)
        for one in proposed
    )


def _points(each: Assessment) -> set[str]:
    """The places that a row may name to speak of an assessment; "" is the whole enterprise."""
    return {"", named(each.row.risk_point), named(each.row.step)}


def _source_pattern(each: Assessment) -> re.Pattern[str]:
    """How 来源 may name the row of an assessment: by its 序号 or by a cell."""
    row = each.row
    names = "|".join(sorted({re.escape(folded(row.sheet)), re.escape(folded(row.source.sheet.name))}))
    number = f"|[/第]?{re.escape(folded(row.number))}项?" if folded(row.number) else ""
    return re.compile(rf"(?:{names})(?:!\$?[A-Z]{{1,3}}\$?{row.row_number}{number})")


def _listed(dossier: Dossier, settings: Settings, each: Assessment) -> bool:
    """Whether a hidden danger comes from an item that checks a measure of the hazard, or names the hazard."""
    covered, listed = dossier.coverage(settings), dossier.listed(settings)
    measures = [measure for hazard in each.hazards for measure in hazard.measures]
    if any(id(item) in listed for measure in measures for item in covered[id(measure)]):
        return True
    points, hazard = _points(each), same_text(each.row.hazard)
    return bool(hazard) and any(
        named(row.risk_point) in points and hazard in same_text(f"{row.description} {row.origin}")
        for row in dossier.dangers
    )


_GAPS: dict[Gap, Text] = {
    "missing": Text("没有“{kind}”类的对策措施", "No countermeasure of the category “{kind}”"),
    "nameless": Text("这一条对策措施没有填类别", "This countermeasure has no category"),
    "blank": Text("“{kind}”没有填对策措施", "“{kind}” has no countermeasure"),
    "unreasoned": Text("“{kind}”选了不涉及，没有写明理由", "“{kind}” is marked 不涉及 without a reason"),
}


@rule(
    "CX9.1-01", clause="9.1", severity="error", needs=(CountermeasureRow,), sheets=("对策措施", "隐患清单"),
    title=Text("对策措施类别不全", "Countermeasure categories missing"),
    message=Text("隐患清单有{count}项隐患，“{kind}”不能不涉及", "There are {count} hidden dangers, so “{kind}” cannot be 不涉及"),
    fix=Text("按9.1逐类提出对策措施建议；确实没有的选不涉及并写明理由", "Propose countermeasures for each category of 9.1, or choose 不涉及 with the reason"),
)  # fmt: skip
def category_missing(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """9.1 列出的七类对策措施都要有，确实没有的选不涉及并写明理由；没有隐患时可以没有整改建议。

    不合格: “应急准备”一行空着，也没有选不涉及。
    合格: “隐患排查”一行写“每月按安全检查表排查喷漆房一次，记录存档”。
    """
    rows = having(having(dossier.rows(CountermeasureRow), "kind"), "measure")
    mine = rows_of(KINDS, rows, "kind")[RECTIFICATION]
    denied = bool(mine) and all(left_out(row, "measure") for row in mine)
    for kind, gap, place in category_gaps(rows, KINDS, "measure"):
        if kind is not RECTIFICATION or (dossier.dangers and not denied):
            yield Hit(place, message=_GAPS[gap], kind=kind.word if kind else "", count=0)
    if denied and dossier.dangers:
        yield Hit(mine[0].at("involved"), kind=RECTIFICATION.word, count=len(dossier.dangers))


@rule(
    "CX9.2-01", clause="9.2", severity="warning", needs=(CountermeasureRow,), sheets=("对策措施", "隐患清单"), mode="human",
    setting="vague_words",
    title=Text("对策措施笼统", "Vague countermeasure"),
    message=Text("“{measure}”{why}", "“{measure}” {why}"),
    fix=Text("写明对象、做法和达到的标准，使其有针对性、可操作、经济合理", "Name the object, what to do and the standard to reach"),
)  # fmt: skip
def vague_countermeasure(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """安全对策措施建议应具有针对性、可操作性和经济合理性；少于8个字的，只有笼统用词、口号的，写“必要时”“适当”而没有数量、周期、标准的，由人核对。

    不合格: “加强管理，注意安全”；“加强安全管理，提高全员安全意识，确保安全生产”；“必要时适当增加灭火器材”。
    合格: “每班开机前实测喷漆房罩口风速，不低于0.6m/s”；人工确认过的也合格。
    """
    columns: list[tuple[Iterable[CountermeasureRow | HiddenDangerRow], str]] = [
        ([row for row in dossier.rows(CountermeasureRow) if not left_out(row, "measure")], "measure"),
        (dossier.dangers, "suggestion"),
    ]
    for rows, name in columns:
        for row in rows:
            text = getattr(row, name)
            why = _vague(text, settings.vague_words) if named(text) else None
            if why is not None:
                yield Hit(row.at(name), confirm=text, measure=text, why=why)


def _vague(text: str, words: Iterable[str]) -> Text | None:
    """Why a text is vague; None when something to act on is left of it."""
    plain = _MARKS.sub("", folded(text))
    if len(plain) < _SHORTEST:
        return Text(f"只有{len(plain)}个字，看不出对象、做法和标准", f"has {len(plain)} characters only")
    given = tuple(words)
    used = list(dict.fromkeys(word for word in (*given, *_SLOGANS) if word in plain))
    rest = plain
    for word in used:
        rest = rest.replace(word, "")
    if used and len(_EMPTY_WORDS.sub("", rest)) < _SHORTEST:
        return Text(f"只有“{'”“'.join(used)}”一类笼统的话", f"says little more than {', '.join(used)}")
    open_words = [word for word in _CONDITIONAL if word in plain]
    if open_words and not _MEASURED.search(plain):
        return Text(
            f"写“{'”“'.join(open_words)}”，没有数量、周期或标准",
            f"says {', '.join(open_words)} without number, period or criterion",
        )
    return None
