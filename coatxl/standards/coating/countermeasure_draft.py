"""countermeasure_draft: the seven categories of 对策措施 (9.1) drawn from the other sheets, each line with its source.

A draft proposes; the person sharpens it (9.2) and moves it into the paper. What is drawn: the rectification of hidden
dangers and 不符合 items, unacceptable risks, what keeps the measures effective by their 措施类别, screening by the
checklist, readiness for high-consequence hazards, and what deserves attention.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coatxl.standards.coating.chains import Measure
from coatxl.standards.coating.conclusion_facts import key_hazards, labels
from coatxl.standards.coating.conclusions import unacceptable
from coatxl.standards.coating.danger_lines import danger_lines, danger_source
from coatxl.standards.coating.dossier import Dossier, Hazard, named
from coatxl.standards.coating.drafts import item_name
from coatxl.standards.coating.listed import Item
from coatxl.standards.coating.rules.countermeasures import source_of
from coatxl.standards.coating.rules.hazards import BEYOND_LAW
from coatxl.standards.coating.rules.numbers import groups
from coatxl.standards.coating.tables import HiddenDangerRow
from coatxl.standards.coating.tables.countermeasures import (
    EMERGENCY,
    IMPROVEMENT,
    INSPECTION,
    KINDS,
    OTHER,
    RECTIFICATION,
    SCREENING,
    TRAINING,
)
from coatxl.tables.column import END_MARKS, folded, same_text
from coatxl.tables.table import Table

if TYPE_CHECKING:
    from coatxl.settings import Settings


@dataclass(frozen=True, slots=True)
class Drafted:
    """One drafted row: its field values, and the rows of the paper that it comes from."""

    values: dict[str, str]
    rows: tuple[Table, ...] = ()


_BY_KIND = {
    "工程技术": INSPECTION, "教育培训": TRAINING, "个体防护": TRAINING, "应急准备": EMERGENCY,
}  # fmt: skip
_DEEDS: dict[Item, re.Pattern[str]] = {
    EMERGENCY: re.compile("应急|预案|演练|灭火器|消防器材"),
    SCREENING: re.compile("排查|巡检|巡查|点检"),
    TRAINING: re.compile("培训|教育|审批|批准|作业票|监护|监督|操作规程|禁止|严禁|持证"),
    INSPECTION: re.compile(
        "检验|检定|校验|维护|保养|检测一次|定期检测|每(?:半年|[年季月周班日])[^。；]{0,20}(?:检测|试验)"
    ),
}
# Where 措施类别 is blank: what is built or installed must be kept in order.
_EQUIPMENT = re.compile("联锁|报警|防爆|防雷|接地|等电位|静电消除|风机|风量|安装|装置|设备|设施|管道|材料|安全门|出口")
# What a measure already says itself needs no frame.
_OWN_WORDS = {
    INSPECTION: _DEEDS[INSPECTION], TRAINING: re.compile("培训|教育|审批|批准|作业票|监护|监督"),
    EMERGENCY: re.compile("预案|演练|定期检查"),
}  # fmt: skip
_FRAMES = {
    INSPECTION: "对“{text}”定期检查、维护保养；需检验、检测、检定、校验的，确定项目和周期并按期进行",
    TRAINING: "就“{text}”培训作业人员，并在作业中监督执行",
    EMERGENCY: "对“{text}”定期检查，保持可用，并纳入演练",
}
_INNER_QUOTES = str.maketrans("“”", "‘’")
_TIMING = re.compile(
    r"每(?:半年|季度|[年季月周班日天]|[一两二三四五六七八九十\d]+(?:年|个月|天))|[一两二三四五\d]+年一次"
)
_NOTHING = "底稿各表没有可以得出的内容；请补写，确实没有的选不涉及并写明理由"
_MANY = 2
_MOST_SOURCES = 20
_MOST_TOLD = 8
"""So many measures stand in one row: more do not fit a cell."""


def countermeasure_draft(paper: Dossier, settings: Settings) -> list[Drafted]:
    """The rows of 对策措施 in the order of 9.1, numbered; a category without any source is a row that says so."""
    found: dict[Item, list[Drafted]] = {kind: [] for kind in KINDS}
    found[RECTIFICATION] += [*_rectifications(paper, settings), *_reductions(paper, settings)]
    for kind, drafted in _kept_up(paper):
        found[kind].append(drafted)
    found[SCREENING] += _screenings(paper, settings)
    found[EMERGENCY] += _readiness(paper)
    found[IMPROVEMENT] += _improvements(paper, settings)
    rows: list[Drafted] = []
    for kind in KINDS:
        for drafted in found[kind] or [Drafted({"note": _NOTHING})]:
            rows.append(replace(drafted, values={"number": str(len(rows) + 1), "kind": kind.word, **drafted.values}))
    return rows


def cell_of(row: Table, field: str) -> str:
    """来源 by the cell: 表!D5."""
    return f"{row.source.sheet.name}!{row.here(field).cell}"


def _several(names: Sequence[str]) -> str:
    """Some names, the first few of very many: the provenance below the table has them all."""
    return "、".join(names[:_MOST_SOURCES]) + (f"等{len(names)}处" if len(names) > _MOST_SOURCES else "")


def _rectifications(paper: Dossier, settings: Settings) -> Iterator[Drafted]:
    """One for each hidden danger, and for each 不符合 item that 隐患清单 lacks."""
    dangers = {(o.sheet, o.cell): row for row in paper.dangers for o in (row.here("description"),)}
    items = {(o.sheet, o.cell): item for item in paper.checklist for o in (item.here("item"),)}
    for line in danger_lines(paper, settings, danger_source(paper, settings, path="")):
        known = {name: str(value) for name, value in line.values.items() if value}
        danger = dangers.get((line.sheet, line.cell))
        row: Table = danger if danger is not None else items[line.sheet, line.cell]
        source = _danger_name(danger) if danger is not None else item_name(items[line.sheet, line.cell])
        told = f"复查结果：{danger.recheck}" if danger is not None and danger.recheck else ""
        values = {
            "measure": known.get("suggestion", ""), "risk_point": known.get("risk_point", ""), "basis": known.get("basis", ""),
            "subject": known.get("description", ""), "timing": known.get("deadline", ""), "owner": known.get("owner", ""),
            "note": told if known.get("suggestion") else "没有整改建议，请补写", "origin": source,
        }  # fmt: skip
        yield Drafted(values, (row,))


def _danger_name(row: HiddenDangerRow) -> str:
    return f"{row.sheet} {row.number}" if folded(row.number) else cell_of(row, "description")


def _reductions(paper: Dossier, settings: Settings) -> Iterator[Drafted]:
    """One for each assessment above the acceptable grade: how far the risk must come down."""
    limit = paper.acceptable(settings)
    for each in unacceptable(paper, settings):
        symbol = "D" if each.method == "LEC" else "R"
        text = (
            f"采取措施把“{each.label}”的控制风险由{each.controlled.grade}（{symbol}={each.controlled.value}）"
            f"降到{limit}及以下，完成后重新评价"
        )
        values = {
            "measure": text, "risk_point": each.row.risk_point, "subject": each.row.hazard, "note": "请写明具体措施",
            "origin": source_of(each),
        }  # fmt: skip
        yield Drafted(values, (each.row,))


def kind_of(measure: Measure) -> Item:
    """The category of 9.1 that keeps a measure effective: by its 措施类别, else by its words."""
    stated = _BY_KIND.get(folded(getattr(measure.row, "measure_kind", "")))
    if stated is not None:
        return stated
    text = folded(measure.text)
    deed = next((kind for kind, words in _DEEDS.items() if words.search(text)), None)
    built = not folded(getattr(measure.row, "measure_kind", "")) and _EQUIPMENT.search(text) is not None
    return deed or (INSPECTION if built else OTHER)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the measures of one row have in common: category, risk points, whether they need a frame."""

    kind: Item
    points: tuple[str, ...]
    framed: bool


