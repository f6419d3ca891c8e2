"""Safe writing of every output: whole or not at all, never over a source, texts never as formulas."""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from coatxl.workbook.book import cell_name
from coatxl.workbook.exchange import exchange, flush, flush_folder, take_mode, takes_files
from coatxl.workbook.faults import printable
from coatxl.workbook.occupied import beside, is_disk, owner_file, pour, takes_a_stream
from coatxl.workbook.signals import ended_by_sigterm, finishing
from coatxl.workbook.whole import is_whole

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST_TEXT = 32_767  # characters in a cell, counted as UTF-16 code units as Excel does
# XML 1.0 knows no other control characters, no lone surrogates, and not the last two of the basic plane.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPLACEMENT = "\ufffd"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT}) if hasattr(errno, "EDQUOT") else frozenset({errno.ENOSPC})


class CannotWrite(Exception):  # noqa: N818 — read as a sentence: raise CannotWrite(…)
    """An output that could not be written; what stood at its place before still stands there."""

    def __init__(self, message_zh: str, message_en: str, fix_zh: str, fix_en: str) -> None:
        """Keep the line and what to do, in both languages; the exception's text is the Chinese line."""
        super().__init__(f"{message_zh}；{fix_zh}")
        self.message_zh, self.message_en = message_zh, message_en
        self.fix_zh, self.fix_en = fix_zh, fix_en


class CellTooLong(ValueError):  # noqa: N818 — the name says it
    """A text longer than a cell may hold; it is refused rather than cut. place names the cell where it is known."""

    def __init__(self, length: int, place: str = "") -> None:
        """Tell how long the text is, and where it was to stand."""
        where = f"单元格{place}的" if place else ""
        super().__init__(f"{where}文本有{length}个字符，超过单元格上限{LONGEST_TEXT}")
        self.length, self.place = length, place

    def __reduce__(self) -> tuple[type[CellTooLong], tuple[int, str]]:
        """Survive the way back from a worker process."""
        return type(self), (self.length, self.place)


def safe_text(value: object, place: str = "") -> str:
    """Return a value's text fit for a cell: illegal characters as U+FFFD; CellTooLong, naming place, above the limit.

    Texts that begin with =, +, -, @ are returned unchanged: a cell is text because it is written as a string. So texts
    go through write_text (XlsxWriter: write_string; openpyxl: data_type "s"), never through a writer that guesses.
    """
    text = "" if value is None else str(value)
    # An emoji counts twice; encoding is spared where the length alone decides.
    if len(text) * 2 > LONGEST_TEXT:
        units = len(text) + sum(char > "\uffff" for char in text)
        if units > LONGEST_TEXT:
            raise CellTooLong(units, place)
    return _ILLEGAL.sub(_REPLACEMENT, text)


def write_text(worksheet: Worksheet, row: int, col: int, text: object, cell_format: Format | None = None) -> None:
    """Write a value as text at a 0-based position, whatever it begins with; a blank keeps the format of its cell."""
    place = f"{worksheet.name}!{cell_name(row, col)}"
    worksheet.write_string(row, col, safe_text(text, place), cell_format)


def write_atomically(
    target: Path,
    produce: Callable[[Path], None],
    verify: Callable[[Path], None] | None = None,
    sources: Iterable[Path] = (),
    *,
    aside: bool = False,
) -> Path:
    """Let produce write a temporary file beside target, verify it, and put it in target's place in one step.

    verify raises when the file is not whole (default: by suffix; an .xlsx is a sound zip with a workbook). CannotWrite
    when target is one of sources, is locked, or its folder takes no file. Whatever goes wrong, the old target stays as
    it was and the temporary file is removed. A pipe or device is written into. Returns the file that was written: with
    aside, a name beside a target that is open in another program.
    """
    if takes_a_stream(target):
        _stream(target, produce, verify or _verification(target))
        return target
    given, target = target, _real(target)
    _refuse_sources(target, sources)
    if target.is_dir():
        raise CannotWrite(
            f"{_shown(target)}是文件夹，不能写成文件", f"{_shown(target)} is a folder",
            "请换一个文件名", "choose another name",
        )  # fmt: skip
    _refuse_read_only(target)
    temporary = target.with_name(f".~{secrets.token_hex(8)}{target.suffix}")
    with finishing(_shown(target)):
        try:
            produce(temporary)
            flush(temporary)
            (verify or _verification(target))(temporary)
            take_mode(target, temporary)
            written = _put(temporary, target, aside=aside)
        except Exception as error:
            reason = _reason(error, temporary)
            if reason is None:
                raise
            raise _explained(reason, target) from error
        finally:
            # Also on KeyboardInterrupt and SystemExit; after a success there is nothing left to remove.
            with suppress(OSError):
                temporary.unlink()
    flush_folder(target.parent)
    return given if written == target else written


def write_bytes_atomically(target: Path, content: bytes, sources: Iterable[Path] = (), *, aside: bool = False) -> Path:
    """Write bytes that are ready to a target, as write_atomically does."""

    def produce(draft: Path) -> None:
        draft.write_bytes(content)

    return write_atomically(target, produce, sources=sources, aside=aside)


def disk_is_full(error: Exception) -> bool:
    """Whether an exception tells of a full disk or quota, also where XlsxWriter has wrapped it."""
    causes = (error, error.__cause__, error.__context__, *error.args)
    return any(isinstance(cause, OSError) and cause.errno in _FULL for cause in causes)


