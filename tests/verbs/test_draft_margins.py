"""What a person adds to a draft beside its cells: photos, comments, links, hidden rows go with their rows or are told."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Drawing
from papers import Grids, save
from photo_books import AFTER, BEFORE, color_of, danger, jpeg, ledger

from coatxl.annex.gallery import Gallery
from coatxl.annex.photo import Ref
from coatxl.batch.drafted import write_draft
from coatxl.batch.folder import Job
from coatxl.settings import Settings
from coatxl.standards.coating.demo_papers import mended
from coatxl.standards.coating.draft_entries import CHECKLIST, DANGERS, DraftKind
from coatxl.standards.coating.tables import ChecklistRow
from coatxl.workbook import reader

TARGET = Path("草稿.xlsx")


@pytest.fixture(autouse=True)
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Grids:
    """A paper with two items that do not conform, in the folder of the run."""
    monkeypatch.chdir(tmp_path)
    g = Grids(mended())
    for n in (3, 7):
        g.set(ChecklistRow, n, conforms="不符合", observation=f"不合格{n}", suggestion="整改")
    save(g, tmp_path / "底稿.xlsx")
    return g


def draft(kind: DraftKind = DANGERS, **options: Any) -> list[str]:
    job = Job(Path("底稿.xlsx"), "底稿.xlsx")
    return write_draft(kind, job, Settings(), TARGET, **options).lines


def pictures(path: Path = TARGET) -> dict[str, list[tuple[str, str]]]:
    """(header, colour) of the pictures of each row of the draft's table, by 隐患描述."""
    book = reader.read(path)
    sheet, gallery = book.sheets[0], Gallery(path, book.sha256)
    heads = {c: str(v).strip("*") for c, v in sheet.row(3)}
    described = next(c for c, v in heads.items() if v == "隐患描述")
    found: dict[str, list[tuple[str, str]]] = {}
    for image in sheet.images:
        content = gallery.content(Ref(part=image.part))
        assert content is not None
        found.setdefault(str(sheet.value(image.row, described)), []).append(
            (heads.get(image.col, ""), color_of(content))
        )
    return {name: sorted(each) for name, each in found.items()}


def edit(change: Any) -> None:
    book = openpyxl.load_workbook(TARGET)
    change(book.worksheets[0], {str(c.value).strip("*"): c.column for c in book.worksheets[0][4]}, book)
    book.save(TARGET)


def test_photos_go_with_their_rows_after_sorting_and_a_new_row(paper: Grids) -> None:
    draft()

    def place(sheet: Any, heads: dict[str, int], _: Any) -> None:
        for row, header, color in ((5, "整改前照片", "red"), (5, "整改前照片", "blue"), (6, "整改后照片", "green")):
            sheet.add_image(Drawing(BytesIO(jpeg(color))), sheet.cell(row, heads[header]).coordinate)

    edit(place)
    before = pictures()
    assert sorted(map(len, before.values())) == [1, 2]
    paper.set(ChecklistRow, 1, conforms="不符合", observation="新的", suggestion="整改")
    save(paper, Path("底稿.xlsx"))
    draft()
    assert len(reader.read(TARGET).sheets[0].rows) == 7
    assert pictures() == before
    content = TARGET.read_bytes()
    assert draft()[0].endswith("没有变化")
    assert TARGET.read_bytes() == content


def test_the_bytes_of_a_photo_stay_the_same() -> None:
    draft()
    photo = jpeg("red", (1600, 1200))
    edit(
        lambda sheet, heads, _: sheet.add_image(Drawing(BytesIO(photo)), sheet.cell(5, heads["整改前照片"]).coordinate)
    )
    kept = {
        Gallery(TARGET, b.sha256).content(Ref(part=i.part)) for b in [reader.read(TARGET)] for i in b.sheets[0].images
    }
    draft()
    book = reader.read(TARGET)
    assert {Gallery(TARGET, book.sha256).content(Ref(part=i.part)) for i in book.sheets[0].images} == kept


def test_pictures_in_cells_of_wps_and_excel_are_carried_as_floating_ones(tmp_path: Path) -> None:
    rows = [danger(n, risk_point="自动化喷漆线") for n in (1, 2, 3)]
    ledger(
        tmp_path / "上一稿.xlsx", rows, floating=[(1, BEFORE, jpeg("red"))], in_cell=[(2, BEFORE, jpeg("green"))],
        wps=[(3, AFTER, "ID_A", 1)], media=[jpeg("blue")],
    )  # fmt: skip
    draft(previous=tmp_path / "上一稿.xlsx")
    assert pictures() == {
        "隐患1": [("整改前照片", "red")], "隐患2": [("整改前照片", "green")], "隐患3": [("整改后照片", "blue")],
    }  # fmt: skip
    cells = {cell for row in reader.read(TARGET).sheets[0].rows for cell in row if isinstance(cell, str)}
    assert not any("DISPIMG" in cell or cell.startswith("#") for cell in cells)


