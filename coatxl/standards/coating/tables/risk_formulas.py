"""The native formulas of the risk sheets (附录B, 附录C; 8.3.1), {field} for the cells of a row.

They work in Excel 2010+, WPS and LibreOffice and refer to the named lists of 判定标准 only.
An unfinished row shows 待补, a value outside the tables 取值无效; neither is ever a grade.
"""

from __future__ import annotations

from coatxl.criteria import guards
from coatxl.criteria.bands import DEFAULT_ACCEPTABLE, GRADES
from coatxl.tables.inputs import listed, listed_at

_UNFINISHED, _INVALID = f'"{guards.UNFINISHED}"', f'"{guards.INVALID}"'
# Place of 一般风险 among the ascending grades: what is acceptable when nothing is said.
DEFAULT_ACCEPTABLE_RANK = 1 + GRADES.index(DEFAULT_ACCEPTABLE)


def value_formula(fields: tuple[str, ...], lists: tuple[str, ...]) -> str:
    """Native formula of D or R: blank, 待补, 取值无效 or the rounded product (36 of 252 products are inexact doubles)."""
    cells = f"{{{fields[0]}}}:{{{fields[-1]}}}"
    legal = "*".join(listed(f"{{{f}}}", names) for f, names in zip(fields, lists, strict=True))
    product = "*".join(f"{{{f}}}" for f in fields)
    size = len(fields)
    return (
        f'IF(COUNTA({cells})=0,"",IF(COUNTA({cells})<{size},{_UNFINISHED},IF(COUNT({cells})<{size},{_INVALID},'
        f"IF({legal}=0,{_INVALID},ROUND({product},6)))))"
    )


def d_grade_formula(d: str) -> str:
    """Native formula of the grade of D; D_INC says for each lower bound whether it belongs to its own grade."""
    steps = "".join(f"+({{{d}}}>INDEX(D_LOW,{i}))+({{{d}}}=INDEX(D_LOW,{i}))*INDEX(D_INC,{i})" for i in range(2, 6))
    return f'IF(ISNUMBER({{{d}}}),INDEX(D_GRADE,1{steps}),{{{d}}}&"")'


def acceptance_formula(grade: str) -> str:
    """Native formula: the grade against the acceptable grade of 项目信息; 待补 and 取值无效 stay as they are."""
    place, limit = f"MATCH({{{grade}}},D_GRADE,0)", "MATCH(ACCEPT_GRADE,D_GRADE,0)"
    default = DEFAULT_ACCEPTABLE_RANK
    return (
        f'IF(OR({{{grade}}}="",{{{grade}}}={_UNFINISHED},{{{grade}}}={_INVALID}),{{{grade}}}&"",'
        f"IF(ISNUMBER({place})*OR(ISBLANK(ACCEPT_GRADE),ISNUMBER({limit})),"
        f'IF({place}<=IF(ISBLANK(ACCEPT_GRADE),{default},{limit}),"可接受","不可接受"),{_INVALID}))'
    )


def meaning_formula(parts: tuple[tuple[str, str, str, str], ...]) -> str:
    """Native formula of 取值含义: for each factor its symbol and the label of the chosen score."""
    lines = [
        f'"{symbol}  "&IF(ISBLANK({{{field}}}),"（待补）",IF({listed(f"{{{field}}}", names)}=1,'
        f'INDEX({names}_TXT,{listed_at(f"{{{field}}}", names)}),"（不在表{table}）"))'
        for field, symbol, names, table in parts
    ]
    cells = f"{{{parts[0][0]}}}:{{{parts[-1][0]}}}"
    return f'IF(COUNTA({cells})=0,"",{"&CHAR(10)&".join(lines)})'
