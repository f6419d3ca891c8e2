"""Spool: the records of a run in a private file on disk, so that memory stays the same for ten workbooks and a million.

SQLite's own temporary database: readable by this user only, gone with the process however it ends, and no file to be
seen beside the sources. SQLITE_TMPDIR, else TMPDIR, says on which disk.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import weakref
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from coatxl.reports.model import FileResult, Tally
from coatxl.reports.record import Record, file_of
from coatxl.workbook.save import temporary_full

_CACHE_KIB = 2_000


class Spool:
    """Records by position, in whatever order they come; one transaction for each."""

    def __init__(self) -> None:
        """Open an empty spool; close() or the end of its last use deletes it."""
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self.close = weakref.finalize(self, self._database.close)
        self._database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._database.execute("PRAGMA journal_mode = OFF")  # what is not whole is of no use to anybody
        self._database.execute("CREATE TABLE kept (position INTEGER PRIMARY KEY, place TEXT, head TEXT, body TEXT)")

    def put(self, position: int, record: Record, path: str, source: str) -> None:
        """Keep the record of a file: what reports call it and where it lies; CannotWrite when the disk is full."""
        place = json.dumps([path, source])  # ASCII: a name need not be valid UTF-8
        try:
            self._database.execute("INSERT INTO kept VALUES (?, ?, ?, ?)", (position, place, record.head, record.body))
        except sqlite3.OperationalError as error:
            # A disk that fills up under SQLite is told as either of the two.
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
                raise
            raise temporary_full(_folder(), "SQLITE_TMPDIR 或 TMPDIR") from error

    def __len__(self) -> int:
        number: int = self._database.execute("SELECT count(*) FROM kept").fetchone()[0]
        return number

    def heads(self) -> Iterator[tuple[int, str, str, str]]:
        """Position, path, source and head of each record, by position."""
        for position, place, head in self._database.execute("SELECT position, place, head FROM kept ORDER BY position"):
            path, source = json.loads(place)
            yield position, path, source, head

    def body(self, position: int) -> str:
        """The body of one record."""
        found: str = self._database.execute("SELECT body FROM kept WHERE position = ?", (position,)).fetchone()[0]
        return found


def _folder() -> Path:
    """The folder in which SQLite keeps temporary files: the first of its list that takes any (sqlite.org/tempfiles)."""
    import tempfile

    if sys.platform == "win32":
        return Path(tempfile.gettempdir())
    usual = ("/var/tmp", "/usr/tmp", "/tmp")  # noqa: S108 — named, not used
    named = (os.environ.get("SQLITE_TMPDIR"), os.environ.get("TMPDIR"), *usual)
    folders = [Path(each) for each in named if each]
    return next((each for each in folders if each.is_dir() and os.access(each, os.W_OK | os.X_OK)), Path.cwd())


class SpooledFiles:
    """The results of a run over a spool, by position; counted as they come."""

    def __init__(self) -> None:
        """Begin with no file."""
        self.spool = Spool()
        self.tally = Tally()

    def put(self, position: int, record: Record, path: str, source: str) -> None:
        """Keep and count the result of one file."""
        self.spool.put(position, record, path, source)
        self.tally.add(file_of(record.head, lambda: record.body, path, source))

    def __len__(self) -> int:
        return self.tally.files

    def __iter__(self) -> Iterator[FileResult]:
        for position, path, source, head in self.spool.heads():
            yield file_of(head, partial(self.spool.body, position), path, source)
