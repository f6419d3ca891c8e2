"""Pictures in workbooks: which cell each belongs to and which part holds it, in every way that a workbook keeps them."""

from __future__ import annotations

import io
import time

import pytest
import xlsxwriter
from photo_books import jpeg

from coatxl.workbook.book import Picture
from coatxl.workbook.faults import Unreadable
from coatxl.workbook.pictures import floating, placed
from coatxl.workbook.reader import read

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
POINT, PIXEL = 12_700, 9_525
ROW, COLUMN = 20 * POINT, 64 * PIXEL  # of the sheets below
IMAGE = b"\xff\xd8\xff\xe0 first", b"\xff\xd8\xff\xe0 second"


def rels(*targets):
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"{mode}/>'
        for n, (kind, target, mode) in enumerate(((*each, "")[:3] for each in targets), 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def marker(name, row, col, down=0, across=0):
    values = {"col": col, "colOff": across, "row": row, "rowOff": down}
    places = "".join(f"<xdr:{key}>{value}</xdr:{key}>" for key, value in values.items())
    return f"<xdr:{name}>{places}</xdr:{name}>"


def pic(number=1, *, frame="", rot=""):
    blip = f'<xdr:blipFill><a:blip r:embed="rId{number}"/></xdr:blipFill>'
    return f"<xdr:pic>{blip}<xdr:spPr><a:xfrm{rot}>{frame}</a:xfrm></xdr:spPr></xdr:pic>"


def box(x, y, wide, high, prefix=""):
    off, ext = f"{prefix}Off" if prefix else "off", f"{prefix}Ext" if prefix else "ext"
    return f'<a:{off} x="{x}" y="{y}"/><a:{ext} cx="{wide}" cy="{high}"/>'


def group(frame, children, inside):
    return f"<xdr:grpSp><xdr:grpSpPr><a:xfrm>{box(*frame)}{box(*children, 'ch')}</a:xfrm></xdr:grpSpPr>{inside}</xdr:grpSp>"


def two_cells(begin, end, inside):
    return f"<xdr:twoCellAnchor>{marker('from', *begin)}{marker('to', *end)}{inside}</xdr:twoCellAnchor>"


def one_cell(begin, size, inside):
    extent = f'<xdr:ext cx="{size[0]}" cy="{size[1]}"/>'
    return f"<xdr:oneCellAnchor>{marker('from', *begin)}{extent}{inside}</xdr:oneCellAnchor>"


def absolute(x, y, size, inside):
    return f'<xdr:absoluteAnchor><xdr:pos x="{x}" y="{y}"/><xdr:ext cx="{size[0]}" cy="{size[1]}"/>{inside}</xdr:absoluteAnchor>'


@pytest.fixture
def drawn(xlsx):
    """Read the pictures of a sheet whose drawing holds these anchors; its rows are 20 points high."""

    def pictures(*anchors, rows="", after="", media=IMAGE, **parts):
        sheet = (
            f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"><sheetFormatPr defaultRowHeight="20"/>'
            f'<sheetData>{rows}</sheetData>{after}<drawing r:id="rId1"/></worksheet>'
        )
        files = {f"xl/media/image{n}.jpeg": content for n, content in enumerate(media, 1)}
        related = rels(*(("image", f"../media/image{n}.jpeg") for n in range(1, len(media) + 1)))
        drawing = f'<xdr:wsDr xmlns:xdr="urn:d" xmlns:a="urn:a" xmlns:r="{RELATIONSHIPS}">{"".join(anchors)}</xdr:wsDr>'
        made = {
            "xl/worksheets/_rels/sheet1.xml.rels": rels(("drawing", "../drawings/drawing1.xml")),
            "xl/drawings/drawing1.xml": drawing,
            "xl/drawings/_rels/drawing1.xml.rels": related,
            **files,
        }
        (read_sheet,) = read(xlsx(sheet, **{**made, **parts})).sheets
        assert read_sheet.pictures == {(image.row, image.col) for image in read_sheet.images}
        return [(image.row, image.col, image.part.rpartition("/")[2], image.turn) for image in read_sheet.images]

    return pictures


# --- anchors ---------------------------------------------------------------------------------------------


def test_every_kind_of_anchor_has_its_cell(drawn):
    assert drawn(
        two_cells((4, 2), (5, 3), pic(1)),
        one_cell((7, 1), (COLUMN, ROW), pic(2)),
        absolute(2 * COLUMN + 5, 9 * ROW + 5, (COLUMN, ROW), pic(1)),
    ) == [(4, 2, "image1.jpeg", 0), (7, 1, "image2.jpeg", 0), (9, 2, "image1.jpeg", 0)]


def test_rows_of_their_own_height_move_an_absolute_picture(drawn):
    rows = '<row r="2" ht="100" customHeight="1"/><row r="3" ht="60"/>'
    top = (20 + 100 + 5) * POINT
    assert drawn(absolute(0, top, (COLUMN, 20 * POINT), pic()), rows=rows)[0][0] == 2


@pytest.mark.parametrize(
    ("begin", "end", "row"),
    [
        ((4, 0, 18 * POINT), (5, 1, 18 * POINT), 5),  # dragged a little above its cell
        ((4, 0, 8 * POINT), (5, 1, 8 * POINT), 4),  # dragged a little below the upper edge
        ((4, 0, 0), (30, 1, 0), 4),  # put into a cell and never made smaller
        ((4, 0, 15 * POINT), (4, 1, 19 * POINT), 4),  # small, in the lower half of its own cell
        ((4, 0, 12 * POINT), (5, 1, 6 * POINT), 4),  # more of it stands here than in the next row
    ],
)
def test_a_picture_that_only_grazes_a_row_belongs_to_the_next(drawn, begin, end, row):
    assert drawn(two_cells(begin, end, pic()))[0][0] == row


def test_the_same_sideways(drawn):
    assert drawn(two_cells((4, 3, 0, 60 * PIXEL), (4, 5, 0, 0), pic()))[0][1] == 4


def test_a_picture_over_a_merged_cell_belongs_to_the_cell_that_names_it(drawn):
    merges = '<mergeCells count="1"><mergeCell ref="B4:C9"/></mergeCells>'
    assert drawn(one_cell((6, 2), (1, 1), pic()), after=merges)[0][:2] == (3, 1)


def test_a_picture_in_a_hidden_row_stays_there(drawn):
    rows = "".join(f'<row r="{n}" ht="50" hidden="1"/>' for n in (3, 4, 5))
    assert drawn(two_cells((3, 1, 0), (4, 2, 0), pic()), rows=rows)[0][0] == 3


@pytest.mark.parametrize(("rot", "turn"), [(0, 0), (5_400_000, 1), (10_800_000, 2), (-5_400_000, 3), (300_000, 0)])
def test_quarters_that_a_person_turned_it(drawn, rot, turn):
    assert drawn(one_cell((1, 1), (9, 9), pic(rot=f' rot="{rot}"')))[0][3] == turn


def test_offer_to_older_programs_is_the_same_picture(drawn):
    choice = f"<mc:AlternateContent xmlns:mc='urn:m'><mc:Choice>{pic()}</mc:Choice><mc:Fallback>{pic()}</mc:Fallback></mc:AlternateContent>"
    assert len(drawn(two_cells((4, 2), (5, 3), choice))) == 1


# --- groups ----------------------------------------------------------------------------------------------


def test_each_picture_of_a_group_has_its_own_row(drawn):
    """Three photos under one another, grouped and then shrunk to half: the group's own units are twice the sheet's."""
    children = "".join(pic(1, frame=box(1000, 500 + n * 2 * ROW, COLUMN, 2 * ROW)) for n in range(3))
    inside = group((0, 0, COLUMN, 3 * ROW), (1000, 500, COLUMN, 6 * ROW), children)
    assert [row for row, *_ in drawn(two_cells((10, 2), (13, 3), inside))] == [10, 11, 12]


def test_nested_groups_are_led_out_one_after_the_other(drawn):
    inner = group(
        (100, 100 + 2 * ROW, COLUMN, 2 * ROW), (7, 7, 10, 20), pic(1, frame=box(7, 7, 10, 10)) + pic(2, frame=box(7, 17, 10, 10))
    )  # fmt: skip
    outer = group((0, 0, 1, 1), (100, 100, COLUMN, 4 * ROW), pic(1, frame=box(100, 100, COLUMN, ROW)) + inner)
    assert [(row, part) for row, _, part, _ in drawn(two_cells((10, 2), (14, 3), outer))] == [
        (10, "image1.jpeg"), (12, "image1.jpeg"), (13, "image2.jpeg"),
    ]  # fmt: skip


def test_a_group_without_size_stands_where_it_is_anchored(drawn):
    assert drawn(two_cells((10, 2), (14, 3), group((0, 0, 0, 0), (0, 0, 0, 0), pic())))[0][:2] == (10, 2)


def test_groups_nested_without_end_are_no_pictures_and_no_trouble(drawn):
    assert drawn(two_cells((1, 1), (2, 2), "<xdr:grpSp>" * 100_000)) == []


# --- parts -----------------------------------------------------------------------------------------------


def test_parts_of_equal_content_are_one_picture(drawn):
    anchors = (one_cell((n, 1), (9, 9), pic(n)) for n in (1, 2, 3))
    found = drawn(*anchors, media=(IMAGE[0], IMAGE[1], IMAGE[0]))
    assert [part for _, _, part, _ in found] == ["image1.jpeg", "image2.jpeg", "image1.jpeg"]


@pytest.mark.parametrize(
    "related",
    [
        None,
        rels(("image", "../media/none.jpeg")),
        rels(("image", "../../../../../etc/passwd")),
        rels(("image", "https://example.org/1.jpeg", ' TargetMode="External"')),
        rels(("worksheet", "../worksheets/sheet1.xml")),
        rels(("drawing", "drawing1.xml")),
        "<Relationships",
    ],
)
def test_a_picture_whose_file_is_not_there_keeps_its_place(drawn, related):
    assert drawn(one_cell((3, 1), (9, 9), pic()), **{"xl/drawings/_rels/drawing1.xml.rels": related}) == [(3, 1, "", 0)]


@pytest.mark.parametrize("drawing", [None, "<xdr:wsDr", "", "<wsDr>&a;</wsDr>"])
def test_a_drawing_that_is_none_holds_no_pictures(drawn, drawing):
    assert drawn(**{"xl/drawings/drawing1.xml": drawing}) == []


def test_what_stands_before_the_damage_is_kept(drawn):
    cut = one_cell((3, 1), (9, 9), pic()) + "<xdr:oneCellAnchor><xdr:from>"
    drawing = f'<xdr:wsDr xmlns:xdr="urn:d" xmlns:a="urn:a" xmlns:r="urn:r">{cut}'
    assert drawn(**{"xl/drawings/drawing1.xml": drawing}) == [(3, 1, "image1.jpeg", 0)]


@pytest.mark.parametrize("number", ["-5", "99999999", "x", "9" * 400])
def test_coordinates_out_of_this_world_do_no_harm(drawn, number):
    anchor = one_cell((3, 1), (9, 9), pic()).replace("<xdr:row>3<", f"<xdr:row>{number}<")
    assert drawn(anchor) in ([], [(0, 1, "image1.jpeg", 0)])


def test_too_many_pictures_are_one_clear_line(drawn, monkeypatch):
    monkeypatch.setattr(placed, "MOST_PICTURES", 2)
    with pytest.raises(Unreadable, match=r"CXF-06.*图片超过2张"):
        drawn(*(one_cell((n, 1), (9, 9), pic()) for n in range(3)))


def test_a_giant_of_a_drawing_is_one_clear_line(drawn, monkeypatch):
    monkeypatch.setattr(floating, "MOST_DRAWING_BYTES", 100)
    with pytest.raises(Unreadable, match="CXF-06"):
        drawn(one_cell((1, 1), (9, 9), pic()))


def test_thousands_of_pictures_over_thousands_of_merges_take_no_time(drawn):
    merges = "".join(f'<mergeCell ref="B{n}:D{n + 40}"/>' for n in range(1, 20_000, 50))
    anchors = (one_cell((n * 4, 1), (9, 9), pic()) for n in range(3_000))
    begin = time.process_time()
    found = drawn(*anchors, after=f"<mergeCells>{merges}</mergeCells>")
    heads = {row // 50 * 50 if row % 50 <= 40 else row for row in range(0, 12_000, 4)}
    assert [row for row, *_ in found] == sorted(heads)
    assert time.process_time() - begin < 3


# --- in cells --------------------------------------------------------------------------------------------


def written(tmp_path, fill):
    path = tmp_path / "书.xlsx"
    with xlsxwriter.Workbook(path) as book:
        fill(book)
    return read(path)


def test_pictures_that_excel_places_in_cells_by_their_metadata(tmp_path):
    """XlsxWriter numbers the values in the order of writing, and one picture in two cells has one value."""
    colors = ("red", "lime", "blue")

    def fill(book):
        one, other = book.add_worksheet(), book.add_worksheet()
        for n, (sheet, row) in enumerate(((one, 9), (other, 4), (one, 2), (other, 1))):
            sheet.embed_image(row, 3, f"{n}.jpg", {"image_data": io.BytesIO(jpeg(colors[n % 3]))})

    one, other = written(tmp_path, fill).sheets
    parts = {(s, image.row): image.part for s, sheet in enumerate((one, other)) for image in sheet.images}
    assert parts == {
        (0, 9): "/xl/media/image1.jpeg", (1, 4): "/xl/media/image2.jpeg", (0, 2): "/xl/media/image3.jpeg", (1, 1): "/xl/media/image1.jpeg",
    }  # fmt: skip
    assert one.errors == {}


def rich(**changes):
    """The parts through which Excel leads from vm="1" to the second medium, past values of other kinds."""
    parts = {
        "xl/metadata.xml": (
            '<metadata><metadataTypes><metadataType name="XLDAPR"/><metadataType name="XLRICHVALUE"/></metadataTypes>'
            '<futureMetadata name="XLDAPR"><bk><extLst/></bk></futureMetadata>'
            '<futureMetadata name="XLRICHVALUE"><bk><extLst><ext><xlrd:rvb xmlns:xlrd="urn:x" i="1"/></ext></extLst></bk></futureMetadata>'
            '<cellMetadata><bk><rc t="1" v="0"/></bk></cellMetadata><valueMetadata><bk><rc t="2" v="0"/></bk></valueMetadata></metadata>'
        ),
        "xl/richData/rdrichvaluestructure.xml": (
            '<rvStructures><s t="_error"><k n="errorType" t="i"/></s>'
            '<s t="_localImage"><k n="CalcOrigin" t="i"/><k n="_rvRel:LocalImageIdentifier" t="i"/></s></rvStructures>'
        ),
        "xl/richData/rdrichvalue.xml": '<rvData><rv s="0"><v>8</v></rv><rv s="1"><v>5</v><v>1</v></rv></rvData>',
        "xl/richData/richValueRel.xml": (
            f'<richValueRels xmlns:r="{RELATIONSHIPS}"><rel r:id="rId2"/><rel r:id="rId1"/></richValueRels>'
        ),
        "xl/richData/_rels/richValueRel.xml.rels": rels(("image", "../media/image2.png"), ("image", "../media/image1.png")),
        "xl/media/image1.png": b"one",
        "xl/media/image2.png": b"two",
    }  # fmt: skip
    return parts | changes


CELL = '<row r="1"><c r="A1" t="e" vm="1"><v>#VALUE!</v></c></row>'


def test_the_way_from_the_cell_to_the_file_has_six_steps(rows):
    assert read(rows(CELL, **rich())).sheets[0].images == [Picture(0, 0, "/xl/media/image2.png")]


@pytest.mark.parametrize("part", [name for name in rich() if name != "xl/richData/rdrichvaluestructure.xml"])
@pytest.mark.parametrize("content", [None, "<a><b>", "<a/>"])
def test_a_step_that_is_missing_or_damaged_leaves_the_place(rows, part, content):
    if content is not None and "media" in part:
        return
    (sheet,) = read(rows(CELL, **rich(**{part: content}))).sheets
    (image,) = sheet.images
    assert (image.row, image.col) == (0, 0)
    assert image.part == ("/xl/media/image2.png" if part == "xl/media/image1.png" else "")


@pytest.mark.parametrize("vm", ["0", "2", "9999999"])
def test_a_value_that_nobody_wrote_leads_nowhere(rows, vm):
    cell = CELL.replace('vm="1"', f'vm="{vm}"')
    assert read(rows(cell, **rich())).sheets[0].images == [Picture(0, 0, "")]


def wps(ids, relations=(("image", "media/a.png"), ("image", "media/b.png"))):
    images = "".join(
        f'<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="{name}"/></xdr:nvPicPr>'
        f'<xdr:blipFill><a:blip r:embed="{relation}"/></xdr:blipFill></xdr:pic></etc:cellImage>'
        for name, relation in ids
    )
    return {
        "xl/cellimages.xml": f'<etc:cellImages xmlns:etc="urn:e" xmlns:xdr="urn:x" xmlns:a="urn:a" xmlns:r="urn:r">{images}</etc:cellImages>',
        "xl/_rels/cellimages.xml.rels": rels(*relations),
        "xl/media/a.png": b"a",
        "xl/media/b.png": b"b",
    }


def dispimg(*names):
    cells = "".join(
        f'<c r="{"ABCDE"[n]}1" t="str"><f>_xlfn.DISPIMG(&quot;{name}&quot;,1)</f><v>=DISPIMG("{name}",1)</v></c>'
        for n, name in enumerate(names)
    )
    return f'<row r="1">{cells}</row>'


def test_pictures_of_wps_by_their_id_and_two_cells_with_one_file(rows):
    ids = [("ID_3", "rId1"), ("ID_1", "rId2"), ("ID_2", "rId1")]
    (sheet,) = read(rows(dispimg("ID_1", "ID_2", "ID_3", "ID_9"), **wps(ids))).sheets
    assert [image.part.rpartition("/")[2] for image in sheet.images] == ["b.png", "a.png", "a.png", ""]


@pytest.mark.parametrize("part", ["xl/cellimages.xml", "xl/_rels/cellimages.xml.rels"])
@pytest.mark.parametrize("content", [None, "<a><b>", "<a/>"])
def test_list_of_wps_that_is_missing_or_damaged_leaves_the_place(rows, part, content):
    (sheet,) = read(rows(dispimg("ID_1"), **(wps([("ID_1", "rId1")]) | {part: content}))).sheets
    assert sheet.images == [Picture(0, 0, "")]


def test_all_three_kinds_stand_together_in_a_book_that_excel_could_open(tmp_path):
    from photo_books import AFTER, BEFORE, danger, ledger

    red, green, blue = (jpeg(color) for color in ("red", "lime", "blue"))
    path = ledger(
        tmp_path / "三种.xlsx", [danger(n) for n in range(1, 5)], floating=[(1, BEFORE, red), (4, BEFORE, red)],
        in_cell=[(2, BEFORE, blue)], wps=[(3, BEFORE, "ID_B", 1), (3, AFTER, "ID_A", 1)], media=[green],
    )  # fmt: skip
    (sheet,) = read(path).sheets
    parts = {(image.row, image.col): image.part for image in sheet.images}
    assert set(parts) == {(1, BEFORE), (2, BEFORE), (3, BEFORE), (3, AFTER), (4, BEFORE)}
    assert parts[1, BEFORE] == parts[4, BEFORE]
    assert parts[3, BEFORE] == parts[3, AFTER]
    assert len(set(parts.values())) == 3


def test_pictures_of_openpyxl(tmp_path):
    import openpyxl
    from openpyxl.drawing.image import Image as Placed

    book = openpyxl.Workbook()
    for n, color in enumerate(("red", "lime", "red"), 1):
        book.active.add_image(Placed(io.BytesIO(jpeg(color))), f"C{n * 3}")
    book.save(tmp_path / "书.xlsx")
    (sheet,) = read(tmp_path / "书.xlsx").sheets
    assert [(image.row, image.col) for image in sheet.images] == [(2, 2), (5, 2), (8, 2)]
    assert sheet.images[0].part == sheet.images[2].part != sheet.images[1].part
