"""Rules of 现场勘察: the scope verified on the first visit, the seven kinds of risk data, how long the record is kept (6.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import Hit, NotJudged, Origin, rule
from coatxl.standards.coating.dossier import Dossier, named
from coatxl.standards.coating.listed import Answer, Item, answer, exact, find, header, rows_of
from coatxl.standards.coating.project import fact_day
from coatxl.standards.coating.tables import BuildingRow, SurveyRow
from coatxl.standards.coating.tables.project import REPORT_DATE
from coatxl.standards.coating.tables.survey import (
    BUILDING_FACTS,
    BUILDINGS,
    CATEGORIES,
    HAZARDS,
    KEPT_AS,
    KEPT_UNTIL,
    MEASURE_COLUMNS,
    MEASURES,
    REVISION,
    SURVEY_FACTS,
    VERIFIED,
)
from coatxl.tables.column import folded

if TYPE_CHECKING:
    from coatxl.settings import Settings

_NAMED_BY = (("item", ("content",)), ("kind", ("item", "content")))
_COLUMNS = {VERIFIED: "verified", REVISION: "revision", KEPT_UNTIL: "kept_until", KEPT_AS: "kept_as"}
_DIFFERENT = ("有差异", "不一致", "存在差异", "有出入", "不相符", "不符合", "需修订")
_SAME = ("无差异", "没有差异", "未发现差异", "无出入")
_FOREVER = ("长期", "永久", "永远")
_FORMS = ("电子", "纸质", "纸")


def _fact(rows: Sequence[SurveyRow], item: Item) -> Answer:
    return answer(rows, item, _NAMED_BY, _COLUMNS[item])


@rule(
    "CX6.1-01", clause="6.1", severity="error", needs=(SurveyRow,),
    title=Text("初次勘察未核实评价范围", "Scope not verified on first visit"),
    message=Text("没有填写“范围核实结果”", "“范围核实结果” is blank"),
    fix=Text("勘察时核实范围，填一致或有差异；有差异时修订评价范围并填写“范围修订说明”", "Verify the scope; where it differs, revise it and say how"),
)  # fmt: skip
def scope_not_verified(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """初次现场勘察时应对评价范围信息进行核实，必要时根据勘察结果修订评价范围。

    不合格: 范围核实结果空着；填“有差异”，范围修订说明空着。
    合格: 填“一致”；填“有差异”，范围修订说明“增加危废间”。
    """
    rows = dossier.rows(SurveyRow)
    verified = _fact(rows, VERIFIED)
    if verified.failed:
        return
    text = folded(verified.text)
    if not named(text):
        yield Hit(verified.origin)
    elif any(w in text for w in _DIFFERENT) and not any(w in text for w in _SAME):
        revision = _fact(rows, REVISION)
        if not named(revision.text) and not revision.failed:
            unsaid = Text(
                "勘察核实的范围有差异，没有填写“范围修订说明”", "The scope differs and no revision is described"
            )
            yield Hit(revision.origin, message=unsaid)


@rule(
    "CX6.1-02", clause="6.1", severity="error", needs=(SurveyRow,), sheets=("现场勘察", "建构筑物"),
    title=Text("风险数据信息缺类", "Risk data categories missing"),
    message=Text("没有采集“{category}”的风险数据信息", "No risk data of the category “{category}”"),
    fix=Text("按七类补采风险数据信息，建构筑物逐栋填全，措施按五类填写，确实没有的写“无”", "Collect all seven kinds; fill in each building and the five kinds of measures (无 where there is none)"),
)  # fmt: skip
def risk_data_missing(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """初次现场勘察应采集七类风险数据信息；整类没有是错误，一类之内缺项是警告。

    不合格: “公用工程及辅助设施”一行也没有填；一栋厂房的耐火等级空着；措施没有“应急准备措施”。
    合格: 七类都有记录，建构筑物十项逐栋填全，措施五类都有内容或写“无”。
    """
    rows = dossier.rows(SurveyRow)
    buildings = dossier.rows(BuildingRow)
    grouped: dict[Item, list[SurveyRow]] = {category: [] for category in CATEGORIES}
    for row in rows:
        if exact(SURVEY_FACTS, row.item) is None and exact(SURVEY_FACTS, row.kind) is None:
            category = find(CATEGORIES, row.kind) or find(CATEGORIES, row.item)
            if category is not None:
                grouped[category].append(row)
    for category, own in grouped.items():
        recorded = [row for row in own if _recorded(row, category)]
        if category is BUILDINGS and buildings:
            yield from _buildings(buildings)
        elif not recorded:
            yield Hit(_place(dossier, rows, own, category), category=category.word)
        elif category is HAZARDS:
            yield from _measures(own)
        else:
            yield from (
                _lacking(row.at("content"), row.item) for row in own if row.blank("content") and named(row.item)
            )
            if category is BUILDINGS:
                listed = Text(
                    "建构筑物没有逐栋填写用途、结构等十项", "The buildings are not listed with their ten facts"
                )
                yield Hit(own[0].at("content"), severity="warning", message=listed)


def _recorded(row: SurveyRow, category: Item) -> bool:
    """Whether a row holds data; in a sheet without 内容 the named item itself is the record."""
    if row.has("content"):
        said = not row.blank("content")
    else:
        said = bool(named(row.item)) and exact((category,), row.item) is None
    return said or (category is HAZARDS and any(row.has(n) and not row.blank(n) for n in MEASURE_COLUMNS))


def _place(dossier: Dossier, rows: list[SurveyRow], own: list[SurveyRow], category: Item) -> Origin:
    """Where a missing category is told: at its first row, at the empty sheet of buildings, else at the header."""
    if own:
        return own[0].at("content")
    sources = dossier.reading.sources.get(BuildingRow, [])
    if category is BUILDINGS and sources:
        return Origin(sources[0].sheet.name, sources[0].header_row, min(sources[0].columns.values()))
    return header(rows, "kind")


def _lacking(origin: Origin, name: str) -> Hit:
    return Hit(origin, severity="warning", message=Text("“{name}”没有内容", "“{name}” is blank"), name=name)


def _measures(own: list[SurveyRow]) -> Iterator[Hit]:
    """What is missing among the hazards and the five kinds of measures that are taken."""
    found = rows_of(MEASURES, own, "item")
    told = {id(row) for rows in found.values() for row in rows}
    for row in own:
        if id(row) not in told and row.has("content") and row.blank("content") and not _in_columns(row):
            yield _lacking(row.at("content"), row.item)
    for item, column in zip(MEASURES, MEASURE_COLUMNS, strict=True):
        asked = [row for row in own if row.has(column)]
        if found[item]:
            yield from (_lacking(row.at("content"), row.item) for row in found[item] if row.blank("content"))
        elif asked:
            yield from (_lacking(row.at(column), item.word) for row in asked if row.blank(column))
        elif not any(word in row.content for row in own for word in (item.word, *item.stems)):
            unlisted = Text("已采取的措施没有“{name}”一类", "Among the measures there is none of the kind “{name}”")
            yield Hit(own[0].at("item"), severity="warning", message=unlisted, name=item.word)


def _in_columns(row: SurveyRow) -> bool:
    return any(row.has(name) for name in MEASURE_COLUMNS)


def _buildings(rows: list[BuildingRow]) -> Iterator[Hit]:
    """The columns that the sheet of buildings lacks, and the facts that each building lacks."""
    absent = [name for name in BUILDING_FACTS if not any(row.has(name) for row in rows)]
    if absent:
        message = Text("建构筑物没有“{names}”列", "建构筑物 has no column “{names}”")
        yield Hit(header(rows, "building"), severity="warning", message=message, names=_headers(absent))
    for row in rows:
        blank = [name for name in BUILDING_FACTS if name not in absent and row.blank(name)]
        if blank:
            message = Text("“{building}”没有填写{names}", "“{building}” lacks {names}")
            yield Hit(
                row.at(blank[0]), severity="warning", message=message, building=row.building, names=_headers(blank)
            )


def _headers(names: list[str]) -> str:
    return "、".join(BuildingRow.fields[name].column.header for name in names)


@rule(
    "CX6.1-04", clause="6.1", severity="error", needs=(SurveyRow,), sheets=("现场勘察", "项目信息"), setting="retention_years",
    title=Text("风险数据记录保存期限不足", "Record retention below 3 years"),
    message=Text("没有填写“{fact}”", "“{fact}” is blank"),
    fix=Text("把保存期限设为自安全评价报告日期起不少于规定年限（默认3年），保存形式填电子或纸质", "Keep the record at least so long after the report's date; 电子 or 纸质"),
)  # fmt: skip
def kept_too_short(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """风险数据采集应形成电子或纸质记录，自安全评价报告日期起保存不少于3年（retention_years）。

    2 月 29 日的报告保存到 2 月 28 日。
    不合格: 报告日期 2026-04-20，保存至 2029-04-19；保存至空着；保存形式填“口头”。
    合格: 保存至 2029-04-20，保存形式“电子”；保存至“长期”。
    """
    rows = dossier.rows(SurveyRow)
    form = _fact(rows, KEPT_AS)
    if not form.failed and not any(w in form.text for w in _FORMS):
        wrong = Text("保存形式“{fact}”不是电子或纸质", "The form “{fact}” is neither 电子 nor 纸质")
        yield Hit(form.origin, message=wrong if named(form.text) else None, fact=form.text or KEPT_AS.word)
    until = _fact(rows, KEPT_UNTIL)
    if until.failed or any(w in until.text for w in _FOREVER):
        return
    if not named(until.text):
        yield Hit(until.origin, fact=KEPT_UNTIL.word)
        return
    day, report = fact_day(until.text), dossier.project.day(REPORT_DATE)
    if day is None:
        undated = Text("保存至“{fact}”不是完整的日期（如 2029-03-31）", "“{fact}” is no full date (2029-03-31)")
        yield Hit(until.origin, message=undated, fact=until.text)
    elif report is None:
        raise NotJudged("没有报告日期，无法判断记录保存期限", "no report date to judge the retention by")
    elif day < (least := _years_later(report, settings.retention_years)):
        short = Text(
            "保存至 {fact}，应不早于 {least}（报告日期 {report} 起 {years} 年）",
            "Kept until {fact}; at least {least} ({years} years from {report})",
        )
        yield Hit(until.origin, message=short, fact=day, least=least, report=report, years=settings.retention_years)


def _years_later(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28 February (AMB-74)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
