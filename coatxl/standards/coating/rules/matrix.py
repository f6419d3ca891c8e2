"""Rules of 附录 C: scores, R and grade of the risk matrix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.criteria import matrix
from coatxl.findings import Text
from coatxl.rules import Hit, NotJudged, rule
from coatxl.standards.coating.assessments import MATRIX, assess
from coatxl.standards.coating.citations import has_citation
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.lacking import lacks
from coatxl.standards.coating.rules.lec import refused
from coatxl.standards.coating.stated import acceptance_of, stated_grade, stated_value
from coatxl.standards.coating.tables import ChecklistRow, MatrixRow

if TYPE_CHECKING:
    from coatxl.settings import Settings


@rule(
    "CXC-01", clause="附录C.1–C.2", severity="error", needs=(MatrixRow,),
    title=Text("矩阵 L、S 取值不合法", "Illegal matrix value"),
    message=Text("{refusal}", "{refusal}"),
    fix=Text("从1到5中选取整数", "Take a whole number from 1 to 5"),
)  # fmt: skip
def score_not_listed(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """L、S 是 1 到 5 的整数，不作就近归档。

    不合格: S=6。
    合格: S=5。
    """
    for row in dossier.matrix:
        for name, scale in zip(MATRIX, (matrix.SCALE_L, matrix.SCALE_S), strict=True):
            refusal = refused(row, name, scale)
            if refusal is not None:
                yield Hit(row.at(name), refusal=refusal)


@rule(
    "CXC-02", clause="附录C.3", severity="error", needs=(MatrixRow,),
    title=Text("R 或等级不符", "R or grade wrong"),
    message=Text("{header}填“{stated}”，应为“{exact}”（R=L×S，表C.3）", "{header} says “{stated}”; it is “{exact}” (R = L×S, table C.3)"),
    fix=Text("R=L×S，按表C.3改正风险等级；原为公式的恢复公式，公式没有动过的看“判定标准”是否被删改", "Correct R = L×S and the grade by table C.3"),
)  # fmt: skip
def r_or_grade_differs(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """R=L×S，等级按表C.3；手填或没有更新的与重新计算的比较。L、S 都合法，R 和等级就不能空着。

    不合格: L=3、S=5，等级填“一般风险”，或 R 空着。
    合格: R=15，较大风险。
    """
    limit = dossier.acceptable(settings)
    for each in assess(dossier, settings):
        row, result = each.row, each.controlled
        if not isinstance(row, MatrixRow) or result.value is None:
            continue
        stated = stated_value(row, "r")
        if stated is not None and stated != result.value:
            yield Hit(row.at("r"), header="R", stated=stated, exact=result.value)
        for lack in lacks(row, MATRIX, ("r", "grade")):
            yield Hit(lack.origin, message=lack.text)
        grade = stated_grade(row, "grade")
        if grade and grade != result.grade:
            yield Hit(row.at("grade"), header="风险等级", stated=grade, exact=result.grade)
        right = acceptance_of(result, limit)
        acceptance = stated_grade(row, "acceptance")
        if acceptance and acceptance != right:
            yield Hit(row.at("acceptance"), header="是否可接受", stated=acceptance, exact=right)


@rule(
    "CXC-03", clause="附录C.2", severity="info", needs=(MatrixRow, ChecklistRow), mode="human", setting="matrix.use_law_column",
    title=Text("存在违法不符合项而 S 未取5", "Law breach but S below 5"),
    message=Text("“{label}”有不符合法规标准的检查项目（{items}），S={value}", "“{label}” has nonconformities with a legal basis ({items}), yet S={value}"),
    fix=Text("判断是否按“违反法律、法规和标准”取S=5", "Judge whether “违反法律、法规和标准” makes S = 5"),
)  # fmt: skip
def law_breach_below_five(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """表C.2的“法律、法规及其他要求”列默认不参与取值，打开 matrix.use_law_column 后提示。

    不合格: 打开设置，风险点有依据为标准条款的不符合项，S=3 且没有人确认。
    合格: S=5；或设置没有打开。
    """
    if not settings.matrix.use_law_column:
        raise NotJudged("设置 matrix.use_law_column 关闭", "setting matrix.use_law_column is off")
    for each in assess(dossier, settings):
        row = each.row
        if not isinstance(row, MatrixRow) or row.consequence is None or row.consequence >= 5:  # noqa: PLR2004 — C.2
            continue
        items = [
            i.number for i in dossier.checklist
            if i.conforms == "不符合" and has_citation(i.basis) and dossier.same_place(i, row, settings)
        ]  # fmt: skip
        if items:
            yield Hit(
                row.at("consequence"),
                confirm=each.label,
                label=each.label,
                items="、".join(items),
                value=row.consequence,
            )
