"""The shipped fictitious plant: its size, what its sheets say of each other, and that nothing is found wrong with it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import chain as joined
from pathlib import Path

import openpyxl
import pytest
import soffice

from coatxl.batch.arguments import jobs_of
from coatxl.batch.gate import pass_gate
from coatxl.batch.papers import filled_paper
from coatxl.check import Report, check_workbook
from coatxl.criteria import gb18218, lec
from coatxl.criteria.bands import rank
from coatxl.settings import Settings
from coatxl.standards.coating.chain import chain
from coatxl.standards.coating.citations import citations, codes
from coatxl.standards.coating.plant import plant
from coatxl.standards.coating.plant.analysis import Analysis
from coatxl.standards.coating.register import register_with
from coatxl.standards.coating.tables import (
    TEMPLATE_TABLES,
    ChecklistRow,
    ConclusionRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    MajorHazardRow,
    MajorVerdictRow,
    MatrixRow,
    ProjectRow,
    RiskPointRow,
    UnitRow,
)
from coatxl.standards.coating.tables.division import UNIT_KINDS
from coatxl.standards.coating.tables.hazards import MEASURE_KINDS

REPORTED = date(2026, 4, 20)
FILE = "涂装企业安全现状评价底稿_示例工厂.xlsx"
# 关系表 of its own, the columns of table B.3, and the other method: what a paper need not have.
NOT_APPLICABLE = {"CX7.3-02", "CXB-06", "CXC-01", "CXC-02", "CXC-03"}


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("示例") / FILE
    filled_paper(place, plant())
    return place


@pytest.fixture(scope="module")
def report(paper: Path) -> Report:
    return check_workbook(paper, Settings(), isolated=False)


def test_it_has_the_size_of_a_middling_paint_shop() -> None:
    hazards, rows = Analysis.read().hazards, plant().rows
    causes = [cause for hazard in hazards for cause in hazard.causes]
    assert len({row["risk_point"] for row in rows[RiskPointRow]}) == 13
    assert {row["kind"] for row in rows[UnitRow]} == set(UNIT_KINDS)
    assert (len(hazards), len(causes)) == (42, 213)
    assert len(rows[HazardRow]) == sum(len(cause.measures) for cause in causes) == 321
    assert len(rows[ChecklistRow]) == 318
    kinds = Counter(row["measure_kind"] for row in rows[HazardRow])
    assert set(kinds) == set(MEASURE_KINDS)
    assert min(kinds.values()) >= 25


def test_every_sheet_is_filled_but_that_of_the_method_not_chosen() -> None:
    empty = {table for table in TEMPLATE_TABLES if not plant().rows.get(table)}
    assert empty == {ProjectRow, MatrixRow}  # 项目信息 holds facts, which are given by their words
    assert plant().facts["评价基准日"] == date(2026, 3, 31)
    assert plant().facts["报告日期"] == REPORTED


def test_each_call_gives_a_paper_of_its_own() -> None:
    plant().rows[HazardRow].clear()
    assert len(plant().rows[HazardRow]) == 321


def test_no_sentence_stands_twice_in_a_hazard() -> None:
    for hazard in Analysis.read().hazards:
        sentences = [cause.text for cause in hazard.causes]
        sentences += [measure.text for cause in hazard.causes for measure in cause.measures]
        assert len(set(sentences)) == len(sentences), hazard.label
        assert all(text.endswith("。") for text in sentences), hazard.label


def test_causes_of_a_high_consequence_hazard_cover_both_directions() -> None:
    for hazard in Analysis.read().hazards:
        if hazard.high:
            assert {cause.spread for cause in hazard.causes} == {False, True}, hazard.label


def test_equal_measures_of_a_risk_point_are_one_item_that_names_them_all() -> None:
    merged = [row for row in plant().rows[ChecklistRow] if "、" in row["measures"]]
    assert [(row["risk_point"], row["measures"]) for row in merged] == [
        ("调漆间", "5-2.2、7-5.2"), ("喷漆室", "10-4.2、13-2.2"), ("流平烘干线", "15-4.1、18-5.2"),
    ]  # fmt: skip


def test_a_measure_has_a_clause_or_a_reason_that_is_its_own() -> None:
    reasons = Counter(row["reason"] for row in plant().rows[HazardRow] if row["basis"] == "超出法规")
    assert max(reasons.values()) == 1
    assert all(reason.endswith("。") and "现实风险" in reason for reason in reasons)
    cited = {row["basis"] for row in plant().rows[HazardRow]} - {"超出法规"}
    assert all(citations(basis) for basis in cited)


def test_cited_standards_are_registered_and_in_force_on_the_day_of_the_report() -> None:
    register = register_with()
    bases = {row["basis"] for row in joined(plant().rows[HazardRow], plant().rows[ChecklistRow])}
    cited = {code for basis in bases for code in codes(basis)}
    assert len(cited) >= 10
    for code in cited:
        entry = register.get(code)
        assert entry is not None, code
        assert entry.fault(REPORTED) is None, code
        assert entry.status == "现行" or (entry.effective is not None and entry.effective > REPORTED), code


def test_every_hazard_has_legal_scores_and_an_acceptable_grade() -> None:
    for hazard in Analysis.read().hazards:
        controlled = lec.d_value(*hazard.scores)
        assert rank(lec.grade(controlled)) <= rank("一般风险"), hazard.label
        assert "符合表B.1的" in hazard.score_basis, hazard.label
        if hazard.inherent:
            assert lec.d_value(*hazard.inherent) > controlled, hazard.label
        assert hazard.inherent or not hazard.high, hazard.label


def test_what_does_not_conform_is_a_hidden_danger_that_was_closed() -> None:
    rows = plant().rows
    failed = {f"安全检查表 {r['risk_point']}/{r['number']}" for r in rows[ChecklistRow] if r["conforms"] == "不符合"}
    assert {row["origin"] for row in rows[HiddenDangerRow]} == failed
    assert len(failed) == 7
    for row in rows[HiddenDangerRow]:
        assert (row["level"], row["state"], row["recheck"]) == ("一般隐患", "销号", "已整改")
        assert row["notified"] <= row["finished"] <= row["deadline"] < row["recheck_date"] < REPORTED
        assert row["photo_before"] != row["photo_after"]
    assert {row["verdict"] for row in rows[MajorVerdictRow]} == {"不存在", "不涉及"}


def test_neither_store_is_a_major_hazard_installation() -> None:
    held: dict[str, list[gb18218.Held]] = {}
    kinds = {row["unit"]: row["unit_kind"] for row in plant().rows[MajorHazardRow]}
    for row in plant().rows[MajorHazardRow]:
        held.setdefault(row["unit"], []).append(gb18218.Held(row["quantity"], row["critical"]))
    assert list(kinds.values()) == ["储存单元", "储存单元", "生产单元"]
    assert all(gb18218.s_value(each) < 1 for each in held.values())
    assert sum(Decimal(str(h.quantity)) for h in held["漆料中间仓库"]) == Decimal("1.2")  # as its measure says


def test_the_conclusion_counts_what_the_sheets_hold() -> None:
    texts = [row["text"] for row in plant().rows[ConclusionRow]]
    assert "一般隐患7项" in texts[0]
    assert "13个风险点" in texts[1]
    assert "42个危害因素、213条失控诱因和321条风险管控措施" in texts[1]
    assert "安全检查318项，符合311项，不符合7项" in texts[2]
    assert "一般风险7项" in texts[2]
    assert not any(mark in text for text in texts for mark in "{}")


def test_check_finds_neither_error_nor_warning(report: Report) -> None:
    assert [(f.rule, f.sheet, f.cell, f.message) for f in report.findings if f.severity != "info"] == []
    # Seven hazards of 一般风险, and formulas that no spreadsheet program has calculated yet.
    assert Counter(f.rule for f in report.findings) == {"CX8.3-03": 7, "CXS-11": 1}
    assert {each.rule for each in report.not_run} == NOT_APPLICABLE
    assert report.rows[HazardRow.sheet] == 321


def test_the_chain_has_no_loose_end(report: Report) -> None:
    joints = chain(report.dossier, Settings())
    assert [(joint.links, joint.orphans, joint.missing) for joint in joints] == [
        (links, (), ()) for links in (13, 42, 213, 321, 321, 7, 7, 7, 14)
    ]


def test_every_item_of_the_gate_is_passed(paper: Path) -> None:
    answers, _ = pass_gate(jobs_of((paper,)), lambda _: Settings())
    assert len(answers) == 20
    assert [(each.id, each.verdict) for each in answers if each.verdict != "通过"] == []


def test_all_annexes_are_made(coatxl, paper: Path, tmp_path: Path) -> None:
    code, out, _ = coatxl("annex", paper, "--all", "--output", tmp_path / "附表.xlsx")
    assert code == 0
    assert "附表.xlsx" in out
    names = openpyxl.load_workbook(tmp_path / "附表.xlsx", read_only=True).sheetnames
    assert len(names) >= 20


@pytest.mark.office
def test_the_native_formulas_say_the_same_in_a_real_engine(paper: Path, tmp_path: Path) -> None:
    calculated = check_workbook(soffice.convert([paper], tmp_path)[0], Settings(), isolated=False)
    assert Counter(f.rule for f in calculated.findings) == {"CX8.3-03": 7}
    dossier = calculated.dossier
    assert dossier is not None
    wanted = [lec.d_value(*hazard.scores) for hazard in Analysis.read().hazards]
    assert [row.d for row in dossier.rows(LecRow)] == wanted
    assert [row.grade for row in dossier.rows(LecRow)] == [lec.grade(value) for value in wanted]
    assert {row.verdict for row in dossier.rows(MajorHazardRow)} == {"不构成", ""}


def test_new_example_writes_the_plant(coatxl, tmp_path: Path) -> None:
    code, out, _ = coatxl("new", "--example")
    assert (code, FILE in out) == (0, True)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    dossier = check_workbook(tmp_path / FILE, Settings(), isolated=False).dossier
    assert dossier is not None
    assert [row.item for row in dossier.checklist] == [row["item"] for row in plant().rows[ChecklistRow]]


def test_new_example_overwrites_nothing_and_takes_no_option_of_an_empty_paper(coatxl, tmp_path: Path) -> None:
    (tmp_path / "我的.xlsx").write_bytes(b"mine")
    code, _, err = coatxl("new", "我的.xlsx", "--example")
    assert (code, "已存在" in err, (tmp_path / "我的.xlsx").read_bytes()) == (2, True, b"mine")
    for option in (("--rows", 50), ("--with-addin",), ("--band-rule", "upper_inclusive")):
        code, _, err = coatxl("new", "--example", *option)
        assert (code, "--example" in err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["我的.xlsx"]
