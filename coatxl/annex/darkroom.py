"""darkroom: a picture file made upright, small enough for print and free of the camera's data; and what it says itself."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

from coatxl.annex.photo import BOX_HEIGHT, BOX_WIDTH, Photo

if TYPE_CHECKING:
    from PIL import Image

Result = TypeVar("Result")
_FORMATS = ("JPEG", "PNG", "BMP", "GIF", "TIFF", "WEBP")  # no other decoder is tried on a stranger's bytes
_DPI, _QUALITY, _PAGE_QUALITY = 300, 88, 92
_BOX = (round(BOX_WIDTH / 2.54 * _DPI), round(BOX_HEIGHT / 2.54 * _DPI))
# The long side of A4: a photo that fills a page still has 300 dpi.
_PAGE = (round(29.7 / 2.54 * _DPI),) * 2
_ORIENTATION, _CHANGED, _CAMERA, _TAKEN, _GPS = 0x0112, 0x0132, 0x8769, 0x9003, 0x8825
_UPRIGHT, _SIDEWAYS = 1, (5, 6, 7, 8)
_MOMENT = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a picture file says itself: its size in pixels as it is shown, when it was taken, whether it tells where."""

    width: int
    height: int
    taken: str | None
    located: bool


def facts_of(content: bytes, turn: int = 0) -> Facts | None:
    """The facts of a picture file, of which only the head is read; None for what is no picture."""

    def facts(source: Image.Image) -> Facts:
        exif = source.getexif()
        orientation = exif.get(_ORIENTATION, _UPRIGHT)
        sideways = turn % 2 == 1 if orientation == _UPRIGHT else orientation in _SIDEWAYS
        width, height = source.size[::-1] if sideways else source.size
        return Facts(width, height, _taken(exif), bool(exif.get_ifd(_GPS)))

    return _opened(content, facts)


def for_box(name: str, content: bytes, turn: int = 0) -> Photo | None:
    """A photo for the box of a table, nothing but the picture left; None for what is no picture."""
    return _opened(content, lambda source: _developed(name, source, turn, _BOX, _QUALITY))


def for_page(name: str, content: bytes, turn: int = 0) -> Photo | None:
    """A photo for a page, with the time of its taking and nothing else of the camera; None for what is no picture."""
    return _opened(content, lambda source: _developed(name, source, turn, _PAGE, _PAGE_QUALITY, dated=True))


def _opened(content: bytes, work: Callable[[Image.Image], Result]) -> Result | None:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            # A picture of too many pixels is a warning first; here it is refused at once.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=_FORMATS) as source:
                return work(source)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None


def _developed(
    name: str, source: Image.Image, turn: int, largest: tuple[int, int], quality: int, *, dated: bool = False
) -> Photo:
    """Turn upright, sample down, and encode anew: what is not put in is not there."""
    from PIL import Image, ImageOps

    exif = source.getexif()
    taken = _taken(exif) if dated else None
    # Office writes the camera's own turn into the sheet as well, so of the two only one is done.
    quarters = turn if exif.get(_ORIENTATION, _UPRIGHT) == _UPRIGHT else 0
    source.draft("RGB", (largest[0] * 2, largest[1] * 2))
    upright = ImageOps.exif_transpose(source)
    if quarters % 4:
        upright = upright.rotate(-90 * quarters, expand=True)
    upright.thumbnail(largest, Image.Resampling.LANCZOS)
    layer = upright.convert("RGBA")
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    options = {}
    if taken is not None:
        kept = Image.Exif()
        moment = taken.replace("-", ":")
        kept[_CHANGED] = moment
        kept.get_ifd(_CAMERA)[_TAKEN] = moment
        options["exif"] = kept
    out = BytesIO()
    paper.save(out, "JPEG", quality=quality, dpi=(96, 96), **options)
    return Photo(name, out.getvalue(), *paper.size)


def _taken(exif: Image.Exif) -> str | None:
    """When a picture was taken, as 2026-03-18 10:05:00; None where the camera wrote no date."""
    for value in (exif.get_ifd(_CAMERA).get(_TAKEN), exif.get(_CHANGED)):
        match = _MOMENT.match(value.strip()) if isinstance(value, str) else None
        if match and match[1] != "0000":
            return "{}-{}-{} {}:{}:{}".format(*match.groups())
    return None
