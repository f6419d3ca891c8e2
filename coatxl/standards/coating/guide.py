"""guide: the working paper as a whole: start page (填写说明), what each sheet is for, and the sheet of criteria (附录 B, C)."""

from __future__ import annotations

from coatxl import __version__
from coatxl.criteria import lec
from coatxl.criteria.bands import LOWER_INCLUSIVE
from coatxl.criteria.guards import INVALID, UNFINISHED
from coatxl.criteria.scores import plain
from coatxl.standards.coating.example import example
from coatxl.standards.coating.naming import DOCUMENT, TITLE
from coatxl.standards.coating.pages.criteria import criteria
from coatxl.standards.coating.pages.paper import STAGE_OF, pages
from coatxl.standards.coating.tables import (
    GUIDE_SHEET,
    ChecklistRow,
    HazardRow,
    LecRow,
    ProjectRow,
    RiskPointRow,
    UnitRow,
)
from coatxl.standards.coating.tables.project import ACCEPTABLE, ENTERPRISE, EVALUATION_DATE, FACTS, METHOD
from coatxl.tables.blueprint import Blueprint, Form, Guide, Page

PAPER_TITLE = "涂装企业安全现状评价底稿"
FILE_NAME, ADDIN_FILE_NAME = f"{PAPER_TITLE}.xlsx", f"{PAPER_TITLE}_加载项版.xlsx"


def blueprint(band_rule: str = LOWER_INCLUSIVE, *, addin: bool = False, core: bool = False) -> Blueprint:
    """Return the working paper under a boundary rule of B.4; ValueError for an unknown rule.

    core: only the sheets of the chain from 评价单元 to 隐患清单, without those of the other clauses.
    addin: the edition whose risk sheets have the add-in's grade and its comparison beside the native formulas.
    """
    form = Form(
        page=Page(
            ProjectRow, "企业名称、评价类型、评价基准日、方法选择理由、可接受风险等级", hint="带 * 的项目必填，名称不要改",
            stage=STAGE_OF[ProjectRow.sheet],
        ),
        lines=FACTS,
        names={
            ENTERPRISE.word: "ENTERPRISE", EVALUATION_DATE.word: "EVAL_DATE", METHOD.word: "EVAL_METHOD",
            ACCEPTABLE.word: "ACCEPT_GRADE",
        },
    )  # fmt: skip
    guide = _guide(band_rule, addin=addin)
    shown = pages(band_rule, addin=addin, core=core)
    return Blueprint(PAPER_TITLE, DOCUMENT, guide, form, shown, criteria(band_rule, core=core))


# What the start page says of an edition: (after the version in the first line, what to mind).
_Edition = tuple[str, tuple[str, ...]]
_PLAIN: _Edition = ("只有表内公式，无宏、无外部链接；Excel、WPS、LibreOffice 均可打开", ())
_ADDIN: _Edition = (
    "加载项版：比通用版多“加载项等级”“加载项核对”两列；无宏、无外部链接",
    (
        "· “加载项等级”“加载项核对”由 coatxl 加载项的函数计算，与表内公式的等级互为核对；检查和附表不读这两列，正式等级以“风险等级”为准。",
        "· 没有安装加载项的电脑（包括 WPS）在这两列显示 #NAME?，不影响其他列。只在 Windows 的 Excel 中可用，安装分三步：",
        "　1. 在命令行运行 coatxl addin install，再按它列出的做一次（装上 xlwings 选项卡，信任对 VBA 工程对象模型的访问）；coatxl doctor 可查看缺什么。",
        "　2. 把本工作簿另存为 .xlsm，在 xlwings 选项卡点 Import Functions；只装好而没有这一步，仍显示 #NAME?。",
        "　3. 导入后仍显示 #NAME? 的，按 Ctrl+Alt+F9 重新计算。发给别人时用另存前的 .xlsx。",
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
            (UNFINISHED, "pending", "斜体：L、E、C 没有取全，不会给出等级"),
            ("", "missing", "橙底：这一行已经开始填，这一格还空着（灰格是公式丢了）"),
            (INVALID, "invalid", "红字：取值不在判定标准的表内，或是文本、全角数字；出错的格红底"),
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
            "· 计算列已预置 {rows} 行，接着空行往下填即可。插入的行和预置之后的行没有公式，“状态”会显示“缺公式”：先在“审阅”中撤销工作表保护（无密码），再把上一行的公式向下填充。排序、删除有计算列的行，也要先撤销保护。",
            "· 在 Excel 中打印时只印已填的行（空表印 {blank} 行，可带到现场手填），表头每页重复，太宽的表左右分两页、每页都有前几列；LibreOffice 会连预置的空行一起印，打印时选页码范围。",
            "· 填写的文字长了，行会自动增高；没有增高的，在行号之间双击，或拉高该行。",
            "· 从外部复制内容时，请用“选择性粘贴—数值”，以保留下拉和颜色。",
        ),
        commands=(
            ("检查底稿", "coatxl check 底稿.xlsx --format xlsx", "生成“检查结果.xlsx”，“位置”一列可点击回到原单元格"),
            ("对策和结论草稿", "coatxl conclude 底稿.xlsx", "从各表得出对策措施和评价结论的草稿，供人改写"),
            ("送审前核对", "coatxl gate 底稿.xlsx", "失实、虚假情形和报告内容逐项列出通过、不通过、无法机检"),
            ("报告附表", "coatxl annex 底稿.xlsx", "生成风险点划分、危害因素描述、关系表、安全检查表等附表"),
            ("报告全部表格", "coatxl annex --all 底稿.xlsx", "12.2 的表格编号汇成一个 Word 和一个 Excel，附目录"),
            ("汇总隐患", "coatxl dangers 项目夹/", "把一个文件夹内各底稿的隐患汇总成一张清单"),
            ("查看判定标准", "", "表B.1～B.4、C.1～C.3 原文；所有下拉和公式都引用该表"),
        ),
    )
