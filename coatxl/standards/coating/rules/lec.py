"""Rules of 附录 B: scores, D, grade and their reasons."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from coatxl.criteria import lec
from coatxl.criteria.bands import GRADES, Scale
from coatxl.criteria.scores import NotInTable, exact, plain
from coatxl.findings import Text
from coatxl.rules import Hit, NotJudged, rule
from coatxl.standards.coating.assessments import CONTROLLED, INHERENT, Result, assess
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.lacking import lacks
from coatxl.standards.coating.naming import POLICY
from coatxl.standards.coating.own_lists import paper_rule
from coatxl.standards.coating.stated import acceptance_of, stated_grade, stated_value
from coatxl.standards.coating.tables import LecRow, MatrixRow
from coatxl.tables.column import same_text

if TYPE_CHECKING:
    from coatxl.settings import Settings


_VALUE_OF = {"grade": "d", "inherent_grade": "inherent_d"}


def refused(row: LecRow | MatrixRow, name: str, scale: Scale) -> Text | None:
    """Why the table does not list this score, in one line; None when it does, is blank or shows an error."""
    bad = row.invalid(name)
    value: object = getattr(row, name)
    if bad is not None:
        place = row.source.place(name, row.ordinal)
        value = bad if place is None else row.source.sheet.value(*place)  # TRUE and dates are no texts
    if value is None or row.failed(name):
        return None
    header = row.fields[name].column.header
    try:
        scale.require(value)
    except NotInTable as refusal:
        zh = str(refusal)
        shown = f"“{bad}”" if bad is not None else plain(exact(value))
        en = f"{header}={shown} is not in table {refusal.table} ({', '.join(refusal.listed)})"
        return Text(zh if header == refusal.symbol else zh.replace(refusal.symbol, header, 1), en)
    return None


@rule(
    "CXB-01", clause="附录B.1–B.3", severity="error", needs=(LecRow,),
    title=Text("L、E、C 取值不合法", "Illegal L/E/C value"),
    message=Text("{refusal}", "{refusal}"),
    fix=Text("从表B.1、B.2、B.3中选取分值", "Take the score from tables B.1, B.2, B.3"),
)  # fmt: skip
def score_not_listed(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """L、E、C 只取表中列出的分值，不插值；文本和全角数字不是分值。

    不合格: L=4。
    合格: L=3。
    """
    scales = (lec.SCALE_L, lec.SCALE_E, lec.SCALE_C)
    for each in assess(dossier, settings):
        row = each.row
        if not isinstance(row, LecRow):
            continue
        for names, result in ((CONTROLLED, each.controlled), (INHERENT, each.inherent)):
            judged = result is None or result.state == "graded"  # blank, or all in their tables
            for name, scale in () if judged else zip(names, scales, strict=True):
                refusal = refused(row, name, scale)
                if refusal is not None:
                    yield Hit(row.at(name), refusal=refusal)


@rule(
    "CXB-02", clause="附录B.4", severity="error", needs=(LecRow,),
    title=Text("D 与 L×E×C 不相等", "D differs from L×E×C"),
    message=Text("{header}填{stated}，按 L×E×C 应为{exact}", "{header} says {stated}; L×E×C is {exact}"),
    fix=Text("改正D值，D=L×E×C；原为公式的，撤销保护后把上一行的公式向下填充；公式没有动过的，看“判定标准”是否被删改",
             "Correct D = L×E×C; restore the formula, or sheet 判定标准 that it refers to"),
)  # fmt: skip
def d_differs(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """D=L·E·C，十进制精确计算；手填或没有更新的 D 与重新计算的比较。L、E、C 都合法，D 就不能空着或显示“取值无效”。

    不合格: L=3、E=6、C=15，D 填 27；D 空着。
    合格: D=270。
    """
    for each in assess(dossier, settings):
        if not isinstance(each.row, LecRow):
            continue
        for name, result in (("d", each.controlled), ("inherent_d", each.inherent)):
            stated = stated_value(each.row, name)
            if result is not None and result.value is not None and stated is not None and stated != result.value:
                yield Hit(
                    each.row.at(name), header=each.row.fields[name].column.header, stated=stated, exact=result.value
                )
            elif result is not None and result.value is not None:
                scores = CONTROLLED if name == "d" else INHERENT
                for lack in lacks(each.row, scores, (name,)):
                    yield Hit(lack.origin, message=lack.text)


@rule(
    "CXB-03", clause="附录B.4", severity="error", needs=(LecRow,), setting="lec.band_rule",
    title=Text("LEC 等级与 D 不符", "LEC grade wrong"),
    message=Text("{header}填“{stated}”，D={d}应为“{exact}”（分级界：{policy}）", "{header} says “{stated}”; D={d} is “{exact}” ({policy})"),
    fix=Text("按表B.4改正；原为公式的恢复公式，公式没有动过的看“判定标准”是否被改",
             "Correct it by table B.4; restore the formula, or sheet 判定标准 that it refers to"),
)  # fmt: skip
def grade_differs(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """等级按表B.4由重新计算的 D 判定；分级界归属见设置 lec.band_rule，底稿按另一种分级的由 CXB-08 报一次。

    不合格: D=270 填“一般风险”。
    合格: D=270 填“较大风险”。
    """
    policy = POLICY[settings.lec.band_rule]
    limit = dossier.acceptable(settings)
    own = paper_rule(dossier) if settings.enabled("CXB-08") else None
    for each in assess(dossier, settings):
        row = each.row
        if not isinstance(row, LecRow):
            continue
        yield from _ungraded(row, each.controlled, CONTROLLED, "grade")
        yield from _ungraded(row, each.inherent, INHERENT, "inherent_grade")
        for name, result in (("grade", each.controlled), ("inherent_grade", each.inherent)):
            stated = stated_grade(row, name)
            if (
                result is not None
                and result.grade
                and stated
                and stated != result.grade
                and not _follows(row, name, stated, settings)
                and not (own and result.value is not None and lec.grade(result.value, own) == stated)
            ):
                header = row.fields[name].column.header
                yield Hit(row.at(name), header=header, stated=stated, d=result.value, exact=result.grade, policy=policy)
        shown = stated_grade(row, "grade")
        follows = shown in GRADES and stated_grade(row, "acceptance") == acceptance_of(
            Result("graded", grade=shown), limit
        )
        hit = None if follows and shown != each.controlled.grade else wrong_acceptance(row, each.controlled, limit)
        if hit is not None:
            yield hit


def _ungraded(row: LecRow, result: Result | None, scores: tuple[str, ...], name: str) -> Iterator[Hit]:
    """A missing grade beside a D that is there: with D missing too, CXB-02 has told the row."""
    value = _VALUE_OF[name]
    if result is None or result.value is None or (row.has(value) and stated_value(row, value) is None):
        return
    for lack in lacks(row, scores, (name,)):
        yield Hit(lack.origin, message=lack.text)


def _follows(row: LecRow, name: str, stated: str, settings: Settings) -> bool:
    """Whether a grade is right for the D that the row states: then D alone is wrong, and CXB-02 tells it."""
    value = stated_value(row, _VALUE_OF[name])
    return isinstance(value, Decimal) and value >= 0 and lec.grade(value, settings.lec.band_rule) == stated


def wrong_acceptance(row: LecRow, controlled: Result, limit: str) -> Hit | None:
    """是否可接受 that contradicts the recomputed grade and the acceptable grade."""
    right = acceptance_of(controlled, limit)
    stated = stated_grade(row, "acceptance")
    if right and stated and stated != right:
        message = Text(
            "“是否可接受”填“{stated}”，{exact}对可接受等级{policy}应为“{d}”",
            "是否可接受 says “{stated}”; {exact} against {policy} is “{d}”",
        )
        return Hit(row.at("acceptance"), message=message, stated=stated, exact=controlled.grade, policy=limit, d=right)
    return None


@rule(
    "CXB-04", clause="附录B.4", severity="info", needs=(LecRow,), setting="lec.band_rule",
    title=Text("D 正好落在分级界上", "D on a band limit"),
    message=Text("D={d}正好落在分级界上，按“{policy}”判为{grade}", "D={d} is on a band limit; by “{policy}” it is {grade}"),
    fix=Text("注明采用的分级规则", "State the boundary rule that was used"),
)  # fmt: skip
def d_on_limit(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """表B.4的 70、160 同时落在两档；按表取值时只有 20 和 70 会出现。

    不合格: L=10、E=1、C=7，D=70。
    合格: D=90。
    """
    policy = POLICY[settings.lec.band_rule]
    for each in assess(dossier, settings):
        value = each.controlled.value
        if isinstance(each.row, LecRow) and value is not None and lec.on_limit(value):
            yield Hit(each.row.at("d"), d=value, policy=policy, grade=each.controlled.grade)


@rule(
    "CXB-05", clause="附录B.1", severity="warning", needs=(LecRow,), mode="both",
    title=Text("L 取值缺判定依据", "L value without criterion"),
    message=Text("“{label}”的 L={value} 没有写取值依据", "L={value} of “{label}” has no reason"),
    fix=Text("写明符合表B.1的哪一条；0.2须同时符合三条，0.1须写明理由", "Say which condition of B.1 holds; 0.2 needs all three"),
)  # fmt: skip
def likelihood_without_reason(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """L 的取值要写明符合表B.1的哪一条；0.2 须三条同时符合，0.1 无条件清单，都要人确认。

    不合格: L=3，取值依据空着；L=0.2 没有人确认三条都符合。
    合格: 取值依据写“有操作规程的常规作业，符合0.5（2）”。
    """
    all_three = Text(
        "“{label}”的 L=0.2 须同时符合表B.1的三条，请核对", "L=0.2 of “{label}” needs all three conditions of B.1"
    )
    reasoned = Text(
        "“{label}”的 L=0.1 表中没有条件清单，请核对理由", "L=0.1 of “{label}” has no listed condition; check the reason"
    )
    for each in assess(dossier, settings):
        row = each.row
        if not isinstance(row, LecRow) or row.likelihood is None or lec.SCALE_L.find(row.likelihood) is None:
            continue
        if row.blank("basis"):
            yield Hit(row.at("basis"), label=each.label, value=row.likelihood)
        elif (score := lec.SCALE_L.require(row.likelihood).value) in (Decimal("0.2"), Decimal("0.1")):
            message = all_three if score == Decimal("0.2") else reasoned
            yield Hit(
                row.at("likelihood"),
                confirm=f"{each.label} L={score}",
                message=message,
                label=each.label,
                value=score,
            )


_COLUMNS = ("casualties", "loss", "environment", "image")


@rule(
    "CXB-06", clause="附录B.3", severity="warning", needs=(LecRow,), mode="both",
    title=Text("C 低于已填后果对应的分值", "C below a filled consequence"),
    message=Text("C={value}，而{header}“{text}”对应{score}分", "C={value}, but {header} “{text}” scores {score}"),
    fix=Text("按各列中最高的分值取C", "Take the highest score of all columns"),
)  # fmt: skip
def consequence_too_low(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """人员伤亡、直接经济损失、环境破坏、公司形象不一致时，C 取最高分值；文字与表B.3相同的才能机检。

    不合格: C=3，人员伤亡填“3人以下死亡，或10人以下重伤”（15分）。
    合格: C=15。
    """
    names = [n for n in _COLUMNS if dossier.lec[0].has(n)]
    if not names:
        raise NotJudged("底稿没有人员伤亡、直接经济损失、环境破坏、公司形象各列", "no consequence columns in the sheet")
    columns = {n: i + 1 for i, n in enumerate(_COLUMNS)}
    for row in dossier.lec:
        if row.consequence is None:
            continue
        best: tuple[Decimal, str] | None = None
        for name in names:
            text = same_text(getattr(row, name))
            score = next(
                (s.value for s in lec.SCALE_C.scores if text and same_text(s.cells[columns[name]]) == text), None
            )
            if score is not None and score > row.consequence and (best is None or score > best[0]):
                best = (score, name)
        if best is not None:
            header = row.fields[best[1]].column.header
            yield Hit(
                row.at("consequence"), value=row.consequence, header=header, text=getattr(row, best[1]), score=best[0]
            )
