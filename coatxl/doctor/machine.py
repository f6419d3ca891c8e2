"""Lines about what coatxl itself needs: Python, libraries, settings, a place for files, a working paper, the grades."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from coatxl import __version__
from coatxl.doctor.addin import functions_folder
from coatxl.doctor.line import Line
from coatxl.doctor.probe import Probe
from coatxl.findings import Text

LEAST_PYTHON = (3, 11)
# What coatxl depends on but for xlwings, which Excel alone needs, by the module that is imported.
LIBRARIES = {
    "click": "click", "openpyxl": "openpyxl", "pandas": "pandas", "pebble": "pebble", "pillow": "PIL", "platformdirs": "platformdirs",
    "pydantic": "pydantic", "python-calamine": "python_calamine", "python-docx": "docx", "rich": "rich", "XlsxWriter": "xlsxwriter",
}  # fmt: skip
# =LEC_GRADE(L,E,C) of three rows (附录 B): 45, 90 and 720.
GRADES = (((0.5, 6, 15), "低风险"), ((1, 6, 15), "一般风险"), ((3, 6, 40), "重大风险"))


def needed(probe: Probe) -> Iterator[Line]:
    """What coatxl cannot do without; a fault here is exit code 1."""
    yield _python(probe)
    yield _libraries(probe)
    yield _settings(probe)
    yield _temporary(probe)
    yield _template()
    yield _grades(probe)


def _python(probe: Probe) -> Line:
    title = Text("Python 和 coatxl", "Python and coatxl")
    version = ".".join(map(str, probe.python))
    found = Text(f"Python {version}（{probe.executable}），coatxl {__version__}（{probe.package}）",
                 f"Python {version} ({probe.executable}), coatxl {__version__} ({probe.package})")  # fmt: skip
    if probe.python[:2] >= LEAST_PYTHON:
        return Line("python", "coatxl", "ok", title, found)
    remedy = Text(
        "从 python.org 安装 Python 3.11 或更新的版本，再装 coatxl",
        "Install Python 3.11 or newer from python.org, then coatxl",
    )
    return Line("python", "coatxl", "fault", title, found, remedy)


def _libraries(probe: Probe) -> Line:
    title = Text("程序库", "Libraries")
    missing = [name for name, module in LIBRARIES.items() if probe.module(module) is None]
    if not missing:
        return Line(
            "libraries", "coatxl", "ok", title, Text(f"{len(LIBRARIES)} 个都在", f"all {len(LIBRARIES)} are there")
        )
    command = f'"{probe.executable}" -m pip install {" ".join(missing)}'
    return Line(
        "libraries",
        "coatxl",
        "fault",
        title,
        Text(f"缺 {'、'.join(missing)}", f"{', '.join(missing)} missing"),
        Text(command, command),
    )


def _settings(probe: Probe) -> Line:
    title = Text("coatxl.toml", "coatxl.toml")
    try:
        from coatxl.settings import SettingsError, load
    except ImportError:
        found = Text("缺程序库，读不了", "not readable, as libraries are missing")
        return Line("settings", "coatxl", "fault", title, found, Text("先装齐程序库", "Install the libraries first"))
    try:
        settings = load(probe.folder)
    except SettingsError as error:
        remedy = Text("改正这一项，或删去它", "Mend this entry or delete it")
        return Line("settings", "coatxl", "fault", title, Text(str(error), str(error)), remedy)
    if settings.source is None:
        found = Text(
            f"从 {probe.folder} 向上没有找到，用默认设置", f"none from {probe.folder} upward; the defaults are used"
        )
    else:
        found = Text(f"有效：{settings.source}", f"valid: {settings.source}")
    return Line("settings", "coatxl", "ok", title, found)


def takes_files(folder: Path) -> bool:
    """Whether a folder takes new files; os.access lies on Windows."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _temporary(probe: Probe) -> Line:
    title, shown = Text("临时文件夹", "Temporary folder"), Text(str(probe.temporary), str(probe.temporary))
    if takes_files(probe.temporary):
        return Line("temporary", "coatxl", "ok", title, Text(f"可写（{shown.zh}）", f"writable ({shown.en})"))
    remedy = Text(
        "把环境变量 TEMP（Linux：TMPDIR）设为可写的文件夹", "Set TEMP (on Linux TMPDIR) to a folder that takes files"
    )
    return Line("temporary", "coatxl", "fault", title, Text(f"写不了 {shown.zh}", f"{shown.en} takes no files"), remedy)


def _template() -> Line:
    """Make an empty working paper and read it back: writer, reader and tables in one go."""
    title = Text("生成并读回底稿", "Making and reading a working paper")
    try:
        from coatxl.batch.papers import new_paper
        from coatxl.check import check_workbook
        from coatxl.settings import Settings

        with tempfile.TemporaryDirectory() as folder:
            paper = Path(folder, "底稿.xlsx")
            new_paper(paper, rows=20)
            report = check_workbook(paper, Settings())
    except Exception as error:  # noqa: BLE001 — whatever it is, it is the answer
        return Line("template", "coatxl", "fault", title, *_broken(error))
    if report.status == "unreadable" or not report.rows:
        message = report.findings[0].message if report.findings else ""
        return Line("template", "coatxl", "fault", title, *_broken(ValueError(message)))
    return Line(
        "template", "coatxl", "ok", title, Text(f"成功，{len(report.rows)} 张表", f"done, {len(report.rows)} tables")
    )


def _broken(error: Exception) -> tuple[Text, Text]:
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return Text(reason, reason), Text(
        "请重新安装：pip install --force-reinstall coatxl", "Install again: pip install --force-reinstall coatxl"
    )


def _grades(probe: Probe) -> Line:
    """=LEC_GRADE on three rows, by the file that Excel runs and in a process of its own, as there."""
    title = Text("自检 =LEC_GRADE", "Self-test of =LEC_GRADE")
    folder = functions_folder(probe.package)
    if folder is None:
        found = Text("没有找到 coatxl_udfs.py", "coatxl_udfs.py was not found")
        return Line("grades", "coatxl", "warning", title, found, _broken(ValueError())[1])
    calls = ",".join(f"LEC_GRADE{scores}" for scores, _ in GRADES)
    program = f"import sys,json;sys.path.insert(0,{str(folder)!a});from functions import LEC_GRADE;print(json.dumps([{calls}]))"
    printed = probe.output((probe.executable, "-c", program))
    if printed is None:
        return Line("grades", "coatxl", "fault", title, *_broken(ImportError(str(folder / "functions.py"))))
    answers = json.loads(printed)
    wanted = [grade for _, grade in GRADES]
    if answers != wanted:
        return Line("grades", "coatxl", "fault", title, *_broken(ValueError(f"{answers} ≠ {wanted}")))
    shown = "；".join(f"{','.join(f'{s:g}' for s in scores)} → {grade}" for scores, grade in GRADES)
    return Line("grades", "coatxl", "ok", title, Text(shown, shown))
