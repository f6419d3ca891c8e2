"""Rules of 评价方法: a method with reasons and limits for each unit, its criteria, and 高后果 without figures (8.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.criteria.bands import GRADES
from coatxl.findings import Text
from coatxl.rules import Hit, rule
from coatxl.standards.coating.dossier import Dossier, named
from coatxl.standards.coating.listed import header
from coatxl.standards.coating.tables import HazardRow, MethodRow
from coatxl.standards.coating.tables.project import ACCEPTABLE, METHOD
from coatxl.tables.column import folded

if TYPE_CHECKING:
    from coatxl.settings import Settings

_SEPARATORS = re.compile(r"[、,，;；\n]+")
_EVERY = re.compile(r"^(?:全部|所有|各个?|以上|上述)(?:评价)?单元$|^(?:全部|所有|全厂|各项)$")
_QUANTITATIVE = ("定量", "QRA", "事故后果模拟", "事故树", "事件树", "火灾爆炸危险指数")
_HALF = "半定量"


def _covers(row: MethodRow, unit: str, kind: str) -> bool:
    """Whether a method row is for a unit: named itself, by its kind of 6.2, or as 全部单元."""
    names = {named(word) for word in _SEPARATORS.split(row.unit)}
    return not names.isdisjoint({named(unit), named(kind)} - {""}) or _for_every(row)


def _for_every(row: MethodRow) -> bool:
    """Whether a method row says 全部单元."""
    return any(_EVERY.match(named(word)) for word in _SEPARATORS.split(row.unit))


def _empty(row: MethodRow, name: str) -> bool:
    """Whether a cell says nothing: a dash or 无 is no reason; an error value is told by itself."""
    return row.has(name) and not named(getattr(row, name)) and row.invalid(name) is None


@rule(
    "CX8.1-01", clause="8.1.1、12.2", severity="error", needs=(MethodRow,), sheets=("评价方法", "评价单元"),
    title=Text("评价方法缺选用理由、局限性或偏差说明", "Method without reason, limits or deviation"),
    message=Text("评价单元“{unit}”没有选定评价方法", "No method is chosen for the unit “{unit}”"),
    fix=Text("逐单元写明评价方法、选用理由、局限性和可能出现的偏差", "Give each unit its method, the reason, the limits and the deviation to expect"),
)  # fmt: skip
def method_incomplete(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """评价方法的选择应合理、适用，选择理由明确；报告要说明方法的局限性和可能出现的偏差。

    不合格: “喷漆单元”在评价方法表里没有行；“局限性”空着。
    合格: 每个评价单元都有方法、理由、局限性和偏差；几个单元用同一方法的可写在一行，或写“全部单元”。
    """
    rows = dossier.rows(MethodRow)
    # A row whose unit is blank is told as such, and may be the one that seems to be missing.
    unread = sum(row.blank("unit") or row.invalid("unit") is not None for row in rows)
    units = [u for u in dossier.units if named(u.unit) and u.divided != "不适用"]
    lacking = [u for u in units if not any(_covers(row, u.unit, u.kind) for row in rows)]
    if len(lacking) > unread:
        for unit in lacking:
            yield Hit(unit.at("unit"), unit=unit.unit)
    for row in rows:
        for name in ("reason", "limits", "deviation"):
            if _empty(row, name):
                message = Text("“{unit}”的“{method}”没有写明{header}", "“{method}” for “{unit}” lacks {header}")
                word = row.fields[name].column.header
                yield Hit(row.at(name), message=message, unit=row.unit, method=row.method or "评价方法", header=word)


@rule(
    "CX8.1-02", clause="8.1.3、8.1.4、8.3.1", severity="error", needs=(MethodRow,), sheets=("评价方法", "项目信息"), setting="acceptance.max_grade",
    title=Text("评价准则缺来源或缺风险可接受准则", "Criteria without source or acceptance criterion"),
    message=Text("“{method}”没有写明{header}", "“{method}” lacks {header}"),
    fix=Text("写明评价准则及来源，并明确可接受的控制风险等级（五个风险等级之一）", "Name the criterion, its source, and the highest acceptable grade"),
)  # fmt: skip
def criterion_incomplete(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """评价准则来源应可靠，并应包括风险可接受准则；没有这一列的，以“项目信息”的可接受风险等级为准。

    不合格: “准则来源”空着；“风险可接受准则”空着或填“较低”。
    合格: 评价准则“附录B表B.4”，来源“T/ZAWS《涂装企业安全现状评价导则》”，风险可接受准则“一般风险”。
    """
    rows = dossier.rows(MethodRow)
    for row in rows:
        method = row.method or "评价方法"
        for name in ("criterion", "criterion_source"):
            if _empty(row, name):
                yield Hit(row.at(name), method=method, header=row.fields[name].column.header)
        if not row.has("acceptance") or row.acceptance or row.failed("acceptance"):
            continue
        bad = row.invalid("acceptance")
        if bad is None:
            yield Hit(row.at("acceptance"), method=method, header=row.fields["acceptance"].column.header)
        else:
            grades = "、".join(GRADES)
            wrong = Text(
                "风险可接受准则“{bad}”不是五个风险等级之一（{grades}）", "“{bad}” is none of the five grades ({grades})"
            )
            yield Hit(row.at("acceptance"), message=wrong, bad=bad, grades=grades)
    stated = folded(dossier.project[ACCEPTABLE])
    if stated not in GRADES and not any(row.has("acceptance") for row in rows):
        absent = Text(
            "评价方法和项目信息都没有写明风险可接受准则", "Neither 评价方法 nor 项目信息 states what is acceptable"
        )
        yield Hit(header(rows, "method"), message=absent)


@rule(
    "CX8.1-03", clause="8.1.2", severity="info", needs=(MethodRow, HazardRow), sheets=("评价方法", "危害因素描述"),
    title=Text("高后果危害因素未采用定量方法", "High-consequence hazard not quantified"),
    message=Text("“{unit}”的高后果危害因素（{hazards}）没有采用定量方法，也没有写明原因", "High-consequence hazards of “{unit}” ({hazards}) are not quantified, and no reason is given"),
    fix=Text("可选择定量方法；不采用时在“未采用定量方法的原因”写明", "Choose a quantitative method, or say why not"),
)  # fmt: skip
def high_consequence_not_quantified(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """评价方法选择应逐层递进；如可能，高后果危害因素可选择定量分析方法评价。

    一行方法一条结果，指在它的原因一格（有专为该单元写的一行的，不指“全部单元”那一行）；没有方法的单元由 CX8.1-01 报告。
    不合格: 喷漆单元有“高后果”为是的危害因素，方法只有作业条件危险性分析法，原因空着。
    合格: 该单元另有一行定量评价方法；或写明“储存量小，后果可由附录B的C值反映”。
    """
    if "定量" in dossier.project[METHOD].replace(_HALF, ""):
        return
    rows = dossier.rows(MethodRow)
    by_unit: dict[str, list[str]] = {}
    for hazard in dossier.hazards:
        if hazard.high == "是":
            unit, place = named(dossier.unit_name(hazard)), dossier.places.of(hazard)
            by_unit.setdefault(place.unit if place.unit and unit not in dossier.places.units else unit, []).append(
                hazard.hazard
            )
    by_row: dict[int, tuple[MethodRow, str, list[str]]] = {}
    for unit, hazards in by_unit.items():
        kind = dossier.places.units[unit].kind if unit in dossier.places.units else ""
        own = [row for row in rows if _covers(row, unit, kind)] if unit else rows
        if not own or any(_quantitative(row) or named(row.not_quantified) for row in own):
            continue
        row = next((row for row in own if not _for_every(row)), own[0])
        by_row.setdefault(id(row), (row, row.unit or unit, []))[2].extend(hazards)
    for row, units, hazards in by_row.values():
        name = "not_quantified" if row.has("not_quantified") else "method"
        words = "、".join(list(dict.fromkeys(hazards))[:3]) + (f"等{len(hazards)}个" if len(hazards) > 3 else "")  # noqa: PLR2004
        yield Hit(row.at(name), confirm=units, unit=units, hazards=words)


def _quantitative(row: MethodRow) -> bool:
    plain = folded(row.method).upper().replace(_HALF, "")
    return any(word in plain for word in _QUANTITATIVE)
