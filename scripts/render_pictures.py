"""render_pictures: makes the pictures of docs/pictures/ from the demo's papers and the example plant.

Needs soffice, pdftoppm, Chromium and Noto CJK.

Not part of CI: fonts and LibreOffice differ between machines, so the pictures are looked at by a person and committed.
"""

from __future__ import annotations

import base64
import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from coatxl import cli
from coatxl.batch.demo import PAPERS_FOLDER, RESULTS_FOLDER, play
from coatxl.batch.papers import filled_paper
from coatxl.standards.coating.annexes.hazards import RELATION
from coatxl.standards.coating.demo_papers import faulty, mended
from coatxl.standards.coating.plant import NAME, plant
from coatxl.standards.coating.tables import ChemicalRow, LecRow, MajorHazardRow, MajorVerdictRow

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
DPI, MM = 125, 25.4
LARGEST = 300_000
# What makes a wide sheet print as two pages side by side.
TWO_WIDE = re.compile(rb' fitToWidth="2"|<colBreaks.*?</colBreaks>')
# The look's fonts are Windows'; without aliases Latin letters would come from whatever is first.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<alias binding="same"><family>微软雅黑</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>
<alias binding="same"><family>黑体</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>
<alias binding="same"><family>宋体</family><prefer><family>Noto Serif CJK SC</family></prefer></alias>
<alias binding="same"><family>Times New Roman</family><prefer><family>Liberation Serif</family></prefer></alias>
</fontconfig>
"""


@dataclass(frozen=True)
class Picture:
    """A part of a printed page: the workbook, a text that its first such page holds, and a box in millimetres."""

    name: str
    workbook: str
    holds: str
    left: float
    top: float
    width: float
    height: float


PICTURES = (
    Picture("findings.png", f"{RESULTS_FOLDER}/检查结果.xlsx", "检查结果", 12, 12, 273, 118),
    Picture("risk_lec.png", f"{PAPERS_FOLDER}/{faulty().name}.xlsx", LecRow.title, 13, 11, 175.2, 62),
    Picture("relation.png", f"{RESULTS_FOLDER}/{mended().name}_附表.xlsx", RELATION, 18, 25, 174, 131),
)


@dataclass(frozen=True)
class WebPicture:
    """The top of a page that a verb writes: its words on the command line, and the window in pixels."""

    name: str
    words: tuple[str, ...]
    width: int
    height: int


WEB_PICTURES = (
    WebPicture("report.png", ("check", PAPERS_FOLDER, "--format", "html"), 1280, 824),
    WebPicture("gate.png", ("gate", f"{NAME}.xlsx", "--format", "html"), 1000, 780),
)


def main() -> int:
    """Write the pictures; return 1 when one is larger than a README should load."""
    # The tests' LibreOffice has a profile of its own and recalculates, which the demo's papers need.
    sys.path.insert(0, str(ROOT / "tests"))
    from soffice import convert  # type: ignore[import-not-found]  # the tests are outside mypy's path

    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "fonts.conf").write_text(FONTS, "utf-8")
        os.environ["FONTCONFIG_FILE"] = str(work / "fonts.conf")
        play(work, io.StringIO())
        for each in PICTURES:
            widen(work / each.workbook)
        pages = convert([work / each.workbook for each in PICTURES], work, "pdf")
        for each, pdf in zip(PICTURES, pages, strict=True):
            cut(each, pdf, FOLDER / each.name)
        unfinished_plant(work / f"{NAME}.xlsx")
        photograph(work)
    sizes = {each.name: (FOLDER / each.name).stat().st_size for each in (*PICTURES, *WEB_PICTURES)}
    print(*(f"{name}: {size // 1000} kB" for name, size in sizes.items()), sep="\n")
    return int(max(sizes.values()) > LARGEST)


def unfinished_plant(target: Path) -> None:
    """Write the example plant before its chemicals are filled in and one major hidden danger is judged: all three verdicts."""
    paper = plant()
    paper.rows[ChemicalRow], paper.rows[MajorHazardRow] = [], []
    del paper.rows[MajorVerdictRow][2]["verdict"]
    filled_paper(target, paper)


def photograph(work: Path) -> None:
    """Write the pages that verbs make of the papers in this folder, and a picture of the top of each."""
    from browser import Browser  # type: ignore[import-not-found]  # as above

    chromium = Browser(work / "profile")
    with contextlib.closing(chromium), contextlib.chdir(work):
        for each in WEB_PICTURES:
            page = Path(each.name).with_suffix(".html")
            cli.cli.main([*each.words, "--output", str(page)], standalone_mode=False)
            chromium.open(page, width=each.width, height=each.height)
            (FOLDER / each.name).write_bytes(base64.b64decode(chromium("Page.captureScreenshot")["data"]))


def widen(workbook: Path) -> None:
    """Print every sheet of a workbook one page wide: a picture shows a sheet as on the screen, not two halves of it."""
    with zipfile.ZipFile(workbook) as book:
        parts = [(info, book.read(info)) for info in book.infolist()]
    with zipfile.ZipFile(workbook, "w", zipfile.ZIP_DEFLATED) as book:
        for info, content in parts:
            book.writestr(info, TWO_WIDE.sub(b"", content))


def cut(picture: Picture, pdf: Path, target: Path) -> None:
    """Write a picture's box of the first page that holds its text; LookupError when no page does."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    page = next((n for n, each in enumerate(text.split("\f"), 1) if picture.holds in each), None)
    if page is None:
        raise LookupError(f"{pdf.name}: no page holds {picture.holds}")
    box = [round(each * DPI / MM) for each in (picture.left, picture.top, picture.width, picture.height)]
    sides = [part for sign, each in zip("xyWH", box, strict=True) for part in (f"-{sign}", str(each))]
    command = ["pdftoppm", "-png", "-singlefile", "-r", str(DPI), "-f", str(page), "-l", str(page), *sides]
    subprocess.run([*command, str(pdf), str(target.with_suffix(""))], check=True)


if __name__ == "__main__":
    raise SystemExit(main())
