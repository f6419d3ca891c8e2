"""Photo: a picture made ready for print, and how large it stands in its cell; knows no folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

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


class Photos(Protocol):
    """Where photos are looked up by the names that a working paper has for them."""

    def find(self, name: str) -> Photo | str:
        """The photo of a name, or the words that say why there is none."""
