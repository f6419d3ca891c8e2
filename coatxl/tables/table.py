"""Table: one sheet, declared as a class whose annotations are its columns; its instances are the rows."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, ClassVar, Self, get_type_hints

from coatxl.rules import Origin
from coatxl.tables.column import Field, field_of, folded
from coatxl.workbook.book import Sheet


@dataclass(slots=True)
class Source:
    """Where the rows of one table in one sheet stand; all positions are 0-based and absolute.

    columns: field name → column. sources: field name → source row of each data row, for filled columns.
    labelled: field name → position of each data row's value, for values in group rows or above the header.
    bad: (field name, index of the row) → what the cell shows when it is no value of the column's type.
    """

    sheet: Sheet
    header_row: int
    columns: dict[str, int]
    rows: list[int]
    sources: dict[str, list[int]] = field(default_factory=dict)
    labelled: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    bad: dict[tuple[str, int], str] = field(default_factory=dict)

    def place(self, name: str, index: int) -> tuple[int, int] | None:
        """(row, column) where the value of a field of the index-th row stands."""
        if name in self.labelled:
            return self.labelled[name][index]
        col = self.columns.get(name)
        if col is None:
            return None
        filled = self.sources.get(name)
        return (filled[index] if filled else self.rows[index]), col


class Table(tuple):  # type: ignore[type-arg]  # noqa: SLOT001 — rows of mixed types; slots are set on subclasses
    """One row; as a class, the declaration of a sheet.

    A row is a tuple of its fields' values, then its number among the rows and its Source, so that
    thousands of rows are made by zip and a field is read at the speed of a tuple. A module of tables does not postpone
    its annotations: they would be compiled a second time at every start.
    """

    sheet: ClassVar[str] = ""
    title: ClassVar[str] = ""
    clause: ClassVar[str] = ""
    sheet_aliases: ClassVar[tuple[str, ...]] = ()
    # Any one of these sets of fields, all found in one header row, makes a stranger's sheet this table.
    identify: ClassVar[tuple[frozenset[str], ...]] = ()
    # Headers whose presence says that it is another table (E beside L and C: not the matrix).
    not_with: ClassVar[tuple[str, ...]] = ()
    # Fields that may stand as label and value above the header row (the standard's own forms).
    form_labels: ClassVar[tuple[str, ...]] = ()
    # The short header of such a form: the last field's word names it, the others stand under the same merged header.
    form_header: ClassVar[tuple[str, ...]] = ()
    # Rows whose only content is in these fields are no data rows (numbers typed ahead).
    weak: ClassVar[frozenset[str]] = frozenset()
    fields: ClassVar[dict[str, Field]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401
        """Collect the columns from the annotations."""
        super().__init_subclass__(**kwargs)
        own = {n: a for n, a in cls.__annotations__.items() if not str(a).startswith(("ClassVar", "typing.ClassVar"))}
        holder = type(cls.__name__, (), {"__annotations__": own})
        hints = get_type_hints(holder, vars(sys.modules[cls.__module__]), include_extras=True)
        cls.fields = {name: field_of(name, i, hints[name]) for i, name in enumerate(own)}
        for name, each in cls.fields.items():
            setattr(cls, name, property(itemgetter(each.index)))

    @classmethod
    def build(cls, columns: Iterable[Iterable[object]], source: Source) -> list[Self]:
        """Rows from whole columns, in the order of the fields."""
        size = len(source.rows)
        make = tuple.__new__
        return [make(cls, values) for values in zip(*columns, range(size), [source] * size, strict=True)]

    @property
    def ordinal(self) -> int:
        """Number of the row among the rows of its Source."""
        return int(self[-2])

    @property
    def source(self) -> Source:
        """Where the rows stand."""
        return self[-1]  # type: ignore[no-any-return]

    @property
    def row_number(self) -> int:
        """Row in the sheet, counted from 1."""
        return self.source.rows[self.ordinal] + 1

    def has(self, name: str) -> bool:
        """Whether the sheet has this column."""
        source = self[-1]
        return name in source.columns or name in source.labelled

    def at(self, name: str) -> Origin:
        """The cell of a field: for a filled value, the cell where the value stands.

        A column that the sheet lacks gives the row's first recognised cell.
        """
        source = self.source
        place = source.place(name, self.ordinal)
        if place is None:
            place = (source.rows[self.ordinal], min(source.columns.values()))
            return Origin(source.sheet.name, *place)
        return Origin(source.sheet.name, *place, shown(source.sheet, *place))

    def here(self, name: str) -> Origin:
        """The cell of a field on this very row, also when its value is filled from above."""
        source = self.source
        row, col = source.rows[self.ordinal], source.columns.get(name, min(source.columns.values()))
        return Origin(source.sheet.name, row, col, shown(source.sheet, row, col))

    def invalid(self, name: str) -> str | None:
        """What the cell shows when it is not of the column's type, else None."""
        bad = self[-1].bad
        return bad.get((name, self[-2])) if bad else None

    def failed(self, name: str) -> bool:
        """Whether the cell shows an error value or a formula without a stored result."""
        sheet = self.source.sheet
        if not (sheet.errors or sheet.uncached):
            return False
        place = self.source.place(name, self.ordinal)
        return place is not None and (place in sheet.errors or place in sheet.uncached)

    def blank(self, name: str) -> bool:
        """Whether a field has no value at all: a bad value, an error value or a picture is no blank."""
        value = tuple.__getitem__(self, self.fields[name].index)
        return (value is None or value == "") and self.invalid(name) is None and not self.picture(name)

    def picture(self, name: str) -> bool:
        """Whether a picture is anchored in the cell of a field."""
        pictures = self.source.sheet.pictures
        return bool(pictures) and self.source.place(name, self.ordinal) in pictures


def shown(sheet: Sheet, row: int, col: int) -> str | None:
    """What a cell shows: its value as text, the error word, or None for a blank."""
    from coatxl.tables.cells import text_of

    error = sheet.errors.get((row, col))
    if error is not None:
        return error
    value = sheet.value(row, col)
    return None if value is None else text_of(value)


def header_words(table: type[Table]) -> dict[str, str]:
    """Folded header or alias → field name; a header wins over another column's alias."""
    words: dict[str, str] = {}
    for name, each in table.fields.items():
        for alias in each.column.aliases:
            words.setdefault(folded(alias), name)
    for name, each in table.fields.items():
        words[folded(each.column.header)] = name
    return words
