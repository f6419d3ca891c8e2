"""Draft matching: which entry of the paper is which row of the last draft, by what both come from and what both say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from coatxl.reports.draft_model import Base, Row
from coatxl.standards.coating.dossier import named
from coatxl.standards.coating.draft_entries import DraftKind, Entry, Record, paper_of
from coatxl.standards.coating.identity import PLACE, pairs
from coatxl.tables.cells import text_of
from coatxl.tables.column import same_text


def matched(kind: DraftKind, bases: Sequence[Base], entries: Sequence[Entry]) -> dict[int, Base]:
    """Entry number → the base that it continues; each base continues in one entry at most."""
    found: dict[int, Base] = {}
    _equal(kind, bases, entries, found)
    _by_sources(kind, *_left(bases, entries, found), entries, found)
    _by_texts(kind, *_left(bases, entries, found), entries, found)
    return found


def _left(bases: Sequence[Base], entries: Sequence[Entry], found: dict[int, Base]) -> tuple[list[Base], list[int]]:
    taken = {id(base) for base in found.values()}
    return [b for b in bases if id(b) not in taken], [i for i in range(len(entries)) if i not in found]


def _equal(kind: DraftKind, bases: Sequence[Base], entries: Sequence[Entry], found: dict[int, Base]) -> None:
    """What says the same and comes from the same is the same; of several, in their order."""

    def key(values: dict[str, str], sources: Iterable[Record]) -> tuple[object, ...]:
        said = tuple(values.get(name, "") for name in kind.table.fields if name != "number")
        return said, tuple(tuple(sorted(source.items())) for source in sources)

    waiting: dict[tuple[object, ...], list[Base]] = defaultdict(list)
    for base in reversed(bases):
        waiting[key(base.values, base.sources)].append(base)
    for i, entry in enumerate(entries):
        same = waiting.get(key({n: text_of(v) for n, v in entry.values.items()}, entry.sources))
        if same:
            found[i] = same.pop()


def _by_sources(
    kind: DraftKind, bases: list[Base], left: list[int], entries: Sequence[Entry], found: dict[int, Base]
) -> None:
    """The base whose sources went over into most of an entry's sources."""
    old = [(n, source) for n, base in enumerate(bases) for source in base.sources]
    new = [(i, source) for i in left for source in entries[i].sources]
    votes: Counter[tuple[int, int]] = Counter()
    for one, other in same_sources(kind, [source for _, source in old], [source for _, source in new]):
        votes[new[other][0], old[one][0]] += 1
    used: set[int] = set()
    for (i, n), _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
        if i not in found and n not in used:
            found[i] = bases[n]
            used.add(n)


def same_sources(kind: DraftKind, before: Sequence[Record], after: Sequence[Record]) -> list[tuple[int, int]]:
    """Pairs of numbers of the records that are one row in two rounds."""
    if not before or not after:
        return []
    same, _, _ = pairs(paper_of(kind.source, before), paper_of(kind.source, after), kind.source)
    return sorted((one.ordinal, other.ordinal) for one, other in same)


def _by_texts(
    kind: DraftKind, bases: list[Base], left: list[int], entries: Sequence[Entry], found: dict[int, Base]
) -> None:
    """What has no source on one side is recognised by its own text."""
    if not bases or not left:
        return
    before = paper_of(kind.table, [base.values for base in bases])
    after = paper_of(kind.table, [{n: text_of(v) for n, v in entries[i].values.items()} for i in left])
    for one, other in pairs(before, after, kind.table)[0]:
        base, i = bases[one.ordinal], left[other.ordinal]
        if not base.sources or not entries[i].sources:
            found[i] = base


def identified(kind: DraftKind, rows: Sequence[Row], bases: dict[str, Base]) -> None:
    """Give each row of a draft the id of its base: ids that were copied or lost go by what the row says."""
    claims: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.id in bases:
            claims[row.id].append(row)
        row.id = ""
    for key, several in claims.items():
        main = same_text(bases[key].values.get(kind.main, ""))
        keeper = next((row for row in several if _main(kind, row) == main), several[0])
        keeper.id = key
    lost = [b for b in bases.values() if b.id not in claims and not b.removed]
    by_text: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for base in lost:
        by_text[_place_and_text(kind, base.values)].append(base.id)
    for row in rows:
        if not row.id:
            said = _place_and_text(kind, {n: text_of(v) for n, v in row.values.items()})
            hits = by_text.get(said) if said[-1] else None
            if hits:
                row.id = hits.pop(0)


def adopted(kind: DraftKind, entry: Entry, rows: Iterable[Row]) -> Row | None:
    """The person's own row that already is an entry: of the same text, or for the same measures, at the same place."""
    values = {n: text_of(v) for n, v in entry.values.items()}
    wanted = _place_and_text(kind, values)
    for row in rows:
        if row.id:
            continue
        own = {n: text_of(v) for n, v in row.values.items()}
        if wanted[-1] and _place_and_text(kind, own) == wanted:
            return row
        numbers = named(own.get("measures", ""))
        if numbers and numbers == named(values.get("measures", "")) and wanted[:-1] == _place_and_text(kind, own)[:-1]:
            return row
    return None


def _main(kind: DraftKind, row: Row) -> str:
    return same_text(text_of(row.values.get(kind.main)))


def _place_and_text(kind: DraftKind, values: dict[str, str]) -> tuple[str, ...]:
    return (*(named(values.get(name, "")) for name in PLACE), same_text(values.get(kind.main, "")))
