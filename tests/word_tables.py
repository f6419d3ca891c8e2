"""word_tables: what a Word document holds, read back from its XML: tables with merged cells, pictures, paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, field

from docx.oxml.ns import qn


@dataclass
class WordTable:
    """A table as a grid: a merged cell's text at its first place, "" at the others."""

    caption: str
    texts: list[list[str]]
    merges: set[tuple[int, int, int, int]]  # first row, first column, last row, last column
    headers: int
    pictures: dict[tuple[int, int], list[str]] = field(default_factory=dict)


def attribute(element, path, name="val"):
    """An attribute of the element at a path below, None where it is missing."""
    found = element.find("/".join(map(qn, path.split("/"))))
    return None if found is None else found.get(qn(f"w:{name}"), "")


def text_of(element):
    """The text of a paragraph or a cell, its paragraphs and line breaks as new lines."""
    parts = []
    for paragraph in element.iter(qn("w:p")):
        line = ""
        for node in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab")):
            if node.getparent().tag == qn("w:r"):
                line += {qn("w:t"): node.text or "", qn("w:br"): "\n", qn("w:tab"): "\t"}[node.tag]
        parts.append(line)
    return "\n".join(parts)


def tables_of(document):
    """The tables of the body in order, each with the paragraph above it."""
    found, caption = [], ""
    for element in document.element.body:
        if element.tag == qn("w:p"):
            caption = text_of(element)
        elif element.tag == qn("w:tbl"):
            found.append(_read(element, caption))
    return found


def paragraphs_of(document):
    """The texts of the body's own paragraphs."""
    return [text_of(element) for element in document.element.body if element.tag == qn("w:p")]


def _read(table, caption):
    rows = table.findall(qn("w:tr"))
    width = len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"))
    read = WordTable(caption, [[""] * width for _ in rows], set(), 0)
    areas: list[list[int]] = []
    latest: dict[int, list[int]] = {}  # by column: the cell that a merged one below belongs to
    for r, row in enumerate(rows):
        read.headers += row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        col = 0
        for cell in row.findall(qn("w:tc")):
            across = int(attribute(cell, "w:tcPr/w:gridSpan") or 1)
            if attribute(cell, "w:tcPr/w:vMerge") == "":
                assert text_of(cell) == ""
                latest[col][2] = r
            else:
                latest[col] = [r, col, r, col + across - 1]
                areas.append(latest[col])
                shown = [each.get("descr") for each in cell.iter(qn("wp:docPr"))]
                if shown:
                    read.pictures[r, col] = shown
                read.texts[r][col] = text_of(cell).lstrip("\n") if shown else text_of(cell)
            col += across
        assert col == width, f"row {r} covers {col} of {width} columns"
    read.merges = {(a, b, c, d) for a, b, c, d in areas if (a, b) != (c, d)}
    return read
