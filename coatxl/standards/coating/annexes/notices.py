"""notices: 隐患整改通知书, what an enterprise is asked to rectify, by whom and until when (8.2.4, 10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coatxl.annex.block import Block, Cell, EmptyAnnex, Provenance
from coatxl.annex.notice import Notice
from coatxl.standards.coating.annexes.dangers import UNGRADED, WORST
from coatxl.standards.coating.annexes.parts import Row, body, counted, heads, provenance, shown, written_out
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.standard import TITLE
from coatxl.standards.coating.tables import ChecklistRow, HiddenDangerRow
from coatxl.standards.coating.tables.dangers import CLOSED
from coatxl.standards.coating.tables.project import AGENCY, EVALUATION_TYPE, LEADER

if TYPE_CHECKING:
    from coatxl.settings import Settings

NOTICE = "隐患整改通知书"
_HEADS = ("序号", "部位", "隐患描述", "依据", "隐患级别", "整改建议", "整改责任人", "整改时限")
_WIDTHS = (1.1, 1.9, 3.15, 2.5, 1.85, 2.75, 1.5, 1.85)
_BLANK_DATE = "　　　　年　　月　　日"


@dataclass(frozen=True, slots=True)
class Paper:
    """A working paper with the settings that it is read under."""

    dossier: Dossier
    settings: Settings


def notice(papers: Sequence[Paper]) -> Notice:
    """The notice to the enterprise of these papers, with every hidden danger that is not closed.

    A 不符合 item without a row in 隐患清单 is listed too: what was found is not to be lost between two sheets.
    EmptyAnnex when 企业名称 is missing, or when there is nothing to rectify.
    """
    enterprise = papers[0].dossier.project.enterprise
    if not enterprise:
        raise EmptyAnnex(f"底稿没有填企业名称，不能写{NOTICE}")
    rows: list[Row] = []
    levels: Counter[str] = Counter()
    sources: list[Provenance] = []
    for paper in papers:
        dangers, items = _open(paper)
        if not dangers and not items:
            continue
        for row in dangers:
            rows.append(_danger(row, len(rows) + 1))
            levels[row.level or UNGRADED] += 1
        for item in items:
            rows.append(_item(item, paper.dossier.unit_name(item), len(rows) + 1))
            levels[UNGRADED] += 1
        sources.append(provenance(paper.dossier, paper.settings, [*dangers, *items]))
    if not rows:
        raise EmptyAnnex(f"{enterprise}没有待整改的隐患，没有写{NOTICE}")
    words = (WORST, "一般隐患", UNGRADED)
    block = Block(
        table=NOTICE, title="待整改安全隐患", number="表 1", clause="8.2.4、10", widths=_WIDTHS,
        rows=(heads(*_HEADS), *rows), header_rows=1, provenance=Provenance.joined(sources),
        notes=(counted(levels, words),),
    )  # fmt: skip
    return Notice(
        NOTICE,
        f"{enterprise}：",
        tuple(_text(papers, levels)),
        block,
        tuple(_signatures(papers[0].dossier, enterprise)),
    )


def _open(paper: Paper) -> tuple[list[HiddenDangerRow], list[ChecklistRow]]:
    """The hidden dangers that are not closed, and the 不符合 items that 隐患清单 lacks."""
    dossier = paper.dossier
    listed = dossier.listed(paper.settings)
    items = [item for item in dossier.checklist if item.conforms == "不符合" and id(item) not in listed]
    return [row for row in dossier.dangers if row.state not in CLOSED], items


def _danger(row: HiddenDangerRow, n: int) -> Row:
    return (
        Cell(str(n), align="center"),
        Cell(_where(shown(row, "unit"), shown(row, "risk_point")), "minor"),
        body(row, "description"),
        body(row, "basis", role="minor"),
        Cell(shown(row, "level") or UNGRADED, "stress" if row.level == WORST else "minor", "center"),
        body(row, "suggestion"),
        body(row, "owner", "center", role="minor"),
        body(row, "deadline", "center", role="minor"),
    )


def _item(item: ChecklistRow, unit: str, n: int) -> Row:
    return (
        Cell(str(n), align="center"),
        Cell(_where(item.unit or unit, shown(item, "risk_point")), "minor"),
        Cell(f"{item.item.rstrip('。')}：{item.observation or '不符合'}"),
        body(item, "basis", role="minor"),
        Cell(UNGRADED, "minor", "center"),
        body(item, "suggestion"),
        Cell(role="minor"),
        Cell(role="minor"),
    )


def _where(unit: str, risk_point: str) -> str:
    return "／".join(part for part in (unit, risk_point) if part not in ("", "-", "—"))


def _text(papers: Sequence[Paper], levels: Counter[str]) -> Iterator[str]:
    first = papers[0].dossier.project
    days = "、".join(dict.fromkeys(written_out(day) for p in papers if (day := p.dossier.evaluation_date(p.settings))))
    when = f"（评价基准日{days}）" if days else ""
    kind = first[EVALUATION_TYPE] or "安全评价"
    worst = f"，其中重大隐患{levels[WORST]}项" if levels[WORST] else ""
    yield (
        f"依据{TITLE}，我单位对贵单位开展了{kind}{when}。截至本通知发出，现场检查和资料核查发现的安全隐患中，"
        f"有{levels.total()}项尚未完成整改{worst}，列于表1。请贵单位："
    )
    requests = [
        "逐项明确整改措施、责任人、资金、时限和应急预案，在表列时限前完成整改；表中未列责任人或时限的，收到本通知后尽快确定并告知我单位。",
        "整改完成前，对隐患部位采取必要的防范措施，保证作业人员安全。",
        "整改完成后，将整改情况和整改前后的照片送我单位，由我单位复查确认。",
    ]
    if levels[WORST]:
        requests.insert(
            1, "对重大隐患立即采取措施；整改前或整改中不能保证安全的，撤出作业人员，停止使用有关的设备设施。"
        )
    yield from (f"{n}. {text}" for n, text in enumerate(requests, 1))


def _signatures(dossier: Dossier, enterprise: str) -> Iterator[str]:
    project = dossier.project
    yield f"通知单位（盖章）：{project[AGENCY]}"
    yield f"项目负责人：{project[LEADER]}\t发出日期：{_BLANK_DATE}"
    yield f"接收单位（盖章）：{enterprise}"
    yield f"签收人：\t签收日期：{_BLANK_DATE}"
