"""The consolidated 隐患清单 (8.2.4, 10): the hidden dangers of a folder of papers, kept on disk until they are written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from coatxl import __version__
from coatxl.batch.executors import Execution
from coatxl.batch.folder import Job
from coatxl.batch.outputs import set_aside
from coatxl.batch.papers import Outcome
from coatxl.batch.run import USUAL, Notice, SettingsFor, outcomes
from coatxl.batch.tasks import GatherDangers, danger_lines_of, danger_source_of
from coatxl.findings import Lang, Text
from coatxl.reports import dangers
from coatxl.reports.spool import Spool
from coatxl.reports.view import View
from coatxl.workbook.faults import Fault
from coatxl.workbook.signals import ended_by_sigterm


class _Gathered:
    """The papers of a run in the order of the list: those of one enterprise stand together, else as their files."""

    def __init__(self) -> None:
        self.spool = Spool()
        self.papers: list[tuple[int, dangers.DangerSource]] = []
        self.number = 0

    def arrange(self) -> None:
        """Read the sources back in their order."""
        for position, path, place, head in self.spool.heads():
            source, number = danger_source_of(head, path, place)
            self.papers.append((position, source))
            self.number += number
        self.papers.sort(key=lambda paper: paper[1].enterprise)

    def lines(self) -> Iterator[dangers.DangerLine]:
        """Read the lines back, a paper at a time."""
        for position, source in self.papers:
            yield from danger_lines_of(self.spool.body(position), source)


def write_consolidated(
    jobs: list[Job],
    settings_for: SettingsFor,
    target: Path,
    *,
    lang: Lang = "zh",
    notice: Notice | None = None,
    execution: Execution = USUAL,
) -> Outcome:
    """Gather the nonconformities and hidden dangers of all papers into one workbook with statistics."""
    outcome, gathered = Outcome(), _Gathered()
    failed: dict[int, str] = {}
    with ended_by_sigterm(), closing(outcomes(GatherDangers(), jobs, settings_for, execution, notice)) as found:
        for work, record in found:
            if isinstance(record, Fault):
                failed[work.position] = _line(work.name, record, lang)
            else:
                gathered.spool.put(work.position, record, work.name, str(work.path))
    outcome.unreadable = len(failed)
    outcome.lines += [failed[position] for position in sorted(failed)]
    gathered.arrange()
    if not gathered.number:
        nothing = "没有不符合项和隐患，没有写出隐患清单", "No nonconformity and no hidden danger; nothing was written"
        outcome.lines.append(Text(*nothing).pick(lang))
        return outcome
    place = _write(gathered, target, jobs)
    outcome.lines += set_aside(target, place, lang)
    written = Text(
        f"已写出 {place}：{len(gathered.papers)} 份底稿，{gathered.number} 项隐患",
        f"Wrote {place}: {gathered.number} hidden dangers",
    )
    outcome.lines.append(written.pick(lang))
    return outcome


def _write(gathered: _Gathered, target: Path, jobs: list[Job]) -> Path:
    from coatxl.frames import pivot
    from coatxl.reports.danger_totals import Totals
    from coatxl.standards.coating.danger_lines import COLUMNS
    from coatxl.standards.coating.tables.dangers import CLOSED, STATES
    from coatxl.workbook.save import write_atomically

    lines = View(gathered.lines, gathered.number)
    states = dangers.state_words(lines, STATES)
    counted = ((dangers.LEVEL, "隐患级别"), (dangers.UNIT, "评价单元"), (dangers.ENTERPRISE, "企业"))
    totals = [
        Totals(f"{header} × 状态", header, field, pivot(dangers.pairs(lines, field), states))
        for field, header in counted
    ]
    sources = [source for _, source in gathered.papers]
    book = dangers.DangerBook(COLUMNS, lines, STATES, CLOSED, totals, sources, __version__)

    def produce(draft: Path) -> None:  # made here, so that a Ctrl-C meanwhile does not throw the work away
        draft.write_bytes(dangers.render(book, output=target))

    return write_atomically(target, produce, sources=[job.path for job in jobs], aside=True)


def _line(name: str, fault: Fault, lang: Lang) -> str:
    message, fix = (fault.message_en, fault.fix_en) if lang == "en" else (fault.message_zh, fault.fix_zh)
    return f"{name}：{message}（{fault.rule}）。{fix}"
