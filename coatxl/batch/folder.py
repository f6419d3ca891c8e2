"""Which workbooks the arguments mean, and the name by which reports call each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coatxl.workbook.own import is_own

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".et"})


@dataclass(frozen=True, slots=True)
class Job:
    """One workbook to check: where it is and what reports call it (relative, with "/")."""

    path: Path
    name: str


def jobs(paths: list[Path]) -> list[Job]:
    """The workbooks of files and folders in stable order; a folder's own outputs and owner files are left out.

    A name is relative to its argument; with several arguments the argument's own name stands before it.
    """
    found: dict[str, Job] = {}
    for path in paths:
        prefix = f"{_posix(path)}/" if len(paths) > 1 else ""
        if path.is_dir():
            for each in _walk(path):
                name = prefix + _posix(each.relative_to(path))
                found.setdefault(os.path.abspath(each), Job(each, name))
        else:
            found.setdefault(
                os.path.abspath(path), Job(path, _posix(path) if len(paths) > 1 else _posix(Path(path.name)))
            )
    return sorted(found.values(), key=lambda job: job.name)


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(d for d in folders if not d.startswith("."))
        for name in sorted(files):
            path = Path(root, name)
            if path.suffix.lower() in SUFFIXES and not name.startswith(("~$", ".")) and not is_own(path):
                yield path


def _posix(path: Path) -> str:
    # Under an ASCII locale a Chinese name comes as escaped bytes; reports call a file the same in every locale.
    return os.fsencode(path.as_posix()).decode("utf-8", "surrogateescape")
