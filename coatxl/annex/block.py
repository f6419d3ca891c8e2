"""Block: one titled table with merged cells, its notes and its provenance; knows no standard and no file format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal

from coatxl.annex.photo import Photo
from coatxl.criteria.scores import plain
from coatxl.workbook.book import Merge

# header: column heads and labels. minor: body in small print. group: a row that names the rows below it.
# total: sums. stress: a result that must be seen in a black-and-white print. grade: a risk grade.
# record: lines of "label：text". absent: words in place of a photo that is not there.
Role = Literal["header", "body", "minor", "group", "total", "stress", "grade", "record", "absent"]
Align = Literal["left", "center", "right"]

# Hexadecimal digits of a digest that tell one file from another.
SHORT_DIGEST = 12
# Text width of an A4 page with margins of 2.2 cm.
PORTRAIT_CM, LANDSCAPE_CM = 16.6, 25.3


class EmptyAnnex(Exception):  # noqa: N818 — named by the fact
    """There is nothing to assemble; its text is one Chinese line that says which data is missing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, over `across` columns and `down` rows; a number stays a number; photos stand above the text."""

    value: str | int | Decimal = ""
    role: Role = "body"
    align: Align = "left"
    across: int = 1
    down: int = 1
    photos: tuple[Photo, ...] = ()

    @property
    def text(self) -> str:
        """The value as it is printed."""
        return plain(self.value) if isinstance(self.value, Decimal) else str(self.value)


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its row and column in the block, 0-based."""

    row: int
    col: int
    cell: Cell

    @property
    def merge(self) -> Merge | None:
        """The merged range, None for a single cell."""
        if self.cell.across == 1 and self.cell.down == 1:
            return None
        return Merge(self.row, self.col, self.row + self.cell.down - 1, self.col + self.cell.across - 1)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a table's facts come from: rows (counted from 1) of one sheet of one file; no rows, the sheet as a whole.

    No sheet: the file as a whole.
    """

    file: str
    sheet: str
    rows: frozenset[int]
    sha256: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What every generated table carries; no clock has a part in it, the dates are in the settings.

    told_in: words for the table of the same output that tells all of it, so that one line is enough below this one.
    """

    sources: tuple[Source, ...]
    standard: str
    settings: tuple[str, ...]
    program: str
    told_in: str = ""

    def lines(self) -> tuple[str, ...]:
        """The lines printed below a table."""
        if self.told_in:
            return (self._short(),)
        places = "；".join(_place(source) for source in self.sources)
        digests = "；".join(dict.fromkeys(f"{s.file} {s.sha256}" for s in self.sources))
        settings = "；".join(self.settings)
        return (
            f"来源：{places}",
            f"来源文件 SHA-256：{digests}",
            f"设置：{settings}",
            f"依据：{self.standard}；由 {self.program} 生成",
        )

    def _short(self) -> str:
        """One line: each file once, with its sheets and rows and the first digits of its SHA-256."""
        files: dict[tuple[str, str], list[str]] = {}
        for source in self.sources:
            files.setdefault((source.file, source.sha256), []).append(_place(source, file=False))
        places = "；".join(
            f"{file}{'，' if any(within) else ''}{'、'.join(filter(None, within))}（SHA-256 {sha256[:SHORT_DIGEST]}）"
            for (file, sha256), within in files.items()
        )
        return f"来源：{places}；设置等见{self.told_in}"

    @classmethod
    def joined(cls, parts: Iterable[Provenance]) -> Provenance:
        """One provenance of several tables, the rows of each sheet united; ValueError when there is none.

        What is not a source is taken from the first: tables on one sheet are assembled in one run.
        """
        parts = list(parts)
        if not parts:
            raise ValueError("no provenance to join")
        rows: dict[tuple[str, str, str], frozenset[int]] = {}
        for source in (s for part in parts for s in part.sources):
            key = (source.file, source.sheet, source.sha256)
            rows[key] = rows.get(key, frozenset()) | source.rows
        sources = tuple(Source(file, sheet, found, sha256) for (file, sheet, sha256), found in rows.items())
        return replace(parts[0], sources=sources)


@dataclass(frozen=True)
class Block:
    """One table of an annex; ValueError when its cells do not tile its grid.

    table: the annex it belongs to; blocks of one table share a sheet and its column widths.
    number: "表 A.1". widths: of the columns, in cm. rows: each row's own cells from left to right; a place that a
    cell above spans over is left out. header_rows: leading rows that are repeated on each page.
    """

    table: str
    title: str
    number: str
    clause: str
    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int
    provenance: Provenance
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a block that no writer could draw."""
        if not 0 <= self.header_rows < len(self.rows):
            raise ValueError(f"{self.table}: {self.header_rows} header rows of {len(self.rows)}")
        if sum(self.widths) > LANDSCAPE_CM + 0.01:
            raise ValueError(f"{self.table}: {sum(self.widths):.1f} cm is wider than the page")
        if any(p.row < self.header_rows < p.row + p.cell.down for p in self.placed):
            raise ValueError(f"{self.table}: a cell spans from the header into the body")

    @property
    def caption(self) -> str:
        """Number and title; a list of contents has no number."""
        return f"{self.number}　{self.title}" if self.number else self.title

    @property
    def landscape(self) -> bool:
        """Whether the table needs the page's long side."""
        return sum(self.widths) > PORTRAIT_CM + 0.01

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """All cells with their places, row by row; each place of the grid is covered exactly once."""
        taken: set[tuple[int, int]] = set()
        placed: list[Placed] = []
        height, width = len(self.rows), len(self.widths)
        for r, row in enumerate(self.rows):
            col = 0
            for cell in row:
                while (r, col) in taken:
                    col += 1
                area = {(r + i, col + j) for i in range(cell.down) for j in range(cell.across)}
                inside = cell.across >= 1 and cell.down >= 1 and col + cell.across <= width and r + cell.down <= height
                if not inside or area & taken:
                    raise ValueError(f"{self.table}: row {r + 1}, “{cell.text}” does not fit into the grid")
                taken |= area
                placed.append(Placed(r, col, cell))
        if len(taken) != height * width:
            raise ValueError(f"{self.table}: {height * width - len(taken)} places without a cell")
        return tuple(placed)

    @property
    def merges(self) -> tuple[Merge, ...]:
        """The merged ranges, relative to the block."""
        return tuple(m for m in (p.merge for p in self.placed) if m is not None)

    @property
    def stops(self) -> tuple[int, ...]:
        """Body rows at which a page may begin: none inside a merged cell, none right below a group row."""
        inner = {p.row + i for p in self.placed for i in range(1, p.cell.down)}
        after = {p.row + p.cell.down for p in self.placed if p.cell.role == "group"}
        return tuple(r for r in range(self.header_rows, len(self.rows)) if r not in inner | after)


def _place(source: Source, *, file: bool = True) -> str:
    """A source in words."""
    sheet = f"“{source.sheet}”" + (f"第{spans(source.rows)}行" if source.rows else "") if source.sheet else ""
    return "，".join(filter(None, (source.file if file else "", sheet)))


def spans(rows: Iterable[int]) -> str:
    """Row numbers as people write them: 5～12、20."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return "、".join(str(a) if a == b else f"{a}～{b}" for a, b in runs)
