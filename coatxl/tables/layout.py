"""Layout: where a declared table stands in the sheet that we write, and its formulas in terms of cells."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter

from coatxl.tables.blueprint import Page
from coatxl.tables.column import Field
from coatxl.tables.table import Table
from coatxl.workbook import style
from coatxl.workbook.book import column_name

# Lists, counts and checks reach this far, also where no formatted rows are prepared.
REACH = 2000
# Rows of an empty sheet that are printed, to be filled in by hand on site.
BLANK_FORM = 20
# Rows prepared below prefilled ones.
SPARE_ROWS = 12
FROZEN_COLUMNS, FROZEN_WIDTH = 3, 45
# A sheet that one page's width would print smaller than this goes on two pages side by side, its keys on both.
SMALLEST_SCALE = 0.65


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows and columns (0-based) of a page: title, subtitle, legend?, spacer, groups?, header, data."""

    page: Page
    fields: tuple[Field, ...]
    legend_row: int | None
    group_row: int | None
    header_row: int
    rows: int

    @classmethod
    def of(cls, page: Page, rows: int) -> Layout:
        """Lay out a page with this many prepared rows."""
        fields = tuple(
            f
            for f in page.table.fields.values()
            if f.column.in_template or (page.addin and f.column.written == "addin")
        )
        row = 2
        legend = row if page.legend else None
        row += page.legend is not None
        row += 1  # the spacer
        group = row if any(f.column.group for f in fields) else None
        row += group is not None
        # A sheet of prefilled rows is a list that the standard gives; a person adds a few rows, not hundreds.
        prepared = len(page.rows) + min(rows, SPARE_ROWS) if page.rows else rows
        return cls(page, fields, legend, group, row, prepared)

    @property
    def table(self) -> type[Table]:
        """The declared table."""
        return self.page.table

    @property
    def first_row(self) -> int:
        """The first data row."""
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        """The last row that lists, counts and checks reach."""
        return self.header_row + max(self.rows, REACH)

    @property
    def frozen(self) -> int:
        """Number of leading key columns that stay in sight."""
        width, count = 0.0, 0
        for each in self.fields[:FROZEN_COLUMNS]:
            width += each.column.width
            if count and width > FROZEN_WIDTH:
                break
            count += 1
        return count

    @property
    def on_two_pages(self) -> bool:
        """Whether the sheet is printed on two pages side by side: on one it could not be read."""
        return style.printed_scale(f.column.width for f in self.fields) < SMALLEST_SCALE

    @property
    def page_breaks(self) -> tuple[int, ...]:
        """The columns with which the second page of a sheet on two pages may begin; none for one on one page.

        Where both pages are largest, and the column after it: programs that fit a sheet to two pages differ.
        """
        places = range(self.frozen + 1, len(self.fields) - 1) if self.on_two_pages else ()
        best = max(places, key=self._scale_at, default=0)
        return (best, best + 1) if best else ()

    def _scale_at(self, page_break: int) -> float:
        """The scale at which both pages fit, the keys on the second one too."""
        widths = [f.column.width for f in self.fields]
        pages = (widths[:page_break], [*widths[: self.frozen], *widths[page_break:]])
        return min(map(style.printed_scale, pages))

    @property
    def cuts(self) -> tuple[int, ...]:
        """The columns before which a page may end or begin, ascending; the first follows the keys of the second page."""
        return (self.frozen, *self.page_breaks) if self.page_breaks else ()

    @property
    def title_column(self) -> int:
        """The column where the title begins: behind keys that are printed twice and too narrow for it."""
        keys = sum(f.column.width for f in self.fields[: self.frozen])
        cut = self.on_two_pages and style.text_lines(self.table.title, keys, style.TITLE_POINTS, 0) > 1
        return self.frozen if cut else 0

    def column(self, field: str) -> int:
        """Return the sheet column of a field; KeyError for one that the template does not show."""
        for i, each in enumerate(self.fields):
            if each.name == field:
                return i
        raise KeyError(f"{self.table.sheet}: {field}")

    def formula(self, template: str, row: int, *, fixed_columns: bool = False) -> str:
        """Return a declared formula ({field} for the cells of the row) as a native one for a 0-based row."""
        sign = "$" if fixed_columns else ""
        cells = {f.name: f"{sign}{column_name(i)}{row + 1}" for i, f in enumerate(self.fields)}
        return "=" + template.format_map({**self.page.words, **cells})

    def span(self, field: str, last_row: int | None = None, *, up: int = 0) -> str:
        """Return the absolute range of a field's data cells, with the sheet's name; up: so many rows higher."""
        name = column_name(self.column(field))
        last = self.last_row if last_row is None else last_row
        return f"'{self.table.sheet}'!${name}${self.first_row + 1 - up}:${name}${last + 1 - up}"

    def data(self) -> list[Field]:
        """Return the fields that a person fills in and that make a row a data row."""
        return [f for f in self.fields if not f.column.computed and f.name not in self.table.weak]

    def answers(self) -> list[Field]:
        """Return the data fields that no prefilled row holds a word for: what a person answers there."""
        return [f for f in self.data() if f.name not in self.page.prefilled]

    def sufficient(self) -> list[Field]:
        """Return the fields any of which makes a prefilled row an answered one."""
        return [f for f in self.data() if f.name not in self.page.prefilled or f.name in self.page.complete]

    def needed(self) -> list[Field]:
        """Return the fields that each started row must fill: required, or counted as 待补, and not "as above"."""
        wanted = [f for f in self.data() if f.column.required or f.name in self.page.also]
        return [f for f in wanted if not f.column.fill_down]

    def held_by(self, each: Field) -> list[Field]:
        """Return the "as above" fields whose change ends what a blank of this one means."""
        within = max(each.column.fill_down - 1, each.column.fill_within)
        return [f for f in self.data() if f.name != each.name and 0 < f.column.fill_down <= within]

    def started(self, row: int) -> str:
        """Return a native condition: whether a person filled in anything of a data row."""
        names = [column_name(i) for i, f in enumerate(self.fields) if f in self.answers()]
        return f"COUNTA({','.join(f'${name}{row + 1}' for name in names)})>0"

    def filled(self, fields: list[Field]) -> str:
        """Return an array of numbers: how many of these fields are filled in, row by row.

        By ISBLANK, since a comparison with "" would spread a cell's error value over the whole sheet.
        """
        return "+".join(f"(1-ISBLANK({self.span(f.name)}))" for f in fields)

    def factors(self, field: str) -> list[str]:
        """Return the score fields that the formula of a calculated field names, in the sheet's order."""
        used = {name for _, name, _, _ in Formatter().parse(self.table.fields[field].column.computed)}
        return [f.name for f in self.fields if f.column.scale and f.name in used]

    def scored_with(self, field: str) -> list[str]:
        """Return the score fields that are multiplied with this one, itself included, in the sheet's order."""
        found = (self.factors(each.name) for each in self.fields if each.column.computed)
        return next((scores for scores in found if field in scores), [field])

    def last_printed(self) -> str:
        """Return a native expression: the 1-based row of the last data row; a few blank rows while there is none."""
        rows = f"ROW({self.span(self.data()[0].name)})"
        last = f"SUMPRODUCT(MAX((({self.filled(self.data())})>0)*{rows}))"
        return f"IF({last}=0,{self.header_row + 1 + BLANK_FORM},{last})"

    def list_name(self, field: str) -> str:
        """Return the defined name of the list of a field's values."""
        return f"LIST_{field.upper()}"

    def list_formula(self, field: str) -> str:
        """Return the range from the first to the last filled cell of a field: a drop-down without a tail of blanks."""
        span = self.span(field)
        start, _, _ = span.partition(":")
        return f"={start}:INDEX({span},MAX(1,SUMPRODUCT(MAX((1-ISBLANK({span}))*(ROW({span})-{self.first_row})))))"

    def print_area(self) -> str:
        """Return the print area that ends with the last filled row, so that prepared blank rows are not printed."""
        last = column_name(len(self.fields) - 1)
        sheet = self.table.sheet
        return f"='{sheet}'!$A$1:INDEX('{sheet}'!${last}$1:${last}${self.last_row + 1},{self.last_printed()})"
