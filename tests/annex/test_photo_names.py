"""What the names of photo files say: which hidden danger, before or after; and what they do not say."""

from __future__ import annotations

import pytest

from coatxl.annex.photo_names import PhotoNames, number_key


def told(path, *numbers):
    """(key, side) of a file for papers with these numbers, None when it says none."""
    found = list(PhotoNames([path]).numbered(map(number_key, numbers)))
    assert len(found) <= 1
    return found[0][1:] if found else None


@pytest.mark.parametrize(
    ("path", "side"),
    [
        ("3-前.jpg", "before"), ("3-后.jpg", "after"), ("3.jpg", "before"), ("03.jpg", "before"), ("3 (2).jpg", "before"),
        ("3_整改后_2.png", "after"), ("3（整改后）.jpg", "after"), ("3（整改前）2.jpg", "before"), ("3前.jpg", "before"),
        ("3后1.JPG", "after"), ("3-1.jpg", "before"), ("3_before.jpg", "before"), ("3 After 02.jpg", "after"),
        ("整改后3.jpg", "after"), ("整改前_3_2.jpg", "before"), ("隐患3.jpg", "before"), ("隐患3-后.jpg", "after"),
        ("第3条整改后.jpg", "after"), ("No.3-后.jpg", "after"), ("３－后.jpg", "after"), ("3整改后照片.jpg", "after"),
        ("3复查.jpg", "after"), ("3-整改前照片(1).jpg", "before"), ("整改后/3.jpg", "after"), ("整改后/二车间/3_1.jpg", "after"),
        ("整改后照片/3-前.jpg", "before"), ("整改前/3-后.jpg", "after"),
    ],
)  # fmt: skip
def test_number_and_side(path, side):
    assert told(path, "1", "2", "3") == ("3", side)


@pytest.mark.parametrize(
    ("path", "number", "side"),
    [
        ("YH-003_整改后.jpg", "YH-003", "after"), ("yh003后.jpg", "YH-003", "after"), ("YH_3.jpg", "YH-003", "before"),
        ("JX-2026-07 前.jpg", "JX-2026-007", "before"), ("喷-12_后_2.jpg", "喷-12", "after"), ("3-1-后.jpg", "3-1", "after"),
        ("3-1.jpg", "3-1", "before"), ("1.2 前.jpg", "1.2", "before"),
    ],
)  # fmt: skip
def test_numbers_of_ledgers(path, number, side):
    assert told(path, number, "8") == (number_key(number), side)


@pytest.mark.parametrize(
    "path",
    [
        "IMG_0003.jpg", "20260318_101500.jpg", "微信图片_20260318101500_3.jpg", "31.jpg", "13-前.jpg", "3号线全景.jpg",
        "前台.jpg", "后门.jpg", "整改前.jpg", "3.5-前.jpg", "-.jpg", ".jpg", "前.jpg", "3楼后门.jpg", "DSC00003.JPG",
    ],
)  # fmt: skip
def test_names_that_mean_something_else(path):
    assert told(path, "1", "2", "3") is None


def test_the_most_literal_meaning_wins():
    assert told("3-1.jpg", "3", "3-1") == ("3-1", "before")
    assert told("3-2.jpg", "3", "3-1") == ("3", "before")


def test_no_number_is_no_key():
    assert number_key("") == number_key(" - ") == number_key("第") == ""
    assert told("-.jpg", "", "-") is None


@pytest.mark.parametrize(
    "stem", ["前" * 5000, "3" + "-" * 5000, "(" * 5000, "3" * 5000, " _-." * 2000, "整改前" * 2000 + "x"]
)
def test_no_name_makes_the_patterns_slow(stem):
    assert told(f"{stem[:255]}.jpg", "3") in (None, ("3", "before"))


def test_one_paper_has_its_own_folder():
    names = PhotoNames(["3.jpg", "喷漆底稿/3.jpg", "喷漆底稿/整改后/3.jpg", "烘干底稿/3.jpg"])
    assert names.within("喷漆底稿").paths == ("喷漆底稿/3.jpg", "喷漆底稿/整改后/3.jpg")
