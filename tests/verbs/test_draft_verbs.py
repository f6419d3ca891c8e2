"""checklist, dangers --draft and merge as a person types them: files, exit codes, and that none is ever lost."""

from __future__ import annotations

import hashlib
import json
import warnings
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coatxl.batch.papers import filled_paper
from coatxl.standards.coating.demo_papers import faulty, mended
from coatxl.standards.coating.tables import ChecklistRow, HazardRow, RiskPointRow


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """错.xlsx with typical faults, 好.xlsx without, and two parts of 好: 一.xlsx holds five measures, 二.xlsx all."""
    folder = tmp_path_factory.mktemp("项目 夹")
    filled_paper(folder / "错.xlsx", faulty())
    filled_paper(folder / "好.xlsx", mended())
    part = mended()
    part.rows[HazardRow], part.rows[ChecklistRow] = part.rows[HazardRow][:5], part.rows[ChecklistRow][:3]
    filled_paper(folder / "一.xlsx", part)
    other = mended()
    other.rows[ChecklistRow][0]["observation"] = "抽查2桶，1桶未盖"
    other.rows[RiskPointRow][0]["merge_note"] = "=1+1"
    filled_paper(folder / "二.xlsx", other)
    return folder


def edit(path: Path, *cells: tuple[str, str, object]) -> None:
    """Type into a workbook as a person does: (sheet, cell, value)."""
    book = openpyxl.load_workbook(path)
    for sheet, cell, value in cells:
        book[sheet][cell] = value
    book.save(path)


def load(path: Path) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Print area cannot be set", category=UserWarning)
        return openpyxl.load_workbook(path)


