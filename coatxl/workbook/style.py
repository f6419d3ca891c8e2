"""One look for every workbook that we write: colours, fonts, formats, heights of wrapped Chinese text, printing."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from coatxl.workbook.own import AUTHOR, WRITTEN

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FONT = "微软雅黑"
POINTS = 10

NAVY = "#1F3864"
SLATE = "#44546A"  # group rows of what is not the official result
HEADER_LINE = "#8EA9DB"
LINE = "#BFBFBF"
FAINT_LINE = "#D9D9D9"
INPUT = "#FFFBEA"
CALCULATED = "#F2F2F2"
SCORE = "#EAF0F8"
TOTAL = "#DDE4F0"
MUTED = "#595959"
NOTE = "#7F7F7F"
AS_ABOVE = "#767676"
PROGRESS = "#2F5597"
LINK = "#0563C1"
RED = "#C00000"
BROWN = "#9C5700"
GREEN = "#375623"
MISSING = "#FFE0B2"  # the empty input of an unfinished row
PENDING_TEXT = "#7F6000"

# Tabs of the stages of the work, told apart also by people who do not see red and green.
STAGES = ("#2F5597", "#1F7A8C", "#7A5C99", "#B36B00", "#4F6228")

# (text, fill): at most one column of a sheet and the faulty row are tinted.
TINTS: dict[str, tuple[str, str]] = {
    "red": (RED, "#FBE3E0"),
    "amber": ("#8A5A00", "#FFF3D6"),
    "blue": ("#1F4E79", "#E8F0F8"),
    "green": (GREEN, "#EAF3E3"),
}

# The official grade's fill; in a black-and-white print the worse grade stays the darker one.
GRADES: dict[str, dict[str, Any]] = {
    "重大风险": {"bg_color": RED, "font_color": "#FFFFFF", "bold": True},
    "较大风险": {"bg_color": "#F4A340", "font_color": "#000000", "bold": True},
    "一般风险": {"bg_color": "#FFD83D", "font_color": "#000000"},
    "低风险": {"bg_color": "#D2E4F5", "font_color": "#000000"},
    "轻微风险": {"bg_color": "#FFFFFF", "font_color": "#000000"},
}

# Named looks of conditional formats.
LOOKS: dict[str, dict[str, Any]] = {
    "bad": {"font_color": RED, "bold": True},
    "refused": {"font_color": RED, "bold": True, "bg_color": TINTS["red"][1]},
    "bad_row": {"bg_color": TINTS["red"][1]},
    "idle": {"font_color": NOTE},
    "worst": GRADES["重大风险"],
    "overdue": {"font_color": RED, "bold": True, "num_format": 'yyyy-mm-dd" 超期"'},
    **{name: {"font_color": text, "bg_color": fill} for name, (text, fill) in TINTS.items()},
    "pending": {"font_color": PENDING_TEXT, "italic": True, "bg_color": "#FFFFFF"},
    "invalid": {"font_color": RED, "bold": True, "bg_color": "#FFFFFF"},
    "missing": {"bg_color": MISSING, "border": 1, "border_color": BROWN},
    "wrong": {"font_color": RED, "bold": True, "bg_color": TINTS["red"][1], "border": 1, "border_color": RED},
    "as_above": {"font_color": AS_ABOVE},
    "group": {"bold": True},
    "grade_worst": {"font_color": RED, "bold": True},
    "grade_worse": {"font_color": BROWN, "bold": True},
    "done": {"font_color": GREEN, "bold": True},
    "todo": {"font_color": BROWN, "bold": True},
}

DATE_FORMAT = "yyyy-mm-dd"
TITLE_POINTS = 16
TITLE_HEIGHT, SUBTITLE_HEIGHT, SPACER_HEIGHT, GROUP_HEIGHT = 30, 18, 6, 20
LEAST_HEIGHT = 20
MOST_HEIGHT = 409  # Excel's own limit
MARGINS = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.65}  # inches
A4_LANDSCAPE = (842, 595)  # points


def workbook_options() -> dict[str, Any]:
    """Return new options for xlsxwriter.Workbook: our font, and text never turned into formulas, links or numbers.

    XlsxWriter writes into the dictionary, so that each workbook needs its own. Without font_scheme None every
    format would name the theme's minor font beside ours, and Excel may show that one.
    """
    return {
        "default_format_properties": {"font_name": FONT, "font_size": POINTS, "font_scheme": None},
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": DATE_FORMAT,
        # 20.25 pt: rows without a height of their own start there, and Excel still fits them to what is typed.
        "default_row_height": 27,
        "default_column_width": 64,
    }


def stamp(workbook: Workbook, title: str, version: str) -> None:
    """Set the document properties of a working paper, with the fixed date that makes builds byte-identical."""
    created = WRITTEN.replace(tzinfo=None)  # the file format holds no time zone
    workbook.set_properties({"title": title, "comments": f"{AUTHOR} {version}", "created": created})


class Formats:
    """The formats of one workbook, each made once: get(bold=True) twice is one Format."""

    def __init__(self, workbook: Workbook) -> None:
        """Keep the workbook that the formats belong to."""
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:  # noqa: ANN401 — XlsxWriter's properties are of any type
        """Return the Format of these XlsxWriter properties; valign is centre unless given."""
        wanted = {"valign": "vcenter", **properties}
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(wanted)
        return self._made[key]

    def title(self, points: int = TITLE_POINTS) -> Format:
        """Return the format of a sheet's title."""
        return self.get(bold=True, font_size=points, font_color=NAVY)

    def subtitle(self) -> Format:
        """Return the format of the line below the title."""
        return self.get(font_size=9, font_color=MUTED)

    def header(self, fill: str = NAVY) -> Format:
        """Return the format of a header cell."""
        return self.get(bold=True, font_color="#FFFFFF", bg_color=fill, align="center", text_wrap=True, border=1,
                        border_color=HEADER_LINE)  # fmt: skip

    def body(self, align: str = "left", fill: str | None = None, **properties: Any) -> Format:  # noqa: ANN401
        """Return the format of a bordered, wrapped body cell; left and right are indented by one."""
        base: dict[str, Any] = {"align": align, "text_wrap": True, "border": 1, "border_color": LINE}
        if align != "center":
            base["indent"] = 1
        if fill:
            base["bg_color"] = fill
        return self.get(**{**base, **properties})


