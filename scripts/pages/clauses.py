"""docs/clauses.md: every clause of the standard → its sheets, rules and report tables; what no rule can check says so."""

from __future__ import annotations

from coatxl.rules import Rule
from coatxl.standards.coating.annexes.report import CHAPTERS, CLAUSE_OF
from coatxl.standards.coating.clauses import CLAUSES, WHOLE, Clause, covers
from coatxl.standards.coating.standard import TITLE, rules
from coatxl.standards.coating.tables import TABLES
from coatxl.tables.reference import anchor


def text() -> str:
    """Return the page."""
    found = rules()
    everywhere = [rule for rule in found if rule.clause == WHOLE]
    lines = [
        "# 条款对照 · Clauses",
        "",
        f"{TITLE}的每一条：填在哪张表、由哪些规则检查、进入报告的哪张表。",
        "Every clause of the standard: the sheet it is filled in, the rules that check it, the table of the report.",
        "",
        "没有规则的条款写明为什么。规则只检查底稿写了什么；现场是否如此，由评价人员核对。",
        f"全文适用：{_links(everywhere)}。",
        "",
        "| 条款 | 内容 | 工作表 | 规则 | 报告表格 |",
        "|---|---|---|---|---|",
    ]
    lines += [_line(clause, found) for clause in CLAUSES]
    return "\n".join(lines) + "\n"


def _line(clause: Clause, found: list[Rule]) -> str:
    own = [rule for rule in found if covers(rule.clause, clause.number)]
    read = {name for rule in own for name in rule.sheets}
    # A table of a section (8.3) is not each of its clauses' own: there the rules say which sheet is read.
    part = clause.number.count(".") > 1
    named = [t.sheet for t in TABLES if t.sheet in read or (not part and covers(t.clause, clause.number))]
    sheets = [f"[{name}](sheets.md#{name.lower()})" for name in named]
    placed = [name for chapter in CHAPTERS for name in chapter.tables if covers(CLAUSE_OF[name], clause.number)]
    cells = (
        clause.number, clause.topic, "、".join(sheets) or "—", _links(own) or f"没有：{clause.why}",
        "、".join(dict.fromkeys(placed)) or "—",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _links(found: list[Rule]) -> str:
    return "、".join(f"[{rule.id}](rules.md#{anchor(rule.id)})" for rule in found)
