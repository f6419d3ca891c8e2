"""Rules of a paper's own 判定标准: lists that somebody changed, and another boundary rule than that of the check (附录B, C)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.findings import Severity, Text
from coatxl.rules import Hit, Origin, rule
from coatxl.standards.coating.assessments import assess
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.naming import POLICY
from coatxl.standards.coating.own_lists import deviations, own_sheet, paper_rule
from coatxl.standards.coating.stated import graded_by_the_other_rule
from coatxl.standards.coating.tables import CRITERIA_SHEET, LecRow
from coatxl.standards.coating.tables.risks import RISK_TABLES

if TYPE_CHECKING:
    from coatxl.settings import Settings

_NAMED = ("LEC_L", "MATRIX_L", "D_LOW", "R_LOW")


@rule(
    "CXB-07", clause="附录B.1–B.4、附录C.1–C.3", severity="error", needs=(RISK_TABLES,), sheets=(CRITERIA_SHEET,),
    title=Text("判定标准被改动", "The criteria were changed"),
    message=Text("“判定标准”的“{caption}”中，{shown}应为{right}；下拉和公式都引用它", "“{caption}” of 判定标准 shows {shown}, it is {right}; all formulas refer to it"),
    fix=Text("照标准改回；或用 coatxl new 生成底稿，把“判定标准”照抄过来", "Put it back as the standard has it, e.g. from a paper of coatxl new"),
)  # fmt: skip
def criteria_changed(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """底稿的下拉和公式引用“判定标准”的分值和分级下限；改了或删了，合法的取值会显示“取值无效”，等级会算错。

    不合格: 表B.1的分值 3 改成了 4；公式引用“判定标准”，而底稿没有这张表。
    合格: 与标准一致；或底稿不是由模板来的，没有“判定标准”表。
    """
    sheet = own_sheet(dossier)
    if sheet is None:
        cell = next(_referring(dossier), None)
        if cell is None:
            return
        gone = Text(
            "公式引用“判定标准”，底稿却没有这张表", "Formulas refer to sheet 判定标准, which the paper does not have"
        )
        yield Hit(cell, message=gone, caption="", shown="", right="")
        return
    for each in deviations(sheet):
        if each.right:
            shown = Text(f"“{each.shown}”" if each.shown else "空白", f"“{each.shown}”" if each.shown else "a blank")
            yield Hit(each.origin, caption=each.caption, shown=shown, right=each.right)
        else:
            gone = Text(
                "“判定标准”缺少“{caption}”；下拉和公式都引用它",
                "判定标准 lacks “{caption}”, which the formulas refer to",
            )
            yield Hit(each.origin, message=gone, caption=each.caption, shown="", right="")


@rule(
    "CXB-08", clause="附录B.4", severity="warning", needs=(LecRow,), sheets=(LecRow.sheet, CRITERIA_SHEET), setting="lec.band_rule",
    title=Text("底稿与检查的分级界不同", "Paper and check have different band limits"),
    message=Text("底稿按“{own}”分级，检查按“{policy}”；{count}行的等级因此不同", "The paper grades by “{own}”, the check by “{policy}”; {count} rows differ"),
    fix=Text('采用底稿的：检查时加 --band-rule {word}，或在 coatxl.toml 的 [lec] 写 band_rule = "{word}"；采用检查的：用 coatxl new 重新生成底稿',
             "To take the paper's, add --band-rule {word} or set lec.band_rule; else make the paper anew"),
)  # fmt: skip
def other_band_rule(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """表B.4的 70、160 归哪一级，底稿的“判定标准”和检查的设置应相同；不同时只报这一条，不再逐行报等级不符。

    不合格: 底稿用 upper_inclusive 生成，检查没有作同样的设置；设置写明了的算错误，没有行受影响的只提示。
    合格: 两者相同；或底稿没有“判定标准”表。
    """
    own = paper_rule(dossier)
    if own is None or own == settings.lec.band_rule:
        return
    rows = [each for each in assess(dossier, settings) if graded_by_the_other_rule(each, own)]
    severity: Severity | None = "error" if "band_rule" in settings.lec.given else None
    origin = rows[0].row.at("grade") if rows else Origin(CRITERIA_SHEET, -1, -1)
    yield Hit(
        origin, severity=severity if rows else "info", own=POLICY[own], policy=POLICY[settings.lec.band_rule],
        count=len(rows), word=own,
    )  # fmt: skip


def _referring(dossier: Dossier) -> Iterator[Origin]:
    """Cells of the risk sheets whose formulas name a list of 判定标准."""
    for table in RISK_TABLES:
        for source in dossier.reading.sources.get(table, []):
            for (row, col), formula in source.sheet.formulas.items():
                if row in source.rows and any(name in formula for name in _NAMED):
                    yield Origin(source.sheet.name, row, col)
