"""evidence: every photo of a paper as one list: of which hidden danger, before or after, and where it lies (6.1, 10.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from coatxl.annex.photo import Ref
from coatxl.annex.photo_kind import UNOPENABLE, Unopenable
from coatxl.annex.photo_names import PhotoNames, Side, names_in, number_key
from coatxl.findings import Text
from coatxl.rules import Origin
from coatxl.standards.coating.dossier import Dossier, named
from coatxl.standards.coating.tables import HiddenDangerRow
from coatxl.tables.cells import text_of
from coatxl.tables.column import folded

if TYPE_CHECKING:
    from coatxl.settings import Settings
    from coatxl.tables.table import Source
    from coatxl.workbook.book import Sheet

FIELDS: dict[Side, str] = {"before": "photo_before", "after": "photo_after"}
# A second number beside 序号, which a ledger may have without our asking for it.
_OTHER_NUMBERS = frozenset({"隐患编号", "问题编号", "隐患编码"})


Lack = Literal["no_folder", "not_found", "several", "not_stored", "doubled"] | Unopenable
_LACKS: dict[Lack, Text] = {
    "no_folder": Text("没有给出照片文件夹：{name}", "no photo folder was given: {name}"),
    "not_found": Text("没有找到照片：{name}", "no photo has this name: {name}"),
    "several": Text("有{number}个同名照片：{name}", "{number} photos have this name: {name}"),
    "not_stored": Text("图片没有存在底稿里", "the picture is not stored in the workbook"),
    "doubled": Text(
        "有{number}条隐患是这个编号，照片不知归谁：{name}", "{number} hidden dangers have its number: {name}"
    ),
    "heic": UNOPENABLE["heic"],
    "broken": UNOPENABLE["broken"],
}


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One photo, or one that is named and lacks.

    row: the hidden danger that it shows, None for nobody's; side: None where it stands in no photo column.
    ref: where it lies, None where it does not; one that cannot be opened lies there all the same. place: the cell that holds or names it, None for a file that says its
    row itself. name: the file's, as it is written. number: how many have this name, or its number.
    """

    row: HiddenDangerRow | None
    side: Side | None
    ref: Ref | None
    place: Origin | None
    name: str
    lack: Lack | None = None
    number: int = 0

    @property
    def title(self) -> str:
        """What leads back to it: the cell of a picture of the workbook, whose media part has no name of its own, or the file."""
        if self.ref is not None and self.ref.part and self.place is not None:
            return f"{self.place.sheet}!{self.place.cell}"
        return self.ref.name if self.ref is not None else self.name

    @property
    def is_unopenable(self) -> bool:
        """Whether its file is no photo, or one in a format that is not read: it proves nothing."""
        return self.lack in UNOPENABLE

    @property
    def problem(self) -> Text | None:
        """What is wrong with it in words."""
        if self.lack is None:
            return None
        name = self.name.replace("\\", "/").rpartition("/")[2]
        return Text(*(words.format(name=name, number=self.number) for words in _LACKS[self.lack]))


