"""The golden set of the worksheet functions: every combination, dirty cells, and the answers, found without coatxl.

The answers come from integers (scores in tenths, D in hundredths) and from tables written by hand off the standard.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import product
from typing import Any

RULES = ("lower_inclusive", "upper_inclusive")
GRADES = ("轻微风险", "低风险", "一般风险", "较大风险", "重大风险")
COLOURS = ("白色", "浅蓝色", "黄色", "橙色", "红色")
L_TENTHS, E_TENTHS, C_TENTHS = (100, 60, 30, 10, 5, 2, 1), (100, 60, 30, 20, 10, 5), (1000, 400, 150, 70, 30, 10)
FIVE = (5, 4, 3, 2, 1)
B4_ACTIONS = {
    "重大风险": "在采取措施降低危害前,不能继续作业,对改进措施进行评估。",
    "较大风险": "采取紧急措施降低风险，建立运行控制程序，定期检查、测量及评估。",
    "一般风险": "可考虑建立操作规程，加强培训、沟通和作业过程监督。",
    "低风险": "可考虑建立操作规程、作业指导书，但需定期检查。",
    "轻微风险": "无需采用控制措施。",
}
C3_ACTIONS = {
    "重大风险": "在采取措施降低危害前，不能继续作业，对改进措施进行评估。",
    "较大风险": "采取紧急措施降低风险，建立运行控制程序，定期检查、测量及评估。",
    "一般风险": "可考虑建立目标、建立操作规程，加强培训及沟通。",
    "低风险": "可考虑建立操作规程、作业指导书，但需定期检查。",
    "轻微风险": "无需采用控制措施，但需保存记录。",
}
C3_DEADLINES = {
    "重大风险": "立刻",
    "较大风险": "立即或近期整改",
    "一般风险": "2 年内治理",
    "低风险": "有条件、有经费时治理",
    "轻微风险": "",
}
ACCEPTED = {"轻微风险", "低风险", "一般风险"}
EMPTY, PENDING, INVALID = "", "待补", "取值无效"


# Scores by formula, and the doubles that they give: each shows a score that is listed, and counts as that.
CALCULATED = {
    "=0.1+0.2-0.2": 0.1 + 0.2 - 0.2,
    "=0.3/3": 0.3 / 3,
    "=1.1-1": 1.1 - 1,
    "=0.5*1": 0.5,
    "=3": 3,
    "=15*1": 15,
}


@dataclass(frozen=True)
class Row:
    """The score cells of a row; None as guard: they are scores. given: how many of them the formula names."""

    cells: tuple[Any, ...]
    guard: str | None = None
    given: int | None = None
    typed: str | None = "一般风险"

    @property
    def whole(self) -> bool:
        """Whether the formula names every argument."""
        return self.given is None

    def values(self) -> tuple[Any, ...]:
        """The cells as Python has them: what a formula shows, not the formula."""
        shown = {"=NA()": "#N/A", "=1/0": "#DIV/0!", '=""': "", "=TRUE()": True, **CALCULATED}
        return tuple(shown.get(c, c) if isinstance(c, str) else c for c in self.cells[: self.given])


def _bad(*cells: Any) -> Row:
    return Row(cells, INVALID)


DIRTY_LEC = (
    Row((None, None, None), EMPTY), Row((3, None, None), PENDING), Row((None, 6, 15), PENDING), Row((3, 6, None), PENDING),
    Row((None, None, None), EMPTY, 0), Row((3, None, None), PENDING, 1), Row((3, 6, None), PENDING, 2),
    _bad(4, 6, 7), _bad(3, 4, 7), _bad(3, 6, 10), _bad(-1, 6, 7), _bad(0, 6, 7), _bad(1.5, 6, 7), _bad(1e300, 6, 7),
    _bad("abc", 6, 7), _bad("3", 6, 7), _bad("3 ", 6, 7), _bad(" ", 6, 7), _bad("１０", 6, 7), _bad(3, "６", 7), _bad(3, 6, "七"),
    _bad(True, 6, 7), _bad(3, True, 7), _bad(3, 6, True), _bad(False, 6, 7), _bad("=TRUE()", 6, 7),
    _bad("#N/A", 6, 7), _bad(3, "=NA()", 7), _bad(3, 6, "=1/0"), Row(("#N/A", None, 7), PENDING),
    _bad(date(2025, 1, 10), 6, 7), _bad(3, datetime(2025, 1, 10, 8, 30), 7), _bad(3, 6, time(12)), _bad('=""', 6, 7),
)  # fmt: skip
DIRTY_MATRIX = (
    Row((None, None), EMPTY), Row((3, None), PENDING), Row((None, 2), PENDING), Row((3, None), PENDING, 1),
    _bad(6, 2), _bad(0, 2), _bad(2.5, 2), _bad("3", 2), _bad("３", 2), _bad(True, 2), _bad("#N/A", 2),
    _bad(date(2025, 1, 10), 2), _bad(3, "二"),
)  # fmt: skip
CALCULATED_LEC = (Row(("=0.1+0.2-0.2", 0.5, 1)), Row(("=0.3/3", "=0.5*1", 40)), Row(("=1.1-1", 10, "=15*1")))
CALCULATED_MATRIX = (Row(("=3", 4)),)
# Typed over the template's D: no product is 160 or 320.
TYPED_D = {
    "lower_inclusive": {20: "低风险", 70: "一般风险", 160: "较大风险", 320: "较大风险"},
    "upper_inclusive": {20: "低风险", 70: "低风险", 160: "一般风险", 320: "较大风险"},
}


def lec_rows() -> list[Row]:
    """All 252 combinations, each with another typed grade, the dirty rows, and scores by formula."""
    found = []
    for i, tenths in enumerate(product(L_TENTHS, E_TENTHS, C_TENTHS)):
        found.append(Row(tuple(value / 10 for value in tenths), typed=GRADES[i % 5]))
    return [*found, *DIRTY_LEC, *CALCULATED_LEC]


def matrix_rows() -> list[Row]:
    """All 25 combinations, each with another typed grade, the dirty rows, and a score by formula."""
    found = [Row((float(a), float(b)), typed=GRADES[i % 5]) for i, (a, b) in enumerate(product(FIVE, FIVE))]
    return [*found, *DIRTY_MATRIX, *CALCULATED_MATRIX]


def lec_grade(tenths: tuple[int, ...], rule: str) -> str:
    """The grade of three scores in tenths, by integers."""
    d = tenths[0] * tenths[1] * tenths[2]
    shared = 1 if rule == "upper_inclusive" else 0
    limits = (20_000, 70_000 + shared, 160_000 + shared, 320_001)
    return GRADES[sum(d >= limit for limit in limits)]


def matrix_grade(pair: tuple[int, ...], rule: str = "") -> str:
    """The grade of two scores, by hand: every product that two whole numbers 1 to 5 have."""
    r = pair[0] * pair[1]
    rows = ((1, 2, 3), (4, 5, 6, 8), (9, 10, 12), (15, 16), (20, 25))
    (place,) = (i for i, row in enumerate(rows) if r in row)
    return GRADES[place]


def moves(symbols: str, scales: tuple[tuple[int, ...], ...], at: tuple[int, ...], rule: str) -> str:
    """Which single step changes the grade, as the sensitivity functions write it."""
    graded = lec_grade if len(at) == 3 else matrix_grade
    found = []
    for i, scale in enumerate(scales):
        place = scale.index(at[i])  # the scales stand highest first, as printed
        for arrow, beside in (("↑", place - 1), ("↓", place + 1)):
            if 0 <= beside < len(scale):
                moved = (*at[:i], scale[beside], *at[i + 1 :])
                if graded(moved, rule) != graded(at, rule):
                    found.append(f"{symbols[i]}{arrow}→{graded(moved, rule)}")
    return "；".join(found) or "不变"


def _of_grade(grade: str) -> dict[str, object]:
    if grade not in GRADES:
        return dict.fromkeys(("RISK_ACCEPTABLE", "RISK_RANK", "RISK_COLOUR"), grade)
    place = GRADES.index(grade)
    return {
        "RISK_ACCEPTABLE": "可接受" if grade in ACCEPTED else "不可接受",
        "RISK_RANK": place + 1,
        "RISK_COLOUR": COLOURS[place],
    }


def _check(row: Row, grade: str) -> str:
    if not row.whole:
        return EMPTY  # the typed grade is left out with the scores
    if grade not in GRADES:
        return grade or PENDING
    return "一致" if row.typed == grade else "不一致"


def lec_answers(row: Row, rule: str) -> dict[str, object]:
    """What every function of a row of 附录 B must show."""
    if row.guard is not None:
        shown: dict[str, object] = dict.fromkeys(("LEC_D", "LEC_GRADE", "LEC_ACTION", "LEC_SENSITIVITY"), row.guard)
        return {**shown, "LEC_CHECK": _check(row, row.guard), **_of_grade(row.guard)}
    tenths = tuple(round(value * 10) for value in row.values())
    grade = lec_grade(tenths, rule)
    return {
        "LEC_D": tenths[0] * tenths[1] * tenths[2] / 1000,
        "LEC_GRADE": grade,
        "LEC_ACTION": B4_ACTIONS[grade],
        "LEC_SENSITIVITY": moves("LEC", (L_TENTHS, E_TENTHS, C_TENTHS), tenths, rule),
        "LEC_CHECK": _check(row, grade),
        **_of_grade(grade),
    }


def matrix_answers(row: Row) -> dict[str, object]:
    """What every function of a row of 附录 C must show."""
    names = ("MATRIX_R", "MATRIX_GRADE", "MATRIX_ACTION", "MATRIX_DEADLINE", "MATRIX_SENSITIVITY")
    if row.guard is not None:
        return {**dict.fromkeys(names, row.guard), "MATRIX_CHECK": _check(row, row.guard), **_of_grade(row.guard)}
    pair = tuple(round(value) for value in row.values())
    grade = matrix_grade(pair)
    return {
        "MATRIX_R": pair[0] * pair[1],
        "MATRIX_GRADE": grade,
        "MATRIX_ACTION": C3_ACTIONS[grade],
        "MATRIX_DEADLINE": C3_DEADLINES[grade],
        "MATRIX_SENSITIVITY": moves("LS", (FIVE, FIVE), pair, ""),
        "MATRIX_CHECK": _check(row, grade),
        **_of_grade(grade),
    }
