"""inputs: the drop-downs and checks of input cells, made from the declared columns (DataValidation)."""

from __future__ import annotations

from datetime import date
from typing import Any

from coatxl.criteria.bands import SHOWN_DECIMALS, Scale
from coatxl.criteria.guards import INVALID
from coatxl.criteria.scores import plain
from coatxl.tables.blueprint import FactLine
from coatxl.tables.column import Field

# Excel's limits; XlsxWriter drops a validation that is over one of them.
TITLE_LIMIT, MESSAGE_LIMIT, LIST_LIMIT = 32, 255, 255
EARLIEST = date(2000, 1, 1)
DATE_PROMPT = "输入完整日期，如 2026-03-31"


def input_rule(each: Field, scales: dict[str, Scale], lists: dict[str, str]) -> dict[str, Any] | None:
    """Return XlsxWriter's validation of a column's cells, None when anything may be typed and nothing is offered.

    lists: "sheet.field" → defined name. Scores and allowed values are enforced; suggestions and lists of other
    sheets are offered, and another value asks back at most.
    """
    column = each.column
    if column.scale:
        return _scored(each, scales[column.scale])
    if each.kind == "choice":
        return allowed(column.header, each.choices, column.help)
    if each.kind == "date":
        return dated(column.header, column.help)
    if column.suggest:
        return {
            "validate": "list",
            "source": _inline(column.suggest),
            "show_error": False,
            **_prompt(column.header, column.help),
        }
    if column.pick_from in lists:
        sheet = column.pick_from.partition(".")[0]
        return {
            "validate": "list", "source": f"={lists[column.pick_from]}", "error_type": "warning",
            "error_title": f"不在“{sheet}”中", "error_message": f"“{sheet}”里没有这一项，名称须一致。仍要填写吗？",
            **_prompt(column.header, column.help),
        }  # fmt: skip
    return None


def fact_rule(line: FactLine) -> dict[str, Any]:
    """Return XlsxWriter's validation of the value cell of a fact."""
    if line.choices:
        return allowed(line.word, line.choices, line.help)
    if line.is_date:
        return dated(line.word, line.help)
    return {"validate": "any", **_prompt(line.word, line.help)}


def help_rule(each: Field) -> dict[str, Any] | None:
    """Return the prompt of a header cell: how the column is filled in."""
    if not each.column.help:
        return None
    return {"validate": "any", **_prompt(each.title, each.column.help)}


def listed_at(cell: str, names: str) -> str:
    """Return a native expression: where a score stands in a list; a calculated 0.10000000000000003 is 0.1, as it shows."""
    return f"MATCH(ROUND({cell},{SHOWN_DECIMALS}),{names},0)"


def listed(cell: str, names: str) -> str:
    """Return a native expression, 1 or 0: whether a cell holds a score of a list; text, TRUE and errors are none.

    ISLOGICAL since LibreOffice takes a typed TRUE for the number 1, which Excel does not.
    """
    return f"ISNUMBER({cell})*(1-ISLOGICAL({cell}))*ISNUMBER({listed_at(cell, names)})"


def allowed(header: str, choices: tuple[str, ...], text: str) -> dict[str, Any]:
    """Return a list of the only values."""
    message = shortened(f"只能填：{'、'.join(choices)}", MESSAGE_LIMIT)
    return {
        "validate": "list", "source": _inline(choices), "error_type": "stop", "error_title": INVALID,
        "error_message": message, **_prompt(header, text),
    }  # fmt: skip


def dated(header: str, text: str) -> dict[str, Any]:
    """Return a check for real dates."""
    return {
        "validate": "date", "criteria": ">=", "value": EARLIEST, "error_type": "stop", "error_title": "不是日期",
        "error_message": f"请{DATE_PROMPT}。", **_prompt(header, f"{text}{DATE_PROMPT}。"),
    }  # fmt: skip


def _scored(each: Field, scale: Scale) -> dict[str, Any]:
    values = "、".join(plain(value) for value in scale.values())
    title = shortened(f"{each.column.header}　表{scale.table}", TITLE_LIMIT)
    return {
        "validate": "list", "source": f"={each.column.scale}", "error_type": "stop", "error_title": INVALID,
        "error_message": f"{scale.symbol} 只能取表{scale.table}的 {values}，从下拉中选；释义见判定标准。",
        "input_title": title, "input_message": score_prompt(scale),
    }  # fmt: skip


def score_prompt(scale: Scale) -> str:
    """Return the scale's scores, one a line, with as much of the standard's criteria as Excel's limit holds.

    The short meaning first, then each further column of the table that fits whole; a meaning that is too long is cut.
    A last line says where the full text stands when anything is left out.
    """
    heads = [plain(score.value) + " " for score in scale.scores]
    note = f"\n全文见判定标准表{scale.table}"
    room = MESSAGE_LIMIT - sum(map(len, heads)) - len(heads) + 1
    texts, complete = [score.label for score in scale.scores], True
    for column in zip(*(score.cells[1:] for score in scale.scores), strict=True):
        if list(column) == [score.label for score in scale.scores]:
            continue
        longer = [f"{text}／{cell}" for text, cell in zip(texts, column, strict=True)]
        if sum(map(len, longer)) <= room - len(note):
            texts = longer
        else:
            complete = False
    if complete and sum(map(len, texts)) <= room:
        note = ""
    # Short meanings leave their room to long ones.
    limit = room
    while sum(min(len(text), limit) for text in texts) > room - len(note):
        limit -= 1
    return "\n".join(head + shortened(text, limit) for head, text in zip(heads, texts, strict=True)) + note


def shortened(text: str, limit: int) -> str:
    """Return a text of at most this many characters, with … where it was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _inline(choices: tuple[str, ...]) -> list[str]:
    if len(",".join(choices)) > LIST_LIMIT:
        raise ValueError(f"下拉选项超过 {LIST_LIMIT} 字：{'、'.join(choices)}")
    return list(choices)


def _prompt(title: str, text: str) -> dict[str, Any]:
    return (
        {"input_title": shortened(title, TITLE_LIMIT), "input_message": shortened(text, MESSAGE_LIMIT)} if text else {}
    )
