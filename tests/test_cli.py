"""The command line as a person uses it: exit codes, one clear line for each unhappy path, outputs that lose nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from coatxl.batch.papers import filled_paper
from coatxl.standards.coating.demo_papers import as_printed, faulty, mended


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("项目 夹")
    for make, name in ((mended, "好"), (faulty, "错"), (as_printed, "原样")):
        filled_paper(folder / f"{name}.xlsx", make())
    return folder


def test_clean_is_zero_and_findings_are_one(coatxl, papers: Path) -> None:
    assert coatxl("check", papers / "好.xlsx").code == 0
    assert coatxl("check", papers / "错.xlsx").code == 1
    assert coatxl("check", papers / "好.xlsx", "--fail-on", "info").code == 1


def test_json_keeps_the_contract(coatxl, papers: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果.json"
    said = coatxl("check", papers / "错.xlsx", "--format", "json", "--output", out)
    data = json.loads(out.read_text("utf-8"))
    assert said.code == 1
    assert data["schema"] == "coatxl.check/1"
    assert data["files"][0]["path"] == "错.xlsx"
    assert data["files"][0]["rows"]["安全检查表"] == 32
    assert data["summary"]["error"] == sum(f["severity"] == "error" for f in data["findings"]) > 0
    piped = coatxl("check", papers / "错.xlsx", "--format", "json")
    assert json.loads(piped.out) == data


def test_a_folder_with_unreadable_files_is_three_and_the_rest_is_checked(coatxl, papers: Path, tmp_path: Path) -> None:
    folder = tmp_path / "夹"
    folder.mkdir()
    (folder / "好.xlsx").write_bytes((papers / "好.xlsx").read_bytes())
    (folder / "空.xlsx").write_bytes(b"")
    (folder / "半.xlsx").write_bytes((papers / "好.xlsx").read_bytes()[:3000])
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    said = coatxl("check", folder, "--format", "json")
    data = json.loads(said.out)
    assert said.code == 3
    assert {f["path"]: f["status"] for f in data["files"]} == {
        "好.xlsx": "clean",
        "空.xlsx": "unreadable",
        "半.xlsx": "unreadable",
    }
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check",), "缺少参数"),
        (("check", "没有.xlsx"), "找不到"),
        (("check", ".", "--no-such-option"), "--no-such-option"),
        (("check", ".", "--format", "pdf"), "pdf"),
        (("nonsense",), "nonsense"),
        (("rules", "CX99-99"), "没有规则"),
        (("check", ".", "--date", "昨天"), "昨天"),
    ],
)
def test_wrong_usage_is_two_and_one_line(coatxl, tmp_path: Path, monkeypatch, arguments, words: str) -> None:
    monkeypatch.chdir(tmp_path)
    said = coatxl(*arguments)
    assert said.code == 2
    assert words in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_an_empty_folder_is_said(coatxl, tmp_path: Path) -> None:
    said = coatxl("check", tmp_path)
    assert said.code == 2
    assert "没有工作簿" in said.err


def test_broken_settings_are_said(coatxl, papers: Path, tmp_path: Path) -> None:
    bad = tmp_path / "coatxl.toml"
    bad.write_text("[acceptance]\nmax_grade = '很低'\n", "utf-8")
    said = coatxl("check", papers / "好.xlsx", "--settings", bad)
    assert said.code == 2
    assert "max_grade" in said.err
    assert coatxl("check", papers / "好.xlsx", "--settings", tmp_path / "无.toml").code == 2


def test_an_input_is_never_an_output(coatxl, papers: Path) -> None:
    before = (papers / "好.xlsx").read_bytes()
    said = coatxl("check", papers / "好.xlsx", "-f", "xlsx", "-o", papers / "好.xlsx", "--force")
    assert said.code == 2
    assert "不能作为输出" in said.err
    assert (papers / "好.xlsx").read_bytes() == before


def test_an_edited_output_is_not_overwritten(coatxl, papers: Path, tmp_path: Path) -> None:
    out = tmp_path / "检查结果.xlsx"
    assert coatxl("check", papers / "错.xlsx", "-f", "xlsx", "-o", out).code == 1
    first = out.read_bytes()
    assert coatxl("check", papers / "错.xlsx", "-f", "xlsx", "-o", out).code == 1
    assert out.read_bytes() == first
    book = openpyxl.load_workbook(out)
    book.worksheets[0]["E6"] = "我的批注"
    book.save(out)
    edited = out.read_bytes()
    said = coatxl("check", papers / "错.xlsx", "-f", "xlsx", "-o", out)
    assert (said.code, out.read_bytes()) == (2, edited)
    assert "--force" in said.err
    assert coatxl("check", papers / "错.xlsx", "-f", "xlsx", "-o", out, "--force").code == 1


def test_a_strangers_file_is_not_overwritten_by_a_report(coatxl, papers: Path, tmp_path: Path) -> None:
    notes, empty = tmp_path / "notes.txt", tmp_path / "empty.json"
    notes.write_text("我的笔记", "utf-8")
    empty.write_bytes(b"")
    for name in ("json", "text"):
        assert coatxl("check", papers / "好.xlsx", "-f", name, "-o", notes).code == 2
    assert notes.read_text("utf-8") == "我的笔记"
    for name, target in (("json", empty), ("json", empty), ("text", tmp_path / "a.txt"), ("text", tmp_path / "a.txt")):
        assert coatxl("check", papers / "好.xlsx", "-f", name, "-o", target).code == 0


def test_an_output_folder_that_is_missing_or_locked_is_said(coatxl, papers: Path, tmp_path: Path, monkeypatch) -> None:
    said = coatxl("check", papers / "好.xlsx", "-f", "json", "-o", tmp_path / "无" / "a.json")
    assert said.code == 2
    assert "不存在" in said.err

    def locked(*_: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(os, "replace", locked)
    said = coatxl("check", papers / "好.xlsx", "-f", "json", "-o", tmp_path / "a.json")
    assert said.code == 2
    assert len(said.err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_new_writes_a_template_and_never_over_a_file(coatxl, tmp_path: Path) -> None:
    path = tmp_path / "新底稿.xlsx"
    assert coatxl("new", path).code == 0
    assert "填写说明" in openpyxl_names(path)
    said = coatxl("new", path)
    assert said.code == 2
    assert "没有覆盖" in said.err
    assert coatxl("check", path).code == 1


def openpyxl_names(path: Path) -> str:
    with ZipFile(path) as archive:
        return archive.read("xl/workbook.xml").decode()


def test_annex_writes_beside_the_paper(coatxl, papers: Path) -> None:
    said = coatxl("annex", papers / "好.xlsx")
    assert said.code == 0
    assert (papers / "好_附表.xlsx").exists()
    again = coatxl("check", papers, "--format", "json")
    assert sorted(f["path"] for f in json.loads(again.out)["files"]) == ["原样.xlsx", "好.xlsx", "错.xlsx"]


def test_dangers_gathers_rows_and_unlisted_nonconformities(coatxl, papers: Path, tmp_path: Path) -> None:
    out = tmp_path / "隐患清单.xlsx"
    said = coatxl("dangers", papers, "-o", out)
    assert said.code == 0
    sheet = openpyxl.load_workbook(out)["隐患清单"]
    texts = [str(c.value) for row in sheet.iter_rows() for c in row if c.value]
    assert "2号探头检定标签过期" in texts
    assert any(t.startswith("对可燃气体检测报警仪管理人员进行培训") for t in texts)
    assert len(openpyxl.load_workbook(out).sheetnames) >= 2


def test_rules_lists_and_explains(coatxl) -> None:
    everything = json.loads(coatxl("rules", "--format", "json").out)
    assert {"id", "clause", "severity", "mode", "title", "sheets", "fix"} <= everything[0].keys()
    assert len({r["id"] for r in everything}) == len(everything) > 60
    assert json.loads(coatxl("rules", "cx8.2-02", "--format", "json").out)["id"] == "CX8.2-02"
    page = coatxl("rules", "CX8.2-02").out
    assert "不合格" in page
    assert "管控措施未列入检查" in page
    assert "Measure not covered" in coatxl("rules", "CX8.2-02", "--lang", "en").out


def test_demo_shows_everything_and_can_be_run_again(coatxl, tmp_path: Path) -> None:
    folder = tmp_path / "演示 文件夹"
    first = coatxl("demo", folder)
    assert first.code == 0
    for name in (
        "底稿/标准示例原样.xlsx",
        "结果/检查结果.xlsx",
        "结果/隐患清单.xlsx",
        "结果/喷漆作业专项评价_附表.xlsx",
    ):
        assert (folder / name).exists(), name
        assert Path(name).name in first.out.replace("\n", "")
    assert coatxl("demo", folder).code == 0


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom coatxl.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
        "print([m for m in ('rich','pandas','openpyxl','numpy','pydantic','xlsxwriter','python_calamine') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONUTF8": "1"}
    )
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_control_characters_of_names_are_escaped(coatxl, tmp_path: Path) -> None:
    name = "坏\x1b[31m\u202e.xlsx"
    try:
        (tmp_path / name).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system refuses such names")
    for fmt in ("text", "json"):
        said = coatxl("check", tmp_path, "--format", fmt)
        assert said.code == 3
        assert "\x1b" not in said.out + said.err
        assert "\u202e" not in said.out + said.err
