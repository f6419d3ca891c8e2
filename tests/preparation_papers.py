"""A paper whose sheets of clauses 4 to 6.1 and 8.1 are the template's own, filled in: the clean one of their rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from papers import Grids

from coatxl.standards.coating.listed import exact
from coatxl.standards.coating.pages.preparation import PAGES
from coatxl.standards.coating.tables import BuildingRow, MaterialRow, MethodRow, ScopeRow, SurveyRow, TeamRow
from coatxl.standards.coating.tables.materials import LAWS
from coatxl.standards.coating.tables.scope import (
    CONFIRMATION_KIND,
    CONFIRMING_DAY,
    CONFIRMING_PERSON,
    CONFIRMING_UNIT,
    DESCRIPTION_KIND,
    EXCLUDED,
    LAWFUL,
    REVIEWED,
)
from coatxl.standards.coating.tables.survey import KEPT_AS, KEPT_UNTIL, REVISION, VERIFIED
from coatxl.tables.table import Table

# The rules of these sheets; each has its breaking workbook in test_preparation_rules.py.
RULES = frozenset({
    "CX4-01", "CX5.1-01", "CX5.2-01", "CX5.2-02", "CX5.2-03", "CX5.2-04", "CX5.3-01", "CX6.1-01", "CX6.1-02", "CX6.1-04",
    "CX6.3-03", "CX8.1-01", "CX8.1-02", "CX8.1-03",
})  # fmt: skip
PREFILLED: dict[type[Table], list[dict[str, Any]]] = {page.table: [dict(row) for row in page.rows] for page in PAGES}
CONFIRMED: dict[Any, Any] = {
    CONFIRMING_UNIT: "甲涂装有限公司", CONFIRMING_PERSON: "王某", CONFIRMING_DAY: date(2026, 3, 5), LAWFUL: "是", REVIEWED: "是",
}  # fmt: skip
SEEN: dict[Any, Any] = {VERIFIED: "一致", REVISION: "无", KEPT_UNTIL: date(2029, 4, 20), KEPT_AS: "电子"}
TEAM = (("王某", "安全、化工"), ("李某", "机械"), ("张某", "电气"))
BUILDING: dict[str, Any] = {
    "number": "1", "building": "1号喷漆车间", "purpose": "喷漆", "structure": "钢结构", "fire_class": "甲类", "resistance": "二级",
    "storeys": "1", "height": "8.5m", "distance": "22m", "passage": "1.6m", "exits": "2", "acceptance": "2021-06-01 验收合格",
}  # fmt: skip
METHOD: dict[str, Any] = {
    "unit": "喷漆单元", "method": "作业条件危险性分析法", "reason": "逐项打分比较", "limits": "打分依赖经验", "deviation": "可能偏高一级",
    "criterion": "附录B表B.4", "criterion_source": "T/ZAWS 涂装企业安全现状评价导则", "acceptance": "一般风险",
    "not_quantified": "储存量小，后果可由C值反映",
}  # fmt: skip


def _answered(row: dict[str, Any], answers: dict[Any, Any]) -> Any:
    item = exact(tuple(answers), row["item"])
    return answers[item] if item else None


def scope_row(row: dict[str, Any]) -> dict[str, Any]:
    """A prefilled row of 评价范围, filled in."""
    if row["kind"] == CONFIRMATION_KIND:
        return row | {"content": _answered(row, CONFIRMED)}
    if row["kind"] == DESCRIPTION_KIND:
        return row | {"content": "无" if exact((EXCLUDED,), row["item"]) else f"{row['item']}见附图"}
    return row | {"include": "是", "points": "1"}


def prepared() -> Grids:
    """The clean core paper with all six sheets."""
    g = Grids()
    rows = g.rows
    rows[TeamRow] = [{"person": name, "discipline": kinds, "verified": "是"} for name, kinds in TEAM]
    rows[ScopeRow] = [scope_row(row) for row in PREFILLED[ScopeRow]]
    rows[MaterialRow] = [r | ({} if r["kind"] == LAWS else {"state": "已收集"}) for r in PREFILLED[MaterialRow]]
    rows[SurveyRow] = [r | {"content": _answered(r, SEEN) or "见勘察记录"} for r in PREFILLED[SurveyRow]]
    rows[BuildingRow] = [dict(BUILDING)]
    rows[MethodRow] = [dict(METHOD)]
    return g


def nth(table: type[Table], field: str, words: str) -> int:
    """The data row (from 0) of a prefilled sheet whose cell begins with these words."""
    return next(i for i, row in enumerate(PREFILLED[table]) if row[field].startswith(words))


def cell(table: type[Table], field: str, row: int) -> str:
    """A1 name of a field of the row-th data row, in the sheets that Grids writes."""
    names = [n for n, f in table.fields.items() if f.column.in_template]
    return f"{chr(ord('A') + names.index(field))}{row + 2}"
