"""drafted: what `coatxl checklist` and `coatxl dangers --draft` write; the last draft is read first, and none is ever lost."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from coatxl import isolation
from coatxl.batch.folder import Job
from coatxl.batch.outputs import OutputRefused, may_write, same_file
from coatxl.batch.papers import Outcome
from coatxl.batch.surveys import fault_line
from coatxl.check import open_dossier, read_book
from coatxl.findings import Lang, Text
from coatxl.workbook.book import cell_name
from coatxl.workbook.faults import Unreadable, printable
from coatxl.workbook.margins import margins
from coatxl.workbook.save import CannotWrite, write_bytes_atomically

if TYPE_CHECKING:
    from coatxl.reports.draft_model import Draft
    from coatxl.settings import Settings
    from coatxl.standards.coating.dossier import Dossier
    from coatxl.standards.coating.draft_entries import DraftKind
    from coatxl.workbook.book import Book
    from coatxl.workbook.margins import Margin

T = TypeVar("T")
_LAST = "上一稿"
_EN = {
    "新增": "new", "底稿已有": "already in the paper", "未变": "unchanged", "已填": "filled in by hand", "已改": "edited by hand",
    "来源已变": "source changed", "冲突": "conflict", "来源已删": "source gone", "人工": "added by hand",
    "位置不明": "place unknown",
}  # fmt: skip


def write_draft(
    kind: DraftKind,
    job: Job,
    settings: Settings,
    target: Path,
    *,
    previous: Path | None = None,
    shared: bool = False,
    lang: Lang = "zh",
    force: bool = False,
) -> Outcome:
    """Write the next draft of a paper to target, going on from previous or, without it, from target where that exists.

    A target that is gone on from is kept beside as …_上一稿. OutputRefused when nothing can be drafted, when previous
    is no draft, or when target may not be written.
    """
    from coatxl.reports.draft_book import render
    from coatxl.standards.coating.draft_file import NoDraft, read_draft
    from coatxl.standards.coating.draft_pages import draft_book, heading
    from coatxl.standards.coating.drafting import drafted

    target = target if target.suffix else target.with_suffix(".xlsx")
    if target.suffix.lower() != ".xlsx":
        raise OutputRefused(f"草稿写成 .xlsx：{printable(str(target))}")
    if previous is not None and not previous.is_file():
        raise OutputRefused(f"找不到上一稿 {printable(str(previous))}")
    source = previous if previous is not None else target if target.is_file() else None
    in_place = source is not None and target.exists() and same_file(source, target)
    if source is not None and same_file(source, job.path):
        raise OutputRefused(f"{printable(str(source))} 是输入的底稿，不能作为上一稿或输出；底稿从不改动")
    may_write(target, [job], force=force or in_place)
    outcome = Outcome()
    paper = _read(lambda: open_dossier(job.path, job.name), job.name, outcome, lang)
    last = _read(lambda: _last(source), str(source), outcome, lang) if source is not None else None
    if paper is None or (source is not None and last is None):
        return outcome
    try:
        old = read_draft(last.book, kind, heading=heading(kind), margins=last.margins) if last is not None else None
    except NoDraft as no:
        raise OutputRefused(f"{printable(str(source))} 不是{kind.table.sheet}草稿：{no}；换一个输出文件") from None
    if last is not None and old is not None:
        last.fetch_pictures(old)
    draft = drafted(kind, paper, settings, old, shared=shared)
    if not draft.rows:
        raise OutputRefused(f"{job.name}：{_nothing(kind, paper)}，没有写出草稿")
    content = render(draft_book(kind, draft, paper, settings))
    outcome.lines += _written(content, target, job, last.book.sha256 if last is not None and in_place else "", lang)
    outcome.lines += _told(draft, lang)
    return outcome


@dataclass(frozen=True, slots=True)
class _Last:
    """The file of the last draft: its cells, and what a person added beside them."""

    path: Path
    book: Book
    margins: dict[str, Margin]

    def fetch_pictures(self, draft: Draft) -> None:
        """Put the pictures of the file into the draft; one that cannot be drawn again is told with its cell."""
        from coatxl.annex.gallery import Gallery
        from coatxl.annex.photo import Ref
        from coatxl.reports.draft_model import NOT_CARRIED, Kept
        from coatxl.reports.draft_pictures import natural_size

        gallery = Gallery(self.path, self.book.sha256)
        for sheet in self.book.sheets:
            for image in sheet.images:
                content = draft.media.get(image.part) or (gallery.content(Ref(part=image.part)) if image.part else None)
                if content is not None and natural_size(content) is not None:
                    draft.media[image.part] = content
                    continue
                told = Kept(f"{sheet.name}!{cell_name(image.row, image.col)}", NOT_CARRIED)
                if told not in draft.kept:
                    draft.kept.append(told)


def _last(source: Path) -> _Last:
    """Read the last draft in processes that may die; Unreadable when that is impossible."""
    book = read_book(source, isolated=True)
    return _Last(source, book, isolation.call(margins, source) if book.kind == "xlsx" else {})


def _read(read: Callable[[], T], name: str, outcome: Outcome, lang: Lang) -> T | None:
    """What is read, or None after saying which file could not be and why."""
    try:
        return read()
    except Unreadable as error:
        outcome.unreadable += 1
        outcome.lines.append(f"{printable(name)}：{fault_line(error.fault, lang)}")
        return None


def _written(content: bytes, target: Path, job: Job, last: str, lang: Lang) -> Iterator[str]:
    """Write the draft; the one that it goes on from is first copied beside, unless it is the same."""
    if last and hashlib.sha256(content).hexdigest() == last:
        yield Text(f"{target}：没有变化", f"{target}: no change").pick(lang)
        return
    if last:
        before = target.read_bytes()
        if hashlib.sha256(before).hexdigest() != last:
            raise CannotWrite(
                f"{printable(str(target))} 刚被别的程序改动", f"{printable(str(target))} was changed meanwhile",
                "请关闭它后再运行一次", "close it and run again",
            )  # fmt: skip
        side = _free(target)
        write_bytes_atomically(side, before, sources=[job.path, target])
        yield Text(f"上一稿留在 {side}", f"The last draft is kept as {side}").pick(lang)
    write_bytes_atomically(target, content, sources=[job.path])
    yield Text(f"已写出 {target}", f"Wrote {target}").pick(lang)


def _free(target: Path) -> Path:
    """A name beside the target that nothing has: 草稿_上一稿.xlsx, 草稿_上一稿2.xlsx …"""
    side, n = target.with_name(f"{target.stem}_{_LAST}{target.suffix}"), 2
    while side.exists():
        side, n = target.with_name(f"{target.stem}_{_LAST}{n}{target.suffix}"), n + 1
    return side


def _told(draft: Draft, lang: Lang) -> Iterator[str]:
    """How many rows there are of each state, and what a person should look at."""
    from coatxl.reports.draft_model import NOT_CARRIED, WORDS

    numbers = Counter(word for row in draft.rows for word in row.told.state.split("、"))
    parts = [f"{word} {numbers[word]}" for word in WORDS if numbers[word]]
    english = [f"{_EN[word]} {numbers[word]}" for word in WORDS if numbers[word]]
    yield Text(f"共 {len(draft.rows)} 行：{'，'.join(parts)}", f"{len(draft.rows)} rows: {', '.join(english)}").pick(
        lang
    )
    removed = sum(base.removed for base in draft.bases)
    if removed:
        yield Text(
            f"您删去的 {removed} 行没有再起草（见“草稿原文”的“人工删除”）", f"{removed} rows that you deleted were not drafted again"
        ).pick(lang)  # fmt: skip
    stayed = sum(each.text == NOT_CARRIED for each in draft.kept)
    if stayed:
        yield Text(
            f"{stayed} 张图片没有带过来，仍在上一稿里（位置见“其他内容”）",
            f"{stayed} pictures stay in the last draft (see sheet 其他内容)",
        ).pick(lang)
    open_basis = sum(row.told.note.startswith(("建议", "没有")) for row in draft.rows)
    if open_basis:
        yield Text(
            f"{open_basis} 行的依据是建议或没有，请核对（见“依据说明”）",
            f"{open_basis} rows have a proposed basis or none",
        ).pick(lang)


def _nothing(kind: DraftKind, paper: Dossier) -> str:
    if kind.merged:
        return "“危害因素描述”表里没有风险管控措施" if not paper.by_number else "没有检查项目"
    return "“安全检查表”里没有检查项目" if not paper.checklist else "没有不符合项和隐患"
