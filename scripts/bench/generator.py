"""generator: folders of realistic working papers with seeded faults, and the list of what must be found.

A book holds the six tables on sheets of their own, a title in row 1, the header in row 2, merged grouping columns, LEC
formulas with stored results, list validations, and sheets that are no table: 9 to 16 sheets in all. About one row in a
hundred has a fault. The same seed gives the same books.
"""

from __future__ import annotations

import argparse
import json
import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from paper import book_of

if TYPE_CHECKING:
    from sheets import Book, Fault
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

FIRST_ROW = 2  # 0-based row of the first data row: a title and a header stand above


@dataclass(frozen=True)
class Size:
    """How many books, and how many rows in the smallest, the usual and the largest."""

    books: int
    least: int
    usual: int
    most: int


SIZES = {
    "A": Size(50, 200, 200, 2750),
    "B": Size(300, 200, 200, 2300),
    "C": Size(500, 100, 150, 500),
    "D": Size(1600, 100, 150, 800),
    "one": Size(1, 1000, 1000, 1000),
}


@dataclass
class Folder:
    """What was made: the number of books and rows, and for each fault (file, rule, sheet, cell)."""

    books: int = 0
    rows: int = 0
    faults: list[tuple[str, str, str, str]] = field(default_factory=list)


def make(folder: Path, size: Size, *, seed: int = 1, workers: int = 2) -> Folder:
    """Write the books of a size into a folder; say what they hold."""
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(seed)  # noqa: S311 — reproducible, nothing secret
    wanted = [round(dice.triangular(size.least, size.most, size.usual)) for _ in range(size.books)]
    made = Folder()
    with ProcessPoolExecutor(workers) as pool:
        jobs = range(size.books), wanted, [dice.random() for _ in wanted]
        for name, rows, faults in pool.map(partial(_write, folder), *jobs, chunksize=4):
            made.books += 1
            made.rows += rows
            made.faults += [(name, rule, sheet, cell) for rule, sheet, cell in faults]
    made.faults.sort()
    return made


def _write(folder: Path, number: int, rows: int, seed: float) -> tuple[str, int, list[Fault]]:
    from xlsxwriter import Workbook

    dice = random.Random(seed)  # noqa: S311
    book = book_of(dice, number, rows)
    name = f"{'甲乙丙丁'[number % 4]}区/企业{number:04}.xlsx"
    target = folder / name
    target.parent.mkdir(exist_ok=True)
    with Workbook(str(target), {"in_memory": True}) as workbook:
        common = {"border": 1, "text_wrap": True, "valign": "vcenter"}
        styles = {
            "text": workbook.add_format(common),
            "head": workbook.add_format(common | {"bold": True, "bg_color": "#1F3864", "font_color": "white"}),
            "date": workbook.add_format(common | {"num_format": "yyyy-mm-dd"}),
        }
        _sheets(workbook, book, styles, dice)
    return name, book.rows, book.faults


def _sheets(workbook: Workbook, book: Book, styles: dict[str, Format], dice: random.Random) -> None:
    facts = workbook.add_worksheet("项目信息")
    facts.write_row(0, 0, ("项目", "内容", "说明"), styles["head"])
    for row, (fact, value) in enumerate(book.facts.items(), 1):
        facts.write_row(row, 0, (fact, value), styles["text"])
    for name, table in book.tables.items():
        sheet = workbook.add_worksheet(name)
        sheet.merge_range(0, 0, 0, len(table.headers) - 1, f"{book.name}　{name}", styles["head"])
        sheet.write_row(1, 0, table.headers, styles["head"])
        for row, values in enumerate(table.rows, FIRST_ROW):
            for col, value in enumerate(values):
                if isinstance(value, tuple):
                    sheet.write_formula(row, col, value[0].format(row=row + 1), styles["text"], value[1])
                elif table.headers[col].endswith("日期") and isinstance(value, float):
                    sheet.write_number(row, col, value, styles["date"])
                elif value is None:
                    sheet.write_blank(row, col, None, styles["text"])
                else:
                    sheet.write(row, col, value, styles["text"])
        for top, bottom, col in table.merges:
            value = table.rows[top][col]
            sheet.merge_range(
                top + FIRST_ROW, col, bottom + FIRST_ROW, col, "" if value is None else value, styles["text"]
            )
        last = FIRST_ROW + len(table.rows)
        for header, words in table.choices.items():
            at = table.headers.index(header)
            sheet.data_validation(FIRST_ROW, at, last, at, {"validate": "list", "source": list(words)})
        sheet.set_column(0, len(table.headers) - 1, 18)
        sheet.freeze_panes(2, 0)
    for number in range(dice.randint(2, 9)):
        other = workbook.add_worksheet(
            ("填写说明", "会议签到", "资料清单", "现场照片", "访谈记录", "设备台账", "化学品", "修订记录", "附图")[
                number
            ]
        )
        for row in range(dice.randint(5, 40)):
            other.write_row(row, 0, (f"{row + 1}", "本页不是评价表，仅供查阅", dice.random()), styles["text"])


def main(arguments: list[str] | None = None) -> int:
    """Make one folder, and beside it FOLDER.json with what must be found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", choices=SIZES, default="A")
    parser.add_argument("--books", type=int, help="another number of books")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    size = SIZES[chosen.size]
    if chosen.books:
        size = Size(chosen.books, size.least, size.usual, size.most)
    made = make(chosen.folder, size, seed=chosen.seed)
    save(made, chosen.folder)
    print(f"{made.books} books, {made.rows} rows, {len(made.faults)} faults in {chosen.folder}")
    return 0


def save(made: Folder, folder: Path) -> None:
    """Write what a folder holds beside it, so that nothing stands between the books."""
    content = {"books": made.books, "rows": made.rows, "faults": made.faults}
    folder.with_suffix(".json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
