"""A folder run: the same report however it is done, what is reused and what is not, and the consolidated list."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from coatxl.batch import cache
from coatxl.batch import run as runs
from coatxl.batch.consolidated import write_consolidated
from coatxl.batch.executors import Execution, Executor
from coatxl.batch.folder import jobs
from coatxl.batch.run import SettingsFor, run
from coatxl.batch.tasks import Check, GatherDangers, Work
from coatxl.reports import FORMATS
from coatxl.reports.model import RunResult

FolderOf = Callable[[int], Path]
RESUME = Execution(resume=True)


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "缓存"
    monkeypatch.setattr(cache, "default_folder", lambda: folder)
    return folder


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the workbooks that are read rather than found in the cache."""
    names: list[str] = []
    real = runs.choose

    def choose(execution: Execution, works: Sequence[Work]) -> Executor:
        names.extend(work.name for work in works)
        return real(execution, works)

    monkeypatch.setattr(runs, "choose", choose)
    return names


def checked(folder: Path, execution: Execution = RESUME, **settings: object) -> RunResult:
    return run(jobs([folder]), SettingsFor(dict(settings)), execution=execution)


def test_the_report_is_the_same_however_the_work_is_done(folder_of: FolderOf) -> None:
    folder = folder_of(15)
    (folder / "甲厂" / "坏.xlsx").write_bytes(b"PK\x03\x04" + b"x" * 500)
    reports = {
        FORMATS["json"](checked(folder, execution))
        for execution in (Execution(), Execution(workers=1), Execution(workers=2), RESUME, RESUME)
    }
    assert len(reports) == 1
    value = json.loads(reports.pop())
    assert value["summary"]["files"] == 16
    assert [f["path"] for f in value["files"]] == sorted(f["path"] for f in value["files"])
    assert [f["file"] for f in value["findings"]] == sorted(f["file"] for f in value["findings"])


def test_nothing_is_written_unless_it_is_asked_for(folder_of: FolderOf, cache_folder: Path) -> None:
    folder = folder_of(2)
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.rglob("*.xlsx")}
    checked(folder, Execution())
    assert not cache_folder.exists()
    checked(folder)
    assert [p.name for p in cache_folder.iterdir()] == [cache.FILE_NAME]
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.rglob("*.xlsx")} == before


def test_only_what_has_changed_is_read_again(folder_of: FolderOf, papers: list[Path], done: list[str]) -> None:
    folder = folder_of(6)
    first = FORMATS["json"](checked(folder))
    assert len(done) == 6
    done.clear()
    assert FORMATS["json"](checked(folder)) == first
    assert done == []
    shutil.copy(papers[2], folder / "乙厂" / "0000 底稿.xlsx")
    with (folder / "甲厂" / "0001 底稿.xlsx").open("ab") as file:
        file.write(b"\0")
    checked(folder)
    assert done == ["甲厂/0001 底稿.xlsx"]  # the other has become a copy of one that is known


def test_a_known_file_under_another_name_is_told_under_that_name(folder_of: FolderOf, done: list[str]) -> None:
    folder = folder_of(3)
    checked(folder)
    done.clear()
    (folder / "乙厂").rename(folder / "丙厂")
    result = checked(folder)
    assert done == []
    assert {finding.file for finding in result.findings} <= {file.path for file in result.files}
    assert {file.path.partition("/")[0] for file in result.files} == {"丙厂", "甲厂"}


@pytest.mark.parametrize(
    "settings",
    [
        {"evaluation_date": "2020-01-01"},
        {"rules": {"CX8.2-02": {"enabled": False}}},
        {"accept": [{"rule": "CX8.2-02", "reason": "另查"}]},
    ],
)
def test_other_settings_are_other_results(folder_of: FolderOf, done: list[str], settings: dict[str, object]) -> None:
    folder = folder_of(3)
    checked(folder)
    done.clear()
    fresh = FORMATS["json"](checked(folder, Execution(), **settings))
    done.clear()
    assert FORMATS["json"](checked(folder, **settings)) == fresh
    assert len(done) == 3


def test_acceptance_by_file_name_is_judged_by_the_name(folder_of: FolderOf, done: list[str]) -> None:
    folder = folder_of(3)
    accept = [{"rule": "CX8.2-02", "file": "乙厂/*", "reason": "另查"}]
    assert len(checked(folder, accept=accept).accepted) > 0
    (folder / "乙厂").rename(folder / "丙厂")
    done.clear()
    assert len(checked(folder, accept=accept).accepted) == 0
    assert len(done) == 2


