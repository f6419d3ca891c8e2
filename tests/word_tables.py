"""word_tables: what a Word document holds, read back from its XML: tables with merged cells, pictures, paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, field

from docx.oxml.ns import qn


@dataclass
class WordTable:
    """A table as a grid: a merged cell's text at its first place, "" at the others."""

    caption: str
    mark: str  # at the right end of the caption's row
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
    """The tables of the body in order, our own with their captions, others without."""
    return [_read(element) for element in document.element.body if element.tag == qn("w:tbl")]


def caption_row(table):
    """The first row of a table of ours, which holds its caption; None in a table that has none."""
    row = table.find(qn("w:tr"))
    cells = row.findall(qn("w:tc"))
    if len(cells) > 1:
        return None
    ours = attribute(cells[0], "w:tcPr/w:tcBorders/w:top") == "nil" or text_of(cells[0]).endswith("\t（续）")
    return row if ours else None


def rows_of(table):
    """The rows of a table without its caption."""
    caption = caption_row(table)
    return [row for row in table.findall(qn("w:tr")) if row is not caption]


def caption_of(row):
    """The caption and what stands at the right end of its row; it spans the table and is repeated on each page."""
    (cell,) = row.findall(qn("w:tc"))
    assert row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    before, middle, mark = text_of(cell).rpartition("\t")
    return (before.removeprefix("\t"), mark) if middle else (mark, "")


def paragraphs_of(document):
    """The texts of the body's own paragraphs, without the empty one that each table of ours begins with."""
    paragraphs = [element for element in document.element.body if element.tag == qn("w:p")]
    return [text for each in paragraphs if (text := text_of(each)) or not _begins_table(each)]


def covers_of(document):
    """How many white pictures lie over the mark at the right end of a caption."""
    return sum(
        _begins_table(each.getparent().getparent().getparent()) for each in document.element.body.iter(qn("wp:anchor"))
    )


def photos_of(document):
    """The pictures in the tables."""
    return list(document.element.body.iter(qn("wp:inline")))


def _begins_table(paragraph):
    following = paragraph.getnext()
    return following is not None and following.tag == qn("w:tbl") and caption_row(following) is not None


def _read(table):
    head, rows = caption_row(table), rows_of(table)
    width = len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"))
    caption, mark = ("", "") if head is None else caption_of(head)
    assert head is None or int(attribute(head, "w:tc/w:tcPr/w:gridSpan") or 1) == width
    read = WordTable(caption, mark, [[""] * width for _ in rows], set(), 0)
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
