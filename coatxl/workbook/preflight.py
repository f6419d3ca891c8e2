"""What the first bytes and the zip directory show before anything is parsed: the kind of file, and hostile containers."""

from __future__ import annotations

import io
import re
import stat
from typing import TYPE_CHECKING, Literal

from coatxl.workbook.faults import DAMAGED, NEEDS_PASSWORD, NOT_A_WORKBOOK, TOO_LARGE, Unreadable

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

MIB = 1024 * 1024
# The most parts seen in a real workbook are 188, the highest compression of an honest large part is 121.
MOST_PARTS = 10_000
MOST_PART_BYTES = 256 * MIB
MOST_INFLATED_BYTES = 512 * MIB
MOST_RATIO = 200
RATIO_COUNTS_FROM = 10 * MIB

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STORED, _DEFLATED = 0, 8
_LOCAL_HEADER = 30
_OF_XLSXWRITER = "/xl/"  # how it begins the relationships of pictures in cells: the one absolute name that is honest
_DRIVE = re.compile(r"[A-Za-z]:")

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF文档", "a PDF document"),
    (b"\x89PNG", "PNG图片", "a PNG picture"),
    (b"\xff\xd8\xff", "JPEG图片", "a JPEG picture"),
    (b"GIF8", "GIF图片", "a GIF picture"),
    (b"BM", "BMP图片", "a BMP picture"),
    (b"7z\xbc\xaf\x27\x1c", "7z压缩包", "a 7z archive"),
    (b"Rar!", "RAR压缩包", "a RAR archive"),
    (b"\x1f\x8b", "gzip压缩包", "a gzip archive"),
    (b"{\\rtf", "RTF文档", "an RTF document"),
    # Excel 2 to 4 wrote bare BIFF without a container.
    (b"\x09\x00\x04\x00", "Excel 2.0旧格式", "the old format of Excel 2"),
    (b"\x09\x02\x06\x00", "Excel 3.0旧格式", "the old format of Excel 3"),
    (b"\x09\x04\x06\x00", "Excel 4.0旧格式", "the old format of Excel 4"),
    (b"\x09\x08", "Excel 5.0/95旧格式", "the old format of Excel 5"),
)
# Searched in the text's beginning, in this order.
_TEXTS: tuple[tuple[str, str, str], ...] = (
    (r"\Amime-version:", "网页归档(MHTML)", "a web archive (MHTML)"),
    (r"progid=.excel\.sheet|schemas-microsoft-com:office:spreadsheet", "XML电子表格2003", "an XML spreadsheet of 2003"),
    (r"\A<!doctype html|<html|\A<table|\A<meta", "网页(HTML)", "a web page (HTML)"),
    (r"\A<\?xml|\A<\w", "XML文件", "an XML file"),
)


def content_of(data: bytes) -> tuple[str, str]:
    """Name in Chinese and English what bytes are that are neither a zip nor an OLE container."""
    for magic, zh, en in _MAGIC:
        if data.startswith(magic):
            return zh, en
    text = _text(data[:4096])
    if text is None:
        return "无法识别的二进制数据", "unknown binary data"
    start = text.lstrip("\ufeff \t\r\n")
    for pattern, zh, en in _TEXTS:
        if re.search(pattern, start, re.IGNORECASE):
            return zh, en
    first = start.split("\n", 1)[0]
    if "," in first or "\t" in first or "，" in first or ";" in first:
        return "CSV或文本表格", "CSV or other delimited text"
    return "纯文本", "plain text"


