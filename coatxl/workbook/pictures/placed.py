"""placed: every picture of a sheet with the cell that it belongs to and the media part that holds it."""

from __future__ import annotations

from coatxl.workbook.book import Merge, Picture
from coatxl.workbook.faults import TOO_LARGE, Unreadable
from coatxl.workbook.package import Package, Relationship
from coatxl.workbook.pictures.floating import floating
from coatxl.workbook.pictures.grid import Grid
from coatxl.workbook.pictures.in_cells import excel_parts, wps_id, wps_parts
from coatxl.workbook.sheet_xml import SheetFacts

MOST_PICTURES = 20_000


class Pictures:
    """The pictures of one workbook; no media part is inflated for them, the directory's checksums tell equal ones."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._wps: dict[str, str] | None = None
        self._names: dict[tuple[int, int], str] = {}
        self._number = 0

    def of(self, part: str, facts: SheetFacts) -> list[Picture]:
        """The pictures of a sheet; Unreadable only when there are too many of them."""
        found = [*self._in_cells(facts), *self._floating(part, facts)]
        self._number += len(found)
        if self._number > MOST_PICTURES:
            raise Unreadable(TOO_LARGE.about(f"图片超过{MOST_PICTURES}张", f"more than {MOST_PICTURES} pictures"))
        # What an older program is offered in place of a picture is the same picture once more.
        return list(dict.fromkeys(found))

    def _in_cells(self, facts: SheetFacts) -> list[Picture]:
        if not facts.pictures:
            return []
        rich = excel_parts(self._package, set(facts.metadata.values())) if facts.metadata else {}
        found = []
        for row, col in sorted(facts.pictures):
            if (row, col) in facts.metadata:
                part = rich[facts.metadata[row, col]]
            else:
                if self._wps is None:
                    self._wps = wps_parts(self._package)
                part = self._wps.get(wps_id(facts.formulas[row, col]), "")
            found.append(Picture(row, col, self._name(part)))
        return found

    def _floating(self, part: str, facts: SheetFacts) -> list[Picture]:
        drawing = self._related(part).get(facts.drawing) if facts.drawing else None
        if drawing is None or drawing.kind != "drawing" or drawing.target not in self._package:
            return []
        try:
            grid = Grid(self._package.read(part))
            anchored = list(floating(self._package, drawing.target, grid))
        except Unreadable as unreadable:
            if unreadable.fault.rule == TOO_LARGE.rule:
                raise
            return []
        media = self._related(drawing.target)
        heads = _heads(facts.merges, {(each.row, each.col) for each in anchored})
        return [
            Picture(*heads.get((each.row, each.col), (each.row, each.col)), self._media(media, each.relationship), each.turn)
            for each in anchored
        ]  # fmt: skip

    def _related(self, part: str) -> dict[str, Relationship]:
        try:
            return self._package.relationships(part)
        except Unreadable:
            return {}

    def _media(self, related: dict[str, Relationship], relationship: str) -> str:
        found = related.get(relationship)
        return self._name(found.target) if found is not None and found.kind == "image" else ""

    def _name(self, part: str) -> str:
        """The one name of a media part and its equals, "" for one that is not in the file."""
        stamp = self._package.stamp(part) if part else None
        return "" if stamp is None else self._names.setdefault(stamp, part)


def _heads(merges: list[Merge], places: set[tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Where a picture that floats over a merged cell belongs: to the cell that the range is named by."""
    heads: dict[tuple[int, int], tuple[int, int]] = {}
    for merge in merges if places else ():
        size = (merge.bottom - merge.top + 1) * (merge.right - merge.left + 1)
        if size > len(places):
            inside = [place for place in places if place in merge]
        else:
            rows, columns = range(merge.top, merge.bottom + 1), range(merge.left, merge.right + 1)
            inside = [(row, col) for row in rows for col in columns if (row, col) in places]
        heads.update(dict.fromkeys(inside, (merge.top, merge.left)))
    return heads
