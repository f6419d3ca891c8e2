"""Which workbooks the arguments mean, and the name by which reports call each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from coatxl.findings import Text
from coatxl.workbook.faults import printable
from coatxl.workbook.own import is_own

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".et"})
# May hold a table that somebody takes for checked; photos and letters are nobody's working paper.
_OTHER_TABLES = frozenset(
    {".csv", ".tsv", ".htm", ".html", ".mht", ".mhtml", ".xml", ".xlt", ".ett", ".fods", ".ots", ".numbers"}
)
_KINDS = {
    "own": Text("coatxl 自己的输出", "outputs of coatxl"),
    "linked": Text("链接的文件夹", "linked folders"),
    "dotted": Text("以点开头的文件夹", "folders that begin with a dot"),
    "hidden": Text("以点开头的工作簿", "workbooks that begin with a dot"),
    "bare": Text("没有扩展名的文件", "files without an extension"),
    "other": Text("不检查的表格格式", "tables in formats that are not checked"),
}  # fmt: skip
_NAMED = 3  # names of each kind in the line; the rest are counted


@dataclass(frozen=True, slots=True)
class Job:
    """One workbook to check: where it is and what reports call it (relative, with "/")."""

    path: Path
    name: str


@dataclass(slots=True)
class LeftOut:
    """What a walk passed over though it may hold a table: names by kind. Owner files (~$) are not counted."""

    names: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, name: str) -> None:
        """Note one file or folder."""
        self.names.setdefault(kind, []).append(name)

    def line(self) -> Text | None:
        """Count and name what was left out, in one line; None when that is nothing."""
        if not self.names:
            return None
        zh, en = [], []
        for kind in (kind for kind in _KINDS if kind in self.names):
            names = sorted(self.names[kind])
            few = [printable(name, 40) for name in names[:_NAMED]]
            more = len(names) > _NAMED
            zh.append(f"{_KINDS[kind].zh} {len(names)} 个（{'、'.join(few)}{' 等' if more else ''}）")
            en.append(f"{len(names)} {_KINDS[kind].en} ({', '.join(few)}{', …' if more else ''})")
        return Text(f"没有检查：{'；'.join(zh)}", f"Not checked: {'; '.join(en)}")


def jobs(paths: list[Path], left_out: LeftOut | None = None) -> list[Job]:
    """The workbooks of files and folders in stable order; a folder's own outputs and owner files are left out.

    A name is relative to its argument; with several arguments the argument's own name stands before it. A folder that
    cannot be listed is a job as well, so that its reader says so. left_out: takes what was passed over.
    """
    left_out = left_out or LeftOut()
    found: dict[str, Job] = {}
    for path in paths:
        prefix = f"{_posix(path)}/" if len(paths) > 1 else ""
        if path.is_dir():
            for each in _walk(path, left_out):
                name = prefix + _posix(each.relative_to(path) if each != path else Path(path.name or path))
                found.setdefault(os.path.abspath(each), Job(each, name))
        else:
            found.setdefault(
                os.path.abspath(path), Job(path, _posix(path) if len(paths) > 1 else _posix(Path(path.name)))
            )
    return sorted(found.values(), key=lambda job: job.name)


def _walk(folder: Path, left_out: LeftOut) -> Iterator[Path]:
    closed: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=closed.append, followlinks=False):
        within = []
        for name in sorted(folders):
            path = Path(root, name)
            why = "dotted" if name.startswith(".") else "linked" if path.is_symlink() else ""
            if why:
                left_out.add(why, _posix(path.relative_to(folder)))
            else:
                within.append(name)
        folders[:] = within
        for name in sorted(files):
            path = Path(root, name)
            kind = _kind(path)
            if kind == "":
                yield path
            elif kind is not None:
                left_out.add(kind, _posix(path.relative_to(folder)))
    for error in closed:
        # A listing that breaks off in the middle does not say where: then the whole folder is named.
        yield Path(os.fsdecode(error.filename)) if error.filename else folder


def _kind(path: Path) -> str | None:
    """Why a file is left out; None for what is certainly no working paper, "" for what is to be checked."""
    suffix = path.suffix.lower()
    if path.name.startswith(("~$", "._")):  # owner files of Office, forks of macOS
        return None
    if suffix in SUFFIXES:
        return "hidden" if path.name.startswith(".") else "own" if is_own(path) else ""
    if path.name.startswith("."):
        return None
    return "bare" if not suffix else "other" if suffix in _OTHER_TABLES else None


def _posix(path: Path) -> str:
    # Under an ASCII locale a Chinese name comes as escaped bytes; reports call a file the same in every locale.
    return os.fsencode(path.as_posix()).decode("utf-8", "surrogateescape")
