from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import soffice
from papers import Grids

from coatxl.annex import xlsx
from coatxl.annex.block import EmptyAnnex, spans
from coatxl.settings import LecSettings, Settings
from coatxl.standards.coating import standard
from coatxl.standards.coating.annexes import NAMES, annexes
from coatxl.standards.coating.demo_papers import as_printed, faulty
from coatxl.standards.coating.example import example
from coatxl.standards.coating.tables import (
    ChecklistRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    MatrixRow,
    RelationRow,
    RiskPointRow,
)
from coatxl.tables import read
from coatxl.workbook.book import Book, Sheet

DIVISION, DESCRIPTION, RELATION, CHECKLIST, RISKS, DANGERS, _COMPARISON = NAMES


def dossier(book):
    reading = read.read(book, standard.TABLES, standard.IGNORED_SHEETS)
    return standard.dossier(reading, file="甲厂/底稿.xlsx", sha256="ab" * 32)


def grid(table, *rows):
    """A sheet with just the columns of the first row."""
    titles = [table.fields[name].title for name in rows[0]]
    return Sheet(table.sheet, rows=[titles, *([row.get(name) or None for name in rows[0]] for row in rows)])


def paper(*sheets):
    return dossier(Book("底稿.xlsx", "ab" * 32, "xlsx", list(sheets)))


def made(source, name, settings=None):
    return annexes(source, settings or Settings(), [name])


def texts(block):
    """The block as rows of texts; a merged cell stands at its first place."""
    rows = [[""] * len(block.widths) for _ in block.rows]
    for placed in block.placed:
        rows[placed.row][placed.col] = placed.cell.text
    return rows


def column(block, header):
    (place,) = [p for p in block.placed if p.row == 0 and p.cell.text == header]
    return [p.cell.text for p in block.placed if p.row > 0 and p.col == place.col]


def notes(block):
    return list(block.notes)


@pytest.fixture(scope="module")
def printed():
    """The standard's example as strangers have it: 7.2 and 7.3 as two tables, the results of 8.2 still blank."""
    x = example()
    keys = {"risk_point": x.risk_point, "hazard": x.hazard, "event": x.event, "outcome": x.outcome}
    points = [dict(zip(("number", "unit", "risk_point", "step"), row, strict=True)) for row in x.risk_points]
    causes = [keys | {"number": n, "cause": cause} for n, cause in x.causes]
    relation = [keys | {"number": n, "cause": c, "measure": m} for n, c, measures in x.relation for m in measures]
    items = [
        {"risk_point": x.risk_point, "number": n, "item": item, "basis": basis, "observation": "", "conforms": ""}
        for n, item, basis in x.checklist
    ]
    return paper(
        grid(RiskPointRow, *points), grid(HazardRow, *causes), grid(RelationRow, *relation), grid(ChecklistRow, *items)
    )


@pytest.fixture(scope="module")
def workbook(printed, tmp_path_factory):
    target = tmp_path_factory.mktemp("annex") / "附表.xlsx"
    xlsx.write(annexes(printed, Settings()), target, title="附表")
    return openpyxl.load_workbook(target)


def cells(sheet, size):
    """Rows 2 and on: row 1 is the caption."""
    return [["" if c.value is None else c.value for c in row] for row in sheet.iter_rows(min_row=2, max_row=1 + size)]


def merges(sheet, size):
    return {str(m) for m in sheet.merged_cells.ranges if m.max_row <= 1 + size}


PINNED = [
    ("risk_points", "17e7f6028b825e94a576ee239175a3ef40e3896da0fcf30951177964f1674bc2"),
    ("causes", "95e585e5bfe40ea8e88aafdabe867f7d1229eaecfdae1679c69ce2ee3435f126"),
    ("relation", "85223d061c604e0f0fb897864e3969d33c9bf3089d0ef2f75907902b4a6c6e1b"),
    ("checklist", "aabb94dfec81375ad42553e36bcb485533c3a334860c55b60bca3e0734286c51"),
]


