"""progress: native formulas that say how far a sheet is filled in (rows, cells still missing, a bar, a state)."""

from __future__ import annotations

from dataclasses import dataclass

from coatxl.tables.blueprint import Form, Page
from coatxl.tables.column import Field
from coatxl.tables.layout import Layout

BAR = 10
DONE, INVALID = "已完成", "取值无效"


@dataclass(frozen=True, slots=True)
class Progress:
    """Expressions without "=": rows filled in, cells that started rows still need, cells they need in all.

    page: what the states depend on. invalid: count of 取值无效, open: count of rows not yet closed ("" for neither).
    """

    rows: str
    missing: str
    needed: str
    page: Page
    invalid: str = ""
    open: str = ""

    def bar(self, rows: str, missing: str) -> str:
        """Return the bar's expression; rows and missing are the cells that hold those counts."""
        if self.open:
            share = f"INT({BAR}*({rows}-({self.open}))/{rows})"
        else:
            share = f"IF({missing}=0,{BAR},MIN({BAR - 1},MAX(0,INT({BAR}*(1-{missing}/({self.needed}))))))"
        return f'IF({rows}=0,"—",REPT("■",{share})&REPT("□",{BAR}-{share}))'

    def state(self, rows: str, missing: str) -> str:
        """Return the state's expression, in words."""
        done = f'"{DONE}"'
        if self.open and self.page.closed:
            done = f'IF(({self.open})>0,"{self.page.closed[2]} "&({self.open})&" 项",{done})'
        state = f'IF({missing}>0,"待补 "&{missing}&" 格",{done})'
        if self.invalid:
            bad = f'"{INVALID} "&({self.invalid})'
            state = f'IF(({self.invalid})>0,IF({missing}>0,"待补 "&{missing}&"，","")&{bad},{state})'
        empty = f'"{self.page.empty}"'
        if self.page.chosen:
            empty = f'IF({self.page.chosen},{empty},"未选用")'
        return f"IF({rows}=0,{empty},{state})"


def table_progress(layout: Layout) -> Progress:
    """Return the progress of a table: a row counts when any of its data cells is filled in.

    A prefilled row counts when a person answered in it; once one is answered, all of them are wanted.
    """
    rows = f"SUMPRODUCT(--{_filled(layout, layout.answers())})"
    present = _filled(layout, layout.data())
    needed = layout.needed()
    blanks = "+".join(f'({layout.span(f.name)}="")' for f in needed)
    missing = f"SUMPRODUCT({present}*({blanks}))" if needed else "0"
    # A column that means "as above" must be filled at least once.
    for each in layout.data():
        if each.column.required and each.column.fill_down:
            missing += f"+({rows}>0)*(COUNTA({layout.span(each.name)})=0)"
    invalid = "+".join(f'COUNTIF({layout.span(name)},"{INVALID}")' for name in layout.page.graded)
    unclosed = ""
    if layout.page.closed:
        name, words, _ = layout.page.closed
        state = layout.span(name)
        closed = "+".join(f'COUNTIF({state},"{word}")' for word in words)
        unclosed = f"{rows}-({closed})"
    wanted = f"SUMPRODUCT(--{present})" if layout.page.rows else rows
    return Progress(rows, missing, f"{wanted}*{max(1, len(needed))}", layout.page, invalid, unclosed)


def _filled(layout: Layout, fields: list[Field]) -> str:
    """An array of TRUE and FALSE: whether one of these fields is filled in, row by row."""
    return "((" + "+".join(f'({layout.span(f.name)}<>"")' for f in fields) + ")>0)"


def form_progress(form: Form, value_cells: list[str]) -> Progress:
    """Return the progress of the sheet of facts, whose value cells these are, in the order of its lines."""
    required = [cell for line, cell in zip(form.lines, value_cells, strict=True) if line.required]
    missing = "+".join(f'({cell}="")' for cell in required)
    return Progress(f"COUNTA({','.join(value_cells)})", missing, str(len(required)), form.page)
