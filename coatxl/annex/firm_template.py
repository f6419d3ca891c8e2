"""firm_template: a firm's own Word file, its {{placeholders}} filled strictly: nothing unknown, nothing left empty.

A placeholder is a name in double braces and no expression: a file that came by mail can compute nothing, and no value
is read again for placeholders or fields. Template languages leave out what they do not know; here it is refused. The file
is opened and filled in a child process under limits, and what it links to elsewhere does not come into the report.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from coatxl import isolation
from coatxl.annex.block import Block
from coatxl.annex.word.flow import Flow, pieces
from coatxl.annex.word.links import cut_links
from coatxl.annex.word.package import save, to_bytes
from coatxl.annex.word.preflight import checked
from coatxl.annex.word.text import Mark, Story, stories
from coatxl.workbook.faults import CANNOT_OPEN, DAMAGED, EMPTY, NEEDS_PASSWORD, Fault, Unreadable
from coatxl.workbook.save import CellTooLong
from coatxl.workbook.source import read_bytes

if TYPE_CHECKING:
    from docx.document import Document

LIMITS = isolation.Limits(wall=120.0)
_NO_DOCX = (CANNOT_OPEN.rule, DAMAGED.rule, EMPTY.rule, NEEDS_PASSWORD.rule)
TABLE, ALL = "附表:", "全部"
_MOST_FAULTS = 8


class TemplateRefused(Exception):  # noqa: N818 — read as a sentence
    """A template that cannot be filled; its text is one Chinese line that names each placeholder and its place."""


def write(
    template: Path, target: Path, texts: Mapping[str, str], tables: Mapping[str, Sequence[Block]], *, title: str
) -> None:
    """Fill a template into a new document; the same inputs give the same bytes.

    texts: the text of each name, "" for one that the paper has no data for. tables: the blocks of each annex, empty
    likewise; they are numbered 表 A.1 and on as they stand in the template. TemplateRefused for a file that is no
    .docx, has no placeholder, or has one that is unknown, without data, unfinished or in a place where it cannot
    stand, that is too large, hostile or linked to content elsewhere; CannotWrite when the target cannot be written.
    """
    if not template.exists():
        raise TemplateRefused(f"模板“{template.name}”：找不到这个文件")
    given = {name: list(blocks) for name, blocks in tables.items()}
    try:
        answer = isolation.call(_answer, template, dict(texts), given, title, limits=LIMITS)
    except Unreadable as unreadable:
        raise TemplateRefused(f"模板“{template.name}”：{_reason(unreadable.fault)}") from None
    if not isinstance(answer, bytes):
        raise answer
    save(answer, target, sources=[template])


def _answer(
    template: Path, texts: Mapping[str, str], tables: Mapping[str, Sequence[Block]], title: str
) -> bytes | TemplateRefused | CellTooLong:
    """What the child sends back: the document, or why there is none."""
    try:
        return _filled(template, texts, tables, title)
    except (TemplateRefused, CellTooLong) as error:
        return error


def _filled(template: Path, texts: Mapping[str, str], tables: Mapping[str, Sequence[Block]], title: str) -> bytes:
    document = _opened(template)
    links = cut_links(document)
    if links:
        raise TemplateRefused(
            f"模板“{template.name}”链接了文件之外的内容（{'、'.join(links)}）；"
            "请在 Word 中断开链接（图片改为嵌入，邮件合并改为普通文档）后另存"
        )
    found = [story for story in stories(document) if story.marks or story.faults]
    faults = [f"{story.place}：{fault}" for story in found for fault in story.faults]
    marks = [(story, mark) for story in found for mark in story.marks]
    if not marks and not faults:
        raise TemplateRefused(f"模板“{template.name}”里没有占位符，如{{{{企业名称}}}}；填出来的文件不会有数据")
    seen: set[str] = set()
    for story, mark in marks:
        fault = _fault(story, mark, texts, tables, seen)
        if fault:
            faults.append(f"{story.place}：{fault}")
    if faults:
        more = f"；另有{len(faults) - _MOST_FAULTS}处" if len(faults) > _MOST_FAULTS else ""
        raise TemplateRefused(f"模板“{template.name}”不能填写：{'；'.join(faults[:_MOST_FAULTS])}{more}")
    _fill(document, found, texts, tables)
    return to_bytes(document, title)


def _opened(template: Path) -> Document:
    from docx import Document

    data = checked(read_bytes(template))
    try:
        return Document(BytesIO(data))
    except Exception as error:
        # What a stranger's file can do to the packages below is not to be listed; it is one answer to the person.
        raise Unreadable(DAMAGED) from error


def _reason(fault: Fault) -> str:
    """Why a template cannot be opened, for a person who does not know what is inside."""
    if fault.rule in _NO_DOCX:
        return "不是能打开的 .docx 文件（.doc、.dotx 请先另存为 .docx，去掉密码）"
    return fault.message_zh


def _fault(
    story: Story, mark: Mark, texts: Mapping[str, str], tables: Mapping[str, Sequence[Block]], seen: set[str]
) -> str:
    """What is wrong with a placeholder, "" when it can be filled; seen: the annexes that stand above."""
    word = f"{{{{{mark.name}}}}}"
    if not mark.name.startswith(TABLE):
        if mark.name not in texts:
            near = difflib.get_close_matches(mark.name, [*texts, *_table_names(tables)], 1)
            return f"不认识占位符{word}" + (f"，是否为{{{{{near[0]}}}}}" if near else "")
        return "" if texts[mark.name] else f"占位符{word}没有数据"
    if mark.name not in _table_names(tables):
        return f"没有附表{word}，可用的为{'、'.join((*tables, ALL))}"
    if not story.takes_tables:
        return f"{word}要独占正文的一段，不能放在表格、文本框、页眉页脚里或文字中间"
    names = _expanded(mark.name, tables)
    if not names:
        return f"占位符{word}没有数据"
    for name in names:
        if not tables[name]:
            return f"占位符{word}没有数据"
        if name in seen:
            return f"附表“{name}”在模板里出现了两次"
        seen.add(name)
    return ""


def _table_names(tables: Mapping[str, Sequence[Block]]) -> list[str]:
    return [TABLE + name for name in (*tables, ALL)]


def _expanded(name: str, tables: Mapping[str, Sequence[Block]]) -> list[str]:
    """The annexes that a placeholder names: itself, or all that have data."""
    short = name.removeprefix(TABLE)
    return [each for each, blocks in tables.items() if blocks] if short == ALL else [short]


def _fill(
    document: Document,
    found: Sequence[Story],
    texts: Mapping[str, str],
    tables: Mapping[str, Sequence[Block]],
) -> None:
    flow = Flow(document)
    number = 0
    for story in found:
        if not story.marks[0].name.startswith(TABLE):
            story.fill(texts)
            continue
        blocks: list[Block] = []
        for name in _expanded(story.marks[0].name, tables):
            for block in tables[name]:
                number += 1
                blocks.append(replace(block, number=f"表 A.{number}"))
        flow.replace(story.element, pieces(blocks))
    for story in found:
        story.store()
