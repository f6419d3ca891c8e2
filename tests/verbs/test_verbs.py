"""chain, diff and standards as a person types them: text, json, xlsx, exit codes, and outputs that lose nothing."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coatxl.batch.papers import filled_paper
from coatxl.reports.chain_model import LEVELS
from coatxl.standards.coating.demo_papers import as_printed, faulty, mended
from coatxl.standards.coating.register import RegisterRow, shipped_entries
from coatxl.standards.coating.tables import ChecklistRow, HiddenDangerRow


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two rounds, 一轮 and 二轮, of the papers 错 and 原样; 好 is in the second only."""
    folder = tmp_path_factory.mktemp("项目 夹")
    for name in ("一轮", "二轮"):
        (folder / name).mkdir()
    for name, make in (("错", faulty), ("原样", as_printed)):
        filled_paper(folder / "一轮" / f"{name}.xlsx", make())
        paper = make()
        if name == "错":
            paper.rows[HiddenDangerRow][1]["state"] = "销号"
            paper.rows[ChecklistRow][3]["observation"] = "已写入操作规程"
        filled_paper(folder / "二轮" / f"{name}.xlsx", paper)
    filled_paper(folder / "二轮" / "好.xlsx", mended())
    return folder


def sheet_of(path: Path, name: str) -> list[list[Any]]:
    return [list(row) for row in openpyxl.load_workbook(path)[name].iter_rows(values_only=True)]


# --- chain -------------------------------------------------------------------------------------------


def test_chain_as_json_keeps_its_contract(coatxl, papers: Path) -> None:
    said = coatxl("chain", papers / "一轮", "--format", "json")
    data = json.loads(said.out)
    assert (said.code, data["schema"]) == (0, "coatxl.chain/1")
    assert [(j["from"], j["to"]) for j in data["joints"]] == list(pairwise(LEVELS))
    assert [f["path"] for f in data["files"]] == ["原样.xlsx", "错.xlsx"]
    for n, joint in enumerate(data["joints"]):
        own = [file["joints"][n] for file in data["files"]]
        assert joint["links"] == sum(each["links"] for each in own)
        assert len(joint["orphans"]) == sum(len(each["orphans"]) for each in own)
        assert all(o["file"] and o["sheet"] and o["cell"] and o["side"] in {"from", "to"} for o in joint["orphans"])
    unchecked = data["joints"][4]["orphans"][0]
    assert (unchecked["file"], unchecked["side"], unchecked["lacks"]) == ("原样.xlsx", "from", "检查项目")
    assert unchecked["text"] == "在喷漆房入口设置禁火标志，划定禁火区。"


def test_chain_as_text_shows_the_matrix_and_each_cell(coatxl, papers: Path) -> None:
    said = coatxl("chain", papers / "一轮" / "原样.xlsx")
    lines = said.out.splitlines()
    assert said.code == 0
    assert lines[0] == "原样.xlsx"
    assert lines[6].split() == ["风险管控措施", "→", "检查项目", "29", "1", "–"]
    assert "  危害因素描述!J27  没有检查项目：在喷漆房入口设置禁火标志，划定禁火区。" in said.out
    assert "链条完整" in coatxl("chain", papers / "二轮" / "好.xlsx").out
    assert "合计 2 个文件" in coatxl("chain", papers / "一轮").out


def test_chain_as_workbook_links_to_the_cells(coatxl, papers: Path, tmp_path: Path) -> None:
    said = coatxl("chain", papers / "一轮", "--format", "xlsx")
    assert (said.code, said.err.strip()) == (0, "已写出 链条覆盖.xlsx")
    matrix, loose = sheet_of(tmp_path / "链条覆盖.xlsx", "链条矩阵"), sheet_of(tmp_path / "链条覆盖.xlsx", "断开处")
    assert matrix[3] == ["文件", "前项", "后项", "链接", "前项缺后项", "后项缺前项", "说明"]
    assert len(matrix) == 4 + 2 * 9
    assert [
        "原样.xlsx",
        "风险管控措施 → 检查项目",
        "危害因素描述!J27",
        "在喷漆房入口设置禁火标志，划定禁火区。",
        "检查项目",
        None,
    ] in loose
    links = openpyxl.load_workbook(tmp_path / "链条覆盖.xlsx")["断开处"]
    assert links["C5"].hyperlink.location.startswith("'")


