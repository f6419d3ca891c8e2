"""The worksheet functions (附录 B, C; 8.3.1), plain Python over coatxl.criteria; FUNCTIONS describes them to hosts.

They answer as the native formulas of the template do: all inputs blank, blank; some blank, 待补; anything else that the
tables do not list, 取值无效. They return one value and never raise: a host shows an exception as text in the cell, or
hangs. Like criteria they run in the host's own Python: standard library, old syntax.
"""

# Names and arguments are what an evaluator reads in the host's function wizard:
# ruff: noqa: N803

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from coatxl.criteria import lec, matrix
from coatxl.criteria.bands import GRADES, LOWER_INCLUSIVE, UPPER_INCLUSIVE, Scale, rank
from coatxl.criteria.scores import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

BLANK, UNFINISHED, INVALID = "", "待补", "取值无效"
ACCEPTABLE, UNACCEPTABLE = "可接受", "不可接受"
DEFAULT_ACCEPTABLE = "一般风险"
"""8.3.1 原则上，控制风险宜降低到“一般风险”以下; what 项目信息 starts with."""


def LEC_D(L: object, E: object, C: object) -> float | str:
    """Return D = L×E×C as a number that prints exactly (120, 0.15), or a guard's text."""
    return _guarded((L, E, C), lambda: _number(lec.d_value(L, E, C)))


def LEC_GRADE(L: object, E: object, C: object, band_rule: object = LOWER_INCLUSIVE) -> str:
    """Return the grade of L×E×C (B.4), or a guard's text."""
    return _guarded((L, E, C), lambda: lec.grade(lec.d_value(L, E, C), _rule(band_rule)))


def LEC_ACTION(L: object, E: object, C: object, band_rule: object = LOWER_INCLUSIVE) -> str:
    """Return 应采取的行动/控制措施 for L×E×C (B.4), or a guard's text."""
    return _guarded((L, E, C), lambda: lec.action(lec.grade(lec.d_value(L, E, C), _rule(band_rule))))


def MATRIX_R(L: object, S: object) -> float | str:
    """Return R = L×S, or a guard's text."""
    return _guarded((L, S), lambda: _number(matrix.r_value(L, S)))


def MATRIX_GRADE(L: object, S: object) -> str:
    """Return the grade of L×S (C.3), or a guard's text."""
    return _guarded((L, S), lambda: matrix.grade(matrix.r_value(L, S)))


def MATRIX_ACTION(L: object, S: object) -> str:
    """Return 应采取的行动/控制措施 for L×S (C.3), or a guard's text."""
    return _guarded((L, S), lambda: matrix.action(matrix.grade(matrix.r_value(L, S))))


def RISK_ACCEPTABLE(grade: object, acceptable: object = DEFAULT_ACCEPTABLE) -> str:
    """Return 可接受 or 不可接受 for a grade against the highest acceptable one, or the guard's text it came with."""
    if _blank(grade):
        return BLANK
    if isinstance(grade, str) and grade in {UNFINISHED, INVALID}:
        return grade
    limit = DEFAULT_ACCEPTABLE if _blank(acceptable) else acceptable
    if not isinstance(grade, str) or not isinstance(limit, str) or grade not in GRADES or limit not in GRADES:
        return INVALID
    return ACCEPTABLE if rank(grade) <= rank(limit) else UNACCEPTABLE


_Answer = TypeVar("_Answer")


def _guarded(inputs: tuple[object, ...], answer: Callable[[], _Answer]) -> _Answer | str:
    """Return the answer, or the text for inputs that are blank, unfinished or not in the tables (in this order)."""
    blanks = sum(value is None for value in inputs)
    if blanks:
        return BLANK if blanks == len(inputs) else UNFINISHED
    try:
        return answer()
    except ValueError:
        return INVALID


def _blank(value: object) -> bool:
    """Return whether a cell shows nothing: empty, or the "" of a formula over an empty row."""
    return value is None or (isinstance(value, str) and not value)


def _rule(band_rule: object) -> str:
    """Return the boundary rule's word; an omitted argument reaches us as None."""
    if band_rule is None:
        return LOWER_INCLUSIVE
    if not isinstance(band_rule, str):
        raise ValueError(type(band_rule).__name__)  # noqa: TRY004 - a cell's wrong content, answered as 取值无效
    return band_rule


def _number(value: Decimal) -> float:
    """Return a number as a cell holds it; int when whole, so that it prints without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


class Argument(NamedTuple):
    """One argument as the hosts show it; default None means that it must be given."""

    name: str
    description: str
    default: str | None = None


class Function(NamedTuple):
    """One worksheet function: its callable and the Chinese texts (at most 255 characters each, Excel's limit)."""

    call: Callable[..., object]
    description: str
    arguments: tuple[Argument, ...]

    @property
    def name(self) -> str:
        """The name typed in a cell."""
        return self.call.__name__


def _scored(scale: Scale) -> Argument:
    values = "、".join(plain(value) for value in scale.values())
    return Argument(scale.symbol, f"表{scale.table} {scale.caption}：{values}。引用一个单元格或填一个数。")


_GUARDS = "全部为空时返回空，未填完返回“待补”，不在表中的值、文本返回“取值无效”。"
_LEC = (_scored(lec.SCALE_L), _scored(lec.SCALE_E), _scored(lec.SCALE_C))
_MATRIX = (_scored(matrix.SCALE_L), _scored(matrix.SCALE_S))
_RULE = Argument(
    "band_rule",
    f"可省略。分级界70、160归哪一级：{LOWER_INCLUSIVE}（默认）归较高的一级，{UPPER_INCLUSIVE}归较低的一级。20总归低风险，320总归较大风险。",
    LOWER_INCLUSIVE,
)

FUNCTIONS = (
    Function(LEC_D, f"附录B 作业条件危险性分析法的风险值 D=L×E×C，按十进制精确计算。{_GUARDS}", _LEC),
    Function(LEC_GRADE, f"附录B 作业条件危险性分析法的风险等级，按表B.4。{_GUARDS}", (*_LEC, _RULE)),
    Function(LEC_ACTION, f"附录B 作业条件危险性分析法应采取的行动/控制措施，表B.4原文。{_GUARDS}", (*_LEC, _RULE)),
    Function(MATRIX_R, f"附录C 风险矩阵法的风险值 R=L×S。{_GUARDS}", _MATRIX),
    Function(MATRIX_GRADE, f"附录C 风险矩阵法的风险等级，按表C.3。{_GUARDS}", _MATRIX),
    Function(MATRIX_ACTION, f"附录C 风险矩阵法应采取的行动/控制措施，表C.3原文。{_GUARDS}", _MATRIX),
    Function(
        RISK_ACCEPTABLE,
        f"8.3.1 风险等级不高于可接受的最高等级时返回“{ACCEPTABLE}”，否则返回“{UNACCEPTABLE}”。"
        f"等级为空时返回空，“{UNFINISHED}”“{INVALID}”原样返回，其他文字返回“{INVALID}”。",
        (
            Argument("grade", f"风险等级：{'、'.join(GRADES)}。"),
            Argument("acceptable", f"可省略。可接受的最高风险等级，默认{DEFAULT_ACCEPTABLE}。", DEFAULT_ACCEPTABLE),
        ),
    ),
)
