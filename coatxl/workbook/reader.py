"""read: one Excel file → one Book of plain values, formulas, errors, merges and pictures, or Unreadable with a reason.

The file is read once and only as bytes. An xlsx is unpacked here, under limits, and python-calamine gets a new archive
in memory that holds nothing but cells, strings and styles: what a stranger's archive does otherwise cannot reach it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from coatxl.workbook.book import Book, Kind, Sheet
from coatxl.workbook.cell_area import CellCount
from coatxl.workbook.cells_only import cells_only
from coatxl.workbook.faults import DAMAGED, NO_WORKSHEET, NOT_A_WORKBOOK, TOO_LARGE, Unreadable
from coatxl.workbook.package import Package, SheetPart, WorkbookParts, workbook_parts
from coatxl.workbook.pictures.in_cells import places_pictures_in_cells
from coatxl.workbook.pictures.placed import Pictures
from coatxl.workbook.preflight import OLE_MAGIC, content_of, kind_of_zip, open_zip
from coatxl.workbook.sheet_xml import SheetFacts, scan
from coatxl.workbook.source import read_bytes
from coatxl.workbook.values import SheetValues, read_values, without_blank_end


def read(path: Path) -> Book:
    """Read one workbook; Unreadable with a Fault (CXF-01 … CXF-07) when that is impossible. Never writes anything."""
    data = read_bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    try:
        kind, sheets = _read(data)
    except (MemoryError, RecursionError):
        raise Unreadable(TOO_LARGE.about("内存不足", "not enough memory")) from None
    if not sheets:
        raise Unreadable(NO_WORKSHEET)
    return Book(path.name, digest, kind, sheets, structure_known=kind == "xlsx")


def _read(data: bytes) -> tuple[Kind, list[Sheet]]:
    if data.startswith(OLE_MAGIC):
        from coatxl.workbook.other_formats import read_ole

        return "xls", read_ole(data)
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise Unreadable(NOT_A_WORKBOOK.about(*content_of(data)))
    with open_zip(data) as archive:
        kind = kind_of_zip(set(archive.namelist()))
        package = Package(data, archive.infolist())
        if kind != "xlsx":
            from coatxl.workbook.other_formats import read_zipped

            if kind == "xlsb":
                package.refuse_doctypes()
            return kind, read_zipped(data, kind, package)
        package.refuse_doctypes()
        return kind, _read_xlsx(package)


def _read_xlsx(package: Package) -> list[Sheet]:
    parts = workbook_parts(package)
    if not parts.sheets:
        return []
    try:
        return _sheets(package, parts, careful=False)
    except Unreadable as unreadable:
        if unreadable.fault.rule != DAMAGED.rule:
            raise
    # What calamine stumbles over (an unknown cell type, a date in the year 10^300) may still be valid: once more, rewritten.
    return _sheets(package, parts, careful=True)


def _sheets(package: Package, parts: WorkbookParts, *, careful: bool) -> list[Sheet]:
    local_images = places_pictures_in_cells(package)
    facts: list[SheetFacts] = []
    count = CellCount()
    for part in parts.sheets:
        facts.append(scan(package.read(part.part), part.name, careful=careful, local_images=local_images, count=count))
    names = [part.name for part in parts.sheets]
    values = read_values(cells_only(package, parts, facts), names)
    pictures = Pictures(package)
    sheets = [_sheet(pictures, *of_one) for of_one in zip(parts.sheets, facts, values, strict=True)]
    if parts.calculate_on_load:
        for sheet in sheets:
            _drop_placeholders(sheet)
    return sheets


def _drop_placeholders(sheet: Sheet) -> None:
    """Note the formulas that hold a placeholder as uncalculated: XlsxWriter stores 0 for every result it is not told."""
    for row, col in sheet.formulas:
        value = sheet.value(row, col)
        if value == 0 and type(value) in (int, float):
            sheet.rows[row - sheet.top][col - sheet.left] = None
            sheet.uncached.add((row, col))


def _sheet(pictures: Pictures, part: SheetPart, facts: SheetFacts, values: SheetValues) -> Sheet:
    images = pictures.of(part.part, facts)
    return Sheet(
        part.name,
        part.visibility,
        values.top,
        values.left,
        without_blank_end(values.rows, values.top, facts.errors),
        facts.formulas,
        facts.errors,
        facts.uncached,
        facts.merges,
        facts.hidden_rows,
        facts.hidden_columns,
        {(image.row, image.col) for image in images},
        images,
    )
