"""docs/rules.md: every rule that a finding can name, from the registry, by clause."""

from __future__ import annotations

import inspect
import re
from itertools import groupby

from coatxl.batch.catalogue import LABELS, MODES, everything
from coatxl.findings import SEVERITY_WORDS
from coatxl.rules import Rule
from coatxl.standards.coating.standard import TITLE
from coatxl.tables.reference import anchor, grid, plain_text

_TOPICS = {
    "0": "全文 · Whole paper", "A": "附录 A · Appendix A", "B": "附录 B · Appendix B", "C": "附录 C · Appendix C",
    "G": "应急〔2023〕99号 · The regulator's list of untrue reports",
    "S": "工作表和单元格 · Sheets and cells", "F": "文件 · Files",
}  # fmt: skip


def text() -> str:
    """Return the page."""
    found = everything()
    groups = [(topic, list(rules)) for topic, rules in groupby(found, _topic)]
    lines = [
        "# 规则目录 · Rules",
        "",
        f"依据 {TITLE}，共 {len(found)} 条。命令行查看：`coatxl rules`、`coatxl rules CX8.2-02`。",
        "编号一经发布，含义不再改变。",
        "",
        "结果原文中的“…”在检查时换成底稿里的原文、序号或数值。",
        "**自动**：程序判定。**人工确认**：程序只提示，由人核对后在“人工确认”表登记，登记前一直提示。",
        "缺少输入（例如没有对应的表）的规则列为“未执行”，不算通过。",
        "任何一条都可以在 [coatxl.toml](settings.md#rules) 中关闭、改级别，或说明理由后接受个别结果。",
    ]
    for topic, rules in groups:
        lines += ["", f"**{topic}**", ""]
        lines += [f"- [{r.id}](#{anchor(r.id)}) {_title(r)}（{SEVERITY_WORDS[r.severity].zh}）" for r in rules]
    for topic, rules in groups:
        lines += ["", f"## {topic}"]
        for rule in rules:
            lines += _entry(rule)
    return "\n".join(lines) + "\n"


def _topic(rule: Rule) -> str:
    head = rule.id.removeprefix("CX").partition("-")[0]
    return _TOPICS.get(head, f"条款 {head} · Clause {head}")


def _title(rule: Rule) -> str:
    return f"{plain_text(rule.title.zh)} · {plain_text(rule.title.en)}"


def _entry(rule: Rule) -> list[str]:
    facts = {
        "clause": plain_text(rule.clause),
        "severity": f"{SEVERITY_WORDS[rule.severity].zh} {rule.severity}",
        "mode": MODES[rule.mode].zh,
        "sheets": "、".join(rule.sheets),
        "setting": f"[{rule.setting}](settings.md#{rule.setting})" if rule.setting else "",
    }
    told = {LABELS[key].zh: value for key, value in facts.items() if value}
    return [
        "",
        f'<a id="{anchor(rule.id)}"></a>',
        "",
        f"### {rule.id} {plain_text(rule.title.zh)}",
        "",
        f"*{plain_text(rule.title.en)}*",
        "",
        *grid(told, [told.values()]),
        *_explanation(rule),
        "",
        f"- 结果：{_open(rule.message.zh)}",
        f"- Finding: {_open(rule.message.en)}",
        f"- 怎么改：{_open(rule.fix.zh)}",
        f"- Fix: {_open(rule.fix.en)}",
    ]


def _explanation(rule: Rule) -> list[str]:
    """The docstring: its sentences, then 不合格 and 合格 as a list."""
    whole = inspect.cleandoc(rule.explanation)
    if not whole:
        return []
    lines = []
    for line in whole.splitlines():
        word, colon, rest = line.partition(":")
        example = bool(colon) and word in ("不合格", "合格")
        lines.append(f"- **{word}**：{plain_text(rest.strip())}" if example else plain_text(line))
    return ["", *lines]


def _open(message: str) -> str:
    """A message with its values left open."""
    return plain_text(re.sub(r"\{\w+\}", "…", message))