def _kept_up(paper: Dossier) -> Iterator[tuple[Item, Drafted]]:
    """What must be done to keep the measures effective: a few rows for each category and risk point.

    A measure that several risk points have is told once for all of them.
    """
    same: dict[tuple[Item, str], list[tuple[Hazard, Measure]]] = {}
    for hazard in paper.hazards:
        for measure in hazard.measures:
            same.setdefault((kind_of(measure), same_text(measure.text)), []).append((hazard, measure))
    groups: dict[_Kept, list[list[Measure]]] = {}
    for (kind, _), pairs in same.items():
        plain, words = folded(pairs[0][1].text), _OWN_WORDS.get(kind)
        points = tuple(dict.fromkeys(hazard.risk_point for hazard, _ in pairs if named(hazard.risk_point)))
        framed = words is not None and not words.search(plain)
        groups.setdefault(_Kept(kind, points, framed), []).append([measure for _, measure in pairs])
    for key, found in groups.items():
        for start in range(0, len(found), _MOST_TOLD):
            yield key.kind, _kept(key, found[start : start + _MOST_TOLD])


def _kept(key: _Kept, found: Sequence[Sequence[Measure]]) -> Drafted:
    """One row for some measures, each with the measures of equal text."""
    texts = [measures[0].text.rstrip(END_MARKS) for measures in found]
    if key.framed:
        text = _FRAMES[key.kind].format(text="”、“".join(each.translate(_INNER_QUOTES) for each in texts))
    else:
        text = "；".join(texts)
    rows = [measures[0].row for measures in found]
    bases = dict.fromkeys(row.reason if folded(row.basis) in BEYOND_LAW else row.basis for row in rows)
    timing = dict.fromkeys(match[0] for each in texts if (match := _TIMING.search(folded(each))))
    values = {
        "measure": text, "risk_point": "、".join(key.points), "basis": "；".join(filter(named, bases)), "timing": "、".join(timing),
        "origin": f"措施 {_several([measure.number for measures in found for measure in measures])}",
    }  # fmt: skip
    return Drafted(values, tuple(measure.row for measures in found for measure in measures))


