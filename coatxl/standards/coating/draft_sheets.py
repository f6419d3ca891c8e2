"""Draft sheets: the sheets that the program added to a draft, read back; what it did not write there is the person's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from coatxl.reports.draft_model import (
    ABOUT,
    ABOUT_HEADS,
    BASES,
    BEFORE,
    CHECK,
    DRAFT_SHEETS,
    ID,
    KEPT,
    KEPT_HEADS,
    MERGED_MEASURES,
    NOTE,
    NOW,
    REMOVED,
    SOURCES,
    STATE,
    WRITTEN,
    Base,
    Kept,
    Told,
    check_of,
)
from coatxl.standards.coating.draft_entries import DraftKind, Record, written
from coatxl.tables.cells import text_of
from coatxl.workbook.book import Sheet, cell_name

TOLD = {STATE: "state", BEFORE: "before", NOW: "now", NOTE: "note"}
# By which headers a sheet of this name is the program's; one without them is the person's own.
_HEADS = {MERGED_MEASURES: {ID}, KEPT: set(KEPT_HEADS), ABOUT: set(ABOUT_HEADS), BASES: {ID}, SOURCES: {ID}}
_MARK = re.compile(r"[0-9a-f]{10}")
_MINE = frozenset({REMOVED})  # a column that is there for the person


class ProgramSheet:
    """One of the program's sheets: its lines by header, and the cells that hold what the program did not write."""

    def __init__(self, sheet: Sheet, head_row: int) -> None:
        self.sheet, self._top = sheet, head_row
        head = _cells(sheet, head_row)
        self._check = next((c for c, text in head.items() if text.startswith(CHECK)), None)
        self._head = {c: text for c, text in head.items() if self._check is None or c < self._check}

    def lines(self) -> Iterator[dict[str, str]]:
        """Header → text of each line that says anything."""
        for row in range(self._top + 1, _end(self.sheet)):
            cells = _cells(self.sheet, row)
            line = {header: cells.get(c, "") for c, header in self._head.items()}
            if any(line.values()):
                yield line

    def strays(self) -> Iterator[Kept]:
        """Every text that the program did not write: beside and around its lines, and in lines that were changed.

        The lines of 其他内容 are carried as they are, and so are none.
        """
        for row in range(self.sheet.top, _end(self.sheet)):
            cells = _cells(self.sheet, row)
            told = set() if row < self._top else self._written(cells, row)
            yield from (
                Kept(f"{self.sheet.name}!{cell_name(row, c)}", text) for c, text in cells.items() if c not in told
            )

    def _written(self, cells: Mapping[int, str], row: int) -> set[int]:
        """The columns of a row in which the program's own text stands."""
        if self.sheet.name == KEPT:
            return set(self._head)
        free = {c for c, header in self._head.items() if header in _MINE and cells.get(c, "") in ("", header)}
        checked = [cells.get(c, "") for c, header in self._head.items() if header not in _MINE or row == self._top]
        mark = cells.get(self._check, "") if self._check is not None else ""
        own = set() if self._check is None else {self._check}
        if own and check_of(checked) == mark.removeprefix(CHECK).strip():
            return own | free | {c for c, header in self._head.items() if header not in _MINE or row == self._top}
        return free | (own if _MARK.fullmatch(mark) else set())


def program_sheets(sheets: Mapping[str, Sheet]) -> dict[str, ProgramSheet]:
    """The sheets that the program wrote, by their names; a person's sheet of such a name is none of them."""
    found = {}
    for name in DRAFT_SHEETS:
        sheet = sheets.get(name)
        if sheet is None:
            continue
        rows = range(sheet.top, _end(sheet))
        head = next((row for row in rows if _HEADS[name] <= set(_cells(sheet, row).values())), None)
        if head is not None:
            found[name] = ProgramSheet(sheet, head)
    return found


def _end(sheet: Sheet) -> int:
    return max([sheet.bottom, *(row + 1 for row, _ in sheet.errors)])


def _cells(sheet: Sheet, row: int) -> dict[int, str]:
    """The texts of a row by column, error words too."""
    texts = {c: text_of(value) for c, value in sheet.row(row)}
    texts |= {c: word for (r, c), word in sheet.errors.items() if r == row}
    return {c: text for c, text in texts.items() if text}


def bases_of(sheets: Mapping[str, ProgramSheet], kind: DraftKind) -> list[Base]:
    """What the program wrote last, and where it came from."""
    sources: dict[str, list[Record]] = {}
    names = [(name, kind.source.fields[name].column.header) for name in written(kind.source)]
    for line in sheets[SOURCES].lines() if SOURCES in sheets else ():
        sources.setdefault(line[ID], []).append({name: line.get(header, "") for name, header in names})
    found: dict[str, Base] = {}
    for line in sheets[BASES].lines() if BASES in sheets else ():
        if not line[ID].startswith(kind.mark):
            continue
        values = {n: line.get(kind.table.fields[n].column.header, "") for n in written(kind.table)}
        told = Told(**{name: line.get(f"{WRITTEN}{header}", "") for header, name in TOLD.items()})
        removed = line.get(REMOVED, "") != ""
        found.setdefault(line[ID], Base(line[ID], values, sources.get(line[ID], []), told, removed))
    return list(found.values())


def kept_lines(sheets: Mapping[str, ProgramSheet]) -> Iterator[Kept]:
    """The lines of 其他内容."""
    place, text = KEPT_HEADS
    for line in sheets[KEPT].lines() if KEPT in sheets else ():
        yield Kept(line[place], line[text])
