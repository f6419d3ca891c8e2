"""Are a sheet's cells written as the patterns expect, and do they span no more than python-calamine can bear?

Calamine fills the whole rectangle of the used cells, and aborts the process when memory does not suffice. So the
rectangle is taken from the references of the cells before; what <dimension> claims is never believed.
"""

from __future__ import annotations

import re
from functools import cache

from coatxl.workbook.book import cell_name, cell_position
from coatxl.workbook.faults import TOO_LARGE, Unreadable
from coatxl.workbook.plain_xml import MOST_COLUMNS, MOST_ROWS, bad_reference

MOST_POSITIONS = 5_000_000
# Of all sheets of a workbook together; a blank position costs eight bytes for as long as the workbook is judged.
MOST_POSITIONS_IN_ALL = 20_000_000
MOST_CELLS = 2_000_000
MOST_MERGES = 100_000

REFERENCE = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"')
# One search shows that a sheet is regular and small: each cell begins with its reference, none is beyond Z99999. If
# that fails, others look for a reference that REFERENCE does not match, and for a cell beyond ZZ999. <col…> is no cell.
_BEYOND_LETTER = re.compile(rb'<c(?! r="[A-Z][1-9][0-9]{0,4}"|[a-z])')
_BEYOND_Z999 = re.compile(rb'<c(?! r="[A-Z][1-9][0-9]{0,2}"|[a-z])')
_BEYOND_TWO = re.compile(rb'<c(?! r="[A-Z]{1,2}[1-9][0-9]{0,2}"|[a-z])')
_ODD = re.compile(rb'<c(?! r="[A-Z]{1,3}[1-9][0-9]{0,6}"|[a-z])')
_BLANK = re.compile(rb'<c r="[^"]*"[^>]*?(?:/>|>\s*(?:(?:<v>\s*</v>|<v\s*/>)\s*)?</c>)')
_SINGLE_QUOTED = re.compile(rb"<(?:c|row|f)\s[^<>]*?='")
_ROW_WITHOUT_NUMBER = re.compile(rb'<row(?![^<>]*\sr=")[\s>/]')
_PREFIXED = re.compile(rb"<[^<>\s]*:c[\s/>]")
_STYLE_SHOWS = 65_536  # a writer quotes alike throughout; its first cells show how


def regular_cells(cells: bytes, where: str) -> bytes | None:
    """Return the cells, their rectangle within limits; None when the patterns would not see every cell.

    Regular cells begin with their reference, and have their attributes in double quotes. Unreadable when cells with
    content lie too far apart; blank ones far away are left out.
    """
    is_small = not _BEYOND_LETTER.search(cells)
    if not is_small and _ODD.search(cells):
        return None
    # One byte is found ten times faster than two.
    if cells.find(b"'", 0, _STYLE_SHOWS) >= 0 and _SINGLE_QUOTED.search(cells, 0, _STYLE_SHOWS):
        return None
    # A prefixed cell among plain ones would be seen by calamine and not by the patterns.
    if cells.find(b":") >= 0 and cells.find(b":c") >= 0 and _PREFIXED.search(cells):
        return None
    if cells.find(b" hidden=") >= 0 and _ROW_WITHOUT_NUMBER.search(cells):
        return None
    return cells if is_small or not _BEYOND_TWO.search(cells) else _bounded(cells, where)


class CellCount:
    """Counts a workbook's regular cells, their rectangles and merges, sheet by sheet; exactly only near the limits."""

    def __init__(self) -> None:
        """Start at none."""
        self._at_most = self._counted = self._merges = 0
        self._positions_at_most = self._positions = 0
        self._waiting: list[bytes] = []
        self._unmeasured: list[bytes] = []

    def add(self, cells: bytes, where: str) -> None:
        """Add a sheet, each one counted once at most; Unreadable, naming the sheet, when there are too many cells."""
        self._add_positions(cells, where)
        self._at_most += most_cells(cells)
        self._waiting.append(cells)
        if self._at_most <= MOST_CELLS:
            return
        self._counted += sum(waiting.count(b"<c ") for waiting in self._waiting)
        self._waiting.clear()
        if self._counted > MOST_CELLS:
            raise Unreadable(
                TOO_LARGE.about(
                    f"到工作表“{where[:31]}”为止，单元格超过{MOST_CELLS}个",
                    f'more than {MOST_CELLS} cells up to the sheet "{where[:31]}"',
                )
            )

    def _add_positions(self, cells: bytes, where: str) -> None:
        self._positions_at_most += 26 * 99_999 if not _BEYOND_LETTER.search(cells) else MOST_POSITIONS
        self._unmeasured.append(cells)
        if self._positions_at_most <= MOST_POSITIONS_IN_ALL:
            return
        self._positions += sum(_room(sheet, where) for sheet in self._unmeasured)
        self._unmeasured.clear()
        if self._positions > MOST_POSITIONS_IN_ALL:
            raise Unreadable(
                TOO_LARGE.about(
                    f"到工作表“{where[:31]}”为止，各表内容散布的范围合计超过{MOST_POSITIONS_IN_ALL}格，请清除远处的内容",
                    f'up to the sheet "{where[:31]}" the content spreads over more than {MOST_POSITIONS_IN_ALL} places: clear what is far away',
                )
            )

    def add_merges(self, number: int, where: str) -> None:
        """Add the merged ranges of a sheet; Unreadable, naming the sheet, when there are too many in the workbook."""
        self._merges += number
        if self._merges > MOST_MERGES:
            raise Unreadable(
                TOO_LARGE.about(
                    f"到工作表“{where[:31]}”为止，合并单元格超过{MOST_MERGES}处",
                    f'more than {MOST_MERGES} merged ranges up to the sheet "{where[:31]}"',
                )
            )


def most_cells(cells: bytes) -> int:
    """Return how many cells a sheet may have by its size."""
    return len(cells) // len('<c r="A1"/>')


def _bounded(cells: bytes, where: str) -> bytes:
    if _positions(cells, where)[0] <= MOST_POSITIONS:
        return cells
    cells = _BLANK.sub(b"", cells)
    positions, last = _positions(cells, where)
    if positions > MOST_POSITIONS:
        raise Unreadable(
            TOO_LARGE.about(
                f"工作表“{where[:31]}”的内容一直散布到单元格{last}，请清除远处的内容",
                f'the sheet "{where[:31]}" has content as far away as {last}: clear it',
            )
        )
    return cells


def _room(cells: bytes, where: str) -> int:
    """Positions of a sheet, exactly where a cell is beyond Z999, else what A1:Z999 has."""
    return _positions(cells, where)[0] if _BEYOND_Z999.search(cells) else 26 * 999


def _positions(cells: bytes, where: str) -> tuple[int, str]:
    """Number of positions in the used rectangle, and its last corner."""
    references = REFERENCE.findall(cells)
    if not references:
        return 0, "A1"
    columns = [column_of(letters) for letters in {letters for letters, _ in references}]
    rows = {int(digits) for _, digits in references}
    corner = cell_name(max(rows) - 1, max(columns))
    if max(rows) > MOST_ROWS or max(columns) >= MOST_COLUMNS:
        raise Unreadable(bad_reference(corner, f"工作表“{where[:31]}”", f'the sheet "{where[:31]}"'))
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1), corner


@cache
def column_of(letters: bytes) -> int:
    """0-based column of its letters; three letters make 18,278 of them, so that the cache stays small."""
    return cell_position(letters.decode() + "1")[1]
