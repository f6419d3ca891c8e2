"""The worksheet functions (附录 B, C; 8.3.1), plain Python over coatxl.criteria; FUNCTIONS declares them to all hosts.

They answer as the native formulas of the template do: all inputs blank, blank; some blank, 待补; anything else that the
tables do not list, 取值无效. An argument that is left out counts as a blank cell. They return one value and never raise:
a host shows an exception as text in the cell, or hangs. Like criteria they run in the host's own Python: standard
library, old syntax.
"""

# Names and arguments are what an evaluator reads in the host's function wizard:
# ruff: noqa: N803

from __future__ import annotations

from typing import TYPE_CHECKING

from declaration import Argument, Case, Function
from guards import DIFFERENT, SAME, blank, checked, graded, guarded

from coatxl.criteria import lec, matrix
from coatxl.criteria.bands import DEFAULT_ACCEPTABLE, GRADES, LOWER_INCLUSIVE, UPPER_INCLUSIVE, Scale, rank
from coatxl.criteria.guards import INVALID, UNFINISHED
from coatxl.criteria.scores import plain
from coatxl.criteria.sensitivity import Step, steps

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["FUNCTIONS", "Argument", "Case", "Function"]

ACCEPTABLE, UNACCEPTABLE = "可接受", "不可接受"
UNCHANGED = "不变"
FILLS = ("白色", "浅蓝色", "黄色", "橙色", "红色")
"""The template's fills of GRADES, named. The standard does not map its five grades to 红橙黄蓝, nor does this."""

_LEC_SCALES = (lec.SCALE_L, lec.SCALE_E, lec.SCALE_C)
_MATRIX_SCALES = (matrix.SCALE_L, matrix.SCALE_S)


def LEC_D(L: object = None, E: object = None, C: object = None) -> float | str:
    """Return D = L×E×C as a number that prints exactly (120, 0.15), or a guard's text."""
    return guarded((L, E, C), lambda: _number(lec.d_value(L, E, C)))


def LEC_GRADE(L: object = None, E: object = None, C: object = None, band_rule: object = LOWER_INCLUSIVE) -> str:
    """Return the grade of L×E×C (B.4), or a guard's text."""
    return guarded((L, E, C), lambda: lec.grade(lec.d_value(L, E, C), _rule(band_rule)))


def LEC_ACTION(L: object = None, E: object = None, C: object = None, band_rule: object = LOWER_INCLUSIVE) -> str:
    """Return 应采取的行动/控制措施 for L×E×C (B.4), or a guard's text."""
    return guarded((L, E, C), lambda: lec.action(lec.grade(lec.d_value(L, E, C), _rule(band_rule))))


def LEC_SENSITIVITY(L: object = None, E: object = None, C: object = None, band_rule: object = LOWER_INCLUSIVE) -> str:
    """Return which single step of a score changes the grade (“L↑→重大风险；C↓→一般风险”), 不变, or a guard's text."""

    def found() -> str:
        rule = _rule(band_rule)
        return _moves(steps(_LEC_SCALES, (L, E, C), lambda *scores: lec.grade(lec.d_value(*scores), rule)))

    return guarded((L, E, C), found)


def LEC_CHECK(
    L: object = None, E: object = None, C: object = None, typed: object = None, band_rule: object = LOWER_INCLUSIVE
) -> str:
    """Return 一致 or 不一致 for a typed grade against that of L×E×C; blank when none is typed, or a guard's text."""
    return checked(typed, LEC_GRADE(L, E, C, band_rule))


def MATRIX_R(L: object = None, S: object = None) -> float | str:
    """Return R = L×S, or a guard's text."""
    return guarded((L, S), lambda: _number(matrix.r_value(L, S)))


def MATRIX_GRADE(L: object = None, S: object = None) -> str:
    """Return the grade of L×S (C.3), or a guard's text."""
    return guarded((L, S), lambda: matrix.grade(matrix.r_value(L, S)))


def MATRIX_ACTION(L: object = None, S: object = None) -> str:
    """Return 应采取的行动/控制措施 for L×S (C.3), or a guard's text."""
    return guarded((L, S), lambda: matrix.action(matrix.grade(matrix.r_value(L, S))))


def MATRIX_DEADLINE(L: object = None, S: object = None) -> str:
    """Return 实施期限 for L×S (C.3), or a guard's text; blank for 轻微风险, where the standard prints none."""
    return guarded((L, S), lambda: matrix.deadline(matrix.grade(matrix.r_value(L, S))))


def MATRIX_SENSITIVITY(L: object = None, S: object = None) -> str:
    """Return which single step of a score changes the grade (“S↑→较大风险”), 不变, or a guard's text."""
    return guarded(
        (L, S), lambda: _moves(steps(_MATRIX_SCALES, (L, S), lambda *scores: matrix.grade(matrix.r_value(*scores))))
    )