def _text(data: bytes) -> str | None:
    """The text of a file's beginning, None when it is binary."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "gb18030")
    for encoding in encodings:
        for cut in range(4):  # a character of up to four bytes may be cut at the end
            try:
                text = data[: len(data) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return None if re.search(r"[\x00-\x08\x0e-\x1f]", text) else text
    return None


def open_zip(data: bytes) -> ZipFile:
    """Open a zip of harmless size and shape, or raise Unreadable; no part is inflated for it."""
    from zipfile import BadZipFile, ZipFile

    try:
        archive = ZipFile(io.BytesIO(data))
    except (BadZipFile, NotImplementedError, ValueError, OverflowError, EOFError, OSError):
        raise Unreadable(DAMAGED.about("压缩包目录不完整", "its zip directory is incomplete")) from None
    parts = archive.infolist()
    if any(part.flag_bits & 0x2041 for part in parts):  # encrypted, strongly encrypted, masked directory
        raise Unreadable(NEEDS_PASSWORD)
    _check_sizes(parts)
    _check_names(parts)
    _check_shape(parts, archive.start_dir)
    return archive


def _check_sizes(parts: list[ZipInfo]) -> None:
    """Refuse what would inflate beyond the limits, by the sizes that the directory claims."""
    if len(parts) > MOST_PARTS:
        raise _hostile(f"压缩包内超过{MOST_PARTS}个文件", f"more than {MOST_PARTS} parts")
    for part in parts:
        if part.file_size > MOST_PART_BYTES:
            raise _hostile(f"其中一个文件解压后超过{MOST_PART_BYTES // MIB} MB", "one part inflates beyond the limit")
        # A blank bitmap is honest at any ratio, and pictures are never inflated.
        honest = part.file_size <= max(RATIO_COUNTS_FROM, MOST_RATIO * part.compress_size)
        if not honest and "/media/" not in part.filename:
            raise _hostile("压缩率异常（疑似压缩炸弹）", "an abnormal compression ratio (a zip bomb?)")
    if sum(part.file_size for part in parts) > MOST_INFLATED_BYTES:
        raise _hostile(
            f"解压后超过{MOST_INFLATED_BYTES // MIB} MB", f"it inflates beyond {MOST_INFLATED_BYTES // MIB} MB"
        )


def part_name(name: str) -> str:
    """Return the one name by which a part is found: case and the direction of slashes make no other part (OPC, 6.2.2)."""
    return name.replace("\\", "/").lstrip("/").casefold()


def _check_names(parts: list[ZipInfo]) -> None:
    """Refuse two entries that are one part, names that lead out of the archive, and links."""
    for part in parts:
        name = part.filename.removeprefix(_OF_XLSXWRITER).replace("\\", "/")
        if name.startswith("/") or _DRIVE.match(name) or not {".", ".."}.isdisjoint(name.split("/")):
            raise _hostile(
                f"压缩包内的文件名“{part.filename[:40]}”指向压缩包之外",
                f'the name "{part.filename[:40]}" in the zip leads out of it',
            )
        if stat.S_ISLNK(part.external_attr >> 16):
            raise _hostile("压缩包内有符号链接", "a symbolic link in the zip")
    if len({part_name(part.filename) for part in parts}) < len(parts):
        raise _hostile("压缩包内有重名文件", "two parts of one name")


def _check_shape(parts: list[ZipInfo], directory: int) -> None:
    """Refuse overlapping data and methods that no office program writes."""
    if any(part.compress_type not in (_STORED, _DEFLATED) for part in parts):
        raise _hostile("压缩方法不是Office使用的方法", "a compression method that no office program uses")
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            raise _hostile("压缩包内文件互相重叠", "parts overlap")
        end = part.header_offset + _LOCAL_HEADER + part.compress_size
    if end > directory:
        raise Unreadable(DAMAGED.about("压缩包内文件不完整", "a part is cut off"))


def _hostile(zh: str, en: str) -> Unreadable:
    return Unreadable(TOO_LARGE.about(zh, en))


def kind_of_zip(names: set[str]) -> Literal["xlsx", "xlsb", "ods"]:
    """Kind of a zip by its part names: xlsx, xlsb, ods; raises Unreadable for a document or a plain archive."""
    folded = {part_name(name) for name in names}
    if "xl/workbook.bin" in folded:
        return "xlsb"
    if "word/document.xml" in folded:
        raise Unreadable(NOT_A_WORKBOOK.about("Word文档", "a Word document"))
    if "ppt/presentation.xml" in folded:
        raise Unreadable(NOT_A_WORKBOOK.about("PowerPoint演示文稿", "a PowerPoint presentation"))
    if "_rels/.rels" in folded or "xl/workbook.xml" in folded or "[content_types].xml" in folded:
        return "xlsx"
    if "content.xml" in folded and "mimetype" in folded:
        return "ods"
    if any(name.endswith((".xlsx", ".xls", ".xlsm")) for name in folded):
        raise Unreadable(
            NOT_A_WORKBOOK.about("装有工作簿的压缩包，请先解压", "an archive of workbooks: unpack it first")
        )
    raise Unreadable(NOT_A_WORKBOOK.about("压缩包(ZIP)", "a zip archive"))
