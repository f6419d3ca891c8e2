"""The photos of a paper as one list: every picture and file at its hidden danger, and the rules that judge them."""

from __future__ import annotations

from typing import Any

import pytest
from papers import Grids, judge
from photo_books import AFTER, BEFORE, FIELDS, danger, jpeg, ledger

from coatxl.annex.photo_names import PhotoNames
from coatxl.check import check_book, dossier_of
from coatxl.settings import PhotoSettings, Settings
from coatxl.standards.coating.evidence import Evidence
from coatxl.standards.coating.tables import HiddenDangerRow
from coatxl.workbook.book import Merge, Picture
from coatxl.workbook.reader import read

SHEET = "隐患清单"


def paper(*rows: dict[str, Any], images: tuple[tuple[int, int, str], ...] = ()):
    """A clean paper with these hidden dangers and pictures; rows and columns 0-based, the first hidden danger in row 1."""
    grids = Grids()
    for n, values in enumerate(rows, 1):
        grids.add(HiddenDangerRow, **danger(n, **values))
    book = grids.book()
    (sheet,) = (s for s in book.sheets if s.name == SHEET)
    sheet.images = [Picture(row, col, part) for row, col, part in images]
    sheet.pictures = {(row, col) for row, col, _ in images}
    return book, sheet


def listed(book, names=None, **options):
    """(number of the hidden danger, side, where it lies or what lacks) of each exhibit."""
    found = Evidence(dossier_of(book, "甲厂/底稿.xlsx"), None if names is None else PhotoNames(names), **options)
    return [
        (e.row.number if e.row else "", e.side, e.ref.part or e.ref.file if e.ref else e.lack) for e in found.exhibits
    ]


def told(book, *, files=None, **photo):
    settings = Settings(photo=PhotoSettings(files=files, **photo))
    rules = ("CX6.1-", "CX10.2-")
    return [(f.rule, f.cell) for f in judge(book, settings)[0] if f.rule.startswith(rules) and f.sheet == SHEET]


# --- one list --------------------------------------------------------------------------------------------


def test_all_kinds_become_one_list_in_the_order_of_the_ledger(tmp_path):
    red, green, blue, yellow = (jpeg(color) for color in ("red", "lime", "blue", "yellow"))
    rows = [danger(1), danger(2, photo_after="修好.jpg"), danger(3), danger(4)]
    path = ledger(
        tmp_path / "三种.xlsx", rows, floating=[(1, BEFORE, red), (4, BEFORE, red), (4, 0, yellow)], in_cell=[(2, BEFORE, blue)],
        wps=[(3, BEFORE, "ID_B", 1), (3, AFTER, "ID_A", 1)], media=[green],
    )  # fmt: skip
    found = listed(read(path), ["1-后.jpg", "全景.jpg", "修好.jpg"])
    assert [(number, side) for number, side, _ in found] == [
        ("1", "before"), ("1", "after"), ("2", "before"), ("2", "after"), ("3", "before"), ("3", "after"), ("4", "before"),
        ("4", None), ("", None),
    ]  # fmt: skip
    where = [where for *_, where in found]
    assert where[1] == "1-后.jpg"
    assert where[3] == "修好.jpg"
    assert where[4] == where[5] == "/xl/media/wps1.jpeg"
    assert where[0] == where[6]
    assert where[8] == "全景.jpg"


def test_picture_beside_the_column_and_beside_the_rows():
    book, _ = paper({}, images=((1, BEFORE, "a"), (1, 0, "b"), (9, BEFORE, "c"), (0, BEFORE, "d")))
    assert listed(book) == [("1", "before", "a"), ("1", None, "b"), ("", None, "d"), ("", None, "c")]


def test_picture_within_a_merged_hidden_danger():
    book, sheet = paper({}, {})
    sheet.rows[2:2] = [[None] * len(sheet.rows[0]) for _ in range(2)]
    sheet.merges = [Merge(1, FIELDS.index("description"), 3, FIELDS.index("description"))]
    sheet.images = [Picture(3, AFTER, "a"), Picture(4, AFTER, "b")]
    assert listed(book) == [("1", "after", "a"), ("2", "after", "b")]


def test_a_picture_that_is_not_in_the_file_says_so():
    book, _ = paper({}, images=((1, BEFORE, ""),))
    assert listed(book) == [("1", "before", "not_stored")]


