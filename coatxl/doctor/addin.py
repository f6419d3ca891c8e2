"""addin install, status, remove: lets xlwings in Excel find this Python, the worksheet functions and the buttons."""

from __future__ import annotations

import ntpath
import posixpath
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Literal

from coatxl.doctor.configuration import (
    CONDA,
    INTERPRETER,
    LEGACY_INTERPRETER,
    MODULES,
    PYTHONPATH,
    REPLACED,
    Configuration,
    NotEncodable,
)
from coatxl.doctor.probe import Probe
from coatxl.findings import Text

Action = Literal["install", "status", "remove"]
OUR_MODULES = ("coatxl_udfs", "coatxl_macros")
BACKUP = "xlwings.conf.coatxl-backup"


class AddinRefused(Exception):  # noqa: N818 — read as a sentence
    """A configuration that is not changed; both languages of the one line that tells why and the way out."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.text = Text(zh, en)


@dataclass(frozen=True, slots=True)
class State:
    """What xlwings.conf says, against what it should: each True when Excel will find ours by it."""

    path: Path
    exists: bool
    interpreter: str
    interpreter_ok: bool
    folder_ok: bool
    modules_ok: bool

    @property
    def ready(self) -> bool:
        """Whether Import Functions in Excel would find everything."""
        return self.interpreter_ok and self.folder_ok and self.modules_ok


def functions_folder(package: Path) -> Path | None:
    """The folder of coatxl_udfs.py: inside an installed package, or beside the package in a checkout."""
    return next((f for f in (package / "_udfs", package.parent / "udfs") if _is_ours(f)), None)


def configuration_path(home: Path) -> Path:
    """Where xlwings reads a user's settings on Windows."""
    return home / ".xlwings" / "xlwings.conf"


def state(probe: Probe, home: Path) -> State:
    """What the configuration says at present; never writes."""
    path = configuration_path(home)
    settings = _read(probe, path)
    found = _interpreter(settings)
    folder = functions_folder(probe.package)
    folders = [part for part in settings.parts(PYTHONPATH) if folder is not None and _same(probe, part, str(folder))]
    modules = {part.lower() for part in settings.parts(MODULES)}
    return State(
        path,
        path.exists(),
        found,
        _same(probe, found, probe.executable),
        bool(folders),
        modules.issuperset(OUR_MODULES),
    )


def install(probe: Probe, home: Path, *, force: bool = False) -> list[Text]:
    """Write the three settings and tell what remains to be done by hand; AddinRefused changes nothing.

    Lists are added to; another interpreter is replaced only with force, and remembered for remove. The file as it was
    is kept beside it the first time.
    """
    folder = functions_folder(probe.package)
    if folder is None:
        raise AddinRefused(
            "没有找到 coatxl_udfs.py，安装不完整；请重新安装：pip install --force-reinstall coatxl",
            "coatxl_udfs.py is missing; install again: pip install --force-reinstall coatxl",
        )
    path = configuration_path(home)
    settings = _read(probe, path)
    before = settings.content()
    _set_interpreter(probe, settings, force=force)
    kept = [part for part in settings.parts(PYTHONPATH) if not _is_ours(Path(probe.expanded(part)))]
    modules = settings.parts(MODULES)
    try:
        settings.set_parts(PYTHONPATH, [*kept, _portable(probe, str(folder))])
        present = {part.lower() for part in modules}
        settings.set_parts(MODULES, [*modules, *(name for name in OUR_MODULES if name not in present)])
    except NotEncodable as value:
        raise _unwritable(probe, str(value)) from None
    lines: list[Text] = []
    if settings.content() == before:
        lines.append(Text(f"{path} 已经设置好，没有改动", f"{path} is set up already; nothing was changed"))
    else:
        lines.extend(_keep(path))
        _write(path, settings.content())
        lines.append(Text(f"已写好 {path}", f"Wrote {path}"))
    return [*lines, *next_steps()]


def remove(probe: Probe, home: Path) -> list[Text]:
    """Take our settings out again, put back the interpreter that stood there, and leave everything else."""
    path = configuration_path(home)
    settings = _read(probe, path)
    before = settings.content()
    folder = functions_folder(probe.package)
    settings.set_parts(
        PYTHONPATH,
        [
            part for part in settings.parts(PYTHONPATH)
            if not _is_ours(Path(probe.expanded(part))) and not (folder and _same(probe, part, str(folder)))
        ],
    )  # fmt: skip
    settings.set_parts(MODULES, [part for part in settings.parts(MODULES) if part.lower() not in OUR_MODULES])
    replaced = settings[REPLACED]
    if replaced is not None:
        if replaced:
            settings.set(INTERPRETER, replaced)
        else:
            settings.drop(INTERPRETER)
        settings.drop(REPLACED)
    if settings.content() == before:
        return [
            Text(f"{path} 里没有 coatxl 的设置，没有改动", f"{path} has no settings of coatxl; nothing was changed")
        ]
    if settings.content().strip():
        _write(path, settings.content())
        return [Text(f"已从 {path} 去掉 coatxl 的设置", f"Removed coatxl's settings from {path}"), *_drop_backup(path)]
    path.unlink()
    lines = [Text(f"已删除 {path}，里面没有别的设置", f"Deleted {path}; it held nothing else"), *_drop_backup(path)]
    with suppress(OSError):  # not empty: something of the person's own stands there
        path.parent.rmdir()
    return lines


