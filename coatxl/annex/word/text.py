"""text: the paragraphs of a document wherever they stand, with the placeholders in them and what takes their place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coatxl.annex.word.section import Element, child, is_named, name_of
from coatxl.annex.word.xml import plain_lines

if TYPE_CHECKING:
    from docx.document import Document

# Also as an input method for Chinese writes the braces.
_OPEN, _CLOSE = r"(?:\{\{|｛｛)", r"(?:\}\}|｝｝)"
_MARK = re.compile(rf"{_OPEN}([^{{}}｛｝\n]*){_CLOSE}")
# What other programs and habits take for a placeholder, and nobody would fill: {企业名称}, ${x}, «企业名称», {% if x %}.
_NAME = r"\s*[^\W\d][\w\s:：./\-]*"
_STRAY = re.compile(
    rf"\$?(?<![{{｛])[{{｛]({_NAME})[}}｝](?![}}｝])|«\s*([^«»\n]+?)\s*»|\$?(?<![{{｛])[{{｛]%([^{{}}｛｝\n]*)%[}}｝]"
)
_BRACES = re.compile(rf"{_OPEN}|{_CLOSE}")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
# Parts that hold paragraphs, and what a person calls them.
_PARTS = {
    "document.main": "正文",
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A placeholder in the text of a paragraph; name: folded, without the braces."""

    name: str
    start: int
    end: int


@dataclass
class Story:
    """A paragraph with its placeholders; place: where a person finds it.

    takes_tables: whether the paragraph holds one placeholder and nothing else, and stands in the body itself.
    """

    element: Element
    place: str
    marks: list[Mark]
    faults: list[str]
    takes_tables: bool
    store: Callable[[], None]
    _pieces: list[tuple[Element | None, str]] = field(default_factory=list)

    def fill(self, texts: Mapping[str, str]) -> None:
        """Put texts in place of the placeholders; each takes the look of the placeholder's first character."""
        changed: dict[int, Element] = {}
        for mark in reversed(self.marks):  # from the end, so that the places before stay true
            text, start = plain_lines(texts[mark.name]), 0
            for i, (node, piece) in enumerate(self._pieces):
                left, right = max(mark.start - start, 0), min(mark.end - start, len(piece))
                start += len(piece)
                if node is not None and left < right:
                    self._pieces[i] = (node, piece[:left] + text + piece[right:])
                    changed[i], text = node, ""
        for i, node in changed.items():
            _write(node, self._pieces[i][1])


def stories(document: Document) -> Iterator[Story]:
    """All paragraphs of a document: body, tables, text boxes, headers, footers, notes, in their order."""
    parts = sorted(document.part.package.iter_parts(), key=lambda part: (part is not document.part, str(part.partname)))
    for part in parts:
        kind = str(part.content_type).removeprefix(_WORD).removesuffix("+xml")
        if kind in _PARTS:
            root, store = _root_of(part)
            yield from _stories(root, _PARTS[kind], store)


def _root_of(part: Any) -> tuple[Element, Callable[[], None]]:  # noqa: ANN401 — parts with and without an element
    """The root of a part, and what keeps a change of it: python-docx holds footnotes as bytes only."""
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml.parser import parse_xml

    if hasattr(part, "element"):
        return part.element, lambda: None
    root = parse_xml(part.blob)

    def store() -> None:
        part._blob = serialize_part_xml(root)  # noqa: SLF001 — the one place where such a part keeps its content

    return root, store


def _stories(root: Element, where: str, store: Callable[[], None]) -> Iterator[Story]:
    paragraph, table = 0, 0
    numbers: dict[Element, int] = {}
    body = child(root, "body")
    for element in root.iter(name_of("p"), name_of("tbl")):
        if is_named(element, "tbl"):
            table += 1
            numbers[element] = table
            continue
        paragraph += element.getparent() is body
        pieces = list(_pieces(element))
        text = "".join(piece for _, piece in pieces)
        marks = [Mark(_folded(m[1]), m.start(), m.end()) for m in _MARK.finditer(text)]
        rest = _MARK.sub("", text)
        faults = [f"“{rest[max(0, m.start() - 10) : m.end() + 10]}”的括号没有成对" for m in _BRACES.finditer(rest)]
        faults += [f"“{m[0]}”不是占位符，不会被填写；占位符写作{{{{企业名称}}}}" for m in _STRAY.finditer(rest)]
        faults += [f"域代码“{code.strip()}”里不能放占位符" for code in _codes(element) if _BRACES.search(code)]
        alone = element.getparent() is body and len(marks) == 1 and not rest.strip()
        alone = alone and not any(True for _ in element.iter(name_of("drawing"), name_of("pict"), name_of("object")))
        yield Story(element, _place(element, where, paragraph, numbers), marks, faults, alone, store, pieces)


def _pieces(paragraph: Element) -> Iterator[tuple[Element | None, str]]:
    """The texts of a paragraph in order, without those of text boxes in it; breaks and tabs part placeholders."""
    for element in paragraph.iter(*map(name_of, ("t", "br", "tab", "cr"))):
        if _paragraph_of(element) is not paragraph or is_named(element.getparent(), "tabs"):
            continue
        yield (element, element.text or "") if is_named(element, "t") else (None, "\n")


def _paragraph_of(element: Element) -> Element | None:
    return next(element.iterancestors(name_of("p")), None)


def _codes(paragraph: Element) -> Iterator[str]:
    """Field codes: what stands there is computed by Word, so no text of a paper may come into it."""
    for element in paragraph.iter(name_of("instrText"), name_of("fldSimple")):
        if _paragraph_of(element) is paragraph:
            yield element.text or "" if is_named(element, "instrText") else element.get(name_of("instr")) or ""


def _place(element: Element, where: str, paragraph: int, tables: Mapping[Element, int]) -> str:
    """Where a paragraph stands, as a person counts."""
    if next(element.iterancestors(name_of("txbxContent")), None) is not None:
        return f"{where}的文本框"
    cell = next(element.iterancestors(name_of("tc")), None)
    if cell is not None:
        row = cell.getparent()
        table = next(row.iterancestors(name_of("tbl")))
        across = 1 + sum(1 for _ in cell.itersiblings(name_of("tc"), preceding=True))
        down = 1 + sum(1 for _ in row.itersiblings(name_of("tr"), preceding=True))
        return f"{where}第{tables[table]}个表第{down}行第{across}格"
    return f"{where}第{paragraph}段" if paragraph and where == _PARTS["document.main"] else where


def _folded(name: str) -> str:
    """Full-width colons, letters and spaces as in the documentation."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))


def _write(node: Element, text: str) -> None:
    """Set the text of w:t; a line break in it becomes Word's own mark, in the same run."""
    from docx.oxml.parser import OxmlElement

    first, *rest = text.split("\n")
    node.text = first
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    after = node
    for line in rest:
        broken, following = OxmlElement("w:br"), OxmlElement("w:t")
        following.text = line
        following.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        after.addnext(broken)
        broken.addnext(following)
        after = following
