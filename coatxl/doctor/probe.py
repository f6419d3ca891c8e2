"""Probe: everything that doctor and addin ask the computer, so that any computer can be played in a test."""

from __future__ import annotations

import locale
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import coatxl

if TYPE_CHECKING:
    from typing import TextIO

Platform = Literal["windows", "macos", "linux"]
_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Probe:
    r"""The computer as coatxl sees it.

    ansi: the code page of programs that know no Unicode, VBA among them. registry(path, name): a value of a path such as
    HKCU\Software\X, name "" for the default value, None when there is none or no registry. version(distribution): None
    when not installed. output(command): what a program prints, None when it cannot be run.
    """

    platform: Platform
    environ: Mapping[str, str]
    executable: str
    python: tuple[int, int, int]
    home: Path
    folder: Path
    package: Path
    temporary: Path
    filesystem: str
    console: str
    ansi: str
    registry: Callable[[str, str], str | int | None]
    which: Callable[[str], str | None]
    version: Callable[[str], str | None]
    module: Callable[[str], Path | None]
    output: Callable[[Sequence[str]], str | None]

    @property
    def windows(self) -> bool:
        """Whether Excel can be automated here at all."""
        return self.platform == "windows"

    def expanded(self, value: str) -> str:
        """A value with %VARIABLES% filled in, as xlwings fills them in."""
        known = {name.upper(): text for name, text in self.environ.items()}
        return re.sub(r"%([^%]+)%", lambda m: known.get(m[1].upper(), m[0]), value)

    def place(self, variable: str, *parts: str) -> Path | None:
        """A path below the folder that an environment variable names; None where it is not set."""
        folder = self.environ.get(variable)
        return Path(folder, *parts) if folder else None


def this_computer(out: TextIO | None = None) -> Probe:
    """The computer that this runs on; out is where the answers will be printed."""
    stream = sys.stdout if out is None else out
    return Probe(
        platform="windows" if sys.platform == "win32" else "macos" if sys.platform == "darwin" else "linux",
        environ=os.environ,
        executable=sys.executable,
        python=sys.version_info[:3],
        home=Path.home(),
        folder=Path.cwd(),
        package=Path(coatxl.__file__).parent,
        temporary=Path(tempfile.gettempdir()),
        filesystem=sys.getfilesystemencoding(),
        console=stream.encoding or "",
        ansi=locale.getencoding(),
        registry=_registry,
        which=shutil.which,
        version=_version,
        module=_module,
        output=_output,
    )


def _registry(path: str, name: str) -> str | int | None:
    if sys.platform == "win32":
        import winreg

        root, _, key = path.partition("\\")
        roots = {"HKCR": winreg.HKEY_CLASSES_ROOT, "HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
        # A 32-bit Office on a 64-bit Windows registers itself in the other view.
        for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
            with suppress(OSError), winreg.OpenKey(roots[root], key, 0, winreg.KEY_READ | view) as handle:
                value = winreg.QueryValueEx(handle, name)[0]
                return value if isinstance(value, (str, int)) else None
    return None


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _module(name: str) -> Path | None:
    """The file of a module that could be imported, without importing it."""
    try:
        found = util.find_spec(name)
    except (ImportError, ValueError):
        return None
    return Path(found.origin) if found is not None and found.origin else None


def _output(command: Sequence[str]) -> str | None:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
