"""progress: native formulas that say how far a sheet is filled in (rows, cells still missing, a bar, a state)."""

from __future__ import annotations

from dataclasses import dataclass

from coatxl.criteria.guards import INVALID, UNFINISHED
from coatxl.tables.blueprint import Form, Page
from coatxl.tables.column import Field
from coatxl.tables.layout import Layout

BAR = 10
DONE = "已完成"
NO_FORMULA = "缺公式"


@dataclass(frozen=True, slots=True)
class Progress:
    """Expressions without "=": rows filled in, cells that started rows still need (asked once there is a row), all needed.

    page: what the states depend on. Counts that the state tells, "" for none: invalid, of 取值无效; bare, of started
    rows whose calculated cells are blank (inserted rows have no formulas); open, of rows not yet closed.
    """

    rows: str
    missing: str
    needed: str
    page: Page
    invalid: str = ""
    bare: str = ""
    open: str = ""

    def _faults(self, missing: str) -> str:
        """Return the count of all that keeps a sheet from being complete."""
        return "+".join(f"({each})" for each in (missing, self.bare, self.invalid) if each)

    def bar(self, rows: str, missing: str) -> str:
        """Return the bar's expression; rows and missing are the cells that hold those counts."""
        if self.open:
            share = f"INT({BAR}*({rows}-({self.open}))/{rows})"
        else:
            part = f"MIN({BAR - 1},MAX(0,INT({BAR}*(1-{missing}/({self.needed})))))"
            share = f"IF({self._faults(missing)}=0,{BAR},{part})"
        return f'IF({rows}=0,"—",REPT("■",{share})&REPT("□",{BAR}-{share}))'

    def state(self, rows: str, missing: str) -> str:
        """Return the state's expression, in words."""
        done = f'"{DONE}"'
        if self.open and self.page.closed:
            done = f'IF(({self.open})>0,"{self.page.closed[2]} "&({self.open})&" 项",{done})'
        left = f'IF({missing}>0,"，{UNFINISHED} "&{missing}&" 格","")'
        for word, count, unit in ((NO_FORMULA, self.bare, " 行"), (INVALID, self.invalid, " 格")):
            if count:
                left += f'&IF(({count})>0,"，{word} "&({count})&"{unit}","")'
        state = f"IF({self._faults(missing)}>0,MID({left},2,60),{done})"
        empty = f'"{self.page.empty}"'
        if self.page.chosen:
            empty = f'IF({self.page.chosen},{empty},"未选用")'
        return f"IF({rows}=0,{empty},{state})"


def table_progress(layout: Layout) -> Progress:
    """Return the progress of a table: a row counts when any of its data cells is filled in.

    A prefilled row counts when a person answered in it; once one is answered, all of them are wanted, and one without
    any answer is a missing cell where no required column says so.
    """
    rows = f"SUMPRODUCT(--{_filled(layout, layout.answers())})"
    present = _filled(layout, layout.data())
    needed = layout.needed()
    blanks = "+".join(f"ISBLANK({layout.span(f.name)})" for f in needed)
    missing = f"SUMPRODUCT({present}*({blanks}))" if needed else "0"
    if layout.page.rows and not any(f in layout.answers() for f in needed):
        missing += f"+SUMPRODUCT({present}*(({layout.filled(layout.sufficient())})=0))"
    # A column that means "as above" must be filled at least once, and again where what it hangs on is typed anew.
    for each in layout.data():
        if each.column.required and each.column.fill_down:
            cells = layout.span(each.name)
            anew = "+".join(_changed(layout, key) for key in layout.held_by(each)) or "0"
            missing += f"+MAX(1*(COUNTA({cells})=0),SUMPRODUCT(ISBLANK({cells})*(({anew})>0)))"
    calculated = [f.name for f in layout.fields if f.column.computed and f.column.in_template]
    blank = "+".join(f"ISBLANK({layout.span(name)})" for name in calculated)
    bare = f"SUMPRODUCT({present}*(({blank})>0))" if layout.page.graded and calculated else ""
    invalid = "+".join(f'COUNTIF({layout.span(name)},"{INVALID}")' for name in layout.page.graded)
    unclosed = ""
    if layout.page.closed:
        name, words, _ = layout.page.closed
        state = layout.span(name)
        closed = "+".join(f'COUNTIF({state},"{word}")' for word in words)
        unclosed = f"{rows}-({closed})"
    wanted = f"SUMPRODUCT(--{present})" if layout.page.rows else rows
    down = sum(f.column.required and f.column.fill_down > 0 for f in layout.data())
    return Progress(rows, missing, f"{wanted}*{max(1, len(needed) + down)}", layout.page, invalid, bare, unclosed)


def _filled(layout: Layout, fields: list[Field]) -> str:
    """An array of TRUE and FALSE: whether one of these fields is filled in, row by row."""
    return f"(({layout.filled(fields)})>0)"


def _changed(layout: Layout, key: Field) -> str:
    """An array of 1 and 0: whether a key is typed in a row and differs from the cell above it.

    The quotient is an error where they do not, and where a cell shows one: that spreads no further.
    """
    here, above = layout.span(key.name), layout.span(key.name, up=1)
    return f"(1-ISBLANK({here}))*ISNUMBER(1/({here}<>{above}))"


def form_progress(form: Form, value_cells: list[str]) -> Progress:
    """Return the progress of the sheet of facts, whose value cells these are, in the order of its lines."""
    required = [cell for line, cell in zip(form.lines, value_cells, strict=True) if line.required]
    missing = "+".join(f"ISBLANK({cell})" for cell in required)
    return Progress(f"COUNTA({','.join(value_cells)})", missing, str(len(required)), form.page)
