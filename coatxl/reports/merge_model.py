"""A merged paper as its sheets 合并冲突 and 来源 tell it: what differed and what was taken, and where each row comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

CONFLICTS, PROVENANCE = "合并冲突", "来源"
MERGE_SHEETS: Final = (CONFLICTS, PROVENANCE)
TAKEN, BOTH, LEFT_OUT, LOOK = "取前者", "两行都保留", "没有带入", "请核对"


@dataclass(frozen=True, slots=True)
class Said:
    """What one cell of one file says; cell "" for a whole sheet."""

    file: str
    sheet: str
    cell: str
    text: str

    @property
    def place(self) -> str:
        """Sheet and cell."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that a person must look at: which column of which table, both sides, and what was done."""

    table: str
    header: str
    one: Said
    other: Said | None
    done: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """One source row of one row of the merged paper (rows counted from 1), and what was rewritten in it."""

    sheet: str
    row: int
    file: str
    source_sheet: str
    source_row: int
    sha256: str
    notes: tuple[str, ...] = field(default=())
