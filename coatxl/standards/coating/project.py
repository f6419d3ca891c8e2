"""Project: 项目信息 by its facts (5, 8.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from coatxl.standards.coating.tables import ProjectRow
from coatxl.standards.coating.tables.project import ENTERPRISE, FACTS, Fact
from coatxl.tables.cells import date_of
from coatxl.tables.column import folded


def fact_day(text: str) -> date | None:
    """A date of 项目信息, also when a cell in format General shows its serial number."""
    return date_of(int(text)) if text.isdecimal() and text.isascii() and len(text) == len("46132") else date_of(text)


class Project:
    """项目信息 by its facts."""

    def __init__(self, rows: Iterable[ProjectRow]) -> None:
        words = {folded(w): fact for fact in FACTS for w in (fact.word, *fact.aliases)}
        self.rows: dict[Fact, ProjectRow] = {}
        for row in rows:
            fact = words.get(folded(row.item).strip("*"))
            if fact is not None and (fact not in self.rows or not self.rows[fact].content):
                self.rows[fact] = row

    def __getitem__(self, fact: Fact) -> str:
        row = self.rows.get(fact)
        return row.content if row is not None else ""

    def day(self, fact: Fact) -> date | None:
        """A fact that is a date, None when blank or no date."""
        return fact_day(self[fact])

    @property
    def enterprise(self) -> str:
        """企业名称."""
        return self[ENTERPRISE]
