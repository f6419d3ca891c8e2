"""A colleague's workbook: other header words, titles, two-row headers, shuffled and extra columns, merged cells."""

from __future__ import annotations

import random
from typing import Any

import pytest
from papers import Grids, judge, places

from coatxl.standards.coating import standard
from coatxl.standards.coating.demo_papers import as_printed, faulty, mended
from coatxl.standards.coating.tables import ChecklistRow, HazardRow, HiddenDangerRow, LecRow, MatrixRow, RiskPointRow
from coatxl.tables import read
from coatxl.tables.column import folded
from coatxl.tables.header_words import header_key
from coatxl.tables.locate import locate
from coatxl.tables.table import Table
from coatxl.workbook.book import Book, Merge, Sheet

WORDS = {
    "风险点": "风险点名称", "危害因素": "危险有害因素", "失控诱因": "导致原因", "风险管控措施": "现有控制措施", "检查项目": "检查内容",
    "依据": "检查依据", "检查结果": "现场实际情况", "是否符合": "检查结论", "隐患描述": "问题描述", "整改建议": "整改意见", "隐患级别": "隐患等级",
    "L": "事故发生的\n可能性（L）", "E": "频繁程度（E）", "C": "严重性", "D": "风险 值", "风险等级": "危险等级", "后果": "主要后果",
}  # fmt: skip


def sheet(name: str, *rows: list[Any], merges: tuple[Merge, ...] = ()) -> Sheet:
    return Sheet(name, rows=[list(r) for r in rows], merges=list(merges))


def book(*sheets: Sheet) -> Book:
    return Book("底稿.xlsx", "0" * 64, "xlsx", list(sheets))


def rows_of(one: Sheet) -> read.Reading:
    return read.read(book(one), standard.TABLES, standard.IGNORED_SHEETS)


def stranger(original: Book, seed: int) -> Book:
    """The same paper as a colleague would have laid it out."""
    shuffle = random.Random(seed)
    sheets = []
    for one in original.sheets:
        if one.name == "项目信息":
            sheets.append(one)
            continue
        header, *data = one.rows
        order = list(range(len(header)))
        shuffle.shuffle(order)
        words = [WORDS.get(str(header[i]).strip("*"), str(header[i])) for i in order]
        rows: list[list[Any]] = [[f"某某公司{one.name}", *[None] * len(order)], [None] * (len(order) + 1)]
        rows.append(["内部编号", *words])
        rows += [[f"NB-{n}", *[row[i] for i in order]] for n, row in enumerate(data)]
        sheets.append(Sheet(one.name, rows=rows))
    return Book(original.name, original.sha256, "xlsx", sheets)


@pytest.mark.parametrize("make", [as_printed, mended, faulty])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_same_findings_as_the_template(make: Any, seed: int) -> None:
    original = Grids(make()).book()
    mine = judge(original)[0]
    theirs = [f for f in judge(stranger(original, seed))[0] if f.rule != "CXS-04"]
    assert sorted((f.rule, f.sheet or "", f.value or "") for f in theirs) == sorted(
        (f.rule, f.sheet or "", f.value or "") for f in mine
    )
    ours, others = _at(original), _at(stranger(original, seed))
    assert {(f.rule, ours[f.sheet, f.cell]) for f in mine if f.value} == {
        (f.rule, others[f.sheet, f.cell]) for f in theirs if f.value
    }


def _at(one: Book) -> dict[tuple[str, str], Any]:
    from coatxl.workbook.book import cell_name

    return {(s.name, cell_name(r, c)): s.value(r, c) for s in one.sheets for r in range(s.bottom) for c in range(40)}


def test_a_two_row_header_is_joined() -> None:
    found = locate(
        sheet(
            "风险评价",
            ["风险评价表", None, None, None, None, None],
            ["序号", "风险点", "危害因素", "作业条件危险性评价", None, None, "风险等级"],
            [None, None, None, "L", "E", "C", None],
            [1, "调漆间", "蒸气积聚", 1, 6, 15, "一般风险"],
            merges=(Merge(1, 0, 2, 0), Merge(1, 1, 2, 1), Merge(1, 2, 2, 2), Merge(1, 3, 1, 5), Merge(1, 6, 2, 6)),
        ),
        standard.TABLES,
    )
    assert [(a.table, a.first) for a in found] == [(LecRow, 3)]
    assert found[0].columns == {
        "number": 0,
        "risk_point": 1,
        "hazard": 2,
        "likelihood": 3,
        "exposure": 4,
        "consequence": 5,
        "grade": 6,
    }


@pytest.mark.parametrize(
    ("header", "key"),
    [("风险点*", "风险点"), ("＊风险点", "风险点"), (" 风 险\n点 ", "风险点"), ("是否符合（是/否）", "是否符合"), ("整改资金（元）", "整改资金"),
     ("后果（C）", "后果(c)"), ("1. 隐患描述：", "隐患描述"), ("事故发生的可能性（L)", "事故发生的可能性(l)")],
)  # fmt: skip
def test_header_words_are_folded(header: str, key: str) -> None:
    assert header_key(header) == key


