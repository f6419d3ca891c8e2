"""look: how the roles of cells look in print, the same in Excel and in Word."""

from __future__ import annotations

from typing import Any

from coatxl.annex.block import Cell
from coatxl.workbook.style import GRADES

HAN, LATIN, CAPTION = "宋体", "Times New Roman", "黑体"
NOTE_COLOR = "#404040"
_HEADER, _GROUP, _ABSENT = "#E7E6E6", "#F2F2F2", "#7F7F7F"

# In XlsxWriter's words; the Word writer knows bold, bg_color and font_color.
_ROLES: dict[str, dict[str, Any]] = {
    "header": {"bold": True, "bg_color": _HEADER},
    "body": {},
    "minor": {},
    "group": {"bold": True, "bg_color": _GROUP},
    "total": {"bold": True, "bg_color": _GROUP},
    "stress": {"bold": True, "bg_color": _HEADER},
    "grade": {},
    "record": {},
    "absent": {"font_color": _ABSENT},
}


def look_of(cell: Cell) -> dict[str, Any]:
    """The colours and weight of a cell by its role, a grade's by its word."""
    return {**_ROLES[cell.role], **(GRADES.get(cell.text, {}) if cell.role == "grade" else {})}
