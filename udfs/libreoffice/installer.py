"""Puts the worksheet functions into a LibreOffice profile, and takes them out: Basic, the shim, and what it imports.

A profile is the folder that holds user/. Copies are made, so that LibreOffice's own Python needs no package and no path.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path, PurePosixPath
from xml.sax.saxutils import escape, quoteattr

import coatxl.criteria
from libreoffice.coatxl_shim import MODULES

HERE = Path(__file__).parent
MODULE = "coatxl"
_SHIM = "coatxl_shim.py"
_IMPORTED = ("declaration.py", "functions.py", "guards.py")
_SCRIPTS = PurePosixPath("user/Scripts/python")
_STANDARD = PurePosixPath("user/basic/Standard")
_NAMESPACE = "http://openoffice.org/2000/library"


class NotInstalled(RuntimeError):  # noqa: N818 - named by the fact
    """The profile could not be changed; str() says why, in Chinese, and what to do."""


def install(profile: Path, *, program: str = "soffice", seconds: float = 60) -> list[Path]:
    """Put the functions into a profile, made first if there is none; return the files written or brought up to date.

    NotInstalled when LibreOffice has the profile open, is missing, or does not end within the seconds. Other macros of
    the profile stay as they are.
    """
    _refuse_open(profile)
    listing = profile / _STANDARD / "script.xlb"
    if not listing.is_file():
        _make(profile, program, seconds)
    if not listing.is_file():
        raise NotInstalled(f"LibreOffice 没有建好配置文件夹：{profile}")
    # The list of modules last: a module that is listed must be there.
    wanted = {**_files(), _STANDARD / listing.name: _listed(listing, with_ours=True)}
    changed = [place for place, content in wanted.items() if _content(profile / place) != content]
    for place in changed:
        _write(profile / place, wanted[place])
    return [profile / place for place in changed]


def remove(profile: Path) -> list[Path]:
    """Take the functions out of a profile; return what was removed or changed. NotInstalled when it is open."""
    _refuse_open(profile)
    changed = []
    listing = profile / _STANDARD / "script.xlb"
    if listing.is_file() and (rest := _listed(listing, with_ours=False)) != listing.read_bytes():
        _write(listing, rest)
        changed.append(listing)
    for place in (_STANDARD / f"{MODULE}.xba", _SCRIPTS / _SHIM):
        if (profile / place).is_file():
            (profile / place).unlink()
            changed.append(profile / place)
    modules = profile / _SCRIPTS / MODULES
    if modules.is_dir():
        shutil.rmtree(modules)
        changed.append(modules)
    return changed


def state(profile: Path) -> str:
    """Return "absent", "stale" (another version, or a part is missing) or "current"."""
    files = _files()
    there = [place for place in files if (profile / place).is_file()]
    if not there:
        return "absent"
    listing = profile / _STANDARD / "script.xlb"
    listed = listing.is_file() and MODULE in _modules(ET.parse(listing).getroot())  # noqa: S314 - the user's own
    fresh = all(_content(profile / place) == content for place, content in files.items())
    return "current" if listed and fresh else "stale"


def _files() -> dict[PurePosixPath, bytes]:
    """What stands in a profile, but for the list of modules."""
    criteria = Path(coatxl.criteria.__path__[0])
    imported = {
        **{name: HERE.parent / name for name in _IMPORTED},
        "coatxl/__init__.py": criteria.parent / "__init__.py",
        **{f"coatxl/criteria/{path.name}": path for path in criteria.glob("*.py")},
    }
    return {
        **{_SCRIPTS / MODULES / name: path.read_bytes() for name, path in imported.items()},
        _SCRIPTS / _SHIM: (HERE / _SHIM).read_bytes(),
        _STANDARD / f"{MODULE}.xba": _xba((HERE / f"{MODULE}.bas").read_text("utf-8")).encode(),
    }


def _xba(basic: str) -> str:
    """Return a Basic module as a profile keeps it."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
        f'<script:module xmlns:script="http://openoffice.org/2000/script" script:name="{MODULE}" '
        f'script:language="StarBasic">{escape(basic)}</script:module>'
    )


def _modules(library: ET.Element) -> list[str]:
    return [each.get(f"{{{_NAMESPACE}}}name", "") for each in library]


def _listed(listing: Path, *, with_ours: bool) -> bytes:
    """Return the library's list of modules with ours in it or not; as it is when nothing is to be changed."""
    content = listing.read_bytes()
    library = ET.fromstring(content)  # noqa: S314 - the user's own profile
    modules = _modules(library)
    if (MODULE in modules) == with_ours:
        return content
    kept = [*modules, MODULE] if with_ours else [name for name in modules if name != MODULE]
    facts = "".join(f" library:{key.rpartition('}')[2]}={quoteattr(value)}" for key, value in library.attrib.items())
    elements = "".join(f" <library:element library:name={quoteattr(name)}/>\n" for name in kept)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">\n'
        f'<library:library xmlns:library="{_NAMESPACE}"{facts}>\n{elements}</library:library>'
    ).encode()


def _make(profile: Path, program: str, seconds: float) -> None:
    """Start LibreOffice once, unseen, so that it fills the profile: a list written before that it would replace."""
    found = shutil.which(program)
    if found is None:
        raise NotInstalled(f"找不到 LibreOffice（{program}）；请先安装，或给出程序的完整路径")
    command = [found, f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--norestore"]
    process = subprocess.Popen(
        [*command, "--terminate_after_init"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise NotInstalled(f"LibreOffice 在 {seconds:g} 秒内没有结束；请关闭所有 LibreOffice 窗口后再试") from None
    finally:
        # The whole group: the launcher can outlive a polite signal and leave the office behind.
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()


def _refuse_open(profile: Path) -> None:
    lock = profile / ".lock"
    if lock.exists():
        raise NotInstalled(f"LibreOffice 正在使用这个配置；请关闭后再试（没有在运行时，删除 {lock}）")


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)