def rows_of(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    return list(load(path)[sheet].iter_rows(values_only=True))


# --- checklist ---------------------------------------------------------------------------------------


def test_a_checklist_is_drafted_and_a_second_run_changes_nothing(coatxl, papers: Path, tmp_path: Path) -> None:
    said = coatxl("checklist", papers / "错.xlsx")
    assert (said.code, said.out.splitlines()) == (0, ["已写出 安全检查表_草稿.xlsx", "共 33 行：新增 1，底稿已有 32"])
    before = (tmp_path / "安全检查表_草稿.xlsx").read_bytes()
    said = coatxl("checklist", papers / "错.xlsx")
    assert said.out.startswith("安全检查表_草稿.xlsx：没有变化\n")
    assert (tmp_path / "安全检查表_草稿.xlsx").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["安全检查表_草稿.xlsx"]


def test_an_edited_draft_is_gone_on_from_and_kept_beside(coatxl, papers: Path, tmp_path: Path) -> None:
    coatxl("checklist", papers / "错.xlsx", "-o", "草稿.xlsx")
    edit(tmp_path / "草稿.xlsx", ("安全检查表", "F5", "我现场看到的"))
    edited = (tmp_path / "草稿.xlsx").read_bytes()
    said = coatxl("checklist", papers / "错.xlsx", "-o", "草稿.xlsx")
    assert said.out.splitlines()[:2] == ["上一稿留在 草稿_上一稿.xlsx", "已写出 草稿.xlsx"]
    assert (tmp_path / "草稿_上一稿.xlsx").read_bytes() == edited
    assert rows_of(tmp_path / "草稿.xlsx", "安全检查表")[4][5] == "我现场看到的"
    edit(tmp_path / "草稿.xlsx", ("安全检查表", "F6", "又看到的"))
    coatxl("checklist", papers / "错.xlsx", "-o", "草稿.xlsx")
    assert (tmp_path / "草稿_上一稿2.xlsx").exists()
    assert (tmp_path / "草稿_上一稿.xlsx").read_bytes() == edited


def test_previous_names_the_draft_to_go_on_from(coatxl, papers: Path, tmp_path: Path) -> None:
    coatxl("checklist", papers / "错.xlsx", "-o", "一稿.xlsx")
    edit(tmp_path / "一稿.xlsx", ("安全检查表", "F5", "一稿里写的"))
    before = (tmp_path / "一稿.xlsx").read_bytes()
    assert coatxl("checklist", papers / "错.xlsx", "-o", "二稿.xlsx", "--previous", "一稿.xlsx").code == 0
    assert rows_of(tmp_path / "二稿.xlsx", "安全检查表")[4][5] == "一稿里写的"
    assert (tmp_path / "一稿.xlsx").read_bytes() == before
    edit(tmp_path / "二稿.xlsx", ("安全检查表", "F6", "二稿里写的"))
    said = coatxl("checklist", papers / "错.xlsx", "-o", "二稿.xlsx", "--previous", "一稿.xlsx")
    assert (said.code, "已被修改过" in said.err) == (2, True)  # what it holds is not in 一稿


def test_the_paper_is_never_written(coatxl, papers: Path, tmp_path: Path) -> None:
    paper = tmp_path / "底稿.xlsx"
    paper.write_bytes((papers / "错.xlsx").read_bytes())
    for arguments in (("-o", paper), ("-o", paper, "--force"), ("-o", "新.xlsx", "--previous", paper)):
        said = coatxl("checklist", paper, *arguments)
        assert (said.code, said.err.count("\n")) == (2, 1)
    assert paper.read_bytes() == (papers / "错.xlsx").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["底稿.xlsx"]


def test_what_cannot_be_drafted_is_one_line(coatxl, papers: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save("别的.xlsx")
    Path("坏.xlsx").write_bytes(b"x")
    empty = mended()
    empty.rows[HazardRow], empty.rows[ChecklistRow] = [], []
    filled_paper(tmp_path / "空.xlsx", empty)
    cases = [
        (("checklist", papers / "错.xlsx", "-o", "别的.xlsx"), 2, "不是安全检查表草稿"),
        (("checklist", papers / "错.xlsx", "-o", "草稿.docx"), 2, "草稿写成 .xlsx"),
        (("checklist", papers / "错.xlsx", "--previous", "没有.xlsx"), 2, "找不到上一稿"),
        (("checklist", papers, "-o", "草稿.xlsx"), 2, "起草一次只用一份底稿"),
        (("checklist", "空.xlsx"), 2, "没有风险管控措施"),
        (("checklist", "坏.xlsx"), 3, ""),
        (("checklist", papers / "错.xlsx", "--previous", "坏.xlsx"), 3, ""),
        (("dangers", papers / "错.xlsx", "--previous", "坏.xlsx"), 2, "--previous 只和 --draft 一起用"),
        (("dangers", "空.xlsx", "--draft"), 2, "没有检查项目"),
    ]
    for arguments, code, words in cases:
        said = coatxl(*arguments)
        assert (said.code, words in said.err, said.err.count("\n") <= 1) == (code, True, True), said.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["别的.xlsx", "坏.xlsx", "空.xlsx"]


@pytest.mark.parametrize("verb", [("checklist",), ("dangers", "--draft")])
def test_a_file_that_cannot_be_read_is_named(coatxl, papers: Path, tmp_path: Path, verb: tuple[str, ...]) -> None:
    Path("坏.xlsx").write_bytes(b"x")
    said = coatxl(*verb, "坏.xlsx")
    assert (said.code, said.out.startswith("坏.xlsx："), said.out.count("\n")) == (3, True, 1)
    said = coatxl(*verb, papers / "错.xlsx", "--previous", "坏.xlsx")
    assert (said.code, said.out.startswith("坏.xlsx："), said.out.count("\n")) == (3, True, 1)


def test_hidden_dangers_are_drafted(coatxl, papers: Path, tmp_path: Path) -> None:
    said = coatxl("dangers", papers / "错.xlsx", "--draft", "--lang", "en")
    assert (said.code, said.out.splitlines()[1]) == (0, "4 rows: new 1, already in the paper 3")
    rows = rows_of(tmp_path / "隐患清单_草稿.xlsx", "隐患清单")
    assert rows[7][:4] == (
        4,
        "喷漆单元",
        "自动化喷漆线",
        "对可燃气体检测报警仪管理人员进行培训，确保其掌握相关要求：2人未培训",
    )


def test_a_draft_is_checked_by_its_table_alone(coatxl, papers: Path) -> None:
    coatxl("checklist", papers / "错.xlsx", "-o", "草稿.xlsx")
    data = json.loads(coatxl("check", "草稿.xlsx", "--format", "json").out)
    assert data["files"][0]["rows"] == {"安全检查表": 33}
    assert {f["sheet"] for f in data["findings"]} == {"安全检查表"}


# --- merge -------------------------------------------------------------------------------------------


def test_parts_become_one_paper_with_its_conflicts_and_origins(coatxl, papers: Path, tmp_path: Path) -> None:
    said = coatxl("merge", papers / "一.xlsx", papers / "二.xlsx", "-o", "合.xlsx")
    assert said.code == 0
    assert said.out.splitlines()[0].startswith("已写出 合.xlsx：2 份合成 ")
    conflicts = rows_of(tmp_path / "合.xlsx", "合并冲突")
    assert [line[:3] + line[4:6] + line[7:9] for line in conflicts[1:]] == [
        ("安全检查表", "检查结果", "取前者", "安全检查表!F5", "现场抽查6桶，均加盖密闭", "安全检查表!F5", "抽查2桶，1桶未盖")
    ]  # fmt: skip
    digests = {name: hashlib.sha256((papers / f"{name}.xlsx").read_bytes()).hexdigest() for name in "一二"}
    taken = load(tmp_path / "合.xlsx")
    sources = {name: load(papers / f"{name}.xlsx") for name in "一二"}
    lines = rows_of(tmp_path / "合.xlsx", "来源")[1:]
    for sheet, row, file, source_sheet, source_row, digest, _ in lines:
        assert digest == digests[file[0]]
        # 风险管控措施, 检查项目, 风险点: what names the row stands in both.
        col = {"危害因素描述": 10, "安全检查表": 4, "风险点划分": 3, "评价单元": 2, "风险评价LEC": 5, "人工确认": 2}[
            sheet
        ]
        assert taken[sheet].cell(row, col).value == sources[file[0]][source_sheet].cell(source_row, col).value
    assert {(sheet, row) for sheet, row, *_ in lines if sheet == "安全检查表"} == {
        ("安全检查表", r) for r in range(5, 34)
    }
    assert taken["风险点划分"]["G5"].value == "=1+1"
    assert taken["风险点划分"]["G5"].data_type == "s"


def test_the_merged_paper_has_the_findings_of_the_whole(coatxl, papers: Path) -> None:
    def told(path: object) -> list[tuple[str, str, str, str]]:
        data = json.loads(coatxl("check", path, "--format", "json").out)
        return [(f["rule"], f["sheet"], f["cell"], f["message"]) for f in data["findings"]]

    assert coatxl("merge", papers / "错.xlsx", papers / "错.xlsx", "-o", "合.xlsx").code == 2  # one paper is no merge
    assert coatxl("merge", papers / "一.xlsx", papers / "好.xlsx", "-o", "合.xlsx").code == 0
    assert told("合.xlsx") == told(papers / "好.xlsx")


def test_merging_twice_gives_the_same_bytes(coatxl, papers: Path, tmp_path: Path) -> None:
    for name in ("甲.xlsx", "乙.xlsx"):
        assert coatxl("merge", papers / "一.xlsx", papers / "二.xlsx", "-o", name).code == 0
    assert (tmp_path / "甲.xlsx").read_bytes() == (tmp_path / "乙.xlsx").read_bytes()


def test_files_of_one_name_are_told_apart_and_the_first_has_precedence(coatxl, papers: Path, tmp_path: Path) -> None:
    for folder, name in (("李四", "二.xlsx"), ("张三", "好.xlsx")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "底稿.xlsx").write_bytes((papers / name).read_bytes())
    assert coatxl("merge", "李四/底稿.xlsx", "张三/底稿.xlsx", "-o", "合.xlsx").code == 0
    (line,) = rows_of(tmp_path / "合.xlsx", "合并冲突")[1:]
    assert (line[3], line[5], line[6]) == ("李四/底稿.xlsx", "抽查2桶，1桶未盖", "张三/底稿.xlsx")


def test_what_cannot_be_merged_leaves_nothing(coatxl, papers: Path, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"x")
    (tmp_path / "有.xlsx").write_bytes((papers / "好.xlsx").read_bytes())
    openpyxl.Workbook().save("空.xlsx")
    cases = [
        ((papers / "好.xlsx", "坏.xlsx", "-o", "合.xlsx"), 3),
        ((papers / "好.xlsx", "空.xlsx", "-o", "合.xlsx"), 2),
        ((papers / "好.xlsx", "-o", "合.xlsx"), 2),
        ((papers / "好.xlsx", papers / "二.xlsx", "-o", "有.xlsx"), 2),
        ((papers / "好.xlsx", papers / "二.xlsx", "-o", papers / "二.xlsx", "--force"), 2),
    ]
    for arguments, code in cases:
        assert coatxl("merge", *arguments).code == code
    assert not (tmp_path / "合.xlsx").exists()
    assert (tmp_path / "有.xlsx").read_bytes() == (papers / "好.xlsx").read_bytes()