def test_a_file_that_cannot_be_read_is_three_and_the_rest_is_shown(coatxl, papers: Path, tmp_path: Path) -> None:
    (tmp_path / "夹").mkdir()
    (tmp_path / "夹" / "坏.xlsx").write_bytes(b"x")
    (tmp_path / "夹" / "好.xlsx").write_bytes((papers / "二轮" / "好.xlsx").read_bytes())
    for verb in ("chain", "standards"):
        said = coatxl(verb, "夹", "--format", "json")
        files = {f["path"]: f["status"] for f in json.loads(said.out)["files"]}
        assert (said.code, files) == (3, {"坏.xlsx": "unreadable", "好.xlsx": "read"})
        text = coatxl(verb, "夹")
        assert (text.code, "打不开：坏.xlsx" in text.out) == (3, True)
    (tmp_path / "夹2").mkdir()
    (tmp_path / "夹2" / "坏.xlsx").write_bytes((papers / "二轮" / "好.xlsx").read_bytes())
    (tmp_path / "夹2" / "好.xlsx").write_bytes((papers / "二轮" / "好.xlsx").read_bytes())
    said = coatxl("diff", "夹", "夹2", "--format", "json")
    assert said.code == 3
    assert [f["status"] for f in json.loads(said.out)["files"]] == ["unreadable", "compared"]


# --- diff --------------------------------------------------------------------------------------------


def test_diff_of_two_folders_by_name(coatxl, papers: Path) -> None:
    said = coatxl("diff", papers / "一轮", papers / "二轮", "--format", "json")
    data = json.loads(said.out)
    assert (said.code, data["schema"]) == (0, "coatxl.diff/1")
    assert [(f["before"], f["after"], f["status"]) for f in data["files"]] == [
        ("原样.xlsx", "原样.xlsx", "compared"), (None, "好.xlsx", "single"), ("错.xlsx", "错.xlsx", "compared"),
    ]  # fmt: skip
    assert data["files"][0]["changes"] == []
    changes = data["files"][2]["changes"]
    assert [(c["table"], c["column"], c["after"]["text"]) for c in changes] == [
        ("安全检查表", "检查结果", "已写入操作规程"), ("隐患清单", "整改状态", "销号"),
    ]  # fmt: skip
    (move,) = data["files"][2]["moves"]
    assert (move["from"], move["to"], move["legal"]) == ("整改中", "销号", False)
    assert data["summary"] == {"column": 0, "changed": 2, "added": 0, "removed": 0, "renumbered": 0, "illegal_moves": 1}


def test_diff_as_text(coatxl, papers: Path) -> None:
    said = coatxl("diff", papers / "一轮" / "错.xlsx", papers / "二轮" / "错.xlsx")
    assert said.out.splitlines()[0] == "错.xlsx  修改 2，不允许的状态变化 1"
    assert "        + 已写入操作规程" in said.out
    assert "整改中 → 销号  不允许：跳过了“已整改”：没有整改完成日期" in said.out
    assert "没有变化" in coatxl("diff", papers / "一轮" / "原样.xlsx", papers / "二轮" / "原样.xlsx").out
    assert "只在后一轮" in coatxl("diff", papers / "一轮", papers / "二轮").out


