"""Column: one column of a sheet, declared once."""

from __future__ import annotations

import types
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

Kind = Literal["text", "number", "date", "choice"]
Align = Literal["left", "center", "right"]
Written = Literal["always", "addin", "never"]


@dataclass(frozen=True, slots=True)
class Column:
    """Facts of a column that the annotation does not say.

    header: the standard's own word, without the star of a required column.
    required: blank is a fault; blank_rule names the rule that reports it (else CXS-09).
    invalid_rule: the rule that reports a value outside the type (else CXS-05 or CXS-06).
    fill_down: 0, a blank is a blank; n, a blank means "as above" unless a column of a smaller level changed.
    fill_within: nor across a change of a column up to this level, which may be the own one (序号 and 失控诱因 name one
    cause) or an inner one (an optional 评价单元 belongs to its 风险点); 0, the smaller levels only.
    elsewhere: the sheet name of a table that may hold the field instead, in a book that has both.
    words: other spellings of allowed values. ask: headers that are asked about, never taken.
    computed: a native formula over the row, {field} for its cells; reading recomputes it with criteria.
    scale: the named list of 判定标准 that holds the legal scores. suggest: offered, others may be typed.
    pick_from: "sheet.field" whose values the drop-down offers.
    written: "addin", by the add-in edition of the template only, and never read; "never", read but not written.
    group: the word of the group row above neighbouring headers. width: in Excel's units.
    """

    header: str
    clause: str = ""
    help: str = ""
    aliases: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    required: bool = False
    blank_rule: str = ""
    invalid_rule: str = ""
    fill_down: int = 0
    fill_within: int = 0
    elsewhere: str = ""
    words: dict[str, str] = field(default_factory=dict)
    scale: str = ""
    suggest: tuple[str, ...] = ()
    pick_from: str = ""
    computed: str = ""
    written: Written = "always"
    width: float = 12.0
    align: Align = "left"
    group: str = ""

    @property
    def in_template(self) -> bool:
        """Whether every edition of the template has the column."""
        return self.written == "always"


@dataclass(frozen=True, slots=True)
class Field:
    """A column with its place in the table and the type of its values."""

    name: str
    index: int
    column: Column
    kind: Kind
    choices: tuple[str, ...]

    @property
    def title(self) -> str:
        """The header cell's text: starred when required."""
        return self.column.header + ("*" if self.column.required else "")


def field_of(name: str, index: int, annotation: Any) -> Field:  # noqa: ANN401 — annotations are of any type
    """The Field of one annotation; TypeError when it is not Annotated[type, Column]."""
    if get_origin(annotation) is not Annotated:
        message = f"{name}: a column is declared as Annotated[type, Column(...)]"
        raise TypeError(message)
    kind_type, column, *_ = get_args(annotation)
    kind, choices = _kind(kind_type)
    return Field(name, index, column, kind, choices)


def _kind(annotation: Any) -> tuple[Kind, tuple[str, ...]]:  # noqa: ANN401
    if annotation is str:
        return "text", ()
    if get_origin(annotation) is Literal:
        return "choice", tuple(a for a in get_args(annotation) if a)
    if get_origin(annotation) in (types.UnionType, Union):
        inner = next(a for a in get_args(annotation) if a is not type(None))
        if inner is Decimal:
            return "number", ()
        if inner is date:
            return "date", ()
    message = f"a column is str, Literal, Decimal | None or date | None, not {annotation!r}"
    raise TypeError(message)


# What NFKC makes of the marks that nearly every sentence has: replaced first, most texts need no slow normalising.
_WIDE = (("，", ","), ("：", ":"), ("；", ";"), ("（", "("), ("）", ")"))
_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\u00ad")


# Ledgers repeat their keys in every row; the caches hold what a book of ordinary size repeats.
@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """NFKC without any white space: what headers, names and keys are compared by."""
    if not text.isascii():
        for wide, narrow in _WIDE:
            text = text.replace(wide, narrow)
        if not unicodedata.is_normalized("NFKC", text):
            text = unicodedata.normalize("NFKC", text)
    text = "".join(text.split())
    return text if text.isprintable() else text.translate(_INVISIBLE)


END_MARKS = "。.；;，,、！!"


@lru_cache(maxsize=16384)
def same_text(text: str) -> str:
    """A sentence for comparison: folded, quotation marks unified, end punctuation cut (AMB-48, AMB-56)."""
    plain = folded(text)
    for mark, unified in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("—", "-"), ("－", "-"), ("～", "~")):
        if mark in plain:
            plain = plain.replace(mark, unified)
    return plain.rstrip(END_MARKS)
