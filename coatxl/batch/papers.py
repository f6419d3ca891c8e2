"""Workbooks that verbs write: an empty working paper and a filled one; and what a verb tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from coatxl.check import Report
from coatxl.workbook.faults import printable
from coatxl.workbook.save import CannotWrite

if TYPE_CHECKING:
    from coatxl.standards.coating.demo_papers import Paper


# Prepared empty rows in a paper that is written filled: enough to go on, few enough to print.
SPARE_ROWS = 60


@dataclass(slots=True)
class Outcome:
    """What a verb tells the person: one line for each thing done or not done.

    unreadable: how many files could not be read. refused: how many outputs were not written for want of data.
    """

    lines: list[str] = field(default_factory=list)
    unreadable: int = 0
    refused: int = 0

    def told(self, report: Report) -> bool:
        """Note a file that could not be read; whether it could not."""
        if report.status != "unreadable":
            return False
        first = report.findings[0]
        self.unreadable += 1
        self.lines.append(f"{first.file}：{first.message}（{first.rule}）。{first.fix}")
        return True


def place_of(place: Path | None, *, addin: bool = False, example: bool = False) -> Path:
    """Return where a new paper goes: the file, or the edition's own name in a folder or, for None, here.

    CannotWrite for a file that is no .xlsx: Excel opens no workbook whose name tells another format.
    """
    from coatxl.standards.coating.guide import ADDIN_FILE_NAME, FILE_NAME, PAPER_TITLE
    from coatxl.standards.coating.plant import NAME

    name = f"{PAPER_TITLE}_{NAME}.xlsx" if example else ADDIN_FILE_NAME if addin else FILE_NAME
    if place is None:
        return Path(name)
    if place.is_dir():
        return place / name
    if place.suffix.lower() != ".xlsx":
        raise CannotWrite(
            f"底稿写不成 {printable(place.name)}：只写 .xlsx", f"A working paper is an .xlsx file, not {printable(place.name)}",
            "文件名以 .xlsx 结尾；要写到文件夹里，先建好文件夹", "End the name with .xlsx; a folder must exist already",
        )  # fmt: skip
    return place


def new_paper(target: Path, *, band_rule: str | None = None, rows: int = 300, addin: bool = False) -> None:
    """Write an empty working paper, of the add-in edition or the plain one; CannotWrite when that is impossible."""
    from coatxl.criteria.bands import LOWER_INCLUSIVE
    from coatxl.standards.coating.guide import blueprint
    from coatxl.tables.template import write_template
    from coatxl.workbook.save import write_atomically

    plan = blueprint(band_rule or LOWER_INCLUSIVE, addin=addin)
    write_atomically(target, lambda draft: write_template(draft, plan, rows=rows))


def filled_paper(target: Path, paper: Paper) -> None:
    """Write a working paper with its facts and rows filled in; one of core tables gets the core sheets only."""
    from coatxl.standards.coating.guide import blueprint
    from coatxl.standards.coating.tables import CORE_TABLES
    from coatxl.tables.fill import fill

    plan = blueprint(core=set(paper.rows) <= set(CORE_TABLES))
    fill(target, paper.rows, paper.facts, blueprint=plan, spare=SPARE_ROWS)


def example_paper(target: Path) -> None:
    """Write the complete fictitious plant, every sheet filled in; CannotWrite when that is impossible."""
    from coatxl.standards.coating.plant import plant
    from coatxl.workbook.save import write_atomically

    write_atomically(target, lambda draft: filled_paper(draft, plant()))