def test_diff_as_the_table_of_edits_for_the_reviewer(coatxl, papers: Path, tmp_path: Path) -> None:
    said = coatxl("diff", papers / "一轮", papers / "二轮", "--format", "xlsx", "--output", "对照.xlsx")
    assert said.code == 0
    rows = sheet_of(tmp_path / "对照.xlsx", "修改对照表")
    assert rows[0][0] == "专家意见修改对照表"
    assert rows[3] == ["序号", "表", "对象", "栏目", "变化", "修改前", "修改后", "修改前位置", "修改后位置", "文件"]
    assert [row[0] for row in rows[4:]] == [1, 2]
    assert rows[5][1:7] == [
        "隐患清单",
        "自动化喷漆线／2／安全门外堆放工件，通道不畅",
        "整改状态",
        "修改",
        "整改中",
        "销号",
    ]
    assert rows[5][7] == rows[5][8] == "隐患清单!O6"
    states = sheet_of(tmp_path / "对照.xlsx", "整改状态变化")
    assert states[4][1:5] == ["整改中", "销号", "不允许", "跳过了“已整改”：没有整改完成日期"]


def test_diff_refuses_what_is_no_pair(coatxl, papers: Path) -> None:
    said = coatxl("diff", papers / "一轮", papers / "二轮" / "错.xlsx")
    assert (said.code, said.err) == (2, "错误：要比较的两轮应都是文件，或都是文件夹\n")
    assert coatxl("diff", papers / "一轮", papers / "没有").code == 2


# --- standards ---------------------------------------------------------------------------------------


def test_standards_as_of_two_dates(coatxl, papers: Path) -> None:
    one = coatxl("standards", papers / "二轮" / "好.xlsx", "--date", "2026-09-30", "--format", "json")
    two = coatxl("standards", papers / "二轮" / "好.xlsx", "--date", "2024-09-30", "--format", "json")
    now, earlier = json.loads(one.out), json.loads(two.out)
    assert (one.code, now["schema"], now["files"][0]["day"]) == (0, "coatxl.standards/1", "2026-09-30")
    assert now["summary"]["superseded"] > 10
    assert earlier["summary"]["superseded"] == 0
    assert {p["cited"] for p in now["problems"] if p["verdict"] == "superseded"} == {"GB14444-2006"}


def test_standards_as_text_names_each_fault_once_with_its_cells(coatxl, papers: Path) -> None:
    out = coatxl("standards", papers / "一轮" / "原样.xlsx").out
    assert out.count("查无此号  AQ5024-2008") == 1
    assert "        安全检查表!E5\n" in out
    assert "等 11 处" in out


def test_standards_as_workbook(coatxl, papers: Path, tmp_path: Path) -> None:
    assert coatxl("standards", papers / "一轮", "--format", "xlsx").code == 0
    rows = sheet_of(tmp_path / "引用标准核对.xlsx", "引用标准")
    assert rows[3] == ["文件", "位置", "引用", "结论", "说明", "登记册条目"]
    assert ["错.xlsx", "安全检查表!E5", "AQ5024-2008", "查无此号"] in [row[:4] for row in rows[4:]]