def next_steps() -> Iterator[Text]:
    """What no program can do for a person."""
    yield Text("还要在 Excel 里手工做一次：", "To be done once by hand:")
    yield Text(
        "  1. 关闭 Excel，在命令行运行 xlwings addin install（装上 xlwings 选项卡）；提示不是命令时用 py -m xlwings.cli addin install",
        "  1. Close Excel and run: xlwings addin install (the xlwings tab); where it is no command: py -m xlwings.cli addin install",
    )
    yield Text(
        "  2. Excel：文件 → 选项 → 信任中心 → 信任中心设置 → 宏设置，勾选“信任对 VBA 工程对象模型的访问”；导入后可以取消",
        "  2. Excel: File → Options → Trust Center → Macro Settings, tick “Trust access to the VBA project object model”; "
        "it can be unticked after the import",
    )
    yield Text(
        "  3. 把要用函数和按钮的工作簿另存为 .xlsm，在 xlwings 选项卡点 Import Functions；然后可输入 =LEC_GRADE(L,E,C)",
        "  3. Save the workbook as .xlsm and click Import Functions on the xlwings tab; then =LEC_GRADE(L,E,C) works",
    )
    yield Text(
        "  4. 按 Alt+F8 运行 place_buttons，当前表右侧出现“检查本工作簿”“生成安全检查表”“汇总隐患”三个按钮",
        "  4. Alt+F8, run place_buttons: three buttons appear at the right of the sheet",
    )
    yield Text(
        "coatxl doctor 会再检查一遍。WPS 不支持这些函数和按钮，底稿自带的公式不需要它们",
        "coatxl doctor looks again. WPS takes neither; the papers' own formulas need neither",
    )


def _set_interpreter(probe: Probe, settings: Configuration, *, force: bool) -> None:
    found = _interpreter(settings)
    if _same(probe, found, probe.executable):
        return
    conda = not found and all(settings[key] for key in CONDA)
    if (found or conda) and not force:
        other = found or f"conda {settings[CONDA[1]]}"
        raise AddinRefused(
            f"xlwings 已设置使用另一个 Python（{other}），没有改动；确定改用 {probe.executable} 请加 --force",
            f"xlwings is set to another Python ({other}); nothing was changed. Add --force to use {probe.executable}",
        )
    try:
        if settings[REPLACED] is None:
            settings.set(REPLACED, settings[INTERPRETER] or "")
        settings.set(INTERPRETER, _portable(probe, probe.executable))
    except NotEncodable as value:
        raise _unwritable(probe, str(value)) from None


def _interpreter(settings: Configuration) -> str:
    return settings[INTERPRETER] or settings[LEGACY_INTERPRETER] or ""


def _portable(probe: Probe, path: str) -> str:
    """A path that VBA can read: below the user's folder by %USERPROFILE% where its name is not plain ASCII."""
    profile = probe.environ.get("USERPROFILE")
    if path.isascii() or not profile:
        return path
    shape = PureWindowsPath if probe.windows else PurePosixPath
    try:
        rest = shape(path).relative_to(shape(profile))
    except ValueError:
        return path
    return str(shape("%USERPROFILE%") / rest)


def _same(probe: Probe, one: str, other: str) -> bool:
    """Whether two settings mean the same path."""
    if not one or not other:
        return False
    shape = ntpath if probe.windows else posixpath
    first, second = (str(shape.normcase(shape.normpath(probe.expanded(path)))) for path in (one, other))
    return first == second


def _is_ours(folder: Path) -> bool:
    return (folder / f"{OUR_MODULES[0]}.py").is_file()


def _unwritable(probe: Probe, value: str) -> AddinRefused:
    return AddinRefused(
        f"路径“{value}”含有系统编码 {probe.ansi} 没有的字符，Excel 读不到；请把 Python 或 coatxl 装到英文路径下",
        f"{value} has characters that {probe.ansi} lacks, so Excel cannot read it; install to a path of plain letters",
    )


def _read(probe: Probe, path: Path) -> Configuration:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        content = b""
    return Configuration(content, probe.ansi)


def _keep(path: Path) -> Iterator[Text]:
    """Keep the file as it was, once: a later install must not replace the person's own by one of ours."""
    backup = path.with_name(BACKUP)
    if path.exists() and not backup.exists():
        _write(backup, path.read_bytes())
        yield Text(f"原来的设置已备份到 {backup}", f"The former settings were kept as {backup}")


def _drop_backup(path: Path) -> Iterator[Text]:
    """Delete the backup when the file is again as it was; else say that it stays."""
    backup = path.with_name(BACKUP)
    if not backup.exists():
        return
    if path.exists() and path.read_bytes() == backup.read_bytes():
        backup.unlink()
        yield Text(
            "设置已与安装前相同，备份也已删除", "The settings are as before the installation; the backup is deleted"
        )
    else:
        yield Text(
            f"安装前的设置还在 {backup}，不需要时可删除",
            f"The former settings are still in {backup}; delete it if not needed",
        )


def _write(path: Path, content: bytes) -> None:
    from coatxl.workbook.save import write_atomically

    def produce(draft: Path) -> None:
        draft.write_bytes(content)

    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, produce)
