"""Rules of the whole paper: placeholders, numbers and references (CX0)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import Hit, Origin, rule
from coatxl.standards.coating.chains import says
from coatxl.standards.coating.dossier import Dossier, Hazard, named
from coatxl.standards.coating.tables import (
    ChecklistRow,
    ConfirmationRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    MatrixRow,
    ProjectRow,
    RiskPointRow,
    UnitRow,
)
from coatxl.tables.column import folded, same_text
from coatxl.tables.table import Table

if TYPE_CHECKING:
    from coatxl.settings import Settings

_PLACEHOLDER = re.compile(
    r"[×✕]{2,}|(?<![A-Za-z0-9\-])[XxＸｘ]{2,}(?![A-Za-z0-9\-])|…{2,}|待定(?![期时位向点量])|[（(]待填[）)]|(?<![A-Za-z])TODO(?![A-Za-z])"
)
_POSSIBLE = re.compile(r"[×✕XxＸｘ…待TＴ]")  # most texts hold none of these
_TIMES = re.compile(r"×[^\s，。；、,;]{0,6}")
_BEFORE_TIMES = re.compile(r"\d\s*(?:[A-Za-zμ°℃㎡㎜%]{1,4})?\s*$")
_AFTER_TIMES = re.compile(r"\s*\d")
_QUANTITIES = frozenset("LECDSR长宽高深厚")
_MARKS = frozenset("×✕√✓")  # a verdict ticked by hand
# Help texts and quoted objects are not the evaluator's content.
_NOT_CONTENT = {(ProjectRow, "note"), (ProjectRow, "item"), (ConfirmationRow, "key"), (ConfirmationRow, "note")}


def placeholder_in(text: str, extra: Iterable[str] = ()) -> str | None:
    """The first placeholder in a text, None when there is none."""
    for word in extra:
        if word and word in text:
            return word
    if _POSSIBLE.search(text) is None:
        return None
    match = _PLACEHOLDER.search(text)
    if match:
        return match[0]
    if text.strip() in _MARKS:
        return None
    for times in _TIMES.finditer(text):
        before, after = text[: times.start()], text[times.start() + 1 :]
        # A size (3×5 m, 1200mm×600mm, 8kg×2) or a product of named quantities (L×E×C, 长×宽) is no placeholder.
        size = _BEFORE_TIMES.search(before) and _AFTER_TIMES.match(after)
        product = before[-1:] in _QUANTITIES and after[:1] in _QUANTITIES
        if not (size or product) or not before or not after:
            return times[0]
    return None


@rule(
    "CX0-01", clause="全文", severity="error", sheets=("全部工作表",), setting="placeholder_patterns",
    title=Text("占位内容未替换", "Placeholder left in a cell"),
    message=Text("“{word}”是占位内容，没有换成实际内容：“{text}”", "“{word}” is a placeholder in “{text}”"),
    fix=Text("把占位符换成实测值或设计值，例如把“×m³/h”写成核算后的风量", "Replace it by the measured or design value"),
)  # fmt: skip
def placeholder_left(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """任何填写的单元格都不应留有 ××、XX、……、待定、（待填）、TODO，或两边不都是数字的 ×。

    不合格: 风险管控措施“风机风量不低于×m³/h”。
    合格: “风机风量不低于12000m³/h”；“3×5 m”两边都是数字。
    """
    told: dict[str, str] = {}  # text → its placeholder
    clean: set[str] = {""}
    for table, rows in dossier.reading.rows.items():
        found: list[tuple[int, int, str]] = []
        for name, each in table.fields.items():
            if each.kind != "text" or each.column.computed or (table, name) in _NOT_CONTENT:
                continue
            column: list[str] = [row[each.index] for row in rows]
            texts = set(column)  # the sentences of a paper repeat; each is looked at once
            for text in texts.difference(clean, told):
                word = placeholder_in(text, settings.placeholder_patterns)
                if word is None:
                    clean.add(text)
                else:
                    told[text] = word
            if not told.keys().isdisjoint(texts):
                found += [(i, each.index, name) for i, text in enumerate(column) if text in told]
        seen: set[Origin] = set()
        for i, _, name in sorted(found):
            origin = rows[i].at(name)
            if origin not in seen:
                seen.add(origin)
                text = getattr(rows[i], name)
                yield Hit(origin, word=told[text], text=text)


@rule(
    "CX0-02", clause="全文", severity="error", sheets=("评价单元", "风险点划分", "危害因素描述", "安全检查表", "风险评价LEC", "风险评价矩阵", "隐患清单"),
    title=Text("编号重复或为空", "Duplicate or empty id"),
    message=Text("序号“{number}”重复，已用于“{other}”", "Number “{number}” is used already for “{other}”"),
    fix=Text("给每行填写唯一编号，不要手工复制编号", "Give every row a number of its own"),
)  # fmt: skip
def number_twice_or_blank(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """序号是引用的依据，必填的不能空，同一张表（失控诱因按危害因素，检查项目见 CX8.2-05）不能重复；评价单元按名称引用，名称也不能重复。

    不合格: 同一危害因素下两个失控诱因的序号都是 3；两个评价单元都叫“喷漆单元”。
    合格: 同一风险点的几个作业步骤共用一个序号。
    """
    blank = Text("序号没有填写", "The number is blank")
    for hazard in dossier.hazards:
        seen: dict[str, str] = {}
        for cause in hazard.causes:
            row = cause.rows[0]
            number = folded(cause.number)
            if not number:
                if row.has("number"):
                    yield Hit(row.here("number"), message=blank)
            elif number in seen:
                yield Hit(row.at("number"), number=cause.number, other=seen[number])
            else:
                seen[number] = cause.text
    for item in dossier.checklist:
        if item.blank("number") and item.has("number"):
            yield Hit(item.at("number"), message=blank)
    points = ((r.number, (named(r.unit), named(r.risk_point)), r.risk_point, r) for r in dossier.risk_points)
    yield from _twice(points)
    yield from _twice((r.number, (i,), r.unit, r) for i, r in enumerate(dossier.units))
    same_name = Text("已经有评价单元“{number}”（{other}），名称不能重复", "There is a unit “{number}” already ({other})")
    for row in dossier.units:
        first = dossier.places.units.get(named(row.unit), row)
        if first is not row:
            yield Hit(row.at("unit"), message=same_name, number=row.unit, other=first.at("unit").cell)
    yield from _twice((r.number, (i,), r.hazard, r) for i, r in enumerate(dossier.lec))
    yield from _twice((r.number, (i,), r.hazard, r) for i, r in enumerate(dossier.matrix))
    yield from _twice((r.number, (i,), r.description, r) for i, r in enumerate(dossier.dangers))


def _twice(rows: Iterable[tuple[str, tuple[object, ...], str, Table]]) -> Iterator[Hit]:
    """A number that stands for two different things."""
    seen: dict[str, tuple[tuple[object, ...], str]] = {}
    told: set[tuple[object, ...]] = set()
    for number, key, text, row in rows:
        plain = folded(number)
        if not plain:
            continue
        first = seen.setdefault(plain, (key, text))
        if first[0] != key and key not in told:
            told.add(key)
            yield Hit(row.at("number"), number=number, other=first[1])


@rule(
    "CX0-03", clause="全文", severity="error",
    needs=((HazardRow, ChecklistRow, LecRow, MatrixRow, HiddenDangerRow),),
    title=Text("引用的编号为空或不存在", "Empty or dangling reference"),
    message=Text("“{value}”不在“{sheet}”中", "“{value}” is not in sheet “{sheet}”"),
    fix=Text("改正为“{sheet}”中的名称或编号，或在“{sheet}”中补上该行", "Correct it, or add the row to “{sheet}”"),
)  # fmt: skip
def reference_dangles(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """危害因素、检查项目、风险评价、隐患引用的评价单元、风险点、危害因素、措施必须存在。

    不合格: 对应措施填 1-31.1，而危害因素 1 只有 20 个诱因。
    合格: 危害因素挂在风险点的作业步骤上（hazard_level = step）。
    """
    yield from _points(dossier, settings, dossier.hazard_rows)
    yield from _points(dossier, settings, dossier.checklist)
    for relation in dossier.joined.adrift:
        value = relation.hazard or relation.risk_point
        yield Hit(relation.at("hazard"), value=value, sheet=HazardRow.sheet)
    no_measure = Text("没有编号为“{value}”的风险管控措施", "There is no measure numbered “{value}”")
    bare = _without_measures(dossier)
    for item in dossier.checklist:
        for token in dossier.named_measures(item, settings)[1] if item.measures and dossier.hazards else ():
            if folded(token).removeprefix("措施").rpartition(".")[0] not in bare:
                yield Hit(item.at("measures"), message=no_measure, value=token, sheet=HazardRow.sheet)
    for table in (dossier.lec, dossier.matrix):
        for row in table:
            yield from _risk(dossier, settings, row)
    yield from _dangers(dossier, settings)


def _without_measures(dossier: Dossier) -> set[str]:
    """The numbers (1-2) of the causes that lost all their measures, which CX7.3-01 tells."""
    found: set[str] = set()
    for hazard in dossier.hazards:
        for n, cause in enumerate(hazard.causes, 1):
            if not cause.measures and says(cause.text):
                found.add(f"{hazard.ordinal}-{folded(cause.number) or n}")
    return found


_BLANK = Text("“{header}”没有填写，不知道属于哪个{header}", "“{header}” is blank")


def _points(dossier: Dossier, settings: Settings, rows: Iterable[HazardRow | ChecklistRow]) -> Iterator[Hit]:
    # A unit that should be divided and is not has no risk point to name: told by CX6.3-02.
    divided = {unit for unit, _ in dossier.places.rows}
    undivided = {n for n, unit in dossier.places.units.items() if unit.divided == "否" or (divided and n not in divided)}
    told: set[object] = set()
    done: set[object] = set()
    for row in rows:
        words = row.unit, row.risk_point, getattr(row, "step", "")
        if words in done:
            continue
        point, unit = named(row.risk_point), named(row.unit)
        if point:
            done.add(words)  # nothing but these words decides; where the risk point is blank, each cell is told
        yield from _unit(dossier, row, told)
        if not point:
            origin = row.at("risk_point")
            if unit not in undivided and origin not in told and row.has("risk_point") and not row.failed("risk_point"):
                told.add(origin)
                yield Hit(origin, message=_BLANK, header="风险点", sheet=RiskPointRow.sheet)
        else:
            yield from _point(dossier, settings, row, told)


def _unit(dossier: Dossier, row: HazardRow | ChecklistRow | HiddenDangerRow, told: set[object]) -> Iterator[Hit]:
    """A 评价单元 that is not in its sheet, or not the one in which 风险点划分 has the risk point."""
    unit, point, units = named(row.unit), named(row.risk_point), dossier.places.units
    if not unit or not units or (unit, point) in told:
        return
    told.add((unit, point))
    if unit not in units:
        if ("unit", unit) not in told:
            told.add(("unit", unit))
            yield Hit(row.at("unit"), value=row.unit, sheet=UnitRow.sheet)
    elif point in dossier.places.points and not {(unit, point), ("", point)} & dossier.places.rows.keys():
        own = "、".join(sorted({r.unit for (_, p), rows in dossier.places.rows.items() if p == point for r in rows}))
        other = Text(
            "风险点“{value}”在风险点划分中属于“{own}”，这里填“{unit}”",
            "Risk point “{value}” belongs to “{own}”, not to “{unit}”",
        )
        yield Hit(row.at("unit"), message=other, value=row.risk_point, own=own, unit=row.unit, sheet=RiskPointRow.sheet)


def _point(
    dossier: Dossier, settings: Settings, row: HazardRow | ChecklistRow | HiddenDangerRow, told: set[object]
) -> Iterator[Hit]:
    """A 风险点 that is neither a risk point, nor a step of one, nor an undivided unit."""
    point = named(row.risk_point)
    if (
        dossier.places.points
        and ("point", point) not in told
        and not dossier.places.known(dossier.places.of(row), settings)
    ):
        told.add(("point", point))
        yield Hit(row.at("risk_point"), value=row.risk_point, sheet=RiskPointRow.sheet)


def _risk(dossier: Dossier, settings: Settings, row: LecRow | MatrixRow) -> Iterator[Hit]:
    direct = not named(row.risk_point) and named(row.unit) in dossier.places.units  # a unit evaluated directly
    blank = [n for n in ("risk_point", "hazard") if row.blank(n) and not (n == "risk_point" and direct)]
    for name in blank:
        yield Hit(row.at(name), message=_BLANK, header=row.fields[name].column.header, sheet=HazardRow.sheet)
    if blank or not dossier.hazards or row.failed("risk_point") or row.failed("hazard"):
        return
    near = dossier.hazards_near(row, settings)
    if not near:
        yield Hit(row.at("risk_point"), value=row.risk_point, sheet=HazardRow.sheet)
    elif not any(same_text(h.hazard) == same_text(row.hazard) for h in near):
        yield Hit(row.at("hazard"), value=row.hazard, sheet=HazardRow.sheet)
    elif named(row.step) and not _step_known(dossier, row, near):
        yield Hit(row.at("step"), value=row.step, sheet=RiskPointRow.sheet)


def _step_known(dossier: Dossier, row: LecRow | MatrixRow, near: list[Hazard]) -> bool:
    """Whether a step of a risk sheet is one of 风险点划分 or of the hazards at its place."""
    step = named(row.step)
    return step in dossier.places.parents or any(step in (named(h.step), named(h.risk_point)) for h in near)


def _dangers(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    told: set[object] = set()
    for row in dossier.dangers:
        yield from _unit(dossier, row, told)
        if named(row.risk_point):
            yield from _point(dossier, settings, row, told)
        origin = dossier.origin_of(row) if dossier.checklist else None
        if origin is not None and origin.trouble is not None:
            trouble = Text("来源“{value}”：" + origin.trouble.zh, "来源 “{value}”: " + origin.trouble.en)
            yield Hit(row.at("origin"), message=trouble, value=row.origin, sheet=ChecklistRow.sheet)
