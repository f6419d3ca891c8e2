"""annexes: the tables of a checked working paper in the standard's own forms (6.3, 7.2, 7.3, 8.2, 8.3, 10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from coatxl.annex.block import Block, EmptyAnnex
from coatxl.annex.photo import Photos
from coatxl.standards.coating.annexes import comparison, dangers, hazards, points, risks
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
NAMES = (*_MAKERS, comparison.COMPARISON)


def tables(dossier: Dossier, settings: Settings, photos: Photos | None = None) -> Mapping[str, list[Block]]:
    """The blocks of every annex table of a paper by its name, not numbered; empty for one that has no data."""
    found = {name: list(make(dossier, settings)) for name, make in _MAKERS.items()}
    return {**found, comparison.COMPARISON: list(comparison.comparison(dossier, settings, photos))}


def annexes(
    dossier: Dossier, settings: Settings, names: Iterable[str] | None = None, photos: Photos | None = None
) -> list[Block]:
    """The annex tables of one working paper, numbered 表 A.1 and on, in the order of NAMES.

    names: which ones; None gives all that have data. photos: where the photos that the paper names are found.
    EmptyAnnex when a named one, or every one, has no data rows in the paper; ValueError for a name that is not in
    NAMES.
    """
    wanted = NAMES if names is None else tuple(names)
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        raise ValueError(f"没有附表“{unknown[0]}”；可用的为{'、'.join(NAMES)}")
    found: list[Block] = []
    for name, blocks in tables(dossier, settings, photos).items():
        if name in wanted:
            if not blocks and names is not None:
                raise EmptyAnnex(f"底稿中没有“{name}”的数据")
            found.extend(blocks)
    if not found:
        raise EmptyAnnex("底稿中没有可以汇编成附表的数据")
    return [replace(block, number=f"表 A.{n}") for n, block in enumerate(found, 1)]