def test_severity_means_c_beside_e_and_s_without_it() -> None:
    lec = locate(sheet("表1", ["风险点", "危害因素", "可能性", "频次", "严重性", "风险值"]), standard.TABLES)
    ls = locate(sheet("表2", ["风险点", "危害因素", "可能性", "严重性", "风险值"]), standard.TABLES)
    assert [a.table for a in (*lec, *ls)] == [LecRow, MatrixRow]
    assert "d" in lec[0].columns
    assert "r" in ls[0].columns


def test_two_columns_that_could_be_one_are_asked_and_not_read() -> None:
    reading = rows_of(
        sheet(
            "安全检查表",
            ["风险点", "序号", "检查内容", "检查要点", "依据", "是否符合"],
            ["调漆间", 1, "甲", "乙", "丙", "符合"],
        )
    )
    asked = [h for r, h in reading.faults if r.id == "CXS-03"]
    assert [(h.origin.cell, h.params["header"]) for h in asked if h.origin] == [("C1", "检查项目")]
    assert [row.item for row in reading.rows[ChecklistRow]] == [""]


def test_the_own_header_wins_over_an_alias() -> None:
    reading = rows_of(
        sheet(
            "安全检查表",
            ["风险点", "序号", "检查内容", "检查项目", "依据", "是否符合"],
            ["调漆间", 1, "甲", "乙", "丙", "符合"],
        )
    )
    assert [row.item for row in reading.rows[ChecklistRow]] == ["乙"]


def test_a_word_that_is_only_asked_about_is_never_taken() -> None:
    reading = rows_of(
        sheet(
            "隐患清单",
            ["序号", "危害因素描述", "依据", "隐患级别", "整改建议", "整改状态"],
            [1, "甲", "乙", "一般", "丙", "关闭"],
        )
    )
    assert ("CXS-03", "B1") in [(r.id, h.origin.cell) for r, h in reading.faults if h.origin]


def test_merged_cells_mean_as_above_only_where_declared() -> None:
    reading = rows_of(
        sheet(
            "危害因素描述",
            ["风险点", "危害因素", "事件", "后果", "序号", "失控诱因", "风险管控措施", "依据"],
            ["调漆间", "蒸气积聚", "爆燃事故", "爆燃", 1, "敞口", "密闭", "GB1第1条"],
            [None, None, None, None, None, None, "加盖", None],
            [None, None, None, None, 2, "未开风机", "联锁", None],
            merges=(Merge(1, 0, 3, 0), Merge(1, 1, 3, 1), Merge(1, 4, 2, 4), Merge(1, 5, 2, 5), Merge(1, 7, 3, 7)),
        )
    )
    rows = reading.rows[HazardRow]
    assert [(r.risk_point, r.hazard, r.number, r.cause, r.basis) for r in rows] == [
        ("调漆间", "蒸气积聚", "1", "敞口", "GB1第1条"),
        ("调漆间", "蒸气积聚", "1", "敞口", ""),
        ("调漆间", "蒸气积聚", "2", "未开风机", ""),
    ]
    assert [r.at("cause").cell for r in rows] == ["F2", "F2", "F4"]


def test_a_new_hazard_does_not_inherit_the_last_ones_event() -> None:
    reading = rows_of(
        sheet(
            "危害因素描述",
            ["风险点", "危害因素", "事件", "后果", "序号", "失控诱因", "风险管控措施"],
            ["调漆间", "蒸气积聚", "爆燃事故", "爆燃", 1, "敞口", "密闭"],
            [None, "有毒蒸气", None, None, 1, "无面罩", "配面罩"],
        )
    )
    assert [(r.risk_point, r.event, r.outcome) for r in reading.rows[HazardRow]] == [
        ("调漆间", "爆燃事故", "爆燃"),
        ("调漆间", "", ""),
    ]


def test_group_rows_notes_and_repeated_headers_are_no_data() -> None:
    reading = rows_of(
        sheet(
            "安全检查表",
            ["序号", "检查项目", "依据", "检查结果", "是否符合"],
            ["风险点：喷漆作业", None, None, None, None],
            [1, "甲", "GB1第1条", "好", "符合"],
            ["序号", "检查项目", "依据", "检查结果", "是否符合"],
            [2, "乙", "GB1第1条", "好", "√"],
            ["风险点:调漆间", None, None, None, None],
            [1, "丙", "GB1第1条", "好", "×"],
            ["说明：本表一式两份", None, None, None, None],
            merges=(Merge(1, 0, 1, 4), Merge(5, 0, 5, 4), Merge(7, 0, 7, 4)),
        )
    )
    assert [(r.risk_point, r.number, r.item, r.conforms) for r in reading.rows[ChecklistRow]] == [
        ("喷漆作业", "1", "甲", "符合"), ("喷漆作业", "2", "乙", "符合"), ("调漆间", "1", "丙", "不符合"),
    ]  # fmt: skip
    assert reading.rows[ChecklistRow][2].at("risk_point").cell == "A6"


