"""comparison: 隐患整改前后对照表, each hidden danger with its photos before and after rectification (6.1, 10.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from coatxl.annex.block import Block, Cell
from coatxl.annex.photo import Photo, Photos
from coatxl.annex.photo_names import Side
from coatxl.standards.coating.annexes.dangers import WORST
from coatxl.standards.coating.annexes.parts import Row, heads, provenance, shown
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.evidence import FIELDS, Evidence
from coatxl.standards.coating.tables import HiddenDangerRow
from coatxl.standards.coating.tables.dangers import STATES

if TYPE_CHECKING:
    from coatxl.settings import Settings

COMPARISON = "整改前后对照"
_UNCHECKED = "待复查"
_NOT_YET = ("", *STATES[: STATES.index("已整改")])
# What a record tells, as far as the paper has it.
_LINES = (
    ("隐患", "description"), ("级别", "level"), ("依据", "basis"), ("整改措施", "action"), ("整改建议", "suggestion"),
    ("完成日期", "finished"),
)  # fmt: skip


def comparison(dossier: Dossier, settings: Settings, photos: Photos | None) -> Iterator[Block]:
    """整改前后对照, when the paper has photos or names any; a missing photo is said in words.

    photos: where the pictures of the workbook and the files of the photo folder are fetched; None prints their names.
    """
    found = dossier.dangers
    names = photos.names if photos is not None else None
    evidence = Evidence(dossier, names, by_paper=settings.photo.by_paper)
    if not any(evidence.of(row, side) for row in found for side in FIELDS):
        return
    rows = [heads("序号", "隐患与整改", "整改前", "整改后")]
    rows.extend(_row(row, n, evidence, photos) for n, row in enumerate(found, 1))
    placed = [sum(bool(row[col].photos) for row in rows) for col in (2, 3)]
    notes = [f"注：共{len(found)}项，有整改前照片{placed[0]}项，整改后照片{placed[1]}项"]
    if names is not None or any(placed):
        notes.append("照片只缩放，不裁切、不变形，不含拍摄位置等信息")
    if any(each.lack == "no_folder" for each in evidence.exhibits):
        notes.append("没有给出照片文件夹，只列文件名")
    yield Block(
        table=COMPARISON, title="隐患整改前后对照表", number="", clause="6.1、10.2", widths=(1.2, 5.0, 5.2, 5.2),
        rows=tuple(rows), header_rows=1, provenance=provenance(dossier, settings, found), notes=("；".join(notes) + "。",),
    )  # fmt: skip


def _row(row: HiddenDangerRow, n: int, evidence: Evidence, photos: Photos | None) -> Row:
    return (
        Cell(row.number or str(n), "stress" if row.level == WORST else "body", "center"),
        Cell(_record(row), "record"),
        _evidence(row, "before", "整改前照片缺失", evidence, photos),
        _evidence(row, "after", "尚未整改，无照片" if row.state in _NOT_YET else "整改后照片缺失", evidence, photos),
    )


def _record(row: HiddenDangerRow) -> str:
    lines = [f"{label}：{value}" for label, name in _LINES if (value := _one_line(shown(row, name)))]
    recheck = "，".join(value for name in ("recheck", "recheck_date") if (value := shown(row, name)))
    return "\n".join((*lines, f"复查：{recheck or _UNCHECKED}"))


def _one_line(text: str) -> str:
    """A line break inside a field would part the label from its text."""
    return " ".join(text.split())


def _evidence(row: HiddenDangerRow, side: Side, missing: str, evidence: Evidence, photos: Photos | None) -> Cell:
    """The photos of one cell, each once, and words for those that are not at hand."""
    found: list[Photo] = []
    names: list[str] = []
    words: list[str] = []
    for each in evidence.of(row, side):
        photo = photos.photo(each.ref) if photos is not None and each.ref is not None else None
        if isinstance(photo, Photo):
            if all(photo.content != other.content for other in found):
                found.append(replace(photo, name=each.title))
        elif photo is not None:
            words.append(photo)
        elif each.lack == "no_folder":
            names.append(each.name)
        elif each.problem is not None:
            words.append(each.problem.zh)
        elif each.place is not None:
            words.append(f"照片见底稿“{each.place.sheet}”{each.place.cell}")
    if names:
        words.insert(0, "照片：" + "、".join(names))
    if not found and not words:
        words.append(missing)
    return Cell("\n".join(words), "absent", "center", photos=tuple(found))
