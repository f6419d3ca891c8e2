"""paper: the sheets of the working paper (底稿) in the order of the work, with the stage that each belongs to."""

from __future__ import annotations

from dataclasses import replace

from coatxl.standards.coating.pages import chemicals, closing, majors, preparation
from coatxl.standards.coating.pages.core import core_pages
from coatxl.standards.coating.tables import CORE_TABLES, TEMPLATE_TABLES, ProjectRow
from coatxl.tables.blueprint import Page
from coatxl.tables.table import Table

__all__ = ["STAGE_OF", "pages"]

_PREPARE, _DIVIDE, _EVALUATE = "准备和勘察（4～6.1）", "划分和辨识（6.2～7）", "评价（8）"
_MEASURES, _CONCLUDE = "隐患和对策（9、10）", "结论和报告（11、12）"
# A stage goes on until the next sheet named here, in the order of the paper.
STAGE_OF = {
    "项目信息": _PREPARE, "评价单元": _DIVIDE, "评价方法": _EVALUATE, "安全检查表": _EVALUATE, "隐患清单": _MEASURES,
    "评价结论": _CONCLUDE, "人工确认": _CONCLUDE,
}  # fmt: skip


def pages(band_rule: str, *, addin: bool, core: bool) -> tuple[Page, ...]:
    """Return the pages in the order of the paper; core: the sheets of the chain only."""
    declared = (
        *core_pages(band_rule, addin=addin),
        *preparation.PAGES,
        *chemicals.PAGES,
        *majors.PAGES,
        *closing.PAGES,
    )
    by_table: dict[type[Table], Page] = {page.table: page for page in declared}
    stage, ordered = "", []
    for table in TEMPLATE_TABLES:
        stage = STAGE_OF.get(table.sheet, stage)
        if table is not ProjectRow and (not core or table in CORE_TABLES):
            ordered.append(replace(by_table[table], stage=stage))
    return tuple(ordered)