def MATRIX_CHECK(L: object = None, S: object = None, typed: object = None) -> str:
    """Return 一致 or 不一致 for a typed grade against that of L×S; blank when none is typed, or a guard's text."""
    return checked(typed, MATRIX_GRADE(L, S))


def RISK_ACCEPTABLE(grade: object = None, acceptable: object = DEFAULT_ACCEPTABLE) -> str:
    """Return 可接受 or 不可接受 for a grade against the highest acceptable one, or the guard's text it came with."""
    limit = DEFAULT_ACCEPTABLE if blank(acceptable) else acceptable

    def judged(word: str) -> str:
        if not isinstance(limit, str) or limit not in GRADES:
            return INVALID
        return ACCEPTABLE if rank(word) <= rank(limit) else UNACCEPTABLE

    return graded(grade, judged)


def RISK_RANK(grade: object = None) -> int | str:
    """Return 1 (轻微风险) to 5 (重大风险) for a grade, or the guard's text it came with."""
    return graded(grade, lambda word: 1 + rank(word))


def RISK_COLOUR(grade: object = None) -> str:
    """Return the name of the fill that the template gives a grade, or the guard's text it came with."""
    return graded(grade, lambda word: FILLS[rank(word)])


def _moves(found: tuple[Step, ...]) -> str:
    return "；".join(f"{step.symbol}{'↑' if step.upward else '↓'}→{step.grade}" for step in found) or UNCHANGED


def _rule(band_rule: object) -> str:
    """Return the boundary rule's word; an argument that is left out, or a cell that shows nothing, means the default."""
    if blank(band_rule):
        return LOWER_INCLUSIVE
    if not isinstance(band_rule, str):
        raise ValueError(type(band_rule).__name__)  # noqa: TRY004 - a cell's wrong content, answered as 取值无效
    return band_rule


