"""隐患清单.xlsx: the list, its links and marks, and totals whose formulas give what is stored with them."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
import soffice
from lxml import etree
from report_cases import HOSTILE

from coatxl.reports import dangers, sheets
from coatxl.reports.danger_list import STATE_LOOKS
from coatxl.reports.danger_totals import STATE_COLOURS, count_formula
from coatxl.reports.dangers import DangerBook, DangerColumn, DangerLine, DangerSource, Totals
from coatxl.reports.model import ReportTooLargeError
from coatxl.standards.coating.pages import core
from coatxl.standards.coating.tables import HiddenDangerRow
from coatxl.standards.coating.tables.dangers import STATES

TODAY = date(2026, 3, 31)
CLOSED = ("复查合格", "销号")
COLUMNS = [
    DangerColumn(name, field.column.header, field.column.width, field.column.align)
    for name, field in HiddenDangerRow.fields.items()
    if name not in {"photo_before", "photo_after", "origin"}
]
COUNTED = {"level": "隐患级别", "unit": "评价单元", "enterprise": "企业"}


def line(enterprise: str = "甲厂", cell: str = "D5", today: date | None = TODAY, **fields: object) -> DangerLine:
    usual = {"description": "报警仪被人为停用。", "unit": "喷漆单元", "level": "一般隐患", "state": "待整改"}
    source = DangerSource(
        enterprise, f"{enterprise}/底稿.xlsx", "ab" * 32, today, rows="“隐患清单”第2～3行", settings="分级界：下限含"
    )  # fmt: skip
    return DangerLine(source, "安全检查表", cell, {**usual, **fields})


def book(lines: list[DangerLine]) -> DangerBook:
    """The lines with totals by plain counting, apart from the program's own grouping."""
    states = dangers.state_words(lines, STATES)
    totals = []
    for field, header in COUNTED.items():
        counts = Counter(dangers.pairs(lines, field))
        keys = dict.fromkeys(key for key, _ in dangers.pairs(lines, field))
        rows = [(key, [counts[key, state] for state in states]) for key in keys]
        totals.append(Totals(f"{header} × 状态", header, field, rows))
    sources = list(dict.fromkeys(each.source for each in lines))
    return DangerBook(COLUMNS, lines, STATES, CLOSED, totals, sources, "0.1.0")


def render(lines: list[DangerLine]) -> bytes:
    return dangers.render(book(lines))


def load(document: bytes, *, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(document), data_only=values)


def part(document: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return etree.fromstring(archive.read(name))


@pytest.fixture
def lines() -> list[DangerLine]:
    return [
        line(number="1", level="重大隐患", state="整改中", deadline=date(2026, 3, 20), notified=date(2026, 3, 1)),
        line(cell="D7", number="2", state="已整改", unit="调漆单元"),
        line("乙厂", state="销号", deadline=date(2026, 3, 20), unit="烘干单元"),
        line("乙厂", cell="D9", unit="", level=" ", state=None),
    ]


def test_every_state_of_the_working_paper_has_its_look_and_colour():
    assert tuple(STATE_COLOURS) == tuple(STATE_LOOKS) == STATES
    assert {state: look.replace("refused", "red") for state, look in STATE_LOOKS.items()} == core.STATE_LOOKS


def test_the_columns_are_the_papers_between_enterprise_and_source(lines: list[DangerLine]):
    sheet = load(render(lines))["隐患清单"]
    assert [c.value for c in sheet[4]] == [
        "企业", "序号", "评价单元", "风险点", "隐患描述", "问题类型", "依据", "隐患级别", "整改建议", "通报日期", "整改责任人",
        "整改措施", "整改资金", "整改时限", "应急预案", "整改状态", "整改完成日期", "复查结果", "复查人", "复查日期", "来源文件",
    ]  # fmt: skip
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("F5", "A4:U8", "$4:$4")
    assert [v.formula1 for v in sheet.data_validations.dataValidation] == [f'"{",".join(STATES)}"']


def test_every_line_has_a_link_to_its_cell(lines: list[DangerLine]):
    document = render(lines)
    sheet = load(document)["隐患清单"]
    assert sheet["U5"].value == "甲厂/底稿.xlsx 安全检查表!D5"
    places = [h.get("location") for h in part(document, "xl/worksheets/sheet1.xml").iter("{*}hyperlink")]
    assert places == [f"'安全检查表'!{cell}" for cell in ("D5", "D7", "D5", "D9")]
    targets = [r.get("Target") for r in part(document, "xl/worksheets/_rels/sheet1.xml.rels")]
    assert targets == ["甲厂\\底稿.xlsx", "甲厂\\底稿.xlsx", "乙厂\\底稿.xlsx", "乙厂\\底稿.xlsx"]


def test_links_lead_from_the_folder_of_the_output(tmp_path: Path):
    source = DangerSource("甲厂", "底稿.xlsx", "ab" * 32, TODAY, str(tmp_path / "甲厂" / "底稿.xlsx"))
    one = [DangerLine(source, "隐患清单", "D5", {"description": "d"})]
    document = dangers.render(book(one), output=tmp_path / "汇总" / "隐患清单.xlsx")
    for sheet in (1, 3):
        (target,) = [r.get("Target") for r in part(document, f"xl/worksheets/_rels/sheet{sheet}.xml.rels")]
        assert target == "..\\甲厂\\底稿.xlsx"


def test_the_head_counts_enterprises_levels_and_what_is_overdue(lines: list[DangerLine]):
    sheet = load(render(lines))["隐患清单"]
    assert sheet["A1"].value == "隐患清单（2家企业汇总）"
    counts = "4项：重大隐患 1，一般隐患 2，（未填） 1"
    assert sheet["A2"].value.split("　　")[:3] == ["评价基准日：2026-03-31", counts, "超过整改时限 1"]


def test_sources_are_listed_with_their_digest(lines: list[DangerLine]):
    sheet = load(render(lines))["来源文件"]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=4)]
    told = "“隐患清单”第2～3行", "分级界：下限含"
    assert rows == [[name, f"{name}/底稿.xlsx", "2026-03-31", 2, "ab" * 32, *told] for name in ("甲厂", "乙厂")]


