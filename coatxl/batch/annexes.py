"""annexes: what `coatxl annex` writes: the annex tables of each paper in Excel and Word, and 隐患整改通知书."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from coatxl.batch.folder import Job
from coatxl.batch.outputs import OutputRefused, may_write
from coatxl.batch.papers import Outcome
from coatxl.batch.run import SettingsFor, reports
from coatxl.check import Report
from coatxl.findings import Lang, Text, count
from coatxl.workbook.faults import printable

if TYPE_CHECKING:
    from coatxl.annex.album import Album
    from coatxl.annex.photo import Photos
    from coatxl.batch.letters import Letter
    from coatxl.settings import Settings
    from coatxl.standards.coating.dossier import Dossier

Format = Literal["xlsx", "docx"]
BOTH: tuple[Format, ...] = ("xlsx", "docx")
_SUFFIX, _WHOLE = "附表", "报告表格"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be written. whole: every table that 12.2 names, with a list of contents, not the annexes alone."""

    formats: tuple[Format, ...] = ("xlsx",)
    template: Path | None = None
    notice: bool = False
    whole: bool = False


def wish_of(name: str | None, *, output: Path | None, template: Path | None, notice: bool, whole: bool = False) -> Wish:
    """What the options mean together; OutputRefused for what cannot be meant.

    Without --format the suffix of --output decides, and a template is for Word.
    """
    suffix = output.suffix.lower() if output is not None and not output.is_dir() else ""
    if suffix not in ("", ".xlsx", ".docx"):
        raise OutputRefused(f"附表只能写成 .xlsx 或 .docx：{printable(str(output))}")
    if whole and template is not None:
        raise OutputRefused("--all 和 --template 不能一起用：模板自己决定放哪些表")
    if name is None and whole and not suffix:
        name = "both"
    if name is None:
        name = "docx" if template is not None or suffix == ".docx" else "xlsx"
    if template is not None and name == "xlsx":
        raise OutputRefused("--template 是 Word 模板，请用 --format docx 或 both")
    if name != "both" and suffix not in ("", f".{name}"):
        raise OutputRefused(f"--format {name} 和 --output {printable(str(output))} 的后缀不一致")
    formats: tuple[Format, ...] = BOTH if name == "both" else ("docx",) if name == "docx" else ("xlsx",)
    return Wish(formats, template, notice, whole)


def write_annexes(
    jobs: Sequence[Job],
    settings_for: SettingsFor,
    output: Path | None = None,
    *,
    wish: Wish | None = None,
    lang: Lang = "zh",
    force: bool = False,
) -> Outcome:
    """Write the annexes of each paper beside it, into the folder or to the file that output names.

    A paper without rows for any annex, or that a template cannot be filled from, is told and counted as refused; the
    others are written. OutputRefused, before anything is written, when an output may not be written.
    """
    from coatxl.annex.block import EmptyAnnex
    from coatxl.annex.firm_template import TemplateRefused
    from coatxl.batch.letters import letters, may_write_letters
    from coatxl.batch.photos import gallery

    wish = wish or Wish()
    if output is not None and len(jobs) > 1 and not output.is_dir():
        raise OutputRefused(f"有 {len(jobs)} 份底稿，--output 应是已有的文件夹：{printable(str(output))}")
    targets = {id(job): _targets(job, output, wish) for job in jobs}
    written: dict[Path, Job] = {}
    for job in jobs:
        for target in targets[id(job)].values():
            other = written.setdefault(target.absolute(), job)
            if other is not job:
                raise OutputRefused(f"{other.name} 和 {job.name} 会写成同一个文件 {printable(target.name)}；请分开汇编")
            may_write(target, jobs, force=force)
    outcome = Outcome()
    albums: dict[str, Album] = {}
    read: Iterable[tuple[Job, Report]] = reports(jobs, settings_for, lang=lang)
    notices: list[Letter] = []
    if wish.notice:  # the papers say whom a notice is for, so that all are read before any output is written
        read = list(read)
        notices = letters(read, settings_for, output)
        may_write_letters(notices, written, jobs, force=force)
    for job, report in read:
        if outcome.told(report) or report.dossier is None:
            continue
        settings = settings_for(job)
        try:
            photos = gallery(job.path, report.sha256, settings, albums)
            for line in _written(report.dossier, settings, targets[id(job)], wish, photos, lang):
                outcome.lines.append(line)
        except (EmptyAnnex, TemplateRefused) as refused:
            outcome.refused += 1
            words = Text(f"{job.name}：{refused}，没有写出附表", f"{job.name}: no annex was written; {refused}")
            outcome.lines.append(words.pick(lang))
        else:
            outcome.lines += _warnings(job, report, lang)
    for letter in notices:
        outcome.refused += letter.notice is None and not letter.enterprise
        outcome.lines.append(_sent(letter, lang))
    return outcome


def _targets(job: Job, output: Path | None, wish: Wish) -> dict[Format, Path]:
    beside = job.path.with_name(f"{job.path.stem}_{_WHOLE if wish.whole else _SUFFIX}")
    place = beside if output is None else output / beside.name if output.is_dir() else output.with_suffix("")
    # with_name, since a dot in a paper's name begins no suffix.
    return {each: place.with_name(f"{place.name}.{each}") for each in wish.formats}


def _written(
    dossier: Dossier, settings: Settings, targets: dict[Format, Path], wish: Wish, photos: Photos, lang: Lang
) -> Iterator[str]:
    """Write each output of one paper, and tell it."""
    from coatxl.annex import docx, firm_template, xlsx
    from coatxl.standards.coating.annexes import annexes, tables
    from coatxl.standards.coating.annexes.placeholders import texts
    from coatxl.standards.coating.annexes.report import report

    enterprise = dossier.project.enterprise
    word = _WHOLE if wish.whole else _SUFFIX
    title = f"{enterprise}　{word}" if enterprise else word
    for name, target in targets.items():
        if name == "docx" and wish.template is not None:
            found = tables(dossier, settings, photos)
            firm_template.write(wish.template, target, texts(dossier, settings), found, title=title)
            yield _told(target, f"按模板 {printable(wish.template.name)}", lang)
        else:
            blocks = report(dossier, settings, photos) if wish.whole else annexes(dossier, settings, photos=photos)
            (docx.write if name == "docx" else xlsx.write)(blocks, target, title=title)
            yield _told(target, "、".join(dict.fromkeys(block.table for block in blocks)), lang)


def _sent(letter: Letter, lang: Lang) -> str:
    """Write the notice of an enterprise and tell it; nothing to rectify is told and no fault."""
    from coatxl.annex import notice

    if letter.notice is None:
        return letter.reason.pick(lang)
    notice.write(letter.notice, letter.target, heading=f"{letter.enterprise}　{letter.notice.title}")
    return _told(letter.target, letter.notice.title, lang)


def _warnings(job: Job, report: Report, lang: Lang) -> Iterator[str]:
    errors = count(report.findings)["error"]
    if errors:
        yield Text(
            f"  注意：{job.name} 还有 {errors} 个错误没有改，附表照底稿现状汇编",
            f"  Note: {job.name} still has {errors} errors",
        ).pick(lang)


def _told(target: Path, what: str, lang: Lang) -> str:
    return Text(f"已写出 {target}：{what}", f"Wrote {target}: {what}").pick(lang)
