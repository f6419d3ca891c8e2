"""The generated texts: fresh, and what they promise Excel and Calc for every function of the table."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from functions import FUNCTIONS

ROOT = Path(__file__).parents[2]
BASIC = (ROOT / "udfs" / "libreoffice" / "coatxl.bas").read_text("utf-8")
VBA = (ROOT / "udfs" / "vba" / "coatxl_udfs.bas").read_text("utf-8")
# Spelled out: what an evaluator types is a promise, and FUNCTIONS cannot vouch for itself.
SIGNATURES = {
    "LEC_D": "L, E, C",
    "LEC_GRADE": "L, E, C, band_rule",
    "LEC_ACTION": "L, E, C, band_rule",
    "LEC_SENSITIVITY": "L, E, C, band_rule",
    "LEC_CHECK": "L, E, C, typed, band_rule",
    "MATRIX_R": "L, S",
    "MATRIX_GRADE": "L, S",
    "MATRIX_ACTION": "L, S",
    "MATRIX_DEADLINE": "L, S",
    "MATRIX_SENSITIVITY": "L, S",
    "MATRIX_CHECK": "L, S, typed",
    "RISK_ACCEPTABLE": "grade, acceptable",
    "RISK_RANK": "grade",
    "RISK_COLOUR": "grade",
}


def optional(arguments: str) -> str:
    return ", ".join(f"Optional {name}" for name in arguments.split(", "))


def test_the_table_has_these_functions() -> None:
    assert {f.name: ", ".join(a.name for a in f.arguments) for f in FUNCTIONS} == SIGNATURES


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "build_wrappers.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, encoding="utf-8")


def test_the_committed_texts_are_fresh() -> None:
    done = run("--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_check_finds_a_stale_text_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import build_wrappers

    assert build_wrappers.main(["--check"], tmp_path) == 1
    assert list(tmp_path.iterdir()) == []
    assert build_wrappers.main([], tmp_path) == 0
    assert (tmp_path / "libreoffice" / "coatxl.bas").read_text("utf-8") == BASIC
    assert (tmp_path / "vba" / "coatxl_udfs.bas").read_text("utf-8") == VBA
    assert build_wrappers.main(["--check"], tmp_path) == 0


def test_vba_declares_each_function_once_with_optional_cells() -> None:
    headings = re.findall(r"^Function (\w+)\((.*)\)$", VBA, re.MULTILINE)
    assert sorted(headings) == sorted((name, optional(arguments)) for name, arguments in SIGNATURES.items())
    assert VBA.startswith('Attribute VB_Name = "xlwings_udfs"\n')
    assert VBA.count("\nEnd Function") == len(SIGNATURES)


@pytest.mark.parametrize("name", SIGNATURES)
def test_vba_calls_python_with_the_cells_as_they_are(name: str) -> None:
    (body,) = re.findall(rf"^Function {name}\(.*?\)\n(.*?)^End Function$", VBA, re.MULTILINE | re.DOTALL)
    call = (
        f'{name} = XLPy.CallUDF("coatxl_udfs", "{name}", Array({SIGNATURES[name]}), ActiveWorkbook, Application.Caller)'
    )
    assert f"        {call}\n" in body
    assert body.endswith(f"failed:\n    {name} = Err.Description\n")


def test_vba_is_neither_volatile_nor_of_arrays() -> None:
    for word in ("Volatile", "ParamArray", "FormulaArray", "argsArray", "Sub "):
        assert word not in VBA
    assert VBA.isascii()


def test_basic_declares_each_function_once_with_optional_cells() -> None:
    public = re.findall(r"^Function (\w+)\((.*)\)$", BASIC, re.MULTILINE)
    assert public == [(name, optional(arguments)) for name, arguments in SIGNATURES.items()]
    for name, arguments in SIGNATURES.items():
        assert f'  {name} = coatxl_answer("{name}", Array({arguments}))\nEnd Function\n' in BASIC
    assert re.findall(r"^Private Function (\w+)", BASIC, re.MULTILINE) == ["coatxl_answer", "coatxl_cell"]


def test_the_vba_text_can_be_imported_as_it_is() -> None:
    """The VBA editor takes CRLF only; a person need not convert it."""
    content = (ROOT / "udfs" / "vba" / "coatxl_udfs.bas").read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") > 100
    assert "udfs/vba/*.bas eol=crlf" in (ROOT / ".gitattributes").read_text("utf-8")
