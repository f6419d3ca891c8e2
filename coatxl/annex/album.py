"""Album: a folder of photos, looked up by what their names say and made ready for print (6.1, 10.2)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from coatxl.annex.darkroom import for_box
from coatxl.annex.photo import Photo, Ref
from coatxl.annex.photo_kind import HEAD, Unopenable, unopenable, words_for
from coatxl.annex.photo_names import PHONE_SUFFIXES, SUFFIXES, PhotoNames
from coatxl.workbook.faults import Unreadable, printable
from coatxl.workbook.source import read_bytes

MOST_FILES = 50_000
Developer = Callable[[str, bytes, int], Photo | None]


class AlbumTooLarge(Exception):  # noqa: N818 — read as a sentence
    """A folder that is no photo folder; its text is one Chinese line."""


def paths_in(folder: Path) -> list[str]:
    """The picture files below a folder, relative with "/", in stable order; AlbumTooLarge beyond all reason."""
    found: list[str] = []
    known = SUFFIXES | PHONE_SUFFIXES
    for root, folders, names in os.walk(folder):
        folders.sort()
        below = Path(root).relative_to(folder)
        found += [(below / name).as_posix() for name in sorted(names) if Path(name).suffix.lower() in known]
        if len(found) > MOST_FILES:
            raise AlbumTooLarge(f"照片文件夹 {printable(str(folder))} 里有{MOST_FILES}张以上的图片，请指定更小的文件夹")
    return found


def unopenable_in(folder: Path, paths: Iterable[str]) -> Iterator[tuple[str, Unopenable]]:
    """The files of paths_in that are no photos by their first bytes, with the reason."""
    for path in paths:
        try:
            with open(folder / path, "rb") as file:
                lack = unopenable(file.read(HEAD))
        except OSError:
            lack = "broken"
        if lack is not None:
            yield path, lack


class Album:
    """The photos below a folder; each is read when it is first asked for. NotADirectoryError when it is no folder."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise NotADirectoryError(folder)
        self.folder = folder
        self.names = PhotoNames(paths_in(folder))
        self._developed: dict[Ref, Photo | str] = {}

    def photo(self, ref: Ref) -> Photo | str | None:
        """A photo of the folder for print, or why there is none in Chinese; None for a picture of a workbook."""
        if not ref.file:
            return None
        if ref not in self._developed:
            self._developed[ref] = developed(ref, self.content(ref), for_box)
        return self._developed[ref]

    def content(self, ref: Ref) -> bytes | None:
        """The bytes of a file of the folder, None when it cannot be read."""
        try:
            return read_bytes(self.folder / ref.file)
        except Unreadable:
            return None


def developed(ref: Ref, content: bytes | None, develop: Developer) -> Photo | str:
    """A photo made ready, or the words that say why there is none."""
    photo = develop(ref.name, content, ref.turn) if content else None
    return photo or words_for(ref.name, content).zh
