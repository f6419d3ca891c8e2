"""Rules of 隐患清单 (6.1, 8.2.4, 10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.annex.photo_names import Side
from coatxl.findings import Text
from coatxl.rules import Hit, Origin, rule
from coatxl.standards.coating.dossier import Dossier, named
from coatxl.standards.coating.evidence import FIELDS, evidence_of
from coatxl.standards.coating.loop import CONFIRMING
from coatxl.standards.coating.tables import HiddenDangerRow

if TYPE_CHECKING:
    from coatxl.settings import Settings

_NO_FILE = Text(
    "隐患“{danger}”的{header}“{name}”在照片文件夹里找不到", "“{danger}”: the photo folder has no {name} ({header})"
)
_NO_PHOTO = Text("隐患“{danger}”的{header}：{problem}", "“{danger}”, {header}: {problem}")
_NO_COLUMN = Text("隐患清单没有“{header}”列", "隐患清单 has no column “{header}”")


def lacking_column(dossier: Dossier, name: str) -> Hit | None:
    """One hit for a column that the whole sheet lacks, in place of one for each row."""
    row = dossier.dangers[0]
    if row.has(name):
        return None
    source = row.source
    origin = Origin(source.sheet.name, source.header_row, min(source.columns.values()))
    return Hit(origin, message=_NO_COLUMN, header=HiddenDangerRow.fields[name].column.header, danger="", what="")


def empty(row: HiddenDangerRow, name: str) -> bool:
    """Whether a cell holds neither a text (a dash or 无 is none), nor a picture, nor an error told elsewhere."""
    return not named(getattr(row, name)) and not row.picture(name) and row.invalid(name) is None


def lacks_photo(dossier: Dossier, settings: Settings, row: HiddenDangerRow, side: Side) -> bool:
    """Whether the cell holds and names no photo, and none of the photo folder has the number of the row.

    A file that is no photo, or one in a format that is not read, counts for none.
    """
    found = evidence_of(dossier, settings).of(row, side)
    return all(each.is_unopenable for each in found) and (bool(found) or empty(row, FIELDS[side]))


def _absent_files(dossier: Dossier, settings: Settings, row: HiddenDangerRow, side: Side) -> Iterator[Hit]:
    """One hit for each file that a cell names and the photo folder, when there is one, has not or cannot be opened."""
    header = row.fields[FIELDS[side]].column.header
    for each in evidence_of(dossier, settings).of(row, side):
        if each.is_unopenable:
            place = each.place or row.at(FIELDS[side])
            yield Hit(place, message=_NO_PHOTO, danger=row.description, header=header, problem=each.problem, result="")
        elif each.lack == "not_found" and settings.photo.check_files:
            yield Hit(each.place, message=_NO_FILE, danger=row.description, header=header, name=each.name, result="")


@rule(
    "CX6.1-03", clause="6.1", severity="error", needs=(HiddenDangerRow,),
    title=Text("安全隐患缺少影像资料", "Hidden danger without photo"),
    message=Text("隐患“{danger}”没有整改前照片", "Hidden danger “{danger}” has no photo before rectification"),
    fix=Text("补拍或补录隐患影像文件名，或把照片放在这一格", "Enter the photo's file name, or place the picture in the cell"),
    setting="photo.check_files",
)  # fmt: skip
def photo_before_missing(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """采集风险数据时，安全隐患应同步采集影像资料。

    给出照片文件夹（--photos，设置 photo.folder）时，写了文件名而文件夹里没有的也算缺少；按序号或隐患编号命名的照片
    （3-前.jpg）不必填进格里。按文件开头几个字节看不是照片的、手机的 HEIC，不算照片。
    不合格: “整改前照片”既没有文件名，格中也没有图片。
    合格: 填“IMG_0312.jpg”。
    """
    lacking = lacking_column(dossier, "photo_before")
    if lacking:
        yield lacking
        return
    for row in dossier.dangers:
        absent = list(_absent_files(dossier, settings, row, "before"))
        yield from absent
        if not absent and lacks_photo(dossier, settings, row, "before"):
            yield Hit(row.at("photo_before"), danger=row.description)


@rule(
    "CX8.2-11", clause="8.2.4、9.1", severity="error", needs=(HiddenDangerRow,),
    title=Text("隐患没有整改建议", "Hidden danger without suggestion"),
    message=Text("隐患“{danger}”没有整改建议", "Hidden danger “{danger}” has no suggestion"),
    fix=Text("写出有针对性的整改建议措施", "Write a specific suggestion"),
)  # fmt: skip
def suggestion_missing(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """列出安全隐患清单时，应提出整改建议措施。

    不合格: “整改建议”空着。
    合格: “恢复投用并与风机联锁；停用须审批”。
    """
    for row in dossier.dangers:
        if row.has("suggestion") and empty(row, "suggestion"):
            yield Hit(row.at("suggestion"), danger=row.description)


@rule(
    "CX8.2-12", clause="8.2.4", severity="warning", needs=(HiddenDangerRow,),
    title=Text("隐患未通报被评价企业", "Hidden danger not notified"),
    message=Text("隐患“{danger}”没有通报日期", "Hidden danger “{danger}” has no date of notification"),
    fix=Text("向企业通报隐患并记录日期", "Notify the enterprise and enter the date"),
)  # fmt: skip
def not_notified(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """隐患清单和整改建议应通报被评价企业；签收人在企业回执上，底稿只核对通报日期。

    不合格: “通报日期”空着。
    合格: 填 2026-03-18。
    """
    lacking = lacking_column(dossier, "notified")
    if lacking:
        yield lacking
        return
    for row in dossier.dangers:
        if row.blank("notified"):
            yield Hit(row.at("notified"), danger=row.description)


@rule(
    "CX10.1-02", clause="10.1", severity="error", needs=(HiddenDangerRow,),
    title=Text("隐患整改未复查", "Hidden danger not re-checked"),
    message=Text("隐患“{danger}”{what}", "Hidden danger “{danger}”: {what}"),
    fix=Text("复查每条隐患的整改情况，填写已整改、部分整改或未整改和复查日期", "Re-check it; fill in the result and the date"),
)  # fmt: skip
def not_rechecked(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """现场复核应复查和确认被评企业安全隐患整改情况，写明结果和日期。

    没有单独的发现日期，以通报日期为准。
    不合格: 复查结果填“合格吧”，复查日期空着，或复查日期早于通报日期。
    合格: 复查结果“已整改”，复查日期在通报日期之后。
    """
    lacking = lacking_column(dossier, "recheck")
    if lacking:
        yield lacking
        return
    for row in dossier.dangers:
        bad = row.invalid("recheck")
        if row.failed("recheck"):
            continue  # an error value or a lost result is told by itself
        if bad is not None:
            what = Text(
                f"的复查结果“{bad}”不是已整改、部分整改或未整改",
                f"the result “{bad}” is none of 已整改, 部分整改, 未整改",
            )
            yield Hit(row.at("recheck"), danger=row.description, what=what)
        elif row.blank("recheck"):
            yield Hit(row.at("recheck"), danger=row.description, what=Text("没有复查结果", "no re-check"))
        elif row.blank("recheck_date"):
            yield Hit(
                row.at("recheck_date"), danger=row.description, what=Text("没有复查日期", "no date of the re-check")
            )
        elif row.notified and row.recheck_date and row.recheck_date < row.notified:
            what = Text(
                f"的复查日期早于通报日期 {row.notified}", f"was re-checked before it was notified on {row.notified}"
            )
            yield Hit(row.at("recheck_date"), danger=row.description, what=what)


@rule(
    "CX10.2-01", clause="10.2", severity="error", needs=(HiddenDangerRow,),
    title=Text("缺少整改后影像资料", "No photo after rectification"),
    message=Text("隐患“{danger}”{result}，没有整改后照片", "Hidden danger “{danger}” is {result} without a photo after"),
    fix=Text("补拍整改后影像并填写文件名，或把照片放在这一格", "Enter the photo's file name, or place the picture in the cell"),
    setting="photo.check_files",
)  # fmt: skip
def photo_after_missing(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """现场复核时，应采集企业整改后的影像资料；照片文件夹同 CX6.1-03。

    不合格: 复查结果“已整改”，整改后照片空着。
    合格: 复查结果“未整改”，不需要整改后照片。
    """
    for row in dossier.dangers:
        if row.recheck not in CONFIRMING:
            continue
        absent = list(_absent_files(dossier, settings, row, "after"))
        yield from absent
        if not absent and lacks_photo(dossier, settings, row, "after"):
            yield Hit(row.at("photo_after"), danger=row.description, result=row.recheck)
