"""Two rounds of working papers as a report sees them: what changed from one to the other, and which state moves it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coatxl.findings import Text
from coatxl.reports.source_files import SourceFile

ChangeKind = Literal["column", "changed", "added", "removed", "renumbered"]
KINDS: dict[ChangeKind, Text] = {
    "column": Text("缺列", "column missing"),
    "changed": Text("修改", "changed"),
    "added": Text("新增", "added"),
    "removed": Text("删除", "removed"),
    "renumbered": Text("改序号", "renumbered"),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of one round."""

    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Change:
    """One edit; of kind "column" a whole column that one round lacks, told once in place of an edit in every row.

    table is the standard's sheet name, subject the row in the evaluator's words, header the column ("" for a whole row);
    before and after are the texts, with their cells; None where the row is not in that round.
    """

    kind: ChangeKind
    table: str
    subject: str
    header: str
    before: str
    after: str
    at_before: Spot | None
    at_after: Spot | None


@dataclass(frozen=True, slots=True)
class StateMove:
    """A hidden danger that went from one 整改状态 to another; illegal is why it may not, None when it may."""

    subject: str
    before: str
    after: str
    at_after: Spot
    illegal: Text | None


@dataclass(frozen=True, slots=True)
class RoundPair:
    """One paper in two rounds; "" for the round that lacks it. fault is why it could not be compared, "" when it was.

    before and after are what reports call the files, source_before and source_after where they lie.
    """

    before: str
    after: str
    source_before: str
    source_after: str
    changes: Sequence[Change] = ()
    moves: Sequence[StateMove] = ()
    fault: str = ""
    sources: Sequence[SourceFile] = ()
