"""Lines about Excel, WPS and the bridge to them: registry, trust settings, xlwings with its configuration, dll and add-in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from coatxl.doctor import addin
from coatxl.doctor.line import NOT_HERE, Line, Verdict
from coatxl.doctor.probe import Probe
from coatxl.findings import Text

TITLES = {
    "excel": Text("Microsoft Excel", "Microsoft Excel"),
    "wps": Text("WPS 表格", "WPS Spreadsheets"),
    "vba_access": Text("信任对 VBA 工程对象模型的访问", "Trust access to the VBA project object model"),
    "xlwings": Text("xlwings 和 pywin32", "xlwings and pywin32"),
    "xlwings_dll": Text("xlwings 的 dll", "xlwings dll"),
    "xlwings_tab": Text("Excel 里的 xlwings 选项卡", "xlwings tab in Excel"),
    "xlwings_conf": Text("xlwings 的设置", "xlwings configuration"),
    "interpreter": Text("Excel 要启动的 Python", "Python that Excel starts"),
}
_OF_WPS = ("kingsoft", "wps office", "\\et.exe", "\\wps.exe")
_WPS_ROOTS = (r"HKCU\Software\Kingsoft\Office\6.0\Common", r"HKLM\SOFTWARE\Kingsoft\Office\6.0\Common")
_DEFAULT_VERSION = "16.0"


def office(probe: Probe) -> Iterator[Line]:
    """Everything about spreadsheet programs that can be automated; elsewhere than on Windows nothing applies."""
    if not probe.windows:
        for name, title in TITLES.items():
            yield Line(name, "excel", "not_applicable", title, NOT_HERE)
        return
    yield _excel(probe)
    yield _wps(probe)
    yield _vba_access(probe)
    yield _xlwings(probe)
    yield from _bridge(probe)


def excel_of(probe: Probe) -> tuple[str | None, bool]:
    """(The program behind Excel.Application, whether it is Excel): WPS can register itself under Excel's name."""
    identity = probe.registry(r"HKCR\Excel.Application\CLSID", "")
    if not isinstance(identity, str):
        return None, False
    server = probe.registry(rf"HKCR\CLSID\{identity}\LocalServer32", "")
    program = server if isinstance(server, str) else ""
    return program, not any(word in program.lower() for word in _OF_WPS)


def _excel(probe: Probe) -> Line:
    program, genuine = excel_of(probe)
    if program is None:
        found = Text("没有安装", "not installed")
        remedy = Text("只用 coatxl 命令检查底稿不需要 Excel；要用函数和按钮请安装桌面版 Excel",
                      "Not needed for checking; functions and buttons need the desktop Excel")  # fmt: skip
        return Line("excel", "excel", "warning", TITLES["excel"], found, remedy)
    if not genuine:
        found = Text(f"Excel.Application 由 WPS 应答（{program}）", f"WPS answers for Excel.Application ({program})")
        remedy = Text("在“WPS 配置工具”的兼容设置中取消与 Microsoft Office 的关联，或在 Office 安装项中执行“快速修复”",
                      "Undo the Office compatibility in WPS's configuration tool, or run Office's Quick Repair")  # fmt: skip
        return Line("excel", "excel", "fault", TITLES["excel"], found, remedy)
    return Line(
        "excel",
        "excel",
        "ok",
        TITLES["excel"],
        Text(f"已安装，版本 {_version(probe)}", f"installed, version {_version(probe)}"),
    )


def _version(probe: Probe) -> str:
    """Excel's version as its registry keys name it: 16.0."""
    current = probe.registry(r"HKCR\Excel.Application\CurVer", "")
    match = re.search(r"(\d+)$", current) if isinstance(current, str) else None
    return f"{match[1]}.0" if match else _DEFAULT_VERSION


