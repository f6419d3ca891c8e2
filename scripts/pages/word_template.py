"""docs/word-template.md: how a firm's own Word file is filled, and every placeholder that it may name."""

from __future__ import annotations

from coatxl.annex.firm_template import ALL, TABLE
from coatxl.standards.coating.annexes import NAMES
from coatxl.standards.coating.annexes.placeholders import PLACEHOLDERS
from coatxl.tables.reference import grid


def text() -> str:
    """Return the page."""
    lines = [
        "# Word 模板 · Word templates",
        "",
        "机构自己设计的 `.docx`（封面、页眉、字体、正文都随意）里写上占位符，用下面的命令填写：",
        "",
        "```sh",
        "coatxl annex 底稿.xlsx --template 报告模板.docx --output 报告.docx",
        "```",
        "",
        "- 占位符是双花括号中的名称，如 `{{企业名称}}`；花括号和冒号全角半角都可以。它可以在正文、表格、文本框、页眉页脚、脚注里，",
        "  填入的文字沿用占位符第一个字的字体字号。",
        f"- `{{{{{TABLE}…}}}}` 插入一张附表，要独占正文的一段；宽表自动放在横向的一节里，附表按在模板中的次序编号为表 A.1、表 A.2……",
        "- 附表比模板的版心宽时，各列按比例收窄。",
        "- 不认识的占位符、底稿里没有数据的占位符、没有写完的括号都会逐处指出，并且不写出文件。",
        "- 填入的内容只是文字：里面的花括号、域代码、公式都不会再起作用。",
        "- 模板本身从不改动。",
        "",
        "## 附表 · Annex tables",
        "",
        *grid(("占位符", "插入"), ((f"`{{{{{TABLE}{name}}}}}`", name) for name in NAMES)),
        f"| `{{{{{TABLE}{ALL}}}}}` | 底稿中有数据的全部附表 |",
        "",
        "## 文字 · Texts",
        "",
        *grid(("占位符", "内容"), ((f"`{{{{{each.name}}}}}`", each.help) for each in PLACEHOLDERS)),
    ]
    return "\n".join(lines) + "\n"
