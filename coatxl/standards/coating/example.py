"""The standard's own worked example (喷漆作业), verbatim, holes and misprints included (6.3, 7.2, 7.3, 8.2)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Example:
    """The four example tables; a cell that the standard merges stands repeated in each of its rows.

    risk_points: (序号, 评价单元, 风险点, 作业步骤/设备), 8 rows. causes: 7.2's (序号, 失控诱因), 20 rows.
    relation: 7.3's (序号, 失控诱因, measures), 20 causes with 30 measures. checklist: (序号, 检查项目, 依据), 28.
    """

    risk_points: tuple[tuple[str, str, str, str], ...]
    risk_point: str
    hazard: str
    event: str
    outcome: str
    causes: tuple[tuple[str, str], ...]
    relation: tuple[tuple[str, str, tuple[str, ...]], ...]
    checklist: tuple[tuple[str, str, str], ...]


@cache
def example() -> Example:
    """The example as printed."""
    text = resources.files("coatxl.standards.coating").joinpath("example.json").read_text("utf-8")
    data = json.loads(text)
    return Example(
        risk_points=tuple((a, b, c, d) for a, b, c, d in data["risk_points"]),
        risk_point=data["hazard"]["risk_point"],
        hazard=data["hazard"]["hazard"],
        event=data["hazard"]["event"],
        outcome=data["hazard"]["outcome"],
        causes=tuple((a, b) for a, b in data["causes"]),
        relation=tuple((a, b, tuple(c)) for a, b, c in data["relation"]),
        checklist=tuple((a, b, c) for a, b, c in data["checklist"]),
    )
