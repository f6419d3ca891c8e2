"""screening: 重大隐患筛查, the rows that say what is wrong beside the situations of 令第10号 that they may be (8.2.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from coatxl.annex.block import Block, Cell
from coatxl.standards.coating.annexes.parts import Row, heads, provenance
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.majors import NOT_JUDGED, Screened, judged, screened
from coatxl.standards.coating.order10 import DECREE, Situation
from coatxl.standards.coating.tables import HiddenDangerRow

if TYPE_CHECKING:
    from coatxl.settings import Settings

SCREENING = "重大隐患筛查"
_WIDTHS = (1.1, 4.2, 6.6, 3.4, 4.4, 3.0, 2.6)
_NO_MATCH = "没有相近的情形"
_BY_PERSON = "由人对照条文判定"


def screening(paper: Dossier, settings: Settings) -> Iterator[Block]:
    """One row for each hidden danger and 不符合 item, those that match no situation first; nothing without any."""
    rows = screened(paper)
    if not rows:
        return
    answers = judged(paper)
    verdicts = {each.situation: each.verdict for each in answers}
    open_ones = sum(each.verdict == NOT_JUDGED for each in answers)
    yield Block(
        table=SCREENING, title=SCREENING, number="", clause="8.2.4", widths=_WIDTHS,
        rows=(
            heads("序号", "位置", "隐患或不符合项", "可能的情形", "前提", "判定结果", "隐患级别"),
            *(_row(number, each, verdicts) for number, each in enumerate(rows, 1)),
        ),
        header_rows=1, provenance=provenance(paper, settings, [each.row for each in rows]),
        notes=(
            f"注：按依据引用的条款和文字对照{DECREE}的{len(answers)}条情形，其中{NOT_JUDGED}{open_ones}条；程序只提示，是否属于由人判定。",
            "没有相近情形的排在前面，须人工核对；标“文字未核对”的条款先对照公布的条文。",
        ),
    )  # fmt: skip


def _row(number: int, each: Screened, verdicts: Mapping[Situation, str]) -> Row:
    name = "description" if isinstance(each.row, HiddenDangerRow) else "item"
    place = each.row.at(name)
    level = each.row.level if isinstance(each.row, HiddenDangerRow) else "不符合项"
    found = each.situations
    told = [f"{s.clause}{'（文字未核对）' if not s.verified else ''}" for s in found]
    return (
        Cell(number, align="center"),
        Cell(f"{place.sheet}!{place.cell}", "minor"),
        Cell(each.text),
        Cell("、".join(told) or _NO_MATCH, "body" if found else "stress"),
        Cell("；".join(dict.fromkeys(s.where for s in found))),
        Cell("、".join(f"{s.clause}{verdicts[s]}" for s in found) or _BY_PERSON),
        Cell(level or "未定级", "stress" if each.is_major else "body", "center"),
    )
