"""Substances of coating plants: name, CAS number, catalogue number and critical quantity, each with its sources (7.4, 7.5).

Data with its marks: what was not held against a public text says so wherever the value is shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from coatxl.criteria.gb18218 import TABLE_2, TABLE_3, Category, categories, critical_quantity
from coatxl.tables.column import folded

STANDARD = "GB 18218-2018"
VERIFIED, UNVERIFIED = "已核对", "未核对"
TABLE_1_WORD, TABLE_2_WORD = "表1", "表2"
TABLE_1_OPEN = "表1未全部收录，请查原文"
"""What is told of a name that is not held here: table 1 may list it, and goes before table 2."""
# A product of several substances is classified as a whole, table 1 names substances.
_MIXTURE = re.compile("漆|涂料|稀释剂|稀料|固化剂|清洗剂|洗枪|胶|油墨|腻子|混合")
_CAS = re.compile(r"([1-9]\d{1,6})-(\d{2})-(\d)")


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of the standard as it is used here, with its sources and whether a public text says the same."""

    fact: str
    text: str
    sources: tuple[str, ...]
    verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class Substance:
    """A substance of table 1, or a material that falls under categories of table 2.

    names: as written here, the first one the usual one. cas: numbers that it goes by. catalogue: 目录序号 ("" where
    unknown). critical: Q in t of table 1, None for a material of table 2. printed: the entry it belongs to.
    """

    names: tuple[str, ...]
    cas: tuple[str, ...]
    catalogue: str
    printed: str
    critical: Decimal | None
    hazard: str
    symbols: tuple[str, ...]
    verified: bool
    sources: tuple[str, ...]
    note: str

    @property
    def name(self) -> str:
        """The usual name."""
        return self.names[0]

    def settled(self) -> bool:
        """Whether the entry alone gives one critical quantity."""
        return self.critical is not None or len(self.symbols) == 1


@dataclass(frozen=True, slots=True)
class Reference:
    """The critical quantity that the standard's tables give: Q in t, where it stands, whether checked, and a remark.

    known: whether the substance is one of those held here; table 1 may list another one. mixture: it is none that table 1
    could name.
    """

    critical: Decimal
    source: str
    verified: bool
    note: str
    known: bool = True
    mixture: bool = False

    @property
    def mark(self) -> str:
        """已核对 or 未核对; for a substance that is not held here, that table 1 must be looked into."""
        if not self.known:
            return TABLE_1_OPEN
        return VERIFIED if self.verified else UNVERIFIED


@cache
def _data() -> dict[str, list[dict[str, object]]]:
    text = resources.files("coatxl.standards.hazchem").joinpath("gb18218.json").read_text("utf-8")
    data: dict[str, list[dict[str, object]]] = json.loads(text)
    return data


@cache
def facts() -> tuple[Fact, ...]:
    """What is taken from the standard beside its tables, with sources."""
    return tuple(
        Fact(str(e["fact"]), str(e["text"]), _texts(e["sources"]), bool(e["verified"]), str(e["note"]))
        for e in _data()["facts"]
    )


@cache
def symbol_notes() -> dict[str, str]:
    """Symbol of table 2 → what of its row was not checked, "" when all was."""
    return {str(e["symbol"]): str(e["note"]) for e in _data()["symbols"]}


@cache
def table_1() -> tuple[Substance, ...]:
    """Return the substances of table 1 that coating plants have."""
    return tuple(map(_substance, _data()["table1"]))


@cache
def materials() -> tuple[Substance, ...]:
    """Return solvents, paints and hardeners that table 1 does not name, with the categories that they fall under."""
    return tuple(map(_substance, _data()["materials"]))


def _substance(entry: dict[str, object]) -> Substance:
    critical = entry.get("critical")
    return Substance(
        names=_texts(entry["names"]),
        cas=_texts(entry["cas"]),
        catalogue=str(entry["catalogue"]),
        printed=str(entry["printed"]),
        critical=None if critical is None else Decimal(str(critical)),
        hazard=str(entry.get("hazard", "")),
        symbols=_texts(entry.get("symbols", [])),
        verified=bool(entry["verified"]),
        sources=_texts(entry["sources"]),
        note=str(entry["note"]),
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def cas_number(text: str) -> str:
    """Return a CAS number as it is written, half-width: "" for a blank or a dash."""
    plain = folded(text).replace("—", "-").replace("–", "-")
    return "" if plain.strip("-/") in ("", "无") else plain


def cas_is_valid(text: str) -> bool:
    """Return whether a CAS number has its form and its check digit: the digits weighted from the right, modulo 10."""
    match = _CAS.fullmatch(cas_number(text))
    if match is None:
        return False
    digits = (match[1] + match[2])[::-1]
    return sum(place * int(digit) for place, digit in enumerate(digits, 1)) % 10 == int(match[3])


def named(name: str, among: Iterable[Substance] | None = None) -> tuple[Substance, ...]:
    """Return the substances that go by a name; the brackets of a printed entry may be left out."""
    key = folded(name).casefold()
    found = (*table_1(), *materials()) if among is None else among
    return tuple(
        each for each in found if key and key in {folded(other).casefold() for other in (*each.names, each.printed)}
    )


def numbered(cas: str, among: Iterable[Substance] | None = None) -> tuple[Substance, ...]:
    """Return the substances of a CAS number; two entries of table 1 can share one."""
    key = cas_number(cas)
    found = (*table_1(), *materials()) if among is None else among
    return tuple(each for each in found if key and key in each.cas)


def reference(name: str, cas: str, symbols: str) -> Reference | None:
    """Return the critical quantity by GB 18218: table 1 first, then the lowest of the categories (table 2).

    A material that is known here stands for a category that was left out. None when the tables do not say.
    """
    listed = table_1()
    known = [each for each in listed if each in named(name, listed) or each in numbered(cas, listed)]
    if known:
        lowest = min(known, key=lambda each: each.critical or Decimal(0))
        return Reference(lowest.critical or Decimal(0), f"{TABLE_1_WORD} {lowest.name}", lowest.verified, lowest.note)
    try:
        hazards = categories(symbols)
    except ValueError:
        return None
    other = materials()
    if hazards:
        held = bool(named(name, other) or numbered(cas, other)) and name.strip() not in TABLE_3
        return _of_categories(hazards, known=held, mixture=_MIXTURE.search(folded(name)) is not None)
    for each in other:
        if len(each.symbols) == 1 and (each in named(name, other) or each in numbered(cas, other)):
            symbol = each.symbols[0]
            return Reference(TABLE_2[symbol].critical, f"{TABLE_2_WORD} {symbol}", each.verified, each.note)
    return None


def _of_categories(hazards: tuple[Category, ...], *, known: bool, mixture: bool) -> Reference:
    limit = critical_quantity(hazards)
    symbol = next(each.symbol for each in hazards if each.critical == limit)
    source, note = f"{TABLE_2_WORD} {symbol}", symbol_notes()[symbol]
    return Reference(limit, source, verified=known, note=note, known=known, mixture=mixture)
