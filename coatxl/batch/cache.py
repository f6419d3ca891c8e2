"""cache: results of earlier runs, so that a second run over an unchanged folder costs hashing only (--resume).

A result is found by what made it: the bytes of the workbook, the rules and their code, the settings, the language. The
file's name is no part of that, unless a setting accepts findings by file name, or several papers share a photo folder
and each finds its photos there by its name. What is damaged or from other rules is as if it were not there, and a cache
that cannot be used costs time, never a result.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import coatxl
from coatxl.batch.tasks import Task, Work
from coatxl.reports.record import Record, sha256_of
from coatxl.settings import Settings
from coatxl.workbook.faults import Unreadable
from coatxl.workbook.source import read_bytes

FILE_NAME = "results.sqlite"
MOST_RESULTS = 200_000
_TOGETHER = 64  # results in one transaction: a disk is asked to be sure of them once
_READERS = ("python-calamine", "pydantic")


def default_folder() -> Path:
    """The user's own cache folder; it need not exist."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("coatxl", appauthor=False))


def rule_set() -> str:
    """The digest of all that judges: this version, every file of the package, Python and the readers."""
    from importlib.metadata import version

    home = Path(coatxl.__file__).parent
    digest = hashlib.sha256(f"{coatxl.__version__} {sys.version_info[:2]}".encode())
    for name in _READERS:
        digest.update(f"{name} {version(name)}".encode())
    for path in sorted(home.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


class Cache:
    """Records by key in one SQLite file of the user's cache folder."""

    def __init__(self, task: Task, folder: Path | None = None) -> None:
        """Open the cache for the results of one task; a damaged one is begun anew, one out of reach is left alone."""
        self.task = repr(task)
        self.rules = rule_set()
        self.known: dict[int, tuple[Settings, str]] = {}
        self.new: list[tuple[bytes, str, str, str, bytes]] = []
        self.database: sqlite3.Connection | None = None
        folder = folder or default_folder()
        for _ in range(2):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                self.database = _open(folder / FILE_NAME, self.rules)
            except (sqlite3.OperationalError, OSError):
                return  # locked by another run, or no place to write
            except sqlite3.DatabaseError:
                with suppress(OSError):
                    (folder / FILE_NAME).unlink()
            else:
                return

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._flush()
        if self.database is not None:
            self.database.close()

    def find(self, work: Work) -> Record | None:
        """The record of a workbook as it is now, if it was checked before."""
        if self.database is None:
            return None
        try:
            content = hashlib.sha256(read_bytes(work.path)).hexdigest()
            key = self._key(work, content)
            found = self.database.execute("SELECT head, body, sum FROM results WHERE key = ?", (key,)).fetchone()
            if found is None:
                return None
            record = Record(found[0], found[1])
            return record if found[2] == _sum(key, record) and sha256_of(record) == content else None
        except (Unreadable, sqlite3.DatabaseError, ValueError, TypeError, LookupError):
            return None

    def keep(self, work: Work, record: Record) -> None:
        """Keep a new record, under the bytes that it was made from, not those that the file may have by now."""
        content = sha256_of(record)
        if content is None or self.database is None:
            return
        key = self._key(work, content)
        self.new.append((key, self.rules, record.head, record.body, _sum(key, record)))
        if len(self.new) >= _TOGETHER:
            self._flush()

    def _key(self, work: Work, content: str) -> bytes:
        photo = work.settings.photo
        by_name = any(each.file != "*" for each in work.settings.accept) or (photo.by_paper and photo.files is not None)
        name = work.name if by_name else ""
        parts = (self.task, self.rules, self._settings(work.settings), repr(name), content)
        return hashlib.sha256("\0".join(parts).encode()).digest()

    def _settings(self, settings: Settings) -> str:
        known = self.known.get(id(settings))
        if known is None:  # kept with its text, so that its id stays its own
            known = self.known[id(settings)] = settings, repr(settings)
        return known[1]

    def _flush(self) -> None:
        if self.database is not None and self.new:
            with suppress(sqlite3.DatabaseError), self.database:
                self.database.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)", self.new)
        self.new.clear()


def _open(path: Path, rules: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=2)
    try:
        database.execute("PRAGMA synchronous = OFF")  # a power cut may damage it, and then it is begun anew
        with database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, rules TEXT, head TEXT, body TEXT, sum BLOB)"
            )
            database.execute("DELETE FROM results WHERE rules <> ?", (rules,))
            old = "SELECT max(rowid) FROM results"
            database.execute(f"DELETE FROM results WHERE rowid <= ({old}) - ?", (MOST_RESULTS,))  # noqa: S608
    except BaseException:
        database.close()
        raise
    return database


def _sum(key: bytes, record: Record) -> bytes:
    return hashlib.sha256(b"\0".join((key, record.head.encode(), record.body.encode()))).digest()
