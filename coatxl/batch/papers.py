"""Workbooks that verbs write: an empty working paper, a filled one, the consolidated 隐患清单."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from coatxl import __version__
from coatxl.batch.folder import Job
from coatxl.batch.run import Notice, SettingsFor, reports
from coatxl.check import Report
from coatxl.findings import Lang, Text

if TYPE_CHECKING:
    from coatxl.standards.coating.demo_papers import Paper


# Prepared empty rows in a paper that is written filled: enough to go on, few enough to print.
SPARE_ROWS = 60


@dataclass(slots=True)
class Outcome:
    """What a verb tells the person: one line for each thing done or not done.

    unreadable: how many files could not be read. refused: how many outputs were not written for want of data.
    """

    lines: list[str] = field(default_factory=list)
    unreadable: int = 0
    refused: int = 0

    def told(self, report: Report) -> bool:
        """Note a file that could not be read; whether it could not."""
        if report.status != "unreadable":
            return False
        first = report.findings[0]
        self.unreadable += 1
        self.lines.append(f"{first.file}：{first.message}（{first.rule}）。{first.fix}")
        return True


def place_of(place: Path | None, *, addin: bool = False) -> Path:
    """Return where a new paper goes: the file, or the edition's own name in a folder or, for None, here."""
    from coatxl.standards.coating.guide import ADDIN_FILE_NAME, FILE_NAME

    name = ADDIN_FILE_NAME if addin else FILE_NAME
    if place is None:
        return Path(name)
    return place / name if place.is_dir() else place


def new_paper(target: Path, *, band_rule: str | None = None, rows: int = 300, addin: bool = False) -> None:
    """Write an empty working paper, of the add-in edition or the plain one; CannotWrite when that is impossible."""
    from coatxl.criteria.bands import LOWER_INCLUSIVE
    from coatxl.standards.coating.guide import blueprint
    from coatxl.tables.template import write_template
    from coatxl.workbook.save import write_atomically

    plan = blueprint(band_rule or LOWER_INCLUSIVE, addin=addin)
    write_atomically(target, lambda draft: write_template(draft, plan, rows=rows))


def filled_paper(target: Path, paper: Paper) -> None:
    """Write a working paper with its facts and rows filled in."""
    from coatxl.standards.coating.guide import blueprint
    from coatxl.tables.fill import fill

    fill(target, paper.rows, paper.facts, blueprint=blueprint(), spare=SPARE_ROWS)


def write_consolidated(
    jobs: list[Job], settings_for: SettingsFor, target: Path, *, lang: Lang = "zh", notice: Notice | None = None
) -> Outcome:
    """Gather the nonconformities and hidden dangers of all papers into one workbook with statistics."""
    from coatxl.frames import pivot
    from coatxl.reports import dangers
    from coatxl.reports.danger_totals import Totals
    from coatxl.standards.coating.danger_lines import CLOSED, COLUMNS, danger_lines, danger_source
    from coatxl.standards.coating.tables.dangers import STATES
    from coatxl.workbook.save import write_bytes_atomically

    outcome = Outcome()
    lines: list[dangers.DangerLine] = []
    sources: list[dangers.DangerSource] = []
    for job, report in reports(jobs, settings_for, lang=lang, notice=notice):
        if outcome.told(report) or report.dossier is None:
            continue
        settings = settings_for(job)
        sources.append(danger_source(report.dossier, settings, path=str(job.path)))
        lines += danger_lines(report.dossier, settings, sources[-1])
    if not lines:
        nothing = Text(
            "没有不符合项和隐患，没有写出隐患清单", "No nonconformity and no hidden danger; nothing was written"
        )
        outcome.lines.append(nothing.pick(lang))
        return outcome
    lines.sort(key=lambda line: line.source.enterprise)  # stable: the papers of one enterprise stand together
    states = dangers.state_words(lines, STATES)
    counted = ((dangers.LEVEL, "隐患级别"), (dangers.UNIT, "评价单元"), (dangers.ENTERPRISE, "企业"))
    totals = [
        Totals(f"{header} × 状态", header, field, pivot(dangers.pairs(lines, field), states))
        for field, header in counted
    ]
    book = dangers.DangerBook(COLUMNS, lines, STATES, CLOSED, totals, sources, __version__)
    content = dangers.render(book, output=target)
    write_bytes_atomically(target, content, sources=[job.path for job in jobs])
    written = Text(
        f"已写出 {target}：{len(sources)} 份底稿，{len(lines)} 项隐患", f"Wrote {target}: {len(lines)} hidden dangers"
    )
    outcome.lines.append(written.pick(lang))
    return outcome
