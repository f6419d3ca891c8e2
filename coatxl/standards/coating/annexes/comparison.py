"""comparison: 隐患整改前后对照表, each hidden danger with its photos before and after rectification (6.1, 10.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.annex.album import names_in
from coatxl.annex.block import Block, Cell
from coatxl.annex.photo import Photo, Photos
from coatxl.standards.coating.annexes.dangers import WORST
from coatxl.standards.coating.annexes.parts import Row, heads, provenance, shown
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.tables import HiddenDangerRow
from coatxl.standards.coating.tables.dangers import STATES

if TYPE_CHECKING:
    from coatxl.settings import Settings

COMPARISON = "整改前后对照"
_BEFORE, _AFTER = "photo_before", "photo_after"
_UNCHECKED = "待复查"
_NOT_YET = ("", *STATES[: STATES.index("已整改")])
# What a record tells, as far as the paper has it.
_LINES = (
    ("隐患", "description"), ("级别", "level"), ("依据", "basis"), ("整改措施", "action"), ("整改建议", "suggestion"),
    ("完成日期", "finished"),
)  # fmt: skip


def comparison(dossier: Dossier, settings: Settings, photos: Photos | None) -> Iterator[Block]:
    """整改前后对照, when the paper has photos or names any; a missing photo is said in words.

    photos: where the photos that the paper names are looked up; None prints their file names.
    """
    found = dossier.dangers
    if all(row.blank(name) for row in found for name in (_BEFORE, _AFTER)):
        return
    rows = [heads("序号", "隐患与整改", "整改前", "整改后")]
    rows.extend(_row(row, n, photos) for n, row in enumerate(found, 1))
    placed = [sum(bool(row[col].photos) for row in rows) for col in (2, 3)]
    counts = f"注：共{len(found)}项，有整改前照片{placed[0]}项，整改后照片{placed[1]}项；"
    notes = "照片只缩放，不裁切、不变形，不含拍摄位置等信息。" if photos else "没有给出照片文件夹，只列文件名。"
    yield Block(
        table=COMPARISON, title="隐患整改前后对照表", number="", clause="6.1、10.2", widths=(1.2, 5.0, 5.2, 5.2),
        rows=tuple(rows), header_rows=1, provenance=provenance(dossier, settings, found), notes=(counts + notes,),
    )  # fmt: skip


def _row(row: HiddenDangerRow, n: int, photos: Photos | None) -> Row:
    return (
        Cell(row.number or str(n), "stress" if row.level == WORST else "body", "center"),
        Cell(_record(row), "record"),
        _evidence(row, _BEFORE, "整改前照片缺失", photos),
        _evidence(row, _AFTER, "尚未整改，无照片" if row.state in _NOT_YET else "整改后照片缺失", photos),
    )


def _record(row: HiddenDangerRow) -> str:
    lines = [f"{label}：{value}" for label, name in _LINES if (value := _one_line(shown(row, name)))]
    recheck = "，".join(value for name in ("recheck", "recheck_date") if (value := shown(row, name)))
    return "\n".join((*lines, f"复查：{recheck or _UNCHECKED}"))


def _one_line(text: str) -> str:
    """A line break inside a field would part the label from its text."""
    return " ".join(text.split())


def _evidence(row: HiddenDangerRow, name: str, missing: str, photos: Photos | None) -> Cell:
    """The photos of one cell, and words for those that are not at hand."""
    named = names_in(shown(row, name))
    if not named:
        # A picture in the workbook itself stays there; the reader names the cell, and the print does so too.
        words = f"照片见底稿“{row.at(name).sheet}”{row.at(name).cell}" if row.picture(name) else missing
        return Cell(words, "absent", "center")
    if photos is None:
        return Cell("照片：" + "、".join(named), "absent", "center")
    found = [photos.find(each) for each in named]
    words = "\n".join(each for each in found if isinstance(each, str))
    return Cell(words, "absent", "center", photos=tuple(each for each in found if isinstance(each, Photo)))
