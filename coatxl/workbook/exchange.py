"""The last steps of a write: flush to the disk, keep the mode, put the new file in the old one's place."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from pathlib import Path


def flush(path: Path) -> None:
    """Bring a file to the disk, so that a power cut after the exchange leaves no empty one."""
    with open(path, "r+b") as file:
        os.fsync(file.fileno())


def exchange(temporary: Path, target: Path) -> None:
    """Put the new file in target's place; Windows is asked again for a second, as virus scanners hold new files."""
    for pause in (0.1, 0.3, 0.6) if os.name == "nt" else ():
        with suppress(PermissionError):
            temporary.replace(target)
            return
        time.sleep(pause)
    temporary.replace(target)


def flush_folder(folder: Path) -> None:
    """Bring the exchange itself to the disk; Windows opens no folders, and some network drives flush none."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def take_mode(target: Path, temporary: Path) -> None:
    """Keep the mode of a file that is replaced; a new one has what the umask gave it."""
    with suppress(OSError):
        temporary.chmod(target.stat().st_mode & 0o7777)


def takes_files(folder: Path) -> bool:
    """Whether a folder takes new files: tells a locked target from a read-only folder. os.access lies on Windows."""
    probe = folder / f".~{secrets.token_hex(8)}"
    try:
        with open(probe, "xb"):
            pass
        probe.unlink()
    except OSError:
        return False
    return True
