"""floor: what no reader can go below: inflate the same bytes; let calamine alone read the same values; read as coatxl does."""

from __future__ import annotations

import argparse
from pathlib import Path
from zipfile import ZipFile


def inflate(path: Path) -> int:
    """Inflate every part; return the number of bytes."""
    with ZipFile(path) as archive:
        return sum(len(archive.read(name)) for name in archive.namelist())


def calamine(path: Path) -> int:
    """Read the values of every sheet with calamine alone; return the number of rows."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as book:
        return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def reader(path: Path) -> int:
    """Read values, formulas, errors and merges as coatxl does, and nothing more; return the number of rows."""
    from coatxl.workbook.reader import read

    return sum(len(sheet.rows) for sheet in read(path).sheets)


WAYS = {"inflate": inflate, "calamine": calamine, "reader": reader}


def main(arguments: list[str] | None = None) -> int:
    """Do one of them on every workbook of a folder and print the sum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("folder", type=Path)
    chosen = parser.parse_args(arguments)
    print(sum(map(WAYS[chosen.way], sorted(chosen.folder.rglob("*.xlsx")))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
