"""Drafting without loss: the paper as it is now, put together with the last draft as a person left it (8.2.2–8.2.4).

Three texts decide each cell: what the program wrote last, what stands there now, and what the paper gives now. What a
person typed stays; what only the source changed is renewed; where both changed, both are shown side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from coatxl.reports.draft_model import JOIN, PASSING, UNPLACED, Base, Draft, Row, Told, Word
from coatxl.standards.coating.dossier import Dossier, named
from coatxl.standards.coating.draft_entries import DraftKind, Entry, written
from coatxl.standards.coating.draft_matching import adopted, identified, matched, same_sources
from coatxl.standards.coating.drafts import whole_numbers
from coatxl.standards.coating.identity import PLACE
from coatxl.tables.cells import is_blank, text_of

if TYPE_CHECKING:
    from coatxl.settings import Settings

_BY_HAND = "人工填写"
_LONGEST = 8_000


def drafted(
    kind: DraftKind, paper: Dossier, settings: Settings, last: Draft | None = None, *, shared: bool = False
) -> Draft:
    """The next draft of a paper; last: the draft to go on from, as a person left it (it is taken apart for this)."""
    entries = kind.entries(paper, settings, shared=shared)
    return _Round(kind, entries, settings, last or Draft([], [], fields=frozenset(written(kind.table)))).draft(paper)


class _Round:
    """One run over the last draft and the paper's entries."""

    def __init__(self, kind: DraftKind, entries: Sequence[Entry], settings: Settings, last: Draft) -> None:
        self.kind, self.entries, self.settings, self.last = kind, entries, settings, last
        self.fields = written(kind.table)
        self.rows = last.rows
        self.bases = {base.id: base for base in last.bases}
        self.words: dict[int, list[Word]] = {}
        self.next_id = 1 + max(whole_numbers(key.removeprefix(kind.mark) for key in self.bases), default=0)
        self.moved = False  # whether anything came or was renewed in this run

    def draft(self, paper: Dossier) -> Draft:
        """Identify, match, merge, mark."""
        identified(self.kind, self.rows, self.bases)
        by_id = {row.id: row for row in self.rows if row.id}
        for base in self.bases.values():
            base.removed = base.id not in by_id  # whatever was typed into 人工删除: the row is there or it is not
        before = {base.id: base.told for base in self.bases.values()}
        known = matched(self.kind, list(self.bases.values()), self.entries)
        kept: list[Base] = []
        for i, entry in enumerate(self.entries):
            if i not in known:
                kept.append(self._new(entry))
                continue
            base = known[i]
            base.sources = entry.sources
            kept.append(base)
            if not base.removed:
                self._renew(by_id[base.id], base, entry)
        going_on = {base.id for base in kept}
        vanished = [base for base in self.bases.values() if base.id not in going_on and not base.removed]
        self._vanished(paper, vanished, by_id, kept)
        for row in self.rows:
            row.told.state = JOIN.join(self.words.get(id(row)) or (["未变"] if row.id else _own(row)))
        self._stay(before)
        for base in (*kept, *vanished):
            base.told = next((row.told for row in self.rows if row.id == base.id), base.told)
        # In the order of the rows, so that the next run sees which of the person's rows were inserted and not sorted.
        at = {row.id: n for n, row in enumerate(self.rows) if row.id}
        bases = sorted((*kept, *vanished), key=lambda base: at.get(base.id, len(at) + len(self.rows)))
        return replace(self.last, rows=self.rows, bases=bases, fields=frozenset(self.fields))

    def _new(self, entry: Entry) -> Base:
        """A row that no draft had, or that a person has typed already; its base is the entry."""
        base = Base(f"{self.kind.mark}{self.next_id:03}", {}, entry.sources)
        self.next_id += 1
        row = adopted(self.kind, entry, self.rows)
        texts = {name: text_of(entry.values.get(name)) for name in self.fields}
        if row is not None:
            row.id = base.id
            for name in self.fields:
                if not text_of(row.values.get(name)):
                    row.values[name] = entry.values.get(name)
            if not entry.own:
                texts["number"] = text_of(row.values.get("number"))
            self._mark(row, texts, entry)
        else:
            row = Row(base.id, dict(entry.values), [None] * len(self.last.columns), Told(note=entry.note))
            if not entry.own:
                row.values["number"] = texts["number"] = self._number(row)
            self._insert(row)
            self.words[id(row)] = ["底稿已有" if entry.own else "新增"]
        self.moved = True
        base.values = texts
        return base

    def _renew(self, row: Row, base: Base, entry: Entry) -> None:
        """Merge an entry into its row, field by field."""
        told, row.told = row.told, Told()
        seen = base.told.now != "" and told.now == ""
        before, now, taken = [], [], False
        for name in self.fields:
            header = self.kind.table.fields[name].column.header
            old, new = base.values.get(name, ""), text_of(entry.values.get(name))
            if name == "number" and not entry.own:
                new = old  # a number once given stays: 来源 of a hidden danger names it
            if name not in self.last.fields:
                row.values[name] = entry.values.get(name) if name != "number" else old
            mine = text_of(row.values.get(name))
            if new == old:
                continue
            if mine in (new, old):
                if mine == old:
                    row.values[name] = entry.values.get(name)
                    before.append(f"{header}：{old}")
                    taken = True
                base.values[name] = new
            elif seen and _cut(f"{header}：{new}") in base.told.now:
                base.values[name] = new  # the person has read it and keeps the own text
            else:
                before.append(f"{header}：{old}")
                now.append(_cut(f"{header}：{new}"))
        row.told.before, row.told.now = _cut("\n".join(before)), _cut("\n".join(now))
        self.words[id(row)] = [*(["冲突"] if now else []), *(["来源已变"] if taken else [])]  # type: ignore[list-item]
        self.moved = self.moved or taken
        self._mark(row, base.values, entry)

    def _mark(self, row: Row, texts: dict[str, str], entry: Entry) -> None:
        """Tell what a person filled in or changed, and where 依据 comes from."""
        own = [name for name in self.fields if text_of(row.values.get(name)) != texts.get(name, "")]
        words = self.words.setdefault(id(row), [])
        if any(texts.get(name) for name in own):
            words.append("已改")
        elif own:
            words.append("已填")
        row.told.note = _BY_HAND if "basis" in own and entry.note else entry.note

    def _vanished(self, paper: Dossier, vanished: Sequence[Base], by_id: dict[str, Row], kept: Sequence[Base]) -> None:
        """Mark the rows whose source is gone, and say what became of it; nothing of them changes."""
        if not vanished:
            return
        records = [(base, source) for base in vanished for source in base.sources]
        present = self.kind.present(paper)
        there = dict(same_sources(self.kind, [source for _, source in records], present))
        holders = {tuple(sorted(source.items())): base.id for base in kept for source in base.sources}
        reasons: dict[str, str] = {}
        for n, (base, _) in enumerate(records):
            now = present[there[n]] if n in there else None
            holder = holders.get(tuple(sorted(now.items()))) if now else None
            if holder:
                reasons[base.id] = f"来源已并入 {holder}"
            elif now and now.get("conforms"):
                reasons[base.id] = f"检查项目现为“{now['conforms']}”"
        for base in vanished:
            row = by_id[base.id]
            self.words[id(row)] = ["来源已删"]
            self._mark(row, base.values, Entry({}, [], note=base.told.note))
            row.told.before, row.told.now = "", reasons.get(base.id, "来源已不在底稿里")

    def _stay(self, before: dict[str, Told]) -> None:
        """After a run in which nothing happened the words of the last one stay: the file is the same to the byte."""
        known = [(row.told, before[row.id]) for row in self.rows if row.id in before]
        if self.moved or any(_lasting(new.state) != _lasting(old.state) or new.now != old.now for new, old in known):
            return
        for new, old in known:
            new.state, new.before = old.state, old.before

    def _number(self, row: Row) -> str:
        """The number after the highest of the row's group, so that the program leaves no hole and renumbers nothing."""
        own = number_group(self.kind, self.settings, row)
        others = [
            text_of(each.values.get("number"))
            for each in self.rows
            if number_group(self.kind, self.settings, each) == own
        ]
        return str(1 + max(whole_numbers(others), default=0))

    def _insert(self, row: Row) -> None:
        """Put a new row below the last one of its place, else at the end."""
        place = _place(row)
        at = max((i for i, each in enumerate(self.rows) if _place(each) == place), default=len(self.rows) - 1)
        self.rows.insert(at + 1, row)


def number_group(kind: DraftKind, settings: Settings, row: Row) -> tuple[str, ...]:
    """Among which rows the number of a row differs: those of its place, or all."""
    return () if not kind.merged or settings.checklist.number_scope == "table" else _place(row)


def _place(row: Row) -> tuple[str, ...]:
    return tuple(named(text_of(row.values.get(name))) for name in PLACE)


def _own(row: Row) -> list[Word]:
    """What is told of a person's own row."""
    return ["人工"] if any(not is_blank(row.values.get(name)) for name in PLACE) else ["人工", UNPLACED]


def _cut(text: str) -> str:
    """A text that fits beside others in one cell; what is cut stands whole in the paper."""
    return (text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……").strip()


def _lasting(state: str) -> list[str]:
    return [word for word in state.split(JOIN) if word not in PASSING]
