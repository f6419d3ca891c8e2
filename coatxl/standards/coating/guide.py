"""guide: the working paper as a whole: start page (填写说明), what each sheet is for, and the sheet of criteria (附录 B, C)."""

from __future__ import annotations

from coatxl import __version__
from coatxl.criteria import lec, matrix
from coatxl.criteria.bands import GRADES, LOWER_INCLUSIVE, Band
from coatxl.criteria.scores import plain
from coatxl.standards.coating.example import example
from coatxl.standards.coating.rules.lec import POLICY
from coatxl.standards.coating.standard import TITLE
from coatxl.standards.coating.tables import (
    CRITERIA_SHEET,
    GUIDE_SHEET,
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
from coatxl.standards.coating.tables.dangers import STATES
from coatxl.standards.coating.tables.project import ACCEPTABLE, ENTERPRISE, EVALUATION_DATE, FACTS, METHOD, METHODS
from coatxl.tables.blueprint import (
    Blueprint,
    Criteria,
    Form,
    GradePart,
    Guide,
    Highlight,
    Legend,
    Look,
    LookupPart,
    Page,
    ScalePart,
)

PAPER_TITLE = "涂装企业安全现状评价底稿"
FILE_NAME, ADDIN_FILE_NAME = f"{PAPER_TITLE}.xlsx", f"{PAPER_TITLE}_加载项版.xlsx"
DOCUMENT, _, _ = TITLE.partition("《")

_ENTERPRISE = '"企业："&IF(ENTERPRISE="","（未填）",ENTERPRISE)'
_DATE = '"　　评价基准日："&IF(ISNUMBER(EVAL_DATE),TEXT(EVAL_DATE,"yyyy-mm-dd"),"（未填）")'
LIVE = (
    f"{_ENTERPRISE}&{_DATE}",
    "企业：（未填）　　评价基准日：（未填）",
)
LIVE_RISK = (
    f'{LIVE[0]}&"　　可接受风险等级："&IF(ACCEPT_GRADE="","（未填，按一般风险）",ACCEPT_GRADE)',
    f"{LIVE[1]}　　可接受风险等级：（未填，按一般风险）",
)


def blueprint(band_rule: str = LOWER_INCLUSIVE, *, addin: bool = False) -> Blueprint:
    """Return the working paper under a boundary rule of B.4; ValueError for an unknown rule.

    addin: the edition whose risk sheets have the add-in's grade and its comparison beside the native formulas.
    """
    form = Form(
        page=Page(ProjectRow, "企业名称、评价类型、评价基准日、方法选择理由、可接受风险等级", hint="带 * 的项目必填，名称不要改"),
        lines=FACTS,
        names={
            ENTERPRISE.word: "ENTERPRISE", EVALUATION_DATE.word: "EVAL_DATE", METHOD.word: "EVAL_METHOD",
            ACCEPTABLE.word: "ACCEPT_GRADE",
        },
    )  # fmt: skip
    guide = _guide(band_rule, addin=addin)
    return Blueprint(PAPER_TITLE, DOCUMENT, guide, form, _pages(band_rule, addin=addin), criteria(band_rule))


def d_policy(band_rule: str) -> str:
    """Return the boundary rule of B.4 in words, with where the shared limits go."""
    shared = "，".join(f"D＝{limit} 归{lec.grade(limit, band_rule)}" for limit in (70, 160))
    return f"分级界：{POLICY[band_rule].zh}（{shared}）。\nL、E、C 只取表B.1～B.3列出的分值，下拉选择；释义见“{CRITERIA_SHEET}”。"


R_POLICY = f"分级按表C.3；13、14、17～19 不会由两个等级相乘得到。\nL、S 只取表C.1、C.2列出的等级，下拉选择；释义见“{CRITERIA_SHEET}”。"


# The closed loop (10.1): what is still open, what waits for a recheck, what is closed.
STATE_LOOKS: dict[str, Look] = {
    "待整改": "red", "复查不合格": "red", "整改中": "amber", "延期": "amber", "已整改": "blue", "复查合格": "green", "销号": "green",
}  # fmt: skip
CLOSED = tuple(word for word in STATES if STATE_LOOKS[word] == "green")


def _used(method: str) -> str:
    """Native condition: the chosen method is this one, or none is chosen yet."""
    return f'OR(EVAL_METHOD="",ISNUMBER(SEARCH("{method}",EVAL_METHOD)))'


def _pages(band_rule: str, *, addin: bool) -> tuple[Page, ...]:
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
        Page(UnitRow, "划分评价单元；六类都要有，不涉及或不划分风险点的写明理由", hint="带 * 的列必填"),
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


def criteria(band_rule: str = LOWER_INCLUSIVE) -> Criteria:
    """Return the sheet of criteria: 附录 B and C as printed, and the ascending lists that the formulas look up in."""
    wide, columns = ((0, 0), (1, 1), (2, 5)), tuple((i, i) for i in range(6))
    source = f"文字逐字取自 {DOCUMENT} 附录{{}}（资料性）。下拉、公式和检查都引用本表；灰底列是软件执行的判定条件。"
    d_bands, r_bands = lec.bands(band_rule), matrix.bands()
    b4_note = f"注：原文中 70、160 同时落在两档，软件按“{POLICY[band_rule].zh}”判定（70 归{lec.grade(70, band_rule)}，160 归{lec.grade(160, band_rule)}）；20 因“＜20”归低风险，320 因“＞320”归较大风险。"
    return Criteria(
        sheet=CRITERIA_SHEET,
        widths=(11, 27, 30, 20, 42, 38),
        sections=(
            (
                "判定标准（附录B　作业条件危险性分析法）", source.format("B"),
                (
                    ScalePart(lec.SCALE_L, "LEC_L", 1, wide),
                    ScalePart(lec.SCALE_E, "LEC_E", 1, wide),
                    ScalePart(lec.SCALE_C, "LEC_C", 1, ((0, 0), (1, 2), (3, 3), (4, 4), (5, 5))),
                    GradePart(lec.B4, d_bands, ((0, 0), (1, 1), (3, 5)), (2, 2), b4_note),
                ),
            ),
            (
                "判定标准（附录C　风险矩阵法）", source.format("C"),
                (
                    ScalePart(matrix.SCALE_L, "MATRIX_L", 1, ((0, 0), (1, 5))),
                    ScalePart(matrix.SCALE_S, "MATRIX_S", 2, columns),
                    GradePart(
                        matrix.C3, r_bands, ((0, 0), (1, 1), (3, 4), (5, 5)), (2, 2),
                        "注：原文未列 13、14、17～19，L、S 为 1～5 的整数时乘积不会落在其中；轻微风险的“实施期限”原文为空。",
                    ),
                ),
            ),
            (
                "程序用表", "由表B.4、C.3得出，供公式查等级；改判定口径时由 coatxl 重新生成，不要手改。",
                (
                    LookupPart(
                        "D 的分级下限（升序）", "“含下限”为 1 表示恰为下限时归本级，为 0 时归下一级。",
                        (
                            ("D 下限", "D_LOW", _lows(d_bands)),
                            ("含下限（1 含，0 不含）", "D_INC", tuple(int(b.low is None or b.low_included) for b in d_bands)),
                            ("风险等级", "D_GRADE", GRADES),
                        ),
                    ),
                    LookupPart(
                        "R 的分级下限（升序）", "R 是整数，恰为下限时归本级。",
                        (("R 下限", "R_LOW", _lows(r_bands)), ("风险等级", "R_GRADE", GRADES)),
                    ),
                ),
            ),
        ),
    )  # fmt: skip


def _lows(bands: tuple[Band, ...]) -> tuple[float, ...]:
    return tuple(float(band.low or 0) for band in bands)


# What the start page says of an edition: (after the version in the first line, what to mind).
_Edition = tuple[str, tuple[str, ...]]
_PLAIN: _Edition = ("只有表内公式，无宏、无外部链接；Excel、WPS、LibreOffice 均可打开", ())
_ADDIN: _Edition = (
    "加载项版：比通用版多“加载项等级”“加载项核对”两列；无宏、无外部链接",
    (
        "· “加载项等级”“加载项核对”由 coatxl 加载项的函数计算，与表内公式的等级互为核对；检查和附表不读这两列，正式等级以“风险等级”为准。",
        "· 没有安装加载项的电脑（包括 WPS）在这两列显示 #NAME?，不影响其他列。安装：coatxl addin install；装好后仍显示 #NAME? 的，按 Ctrl+Alt+F9。",
    ),
)


def _scored_example(band_rule: str) -> str:
    """A row of scores and what the formulas make of it; the standard's own example gives no scores."""
    chosen = [(scale.symbol, scale.values()[i]) for scale, i in ((lec.SCALE_L, 4), (lec.SCALE_E, 1), (lec.SCALE_C, 2))]
    value = lec.d_value(*(score for _, score in chosen))
    named = "、".join(f"{symbol} 选 {plain(score)}" for symbol, score in chosen)
    return f"例如 {named}，自动得出 D＝{plain(value)}、{lec.grade(value, band_rule)}，“取值含义”显示三个分值的原文"


def _guide(band_rule: str, *, addin: bool) -> Guide:
    edition, extra = _ADDIN if addin else _PLAIN
    shown = example()
    unit = shown.risk_points[4][1]
    # The cause whose second measure is item 4: its basis holds, and it shows the numbering of measures.
    number, cause, measures = shown.relation[3]
    item_number, item, basis = next(row for row in shown.checklist if row[1] == measures[1])
    return Guide(
        sheet=GUIDE_SHEET,
        lead=f"依据 {TITLE}　　模板版本 {__version__}　　{edition}",
        colours=(
            ("填写", "input", "黄底：由评价人员填写；带 * 的列必填，有下拉的从下拉中选"),
            ("自动计算", "calculated", "灰底：公式计算，已锁定（无密码，可在“审阅”中撤销保护）"),
            ("待补", "pending", "斜体：L、E、C 没有取全，不会给出等级"),
            ("", "missing", "橙底：这一行已经开始填，这一格还空着"),
            ("取值无效", "invalid", "红字：取值不在判定标准的表内，或是文本、全角数字；出错的格红底"),
            ("同上", "as_above", "浅灰字：与上一行相同；空白或合并的单元格也表示“同上”"),
        ),
        example_source=f"填写示例（取自标准的示例：{shown.risk_point}）",
        example=(
            (UnitRow.sheet, f"评价单元：{unit}　　单元类别：工艺与设备设施　　是否划分风险点：是"),
            (RiskPointRow.sheet, f"评价单元：{unit}　　风险点：{shown.risk_point}　　风险点类别：作业活动"),
            (
                HazardRow.sheet,
                f"风险点：{shown.risk_point}　　危害因素：{shown.hazard}　　事件：{shown.event}　　后果：{shown.outcome}\n序号：{number}　　失控诱因：{cause}　　风险管控措施：{measures[1]}",
            ),
            (
                ChecklistRow.sheet,
                f"风险点：{shown.risk_point}　　序号：{item_number}　　检查项目：{item}　　依据：{basis}　　对应措施：1-{number}.2\n现场检查后填：检查结果、是否符合；不符合的提出整改建议，并列入隐患清单",
            ),
            (
                LecRow.sheet,
                f"风险点：{shown.risk_point}　　危害因素：{shown.hazard}　　L、E、C 从下拉中选，取值依据写明符合判定标准的哪一条\n{_scored_example(band_rule)}",
            ),
        ),
        notes=(
            *extra,
            "· 选中表头可看这一列怎么填；选中 L、E、C、S 的格可看各分值的含义。各表标题一行的“表B.1”等链接转到该表全文，“← 填写说明”回到本页。",
            "· 序号、编号按文本保存，1.10 不会变成 1.1。",
            "· 计算列已预置 300 行，接着空行往下填即可。插入的行没有公式：先在“审阅”中撤销工作表保护（无密码），再把上一行的公式向下填充。",
            "· 在 Excel 中打印时只印已填的行（空表印 20 行，可带到现场手填），表头每页重复。行高不够时拉高该行即可。",
            "· 从外部复制内容时，请用“选择性粘贴—数值”，以保留下拉和颜色。",
        ),
        commands=(
            ("检查底稿", "coatxl check 底稿.xlsx --format xlsx", "生成“检查结果.xlsx”，“位置”一列可点击回到原单元格"),
            ("报告附表", "coatxl annex 底稿.xlsx", "生成风险点划分、危害因素描述、关系表、安全检查表等附表"),
            ("汇总隐患", "coatxl dangers 项目夹/", "把一个文件夹内各底稿的隐患汇总成一张清单"),
            ("查看判定标准", "", "表B.1～B.4、C.1～C.3 原文；所有下拉和公式都引用该表"),
        ),
    )
