"""Rules of the chemicals and their safety data sheets (5.3, 7.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.criteria.gb18218 import flammable_category
from coatxl.findings import Text
from coatxl.rules import Hit, rule
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.installations import is_stated
from coatxl.standards.coating.tables.chemicals import CATALOGUES, LISTED, NEEDS_SDS, NO_FLAMMABLE_LIQUID, ChemicalRow
from coatxl.standards.coating.tables.installations import MajorHazardRow
from coatxl.standards.hazchem.substances import cas_is_valid, cas_number, named, numbered
from coatxl.tables.column import folded

if TYPE_CHECKING:
    from coatxl.settings import Settings

_CLASSIFIED = ("fire_class", "hazard_class", *LISTED)
_POSITIVE = re.compile(r"0*[1-9]\d*")
# Building fire code: a liquid with a flash point below so much ℃ belongs to this class.
_FIRE_CLASSES = ((28, "甲"), (60, "乙"))
_LEAST_FIRE_CLASS = "丙"
_CATEGORY = re.compile(r"易燃液体[^0-9一二三四]{0,8}?([1-4一二三四])")
# Flash point up to 60 ℃: such liquids are in the catalogue, by name or as entry 2828.
_HAZARDOUS_LIQUID = re.compile(r"易燃液体[^0-9一二三四]{0,8}?[123一二三]")
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4}


@rule(
    "CX5.3-03", clause="5.3", severity="warning", needs=(ChemicalRow,), sheets=("化学品", "收集资料"),
    title=Text("缺少化学品安全技术说明书", "SDS missing"),
    message=Text("{use}“{name}”没有安全技术说明书（SDS）", "No safety data sheet (SDS) of {use} “{name}”"),
    fix=Text("向供应商索取安全技术说明书，收到后“SDS”填有", "Ask the supplier for the safety data sheet, then put 有 into SDS"),
)  # fmt: skip
def safety_data_sheet_missing(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """油漆、固化剂、稀释剂、胶水、清洗剂须收集专用化学品安全技术说明书；“SDS”只填有或无。

    不合格: 用途为稀释剂的“二甲苯”，SDS 空着或填无。
    合格: SDS 填有；用途为燃料的“天然气”不要求。
    """
    for row in dossier.rows(ChemicalRow):
        wanted = any(word in folded(row.use) for word in NEEDS_SDS)
        if row.failed("sds") or not row.has("sds"):
            continue
        if (wanted and row.sds != "有") or row.invalid("sds") is not None:
            yield Hit(row.at("sds"), use=row.use or "化学品", name=row.name)


@rule(
    "CX7.4-01", clause="7.4", severity="error", needs=(ChemicalRow,),
    title=Text("化学品分类信息不全", "Chemical classification incomplete"),
    message=Text("“{name}”没有写明{fields}", "“{name}” lacks {fields}"),
    fix=Text("对照安全技术说明书和各类目录补齐；各目录只填是或否", "Complete it from the safety data sheet and the catalogues; 是 or 否 for each catalogue"),
)  # fmt: skip
def classification_incomplete(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """每种化学品都要写明火灾危险类别、危险性类别，以及是否列入剧毒、高毒、重点监管等七种目录。

    不合格: “甲苯”的“易制毒化学品”空着，或填“第三类”。
    合格: 两个类别都已填写，七个目录都填是或否。
    """
    for row in dossier.rows(ChemicalRow):
        lacking = [
            name
            for name in _CLASSIFIED
            if row.has(name) and not row.failed(name) and (row.blank(name) or row.invalid(name) is not None)
        ]
        if lacking:
            headers = "、".join(row.fields[name].column.header for name in lacking)
            yield Hit(row.at(lacking[0]), name=row.name, fields=headers)


@rule(
    "CX7.4-02", clause="7.4", severity="error", needs=(ChemicalRow,),
    title=Text("危险化学品缺目录序号", "Catalogue number missing"),
    message=Text("危险化学品“{name}”的目录序号{fault}", "Catalogue number of hazardous chemical “{name}”: {fault}"),
    fix=Text(
        "填写《危险化学品目录》序号；含易燃溶剂的油漆类按目录相应条目填写",
        "Put in its number in the catalogue of hazardous chemicals; solvent paints go by their own entry",
    ),
)  # fmt: skip
def catalogue_number_missing(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """先写明是否危险化学品；是的，写《危险化学品目录》序号，序号是正整数。

    不合格: “是否危险化学品”空着；填是而目录序号空着，或填“—”；易燃液体类别2填否。
    合格: “甲苯”填是，目录序号 1014；水性漆填否。
    """
    unsaid = Text("“{name}”没有写明是否危险化学品（是或否）", "“{name}”: 是否危险化学品 is neither 是 nor 否")
    denied = Text(
        "“{name}”的危险性类别为{stated}，是否危险化学品填否", "“{name}” is {stated}, yet 是否危险化学品 says 否"
    )
    for row in dossier.rows(ChemicalRow):
        if row.has("hazardous") and not row.failed("hazardous") and not row.hazardous:
            yield Hit(row.at("hazardous"), message=unsaid, name=row.name)
        elif (
            row.hazardous == "否"
            and not _of_table_1(row)
            and (stated := _HAZARDOUS_LIQUID.search(folded(row.hazard_class)))
        ):
            yield Hit(row.at("hazardous"), message=denied, name=row.name, stated=stated[0])
        elif row.hazardous == "是" and not row.failed("catalogue_number"):
            number = folded(row.catalogue_number)
            if not _POSITIVE.fullmatch(number):
                fault = (
                    Text("空着", "blank")
                    if not number
                    else Text(f"“{row.catalogue_number}”不是正整数", "no positive integer")
                )
                yield Hit(row.at("catalogue_number"), name=row.name, fault=fault)


@rule(
    "CX7.4-03", clause="7.4", severity="warning", needs=(ChemicalRow,),
    title=Text("闪点与火灾危险类别不符", "Flash point contradicts fire class"),
    message=Text("“{name}”闭杯闪点{flash}℃应为{right}类，火灾危险类别填“{stated}”", "“{name}” with flash point {flash} ℃ is class {right}, not “{stated}”"),
    fix=Text("核对闪点和火灾危险类别", "Check the flash point and the fire class"),
)  # fmt: skip
def fire_class_contradicts(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """液体的闭杯闪点低于28℃为甲类，28℃至低于60℃为乙类，60℃及以上为丙类（建筑防火标准的分类，导则没有写）。

    不合格: 闪点 25℃，火灾危险类别填乙。
    合格: 闪点 28℃，填乙；没有闪点的不判断。
    """
    for row in dossier.rows(ChemicalRow):
        stated = folded(row.fire_class)
        if row.flash_point is None or row.state in ("固体", "气体") or not stated or row.failed("fire_class"):
            continue
        right = next((word for limit, word in _FIRE_CLASSES if row.flash_point < limit), _LEAST_FIRE_CLASS)
        if not stated.startswith(right):
            yield Hit(row.at("fire_class"), name=row.name, flash=row.flash_point, right=right, stated=row.fire_class)


@rule(
    "CX7.4-04", clause="7.4", severity="warning", needs=((ChemicalRow, MajorHazardRow),),
    title=Text("品名、CAS号、目录序号不一致", "Name, CAS number and catalogue number disagree"),
    message=Text("{fault}", "{fault}"),
    fix=Text("对照安全技术说明书和《危险化学品目录》改正", "Correct it by the safety data sheet and the catalogue"),
)  # fmt: skip
def numbers_disagree(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """CAS 号的校验位要对；涂装常用物质的品名、CAS 号、目录序号要是同一种物质（目录序号未核对，以目录为准）。

    不合格: “甲苯”的 CAS 号填 71-43-2（苯）；或填 108-88-4，校验位不对。
    合格: “甲苯”，108-88-3，1014；没有登记的物质只看校验位。
    """
    rows: list[ChemicalRow | MajorHazardRow] = [*dossier.rows(ChemicalRow), *dossier.rows(MajorHazardRow)]
    for row in rows:
        name, cas = (row.name if isinstance(row, ChemicalRow) else row.substance), cas_number(row.cas)
        known = named(name)
        if cas and not cas_is_valid(cas):
            fault = Text(
                f"“{name}”的 CAS号“{row.cas}”校验位不对，不是 CAS 号",
                f"CAS number “{row.cas}” of “{name}” has a wrong check digit",
            )
            yield Hit(row.at("cas"), fault=fault)
        elif cas and known and not any(cas in each.cas or not each.cas for each in known):
            right = "、".join(dict.fromkeys(number for each in known for number in each.cas))
            other = "、".join(dict.fromkeys(each.name for each in numbered(cas)))
            suffix = f"，{cas} 是{other}" if other else ""
            yield Hit(
                row.at("cas"),
                fault=Text(
                    f"“{name}”的 CAS号是 {right}，填的是 {cas}{suffix}", f"CAS number of “{name}” is {right}, not {cas}"
                ),
            )
        elif isinstance(row, ChemicalRow):
            yield from _catalogue(row)


def _of_table_1(row: ChemicalRow) -> bool:
    return any(each.critical is not None for each in named(row.name) or numbered(row.cas))


def _catalogue(row: ChemicalRow) -> Iterator[Hit]:
    """A catalogue number that is not the substance's, or 否 for a substance of table 1."""
    known = named(row.name) or numbered(row.cas)
    numbers = {each.catalogue for each in known if each.catalogue}
    stated = folded(row.catalogue_number).lstrip("0")
    if row.hazardous == "否" and _of_table_1(row):
        fault = Text(
            f"“{row.name}”是 GB 18218 表1的物质，“是否危险化学品”填否",
            f"“{row.name}” is in table 1 of GB 18218, yet 否",
        )
        yield Hit(row.at("hazardous"), fault=fault)
    elif numbers and stated and _POSITIVE.fullmatch(stated) and stated not in numbers:
        right = "、".join(sorted(numbers))
        fault = Text(
            f"“{row.name}”的目录序号登记为 {right}（未核对，以目录为准），填的是 {stated}",
            f"“{row.name}” is registered under {right} (unverified), not {stated}",
        )
        yield Hit(row.at("catalogue_number"), fault=fault)


