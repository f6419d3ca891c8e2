"""The paper's own 判定标准 and calculated cells: changed lists, lost formulas, another boundary rule; each once, and not without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from papers import Grids, judge, places

from coatxl.criteria import lec
from coatxl.criteria.bands import LOWER_INCLUSIVE, UPPER_INCLUSIVE
from coatxl.settings import LecSettings, RuleSetting, Settings
from coatxl.standards.coating.guide import blueprint
from coatxl.standards.coating.tables import CRITERIA_SHEET, LecRow, MatrixRow
from coatxl.tables.template import write_template
from coatxl.workbook.book import Book, Sheet
from coatxl.workbook.reader import read

MATRIX: dict[str, Any] = {
    "risk_point": "自动化喷漆线", "step": "喷漆作业", "hazard": "可燃液体蒸气积聚", "likelihood": 2, "consequence": 3,
    "acceptance": "可接受", "basis": "定期监测",
}  # fmt: skip


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sheet]:
    """判定标准 as the template writes it, by boundary rule."""
    found = {}
    for rule in (LOWER_INCLUSIVE, UPPER_INCLUSIVE):
        path = tmp_path_factory.mktemp(rule) / "底稿.xlsx"
        write_template(path, blueprint(rule, core=True), rows=1)
        found[rule] = next(s for s in read(path).sheets if s.name == CRITERIA_SHEET)
    return found


def with_lists(grids: Grids, sheet: Sheet) -> Book:
    book = grids.book()
    copy = Sheet(sheet.name, top=sheet.top, left=sheet.left, rows=[list(row) for row in sheet.rows])
    book.sheets.append(copy)
    return book


def told(book: Book, settings: Settings | None = None) -> list[tuple[str, str | None, str | None]]:
    return [p for p in places(judge(book, settings)[0]) if p[0] != "CXB-04"]


def row_of(sheet: Sheet, text: str) -> int:
    return next(i for i, row in enumerate(sheet.rows) if row and isinstance(row[0], str) and text in row[0])


@pytest.mark.parametrize("rule", [LOWER_INCLUSIVE, UPPER_INCLUSIVE])
def test_the_standards_lists_are_no_finding(lists: dict[str, Sheet], rule: str) -> None:
    settings = Settings(lec=LecSettings(band_rule=rule))
    assert told(with_lists(Grids(), lists[rule]), settings) == []
    assert told(Grids().book()) == []


@pytest.mark.parametrize(
    ("caption", "below", "column", "value"),
    [("表 B.1", 4, 0, 4.0), ("表 C.2", 2, 0, None), ("D 的分级下限", 4, 0, 80.0), ("D 的分级下限", 5, 1, 0.0), ("R 的分级下限", 3, 1, "较低")],
)  # fmt: skip
def test_a_changed_list_is_told_at_its_cell(
    lists: dict[str, Sheet], caption: str, below: int, column: int, value: object
) -> None:
    book = with_lists(Grids(), lists[LOWER_INCLUSIVE])
    sheet = book.sheets[-1]
    row = row_of(sheet, caption) + below
    sheet.rows[row][column] = value  # type: ignore[call-overload]
    assert told(book) == [("CXB-07", CRITERIA_SHEET, f"{'AB'[column]}{row + 1}")]


def test_a_lost_list_and_a_lost_sheet_are_told(lists: dict[str, Sheet]) -> None:
    book = with_lists(Grids(), lists[LOWER_INCLUSIVE])
    book.sheets[-1].rows[row_of(book.sheets[-1], "表 B.3")][0] = None
    assert told(book) == [("CXB-07", CRITERIA_SHEET, None)]
    gone = Grids().book()
    sheet = next(s for s in gone.sheets if s.name == LecRow.sheet)
    sheet.formulas[1, 9] = "IF(ISNUMBER(MATCH(ROUND(G2,12),LEC_L,0)),G2*H2*I2,)"
    assert told(gone) == [("CXB-07", LecRow.sheet, "J2")]


def test_a_strangers_sheet_of_that_name_is_left_alone() -> None:
    assert told(with_lists(Grids(), Sheet(CRITERIA_SHEET, rows=[["本厂的判定标准"], [1.0]]))) == []


LOST: list[tuple[str, Callable[[Grids], Grids], tuple[str, str, str]]] = [
    ("D and grade cleared", lambda g: g.set(LecRow, 0, d=None, grade=""), ("CXB-02", LecRow.sheet, "J2")),
    ("grade cleared", lambda g: g.set(LecRow, 0, grade=""), ("CXB-03", LecRow.sheet, "K2")),
    ("D shows 取值无效", lambda g: g.set(LecRow, 0, d="取值无效", grade="取值无效"), ("CXB-02", LecRow.sheet, "J2")),
    ("grade shows 待补", lambda g: g.set(LecRow, 0, grade="待补"), ("CXB-03", LecRow.sheet, "K2")),
    ("inherent D cleared", lambda g: g.set(LecRow, 0, inherent_d=None, inherent_grade=""), ("CXB-02", LecRow.sheet, "R2")),
    ("R and grade cleared", lambda g: g.add(MatrixRow, **MATRIX, r=None, grade=""), ("CXC-02", MatrixRow.sheet, "I2")),
    ("R shows 取值无效", lambda g: g.add(MatrixRow, **MATRIX, r="取值无效"), ("CXC-02", MatrixRow.sheet, "I2")),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "place"), [(e, p) for _, e, p in LOST], ids=[name for name, _, _ in LOST])
def test_complete_scores_without_their_result_are_told_once(
    edit: Callable[[Grids], Grids], place: tuple[str, str, str]
) -> None:
    assert told(edit(Grids()).book()) == [place]


def test_a_table_without_a_column_for_d_is_not_asked_for_it() -> None:
    book = Grids().set(LecRow, 0, d=None, grade="").book()
    sheet = next(s for s in book.sheets if s.name == LecRow.sheet)
    for name in ("D", "风险等级", "固有D", "固有风险等级"):
        col = sheet.rows[0].index(name)
        for row in sheet.rows:
            del row[col]
    assert told(book) == []


def on_the_limit() -> Grids:
    """D = 70, which the other rule of B.4 calls 低风险."""
    scores = {"likelihood": 10, "exposure": 1, "consequence": 7}
    inherent = {f"inherent_{name}": score for name, score in scores.items()}
    return Grids().set(LecRow, 0, **scores, **inherent, grade="低风险", inherent_grade="低风险")


def severity(book: Book, settings: Settings) -> str:
    (only,) = [f for f in judge(book, settings)[0] if f.rule == "CXB-08"]
    return only.severity


def test_a_paper_of_the_other_boundary_rule_is_told_once(lists: dict[str, Sheet]) -> None:
    book = with_lists(on_the_limit(), lists[UPPER_INCLUSIVE])
    said = Settings(lec=LecSettings(band_rule=LOWER_INCLUSIVE))
    assert told(book) == told(book, said) == [("CX8.3-03", LecRow.sheet, "K2"), ("CXB-08", LecRow.sheet, "K2")]
    assert (severity(book, Settings()), severity(book, said)) == ("warning", "error")
    assert told(book, Settings(lec=LecSettings(band_rule=UPPER_INCLUSIVE))) == []
    # No row on a limit: only a remark.
    assert severity(with_lists(Grids(), lists[UPPER_INCLUSIVE]), said) == "info"


def test_without_that_rule_or_the_papers_list_each_row_is_told(lists: dict[str, Sheet]) -> None:
    off = Settings(rules={"CXB-08": RuleSetting(enabled=False)})
    assert ("CXB-03", LecRow.sheet, "K2") in told(with_lists(on_the_limit(), lists[UPPER_INCLUSIVE]), off)
    assert ("CXB-03", LecRow.sheet, "K2") in told(on_the_limit().book())


@pytest.mark.parametrize(
    ("typed", "words"),
    [(True, "L=TRUE 是逻辑值"), ("3 ", "前后有空格"), ("高", "L=“高”是文本"), (4, "L=4 不在表B.1")],
)
def test_a_refused_score_is_called_what_it_is(typed: object, words: str) -> None:
    findings, _ = judge(Grids().set(LecRow, 0, likelihood=typed).book())
    assert [words in f.message for f in findings if f.rule == "CXB-01"] == [True]


def test_a_calculated_score_counts_as_what_it_shows() -> None:
    assert lec.SCALE_L.find(0.1 + 0.2 - 0.2) is lec.SCALE_L.find(0.1)
    assert lec.SCALE_L.find(0.1000001) is None
