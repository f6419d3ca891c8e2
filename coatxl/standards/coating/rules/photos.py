"""Rules of one picture in two places (6.1, 10.2): evidence of one thing cannot be evidence of another.

Extensions (推论): the clauses ask for photos, these say when one is none. Judged by the pictures in the workbook itself;
file names are no pictures, and two folders may hold one name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import Hit, rule
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.evidence import Exhibit, evidence_of
from coatxl.standards.coating.tables import HiddenDangerRow

if TYPE_CHECKING:
    from coatxl.settings import Settings


def _stored(dossier: Dossier, settings: Settings) -> Iterator[tuple[str, Exhibit, HiddenDangerRow]]:
    """The pictures in the photo columns with the part that holds each, those of one hidden danger together."""
    for each in evidence_of(dossier, settings).exhibits:
        if each.ref is not None and each.ref.part and each.row is not None and each.side is not None:
            yield each.ref.part, each, each.row


@rule(
    "CX6.1-05", clause="6.1", severity="warning", needs=(HiddenDangerRow,),
    title=Text("同一张照片用于几条隐患", "One picture for several hidden dangers"),
    message=Text("隐患“{danger}”的照片与{other}（隐患“{first}”）是同一张", "“{danger}” has the same picture as {other} (“{first}”)"),
    fix=Text("核对是否放错行，换成各自的照片；一张照片确实拍到几处隐患的，在设置中接受并写明理由", "Put in its own photo, or accept the finding with a reason"),
)  # fmt: skip
def picture_used_twice(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：影像资料要证明各自的隐患，同一张照片出现在几条隐患里多半是放错了行。

    只比较底稿里的图片，按内容比较，与格式（浮动图片、WPS 或 Excel 的单元格图片）无关；一条隐患一条结果。
    不合格: 第 3 条和第 5 条隐患的整改前照片是同一张图片。
    合格: 每条隐患有各自的照片。
    """
    first: dict[str, tuple[HiddenDangerRow, Exhibit]] = {}
    told: set[int] = set()
    for part, each, row in _stored(dossier, settings):
        earlier, other = first.setdefault(part, (row, each))
        if earlier is row or id(row) in told or other.place is None:
            continue
        told.add(id(row))
        yield Hit(each.place, danger=row.description, other=other.place.cell, first=earlier.description)


@rule(
    "CX10.2-02", clause="10.2", severity="error", needs=(HiddenDangerRow,),
    title=Text("整改后照片就是整改前照片", "The photo after is the photo before"),
    message=Text("隐患“{danger}”的整改后照片与整改前照片（{other}）是同一张", "“{danger}”: the photo after is the photo before ({other})"),
    fix=Text("补拍整改后的影像，换下这一张", "Take a photo after rectification and put it in"),
)  # fmt: skip
def photo_after_is_photo_before(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：现场复核采集的是整改后的影像，不会与整改前的是同一张。

    只比较底稿里的图片，按内容比较；有多张时，有一张相同就是问题。
    不合格: 同一条隐患的整改前、整改后两格里是同一张图片。
    合格: 两格的图片不同。
    """
    before: dict[tuple[int, str], Exhibit] = {}
    told: set[int] = set()
    for part, each, row in _stored(dossier, settings):
        if each.side == "before":
            before.setdefault((id(row), part), each)
            continue
        same = before.get((id(row), part))
        if same is not None and same.place is not None and id(row) not in told:
            told.add(id(row))
            yield Hit(each.place, danger=row.description, other=same.place.cell)