def test_dates_are_dates_and_codes_are_text(lines: list[DangerLine]):
    sheet = load(render(lines))["隐患清单"]
    names = {cell.value: cell.column for cell in sheet[4]}
    deadline, number = sheet.cell(5, names["整改时限"]), sheet.cell(5, names["序号"])
    assert (deadline.value.date(), deadline.number_format) == (date(2026, 3, 20), "yyyy-mm-dd")
    assert (number.value, number.data_type) == ("1", "s")


def test_what_is_counted_is_never_blank(lines: list[DangerLine]):
    sheet = load(render(lines))["隐患清单"]
    names = {cell.value: cell.column for cell in sheet[4]}
    assert [sheet.cell(8, names[h]).value for h in ("评价单元", "隐患级别", "整改状态")] == ["（未填）"] * 3


@pytest.mark.parametrize(
    ("days", "state", "late"),
    [(-1, "待整改", True), (0, "待整改", False), (1, "待整改", False), (-1, "", True), (-1, "延期", True), (-1, "已整改", True),
     (-1, "复查不合格", True), (-1, "复查合格", False), (-1, "销号", False)],
)  # fmt: skip
def test_overdue_is_past_on_the_evaluation_date_and_not_closed(days: int, state: str, *, late: bool):
    assert line(deadline=TODAY + timedelta(days=days), state=state).is_overdue(CLOSED) is late
    assert not line(deadline=TODAY - timedelta(days=9), state=state, today=None).is_overdue(CLOSED)
    assert not line(state=state).is_overdue(CLOSED)


def test_overdue_is_marked_by_each_papers_own_date(lines: list[DangerLine]):
    other = [line("丙厂", today=date(2026, 5, 1), deadline=date(2026, 4, 30)), line("丁厂", today=None)]
    document = render([*lines, *other])
    root = part(document, "xl/worksheets/sheet1.xml")
    rules = {c.get("sqref"): f.text for c in root.iter("{*}conditionalFormatting") for f in c.iter("{*}formula")}
    assert rules["N5:N8"] == 'AND(ISNUMBER($N5),$N5<DATE(2026,3,31),$P5<>"复查合格",$P5<>"销号")'
    assert rules["N9"].startswith("AND(ISNUMBER($N9),$N9<DATE(2026,5,1)")
    assert not [where for where in rules if where.startswith("N10")]
    shapes = [n.get("formatCode") for n in part(document, "xl/styles.xml").iter("{*}numFmt")]
    assert 'yyyy-mm-dd" 超期"' in shapes
    assert "2026-03-31 至 2026-05-01（按各企业自己的判断超期）" in load(document)["隐患清单"]["A2"].value


