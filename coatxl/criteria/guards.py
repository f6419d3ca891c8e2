"""What a cell shows where there is no value or grade: the words of the template's formulas, the functions and the rules."""

from __future__ import annotations

BLANK, UNFINISHED, INVALID = "", "待补", "取值无效"
GUARDS = (BLANK, UNFINISHED, INVALID)
