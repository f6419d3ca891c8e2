"""What a calculated cell of a risk sheet shows instead of its value: nothing, 待补 or 取值无效 (附录B.4, 附录C.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coatxl.criteria.guards import GUARDS
from coatxl.findings import Text
from coatxl.rules import Origin
from coatxl.standards.coating.tables import LecRow, MatrixRow


@dataclass(frozen=True, slots=True)
class Lack:
    """One cell without its value although the scores give one, and what that means in words."""

    origin: Origin
    text: Text


def lacks(row: LecRow | MatrixRow, scores: tuple[str, ...], names: tuple[str, ...]) -> Iterator[Lack]:
    """The first of these calculated cells that shows no value; the scores must be complete and listed.

    One cell tells for its row: where D is missing, the grade is too. A formula without a stored result and an error
    value are told elsewhere.
    """
    for name in names:
        if not row.has(name) or row.invalid(name) is not None or not row.blank(name):
            continue
        origin = row.at(name)
        word = origin.value or ""
        if word not in GUARDS:
            continue
        inputs = "、".join(row.fields[score].column.header for score in scores)
        header = row.fields[name].column.header
        if word:
            zh = f"{header}显示“{word}”，而{inputs}已取全，都在标准的表内"
            en = f"{header} shows “{word}” although {inputs} are complete and listed"
        else:
            zh = f"{inputs}已取全，{header}却是空的：这一行没有公式"
            en = f"{inputs} are complete, yet {header} is blank: the row has no formula"
        yield Lack(origin, Text(zh, en))
        return
