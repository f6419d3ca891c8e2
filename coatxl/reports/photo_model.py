"""The photos of working papers as a report sees them: one line for each, and which of them are one picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coatxl.findings import Text
from coatxl.reports.source_files import SourceFile

MOST_TWINS = 3


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """One photo, or one that is named and lacks.

    owner, row, number, danger: the sheet, row (from 1), 序号 and text of the hidden danger, "" and 0 for nobody's.
    source: whether it lies in the workbook, in the photo folder, or nowhere. sheet, cell: where it stands or is named.
    file: the folder's relative path, or the name that is written; part, turn: where the workbook holds it, and how it
    is turned. sha256, bytes, width, height, taken, located: of the picture file, blank where it is none.
    """

    owner: str
    row: int
    number: str
    danger: str
    side: Literal["before", "after", ""]
    source: Literal["workbook", "folder", "missing"]
    sheet: str = ""
    cell: str = ""
    file: str = ""
    part: str = ""
    turn: int = 0
    sha256: str = ""
    bytes: int = 0
    width: int = 0
    height: int = 0
    taken: str = ""
    located: bool = False
    problem: Text | None = None

    @property
    def opened(self) -> bool:
        """Whether there is a picture that could be opened; a file that is none is no evidence."""
        return self.width > 0

    @property
    def place(self) -> str:
        """Where it stands: a cell of the workbook, or a file of the folder."""
        return self.file if self.source == "folder" else f"{self.sheet}!{self.cell}"


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """One working paper: its photos in the order of 隐患清单; fault is why it could not be read, "" when it was.

    path is what reports call it, source where it lies; dangers: how many rows 隐患清单 has.
    """

    path: str
    source: str
    sha256: str
    dangers: int
    lines: Sequence[PhotoLine]
    fault: str = ""
    rows: str = ""
    settings: str = ""

    @property
    def origin(self) -> SourceFile:
        """The paper as 来源文件 tells it."""
        return SourceFile(self.path, self.source, self.sha256, self.rows, self.settings)

    def shown(self, side: str) -> int:
        """How many hidden dangers have a photo on one side."""
        return len({(line.owner, line.row) for line in self.lines if line.side == side and line.opened and line.row})


@dataclass(frozen=True, slots=True)
class Twin:
    """Another place of the same picture."""

    path: str
    place: str
    line: PhotoLine


def twins(files: Sequence[PhotoFile]) -> dict[tuple[str, int], list[Twin]]:
    """By paper and number of the line: the other places of the same picture, in all papers of the run."""
    places: dict[str, list[tuple[int, Twin]]] = {}
    for file in files:
        for n, line in enumerate(file.lines):
            if line.sha256:
                places.setdefault(line.sha256, []).append((n, Twin(file.path, line.place, line)))
    found: dict[tuple[str, int], list[Twin]] = {}
    for same in places.values():
        # Beyond a few the names help nobody, and all of them for each would grow with the square.
        for n, twin in same if len(same) > 1 else ():
            others = [other for _, other in same[: MOST_TWINS + 1] if other is not twin]
            found[twin.path, n] = others[:MOST_TWINS]
    return found


def is_before(line: PhotoLine, others: Sequence[Twin], path: str) -> bool:
    """Whether the photo after rectification is the one before."""
    return line.side == "after" and any(
        other.path == path and other.line.side == "before" and (other.line.owner, other.line.row) == (line.owner, line.row)
        for other in others
    )  # fmt: skip
