"""One pass over a worksheet's XML for what python-calamine does not show: formulas, errors, merges, hidden rows.

The pass works on plain XML (plain_xml.py) with compiled patterns and costs about a tenth of reading the values.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from functools import cache

from coatxl.workbook.book import Merge, cell_name, cell_position
from coatxl.workbook.faults import DAMAGED, TOO_LARGE, Unreadable
from coatxl.workbook.plain_xml import (
    LAST_DATE,
    MAIN,
    MOST_COLUMNS,
    MOST_ROWS,
    bad_reference,
    is_plain,
    plain,
    without_declaration,
)

# python-calamine fills the whole rectangle of the used cells, and aborts the process when memory does not suffice.
MOST_POSITIONS = 5_000_000
MOST_CELLS = 2_000_000
MOST_MERGES = 100_000
_CALAMINE_ERRORS = frozenset(
    {b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!", b"#GETTING_DATA", b"#DATA!"}
)

_REFERENCE = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"')
# One search shows that a sheet is regular and small: each cell begins with its reference, none is beyond Z99999. If
# that fails, one more for a reference that none of the patterns below understands, and for a cell beyond ZZ999.
_BEYOND_LETTER = re.compile(rb'<c(?! r="[A-Z][1-9][0-9]{0,4}"|[a-z])')
_BEYOND_TWO = re.compile(rb'<c(?! r="[A-Z]{1,2}[1-9][0-9]{0,2}"|[a-z])')
_ODD_CELL = re.compile(rb'<c(?! r="[A-Z]{1,3}[1-9][0-9]{0,6}"|[a-z])')
_BLANK_CELL = re.compile(rb'<c r="[^"]*"[^>]*?(?:/>|>\s*(?:<v>\s*</v>|<v\s*/>)?\s*</c>)')
_SINGLE_QUOTED = re.compile(rb"<(?:c|row|f)\s[^<>]*?='")
_PREFIXED_CELL = re.compile(rb"<[^<>\s]*:c[\s/>]")
_STYLE_SHOWS = 65_536  # a writer quotes alike throughout; its first cells show how
_ROW_WITHOUT_NUMBER = re.compile(rb'<row(?![^<>]*\sr=")[\s>/]')

_FORMULA = re.compile(rb"<f(?:\s([^<>]*?))?\s*(?:/>|>([^<]*)</f>)\s*(?:<v(?:\s[^<>]*)?>([^<]*)</v>|(<v\s*/>)|(<is))?")
_VALUE = re.compile(rb"<v(?:\s[^<>]*)?>([^<]*)</v>")
_ATTRIBUTE = re.compile(rb'([A-Za-z]+)="([^"]*)"')
_HIDDEN_ROW = re.compile(rb'<row(?=[^<>]*?\s(?:hidden="(?:1|true|on)"|ht="0(?:\.0*)?"))[^<>]*?\sr="([0-9]{1,7})"')
_COLUMN = re.compile(rb"<col\s([^<>]*)>")
_AREA = re.compile(rb'\bref="([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})"')
_MERGED = re.compile(rb"<mergeCell\s[^<>]*?" + _AREA.pattern)
_SPREADS = re.compile(rb'\bt="(?:array|dataTable)"')
_PICTURE_FUNCTIONS = ("_xlfn.DISPIMG(", "DISPIMG(", "_xlfn.IMAGE(")
_DRAWING = re.compile(rb'<drawing\s[^<>]*?\bid="([^"]*)"')
_STYLED_NUMBER = re.compile(
    rb'(<c r="[A-Z0-9]+"[^<>]*?) s="[0-9]+"([^<>]*>(?:<f[^<>]*>[^<]*</f>)?<v[^<>]*>)([^<]*)(?=</v>)'
)
_NUMBERED = re.compile(r"&#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}));")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))  # & comes last
_HEAD, _TAIL = b'<worksheet xmlns="' + MAIN.encode() + b'"><sheetData>', b"</sheetData></worksheet>"


@dataclass(slots=True)
class SheetFacts:
    """What the XML of one worksheet shows; positions are 0-based, body is the sheet that calamine gets to read."""

    body: bytes
    cells: int = 0
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached: set[tuple[int, int]] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    pictures: set[tuple[int, int]] = field(default_factory=set)
    drawing: str | None = None


def scan(data: bytes, where: str, *, careful: bool = False, local_images: bool = False) -> SheetFacts:
    """Read the facts of one worksheet part; careful rewrites it first, whatever it looks like.

    local_images: the workbook holds pictures placed in cells, which stand as #VALUE! without a formula.
    Unreadable when the part is damaged, or when its cells would make calamine fill too large a rectangle.
    """
    careful = careful or not is_plain(data, b"worksheet")
    if careful:
        data = plain(data, where)
    head, body, tail = _pieces(data, where)
    if not careful and not _is_regular(body):
        careful = True
        head, body, tail = _pieces(plain(data, where), where)
    facts = SheetFacts(b"", cells=body.count(b"<c "))
    if facts.cells > MOST_CELLS:
        raise Unreadable(
            TOO_LARGE.about(f"“{where}”超过{MOST_CELLS}个单元格", f"{where}: more than {MOST_CELLS} cells")
        )
    body = _bounded(body, where)
    _formulas(body, facts)
    body = _errors(body, facts, local_images=local_images)
    _hidden(head, body, facts)
    _merges(tail, where, facts)
    drawing = _DRAWING.search(tail)
    facts.drawing = drawing[1].decode() if drawing else None
    # Only the cells reach calamine: a million merges, links or validations cannot trouble it.
    facts.body = _HEAD + (_tamed(body) if careful else body) + _TAIL
    return facts


def _pieces(data: bytes, where: str) -> tuple[bytes, bytes, bytes]:
    """What stands before, in and after sheetData; Unreadable when it is no whole worksheet."""
    data = without_declaration(data)
    if not data.startswith(b"<worksheet") or not data[-64:].rstrip().endswith((b"</worksheet>", b"/>")):
        raise Unreadable(DAMAGED.about(f"工作表“{where}”的内容不完整", f'the sheet "{where}" is incomplete'))
    start = data.find(b"<sheetData")
    if start < 0:
        return data, b"", data
    opened = data.find(b">", start) + 1
    if data[opened - 2 : opened] == b"/>":
        return data[:start], b"", data[opened:]
    end = data.rfind(b"</sheetData>")
    if end < opened:
        raise Unreadable(DAMAGED.about(f"工作表“{where}”的内容不完整", f'the sheet "{where}" is incomplete'))
    return data[:start], data[opened:end], data[end:]


def _is_regular(body: bytes) -> bool:
    """Whether the patterns see every cell: each begins with its reference, attributes in double quotes."""
    if _BEYOND_LETTER.search(body) and _ODD_CELL.search(body):
        return False
    if body.find(b"='", 0, _STYLE_SHOWS) >= 0 and _SINGLE_QUOTED.search(body, 0, _STYLE_SHOWS):
        return False
    # A prefixed cell among plain ones would be seen by calamine and not by the patterns.
    if body.find(b":c") >= 0 and _PREFIXED_CELL.search(body):
        return False
    return body.find(b" hidden=") < 0 or not _ROW_WITHOUT_NUMBER.search(body)


def _bounded(body: bytes, where: str) -> bytes:
    """Return the cells, their used rectangle within limits; blank styled cells far away are left out for it."""
    if not _BEYOND_LETTER.search(body) or not _BEYOND_TWO.search(body) or _positions(body)[0] <= MOST_POSITIONS:
        return body
    body = _BLANK_CELL.sub(b"", body)
    positions, last = _positions(body)
    if positions > MOST_POSITIONS:
        raise Unreadable(
            TOO_LARGE.about(
                f"工作表“{where[:31]}”的内容一直散布到单元格{last}，请清除远处的内容",
                f'the sheet "{where[:31]}" has content as far away as {last}: clear it',
            )
        )
    return body


def _positions(body: bytes) -> tuple[int, str]:
    """Number of positions in the used rectangle, and its last corner."""
    references = _REFERENCE.findall(body)
    if not references:
        return 0, "A1"
    names = {letters for letters, _ in references}
    columns = [cell_position(name.decode() + "1")[1] for name in names]
    rows = {int(digits) for _, digits in references}
    corner = cell_name(max(rows) - 1, max(columns))
    if max(rows) > MOST_ROWS or max(columns) >= MOST_COLUMNS:
        raise Unreadable(bad_reference(corner))
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1), corner


def _formulas(body: bytes, facts: SheetFacts) -> None:
    """Note formulas, those without a stored result, and the pictures that WPS and Excel show through one."""
    spread = facts.cells  # an honest array has a cell in the file for each of its positions
    last = 0
    for match in _FORMULA.finditer(body):
        attributes, text, value, empty, inline = match.groups()
        start, previous, last = match.start(), last, match.end()
        reference = _REFERENCE.match(body, body.rfind(b'<c r="', previous, start) % len(body))
        if reference is None:
            continue
        position = _position(reference)
        formula = facts.formulas[position] = _unescaped(text) if text else ""
        if not value and not inline:
            before = body[reference.end() : start]
            empty_text = b' t="str"' in before and (value is not None or empty)
            if not empty_text and b"<v" not in before:
                facts.uncached.add(position)
        if formula.startswith(_PICTURE_FUNCTIONS):
            facts.pictures.add(position)
        if attributes and _SPREADS.search(attributes):
            spread -= _spread(attributes, facts, spread)


def _spread(attributes: bytes, facts: SheetFacts, most: int) -> int:
    """Mark the other cells of an array formula or a data table as formulas too; returns how many there are."""
    reference = _AREA.search(attributes)
    if reference is None:
        return 0
    area = _merge(*reference.groups())
    size = (area.bottom - area.top + 1) * (area.right - area.left + 1)
    if size > most:
        return 0
    for row in range(area.top, area.bottom + 1):
        for col in range(area.left, area.right + 1):
            facts.formulas.setdefault((row, col), "")
    return size


def _errors(body: bytes, facts: SheetFacts, *, local_images: bool) -> bytes:
    """Note the error cells; returns the cells with the newer error words (#SPILL! …) in one that calamine knows."""
    mark = b' t="e"'
    pieces: list[bytes] = []
    copied = last = 0
    at = body.find(mark)
    while at >= 0:
        start = body.rfind(b'<c r="', last, at)
        last, closed = at, body.find(b">", at)
        inside = start >= 0 and body.find(b">", start, at) < 0 and body[closed - 1 : closed] != b"/"
        reference = _REFERENCE.match(body, start) if inside else None
        value = _VALUE.search(body, closed, body.find(b"</c>", closed)) if reference else None
        if reference and value:
            position = _position(reference)
            if local_images and body.find(b' vm="', start, closed) >= 0 and position not in facts.formulas:
                facts.pictures.add(position)
            else:
                facts.errors[position] = value[1].decode("utf-8", "replace")
            if value[1] not in _CALAMINE_ERRORS:
                pieces += (body[copied : value.start(1)], b"#N/A")
                copied = value.end(1)
        at = body.find(mark, at + len(mark))
    return b"".join((*pieces, body[copied:])) if pieces else body


def _hidden(head: bytes, body: bytes, facts: SheetFacts) -> None:
    """Note hidden rows and columns, those of no height or width among them."""
    if body.find(b'hidden="') >= 0 or body.find(b' ht="0') >= 0:
        facts.hidden_rows.update(int(row) - 1 for row in _HIDDEN_ROW.findall(body))
    for tag in _COLUMN.findall(head):
        attributes = dict(_ATTRIBUTE.findall(tag))
        try:
            first, last = int(attributes[b"min"]), int(attributes[b"max"])
        except (KeyError, ValueError):
            continue
        if attributes.get(b"hidden") in (b"1", b"true", b"on") or attributes.get(b"width") in (b"0", b"0.0"):
            facts.hidden_columns.update(range(max(first, 1) - 1, min(last, MOST_COLUMNS)))


def _merges(tail: bytes, where: str, facts: SheetFacts) -> None:
    references = _MERGED.findall(tail)
    if len(references) > MOST_MERGES:
        raise Unreadable(TOO_LARGE.about(f"“{where}”合并单元格超过{MOST_MERGES}处", f"{where}: too many merged ranges"))
    merges = (_merge(*reference) for reference in references)
    facts.merges = [merge for merge in merges if (merge.top, merge.left) != (merge.bottom, merge.right)]


def _tamed(body: bytes) -> bytes:
    """Return the cells without the formats of numbers that no date or duration can hold; calamine fails on them."""

    def tame(match: re.Match[bytes]) -> bytes:
        try:
            number = float(match[3])
        except ValueError:
            return match[0]
        return match[0] if abs(number) <= LAST_DATE else match[1] + match[2] + match[3]

    return _STYLED_NUMBER.sub(tame, body)


@cache
def _column(letters: bytes) -> int:
    """0-based column; there are 16,384 of them, so that the cache stays small."""
    return cell_position(letters.decode() + "1")[1]


def _position(reference: re.Match[bytes]) -> tuple[int, int]:
    return int(reference[2]) - 1, _column(reference[1])


def _merge(left: bytes, top: bytes, right: bytes, bottom: bytes) -> Merge:
    """The area from one corner to the other, whichever of them comes first."""
    rows, columns = sorted((int(top) - 1, int(bottom) - 1)), sorted((_column(left), _column(right)))
    return Merge(rows[0], columns[0], rows[1], columns[1])


def _unescaped(text: bytes) -> str:
    decoded = text.decode("utf-8", "replace")
    if "&" not in decoded:
        return decoded
    if "&#" in decoded:
        decoded = _NUMBERED.sub(_character, decoded)
    for entity, character in _ENTITIES:
        decoded = decoded.replace(entity, character)
    return decoded


def _character(match: re.Match[str]) -> str:
    """The character of a number; an ampersand stays escaped until the end, or it would be taken for an entity's."""
    code = int(match[1]) if match[1] else int(match[2], 16)
    return match[0] if code > sys.maxunicode else "&amp;" if code == ord("&") else chr(code)