def test_names_in_cells_without_a_folder_in_it_twice_and_not_in_it():
    book, _ = paper({"photo_before": "a.jpg、b.jpg", "photo_after": "无"}, {"photo_before": "/"})
    assert listed(book) == [("1", "before", "no_folder"), ("1", "before", "no_folder")]
    assert listed(book, ["x/a.jpg", "y/a.jpg"]) == [
        ("1", "before", "several"), ("1", "before", "not_found"), ("", None, "x/a.jpg"), ("", None, "y/a.jpg"),
    ]  # fmt: skip


def test_a_file_that_is_named_is_not_found_by_its_number_again():
    book, _ = paper({}, {"photo_after": "1-前.jpg"})
    assert listed(book, ["1-前.jpg", "1-后.jpg"]) == [("1", "after", "1-后.jpg"), ("2", "after", "1-前.jpg")]


def test_number_of_two_hidden_dangers_is_nobodys():
    book, _ = paper({"number": "7"}, {"number": "7"})
    assert listed(book, ["7.jpg"]) == [("", None, "7.jpg")]
    (exhibit,) = Evidence(dossier_of(book, "底稿.xlsx"), PhotoNames(["7.jpg"])).exhibits
    assert exhibit.problem.zh == "有2条隐患是这个编号，照片不知归谁：7.jpg"


def test_second_number_of_a_ledger():
    book, sheet = paper({}, {})
    for row, value in zip(sheet.rows, ("隐患编号", "YH-003", "YH-004"), strict=True):
        row.append(value)
    assert listed(book, ["YH-003_整改后.jpg", "2.jpg"]) == [
        ("1", "after", "YH-003_整改后.jpg"),
        ("2", "before", "2.jpg"),
    ]


def test_papers_that_share_a_folder_find_numbers_in_their_own_only():
    book, _ = paper({"photo_after": "共用.jpg"}, {})
    names = ["1.jpg", "底稿/2.jpg", "别的/2.jpg", "共用.jpg"]
    assert listed(book, names, by_paper=True) == [("1", "after", "共用.jpg"), ("2", "before", "底稿/2.jpg")]


# --- rules -----------------------------------------------------------------------------------------------


OWN = ((1, BEFORE, "a"), (1, AFTER, "b"), (2, BEFORE, "c"), (2, AFTER, "d"))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ((), []),
        (((2, BEFORE, "a"),), [("CX6.1-05", "T3")]),
        (((2, AFTER, "a"),), [("CX6.1-05", "U3")]),
        (((1, AFTER, "a"),), [("CX10.2-02", "U2")]),
        (((2, BEFORE, "a"), (2, AFTER, "a")), [("CX6.1-05", "T3"), ("CX10.2-02", "U3")]),
        (((2, BEFORE, "a"), (2, AFTER, "b")), [("CX6.1-05", "T3")]),
        (((2, BEFORE, ""), (1, BEFORE, "")), []),
    ],
)
def test_one_picture_in_two_places(changed, expected):
    images = {(row, col): part for row, col, part in (*OWN, *changed)}
    book, _ = paper({}, {}, images=tuple((*place, part) for place, part in images.items()))
    assert told(book) == expected


def test_one_picture_twice_in_a_cell_and_a_further_one_after_are_no_fault():
    book, _ = paper({}, images=((1, BEFORE, "a"), (1, BEFORE, "a"), (1, AFTER, "b")))
    assert told(book) == []


def test_logo_in_every_row_beside_the_photos_is_no_evidence():
    book, _ = paper({}, {}, images=(*OWN, (1, 0, "logo"), (2, 0, "logo")))
    assert told(book) == []


def test_the_findings_name_the_other_place():
    book, _ = paper({}, {}, images=(*OWN[:2], (2, BEFORE, "a"), (2, AFTER, "a")))
    messages = {f.rule: (f.severity, f.message) for f in judge(book)[0]}
    assert messages["CX6.1-05"] == ("warning", "隐患“隐患2”的照片与T2（隐患“隐患1”）是同一张")
    assert messages["CX10.2-02"] == ("error", "隐患“隐患2”的整改后照片与整改前照片（T3）是同一张")


def test_pictures_of_a_real_file_are_judged(tmp_path):
    red, green = jpeg("red"), jpeg("lime")
    path = ledger(
        tmp_path / "底稿.xlsx", [danger(1), danger(2)], floating=[(1, BEFORE, red)], in_cell=[(1, AFTER, green)],
        wps=[(2, BEFORE, "ID_A", 1), (2, AFTER, "ID_B", 1)], media=[red],
    )  # fmt: skip
    report = check_book(read(path), Settings())
    found = [(f.rule, f.cell) for f in report.findings if f.sheet == SHEET]
    assert found == [("CX6.1-05", "T3"), ("CX10.2-02", "U3")]


