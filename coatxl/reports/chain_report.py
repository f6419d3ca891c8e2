"""The chain of working papers as text, xlsx and json (coatxl.chain/1): a matrix of nine joints, then what hangs loose."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from coatxl.findings import Lang, Text
from coatxl.reports import listing, sheets
from coatxl.reports.chain_model import LEVELS, ChainFile, Joint, Orphan
from coatxl.reports.inert import inert_json, one_line
from coatxl.reports.links import target_of
from coatxl.reports.source_files import add_sources
from coatxl.reports.text import width
from coatxl.reports.words import UNREADABLE, joined

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from coatxl.workbook.style import Formats

SCHEMA: Final = "coatxl.chain/1"
MATRIX, LOOSE = "链条矩阵", "断开处"
_WHOLE = Text("链条完整，没有断开处", "The chain is whole")
_NOT_JUDGED = Text("未判断：没有{what}", "not judged: without {what}")
_PARTNER = Text("（另一端可能是 {place}）", " (its other end may be {place})")
_LACKS = Text("没有{what}", "without {what}")
_HEADS = (
    Text("环节", "Joint"),
    Text("链接", "Links"),
    Text("前项缺后项", "Leads nowhere"),
    Text("后项缺前项", "From nowhere"),
)
_MOST_TEXT = 60


def totals(files: Sequence[ChainFile]) -> list[Joint]:
    """The nine joints over all files; a joint that one file cannot be judged by is judged by the others."""
    found = []
    for start, end in pairwise(LEVELS):
        same = [joint for file in files for joint in file.joints if (joint.start, joint.end) == (start, end)]
        judged = [joint for joint in same if not joint.missing]
        orphans = tuple(orphan for joint in judged for orphan in joint.orphans)
        missing = () if judged or not same else tuple(dict.fromkeys(w for joint in same for w in joint.missing))
        found.append(Joint(start, end, sum(joint.links for joint in judged), orphans, missing))
    return found


def text(files: Sequence[ChainFile], *, lang: Lang = "zh") -> str:
    """Return the matrix of each file with its orphans, then the sum when there are several files."""
    lines: list[str] = []
    for file in files:
        if file.fault:
            lines += [joined(UNREADABLE, f"{one_line(file.path)}：{one_line(file.fault)}", lang), ""]
            continue
        lines += [one_line(file.path), *_matrix(file.joints, lang), *_loose(file.joints, lang), ""]
    if len(files) > 1:
        lines += [
            Text(f"合计 {len(files)} 个文件", f"All {len(files)} files").pick(lang),
            *_matrix(totals(files), lang),
        ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _matrix(joints: Sequence[Joint], lang: Lang) -> list[str]:
    names = [f"{joint.start} → {joint.end}" for joint in joints]
    heads = [head.pick(lang) for head in _HEADS]
    first = max(map(width, (heads[0], *names)))
    lines = ["  " + _padded(heads[0], first) + "".join(f"  {head}" for head in heads[1:])]
    for name, joint in zip(names, joints, strict=True):
        line = "  " + _padded(name, first)
        if joint.missing:
            lines.append(f"{line}  {_NOT_JUDGED.pick(lang).format(what='、'.join(joint.missing))}")
            continue
        numbers = (joint.links, joint.of("from"), joint.of("to"))
        lines.append(
            line + "".join(f"  {_right(str(n or '–'), width(h))}" for n, h in zip(numbers, heads[1:], strict=True))
        )
    return lines


def _loose(joints: Sequence[Joint], lang: Lang) -> Iterator[str]:
    whole = True
    for joint in joints:
        for number, orphan in enumerate(joint.orphans):
            if not number:
                yield f"  {joint.start} → {joint.end}"
            yield f"    {orphan.sheet}!{orphan.cell}  {_lacks(orphan, lang)}：{one_line(orphan.text, _MOST_TEXT)}{_partner(orphan, lang)}"
            whole = False
    if whole and any(not joint.missing for joint in joints):
        yield f"  {_WHOLE.pick(lang)}"


def _partner(orphan: Orphan, lang: Lang) -> str:
    return _PARTNER.pick(lang).format(place=one_line(orphan.partner)) if orphan.partner else ""


def _lacks(orphan: Orphan, lang: Lang) -> str:
    return _LACKS.pick(lang).format(what=orphan.lacks)


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _right(text: str, columns: int) -> str:
    return " " * (columns - width(text)) + text


def as_json(files: Sequence[ChainFile], *, version: str) -> bytes:
    """Return one document: joints over all files, each orphan with its file, then the joints of each file."""
    document = {
        "schema": SCHEMA,
        "version": version,
        "joints": [
            _joint(
                joint,
                [(file.path, o) for file in files for each in file.joints if _same(each, joint) for o in each.orphans],
            )
            for joint in totals(files)
        ],
        "files": [
            {
                "path": file.path,
                "status": "unreadable" if file.fault else "read",
                "message": file.fault or None,
                "sha256": file.sha256 or None,
                "joints": [_joint(joint, [("", orphan) for orphan in joint.orphans]) for joint in file.joints],
            }
            for file in files
        ],
    }
    return (inert_json(json.dumps(document, ensure_ascii=False, indent=2)) + "\n").encode()


def _same(one: Joint, other: Joint) -> bool:
    return one.start == other.start and not one.missing


def _joint(joint: Joint, orphans: Sequence[tuple[str, Orphan]]) -> dict[str, Any]:
    listed: list[dict[str, str | None]] = [
        {**({"file": path} if path else {}), "side": o.side, "sheet": o.sheet, "cell": o.cell, "text": o.text, "lacks": o.lacks, "partner": o.partner or None}
        for path, o in orphans
    ]  # fmt: skip
    return {
        "from": joint.start, "to": joint.end, "links": joint.links, "orphans": listed, "missing": list(joint.missing),
    }  # fmt: skip


def as_xlsx(files: Sequence[ChainFile], *, version: str, output: Path | None = None) -> bytes:
    """Return 链条覆盖.xlsx: the matrix of every file, and every loose end with a link to its cell."""

    def fill(workbook: Workbook, formats: Formats) -> None:
        tool = f"coatxl {version}"
        number = sum(len(joint.orphans) for file in files for joint in file.joints)
        subtitle = f"{len(files)} 份底稿，断开 {number} 处　　评价单元 → 风险点 → … → 影像，共九个环节"
        listing.write(
            workbook, formats, MATRIX,
            (("文件", 34), ("前项", 15), ("后项", 15), ("链接", 9), ("前项缺后项", 13), ("后项缺前项", 13), ("说明", 44)),
            _matrix_rows(files), subtitle=subtitle, tool=tool, nothing="没有底稿",
        )  # fmt: skip
        listing.write(
            workbook, formats, LOOSE,
            (("文件", 30), ("环节", 26), ("位置", 24), ("内容", 56), ("缺什么", 15), ("另一端可能是", 18)),
            _loose_rows(files, output), subtitle=subtitle, tool=tool, nothing=_WHOLE.zh,
        )  # fmt: skip
        add_sources(workbook, formats, (file.origin for file in files), tool=tool, output=output)

    return sheets.build("链条覆盖", version, fill)


def _matrix_rows(files: Sequence[ChainFile]) -> Iterator[list[listing.Cell]]:
    for file in files:
        if file.fault:
            yield [file.path, "", "", None, None, None, f"{UNREADABLE.zh}：{file.fault}"]
        for joint in file.joints:
            numbers: list[listing.Cell] = [None, None, None]
            if not joint.missing:
                sides = (joint.of("from"), joint.of("to"))
                numbers = [joint.links, *(listing.Tinted(str(n), "amber") if n else n for n in sides)]
            note = _NOT_JUDGED.zh.format(what="、".join(joint.missing)) if joint.missing else ""
            yield [file.path, joint.start, joint.end, *numbers, note]


def _loose_rows(files: Sequence[ChainFile], output: Path | None) -> Iterator[list[listing.Cell]]:
    for file in files:
        target = target_of(file.path, file.source, output)
        for joint in file.joints:
            for orphan in joint.orphans:
                place = listing.Place(target, orphan.sheet, orphan.cell)
                yield [
                    file.path, f"{joint.start} → {joint.end}", place, orphan.text, orphan.lacks, orphan.partner,
                ]  # fmt: skip
