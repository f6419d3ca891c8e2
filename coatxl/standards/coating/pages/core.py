"""core: the sheets of the chain from 评价单元 to 隐患清单 (6.2–8.3, 10) as the template shows them."""

from __future__ import annotations

from coatxl.criteria import lec, matrix
from coatxl.criteria.bands import DEFAULT_ACCEPTABLE, LOWER_INCLUSIVE
from coatxl.standards.coating.naming import POLICY
from coatxl.standards.coating.tables import (
    CRITERIA_SHEET,
    ChecklistRow,
    ConfirmationRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    MatrixRow,
    RiskPointRow,
    UnitRow,
)
from coatxl.standards.coating.tables.dangers import CLOSED
from coatxl.standards.coating.tables.division import UNIT_KINDS
from coatxl.standards.coating.tables.project import METHODS
from coatxl.tables.blueprint import Highlight, Legend, Look, Page

# A cell of 项目信息 that shows an error value counts as not filled in: the line below the title stays readable.
_ENTERPRISE = '"企业："&IF(ISNUMBER(ENTERPRISE)+ISTEXT(ENTERPRISE),ENTERPRISE,"（未填）")'
_DATE = '"　　评价基准日："&IF(ISNUMBER(EVAL_DATE),TEXT(EVAL_DATE,"yyyy-mm-dd"),"（未填）")'
LIVE = (
    f"{_ENTERPRISE}&{_DATE}",
    "企业：（未填）　　评价基准日：（未填）",
)
_NO_LIMIT = f"（未填，按{DEFAULT_ACCEPTABLE}）"
LIVE_RISK = (
    f'{LIVE[0]}&"　　可接受风险等级："&IF(ISTEXT(ACCEPT_GRADE),ACCEPT_GRADE,"{_NO_LIMIT}")',
    f"{LIVE[1]}　　可接受风险等级：{_NO_LIMIT}",
)


def d_policy(band_rule: str) -> str:
    """Return the boundary rule of B.4 in words, with where the shared limits go."""
    shared = "，".join(f"D＝{limit} 归{lec.grade(limit, band_rule)}" for limit in (70, 160))
    return f"分级界：{POLICY[band_rule].zh}（{shared}）。\nL、E、C 只取表B.1～B.3列出的分值，下拉选择；释义见“{CRITERIA_SHEET}”。"


R_POLICY = f"分级按表C.3；13、14、17～19 不会由两个等级相乘得到。\nL、S 只取表C.1、C.2列出的等级，下拉选择；释义见“{CRITERIA_SHEET}”。"


# The closed loop (10.1): what is still open, what waits for a recheck, what is closed.
STATE_LOOKS: dict[str, Look] = {
    "待整改": "red", "复查不合格": "red", "整改中": "amber", "延期": "amber", "已整改": "blue", "复查合格": "green", "销号": "green",
}  # fmt: skip


# 6.2: every kind has a unit, named by it until a person divides it further.
UNITS = tuple({"number": str(n), "unit": kind, "kind": kind} for n, kind in enumerate(UNIT_KINDS, 1))


def _used(method: str) -> str:
    """Native condition: the chosen method is this one, or none is chosen yet."""
    return f'OR(NOT(ISTEXT(EVAL_METHOD)),ISNUMBER(SEARCH("{method}",EVAL_METHOD)))'


def core_pages(band_rule: str, *, addin: bool) -> tuple[Page, ...]:
    """Return the pages of the core sheets under a boundary rule of B.4."""
    late = (
        'AND(ISNUMBER({deadline}),ISNUMBER(EVAL_DATE),{deadline}<EVAL_DATE,{finished}="",'
        'OR({state}="",{state}="待整改",{state}="整改中",{state}="延期",{state}="复查不合格"))'
    )
    refused = Highlight('{acceptance}="不可接受"', ("acceptance",), "bad")
    compared = (
        Highlight('{addin_check}="不一致"', ("addin_check",), "bad"),
        Highlight("ISERROR({addin_grade})", ("addin_grade",), "idle"),
        Highlight("ISERROR({addin_check})", ("addin_check",), "idle"),
    )
    verdicts = (refused, *compared) if addin else (refused,)
    # The functions' own default is left out, so that the usual formula is =LEC_GRADE(L,E,C).
    words = {"band_rule": "" if band_rule == LOWER_INCLUSIVE else f',"{band_rule}"'}
    # LibreOffice applies one condition to a cell: the verdict has its own, the rest of the row the tint.
    checked = ("number", "item", "basis", "observation", "conforms", "measures", "suggestion")
    return (
        Page(
            UnitRow, "划分评价单元；六类都要有，不涉及或不划分风险点的写明理由", rows=UNITS,
            hint="六类已列出：名称可改，可按功能分区增行（如喷漆单元），逐行选是否划分风险点；带 * 的列必填",
        ),
        Page(RiskPointRow, "每个单元的场所、设施、作业活动；作业步骤或设备另起一行", hint="空白或合并的单元格表示同上；带 * 的列必填"),
        Page(
            HazardRow, "危害因素、事件、后果、失控诱因；每个诱因至少一条管控措施",
            hint="同一诱因的第二条及以后措施：另起一行，“序号”“失控诱因”留空即表示同上；带 * 的列必填",
        ),
        Page(
            ChecklistRow, "每条措施都有检查项目；现场填检查结果、是否符合", hint="带 * 的列必填",
            sign="检查人：＿＿＿＿＿＿　企业陪同人：＿＿＿＿＿＿", also=("observation", "conforms"),
            highlights=(
                Highlight('{conforms}="不符合"', ("conforms",), "refused"),
                Highlight('{conforms}="不符合"', checked, "bad_row"),
                Highlight('{conforms}="不适用"', checked, "idle"),
            ),
        ),
        Page(
            LecRow, "每个危害因素取 L、E、C；D 和风险等级自动计算", live=LIVE_RISK,
            legend=Legend("D", lec.bands(band_rule), d_policy(band_rule)), graded=("grade",), graded_text=("inherent_grade",),
            highlights=verdicts, chosen=_used(METHODS[0]), addin=addin, words=words,
        ),
        Page(
            MatrixRow, "只在选用风险矩阵法时填写；R 和风险等级自动计算", live=LIVE_RISK,
            legend=Legend("R", matrix.bands(), R_POLICY), graded=("grade",), highlights=verdicts, chosen=_used(METHODS[1]),
            addin=addin,
        ),
        Page(
            HiddenDangerRow, "不符合项列入；整改后填复查结果，附整改前后照片", hint="超期按评价基准日判断；带 * 的列必填", live=LIVE,
            sign="编制：＿＿＿＿＿＿　企业确认：＿＿＿＿＿＿", also=("state",), empty="无记录", closed=("state", CLOSED, "未销号"),
            highlights=(
                Highlight('{level}="重大隐患"', ("level",), "worst"),
                Highlight(late, ("deadline",), "overdue"),
                *(Highlight(f'{{state}}="{word}"', ("state",), look) for word, look in STATE_LOOKS.items()),
            ),
        ),
        Page(ConfirmationRow, "检查结果要求人工确认的，核对后在这里签认", hint="规则和对象照抄检查结果；没有确认人不算确认", empty="需要时填"),
    )  # fmt: skip
