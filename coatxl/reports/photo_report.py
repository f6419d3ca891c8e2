"""The photos of working papers as text, xlsx and json (coatxl.photos/1): one list, with what is one picture in two places."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from coatxl.findings import Lang, Text
from coatxl.reports import listing, sheets
from coatxl.reports.inert import inert_json, one_line
from coatxl.reports.links import target_of
from coatxl.reports.photo_model import PhotoFile, PhotoLine, Twin, is_before, twins
from coatxl.reports.source_files import add_sources
from coatxl.reports.words import UNREADABLE, joined

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from coatxl.workbook.style import Formats

SCHEMA: Final = "coatxl.photos/1"
TITLE = "照片清单"
_SIDES = {"before": Text("整改前", "before"), "after": Text("整改后", "after"), "": Text("前后未明", "side unknown")}
_SOURCES = {"workbook": "底稿", "folder": "照片文件夹", "missing": "缺"}
_NOBODYS = Text("没有归属的照片", "Photos of no hidden danger")
_SAME = Text("整改前后是同一张", "before and after are one picture")
_TWIN = Text("与 {places} 是同一张", "the same picture as {places}")
_LOCATED = Text("含拍摄位置", "tells its location")
_HEAD = Text(
    "{path}：{photos} 张照片；隐患 {dangers} 条，有整改前照片 {before} 条，有整改后照片 {after} 条",
    "{path}: {photos} photos; {dangers} hidden dangers, {before} with a photo before, {after} with one after",
)
_MOST_TEXT = 60
Twins = dict[tuple[str, int], list[Twin]]


def text(files: Sequence[PhotoFile], *, lang: Lang = "zh") -> str:
    """Return the photos of each paper under its hidden dangers."""
    lines: list[str] = []
    same = twins(files)
    for file in files:
        if file.fault:
            lines += [joined(UNREADABLE, f"{one_line(file.path)}：{one_line(file.fault)}", lang), ""]
            continue
        lines.append(_headline(file, lang))
        numbered = list(enumerate(file.lines))
        for (_, row), group in groupby(numbered, key=lambda pair: (pair[1].owner, pair[1].row)):
            members = list(group)
            first = members[0][1]
            number = first.number or (f"第{row}行" if lang == "zh" else f"row {row}")
            head = f"{number}　{one_line(first.danger, _MOST_TEXT)}" if row else _NOBODYS.pick(lang)
            lines.append(f"  {head}")
            lines += [f"    {_described(file.path, n, line, same, lang)}" for n, line in members]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _headline(file: PhotoFile, lang: Lang) -> str:
    return _HEAD.pick(lang).format(
        path=one_line(file.path), photos=sum(line.opened for line in file.lines), dangers=file.dangers,
        before=file.shown("before"), after=file.shown("after"),
    )  # fmt: skip


def _described(path: str, n: int, line: PhotoLine, same: Twins, lang: Lang) -> str:
    parts = [_SIDES[line.side].pick(lang), one_line(line.place)]
    if line.width:
        parts.append(f"{line.width}×{line.height}")
    if line.bytes:
        parts.append(f"{max(1, round(line.bytes / 1024))} KB")
    if line.taken:
        parts.append(line.taken)
    return "  ".join(parts) + "".join(f"；{each}" for each in _remarks(path, n, line, same, lang))


def _remarks(path: str, n: int, line: PhotoLine, same: Twins, lang: Lang) -> Iterator[str]:
    others = same.get((path, n), [])
    if line.problem is not None:
        yield one_line(line.problem.pick(lang))
    if is_before(line, others, path):
        yield _SAME.pick(lang)
    elif others:
        places = (other.place if other.path == path else f"{other.path} {other.place}" for other in others)
        yield one_line(_TWIN.pick(lang).format(places="、".join(places)))
    if line.located:
        yield _LOCATED.pick(lang)


def as_json(files: Sequence[PhotoFile], *, version: str, lang: Lang = "zh") -> bytes:
    """Return one document with the photos of each paper."""
    same = twins(files)
    document = {
        "schema": SCHEMA,
        "version": version,
        "files": [
            {
                "path": file.path,
                "status": "unreadable" if file.fault else "read",
                "message": file.fault or None,
                "sha256": file.sha256 or None,
                "dangers": file.dangers,
                "photos": [_photo(file.path, n, line, same, lang) for n, line in enumerate(file.lines)],
            }
            for file in files
        ],
    }
    return (inert_json(json.dumps(document, ensure_ascii=False, indent=2)) + "\n").encode()


def _photo(path: str, n: int, line: PhotoLine, same: Twins, lang: Lang) -> dict[str, Any]:
    others = same.get((path, n), [])
    owner = {"sheet": line.owner, "row": line.row, "number": line.number or None, "text": line.danger}
    return {
        "danger": owner if line.row else None,
        "side": line.side or None,
        "source": line.source,
        "sheet": line.sheet or None,
        "cell": line.cell or None,
        "file": line.file or None,
        "sha256": line.sha256 or None,
        "bytes": line.bytes or None,
        "width": line.width or None,
        "height": line.height or None,
        "taken": line.taken or None,
        "located": line.located,
        "before_is_after": is_before(line, others, path),
        "same_as": [{"path": other.path, "place": other.place} for other in others],
        "problem": line.problem.pick(lang) if line.problem else None,
    }


def as_xlsx(files: Sequence[PhotoFile], *, version: str, output: Path | None = None) -> bytes:
    """Return 照片清单.xlsx: every photo with a link to its cell."""
    same = twins(files)

    def fill(workbook: Workbook, formats: Formats) -> None:
        photos = sum(line.opened for file in files for line in file.lines)
        listing.write(
            workbook, formats, TITLE,
            (("文件", 26), ("序号", 8), ("隐患", 34), ("前后", 10), ("来源", 11), ("位置", 22), ("照片文件", 24), ("像素", 13),
             ("字节", 11), ("拍摄时间", 20), ("说明", 36), ("SHA-256", 30)),
            _rows(files, same, output), subtitle=f"{len(files)} 份底稿，{photos} 张照片", tool=f"coatxl {version}",
            nothing="没有照片",
        )  # fmt: skip
        add_sources(workbook, formats, (file.origin for file in files), tool=f"coatxl {version}", output=output)

    return sheets.build(TITLE, version, fill)


def _rows(files: Sequence[PhotoFile], same: Twins, output: Path | None) -> Iterator[list[listing.Cell]]:
    for file in files:
        if file.fault:
            yield [file.path, "", f"{UNREADABLE.zh}：{file.fault}", *[""] * 9]
        target = target_of(file.path, file.source, output)
        for n, line in enumerate(file.lines):
            remarks = list(_remarks(file.path, n, line, same, "zh"))
            source = _SOURCES[line.source]
            yield [
                file.path,
                line.number,
                line.danger or (_NOBODYS.zh if not line.row else ""),
                _SIDES[line.side].zh,
                listing.Tinted(source, "amber") if line.source == "missing" else source,
                listing.Place(target, line.sheet, line.cell) if line.sheet else "",
                line.file,
                f"{line.width}×{line.height}" if line.width else "",
                line.bytes or None,
                line.taken,
                "；".join(remarks),
                line.sha256,
            ]
