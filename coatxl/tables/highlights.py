"""highlights: the conditional formats of a page, what is unfinished or wrong first, then the page's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coatxl.criteria.bands import GRADES
from coatxl.criteria.guards import INVALID, UNFINISHED
from coatxl.tables.column import Field
from coatxl.tables.inputs import listed
from coatxl.tables.layout import Layout
from coatxl.workbook import style
from coatxl.workbook.book import column_name

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

GUARD_LOOKS = {UNFINISHED: "pending", INVALID: "invalid"}
TEXT_LOOKS = dict(zip(reversed(GRADES), ("grade_worst", "grade_worse"), strict=False))


class Highlights:
    """Writes the conditional formats of one page; an earlier one wins where two colour the same thing."""

    def __init__(self, worksheet: Worksheet, layout: Layout, formats: dict[str, Any]) -> None:
        """Keep the sheet, its layout and the XlsxWriter formats of the looks by name."""
        self.worksheet = worksheet
        self.layout = layout
        self.formats = formats

    def write(self) -> None:
        """Write them all, in the order of precedence."""
        page = self.layout.page
        for each in self.layout.fields:
            if each.column.computed:
                self._calculated(each)
            if each.column.scale:
                self._score(each)
        self._needed()
        for name in page.graded:
            for grade in style.GRADES:
                self._equal(name, grade, grade)
        for name in page.graded_text:
            for grade, look in TEXT_LOOKS.items():
                self._equal(name, grade, look)
        for highlight in page.highlights:
            for name in highlight.fields:
                self._when(highlight.when, name, highlight.look)
        self._keys()

    def _needed(self) -> None:
        """Colour the blanks that a started row must fill."""
        started = self.layout.started(self.layout.first_row)
        for each in self.layout.needed():
            if not each.column.scale:
                self._when(f"AND(ISBLANK({{{each.name}}}),{started})", each.name, "missing")
        for each in self.layout.data():
            if each.column.required and each.column.fill_down:
                self._anew(each)

    def _score(self, each: Field) -> None:
        """Colour the empty input of an unfinished row, and an input that its table does not list."""
        name, group = each.name, self.layout.scored_with(each.name)
        cells = ",".join(f"{{{other}}}" for other in group)
        # A row with a hazard but no score at all is unfinished too, when scores are required.
        started = self.layout.started(self.layout.first_row) if each.column.required else f"COUNTA({cells})>0"
        self._when(f"AND(ISBLANK({{{name}}}),{started})", name, "missing")
        self._when(f"AND(NOT(ISBLANK({{{name}}})),{listed(f'{{{name}}}', each.column.scale)}=0)", name, "wrong")

    def _calculated(self, each: Field) -> None:
        """Mark what is no value, a row whose formula is gone, and a number that somebody typed over the formula."""
        for word, look in GUARD_LOOKS.items():
            self._equal(each.name, word, look)
        if not each.column.in_template:
            return
        started = self.layout.started(self.layout.first_row)
        self._when(f"AND(ISBLANK({{{each.name}}}),{started})", each.name, "missing")
        factors = self.layout.factors(each.name)
        if factors and each.kind == "number":
            cells = ",".join(f"{{{name}}}" for name in factors)
            product = "*".join(f"{{{name}}}" for name in factors)
            differs = f"ROUND({{{each.name}}}-{product},6)<>0"
            typed = f"IF(COUNT({cells})={len(factors)},IF(ISNUMBER({{{each.name}}}),{differs},FALSE),FALSE)"
            self._when(typed, each.name, "wrong")

    def _anew(self, each: Field) -> None:
        """Colour a blank that does not mean "as above", since what it hangs on is typed anew in its row."""
        keys = [column_name(self.layout.column(f.name)) for f in self.layout.held_by(each)]
        row = self.layout.first_row
        changed = ",".join(f"AND(NOT(ISBLANK(${key}{row + 1})),${key}{row + 1}<>${key}{row})" for key in keys)
        if changed:
            self._when(f"AND(ISBLANK({{{each.name}}}),OR({changed}))", each.name, "missing")

    def _keys(self) -> None:
        """Grey a value that says "as above"; embolden the first of a new group."""
        keys = sorted((f for f in self.layout.fields if f.column.fill_down), key=lambda f: f.column.fill_down)
        row = self.layout.first_row
        for i, each in enumerate(keys):
            # A value is "as above" only while the keys that it hangs on are the same.
            held = [f for f in keys[:i] if f.column.fill_down < each.column.fill_down] + [each]
            names = [column_name(self.layout.column(f.name)) for f in held]
            same = ",".join(f"${name}{row + 1}=${name}{row}" for name in names)
            self._when(f'AND({{{each.name}}}<>"",{same})', each.name, "as_above")
            if each.column.pick_from:
                self._when(f'AND({{{each.name}}}<>"",NOT(AND({same})))', each.name, "group")

    def _equal(self, name: str, word: str, look: str) -> None:
        self._add(name, {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": self.formats[look]})

    def _when(self, condition: str, name: str, look: str) -> None:
        criteria = self.layout.formula(condition, self.layout.first_row, fixed_columns=True)
        self._add(name, {"type": "formula", "criteria": criteria, "format": self.formats[look]})

    def _add(self, name: str, options: dict[str, Any]) -> None:
        col = self.layout.column(name)
        self.worksheet.conditional_format(self.layout.first_row, col, self.layout.last_row, col, options)
