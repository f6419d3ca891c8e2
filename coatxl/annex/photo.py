"""Photo: a picture made ready for print, and how large it stands in its cell; knows no folder and no workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from coatxl.annex.photo_names import PhotoNames

# The box of a photo in a table, in cm: neither cut nor distorted, it fills one of the two sides.
BOX_WIDTH, BOX_HEIGHT = 4.6, 4.2
GAP = 0.15


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG without camera data, with its size in pixels; name: the file that it was made from."""

    name: str
    content: bytes
    width: int
    height: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in cm, fitted into the box."""
        scale = min(BOX_WIDTH / self.width, BOX_HEIGHT / self.height)
        return self.width * scale, self.height * scale


@dataclass(frozen=True, slots=True)
class Ref:
    """Where a picture lies: in a part of the workbook, or in a file of the photo folder (relative, with "/").

    turn: quarters clockwise that a person turned it in the sheet.
    """

    part: str = ""
    file: str = ""
    turn: int = 0

    @property
    def name(self) -> str:
        """The file's own name."""
        return (self.part or self.file).rpartition("/")[2]


class Photos(Protocol):
    """Where photos are fetched from; names are those of the photo folder, None when none was given."""

    @property
    def names(self) -> PhotoNames | None:
        """The names of the photo folder's files."""

    def photo(self, ref: Ref) -> Photo | str | None:
        """A photo for print, the words that say why there is none, or None for what is kept elsewhere."""
