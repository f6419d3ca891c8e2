"""closing: 对策措施, 现场复核, 评价结论, 报告内容 and 附件清单 (9–12) with everything that the standard lists."""

from __future__ import annotations

from collections.abc import Iterable

from coatxl.standards.coating.listed import Item
from coatxl.standards.coating.tables import (
    AnnexListRow,
    ConclusionRow,
    CountermeasureRow,
    ReportPartRow,
    VerificationRow,
)
from coatxl.standards.coating.tables.conclusion import SUMMARIES
from coatxl.standards.coating.tables.countermeasures import KINDS
from coatxl.standards.coating.tables.report_parts import ANNEX_KINDS, DANGER_LIST, FORMAT, PARTS
from coatxl.standards.coating.tables.verification import REVIEWS
from coatxl.tables.blueprint import Highlight, Page

Prefilled = tuple[dict[str, str], ...]


def _numbered(items: Iterable[Item], field: str) -> Prefilled:
    return tuple({"number": str(n), field: item.word} for n, item in enumerate(items, 1))


def _parts() -> Prefilled:
    """The seven parts, each followed by its items, then the format."""
    rows: list[dict[str, str]] = []
    for n, part in enumerate(PARTS, 1):
        rows.append({"number": str(n), "item": part.name.word})
        for k, item in enumerate(part.items, 1):
            place = {"part": "正文"} if item is DANGER_LIST else {}
            rows.append({"number": f"{n}.{k}", "item": item.word, **place})
    return (*rows, {"item": FORMAT.word})


_OUT = Highlight('{involved}="不涉及"', ("involved", "note"), "idle")

PAGES: tuple[Page, ...] = (
    Page(
        CountermeasureRow, "逐类提出对策措施建议；没有的选不涉及并写理由",
        hint="同一类有几条的另起一行，类别留空表示同上；coatxl conclude 可从各表得出草稿；带 * 的列必填",
        highlights=(_OUT,), rows=_numbered(KINDS, "kind"),
    ),
    Page(
        VerificationRow, "四项都要复核，写明结论、复核人和日期", hint="隐患整改的复查填在“隐患清单”；带 * 的列必填",
        sign="复核人：＿＿＿＿＿＿　企业陪同人：＿＿＿＿＿＿", rows=_numbered(REVIEWS, "item"),
    ),
    Page(
        ConclusionRow, "四项综述；综合评价结论写明风险是否可接受、是否符合安全生产条件",
        hint="后两列只在“综合评价结论”一行选；coatxl conclude 可从各表得出草稿；带 * 的列必填",
        highlights=(
            Highlight('{acceptance}="不可接受"', ("acceptance",), "bad"), Highlight('{conformity}="不符合"', ("conformity",), "bad"),
        ),
        rows=_numbered(SUMMARIES, "item"),
    ),
    Page(
        ReportPartRow, "对照报告逐项填有或无；格式核对后填是", hint="安全隐患清单放在正文，关系表放在附件；带 * 的列必填",
        highlights=(Highlight('OR({present}="无",{present}="否")', ("present",), "bad"),), rows=_parts(),
    ),
    Page(
        AnnexListRow, "五类附件逐份列出；没有的选不涉及并写理由",
        hint="一类有几份的另起一行，附件类别留空表示同上；关系表由 coatxl annex 汇编；带 * 的列必填",
        highlights=(_OUT,), rows=_numbered(ANNEX_KINDS, "kind"),
    ),
)  # fmt: skip
