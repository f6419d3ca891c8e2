"""reference: the declaration of a table → its page of the sheet reference, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from coatxl.criteria.bands import Scale
from coatxl.criteria.scores import plain
from coatxl.tables import faults
from coatxl.tables.blueprint import FactLine
from coatxl.tables.column import Column, Field
from coatxl.tables.table import Table

HEADS = ("列", "取值", "怎么填", "也认的表头", "条款", "不合格时的规则")
FACT_HEADS = ("项目", "取值", "怎么填", "也认的名称")
_WRITTEN = {"always": "", "addin": "（仅加载项版，检查时不读）", "never": "（模板没有，来表有则读）"}
_TYPES = {"text": "文字", "number": "数值", "date": "日期", "choice": "选一项"}


class NamedFact(FactLine, Protocol):
    """A prefilled row that is also known by other words."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other words that mean the same row."""


def page(table: type[Table], scales: Mapping[str, Scale], *, rules: str, facts: Iterable[NamedFact] = ()) -> str:
    """Return the page of one table: how it is recognised, its columns, and for a form its prefilled rows.

    scales: the printed tables of scores by the name that columns give. rules: the page whose anchors are rule ids.
    """
    lines = [f"## {table.sheet}", "", f"{table.title}，条款 {table.clause}。"]
    if table.sheet_aliases:
        lines.append(f"也认的表名：{_words(table.sheet_aliases)}。")
    ways = [" ＋ ".join(table.fields[name].column.header for name in _ordered(table, way)) for way in table.identify]
    if ways:
        lines.append(f"表名不同时按表头认：{'；或 '.join(ways)}。")
    lines += ["", *grid(HEADS, (_row(each, scales, rules) for each in table.fields.values()))]
    rows = list(facts)
    if rows:
        lines += ["", "预先写好的行：", "", *grid(FACT_HEADS, (_fact(each) for each in rows))]
    return "\n".join(lines) + "\n"


def grid(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """Return the lines of a Markdown table; the cells are Markdown already."""
    heads = list(heads)
    return [_line(heads), _line("---" for _ in heads), *(_line(row) for row in rows)]


def plain_text(text: str) -> str:
    """Return a text with the signs of Markdown and HTML escaped, on one line, fit for a table's cell."""
    for sign in "\\`*|[":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")


def anchor(rule_id: str) -> str:
    """Return the anchor of a rule on the page of rules."""
    return rule_id.lower()


def rule_link(rule_id: str, rules: str) -> str:
    """Return a rule's id as a link to its place on the page of rules."""
    return f"[{rule_id}]({rules}#{anchor(rule_id)})"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _words(words: Iterable[str]) -> str:
    return "、".join(plain_text(word) for word in words)


def _ordered(table: type[Table], way: frozenset[str]) -> list[str]:
    return [name for name in table.fields if name in way]


def _row(each: Field, scales: Mapping[str, Scale], rules: str) -> tuple[str, ...]:
    column = each.column
    name = plain_text(each.title) + _WRITTEN[column.written]
    return (
        name,
        _values(each, scales),
        plain_text(column.help),
        _headers(column),
        plain_text(column.clause),
        _rules(each, rules),
    )


def _values(each: Field, scales: Mapping[str, Scale]) -> str:
    column = each.column
    parts = ["自动计算" if column.computed else _TYPES[each.kind]]
    if column.scale:
        scale = scales[column.scale]
        parts = [f"表{scale.table}的分值：{'、'.join(plain(value) for value in scale.values())}"]
    elif each.choices:
        parts.append(_words(each.choices))
    if column.suggest:
        parts.append(f"建议：{_words(column.suggest)}，可另填")
    if column.pick_from:
        parts.append(f"从“{column.pick_from.partition('.')[0]}”下拉选取")
    if column.fill_down:
        parts.append("空白或合并＝同上")
    other = [f"{plain_text(word)}＝{plain_text(meant)}" for word, meant in column.words.items() if meant]
    if other:
        parts.append(f"也认 {'、'.join(other)}")
    return "<br>".join(parts)


def _headers(column: Column) -> str:
    told = [_words(column.aliases)] if column.aliases else []
    if column.ask:
        told.append(f"见到 {_words(column.ask)} 会询问，不自动采用")
    return "<br>".join(told)


def _rules(each: Field, rules: str) -> str:
    column = each.column
    if column.written == "addin":
        return ""
    told = []
    if column.required or column.blank_rule:
        told.append(f"空白 {rule_link(column.blank_rule or faults.BLANK_REQUIRED.id, rules)}")
    invalid = column.invalid_rule
    if not invalid and each.kind == "choice":
        invalid = faults.NOT_ALLOWED.id
    elif not invalid and each.kind in ("number", "date"):
        invalid = faults.WRONG_TYPE.id
    if invalid:
        told.append(f"取值 {rule_link(invalid, rules)}")
    return "<br>".join(told)


def _fact(line: NamedFact) -> tuple[str, ...]:
    value = "日期" if line.is_date else _words(line.choices) or "文字"
    return plain_text(line.title), value, plain_text(line.help), _words(line.aliases)
