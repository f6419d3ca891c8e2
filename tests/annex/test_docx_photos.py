"""整改前后对照 with photos, and the album that finds them: the right row, upright, undistorted, without camera data."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx as python_docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from papers import Grids
from PIL import Image
from word_tables import attribute, photos_of, tables_of

from coatxl.annex import docx, xlsx
from coatxl.annex.album import Album
from coatxl.annex.photo import Photo, Ref
from coatxl.annex.photo_names import names_in
from coatxl.settings import Settings
from coatxl.standards.coating import standard
from coatxl.standards.coating.annexes import annexes
from coatxl.standards.coating.annexes.comparison import COMPARISON
from coatxl.standards.coating.demo_papers import mended
from coatxl.standards.coating.tables import HiddenDangerRow
from coatxl.tables import read

GPS, ORIENTATION, TURNED = 0x8825, 0x0112, 6


def save(path, size, color="red", *, orientation=1, **options):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS)[2] = (30.0, 17.0, 25.0)
    Image.new("RGB", size, color).save(path, exif=exif, **options)


@pytest.fixture
def folder(tmp_path):
    photos = tmp_path / "照片"
    photos.mkdir()
    save(photos / "车间.jpg", (1600, 1200), "red")
    save(photos / "后门.JPG", (1600, 900), "green", orientation=TURNED)
    save(photos / "水泵.png", (300, 400), "blue")
    return photos


DANGER = {
    "unit": "喷漆单元", "risk_point": "自动化喷漆线", "basis": "GB1", "level": "一般隐患", "suggestion": "清除",
}  # fmt: skip


def comparison(photos, *rows):
    grids = Grids(mended())
    for n, values in enumerate(rows, 1):
        grids.add(HiddenDangerRow, **DANGER, number=str(n), description=f"隐患{n}", **values)
    reading = read.read(grids.book(), standard.TABLES, standard.IGNORED_SHEETS)
    paper = standard.dossier(reading, file="底稿.xlsx", sha256="ab" * 32)
    return annexes(paper, Settings(), [COMPARISON], photos)


def cells(block):
    """Texts and photo names of 整改前 and 整改后, row by row."""
    return [tuple(tuple(photo.name for photo in p.photos) or p.text for p in row[2:]) for row in block.rows[1:]]


def test_photos_stand_in_their_rows(folder):
    (block,) = comparison(
        Album(folder),
        {"photo_before": "车间.jpg", "photo_after": "后门.JPG", "state": "销号"},
        {"photo_before": "水泵.png", "state": "整改中"},
        {"state": "复查合格"},
    )
    assert cells(block) == [
        (("车间.jpg",), ("后门.JPG",)), (("水泵.png",), "尚未整改，无照片"), ("整改前照片缺失", "整改后照片缺失"),
    ]  # fmt: skip
    assert block.notes == (
        "注：共3项，有整改前照片2项，整改后照片1项；照片只缩放，不裁切、不变形，不含拍摄位置等信息。",
    )


def test_record_tells_the_chain(folder):
    (block,) = comparison(
        None,
        {
            "photo_before": "车间.jpg",
            "action": "配自闭桶盖\n每班点检",
            "recheck": "已整改",
            "recheck_date": "2026-03-26",
        },
        {},
    )
    records = [row[1].text for row in block.rows[1:]]
    assert records == [
        "隐患：隐患1\n级别：一般隐患\n依据：GB1\n整改措施：配自闭桶盖 每班点检\n整改建议：清除\n复查：已整改，2026-03-26",
        "隐患：隐患2\n级别：一般隐患\n依据：GB1\n整改建议：清除\n复查：待复查",
    ]


def test_without_a_folder_the_names_are_printed(folder):
    (block,) = comparison(None, {"photo_before": "a.jpg、b.jpg"})
    assert cells(block) == [("照片：a.jpg、b.jpg", "尚未整改，无照片")]
    assert block.notes[0].endswith("没有给出照片文件夹，只列文件名。")


def test_paper_that_names_no_photo_has_no_comparison(folder):
    from coatxl.annex.block import EmptyAnnex

    with pytest.raises(EmptyAnnex, match=COMPARISON):
        comparison(Album(folder), {}, {})


def test_several_photos_in_one_cell_and_words_for_the_lost_one(folder):
    (block,) = comparison(Album(folder), {"photo_before": "车间.jpg；没有.jpg，照片/水泵.png"})
    cell = block.rows[1][2]
    assert [photo.name for photo in cell.photos] == ["车间.jpg", "水泵.png"]
    assert cell.text == "没有找到照片：没有.jpg"


def test_same_photos_in_both_outputs(folder, tmp_path):
    blocks = comparison(
        Album(folder),
        {"photo_before": "车间.jpg", "photo_after": "车间.jpg"},
        {"photo_before": "没有.jpg", "photo_after": "后门.JPG、水泵.png"},
    )
    docx.write(blocks, tmp_path / "对照.docx", title="对照")
    xlsx.write(blocks, tmp_path / "对照.xlsx", title="对照")
    (table,) = tables_of(python_docx.Document(tmp_path / "对照.docx"))
    assert table.pictures == {(1, 2): ["车间.jpg"], (1, 3): ["车间.jpg"], (2, 3): ["后门.JPG", "水泵.png"]}
    assert table.texts[2][2] == "没有找到照片：没有.jpg"
    sheet = openpyxl.load_workbook(tmp_path / "对照.xlsx")[COMPARISON]
    anchors = sorted((image.anchor._from.row - 1, image.anchor._from.col) for image in sheet._images)
    assert anchors == [(1, 2), (1, 3), (2, 3), (2, 3)]
    stored = {name: media(tmp_path / name) for name in ("对照.docx", "对照.xlsx")}
    (cover,) = stored["对照.docx"] - stored["对照.xlsx"]
    assert stored["对照.docx"] - {cover} == stored["对照.xlsx"]
    assert len(stored["对照.xlsx"]) == 3  # a photo that is used twice is stored once
    with Image.open(io.BytesIO(cover)) as image:
        assert (image.size, image.getpixel((0, 0))) == ((1, 1), (255, 255, 255))


def media(path):
    with zipfile.ZipFile(path) as archive:
        return {archive.read(name) for name in archive.namelist() if "/media/" in name}


def test_nothing_of_the_camera_is_left(folder, tmp_path):
    docx.write(
        comparison(Album(folder), {"photo_before": "车间.jpg", "photo_after": "后门.JPG"}),
        tmp_path / "a.docx",
        title="",
    )
    assert b"Exif" in (folder / "车间.jpg").read_bytes()
    for content in media(tmp_path / "a.docx"):
        assert b"Exif" not in content
        with Image.open(io.BytesIO(content)) as image:
            assert not image.getexif()


def test_photo_is_turned_upright_and_sampled_down(folder):
    photo = Album(folder).photo(Ref(file="后门.JPG"))
    assert (photo.width, photo.height) == (279, 496)  # 900 × 1600 upright, at 300 dpi in the box
    assert photo.size == pytest.approx((4.2 * 279 / 496, 4.2))


@pytest.mark.parametrize(
    ("size", "expected"), [((1600, 1200), (4.6, 3.45)), ((400, 400), (4.2, 4.2)), ((10, 1000), (0.042, 4.2))]
)
def test_photo_fills_the_box_without_distortion(size, expected):
    assert Photo("a", b"", *size).size == pytest.approx(expected)


def test_size_on_paper_and_no_exact_line_spacing(folder, tmp_path):
    docx.write(comparison(Album(folder), {"photo_before": "车间.jpg"}), tmp_path / "a.docx", title="")
    (photo,) = photos_of(python_docx.Document(tmp_path / "a.docx"))
    extent = photo.find(qn("wp:extent"))
    assert (int(extent.get("cx")), int(extent.get("cy"))) == (
        round(4.6 * 360000),
        pytest.approx(3.45 * 360000, rel=0.01),
    )
    paragraph = next(extent.iterancestors(qn("w:p")))
    assert attribute(paragraph, "w:pPr/w:spacing", "lineRule") == "auto"


def test_photo_is_never_wider_than_its_cell(folder, tmp_path):
    (block,) = comparison(Album(folder), {"photo_before": "车间.jpg"})
    docx.write([replace(block, widths=(1.2, 5.0, 3.0, 3.0))], tmp_path / "a.docx", title="")
    (photo,) = photos_of(python_docx.Document(tmp_path / "a.docx"))
    extent = photo.find(qn("wp:extent"))
    width, height = int(extent.get("cx")), int(extent.get("cy"))
    assert width == pytest.approx((3.0 - 2 * 85 / 567) * 360000, rel=0.01)
    assert width / height == pytest.approx(4 / 3, rel=0.01)


def test_album_knows_the_names_that_people_write(folder):
    (folder / "水泵.txt").write_bytes(b"")
    names = Album(folder).names
    for name in ("车间.jpg", "车间.JPG", "车间", r"D:\照片\车间.jpg", "照片/车间.jpg", "车间．jpg"):
        assert names.find(name) == ["车间.jpg"], name
    assert names.find("水泵.txt") == names.find("../../etc/passwd") == names.find("/") == []
    assert names.paths == ("后门.JPG", "水泵.png", "车间.jpg")


def test_two_photos_of_one_name_are_not_guessed(folder):
    (folder / "二期").mkdir()
    save(folder / "二期" / "车间.jpg", (10, 10))
    (block,) = comparison(Album(folder), {"photo_before": "车间.jpg", "photo_after": r"照片\二期\车间.jpg、二期/车间"})
    before, after = block.rows[1][2:]
    assert (before.text, before.photos) == ("有2个同名照片：车间.jpg", ())
    assert [(photo.width, photo.height) for photo in after.photos] == [(10, 10)]


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0 no picture", b"<svg/>"])
def test_photo_that_cannot_be_opened_is_said(folder, content):
    (folder / "坏.jpg").write_bytes(content)
    (block,) = comparison(Album(folder), {"photo_before": "坏.jpg"})
    assert cells(block)[0][0] == "照片打不开：坏.jpg"


def test_picture_of_too_many_pixels_is_refused(folder, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    assert Album(folder).photo(Ref(file="车间.jpg")) == "照片打不开：车间.jpg"


def test_transparent_picture_stands_on_white(folder):
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(folder / "透明.png")
    photo = Album(folder).photo(Ref(file="透明.png"))
    assert Image.open(io.BytesIO(photo.content)).getpixel((5, 5)) == (255, 255, 255)


def test_names_in_a_cell():
    assert names_in("a b.jpg、c.jpg；d.jpg\ne.jpg, ") == ["a b.jpg", "c.jpg", "d.jpg", "e.jpg"]
    assert names_in("") == []
