"""Rules of the words of 评价结论 (11): the numbers and denials in them are those of the sheets.

Extensions (推论): the standard asks for a summary of the results; one that says otherwise than its own tables sums up nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import Hit, rule
from coatxl.standards.coating.claims import denied, differing
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.tables import ConclusionRow

if TYPE_CHECKING:
    from coatxl.settings import Settings

_MOST_NAMED = 3


@rule(
    "CX11-04", clause="11", severity="warning", mode="both", needs=(ConclusionRow,),
    sheets=("评价结论", "隐患清单", "安全检查表", "危害因素描述", "风险点划分", "风险评价LEC", "风险评价矩阵"),
    title=Text("综述的数字与各表不一致", "A number in the summary differs from the sheets"),
    message=Text("综述写“{words}”，“{sheet}”是{figure}", "The summary says “{words}”; sheet “{sheet}” holds {figure}"),
    fix=Text("改正综述或表中的内容；coatxl conclude 从各表得出综述；只说一部分的，写明是哪一部分", "Correct the summary or the sheet, or say of which part it speaks"),
)  # fmt: skip
def number_differs(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：综述中的项数（隐患、检查项目、危害因素、风险评价和各等级）和“均已整改”“均符合”要与各表一致。

    写明某个风险点、单元的，或写“其余”“固有”的句子不比较；没有判定、没有得出等级的行不算不一致。
    不合格: “检查表12项，符合12项”，安全检查表有403项，7项不符合；“7项均未整改”，隐患清单已整改7项。
    合格: 数字与各表相同；一部分的数字由人确认过。
    """
    for row in dossier.rows(ConclusionRow):
        for claim in differing(dossier, settings, row):
            figure = claim.figure
            key = f"{claim.words}：{figure.sheet}{figure.words}"
            yield Hit(row.at("text"), confirm=key, words=claim.words, sheet=figure.sheet, figure=figure.words)


@rule(
    "CX11-05", clause="11、8.2.4、7.5", severity="error", needs=(ConclusionRow,),
    sheets=("评价结论", "隐患清单", "重大隐患判定", "重大危险源"),
    title=Text("结论否认了表中的重大隐患或重大危险源", "The conclusion denies what the sheets have"),
    message=Text("综述写“{words}”，“{sheet}”却有：{present}", "The summary says “{words}”, yet sheet “{sheet}” has: {present}"),
    fix=Text("按表中的事实改写结论；表中判定有误的，先改表", "Write the conclusion by the sheets, or correct the sheet first"),
)  # fmt: skip
def present_denied(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """推论：有重大隐患、判定为“存在”的情形或 S≥1 的单元时，综述不能写没有。

    不合格: “没有重大事故隐患”，隐患清单有一条重大隐患；“均不构成危险化学品重大危险源”，油漆仓库 S=1.2。
    合格: “整改后没有重大事故隐患”，重大隐患已整改；“油漆仓库构成四级重大危险源，其余单元不构成重大危险源”。
    """
    for row in dossier.rows(ConclusionRow):
        for denial in denied(dossier, settings, row):
            names = "、".join(f"“{name}”" for name in denial.present[:_MOST_NAMED])
            present = names + ("等" if len(denial.present) > _MOST_NAMED else "")
            yield Hit(row.at("text"), words=denial.words, sheet=denial.sheet, present=present)
