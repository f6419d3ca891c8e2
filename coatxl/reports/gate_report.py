"""The gate as text, json (coatxl.gate/1) and xlsx: one line an item, its verdict, the cells behind it, what did not run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from coatxl.findings import SEVERITY_WORDS, Finding, Lang, NotRun, Text
from coatxl.reports import listing, sheets
from coatxl.reports.gate_model import VERDICT_WORDS, GateAnswer, GateVerdict, setting_lines, settings_of
from coatxl.reports.inert import inert_json, one_line
from coatxl.reports.links import target_of
from coatxl.reports.model import FileResult
from coatxl.reports.text import width
from coatxl.reports.words import UNREADABLE, joined

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from coatxl.workbook.style import Formats

SCHEMA: Final = "coatxl.gate/1"
TITLE = Text("送审前闸口", "Gate before review")
CELLS = Text("闸口定位", "Cells")
GROUNDS = Text("设置和文件", "Settings and files")
BY_HAND = Text("另由人核对：{person}", "For a person to judge: {person}")
TINTS: dict[GateVerdict, str] = {"通过": "green", "不通过": "red", "无法机检": "amber"}
MOST_CELLS, MOST_REASONS = 3, 2


def counts(answers: Sequence[GateAnswer], lang: Lang) -> str:
    """The numbers of each verdict as one sentence."""
    number = Counter(answer.verdict for answer in answers)
    return (", " if lang == "en" else "，").join(
        f"{word.pick(lang)} {number[verdict]}" for verdict, word in VERDICT_WORDS.items()
    )


def reasons(answer: GateAnswer, lang: Lang) -> list[str]:
    """Why rules did not run, each reason once with its rules."""
    by_reason: dict[str, list[str]] = {}
    for each in answer.not_run:
        rules = by_reason.setdefault(each.reason, [])
        if each.rule not in rules:
            rules.append(each.rule)
    colon = ": " if lang == "en" else "："
    return [f"{'、'.join(rules)}{colon}{reason}" for reason, rules in by_reason.items()]


def where(finding: Finding) -> str:
    """File, sheet and cell of a finding."""
    place = "!".join(part for part in (finding.sheet, finding.cell) if part)
    return f"{finding.file} {place}".rstrip()


def acceptances(answer: GateAnswer, lang: Lang) -> list[str]:
    """What the settings accept of an item, each with its reason."""
    word = Text("已接受", "accepted").pick(lang)
    return [f"{word} {where(f)}：{f.message}（{f.rule}；{f.accepted}）" for f in answer.accepted]


def asides(answer: GateAnswer, lang: Lang) -> list[str]:
    """What does not touch the verdict: rules that do not apply to the paper, and how far the verdict reaches."""
    word, colon = Text("不适用 ", "not applicable ").pick(lang), ": " if lang == "en" else "："
    told = dict.fromkeys(f"{word}{each.rule}{colon}{each.reason}" for each in answer.inapplicable)
    return [*told, *(note.pick(lang) for note in answer.notes)]


def verdict_words(answer: GateAnswer, lang: Lang) -> str:
    """The verdict as it is printed: 通过（有已接受 2 处）."""
    word, remark = VERDICT_WORDS[answer.verdict].pick(lang), answer.remark.pick(lang)
    return f"{word}（{remark}）" if remark else word


def text(answers: Sequence[GateAnswer], files: Sequence[FileResult], *, lang: Lang = "zh") -> str:
    """Return one page: the items with their verdicts, then what stands behind those that did not pass."""
    lines = [f"{TITLE.pick(lang)}  {counts(answers, lang)}"]
    lines += [joined(UNREADABLE, one_line(file.path), lang) for file in files if file.status == "unreadable"]
    longest = max(width(word.pick(lang)) for word in VERDICT_WORDS.values())
    for answer in answers:
        word = VERDICT_WORDS[answer.verdict].pick(lang)
        head = (
            f"{answer.id}  {word}{' ' * (longest - width(word))}  [{answer.kind.pick(lang)}] {answer.title.pick(lang)}"
        )
        if remark := answer.remark.pick(lang):
            head += f"（{remark}）"
        lines.append(head)
        for finding in answer.cells[:MOST_CELLS]:
            lines.append(f"       {one_line(where(finding))}  {one_line(finding.message)}（{finding.rule}）")
        if len(answer.cells) > MOST_CELLS:
            lines.append("       " + Text(f"……共 {len(answer.cells)} 处", f"… {len(answer.cells)} in all").pick(lang))
        told = reasons(answer, lang)
        lines += [f"       {Text('未执行', 'not run').pick(lang)} {one_line(each)}" for each in told[:MOST_REASONS]]
        if len(told) > MOST_REASONS:
            lines.append(f"       … +{len(told) - MOST_REASONS}")
        lines += [f"       {one_line(each)}" for each in (*acceptances(answer, lang), *asides(answer, lang))]
    settings = [one_line(each) for each in setting_lines(files, lang)]
    if settings:
        lines += [Text("设置", "Settings").pick(lang), *(f"       {each}" for each in settings)]
    lines += [f"SHA-256  {file.sha256}  {one_line(file.path)}" for file in files if file.sha256]
    return "\n".join(lines) + "\n"


def as_json(
    answers: Sequence[GateAnswer], files: Sequence[FileResult], *, version: str, standard: str, lang: Lang = "zh"
) -> bytes:
    """Return one document: items with verdict, cells and the rules that did not run; verdicts are always Chinese."""
    document = {
        "schema": SCHEMA,
        "version": version,
        "standard": standard,
        "files": [{"path": f.path, "status": f.status, "sha256": f.sha256} for f in files],
        "summary": {verdict: sum(a.verdict == verdict for a in answers) for verdict in VERDICT_WORDS},
        "settings": [
            {"name": name.pick(lang), "value": value.pick(lang), "files": list(paths)}
            for name, value, paths in settings_of(files)
        ],
        "items": [_item(answer, lang) for answer in answers],
    }
    return (inert_json(json.dumps(document, ensure_ascii=False, indent=2)) + "\n").encode()


def _item(answer: GateAnswer, lang: Lang) -> dict[str, Any]:
    return {
        "id": answer.id,
        "kind": answer.kind.pick(lang),
        "title": answer.title.pick(lang),
        "verdict": answer.verdict,
        "cells": [
            {"file": f.file, "sheet": f.sheet, "cell": f.cell, "rule": f.rule, "severity": f.severity, "message": f.message}
            for f in answer.cells
        ],
        "accepted": [
            {"file": f.file, "sheet": f.sheet, "cell": f.cell, "rule": f.rule, "message": f.message, "reason": f.accepted}
            for f in answer.accepted
        ],
        "not_run": [_not_run(each) for each in answer.not_run],
        "not_applicable": [_not_run(each) for each in answer.inapplicable],
        "rules": list(answer.rules),
        "notes": [note.pick(lang) for note in answer.notes],
        "person": answer.person.pick(lang),
    }  # fmt: skip


def _not_run(each: NotRun) -> dict[str, str]:
    return {"rule": each.rule, "file": each.file, "reason": each.reason}


def as_xlsx(
    answers: Sequence[GateAnswer],
    files: Sequence[FileResult],
    *,
    version: str,
    subject: str,
    lang: Lang = "zh",
    output: Path | None = None,
) -> bytes:
    """Return 送审前闸口.xlsx: the page of items, and every cell behind a failed one with a link to it."""
    sources = {file.path: file.source for file in files}
    tool = f"coatxl {version}"

    def fill(workbook: Workbook, formats: Formats) -> None:
        listing.write(
            workbook, formats, TITLE.pick(lang),
            tuple(zip(_heads(lang), (7, 11, 44, 12, 62, 40), strict=True)),
            _rows(answers, lang), subtitle=f"{subject}　　{counts(answers, lang)}", tool=tool, nothing="",
        )  # fmt: skip
        listing.write(
            workbook, formats, CELLS.pick(lang),
            tuple(zip(_cell_heads(lang), (7, 9, 12, 30, 24, 70, 60), strict=True)),
            _cells(answers, sources, output, lang), subtitle=subject, tool=tool,
            nothing=Text("没有不通过的单元格", "No cell fails").pick(lang),
        )  # fmt: skip
        listing.write(
            workbook, formats, GROUNDS.pick(lang), tuple(zip(_ground_heads(lang), (30, 76, 60), strict=True)),
            _grounds(files, lang), subtitle=subject, tool=tool, nothing="",
        )  # fmt: skip

    return sheets.build(TITLE.pick(lang), version, fill)


def _heads(lang: Lang) -> tuple[str, ...]:
    heads = (
        Text("序号", "No."), Text("类别", "Kind"), Text("事项", "Item"), Text("结论", "Verdict"),
        Text("依据：单元格，或没有执行的检查", "Behind it: cells, or checks not run"), Text("仍须由人核对", "For a person"),
    )  # fmt: skip
    return tuple(head.pick(lang) for head in heads)


def _ground_heads(lang: Lang) -> tuple[str, ...]:
    heads = (
        Text("设置或文件", "Setting or file"),
        Text("值或 SHA-256", "Value or SHA-256"),
        Text("适用的文件", "Files"),
    )
    return tuple(head.pick(lang) for head in heads)


def _grounds(files: Sequence[FileResult], lang: Lang) -> Iterator[list[listing.Cell]]:
    """The settings that were applied, then the files with their digests."""
    for name, value, paths in settings_of(files):
        yield [name.pick(lang), value.pick(lang), "、".join(paths)]
    for file in files:
        yield [file.path, file.sha256 or "", file.path]


def _cell_heads(lang: Lang) -> tuple[str, ...]:
    heads = (
        Text("序号", "No."), Text("级别", "Severity"), Text("规则", "Rule"), Text("文件", "File"), Text("位置", "Place"),
        Text("问题", "Problem"), Text("怎么改", "What to do"),
    )  # fmt: skip
    return tuple(head.pick(lang) for head in heads)


def behind(answer: GateAnswer, lang: Lang) -> str:
    """The cells and the reasons behind a verdict, a line each."""
    lines = [f"{where(f)}：{f.message}（{f.rule}）" for f in answer.cells[:MOST_CELLS]]
    if len(answer.cells) > MOST_CELLS:
        lines.append(Text(f"……共 {len(answer.cells)} 处", f"… {len(answer.cells)} in all").pick(lang))
    word = Text("未执行 ", "not run ").pick(lang)
    return "\n".join(
        [*lines, *(word + each for each in reasons(answer, lang)), *acceptances(answer, lang), *asides(answer, lang)]
    )


def _rows(answers: Sequence[GateAnswer], lang: Lang) -> Iterator[list[listing.Cell]]:
    for answer in answers:
        word = verdict_words(answer, lang)
        yield [
            answer.id, answer.kind.pick(lang), answer.title.pick(lang), listing.Tinted(word, TINTS[answer.verdict]),
            behind(answer, lang), answer.person.pick(lang),
        ]  # fmt: skip


def _cells(
    answers: Sequence[GateAnswer], sources: dict[str, str], output: Path | None, lang: Lang
) -> Iterator[list[listing.Cell]]:
    for answer in answers:
        for f in answer.cells:
            place = listing.Place(target_of(f.file, sources.get(f.file, ""), output), f.sheet or "", f.cell or "")
            word = SEVERITY_WORDS[f.severity].pick(lang)
            yield [answer.id, word, f.rule, f.file, place if f.sheet else "", f.message, f.fix]
