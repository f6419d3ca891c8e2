"""check_workbook: one workbook → its findings; what a script or a notebook calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coatxl.findings import Finding, Lang, NotRun, Status, Text, status
from coatxl.rules import SWITCHED_OFF, finding_of, refuse_unknown, run, with_settings
from coatxl.settings import Settings, SettingsError, load
from coatxl.standards.coating import standard
from coatxl.tables import read
from coatxl.tables.read import table_names
from coatxl.workbook.faults import FAULTS, Unreadable, printable

if TYPE_CHECKING:
    from coatxl.standards.coating.dossier import Dossier
    from coatxl.workbook.book import Book


@dataclass(slots=True)
class Report:
    """The result of one workbook.

    rows: number of data rows by table. dossier: the typed rows, None when the file could not be read.
    """

    path: str
    status: Status
    sha256: str
    rows: dict[str, int]
    findings: list[Finding]
    not_run: list[NotRun]
    settings: list[tuple[Text, Text]]
    dossier: Dossier | None = field(default=None, repr=False)


def load_settings(start: Path, overrides: dict[str, Any] | None = None, explicit: Path | None = None) -> Settings:
    """The settings for a workbook or folder, with the person's own register and photo folder read in.

    SettingsError as settings.load.
    """
    from coatxl.standards.coating.register import RegisterFault, entries_of

    settings = _with_photos(load(start, overrides, explicit))
    refuse_unknown(settings, FAULTS)
    file = settings.standards.file
    if file is None:
        return settings
    try:
        entries = entries_of(read_book(Path(file), isolated=True))
    except (Unreadable, RegisterFault) as error:
        reason = error.fault.message_zh if isinstance(error, Unreadable) else str(error)
        where = settings.source or "命令行"
        raise SettingsError(f"设置 {where}：standards.register 的 {file} 不能用：{reason}") from None
    return settings.but(standards=settings.standards.but(entries=entries))


def _with_photos(settings: Settings) -> Settings:
    """The settings with the names of the photo folder's files."""
    from coatxl.annex.album import AlbumTooLarge, paths_in, unopenable_in

    photo = settings.photo
    if photo.folder is None:
        return settings
    folder, where = Path(photo.folder), settings.source or "命令行"
    if not folder.is_dir():
        raise SettingsError(f"设置 {where}：照片文件夹 {printable(photo.folder)} 不存在")
    try:
        files = tuple(paths_in(folder))
    except AlbumTooLarge as error:
        raise SettingsError(f"设置 {where}：{error}") from None
    return settings.but(photo=photo.but(files=files, unopenable=tuple(unopenable_in(folder, files))))


def check_workbook(
    path: str | Path,
    settings: Settings | None = None,
    *,
    name: str | None = None,
    lang: Lang = "zh",
    isolated: bool = True,
) -> Report:
    """Check one workbook by the rules of the standard; never raises for what the file holds.

    settings: those of coatxl.toml near the workbook when None (SettingsError when they cannot be used).
    name: what findings call the file; its own name when None.
    isolated: a child process reads the file, so that one which aborts, hangs or eats memory is a finding as well;
    False reads it in this process (for a caller that is such a child itself).
    """
    path = Path(path)
    settings = load_settings(path.parent) if settings is None else settings
    label = path.name if name is None else name
    try:
        book = read_book(path, isolated=isolated)
    except Unreadable as error:
        finding = unreadable(error, label, lang)
        return Report(label, "unreadable", "", {}, [finding], [], standard.settings_lines(None, settings))
    return check_book(book, settings, name=label, lang=lang)


def check_book(book: Book, settings: Settings, *, name: str | None = None, lang: Lang = "zh") -> Report:
    """Check a workbook that is in memory already, read from a file or from a running Excel."""
    label = book.name if name is None else name
    paper = dossier_of(book, label)
    reading = paper.reading
    told = [*standard.reading_faults(paper), *standard.paper_faults(paper)]
    findings = [finding_of(rule, hit, file=label, lang=lang) for rule, hit in told if settings.enabled(rule.id)]
    judged, not_run = run(standard.rules(), paper, settings, lang)
    silenced = {rule.id for rule, _ in told if not settings.enabled(rule.id)}
    not_run += [NotRun(rule, label, SWITCHED_OFF.pick(lang)) for rule in sorted(silenced)]
    findings = with_settings([*findings, *judged], settings)
    return Report(
        path=label,
        status=status(findings),
        sha256=paper.sha256,
        rows=table_names(reading.rows.items()),
        findings=findings,
        not_run=not_run,
        settings=standard.settings_lines(paper, settings),
        dossier=paper,
    )


def open_dossier(path: Path, name: str, *, isolated: bool = True) -> Dossier:
    """The typed rows of one workbook; Unreadable when it cannot be read. isolated: as in check_workbook."""
    return dossier_of(read_book(path, isolated=isolated), name)


def dossier_of(book: Book, name: str) -> Dossier:
    """The typed rows of a workbook in memory."""
    reading = read.read(book, standard.TABLES, standard.IGNORED_SHEETS)
    return standard.dossier(reading, file=name, sha256=book.sha256)


def read_book(path: Path, *, isolated: bool) -> Book:
    """One workbook as plain values; Unreadable when it cannot be read. isolated: as in check_workbook."""
    from coatxl import isolation
    from coatxl.workbook import reader

    return isolation.call(reader.read, path) if isolated else reader.read(path)


def unreadable(error: Unreadable, name: str, lang: Lang) -> Finding:
    """The one finding of a file that cannot be read."""
    fault = error.fault
    return Finding(
        rule=fault.rule,
        severity="error",
        clause="",
        file=name,
        sheet=None,
        cell=None,
        value=None,
        message=Text(fault.message_zh, fault.message_en).pick(lang),
        fix=Text(fault.fix_zh, fault.fix_en).pick(lang),
    )
