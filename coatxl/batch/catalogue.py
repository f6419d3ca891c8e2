"""The rules as a catalogue: listed or explained, as text or JSON."""

from __future__ import annotations

import inspect
import json
from typing import Any

from coatxl.findings import SEVERITY_WORDS, Lang, Text
from coatxl.reports.text import width
from coatxl.rules import REGISTRY, Rule
from coatxl.standards.coating import standard
from coatxl.standards.coating.rules.gate import gate_rules
from coatxl.workbook.faults import FAULTS

MODES = {
    "automatic": Text("自动", "automatic"),
    "human": Text("人工确认", "human-confirmed"),
    "both": Text("自动＋人工确认", "automatic + human-confirmed"),
}
LABELS = {
    "clause": Text("条款", "Clause"), "severity": Text("级别", "Severity"), "mode": Text("方式", "Mode"), "sheets": Text("工作表", "Sheets"),
    "fix": Text("怎么改", "Fix"), "setting": Text("设置", "Setting"),
}  # fmt: skip


def everything() -> list[Rule]:
    """The rules of the standard, those of the gate, then the faults of sheets and cells, then those of files."""
    engine = sorted((r for r in REGISTRY.values() if r.judge is None), key=lambda r: (r.id.startswith("CXF"), r.id))
    files = [
        Rule(
            id=f.rule, clause="", severity="error", mode="automatic", title=Text(*(t.partition(c)[0].replace("{detail}", "…") for t, c in ((f.message_zh, "："), (f.message_en, ":")))),
            message=Text(f.message_zh, f.message_en), fix=Text(f.fix_zh, f.fix_en), needs=(), sheets=(), setting="", explanation="",
        )
        for f in FAULTS.values()
    ]  # fmt: skip
    return [
        *standard.rules(),
        *gate_rules(),
        *[r for r in engine if r.id.startswith("CXS")],
        *sorted([*files, *[r for r in engine if r.id.startswith("CXF")]], key=lambda r: r.id),
    ]


def find(rule_id: str | None) -> list[Rule]:
    """All rules, or the one of this id (upper or lower case); empty when there is none."""
    rules = everything()
    return rules if rule_id is None else [r for r in rules if r.id.upper() == rule_id.upper()]


def entry(rule: Rule, lang: Lang) -> dict[str, Any]:
    """One rule as the JSON contract has it: id, clause, severity, mode, title, sheets, fix, and more."""
    return {
        "id": rule.id,
        "clause": rule.clause,
        "severity": rule.severity,
        "mode": rule.mode,
        "title": rule.title.pick(lang),
        "sheets": list(rule.sheets),
        "fix": rule.fix.pick(lang),
        "setting": rule.setting or None,
        "explanation": inspect.cleandoc(rule.explanation),
    }


def as_json(rules: list[Rule], lang: Lang, *, one: bool = False) -> str:
    """The rules as a JSON list, or one rule as an object."""
    entries = [entry(rule, lang) for rule in rules]
    return json.dumps(entries[0] if one else entries, ensure_ascii=False, indent=2) + "\n"


def as_text(rules: list[Rule], lang: Lang, *, whole: bool = False) -> str:
    """One line a rule, or the whole page of each."""
    if whole:
        return "\n".join(page(rule, lang) for rule in rules)
    widest = max(width(rule.clause) for rule in rules)
    lines = [
        f"{r.id:<10} {SEVERITY_WORDS[r.severity].pick(lang):　<2} {r.clause}{' ' * (widest - width(r.clause))}  {r.title.pick(lang)}"
        + ("" if r.mode == "automatic" else f"（{MODES[r.mode].pick(lang)}）")
        for r in rules
    ]
    return "\n".join(lines) + "\n"


def page(rule: Rule, lang: Lang) -> str:
    """Everything about one rule."""
    facts = {
        "clause": rule.clause, "severity": SEVERITY_WORDS[rule.severity].pick(lang), "mode": MODES[rule.mode].pick(lang),
        "sheets": "、".join(rule.sheets), "fix": rule.fix.pick(lang), "setting": rule.setting,
    }  # fmt: skip
    colon = ": " if lang == "en" else "："
    lines = [f"{rule.id}  {rule.title.pick(lang)}", ""]
    lines += [f"{LABELS[k].pick(lang)}{colon}{v}" for k, v in facts.items() if v]
    if rule.explanation:
        lines += ["", inspect.cleandoc(rule.explanation)]
    return "\n".join(lines) + "\n"
