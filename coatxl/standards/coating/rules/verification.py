"""Rule of 现场复核 (10.1); the recheck of hidden dangers stands in 隐患清单 (rules.dangers, rules.closing)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import Hit, NotJudged, rule
from coatxl.standards.coating.answered import says, unnamed
from coatxl.standards.coating.dossier import Dossier, having
from coatxl.standards.coating.listed import rows_of
from coatxl.standards.coating.tables import VerificationRow
from coatxl.standards.coating.tables.verification import REVIEWS

if TYPE_CHECKING:
    from coatxl.settings import Settings

_FACTS = ("conclusion", "person", "day")


@rule(
    "CX10.1-01", clause="10.1", severity="error", needs=(VerificationRow,),
    title=Text("现场复核内容不全", "Re-check items missing"),
    message=Text("复核内容“{item}”没有{what}", "Re-check item “{item}” has no {what}"),
    fix=Text("逐项填写复核结论、复核人和日期", "Fill in conclusion, person and date for each item"),
)  # fmt: skip
def recheck_incomplete(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """现场复核应确认分析和评价的充分性、有效性：四项都要复核，每项有结论、复核人和日期。

    一项一条结果，指在缺少的第一格。
    不合格: “风险点遗漏”一行的复核结论空着。
    合格: “风险点遗漏”：无遗漏，赵某，2026-04-10。
    """
    rows = having(dossier.rows(VerificationRow), "item")
    if not any(row.has(name) for row in rows for name in _FACTS):
        raise NotJudged(
            "“现场复核”没有复核结论、复核人和复核日期三列",
            "现场复核 has none of the columns 复核结论, 复核人, 复核日期",
        )
    absent = Text("没有复核“{item}”", "“{item}” was not re-checked")
    nameless = Text("这一行没有填复核内容", "This row does not say what was re-checked")
    for item, place in unnamed(rows, "item", rows_of(REVIEWS, rows, "item")):
        yield Hit(place, message=absent if item else nameless, item=item.word if item else "", what="")
    for row in rows:
        lacking = [name for name in _FACTS if row.has(name) and not says(row, name)]  # a missing column is told once
        if lacking and not row.blank("item"):
            headers = [row.fields[name].column.header for name in lacking]
            what = Text("、".join(headers), ", ".join(headers))
            yield Hit(row.at(lacking[0]), item=row.item, what=what)
