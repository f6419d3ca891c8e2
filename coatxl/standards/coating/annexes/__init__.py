"""annexes: the tables of a checked working paper in the standard's own forms (6.3, 7.2, 7.3, 8.2, 8.3, 10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from coatxl.annex.block import Block, EmptyAnnex
from coatxl.standards.coating.annexes import dangers, hazards, points, risks
from coatxl.standards.coating.dossier import Dossier

if TYPE_CHECKING:
    from coatxl.settings import Settings

_MAKERS: dict[str, Callable[[Dossier, Settings], Iterator[Block]]] = {
    points.DIVISION: points.division,
    hazards.DESCRIPTION: hazards.descriptions,
    hazards.RELATION: hazards.relations,
    points.CHECKLIST: points.checklist,
    risks.RISKS: risks.risks,
    dangers.DANGERS: dangers.dangers,
}
NAMES = tuple(_MAKERS)


def annexes(dossier: Dossier, settings: Settings, names: Iterable[str] | None = None) -> list[Block]:
    """The annex tables of one working paper, numbered 表 A.1 and on, in the order of NAMES.

    names: which ones; None gives all that have data. EmptyAnnex when a named one, or every one, has no data rows in
    the paper; ValueError for a name that is not in NAMES.
    """
    wanted = NAMES if names is None else tuple(names)
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        raise ValueError(f"没有附表“{unknown[0]}”；可用的为{'、'.join(NAMES)}")
    found: list[Block] = []
    for name in NAMES:
        if name in wanted:
            blocks = list(_MAKERS[name](dossier, settings))
            if not blocks and names is not None:
                raise EmptyAnnex(f"底稿中没有“{name}”的数据")
            found.extend(blocks)
    if not found:
        raise EmptyAnnex("底稿中没有可以汇编成附表的数据")
    return [replace(block, number=f"表 A.{n}") for n, block in enumerate(found, 1)]
