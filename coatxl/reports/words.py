"""The words that every format shares, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from coatxl.findings import Finding, Lang, Status, Text
from coatxl.reports.model import FileResult, RunResult, Summary

LEVEL = Text("级别", "Severity")
RULE = Text("规则", "Rule")
PLACE = Text("位置", "Place")
VALUE = Text("当前值", "Current value")
MESSAGE = Text("问题", "Problem")
FIX = Text("怎么改", "What to do")
CLAUSE = Text("依据", "Clause")
REASON = Text("理由", "Reason")
FILE = Text("文件", "File")
STATE = Text("状态", "Status")
ROWS = Text("读到的行数", "Rows read")
SETTINGS = Text("设置", "Settings")
DIGEST = Text("sha256", "sha256")
STANDARD = Text("标准", "Standard")
FINDINGS = Text("检查结果", "Findings")
NOT_RUN = Text("未执行的规则", "Rules not run")
ACCEPTED = Text("已接受的结果", "Accepted findings")
FILES = Text("检查的文件", "Files")
UNREADABLE = Text("打不开", "Could not be read")
BLANK = Text("（空）", "(blank)")
NOTHING = Text("没有发现问题", "No findings")
ALL_RUN = Text("全部规则都已执行", "Every rule was run")
PARTIAL = Text(
    "检查中途停止，以下只是已查完的文件的结果", "The run was stopped; only the files checked until then are shown"
)
NO_FILES = Text("没有找到要检查的工作簿", "No workbook was found")
STATUS_WORDS: dict[Status, Text] = {
    "clean": Text("无错误、无警告", "clean"),
    "findings": Text("有问题", "findings"),
    "unreadable": UNREADABLE,
}


def joined(label: Text, text: str, lang: Lang) -> str:
    """Return label and text with the language's colon."""
    return f"{label.pick(lang)}{': ' if lang == 'en' else '：'}{text}"


def list_words(parts: Iterable[str], lang: Lang, *, most: int = 0) -> str:
    """Return parts as one enumeration, the rest as a number when there are more than most."""
    parts = iter(parts)
    shown = list(islice(parts, most)) if most else list(parts)
    rest = sum(1 for _ in parts)
    if lang == "en":
        return "; ".join(shown) + (f" and {rest} more" if rest else "")
    return "；".join(shown) + (f" 等 {len(shown) + rest} 个" if rest else "")


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """Return an English number with its noun."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def summary_line(summary: Summary, lang: Lang) -> str:
    """Return the counts as one sentence."""
    if lang == "en":
        text = (
            f"{counted(summary.files, 'file')} checked: {counted(summary.error, 'error')}, "
            f"{counted(summary.warning, 'warning')}, {summary.info} info"
        )
        return text + (f"; {counted(summary.unreadable, 'file')} could not be read" if summary.unreadable else "")
    text = f"检查 {summary.files} 个文件：错误 {summary.error}，警告 {summary.warning}，提示 {summary.info}"
    return text + (f"；{summary.unreadable} 个文件打不开" if summary.unreadable else "")


def unreadable_words(file: FileResult, lang: Lang) -> str:
    """Return the name of a file that could not be read, with the reason."""
    reason = next((f.message for f in file.findings), "")
    if not reason:
        return file.path
    return f"{file.path} ({reason})" if lang == "en" else f"{file.path}（{reason}）"


def accepted_words(finding: Finding, lang: Lang) -> str:
    """Return the rule and file of an accepted finding, with the reason."""
    reason = joined(REASON, finding.accepted or "", lang)
    return f"{finding.rule} {finding.file}" + (f" ({reason})" if lang == "en" else f"（{reason}）")


def files_word(summary: Summary, lang: Lang) -> str:
    """Return the word below the number of files."""
    if lang == "en":
        return "files" + (f" ({summary.unreadable} unreadable)" if summary.unreadable else "")
    return "个文件" + (f"（{summary.unreadable} 个打不开）" if summary.unreadable else "")


def rows_words(file: FileResult, lang: Lang) -> str:
    """Return the number of data rows of each recognised sheet."""
    return list_words([f"{name} {number}" for name, number in file.rows.items()], lang)


def provenance(run: RunResult, lang: Lang) -> str:
    """Return the standard and the version that judged by it."""
    return f"{joined(STANDARD, run.title.pick(lang), lang)}　coatxl {run.version}"
