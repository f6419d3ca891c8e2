"""settle: a workbook that openpyxl saved → the same workbook without the time of day, so that one input gives one file."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from coatxl.workbook.own import WRITTEN

# The oldest date that a zip can hold: no clock has a part in an output.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def settle(path: Path) -> None:
    """Write a workbook of our own anew with fixed times in its archive and its properties."""
    with zipfile.ZipFile(path) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    stamp = WRITTEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, _TIME.sub(rb"\g<1>" + stamp + rb"\g<2>", content) if name == _CORE else content)
