"""The lists on a paper's own 判定标准 that its formulas look up in, compared with the standard (附录B, 附录C)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coatxl.criteria.bands import LOWER_INCLUSIVE, UPPER_INCLUSIVE
from coatxl.criteria.scores import plain
from coatxl.rules import Origin
from coatxl.standards.coating.pages.criteria import criteria
from coatxl.standards.coating.tables import CRITERIA_SHEET
from coatxl.tables.blueprint import LookupPart, ScalePart
from coatxl.tables.cells import decimal_of, text_of
from coatxl.tables.column import folded
from coatxl.workbook.book import Sheet, Value

if TYPE_CHECKING:
    from coatxl.standards.coating.dossier import Dossier

_INCLUDED = "D_INC"  # the list that says how the shared limits of B.4 are graded
_RULES = (LOWER_INCLUSIVE, UPPER_INCLUSIVE)


@dataclass(frozen=True, slots=True)
class Deviation:
    """A cell of a list that is not what the standard gives; shown and right in words, caption where it stands."""

    origin: Origin
    caption: str
    shown: str
    right: str


@dataclass(frozen=True, slots=True)
class _List:
    """One list as the template writes it: below its caption and header, in one column."""

    name: str
    caption: str
    column: int
    values: tuple[float | str, ...]


def _lists(band_rule: str) -> Iterator[_List]:
    for _, _, parts in criteria(band_rule, core=True).sections:
        for part in parts:
            if isinstance(part, ScalePart):
                caption = f"表 {part.scale.table}　{part.scale.caption}"
                yield _List(part.name, caption, part.spans[0][0], tuple(map(float, part.scale.values())))
            elif isinstance(part, LookupPart):
                for column, (_, name, values) in enumerate(part.lists):
                    yield _List(name, part.caption, column, values)


def deviations(sheet: Sheet) -> list[Deviation]:
    """What differs from the standard, by list; nothing when the sheet is of somebody else's making.

    Either boundary rule of B.4 is the standard's: which one the paper has tells band_rule.
    """
    captions = _captions(sheet)
    rule = band_rule(sheet) or LOWER_INCLUSIVE
    if not any(folded(each.caption) in captions for each in _lists(rule)):
        return []
    found: list[Deviation] = []
    lost: set[str] = set()
    for each in _lists(rule):
        row = captions.get(folded(each.caption))
        if row is None:
            if each.caption not in lost:
                lost.add(each.caption)
                found.append(Deviation(Origin(sheet.name, -1, -1), each.caption, "", ""))
            continue
        for i, right in enumerate(each.values):
            place = (row + 2 + i, each.column)
            value = sheet.value(*place)
            if not _same(value, right):
                shown = sheet.errors.get(place) or text_of(value)
                origin = Origin(sheet.name, *place, shown or None)
                found.append(Deviation(origin, each.caption, shown, _word(right)))
    return found


def band_rule(sheet: Sheet) -> str | None:
    """The boundary rule that the paper's own list applies; None when it is neither, or not there."""
    captions = _captions(sheet)
    for rule in _RULES:
        for each in _lists(rule):
            row = captions.get(folded(each.caption)) if each.name == _INCLUDED else None
            if row is not None and all(
                _same(sheet.value(row + 2 + i, each.column), right) for i, right in enumerate(each.values)
            ):
                return rule
    return None


def own_sheet(dossier: Dossier) -> Sheet | None:
    """The paper's own 判定标准."""
    return dossier.reading.ignored.get(CRITERIA_SHEET)


def paper_rule(dossier: Dossier) -> str | None:
    """The boundary rule of B.4 that the paper itself applies; None when it does not say."""
    sheet = own_sheet(dossier)
    return None if sheet is None else band_rule(sheet)


def _captions(sheet: Sheet) -> dict[str, int]:
    """Folded text of the first column → its row."""
    first = ((r, sheet.value(r, 0)) for r in range(sheet.top, sheet.bottom))
    return {folded(value): r for r, value in first if isinstance(value, str)}


def _same(value: Value, right: float | str) -> bool:
    if isinstance(right, str):
        return isinstance(value, str) and folded(value) == folded(right)
    number = decimal_of(value)
    return number is not None and number == decimal_of(float(right))


def _word(right: float | str) -> str:
    number = None if isinstance(right, str) else decimal_of(float(right))
    return str(right) if number is None else plain(number)
