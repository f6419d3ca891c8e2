"""reasons: why targets are missed and what they would need, beside the figures that show it."""

from __future__ import annotations

WHY = """### Missed targets: the reason, and what they need

The targets were set by a design that does the peers' eleven checks and nothing else; coatxl finds tables by their headers in
any layout, keeps the place of every value, and runs its whole catalogue of rules on the same rows.

- *naive full ≥ 35, vectorised full ≥ 4.5*: leave about 1.1 to 1.5 CPU-s for folder A. Needed: the report's long lists by a
  native writer (rustpy-xlsxwriter was measured at eight times the speed of XlsxWriter); rules that take whole columns where
  they now take rows.
- *naive values ≥ 10, vectorised values ≥ 2.3*: these peers see neither formulas, errors nor merged cells. Leaving those
  out would save coatxl a third of reading, and it would miss faults that it is there to find.
- *inflate ≤ 8, calamine ≤ 1.9*: reading alone takes most of that; start, tables, chains, rules and report would have to be
  done within the rest, about two microseconds a row. Needed: reading, filling down and typing of columns in native code.
- *reader ≤ 1.4 calamine*: the values are calamine's; the rest is a second pass over each sheet for formulas, errors, merges
  and hidden rows, and an archive in which nothing of the stranger's is left. Needed: a native reader that gives formulas
  and merges in the pass that gives the values. Tried and left: splitting the cells here and letting calamine convert each
  different cell once, which cost the same.
- *two workers ≤ 0.7 of the wall of one*: start and report are serial; beside other work on the machine, the second core is
  not there.
- *memory ≤ 1.15*: the rows of 检查结果.xlsx are streamed, and of a link its address alone is kept (at most 65,530 a sheet);
  XlsxWriter then lists the links of a sheet once more when it closes it. Needed: a writer that puts links on disk with
  their rows. The growth is measured against a parent that takes a fifth less than it did.
"""
