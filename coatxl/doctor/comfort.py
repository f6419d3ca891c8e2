"""Lines about what makes work easier: the command, a folder to write to, LibreOffice, fonts, long paths, the console."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coatxl.doctor.line import NOT_HERE, Line
from coatxl.doctor.machine import takes_files
from coatxl.doctor.probe import Probe
from coatxl.findings import Text

_WINDOWS_FONTS = {"微软雅黑": ("msyh.ttc", "msyh.ttf"), "宋体": ("simsun.ttc", "simsun.ttf")}
_OFFICE_PLACES = {
    "windows": (("ProgramFiles", "LibreOffice/program/soffice.exe"), ("ProgramFiles(x86)", "LibreOffice/program/soffice.exe")),
    "macos": (("", "/Applications/LibreOffice.app/Contents/MacOS/soffice"),),
    "linux": (("", "/usr/bin/libreoffice"), ("", "/snap/bin/libreoffice"), ("", "/opt/libreoffice/program/soffice")),
}  # fmt: skip
_UTF8_PAGES = ("utf-8", "utf8", "cp65001")


def comfort(probe: Probe) -> Iterator[Line]:
    """What coatxl can do without; nothing here changes the exit code."""
    yield _command(probe)
    yield _folder(probe)
    yield _libreoffice(probe)
    yield _fonts(probe)
    yield _long_paths(probe)
    yield _encoding(probe)


def _command(probe: Probe) -> Line:
    title, found = Text("coatxl 命令", "The coatxl command"), probe.which("coatxl")
    if found:
        return Line("command", "comfort", "ok", title, Text(found, found))
    remedy = Text(f'用 "{probe.executable}" -m coatxl 代替，或把 {Path(probe.executable).parent} 加进 PATH',
                  f'Use "{probe.executable}" -m coatxl, or put {Path(probe.executable).parent} on the PATH')  # fmt: skip
    return Line("command", "comfort", "warning", title, Text("不在 PATH 中", "not on the PATH"), remedy)


def _folder(probe: Probe) -> Line:
    title = Text("当前文件夹", "Current folder")
    if takes_files(probe.folder):
        return Line("folder", "comfort", "ok", title, Text(f"可写（{probe.folder}）", f"writable ({probe.folder})"))
    remedy = Text("用 --output 把结果写到别处", "Write the results elsewhere with --output")
    return Line(
        "folder", "comfort", "warning", title, Text(f"写不了 {probe.folder}", f"{probe.folder} takes no files"), remedy
    )


def _libreoffice(probe: Probe) -> Line:
    title = Text("LibreOffice", "LibreOffice")
    places = [
        Path(probe.environ.get(variable, "") if variable else "/", part.lstrip("/"))
        for variable, part in _OFFICE_PLACES[probe.platform]
    ]
    found = probe.which("soffice") or next((str(p) for p in places if p.is_absolute() and p.is_file()), None)
    if found:
        return Line("libreoffice", "comfort", "ok", title, Text(found, found))
    return Line(
        "libreoffice",
        "comfort",
        "not_applicable",
        title,
        Text("没有安装；检查底稿不需要", "not installed; checking does not need it"),
    )


def _fonts(probe: Probe) -> Line:
    title = Text("中文字体", "Chinese fonts")
    if probe.windows:
        folders = [
            f
            for f in (probe.place("WINDIR", "Fonts"), probe.place("LOCALAPPDATA", "Microsoft", "Windows", "Fonts"))
            if f
        ]
        missing = [
            name
            for name, files in _WINDOWS_FONTS.items()
            if not any((f / file).is_file() for f in folders for file in files)
        ]
        if not missing:
            return Line("fonts", "comfort", "ok", title, Text("、".join(_WINDOWS_FONTS), "Microsoft YaHei, SimSun"))
        remedy = Text(
            "设置 → 系统 → 可选功能 → 添加“中文（简体）补充字体”",
            "Settings → System → Optional features → Chinese (Simplified) fonts",
        )
        return Line(
            "fonts",
            "comfort",
            "warning",
            title,
            Text(f"缺 {'、'.join(missing)}", f"{', '.join(missing)} missing"),
            remedy,
        )
    if probe.platform == "macos":
        return Line("fonts", "comfort", "ok", title, Text("系统自带", "part of the system"))
    answer = probe.output(("fc-match", "-f", "%{family}|%{lang}", "微软雅黑:lang=zh-cn"))
    family, _, languages = (answer or "").partition("|")
    if "zh-cn" in languages.split("|"):
        return Line(
            "fonts", "comfort", "ok", title, Text(f"微软雅黑由 {family} 代替", f"{family} stands in for 微软雅黑")
        )
    found = (
        Text("没有中文字体", "no Chinese font")
        if answer is not None
        else Text("没有 fc-match，无法查看", "no fc-match to ask")
    )
    remedy = Text(
        "sudo apt-get install fonts-noto-cjk fontconfig（其他发行版装 Noto Sans CJK）",
        "sudo apt-get install fonts-noto-cjk fontconfig",
    )
    return Line("fonts", "comfort", "warning", title, found, remedy)


def _long_paths(probe: Probe) -> Line:
    title = Text("超过 260 个字符的路径", "Paths longer than 260 characters")
    if not probe.windows:
        return Line("long_paths", "comfort", "not_applicable", title, NOT_HERE)
    if probe.registry(r"HKLM\SYSTEM\CurrentControlSet\Control\FileSystem", "LongPathsEnabled") == 1:
        return Line("long_paths", "comfort", "ok", title, Text("已启用", "enabled"))
    remedy = Text(
        "项目放在较浅的文件夹；或由管理员把注册表 LongPathsEnabled 设为 1",
        "Keep projects in shallow folders, or let an administrator set LongPathsEnabled to 1",
    )
    return Line(
        "long_paths",
        "comfort",
        "warning",
        title,
        Text("没有启用，太深的文件夹里的底稿打不开", "not enabled; papers in deep folders cannot be opened"),
        remedy,
    )


def _encoding(probe: Probe) -> Line:
    title = Text("编码", "Encodings")
    found = Text(f"文件名 {probe.filesystem}，控制台 {probe.console or '无'}，系统 {probe.ansi}",
                 f"file names {probe.filesystem}, console {probe.console or 'none'}, system {probe.ansi}")  # fmt: skip
    if probe.filesystem.lower() not in _UTF8_PAGES:
        remedy = Text(
            "Linux：export LC_ALL=C.UTF-8；Windows：不要设 PYTHONLEGACYWINDOWSFSENCODING",
            "Linux: export LC_ALL=C.UTF-8; Windows: unset PYTHONLEGACYWINDOWSFSENCODING",
        )
        return Line("encoding", "comfort", "warning", title, found, remedy)
    try:
        "检查结果".encode(probe.console or "utf-8")
    except (UnicodeEncodeError, LookupError):
        remedy = Text(
            "控制台显示不了中文：运行 chcp 65001，或用 --output 写到文件",
            "The console shows no Chinese: run chcp 65001, or write to a file with --output",
        )
        return Line("encoding", "comfort", "warning", title, found, remedy)
    return Line("encoding", "comfort", "ok", title, found)