BOTH = {"photo_before": "a.jpg", "photo_after": "b.jpg"}


@pytest.mark.parametrize(
    ("values", "files", "expected"),
    [
        (BOTH, None, []),
        (BOTH, ("a.jpg", "夹/B.JPG"), []),
        (BOTH, ("a.jpg",), [("CX10.2-01", "U2")]),
        (BOTH, (), [("CX6.1-03", "T2"), ("CX10.2-01", "U2")]),
        ({}, ("1-前.jpg", "1-后.jpg"), []),
        ({}, ("1-前.jpg",), [("CX10.2-01", "U2")]),
        ({}, ("2-前.jpg", "2-后.jpg"), [("CX6.1-03", "T2"), ("CX10.2-01", "U2")]),
        (BOTH, ("x/a.jpg", "y/a.jpg", "b.jpg"), []),
        (BOTH | {"recheck": "未整改", "state": "整改中"}, ("a.jpg",), []),
    ],
)
def test_photo_folder_is_looked_into(values, files, expected):
    book, _ = paper(values)
    assert told(book, files=files) == expected


def test_absent_file_is_named_and_can_be_let_be():
    book, _ = paper({"photo_before": "a.jpg、c.jpg", "photo_after": "b.jpg"})
    settings = Settings(photo=PhotoSettings(files=("a.jpg", "b.jpg")))
    (finding,) = (f for f in judge(book, settings)[0] if f.sheet == SHEET)
    assert finding.message == "隐患“隐患1”的整改前照片“c.jpg”在照片文件夹里找不到"
    assert told(book, files=("a.jpg", "b.jpg"), check_files=False) == []


def test_ledger_without_recheck_is_satisfied_by_a_file_with_its_number():
    book, sheet = paper({"photo_before": "a.jpg"})
    col = sheet.rows[0].index(HiddenDangerRow.fields["recheck"].title)
    for row in sheet.rows:
        del row[col]
    closed = [f.message for f in judge(book)[0] if f.rule == "CX10.1-03"]
    settings = Settings(photo=PhotoSettings(files=("a.jpg", "1-后.jpg")))
    assert closed == ["隐患“隐患1”的整改状态为“销号”，没有整改后照片"]
    assert [f for f in judge(book, settings)[0] if f.rule == "CX10.1-03"] == []


# --- files that are no photos ----------------------------------------------------------------------------


def test_a_file_that_cannot_be_opened_is_no_photo_and_says_so_once_in_check():
    book, _ = paper({"photo_after": "7-后.jpg"}, {"photo_before": "b.jpg"}, {"photo_before": "b.jpg"})
    files = ("1-前.heic", "7-后.jpg", "b.jpg", "2-后.jpg", "3-后.jpg")
    assert told(book, files=files) == []
    settings = Settings(photo=PhotoSettings(files=files, unopenable=(("1-前.heic", "heic"), ("7-后.jpg", "broken"))))
    found = {(f.rule, f.cell): f.message for f in judge(book, settings)[0] if f.rule in ("CX6.1-03", "CX10.2-01")}
    assert found == {
        ("CX6.1-03", "T2"): "隐患“隐患1”的整改前照片：HEIC格式不能读取，请转为 jpg：1-前.heic",
        ("CX10.2-01", "U2"): "隐患“隐患1”的整改后照片：照片打不开：7-后.jpg",
    }


def test_a_photo_that_can_be_opened_beside_one_that_cannot_is_evidence_and_the_other_is_told():
    book, _ = paper({"photo_before": "a.jpg、c.jpg", "photo_after": "b.jpg"})
    files = ("a.jpg", "b.jpg", "c.jpg")
    assert told(book, files=files, unopenable=(("c.jpg", "broken"),)) == [("CX6.1-03", "T2")]
    assert told(book, files=files, unopenable=(("c.jpg", "broken"),), check_files=False) == [("CX6.1-03", "T2")]


def test_a_ledger_without_recheck_is_not_closed_by_a_file_that_is_no_photo():
    book, sheet = paper({"photo_before": "a.jpg", "photo_after": "b.jpg"})
    col = FIELDS.index("recheck")
    for row in sheet.rows:
        row[col] = None
    settings = Settings(photo=PhotoSettings(files=("a.jpg", "b.jpg"), unopenable=(("b.jpg", "broken"),)))
    assert [f.rule for f in judge(book, settings)[0] if f.rule == "CX10.1-03"] == ["CX10.1-03"]
    whole = Settings(photo=PhotoSettings(files=("a.jpg", "b.jpg")))
    assert [f.rule for f in judge(book, whole)[0] if f.rule == "CX10.1-03"] == []