@rule(
    "CX7.4-05", clause="7.4", severity="warning", needs=(ChemicalRow,),
    title=Text("易燃液体类别与闪点、沸点不符", "Flammable liquid category contradicts flash and boiling point"),
    message=Text("“{name}”闭杯闪点{flash}℃{boiling}，按闪点和沸点为{right}，{header}填“{stated}”", "“{name}” is {right} by its flash and boiling point; {header} says “{stated}”"),
    fix=Text("核对安全技术说明书的危险性类别、闪点和初沸点；自动计算的恢复公式", "Check class, flash point and boiling point; restore the formula"),
)  # fmt: skip
def category_contradicts(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """混合物整体按闭杯闪点和初沸点定易燃液体类别（GB 30000.7 的界值未核对原文）：23℃以下按初沸点35℃分1、2类，至60℃为3类，至93℃为4类。

    不合格: 闪点 30℃，危险性类别填“易燃液体，类别2”。
    没有沸点的，23℃以下只判断不是3类、4类。
    不合格: 闪点 4℃，没有初沸点，危险性类别填“易燃液体，类别3”。
    合格: 闪点 30℃，“易燃液体，类别3”；闪点 20℃没有沸点，“易燃液体，类别2”。
    """
    for row in dossier.rows(ChemicalRow):
        right = liquid_categories(row)
        if not right or row.flash_point is None:
            continue
        boiling = "" if row.boiling_point is None else f"、初沸点{row.boiling_point}℃"
        words = [f"类别{each}" if each else NO_FLAMMABLE_LIQUID for each in right]
        match = _CATEGORY.search(folded(row.hazard_class))
        told = match and match[1]
        if told and (_DIGITS.get(told) or int(told)) not in right:
            place, stated = "hazard_class", row.hazard_class
        elif is_stated(row, "category") and row.category not in words:
            place, stated = "category", row.category or str(row.invalid("category"))
        else:
            continue
        header = row.fields[place].column.header
        yield Hit(
            row.at(place),
            name=row.name,
            flash=row.flash_point,
            boiling=boiling,
            right="或".join(words),
            header=header,
            stated=stated,
        )


def liquid_categories(row: ChemicalRow) -> tuple[int, ...]:
    """The categories that a liquid can have by its flash and boiling point, 0 for none of them; () without flash point.

    Below 23 ℃ it is 1 or 2 as long as the boiling point is missing, and 3 in no case.
    """
    if row.flash_point is None or row.state in ("固体", "气体"):
        return ()
    try:
        return (flammable_category(row.flash_point, row.boiling_point),)
    except ValueError:
        return () if row.invalid("boiling_point") is not None else (1, 2)


assert len(CATALOGUES) == len(LISTED)  # noqa: S101 — the seven catalogues of 7.4