def temporary_full(folder: Path | str, variable: str = "TMPDIR") -> CannotWrite:
    """The refusal where not the target's disk is full but that of temporary files; variable names another folder."""
    shown = printable(str(folder))
    return CannotWrite(
        f"临时文件夹 {shown} 所在的磁盘已满", f"the disk of the temporary folder {shown} is full",
        f"请清理该磁盘，或用环境变量 {variable} 指定别处的文件夹",
        f"free some space there or name another folder in {variable}",
    )  # fmt: skip


def verify_xlsx(path: Path) -> None:
    """Raise CannotWrite when a file is no whole xlsx: every part's checksum, and the workbook part."""
    _verify(path, ".xlsx")


def _verify(path: Path, suffix: str) -> None:
    if not is_whole(path, suffix):
        raise CannotWrite(
            "写出的文件没有通过完整性检查，没有保存", "the file that was written is not whole, so it was not saved",
            "请检查磁盘空间后重试", "check the free space of the disk and try again",
        )  # fmt: skip


def _verification(target: Path) -> Callable[[Path], None]:
    return lambda draft: _verify(draft, target.suffix)


def _stream(target: Path, produce: Callable[[Path], None], verify: Callable[[Path], None]) -> None:
    """Write into a pipe or device what was made elsewhere and is whole; a disk as a device is refused."""
    import tempfile

    if is_disk(target):
        raise CannotWrite(
            f"{_shown(target)}是磁盘设备，不能写成文件", f"{_shown(target)} is a disk",
            "请换一个文件名", "choose another name",
        )  # fmt: skip
    with ended_by_sigterm(), tempfile.TemporaryDirectory(prefix="coatxl-", ignore_cleanup_errors=True) as folder:
        draft = Path(folder, f"draft{target.suffix}")
        try:
            produce(draft)
        except OSError as error:
            raise temporary_full(tempfile.gettempdir()) if disk_is_full(error) else error from None
        verify(draft)
        try:
            pour(draft, target)
        except OSError as error:
            raise _explained(error, target) from error


def _put(temporary: Path, target: Path, *, aside: bool) -> Path:
    """Put the new file in target's place, or with aside under a free name where another program holds the target."""
    if not aside or owner_file(target) is None:
        try:
            exchange(temporary, target)
        except PermissionError:
            if not aside or not target.exists() or not takes_files(target.parent):
                raise
        else:
            return target
    side = beside(target)
    exchange(temporary, side)
    return side


def _real(target: Path) -> Path:
    """The place that is written: a link keeps pointing where it does, and the file behind it is replaced."""
    return Path(os.path.realpath(target))


def _refuse_sources(target: Path, sources: Iterable[Path]) -> None:
    for source in sources:
        same = os.path.normcase(os.path.realpath(source)) == os.path.normcase(target)
        if not same:
            with suppress(OSError):  # one of the two does not exist
                same = source.samefile(target)
        if same:
            raise CannotWrite(
                f"{_shown(target)}是被检查的源文件，不能覆盖",
                f"{_shown(target)} is one of the sources and is not overwritten",
                "请用--output或--to指定另一个位置",
                "name another place with --output or --to",
            )


def _refuse_read_only(target: Path) -> None:
    """Refuse a target that a person has made read-only; Windows does by itself, POSIX would exchange it."""
    with suppress(OSError):
        if not target.stat().st_mode & 0o222:
            raise CannotWrite(
                f"{_shown(target)}是只读文件，不能覆盖", f"{_shown(target)} is read-only and is not overwritten",
                "请去掉只读属性，或换一个文件名", "make it writable or choose another name",
            )  # fmt: skip


def _reason(error: Exception, temporary: Path) -> OSError | None:
    """The system's error about our file behind an exception; None when it is about something else.

    XlsxWriter wraps it: FileCreateError(OSError).
    """
    for reason in (error, error.__cause__, *error.args):
        if isinstance(reason, OSError):
            about = reason.filename
            return reason if about is None or Path(os.fsdecode(about)).parent == temporary.parent else None
    return None


def _explained(error: OSError, target: Path) -> CannotWrite:
    name = _shown(target)
    if error.errno in _FULL:
        return CannotWrite(
            f"磁盘已满，无法写入{name}", f"the disk is full: {name} was not written",
            "请清理磁盘空间，或换一个磁盘", "free some space or choose another disk",
        )  # fmt: skip
    if not target.parent.is_dir():
        return CannotWrite(
            f"{name}所在的文件夹不存在", f"the folder of {name} does not exist",
            "请先建立文件夹，或换一个位置", "make the folder first or choose another place",
        )  # fmt: skip
    if isinstance(error, PermissionError) and target.exists() and takes_files(target.parent):
        return CannotWrite(
            f"{name}正被占用，无法写入（可能已在Excel或WPS中打开）",
            f"{name} is in use and cannot be written (open in Excel or WPS?)",
            "请关闭该文件后重试，或换一个文件名", "close it and try again, or choose another name",
        )  # fmt: skip
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return CannotWrite(
            f"{name}所在的文件夹不允许写入", f"the folder of {name} takes no files",
            "请换一个有写权限的位置", "choose a place that you may write to",
        )  # fmt: skip
    if error.errno in (errno.ENAMETOOLONG, errno.EINVAL):
        return CannotWrite(
            f"文件名{name}过长或含有系统不允许的字符", f"the system takes no file named {name}",
            "请换一个文件名", "choose another name",
        )  # fmt: skip
    reason = printable(error.strerror or type(error).__name__)
    return CannotWrite(
        f"无法写入{name}：系统报告“{reason}”", f'{name} cannot be written: the system says "{reason}"',
        "请换一个位置重试", "try again at another place",
    )  # fmt: skip


def _shown(path: Path) -> str:
    return f"“{printable(path.name)}”"
