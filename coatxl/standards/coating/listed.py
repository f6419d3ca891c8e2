"""listed: what a clause lists (nine materials, seven categories, …), found again in a sheet by tolerant words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from coatxl.rules import Origin
from coatxl.tables.column import END_MARKS, folded

if TYPE_CHECKING:
    from coatxl.tables.table import Table

T = TypeVar("T", bound="Table")

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[.、)]|[a-z][.、)]|\d+[.、)]?)")
_YES = frozenset({
    "是", "有", "已", "对", "符合", "已确认", "已核对", "已核实", "已复核", "已审核", "确认", "√", "✓", "✔", "☑", "y", "yes", "true",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a clause lists. aliases: other whole wordings; stems: parts that give it away in a longer text."""

    word: str
    aliases: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def item_key(text: str) -> str:
    """A wording for comparison: folded, without its ordinal, brackets, star and end marks."""
    whole = folded(text).casefold().strip("*:")
    bare = _ORDINAL.sub("", _BRACKETS.sub("", whole)).rstrip(END_MARKS + ":*")
    return bare or whole


def exact(items: Iterable[Item], text: str) -> Item | None:
    """The item that a text names by its word or an alias."""
    key = item_key(text)
    return next((i for i in items if key and any(key == item_key(w) for w in (i.word, *i.aliases))), None)


def find(items: Sequence[Item], text: str) -> Item | None:
    """The item that a text names: by its word or an alias, else the first one with a stem in the text."""
    found = exact(items, text)
    if found is None and (plain := folded(text)):
        found = next((i for i in items if any(stem in plain for stem in i.stems)), None)
    return found


def rows_of(items: Sequence[Item], rows: Iterable[T], field: str) -> dict[Item, list[T]]:
    """The rows of each item; those with a stem in the text count only where no row bears its words."""
    sure: dict[Item, list[T]] = {item: [] for item in items}
    loose: dict[Item, list[T]] = {item: [] for item in items}
    for row in rows:
        text = getattr(row, field)
        item = exact(items, text)
        if item is not None:
            sure[item].append(row)
        elif (item := find(items, text)) is not None:
            loose[item].append(row)
    return {item: sure[item] or loose[item] for item in items}


def is_yes(text: str) -> bool:
    """Whether a cell says yes: 是, 已确认, √ and the like."""
    return folded(text).casefold().rstrip(END_MARKS) in _YES


def header(rows: Sequence[Table], field: str) -> Origin:
    """The header cell of a field, of the first area that has it: where a whole missing row is told."""
    row = next((r for r in rows if field in r.source.columns), rows[0])
    source = row.source
    col = source.columns.get(field, min(source.columns.values()))
    return Origin(source.sheet.name, source.header_row, col)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a sheet says to a fact, and at which cell; failed: the cell shows an error that is told by itself."""

    text: str
    origin: Origin
    failed: bool = False


def answer(rows: Sequence[Table], item: Item, named_by: Sequence[tuple[str, tuple[str, ...]]], column: str) -> Answer:
    """The answer to a fact: beside its word in a row, else in a column of its own, else blank at the header.

    named_by: (field that may hold the word, fields beside it that may hold the answer). column: the field of the own
    column of a stranger's sheet. rows is not empty.
    """
    first: Answer | None = None
    for field, beside in named_by:
        if first is not None:
            break  # the word of the first column is surer than a heading beside it
        for row in rows:
            if exact((item,), getattr(row, field)) is None:
                continue
            for name in beside:
                if not row.blank(name):
                    return Answer(str(getattr(row, name)), row.at(name), row.invalid(name) is not None)
            first = first or Answer("", row.at(beside[0]))
    own = [row for row in rows if row.has(column)]
    for row in own:
        if not row.blank(column):
            return Answer(str(getattr(row, column)), row.at(column), row.invalid(column) is not None)
    if first is None and own:
        first = Answer("", own[0].at(column))
    return first or Answer("", header(rows, named_by[0][0]))
