"""Faults of sheets, headers and cells that belong to no clause; each is a rule with an id of its own."""

from __future__ import annotations

from coatxl.findings import Severity, Text
from coatxl.rules import Hit, Rule, declare

Fault = tuple[Rule, Hit]
# The form alone: the day that is meant is the person's to say.
DATE_EXAMPLE = Text("如 2026-03-31 的完整日期", "a full date such as 2026-03-31")


def _fault(rule_id: str, severity: Severity, title: Text, message: Text, fix: Text, explanation: str) -> Rule:
    return declare(
        Rule(
            id=rule_id, clause="", severity=severity, mode="automatic", title=title, message=message, fix=fix,
            needs=(), sheets=(), setting="", explanation=explanation,
        )
    )  # fmt: skip


MISSING_SHEET = _fault(
    "CXS-01", "error",
    Text("缺少工作表", "Sheet missing"),
    Text("底稿缺少工作表“{sheet}”（{clause}）", "The working paper has no sheet “{sheet}” ({clause})"),
    Text("从模板补上该表并填写；表名不同时改为“{sheet}”", "Add the sheet from the template, or rename yours to “{sheet}”"),
    "底稿的核心表一张都不能少；依赖它的规则列为“未执行”。",
)  # fmt: skip
MISSING_COLUMN = _fault(
    "CXS-02", "error",
    Text("缺少必需的列", "Required column missing"),
    Text("表“{table}”缺少“{header}”列", "Table “{table}” has no column “{header}”"),
    Text("在表头行补上“{header}”；表头用词不同时改为该词", "Add the header “{header}”, or rename yours to it"),
    "按表头的文字认列，不按位置猜；一张表缺几列报一次，依赖这些列的规则列为“未执行”。",
)  # fmt: skip
AMBIGUOUS_HEADER = _fault(
    "CXS-03", "warning",
    Text("表头不能确定", "Header ambiguous"),
    Text("表头{words}不能确定是不是“{header}”，这一列没有读取", "Header {words} may or may not be “{header}”; it was not read"),
    Text("确是“{header}”的，把表头改成“{header}”；不是的不用改", "If it is, rename the header to “{header}”; otherwise leave it"),
    "有疑问的表头要问清楚，不猜。",
)  # fmt: skip
UNKNOWN_HEADER = _fault(
    "CXS-04", "info",
    Text("有列没有读取", "Columns not read"),
    Text("这些列不是底稿的列，没有检查：{words}", "These columns are not part of the working paper and were not checked: {words}"),
    Text("不需要检查的不用改；需要的把表头改成模板的用词", "Leave them, or rename the headers to the template's words"),
    "说明哪些内容没有检查，不悄悄略过。",
)  # fmt: skip
WRONG_TYPE = _fault(
    "CXS-05", "error",
    Text("取值的类型不对", "Value of the wrong type"),
    Text("“{header}”的“{value}”不是{kind}", "“{value}” in “{header}” is not a {kind}"),
    Text("写成{example}", "Write it as {example}"),
    "日期、数值读不出来的不猜，也不当作空白。",
)  # fmt: skip
NOT_ALLOWED = _fault(
    "CXS-06", "error",
    Text("取值不在可选范围内", "Value not allowed"),
    Text("“{header}”的“{value}”不在可选范围内（{choices}）", "“{value}” in “{header}” is not one of {choices}"),
    Text("从下拉列表中选择", "Choose from the drop-down list"),
    "可选的取值见模板的下拉列表。",
)  # fmt: skip
NOTHING_RECOGNISED = _fault(
    "CXS-07", "error",
    Text("没有识别出底稿的表", "No table recognised"),
    Text("没有识别出底稿的任何一张表，本文件没有检查", "No table of a working paper was recognised; nothing was checked"),
    Text("确是底稿的，把表名和表头改成模板的用词（coatxl new 可生成模板）；不是底稿的移出文件夹",
         "Use the sheet names and headers of the template (coatxl new makes one), or move the file elsewhere"),
    "没有检查的文件不算通过。",
)  # fmt: skip
ERROR_VALUE = _fault(
    "CXS-08", "error",
    Text("单元格是错误值", "Cell shows an error"),
    Text("“{header}”显示错误值 {value}", "“{header}” shows the error {value}"),
    Text("改正公式或改填数值；#REF! 多因删除了被引用的行列", "Mend the formula or type the value; #REF! comes from deleted rows or columns"),
    "错误值不当作空白，也不当作 0。",
)  # fmt: skip
BLANK_REQUIRED = _fault(
    "CXS-09", "error",
    Text("必填项为空", "Required cell blank"),
    Text("“{header}”没有填写", "“{header}” is blank"),
    Text("填写“{header}”：{help}", "Fill in “{header}”"),
    "带 * 的列必填。",
)  # fmt: skip
NO_RESULT = _fault(
    "CXS-10", "warning",
    Text("公式没有保存的结果", "Formula without a stored result"),
    Text("“{header}”有 {count} 格公式没有保存计算结果，这些内容没有读到", "{count} formulas in “{header}” have no stored result and were not read"),
    Text("用 Excel 或 WPS 打开、保存一次再检查", "Open and save the file once in Excel or WPS"),
    "程序生成的文件常没有保存公式的结果；不当作空白。",
)  # fmt: skip
RECOMPUTED = _fault(
    "CXS-11", "info",
    Text("公式没有保存的结果，已重新计算", "Formulas recomputed"),
    Text("“{header}”等 {count} 格公式没有保存计算结果，已按判定标准重新计算", "{count} formulas in “{header}” … have no stored result; they were recomputed"),
    Text("不用改；用 Excel 或 WPS 打开保存一次即可", "Nothing to do; saving once in Excel or WPS stores the results"),
    "D、R、等级由 L、E、C、S 重新计算，与是否保存结果无关。",
)  # fmt: skip
NOT_READ = _fault(
    "CXS-12", "info",
    Text("工作表没有读取", "Sheet not read"),
    Text("工作表“{sheet}”不是底稿的表，没有检查", "Sheet “{sheet}” is not part of a working paper and was not checked"),
    Text("不需要检查的不用改；需要的把表名和表头改成模板的用词", "Leave it, or use the template's sheet name and headers"),
    "说明哪些表没有检查。",
)  # fmt: skip
OTHER_HEADERS = _fault(
    "CXS-18", "warning",
    Text("表名对，表头不对", "Known sheet with other headers"),
    Text("工作表“{sheet}”按表名是“{table}”，表头却对不上，没有检查。“{table}”的表头：{expected}；现有：{found}",
         "Sheet “{sheet}” is “{table}” by its name, but its headers are not: it was not checked. Expected: {expected}; found: {found}"),
    Text("把表头改成模板的用词；不是“{table}”的，改表名", "Use the template's headers, or rename the sheet if it is something else"),
    "表名和底稿的表相同，表头认不出，多半是表头用词不同；依赖它的规则列为“未执行”。",
)  # fmt: skip
HIDDEN = _fault(
    "CXS-13", "info",
    Text("有隐藏的内容", "Hidden content"),
    Text("工作表“{sheet}”{what}，隐藏的内容同样检查了", "Sheet “{sheet}”: {what}; hidden content was checked as well"),
    Text("交付前取消隐藏或删除", "Unhide or delete it before delivery"),
    "隐藏的行、列、表不略过。",
)  # fmt: skip
VALUES_ONLY = _fault(
    "CXS-14", "info",
    Text("只读到数值", "Values only"),
    Text("{kind} 格式读不到公式和隐藏行，只按显示的数值检查", "Format {kind} shows neither formulas nor hidden rows; values only were checked"),
    Text("另存为 .xlsx 后可完整检查", "Save as .xlsx for the full check"),
    "旧格式读不到公式，D 和等级按数值重新计算。",
)  # fmt: skip
EMPTY_TABLE = _fault(
    "CXS-15", "warning",
    Text("表里没有数据", "Table without rows"),
    Text("表“{table}”只有表头，没有数据行", "Table “{table}” has a header and no rows"),
    Text("填写该表；不需要的在“项目信息”说明", "Fill in the table"),
    "空表不算通过。",
)  # fmt: skip
NOT_BEGUN = _fault(
    "CXS-17", "info",
    Text("预置的表还没有填写", "Prefilled sheet not begun"),
    Text("还没有填写：{tables}，只有预置的内容，这些表的规则没有执行", "Not begun: {tables}; they hold only what the template gives, and their rules were not run"),
    Text("填写后再检查；送审前用 coatxl gate 看还缺什么", "Fill it in and check again; coatxl gate says what is missing"),
    "没有填写的表既不算错误，也不算通过；一份底稿只报一次。",
)  # fmt: skip
MERGED_BLANKS = _fault(
    "CXS-16", "warning",
    Text("合并单元格只算第一行", "Merged cell counts once"),
    Text("“{header}”的 {range} 是合并单元格，内容只算在第 {first} 行，其余 {count} 行按空白读取",
         "{range} in “{header}” is merged; it counts for row {first} only, the other {count} rows are read as blank"),
    Text("各行都适用的，取消合并后逐行填写；不适用的不用改", "If it holds for every row, unmerge and fill in each; otherwise leave it"),
    "只有写明“空白或合并＝同上”的列，合并单元格才表示同上；其余的列不猜。",
)  # fmt: skip
