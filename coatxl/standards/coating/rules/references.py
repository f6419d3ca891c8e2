"""Rules of the whole paper: placeholders and references (CX0); its numbers: rules.numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import Hit, Origin, rule
from coatxl.standards.coating.chains import says
from coatxl.standards.coating.dossier import Dossier, Hazard, named
from coatxl.standards.coating.rules.numbers import misnamed
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
        columns = tuple(zip(*rows, strict=True))
        for name, each in table.fields.items() if rows else ():
            if each.kind != "text" or each.column.computed or (table, name) in _NOT_CONTENT:
                continue
            column: tuple[str, ...] = columns[each.index]
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
    "CX0-03", clause="全文", severity="error",
    needs=((HazardRow, ChecklistRow, LecRow, MatrixRow, HiddenDangerRow),),
    title=Text("引用的编号为空或不存在", "Empty or dangling reference"),
    message=Text("“{value}”不在“{sheet}”中", "“{value}” is not in sheet “{sheet}”"),
    fix=Text("改正为“{sheet}”中的名称或编号，或在“{sheet}”中补上该行", "Correct it, or add the row to “{sheet}”"),
)  # fmt: skip
def reference_dangles(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """危害因素、检查项目、风险评价、隐患引用的评价单元、风险点、危害因素、措施必须存在。

    一个写错的名称只报一次，指在第一次出现的一格；由它引起的其他问题不再报。
    不合格: 对应措施填 1-31.1，而危害因素 1 只有 20 个诱因。
    合格: 危害因素挂在风险点的作业步骤上（hazard_level = step）。
    """
    told: set[object] = set()
    strays = {id(row) for _, row, _ in dossier.joined.strays}
    yield from _strays(dossier)
    yield from _points(dossier, settings, [row for row in dossier.hazard_rows if id(row) not in strays], told)
    yield from _points(dossier, settings, dossier.checklist, told)
    for relation in dossier.joined.adrift:
        value = relation.hazard or relation.risk_point
        yield Hit(relation.at("hazard"), value=value, sheet=HazardRow.sheet)
    no_measure = Text("没有编号为“{value}”的风险管控措施", "There is no measure numbered “{value}”")
    bare, doubled = _without_measures(dossier), _numbered_twice(dossier)
    for item in dossier.checklist:
        for token in dossier.named_measures(item, settings)[1] if item.measures and dossier.hazards else ():
            cause = folded(token).removeprefix("措施").rpartition(".")[0]
            if cause not in bare and cause not in told and cause.partition("-")[0] not in doubled:
                told.add(cause)  # all measures of a cause that nobody knows are one fault
                yield Hit(item.at("measures"), message=no_measure, value=token, sheet=HazardRow.sheet)
    for table in (dossier.lec, dossier.matrix):
        for row in table:
            yield from _risk(dossier, settings, row, told)
    yield from _dangers(dossier, settings, told)


def _strays(dossier: Dossier) -> Iterator[Hit]:
    """The cells that name a hazard otherwise than its other rows do."""
    other = Text(
        "“{value}”与这个危害因素其余各行的“{own}”不一致",
        "“{value}” differs from “{own}” in the other rows of this hazard",
    )
    places = dict.fromkeys(
        (row.at(name), getattr(row, name), getattr(h.row, name)) for h, row, name in dossier.joined.strays
    )
    for origin, value, own in places:
        yield Hit(origin, message=other, value=value, own=own, sheet=HazardRow.sheet)


def _without_measures(dossier: Dossier) -> set[str]:
    """The numbers (1-2) of the causes that lost all their measures, which CX7.3-01 tells."""
    found: set[str] = set()
    for hazard in dossier.hazards:
        for n, cause in enumerate(hazard.causes, 1):
            if not cause.measures and says(cause.text):
                found.add(f"{hazard.ordinal}-{folded(cause.number) or n}")
    return found


def _numbered_twice(dossier: Dossier) -> set[str]:
    """The ordinals of the hazards of which two causes bear one number, which CX0-02 tells: one of them bears a wrong one."""
    found: set[str] = set()
    for hazard in dossier.hazards:
        numbers = [folded(cause.number) for cause in hazard.causes]
        if len(set(numbers)) < len(numbers):
            found.add(str(hazard.ordinal))
    return found


_BLANK = Text("“{header}”没有填写，不知道属于哪个{header}", "“{header}” is blank")


def _points(
    dossier: Dossier, settings: Settings, rows: Iterable[HazardRow | ChecklistRow], told: set[object]
) -> Iterator[Hit]:
    # A unit that should be divided and is not has no risk point to name: told by CX6.3-02.
    divided = {unit for unit, _ in dossier.places.rows}
    undivided = {
        n for n, unit in dossier.places.units.items() if unit.divided == "否" or (divided and n not in divided)
    }
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
            # A unit that is not in 评价单元 is told; without that sheet nobody can say.
            direct = unit in undivided or (unit and unit not in dossier.places.units)
            if not direct and origin not in told and row.has("risk_point") and not row.failed("risk_point"):
                told.add(origin)
                yield Hit(origin, message=_BLANK, header="风险点", sheet=RiskPointRow.sheet)
        else:
            yield from _point(dossier, settings, row, told)


def _unit(
    dossier: Dossier, row: HazardRow | ChecklistRow | HiddenDangerRow | LecRow | MatrixRow, told: set[object]
) -> Iterator[Hit]:
    """A 评价单元 that is not in its sheet, or not the one in which 风险点划分 has the risk point."""
    unit, point, units = named(row.unit), named(row.risk_point), dossier.places.units
    if not unit or not units or (unit, point) in told:
        return
    told.add((unit, point))
    if unit not in units:
        if ("unit", unit) not in told and unit not in dossier.places.unlisted:  # told by CX6.3-01
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
        and point not in dossier.places.points  # one of another unit is told at its unit
        and ("point", point) not in told
        and not dossier.places.known(dossier.places.of(row), settings)
    ):
        told.add(("point", point))
        yield Hit(row.at("risk_point"), value=row.risk_point, sheet=RiskPointRow.sheet)


def _risk(dossier: Dossier, settings: Settings, row: LecRow | MatrixRow, told: set[object]) -> Iterator[Hit]:
    if named(row.unit) not in dossier.places.units:
        yield from _unit(dossier, row, told)
        if dossier.places.units and named(row.unit) and not named(row.risk_point):
            return
    direct = not named(row.risk_point) and named(row.unit) in dossier.places.units  # a unit evaluated directly
    blank = [n for n in ("risk_point", "hazard") if row.blank(n) and not (n == "risk_point" and direct)]
    for name in blank:
        yield Hit(row.at(name), message=_BLANK, header=row.fields[name].column.header, sheet=HazardRow.sheet)
    if blank or not dossier.hazards or row.failed("risk_point") or row.failed("hazard"):
        return
    near = dossier.hazards_near(row, settings)
    if not near and _under_another_name(dossier, settings, row):
        return
    if not near:
        yield Hit(row.at("risk_point"), value=row.risk_point, sheet=HazardRow.sheet)
    elif not any(same_text(h.hazard) == same_text(row.hazard) for h in near):
        yield Hit(row.at("hazard"), value=row.hazard, sheet=HazardRow.sheet)
    elif named(row.step) and not _step_known(dossier, row, near):
        yield Hit(row.at("step"), value=row.step, sheet=RiskPointRow.sheet)


def _under_another_name(dossier: Dossier, settings: Settings, row: LecRow | MatrixRow) -> bool:
    """Whether the hazard of a row stands at a risk point that nobody knows, whose name is told already."""
    return dossier.places.known(dossier.places.of(row), settings) and any(
        same_text(hazard.hazard) == same_text(row.hazard) for hazard in dossier.hazards_adrift(settings)
    )


def _step_known(dossier: Dossier, row: LecRow | MatrixRow, near: list[Hazard]) -> bool:
    """Whether a step of a risk sheet is one of 风险点划分 or of the hazards at its place."""
    step = named(row.step)
    return step in dossier.places.parents or any(step in (named(h.step), named(h.risk_point)) for h in near)


def _dangers(dossier: Dossier, settings: Settings, told: set[object]) -> Iterator[Hit]:
    lost: list[Hit] = []
    for row in dossier.dangers:
        yield from _unit(dossier, row, told)
        if named(row.risk_point):
            yield from _point(dossier, settings, row, told)
        origin = dossier.origin_of(row) if dossier.checklist else None
        if origin is not None and origin.trouble is not None:
            trouble = Text("来源“{value}”：" + origin.trouble.zh, "来源 “{value}”: " + origin.trouble.en)
            lost.append(Hit(row.at("origin"), message=trouble, value=row.origin, sheet=ChecklistRow.sheet))
    # An item that is named or numbered wrongly is told, and may be the one that is looked for.
    if len(lost) > sum(
        item.conforms == "不符合" for item in dossier.checklist if id(item) in misnamed(dossier, settings)
    ):
        yield from lost