def _screenings(paper: Dossier, settings: Settings) -> Iterator[Drafted]:
    """One for each risk point that the checklist checks."""
    for items in groups(paper, settings).values():
        first = items[0]
        place = first.risk_point if named(first.risk_point) else first.unit
        text = f"按安全检查表逐项排查{f'“{place}”' if named(place) else ''}的{len(items)}项内容，发现的隐患列入隐患清单并整改"
        values = {"measure": text, "risk_point": first.risk_point, "origin": cell_of(first, "item")}
        yield Drafted(values, tuple(items))


def _readiness(paper: Dossier) -> Iterator[Drafted]:
    """One for each risk point with hazards of high consequence (3.8)."""
    points: dict[str, list[Hazard]] = {}
    for hazard in paper.hazards:
        if hazard.high == "是":
            points.setdefault(hazard.risk_point, []).append(hazard)
    for point, hazards in points.items():
        events = "；".join(dict.fromkeys(f"“{each.label}”可能导致的{each.outcome or '事故'}" for each in hazards))
        values = {
            "measure": f"针对{events}，编制现场处置方案，配备器材并演练", "risk_point": point,
            "subject": "、".join(dict.fromkeys(each.hazard for each in hazards)),
            "origin": _several([cell_of(each.rows[0], "hazard") for each in hazards]),
        }  # fmt: skip
        yield Drafted(values, tuple(each.rows[0] for each in hazards))


def _improvements(paper: Dossier, settings: Settings) -> Iterator[Drafted]:
    """What deserves attention, and where hidden dangers gather."""
    key = key_hazards(paper, settings)
    if key:
        rows = tuple(each.hazard.rows[0] for each in key)
        origin = _several([cell_of(row, "hazard") for row in rows])
        yield Drafted({"measure": f"列为安全管理的重要关注点，由负责人定期督查：{labels(key)}", "origin": origin}, rows)
    counts = Counter(row.risk_point for row in paper.dangers if named(row.risk_point))
    for point, number in counts.most_common():
        if number < _MANY:
            break
        mine = [row for row in paper.dangers if row.risk_point == point]
        text = f"“{point}”发现隐患{number}项，从制度、责任和检查频次上查找原因，改进薄弱环节"
        values = {"measure": text, "risk_point": point, "origin": _several([*map(_danger_name, mine)])}
        yield Drafted(values, tuple(mine))
