"""Cells as typed values: texts, exact decimals, dates and allowed words; what does not fit is kept as it is.

Dates never depend on the locale or on today; a text that is no full date is a fault and no guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from coatxl.tables.column import END_MARKS, Field, folded
from coatxl.workbook.book import Value


def text_of(value: Value) -> str:
    """A cell as the text that Excel would show in format General, outer white space cut."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if value == int(value) if abs(value) < 1e15 else False:  # noqa: PLR2004 — Excel shows 15 digits
            return str(int(value))
        return repr(value)
    if isinstance(value, datetime):
        whole = value.time() == time(0)
        return value.date().isoformat() if whole else value.isoformat(" ", "minutes")
    return str(value)


def decimal_of(value: Value) -> Decimal | None:
    """An exact decimal of a number cell (shortest digits of the stored double); None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        number = Decimal(repr(value))
        if not number.is_finite():
            return None
        return Decimal(int(value)) if value.is_integer() and abs(value) < 1e15 else number  # noqa: PLR2004
    return None


_YMD = re.compile(r"^(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
# Serial numbers of 1990 to 2119: a date column formatted General shows such numbers.
_SERIALS = range(32874, 80355)
_EPOCH = date(1899, 12, 30)


def date_of(value: Value) -> date | None:
    """A date from a date cell, a serial number or a full date in text; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or value is None or isinstance(value, (time, timedelta)):
        return None
    if isinstance(value, (int, float)):
        if value == value // 1 and int(value) in _SERIALS:
            return _EPOCH + timedelta(days=int(value))
        value = text_of(value)
    plain = unicodedata.normalize("NFKC", value).strip()
    match = _YMD.match(re.sub(r"\s*([年月日./-])\s*", r"\1", plain)) or _COMPACT.match(plain)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse(field: Field, values: Sequence[Value]) -> tuple[list[object], dict[int, Value]]:
    """A whole column as typed values, and the positions whose value is not of the type.

    text → str ("" for a blank); choice → the allowed word ("" for a blank), end punctuation cut; number →
    Decimal | None; date → date | None. A value that does not fit is "" or None and kept in the second answer.
    """
    if field.kind == "text":
        return [v.strip() if type(v) is str else "" if v is None else text_of(v) for v in values], {}
    if field.kind == "choice":
        return _choices(field, values)
    convert = decimal_of if field.kind == "number" else date_of
    parsed: list[object] = []
    bad: dict[int, Value] = {}
    known: dict[object, object] = {None: None}  # of numbers and moments, which repeat; not of TRUE, which equals 1
    for i, value in enumerate(values):
        if type(value) is float or type(value) is datetime:
            typed = known[value] if value in known else known.setdefault(value, convert(value))
        else:
            typed = None if value is None else convert(value)
        if typed is None and not is_blank(value) and value not in field.column.words:
            bad[i] = value
        parsed.append(typed)
    return parsed, bad


def is_blank(value: Value) -> bool:
    """None, or a text of white space only."""
    return value is None or (isinstance(value, str) and not value.strip())


def _choices(field: Field, values: Sequence[Value]) -> tuple[list[object], dict[int, Value]]:
    words = {folded(word): word for word in field.choices}
    words.update({folded(other): word for other, word in field.column.words.items()})
    seen: dict[Value, str | None] = {None: ""}
    parsed: list[object] = []
    bad: dict[int, Value] = {}
    for i, value in enumerate(values):
        if value in seen:
            word = seen[value]
        else:
            text = folded(text_of(value))
            word = words.get(text, words.get(text.rstrip(END_MARKS))) if text else ""
            seen[value] = word
        if word is None:
            bad[i] = value
        parsed.append(word or "")
    return parsed, bad
