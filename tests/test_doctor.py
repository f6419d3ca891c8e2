"""doctor: what it says of computers with and without Excel, WPS, fonts and rights, and what its exit code means."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from coatxl.cli import main
from coatxl.doctor import machine, probe
from coatxl.doctor.addin import configuration_path, install
from coatxl.doctor.comfort import comfort
from coatxl.doctor.examine import examine
from coatxl.doctor.line import Line, as_json, as_text, exit_code
from coatxl.doctor.machine import needed
from coatxl.doctor.office import TITLES, office
from coatxl.doctor.probe import Probe, this_computer

EXCEL = "{00024500-0000-0000-C000-000000000046}"
WITH_EXCEL = {
    (r"HKCR\Excel.Application\CLSID", ""): EXCEL,
    (r"HKCR\Excel.Application\CurVer", ""): "Excel.Application.16",
    (
        rf"HKCR\CLSID\{EXCEL}\LocalServer32",
        "",
    ): r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE /automation",
}
WITH_WPS = {(r"HKCU\Software\Kingsoft\Office\6.0\Common", "InstallRoot"): r"D:\WPS Office\12.1.0"}
TRUSTED = {(r"HKCU\Software\Microsoft\Office\16.0\Excel\Security", "AccessVBOM"): 1}
VERSION = "0.37.8"


@pytest.fixture
def windows(tmp_path, monkeypatch):
    """A Windows computer whose folders lie below tmp_path, with nothing installed but Python and coatxl."""
    monkeypatch.setattr("coatxl.settings.user_file", lambda: tmp_path / "none.toml")
    python = tmp_path / "Python" / "python.exe"
    python.parent.mkdir()
    python.write_bytes(b"")

    def computer(registry=(), **changes) -> Probe:
        known = dict(registry)
        versions = {"xlwings": VERSION, "pywin32": "311"}
        ours = this_computer()
        played = replace(
            ours,
            platform="windows",
            environ={
                "APPDATA": str(tmp_path / "Roaming"), "WINDIR": str(tmp_path / "Windows"),
                "LOCALAPPDATA": str(tmp_path / "Local"), "USERPROFILE": str(tmp_path),
            },
            executable=str(python), home=tmp_path, folder=tmp_path, temporary=tmp_path, ansi="gbk", console="gbk",
            registry=lambda path, name: known.get((path, name)),
            which=lambda _name: None,
            version=versions.get,
            module=lambda name: Path(name, "__init__.py"),
            output=lambda _command: '["低风险", "一般风险", "重大风险"]',
        )  # fmt: skip
        return replace(played, **changes)

    return computer


def verdicts(lines) -> dict[str, str]:
    return {line.name: line.verdict for line in lines}


def line_of(lines, name: str) -> Line:
    return next(line for line in lines if line.name == name)


# --- Excel and WPS -------------------------------------------------------------------------------


@pytest.mark.parametrize("platform", ["linux", "macos"])
def test_elsewhere_than_on_windows_excel_does_not_apply_and_is_no_failure(windows, platform):
    lines = list(office(windows(platform=platform)))
    assert set(verdicts(lines)) == set(TITLES)
    assert {line.verdict for line in lines} == {"not_applicable"}
    assert {line.found.zh[:3] for line in lines} == {"不适用"}
    assert exit_code(examine(windows(platform=platform))) == 0


def test_windows_without_excel_and_wps_still_checks_papers(windows):
    lines = examine(windows())
    said = verdicts(lines)
    assert (said["excel"], said["wps"], said["vba_access"]) == ("warning", "not_applicable", "not_applicable")
    assert "不需要 Excel" in line_of(lines, "excel").remedy.zh
    assert exit_code(lines) == 0


def test_windows_with_wps_alone(windows):
    lines = list(office(windows(WITH_WPS)))
    assert line_of(lines, "wps").verdict == "ok"
    assert r"D:\WPS Office" in line_of(lines, "wps").found.zh
    assert "按钮不可用" in line_of(lines, "wps").found.zh
    assert line_of(lines, "excel").verdict == "warning"


def test_wps_that_answers_in_excels_name_is_told_apart(windows):
    taken = WITH_EXCEL | {
        (rf"HKCR\CLSID\{EXCEL}\LocalServer32", ""): r'"C:\Kingsoft\WPS Office\office6\et.exe" /automation'
    }
    lines = list(office(windows(taken)))
    assert line_of(lines, "excel").verdict == "fault"
    assert "WPS" in line_of(lines, "excel").found.zh
    assert line_of(lines, "vba_access").verdict == "not_applicable"


def test_trust_is_asked_only_for_the_import(windows):
    assert line_of(office(windows(WITH_EXCEL)), "vba_access").verdict == "warning"
    assert "只在导入函数" in line_of(office(windows(WITH_EXCEL)), "vba_access").found.zh
    assert line_of(office(windows(WITH_EXCEL | TRUSTED)), "vba_access").verdict == "ok"
    policy = {(r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security", "AccessVBOM"): 0}
    assert line_of(office(windows(WITH_EXCEL | TRUSTED | policy)), "vba_access").verdict == "warning"


def test_an_older_excel_has_its_own_trust_setting(windows):
    older = WITH_EXCEL | {(r"HKCR\Excel.Application\CurVer", ""): "Excel.Application.14"}
    trusted = {(r"HKCU\Software\Microsoft\Office\14.0\Excel\Security", "AccessVBOM"): 1}
    lines = list(office(windows(older | trusted)))
    assert (line_of(lines, "vba_access").verdict, "14.0" in line_of(lines, "excel").found.zh) == ("ok", True)


# --- xlwings -------------------------------------------------------------------------------------


def prepared(computer: Probe, tmp_path: Path) -> Probe:
    """Everything in place for functions and buttons."""
    Path(computer.executable).with_name(f"xlwings64-{VERSION}.dll").write_bytes(b"")
    module = tmp_path / "site" / "xlwings" / "__init__.py"
    tab = tmp_path / "Roaming" / "Microsoft" / "Excel" / "XLSTART" / "xlwings.xlam"
    for file in (module.parent / "addin" / "xlwings.xlam", tab):
        file.parent.mkdir(parents=True)
        file.write_bytes(b"tab")
    install(computer, computer.home)
    return replace(computer, module=lambda name: module if name == "xlwings" else Path(name))


def test_everything_in_place_is_said_ready(windows, tmp_path):
    lines = examine(prepared(windows(WITH_EXCEL | TRUSTED), tmp_path))
    assert {line.verdict for line in lines if line.group == "excel"} == {"ok", "not_applicable"}
    assert as_text(lines, "zh", "utf-8").splitlines()[-1] == "可以检查底稿；Excel 里的函数和按钮已就绪"


def test_nothing_prepared_says_each_step(windows):
    lines = list(office(windows(WITH_EXCEL)))
    said = {line.name: (line.verdict, line.remedy.zh if line.remedy else "") for line in lines}
    assert said["xlwings_dll"][0] == "fault"
    assert said["xlwings_tab"] == ("warning", "关闭 Excel，运行 xlwings addin install")
    assert said["xlwings_conf"] == ("warning", "运行 coatxl addin install")
    assert said["interpreter"] == ("warning", "运行 coatxl addin install")


def test_a_dll_of_another_version_is_a_fault_and_a_virtual_environment_has_it_above(windows, tmp_path):
    computer = windows()
    dll = Path(computer.executable).with_name("xlwings64-0.30.0.dll")
    dll.write_bytes(b"")
    line = line_of(office(computer), "xlwings_dll")
    assert (line.verdict, "xlwings64-0.30.0.dll" in line.found.zh) == ("fault", True)
    dll.unlink()
    (tmp_path / f"xlwings64-{VERSION}.dll").write_bytes(b"")  # beside Scripts, not in it
    assert line_of(office(computer), "xlwings_dll").verdict == "ok"


def test_a_tab_of_another_xlwings_is_a_fault(windows, tmp_path):
    computer = prepared(windows(WITH_EXCEL), tmp_path)
    (tmp_path / "Roaming" / "Microsoft" / "Excel" / "XLSTART" / "xlwings.xlam").write_bytes(b"older")
    assert line_of(office(computer), "xlwings_tab").verdict == "fault"


@pytest.mark.parametrize(
    ("interpreter", "verdict", "words"),
    [
        ("{home}/gone/python.exe", "fault", "不存在"),
        ("{home}/other.exe", "warning", "不是运行 coatxl 的"),
        ("pythonw", "warning", "PATH"),
    ],
)
def test_the_interpreter_is_looked_for_as_xlwings_does(windows, tmp_path, interpreter, verdict, words):
    (tmp_path / "other.exe").write_bytes(b"")
    path = configuration_path(tmp_path)
    path.parent.mkdir()
    path.write_text(f'"INTERPRETER_WIN","{interpreter.format(home=tmp_path)}"\n', "gbk")
    line = line_of(office(windows()), "interpreter")
    assert (line.verdict, words in line.found.zh) == (verdict, True)


def test_missing_xlwings_or_pywin32_has_the_command(windows):
    for computer in (
        windows(version=lambda _name: None),
        windows(module=lambda name: None if name == "win32com" else Path(name)),
    ):
        line = line_of(office(computer), "xlwings")
        assert line.verdict == "fault"
        assert "pip install" in line.remedy.zh
        assert exit_code(examine(computer)) == 0


# --- what coatxl itself needs --------------------------------------------------------------------


def test_an_old_python_a_missing_library_and_a_full_disk_are_exit_code_1(windows, tmp_path):
    for changes in (
        {"python": (3, 10, 4)},
        {"module": lambda name: None if name == "python_calamine" else Path(name)},
        {"temporary": tmp_path / "gone"},
        {"output": lambda _command: None},
        {"output": lambda _command: '["低风险", "低风险", "重大风险"]'},
    ):
        lines = examine(windows(**changes))
        (fault,) = [line for line in lines if line.group == "coatxl" and line.verdict == "fault"]
        assert exit_code(lines) == 1
        assert fault.remedy is not None
        assert fault.title.zh in as_text(lines, "zh", "utf-8").splitlines()[-1]


def test_settings_that_cannot_be_used_are_exit_code_1_and_good_ones_are_named(windows, tmp_path):
    settings = tmp_path / "coatxl.toml"
    settings.write_text("[acceptance]\nmax_grade = '低风险'\n", "utf-8")
    line = line_of(needed(windows()), "settings")
    assert (line.verdict, str(settings) in line.found.zh) == ("ok", True)
    settings.write_text("[acceptance]\nmax_grade = '很低'\n", "utf-8")
    line = line_of(needed(windows()), "settings")
    assert (line.verdict, "max_grade" in line.found.zh) == ("fault", True)
    assert exit_code(examine(windows())) == 1


def test_a_template_that_cannot_be_made_is_exit_code_1(windows, monkeypatch):
    def broken(*_arguments, **_options):
        raise RuntimeError("no\nfonts")

    monkeypatch.setattr("coatxl.batch.papers.new_paper", broken)
    line = line_of(needed(windows()), "template")
    assert (line.verdict, line.found.zh) == ("fault", "RuntimeError: no fonts")


def test_the_self_test_runs_the_functions_that_excel_runs():
    line = line_of(needed(this_computer()), "grades")
    assert (line.verdict, "3,6,40 → 重大风险" in line.found.zh) == ("ok", True)
    assert [grade for _, grade in machine.GRADES] == ["低风险", "一般风险", "重大风险"]


# --- comfort -------------------------------------------------------------------------------------


def test_fonts_of_windows(windows, tmp_path):
    assert line_of(comfort(windows()), "fonts").found.zh == "缺 微软雅黑、宋体"
    for folder, file in (
        (tmp_path / "Windows" / "Fonts", "simsun.ttc"),
        (tmp_path / "Local" / "Microsoft" / "Windows" / "Fonts", "msyh.ttc"),
    ):
        folder.mkdir(parents=True)
        (folder / file).write_bytes(b"")
    assert line_of(comfort(windows()), "fonts").verdict == "ok"


@pytest.mark.parametrize(
    ("answer", "verdict", "words"),
    [
        ("Noto Sans CJK SC|en|zh-cn|zh-sg", "ok", "Noto Sans CJK SC"),
        ("DejaVu Sans|en|fr", "warning", "没有中文字体"),
        (None, "warning", "fc-match"),
    ],
)
def test_fonts_of_linux_are_what_fc_match_says(windows, answer, verdict, words):
    line = line_of(comfort(windows(platform="linux", output=lambda _command: answer)), "fonts")
    assert (line.verdict, words in line.found.zh) == (verdict, True)
    assert verdict == "ok" or "fonts-noto-cjk" in line.remedy.zh


def test_long_paths_and_libreoffice(windows, tmp_path):
    lines = list(comfort(windows()))
    assert (line_of(lines, "long_paths").verdict, line_of(lines, "libreoffice").verdict) == (
        "warning",
        "not_applicable",
    )
    enabled = {(r"HKLM\SYSTEM\CurrentControlSet\Control\FileSystem", "LongPathsEnabled"): 1}
    office_program = tmp_path / "LibreOffice" / "program" / "soffice.exe"
    office_program.parent.mkdir(parents=True)
    office_program.write_bytes(b"")
    lines = list(comfort(windows(enabled, environ={"ProgramFiles": str(tmp_path)})))
    assert line_of(lines, "long_paths").verdict == "ok"
    assert line_of(lines, "libreoffice").found.zh == str(office_program)


def test_a_console_without_chinese_and_file_names_without_utf8(windows):
    assert "chcp 65001" in line_of(comfort(windows(console="cp437")), "encoding").remedy.zh
    assert "C.UTF-8" in line_of(comfort(windows(filesystem="ascii")), "encoding").remedy.zh
    assert line_of(comfort(windows()), "encoding").verdict == "ok"


def test_a_folder_that_takes_no_files_and_a_command_off_the_path(windows, tmp_path):
    lines = list(comfort(windows(folder=tmp_path / "gone", which=lambda name: f"/bin/{name}")))
    assert (line_of(lines, "folder").verdict, line_of(lines, "command").verdict) == ("warning", "ok")
    assert "-m coatxl" in line_of(comfort(windows()), "command").remedy.zh


# --- how it is said ------------------------------------------------------------------------------


@pytest.mark.parametrize(("encoding", "marks"), [("utf-8", "✓！✗"), ("gbk", "√！×"), ("ascii", "+!x")])
def test_marks_are_those_that_the_console_can_show(windows, encoding, marks):
    lines = examine(windows(python=(3, 9, 0)))
    shown = as_text(lines, "zh", encoding)
    assert {line.strip()[0] for line in shown.splitlines() if line.startswith("  ") and line[2] != " "} >= set(marks)
    if encoding == "gbk":
        assert "\\u" not in shown.encode("gbk", "backslashreplace").decode("gbk")


def test_every_fault_and_warning_has_a_remedy_in_both_languages(windows):
    worst = windows(python=(3, 9, 0), version=lambda _name: None, output=lambda _command: None, filesystem="ascii")
    lines = examine(worst)
    wanting = [
        line.name for line in lines if line.verdict in ("fault", "warning") and not (line.remedy and all(line.remedy))
    ]
    assert wanting == []
    assert len({line.name for line in lines}) == len(lines)
    english = as_text(lines, "en", "utf-8")
    assert "coatxl does not work yet: Python and coatxl" in english


def test_json_is_for_programs(windows):
    data = json.loads(as_json(examine(windows(WITH_EXCEL)), "zh"))
    assert (data["schema"], data["works"]) == ("coatxl.doctor/1", True)
    excel = next(line for line in data["lines"] if line["name"] == "excel")
    assert excel == {
        "name": "excel",
        "group": "excel",
        "verdict": "ok",
        "title": "Microsoft Excel",
        "found": "已安装，版本 16.0",
        "remedy": None,
    }


def test_the_verb_prints_and_exits_as_documented(capsys, monkeypatch):
    with pytest.raises(SystemExit) as stop:
        main(["doctor", "--format", "json", "--lang", "en"])
    data = json.loads(capsys.readouterr().out)
    assert (stop.value.code, data["works"]) == (0, True)
    monkeypatch.setattr(probe.sys, "version_info", (3, 10, 0, "final", 0))
    with pytest.raises(SystemExit) as stop:
        main(["doctor"])
    assert stop.value.code == 1
    assert "✗ Python" in capsys.readouterr().out


def test_this_computer_answers_without_a_registry_and_for_unknown_programs():
    here = this_computer()
    assert here.registry(r"HKCR\No.Such.Thing\CLSID", "") is None
    assert here.version("no-such-distribution") is None
    assert here.module("no_such_module") is None
    assert here.module("no_such_package.module") is None
    assert here.output(("no-such-program",)) is None
    assert here.output((here.executable, "-c", "raise SystemExit(3)")) is None
    assert here.module("coatxl") == here.package / "__init__.py"
    assert here.expanded("%NO SUCH%;x") == "%NO SUCH%;x"


def test_every_library_of_the_project_is_looked_for():
    import re
    import tomllib

    from coatxl.doctor.machine import LIBRARIES

    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split(r"[<>=!~;\[ ]", each, maxsplit=1)[0] for each in project["dependencies"]}
    assert {*LIBRARIES, "xlwings"} == needed  # Excel alone needs xlwings, and has a line of its own