def _wps(probe: Probe) -> Line:
    root = next((value for key in _WPS_ROOTS if isinstance(value := probe.registry(key, "InstallRoot"), str)), None)
    if root is None and not isinstance(probe.registry(r"HKCR\KET.Application\CLSID", ""), str):
        return Line(
            "wps", "excel", "not_applicable", TITLES["wps"], Text("没有安装，不需要", "not installed, not needed")
        )
    place = f"（{root}）" if root else ""
    found = Text(
        f"已安装{place}；底稿和公式可用，函数和按钮不可用",
        f"installed {root or ''}; papers and formulas work, functions and buttons do not",
    )
    return Line("wps", "excel", "ok", TITLES["wps"], found)


def _vba_access(probe: Probe) -> Line:
    title = TITLES["vba_access"]
    if not excel_of(probe)[1]:
        return Line("vba_access", "excel", "not_applicable", title, Text("没有 Excel，不需要", "no Excel, not needed"))
    version = _version(probe)
    places = (
        rf"HKCU\Software\Policies\Microsoft\Office\{version}\Excel\Security",
        rf"HKCU\Software\Microsoft\Office\{version}\Excel\Security",
        rf"HKLM\SOFTWARE\Microsoft\Office\{version}\Excel\Security",
    )
    value = next((v for place in places if (v := probe.registry(place, "AccessVBOM")) is not None), 0)
    if value == 1:
        found = Text("已勾选；导入函数后可以取消", "ticked; it can be unticked after the import")
        return Line("vba_access", "excel", "ok", title, found)
    found = Text("没有勾选；只在导入函数（Import Functions）时需要", "not ticked; needed only for Import Functions")
    remedy = Text("Excel：文件 → 选项 → 信任中心 → 信任中心设置 → 宏设置，勾选这一项",
                  "Excel: File → Options → Trust Center → Macro Settings, tick it")  # fmt: skip
    return Line("vba_access", "excel", "warning", title, found, remedy)


def _xlwings(probe: Probe) -> Line:
    title, version = TITLES["xlwings"], probe.version("xlwings")
    remedy = Text(
        f'"{probe.executable}" -m pip install --upgrade xlwings pywin32',
        f'"{probe.executable}" -m pip install --upgrade xlwings pywin32',
    )
    if version is None:
        return Line("xlwings", "excel", "fault", title, Text("没有安装 xlwings", "xlwings is not installed"), remedy)
    if probe.module("win32com") is None:
        found = Text(f"xlwings {version}，没有安装 pywin32", f"xlwings {version}, but no pywin32")
        return Line("xlwings", "excel", "fault", title, found, remedy)
    found = Text(
        f"xlwings {version}，pywin32 {probe.version('pywin32') or ''}".strip(),
        f"xlwings {version}, pywin32 {probe.version('pywin32') or ''}".strip(),
    )
    return Line("xlwings", "excel", "ok", title, found)


def _bridge(probe: Probe) -> Iterator[Line]:
    """Dll, tab, configuration and interpreter: what Excel uses when a function is called."""
    state = addin.state(probe, probe.home)
    starts = Path(probe.expanded(state.interpreter)) if state.interpreter else Path(probe.executable)
    yield _dll(probe, starts)
    yield _tab(probe)
    repair = Text("运行 coatxl addin install", "Run coatxl addin install")
    wanting = [
        key
        for key, fine in (
            ("Interpreter_Win", state.interpreter_ok), ("PYTHONPATH", state.folder_ok), ("UDF Modules", state.modules_ok),
        )
        if not fine
    ]  # fmt: skip
    if not wanting:
        yield Line("xlwings_conf", "excel", "ok", TITLES["xlwings_conf"], Text(str(state.path), str(state.path)))
    else:
        keys = "、".join(wanting)
        found = Text(f"{state.path} 里 {keys} 没有指向 coatxl", f"{keys} in {state.path} do not lead to coatxl")
        if not state.exists:
            found = Text(f"还没有 {state.path}", f"there is no {state.path} yet")
        yield Line("xlwings_conf", "excel", "warning", TITLES["xlwings_conf"], found, repair)
    yield _interpreter(probe, state, repair)


