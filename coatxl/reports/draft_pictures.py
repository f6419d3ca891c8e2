"""Pictures of a draft: the files that a person placed, byte for byte, drawn small in the cells that they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_PIXELS_PER_POINT = 96 / 72
_GAP = 2
_HEIGHT, _MOST_HEIGHT = 120, 540
"""Pixels of one picture, and of all that stand one above the other in a cell: a row is at most 409 points high."""
_LEAST_WIDTH = 40
_MOVES_AND_HIDES_WITH_CELLS = 1


def natural_size(content: bytes) -> tuple[float, float] | None:
    """Return width and height in pixels of 96 to the inch; None for what no workbook of ours can hold."""
    import struct

    from xlsxwriter.exceptions import XlsxFileError, XlsxInputError
    from xlsxwriter.image import Image

    try:
        image = Image(BytesIO(content))
    except (XlsxFileError, XlsxInputError, struct.error, ValueError, IndexError, KeyError):
        return None
    if not (image.width > 0 and image.height > 0 and image.x_dpi > 0 and image.y_dpi > 0):
        return None
    return image.width * 96 / image.x_dpi, image.height * 96 / image.y_dpi


def draw(worksheet: Worksheet, row: int, col: int, contents: Sequence[bytes], width: float) -> float:
    """Draw pictures one above the other in a cell of so many characters' width; return the height in points they need."""
    room = max(_LEAST_WIDTH, int(width * 7 + 5) - 2 * _GAP)
    most = min(_HEIGHT, _MOST_HEIGHT / len(contents) - _GAP) if contents else 0
    top = float(_GAP)
    for content in contents:
        size = natural_size(content)
        if size is None:
            continue
        scale = min(room / size[0], most / size[1], 1.0)
        worksheet.insert_image(
            row, col, "", {"image_data": BytesIO(content), "x_offset": _GAP, "y_offset": top, "x_scale": scale,
                           "y_scale": scale, "object_position": _MOVES_AND_HIDES_WITH_CELLS}
        )  # fmt: skip
        top += size[1] * scale + _GAP
    return top / _PIXELS_PER_POINT if contents else 0.0
