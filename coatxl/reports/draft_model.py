"""A draft as a report sees it: rows that a person completes, what the program wrote of them, and what else the file holds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from coatxl.workbook.book import Sheet, Value
from coatxl.workbook.margins import Margin
from coatxl.workbook.style import CALCULATED

ID, STATE, BEFORE, NOW, NOTE = "草稿编号", "草稿状态", "来源原文", "来源现文", "依据说明"
# Sheets beside the table: for people and for the next run; they are read as no table of a paper.
MERGED_MEASURES, KEPT, ABOUT, BASES, SOURCES = "合并措施", "其他内容", "草稿说明", "草稿原文", "草稿来源"
DRAFT_SHEETS: Final = (MERGED_MEASURES, KEPT, ABOUT, BASES, SOURCES)
KEPT_HEADS: Final = ("上一稿位置", "内容")
ABOUT_HEADS: Final = ("项目", "内容")
# Columns of 草稿原文: the mark of a row that a person deleted, and what stands before the header of what was told.
REMOVED, WRITTEN = "人工删除", "上稿"
# The last column of the program's sheets: by it the next run knows which lines stand as the program wrote them.
CHECK = "校验"
PROPOSED: Final = "建议："
Word = Literal["新增", "底稿已有", "未变", "已填", "已改", "来源已变", "冲突", "来源已删", "人工", "位置不明"]
NOT_CARRIED: Final = "图片（没有带过来，仍在上一稿里）"
UNPLACED: Final = "位置不明"
JOIN: Final = "、"  # between the words of one state
# What each word of 草稿状态 means, for 草稿说明; the first that a row has gives its tint.
WORDS: Final[dict[Word, tuple[str, str]]] = {
    "冲突": (
        "red",
        "来源变了，您也改过同一格：保留您的文字，新旧来源并列在“来源原文”“来源现文”；删去“来源现文”即表示已核对",
    ),
    "来源已删": ("red", "来源已不在底稿里（或已符合）：这一行保留，由您决定去留"),
    "来源已变": ("blue", "来源变了，您没有改过这一格：已换成新文字，旧文字在“来源原文”"),
    "新增": ("green", "这次新起草的"),
    "底稿已有": ("green", "底稿里已有的行，照抄"),
    "已改": ("amber", "您改过起草的文字：保留"),
    "已填": ("amber", "您补填了空格：保留"),
    "人工": ("amber", "您自己加的行：保留"),
    "位置不明": ("amber", "您自己加的行没有写评价单元和风险点，也看不出是插在哪里的（表已排序，或在表末）：请补上"),
    "未变": ("", "和来源、和上一稿一样"),
}
# What happened in one run; it stays until something happens again, so that a second run changes no byte.
PASSING: Final[frozenset[str]] = frozenset({"新增", "底稿已有", "来源已变", "未变"})
PROGRAM_FILL: Final = CALCULATED


@dataclass(slots=True)
class Told:
    """What the program says beside a row: its state, the source's text before and now, and where 依据 comes from."""

    state: str = ""
    before: str = ""
    now: str = ""
    note: str = ""


@dataclass(slots=True)
class Row:
    """One row of the draft: values by field, and those of the person's own columns; id "" for a person's own row.

    pictures: (column, media part) and comments: column → (author, text), both of the person; a column goes by its
    field, by the program's header, or as own_column has it. hidden: the person hid the row.
    """

    id: str
    values: dict[str, Value]
    extra: list[Value] = field(default_factory=list)
    told: Told = field(default_factory=Told)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    comments: dict[str, tuple[str, str]] = field(default_factory=dict)
    hidden: bool = False


def own_column(number: int) -> str:
    """Name the number-th of the person's own columns."""
    return f"#{number}"


@dataclass(slots=True)
class Base:
    """What the program wrote of one row and what it came from, as texts by field; removed: a person deleted the row."""

    id: str
    values: dict[str, str]
    sources: list[dict[str, str]]
    told: Told = field(default_factory=Told)
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A text of the last draft that has no place of its own in the next one."""

    place: str
    text: str


@dataclass(slots=True)
class Draft:
    """One draft: its rows in their order, what it rests on, and what else stood in the file.

    columns: headers of the person's own columns. sheets: the person's own sheets, margins: their comments. fields:
    those that the sheet has. media: the pictures by their parts.
    """

    rows: list[Row]
    bases: list[Base]
    columns: list[str] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    fields: frozenset[str] = frozenset()
    margins: dict[str, Margin] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)


def check_of(texts: Iterable[str]) -> str:
    """Return the mark of one line of a program's sheet; white space does not count."""
    plain = "\x1f".join(re.sub(r"\s+", "", text) for text in texts)
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Head:
    """One column of the draft's table."""

    name: str
    title: str
    width: float
    align: str
    choices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class DraftBook:
    """A draft with the words around it, ready to be written.

    heads: of the table; source_heads: (field, header) of what the rows come from. merged: lines of 合并措施.
    about: (label, text) of 草稿说明.
    """

    sheet: str
    title: str
    hint: str
    heads: Sequence[Head]
    source_heads: Sequence[tuple[str, str]]
    draft: Draft
    noted: bool
    merged: Sequence[Sequence[str]]
    merged_heads: Sequence[tuple[str, float]]
    about: Sequence[tuple[str, str]]
    version: str
