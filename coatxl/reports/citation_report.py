"""The citations of working papers as text, xlsx and json (coatxl.standards/1), and the register as a workbook."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from coatxl.findings import SEVERITY_WORDS, Lang, Text
from coatxl.reports import listing, sheets
from coatxl.reports.citation_model import VERDICTS, CitationFile, CitationProblem
from coatxl.reports.inert import inert_json, one_line
from coatxl.reports.links import target_of
from coatxl.reports.source_files import add_sources
from coatxl.reports.words import UNREADABLE, joined
from coatxl.workbook import style

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from coatxl.tables.column import Field

SCHEMA: Final = "coatxl.standards/1"
SHEET = "引用标准"
_TINTS = {"error": "red", "warning": "amber", "info": "blue"}
_MOST_CELLS = 8
_NO_DAY = Text("没有报告日期和评价基准日，没有判断是否现行", "no report or evaluation date: not judged as of a day")


def text(files: Sequence[CitationFile], *, lang: Lang = "zh") -> str:
    """Return each file's faults, the same fault of several cells once with all its cells."""
    lines: list[str] = []
    for file in files:
        if file.fault:
            lines += [joined(UNREADABLE, f"{one_line(file.path)}：{one_line(file.fault)}", lang), ""]
            continue
        lines += [f"{one_line(file.path)}  {_head(file, lang)}", *_problems(file, lang), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(file: CitationFile, lang: Lang) -> str:
    day = str(file.day) if file.day else _NO_DAY.pick(lang)
    numbers = Counter(problem.verdict for problem in file.problems)
    found = [f"{word.pick(lang)} {numbers[verdict]}" for verdict, (_, word) in VERDICTS.items() if numbers[verdict]]
    if lang == "en":
        return f"{file.cited} citations as of {day}: {', '.join(found) or 'nothing to tell'}"
    when = f"按 {day} 判断" if file.day else day
    return f"引用 {file.cited} 处，{when}：{'，'.join(found) or '没有问题'}"


def _problems(file: CitationFile, lang: Lang) -> Iterator[str]:
    groups: dict[tuple[str, str, str], list[CitationProblem]] = {}
    for each in file.problems:
        groups.setdefault((each.verdict, each.cited, each.message.zh), []).append(each)
    order = list(VERDICTS)
    for same in sorted(groups.values(), key=lambda group: order.index(group[0].verdict)):
        severity, word = VERDICTS[same[0].verdict]
        cells = "、".join(f"{each.sheet}!{each.cell}" for each in same[:_MOST_CELLS])
        more = f" 等 {len(same)} 处" if len(same) > _MOST_CELLS else ""
        said = one_line(same[0].message.pick(lang))
        yield f"  {SEVERITY_WORDS[severity].pick(lang)}  {word.pick(lang)}  {one_line(same[0].cited)}  {said}"
        yield f"        {cells}{more}"


def as_json(files: Sequence[CitationFile], *, version: str, lang: Lang = "zh") -> bytes:
    """Return one document: the files, and the problems over all of them in order of file, sheet and cell."""
    document = {
        "schema": SCHEMA,
        "version": version,
        "summary": {verdict: sum(p.verdict == verdict for f in files for p in f.problems) for verdict in VERDICTS},
        "files": [
            {
                "path": file.path,
                "status": "unreadable" if file.fault else "read",
                "message": file.fault or None,
                "sha256": file.sha256 or None,
                "day": file.day and file.day.isoformat(),
                "citations": file.cited,
            }
            for file in files
        ],
        "problems": [
            {
                "file": file.path, "sheet": each.sheet, "cell": each.cell, "cited": each.cited, "verdict": each.verdict,
                "severity": VERDICTS[each.verdict][0], "message": each.message.pick(lang), "entry": each.entry or None,
            }
            for file in files
            for each in file.problems
        ],
    }  # fmt: skip
    return (inert_json(json.dumps(document, ensure_ascii=False, indent=2)) + "\n").encode()


def as_xlsx(files: Sequence[CitationFile], *, version: str, output: Path | None = None) -> bytes:
    """Return 引用标准核对.xlsx: every problem with a link to its cell."""

    def fill(workbook: Workbook, formats: style.Formats) -> None:
        days = sorted({str(file.day) for file in files if file.day})
        cited = sum(file.cited for file in files)
        number = sum(len(file.problems) for file in files)
        subtitle = f"引用 {cited} 处，问题 {number} 处　　判断日期：{'、'.join(days) or _NO_DAY.zh}"
        columns = (("文件", 28), ("位置", 22), ("引用", 38), ("结论", 14), ("说明", 60), ("登记册条目", 22))
        listing.write(
            workbook, formats, SHEET, columns, _rows(files, output), subtitle=subtitle, tool=f"coatxl {version}",
            nothing="引用的标准都没有问题",
        )  # fmt: skip
        add_sources(workbook, formats, (file.origin for file in files), tool=f"coatxl {version}", output=output)

    return sheets.build("引用标准核对", version, fill)


def _rows(files: Sequence[CitationFile], output: Path | None) -> Iterator[list[listing.Cell]]:
    for file in files:
        target = target_of(file.path, file.source, output)
        if file.fault:
            yield [file.path, "", "", listing.Tinted(UNREADABLE.zh, "red"), file.fault, ""]
        for each in file.problems:
            severity, word = VERDICTS[each.verdict]
            place = listing.Place(target, each.sheet, each.cell)
            verdict = listing.Tinted(word.zh, _TINTS[severity])
            yield [file.path, place, each.cited, verdict, each.message.zh, each.entry]


def register_workbook(
    fields: Sequence[Field], entries: Sequence[tuple[str, ...]], *, sheet: str, version: str
) -> bytes:
    """Return the register as a workbook that a person extends: headers with help, dates as dates, words to choose from."""

    def fill(workbook: Workbook, formats: style.Formats) -> None:
        writer = sheets.Writer(workbook.add_worksheet(sheet), formats)
        worksheet = writer.worksheet
        widths = [each.column.width for each in fields]
        writer.head(0, [each.title for each in fields], widths, 28)
        worksheet.freeze_panes(1, 1)
        for col, each in enumerate(fields):
            worksheet.write_comment(0, col, each.column.help, {"x_scale": 2, "author": "coatxl"})
            if each.choices:
                offer: dict[str, Any] = {"validate": "list", "source": list(each.choices), "error_type": "warning"}
                worksheet.data_validation(1, col, len(entries) + 500, col, offer)
        for row, entry in enumerate(entries, 1):
            shown = [
                _entry(writer, row, col, each, value)
                for col, (each, value) in enumerate(zip(fields, entry, strict=True))
            ]
            writer.fit(row, shown, widths)
        writer.finish(0, len(entries), len(fields))
        style.page_setup(worksheet, 0, left=sheet, foot=f"coatxl {version}")

    return sheets.build(sheet, version, fill)


def _entry(writer: sheets.Writer, row: int, col: int, each: Field, value: str) -> str:
    align = each.column.align
    if value and each.kind == "date":
        look = writer.formats.body(align, num_format=style.DATE_FORMAT)
        writer.worksheet.write_datetime(row, col, datetime.combine(date.fromisoformat(value), time()), look)
        return value
    if value and each.kind == "number":
        writer.worksheet.write_number(row, col, int(value), writer.formats.body(align))
        return value
    return writer.text(row, col, value, align=align)
