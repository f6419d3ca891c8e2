"""Links from a report to the cell of a source workbook, as Excel wants them, and as a URI for all others."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import quote

from coatxl.reports.inert import inert

MOST_LINKS = 65_530  # of one sheet; Excel drops those beyond when it opens the file
MOST_LENGTH = 2_079  # UTF-16 units of the address, and of the place within
# The characters that Excel itself escapes, and "#", which would begin the place within the file.
_ESCAPED = re.compile(r'[%# "<>\[\]^`{}]')


def target_of(path: str, source: str, output: Path | None) -> str:
    """Return the path that leads from a report to a workbook, with "/".

    path: what reports call the workbook; source: where it lies ("" when unknown), absolute or from the working
    folder; output: the report's file (None when unknown). With all three the path is relative to the report's
    folder, so that both can be moved together.
    """
    if not source or output is None:
        return path
    try:
        found = os.path.relpath(source, output.parent)
    except ValueError:  # another drive: only the absolute path leads there
        found = os.path.abspath(source)
    return found.replace(os.sep, "/")


def cell_link(target: str, sheet: str | None, cell: str | None) -> str | None:
    r"""Return external:甲厂\底稿.xlsx#'表'!J23 for a target with "/", or None where no link can lead there."""
    if inert(target) != target or "\\" in target or "\n" in target:
        return None
    drive, rest = os.path.splitdrive(target)
    if not drive and (":" in rest or rest.startswith("/") or len(rest) < len("a.b")):  # none opens from Excel
        return None
    address = drive + _ESCAPED.sub(lambda m: f"%{ord(m[0]):02X}", rest)
    anchor = ""
    if sheet:
        if inert(sheet) != sheet:
            return None
        anchor = anchor_of(sheet, cell)
    if _units(address) > MOST_LENGTH - len("file:///") or _units(anchor) > MOST_LENGTH:
        return None
    return "external:" + address.replace("/", "\\") + (f"#{anchor}" if anchor else "")


def anchor_of(sheet: str, cell: str | None) -> str:
    """Return the place within a workbook, 'It''s'!B2; the sheet alone means its first cell."""
    return "'{}'!{}".format(sheet.replace("'", "''"), cell or "A1")


def uri_of(target: str, anchor: str = "") -> str:
    """Return the URI reference of a target with "/": percent-encoded, relative where the target is.

    A name that is no valid Unicode gives the bytes that the system has for it; a lone surrogate of another kind gives
    "?", since no file has it.
    """
    drive, rest = os.path.splitdrive(target)
    lead = ""
    if drive:  # D:, or //server/share of Windows
        lead = f"file:{_quoted(drive)}" if drive.startswith("//") else f"file:///{drive}"
    elif rest.startswith("/"):
        lead = "file:" if rest.startswith("//") else "file://"
    return lead + _quoted(rest) + (f"#{_quoted(anchor)}" if anchor else "")


def _quoted(text: str) -> str:
    try:
        octets = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        octets = text.encode("utf-8", "replace")
    return quote(octets, safe="/")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
