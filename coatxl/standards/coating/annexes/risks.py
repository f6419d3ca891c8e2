"""risks: 风险评价汇总, every value and grade recomputed, and their number by grade (8.3, 附录 B, 附录 C)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from coatxl.annex.block import Block, Cell, Role
from coatxl.criteria.bands import GRADES
from coatxl.criteria.scores import plain
from coatxl.standards.coating.annexes.parts import Row, body, head, heads, provenance, shown
from coatxl.standards.coating.assessments import CONTROLLED, MATRIX, Assessment, Result, assess
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.stated import acceptance_of, stated_grade, stated_value
from coatxl.standards.coating.tables.risks import GUARDS
from coatxl.tables.table import Table

if TYPE_CHECKING:
    from coatxl.settings import Settings

RISKS = "风险评价汇总"
_TOTALS = "风险等级统计"
# One grid for both methods: S is as wide as E and C.
_WIDTHS = (1.1, 2.2, 3.2, 3.2, 3.7, 2.4, 1.1, 1.1, 1.1, 1.8, 2.1, 2.3)
_METHODS = (("LEC", CONTROLLED, "8.3、附录B"), ("LS", MATRIX, "8.3、附录C"))
# What stands for a value or a grade that cannot be told: the words of the template's own formulas.
_UNGRADED = dict(zip(("unfinished", "invalid"), GUARDS, strict=True))
_REFUSED = "不可接受"


def risks(dossier: Dossier, settings: Settings) -> Iterator[Block]:
    """风险评价汇总: the rows of each method that the paper uses, then the number of rows by grade."""
    assessed = assess(dossier, settings)
    limit = dossier.acceptable(settings)
    for method, names, clause in _METHODS:
        mine = [each for each in assessed if each.method == method]
        if not mine:
            continue
        rows = [_heads(method), *(_row(each, n, names, limit) for n, each in enumerate(mine, 1))]
        yield Block(
            table=RISKS, title=type(mine[0].row).title, number="", clause=clause, widths=_WIDTHS, rows=tuple(rows),
            header_rows=1, provenance=provenance(dossier, settings, [each.row for each in mine]),
            notes=tuple(note for n, each in enumerate(mine, 1) if (note := _difference(each, n))),
        )  # fmt: skip
    if assessed:
        yield Block(
            table=RISKS, title=_TOTALS, number="", clause="8.3", widths=_WIDTHS, rows=tuple(_totals(assessed, limit)),
            header_rows=1, provenance=provenance(dossier, settings, [each.row for each in assessed]),
            notes=(f"注：按控制风险统计；可接受的最高风险等级为{limit}。",),
        )  # fmt: skip


def _heads(method: str) -> Row:
    scores = heads("L", "E", "C", "D") if method == "LEC" else (head("L"), head("S", across=2), head("R"))
    objects = heads("序号", "评价单元", "风险点", "作业步骤/设备", "危害因素", "后果")
    return (*objects, *scores, *heads("风险等级", "是否可接受"))


def _row(each: Assessment, n: int, names: tuple[str, ...], limit: str) -> Row:
    row, result = each.row, each.controlled
    accepted = acceptance_of(result, limit)
    spans = (1, 2) if names == MATRIX else (1, 1, 1)
    return (
        Cell(row.number or str(n), align="center"),
        *(body(row, name) for name in ("unit", "risk_point", "step", "hazard", "outcome")),
        *(Cell(_score(row, name), align="center", across=span) for name, span in zip(names, spans, strict=True)),
        Cell(_UNGRADED[result.state] if result.value is None else result.value, align="center"),
        Cell(result.grade or _UNGRADED[result.state], "grade", "center"),
        Cell(accepted, "stress" if accepted == _REFUSED else "body", "center"),
    )


def _score(row: Table, name: str) -> str | Decimal:
    value = getattr(row, name)
    return value if isinstance(value, Decimal) else shown(row, name)


def _difference(each: Assessment, n: int) -> str:
    """What the paper states otherwise than the recomputed value and grade, which the table shows; "" if nothing."""
    row, result = each.row, each.controlled
    if result.value is None:
        return ""
    name = "d" if each.method == "LEC" else "r"
    symbol = name.upper()
    stated, grade = stated_value(row, name), stated_grade(row, "grade")
    parts = [f"{symbol}={stated}"] if stated is not None and stated != result.value else []
    parts += [f"“{grade}”"] if grade and grade != result.grade else []
    if not parts:
        return ""
    exact = f"{symbol}={plain(result.value)}、“{result.grade}”"
    return f"注：序号{row.number or n}，底稿填{'、'.join(parts)}，重新计算为{exact}。"


def _totals(assessed: Sequence[Assessment], limit: str) -> Iterator[Row]:
    """Rows by grade, the most serious first, and their sum."""
    yield (
        head("风险等级", across=2), head("作业条件危险性分析法", across=2), head("风险矩阵法", across=2),
        head("合计", across=4), head("是否可接受", across=2),
    )  # fmt: skip
    counts = Counter((each.method, each.controlled.grade) for each in assessed)
    for grade in (*reversed(GRADES), ""):
        numbers = (counts["LEC", grade], counts["LS", grade])
        if grade or any(numbers):
            accepted = acceptance_of(Result("graded", grade=grade), limit)
            yield _total(grade or "未得出等级", numbers, accepted, lead="grade", rest="body")
    methods = Counter(each.method for each in assessed)
    yield _total("合计", (methods["LEC"], methods["LS"]), "", lead="total", rest="total")


def _total(word: str, numbers: tuple[int, int], accepted: str, *, lead: Role, rest: Role) -> Row:
    return (
        Cell(word, lead, "center", across=2),
        *(Cell(number, rest, "center", across=2) for number in numbers),
        Cell(sum(numbers), rest, "center", across=4),
        Cell(accepted, rest, "center", across=2),
    )
