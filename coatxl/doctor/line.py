"""Line: one thing that doctor looked at, with what it found and the remedy; and the lines as text, JSON and exit code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coatxl import __version__
from coatxl.findings import Lang, Text

Verdict = Literal["ok", "warning", "fault", "not_applicable"]
SCHEMA = "coatxl.doctor/1"

# The second mark is for consoles whose code page lacks the first; GBK has √ and × but no ✓ and ✗.
_MARKS: dict[Verdict, tuple[str, ...]] = {
    "ok": ("✓", "√", "+"),
    "warning": ("！", "！", "!"),
    "fault": ("✗", "×", "x"),
    "not_applicable": ("－", "－", "-"),
}
_HEADINGS = {
    "coatxl": Text("检查底稿所需", "Needed to check working papers"),
    "excel": Text("在 Excel 里用函数和按钮所需（没有也能检查底稿）", "For functions and buttons in Excel (checking works without)"),
    "comfort": Text("其他", "Other"),
}  # fmt: skip
Group = Literal["coatxl", "excel", "comfort"]
NOT_HERE = Text("不适用（只在 Windows 上）", "not applicable (Windows only)")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at; remedy is what to do, None where nothing is needed. A fault of group coatxl stops coatxl."""

    name: str
    group: Group
    verdict: Verdict
    title: Text
    found: Text
    remedy: Text | None = None


def exit_code(lines: Sequence[Line]) -> int:
    """0 when everything that is needed to check working papers works, else 1; Excel and comfort do not count."""
    return int(any(line.group == "coatxl" and line.verdict == "fault" for line in lines))


def as_text(lines: Sequence[Line], lang: Lang, encoding: str) -> str:
    """The lines by group, each with its mark, and the remedy below; then one sentence."""
    marks = next(i for i in range(3) if _fits("".join(m[i] for m in _MARKS.values()), encoding) or i == 2)  # noqa: PLR2004
    arrow = "→" if _fits("→", encoding) else "->"
    colon = ": " if lang == "en" else "："
    shown: list[str] = []
    for group, heading in _HEADINGS.items():
        members = [line for line in lines if line.group == group]
        shown += [heading.pick(lang), *[""] * (not members)]
        for line in members:
            shown.append(f"  {_MARKS[line.verdict][marks]} {line.title.pick(lang)}{colon}{line.found.pick(lang)}")
            if line.remedy is not None:
                shown.append(f"      {arrow} {line.remedy.pick(lang)}")
        shown.append("")
    return "\n".join([*shown, _summary(lines).pick(lang)]) + "\n"


def as_json(lines: Sequence[Line], lang: Lang) -> str:
    """The same as one JSON object; names and verdicts are for programs, the texts in one language."""
    entries = [
        {
            "name": line.name,
            "group": line.group,
            "verdict": line.verdict,
            "title": line.title.pick(lang),
            "found": line.found.pick(lang),
            "remedy": line.remedy.pick(lang) if line.remedy is not None else None,
        }
        for line in lines
    ]
    whole = {"schema": SCHEMA, "version": __version__, "works": exit_code(lines) == 0, "lines": entries}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _summary(lines: Sequence[Line]) -> Text:
    if exit_code(lines):
        names = [line.title for line in lines if line.group == "coatxl" and line.verdict == "fault"]
        zh, en = "、".join(n.zh for n in names), ", ".join(n.en for n in names)
        return Text(f"coatxl 现在不能正常工作：{zh}", f"coatxl does not work yet: {en}")
    excel = [line for line in lines if line.group == "excel"]
    if all(line.verdict == "not_applicable" for line in excel):
        more = Text("本机不能在 Excel 里用函数和按钮", "functions and buttons in Excel are not available here")
    elif any(line.verdict in ("fault", "warning") for line in excel):
        more = Text("Excel 里的函数和按钮还要按上面的提示设置", "functions and buttons in Excel need the steps above")
    else:
        more = Text("Excel 里的函数和按钮已就绪", "functions and buttons in Excel are ready")
    return Text(f"可以检查底稿；{more.zh}", f"Working papers can be checked; {more.en}")


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