def test_totals_have_formulas_and_their_results(lines: list[DangerLine]):
    formulas, values = (load(render(lines), values=v)["隐患统计"] for v in (False, True))
    assert [c.value for c in values[5]][:11] == ["隐患级别", *STATES, "（未填）", "合计", "完成率"]
    assert formulas["B6"].value == "=COUNTIFS('隐患清单'!$H$5:$H$500,$A6,'隐患清单'!$P$5:$P$500,B$5)"
    assert [c.value for c in values[6]][:11] == ["重大隐患", 0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    assert [c.value for c in values[9]][:11] == ["合计", 0, 1, 0, 1, 0, 0, 1, 1, 4, 0.25]
    assert (formulas["J9"].value, formulas["K9"].value) == ("=SUM(B9:I9)", "=IF(J9=0,0,(G9+H9)/J9)")
    assert values["A11"].value == "评价单元 × 状态"


@pytest.mark.parametrize(
    "key", ["喷漆*", "喷?", "a~", ">5", "=a", "1", "01", "1.5", "TRUE", "3月5日", "长" * 256, "（未填）"]
)
def test_a_key_that_countifs_would_misread_is_compared_exactly(key: str):
    assert count_formula([key], key, "K", "A1", "S", "B1") == "=SUMPRODUCT(EXACT(K,A1)*EXACT(S,B1))"


def test_keys_that_differ_in_case_only_are_compared_exactly():
    assert count_formula(["a线", "A线"], "a线", "K", "A1", "S", "B1").startswith("=SUMPRODUCT(EXACT(")
    assert count_formula(["a线", "b线"], "a线", "K", "A1", "S", "B1") == "=COUNTIFS(K,A1,S,B1)"


def test_one_native_stacked_bar_chart_over_the_units(lines: list[DangerLine]):
    document = render(lines)
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert charts == ["xl/charts/chart1.xml"]
    root = part(document, charts[0])
    assert [e.get("val") for e in root.iter("{*}grouping")] == ["stacked"]
    assert {f.text for c in root.iter("{*}cat") for f in c.iter("{*}f")} == {"隐患统计!$A$13:$A$16"}
    names = [v.text for s in root.iter("{*}ser") for v in s.find("{*}tx").iter("{*}v")]
    assert names == [*STATES, "（未填）"]


def test_formulas_reach_beyond_long_lists():
    many = [line(cell=f"D{i}") for i in range(600)]
    assert "$H$5:$H$804" in load(render(many))["隐患统计"]["B6"].value


def test_without_dangers_the_book_says_so():
    workbook = load(render([]))
    assert workbook["隐患清单"]["A2"].value == "评价基准日：未填，不判断超期　　没有隐患"
    assert workbook["隐患统计"]["A4"].value is None


def test_equal_input_gives_equal_bytes(lines: list[DangerLine]):
    assert render(lines) == render(list(lines))


def test_too_many_lines_are_refused_in_words(lines: list[DangerLine], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 206)
    with pytest.raises(ReportTooLargeError, match="隐患有 4 项，超过 Excel 一张表的 1,048,576 行；请分文件夹汇总"):
        render(lines)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_strings_are_text_cells(hostile: str):
    values = dict.fromkeys(("description", "unit", "level", "state", "money"), hostile)
    document = render([DangerLine(DangerSource(hostile, hostile, hostile, TODAY), hostile, "A1", values)])
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
    for name in names:
        part(document, name)  # well-formed
    assert not list(
        part(document, "xl/worksheets/sheet1.xml").iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}f")
    )
    assert not list(part(document, "xl/sharedStrings.xml").iter("{*}r"))


# Keys that COUNTIFS would read as patterns, operators, numbers or as each other.
ODD = ("喷漆*", "喷漆单元", "喷漆?", "~", ">5", "=喷漆单元", "<>", "1", "01", "1.0", "1e3", "a线", "A线", "TRUE", "3月5日", "长" * 300, " 空", "")  # fmt: skip


@pytest.mark.office
def test_libreoffice_recalculates_the_stored_results(tmp_path: Path):
    levels, states = ("重大隐患", "一般隐患", ""), (*STATES, "")
    lines = [
        line(f"厂{i % 3}", cell=f"D{i + 5}", unit=unit, state=states[i % 8], level=levels[i % 3])
        for i, unit in enumerate(ODD * 3)
    ]
    file = tmp_path / "隐患清单.xlsx"
    file.write_bytes(render(lines))
    stored = load(file.read_bytes(), values=True)["隐患统计"]
    (output,) = soffice.convert([file], tmp_path / "office")
    again = openpyxl.load_workbook(output, data_only=True)["隐患统计"]
    numbers = [
        c
        for row in stored.iter_rows(min_row=5, min_col=2, max_col=11)
        for c in row
        if isinstance(c.value, (int, float))
    ]
    assert len(numbers) == (len(levels) + 1 + len(ODD) + 1 + 3 + 1) * 10
    wrong = [
        (c.coordinate, c.value, again[c.coordinate].value)
        for c in numbers
        if again[c.coordinate].value != pytest.approx(c.value)
    ]
    assert wrong == []
