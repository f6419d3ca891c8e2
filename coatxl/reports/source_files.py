"""来源文件: the foot of every workbook that a report writes: the papers it was made from, their rows, bytes and settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coatxl.reports import listing
from coatxl.reports.links import target_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from coatxl.workbook.style import Formats

SOURCES: Final = "来源文件"
_COLUMNS = (("文件", 36), ("读取的行", 60), ("设置", 44), ("SHA-256", 72))


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One paper: path is what reports call it, source where it lies; rows and settings in words."""

    path: str
    source: str
    sha256: str
    rows: str = ""
    settings: str = ""


def add_sources(
    workbook: Workbook, formats: Formats, files: Iterable[SourceFile], *, tool: str, output: Path | None
) -> None:
    """Add the sheet as the last one."""
    rows: Iterator[list[listing.Cell]] = (
        [listing.File(target_of(file.path, file.source, output), file.path), file.rows, file.settings, file.sha256]
        for file in files
        if file.path
    )
    listing.write(workbook, formats, SOURCES, _COLUMNS, rows, subtitle=f"由 {tool} 生成", tool=tool, nothing="没有文件")
