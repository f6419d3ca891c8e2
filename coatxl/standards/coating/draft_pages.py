"""Draft pages: a draft with its heading, its list of merged measures (8.2.3) and 草稿说明, ready to be written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coatxl import __version__
from coatxl.annex.block import spans
from coatxl.reports.draft_model import (
    BASES,
    BEFORE,
    ID,
    KEPT,
    MERGED_MEASURES,
    NOTE,
    NOW,
    SOURCES,
    STATE,
    WORDS,
    Draft,
    DraftBook,
    Head,
)
from coatxl.standards.coating.dossier import Dossier, named
from coatxl.standards.coating.draft_entries import DraftKind, written
from coatxl.standards.coating.drafting import number_group
from coatxl.standards.coating.drafts import whole_numbers
from coatxl.standards.coating.standard import TITLE, settings_lines
from coatxl.tables.cells import text_of
from coatxl.tables.column import same_text

if TYPE_CHECKING:
    from coatxl.settings import Settings

_HINT = (
    "黄底各列由您填写和修改，灰底各列由程序填写。再次起草时您的文字一律保留；可以排序、插行、加列、加表，见“草稿说明”。"
)
_MERGED = (
    (ID, 11.0), ("序号", 7.0), ("检查项目", 46.0), ("风险点", 18.0), ("危害因素", 20.0), ("失控诱因", 34.0), ("措施原文", 46.0), ("说明", 18.0),
)  # fmt: skip
_COLUMNS = {
    ID: "认行用，不要改；复制行时可以留空",
    STATE: "这一行从上一稿以来的变化",
    BEFORE: "来源变了的，原来是什么",
    NOW: "来源变了而您也改过的，来源现在是什么；删去即表示已核对，以您的文字为准",
    NOTE: "依据从哪里来：措施的依据，或按导则示例的建议（橙底，须核对），或没有填入的原因",
}
_SHEETS = {
    MERGED_MEASURES: "哪些措施合并成一个检查项目（8.2.3），逐条列出",
    KEPT: "上一稿中没有位置可放的文字：表头以上、灰底各列里您写的字，和公式",
    BASES: "程序上次写的文字，和您的修改比较用；清掉“人工删除”，删去的行下次重新起草",
    SOURCES: "每一行从哪里来，来源上次是什么样",
}


def heading(kind: DraftKind) -> tuple[str, str]:
    """The title and the line below it."""
    return f"{kind.table.title}（草稿）", _HINT


def draft_book(kind: DraftKind, draft: Draft, paper: Dossier, settings: Settings) -> DraftBook:
    """A draft with the words around it."""
    title, hint = heading(kind)
    fields = [kind.table.fields[name] for name in written(kind.table)]
    return DraftBook(
        sheet=kind.table.sheet,
        title=title,
        hint=hint,
        heads=[Head(f.name, f.title, f.column.width, f.column.align, f.choices) for f in fields],
        source_heads=[(name, kind.source.fields[name].column.header) for name in written(kind.source)],
        draft=draft,
        noted=kind.merged,
        merged=_merged(draft) if kind.merged else (),
        merged_heads=_MERGED,
        about=_about(kind, draft, paper, settings),
        version=__version__,
    )


def _merged(draft: Draft) -> list[Sequence[str]]:
    """One line for each measure of an item that checks several; other wording is told, so that nothing is lost."""
    rows = {row.id: row for row in draft.rows if row.id}
    lines: list[Sequence[str]] = []
    for base in draft.bases:
        row = rows.get(base.id)
        if row is None or len(base.sources) < 2:  # noqa: PLR2004 — merged means two or more
            continue
        number, item, point = (text_of(row.values.get(name)) for name in ("number", "item", "risk_point"))
        for source in base.sources:
            notes = [] if same_text(source["measure"]) == same_text(item) else ["文字不同，请核对"]
            if named(source["risk_point"]) != named(point):
                notes.append("另一风险点")
            lines.append(
                (base.id, number, item, source["risk_point"], source["hazard"], source["cause"], source["measure"], "；".join(notes))
            )  # fmt: skip
    return lines


def _holes(kind: DraftKind, draft: Draft, settings: Settings) -> list[str]:
    """The numbers that no row has any more: they are not given again, since 来源 of a hidden danger may name them."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for row in draft.rows:
        numbers = whole_numbers([text_of(row.values.get("number"))])
        groups.setdefault(number_group(kind, settings, row), []).extend(numbers)
    found = []
    for group, numbers in groups.items():
        missing = set(range(1, max(numbers, default=0))) - set(numbers)
        if missing:
            where = "／".join(name for name in group if name)
            found.append(
                f"{where}{'：' if where else ''}{spans(missing)}（原来的行已删去，序号不再使用，因为来源可能按它指项）"
            )
    return found


def _about(kind: DraftKind, draft: Draft, paper: Dossier, settings: Settings) -> list[tuple[str, str]]:
    rows = paper.rows(kind.source)
    places: dict[str, list[int]] = {}
    for row in (*rows, *paper.rows(kind.table)):
        places.setdefault(row.source.sheet.name, []).append(row.row_number)
    lines = [("企业", paper.project.enterprise)] if paper.project.enterprise else []
    lines += [
        ("来源文件", paper.file),
        ("SHA-256", paper.sha256),
        ("来源各表", "；".join(f"“{sheet}”第{spans(found)}行" for sheet, found in places.items())),
        *((f"设置：{name.zh}", value.zh) for name, value in settings_lines(paper, settings)),
        ("依据", TITLE),
        ("程序", f"coatxl {__version__}"),
    ]
    lines += [("序号空号", "；".join(holes))] if (holes := _holes(kind, draft, settings)) else []
    lines += [(f"{STATE}：{word}", meaning) for word, (_, meaning) in WORDS.items()]
    lines += [(f"列：{name}", meaning) for name, meaning in _COLUMNS.items() if kind.merged or name != NOTE]
    lines += [(f"表：{name}", meaning) for name, meaning in _SHEETS.items() if kind.merged or name != MERGED_MEASURES]
    return lines
