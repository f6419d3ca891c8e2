"""header_words: the words that a header may say, folded for comparison, of one table and of all."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from coatxl.tables.column import folded
from coatxl.tables.table import Table, header_words
from coatxl.workbook.book import Value

_BRACKET = re.compile(r"\(([^()]*)\)$")
_UNIT_WORDS = {
    "元", "万元", "天", "日", "人", "个", "项", "条", "米", "m",
    "t", "吨", "kg", "千克", "公斤", "°c", "mm", "cm", "m2", "m3", "平方米", "立方米", "h", "小时", "min", "分钟", "%", "mpa",
    "kpa", "pa", "kw", "层", "处", "份", "张", "页", "次", "年", "月",
    "必填", "选填", "可选", "下拉选择", "可多选", "年月日", "日期",
}  # fmt: skip
_KEPT = {"L", "E", "C", "D", "S", "R"}
# GB 18218: q is what is there, Q the critical quantity; all other words are compared without regard to case.
_CASED = {"q", "Q"}


@lru_cache(maxsize=8192)
def header_key(text: str) -> str:
    """A header word for comparison: folded, stars, ordinals, units and value lists cut, (L) and the like kept."""
    key = folded(text).strip("*:")
    key = re.sub(r"^\d+[.、)]", "", key)
    match = _BRACKET.search(key)
    if (
        match
        and match.start() > 0
        and match[1] not in _KEPT
        and (match[1].casefold() in _UNIT_WORDS or "/" in match[1] or "、" in match[1])
    ):
        key = key[: match.start()]
    key = key.strip("*:")
    return key if key in _CASED else key.casefold()


@cache
def words_of(table: type[Table]) -> dict[str, str]:
    """Header key → field of a table."""
    words = {header_key(word): name for word, name in header_words(table).items()}
    return {word: name for word, name in words.items() if word not in unread_of(table)}


@cache
def unread_of(table: type[Table]) -> frozenset[str]:
    """Headers of the add-in edition: ours, so not reported as foreign; not read, since reading computes by itself."""
    return frozenset(header_key(f.column.header) for f in table.fields.values() if f.column.written == "addin")


@cache
def asked_of(table: type[Table]) -> dict[str, str]:
    """Header key that is asked about → field of a table."""
    return {header_key(word): name for name, f in table.fields.items() for word in f.column.ask}


@cache
def excluded_of(table: type[Table]) -> frozenset[str]:
    """Header keys that say that it is another table."""
    return frozenset(header_key(word) for word in table.not_with)


# What may stand before a header word: a star, a number, white space.
_BEFORE = "*＊0123456789.．、)） \t\r\n\u00a0\u3000"


@cache
def _known(tables: tuple[type[Table], ...]) -> tuple[frozenset[str], frozenset[str], frozenset[str], int]:
    """All header keys of the tables, the characters that they begin and end with, and the longest one's length."""
    keys = frozenset(key for t in tables for key in (*words_of(t), *asked_of(t)))
    heads = {key[0] for key in keys} | {key[0].upper() for key in keys}
    wide = {chr(ord(c) + 0xFEE0) for c in heads if "!" <= c <= "~"}
    return keys, frozenset(heads | wide | {"№"}), frozenset(key[-1] for key in keys), 3 * max(map(len, keys))


@cache
def short_words(tables: tuple[type[Table], ...]) -> frozenset[str]:
    """Words that are a header even alone, below the labels of a form."""
    return frozenset(
        key for t in tables if t.form_header for key, name in words_of(t).items() if name == t.form_header[-1]
    )


def present(rows: list[list[Value]], tables: tuple[type[Table], ...]) -> frozenset[str]:
    """The texts of some rows that are header words of any table."""
    keys, heads, tails, longest = _known(tables)
    texts: set[Value] = set().union(*rows)
    short = [
        v for v in texts
        if isinstance(v, str) and len(v) <= longest and (v[:1] in heads or v[:1] in _BEFORE)
        # Whatever folding does to other characters, a text that ends with an ideograph ends with it.
        and (v[-1:] in tails or not ("\u4e00" <= v[-1:] <= "\u9fff" or v[-1:] == "。"))
    ]  # fmt: skip
    return frozenset(v for v in short if v.lstrip(_BEFORE)[:1] in heads and header_key(v) in keys)
