"""docs/cli.md: the verbs with their arguments and options, and the exit codes, from the command line itself."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from coatxl.cli import EXIT_CODES
from coatxl.cli import cli as program
from coatxl.tables.reference import grid, plain_text


def text() -> str:
    """Return the page."""
    context = click.Context(program, info_name="coatxl")
    verbs = [(name, program.commands[name]) for name in program.list_commands(context)]
    lines = [
        "# 命令行 · Command line",
        "",
        plain_text(program.help or ""),
        "",
        "`coatxl 命令 --help` 显示同样的内容。路径含空格时加引号；给文件夹时检查其中所有工作簿。",
        "",
        *grid(("命令", "作用"), ((f"[{name}](#coatxl-{name})", _paragraphs(verb)[0]) for name, verb in verbs)),
        "",
        "## 退出码 · Exit codes",
        "",
        *grid(("退出码", "含义", "Meaning"), ((str(code), zh, en) for code, zh, en in EXIT_CODES)),
    ]
    for name, verb in verbs:
        inner = click.Context(verb, info_name=name, parent=context)
        usage = " ".join(verb.collect_usage_pieces(inner))
        lines += ["", f"## coatxl {name}", "", "\n\n".join(_paragraphs(verb)), "", f"`coatxl {name} {usage}`", ""]
        lines += grid(("选项", "取值", "默认", "作用"), _options(verb, inner))
    return "\n".join(lines) + "\n"


def _paragraphs(verb: click.Command) -> list[str]:
    """The help of a verb, each paragraph on one line: Chinese needs no space where a line ends."""
    whole = inspect.cleandoc(verb.help or "").replace("\b\n", "")
    return [plain_text("".join(each.splitlines())) for each in whole.split("\n\n")]


def _options(verb: click.Command, context: click.Context) -> Iterator[tuple[str, str, str, str]]:
    for option in verb.get_params(context):
        if not isinstance(option, click.Option) or "--help" in option.opts:
            continue
        names = " ".join(f"`{name}`" for name in sorted(option.opts, key=len, reverse=True))
        shown = isinstance(option.default, (str, int)) and not option.is_flag
        yield names, _values(option), f"`{option.default}`" if shown else "", plain_text(option.help or "")


def _values(option: click.Option) -> str:
    if option.is_flag:
        return "（开关）"
    if isinstance(option.type, click.Choice):
        return " ".join(f"`{choice}`" for choice in option.type.choices)
    if isinstance(option.type, click.DateTime):
        return "日期"
    if isinstance(option.type, click.IntRange):
        return f"{option.type.min}～{option.type.max}"
    return {"path": "路径", "integer": "整数"}.get(option.type.name, "文字")
