"""Gallery: the pictures of one workbook and of its photo folder, fetched from where they lie and made ready for print."""

from __future__ import annotations

import hashlib
from pathlib import Path

from coatxl.annex.album import Album, developed
from coatxl.annex.darkroom import for_box
from coatxl.annex.photo import Photo, Ref
from coatxl.annex.photo_names import PhotoNames
from coatxl.workbook.faults import Unreadable
from coatxl.workbook.package import Package
from coatxl.workbook.preflight import open_zip
from coatxl.workbook.source import read_bytes


class Gallery:
    """The photos of one working paper; the workbook is opened when its first picture is asked for, and never written.

    sha256: the digest of the workbook as it was read; one that has changed since gives no pictures.
    """

    def __init__(self, workbook: Path, sha256: str, album: Album | None = None) -> None:
        self._workbook, self._sha256, self._album = workbook, sha256, album
        self._package: Package | None = None
        self._is_open = False
        self._developed: dict[Ref, Photo | str] = {}

    @property
    def names(self) -> PhotoNames | None:
        """The names of the photo folder's files, None when none was given."""
        return self._album.names if self._album is not None else None

    def photo(self, ref: Ref) -> Photo | str | None:
        """A photo for print, or why there is none in Chinese."""
        if ref.file:
            return self._album.photo(ref) if self._album is not None else None
        if ref not in self._developed:
            self._developed[ref] = developed(ref, self.content(ref), for_box)
        return self._developed[ref]

    def content(self, ref: Ref) -> bytes | None:
        """The bytes of a picture as they lie there, None when they cannot be read."""
        if ref.file:
            return self._album.content(ref) if self._album is not None else None
        try:
            package = self._opened()
            return package.read(ref.part) if package is not None else None
        except Unreadable:
            return None

    def _opened(self) -> Package | None:
        if not self._is_open:
            self._is_open = True
            data = read_bytes(self._workbook)
            if hashlib.sha256(data).hexdigest() == self._sha256:
                with open_zip(data) as archive:
                    self._package = Package(data, archive.infolist())
        return self._package
