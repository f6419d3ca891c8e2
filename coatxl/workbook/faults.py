"""Why a workbook file cannot be read: each fault declared once, with its stable id and what to do."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

LONGEST_DETAIL = 120  # with the fixed words and the fix this keeps every line below 400 characters


def printable(text: str, limit: int = LONGEST_DETAIL) -> str:
    r"""Return text fit for one line: control, direction and undecodable characters as \n, \x1b, \u202e; cut at limit."""
    shown = "".join(
        char if char == " " or unicodedata.category(char)[0] not in "CZ" else char.encode("unicode_escape").decode()
        for char in text[: limit + 1]
    )
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why a file cannot be read: rule id, what is wrong and what to do, in both languages.

    message_zh and message_en may hold {detail}; about() fills it.
    """

    rule: str
    message_zh: str
    message_en: str
    fix_zh: str
    fix_en: str

    def about(self, zh: str, en: str | None = None) -> Fault:
        """Return the fault with its detail filled in; en is the same as zh where a name needs no translation."""
        return replace(
            self,
            message_zh=self.message_zh.replace("{detail}", printable(zh)),
            message_en=self.message_en.replace("{detail}", printable(zh if en is None else en)),
        )


class Unreadable(Exception):  # noqa: N818 — read as a sentence: raise Unreadable(fault)
    """A file that cannot be read as a workbook; fault says why."""

    def __init__(self, fault: Fault) -> None:
        """Keep the fault; the exception's text is the Chinese line."""
        super().__init__(f"{fault.rule} {fault.message_zh}；{fault.fix_zh}")
        self.fault = fault

    def __reduce__(self) -> tuple[type[Unreadable], tuple[Fault]]:
        """Survive the way back from a worker process."""
        return type(self), (self.fault,)


NOT_A_WORKBOOK = Fault(
    "CXF-01",
    "不是可以读取的Excel工作簿：内容是{detail}",
    "Not a workbook that can be read: the content is {detail}",
    "请用Excel或WPS打开后另存为“Excel 工作簿(*.xlsx)”再检查；只改扩展名不能转换格式",
    'open it in Excel or WPS and save it as "Excel Workbook (*.xlsx)"; renaming a file does not convert it',
)
DAMAGED = Fault(
    "CXF-02",
    "文件已损坏，无法读取：{detail}",
    "The file is damaged: {detail}",
    "请向提供者重新索取，或用Excel的“打开并修复”修复后另存，再检查",
    'ask for the file again, or mend it with "Open and Repair" in Excel and save it under a new name',
)
NEEDS_PASSWORD = Fault(
    "CXF-03",
    "需要密码：文件已加密，没有密码不能读取",
    "A password is needed: the file is encrypted",
    "请在Excel中用“文件→信息→保护工作簿→用密码进行加密”清空打开密码，保存后再检查",
    'remove the password in Excel under "File > Info > Protect Workbook > Encrypt with Password", save, check again',
)
EMPTY = Fault(
    "CXF-04",
    "文件是空的（0字节）",
    "The file is empty (0 bytes)",
    "通常是复制或下载没有完成，请重新复制或索取原文件",
    "copying or downloading it was probably cut off: get the file again",
)
CANNOT_OPEN = Fault(
    "CXF-05",
    "文件打不开：{detail}",
    "The file cannot be opened: {detail}",
    "请确认文件还在原处、有读取权限，并在Excel或WPS中关闭后再检查",
    "see that the file is still there, that you may read it, and that it is closed in Excel or WPS",
)
TOO_LARGE = Fault(
    "CXF-06",
    "文件过大或结构异常，为安全起见没有读取：{detail}",
    "The file is too large or its structure is abnormal, so it was not read: {detail}",
    "如确是正常的底稿，请在Excel中清除多余的行列和图片、另存为新的xlsx文件后再检查",
    "if it is an honest workbook, remove surplus rows, columns and pictures in Excel and save it as a new .xlsx file",
)
NO_WORKSHEET = Fault(
    "CXF-07",
    "工作簿里没有工作表（只有图表页或宏表，或没有任何表）",
    "The workbook holds no worksheet (only chart or macro sheets, or none at all)",
    "请确认文件选对了；底稿的内容要放在普通工作表中",
    "see that this is the right file; the working paper has to stand on ordinary worksheets",
)

READER_DIED = Fault(
    "CXF-10",
    "读取程序在这个文件上意外中止：{detail}",
    "The reader died on this file: {detail}",
    "请在Excel或WPS中打开、另存为新的xlsx文件后再检查；仍不行时请把文件报告给开发者",
    "open it in Excel or WPS, save it as a new .xlsx file and check again; if it still fails, report it",
)
TOOK_TOO_LONG = Fault(
    "CXF-11",
    "检查这个文件用时过长，已停止",
    "Checking this file took too long and was stopped",
    "请清除多余的行列、另存后再检查；文件确实很大时用--timeout给更多秒数",
    "remove surplus rows and columns and save it again; for an honest large file give more seconds with --timeout",
)
OUT_OF_MEMORY = Fault(
    "CXF-12",
    "检查这个文件需要的内存过多，已停止",
    "Checking this file took too much memory and was stopped",
    "请清除多余的行列和图片、另存为新的xlsx文件，或拆成几个文件后再检查",
    "remove surplus rows, columns and pictures and save it as a new .xlsx file, or split it into several",
)

FAULTS: dict[str, Fault] = {
    fault.rule: fault
    for fault in (
        NOT_A_WORKBOOK, DAMAGED, NEEDS_PASSWORD, EMPTY, CANNOT_OPEN, TOO_LARGE, NO_WORKSHEET,
        READER_DIED, TOOK_TOO_LONG, OUT_OF_MEMORY,
    )
}  # fmt: skip
