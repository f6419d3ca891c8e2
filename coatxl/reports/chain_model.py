"""The chain 评价单元 → … → 影像 as a report sees it: nine joints, their links, and what hangs on one side only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coatxl.reports.source_files import SourceFile

LEVELS = ("评价单元", "风险点", "危害因素", "失控诱因", "风险管控措施", "检查项目", "隐患", "整改", "复查", "影像")
Side = Literal["from", "to"]


@dataclass(frozen=True, slots=True)
class Orphan:
    """One thing without its counterpart.

    side: "from" when it should lead on and does not, "to" when nothing leads to it. sheet, cell and text are its own;
    lacks is the level, or the cell of it (整改状态, a photo), that it is without. partner is the cell that is probably
    the other end of the broken link, and is told nowhere else.
    """

    side: Side
    sheet: str
    cell: str
    text: str
    lacks: str
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Joint:
    """Two neighbouring levels; missing names the sheets or columns without which the joint is not judged."""

    start: str
    end: str
    links: int
    orphans: tuple[Orphan, ...] = ()
    missing: tuple[str, ...] = ()

    def of(self, side: Side) -> int:
        """Number of orphans on one side."""
        return sum(orphan.side == side for orphan in self.orphans)


@dataclass(frozen=True, slots=True)
class ChainFile:
    """One working paper: joints in the chain's order; fault is why it could not be read, "" when it was.

    path is what reports call it, source where it lies.
    """

    path: str
    source: str
    sha256: str
    joints: Sequence[Joint]
    fault: str = ""
    rows: str = ""
    settings: str = ""

    @property
    def origin(self) -> SourceFile:
        """The paper as 来源文件 tells it."""
        return SourceFile(self.path, self.source, self.sha256, self.rows, self.settings)
