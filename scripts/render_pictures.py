"""render_pictures: makes the README's pictures in docs/pictures/ from the demo's papers; needs soffice, pdftoppm and Noto CJK.

Not part of CI: fonts and LibreOffice differ between machines, so the pictures are looked at by a person and committed.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from coatxl.batch.demo import PAPERS_FOLDER, RESULTS_FOLDER, play
from coatxl.standards.coating.annexes.hazards import RELATION
from coatxl.standards.coating.demo_papers import faulty, mended
from coatxl.standards.coating.tables import LecRow

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
DPI, MM = 125, 25.4
LARGEST = 300_000
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
    Picture("risk_lec.png", f"{PAPERS_FOLDER}/{faulty().name}.xlsx", LecRow.title, 13, 11, 202.6, 62),
    Picture("relation.png", f"{RESULTS_FOLDER}/{mended().name}_附表.xlsx", RELATION, 18, 22, 174, 135.2),
)


def main() -> int:
    """Write the pictures; return 1 when one is larger than a README should load."""
    # The tests' LibreOffice has a profile of its own and recalculates, which the demo's papers need.
    sys.path.insert(0, str(ROOT / "tests"))
    from soffice import convert  # type: ignore[import-not-found]  # the tests are outside mypy's path

    FOLDER.mkdir(parents=True, exist_ok=True)
    large = 0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "fonts.conf").write_text(FONTS, "utf-8")
        os.environ["FONTCONFIG_FILE"] = str(work / "fonts.conf")
        play(work, io.StringIO())
        pages = convert([work / each.workbook for each in PICTURES], work, "pdf")
        for each, pdf in zip(PICTURES, pages, strict=True):
            target = FOLDER / each.name
            cut(each, pdf, target)
            size = target.stat().st_size
            large += size > LARGEST
            print(f"{target.name}: {size // 1000} kB")
    return int(large > 0)


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
