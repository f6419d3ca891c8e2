"""photos: the photos of each paper as one list, and their cleaned copies under names that say what they show."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from coatxl import isolation
from coatxl.batch.folder import Job
from coatxl.batch.outputs import OutputRefused, allowed, folder_of, name_of
from coatxl.batch.papers import Outcome
from coatxl.batch.run import Notice, SettingsFor
from coatxl.batch.surveys import fault_line
from coatxl.findings import Lang, Text
from coatxl.reports.photo_model import PhotoFile, PhotoLine
from coatxl.workbook.faults import Unreadable, printable

if TYPE_CHECKING:
    from coatxl.annex.album import Album
    from coatxl.annex.gallery import Gallery
    from coatxl.settings import Settings
    from coatxl.standards.coating.evidence import Exhibit

# A folder of a thousand photos is read once from end to end, perhaps over a network: long to wait, little to compute.
LIMITS = isolation.Limits(wall=300.0, cpu_share=0.2)
_SIDES = {"before": "整改前", "after": "整改后"}


def gallery(path: Path, sha256: str, settings: Settings, albums: dict[str, Album]) -> Gallery:
    """The photos of one paper and of the photo folder that its settings name; albums keeps the folders of a run."""
    from coatxl.annex.album import Album
    from coatxl.annex.gallery import Gallery

    folder = settings.photo.folder
    if folder is None:
        return Gallery(path, sha256)
    if folder not in albums:
        albums[folder] = Album(Path(folder))
    return Gallery(path, sha256, albums[folder])


def survey(
    jobs: Sequence[Job], settings_for: SettingsFor, *, lang: Lang = "zh", notice: Notice | None = None
) -> list[PhotoFile]:
    """The photos of each paper; a child reads the paper and the pictures, one that cannot be read says why."""
    found = []
    for job in jobs:
        settings = settings_for(job)
        try:
            found.append(isolation.call(_photos_of, job.path, job.name, settings, limits=LIMITS))
        except Unreadable as error:
            found.append(PhotoFile(job.name, str(job.path), "", 0, (), fault_line(error.fault, lang)))
        if notice is not None:
            notice(job)
    return found


def _photos_of(path: Path, name: str, settings: Settings) -> PhotoFile:
    from coatxl.check import open_dossier
    from coatxl.standards.coating.evidence import evidence_of
    from coatxl.standards.coating.provenance import rows_words, settings_words

    paper = open_dossier(path, name, isolated=False)
    photos = gallery(path, paper.sha256, settings, {})
    lines = [_line(each, photos) for each in evidence_of(paper, settings).exhibits]
    words = rows_words(paper), settings_words(paper, settings)
    return PhotoFile(name, str(path), paper.sha256, len(paper.dangers), lines, "", *words)


def _line(each: Exhibit, photos: Gallery) -> PhotoLine:
    from coatxl.annex.darkroom import facts_of
    from coatxl.annex.photo_kind import words_for

    row, place, ref = each.row, each.place, each.ref
    owner = ("", 0, "", "") if row is None else (row.source.sheet.name, row.row_number, row.number, row.description)
    sheet, cell = ("", "") if place is None else (place.sheet, place.cell)
    if ref is None:
        return PhotoLine(*owner, each.side or "", "missing", sheet, cell, each.name, problem=each.problem)
    content = photos.content(ref)
    facts = facts_of(content, ref.turn) if content else None
    broken = None if facts else words_for(ref.name, content)
    return PhotoLine(
        *owner, each.side or "", "workbook" if ref.part else "folder", sheet, cell, ref.file or ref.name, ref.part, ref.turn,
        sha256=hashlib.sha256(content).hexdigest() if content else "", bytes=len(content or b""),
        width=facts.width if facts else 0, height=facts.height if facts else 0, taken=(facts and facts.taken) or "",
        located=bool(facts and facts.located), problem=each.problem or broken,
    )  # fmt: skip


def may_export(folder: Path, jobs: Sequence[Job], settings_for: SettingsFor) -> None:
    """Refuse a folder that cannot be made, or whose photos would be found as evidence the next time."""
    folder_of(folder)
    if folder.exists() and not folder.is_dir():
        raise OutputRefused(f"{printable(str(folder))} 是文件，--export 要给文件夹")
    place = folder.resolve()
    for source in {settings_for(job).photo.folder for job in jobs} - {None}:
        if source is not None and place.is_relative_to(Path(source).resolve()):
            raise OutputRefused(f"{printable(str(folder))} 在照片文件夹里，导出的照片下次会被当作证据；请另选文件夹")


def export(
    files: Sequence[PhotoFile],
    jobs: Sequence[Job],
    settings_for: SettingsFor,
    folder: Path,
    *,
    keep_location: bool = False,
    lang: Lang = "zh",
) -> Outcome:
    """Write the photos of hidden dangers to a folder, upright and without camera data; no file is ever overwritten.

    keep_location: byte for byte as they are. With several papers each has a folder of its own.
    """
    outcome = Outcome()
    albums: dict[str, Album] = {}
    for file, job in zip(files, jobs, strict=True):
        if file.fault:
            continue
        place = _own_folder(folder, file.path) if len(jobs) > 1 else folder
        photos = gallery(job.path, file.sha256, settings_for(job), albums)
        written = same = 0
        for name, line in _names(file.lines):
            content, suffix = _copy(line, photos, keep=keep_location)
            target = place / f"{name}{suffix}"
            if content is None:
                told = Text(f"照片打不开，没有导出：{line.place}", f"Not exported, it cannot be opened: {line.place}")
            elif not target.exists():
                _write(target, content, job)
                written += 1
                continue
            elif target.is_file() and target.read_bytes() == content:
                same += 1
                continue
            else:
                told = Text(f"{target} 已存在，没有覆盖", f"{target} exists and was not overwritten")
            outcome.refused += 1
            outcome.lines.append(told.pick(lang))
        nobodys = sum(bool(line.sha256) and not (line.row and line.side) for line in file.lines)
        outcome.lines.append(_told(file.path, place, written, same, nobodys).pick(lang))
    return outcome


def _own_folder(folder: Path, path: str) -> Path:
    """The folder of one paper below the export's, wherever the paper itself lies."""
    parts = PurePosixPath(path).with_suffix("").parts
    return folder.joinpath(*(allowed(part) for part in parts if part.strip("./\\ ")))


