"""Rules of the major hazard installations: identification and grading by GB 18218-2018 (7.5)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from coatxl.criteria import gb18218
from coatxl.criteria.scores import plain
from coatxl.findings import Text
from coatxl.rules import Hit, rule
from coatxl.standards.coating.dossier import Dossier, named
from coatxl.standards.coating.grading import grading_fault
from coatxl.standards.coating.installations import (
    MOST_TONNES,
    Installation,
    differs,
    holding_units,
    installations,
    is_stated,
    same_substance,
    shown_value,
)
from coatxl.standards.coating.rules.chemicals import liquid_categories
from coatxl.standards.coating.tables.chemicals import ChemicalRow
from coatxl.standards.coating.tables.installations import MajorHazardRow
from coatxl.standards.hazchem.substances import STANDARD, TABLE_1_OPEN, Reference, reference
from coatxl.standards.hazchem.unit import NOT_COMPUTABLE
from coatxl.tables.column import folded

if TYPE_CHECKING:
    from coatxl.settings import Settings

_INPUTS = ("quantity", "critical")
_ASKED = Text(
    "“{substance}”的临界量填 {stated} t，{source}为 {right} t；{mark}",
    "Q of “{substance}” says {stated} t, {source} gives {right} t; table 1 is not held whole, look into it",
)


@rule(
    "CX7.5-01", clause="7.5", severity="error", needs=((MajorHazardRow, ChemicalRow),),
    title=Text("未做重大危险源辨识", "Major hazard identification missing"),
    message=Text("{unit}的“{substance}”{fault}，S {result}", "“{substance}” of {unit}: {fault}; S cannot be computed"),
    fix=Text(f"按 {STANDARD} 逐单元填写实际存在量和临界量（t）", f"Fill in q and Q (t) unit by unit by {STANDARD}"),
)  # fmt: skip
def identification_missing(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """存有危险化学品的生产单元、储存单元都要辨识，每种物质都要有实际存在量 q 和临界量 Q；缺一个，S 无法计算，不是 0。

    不合格: 油漆仓库的“甲苯”没有临界量；“化学品”写明存放在调漆间的危险化学品，“重大危险源”没有这一行。
    合格: 每个单元的每种危险化学品一行，q、Q 都已填写；盐酸的类别符号填“不在表1、表2”，备注写明理由，不填 Q。
    """
    yield from _units(dossier, settings)
    for row in dossier.rows(MajorHazardRow):
        if gb18218.is_unlisted(row.category):
            yield from _unlisted(row)
            continue
        faults = [(name, fault) for name in _INPUTS if (fault := _input_fault(row, name))]
        if faults:
            words = Text("、".join(f.zh for _, f in faults), ", ".join(f.en for _, f in faults))
            unit = row.unit or "（没有写单元）"
            yield Hit(row.at(faults[0][0]), unit=unit, substance=row.substance, fault=words, result=NOT_COMPUTABLE)
    for chemical in dossier.rows(ChemicalRow):
        if chemical.hazardous == "是":
            yield from _not_identified(dossier, chemical)


def _unlisted(row: MajorHazardRow) -> Iterator[Hit]:
    """A row that is left out of S needs its reason, since nobody can look it up."""
    if not named(row.note):
        message = Text(
            "{unit}的“{substance}”填“不在表1、表2”，不计入 S，备注没有写明理由（类别、所查的版本）",
            "“{substance}” of {unit} is called unlisted and left out of S without a reason in 备注",
        )
        here = row.at("note") if row.has("note") else row.at("category")
        yield Hit(here, message=message, unit=row.unit, substance=row.substance)


def _units(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """Units that are two kinds at once, or stand on two sheets, so that their sums may hold something twice."""
    for each in installations(dossier, settings):
        kinds = list(dict.fromkeys(row.unit_kind for row in each.rows if row.unit_kind))
        if len(kinds) > 1:
            row = next(row for row in each.rows if row.unit_kind == kinds[1])
            message = Text("单元“{unit}”既是{first}又是{second}", "Unit “{unit}” is both {first} and {second}")
            yield Hit(row.at("unit_kind"), message=message, unit=each.name, first=kinds[0], second=kinds[1])
        sheets = list(dict.fromkeys(row.source.sheet.name for row in each.rows))
        if len(sheets) > 1:
            row = next(row for row in each.rows if row.source.sheet.name == sheets[1])
            message = Text(
                "单元“{unit}”写在“{first}”和“{second}”两张表中，S 按两张表合计，可能重复",
                "Unit “{unit}” stands on “{first}” and on “{second}”; S sums both and may count twice",
            )
            yield Hit(
                row.at("unit"), severity="warning", message=message, unit=each.name, first=sheets[0], second=sheets[1]
            )


def _input_fault(row: MajorHazardRow, name: str) -> Text | None:
    """What is wrong with q or Q; None when it is a usable number, shows an error, or its column is missing."""
    header = row.fields[name].column.header
    if not row.has(name) or row.failed(name):
        return None
    if row.invalid(name) is not None:
        return Text(f"的{header}{shown_value(row, name)}不是数值", f"{header} is no number")
    value = getattr(row, name)
    if value is None:
        return Text(f"没有{header}", f"no {header}")
    if value < 0 or value > MOST_TONNES or (name == "critical" and value == 0):
        number = plain(value) if abs(value) <= MOST_TONNES else f"{value:.0E}"
        return Text(f"的{header}={number}不可能", f"{header}={number} cannot be")
    return None


def _not_identified(dossier: Dossier, chemical: ChemicalRow) -> Iterator[Hit]:
    rows = [
        row
        for row in dossier.rows(MajorHazardRow)
        if same_substance(chemical.name, chemical.cas, row.substance, row.cas)
    ]
    units = holding_units(chemical)
    listed = {folded(row.unit) for row in rows}
    left = [unit for unit in units if folded(unit) not in listed]
    if left or (not units and not rows):
        names = "、".join(left)
        where = Text(f"{names}的", f" held in {names}") if left else ""
        message = Text(
            "{unit}危险化学品“{substance}”没有列入“重大危险源”辨识",
            "Hazardous chemical “{substance}”{unit} is not in sheet 重大危险源",
        )
        yield Hit(chemical.at("held_in" if left else "name"), message=message, unit=where, substance=chemical.name)


@rule(
    "CX7.5-02", clause="7.5", severity="error", needs=(MajorHazardRow,),
    title=Text("重大危险源计算结果不符", "S or major-hazard verdict wrong"),
    message=Text("{unit}的{header}填{stated}，按 S=Σq/Q 应为{right}", "{header} of {unit} says {stated}; by S=Σq/Q it is {right}"),
    fix=Text("按 S=Σq/Q 重新计算，S≥1 即构成；原为公式的恢复公式", "Compute S=Σq/Q anew, S≥1 is a major hazard installation; restore the formula"),
)  # fmt: skip
def sum_or_verdict_wrong(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """q/Q、S 按分数精确计算，S≥1 构成重大危险源，比较前不四舍五入：0.9998 不是 1。

    不合格: 甲苯 250 t、丙酮 250 t（Q 都是 500 t），S 填 0.5，或“是否构成重大危险源”填不构成。
    合格: S=1，构成。
    """
    for each in installations(dossier, settings):
        unit = each.unit
        wrong_parts = False
        for row, line in zip(each.counted, unit.lines, strict=True):
            if line.ratio is not None and is_stated(row, "ratio") and differs(row.ratio, line.ratio):
                wrong_parts = True
                yield _differing(each, row, "ratio", gb18218.shown(line.ratio))
        if unit.s is None or unit.major is None:
            continue
        parts = [row.ratio for row in each.counted]
        for row in each.stating("s"):
            follows = wrong_parts and None not in parts and row.s == sum(part for part in parts if part is not None)
            if differs(row.s, unit.s) and not follows:
                yield _differing(each, row, "s", gb18218.shown(unit.s))
        right = gb18218.MAJOR if unit.major else gb18218.NOT_MAJOR
        for row in each.stating("verdict"):
            follows = row.s is not None and differs(row.s, unit.s) and (row.verdict == gb18218.MAJOR) == (row.s >= 1)
            if row.verdict != right and not follows:
                yield _differing(each, row, "verdict", f"{right}（S={gb18218.shown(unit.s)}）")


def _differing(each: Installation, row: MajorHazardRow, name: str, right: str) -> Hit:
    header = row.fields[name].column.header
    return Hit(row.at(name), unit=each.name, header=header, stated=shown_value(row, name), right=right)


@rule(
    "CX7.5-03", clause="7.5", severity="error", needs=(MajorHazardRow,),
    title=Text("重大危险源未分级或分级错误", "Grade missing or wrong"),
    message=Text("{unit}构成重大危险源，{fault}", "{unit} is a major hazard installation: {fault}"),
    fix=Text("按 R=α·Σ(β·q/Q) 计算并分级；原为公式的恢复公式", "Compute R=α·Σ(β·q/Q) and grade it; restore the formulas"),
)  # fmt: skip
def grade_missing_or_wrong(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """S≥1 的单元要写明厂区外500m人数、α、β、R 和级别，并与重新计算的一致；不构成的不分级。

    不合格: 构成重大危险源，“厂区外500m人数”空着；R=3.6 填三级。
    合格: 12 t 的 W5.1 溶剂，100 人：α=2，β=1.5，R=3.6，四级。
    """
    for each in installations(dossier, settings):
        fault = grading_fault(each)
        if fault is not None:
            message = None if each.unit.major else Text("{unit}{fault}", "{unit}: {fault}")
            yield Hit(fault.origin, message=message, unit=each.name, fault=fault.text)


@rule(
    "CX7.5-04", clause="7.5", severity="warning", needs=(MajorHazardRow,), sheets=("重大危险源", "化学品"),
    title=Text("临界量与表1、表2不符", "Critical quantity differs from tables 1 and 2"),
    message=Text("“{substance}”的临界量填 {stated} t，{source}为 {right} t（{mark}）", "Q of “{substance}” says {stated} t; {source} gives {right} t ({mark})"),
    fix=Text(f"对照 {STANDARD} 表1、表2和安全技术说明书核对；依据未核对的以标准原文为准", f"Check it by tables 1 and 2 of {STANDARD} and the safety data sheet"),
)  # fmt: skip
def critical_quantity_differs(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """临界量先查表1，表1没有的按类别符号查表2，多种危险性取最低的；每个数值注明是否核对过公开文本。

    这里没有收录全部表1：没有收录的单一物质与表2不同时只提示查表1原文，确认后不再提示；漆类等混合物按表2。
    不合格: “二甲苯”填 500 t（表1没有列名，类别3是 5000 t）；类别符号填 W5.5；类别符号空着，临界量无从核对。
    合格: “甲苯”填 500 t；“氨”填 10 t；“盐酸”的类别符号填“不在表1、表2”。
    """
    chemicals = dossier.rows(ChemicalRow)
    for row in dossier.rows(MajorHazardRow):
        if gb18218.is_unlisted(row.category):
            yield from _listed_after_all(row)
            continue
        try:
            gb18218.categories(row.category)
        except ValueError as refusal:
            yield Hit(row.at("category"), message=Text("{refusal}", "{refusal}"), refusal=str(refusal))
            continue
        found = reference(row.substance, row.cas, row.category)
        if found is None:
            yield from _unchecked(row)
        elif row.critical is not None and row.critical > 0 and row.critical != found.critical:
            yield _differs(row, found)
            continue
        yield from _symbol_contradicts(row, chemicals)


def _differs(row: MajorHazardRow, found: Reference) -> Hit:
    """A quantity that is not the tables'; that of a substance which table 1 may list is only asked about."""
    mark = f"{found.mark}；{found.note}" if found.note and not found.verified else found.mark
    stated = plain(row.critical or Decimal(0))
    asked = not found.known and not found.mixture
    return Hit(
        row.at("critical"), severity="info" if asked else None, confirm=f"{row.substance}：{stated} t" if asked else None,
        message=_ASKED if asked else None, substance=row.substance, stated=stated, source=found.source,
        right=plain(found.critical), mark=mark,
    )  # fmt: skip


