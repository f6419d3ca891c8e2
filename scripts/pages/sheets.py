"""docs/sheets.md: every sheet and column of the working paper, from the tables."""

from __future__ import annotations

from coatxl.standards.coating.guide import ADDIN_FILE_NAME, FILE_NAME, blueprint
from coatxl.standards.coating.standard import TITLE
from coatxl.standards.coating.tables import CRITERIA_SHEET, GUIDE_SHEET, TABLES, TEMPLATE_TABLES, ProjectRow
from coatxl.standards.coating.tables.project import FACTS
from coatxl.tables.reference import page

RULES = "rules.md"


def text() -> str:
    """Return the page."""
    scales = blueprint().scales()
    written = {table: f"[{table.sheet}](#{table.sheet.lower()})" for table in TABLES}
    only_read = [written[table] for table in TABLES if table not in TEMPLATE_TABLES]
    lines = [
        "# 工作表和列 · Sheets and columns",
        "",
        f"底稿模板 `{FILE_NAME}`（`coatxl new` 生成），依据 {TITLE}。",
        f"加载项版 `{ADDIN_FILE_NAME}`（`coatxl new --with-addin` 生成）多两列，用 coatxl 加载项的函数核对等级，其余相同。",
        f"除下列各表外，模板还有“{GUIDE_SHEET}”（怎么填、图例、进度）和“{CRITERIA_SHEET}”（附录 B、C 的表，下拉和公式都引用它）。",
        "",
        "- 带 * 的列必填。",
        "- 按表头的文字认列，不按位置：列可以换顺序、可以多出来，表头上方可以有标题行；全角半角、空格、换行不影响。",
        "- “空白或合并＝同上”的列，空白或合并的单元格取上面的值；其余的列空白就是没填。",
        "- 自动计算的列是工作簿自身的公式；检查时用判定标准重新计算，与格内的值比较。",
        "- 拿不准的表头会在结果中询问，不猜。",
        "",
        f"模板中的表：{'、'.join(written[table] for table in TEMPLATE_TABLES)}。",
        f"只从外来底稿读取的表：{'、'.join(only_read)}。",
    ]
    pages = [page(table, scales, rules=RULES, facts=FACTS if table is ProjectRow else ()) for table in TABLES]
    return "\n\n".join(["\n".join(lines), *(each.rstrip("\n") for each in pages)]) + "\n"
