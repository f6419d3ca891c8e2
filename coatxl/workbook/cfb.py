"""The OLE container (MS-CFB) around an .xls: names and bytes of its streams, safe against loops and lying tables."""

from __future__ import annotations

import struct

from coatxl.workbook.faults import DAMAGED, Unreadable

_HEADER = 512
_LAST_SECTOR = 0xFFFFFFFA  # what is above are marks: free, end of chain, FAT, DIFAT
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_MOST_ENTRIES = 10_000


class Container:
    """The streams of an OLE container by name."""

    def __init__(self, data: bytes) -> None:
        """Read the tables and the directory; Unreadable when they are damaged or run in circles."""
        self._data = data
        try:
            (shift, mini_shift), (directory,) = struct.unpack_from("<HH", data, 30), struct.unpack_from("<I", data, 48)
            self._cutoff, mini_fat = struct.unpack_from("<II", data, 56)
            if shift not in (9, 12) or mini_shift != 6:  # noqa: PLR2004 — the only sizes of MS-CFB 2.2
                raise _damaged()
            self._size, self._mini_size = 1 << shift, 1 << mini_shift
            self._fat = self._table(self._fat_sectors())
            self._mini_fat = self._numbers(self._chain(mini_fat)) if mini_fat < _LAST_SECTOR else ()
            self._entries, self._mini = self._directory(self._chain(directory))
        except struct.error:
            raise _damaged() from None

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._entries

    def stream(self, name: str) -> bytes:
        """Bytes of one stream; Unreadable when its sectors are missing or run in a circle."""
        start, size = self._entries[name.casefold()]
        if size >= self._cutoff:
            return self._chain(start)[:size]
        pieces, seen = [], 0
        while start < _LAST_SECTOR and seen * self._mini_size < size:
            seen += 1
            at = start * self._mini_size
            if start >= len(self._mini_fat) or at >= len(self._mini):
                raise _damaged()
            pieces.append(self._mini[at : at + self._mini_size])
            start = self._mini_fat[start]
        return b"".join(pieces)[:size]

    def _sector(self, number: int) -> bytes:
        # The header takes one sector whatever its size: sector 0 follows it.
        at = (number + 1) * self._size
        if at >= len(self._data):
            raise _damaged()
        return self._data[at : at + self._size]

    def _fat_sectors(self) -> list[int]:
        """Sectors of the FAT: 109 in the header, the others in the chain of DIFAT sectors."""
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        (following,) = struct.unpack_from("<I", self._data, 68)
        seen: set[int] = set()
        while following < _LAST_SECTOR:
            if following in seen:
                raise _damaged()
            seen.add(following)
            *more, following = self._numbers(self._sector(following))
            sectors += more
        return [sector for sector in sectors if sector < _LAST_SECTOR]

    def _table(self, sectors: list[int]) -> tuple[int, ...]:
        if len(set(sectors)) < len(sectors):
            raise _damaged()
        return self._numbers(b"".join(map(self._sector, sectors)))

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack_from(f"<{len(data) // 4}I", data)

    def _chain(self, start: int) -> bytes:
        pieces: list[bytes] = []
        seen: set[int] = set()
        while start < _LAST_SECTOR:
            if start in seen or start >= len(self._fat):
                raise _damaged()
            seen.add(start)
            pieces.append(self._sector(start))
            start = self._fat[start]
        return b"".join(pieces)

    def _directory(self, data: bytes) -> tuple[dict[str, tuple[int, int]], bytes]:
        """(start sector, size) of each stream by name, and the stream that holds the small ones."""
        entries: dict[str, tuple[int, int]] = {}
        mini = b""
        for at in range(0, min(len(data), _MOST_ENTRIES * _ENTRY) - _ENTRY + 1, _ENTRY):
            (length,) = struct.unpack_from("<H", data, at + 64)
            name = data[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", data, at + 116)
            if data[at + 66] == _ROOT:
                mini = self._chain(start) if start < _LAST_SECTOR else b""
            elif data[at + 66] == _STREAM:
                entries.setdefault(name.casefold(), (start, size))
        return entries, mini


def _damaged() -> Unreadable:
    return Unreadable(DAMAGED.about("OLE容器的目录或扇区表无效", "the tables of its OLE container are invalid"))
