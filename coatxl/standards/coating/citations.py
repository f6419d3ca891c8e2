"""Citations in 依据: standard numbers, book titles and clause numbers, and the register of their status.

The register (cited_standards.csv) is data with its sources; a title or status without a source is marked so.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from coatxl.tables.column import folded

_CODE = re.compile(
    r"(?<![A-Za-z])(T/\s*[A-Z]{2,8}|(?:GB|AQ|JJG|JJF|GBZ|GBJ|JGJ|HG|SH|SY|XF|GA|LD|TSG|CJJ|DB\d{2,4}|YJ|WS)(?:/\s*[TZ])?)\s*"
    r"(\d[\d.]*\d|\d)(?:\s*[-—–－]\s*((?:19|20)\d{2}))?"
    # Any other industry's code is known by its year: JB/T 10413-2004, CECS 24-1990.
    r"|(?<![A-Za-z])([A-Z]{2,5}(?:/\s*[TZ])?)\s*(\d[\d.]*)\s*[-—–－]\s*((?:19|20)\d{2})(?!\d)",
)
_TITLE = re.compile(r"《[^《》]+》")
_CLAUSE = re.compile(
    r"第[^第，。；、]{0,12}?[条款章节项]|[\d.]+(?:、[\d.]+)*条|附录\s*[A-Z]|表\s*[A-Z]?\.?\d|(?<![\d.\-])\d+(?:\.\d+)+(?![\d.])"
)


@dataclass(frozen=True, slots=True)
class Standard:
    """One entry of the register; effective is the day from which replaced_by applies."""

    code: str
    title: str
    status: str
    replaced_by: str
    effective: date | None
    verified: bool
    note: str


def normal_code(text: str) -> str:
    """A standard number without spaces, with a plain hyphen: "GB 14444—2006" → "GB14444-2006"."""
    return re.sub(r"[—–－]", "-", folded(text)).upper()


def codes(text: str) -> list[str]:
    """The standard numbers cited in a text, normalised, in order."""
    plain = unicodedata.normalize("NFKC", text)
    found = []
    for m in _CODE.finditer(plain):
        kind, number, year = (m[1], m[2], m[3]) if m[1] else (m[4], m[5], m[6])
        found.append(normal_code(f"{kind}{number}" + (f"-{year}" if year else "")))
    return found


def titles(text: str) -> list[str]:
    """The 《titles》 in a text."""
    return _TITLE.findall(text)


def has_citation(text: str) -> bool:
    """Whether a text cites a standard or a document at all; a reason in words does not."""
    return bool(codes(text) or titles(text))


def has_clause(text: str) -> bool:
    """Whether a clause, annex or table number stands beside the citation."""
    plain = unicodedata.normalize("NFKC", text)
    return _CLAUSE.search(_TITLE.sub("", _CODE.sub("", plain))) is not None


@cache
def register() -> dict[str, Standard]:
    """The shipped register by normalised code or title."""
    text = resources.files("coatxl.standards.coating").joinpath("cited_standards.csv").read_text("utf-8")
    found: dict[str, Standard] = {}
    for row in csv.DictReader(text.splitlines()):
        effective = date.fromisoformat(row["effective"]) if row["effective"] else None
        entry = Standard(
            row["code"],
            row["title"],
            row["status"],
            row["replaced_by"],
            effective,
            row["verified"] == "yes",
            row["note"],
        )
        found[normal_code(entry.code)] = entry
    return found
