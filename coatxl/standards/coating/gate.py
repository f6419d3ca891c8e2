"""gate: what a reviewer asks before a report is handed in, and the rules that answer it (应急〔2023〕99号; 12).

The regulator's list of untrue (失实) and false (虚假) reports and the standard's own report contents, each with the rules
whose findings say no. Every rule belongs to one item, so that one fault fails one item.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.standards.coating.tables import BuildingRow, ChemicalRow, HiddenDangerRow, MajorHazardRow
from coatxl.standards.coating.tables.survey import BUILDINGS
from coatxl.tables import faults

if TYPE_CHECKING:
    from coatxl.standards.coating.dossier import Dossier
    from coatxl.tables.table import Table

UNTRUE, FALSE, CONTENT = Text("失实", "untrue"), Text("虚假", "false"), Text("报告内容", "contents")


@dataclass(frozen=True, slots=True)
class GateItem:
    """One question. rules: ids, or beginnings of ids that end in "-"; person: what no program can judge of it."""

    id: str
    kind: Text
    title: Text
    rules: tuple[str, ...]
    person: Text


ITEMS = (
    GateItem("G01", UNTRUE, Text("现场情况如实：勘察数据齐全，没有占位内容", "The site as it is: data complete, no placeholders"),
             ("CX0-01", "CX6.1-01", "CX6.1-02"), Text("布局、参数、周边情况与现场对照", "Compare layout, figures and surroundings with the site")),
    GateItem("G02", UNTRUE, Text("关键区域、设备、物料没有遗漏", "No key area, equipment or material is left out"),
             ("CX5.2-01", "CX5.2-03", "CX5.3-03", "CX6.2-01", "CX6.3-", "CX7.1-01", "CX7.4-", "CXA-"),
             Text("到现场核对设备清单和物料清单", "Check the lists of equipment and material on site")),
    GateItem("G03", UNTRUE, Text("引用的法规标准现行、依据到条款", "The laws and standards cited are in force, down to the clause"),
             ("CX4-01", "CX5.3-02", "CX7.3-03", "CX8.2-07", "CX8.2-08"), Text("主要条款没有遗漏", "No main clause is missed")),
    GateItem("G04", UNTRUE, Text("淘汰落后的工艺、设备已经辨识", "Processes and equipment to be phased out are identified"),
             ("CXG-01",), Text("对照现行淘汰目录核对", "Compare with the catalogue in force")),
    GateItem("G05", UNTRUE, Text("重大危险源已辨识，计算和分级正确", "Major hazard installations identified, computed and graded"),
             ("CX7.5-",), Text("实际存在量按最大量核对", "Check that the quantity is the largest one")),
    GateItem("G06", UNTRUE, Text("强制性条件逐项检查，没有空项", "Mandatory conditions are checked item by item"),
             ("CX8.2-01", "CX8.2-02", "CX8.2-03", "CX8.2-04", "CX8.2-05", "CX8.2-06", "CX8.2-09"),
             Text("检查结果与现场记录一致", "The results agree with the site records")),
    GateItem("G07", UNTRUE, Text("重大事故隐患逐条判定", "Every situation of a major hidden danger is judged"),
             ("CX8.2-13", "CX8.2-14", "CX8.2-15", "CX8.2-16", "CX8.2-17", "CX8.2-18", "CX8.2-19", "CX10.1-06"), Text("判定结论由负责人确认", "The verdicts are confirmed by the person in charge")),
    GateItem("G08", UNTRUE, Text("措施与问题相符", "Measures fit the problems"),
             ("CX7.2-", "CX7.3-01", "CX7.3-02", "CX8.2-11", "CX8.3-04", "CX9.1-01", "CX9.2-01", "CXG-02"),
             Text("措施有针对性、可操作、经济合理", "Measures are specific, feasible and reasonable")),
    GateItem("G09", FALSE, Text("隐患及整改情况如实，有通报、复查和影像", "Hidden dangers and their rectification as they are"),
             ("CX6.1-03", "CX6.1-05", "CX8.2-10", "CX8.2-12", "CX10.1-02", "CX10.1-03", "CX10.1-04", "CX10.1-05", "CX10.1-07", "CX10.2-"),
             Text("影像与现场、日期相符，没有代签", "Photos agree with site and dates; nobody signed for another")),
    GateItem("G10", FALSE, Text("项目组专业齐全，资格已核对", "The team has all disciplines, qualifications checked"),
             ("CX5.1-01",), Text("人员到过现场", "The people were on site")),
    GateItem("G11", CONTENT, Text("评价范围完整并经委托单位书面确认", "The scope is complete and confirmed in writing"),
             ("CX5.2-02", "CX5.2-04"), Text("范围文件有签章", "The scope document is signed")),
    GateItem("G12", CONTENT, Text("评价所需资料齐全并按期保存", "Documents are complete and kept"),
             ("CX5.3-01", "CX6.1-04"), Text("资料真实有效", "The documents are genuine and valid")),
    GateItem("G13", CONTENT, Text("评价方法、准则有选用理由和局限性", "Methods and criteria with reasons and limits"),
             ("CX8.1-",), Text("方法适用", "The methods are suitable")),
    GateItem("G14", CONTENT, Text("风险评价取值合法、计算正确、没有漏项", "Risk scores are legal, computed right and complete"),
             ("CX8.3-01", "CX8.3-02", "CX8.3-03", "CX8.3-05", "CX8.3-06", "CXB-", "CXC-"), Text("取值符合现场实际", "The scores fit the site")),
    GateItem("G15", CONTENT, Text("现场复核完成", "The re-check on site is done"), ("CX10.1-01",), Text("复核人到过现场", "The reviewer was on site")),
    GateItem("G16", CONTENT, Text("评价结论齐全、明确，与表中事实一致", "The conclusion is complete, explicit and agrees with the tables"),
             ("CX11-", "CX12.1-01"), Text("结论由负责人审定", "The conclusion is approved")),
    GateItem("G17", CONTENT, Text("报告章节齐全", "The report has all parts"), ("CX12.2-01",), Text("章节内容充实", "The parts have substance")),
    GateItem("G18", CONTENT, Text("报告附件齐全", "The report has all annexes"), ("CX12.2-02",), Text("附件是原件的复制件", "The annexes are copies of originals")),
    GateItem("G19", CONTENT, Text("报告格式符合 AQ 8001", "The format follows AQ 8001"), ("CX12.3-01",), Text("对照 AQ 8001 核对", "Compare with AQ 8001")),
    GateItem("G20", CONTENT, Text("底稿能读全，编号和引用对得上", "The paper can be read, its numbers and references hold"),
             ("CX0-02", "CX0-03", "CXS-", "CXF-"), Text("无", "none")),
)  # fmt: skip


# What a paper need not have: their not running withholds no pass (a separate 关系表, optional columns and methods).
OPTIONAL = frozenset({"CX7.2-03", "CX7.3-02", "CXB-06", "CXC-03"})
# Either method evaluates the risks (8.3.2): where one table is judged, the other is not missed.
METHODS = ("CXB-", "CXC-")


# Findings that say no more than that an input is not there; without it the gate gives no verdict.
ABSENT = frozenset({faults.MISSING_SHEET.id, faults.EMPTY_TABLE.id})
EVALUATED = "CX8.3-01"


@dataclass(frozen=True, slots=True)
class Input:
    """A sheet, or a column of it, without which the gate cannot vouch for a rule, although the rule runs without it.

    told: what the rule's findings that say no more than this have in their message; "" for all of them.
    """

    rule: str
    table: type[Table]
    column: str = ""
    told: str | None = None


INPUTS = (
    Input("CX7.5-01", ChemicalRow),
    Input("CX7.5-01", MajorHazardRow, told=""),
    Input("CX7.5-04", ChemicalRow),
    Input("CX7.5-04", MajorHazardRow, "category"),
    Input("CX6.1-02", BuildingRow, told=BUILDINGS.word),
    Input("CX8.2-10", HiddenDangerRow, told=""),
    Input("CX10.1-02", HiddenDangerRow, "state"),
    Input("CX10.1-07", HiddenDangerRow, "state"),
)


def unvouched(paper: Dossier) -> list[tuple[Input, Text]]:
    """The inputs that a paper lacks, each with the reason as a reader is told it."""
    found = []
    for each in INPUTS:
        sheet, rows = each.table.sheet, paper.rows(each.table)
        if not paper.has(each.table):
            found.append((each, Text(f"没有“{sheet}”表", f"no sheet “{sheet}”")))
        elif each.column and rows and not any(row.has(each.column) for row in rows):
            header = each.table.fields[each.column].column.header
            found.append((each, Text(f"“{sheet}”没有“{header}”列", f"sheet “{sheet}” has no column “{header}”")))
    return found


def is_absence(rule: str, not_run: Collection[str]) -> bool:
    """Whether a finding of this rule only says that an input is missing, on a paper on which these did not run."""
    return rule in ABSENT or (rule == EVALUATED and all(f"{method}01" in not_run for method in METHODS))


def missed(not_run: Iterable[str]) -> list[str]:
    """The rules among those that did not run on a paper that withhold a pass; the others do not apply to it."""
    ids = [rule for rule in not_run if rule not in OPTIONAL]
    lec, matrix = (any(rule == f"{method}01" for rule in ids) for method in METHODS)
    if lec == matrix:  # both tables are there, or none is
        return ids
    absent = METHODS[0] if lec else METHODS[1]
    return [rule for rule in ids if not rule.startswith(absent)]


def item_of(rule: str) -> GateItem:
    """The item that a rule answers; KeyError for a rule that belongs to none."""
    exact = next((item for item in ITEMS if rule in item.rules), None)
    if exact is not None:
        return exact
    for item in ITEMS:
        if any(word.endswith("-") and rule.startswith(word) for word in item.rules):
            return item
    raise KeyError(rule)
