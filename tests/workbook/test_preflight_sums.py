"""Limits hold for the sheets of a workbook together, not for each alone; a workbook within them is read."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hostile.package import packed, parts, shared, sheet, text_cell

from coatxl.workbook import cell_area, other_formats, string_references
from coatxl.workbook.faults import Fault, Unreadable
from coatxl.workbook.other_formats import check_biff
from coatxl.workbook.package import Package
from coatxl.workbook.preflight import open_zip
from coatxl.workbook.reader import read

FAR = sheet(f'<row r="1">{text_cell("A1", "a")}</row><row r="50000">{text_cell("Z50000", "z")}</row>')
SUM_LIMIT = cell_area.MOST_POSITIONS_IN_ALL // (26 * 50_000)


def fault_of(path: Path) -> Fault:
    with pytest.raises(Unreadable) as refused:
        read(path)
    return refused.value.fault


def book(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_positions_are_counted_over_all_sheets(tmp_path: Path) -> None:
    many = tuple(f"表{n}" for n in range(SUM_LIMIT + 1))
    fault = fault_of(book(tmp_path / "多.xlsx", packed(parts(FAR, names=many))))
    assert fault.rule == "CXF-06"
    assert f"到工作表“表{SUM_LIMIT}”为止" in fault.message_zh


def test_far_cells_on_few_sheets_are_read(tmp_path: Path) -> None:
    assert len(read(book(tmp_path / "少.xlsx", packed(parts(FAR, names=("甲", "乙"))))).sheets) == 2


@pytest.mark.parametrize(("merges", "is_read"), [(3, True), (4, False)])
def test_merges_are_counted_over_all_sheets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, merges: int, is_read: bool
) -> None:
    monkeypatch.setattr(cell_area, "MOST_MERGES", 6)
    inside = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, merges + 1))
    one = sheet(f'<row r="1">{text_cell("A1", "a")}</row>', after=f"<mergeCells>{inside}</mergeCells>")
    path = book(tmp_path / "合并.xlsx", packed(parts(one, names=("甲", "乙"))))
    if is_read:
        assert [len(each.merges) for each in read(path).sheets] == [merges, merges]
    else:
        assert "合并单元格超过6处" in fault_of(path).message_zh


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A{n}" t="s"><v>0</v></c>',
        '<c r="A{n}" s="0" t="s"><f>B1</f><v>0</v></c>',
        '<c r="A{n}" t = "s"><v xml:space="preserve"> 0 </v></c>',
    ],
)
@pytest.mark.parametrize(("most", "is_read"), [(2000, True), (500, False)])
def test_text_is_weighed_by_its_references(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: str, most: int, is_read: bool
) -> None:
    monkeypatch.setattr(string_references, "MOST_TEXT", most)
    rows = "".join(f'<row r="{n}">{cell.format(n=n)}</row>' for n in range(1, 11))
    path = book(tmp_path / "长.xlsx", packed(parts(sheet(rows), strings=shared("a" * 100))))
    if is_read:
        assert read(path).sheets[0].value(9, 0) == "a" * 100
    else:
        assert "长文字被大量单元格重复引用" in fault_of(path).message_zh


def test_one_long_text_among_many_short_ones_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(string_references, "MOST_TEXT", 2000)
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{int(n > 1)}</v></c></row>' for n in range(1, 21))
    read(book(tmp_path / "短.xlsx", packed(parts(sheet(rows), strings=shared("a" * 1000, "b")))))


def biff(*corners: tuple[int, int]) -> bytes:
    """The records of an .xls with a sheet from A1 to each of the corners."""
    made = b""
    for row, col in corners:
        made += struct.pack("<2H", 0x0809, 0)
        for place in ((0, 0), (row, col)):
            made += struct.pack("<2H3H", 0x0201 + 2, 6, *place, 0)
    return made


def test_positions_of_an_xls_are_counted_over_all_sheets() -> None:
    corner = 49_999, 79  # four million positions
    check_biff(biff(*[corner] * 5))
    with pytest.raises(Unreadable):
        check_biff(biff(*[corner] * 6))


def test_positions_of_an_ods_are_counted_over_all_sheets() -> None:
    table = (
        '<t:table><t:table-row t:number-rows-repeated="40000"><t:table-cell t:number-columns-repeated="100" '
        'o:value-type="string"/></t:table-row></t:table>'
    )
    for number in (5, 6):
        content = f'<x xmlns:t="urn:t" xmlns:o="urn:o">{table * number}</x>'
        data = packed({"content.xml": content, "mimetype": "application/vnd.oasis.opendocument.spreadsheet"})
        with open_zip(data) as archive:
            package = Package(data, archive.infolist())
        if number == 5:
            other_formats.check_ods(package)
        else:
            with pytest.raises(Unreadable):
                other_formats.check_ods(package)
