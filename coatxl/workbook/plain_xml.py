"""Any well-formed part of a workbook as plain XML: UTF-8, no prefixes, CDATA or comments, every cell with its place.

Excel, WPS, LibreOffice and openpyxl write plain XML already, and `is_plain` shows it without parsing. The rest (prefixes,
CDATA, UTF-16, implied positions …) is valid too, but readers differ on it; it is rewritten once and then has one reading.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from coatxl.workbook.book import column_name
from coatxl.workbook.faults import DAMAGED, TOO_LARGE, Fault, Unreadable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_KEPT_NAMESPACES = ("", MAIN, MAIN_STRICT)

# Counted wherever expat walks a part. Plain sheets and strings are not walked: patterns and a streaming reader take
# them as they are, and neither goes deeper, or uses more memory, with their nesting.
MOST_DEPTH = 256
MOST_REWRITTEN = 48 * 1024 * 1024  # a quarter of a second for each MiB
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
LAST_DATE = 2_958_465  # 9999-12-31; what is beyond is shown as a number, no date can hold it

_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?(<\?xml[^>]*\?>)?\s*")
_PLAIN_ROOT = re.compile(_DECLARATION.pattern + rb"<[A-Za-z_]")
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)["']""")
_CELL_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\Z")
_CELL_TYPES = frozenset({"b", "d", "e", "inlineStr", "n", "s", "str"})


def is_plain(data: bytes, root: bytes) -> bool:
    """Whether a part needs no rewriting: UTF-8, this root element without prefix, no CDATA, comment or DOCTYPE."""
    head = _DECLARATION.match(data)
    encoding = _ENCODING.search(head[1]) if head and head[1] else None
    if encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        return False
    if not data.startswith((b"<" + root + b" ", b"<" + root + b">"), root_at(data)):
        return False
    return data.find(b"!") < 0 or data.find(b"<!") < 0  # one byte is found ten times faster than two


def root_at(data: bytes) -> int:
    """Return where the root element of a plain part begins, after the declaration."""
    head = _DECLARATION.match(data)
    return head.end() if head else 0


def plain(data: bytes, zh: str, en: str) -> bytes:
    """Rewrite a part as plain XML; zh and en name it in the fault when it is no XML or hostile."""
    if len(data) > MOST_REWRITTEN:
        raise Unreadable(TOO_LARGE.about(f"{zh}过大，且写法特殊", f"{en} is too large for its unusual way of writing"))
    writer = _Writer(zh, en)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):  # ValueError, LookupError: an encoding that nobody knows
        raise Unreadable(DAMAGED.about(f"{zh}的XML不完整", f"the XML of {en} is incomplete")) from None
    return "".join(writer.pieces).encode("utf-8", "replace")


def refuse_doctype(*_: object) -> None:
    """Refuse a part that declares a document type; no office program writes one, and entities live there."""
    raise Unreadable(doctype_fault())


def declares_doctype(data: bytes) -> bool | None:
    """Whether a part has a DOCTYPE before its root element; None when neither comes within data, or it is no XML."""
    if _PLAIN_ROOT.match(data):
        return False
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = _stop_at_root
    try:
        parser.Parse(data, False)
    except Unreadable:
        return True
    except _AtRoot:
        return False
    except (expat.ExpatError, ValueError, LookupError):
        return None
    return None


class _AtRoot(Exception):  # noqa: N818 — no error: all before the root element has been seen
    """The root element begins."""


def _stop_at_root(*_: object) -> None:
    raise _AtRoot


def doctype_fault() -> Fault:
    """Return the fault of a part with a DOCTYPE."""
    return TOO_LARGE.about("XML内含DOCTYPE声明（可能是实体攻击）", "its XML declares a DOCTYPE (entity attack?)")


class _Writer:
    """Writes the elements of the main namespace again; foreign ones are left out with all that is in them."""

    def __init__(self, zh: str, en: str) -> None:
        self._names = zh, en
        self.pieces: list[str] = []
        self._depth = 0
        self._foreign = 0  # depth of the outermost foreign element, 0 outside
        self._row = self._col = 0  # 1-based position of the last row and cell

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise Unreadable(TOO_LARGE.about("XML嵌套过深", "its XML is nested too deep"))
        namespace, _, local = name.rpartition(" ")
        if self._foreign or namespace not in _KEPT_NAMESPACES:
            self._foreign = self._foreign or self._depth
            return
        kept = {_local(key): value for key, value in attributes.items()}
        if local == "row":
            self._row, self._col = self._number(kept.get("r")), 0
            kept = {"r": str(self._row), **_without(kept, "r")}
        elif local == "c":
            kept = {"r": self._place(kept.get("r")), **_without(kept, "r")}
            if kept.get("t", "n") not in _CELL_TYPES:
                kept["t"] = "str"
        written = "".join(f' {key}="{_quoted(value)}"' for key, value in kept.items())
        self.pieces.append(f"<{local}{written}>")

    def end(self, name: str) -> None:
        if not self._foreign:
            self.pieces.append(f"</{name.rpartition(' ')[2]}>")
        elif self._foreign == self._depth:
            self._foreign = 0
        self._depth -= 1

    def text(self, text: str) -> None:
        if not self._foreign:
            self.pieces.append(_escaped(text))

    def _number(self, text: str | None) -> int:
        """The number of the next row, 1-based: its own, or one more than the last."""
        number = text or str(self._row + 1)
        if not number.isascii() or not number.isdigit() or not 1 <= int(number[:10]) <= MOST_ROWS:
            raise Unreadable(bad_reference(number, *self._names))
        return int(number)

    def _place(self, reference: str | None) -> str:
        """The place of the next cell: its reference, or the column after the last cell of the row."""
        if reference is None:
            self._col += 1
            if self._col > MOST_COLUMNS:
                raise Unreadable(bad_reference(column_name(self._col - 1), *self._names))
            return f"{column_name(self._col - 1)}{max(self._row, 1)}"
        match = _CELL_REFERENCE.match(reference)
        if match is None or not 1 <= int(match[2]) <= MOST_ROWS:
            raise Unreadable(bad_reference(reference, *self._names))
        self._col = 0
        for letter in match[1].upper():
            self._col = self._col * 26 + ord(letter) - 64
        if self._col > MOST_COLUMNS:
            raise Unreadable(bad_reference(reference, *self._names))
        return match[1].upper() + match[2]


def bad_reference(reference: str, zh: str, en: str) -> Fault:
    """Return the fault of a cell that stands nowhere in a worksheet: beyond its end, or at no place at all."""
    shown = reference[:20]
    if not reference.isalnum() or reference.strip("0") == "":
        return DAMAGED.about(f"{zh}的单元格位置“{shown}”无效", f'"{shown}" in {en} is no place of a cell')
    return TOO_LARGE.about(f"{zh}的单元格位置“{shown}”超出工作表范围", f'"{shown}" in {en} is outside any worksheet')


# xml.sax.saxutils has both, and imports urllib, http and email for it: 20 ms in every process.
def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    text = _escaped(text)
    for char in '"\t\n\r':
        text = text.replace(char, f"&#{ord(char)};")
    return text


def _local(key: str) -> str:
    """An attribute's plain name; the namespaces of xml: and r: keep their usual prefixes."""
    namespace, _, local = key.rpartition(" ")
    if namespace.endswith("/namespace"):
        return f"xml:{local}"
    return f"r:{local}" if namespace.endswith("/relationships") else local


def _without(attributes: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in attributes.items() if key != name}
