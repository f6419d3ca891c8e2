"""Rows added below a table of an open workbook: which cells get which values, and that none of them holds anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coatxl.tables.read import Reading
from coatxl.tables.table import Source, Table
from coatxl.workbook.book import Merge, Sheet

_MOST_DIGITS = 9


class LiveRefused(Exception):  # noqa: N818 — read as a sentence
    """A button that does nothing; its text is one line with the reason and the way out."""


@dataclass(frozen=True, slots=True)
class Patch:
    """Values for a block of blank cells; row and col are 0-based, None leaves a cell blank."""

    sheet: str
    row: int
    col: int
    values: tuple[tuple[str | int | None, ...], ...]


def additions(
    reading: Reading, table: type[Table], drafts: Sequence[Mapping[str, str]], needed: Sequence[str]
) -> list[Patch]:
    """Patches that put drafts (field values) below everything on the table's sheet, in its own columns.

    LiveRefused when the workbook has no such table, or the sheet lacks a column of needed, without which the same
    rows would be drafted again. Cells with formulas keep them; fields without a column are left out.
    """
    sources = reading.sources.get(table)
    if not sources:
        raise LiveRefused(f"没有找到“{table.sheet}”表；请用 coatxl new 生成的底稿，或补上带表头的“{table.sheet}”表")
    source = sources[-1]
    for name in needed:
        if name not in source.columns:
            header = table.fields[name].column.header
            raise LiveRefused(f"“{source.sheet.name}”表没有“{header}”列，写不了新行；请先增加这一列")
    names = {col: name for name, col in source.columns.items() if any(draft.get(name) for draft in drafts)}
    first = free_row(source, len(drafts), sorted(names))
    taken = {col for row, col in source.sheet.formulas if first <= row < first + len(drafts)}
    for name in needed:
        if source.columns[name] in taken:
            header = table.fields[name].column.header
            raise LiveRefused(
                f"“{source.sheet.name}”表第 {first + 1} 行起的“{header}”列是公式，写不了新行；请先清除这些公式"
            )
    patches: list[Patch] = []
    for run in _runs(sorted(col for col in names if col not in taken)):
        rows = tuple(tuple(_typed(draft.get(names[col], ""), names[col]) for col in run) for draft in drafts)
        patches.append(Patch(source.sheet.name, first, run[0], rows))
    return patches


def free_row(source: Source, count: int, columns: Sequence[int]) -> int:
    """The first row below everything on the sheet where count rows of these columns touch no merge."""
    sheet = source.sheet
    last = max([source.header_row, *source.rows, *_filled(sheet)])
    row = last + 1
    while True:
        touched = [m.bottom for m in sheet.merges if _touches(m, row, row + count - 1, columns)]
        if not touched:
            return row
        row = max(touched) + 1


def _filled(sheet: Sheet) -> list[int]:
    rows = [sheet.top + i for i, row in enumerate(sheet.rows) if any(value is not None for value in row)]
    return [*rows, *(row for row, _ in sheet.errors), *(row for row, _ in sheet.pictures)]


def _touches(merge: Merge, first: int, last: int, columns: Sequence[int]) -> bool:
    return merge.top <= last and merge.bottom >= first and any(merge.left <= c <= merge.right for c in columns)


def _runs(columns: Sequence[int]) -> list[list[int]]:
    """Neighbouring columns together: one write each."""
    runs: list[list[int]] = []
    for col in columns:
        if runs and runs[-1][-1] == col - 1:
            runs[-1].append(col)
        else:
            runs.append([col])
    return runs


def _typed(text: str, field: str) -> str | int | None:
    """序号 as a number where it is one, as the template's own rows have it."""
    if field == "number" and text.isdecimal() and len(text) <= _MOST_DIGITS:
        return int(text)
    return text or None