def test_papers_that_share_a_photo_folder_are_judged_by_their_names(
    folder_of: FolderOf, done: list[str], tmp_path: Path
) -> None:
    folder, photos = folder_of(2), tmp_path / "照片"
    (photos / "0000 底稿").mkdir(parents=True)
    (photos / "0000 底稿" / "一.jpg").write_bytes(b"\xff\xd8\xff")

    def judged(execution: Execution) -> str:
        several = SettingsFor({"photo": {"folder": str(photos)}}, several=True)
        return FORMATS["json"](run(jobs([folder]), several, execution=execution))

    judged(RESUME)
    (folder / "乙厂" / "0000 底稿.xlsx").rename(folder / "乙厂" / "改名.xlsx")
    done.clear()
    again = judged(RESUME)
    assert done == ["乙厂/改名.xlsx"]
    assert again == judged(Execution())


def test_another_language_and_another_task_are_other_results(folder_of: FolderOf, done: list[str]) -> None:
    folder = folder_of(3)
    checked(folder)
    done.clear()
    english = run(jobs([folder]), SettingsFor(), lang="en", execution=RESUME)
    assert len(done) == 3
    assert all(finding.message.isascii() or " " in finding.message for finding in english.findings)
    done.clear()
    write_consolidated(jobs([folder]), SettingsFor(), folder.parent / "清单.xlsx", execution=RESUME)
    assert len(done) == 3


def test_other_rules_are_other_results(folder_of: FolderOf, done: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_of(3)
    checked(folder)
    done.clear()
    monkeypatch.setattr(cache, "rule_set", lambda: "another version")
    checked(folder)
    assert len(done) == 3


@pytest.mark.parametrize("damage", ["noise", "cut", "one result", "locked", "a folder"])
def test_a_cache_that_cannot_be_used_costs_time_only(
    folder_of: FolderOf, done: list[str], cache_folder: Path, damage: str
) -> None:
    folder = folder_of(3)
    first = FORMATS["json"](checked(folder))
    file = cache_folder / cache.FILE_NAME
    other = None
    if damage == "noise":
        file.write_bytes(b"no database at all" * 1000)
    elif damage == "cut":
        file.write_bytes(file.read_bytes()[:3000])
    elif damage == "one result":
        with sqlite3.connect(file) as database:
            database.execute("UPDATE results SET body = replace(body, 'CX', 'CY')")
        database.close()
    elif damage == "locked":
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
    else:
        file.unlink()
        file.mkdir()
    done.clear()
    assert FORMATS["json"](checked(folder)) == first
    assert len(done) == 3
    if other is not None:
        other.close()
    done.clear()
    assert FORMATS["json"](checked(folder)) == first
    assert done == [] or damage == "a folder"


def test_failures_are_not_remembered(folder_of: FolderOf, done: list[str]) -> None:
    folder = folder_of(1)
    (folder / "乙厂" / "坏.xlsx").write_bytes(b"x" * 500)
    checked(folder)
    done.clear()
    checked(folder)
    assert done == ["乙厂/坏.xlsx"]


def test_the_rule_set_is_the_same_twice_and_follows_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache.rule_set() == cache.rule_set()
    package = tmp_path / "coatxl"
    package.mkdir()
    monkeypatch.setattr(cache.coatxl, "__file__", str(package / "__init__.py"))
    digests = set()
    for content in ("a", "b"):
        (package / "rule.py").write_text(content)
        digests.add(cache.rule_set())
    assert len(digests) == 2
    assert repr(Check("zh")) != repr(Check("en")) != repr(GatherDangers())


def test_dangers_are_the_same_with_a_pool(folder_of: FolderOf, tmp_path: Path) -> None:
    folder = folder_of(6)
    (folder / "甲厂" / "坏.xlsx").write_bytes(b"")
    outputs = []
    for workers in (None, 2):
        target = tmp_path / "隐患清单.xlsx"
        outcome = write_consolidated(jobs([folder]), SettingsFor(), target, execution=Execution(workers=workers))
        assert outcome.unreadable == 1
        assert any("甲厂/坏.xlsx" in line and "CXF-04" in line for line in outcome.lines)
        outputs.append(target.read_bytes())
    assert outputs[0] == outputs[1]
    sheet = openpyxl.load_workbook(tmp_path / "隐患清单.xlsx")["隐患清单"]
    links = [cell.value for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert any("乙厂/0002" in str(link) or "0002" in str(link) for link in links)
