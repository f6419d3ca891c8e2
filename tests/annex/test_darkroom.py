"""The darkroom: upright, undistorted, small enough, nothing of the camera left but, for a page, the time."""

from __future__ import annotations

import io

import pytest
from photo_books import CAMERA, GPS, ORIENTATION, TAKEN, TURNED, jpeg
from PIL import Image, ImageDraw

from coatxl.annex.darkroom import facts_of, for_box, for_page


def marked(orientation, size=(400, 200)):
    """A photo that is red at the top as it was held, stored as a camera with this orientation stores it."""
    upright = Image.new("RGB", size, "blue")
    ImageDraw.Draw(upright).rectangle((0, 0, size[0], size[1] // 2), fill="red")
    stored = upright.transpose(BACK[orientation]) if orientation in BACK else upright
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    out = io.BytesIO()
    stored.save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


T = Image.Transpose
BACK = {
    2: T.FLIP_LEFT_RIGHT, 3: T.ROTATE_180, 4: T.FLIP_TOP_BOTTOM, 5: T.TRANSPOSE, 6: T.ROTATE_90, 7: T.TRANSVERSE, 8: T.ROTATE_270,
}  # fmt: skip


def top_is_red(content):
    with Image.open(io.BytesIO(content)) as image:
        top, bottom = (image.getpixel((image.width // 2, round(image.height * y))) for y in (0.2, 0.8))
    return top[0] > 200 and bottom[2] > 200


@pytest.mark.parametrize("develop", [for_box, for_page])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_stands_upright(develop, orientation):
    photo = develop("a.jpg", marked(orientation))
    assert photo.width / photo.height == pytest.approx(2, rel=0.01)
    assert top_is_red(photo.content)
    facts = facts_of(marked(orientation))
    assert (facts.width, facts.height) == (400, 200)


@pytest.mark.parametrize("turn", range(4))
def test_turn_of_the_sheet_is_done_where_the_camera_said_none(turn):
    lying = io.BytesIO()
    with Image.open(io.BytesIO(marked(1))) as image:
        image.rotate(90 * turn, expand=True).save(lying, "PNG")
    assert top_is_red(for_box("a.png", lying.getvalue(), turn).content)
    assert facts_of(lying.getvalue(), turn).width == 400


def test_turn_of_camera_and_sheet_is_done_once():
    """Office writes the camera's turn into the sheet as well."""
    photo = for_box("a.jpg", marked(TURNED), 1)
    assert photo.width > photo.height
    assert top_is_red(photo.content)


def test_for_print_at_least_200_dpi_and_no_more_than_needed():
    photo = for_box("a.jpg", jpeg("red", (4000, 3000)))
    assert 200 <= photo.width / (photo.size[0] / 2.54) <= 301
    page = for_page("a.jpg", jpeg("red", (6000, 3000)))
    assert (page.width, page.height) == (3508, 1754)
    assert for_page("a.jpg", jpeg("red", (300, 200))).width == 300


def test_camera_and_place_are_gone_and_the_time_stays_for_a_page():
    source = jpeg("red", orientation=TURNED)
    with Image.open(io.BytesIO(source)) as image:
        assert image.getexif().get_ifd(GPS)
    exif = Image.open(io.BytesIO(for_box("a.jpg", source).content)).getexif()
    assert not exif
    kept = Image.open(io.BytesIO(for_page("a.jpg", source).content)).getexif()
    assert not kept.get_ifd(GPS)
    assert ORIENTATION not in kept
    assert dict(kept.get_ifd(CAMERA)) == {TAKEN: "2026:03:18 10:05:00"}
    assert not Image.open(io.BytesIO(for_page("a.jpg", jpeg("red", taken="")).content)).getexif()


def test_the_same_photo_gives_the_same_bytes():
    assert for_page("a.jpg", jpeg("red")).content == for_page("b.jpg", jpeg("red")).content


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ("2026:03:18 10:05:00", "2026-03-18 10:05:00"), ("2026-03-18T10:05:00Z", "2026-03-18 10:05:00"),
        ("0000:00:00 00:00:00", None), ("昨天", None), ("", None),
    ],
)  # fmt: skip
def test_time_as_the_camera_wrote_it(taken, expected):
    assert facts_of(jpeg("red", taken=taken)).taken == expected


def test_facts_tell_whether_the_place_is_in_it():
    assert facts_of(jpeg("red")).located
    assert not facts_of(jpeg("red", located=False)).located


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0", b"<svg/>", b"BM" + bytes(60), jpeg("red")[:40]])
def test_what_is_no_picture_has_no_facts(content):
    assert facts_of(content) is None
    assert for_box("a", content) is None
    assert for_page("a", content) is None


def test_a_photo_cut_off_in_the_middle_is_none():
    whole = jpeg("red", (2000, 1500))
    assert for_box("a.jpg", whole[: len(whole) // 2]) is None
