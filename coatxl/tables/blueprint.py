"""Blueprint: what a working paper (底稿) is made of beside its tables; a standard fills these in, the template draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from coatxl.criteria.bands import Band, GradeTable, Scale
from coatxl.tables.table import Table

# Names of looks; what they look like stands in coatxl.workbook.style.
Look = Literal["bad", "refused", "bad_row", "idle", "pending", "red", "amber", "blue", "green", "worst", "overdue"]


class FactLine(Protocol):
    """One prefilled row of the sheet of facts: a word, and what may stand beside it."""

    @property
    def word(self) -> str:
        """The word without its star."""

    @property
    def title(self) -> str:
        """The cell's text: starred when required."""

    @property
    def help(self) -> str:
        """What the note column tells."""

    @property
    def required(self) -> bool:
        """Whether a blank is a fault."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The only values; empty when anything may be typed."""

    @property
    def is_date(self) -> bool:
        """Whether the value is a date."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A conditional format: when (a native formula, {field} for the row's cells) holds, these fields take the look."""

    when: str
    fields: tuple[str, ...]
    look: Look


@dataclass(frozen=True, slots=True)
class Legend:
    """The strip of grades above a table of risks: each band as it is applied, and the boundary policy in words."""

    symbol: str
    bands: Sequence[Band]
    policy: str


@dataclass(frozen=True, slots=True)
class Page:
    """One table's sheet in the paper.

    what: what to fill in, for the start page. hint: for the line below the title. live: a native text formula
    appended to that line, with what it gives while nothing is filled in. sign: signatures of the page footer.
    graded: fields that show the official grade in its colour; graded_text: grades told by text colour alone.
    also: fields counted as 待补 though not starred. chosen: a native formula, whether the sheet applies at all.
    empty: the state of a sheet without rows. closed: (field, closing words, label of the open ones).
    addin: whether the columns of the add-in edition are written. words: what declared formulas name beside fields.
    rows: prefilled rows (field → text), what the standard lists; only what stands beside them counts as filled in.
    complete: prefilled fields whose words make their row complete without an answer.
    stage: the part of the work that the sheet belongs to, for the start page and the colour of its tab.
    """

    table: type[Table]
    what: str
    hint: str = ""
    live: tuple[str, str] = ("", "")
    sign: str = ""
    legend: Legend | None = None
    highlights: tuple[Highlight, ...] = ()
    graded: tuple[str, ...] = ()
    graded_text: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    chosen: str = ""
    empty: str = "未填"
    closed: tuple[str, tuple[str, ...], str] | None = None
    addin: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Mapping[str, str], ...] = ()
    complete: tuple[str, ...] = ()
    stage: str = ""

    @property
    def prefilled(self) -> frozenset[str]:
        """The fields that hold words of the standard in some prefilled row."""
        return frozenset(name for row in self.rows for name in row)


@dataclass(frozen=True, slots=True)
class Form:
    """The sheet of facts: prefilled words in the first column, values in the second, help in the third.

    names: word → defined name of its value cell, for formulas anywhere in the blueprint.
    """

    page: Page
    lines: tuple[FactLine, ...]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class ScalePart:
    """A printed table of scores. name: of its score cells (name_TXT: of the meanings, in the column text).

    spans: first and last sheet column of each printed column.
    """

    scale: Scale
    name: str
    text: int
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class GradePart:
    """A printed table of grades, with the condition as it is applied (the grey column) after the grade.

    spans: of the printed columns; applied: of the grey one. note: the boundary policy, below the table.
    """

    table: GradeTable
    bands: Sequence[Band]
    spans: tuple[tuple[int, int], ...]
    applied: tuple[int, int]
    note: str


@dataclass(frozen=True, slots=True)
class LookupPart:
    """The visible helper lists (程序用表), ascending as lookups need them: (header, defined name, values)."""

    caption: str
    note: str
    lists: tuple[tuple[str, str, tuple[float | str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ListPart:
    """A printed list of any columns, with the defined names that formulas look up in ("" for a column without one).

    spans: first and last sheet column of each printed column. note: the line below the list.
    """

    caption: str
    columns: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    names: tuple[str, ...]
    rows: tuple[tuple[float | str, ...], ...]
    note: str = ""


Part = ScalePart | GradePart | LookupPart | ListPart


@dataclass(frozen=True, slots=True)
class Criteria:
    """The sheet that every drop-down and lookup refers to; sections: (title, source line, parts)."""

    sheet: str
    sections: tuple[tuple[str, str, tuple[Part, ...]], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """The start page. colours: (word, kind, meaning). example: (sheet, what is typed there). commands: (word, text).

    notes may name {rows}, the prepared rows of a table, and {blank}, the rows of an empty table that are printed.
    """

    sheet: str
    lead: str
    colours: tuple[tuple[str, str, str], ...]
    example_source: str
    example: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    commands: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A whole working paper, in the order of its sheets: guide, form, pages, criteria."""

    title: str
    document: str
    guide: Guide
    form: Form
    pages: tuple[Page, ...]
    criteria: Criteria

    def scales(self) -> dict[str, Scale]:
        """Return the scales by the defined name of their scores."""
        parts = [part for _, _, group in self.criteria.sections for part in group]
        return {part.name: part.scale for part in parts if isinstance(part, ScalePart)}

    def grade_table(self, symbol: str) -> str:
        """Return the number of the printed table of grades of a symbol (D: B.4); KeyError for an unknown one."""
        parts = [part for _, _, group in self.criteria.sections for part in group]
        return {part.table.symbol: part.table.table for part in parts if isinstance(part, GradePart)}[symbol]

    def sheets(self) -> tuple[Page, ...]:
        """Return the form's page and the others, in the order of the workbook."""
        return (self.form.page, *self.pages)

    def stages(self) -> tuple[str, ...]:
        """Return the stages of the work, in the order of their sheets."""
        return tuple(dict.fromkeys(page.stage for page in self.sheets() if page.stage))

    def legends(self) -> list[Legend]:
        """Return the legends of the pages that have one."""
        return [page.legend for page in self.pages if page.legend]
