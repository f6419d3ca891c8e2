"""Cell values from python-calamine, whose errors and panics become Unreadable and whose panic text stays off stderr."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain

from coatxl.workbook.book import Merge, Value, Visibility
from coatxl.workbook.faults import DAMAGED, NEEDS_PASSWORD, TOO_LARGE, Unreadable

_VISIBILITIES: dict[str, Visibility] = {"Hidden": "hidden", "VeryHidden": "very_hidden"}
_STDERR = 2
_NUMBERS = frozenset({bool, int, float})
_lock = threading.Lock()


@dataclass(slots=True)
class SheetValues:
    """Values of one worksheet; rows[0][0] is the cell (top, left), blanks are None. merges are empty where unknown."""

    name: str
    visibility: Visibility
    top: int
    left: int
    rows: list[list[Value]]
    merges: list[Merge]


def read_values(data: bytes, names: list[str] | None = None, *, merges: bool = False) -> list[SheetValues]:
    """Read the worksheets of a workbook; names are what faults call the sheets, if not by their own names.

    Unreadable when calamine cannot read a sheet. Chart, dialog and macro sheets are left out.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    sheets: list[SheetValues] = []
    zh, en = "文件内容", "its content"
    try:
        with _silent_stderr(), CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for i, about in enumerate(workbook.sheets_metadata):
                if str(about.typ).rpartition(".")[2] != "WorkSheet":
                    continue
                name = names[i] if names else about.name
                zh, en = f"工作表“{name}”", f'the sheet "{name}"'
                sheet = workbook.get_sheet_by_index(i)
                top, left = sheet.start or (0, 0)
                sheets.append(
                    SheetValues(
                        name,
                        _VISIBILITIES.get(str(about.visible).rpartition(".")[2], "visible"),
                        top,
                        left,
                        _tidy(sheet.to_python(skip_empty_area=True)),
                        [Merge(*first, *last) for first, last in sheet.merged_cell_ranges or ()] if merges else [],
                    )
                )
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
    return sheets


@contextmanager
def _silent_stderr() -> Iterator[None]:
    """Send file descriptor 2 to nowhere: a Rust panic prints there before it reaches Python. Costs 20 µs a file."""
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


def _tidy(rows: Sequence[Sequence[Value]]) -> list[list[Value]]:
    """Return calamine's rows with None for blanks, equal texts as one object, and text for numbers that are none.

    One object for equal texts: what is looked up later is hashed once and compared by identity.
    """
    shared: dict[Value, Value] = {"": None}
    share = shared.setdefault
    tidied = [list(map(share, row, row)) for row in rows]
    if (0 in shared or 1 in shared) and len(_NUMBERS.intersection(map(type, chain.from_iterable(rows)))) > 1:
        # 1, 1.0 and TRUE are equal, and not the same.
        tidied = [[value if value or value.__class__ is not str else None for value in row] for row in rows]
    if any(value.__class__ is float and value - value != 0 for value in shared):  # NaN, INF, 1e999
        return [[_text_of_infinite(value) for value in row] for row in tidied]
    return tidied


def _text_of_infinite(value: Value) -> Value:
    if not isinstance(value, float) or value - value == 0:
        return value
    return "NaN" if value != value else "INF" if value > 0 else "-INF"  # noqa: PLR0124 — only NaN differs from itself


def without_blank_end(rows: list[list[Value]], top: int, errors: Iterable[tuple[int, int]] = ()) -> list[list[Value]]:
    """Cut the blank rows off the end of rows, whose first is row top; a row with an error is not blank."""
    least = max((row - top + 1 for row, _ in errors), default=0)
    end = len(rows)
    while end > least and all(value is None for value in rows[end - 1]):
        end -= 1
    return rows[:end] if end < len(rows) else rows
