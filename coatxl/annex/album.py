"""Album: a folder of photos, found by file name and made ready for print without the camera's data (6.1, 10.2)."""

from __future__ import annotations

import os
import re
import unicodedata
import warnings
from io import BytesIO
from pathlib import Path

from coatxl.annex.photo import BOX_HEIGHT, BOX_WIDTH, Photo

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp"})
_FORMATS = ("JPEG", "PNG", "BMP", "GIF", "TIFF", "WEBP")  # what SUFFIXES name, and no other decoder is tried
_DPI, _QUALITY = 300, 88
_LARGEST = (round(BOX_WIDTH / 2.54 * _DPI), round(BOX_HEIGHT / 2.54 * _DPI))
_SEPARATORS = re.compile(r"[、，,；;\n]+")


def names_in(text: str) -> list[str]:
    """The file names that one cell holds, separated as people do: 、 ， ； or a new line."""
    return [name for part in _SEPARATORS.split(text) if (name := part.strip())]


class Album:
    """The photos below a folder; each is read when it is first asked for. NotADirectoryError when it is no folder."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise NotADirectoryError(folder)
        self._files: dict[str, list[Path]] = {}
        self._found: dict[Path, Photo | str] = {}
        for root, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted(names):
                path = Path(root, name)
                if path.suffix.lower() in SUFFIXES:
                    for key in {_key(name), _key(path.stem)}:
                        self._files.setdefault(key, []).append(path)

    def find(self, name: str) -> Photo | str:
        """The photo of a file name, written with or without folder and suffix, or why there is none in Chinese."""
        short = re.split(r"[/\\]", name)[-1]
        files = self._files.get(_key(short), [])
        if not files:
            return f"没有找到照片：{short}"
        if len(files) > 1:
            return f"有{len(files)}个同名照片：{short}"
        if files[0] not in self._found:
            self._found[files[0]] = _printable(files[0])
        return self._found[files[0]]


def _key(name: str) -> str:
    """File names as people copy them: macOS decomposes, cameras write capitals."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _printable(path: Path) -> Photo | str:
    """Turn upright, sample down to the print's resolution, and encode anew: nothing but the picture remains."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            # A picture of too many pixels is a warning first; here it is refused at once.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=_FORMATS) as source:
                source.draft("RGB", (_LARGEST[0] * 2, _LARGEST[1] * 2))
                upright = ImageOps.exif_transpose(source)
            upright.thumbnail(_LARGEST, Image.Resampling.LANCZOS)
            layer = upright.convert("RGBA")
            paper = Image.new("RGB", upright.size, "white")
            paper.paste(layer, mask=layer.getchannel("A"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return f"照片打不开：{path.name}"
    out = BytesIO()
    paper.save(out, "JPEG", quality=_QUALITY, dpi=(96, 96))
    return Photo(path.name, out.getvalue(), *paper.size)