def test_the_register_is_written_extended_and_read_back(coatxl, papers: Path, tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲" / "底稿.xlsx").write_bytes((papers / "二轮" / "好.xlsx").read_bytes())
    assert coatxl("standards", "--export", "登记册.xlsx").code == 0
    assert coatxl("standards", "--export", "登记册.xlsx").code == 0  # nobody changed it
    rows = sheet_of(tmp_path / "登记册.xlsx", RegisterRow.sheet)
    assert len(rows) == len(shipped_entries()) + 1

    book = openpyxl.load_workbook("登记册.xlsx")
    sheet = book[RegisterRow.sheet]
    (row,) = [r for r in range(2, sheet.max_row + 1) if sheet.cell(r, 1).value == "GB6514-2023"]
    sheet.cell(row, 3).value, sheet.cell(row, 5).value = "已代替", "GB 6514-2030"
    book.save("登记册.xlsx")
    assert coatxl("standards", "--export", "登记册.xlsx").code == 2  # a person changed it
    (tmp_path / "coatxl.toml").write_text('[standards]\nregister = "登记册.xlsx"\n', "utf-8")
    data = json.loads(coatxl("standards", "甲", "--format", "json").out)
    assert {p["cited"] for p in data["problems"] if p["verdict"] == "superseded"} == {"GB6514-2023"}
    checked = json.loads(coatxl("check", "甲", "--format", "json").out)
    assert [f["rule"] for f in checked["findings"] if f["severity"] != "info"] == ["CX5.3-02"] * 2
    assert "登记册.xlsx" in str(checked["settings"])
    again = coatxl("standards", "--export", "又.xlsx")
    assert again.code == 0
    assert "GB 6514-2030" in str(sheet_of(tmp_path / "又.xlsx", RegisterRow.sheet))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "登记册.xlsx 不能用："),
        (lambda path: path.write_bytes(b"x"), "登记册.xlsx 不能用："),
        (lambda path: save(path, [["甲", "乙"], ["1", "2"]]), "没有“标准号”和“状态”两列，或表中没有数据"),
        (lambda path: save(path, [["标准号*", "题名*", "状态*"], ["GB 1-2000", "甲", "不知道"]]), "引用标准登记册!C2"),
        (lambda path: save(path, [["标准号*", "题名*", "状态*", "实施日期"], ["GB 1-2000", "甲", "现行", "明年"]]), "引用标准登记册!D2"),
    ],
    ids=["missing", "no workbook", "another table", "unknown status", "no date"],
)  # fmt: skip
def test_a_broken_register_is_one_line(coatxl, papers: Path, tmp_path: Path, make: Any, said: str) -> None:
    make(tmp_path / "登记册.xlsx")
    (tmp_path / "底稿.xlsx").write_bytes((papers / "二轮" / "好.xlsx").read_bytes())
    (tmp_path / "coatxl.toml").write_text('[standards]\nregister = "登记册.xlsx"\n', "utf-8")
    for verb in ("check", "standards", "chain"):
        found = coatxl(verb, "底稿.xlsx")
        assert (found.code, found.out) == (2, "")
        assert found.err.startswith("错误：设置 ")
        assert "standards.register" in found.err
        assert said in found.err
        assert found.err.count("\n") == 1


def save(path: Path, rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = RegisterRow.sheet
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_standards_without_a_paper_says_what_it_needs(coatxl) -> None:
    said = coatxl("standards")
    assert said.code == 2
    assert "--export" in said.err


# --- all three ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", [("chain", "一轮"), ("standards", "一轮"), ("diff", "一轮", "二轮")])
@pytest.mark.parametrize("name", ["json", "xlsx"])
def test_two_runs_give_the_same_bytes(coatxl, papers: Path, tmp_path: Path, verb: tuple[str, ...], name: str) -> None:
    outputs = []
    for n in (1, 2):
        target = tmp_path / f"结果.{name}"
        assert coatxl(verb[0], *(papers / part for part in verb[1:]), "--format", name, "--output", target).code == 0
        outputs.append(target.read_bytes())
        target.rename(tmp_path / f"{n}.{name}")
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize("verb", [("chain", "错.xlsx"), ("standards", "错.xlsx"), ("diff", "错.xlsx", "错.xlsx")])
def test_an_input_is_never_the_output(coatxl, papers: Path, verb: tuple[str, ...]) -> None:
    paths = [papers / "一轮" / part for part in verb[1:]]
    before = paths[0].read_bytes()
    assert coatxl(verb[0], *paths, "--format", "xlsx", "--output", paths[0], "--force").code == 2
    assert paths[0].read_bytes() == before


@pytest.mark.parametrize("verb", [("chain", "错.xlsx"), ("standards", "错.xlsx"), ("diff", "错.xlsx", "错.xlsx")])
def test_english_texts(coatxl, papers: Path, verb: tuple[str, ...]) -> None:
    said = coatxl(verb[0], *(papers / "一轮" / part for part in verb[1:]), "--lang", "en")
    assert {"chain": "Leads nowhere", "standards": "citations as of", "diff": "no change"}[verb[0]] in said.out