@pytest.mark.parametrize(("name", "sha256"), PINNED, ids=[name for name, _ in PINNED])
def test_example_is_the_standards_character_by_character(name, sha256):
    text = json.dumps(getattr(example(), name), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == sha256


def test_division_equals_the_table_of_6_3(workbook):
    sheet = workbook[DIVISION]
    assert cells(sheet, 9) == [
        ["序号", "评价单元", "风险点", "作业步骤/设备"],
        ["1", "喷漆单元", "调漆间", "调漆作业"],
        ["2", "", "供漆间", "-"],
        ["3", "", "工件上、下线", "-"],
        ["4", "", "静电除尘", "-"],
        ["5", "", "自动化喷漆线", "喷漆作业"],
        ["", "", "", "洗枪作业"],
        ["", "", "", "打捞漆渣"],
        ["6", "", "烘干生产线", "-"],
    ]
    assert merges(sheet, 9) == {"B3:B10", "A7:A9", "C7:C9"}


def test_description_equals_the_table_of_7_2(workbook):
    x = example()
    sheet = workbook[DESCRIPTION]
    assert len(x.causes) == 20
    assert cells(sheet, 24) == [
        ["风险点", "喷漆作业", "", ""],
        ["危害因素", "可燃液体蒸气积聚", "后果", "爆燃"],
        ["事件", "可燃液体蒸气积聚达到爆炸极限情况下，遇到点火源，引起爆燃事故。", "", ""],
        ["失控诱因分析", "", "", ""],
        *([number, cause, "", ""] for number, cause in x.causes),
    ]
    assert merges(sheet, 24) == {"B2:D2", "B4:D4", "A5:D5", *(f"B{r}:D{r}" for r in range(6, 26))}


def test_relation_equals_the_table_of_7_3(workbook):
    x = example()
    sheet = workbook[RELATION]
    body, ranges, row = [], set(), 6
    for number, cause, measures in x.relation:
        for k, measure in enumerate(measures):
            body.append([number, cause, "", measure, ""] if k == 0 else ["", "", "", measure, ""])
            ranges.add(f"D{row + k}:E{row + k}")
        last = row + len(measures) - 1
        ranges |= {f"B{row}:C{last}"} | ({f"A{row}:A{last}"} if last > row else set())
        row = last + 1
    assert len(body) == 30
    assert cells(sheet, 34) == [
        ["风险点", "", "喷漆作业", "", ""],
        ["危害因素", "", "可燃液体蒸气积聚", "后果", "爆燃"],
        ["事件", "", "可燃液体蒸气积聚达到爆炸极限情况下，遇到点火源，引起爆燃事故。", "", ""],
        ["失控诱因", "", "", "风险管控措施", ""],
        *body,
    ]
    assert {"A9:A10", "B9:C10"} <= ranges  # cause 4 has two measures
    assert merges(sheet, 34) == {"A2:B2", "C2:E2", "A3:B3", "A4:B4", "C4:E4", "A5:C5", "D5:E5", *ranges}


def test_checklist_equals_the_table_of_8_2(workbook):
    x = example()
    sheet = workbook[CHECKLIST]
    assert len(x.checklist) == 28
    assert cells(sheet, 30) == [
        ["序号", "检查项目", "依据", "检查结果", "是否符合"],
        ["风险点：喷漆作业", "", "", "", ""],
        *([number, item, basis, "", ""] for number, item, basis in x.checklist),
    ]
    assert merges(sheet, 30) == {"A3:E3"}


def test_print_titles_are_the_forms_own_heads(workbook):
    assert {sheet.title: sheet.print_title_rows for sheet in workbook} == {
        DIVISION: "$2:$2", DESCRIPTION: "$2:$5", RELATION: "$2:$5", CHECKLIST: "$2:$2",
    }  # fmt: skip


def test_one_sheet_of_causes_and_measures_gives_both_forms():
    source = dossier(Grids(as_printed()).book())
    (description,) = made(source, DESCRIPTION)
    (relation,) = made(source, RELATION)
    causes = [(number, cause) for number, cause, _ in example().relation]
    assert [tuple(row[:2]) for row in texts(description)[4:]] == causes
    assert [tuple(row[:2]) for row in texts(relation)[4:] if row[0]] == causes
    assert [row[3] for row in texts(relation)[4:]] == [m for _, _, measures in example().relation for m in measures]


def test_tables_are_numbered_in_order():
    blocks = annexes(dossier(Grids(faulty()).book()), Settings())
    assert [block.number for block in blocks] == [f"表 A.{n}" for n in range(1, len(blocks) + 1)]
    assert list(dict.fromkeys(block.table for block in blocks)) == list(NAMES)


def test_annex_without_data_is_said(printed):
    assert DANGERS not in {block.table for block in annexes(printed, Settings())}
    with pytest.raises(EmptyAnnex, match="底稿中没有“隐患清单”的数据"):
        annexes(printed, Settings(), [CHECKLIST, DANGERS])
    empty = Book("空.xlsx", "", "xlsx", [Sheet("风险点划分", rows=[["序号", "评价单元*", "风险点*", "作业步骤/设备"]])])
    with pytest.raises(EmptyAnnex, match="没有可以汇编成附表的数据"):
        annexes(dossier(empty), Settings())


def test_unknown_annex_is_refused_with_the_known_ones(printed):
    with pytest.raises(ValueError, match="没有附表“检查表”；可用的为风险点划分、"):
        annexes(printed, Settings(), ["检查表"])


def test_provenance_names_the_rows_and_the_settings_and_no_clock(printed):
    (block,) = made(printed, CHECKLIST, Settings(evaluation_date=date(2026, 3, 31)))
    source, digest, settings, basis = block.provenance.lines()
    assert source == "来源：甲厂/底稿.xlsx，“安全检查表”第2～29行"
    assert digest == f"来源文件 SHA-256：甲厂/底稿.xlsx {'ab' * 32}"
    assert "可接受等级：一般风险（默认）" in settings
    assert "评价基准日：2026-03-31" in settings
    assert basis.startswith(f"依据：{standard.TITLE}；由 coatxl ")
    (relation,) = made(printed, RELATION)
    assert [(s.sheet, spans(s.rows)) for s in relation.provenance.sources] == [
        ("危害因素描述", "2～21"), ("关系表", "2～31"),
    ]  # fmt: skip


def test_steps_with_numbers_of_their_own_keep_them():
    point = {"unit": "甲", "risk_point": "线", "step": "喷"}
    source = paper(grid(RiskPointRow, {"number": "1.1", **point}, {"number": "1.2", **point, "step": "洗"}))
    (block,) = made(source, DIVISION)
    assert texts(block)[1:] == [["1.1", "甲", "线", "喷"], ["1.2", "", "", "洗"]]


def test_risk_points_without_numbers_are_numbered():
    rows = [
        {"unit": u, "risk_point": p, "step": s}
        for u, p, s in (("甲", "线", "喷"), ("甲", "线", "洗"), ("乙", "线", "-"))
    ]
    (block,) = made(paper(grid(RiskPointRow, *rows)), DIVISION)
    assert texts(block)[1:] == [["1", "甲", "线", "喷"], ["", "", "", "洗"], ["2", "乙", "线", "-"]]


def test_merged_risk_points_are_explained_below_the_table():
    row = {
        "number": "1",
        "unit": "甲",
        "risk_point": "空压机",
        "step": "-",
        "merged": "1#、2#",
        "merge_note": "型号相同",
    }
    (block,) = made(paper(grid(RiskPointRow, row)), DIVISION)
    assert notes(block) == ["注：“空压机”合并了1#、2#：型号相同"]


HAZARD = {
    "unit": "甲单元",
    "risk_point": "线",
    "step": "喷漆",
    "hazard": "蒸气",
    "event": "爆燃事故",
    "outcome": "爆燃",
}


def hazard(**values):
    row = {**HAZARD, "number": "1", "cause": "敞口", "measure": "密闭", **values}
    source = paper(grid(HazardRow, row))
    return texts(made(source, DESCRIPTION)[0]), texts(made(source, RELATION)[0])


def test_step_stands_beside_its_risk_point():
    description, relation = hazard()
    assert description[0][:2] == ["风险点", "线／喷漆"]
    assert relation[0][:3] == ["风险点", "", "线／喷漆"]


def test_unit_that_is_not_divided_stands_for_the_risk_point():
    description, _ = hazard(risk_point="-", step="-")
    assert description[0][:2] == ["评价单元", "甲单元"]


def test_cause_without_measure_keeps_a_blank_cell():
    _, relation = hazard(measure="")
    assert relation[4:] == [["1", "敞口", "", "", ""]]


def test_each_hazard_has_a_form_of_its_own():
    source = dossier(Grids(faulty()).book())
    blocks = made(source, DESCRIPTION)
    assert [texts(block)[1][1] for block in blocks] == [h.hazard for h in source.hazards]
    assert len(blocks) > 1


ITEM = {
    "unit": "甲单元",
    "risk_point": "线",
    "number": "1",
    "item": "密闭",
    "basis": "GB1",
    "observation": "已密闭",
    "conforms": "符合",
}


def checklist(*changes):
    (block,) = made(paper(grid(ChecklistRow, *({**ITEM, **change} for change in changes))), CHECKLIST)
    return block


def test_items_of_a_risk_point_stand_together_in_order_of_appearance():
    block = checklist({}, {"risk_point": "间"}, {"number": "2"})
    assert [row[0] for row in texts(block)[1:]] == ["风险点：线", "1", "2", "风险点：间", "1"]


def test_unit_without_risk_points_has_a_group_of_its_own():
    assert texts(checklist({"risk_point": "-"}))[1][0] == "评价单元：甲单元"


def test_risk_points_of_one_name_in_two_units_are_told_apart():
    rows = texts(checklist({}, {"unit": "乙单元"}))
    assert [rows[1][0], rows[3][0]] == ["风险点：线（甲单元）", "风险点：线（乙单元）"]


def test_verdicts_are_counted_and_a_failure_stands_out():
    block = checklist({}, {"conforms": "不符合"}, {"conforms": ""}, {"conforms": "大概"})
    assert notes(block) == ["注：共4项：符合1项，不符合1项，未判定2项。"]
    assert [(p.cell.text, p.cell.role) for p in block.placed if p.row > 1 and p.col == 4] == [
        ("符合", "body"), ("不符合", "stress"), ("", "body"), ("大概", "body"),
    ]  # fmt: skip


RISK = {"unit": "甲", "risk_point": "线", "step": "喷", "hazard": "蒸气", "outcome": "爆燃"}


def lec(likelihood, exposure, consequence, **stated):
    return {
        **RISK,
        "likelihood": likelihood,
        "exposure": exposure,
        "consequence": consequence,
        "d": "",
        "grade": "",
        **stated,
    }


def risks(*sheets, settings=None):
    return made(paper(*sheets), RISKS, settings)


def test_values_and_grades_are_recomputed_and_differences_told():
    table, _ = risks(grid(LecRow, lec(3, 6, 15, d=27, grade="低风险"), lec(0.1, 0.5, 3, d=0.15, grade="轻微风险")))
    assert texts(table)[1:] == [
        ["1", "甲", "线", "喷", "蒸气", "爆燃", "3", "6", "15", "270", "较大风险", "不可接受"],
        ["2", "甲", "线", "喷", "蒸气", "爆燃", "0.1", "0.5", "3", "0.15", "轻微风险", "可接受"],
    ]
    assert notes(table) == ["注：序号1，底稿填D=27、“低风险”，重新计算为D=270、“较大风险”。"]
    assert [p.cell.value for p in table.placed if p.row == 2 and p.col == 9] == [Decimal("0.15")]


def test_unfinished_and_invalid_rows_have_no_grade():
    table, totals = risks(grid(LecRow, lec(3, None, 15), lec(4, 6, 15), lec("１０", 6, 15)))
    assert [row[6:] for row in texts(table)[1:]] == [
        ["3", "", "15", "待补", "待补", ""],
        ["4", "6", "15", "取值无效", "取值无效", ""],
        ["１０", "6", "15", "取值无效", "取值无效", ""],
    ]
    assert column(totals, "合计") == ["0", "0", "0", "0", "0", "3", "3"]
    assert column(totals, "风险等级")[5:] == ["未得出等级", "合计"]


def test_both_methods_share_the_sheet_and_the_totals():
    row = {**RISK, "likelihood": 4, "consequence": 5, "r": "", "grade": ""}
    first, second, totals = risks(grid(LecRow, lec(10, 1, 7)), grid(MatrixRow, row, {**row, "likelihood": 1}))
    assert texts(second)[0][6:] == ["L", "S", "", "R", "风险等级", "是否可接受"]
    assert [r[6:] for r in texts(second)[1:]] == [
        ["4", "5", "", "20", "重大风险", "不可接受"], ["1", "5", "", "5", "低风险", "可接受"],
    ]  # fmt: skip
    assert first.widths == second.widths == totals.widths
    assert [[t for t in row if t] for row in texts(totals)] == [
        ["风险等级", "作业条件危险性分析法", "风险矩阵法", "合计", "是否可接受"],
        ["重大风险", "0", "1", "1", "不可接受"],
        ["较大风险", "0", "0", "0", "不可接受"],
        ["一般风险", "1", "0", "1", "可接受"],
        ["低风险", "0", "1", "1", "可接受"],
        ["轻微风险", "0", "0", "0", "可接受"],
        ["合计", "1", "2", "3"],
    ]


@pytest.mark.parametrize(("rule", "grade"), [("lower_inclusive", "一般风险"), ("upper_inclusive", "低风险")])
def test_shared_limit_follows_the_setting_and_says_so(rule, grade):
    table, _ = risks(grid(LecRow, lec(10, 1, 7)), settings=Settings(lec=LecSettings(band_rule=rule)))
    assert texts(table)[1][9:11] == ["70", grade]
    assert any(line.startswith("分级界：") for line in table.provenance.settings)


def test_danger_list_has_the_words_of_the_paper():
    row = {
        "number": "", "unit": "甲", "risk_point": "线", "description": "=报警仪停用", "issue": "失效", "basis": "GB1",
        "level": "重大隐患", "suggestion": "恢复", "owner": "王某", "deadline": date(2026, 4, 10), "state": "整改中", "recheck": "",
    }  # fmt: skip
    (block,) = made(paper(grid(HiddenDangerRow, row)), DANGERS)
    assert block.title == "安全隐患清单"
    assert texts(block) == [
        [
            "序号",
            "评价单元",
            "风险点",
            "隐患描述",
            "问题类型",
            "依据",
            "隐患级别",
            "整改建议",
            "整改责任人",
            "整改时限",
            "整改状态",
            "复查结果",
        ],
        ["1", "甲", "线", "=报警仪停用", "失效", "GB1", "重大隐患", "恢复", "王某", "2026-04-10", "整改中", ""],
    ]
    assert [p.cell.role for p in block.placed if p.cell.text == "重大隐患"] == ["stress"]
    assert notes(block) == ["注：共1项：重大隐患1项。"]


@pytest.mark.office
def test_libreoffice_prints_no_table_over_the_edge_of_a_page(tmp_path):
    blocks = annexes(dossier(Grids(faulty()).book()), Settings())
    target = tmp_path / "附表.xlsx"
    xlsx.write(blocks, target, title="附表")
    sheets = openpyxl.load_workbook(target).worksheets
    (pdf,) = soffice.convert([target], tmp_path, "pdf")
    found = len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))
    assert found == sum(1 + len(sheet.row_breaks.brk) for sheet in sheets)