def _told(path: str, place: Path, written: int, same: int, nobodys: int) -> Text:
    zh, en = f"{path}：导出 {written} 张照片到 {place}", f"{path}: {written} photos exported to {place}"
    if same:
        zh, en = f"{zh}，{same} 张已经在那里", f"{en}, {same} were there already"
    if nobodys:
        zh, en = f"{zh}，{nobodys} 张没有归属的没有导出", f"{en}, {nobodys} of no hidden danger were not"
    return Text(zh, en)


def _write(target: Path, content: bytes, job: Job) -> None:
    from coatxl.workbook.save import write_bytes_atomically

    target.parent.mkdir(parents=True, exist_ok=True)
    write_bytes_atomically(target, content, sources=[job.path])


def _copy(line: PhotoLine, photos: Gallery, *, keep: bool) -> tuple[bytes | None, str]:
    from coatxl.annex.darkroom import for_page
    from coatxl.annex.photo import Ref

    ref = Ref(line.part, "" if line.part else line.file, line.turn)
    content = photos.content(ref)
    if content is None or keep:
        return content, PurePosixPath(ref.name).suffix.lower()
    photo = for_page(ref.name, content, ref.turn)
    return (photo.content if photo is not None else None), ".jpg"


def _names(lines: Sequence[PhotoLine]) -> Iterator[tuple[str, PhotoLine]]:
    """(name without suffix, photo) of each that shows a hidden danger: 3_整改前, 3_整改前_2; the same one only once."""
    owners: dict[str, set[tuple[str, int]]] = {}
    for line in lines:
        owners.setdefault(_label(line).casefold(), set()).add((line.owner, line.row))
    counts: dict[str, int] = {}
    done: set[tuple[str, int, str, str]] = set()
    for line in lines:
        key = (line.owner, line.row, line.side, line.sha256)
        if not line.row or not line.side or not line.sha256 or key in done:
            continue
        done.add(key)
        label = _label(line)
        if len(owners[label.casefold()]) > 1:
            label = f"{label}_{allowed(line.owner)}第{line.row}行"
        name = f"{label}_{_SIDES[line.side]}"
        counts[name.casefold()] = count = counts.get(name.casefold(), 0) + 1
        yield (name if count == 1 else f"{name}_{count}"), line


def _label(line: PhotoLine) -> str:
    return name_of(line.number) or f"第{line.row}行"
