"""coatxl_shim: where coatxl.bas hands the cells of a worksheet function to functions.FUNCTIONS, in LibreOffice's Python.

It is copied into a LibreOffice profile (installer.py), beside the modules it imports: standard library, old syntax.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MODULES = "pythonpath/coatxl_modules"
"""Beside this file; LibreOffice's list of macros leaves a folder of the name pythonpath out."""

FAULT = "coatxl 函数没有装好，请重新安装"
"""What a cell shows when a part is missing; coatxl.bas says the same when there is no shim."""


def answer(name: str, cells: Sequence[object]) -> object:
    """Return what the worksheet function answers to its cells; a fault of the installation is a text.

    Calc hangs on an exception, so none may leave.
    """
    try:
        if not _calls:
            _load()
        return _calls[name](*cells)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the cell must show it
        return f"{FAULT}：{type(fault).__name__}: {fault}"


_calls: dict[str, Callable[..., object]] = {}


def _load() -> None:
    """Import the functions from the folder beside this file; LibreOffice gives the file's name as an address."""
    here = url2pathname(urlsplit(__file__).path) if __file__.startswith("file:") else __file__
    folder = str(Path(here).parent / MODULES)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    from functions import FUNCTIONS

    _calls.update({function.name: function.call for function in FUNCTIONS})


g_exportedScripts = (answer,)  # noqa: N816 - the name that LibreOffice asks for
