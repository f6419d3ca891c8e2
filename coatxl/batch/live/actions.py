"""What each button does, told to a Desk: check the open workbook, draft the checklist (8.2.2), collect hidden dangers (8.2.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from coatxl.batch.live.additions import LiveRefused, Patch, additions
from coatxl.batch.live.page import SHEET, Page, page, state_of
from coatxl.batch.live.sheets import LiveSheet, book_of
from coatxl.check import check_book, dossier_of, load_settings
from coatxl.findings import SEVERITIES, SEVERITY_WORDS, count
from coatxl.settings import Settings
from coatxl.standards.coating.drafts import checklist_draft, danger_draft
from coatxl.standards.coating.tables import ChecklistRow, HiddenDangerRow
from coatxl.workbook.book import cell_name

if TYPE_CHECKING:
    from coatxl.standards.coating.dossier import Dossier
    from coatxl.tables.table import Table

_MOST_NAMED = 8


class Desk(Protocol):
    """The open workbook and the person before it."""

    @property
    def name(self) -> str:
        """The workbook's name."""

    @property
    def folder(self) -> Path | None:
        """Its folder; None when it was never saved or lies in the cloud."""

    def sheets(self) -> Iterable[LiveSheet]:
        """The worksheets in their order."""

    def ask(self, question: str) -> bool:
        """Whether the person says yes."""

    def write(self, patches: Iterable[Patch]) -> None:
        """Put values into cells; nothing else of the workbook changes."""

    def show(self, sheet: str, contents: Page) -> None:
        """Put a page on a sheet of this name, new or cleared before, and show it."""


def check(desk: Desk) -> str:
    """Check the open workbook and put the findings on 检查结果; the sentence that tells the result.

    A 检查结果 that a person changed is replaced only after a question, and one of somebody else's never.
    """
    sheets = list(desk.sheets())
    report = check_book(book_of(desk.name, sheets), _settings(desk))
    old = next((each for each in sheets if each.name == SHEET), None)
    if old is not None:
        used = old.used()
        state = state_of(used.values) if (used.top, used.left) == (0, 0) or not used.values else "foreign"
        if state == "foreign":
            raise LiveRefused(f"已有名为“{SHEET}”的表，但不是本软件写的，没有改动；请把它改名后再检查")
        if state == "edited" and not desk.ask(f"“{SHEET}”表上次写出后被改动过，重新写出会丢掉这些改动。继续？"):
            return f"没有改动“{SHEET}”表"
    desk.show(SHEET, page(report))
    numbers = count(report.findings)
    words = "，".join(f"{SEVERITY_WORDS[s].zh} {numbers[s]}" for s in SEVERITIES)
    return f"{words}。点“{SHEET}”表的“位置”可回到单元格"


def draft_checklist(desk: Desk) -> str:
    """Add a checklist item for each measure that no item checks, after a question; the sentence that tells the result."""
    paper, settings = _paper(desk)
    drafts = checklist_draft(paper, settings)
    if not paper.by_number:
        raise LiveRefused("“危害因素描述”表里没有风险管控措施；请先填写措施，再生成检查项目")
    if not drafts:
        return "每条风险管控措施都已有检查项目，没有要增加的"
    what = f"{len(drafts)} 个检查项目（措施 {_named(drafts, 'measures')}）。检查结果和是否符合由您现场填写"
    # Equal text links an item to its measure by itself; by number alone the column is needed.
    needed = ("risk_point", "item", *(("measures",) if settings.coverage.match == "id" else ()))
    return _add(desk, paper, ChecklistRow, drafts, needed, what)


def collect_dangers(desk: Desk) -> str:
    """Add a row to 隐患清单 for each 不符合 item that it lacks, after a question; the sentence that tells the result."""
    paper, settings = _paper(desk)
    drafts = danger_draft(paper, settings)
    if not paper.checklist:
        raise LiveRefused("“安全检查表”里没有检查项目；请先填写检查结果，再汇总隐患")
    if not drafts:
        return "不符合的检查项目都已列入“隐患清单”，没有要增加的"
    what = f"{len(drafts)} 条隐患（{_named(drafts, 'origin')}）。问题类型、隐患级别和整改要求由您补齐"
    return _add(desk, paper, HiddenDangerRow, drafts, ("description", "origin"), what)


def _add(
    desk: Desk,
    paper: Dossier,
    table: type[Table],
    drafts: Sequence[Mapping[str, str]],
    needed: Sequence[str],
    what: str,
) -> str:
    patches = additions(paper.reading, table, drafts, needed)
    first = patches[0]
    place = f"“{first.sheet}”表第 {first.row + 1} 行"
    if not desk.ask(f"将从{place}起增加 {what}。已有内容不会改动。继续？"):
        return f"没有改动“{first.sheet}”表"
    desk.write(patches)
    start = cell_name(first.row, first.col)
    return f"已从{place}（{start}）起增加 {what}"


def _named(drafts: Sequence[Mapping[str, str]], field: str) -> str:
    names = [draft[field] for draft in drafts]
    rest = len(names) - _MOST_NAMED
    return "、".join(names[:_MOST_NAMED]) + (f" 等 {len(names)} 个" if rest > 0 else "")


def _paper(desk: Desk) -> tuple[Dossier, Settings]:
    return dossier_of(book_of(desk.name, desk.sheets()), desk.name), _settings(desk)


def _settings(desk: Desk) -> Settings:
    """The settings that `coatxl check` would use; a workbook without a folder has the user's own."""
    return load_settings(desk.folder if desk.folder is not None else Path.home())
