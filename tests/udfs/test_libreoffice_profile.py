"""The functions' place in a LibreOffice profile, and the shim that answers there."""

from __future__ import annotations

import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import soffice
from functions import FUNCTIONS
from libreoffice import coatxl_shim, installer
from libreoffice.installer import NotInstalled, install, remove, state

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" \
library:passwordprotected="false">
 <library:element library:name="Module1"/>
 <library:element library:name="自己的&amp;宏"/>
</library:library>"""


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A profile with two macros of a person."""
    standard = tmp_path / "profile" / "user" / "basic" / "Standard"
    standard.mkdir(parents=True)
    (standard / "script.xlb").write_text(LIST, encoding="utf-8")
    return tmp_path / "profile"


def listed(profile: Path) -> str:
    return (profile / "user" / "basic" / "Standard" / "script.xlb").read_text("utf-8")


def test_install_adds_one_module_and_keeps_a_persons_own(profile: Path) -> None:
    assert state(profile) == "absent"
    assert len(install(profile)) > 8
    assert state(profile) == "current"
    assert listed(profile) == LIST.replace("</", ' <library:element library:name="coatxl"/>\n</')
    assert install(profile) == []


def test_a_list_without_any_module(profile: Path) -> None:
    empty = LIST[: LIST.index("<library:library ")]
    empty += '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"/>'
    (profile / "user" / "basic" / "Standard" / "script.xlb").write_text(empty, encoding="utf-8")
    install(profile)
    assert state(profile) == "current"
    assert ' library:name="Standard">\n <library:element library:name="coatxl"/>\n' in listed(profile)


def test_remove_leaves_what_was_there_before(profile: Path) -> None:
    before = sorted(path for path in profile.rglob("*") if path.is_file())
    install(profile)
    assert len(remove(profile)) == 4
    assert sorted(path for path in profile.rglob("*") if path.is_file()) == before
    assert listed(profile) == LIST
    assert (state(profile), remove(profile)) == ("absent", [])


@pytest.mark.parametrize("part", ["user/Scripts/python/coatxl_shim.py", "user/basic/Standard/coatxl.xba"])
def test_another_version_is_stale_until_installed_again(profile: Path, part: str) -> None:
    install(profile)
    (profile / part).write_text("old", encoding="utf-8")
    assert state(profile) == "stale"
    assert install(profile) == [profile / part]
    (profile / "user" / "basic" / "Standard" / "script.xlb").write_text(LIST, encoding="utf-8")
    assert state(profile) == "stale"


def test_an_open_profile_is_refused_and_left_alone(profile: Path) -> None:
    (profile / ".lock").touch()
    for change in (install, remove):
        with pytest.raises(NotInstalled, match="请关闭后再试"):
            change(profile)
    assert state(profile) == "absent"


def test_without_libreoffice_a_new_profile_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotInstalled, match="找不到 LibreOffice"):
        install(tmp_path / "new", program="no-such-office")


@pytest.mark.skipif(sys.platform == "win32", reason="the played program is a shell script")
def test_a_libreoffice_that_never_ends_is_killed_with_its_children(tmp_path: Path) -> None:
    program = tmp_path / "office"
    program.write_text(f"#!/bin/sh\n(sleep 30; touch {tmp_path}/survived) & echo $! >{tmp_path}/child\nwait\n", "utf-8")
    program.chmod(0o755)
    with pytest.raises(NotInstalled, match=r"0\.5 秒内没有结束"):
        install(tmp_path / "new", program=str(program), seconds=0.5)
    child = (tmp_path / "child").read_text("utf-8").strip()
    state_of_child = subprocess.run(["ps", "-o", "stat=", "-p", child], capture_output=True, text=True, check=False)
    assert state_of_child.stdout.strip()[:1] in {"", "Z"}


@pytest.mark.skipif(sys.platform == "win32", reason="the played program is a shell script")
def test_a_libreoffice_that_makes_no_profile_is_said(tmp_path: Path) -> None:
    program = tmp_path / "office"
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    with pytest.raises(NotInstalled, match="没有建好配置文件夹"):
        install(tmp_path / "new", program=str(program))


@pytest.mark.office
def test_libreoffice_makes_the_profile_that_is_missing(tmp_path: Path) -> None:
    install(tmp_path / "new")
    assert state(tmp_path / "new") == "current"
    assert '"Module1"' in listed(tmp_path / "new")


@pytest.mark.office
def test_a_missing_shim_is_a_text_in_the_cell_and_calc_ends(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "=LEC_GRADE(3,6,15)"
    workbook.save(tmp_path / "book.xlsx")

    def broken(profile: Path) -> None:
        install(profile)
        (profile / "user" / "Scripts" / "python" / "coatxl_shim.py").unlink()

    (output,) = soffice.convert([tmp_path / "book.xlsx"], tmp_path / "office", prepare=broken, seconds=60)
    assert openpyxl.load_workbook(output, data_only=True).active["A1"].value == "coatxl 函数没有装好，请重新安装"


# The shim as a host runs it: by an address, in a Python that has nothing of coatxl but the copies.
PROGRAM = """
import pathlib, sys
file = pathlib.Path(sys.argv[1])
shim = {"__file__": file.as_uri() if sys.argv[2] == "address" else str(file), "__name__": "shim"}
exec(compile(file.read_text("utf-8"), str(file), "exec"), shim)
(answer,) = shim["g_exportedScripts"]
print(ascii([answer("LEC_GRADE", (3, 6, 15, None)), answer("LEC_D", (0.1, 0.5, 3)), answer("RISK_RANK", ("#ERROR",)),
      answer("LEC_GRADE", (1, 2, 3, 4, 5, 6)), answer("NO_SUCH", ())]))
"""


@pytest.mark.parametrize("given", ["address", "path"])
def test_the_shim_answers_from_the_copies_alone(profile: Path, given: str) -> None:
    install(profile)
    shim = profile / "user" / "Scripts" / "python" / "coatxl_shim.py"
    # -I: no user's packages and no PYTHONPATH; -S: no site-packages, so coatxl can only be the copy.
    command = [sys.executable, "-I", "-S", "-c", PROGRAM, str(shim), given]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answers = eval(done.stdout)
    assert answers[:3] == ["较大风险", 0.15, "取值无效"]
    assert all(answer.startswith("coatxl 函数没有装好，请重新安装：") for answer in answers[3:])


def test_missing_copies_are_a_text_in_the_cell(tmp_path: Path) -> None:
    shim = tmp_path / "coatxl_shim.py"
    shim.write_bytes((installer.HERE / "coatxl_shim.py").read_bytes())
    command = [sys.executable, "-I", "-S", "-c", PROGRAM, str(shim), "path"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert eval(done.stdout)[0] == f"{coatxl_shim.FAULT}：ModuleNotFoundError: No module named 'functions'"


@pytest.fixture
def path_kept() -> Iterator[None]:
    before = list(sys.path)
    yield
    sys.path[:] = before


@pytest.mark.usefixtures("path_kept")
def test_the_shim_answers_every_function() -> None:
    module = runpy.run_path(coatxl_shim.__file__)
    for function in FUNCTIONS:
        for case in function.cases:
            assert module["answer"](function.name, case.values) == function.call(*case.values)
