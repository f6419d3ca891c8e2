"""docs/settings.md: every key of coatxl.toml with its type and default, from the model, and an example that is valid."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, get_args, get_origin

from coatxl.settings import FILE_NAME, Accept, Part, RuleSetting, Settings
from coatxl.settings.declared import Declared
from coatxl.settings.validated import validated
from coatxl.tables.reference import grid, plain_text

EXAMPLE = """\
# 评价基准日和可接受等级一般写在底稿“项目信息”里；写在这里的优先。
evaluation_date = 2026-03-31
inherent_risk = "required"
placeholder_patterns = ["待核实", "XXX"]

[lec]
band_rule = "lower_inclusive"   # D＝70 归一般风险，D＝160 归较大风险

[acceptance]
max_grade = "一般风险"
general_is = "problem"

[checklist]
verdicts = ["部分符合"]

[rules."CX8.2-06"]              # 检查表沿用企业编号，不查跳号
enabled = false

[rules."CX8.2-08"]
severity = "error"

[[accept]]                      # 接受一条结果，理由印在每份报告里
rule = "CX7.1-01"
file = "甲厂/*.xlsx"
sheet = "风险点划分"
cell = "C9"
reason = "烘干生产线本次停产，委托方书面说明不在范围内"
"""
_ONE_RULE = {
    "enabled": "`false` 关闭这条规则，列为“未执行”",
    "severity": "改用这个级别；不设时用规则自己的级别",
}
_ONE_ACCEPTANCE = {
    "rule": "规则编号",
    "reason": "接受的理由，必填",
    "file": "文件名，与报告中的写法相同；`*` 代表任意文字",
    "sheet": "工作表名，可用 `*`",
    "cell": "单元格，例如 `C9`，可用 `*`",
}


def text() -> str:
    """Return the page; an example that the model refuses stops the build."""
    validated(tomllib.loads(EXAMPLE))
    described = {each.name: each.described.description for each in Settings.declared()}
    lines = [
        f"# 设置 {FILE_NAME} · Settings",
        "",
        f"不写 `{FILE_NAME}` 也能用：每一项都有默认值。用到的设置印在每份报告里。",
        "",
        "先后次序（前面的优先）：",
        "",
        "1. 命令行选项（`--date`、`--max-grade`、`--band-rule`）；",
        f"2. `--settings` 指定的文件；没有指定时，从底稿所在的文件夹向上找到的第一个 `{FILE_NAME}`；",
        "3. 同样向上找到的 `pyproject.toml` 中的 `[tool.coatxl]`；",
        f"4. 用户自己的 `{FILE_NAME}`（Windows：`%LOCALAPPDATA%\\coatxl\\`，Linux：`~/.config/coatxl/`）；",
        "5. 默认值。",
        "",
        "不认识的键和不能用的值会被拒绝（退出码 2），不会悄悄忽略。文件用 UTF-8 保存。",
        "",
        "## 示例 · Example",
        "",
        "```toml",
        EXAMPLE.rstrip("\n"),
        "```",
        "",
        "## 全部设置 · All keys",
        "",
        *grid(("键", "取值", "默认", "作用"), (_row(key, declared) for key, declared in every_key())),
        "",
        '<a id="rules"></a>',
        "",
        "## 单条规则 · One rule",
        "",
        f'{plain_text(described["rules"])}。写成 `[rules."规则编号"]`，编号要加引号：',
        "",
        *_part(RuleSetting, _ONE_RULE),
        "",
        '<a id="accept"></a>',
        "",
        "## 接受一条结果 · Accept a finding",
        "",
        f"{plain_text(described['accept'])}。每条写一个 `[[accept]]`。",
        "接受的结果不计入错误和警告，也不影响退出码，但仍列在“已接受的结果”中：",
        "",
        *_part(Accept, _ONE_ACCEPTANCE),
    ]
    return "\n".join(lines) + "\n"


def every_key(part: type[Part] = Settings, prefix: str = "") -> Iterator[tuple[str, Declared]]:
    """Yield the dotted key and the declaration of every setting that is one value."""
    for each in part.declared():
        if isinstance(each.kind, type) and issubclass(each.kind, Part):
            yield from every_key(each.kind, f"{prefix}{each.name}.")
        elif each.described.description and each.name not in ("rules", "accept"):
            yield f"{prefix}{each.described.key or each.name}", each


def _part(part: type[Part], words: dict[str, str]) -> list[str]:
    rows = ((f"`{each.name}`", *_facts(each), words[each.name]) for each in part.declared())
    return grid(("键", "取值", "默认", "作用"), rows)


def _row(key: str, declared: Declared) -> tuple[str, ...]:
    return (f'<a id="{key}"></a>`{key}`', *_facts(declared), plain_text(declared.described.description))


def _facts(declared: Declared) -> tuple[str, str]:
    return _values(declared.kind), "必填" if declared.default is ... else _toml(declared.default)


def _values(annotation: Any) -> str:  # noqa: ANN401 — annotations are of any type
    origin = get_origin(annotation)
    if origin is Literal:
        return " ".join(f"`{each}`" for each in get_args(annotation))
    if origin is tuple:
        return "文字的列表"
    inner = [each for each in get_args(annotation) if each is not type(None)]
    if inner:
        return _values(inner[0])
    return {bool: "`true` `false`", date: "日期", int: "整数", str: "文字"}[annotation]


def _toml(value: object) -> str:
    if value is None:
        return "不设"
    if isinstance(value, tuple):
        return "`[" + ", ".join(f'"{each}"' for each in value) + "]`"
    return f"`{str(value).lower()}`" if isinstance(value, (bool, int)) else f'`"{value}"`'