_WIDE_AS_HAN = frozenset("“”‘’…—×～≥≤·■□")
_NARROW = frozenset(".,:;|il!'()[]")
_TOKEN = re.compile(r"[A-Za-z0-9./\-_%=]+|.", re.DOTALL)
_CLOSING = frozenset("，。；：、！？）》”’」』】％")
_OPENING = frozenset("（《“‘「『【")
_EM = {"digit": 0.56, "capital": 0.66, "narrow": 0.33, "space": 0.30, "other": 0.56}


def _em(char: str) -> float:
    """Width of a character in em."""
    if char in _WIDE_AS_HAN or unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if char == " ":
        return _EM["space"]
    if char in _NARROW:
        return _EM["narrow"]
    if char.isdigit():
        return _EM["digit"]
    return _EM["capital"] if char.isupper() else _EM["other"]


def _pieces(text: str) -> Iterable[str]:
    """Unbreakable pieces: words, and characters with the marks that stick to them."""
    piece = ""
    for token in _TOKEN.findall(text):
        sticks = token in _CLOSING or (piece and piece[-1] in _OPENING)
        if piece and not sticks:
            yield piece
            piece = ""
        piece += token
    if piece:
        yield piece


@lru_cache(maxsize=4096)  # a report repeats names, reasons and advice in thousands of rows
def text_lines(text: str, width: float, points: float = POINTS, indent: int = 1) -> int:
    """Return the number of lines of a wrapped text in a column of this width (Excel's units)."""
    capacity = max(1.0, 5.25 * (width - 1.2 * indent) / points)
    if len(text) <= capacity and "\n" not in text:  # no character is wider than one em
        return 1
    lines = 0
    for part in text.split("\n"):
        lines, used = lines + 1, 0.0
        for piece in _pieces(part):
            size = sum(map(_em, piece))
            if used + size > capacity and used:
                lines, used = lines + 1, 0.0
            if size > capacity:  # a word longer than the line is broken anywhere
                lines += math.ceil(size / capacity) - 1
                size %= capacity
            used += size
    return lines


def text_height(text: str, width: float, points: float = POINTS, indent: int = 1) -> float:
    """Return the row height in points that a wrapped text needs; never tighter: widen the column instead."""
    return max(float(LEAST_HEIGHT), text_lines(text, width, points, indent) * points * 1.5 + 5)


def row_height(cells: Iterable[tuple[object, float]], points: float = POINTS, least: float = LEAST_HEIGHT) -> float:
    """Return the height of a row of (value, column width); a merged cell counts with the sum of its widths."""
    heights = [text_height(str(value), width, points) for value, width in cells if value not in (None, "")]
    return min(MOST_HEIGHT, max([float(least), *heights]))


def printed_scale(widths: Iterable[float]) -> float:
    """Return the scale at which columns of these widths fit a landscape page; at most 1."""
    across = A4_LANDSCAPE[0] - round(72 * (MARGINS["left"] + MARGINS["right"]))
    wide = sum(0.75 * (7 * width + 5) for width in widths)  # a column has 7 pixels a unit and 5 of padding
    return min(1.0, across / wide)


def printed_height(widths: Iterable[float]) -> float:
    """Return how many points of rows a landscape page holds when columns of these widths are fitted to it."""
    down = A4_LANDSCAPE[1] - round(72 * (MARGINS["top"] + MARGINS["bottom"]))
    return down / printed_scale(widths)


def page_setup(
    worksheet: Worksheet,
    header_row: int | None,
    *,
    left: str = "",
    right: str = "",
    foot: str = "",
    landscape: bool = True,
) -> None:
    """Set A4, fit to width, margins, gridlines off; header_row (0-based) is repeated on each page, None repeats none.

    left and right stand in the page header, foot (clause, signatures) at the left of the footer beside the page number.
    A literal & in them is doubled, as the page header's codes begin with it.
    """
    if landscape:
        worksheet.set_landscape()
    else:
        worksheet.set_portrait()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(**MARGINS)
    worksheet.center_horizontally()
    worksheet.hide_gridlines(2)
    if header_row is not None:
        worksheet.repeat_rows(header_row)
    font = f'&"{FONT},Regular"'
    left, right, foot = (text.replace("&", "&&") for text in (left, right, foot))
    worksheet.set_header(f"&L{font}&9{left}&R{font}&9{right}", {"margin": 0.3})
    worksheet.set_footer(f"&L{font}&8{foot}&R{font}&9第 &P 页　共 &N 页", {"margin": 0.3})
