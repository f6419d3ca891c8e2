"""Failures: what a person reads when a verb cannot do its work, in one line and never as a traceback."""

from __future__ import annotations

from coatxl.batch.outputs import OutputRefused
from coatxl.reports.model import ReportTooLargeError
from coatxl.settings import SettingsError
from coatxl.workbook.faults import printable
from coatxl.workbook.save import CannotWrite, CellTooLong

# Exceptions whose text is already the line.
TOLD = (SettingsError, CannotWrite, OutputRefused, ReportTooLargeError, CellTooLong)


def line_of(error: Exception) -> str:
    """Say in one line what happened and what to do."""
    if isinstance(error, TOLD):
        return str(error)
    if isinstance(error, OSError):
        return f"读写文件出错（{error.strerror or error}）：{printable(str(error.filename or ''))}"
    detail = printable(" ".join(f"{type(error).__name__}: {error}".split()), 200)
    return f"软件内部出错（{detail}）；设环境变量 COATXL_DEBUG=1 可显示详情，请报告给开发者"
