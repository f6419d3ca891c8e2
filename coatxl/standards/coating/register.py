"""The register of citable standards (5.3): what is shipped (cited_standards.csv), and a workbook in which a person extends it.

It is data with its sources: what was not checked against a source says so, and no finding hides it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import Annotated, ClassVar, Literal

from coatxl.findings import Text
from coatxl.rules import finding_of
from coatxl.standards.coating.citations import normal_code, title_key, without_year
from coatxl.tables.column import Column
from coatxl.tables.read import read
from coatxl.tables.table import Table
from coatxl.workbook.book import Book

SHIPPED = "cited_standards.csv"
Entry = tuple[str, ...]
"""The texts of one row, in the order of RegisterRow's fields; dates as 2026-08-01."""


class RegisterFault(Exception):  # noqa: N818 — read as a sentence
    """A workbook that is no register; its text is one line."""


class RegisterRow(Table):
    """引用标准登记册, one edition of a standard, or one document without a number, a row."""

    sheet: ClassVar[str] = "引用标准登记册"
    title: ClassVar[str] = "引用标准登记册"
    clause: ClassVar[str] = "5.3"
    identify: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"code", "status"}),)

    code: Annotated[
        str,
        Column(
            "标准号",
            required=True,
            width=24,
            help="一个版本一行，如 GB 14444-2006；没有编号的写《题名》；不注日期的不写年号。",
        ),
    ]
    title_text: Annotated[
        str, Column("题名", required=True, width=46, help="不带书名号；系列标准写全，如 涂装作业安全规程 术语。")
    ]
    status: Annotated[
        Literal["现行", "未核实", "已代替", "部分代替", "已废止", "查无此号"],
        Column(
            "状态", required=True, width=11, align="center", help="现行、未核实、已代替、部分代替、已废止、查无此号。"
        ),
    ]
    in_force: Annotated[
        date | None, Column("实施日期", width=13, align="center", help="早于这一天引用的，提示尚未实施。")
    ]
    replaced_by: Annotated[str, Column("被代替为", width=34, help="代替它的标准。")]
    effective: Annotated[
        date | None,
        Column("代替日期", width=13, align="center", help="从这一天起被代替或废止；早于这一天的评价照常引用。"),
    ]
    chapters: Annotated[
        Decimal | None,
        Column("章数", width=8, align="center", help="正文有几章；引用的条款超过章数时提示。不知道的不填。"),
    ]
    doubtful: Annotated[
        str, Column("条款提示", width=34, help="引用某一条时的提醒，如 3.0.2：疑为3.0.3；多条用分号隔开。")
    ]
    title_verified: Annotated[
        Literal["是", "否", ""], Column("题名已核对", width=11, align="center", help="是否对照过来源。")
    ]
    verified: Annotated[
        Literal["是", "否", ""], Column("状态已核对", width=11, align="center", help="是否对照过来源。")
    ]
    checked: Annotated[date | None, Column("核对日期", width=13, align="center", help="哪一天核对的。")]
    evidence: Annotated[str, Column("来源", width=46, help="从哪里知道的。")]
    note: Annotated[str, Column("备注", width=46, help="其他。")]
    articles: Annotated[
        Decimal | None,
        Column("条数", width=8, align="center", help="法律、法规、规章全文有几条；引用的条超过时提示。不知道的不填。"),
    ]


