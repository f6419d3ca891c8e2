"""The verbs `coatxl doctor` and `coatxl addin` as click commands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from coatxl.doctor.addin import Action, State
    from coatxl.doctor.probe import Probe
    from coatxl.findings import Lang, Text

_LANG = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="输出的语言，默认中文。")
_REFUSED = 2


@click.command()
@click.option("--format", "-f", "name", type=click.Choice(["text", "json"]), default="text", help="格式，默认 text。")
@_LANG
def doctor(name: str, lang: Lang) -> int:
    """看这台电脑上什么能用、缺什么、怎么补：Python、Excel、WPS、xlwings、字体、设置。

    退出码 0：检查底稿所需的都能用；1：coatxl 自己需要的有缺失。Excel 方面的缺失不影响退出码。
    """
    from coatxl.doctor.examine import examine
    from coatxl.doctor.line import as_json, as_text, exit_code
    from coatxl.doctor.probe import this_computer

    probe = this_computer()
    lines = examine(probe)
    click.echo(as_json(lines, lang) if name == "json" else as_text(lines, lang, probe.console), nl=False)
    return exit_code(lines)


@click.command()
@click.argument("action", type=click.Choice(["install", "status", "remove"]), metavar="install|status|remove")
@click.option(
    "--home", type=click.Path(path_type=Path, exists=True, file_okay=False), help="用这个用户文件夹，不用当前用户的。"
)
@click.option("--force", is_flag=True, help="xlwings 已设置使用另一个 Python 时也改用这一个。")
@_LANG
def addin(action: Action, home: Path | None, lang: Lang, *, force: bool) -> int:
    r"""设置（install）、查看（status）或去掉（remove）Excel 里函数和按钮所需的 xlwings 设置。

    只改 %USERPROFILE%\.xlwings\xlwings.conf 中 coatxl 自己的几项，第一次改动前留备份。
    退出码 0：已就绪或已改好；1：status 发现还没有设置；2：没有改动，原因见提示。
    """
    from coatxl.doctor.addin import AddinRefused, install, remove, state
    from coatxl.doctor.probe import this_computer

    probe = this_computer()
    try:
        place = _home(probe, home)
        if action == "status":
            found = state(probe, place)
            _say(_status(found), lang)
            return int(not found.ready)
        _say(install(probe, place, force=force) if action == "install" else remove(probe, place), lang)
    except AddinRefused as refused:
        click.echo(("Error: " if lang == "en" else "错误：") + refused.text.pick(lang), err=True)
        return _REFUSED
    return 0


def _home(probe: Probe, home: Path | None) -> Path:
    from coatxl.doctor.addin import AddinRefused

    if home is not None:
        return home
    if not probe.windows:
        raise AddinRefused(
            "Excel 的函数和按钮只在 Windows 上可用，这台电脑不需要设置；底稿自带的公式在各种表格软件里都能算",
            "Functions and buttons in Excel exist on Windows only; the papers' own formulas work everywhere",
        )
    return probe.home


def _status(found: State) -> list[Text]:
    from coatxl.findings import Text

    marks = {True: Text("已设置", "set"), False: Text("没有指向 coatxl", "does not lead to coatxl")}
    lines = [
        Text(
            f"{found.path}" + ("" if found.exists else "（还没有这个文件）"),
            f"{found.path}" + ("" if found.exists else " (no such file yet)"),
        )
    ]
    for key, fine in (
        ("Interpreter_Win", found.interpreter_ok),
        ("PYTHONPATH", found.folder_ok),
        ("UDF Modules", found.modules_ok),
    ):
        lines.append(Text(f"  {key}：{marks[fine].zh}", f"  {key}: {marks[fine].en}"))
    if not found.ready:
        lines.append(Text("运行 coatxl addin install 来设置", "Run coatxl addin install"))
    return lines


def _say(lines: list[Text], lang: Lang) -> None:
    sys.stdout.writelines(f"{line.pick(lang)}\n" for line in lines)