class Evidence:
    """The photos of one paper, those of the workbook first, then the named files, then those named by number.

    names: the photo folder's files, None when there is no folder. by_paper: whether several papers share the folder;
    then only what lies below a folder of the paper's own name is found by number, since every paper has a number 1. unopenable: files that are no
    photos by their first bytes.
    """

    def __init__(
        self,
        dossier: Dossier,
        names: PhotoNames | None = None,
        *,
        by_paper: bool = False,
        unopenable: Mapping[str, Unopenable] = MappingProxyType({}),
    ) -> None:
        self._rows = dossier.dangers
        self._sources = [source for sources in dossier.reading.sources.values() for source in sources]
        self._names = names
        self._own = names.within(PurePosixPath(dossier.file).stem) if names is not None and by_paper else names
        self._by_paper = by_paper
        self._unopenable = unopenable

    @cached_property
    def exhibits(self) -> list[Exhibit]:
        """All of them: row by row, before and after, and last what belongs to no hidden danger."""
        found = [*self._pictures, *self._named()]
        used = {each.ref.file for each in found if each.ref is not None}
        found += self._numbered(used)
        order = {id(row): n for n, row in enumerate(self._rows)}
        sides = (*FIELDS, None)
        return sorted(found, key=lambda e: (order.get(id(e.row), len(order)), sides.index(e.side)))

    @cached_property
    def _by_cell(self) -> dict[tuple[int, Side], list[Exhibit]]:
        found: dict[tuple[int, Side], list[Exhibit]] = {}
        for each in self.exhibits:
            if each.row is not None and each.side is not None:
                found.setdefault((id(each.row), each.side), []).append(each)
        return found

    def of(self, row: HiddenDangerRow, side: Side) -> list[Exhibit]:
        """The photos of one hidden danger before or after its rectification."""
        return self._by_cell.get((id(row), side), [])

    @cached_property
    def _pictures(self) -> list[Exhibit]:
        """The pictures of the workbook on the sheets that hold tables."""
        owners = _Owners(self._rows)
        found = []
        for sheet in {id(source.sheet): source.sheet for source in self._sources}.values():
            for image in sorted(sheet.images, key=lambda i: (i.row, i.col)):
                row, side = owners.of(sheet, image.row, image.col)
                ref = Ref(part=image.part, turn=image.turn) if image.part else None
                place = Origin(sheet.name, image.row, image.col)
                found.append(Exhibit(row, side, ref, place, ref.name if ref else "", None if ref else "not_stored"))
        return found

    def _named(self) -> Iterator[Exhibit]:
        for row in self._rows:
            for side, field in FIELDS.items():
                if not row.has(field) or row.failed(field):
                    continue
                for name in _written(row, field):
                    yield self._looked_up(row, side, row.at(field), name)

    def _looked_up(self, row: HiddenDangerRow, side: Side, place: Origin, name: str) -> Exhibit:
        if self._names is None or self._own is None:
            return Exhibit(row, side, None, place, name, "no_folder")
        files = self._own.find(name) or self._names.find(name)
        if len(files) == 1:
            return Exhibit(row, side, Ref(file=files[0]), place, name, self._unopenable.get(files[0]))
        return Exhibit(row, side, None, place, name, "several" if files else "not_found", len(files))

    def _numbered(self, used: set[str]) -> Iterator[Exhibit]:
        """The files that say their row themselves, and those that nobody names."""
        if self._own is None:
            return
        rows: dict[str, list[HiddenDangerRow]] = {}
        for row in self._rows:
            for key in _numbers(row):
                rows.setdefault(key, []).append(row)
        told = {path: (key, side) for path, key, side in self._own.numbered(rows)}
        for path in self._own.paths:
            if path in used:
                continue
            key, side = told.get(path, ("", None))
            owners = rows.get(key, [])
            if len(owners) == 1:
                yield Exhibit(owners[0], side, Ref(file=path), None, path, self._unopenable.get(path))
                continue
            lack: Lack | None = "doubled" if owners else self._unopenable.get(path)
            yield Exhibit(None, None, Ref(file=path), None, path, lack, len(owners))


def evidence_of(dossier: Dossier, settings: Settings) -> Evidence:
    """The photos of a paper under the settings, with the photo folder that these name; gathered once."""

    def gather(given: Settings) -> Evidence:
        files = given.photo.files
        names = None if files is None else PhotoNames(files)
        return Evidence(dossier, names, by_paper=given.photo.by_paper, unopenable=dict(given.photo.unopenable))

    return dossier.once("evidence", settings, gather)


class _Owners:
    """Whose a picture of a sheet is: by its row, also within a merged one, and by the photo column that it stands in."""

    def __init__(self, rows: list[HiddenDangerRow]) -> None:
        self._rows: dict[tuple[int, int], HiddenDangerRow] = {}
        self._columns: dict[tuple[int, int], Side] = {}
        sources: dict[int, Source] = {}
        for row in rows:
            source = row.source
            sources[id(source)] = source
            self._rows[id(source.sheet), source.rows[row.ordinal]] = row
        for source in sources.values():
            self._columns |= {
                (id(source.sheet), source.columns[field]): side
                for side, field in FIELDS.items()
                if field in source.columns
            }
            self._merged(source)

    def _merged(self, source: Source) -> None:
        """Let every row of a merged description belong to the hidden danger that it describes."""
        sheet, col = source.sheet, source.columns.get("description")
        for merge in sheet.merges if col is not None else ():
            head = self._rows.get((id(sheet), merge.top))
            if head is not None and (merge.top, col) in merge:
                for row in range(merge.top + 1, merge.bottom + 1):
                    self._rows.setdefault((id(sheet), row), head)

    def of(self, sheet: Sheet, row: int, col: int) -> tuple[HiddenDangerRow | None, Side | None]:
        owner = self._rows.get((id(sheet), row))
        return owner, self._columns.get((id(sheet), col)) if owner is not None else None


def _written(row: HiddenDangerRow, field: str) -> list[str]:
    """The file names in a cell; the formula of a picture in it names none."""
    source = row.source
    place = source.place(field, row.ordinal)
    if place in source.sheet.formulas and place in source.sheet.pictures:
        return []
    return [name for name in names_in(getattr(row, field)) if named(name)]


def _numbers(row: HiddenDangerRow) -> set[str]:
    """序号 and 隐患编号 of a row as file names may have them."""
    sheet, position = row.source.sheet, row.source.rows[row.ordinal]
    others = (
        sheet.value(position, col)
        for col, title in sheet.row(row.source.header_row)
        if isinstance(title, str) and folded(title) in _OTHER_NUMBERS
    )
    return {key for text in (row.number, *map(text_of, others)) if (key := number_key(text))}
