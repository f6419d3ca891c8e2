"""coatxl conclude as a person types it: one workbook of drafts, exit codes, and nothing lost."""

from __future__ import annotations

import hashlib
from pathlib import Path

import openpyxl
import pytest

from coatxl.batch.papers import filled_paper, new_paper
from coatxl.standards.coating.demo_papers import faulty

SHEETS = [
    "对策措施（草稿）",
    "评价结论（草稿）",
    "隐患整改复查汇总",
    "重大隐患筛查",
    "重点管控危害因素",
    "评价结果汇总",
    "结论核对",
]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    place = tmp_path / "底稿.xlsx"
    filled_paper(place, faulty())
    return place


def test_one_workbook_with_a_source_for_every_line(coatxl, paper: Path, tmp_path: Path) -> None:
    before = hashlib.sha256(paper.read_bytes()).hexdigest()
    code, out, _ = coatxl("conclude", paper, "--output", "稿.xlsx")
    assert (code, out.strip()) == (0, f"已写出 稿.xlsx：{'、'.join(SHEETS)}")
    assert hashlib.sha256(paper.read_bytes()).hexdigest() == before
    workbook = openpyxl.load_workbook(tmp_path / "稿.xlsx")
    assert workbook.sheetnames == SHEETS
    rows = [list(row) for row in workbook[SHEETS[0]].iter_rows(values_only=True)]
    assert rows[1][:3] == ["序号", "类别", "对策措施"]
    drafted = [row for row in rows[2:] if str(row[0]).isdecimal()]
    assert drafted
    assert all(row[10] for row in drafted if row[2])
    assert any(str(row[0]).startswith("来源：底稿.xlsx，") for row in rows)
    assert any(before in str(row[0]) for row in rows)


def test_without_output_it_lies_beside_the_paper_and_is_written_anew(coatxl, paper: Path) -> None:
    beside = paper.with_name("底稿_结论草稿.xlsx")
    assert coatxl("conclude", paper)[0] == 0
    first = beside.read_bytes()
    assert coatxl("conclude", paper)[0] == 0
    assert beside.read_bytes() == first


def test_a_draft_that_a_person_edited_is_not_overwritten(coatxl, paper: Path) -> None:
    coatxl("conclude", paper)
    beside = paper.with_name("底稿_结论草稿.xlsx")
    workbook = openpyxl.load_workbook(beside)
    workbook[SHEETS[0]]["C3"] = "改过"
    workbook.save(beside)
    edited = beside.read_bytes()
    code, _, err = coatxl("conclude", paper)
    assert code == 2
    assert "已被修改过" in err
    assert beside.read_bytes() == edited
    assert coatxl("conclude", paper, "--force")[0] == 0


def test_the_paper_itself_is_never_the_output(coatxl, paper: Path) -> None:
    before = paper.read_bytes()
    code, _, err = coatxl("conclude", paper, "-o", paper, "--force")
    assert (code, "不能作为输出" in err) == (2, True)
    assert paper.read_bytes() == before


def test_what_cannot_be_done_is_one_line(coatxl, paper: Path, tmp_path: Path) -> None:
    new_paper(tmp_path / "空.xlsx", rows=20)
    code, out, _ = coatxl("conclude", "空.xlsx")
    assert (code, "没有写出草稿" in out) == (2, True)
    assert not (tmp_path / "空_结论草稿.xlsx").exists()
    (tmp_path / "坏.xlsx").write_bytes(b"x")
    code, out, _ = coatxl("conclude", "坏.xlsx")
    assert (code, out.startswith("坏.xlsx：")) == (3, True)
    assert coatxl("conclude", tmp_path)[0] == 2
    code, _, err = coatxl("conclude", paper, "-o", "稿.docx")
    assert (code, "草稿写成 .xlsx" in err) == (2, True)


def test_the_acceptable_grade_of_the_command_line_decides(coatxl, paper: Path, tmp_path: Path) -> None:
    coatxl("conclude", paper, "-o", "稿.xlsx", "--max-grade", "重大风险")
    row = [cell.value for cell in openpyxl.load_workbook(tmp_path / "稿.xlsx")["结论核对"][3]]
    assert row[1:3] == ["控制风险高于可接受等级的危害因素", 0]


def test_english_is_spoken_where_it_is_asked_for(coatxl, paper: Path) -> None:
    assert coatxl("conclude", paper, "--lang", "en")[1].startswith("Wrote ")
