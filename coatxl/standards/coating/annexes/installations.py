"""installations: 重大危险源辨识和分级 with every step, recomputed exactly (7.5, GB 18218-2018)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coatxl.annex.block import Block, Cell
from coatxl.criteria import gb18218
from coatxl.standards.coating.annexes.parts import Row, heads, provenance, shown
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.installations import Installation, installations
from coatxl.standards.coating.tables import MajorHazardRow
from coatxl.standards.hazchem.unit import NOT_COMPUTABLE

if TYPE_CHECKING:
    from coatxl.settings import Settings

_WIDTHS = (2.6, 1.7, 3.0, 1.7, 1.5, 1.7, 1.2, 1.7, 1.8, 1.8, 1.6, 1.1, 1.9, 2.0)


def major_hazards(dossier: Dossier, settings: Settings) -> Iterator[Block]:
    """One row a substance; what is of the whole unit stands once beside its rows. The steps follow as notes."""
    rows = dossier.rows(MajorHazardRow)
    if not rows:
        return
    body: list[Row] = []
    notes: list[str] = []
    for each in installations(dossier, settings):
        body += _unit(each)
        notes += [f"{each.name}：{step}" for step in each.unit.steps()]
    yield Block(
        table=MajorHazardRow.title, title=MajorHazardRow.title, number="", clause=MajorHazardRow.clause, widths=_WIDTHS,
        rows=(
            heads("单元", "单元类型", "危险化学品", "q（t）", "Q（t）", "q/Q", "β", "β·q/Q", "S", "是否构成", "500m人数", "α", "R", "级别"),
            *body,
        ),
        header_rows=1, provenance=provenance(dossier, settings, rows),
        notes=("注：由程序按 q、Q、β 和人数重新计算；S≥1 构成重大危险源，不先取整。", *notes),
    )  # fmt: skip


def _unit(each: Installation) -> Iterator[Row]:
    unit, size = each.unit, len(each.rows)
    verdict = {None: NOT_COMPUTABLE, True: gb18218.MAJOR, False: gb18218.NOT_MAJOR}[unit.major]
    last = (
        _whole(_number(unit.s) or NOT_COMPUTABLE, size),
        Cell(verdict, "stress" if unit.major else "body", "center", down=size),
        _whole(_number(unit.people), size),
        _whole(_number(unit.alpha) if unit.major else "", size),
        _whole(_number(unit.r), size),
        _whole(unit.grade, size),
    )
    lines = {id(row): line for row, line in zip(each.counted, unit.lines, strict=True)}
    for n, row in enumerate(each.rows):
        first = n == 0
        lead = (_whole(each.name, size), _whole(shown(row, "unit_kind"), size)) if first else ()
        line = lines.get(id(row))
        values = (
            (Cell(_number(row.quantity), align="center"), Cell(f"{gb18218.UNLISTED}，不计入", "minor", across=4))
            if line is None
            else (
                Cell(_number(value), align="center")
                for value in (line.quantity, line.critical, line.ratio, line.beta, line.weighted)
            )
        )
        yield (
            *lead,
            Cell(row.substance),
            *values,
            *(last if first else ()),
        )


def _whole(text: str, size: int) -> Cell:
    """A cell of the whole unit."""
    return Cell(text, align="center", down=size)


def _number(value: Decimal | Fraction | None) -> str:
    return "" if value is None else gb18218.shown(Fraction(value))
