"""Cell values from python-calamine, behind a guard: its errors and panics become Unreadable, its panic text is kept off stderr."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from coatxl.workbook.book import Value
from coatxl.workbook.faults import DAMAGED, NEEDS_PASSWORD, TOO_LARGE, Unreadable

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_STDERR = 2
_lock = threading.Lock()


def open_values(data: bytes) -> CalamineWorkbook:
    """Open bytes with calamine; Unreadable when it cannot."""
    from python_calamine import CalamineWorkbook

    with guarded("文件内容", "its content"):
        return CalamineWorkbook.from_filelike(io.BytesIO(data))


def sheet_values(workbook: CalamineWorkbook, index: int, name: str) -> tuple[tuple[int, int], list[list[Value]]]:
    """Return the 0-based top left position and the values of one sheet, blanks as None; Unreadable when it cannot."""
    with guarded(f"工作表“{name}”", f'the sheet "{name}"'):
        sheet = workbook.get_sheet_by_index(index)
        rows: list[list[Value]] = sheet.to_python(skip_empty_area=True)  # type: ignore[assignment]
        return sheet.start or (0, 0), rows


def merged_ranges(workbook: CalamineWorkbook, index: int, name: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the merged ranges that calamine knows of a sheet."""
    with guarded(f"工作表“{name}”", f'the sheet "{name}"'):
        sheet: CalamineSheet = workbook.get_sheet_by_index(index)
        return sheet.merged_cell_ranges or []


@contextmanager
def guarded(zh: str, en: str) -> Iterator[None]:
    """Turn whatever calamine raises, its panics included, into Unreadable that names what could not be read."""
    from python_calamine import CalamineError, PasswordError

    try:
        with _silent_stderr():
            yield
    except PasswordError:
        raise Unreadable(NEEDS_PASSWORD) from None
    except MemoryError:
        raise Unreadable(TOO_LARGE.about(f"读取{zh}时内存不足", f"not enough memory to read {en}")) from None
    except (CalamineError, OverflowError, OSError, ValueError):
        raise Unreadable(DAMAGED.about(f"{zh}无法解析", f"{en} cannot be parsed")) from None
    except BaseException as error:
        # pyo3 derives PanicException from BaseException and exports no name for it.
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable(DAMAGED.about(f"{zh}无法解析", f"{en} cannot be parsed")) from None


@contextmanager
def _silent_stderr() -> Iterator[None]:
    """Send file descriptor 2 to nowhere: a Rust panic prints there before it reaches Python. Costs 10 µs a call."""
    with _lock:
        try:
            saved = os.dup(_STDERR)
        except OSError:  # no stderr at all, as under pythonw
            yield
            return
        try:
            with suppress(OSError), open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), _STDERR)
            yield
        finally:
            os.dup2(saved, _STDERR)
            os.close(saved)


def tidy(rows: list[list[Value]]) -> list[list[Value]]:
    """Return calamine's rows with None for blanks, and text for numbers that are none (NaN, INF, 1e999)."""
    tidied: list[list[Value]] = []
    for row in rows:
        clean = [None if value == "" else value for value in row] if "" in row else row
        if any(value.__class__ is float and value - value != 0 for value in clean):  # type: ignore[operator]
            clean = [_text_of_infinite(value) for value in clean]
        tidied.append(clean)
    return tidied


def without_blank_end(
    rows: list[list[Value]], top: int, errors: Iterable[tuple[int, int]] = ()
) -> list[list[Value]]:
    """Cut the blank rows off the end of rows, whose first is row top; a row with an error is not blank."""
    least = max((row - top + 1 for row, _ in errors), default=0)
    end = len(rows)
    while end > least and all(value is None for value in rows[end - 1]):
        end -= 1
    return rows[:end] if end < len(rows) else rows


def _text_of_infinite(value: Value) -> Value:
    if not isinstance(value, float) or value - value == 0:
        return value
    return "NaN" if value != value else "INF" if value > 0 else "-INF"  # noqa: PLR0124 — only NaN differs from itself
