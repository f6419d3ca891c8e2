"""Rounds: what changed from one round of a paper to the next, row by row and cell by cell, and the state moves in it.

A row in another place, another sheet name, another header or order of columns is no change; 序号 alone is told apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.reports.round_model import Change, ChangeKind, Spot, StateMove
from coatxl.standards.coating.dossier import Dossier, named
from coatxl.standards.coating.given import untouched
from coatxl.standards.coating.identity import MAIN, PLACE, content, pairs
from coatxl.standards.coating.loop import illegal
from coatxl.standards.coating.tables import TABLES, HiddenDangerRow, ProjectRow
from coatxl.tables.column import END_MARKS
from coatxl.tables.faults import UNKNOWN_HEADER
from coatxl.workbook.book import cell_name

if TYPE_CHECKING:
    from coatxl.rules import Origin
    from coatxl.tables.table import Table

_MOST_SUBJECT = 24


def compare(before: Dossier, after: Dossier) -> tuple[list[Change], list[StateMove]]:
    """The edits that lead from one round to the next, in the order of the later one, and the moves of 整改状态."""
    changes: list[Change] = []
    moves: list[StateMove] = []
    for table in TABLES:
        same, gone, new = pairs(before, after, table)
        found: list[tuple[int, Change]] = []
        seen: set[tuple[object, ...]] = set()
        lacking = {each.header: each for each in _columns(before, after, table)}
        found += [(0, change) for change in lacking.values()]
        for one, other in same:
            edits = (edit for edit in _edits(one, other, seen) if edit.header not in lacking)
            found += [(other.row_number, edit) for edit in edits]
            if isinstance(one, HiddenDangerRow) and isinstance(other, HiddenDangerRow) and one.state != other.state:
                reason = illegal(one.state, other.state, other)
                moves.append(StateMove(_subject(other), one.state, other.state, _spot(other.at("state")), reason))
        found += [(row.row_number, _whole(row, added=False)) for row in gone if _says(row)]
        found += [(row.row_number, _whole(row, added=True)) for row in new if _says(row)]
        changes += [change for _, change in sorted(found, key=lambda item: item[0])]
    return changes, moves


def _columns(before: Dossier, after: Dossier, table: type[Table]) -> Iterator[Change]:
    """The columns that only one round has, where what they said is gone, or stood under a header that nobody knows."""
    if not (before.has(table) and after.has(table)):
        return
    for name, each in table.fields.items():
        sides = [_header_of(paper, table, name) for paper in (before, after)]
        if each.column.computed or (sides[0] is None) == (sides[1] is None):
            continue
        held, lacks = (before, after) if sides[0] is not None else (after, before)
        unknown = _unknown(lacks, table)
        filled = sum(content(row, name) != "" for row in held.rows(table))
        if not filled or not lacks.rows(table) or (held is after and not unknown):
            continue  # a column that is new, and no other name of one that was there
        there = f"有“{each.column.header}”列，{filled}行有内容"
        absent = f"没有这一列{f'；不认识的列：{unknown}' if unknown else ''}"
        texts = (there, absent) if held is before else (absent, there)
        yield Change("column", table.sheet, "整列", each.column.header, *texts, *sides)


def _header_of(paper: Dossier, table: type[Table], name: str) -> Spot | None:
    for source in paper.reading.sources.get(table, ()):
        if name in source.columns:
            return Spot(source.sheet.name, cell_name(source.header_row, source.columns[name]))
        if source.labelled.get(name):
            return Spot(source.sheet.name, cell_name(*source.labelled[name][0]))
    return None


def _unknown(paper: Dossier, table: type[Table]) -> str:
    """The headers of a table's sheets that are none of ours."""
    names = {source.sheet.name for source in paper.reading.sources.get(table, ())}
    hits = [hit for rule, hit in paper.reading.faults if rule.id == UNKNOWN_HEADER.id]
    words = [hit.params["words"] for hit in hits if hit.origin is not None and hit.origin.sheet in names]
    return "、".join(each.zh if isinstance(each, Text) else str(each) for each in words)


def _says(row: Table) -> bool:
    """Whether a row that is in one round only says anything: a fact without content, or a prefilled row, does not."""
    return bool(row.content) if isinstance(row, ProjectRow) else not untouched(type(row), [row])


def _edits(one: Table, other: Table, seen: set[tuple[object, ...]]) -> list[Change]:
    """The cells in which two rows differ; a value that fills many rows is one cell and is told once."""
    found = []
    for name, each in one.fields.items():
        before, after = content(one, name), content(other, name)
        if before == after or (each.column.computed and not (before and after)):
            continue  # a formula that only one program has calculated is no edit: its inputs are compared
        origins = one.at(name), other.at(name)
        keys = [(name, before, after, side, origin) for side, origin in enumerate(origins)]
        told = any(key in seen for key in keys)
        seen.update(keys)
        if not told:
            kind: ChangeKind = "renumbered" if name == "number" else "changed"
            found.append(
                Change(kind, one.sheet, _subject(other), each.column.header, before, after, *map(_spot, origins))
            )
    return found


def _whole(row: Table, *, added: bool) -> Change:
    parts = [
        f"{each.column.header}：{text.rstrip(END_MARKS)}"
        for name, each in row.fields.items()
        if name not in (*PLACE, "step", "number") and not each.column.computed and (text := content(row, name))
    ]
    text, spot = "；".join(parts), _spot(row.here(MAIN[type(row)]))
    if added:
        return Change("added", row.sheet, _subject(row), "", "", text, None, spot)
    return Change("removed", row.sheet, _subject(row), "", text, "", spot, None)


def _subject(row: Table) -> str:
    """The row in the evaluator's words: where it belongs, its number, and the beginning of what it says."""
    place = [text for name in ("risk_point", "step") if named(text := str(getattr(row, name, "")))]
    if not place and named(unit := str(getattr(row, "unit", ""))):
        place = [unit]
    number = str(getattr(row, "number", ""))
    main = content(row, MAIN[type(row)]).rstrip("*")
    shown = main if len(main) <= _MOST_SUBJECT else f"{main[:_MOST_SUBJECT]}……"
    words = [*place, number, shown if named(main) and main not in place else ""]
    return "／".join(dict.fromkeys(word for word in words if word))


def _spot(origin: Origin) -> Spot:
    return Spot(origin.sheet, origin.cell)