def _number(value: Decimal) -> float:
    """Return a number as a cell holds it; int when whole, so that it prints without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def _scored(scale: Scale) -> Argument:
    values = "、".join(plain(value) for value in scale.values())
    return Argument(scale.symbol, f"表{scale.table} {scale.caption}：{values}。引用一个单元格或填一个数。")


# What reaches a cell: a good row, then blank, unfinished and bad ones; full-width digits are text, as typed by an IME.
_GUARDS = "全部为空时返回空，未填完返回“待补”，不在表中的值、文本返回“取值无效”。"
_LEC = tuple(_scored(scale) for scale in _LEC_SCALES)
_LEC_CASES = (
    Case("正常", (3, 6, 15)),
    Case("全部空白", (None, None, None)),
    Case("没有填完", (3, None, 15)),
    Case("分值不在表中", (4, 6, 15)),
    Case("文本", ("高", 6, 15)),
    Case("全角数字", ("３", 6, 15)),
)
# D = 70 and 160 stand in two bands of the printed table.
_LEC_SHARED = (*_LEC_CASES, Case("D＝70", (10, 1, 7)), Case("D＝70，上限含", (10, 1, 7, UPPER_INCLUSIVE)))
_MATRIX = tuple(_scored(scale) for scale in _MATRIX_SCALES)
_MATRIX_CASES = (
    Case("正常", (3, 4)),
    Case("全部空白", (None, None)),
    Case("没有填完", (3, None)),
    Case("分值不在表中", (6, 4)),
    Case("文本", ("高", 4)),
    Case("全角数字", ("３", 4)),
)
_GRADE = Argument("grade", f"风险等级：{'、'.join(GRADES)}。")
_GRADE_CASES = (
    Case("正常", ("一般风险",)),
    Case("空白", (None,)),
    Case("没有填完", (UNFINISHED,)),
    Case("取值无效", (INVALID,)),
    Case("不是等级", ("中等风险",)),
)
_PASSED = f"等级为空时返回空，“{UNFINISHED}”“{INVALID}”原样返回，其他文字返回“{INVALID}”。"
_TYPED = Argument("typed", f"填写的风险等级：{'、'.join(GRADES)}。引用一个单元格。")
_RULE = Argument(
    "band_rule",
    f"可省略。分级界70、160归哪一级：{LOWER_INCLUSIVE}（默认）归较高的一级，{UPPER_INCLUSIVE}归较低的一级。20总归低风险，320总归较大风险。",
    LOWER_INCLUSIVE,
)
_MOVED = f"只把一个分值换成表中相邻的一档，其余不变，列出风险等级会变的情形，如“{{}}”；都不变时返回“{UNCHANGED}”。"
_MOVED_LEC, _MOVED_MATRIX = _MOVED.format("L↑→重大风险；C↓→一般风险"), _MOVED.format("L↑→较大风险；S↓→低风险")
_COMPARED = (
    f"把填写的风险等级与重新计算的比较，返回“{SAME}”或“{DIFFERENT}”。未填写等级时返回空，分值未填完返回“{UNFINISHED}”，"
    f"分值不在表中或填写的不是五个等级之一返回“{INVALID}”。"
)

FUNCTIONS = (
    Function(LEC_D, f"附录B 作业条件危险性分析法的风险值 D=L×E×C，按十进制精确计算。{_GUARDS}", _LEC, _LEC_CASES),
    Function(LEC_GRADE, f"附录B 作业条件危险性分析法的风险等级，按表B.4。{_GUARDS}", (*_LEC, _RULE), _LEC_SHARED),
    Function(
        LEC_ACTION,
        f"附录B 作业条件危险性分析法应采取的行动/控制措施，表B.4原文。{_GUARDS}",
        (*_LEC, _RULE),
        _LEC_SHARED,
    ),
    Function(LEC_SENSITIVITY, f"附录B 一步敏感性：{_MOVED_LEC}{_GUARDS}", (*_LEC, _RULE), _LEC_SHARED),
    Function(
        LEC_CHECK,
        f"附录B 核对风险等级：{_COMPARED}",
        (*_LEC, _TYPED, _RULE),
        (
            Case("一致", (3, 6, 15, "较大风险")),
            Case("不一致", (3, 6, 15, "一般风险")),
            Case("未填写等级", (3, 6, 15, None)),
            Case("分值没有填完", (3, None, 15, "较大风险")),
            Case("分值不在表中", (4, 6, 15, "较大风险")),
            Case("填写的不是等级", (3, 6, 15, "较大")),
            Case("D＝70", (10, 1, 7, "一般风险")),
            Case("D＝70，上限含", (10, 1, 7, "一般风险", UPPER_INCLUSIVE)),
        ),
    ),
    Function(MATRIX_R, f"附录C 风险矩阵法的风险值 R=L×S。{_GUARDS}", _MATRIX, _MATRIX_CASES),
    Function(MATRIX_GRADE, f"附录C 风险矩阵法的风险等级，按表C.3。{_GUARDS}", _MATRIX, _MATRIX_CASES),
    Function(MATRIX_ACTION, f"附录C 风险矩阵法应采取的行动/控制措施，表C.3原文。{_GUARDS}", _MATRIX, _MATRIX_CASES),
    Function(
        MATRIX_DEADLINE,
        f"附录C 风险矩阵法的实施期限，表C.3原文；轻微风险的实施期限原文为空，返回空。{_GUARDS}",
        _MATRIX,
        (*_MATRIX_CASES, Case("轻微风险", (1, 3))),
    ),
    Function(MATRIX_SENSITIVITY, f"附录C 一步敏感性：{_MOVED_MATRIX}{_GUARDS}", _MATRIX, _MATRIX_CASES),
    Function(
        MATRIX_CHECK,
        f"附录C 核对风险等级：{_COMPARED}",
        (*_MATRIX, _TYPED),
        (
            Case("一致", (3, 4, "一般风险")),
            Case("不一致", (3, 4, "低风险")),
            Case("未填写等级", (3, 4, None)),
            Case("分值没有填完", (3, None, "一般风险")),
            Case("分值不在表中", (6, 4, "一般风险")),
            Case("填写的不是等级", (3, 4, "一般")),
        ),
    ),
    Function(
        RISK_ACCEPTABLE,
        f"8.3.1 风险等级不高于可接受的最高等级时返回“{ACCEPTABLE}”，否则返回“{UNACCEPTABLE}”。{_PASSED}",
        (
            _GRADE,
            Argument("acceptable", f"可省略。可接受的最高风险等级，默认{DEFAULT_ACCEPTABLE}。", DEFAULT_ACCEPTABLE),
        ),
        (
            *_GRADE_CASES,
            Case("高于默认的可接受等级", ("较大风险",)),
            Case("改变可接受等级", ("较大风险", "较大风险")),
        ),
    ),
    Function(
        RISK_RANK,
        f"风险等级的序号，{'、'.join(f'{grade}{number}' for number, grade in enumerate(GRADES, 1))}，用于排序和统计。{_PASSED}",
        (_GRADE,),
        _GRADE_CASES,
    ),
    Function(
        RISK_COLOUR,
        f"底稿模板给风险等级的底色：{'、'.join(f'{grade}{FILLS[rank(grade)]}' for grade in GRADES)}。"
        f"只是底色，不是“红橙黄蓝”四级管控颜色，标准没有规定五级与四色的对应。{_PASSED}",
        (_GRADE,),
        _GRADE_CASES,
    ),
)
