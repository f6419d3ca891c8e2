"""The repository itself: what lies at its top, its licence, its version, its lock, and what no file may hold."""

from __future__ import annotations

import ast
import fnmatch
import hashlib
import re
import stat
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

import coatxl

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
TOP = {
    ".ci", ".gitattributes", ".github", ".gitignore", ".pre-commit-config.yaml",
    "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml", "requirements-dev.lock",
    "coatxl", "docs", "scripts", "tests", "udfs", "workbook_templates",
}  # fmt: skip
IGNORED = [
    line.rstrip("/")
    for line in (ROOT / ".gitignore").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
# The published text of the Apache License 2.0, unchanged.
LICENSE_SHA256 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
BINARY = {".xlsx", ".xlsm", ".xls", ".docx", ".png", ".zip"}
LONGEST_MODULE = 300
VAGUE = {"common", "helper", "helpers", "misc", "tool", "tools", "util", "utils"}
# A home or work folder at the start of a path: true on one machine only.
MACHINE_PATH = re.compile(r"(?<![\w.:/>*])/(?:home|root|work|Users)/\w|\b[A-Za-z]:\\+Users\\")


def is_ignored(name: str) -> bool:
    return name == ".git" or any(fnmatch.fnmatch(name, pattern) for pattern in IGNORED)


def project_files(folder: Path = ROOT) -> list[Path]:
    """Every file that git would take, without asking git: a source archive has none."""
    found = []
    for path in sorted(folder.iterdir()):
        if is_ignored(path.name):
            continue
        found += project_files(path) if path.is_dir() else [path]
    return found


FILES = project_files()
TEXTS = [path for path in FILES if path.suffix not in BINARY]
MODULES = [path for path in FILES if path.suffix == ".py" and not path.is_relative_to(ROOT / "tests")]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def requirement_names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~;\[ ]", each, maxsplit=1)[0].lower() for each in requirements}


def test_the_top_holds_what_the_design_names():
    assert {path.name for path in ROOT.iterdir() if not is_ignored(path.name)} == TOP


def test_licence_is_the_published_text():
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == LICENSE_SHA256
    assert PROJECT["project"]["license"] == "Apache-2.0"


def test_version_is_written_in_one_place():
    assert re.fullmatch(r"\d+\.\d+\.\d+(?:\.dev\d+|(?:a|b|rc)\d+)?", coatxl.__version__)
    assert "version" not in PROJECT["project"]
    quoted = re.compile(rf"""["']{re.escape(coatxl.__version__)}["']""")
    assert [short(path) for path in [*MODULES, ROOT / "pyproject.toml"] if quoted.search(path.read_text("utf-8"))] == [
        "coatxl/__init__.py"
    ]


def test_installed_metadata_is_this_tree():
    installed = metadata.distribution("coatxl")
    assert installed.version == coatxl.__version__
    assert {"coatxl"} == {point.name for point in installed.entry_points}


def test_package_init_imports_nothing():
    program = "import sys; before = set(sys.modules); import coatxl; print(*sorted(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["coatxl"]


def test_changelog_has_an_unreleased_heading():
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()


def test_worked_rule_of_the_contributing_page_is_the_real_one():
    page = (ROOT / ".github/CONTRIBUTING.md").read_text("utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (shown,) = ast.parse(block).body
    assert isinstance(shown, ast.FunctionDef)
    real = [
        ast.dump(node)
        for path in (ROOT / "coatxl/standards/coating/rules").glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name == shown.name
    ]
    assert real == [ast.dump(shown)]


def test_every_text_is_utf8_with_lf():
    # The VBA editor imports CRLF only (.gitattributes).
    others = [path for path in TEXTS if path.parent.name != "vba"]
    assert [short(path) for path in others if b"\r" in path.read_bytes()] == []
    assert [short(path) for path in TEXTS if path.read_bytes().startswith(b"\xef\xbb\xbf")] == []
    for path in TEXTS:
        path.read_text("utf-8")


def test_no_path_of_one_machine():
    assert [
        f"{short(path)}:{number}: {line.strip()[:80]}"
        for path in TEXTS
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if MACHINE_PATH.search(line)
    ] == []


@pytest.mark.parametrize("folder", ["home", "root", "Users"])
def test_machine_path_is_recognised(folder):
    assert MACHINE_PATH.search(f'open("/{folder}/me/x")')
    assert MACHINE_PATH.search(f"C:\\{folder}\\me") or folder != "Users"
    assert not MACHINE_PATH.search(f"https://example.org/{folder}/x xl/{folder}/sheet1.xml //{folder}/row")


def test_every_module_has_a_name_of_its_own():
    assert [short(path) for path in FILES if path.suffix == ".py" and path.stem in VAGUE] == []
    assert [short(path) for path in FILES if path.parent.name in VAGUE] == []


def test_no_module_is_longer_than_one_sitting():
    lengths = {short(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_lock_pins_every_requirement_with_hashes():
    lock = (ROOT / "requirements-dev.lock").read_text("utf-8")
    pins = re.findall(r"^([\w.-]+)==[^\\]+\\\n(?:\s+--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", lock, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[\w.-]+==", lock, re.MULTILINE))
    wanted = requirement_names(PROJECT["project"]["dependencies"]) | requirement_names(
        PROJECT["dependency-groups"]["dev"]
    )
    assert wanted <= set(pins)


def test_lock_names_no_registry_and_no_folder():
    lock = (ROOT / "requirements-dev.lock").read_text("utf-8")
    assert re.findall(r"https?:|file:|--(?:extra-)?index|--find-links|git\+", lock) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither sh nor the mode")
@pytest.mark.parametrize("name", [".ci/run", "scripts/demo", "scripts/test"])
def test_program_can_be_run_and_parsed(name):
    path = ROOT / name
    assert path.stat().st_mode & stat.S_IXUSR
    interpreter = re.match(r"#!/(?:usr/bin/env |bin/)(\w+)\n", path.read_text("utf-8"))
    assert interpreter
    subprocess.run([interpreter[1], "-n", path], check=True, timeout=10)
