"""docs/functions.md: the worksheet functions, with what they really answer to good, blank, unfinished and bad cells."""

from __future__ import annotations

import sys
from pathlib import Path

from coatxl.tables.reference import grid, plain_text

# Excel and LibreOffice put this folder itself on the path; so does this page.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "udfs"))

from functions import FUNCTIONS, Function


def text() -> str:
    """Return the page."""
    lines = [
        "# 工作表函数 · Worksheet functions",
        "",
        "单元格里直接写的函数，例如 `=LEC_GRADE(B2,C2,D2)`。底稿模板不靠它们：模板的 D、R、风险等级是工作簿自身的公式，没有加载项也能算；加载项版另用其中四个核对等级。",
        "这些函数给自己排版的表格用，结果与模板公式逐项一致。安装方法见[评价师手册](handbook.md#工作表函数)。",
        "",
        "每个参数引用一个单元格或填一个数；引用一个单元格时不返回 `#VALUE!` 之类的错误值（几个区域，或直接写在公式里的错误值，由表格软件自己答错误值，见[Windows 上的核对](windows-check.md)）。从不内插，也不把文本、全角数字当作数。",
        "",
        *grid(
            ("函数", "作用"),
            ((f"[{each.name}](#{each.name.lower()})", plain_text(each.description)) for each in FUNCTIONS),
        ),
    ]
    for each in FUNCTIONS:
        lines += _entry(each)
    return "\n".join(lines) + "\n"


def _entry(function: Function) -> list[str]:
    signature = ", ".join(a.name if a.default is None else f"[{a.name}]" for a in function.arguments)
    arguments = (
        (f"`{a.name}`", plain_text(a.description), f"`{a.default}`" if a.default else "必填")
        for a in function.arguments
    )
    return [
        "",
        f"## {function.name}",
        "",
        f"`={function.name}({signature})`",
        "",
        plain_text(function.description),
        "",
        *grid(("参数", "说明", "默认"), arguments),
        "",
        *grid(("情形", "写法", "返回"), (_case(function, word, values) for word, values in function.cases)),
    ]


def _case(function: Function, word: str, values: tuple[object, ...]) -> tuple[str, str, str]:
    shown = ", ".join(_typed(value) for value in values)
    answer = function.call(*values)
    return word, f"`={function.name}({shown})`", "（空）" if answer == "" else plain_text(str(answer))


def _typed(value: object) -> str:
    """A value as the cell that the argument refers to; A1 stands for an empty one."""
    if value is None:
        return "空单元格"
    return f'"{value}"' if isinstance(value, str) else str(value)
