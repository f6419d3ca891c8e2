"""`coatxl photos`, and the photos of `coatxl annex` and `coatxl check`, as a person types them."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import zipfile
import zlib

import docx as python_docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from photo_books import AFTER, BEFORE, GPS, TURNED, color_of, danger, jpeg, ledger, write_parts
from PIL import Image
from word_tables import photos_of, tables_of

from coatxl.cli import main

RED, GREEN, BLUE, YELLOW, MAGENTA = (jpeg(color) for color in ("red", "lime", "blue", "yellow", "magenta"))
SHEET, COMPARISON = "隐患清单", "整改前后对照"


@pytest.fixture
def coatxl(capfd, monkeypatch, tmp_path):
    monkeypatch.delenv("COATXL_DEBUG", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*arguments, code=0):
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(each) for each in arguments])
        sys.stdout.flush()
        said = capfd.readouterr()
        assert (stop.value.code or 0, "Traceback" in said.err) == (code, False), said
        return said

    return run


@pytest.fixture
def book(tmp_path):
    """All three kinds of picture, red in two hidden dangers, green in two cells with one file; a folder for the rest."""
    rows = [danger(n) for n in range(1, 7)]
    rows[4]["photo_after"] = "修好.jpg、没有.jpg"
    folder = tmp_path / "照片"
    (folder / "旧").mkdir(parents=True)
    (folder / "修好.jpg").write_bytes(YELLOW)
    (folder / "6-后.jpg").write_bytes(jpeg("magenta", (300, 400), orientation=TURNED))
    (folder / "旧" / "全景.jpg").write_bytes(jpeg("red", (50, 50)))
    return ledger(
        tmp_path / "底稿.xlsx", rows, floating=[(1, BEFORE, RED), (5, BEFORE, RED)],
        in_cell=[(2, BEFORE, BLUE), (1, AFTER, YELLOW)],
        wps=[(3, BEFORE, "ID_B", 2), (3, AFTER, "ID_A", 2), (4, BEFORE, "ID_C", 1)], media=[MAGENTA, GREEN],
    )  # fmt: skip


# What must stand where: 整改前 and 整改后 of the six hidden dangers.
COLORS = [
    ("red", "yellow"), ("blue", None), ("green", "green"), ("magenta", None), ("red", "yellow"), (None, "magenta"),
]  # fmt: skip


def colors_in_word(path):
    """By row and column of 整改前后对照: the colours of the pictures there."""
    document = python_docx.Document(path)
    (table,) = (each for each in document.tables if each.cell(1, 1).text == "隐患与整改")
    found = []
    for row in table.rows[2:]:
        blips = [list(cell._tc.iter(qn("a:blip"))) for cell in row.cells[2:]]
        shown = [[color_of(document.part.related_parts[b.get(qn("r:embed"))].blob) for b in cell] for cell in blips]
        found.append(tuple(shown))
    return found


def colors_in_excel(path):
    sheet = openpyxl.load_workbook(path)[COMPARISON]
    numbers = {str(cell.value): cell.row - 1 for cell in sheet["A"] if str(cell.value).isdigit()}
    found = {row: ([], []) for row in numbers.values()}
    for image in sheet._images:
        found[image.anchor._from.row][image.anchor._from.col - 2].append(color_of(image._data()))
    return [found[numbers[str(n)]] for n in range(1, len(numbers) + 1)]


# --- annexes ---------------------------------------------------------------------------------------------


def test_every_photo_at_the_right_row_in_both_outputs(coatxl, book, tmp_path):
    before = book.read_bytes()
    coatxl("annex", book, "-f", "both", "--photos", "照片")
    expected = [tuple([color] if color else [] for color in row) for row in COLORS]
    assert colors_in_word(tmp_path / "底稿_附表.docx") == expected
    assert colors_in_excel(tmp_path / "底稿_附表.xlsx") == expected
    assert book.read_bytes() == before
    table = tables_of(python_docx.Document(tmp_path / "底稿_附表.docx"))[-1]
    assert table.pictures[1, 2] == ["隐患清单!T2"]
    assert table.pictures[6, 3] == ["6-后.jpg"]
    assert table.texts[5][3] == "没有找到照片：没有.jpg"
    assert table.texts[6][2] == "整改前照片缺失"


def test_pictures_of_the_workbook_need_no_folder(coatxl, book, tmp_path):
    coatxl("annex", book, "-f", "both")
    expected = [tuple([color] if color else [] for color in row) for row in COLORS]
    expected[4], expected[5] = (["red"], []), ([], [])
    assert colors_in_word(tmp_path / "底稿_附表.docx") == expected
    assert colors_in_excel(tmp_path / "底稿_附表.xlsx") == expected
    table = tables_of(python_docx.Document(tmp_path / "底稿_附表.docx"))[-1]
    assert table.texts[5][3] == "照片：修好.jpg、没有.jpg"


def test_nothing_of_the_camera_is_in_the_outputs(coatxl, book, tmp_path):
    coatxl("annex", book, "-f", "both", "--photos", "照片")
    for name in ("底稿_附表.docx", "底稿_附表.xlsx"):
        with zipfile.ZipFile(tmp_path / name) as archive:
            media = [archive.read(part) for part in archive.namelist() if "/media/" in part]
        assert len(media) >= 5
        assert not any(b"Exif" in content for content in media)


def test_photo_is_upright_and_in_proportion_in_word(coatxl, book, tmp_path):
    coatxl("annex", book, "-f", "docx", "--photos", "照片")
    sizes = [photo.find(qn("wp:extent")) for photo in photos_of(python_docx.Document(tmp_path / "底稿_附表.docx"))]
    shapes = [int(size.get("cx")) / int(size.get("cy")) for size in sizes]
    assert shapes == pytest.approx([4 / 3] * len(shapes), rel=0.02)  # also the one that lay on its side


def test_settings_name_the_folder_as_well(coatxl, book, tmp_path):
    (tmp_path / "coatxl.toml").write_text('[photo]\nfolder = "照片"\n', "utf-8")
    coatxl("annex", book, "-f", "docx")
    assert colors_in_word(tmp_path / "底稿_附表.docx")[5] == ([], ["magenta"])
    (tmp_path / "coatxl.toml").write_text('[photo]\nfolder = "没有"\n', "utf-8")
    said = coatxl("annex", book, "-f", "docx", code=2)
    assert "照片文件夹" in said.err
    assert "不存在" in said.err


# --- check -----------------------------------------------------------------------------------------------


def test_check_looks_into_the_folder(coatxl, book):
    def found(*options):
        report = json.loads(coatxl("check", book, "-f", "json", *options, code=1).out)
        rules = {"CX6.1-03", "CX6.1-05", "CX10.2-01", "CX10.2-02"}
        return [(f["rule"], f["cell"]) for f in report["findings"] if f["rule"] in rules]

    assert found() == [
        ("CX10.2-01", "U3"), ("CX10.2-02", "U4"), ("CX10.2-01", "U5"), ("CX6.1-05", "T6"), ("CX6.1-03", "T7"), ("CX10.2-01", "U7"),
    ]  # fmt: skip
    assert found("--photos", "照片") == [
        ("CX10.2-01", "U3"), ("CX10.2-02", "U4"), ("CX10.2-01", "U5"), ("CX6.1-05", "T6"), ("CX10.2-01", "U6"), ("CX6.1-03", "T7"),
    ]  # fmt: skip


# --- the list --------------------------------------------------------------------------------------------


def test_list_as_json_keeps_its_contract(coatxl, book):
    data = json.loads(coatxl("photos", book, "--photos", "照片", "-f", "json").out)
    (file,) = data["files"]
    assert (data["schema"], file["path"], file["status"], file["dangers"]) == (
        "coatxl.photos/1",
        "底稿.xlsx",
        "read",
        6,
    )
    photos = file["photos"]
    assert [(p["danger"] and p["danger"]["number"], p["side"], p["source"]) for p in photos] == [
        ("1", "before", "workbook"), ("1", "after", "workbook"), ("2", "before", "workbook"), ("3", "before", "workbook"),
        ("3", "after", "workbook"), ("4", "before", "workbook"), ("5", "before", "workbook"), ("5", "after", "folder"),
        ("5", "after", "missing"), ("6", "after", "folder"), (None, None, "folder"),
    ]  # fmt: skip
    first = photos[0]
    assert first["danger"] == {"sheet": SHEET, "row": 2, "number": "1", "text": "隐患1"}
    assert (first["sheet"], first["cell"]) == (SHEET, "T2")
    assert (first["sha256"], first["bytes"]) == (hashlib.sha256(RED).hexdigest(), len(RED))
    assert (first["width"], first["height"], first["taken"], first["located"]) == (
        400,
        300,
        "2026-03-18 10:05:00",
        True,
    )
    assert first["same_as"] == [{"path": "底稿.xlsx", "place": "隐患清单!T6"}]
    assert [p["before_is_after"] for p in photos].index(True) == 4
    assert sum(p["before_is_after"] for p in photos) == 1
    # One photo lies in the workbook and in the folder.
    assert photos[1]["same_as"] == [{"path": "底稿.xlsx", "place": "修好.jpg"}]
    assert (photos[8]["file"], photos[8]["problem"], photos[8]["sha256"]) == (
        "没有.jpg",
        "没有找到照片：没有.jpg",
        None,
    )
    turned = photos[9]
    assert (turned["file"], turned["width"], turned["height"]) == ("6-后.jpg", 400, 300)
    assert (photos[10]["file"], photos[10]["danger"]) == ("旧/全景.jpg", None)


def test_list_as_text(coatxl, book):
    said = coatxl("photos", book, "--photos", "照片").out
    lines = said.splitlines()
    assert lines[0] == "底稿.xlsx：10 张照片；隐患 6 条，有整改前照片 5 条，有整改后照片 4 条"
    assert lines[1] == "  1　隐患1"
    assert lines[2].startswith("    整改前  隐患清单!T2  400×300  ")
    assert lines[2].endswith("2026-03-18 10:05:00；与 隐患清单!T6 是同一张；含拍摄位置")
    assert any(line.startswith("    整改后  隐患清单!U4") and "整改前后是同一张" in line for line in lines)
    assert "    整改后  隐患清单!U6；没有找到照片：没有.jpg" in lines
    assert lines[-2] == "  没有归属的照片"
    english = coatxl("photos", book, "--lang", "en").out
    assert "before and after are one picture" in english
    assert "no photo folder was given: 没有.jpg" in english


def test_list_as_workbook_links_to_the_cells(coatxl, book, tmp_path):
    assert coatxl("photos", book, "-f", "xlsx", "--photos", "照片").err.strip() == "已写出 照片清单.xlsx"
    sheet = openpyxl.load_workbook(tmp_path / "照片清单.xlsx")["照片清单"]
    rows = [list(row) for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert rows[0][:8] == ["文件", "序号", "隐患", "前后", "来源", "位置", "照片文件", "像素"]
    assert rows[1][:6] == ["底稿.xlsx", "1", "隐患1", "整改前", "底稿", "隐患清单!T2"]
    assert rows[9][3:7] == ["整改后", "缺", "隐患清单!U6", "没有.jpg"]
    assert len(rows) == 12
    assert sheet["F5"].hyperlink.location == "'隐患清单'!T2"


def test_same_picture_in_two_papers_is_seen(coatxl, tmp_path):
    folder = tmp_path / "项目"
    for name, fields in (("甲", {"number": "1"}), ("乙", {"number": "1"})):
        (folder / name).mkdir(parents=True)
        ledger(folder / name / "底稿.xlsx", [danger(1, **fields)], floating=[(1, BEFORE, RED)])
    data = json.loads(coatxl("photos", folder, "-f", "json").out)
    twins = {f["path"]: f["photos"][0]["same_as"] for f in data["files"]}
    assert twins["甲/底稿.xlsx"] == [{"path": "乙/底稿.xlsx", "place": "隐患清单!T2"}]
    assert twins["乙/底稿.xlsx"] == [{"path": "甲/底稿.xlsx", "place": "隐患清单!T2"}]


def test_a_paper_that_cannot_be_read_is_three_and_the_rest_is_listed(coatxl, book, tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"x")
    said = coatxl("photos", book, "坏.xlsx", code=3)
    assert "打不开：坏.xlsx：不是可以读取的Excel工作簿" in said.out
    assert "隐患清单!T2" in said.out


def test_two_runs_give_the_same_bytes(coatxl, book, tmp_path):
    written = []
    for name in ("a", "b"):
        coatxl("photos", book, "--photos", "照片", "-o", f"{name}.xlsx", "-f", "xlsx", "--export", f"导出{name}")
        files = sorted((tmp_path / f"导出{name}").iterdir())
        written.append([(tmp_path / f"{name}.xlsx").read_bytes(), *((f.name, f.read_bytes()) for f in files)])
    assert written[0] == written[1]


# --- export ----------------------------------------------------------------------------------------------


def exported(folder):
    return {path.name: color_of(path.read_bytes()) for path in sorted(folder.iterdir())}


def test_export_says_in_the_name_what_a_photo_shows(coatxl, book, tmp_path):
    said = coatxl("photos", book, "--photos", "照片", "--export", "导出")
    assert exported(tmp_path / "导出") == {
        "1_整改前.jpg": "red", "1_整改后.jpg": "yellow", "2_整改前.jpg": "blue", "3_整改前.jpg": "green", "3_整改后.jpg": "green",
        "4_整改前.jpg": "magenta", "5_整改前.jpg": "red", "5_整改后.jpg": "yellow", "6_整改后.jpg": "magenta",
    }  # fmt: skip
    assert "导出 9 张照片" in said.err
    assert "1 张没有归属的没有导出" in said.err
    with Image.open(tmp_path / "导出" / "6_整改后.jpg") as image:
        assert image.size == (400, 300)
        assert not image.getexif().get_ifd(GPS)


def test_export_is_found_again_by_its_names(coatxl, book, tmp_path):
    coatxl("photos", book, "--photos", "照片", "--export", "导出")
    bare = ledger(tmp_path / "空.xlsx", [danger(n) for n in range(1, 7)])
    coatxl("annex", bare, "-f", "docx", "--photos", "导出")
    expected = [tuple([color] if color else [] for color in row) for row in COLORS]
    assert colors_in_word(tmp_path / "空_附表.docx") == expected


def test_location_is_kept_only_when_asked_for(coatxl, book, tmp_path):
    coatxl("photos", book, "--export", "净")
    coatxl("photos", book, "--export", "原样", "--keep-location")
    assert (tmp_path / "原样" / "1_整改前.jpeg").read_bytes() == RED
    for path in (tmp_path / "净").iterdir():
        with Image.open(path) as image:
            exif = image.getexif()
            assert not exif.get_ifd(GPS)
            assert exif.get_ifd(0x8769)[0x9003] == "2026:03:18 10:05:00"
    said = coatxl("photos", book, "--keep-location", code=2)
    assert "--keep-location 要和 --export 一起用" in said.err


def test_export_overwrites_nothing(coatxl, book, tmp_path):
    (tmp_path / "导出").mkdir()
    (tmp_path / "导出" / "1_整改前.jpg").write_bytes(b"mine")
    said = coatxl("photos", book, "--export", "导出", code=2)
    assert (tmp_path / "导出" / "1_整改前.jpg").read_bytes() == b"mine"
    assert "已存在，没有覆盖" in said.err
    assert len(list((tmp_path / "导出").iterdir())) == 7
    (tmp_path / "导出" / "1_整改前.jpg").unlink()
    said = coatxl("photos", book, "--export", "导出")
    assert "导出 1 张照片" in said.err
    assert "6 张已经在那里" in said.err


def test_two_hidden_dangers_of_one_number_and_several_photos_of_one(coatxl, tmp_path):
    rows = [danger(1, number="A/1"), danger(2, number="a/1"), danger(3, number="")]
    floating = [(1, BEFORE, RED), (1, BEFORE, BLUE), (1, BEFORE, RED), (2, BEFORE, GREEN), (3, BEFORE, YELLOW)]
    path = ledger(tmp_path / "底稿.xlsx", rows, floating=floating)
    coatxl("photos", path, "--export", "导出")
    names = exported(tmp_path / "导出")
    assert sorted(names) == [
        "A_1_隐患清单第2行_整改前.jpg", "A_1_隐患清单第2行_整改前_2.jpg", "a_1_隐患清单第3行_整改前.jpg", "第4行_整改前.jpg",
    ]  # fmt: skip
    assert {names["A_1_隐患清单第2行_整改前.jpg"], names["A_1_隐患清单第2行_整改前_2.jpg"]} == {"red", "blue"}


def test_papers_each_have_their_folder_and_none_lies_outside(coatxl, monkeypatch, tmp_path):
    for place, content in ((tmp_path / "外", RED), (tmp_path / "内" / "夹", GREEN)):
        place.mkdir(parents=True)
        ledger(place / "底稿.xlsx", [danger(1)], floating=[(1, BEFORE, content)])
    monkeypatch.chdir(tmp_path / "内")
    coatxl("photos", "../外/底稿.xlsx", "夹/底稿.xlsx", "--export", "导出")
    found = {p.relative_to(tmp_path).as_posix(): color_of(p.read_bytes()) for p in tmp_path.rglob("*_整改前.jpg")}
    assert found == {"内/导出/外/底稿/1_整改前.jpg": "red", "内/导出/夹/底稿/1_整改前.jpg": "green"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--photos", "没有"), "照片文件夹 没有 不存在"),
        (("--photos", "照片", "--export", "照片/导出"), "在照片文件夹里"),
        (("--export", "底稿.xlsx"), "是文件，--export 要给文件夹"),
        (("--export", "没有/导出"), "不存在，请先建立"),
    ],
)
def test_what_cannot_be_meant_is_one_line(coatxl, book, tmp_path, arguments, words):
    before = sorted(tmp_path.rglob("*"))
    said = coatxl("photos", book, *arguments, code=2)
    assert words in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before


# --- what may be wrong with a workbook ---------------------------------------------------------------------


def changed(book, tmp_path, **parts):
    with zipfile.ZipFile(book) as archive:
        made = {name: archive.read(name) for name in archive.namelist()}
    made |= {name: content for name, content in parts.items() if content is not None}
    for name in (name for name, content in parts.items() if content is None):
        del made[name]
    write_parts(tmp_path / "改.xlsx", made)
    return tmp_path / "改.xlsx"


def test_a_picture_that_is_none_and_one_that_is_missing_are_said_at_their_rows(coatxl, book, tmp_path):
    path = changed(book, tmp_path, **{"xl/media/wps2.jpeg": b"no picture", "xl/media/wps1.jpeg": None})
    photos = json.loads(coatxl("photos", path, "-f", "json").out)["files"][0]["photos"]
    problems = {p["cell"]: p["problem"] for p in photos if p["problem"] and p["cell"] != "U6"}
    assert problems == {"T4": "照片打不开：wps2.jpeg", "U4": "照片打不开：wps2.jpeg", "T5": "图片没有存在底稿里"}
    coatxl("annex", path, "-f", "both")
    table = tables_of(python_docx.Document(tmp_path / "改_附表.docx"))[-1]
    assert table.texts[3][2:] == ["照片打不开：wps2.jpeg"] * 2
    assert table.texts[4][2] == "图片没有存在底稿里"
    said = coatxl("photos", path, "--export", "导出", code=2)
    assert said.err.count("照片打不开，没有导出") == 2


def test_a_picture_of_billions_of_pixels_is_never_drawn(coatxl, book, tmp_path):
    header = io.BytesIO()
    Image.new("1", (1, 1)).save(header, "PNG")
    bomb = bytearray(header.getvalue())
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")
    path = changed(book, tmp_path, **{"xl/media/wps2.jpeg": bytes(bomb)})
    photos = json.loads(coatxl("photos", path, "-f", "json").out)["files"][0]["photos"]
    assert {p["problem"] for p in photos if p["cell"] in ("T4", "U4")} == {"照片打不开：wps2.jpeg"}


# --- files that are no photos ----------------------------------------------------------------------------


def test_check_the_list_and_the_annex_tell_one_truth_of_files_that_are_no_photos(coatxl, tmp_path):
    rows = [danger(1), danger(2)]
    path = ledger(tmp_path / "底稿.xlsx", rows)
    folder = tmp_path / "照片"
    folder.mkdir()
    for name in ("1-前.jpg", "2-后.jpg"):
        (folder / name).write_bytes(jpeg("red"))
    (folder / "1-后.jpg").write_bytes(b"not a jpeg")
    (folder / "2-前.HEIC").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    words = ("照片打不开：1-后.jpg", "HEIC格式不能读取，请转为 jpg：2-前.HEIC")
    checked = coatxl("check", path, "--photos", "照片", code=1).out
    listed = coatxl("photos", path, "--photos", "照片").out
    coatxl("annex", path, "-f", "docx", "--photos", "照片")
    table = tables_of(python_docx.Document(tmp_path / "底稿_附表.docx"))[-1]
    assert [table.texts[1][3], table.texts[2][2]] == list(words)
    for word in words:
        assert checked.count(word) == 1
        assert listed.count(word) == 1
    assert "2 张照片；隐患 2 条，有整改前照片 1 条，有整改后照片 1 条" in listed
