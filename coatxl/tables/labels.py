"""labels: rows around a table that are none of its data: labels with values, notes, signatures, totals, captions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coatxl.tables.cells import text_of
from coatxl.tables.column import folded
from coatxl.tables.header import Grid, Labelled
from coatxl.tables.header_words import header_key, words_of
from coatxl.tables.table import Table
from coatxl.workbook.book import Value

# Several labels in one cell: “评价单元：喷漆单元  风险点：调漆间”.
_NEXT_LABEL = re.compile(r"\s+(?=[^\s:：]{1,8}[:：])")
_NOTE = re.compile(r"^(?:注|说明|备注|填表|编制|审核|批准|检查人|检查人员|制表)\d?:")
_TOTAL = re.compile(r"^(?:合计|总计|小计):?\d*$")
_DEEDS = "编制|编写|制表|填表|填报|记录|检查|评价|审核|审查|审批|审定|批准|签发|复核|校核|校对|复查|验收|确认|陪同|受检|被检|被检查"
_SIGNATURE = re.compile(
    rf"^(?:(?:{_DEEDS})(?:人员|人|者|组长|单位|部门|负责人|日期|时间)?|(?:企业|单位|部门|项目|车间|现场|安全)?负责人|组长"
    r"|日期|时间|签名|签字|签章|盖章)(?:\((?:签名|签字|签章|盖章)\))?\d?:"
)
_CAPTION = re.compile(r"表|附录|清单|划分")


def label_values(text: str, table: type[Table]) -> dict[str, str]:
    """Field → value of a cell such as “风险点：喷漆作业”; empty when it is none."""
    found = {}
    for piece in _NEXT_LABEL.split(text.strip()):
        label, colon, value = piece.replace(":", "：").partition("：")
        name = words_of(table).get(header_key(label)) if colon and value.strip() else None
        if name in table.form_labels:
            found[name] = value.strip()
    return found


def heading(grid: Grid, r: int, table: type[Table]) -> dict[str, Labelled]:
    """The labels of the “词：值” cells of a row."""
    return {
        name: (value, (r, c))
        for c, cell in grid.sheet.row(r)
        if isinstance(cell, str) and (":" in cell or "：" in cell)
        for name, value in label_values(cell, table).items()
    }


def label_row(grid: Grid, r: int, table: type[Table], *, begun: bool) -> dict[str, Labelled]:
    """The labels of a row of label cells, each with its value to the right; empty when the row is none.

    begun: another such row stands next to it, so that here all values may be blank.
    """
    words = words_of(table)
    found: dict[str, Labelled] = {}
    open_label = ""
    values = 0
    for c, cell in grid.filled(r):
        key = header_key(cell) if isinstance(cell, str) else ""
        name = words.get(key, "")
        if name in table.form_labels and name not in found:
            found[name] = (None, (r, grid.wide.get((r, c), c) + 1))
            open_label = name
        elif open_label and not name:
            found[open_label] = (cell, (r, c))
            open_label = ""
            values += 1
        else:
            return {}
    return found if values or begun else {}


def is_note(text: str) -> bool:
    """Whether a text begins a note or signature line, or is the word of a total, below a table."""
    plain = folded(text)
    return any(pattern.match(plain) for pattern in (_NOTE, _TOTAL, _SIGNATURE))


def is_signature_row(texts: Sequence[str]) -> bool:
    """Whether all texts of a row sign: “检查人：张三 | 日期：…”, the name also in the cell beside."""
    waiting = False
    for text in texts:
        plain = folded(text)
        if _SIGNATURE.match(plain):
            waiting = plain.endswith(":")
        elif waiting:
            waiting = False
        else:
            return False
    return bool(texts)


def is_total_row(values: Sequence[Value]) -> bool:
    """Whether a row begins with the word of a total and holds no other text."""
    head, *rest = values
    return (
        isinstance(head, str) and _TOTAL.match(folded(head)) is not None and not any(isinstance(v, str) for v in rest)
    )


def is_caption(grid: Grid, r: int, *, first: int, sure: bool) -> bool:
    """Whether the only cell of a row captions what stands below: wide, or in the first column and no number.

    sure: a label row stands below, so that any text will do; else it has a blank row above or a caption's word.
    """
    cells = grid.filled(r)
    if len(cells) != 1 or not isinstance(cells[0][1], str):
        return False
    c, text = cells[0][0], text_of(cells[0][1])
    if c > first or text.isdecimal():
        return False
    return sure or (r, c) in grid.wide or not grid.filled(r - 1) or _CAPTION.search(text) is not None
