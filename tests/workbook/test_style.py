"""The look: heights of wrapped Chinese text, fresh options, one Format for one set of properties."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from coatxl.criteria.bands import GRADES
from coatxl.workbook import style


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("油漆桶保持密闭。", 61, 1),
        ("可燃液体蒸气积聚达到爆炸极限情况下，遇到点火源，引起爆燃事故。", 31, 3),
        ("第一行\n第二行", 40, 2),
        ("一\n\n三", 40, 3),
        ("GB14444-2006第13.3条", 29, 1),
        ("A" * 100, 12, 12),
    ],
)
def test_lines(text: str, width: float, lines: int) -> None:
    assert style.text_lines(text, width) == lines


def test_closing_mark_is_never_alone_on_a_line() -> None:
    """The mark takes its character along, as Excel does; ten characters fill the line to the edge."""
    width = 1.2 + 10 * 10 / 5.25
    assert style.text_lines("一二三四五六七八九十", width) == 1
    assert style.text_lines("一二三四五六七八九十。", width) == 2


@pytest.mark.parametrize(("lines", "height"), [(1, 20), (2, 35), (3, 50), (4, 65)])
def test_heights_of_ten_points(lines: int, height: float) -> None:
    assert style.text_height("\n".join("行" * lines), 20) == height


def test_row_takes_its_highest_cell_and_stays_within_excels_limit() -> None:
    assert style.row_height([(None, 10), ("", 10)]) == 20
    assert style.row_height([("短", 10), ("一\n二\n三", 40), (3, 6)]) == 50
    assert style.row_height([("行\n" * 60, 40)]) == 409
    assert style.row_height([("短", 10)], least=45.5) == 45.5


def test_options_are_new_each_time() -> None:
    """XlsxWriter writes into them: a shared dictionary would carry one workbook's state into the next."""
    first = style.workbook_options()
    first["default_format_properties"]["font_name"] = "other"
    assert style.workbook_options()["default_format_properties"]["font_name"] == "微软雅黑"


def test_text_stays_text_and_no_theme_font(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook = xlsxwriter.Workbook(str(path), style.workbook_options())
    sheet = workbook.add_worksheet("表")
    formats = style.Formats(workbook)
    sheet.write(0, 0, "=1+1", formats.body())
    sheet.write(1, 0, "https://example.com", formats.body("center", bold=True))
    workbook.close()
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert b"hyperlink" not in archive.read("xl/worksheets/sheet1.xml")
        styles = archive.read("xl/styles.xml").decode()
    assert "scheme" not in styles
    assert styles.count('<name val="微软雅黑"/>') == styles.count("<font>") > 1


def test_one_format_for_the_same_properties(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), style.workbook_options())
    formats = style.Formats(workbook)
    assert formats.get(bold=True, align="left") is formats.get(align="left", bold=True)
    assert formats.get(bold=True) is not formats.get()
    workbook.add_worksheet()
    workbook.close()


def test_every_grade_has_a_look_and_the_worse_is_the_darker() -> None:
    """In a black-and-white print too."""

    def grey(colour: str) -> float:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    assert set(style.GRADES) == set(GRADES)
    shades = [grey(style.GRADES[grade]["bg_color"]) for grade in reversed(GRADES)]
    assert shades == sorted(shades)


def test_page_header_doubles_the_ampersand(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook = xlsxwriter.Workbook(str(path), style.workbook_options())
    style.page_setup(workbook.add_worksheet(), 3, left="A&B公司", foot="8.2")
    workbook.close()
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
        names = archive.read("xl/workbook.xml").decode()
    assert "A&amp;&amp;B公司" in xml
    assert 'paperSize="9"' in xml
    assert 'orientation="landscape"' in xml
    assert "$4:$4" in names