def _dll(probe: Probe, interpreter: Path) -> Line:
    """VBA loads the dll of its own version from the interpreter's folder, or from the folder above (a virtual environment)."""
    title, version = TITLES["xlwings_dll"], probe.version("xlwings") or ""
    places = (interpreter.parent, interpreter.parent.parent)
    dlls = sorted(name.name for place in places if place.is_dir() for name in place.glob("xlwings*.dll"))
    wanted = [f"xlwings{bits}-{version}.dll" for bits in ("64", "32")]
    if version and any(dll in wanted for dll in dlls):
        return Line(
            "xlwings_dll", "excel", "ok", title, Text(f"{version}，与 xlwings 相同", f"{version}, the same as xlwings")
        )
    remedy = Text(f'"{interpreter}" -m pip install --force-reinstall xlwings，然后 xlwings addin install',
                  f'"{interpreter}" -m pip install --force-reinstall xlwings, then xlwings addin install')  # fmt: skip
    if dlls:
        found = Text(
            f"{'、'.join(dlls)} 与 xlwings {version} 版本不同", f"{', '.join(dlls)} differ from xlwings {version}"
        )
    else:
        found = Text(f"{places[0]} 里没有 {wanted[0]}", f"{wanted[0]} is not in {places[0]}")
    if "WindowsApps" in str(interpreter):
        remedy = Text("微软商店版 Python 不能由 Excel 启动；请从 python.org 安装，再装 coatxl",
                      "Excel cannot start the Python of the Microsoft Store; install the one of python.org")  # fmt: skip
    return Line("xlwings_dll", "excel", "fault", title, found, remedy)


def _tab(probe: Probe) -> Line:
    title = TITLES["xlwings_tab"]
    installed = probe.place("APPDATA", "Microsoft", "Excel", "XLSTART", "xlwings.xlam")
    if installed is None or not installed.is_file():
        found = Text("没有安装", "not installed")
        return Line(
            "xlwings_tab",
            "excel",
            "warning",
            title,
            found,
            Text("关闭 Excel，运行 xlwings addin install", "Close Excel and run xlwings addin install"),
        )
    module = probe.module("xlwings")
    own = module.parent / "addin" / "xlwings.xlam" if module is not None else None
    if own is not None and own.is_file() and own.read_bytes() != installed.read_bytes():
        found = Text(f"{installed} 是另一个版本的 xlwings", f"{installed} is of another version of xlwings")
        remedy = Text("关闭 Excel，重新运行 xlwings addin install", "Close Excel and run xlwings addin install again")
        return Line("xlwings_tab", "excel", "fault", title, found, remedy)
    return Line("xlwings_tab", "excel", "ok", title, Text(str(installed), str(installed)))


def _interpreter(probe: Probe, state: addin.State, repair: Text) -> Line:
    """Interpreter_Win, which must be a file; without it xlwings starts pythonw from the PATH."""
    verdict: Verdict = "ok"
    remedy: Text | None = None
    if state.interpreter and state.interpreter.lower() not in ("python", "pythonw"):
        program = probe.expanded(state.interpreter)
        found = Text(program, program)
        if not Path(program).is_file():
            verdict, remedy = "fault", repair
            found = Text(f"{program} 不存在", f"{program} does not exist")
        elif not state.interpreter_ok:
            verdict = "warning"
            remedy = Text(
                "确定改用装了 coatxl 的 Python：coatxl addin install --force",
                "To use the Python that has coatxl: coatxl addin install --force",
            )
            found = Text(
                f"{program}，不是运行 coatxl 的 {probe.executable}",
                f"{program}, not {probe.executable} that runs coatxl",
            )
    else:
        program = probe.which(state.interpreter or "pythonw") or ""
        verdict, remedy = "warning", repair
        found = Text("没有设置，PATH 中也没有 pythonw", "not set, and no pythonw on the PATH")
        if program:
            found = Text(f"没有设置，会用 PATH 中的 {program}", f"not set; {program} on the PATH would be used")
    return Line("interpreter", "excel", verdict, TITLES["interpreter"], found, remedy)
