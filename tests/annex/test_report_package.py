"""`coatxl annex --all`: every table that 12.2 names in one workbook and one document, numbered, with a list of contents."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import docx as python_docx
import openpyxl
import pytest
from papers import CLOSED_DANGER, Grids, save
from word_tables import tables_of

from coatxl import __version__
from coatxl.annex.block import Block
from coatxl.check import dossier_of
from coatxl.cli import main
from coatxl.settings import Settings
from coatxl.standards.coating.annexes.report import ABSENT, CHAPTERS, CONTENTS, SOURCES, report
from coatxl.standards.coating.tables import (
    AnnexListRow,
    BuildingRow,
    ChecklistRow,
    ChemicalRow,
    ConclusionRow,
    CountermeasureRow,
    HiddenDangerRow,
    MajorHazardRow,
    TeamRow,
)


def _report(grids: Grids | None = None) -> list[Block]:
    return report(dossier_of((grids or paper()).book(), "底稿.xlsx"), Settings())


def paper() -> Grids:
    """The mended paper with some sheets of the other clauses."""
    grids = Grids()
    grids.add(TeamRow, person="李某", duty="组长", discipline="安全、化工", certificate="S01", verified="是")
    grids.add(
        BuildingRow, building="涂装车间", purpose="喷漆", structure="钢结构", fire_class="甲类", resistance="二级"
    )
    grids.add(ChemicalRow, name="稀释剂", use="稀释剂", hazardous="是", highly_toxic="否", drug_precursor="是")
    grids.add(HiddenDangerRow, **CLOSED_DANGER)
    grids.add(CountermeasureRow, kind="隐患排查", measure="每月对喷漆室排风联锁做一次切断试验并记录", involved="涉及")
    grids.add(
        ConclusionRow, item="综合评价结论", text="风险可接受，符合安全生产条件", acceptance="可接受", conformity="符合"
    )
    return grids.add(AnnexListRow, kind="合规运营证明", name="营业执照", copies="1")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both outputs of one paper, written beside it."""
    folder = tmp_path_factory.mktemp("报告")
    path = save(paper(), folder / "底稿.xlsx")
    with pytest.raises(SystemExit) as stop:
        main(["annex", "--all", str(path)])
    sys.stdout.flush()
    assert not stop.value.code
    return folder


def test_one_workbook_and_one_document_are_written(made: Path) -> None:
    assert sorted(p.name for p in made.iterdir()) == ["底稿.xlsx", "底稿_报告表格.docx", "底稿_报告表格.xlsx"]


def test_contents_come_first_and_name_every_table_of_the_standard(made: Path) -> None:
    blocks = report(dossier_of(paper().book(), "底稿.xlsx"), Settings())
    contents = blocks[0]
    assert contents.title == CONTENTS
    lines = [[cell.text for cell in row] for row in contents.rows[1:]]
    named = {line[1] for line in lines}
    wanted = {name for chapter in CHAPTERS for name in chapter.tables}
    assert {block.table for block in blocks[1:-1]} <= wanted
    assert {line[1] for line in lines if line[3] == ABSENT} == wanted - {block.table for block in blocks[1:-1]}
    assert {block.title for block in blocks[1:-1]} <= {name.partition("（")[0] for name in named} | named
    shown = tables_of(python_docx.Document(made / "底稿_报告表格.docx"))
    assert [row[0] for row in shown[0].texts[1:]] == [line[0] for line in lines]


def test_contents_count_entries_and_neither_group_rows_nor_sums() -> None:
    grids = paper()
    lines = {line[1].text: line[3].text for line in _report(grids)[0].rows[1:]}
    assert lines["安全检查表"] == str(len(grids.rows[ChecklistRow]))
    assert lines["安全隐患清单"] == "1"


def test_chemicals_and_major_hazards_belong_to_the_analysis_of_hazards() -> None:
    (chapter,) = [chapter for chapter in CHAPTERS if chapter.part.startswith("3 ")]
    assert chapter.part == "3 危害因素分析"
    assert {ChemicalRow.title, MajorHazardRow.title} <= set(chapter.tables)