@dataclass(frozen=True, slots=True)
class Standard:
    """One edition in the register; effective is the day from which it is replaced or abolished."""

    code: str
    title: str
    status: str
    in_force: date | None
    replaced_by: str
    effective: date | None
    chapters: int | None
    doubtful: str
    title_verified: bool
    verified: bool
    note: str
    articles: int | None = None

    @classmethod
    def of(cls, entry: Entry) -> Standard:
        """The standard of one row of texts."""
        (
            code,
            title,
            status,
            in_force,
            by,
            effective,
            chapters,
            doubtful,
            title_verified,
            verified,
            _,
            _,
            note,
            *more,
        ) = entry
        articles = "".join(more)  # a register that was exported before the column was there has none
        return cls(
            code, title, status, _day(in_force), by, _day(effective), int(chapters) if chapters else None, doubtful,
            title_verified == "是", verified == "是", note, int(articles) if articles else None,
        )  # fmt: skip

    def gone(self, day: date | None) -> bool | None:
        """Whether it is replaced (not only in part) or abolished on a day; None when that depends on an unknown day."""
        if self.status not in {"已代替", "已废止"}:
            return False
        if self.effective is None:
            return True
        return None if day is None else day >= self.effective

    def fault(self, day: date | None) -> Text | None:
        """What is wrong with citing it on that day as regards replacement; None when nothing is, or the day decides."""
        doubt = Text("", "")
        if not self.verified:
            doubt = Text("（状态未经官方文本核对）", " (status not verified against an official text)")
        if self.effective is not None and (day is None or day < self.effective):
            return None
        since = Text(f"自{self.effective}起", f" since {self.effective}") if self.effective else Text("", "")
        if self.status in {"已代替", "部分代替"}:
            part = Text("部分", "partly ") if self.status == "部分代替" else Text("", "")
            return Text(
                f"{since.zh}已由{self.replaced_by}{part.zh}代替{doubt.zh}",
                f"is {part.en}replaced by {self.replaced_by}{since.en}{doubt.en}",
            )
        if self.status == "已废止":
            return Text(f"{since.zh}已废止{doubt.zh}", f"is abolished{since.en}{doubt.en}")
        if self.status == "查无此号":
            return Text(f"查无此号：{self.note}", "is an unknown number")
        return None


class Register:
    """Standards by number, by number without year, and by title."""

    def __init__(self, standards: Iterable[Standard]) -> None:
        """Index the standards, each number given once."""
        self.by_code = {normal_code(each.code): each for each in standards}
        self._editions: dict[str, list[Standard]] = {}
        self._titles: dict[str, list[Standard]] = {}
        for code, each in self.by_code.items():
            self._editions.setdefault(without_year(code), []).append(each)
            self._titles.setdefault(title_key(each.title), []).append(each)

    def get(self, code: str) -> Standard | None:
        """The edition of a normalised number, or the document of a title in 《》."""
        return self.by_code.get(code)

    def editions(self, code: str) -> list[Standard]:
        """All editions of a number, also under GB/T where GB is cited and the other way round."""
        return self._editions.get(without_year(code), [])

    def same_year(self, code: str) -> Standard | None:
        """The edition of a number; also one of its year that is GB/T where GB is cited, or the other way round."""
        year = code[len(without_year(code, exact=True)) :]
        return self.get(code) or next((each for each in self.editions(code) if year and each.code.endswith(year)), None)

    def titled(self, title: str) -> list[Standard]:
        """The editions of exactly this title."""
        return self._titles.get(title_key(title), [])


@lru_cache(maxsize=1)
def shipped_entries() -> tuple[Entry, ...]:
    """The rows of the shipped register."""
    text = resources.files("coatxl.standards.coating").joinpath(SHIPPED).read_text("utf-8")
    header, *rows = csv.reader(text.splitlines())
    if len(header) != len(RegisterRow.fields):
        raise ValueError(f"{SHIPPED} has {len(header)} columns")
    return tuple(map(tuple, rows))


def merged_entries(extra: tuple[Entry, ...] = ()) -> list[Entry]:
    """The shipped rows, extended and overridden by a person's own (settings.standards.entries) of the same number."""
    return list({normal_code(entry[0]): entry for entry in (*shipped_entries(), *extra)}.values())


@lru_cache(maxsize=8)
def register_with(extra: tuple[Entry, ...] = ()) -> Register:
    """The register of merged_entries."""
    return Register(map(Standard.of, merged_entries(extra)))


def entries_of(book: Book) -> tuple[Entry, ...]:
    """The rows of a register workbook; RegisterFault with the first reason why it is none."""
    reading = read(book, (RegisterRow,), frozenset())
    for rule, hit in reading.faults:
        if rule.severity == "error":
            finding = finding_of(rule, hit, file=book.name, lang="zh")
            place = "!".join(part for part in (finding.sheet, finding.cell) if part)
            raise RegisterFault(f"{place} {finding.message}".strip())
    rows = reading.rows.get(RegisterRow, [])
    if not rows:
        raise RegisterFault("没有“标准号”和“状态”两列，或表中没有数据")
    return tuple(_entry(row) for row in rows)


def _entry(row: Table) -> Entry:
    values: Sequence[object] = row[: len(RegisterRow.fields)]
    return tuple("" if value is None else str(value) for value in values)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
