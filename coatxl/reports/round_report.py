"""Two rounds compared, as text, json (coatxl.diff/1) and xlsx in the form of a 专家意见修改对照表."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from coatxl.findings import Lang, Text
from coatxl.reports import listing, sheets
from coatxl.reports.inert import inert_json, one_line
from coatxl.reports.links import target_of
from coatxl.reports.round_model import KINDS, Change, RoundPair, Spot
from coatxl.reports.source_files import add_sources

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from coatxl.workbook.style import Formats

SCHEMA: Final = "coatxl.diff/1"
TABLE, MOVES = "修改对照表", "整改状态变化"
_NOTHING = Text("没有变化", "no change")
_BLANK = Text("（空）", "(blank)")
_ONLY_AFTER = Text("只在后一轮", "only in the later round")
_ONLY_BEFORE = Text("只在前一轮", "only in the earlier round")
_MOST_TEXT = 80
_MOST_NUMBERS = 6
_TINTS = {"column": "red", "changed": "amber", "added": "green", "removed": "red", "renumbered": "blue"}


def name_of(pair: RoundPair) -> str:
    """Return what a report calls the paper: the file, or both names where they differ."""
    names = [name for name in (pair.before, pair.after) if name]
    return " → ".join(dict.fromkeys(names))


def text(pairs: Sequence[RoundPair], *, lang: Lang = "zh") -> str:
    """Return the changes of each paper by table, then its state moves."""
    lines: list[str] = []
    for pair in pairs:
        lines.append(f"{one_line(name_of(pair))}  {_head(pair, lang)}")
        for table, changes in groupby(pair.changes, key=lambda change: change.table):
            lines.append(f"  {table}")
            lines += _changes(list(changes), lang)
        for number, move in enumerate(pair.moves):
            if not number:
                lines.append(f"  {MOVES}")
            fine = Text("可以", "legal") if move.illegal is None else move.illegal
            verdict = (
                fine.pick(lang)
                if move.illegal is None
                else f"{Text('不允许', 'illegal').pick(lang)}：{fine.pick(lang)}"
            )
            step = f"{move.before or _BLANK.pick(lang)} → {move.after or _BLANK.pick(lang)}"
            lines.append(f"    {move.at_after.sheet}!{move.at_after.cell}  {step}  {verdict}  {one_line(move.subject)}")
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(pair: RoundPair, lang: Lang) -> str:
    if pair.fault:
        return one_line(pair.fault)
    if not pair.before or not pair.after:
        return (_ONLY_AFTER if pair.after else _ONLY_BEFORE).pick(lang)
    numbers = Counter(change.kind for change in pair.changes)
    parts = [f"{word.pick(lang)} {numbers[kind]}" for kind, word in KINDS.items() if numbers[kind]]
    wrong = sum(move.illegal is not None for move in pair.moves)
    if wrong:
        parts.append(f"{Text('不允许的状态变化', 'illegal state moves').pick(lang)} {wrong}")
    return (", " if lang == "en" else "，").join(parts) or _NOTHING.pick(lang)


def _changes(changes: Sequence[Change], lang: Lang) -> Iterator[str]:
    renumbered = [change for change in changes if change.kind == "renumbered"]
    for change in changes:
        if change.kind == "renumbered":
            continue
        where = _where(change)
        if change.kind in ("changed", "column"):
            yield f"    {where}  {one_line(change.subject)}  {change.header}"
            yield f"        - {_short(change.before, lang)}"
            yield f"        + {_short(change.after, lang)}"
        else:
            sign = "+" if change.kind == "added" else "-"
            word = KINDS[change.kind].pick(lang)
            yield f"    {where}  {word}  {one_line(change.subject)}"
            yield f"        {sign} {_short(change.after or change.before, lang)}"
    if renumbered:
        yield f"    {_renumbered(renumbered, lang)}"


def _where(change: Change) -> str:
    spots = [spot for spot in (change.at_before, change.at_after) if spot is not None]
    return " → ".join(dict.fromkeys(f"{spot.sheet}!{spot.cell}" for spot in spots))


def _renumbered(changes: Sequence[Change], lang: Lang) -> str:
    shown = "、".join(f"{c.before or '–'}→{c.after or '–'}" for c in changes[:_MOST_NUMBERS])
    more = "……" if len(changes) > _MOST_NUMBERS else ""
    return f"{KINDS['renumbered'].pick(lang)} {len(changes)}：{one_line(shown)}{more}"


def _short(value: str, lang: Lang) -> str:
    return one_line(value, _MOST_TEXT) or _BLANK.pick(lang)


def as_json(pairs: Sequence[RoundPair], *, version: str, lang: Lang = "zh") -> bytes:
    """Return one document: the papers with their changes and state moves."""
    document = {
        "schema": SCHEMA,
        "version": version,
        "summary": {kind: sum(c.kind == kind for p in pairs for c in p.changes) for kind in KINDS}
        | {"illegal_moves": sum(m.illegal is not None for p in pairs for m in p.moves)},
        "files": [
            {
                "before": pair.before or None,
                "after": pair.after or None,
                "status": "unreadable" if pair.fault else "compared" if pair.before and pair.after else "single",
                "message": pair.fault or None,
                "sources": [{"path": each.path, "sha256": each.sha256, "rows": each.rows} for each in pair.sources],
                "changes": [_change(change) for change in pair.changes],
                "moves": [
                    {
                        "object": move.subject, "from": move.before, "to": move.after, "sheet": move.at_after.sheet,
                        "cell": move.at_after.cell, "legal": move.illegal is None,
                        "reason": move.illegal and move.illegal.pick(lang),
                    }
                    for move in pair.moves
                ],
            }
            for pair in pairs
        ],
    }  # fmt: skip
    return (inert_json(json.dumps(document, ensure_ascii=False, indent=2)) + "\n").encode()


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind, "table": change.table, "object": change.subject, "column": change.header or None,
        "before": {"text": change.before} | _spot(change.at_before), "after": {"text": change.after} | _spot(change.at_after),
    }  # fmt: skip


def _spot(spot: Spot | None) -> dict[str, str | None]:
    return {"sheet": spot.sheet, "cell": spot.cell} if spot is not None else {"sheet": None, "cell": None}


def as_xlsx(pairs: Sequence[RoundPair], *, version: str, output: Path | None = None) -> bytes:
    """Return 修改对照表.xlsx: every change with both texts and links to both cells, and the state moves."""

    def fill(workbook: Workbook, formats: Formats) -> None:
        tool = f"coatxl {version}"
        subtitle = "；".join(one_line(f"{name_of(pair)}：{_head(pair, 'zh')}") for pair in pairs)
        # The file is told where there are several; a table that is printed is as narrow as it can be.
        file: tuple[listing.Column, ...] = (("文件", 24),) if len(pairs) > 1 else ()
        columns = (
            ("序号", 7), ("表", 14), ("对象", 28), ("栏目", 12), ("变化", 8), ("修改前", 40), ("修改后", 40),
            ("修改前位置", 18), ("修改后位置", 18), *file,
        )  # fmt: skip
        listing.write(
            workbook, formats, "专家意见修改对照表", columns, (row[: len(columns)] for row in _rows(pairs, output)),
            subtitle=subtitle, tool=tool, nothing=_NOTHING.zh, name=TABLE,
        )  # fmt: skip
        columns = (("隐患", 44), ("前一轮", 12), ("后一轮", 12), ("结论", 11), ("说明", 44), ("位置", 19), *file)
        listing.write(
            workbook, formats, MOVES, columns, (row[: len(columns)] for row in _move_rows(pairs, output)),
            subtitle=subtitle, tool=tool, nothing="整改状态没有变化",
        )  # fmt: skip
        add_sources(workbook, formats, (each for pair in pairs for each in pair.sources), tool=tool, output=output)

    return sheets.build("专家意见修改对照表", version, fill)


def _rows(pairs: Sequence[RoundPair], output: Path | None) -> Iterator[list[listing.Cell]]:
    number = 0
    for pair in pairs:
        before = target_of(pair.before, pair.source_before, output)
        after = target_of(pair.after, pair.source_after, output)
        for change in pair.changes:
            number += 1
            spots = [
                listing.Place(target, spot.sheet, spot.cell) if spot is not None else None
                for target, spot in ((before, change.at_before), (after, change.at_after))
            ]
            kind = listing.Tinted(KINDS[change.kind].zh, _TINTS[change.kind])
            texts = (change.before or "（无）", change.after or "（无）")
            yield [number, change.table, change.subject, change.header, kind, *texts, *spots, name_of(pair)]


def _move_rows(pairs: Sequence[RoundPair], output: Path | None) -> Iterator[list[listing.Cell]]:
    for pair in pairs:
        target = target_of(pair.after, pair.source_after, output)
        for move in pair.moves:
            fine = move.illegal is None
            verdict = listing.Tinted("可以" if fine else "不允许", "green" if fine else "red")
            place = listing.Place(target, move.at_after.sheet, move.at_after.cell)
            reason = move.illegal.zh if move.illegal is not None else ""
            yield [move.subject, move.before or "（空）", move.after or "（空）", verdict, reason, place, name_of(pair)]