def test_below_each_table_stands_one_short_line_and_the_whole_record_once_at_the_end() -> None:
    *tables, last = _report()
    for block in tables:
        (line,) = block.provenance.lines()
        assert line.startswith("来源：底稿.xlsx")
        assert "SHA-256 000000000000）" in line
        assert line.endswith(f"设置等见“{SOURCES}”")
    (checklist,) = [block for block in tables if block.table == "安全检查表"]
    assert "“安全检查表”第2～" in checklist.provenance.lines()[0]
    texts = [cell.text for row in last.rows for cell in row]
    assert (last.caption, texts.count("0" * 64)) == (SOURCES, 1)
    assert {s.sheet for block in tables for s in block.provenance.sources} <= {*texts, ""}
    assert any("分级界" in text for text in texts)
    assert f"coatxl {__version__}" in texts
    assert any("涂装企业安全现状评价导则" in text for text in texts)


def test_the_document_says_a_digest_in_full_once(made: Path) -> None:
    document = python_docx.Document(made / "底稿_报告表格.docx")
    digest = hashlib.sha256((made / "底稿.xlsx").read_bytes()).hexdigest()
    lines = [p.text for p in document.paragraphs if digest[:12] in p.text]
    assert len(lines) > len(CHAPTERS)
    assert not any(digest in line for line in lines)
    cells = [cell for table in tables_of(document) for row in table.texts for cell in row]
    assert digest in cells


def test_tables_are_numbered_on_and_the_annexes_apart(made: Path) -> None:
    captions = [table.caption for table in tables_of(python_docx.Document(made / "底稿_报告表格.docx"))]
    body = [c for c in captions if c.startswith("表")]
    annexes = [c for c in captions if c.startswith("附表")]
    assert [c.split("　")[0] for c in body] == [f"表{n}" for n in range(1, len(body) + 1)]
    assert [c.split("　")[0] for c in annexes] == [f"附表{n}" for n in range(1, len(annexes) + 1)]
    assert any("安全隐患清单" in c for c in body)
    assert any("关系表" in c for c in annexes)
    assert captions.index(next(c for c in captions if "安全隐患清单" in c)) < captions.index(annexes[0])


def test_workbook_and_document_hold_the_same_tables_in_the_same_order(made: Path) -> None:
    shown = tables_of(python_docx.Document(made / "底稿_报告表格.docx"))
    book = openpyxl.load_workbook(made / "底稿_报告表格.xlsx")
    cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    found = [c for c in cells if c.startswith(("表", "附表")) and "　" in c and "（续）" not in c]
    assert found == [table.caption for table in shown if "　" in table.caption]


def test_the_catalogues_of_a_chemical_stand_in_one_column() -> None:
    blocks = report(dossier_of(paper().book(), "底稿.xlsx"), Settings())
    chemicals = next(block for block in blocks if block.table == ChemicalRow.title)
    heads, first = ([cell.text for cell in row] for row in chemicals.rows)
    assert dict(zip(heads, first, strict=True))["列入的目录"] == "易制毒化学品"


def test_every_table_fits_its_page_and_says_where_it_comes_from() -> None:
    for block in report(dossier_of(paper().book(), "底稿.xlsx"), Settings()):
        assert min(block.widths) >= 1
        assert block.provenance.sources


def test_twice_the_same_bytes(made: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["annex", "--all", str(made / "底稿.xlsx"), "--output", str(tmp_path)])
    for name in ("底稿_报告表格.docx", "底稿_报告表格.xlsx"):
        assert (tmp_path / name).read_bytes() == (made / name).read_bytes()


def test_a_paper_without_data_makes_no_package(tmp_path: Path) -> None:
    path = tmp_path / "空.xlsx"
    for words, code in ((["new", str(path)], 0), (["annex", "--all", str(path)], 2)):
        with pytest.raises(SystemExit) as stop:
            main(words)
        assert (stop.value.code or 0) == code
    assert [p.name for p in tmp_path.iterdir()] == ["空.xlsx"]


def test_all_and_a_template_are_not_meant_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = save(paper(), tmp_path / "底稿.xlsx")
    with pytest.raises(SystemExit) as stop:
        main(["annex", "--all", "--template", str(path), str(path)])
    assert stop.value.code == 2
    assert "--template" in capsys.readouterr().err
