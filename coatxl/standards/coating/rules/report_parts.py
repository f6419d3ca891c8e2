"""Rules of 报告内容 and 附件清单 (12.2, 12.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import Hit, rule
from coatxl.standards.coating.answered import Gap, category_gaps, left_out, unnamed
from coatxl.standards.coating.dossier import Dossier, having
from coatxl.standards.coating.listed import Item, header, rows_of
from coatxl.standards.coating.tables import AnnexListRow, ReportPartRow
from coatxl.standards.coating.tables.report_parts import ANNEX_KINDS, DANGER_LIST, FORMAT, PARTS, RELATION

if TYPE_CHECKING:
    from coatxl.settings import Settings

_YES = ("有", "是")


@rule(
    "CX12.2-01", clause="12.2", severity="error", needs=(ReportPartRow,),
    title=Text("报告章节或内容不全", "Report part missing"),
    message=Text("报告没有“{item}”", "The report has no “{item}”"),
    fix=Text("补齐报告章节，写好后“是否具备”填有；安全隐患清单放在正文，关系表放在附件", "Complete the report and fill in 有; 安全隐患清单 belongs in the body"),
)  # fmt: skip
def report_part_missing(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """报告应有七部分；被评价对象介绍有八项内容，定性定量评价有四项，其中安全隐患清单在正文。

    一部分没有的只报告这一部分，不再逐项报告它的内容。
    不合格: “内部运输方式”的“是否具备”空着；安全隐患清单填“附件”。
    合格: 七部分和十二项都填有。
    """
    rows = having(having(dossier.rows(ReportPartRow), "item"), "present")
    found = rows_of([item for part in PARTS for item in (part.name, *part.items)], rows, "item")
    unfilled = Text("“{item}”没有填是否具备", "“{item}” is not answered")
    names = {part.name: found[part.name] for part in PARTS}
    nameless = Text("这一行没有填报告内容", "This row names no content of the report")
    for item, place in unnamed(rows, "item", names):
        yield Hit(place, item=item.word) if item else Hit(place, message=nameless, item="")
    for part in PARTS:
        if not names[part.name]:
            continue
        if not _marked(names[part.name]):
            yield from _unmarked(part.name, names[part.name], unfilled)
            continue
        for item in part.items:
            if not found[item]:
                yield Hit(names[part.name][0].at("item"), item=item.word)
            elif not _marked(found[item]):
                yield from _unmarked(item, found[item], unfilled)
    listed = {id(row) for mine in found.values() for row in mine}
    listed |= {id(row) for row in rows_of((FORMAT,), rows, "item")[FORMAT]}  # told by CX12.3-01
    for row in rows:
        if id(row) not in listed and not row.blank("item") and row.blank("present"):
            yield Hit(row.at("present"), message=unfilled, item=row.item)
    annexed = Text("“{item}”应放在正文，不在附件", "“{item}” belongs in the body, not in the annexes")
    for row in found[DANGER_LIST]:
        if row.part == "附件" and row.present in _YES:
            yield Hit(row.at("part"), message=annexed, item=DANGER_LIST.word)


def _marked(rows: list[ReportPartRow]) -> bool:
    """Whether one of the rows says 有, or holds a value that is told by itself."""
    return any(row.present in _YES or row.invalid("present") is not None for row in rows)


def _unmarked(item: Item, rows: list[ReportPartRow], unfilled: Text) -> Iterator[Hit]:
    row = rows[0]
    blank = row.blank("present")
    yield Hit(row.at("present"), message=unfilled if blank else None, item=item.word)


_GAPS: dict[Gap, Text] = {
    "missing": Text("没有“{kind}”类的附件", "No annex of the kind “{kind}”"),
    "nameless": Text("这一份附件没有填类别", "This annex has no kind"),
    "blank": Text("“{kind}”没有填附件名称", "“{kind}” names no document"),
    "unreasoned": Text("“{kind}”选了不涉及，没有写明理由", "“{kind}” is marked 不涉及 without a reason"),
}


@rule(
    "CX12.2-02", clause="12.2、7.3", severity="error", needs=(AnnexListRow,),
    title=Text("报告附件不全", "Annexes missing"),
    message=Text("“{kind}”不能选不涉及", "“{kind}” cannot be 不涉及"),
    fix=Text("补齐五类附件；确实没有的选不涉及并写明理由，关系表由 coatxl annex 汇编", "Complete the five kinds, or choose 不涉及 with the reason; coatxl annex assembles 关系表"),
)  # fmt: skip
def annexes_missing(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """报告附件有五类，每类至少一份，确实没有的写明理由；危害因素与风险控制措施关系表必须有（7.3）。

    不合格: “企业提供的技术性资料”没有附件，也没有不涉及的理由；关系表选不涉及。
    合格: “检验检测检定校验合格证明”：可燃气体报警仪检定证书，2份。
    """
    rows = having(having(dossier.rows(AnnexListRow), "kind"), "name")
    for kind, gap, place in category_gaps(rows, ANNEX_KINDS, "name"):
        if kind is not RELATION or gap != "unreasoned":
            yield Hit(place, message=_GAPS[gap], kind=kind.word if kind else "")
    mine = rows_of(ANNEX_KINDS, rows, "kind")[RELATION]
    if mine and all(left_out(row, "name") for row in mine):
        yield Hit(mine[0].at("involved"), kind=RELATION.word)


@rule(
    "CX12.3-01", clause="12.3", severity="warning", needs=(ReportPartRow,), mode="human",
    title=Text("报告格式未确认符合 AQ 8001", "AQ 8001 format not confirmed"),
    message=Text("“格式符合 AQ 8001”没有填是", "“格式符合 AQ 8001” is not 是"),
    fix=Text("对照 AQ 8001 核对报告格式，符合后填是", "Check the format against AQ 8001, then fill in 是"),
)  # fmt: skip
def format_not_confirmed(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """安全评价报告的格式应符合 AQ 8001 的规定；由人核对。

    不合格: “格式符合 AQ 8001”一行空着、填否，或没有这一行。
    合格: 填是。
    """
    rows = having(having(dossier.rows(ReportPartRow), "item"), "present")
    mine = rows_of((FORMAT,), rows, "item")[FORMAT]
    if not _marked(mine):
        yield Hit(mine[0].at("present") if mine else header(rows, "item"), confirm=FORMAT.word)