def test_a_picture_that_cannot_go_with_a_row_is_told_with_its_cell() -> None:
    draft()
    edit(lambda sheet, _, book: (sheet.add_image(Drawing(BytesIO(jpeg("red"))), "C1"),
                                 book["草稿说明"].add_image(Drawing(BytesIO(jpeg("blue"))), "D4")))  # fmt: skip
    draft()
    kept = list(openpyxl.load_workbook(TARGET)["其他内容"].iter_rows(min_row=2, values_only=True))
    assert kept == [
        ("隐患清单!C1", "图片（没有带过来，仍在上一稿里）"),
        ("草稿说明!D4", "图片（没有带过来，仍在上一稿里）"),
    ]
    assert Path("草稿_上一稿.xlsx").exists()


@pytest.mark.parametrize("kind", [DANGERS, CHECKLIST])
def test_comments_hidden_rows_and_a_persons_sheet_are_carried(kind: DraftKind) -> None:
    draft(kind)
    text = "隐患描述" if kind is DANGERS else "检查项目"

    def work(sheet: Any, heads: dict[str, int], book: Any) -> None:
        sheet.cell(6, heads[text]).comment = Comment("张三：请复核", "张三")
        sheet.row_dimensions[5].hidden = True
        notes = book.create_sheet("现场记录")
        notes["B2"] = "见照片"
        notes["B2"].comment = Comment("周五补拍", "李四")
        notes.add_image(Drawing(BytesIO(jpeg("red"))), "C3")
        notes.row_dimensions[9].hidden = True

    edit(work)
    subject = openpyxl.load_workbook(TARGET).worksheets[0]
    draft(kind)
    book = openpyxl.load_workbook(TARGET)
    sheet = book.worksheets[0]
    (noted,) = [cell for line in sheet.iter_rows() for cell in line if cell.comment is not None]
    assert (noted.comment.text, noted.comment.author) == ("张三：请复核", "张三")
    assert noted.value == next(c for line in subject.iter_rows() for c in line if c.comment is not None).value
    assert [r for r in range(1, sheet.max_row + 1) if sheet.row_dimensions[r].hidden] == [5]
    assert book["现场记录"]["B2"].comment.text == "周五补拍"
    assert len(reader.read(TARGET).sheets[-1].images) == 1
    assert book["现场记录"].row_dimensions[9].hidden
    again = TARGET.read_bytes()
    draft(kind)
    assert TARGET.read_bytes() == again


def test_links_and_page_footers_are_kept_as_texts() -> None:
    draft()

    def work(sheet: Any, heads: dict[str, int], _: Any) -> None:
        sheet.cell(5, heads["依据"]).hyperlink = "https://例.cn/标准?x=1&y=2"
        sheet.oddFooter.left.text = "内部资料 R&&D"

    edit(work)
    draft()
    kept = dict(openpyxl.load_workbook(TARGET)["其他内容"].iter_rows(min_row=2, max_col=2, values_only=True))
    assert kept["隐患清单!页眉页脚"] == "内部资料 R&D"
    assert "https://例.cn/标准?x=1&y=2" in kept.values()


def test_texts_in_the_programs_own_sheets_are_kept() -> None:
    draft()

    def work(_: Any, __: Any, book: Any) -> None:
        book["草稿说明"]["C3"] = "旁边的话"
        book["草稿说明"]["B3"] = "改过的话"
        book["草稿原文"].cell(book["草稿原文"].max_row + 2, 3).value = "下面的话"
        book["草稿来源"]["A1"].value = None
        book["草稿来源"].insert_rows(1)
        book["草稿来源"]["B1"] = "上面的话"
        book.create_sheet("其他内容")["A1"] = "我自己的一页"

    edit(work)
    draft()
    book = openpyxl.load_workbook(TARGET)
    texts = [str(c.value) for c in book["其他内容"]["B"]]
    assert {"旁边的话", "改过的话", "下面的话"} <= set(texts)
    everywhere = {str(c.value) for s in book for line in s.iter_rows() for c in line if c.value is not None}
    assert {"上面的话", "我自己的一页"} <= everywhere
    assert book["其他内容(2)"]["A1"].value == "我自己的一页"
    again = TARGET.read_bytes()
    draft()
    assert TARGET.read_bytes() == again
