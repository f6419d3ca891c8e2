"""addin: the configuration of xlwings is set, read and removed, and nothing that a person wrote is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from coatxl.cli import main
from coatxl.doctor import addin
from coatxl.doctor.addin import BACKUP, AddinRefused, configuration_path, functions_folder, install, remove, state
from coatxl.doctor.configuration import Configuration, NotEncodable
from coatxl.doctor.probe import Probe, this_computer

ROOT = Path(__file__).parents[1]
# A person's own file: a comment, other keys, GBK, odd spacing, no line end at the end.
OWN = '"ONEDRIVE_WIN","D:\\网盘"\r\n# 我的设置\r\n"Show Console" , "True"\n"LICENSE_KEY","x"'.encode("gbk")


@pytest.fixture
def windows(tmp_path) -> Probe:
    return replace(
        this_computer(), platform="windows", ansi="gbk", home=tmp_path, executable=str(tmp_path / "Python" / "python.exe"),
        environ={"USERPROFILE": str(tmp_path)},
    )  # fmt: skip


@pytest.fixture
def conf(tmp_path) -> Path:
    path = configuration_path(tmp_path)
    path.parent.mkdir()
    return path


def values(path: Path) -> dict[str, str]:
    """The file as VBA reads it: the first line of a key counts."""
    found: dict[str, str] = {}
    for line in path.read_bytes().decode("gbk").splitlines():
        parts = line.split('"')
        if len(parts) == 5:
            found.setdefault(parts[1].upper(), parts[3])
    return found


def test_a_new_configuration_leads_to_this_python_and_these_functions(windows, tmp_path):
    lines = install(windows, tmp_path)
    path = configuration_path(tmp_path)
    found = values(path)
    assert found["INTERPRETER_WIN"] == windows.executable
    assert found["PYTHONPATH"] == str(functions_folder(windows.package))
    assert found["UDF MODULES"] == "coatxl_udfs;coatxl_macros"
    assert path.read_bytes().endswith(b"\r\n")
    assert [p.name for p in path.parent.iterdir()] == ["xlwings.conf"]  # nothing stood there: nothing to keep
    told = "\n".join(line.zh for line in lines)
    for words in ("xlwings addin install", "信任对 VBA 工程对象模型的访问", "Import Functions", "place_buttons", "WPS"):
        assert words in told
    assert state(windows, tmp_path).ready


def test_xlwings_reads_what_was_written(windows, tmp_path, monkeypatch):
    import xlwings
    from xlwings.utils import read_user_config

    # xlwings reads the file in this machine's own encoding, so the paths in it are plain here.
    plain = replace(windows, executable="C:\\Python\\pythonw.exe")
    monkeypatch.setattr(addin, "functions_folder", lambda _: Path("C:/coatxl/udfs"))
    install(plain, tmp_path)
    monkeypatch.setattr(xlwings, "USER_CONFIG_FILE", str(configuration_path(tmp_path)))
    config = read_user_config()
    assert (config["interpreter_win"], config["udf modules"]) == (plain.executable, "coatxl_udfs;coatxl_macros")


def test_every_other_line_stays_byte_for_byte_and_the_old_file_is_kept_once(windows, tmp_path, conf):
    conf.write_bytes(OWN)
    install(windows, tmp_path)
    assert conf.read_bytes().startswith(OWN)
    assert conf.with_name(BACKUP).read_bytes() == OWN
    conf.write_bytes(conf.read_bytes() + b'"NEW","1"\r\n')
    install(replace(windows, executable=windows.executable), tmp_path)
    assert conf.with_name(BACKUP).read_bytes() == OWN


def test_installing_again_changes_nothing(windows, tmp_path):
    install(windows, tmp_path)
    path = configuration_path(tmp_path)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    assert "没有改动" in install(windows, tmp_path)[0].zh
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_lists_of_a_person_are_added_to(windows, tmp_path, conf):
    conf.write_bytes('"pythonpath","D:\\我的函数"\r\n"UDF Modules","mine"\r\n'.encode("gbk"))
    install(windows, tmp_path)
    assert values(conf)["PYTHONPATH"] == f"D:\\我的函数;{functions_folder(windows.package)}"
    assert values(conf)["UDF MODULES"] == "mine;coatxl_udfs;coatxl_macros"
    remove(windows, tmp_path)
    assert values(conf) == {"PYTHONPATH": "D:\\我的函数", "UDF MODULES": "mine"}


@pytest.mark.parametrize(
    "own",
    [
        b'"INTERPRETER_WIN","D:\\other\\python.exe"\r\n',
        b'"interpreter","D:\\other\\pythonw.exe"\r\n',
        b'"CONDA PATH","D:\\miniconda"\r\n"CONDA ENV","risk"\r\n',
    ],
)
def test_another_python_is_replaced_only_with_force_and_put_back(windows, tmp_path, conf, own):
    conf.write_bytes(own)
    with pytest.raises(AddinRefused, match="--force"):
        install(windows, tmp_path)
    assert conf.read_bytes() == own
    assert [p.name for p in conf.parent.iterdir()] == ["xlwings.conf"]
    install(windows, tmp_path, force=True)
    assert state(windows, tmp_path).ready
    remove(windows, tmp_path)
    assert conf.read_bytes() == own


def test_the_same_python_written_by_xlwings_is_left_after_remove(windows, tmp_path, conf):
    own = f'"INTERPRETER_WIN","{windows.executable.upper()}"\r\n'.encode("gbk")
    conf.write_bytes(own)
    install(windows, tmp_path)
    assert state(windows, tmp_path).interpreter_ok
    remove(windows, tmp_path)
    assert conf.read_bytes() == own


def test_remove_takes_a_file_away_that_holds_nothing_else(windows, tmp_path):
    install(windows, tmp_path)
    assert "已删除" in remove(windows, tmp_path)[0].zh
    assert not configuration_path(tmp_path).exists()
    assert "没有改动" in remove(windows, tmp_path)[0].zh


def test_an_older_place_of_the_functions_is_replaced(windows, tmp_path, conf):
    older = tmp_path / "older"
    older.mkdir()
    (older / "coatxl_udfs.py").write_text("", "utf-8")
    conf.write_bytes('"PYTHONPATH","%USERPROFILE%/older;D:\\mine"\r\n'.encode("gbk"))
    install(windows, tmp_path)
    assert values(conf)["PYTHONPATH"] == f"D:\\mine;{functions_folder(windows.package)}"


def test_a_chinese_user_name_is_written_in_the_systems_code_page_or_by_its_variable(windows, tmp_path):
    home = "E:\\用户\\张三"
    computer = replace(windows, executable=f"{home}\\py\\python.exe", environ={"USERPROFILE": home})
    install(computer, tmp_path)
    assert values(configuration_path(tmp_path))["INTERPRETER_WIN"] == "%USERPROFILE%\\py\\python.exe"
    assert state(computer, tmp_path).interpreter_ok
    remove(computer, tmp_path)
    elsewhere = replace(computer, executable="E:\\工具\\python.exe")
    install(elsewhere, tmp_path)
    assert values(configuration_path(tmp_path))["INTERPRETER_WIN"] == "E:\\工具\\python.exe"
    assert state(elsewhere, tmp_path).interpreter_ok


def test_a_path_that_the_code_page_lacks_is_refused_before_anything_is_written(windows, tmp_path):
    with pytest.raises(AddinRefused, match="cp1252"):
        install(replace(windows, executable="E:\\工具\\python.exe", ansi="cp1252"), tmp_path)
    assert not configuration_path(tmp_path).parent.exists()


def test_functions_that_are_missing_are_said(windows, tmp_path):
    with pytest.raises(AddinRefused, match="重新安装"):
        install(replace(windows, package=tmp_path / "nowhere" / "coatxl"), tmp_path)


def test_keys_are_compared_as_vba_does():
    found = Configuration(b'"A","1"\r\n"a","2"\r\nnot a line\r\n', "gbk")
    assert found["A"] == "1"
    found.set("A", "3")
    assert found.content() == b'"A","3"\r\n"a","2"\r\nnot a line\r\n'
    found.drop("A")
    assert found.content() == b"not a line\r\n"
    with pytest.raises(NotEncodable):
        Configuration(b"", "cp1252").set("A", "张")


# --- the verb ------------------------------------------------------------------------------------


@pytest.fixture
def verb(capsys, monkeypatch):
    monkeypatch.delenv("COATXL_DEBUG", raising=False)

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main(["addin", *map(str, arguments)])
        said = capsys.readouterr()
        return int(stop.value.code or 0), said.out, said.err

    return run


@pytest.mark.skipif(sys.platform == "win32", reason="there it would set up this very computer")
@pytest.mark.parametrize("action", ["install", "status", "remove"])
def test_elsewhere_than_on_windows_one_clear_line(verb, action):
    code, out, err = verb(action)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "只在 Windows" in err
    assert "Windows only" in verb(action, "--lang", "en")[2]


def test_the_verb_on_a_home_that_is_named(verb, tmp_path):
    assert verb("status", "--home", tmp_path)[0] == 1
    assert verb("install", "--home", tmp_path)[0] == 0
    code, out, _ = verb("status", "--home", tmp_path)
    assert (code, out.count("已设置")) == (0, 3)
    assert verb("remove", "--home", tmp_path)[0] == 0
    assert verb("status", "--home", tmp_path / "gone")[0] == 2


def test_another_python_is_exit_code_2_and_force_takes_it(verb, tmp_path, conf):
    conf.write_bytes(b'"INTERPRETER_WIN","D:\\other\\python.exe"\r\n')
    code, _, err = verb("install", "--home", tmp_path)
    assert (code, "--force" in err) == (2, True)
    assert verb("install", "--home", tmp_path, "--force")[0] == 0
    assert os.fsencode(sys.executable) in conf.read_bytes()


def test_a_locked_file_is_said_and_left_alone(verb, tmp_path, conf, monkeypatch):
    conf.write_bytes(OWN)

    def locked(*_arguments: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "replace", locked)
    code, _, err = verb("install", "--home", tmp_path)
    assert (code, len(err.splitlines())) == (2, 1)
    assert conf.read_bytes() == OWN


# --- after pip install ---------------------------------------------------------------------------


def test_a_checkout_has_the_functions_beside_the_package():
    assert functions_folder(ROOT / "coatxl") == ROOT / "udfs"
    assert all((ROOT / "udfs" / f"{name}.py").is_file() for name in addin.OUR_MODULES)


def test_a_wheel_carries_the_functions_and_they_run_from_there(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True, timeout=120)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    installed = tmp_path / "site"
    with ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(installed)
    assert {f"coatxl/_udfs/{path.name}" for path in (ROOT / "udfs").glob("*.py")} <= set(names)
    assert [name for name in names if name.endswith((".pyc", ".xlsx"))] == []
    program = (
        "import sys; from pathlib import Path; import coatxl; from coatxl.doctor.addin import functions_folder;"
        "folder = functions_folder(Path(coatxl.__file__).parent); sys.path.insert(0, str(folder));"
        "from coatxl_udfs import LEC_GRADE; import coatxl_macros;"
        "sys.stdout.reconfigure(encoding='utf-8'); print(folder); print(LEC_GRADE(3, 6, 40))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=True,
        env={**os.environ, "PYTHONPATH": str(installed)}, timeout=60,
    )  # fmt: skip
    assert done.stdout.splitlines() == [str(installed / "coatxl" / "_udfs"), "重大风险"]


def test_remove_puts_all_back_and_leaves_nothing_without_a_word(windows, tmp_path, conf):
    own = b'"SHOW CONSOLE","False"\r\n'
    install(windows, tmp_path)
    remove(windows, tmp_path)
    assert not conf.parent.exists()  # made by install, and empty again
    conf.parent.mkdir(parents=True)
    conf.write_bytes(own)
    install(windows, tmp_path)
    assert "备份也已删除" in remove(windows, tmp_path)[-1].zh
    assert [path.name for path in conf.parent.iterdir()] == [conf.name]
    install(windows, tmp_path)
    conf.write_bytes(conf.read_bytes() + b'"NEW","1"\r\n')
    assert BACKUP in remove(windows, tmp_path)[-1].zh
    assert conf.with_name(BACKUP).read_bytes() == own


def test_the_way_out_where_xlwings_is_no_command(windows, tmp_path):
    assert "py -m xlwings.cli addin install" in "".join(line.zh for line in install(windows, tmp_path))
