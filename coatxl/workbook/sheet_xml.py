"""One pass over a worksheet's XML for what python-calamine does not show: formulas, errors, merges, hidden rows.

The pass works on plain XML (plain_xml.py) with compiled patterns and costs about a tenth of reading the values.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field

from coatxl.workbook.book import Merge
from coatxl.workbook.cell_area import REFERENCE, CellCount, column_of, most_cells, regular_cells
from coatxl.workbook.faults import DAMAGED, Unreadable
from coatxl.workbook.plain_xml import LAST_DATE, MOST_COLUMNS, is_plain, plain, root_at

_CALAMINE_ERRORS = frozenset({b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!", b"#DATA!"})

_FORMULA = re.compile(
    rb"<f([\s/][^<>]*)?>([^<]*)(?:</f\s*>\s*)?(?:<v(?:\s[^<>]*)?>([^<]*)</v\s*>|(<v\s*/>)|(<is[\s>]))?"
)
_VALUE = re.compile(rb"<v(?:\s[^<>]*)?>([^<]*)</v>")
_ATTRIBUTE = re.compile(rb'([A-Za-z]+)="([^"]*)"')
_HIDDEN_ROW = re.compile(rb'<row(?=[^<>]*?\s(?:hidden="(?:1|true|on)"|ht="0(?:\.0*)?"))[^<>]*?\sr="([0-9]{1,7})"')
_COLUMN = re.compile(rb"<col\s([^<>]*)>")
_AREA = re.compile(rb'\bref="([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})"')
_MERGED = re.compile(rb"<mergeCell\s[^<>]*?" + _AREA.pattern)
_SPREADS = re.compile(rb'\bt="(?:array|dataTable)"')
_PICTURE_FUNCTIONS = ("_xlfn.DISPIMG(", "DISPIMG(", "_xlfn.IMAGE(")
_METADATA = re.compile(rb' vm="([0-9]{1,7})"')
_DRAWING = re.compile(rb'<drawing\s[^<>]*?\bid="([^"]*)"')
_CELL_WITH_VALUE = re.compile(rb'(<c r="[A-Z0-9]+")([^<>]*)(>(?:<f[^<>]*>[^<]*</f>)?<v[^<>]*>)([^<]*)(?=</v>)')
_TYPE, _STYLE = re.compile(rb' t="([^"]*)"'), re.compile(rb' s="[^"]*"')
_LEGAL_VALUES = {
    b"n": re.compile(rb"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?\s*\Z"),
    b"b": re.compile(rb"(?:0|1|true|false)\Z"),
    b"s": re.compile(rb"[0-9]{1,10}\Z"),
}
_NUMBERED = re.compile(r"&#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}));")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))  # & comes last


@dataclass(slots=True)
class SheetFacts:
    """What the XML of one worksheet shows; positions are 0-based.

    cells: what stands in sheetData, as calamine gets it. Nothing else of the sheet reaches it: a million merges, links
    or validations cannot trouble it.
    pictures: positions of the pictures in cells. metadata: the vm of those of Excel.
    """

    cells: bytes
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached: set[tuple[int, int]] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    pictures: set[tuple[int, int]] = field(default_factory=set)
    metadata: dict[tuple[int, int], int] = field(default_factory=dict)
    drawing: str | None = None


def scan(
    data: bytes, where: str, *, careful: bool = False, local_images: bool = False, count: CellCount | None = None
) -> SheetFacts:
    """Read the facts of one worksheet part; careful rewrites it first, whatever it looks like.

    count: what the sheets before hold, to which this one is added.
    local_images: the workbook holds pictures placed in cells, which stand as #VALUE! without a formula.
    Unreadable when the part is damaged, or when its cells would make calamine fill too large a rectangle.
    """
    label = f"工作表“{where}”", f'the sheet "{where}"'
    careful = careful or not is_plain(data, b"worksheet")
    if careful:
        data = plain(data, *label)
    head, cells, tail = _pieces(data, where)
    regular = regular_cells(cells, where)
    if regular is None and not careful:
        careful = True
        head, cells, tail = _pieces(plain(data, *label), where)
        regular = regular_cells(cells, where)
    if regular is None:
        raise Unreadable(DAMAGED.about(f"工作表“{where}”的内容无法解析", f'the sheet "{where}" cannot be parsed'))
    count = count or CellCount()
    count.add(regular, where)
    facts = SheetFacts(regular)
    _formulas(facts)
    _errors(facts, local_images=local_images)
    _hidden(head, facts)
    _merges(tail, where, facts, count)
    drawing = _DRAWING.search(tail)
    facts.drawing = drawing[1].decode() if drawing else None
    if careful:
        _tame(facts)
    return facts


def _pieces(data: bytes, where: str) -> tuple[bytes, bytes, bytes]:
    """What stands before, in and after sheetData; Unreadable when it is no whole worksheet."""
    begin = root_at(data)
    whole = data.startswith(b"<worksheet", begin) and data[-64:].rstrip().endswith((b"</worksheet>", b"/>"))
    start = data.find(b"<sheetData", begin)
    opened = data.find(b">", start) + 1 if start >= 0 else len(data)
    if start < 0 or data[opened - 2 : opened] == b"/>":
        start = end = opened
    else:
        end = data.rfind(b"</sheetData>")
        start = opened
    if not whole or end < start:
        raise Unreadable(DAMAGED.about(f"工作表“{where}”的内容不完整", f'the sheet "{where}" is incomplete'))
    return data[begin:start], data[start:end], data[end:]


def _formulas(facts: SheetFacts) -> None:
    """Note formulas, those without a stored result, and the pictures that WPS and Excel show through one."""
    cells, formulas = facts.cells, facts.formulas
    rfind, match_reference = cells.rfind, REFERENCE.match
    spread = most_cells(cells)  # an honest array has a cell in the file for each of its positions
    last = 0
    for match in _FORMULA.finditer(cells):
        attributes, text, value, empty, inline = match.groups()
        start = match.start()
        tag = rfind(b'<c r="', last, start)
        last = match.end()
        reference = match_reference(cells, tag) if tag >= 0 else None
        if reference is None:
            continue
        letters, digits = reference.groups()
        position = int(digits) - 1, column_of(letters)
        is_closed = attributes is not None and attributes.endswith(b"/")  # <f …/>, a child of a shared formula
        formula = formulas[position] = "" if is_closed or not text else _unescaped(text)
        if not value and not inline:
            # ="" has a stored result, the empty text; openpyxl writes an empty <v/> after each formula that it makes.
            is_empty_text = (value is not None or empty) and cells.find(b' t="str"', tag, start) >= 0
            if not is_empty_text:
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


def _errors(facts: SheetFacts, *, local_images: bool) -> None:
    """Note the error cells, and put an error word that calamine knows in place of the newer ones (#SPILL! …)."""
    cells = facts.cells
    if cells.find(b"#") < 0:  # every error word has one, and most sheets have none
        return
    mark = b' t="e"'
    pieces: list[bytes] = []
    copied = last = 0
    at = cells.find(mark)
    while at >= 0:
        tag = cells.rfind(b'<c r="', last, at)
        last, closed = at, cells.find(b">", at)
        # Not in a text that happens to hold the mark, and not a cell without a value.
        inside = tag >= 0 and cells.find(b">", tag, at) < 0 and cells[closed - 1 : closed] != b"/"
        reference = REFERENCE.match(cells, tag) if inside else None
        value = _VALUE.search(cells, closed, cells.find(b"</c>", closed)) if reference else None
        if reference and value:
            position = int(reference[2]) - 1, column_of(reference[1])
            metadata = _METADATA.search(cells, tag, closed) if local_images else None
            if metadata and position not in facts.formulas:
                facts.pictures.add(position)
                facts.metadata[position] = int(metadata[1])
            else:
                facts.errors[position] = value[1].decode("utf-8", "replace").strip()
            if value[1] not in _CALAMINE_ERRORS:
                pieces += (cells[copied : value.start(1)], b"#N/A")
                copied = value.end(1)
        at = cells.find(mark, at + len(mark))
    if pieces:
        facts.cells = b"".join((*pieces, cells[copied:]))


def _hidden(head: bytes, facts: SheetFacts) -> None:
    """Note hidden rows and columns, those of no height or width among them."""
    cells = facts.cells
    if cells.find(b" hidden=") >= 0 or cells.find(b' ht="0') >= 0:
        facts.hidden_rows.update(int(row) - 1 for row in _HIDDEN_ROW.findall(cells))
    spans: list[tuple[int, int]] = []
    for tag in _COLUMN.findall(head):
        attributes = dict(_ATTRIBUTE.findall(tag))
        try:
            first, last = int(attributes[b"min"]), int(attributes[b"max"])
        except (KeyError, ValueError):
            continue
        if attributes.get(b"hidden") in (b"1", b"true", b"on") or attributes.get(b"width") in (b"0", b"0.0"):
            spans.append((max(first, 1) - 1, min(last, MOST_COLUMNS)))
    done = 0
    for left, right in sorted(spans):  # each column once, however many spans lie over it
        facts.hidden_columns.update(range(max(left, done), right))
        done = max(done, right)


def _merges(tail: bytes, where: str, facts: SheetFacts, count: CellCount) -> None:
    references = _MERGED.findall(tail)
    count.add_merges(len(references), where)
    # A cell "merged" with itself is none.
    facts.merges = [_merge(*reference) for reference in references if reference[:2] != reference[2:]]


def _tame(facts: SheetFacts) -> None:
    """Show values that do not fit their type as text, and numbers that no date can hold without a format.

    Calamine gives the whole sheet up for one of them.
    """

    def tame(match: re.Match[bytes]) -> bytes:
        start, attributes, between, text = match.groups()
        kind = _TYPE.search(attributes)
        legal = _LEGAL_VALUES.get(kind[1] if kind else b"n")
        if legal is None:
            return match[0]
        if not legal.match(text):
            attributes = _TYPE.sub(b"", attributes) + b' t="str"'
        elif legal is _LEGAL_VALUES[b"n"] and abs(float(text)) > LAST_DATE:
            attributes = _STYLE.sub(b"", attributes)
        return start + attributes + between + text

    facts.cells = _CELL_WITH_VALUE.sub(tame, facts.cells)


def _merge(left: bytes, top: bytes, right: bytes, bottom: bytes) -> Merge:
    """The area from one corner to the other, whichever of them comes first."""
    first, last, start, end = int(top) - 1, int(bottom) - 1, column_of(left), column_of(right)
    if first > last:
        first, last = last, first
    return Merge(first, start, last, end) if start <= end else Merge(first, end, last, start)


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
