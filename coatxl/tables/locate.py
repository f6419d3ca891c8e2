"""locate: where tables stand in a stranger's sheet, found by their headers and never by position.

Title rows above, two-row headers, extra and reordered columns, other header words, several tables or forms
one below the other (the standard's own 7.2 and 7.3): all give Located areas, or questions.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from coatxl.tables.column import folded
from coatxl.tables.header import Grid, Labelled, Located, match
from coatxl.tables.header_words import short_words, words_of
from coatxl.tables.labels import heading, is_caption, is_signature_row, label_row
from coatxl.tables.table import Table
from coatxl.workbook.book import Sheet

SCAN_ROWS = 60
OWN_NAME = 2
# A name gives way to a header that holds half as much again of another table.
_FULLER = 1.5
# A further table on the sheet has nearly all its required columns or this many; less is a legend of L, E and C.
_MANY = 5
_FORM_LABELS = 2


@lru_cache(maxsize=2048)
def name_matches(table: type[Table], sheet: str) -> int:
    """OWN_NAME when the sheet bears the table's name or an alias, 1 when its name contains the table's, else 0."""
    plain = folded(sheet).casefold()
    bare = re.sub(r"^[\d.、\-_()]+|[\d.、\-_()]+$", "", plain)
    names = [folded(n).casefold() for n in (table.sheet, *table.sheet_aliases)]
    if plain in names or bare in names:
        return OWN_NAME
    return int(names[0] in plain)


def locate(sheet: Sheet, tables: tuple[type[Table], ...]) -> list[Located]:
    """The areas of tables that this sheet holds, from the top; empty when it holds none."""
    return _Search(sheet, tables).areas()


class _Search:
    """The search of one sheet."""

    def __init__(self, sheet: Sheet, tables: tuple[type[Table], ...]) -> None:
        self.sheet = sheet
        self.grid = Grid(sheet, tables)
        self.names = {table: name_matches(table, sheet.name) for table in tables}
        # What the name says is asked first: where it is sure, the other tables need not be tried.
        self.tables = sorted(tables, key=lambda t: -self.names[t])
        self.short = short_words(tables)
        self.fruitless: set[frozenset[str]] = set()

    def areas(self) -> list[Located]:
        """The main header, the further headers above and below it, and what belongs to each."""
        found = list(self._headers())
        near = [a for a in found if a.top < self.sheet.top + SCAN_ROWS]
        if not near:
            return []
        main = max(near, key=lambda a: (self.names[a.table] > 0, a.by_header, a.score))
        kept = [main]
        taken = set(range(main.top, main.first))
        for area in sorted(found, key=lambda a: -a.score):
            rows = range(area.top, area.first)
            if taken.isdisjoint(rows) and self._is_further(area, main):
                taken.update(rows)
                kept.append(area)
        return self._bounded(sorted(kept, key=lambda a: a.top))

    def _is_further(self, area: Located, main: Located) -> bool:
        if area.table is main.table and area.columns == main.columns:
            return True
        texts = all(self.grid.is_text(r) for r in range(area.top, area.header_row + 1))
        return texts and area.by_header and (area.lacking <= 1 or len(area.columns) >= _MANY)

    def _headers(self) -> Iterator[Located]:
        """The best reading of each row that may be a header."""
        grid = self.grid
        for r in self._candidates():
            words = grid.marked.get(r, frozenset())
            below = grid.marked.get(r + 1, frozenset())
            if (words | below | {""}) in self.fruitless:
                continue
            options = [a for a in self._readings(r) if a is not None]
            if options:
                yield self._best(options)
            elif r >= self.sheet.top + SCAN_ROWS and self.short.isdisjoint(words):
                # Columns of data that name header words in every row are looked at once.
                self.fruitless.add(words | below | {""})

    def _candidates(self) -> Iterator[int]:
        grid, top = self.grid, self.sheet.top
        for r in range(top, min(self.sheet.bottom, top + SCAN_ROWS)):
            # Over words that are known only when joined, the upper row has merged cells.
            words = grid.marked.get(r, frozenset())
            if len(words) > 1 or not self.short.isdisjoint(words) or (r in grid.grouped and grid.joined(r)):
                yield r
        for r, words in grid.marked.items():
            if r >= top + SCAN_ROWS and (len(words) > 1 or not self.short.isdisjoint(words)) and grid.is_text(r):
                yield r

    def _readings(self, r: int) -> Iterator[Located | None]:
        grid = self.grid
        one, two = grid.row(r), grid.joined(r)
        for table in self.tables:
            named = self.names[table] == OWN_NAME
            single = match(grid, table, one, (r, r), named=named)
            double = match(grid, table, two, (r, r + 1), named=named) if two else None
            form = self._form(r, table)
            yield single
            yield double
            yield form
            for area in (single, double, form):
                if area is not None and self.names[table] and area.by_header and not area.lacking:
                    return

    def _form(self, r: int, table: type[Table]) -> Located | None:
        """The short header of a form, below its labels."""
        if not table.form_header:
            return None
        words = words_of(table)
        if all(words.get(key) != table.form_header[-1] for key in self.grid.marked.get(r, ())):
            return None
        labels: dict[str, Labelled] = {}
        for above in range(r - 1, self.sheet.top - 1, -1):
            found = label_row(self.grid, above, table, begun=True)
            if not found and self.grid.filled(above):
                break
            labels = found | labels
        # Labels without a single value are the header row of a list.
        if len(labels) < _FORM_LABELS or all(value is None for value, _ in labels.values()):
            return None
        area = match(self.grid, table, self.grid.row(r), (r, r), named=False, form=True)
        if area is not None:
            area.labels = labels
        return area

    def _best(self, options: list[Located]) -> Located:
        """The table of one row: what the sheet's name says, unless another table's header is clearly fuller."""
        fullest = max((a for a in options if a.by_header), key=lambda a: (a.score, -a.lacking), default=None)
        own = max(
            (a for a in options if self.names[a.table]),
            key=lambda a: (a.by_header, self.names[a.table], a.score),
            default=None,
        )
        if own is None or fullest is None or own.table is fullest.table:
            return own or fullest or options[0]
        if own.despite or (own.lacking and fullest.score >= _FULLER * own.score):
            return fullest
        return own

    def _bounded(self, areas: list[Located]) -> list[Located]:
        """Ends of the areas, labels above their headers, and repeated headers given to the area that they repeat."""
        kept: list[Located] = []
        starts: list[int] = []
        for area in areas:
            start, labels, blocks = self._above(area, kept[-1] if kept else None)
            before = kept[-1] if kept else None
            if before is not None and area.table is before.table and area.columns == before.columns and not blocks:
                before.skipped.update(range(area.top, area.header_row + 1))
                before.skipped.update(r for r in range(start, area.top) if not heading(self.grid, r, area.table))
                continue
            if before is not None:
                before.last = start
            area.labels = labels | area.labels
            kept.append(area)
            starts.append(start)
        for merge in self.sheet.merges:
            if merge.bottom > merge.top:
                area = kept[0] if len(kept) == 1 else kept[max(0, bisect_right(starts, merge.top) - 1)]
                if merge.top >= area.first:
                    area.tall.append(merge)
        for place in (*self.sheet.errors, *self.sheet.uncached):
            kept[max(0, bisect_right(starts, place[0]) - 1)].failed.add(place)
        for area in kept:
            area.wide = self.grid.wide
        return kept

    def _above(self, area: Located, before: Located | None) -> tuple[int, dict[str, Labelled], bool]:
        """Where the rows above a header that belong to it begin, their labels, and whether label rows are among them."""
        grid, table = self.grid, area.table
        labels: dict[str, Labelled] = {}
        start, blocks = area.top, False
        end = self.sheet.top if before is None else before.first
        first = min((*area.columns.values(), *(before.columns.values() if before else ())))
        for r in range(area.top - 1, end - 1, -1):
            cells = grid.filled(r)
            if not cells:
                continue
            pairs = label_row(grid, r, table, begun=blocks)
            told = pairs or heading(grid, r, table)
            labels = told | labels
            blocks = blocks or bool(pairs)
            mine = (
                bool(told)
                or is_signature_row([str(v) for _, v in cells])
                or is_caption(grid, r, first=first, sure=blocks)
                or (r == area.top - 1 and all((r, c) in grid.wide for c, _ in cells))
            )
            if mine:
                start = r
            elif before is not None:
                break
        return start, labels, blocks
