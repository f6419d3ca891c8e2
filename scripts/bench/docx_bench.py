"""docx_bench: a long checklist to Word, by our writer and by a plain python-docx loop over cells, and their ratio."""

from __future__ import annotations

import argparse
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from coatxl.annex import docx
from coatxl.annex.block import Block, Cell, Provenance, Source

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTHS = (1.2, 6.1, 4.3, 3.1, 1.9)
HEADS = ("序号", "检查项目", "依据", "检查结果", "是否符合")
ITEM = ("可燃气体检测报警仪每年检定，在探头上张贴检定合格标签。", "JJG693-2011第5.5条", "标签有效期至2027-01", "符合")


def main(arguments: list[str] | None = None) -> int:
    """Print CPU seconds of both and their ratio. The plain loop writes texts only: no merges, fonts or page breaks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--loop-rows", type=int, default=300, help="rows of the plain loop, whose time grows faster")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "a.docx"
        _seconds(partial(ours, checklist(1), target))  # imports
        spent = 0.0
        for rows in (options.rows, options.loop_rows):
            spent = _seconds(partial(ours, checklist(rows), target))
            print(f"{rows} rows: {spent:.2f} s by coatxl.annex.docx")
        loop = _seconds(partial(plain_loop, options.loop_rows, target))
        print(f"{options.loop_rows} rows: {loop:.2f} s by a python-docx cell loop, {loop / spent:.0f} times as long")
    return 0


def checklist(rows: int) -> Block:
    """A checklist of this many items."""
    head = tuple(Cell(text, "header", "center") for text in HEADS)
    body = [(Cell(str(n)), *map(Cell, ITEM)) for n in range(1, rows + 1)]
    source = Source("底稿.xlsx", "安全检查表", frozenset(range(2, rows + 2)), "0" * 64)
    provenance = Provenance((source,), "导则", (), "coatxl")
    return Block("安全检查表", "安全检查表", "表 A.1", "8.2", WIDTHS, (head, *body), 1, provenance)


def ours(block: Block, target: Path) -> None:
    """What `coatxl annex` does."""
    docx.write([block], target, title="附表")


def plain_loop(rows: int, target: Path) -> None:
    """What one writes first: add_table, then cell after cell."""
    from docx import Document

    document = Document()
    table = document.add_table(rows + 1, len(HEADS))
    for r in range(rows + 1):
        for c, text in enumerate(HEADS if r == 0 else (str(r), *ITEM)):
            table.cell(r, c).text = text
    document.save(str(target))


def _seconds(work: Callable[[], None]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    raise SystemExit(main())
