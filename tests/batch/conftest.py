"""A folder of working papers that differ, and processes of a session counted without any library."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coatxl.batch.papers import filled_paper
from coatxl.standards.coating.demo_papers import PAPERS


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("底稿")
    paths = []
    for make in PAPERS:
        paper = make()
        paths.append(folder / f"{paper.name}.xlsx")
        filled_paper(paths[-1], paper)
    return paths


@pytest.fixture
def folder_of(papers: list[Path], tmp_path: Path) -> Callable[[int], Path]:
    """Make a folder of so many papers, in two sub-folders, each with its own content where papers differ."""

    def make(number: int) -> Path:
        folder = tmp_path / "项目 夹"
        for n in range(number):
            target = folder / ("甲厂" if n % 2 else "乙厂") / f"{n:04d} 底稿.xlsx"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(papers[n % len(papers)], target)
        return folder

    return make


@pytest.fixture
def processes() -> Callable[[int], list[str]]:
    """The command lines of the processes of a session that still run."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("processes are counted in /proc")

    def find(session: int) -> list[str]:
        found = []
        for each in Path("/proc").iterdir():
            if not each.name.isdecimal():
                continue
            try:
                state, _, _, its = (each / "stat").read_text().rpartition(")")[2].split()[:4]
                if int(its) == session and state != "Z":
                    found.append((each / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue  # it ended meanwhile
        return found

    return find
