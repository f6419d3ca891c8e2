"""Rules of 安全检查表 (8.2); its numbers: rules.numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import Hit, rule
from coatxl.standards.coating.chains import DASHES, Hazard, Measure
from coatxl.standards.coating.citations import has_citation, has_clause
from coatxl.standards.coating.dossier import Dossier, having, named
from coatxl.standards.coating.rules.hazards import BEYOND_LAW
from coatxl.standards.coating.rules.numbers import misnamed
from coatxl.standards.coating.tables import ChecklistRow, HazardRow, RelationRow, UnitRow
from coatxl.tables.column import folded, same_text

if TYPE_CHECKING:
    from coatxl.settings import Settings


@rule(
    "CX8.2-01", clause="8.2.1", severity="error", needs=(UnitRow, ChecklistRow),
    title=Text("评价单元未用检查表检查", "Unit without checklist"),
    message=Text("评价单元“{unit}”没有检查项目", "Unit “{unit}” has no checklist item"),
    fix=Text("为该评价单元编制检查表并逐项检查", "Draw up a checklist for the unit and check item by item"),
)  # fmt: skip
def unit_not_checked(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """符合性评价应选用检查表法，对每个评价单元逐一检查评价。

    不合格: “安全管理”单元在检查表里没有任何项目。
    合格: 单元的风险点有检查项目，或检查项目的评价单元就是它。
    """
    for unit in _unchecked(dossier):
        yield Hit(unit.at("unit"), unit=unit.unit)


def _unchecked(dossier: Dossier) -> list[UnitRow]:
    """The units without any item, but for those that have no risk point to be checked either (CX6.3-02)."""
    checked: set[str] = set()
    for place in set(dossier.item_places):
        checked |= dossier.places.units_of(place)
    divided = {unit for unit, _ in dossier.places.rows}
    return [
        unit
        for name, unit in dossier.places.units.items()
        if name not in checked
        and unit.divided != "不适用"
        and not (divided and unit.divided == "是" and name not in divided)
    ]


@rule(
    "CX8.2-02", clause="8.2.2、8.2.3", severity="error", needs=((HazardRow, RelationRow), ChecklistRow), sheets=("危害因素描述", "安全检查表"), setting="coverage.match",
    title=Text("管控措施未列入检查", "Measure not covered by checklist"),
    message=Text("风险管控措施{number}“{measure}”没有列入检查", "No checklist item checks measure {number} “{measure}”"),
    fix=Text("在安全检查表“{point}”下增加检查项目，或把编号 {number} 填入已有项目的“对应措施”",
             "Add an item under “{point}”, or put {number} into 对应措施 of an item that checks it"),
)  # fmt: skip
def measure_not_checked(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """风险点安全风险管控措施应逐一检查其落实情况；可以合并检查，但应涵盖所有措施。

    整个评价单元没有检查项目的，由 CX8.2-01 报一次。
    不合格: 措施 1-16.1 不在任何“对应措施”里，同一风险点下也没有同文的检查项目。
    合格: 检查项目 3 的“对应措施”是 1-3.1、1-4.1。
    """
    having(dossier.checklist, "item")
    covered = dossier.coverage(settings)
    told = {named(unit.unit) for unit in _unchecked(dossier)} if settings.enabled("CX8.2-01") else set()
    for hazard in dossier.hazards:
        if dossier.places.of(hazard).unit in told:
            continue
        for measure in hazard.measures:
            if not covered[id(measure)]:
                point = hazard.risk_point if named(hazard.risk_point) else hazard.unit
                yield Hit(measure.row.at("measure"), number=measure.number, measure=measure.text, point=point)


@rule(
    "CX8.2-03", clause="8.2.3", severity="warning", needs=((HazardRow, RelationRow), ChecklistRow), sheets=("安全检查表",), mode="human",
    title=Text("合并检查可能丢失措施内容", "Merged item may lose content"),
    message=Text("检查项目{item}合并了措施{numbers}，文字与措施不同，请核对没有丢失内容", "Item {item} merges measures {numbers} of other wording; check that nothing is lost"),
    fix=Text("确认合并后的检查项目涵盖每条措施的全部要求，或分开列项", "Make sure that it covers every measure, or list them separately"),
)  # fmt: skip
def merged_item_may_lose(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """合并检查应涵盖所有风险管控措施；合并改写的项目由人核对。

    不合格: 检查项目 3 合并 1-3.1、1-4.1，没有人确认。
    合格: “人工确认”登记了规则 CX8.2-03 和该检查项目的文字。
    """
    covered = dossier.coverage(settings)
    by_item: dict[int, list[tuple[Hazard, Measure]]] = {}
    for hazard in dossier.hazards:
        for measure in hazard.measures:
            for item in covered[id(measure)]:
                by_item.setdefault(id(item), []).append((hazard, measure))
    elsewhere = Text(
        "检查项目{item}对应的措施{numbers}是“{point}”的，文字也不同，请核对编号",
        "Item {item} refers to measure {numbers} of “{point}”, in other words; check the number",
    )
    for item in dossier.checklist:
        pairs = by_item.get(id(item), [])
        if not pairs or (len(pairs) == 1 and pairs[0][1].text == item.item):
            continue
        numbers = "、".join(dict.fromkeys(measure.number for _, measure in pairs))
        texts = {same_text(measure.text) for _, measure in pairs}
        # The key names the measures, so that a measure added later is confirmed anew.
        key = f"{numbers}：{item.item}"
        if len(texts) > 1:
            yield Hit(item.at("item"), confirm=key, item=item.number, numbers=numbers)
        elif texts and same_text(item.item) not in texts and not dossier.same_place(item, pairs[0][0], settings):
            point = pairs[0][0].risk_point
            yield Hit(
                item.at("measures"), confirm=key, message=elsewhere, item=item.number, numbers=numbers, point=point
            )


@rule(
    "CX8.2-04", clause="8.2.3", severity="warning", needs=(ChecklistRow,),
    title=Text("同一风险点下相同措施未合并检查", "Identical items not merged"),
    message=Text("检查项目“{item}”与第{other}项相同", "Item “{item}” is the same as no. {other}"),
    fix=Text("合并相同的检查项目", "Merge the identical items"),
)  # fmt: skip
def identical_items(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """同一风险点下相同控制措施应合并检查。

    不合格: 第 3 项和第 9 项文字相同。
    合格: 相同文字只在不同风险点下出现。
    """
    seen: dict[tuple[object, str], ChecklistRow] = {}
    for item, place in zip(dossier.checklist, dossier.item_places, strict=True):
        text = same_text(item.item)
        if not text:
            continue
        first = seen.setdefault((place if place.point or place.unit else item.source.sheet.name, text), item)
        if first is not item:
            yield Hit(item.at("item"), item=item.item, other=first.number)


@rule(
    "CX8.2-07", clause="8.2、7.3", severity="error", needs=(ChecklistRow,),
    title=Text("检查项目缺依据", "Item without basis"),
    message=Text("检查项目{number}“{item}”没有依据", "Item {number} “{item}” has no basis"),
    fix=Text("填写法规标准条款；超出法规的写明理由", "Cite the clause, or give the reason"),
)  # fmt: skip
def item_without_basis(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """每个检查项目都要有依据：法规标准的条款，或超出法规的理由。

    不合格: 依据空着。
    合格: “GB6514-2023第4.4.1条”。
    """
    dashes = DASHES - BEYOND_LAW
    for item in having(dossier.checklist, "basis"):
        basis = item.basis
        if (folded(basis) in dashes) if basis else item.blank("basis"):
            yield Hit(item.at("basis"), number=item.number, item=item.item)


@rule(
    "CX8.2-08", clause="8.2", severity="warning", needs=(ChecklistRow,),
    title=Text("依据没有条款号", "Basis lacks clause number"),
    message=Text("依据“{basis}”只有文件名，没有条款号", "Basis “{basis}” names a document without a clause"),
    fix=Text("补充具体条款号，写到条、款", "Add the clause number"),
)  # fmt: skip
def basis_without_clause(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """引用标准或文件时写到条款；写理由的（没有标准号和书名号）不需要条款号。

    不合格: 《冶金等工贸企业安全生产标准化基本规范评分细则》。
    合格: 《防雷减灾管理办法》第十九条；或“铁质工具碰撞可能产生火花，存在现实风险，故禁用。”
    """
    judged: dict[str, bool] = {"": False}  # one basis stands in many rows
    for item in dossier.checklist:
        basis = item.basis
        if basis not in judged:
            judged[basis] = has_citation(basis) and not has_clause(basis)
        if judged[basis]:
            yield Hit(item.at("basis"), basis=basis)


@rule(
    "CX8.2-09", clause="8.2.1、8.2.2", severity="error", needs=(ChecklistRow,), setting="checklist.verdicts",
    title=Text("检查结果或是否符合未填、取值不合法", "Result or verdict missing or illegal"),
    message=Text("检查项目{number}的{what}", "Item {number}: {what}"),
    fix=Text("填写现场检查的实际情况，是否符合从下拉列表选择，不适用的写明原因", "Fill in what was seen and choose the verdict; give a reason for 不适用"),
)  # fmt: skip
def item_not_judged(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """每个检查项目都要有检查结果和结论：符合、不符合、不适用。

    不合格: 是否符合填“基本符合”，或检查结果空着。
    合格: 不适用的在检查结果中写明原因。
    """
    for item in having(dossier.checklist, "conforms"):
        verdict: str = item.conforms
        bad = item.invalid("conforms")
        if bad is not None and bad in settings.checklist.verdicts:
            verdict, bad = bad, None
        said = named(item.observation)
        unseen = (
            (not said or (verdict == "不适用" and said == verdict))
            and item.has("observation")
            and not item.failed("observation")
            and not item.picture("observation")
        )
        if bad is not None:
            what = Text(
                f"“是否符合”填“{bad}”，不是符合、不符合或不适用", f"verdict “{bad}” is none of 符合, 不符合, 不适用"
            )
            yield Hit(item.at("conforms"), number=item.number, what=what)
        elif not verdict:
            both = Text("“检查结果”和“是否符合”都没有填", "neither result nor verdict is filled in")
            one = Text("“是否符合”没有填", "the verdict is blank")
            yield Hit(item.at("conforms"), number=item.number, what=both if unseen else one)
        elif unseen and verdict == "不适用":
            yield Hit(
                item.at("observation"), number=item.number, what=Text("不适用没有写明原因", "不适用 has no reason")
            )
        elif unseen:
            yield Hit(item.at("observation"), number=item.number, what=Text("“检查结果”没有填", "the result is blank"))


@rule(
    "CX8.2-10", clause="8.2.4", severity="error", needs=(ChecklistRow,), sheets=("安全检查表", "隐患清单"),
    title=Text("不符合项未列入隐患清单", "Nonconformity not in hidden-danger list"),
    message=Text("检查项目{number}“{item}”不符合，但隐患清单中没有对应隐患", "Item {number} “{item}” does not conform and is not in 隐患清单"),
    fix=Text("把不符合项列入隐患清单，来源填“安全检查表 {point}/{number}”", "Add it to 隐患清单, 来源 “安全检查表 {point}/{number}”"),
)  # fmt: skip
def nonconformity_not_listed(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """措施缺失、失效或有缺陷时，应列出安全隐患清单。

    序号或风险点写错的项目，有隐患的来源找不到检查项目时，可能就是那一项，不再报。
    不合格: 检查项目 7 不符合，隐患清单没有来源为“安全检查表 喷漆作业/7”的隐患。
    合格: 隐患清单的来源写明该检查项目，或隐患描述与检查项目、检查结果同文且风险点相同。
    """
    listed = dossier.listed(settings)
    sought = any((named_in := dossier.origin_of(row)) and named_in.trouble for row in dossier.dangers)
    lost = misnamed(dossier, settings) if sought else frozenset()
    for item in having(dossier.checklist, "conforms"):
        if item.conforms == "不符合" and id(item) not in listed and id(item) not in lost:
            point = item.risk_point if named(item.risk_point) else item.unit
            yield Hit(item.at("conforms"), number=item.number, item=item.item, point=point)
