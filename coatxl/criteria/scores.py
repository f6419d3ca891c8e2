"""Exact numbers, and the refusal of a value that a table of 附录 B or C does not list.

As binary floats 0.2×6×100 is 120.00000000000001; every number here is a Decimal made from what a person typed.
"""

from __future__ import annotations

import numbers
from datetime import date, time
from decimal import Decimal

_QUOTED = 40  # characters of a cell's text that a one-line message repeats
_PRINTED = 30  # digits up to which a number is written out


class NotInTable(ValueError):  # noqa: N818 - named by the fact, as KeyError is
    """A value that a table does not list; str() is one Chinese line that names the table and what it lists.

    symbol: L, E, C, S, D or R. value: as it came. table: "B.2". listed: the table's values as printed.
    """

    def __init__(self, symbol: str, value: object, table: str, listed: tuple[str, ...]) -> None:
        """Keep all four in args, so that the refusal survives pickling on its way out of a worker."""
        super().__init__(symbol, value, table, listed)
        self.symbol = symbol
        self.value = value
        self.table = table
        self.listed = listed

    def __str__(self) -> str:
        """Say what was given, then what the table lists."""
        listed = "、".join(self.listed)
        number = _finite(self.value)
        if number is None:
            return f"{self.symbol}{_fault(self.value)}；表{self.table}的取值为{listed}"
        negative = "是负数，" if number < 0 else ""
        return f"{self.symbol}={plain(number)} {negative}不在表{self.table}的取值（{listed}）内"


def exact(value: object) -> Decimal:
    """Return the number a cell holds, exactly: int, Decimal, or float by its shortest text (0.1 is 0.1).

    ValueError for anything else: blank, text (also "4" and "１０"), TRUE, dates, NaN and infinity.
    """
    number = _finite(value)
    if number is None:
        raise ValueError(f"值{_fault(value)}")
    return number


def plain(value: Decimal) -> str:
    """Return a number without trailing zeros and without an exponent: 120, 0.15 (an astronomic one: 1e+308)."""
    if not value:
        return "0"
    if max(value.adjusted(), -value.adjusted()) > _PRINTED:
        return f"{value:.6g}"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(value: object) -> Decimal | None:
    """Return the Decimal of a number, also of NaN and infinity; None for what is of no numeric type."""
    if isinstance(value, bool):  # an int for Python, a logical value for Excel
        return None
    if isinstance(value, Decimal):
        return value
    if isinstance(value, float):
        return Decimal(repr(float(value)))  # float(): numpy's subclass prints itself with its own name
    if isinstance(value, numbers.Integral):
        return Decimal(int(value))
    return None


def _finite(value: object) -> Decimal | None:
    number = _number(value)
    return number if number is not None and number.is_finite() else None


def _fault(value: object) -> str:
    """Return why a value is no finite number, to stand behind its symbol."""
    if value is None:
        return "没有填写"
    if isinstance(value, str):
        text = " ".join(value.split())
        if not text:
            return "是空文本，不是数字"
        edges = "" if value == value.strip() else "（前后有空格）"
        return f"=“{text[:_QUOTED]}{'…' if len(text) > _QUOTED else ''}”{edges}是文本，不是数字"
    if isinstance(value, bool):
        return f"={str(value).upper()} 是逻辑值，不是数字"
    if isinstance(value, (date, time)):
        return f"={value.isoformat()} 是日期或时间，不是数字"
    number = _number(value)
    return "不是数字" if number is None else f"={number} 不是有限的数"
