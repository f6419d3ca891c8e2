"""docx: blocks as one Word document of annexes, equal to the workbook in rows, order, totals and merged cells."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from coatxl.annex.block import Block, EmptyAnnex
from coatxl.annex.word.flow import Flow, pieces
from coatxl.annex.word.package import blank, save, to_bytes


def write(blocks: Iterable[Block], target: Path, *, title: str) -> None:
    """Write the annexes to a new Word document; the same blocks give the same bytes.

    title: what the page headers and the document properties say. EmptyAnnex when there is no block, CannotWrite when
    the target cannot be written.
    """
    parts = pieces(blocks)
    if not parts:
        raise EmptyAnnex("没有可以写成附表的数据")
    document = blank(title)
    Flow(document).replace(document.paragraphs[0]._p, parts)  # noqa: SLF001 — python-docx has no other way to insert
    save(to_bytes(document, title), target)