def _unchecked(row: MajorHazardRow) -> Iterator[Hit]:
    """A quantity that nothing stands beside by which it could be looked up."""
    if row.critical is None or not row.has("category") or not row.blank("category"):
        return
    message = Text(
        "“{substance}”的类别符号没有填写，临界量 {stated} t 无法核对（{open}）",
        "“{substance}” has no symbol, so its Q of {stated} t cannot be checked",
    )
    yield Hit(
        row.at("category"), message=message, substance=row.substance, stated=plain(row.critical), open=TABLE_1_OPEN
    )


def _listed_after_all(row: MajorHazardRow) -> Iterator[Hit]:
    found = reference(row.substance, row.cas, "")
    if found is not None:
        message = Text(
            "“{substance}”填“不在表1、表2”，{source}为 {right} t（{mark}）",
            "“{substance}” is called unlisted; {source} gives {right} t ({mark})",
        )
        yield Hit(
            row.at("category"), message=message, substance=row.substance, source=found.source,
            right=plain(found.critical), mark=found.mark,
        )  # fmt: skip


def _symbol_contradicts(row: MajorHazardRow, chemicals: list[ChemicalRow]) -> Iterator[Hit]:
    """A W5 symbol that the chemical's flash and boiling point rule out."""
    chemical = next((c for c in chemicals if same_substance(c.name, c.cas, row.substance, row.cas)), None)
    right = () if chemical is None else liquid_categories(chemical)
    if chemical is None or not any(right):
        return
    possible = list(dict.fromkeys(symbol for each in right for symbol in gb18218.flammable_symbols(each)))
    stated = [each.symbol for each in gb18218.categories(row.category) if each.symbol.startswith("W5.")]
    if stated and possible and not set(stated) <= set(possible):
        message = Text(
            "“{substance}”的类别符号填 {stated}，闭杯闪点{flash}℃是易燃液体类别{right}，应为{possible}之一",
            "Symbol {stated} of “{substance}”: with flash point {flash} ℃ it is category {right}, one of {possible}",
        )
        yield Hit(
            row.at("category"), message=message, substance=row.substance, stated="、".join(stated), flash=chemical.flash_point,
            right="或".join(map(str, right)), possible="、".join(possible),
        )  # fmt: skip