def test_the_standards_own_forms_are_read() -> None:
    hazard = sheet(
        "危害因素描述",
        ["风险点", "喷漆作业", None, None],
        ["危害因素", "蒸气积聚", "后果", "爆燃"],
        ["事件", "遇点火源爆燃。", None, None],
        ["失控诱因分析", None, None, None],
        ["1", "敞口保存。", None, None],
        ["2", "未开风机。", None, None],
        merges=(Merge(0, 1, 0, 3), Merge(2, 1, 2, 3), Merge(3, 0, 3, 3)),
    )
    relation = sheet(
        "关系表",
        ["风险点", "喷漆作业", None],
        ["危害因素", "蒸气积聚", None],
        ["失控诱因", None, "风险管控措施"],
        ["1", "敞口保存。", "密闭。"],
        [None, None, "加盖。"],
        ["2", "未开风机", "联锁。"],
        merges=(Merge(2, 0, 2, 1), Merge(3, 0, 4, 0), Merge(3, 1, 4, 1)),
    )
    reading = read.read(book(hazard, relation), standard.TABLES, standard.IGNORED_SHEETS)
    paper = standard.dossier(reading, file="x", sha256="")
    assert [(h.risk_point, h.hazard, h.event, h.outcome) for h in paper.hazards] == [
        ("喷漆作业", "蒸气积聚", "遇点火源爆燃。", "爆燃")
    ]
    assert [(m.number, m.text) for m in paper.hazards[0].measures] == [
        ("1-1.1", "密闭。"),
        ("1-1.2", "加盖。"),
        ("1-2.1", "联锁。"),
    ]


def test_error_values_and_formulas_without_result_are_no_blanks() -> None:
    one = sheet(
        "隐患清单",
        ["序号", "隐患描述", "依据", "隐患级别", "整改建议", "整改状态"],
        [1, "甲", None, "一般", None, "关闭"],
    )
    one.errors[1, 2] = "#REF!"
    one.formulas[1, 4] = "A1&B1"
    one.uncached.add((1, 4))
    told = places(judge(book(one))[0])
    assert ("CXS-08", "隐患清单", "C2") in told
    assert ("CXS-10", "隐患清单", "E2") in told
    assert not {p for p in told if p[0] in {"CXS-09", "CX8.2-11"}}


def test_a_workbook_without_any_table_is_told() -> None:
    told = places(judge(book(sheet("报价单", ["品名", "单价"], ["油漆", 12])))[0])
    assert told == [("CXS-07", None, None), ("CXS-12", "报价单", None)]


def test_a_template_without_rows_is_told() -> None:
    one = sheet("Sheet1", ["序号", "风险点", "危险因素", "危险评价L", "危险评价E", "危险评价C", "危险评价D"])
    assert [p[0] for p in places(judge(book(one))[0])] == ["CXS-15"]


def test_dates_are_read_from_serials_and_texts_and_never_guessed() -> None:
    header = ["隐患描述", "依据", "隐患级别", "整改建议", "整改状态", "整改时限"]
    values = [43613, "2024年5月1日", "2024.5.1", "20240501", "５月１日", "2024.2.30", "长期"]
    one = sheet("隐患清单", header, *[["甲", "乙", "一般", "丙", "关闭", v] for v in values])
    reading = rows_of(one)
    assert [str(r.deadline) for r in reading.rows[HiddenDangerRow]] == [
        "2019-05-28",
        *["2024-05-01"] * 3,
        "None",
        "None",
        "None",
    ]
    assert [h.origin.cell for r, h in reading.faults if r.id == "CXS-05" and h.origin] == ["F6", "F7", "F8"]


def test_every_alias_belongs_to_one_column_of_a_table() -> None:
    for table in standard.TABLES:
        seen: dict[str, str] = {}
        for name, each in table.fields.items():
            for word in (each.column.header, *each.column.aliases):
                assert seen.setdefault(folded(word), name) == name, (table.sheet, word)


def test_a_row_knows_its_cells() -> None:
    reading = rows_of(
        sheet(
            "风险点划分",
            ["序号", "评价单元", "风险点", "作业步骤/设备"],
            [1, "喷漆单元", "调漆间", "调漆作业"],
            [2, None, "供漆间", "-"],
        )
    )
    row: Table = reading.rows[RiskPointRow][1]
    assert (row.row_number, row.at("unit").cell, row.here("unit").cell) == (3, "B2", "B3")


@pytest.mark.parametrize(
    "measure", ["编制操作规程。", "检查人员进入前消除静电。", "说明书张贴在现场。", "审核动火票。"]
)
def test_a_row_with_a_measure_alone_is_data_whatever_it_begins_with(measure: str) -> None:
    header = ["风险点", "危害因素", "事件", "后果", "序号", "失控诱因", "风险管控措施"]
    first = ["调漆间", "蒸气积聚", "爆燃事故", "爆燃", 1, "敞口", "密闭"]
    reading = rows_of(sheet("危害因素描述", header, first, [*[None] * 6, measure], ["说明：一式两份", *[None] * 6]))
    assert [r.measure for r in reading.rows[HazardRow]] == ["密闭", measure]
