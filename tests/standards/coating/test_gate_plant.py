"""The gate on the shipped plant: clean it passes, a seeded defect fails its item alone, a removed sheet is no pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from breaking import PLAIN, Break, cell, rename
from breaks_by_rule import BREAKS
from papers import Grids, save

from coatxl.batch.folder import Job
from coatxl.batch.gate import pass_gate
from coatxl.reports.gate_model import GateAnswer
from coatxl.settings import Settings
from coatxl.standards.coating.gate import ITEMS, item_of
from coatxl.standards.coating.tables import (
    AnnexListRow,
    BuildingRow,
    ChecklistRow,
    ChemicalRow,
    ConclusionRow,
    ConfirmationRow,
    CountermeasureRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    MajorHazardRow,
    MajorVerdictRow,
    MaterialRow,
    MatrixRow,
    MethodRow,
    ProjectRow,
    ReportPartRow,
    RiskPointRow,
    ScopeRow,
    SurveyRow,
    TeamRow,
    UnitRow,
    VerificationRow,
)
from coatxl.tables.table import Table

# One defect for each item, by the rule that tells it.
SEEDS = {
    "G01": "CX0-01", "G02": "CX6.3-03", "G03": "CX5.3-02", "G04": "CXG-01", "G05": "CX7.5-04", "G06": "CX8.2-09", "G07": "CX8.2-13",
    "G08": "CX9.2-01", "G09": "CX10.1-02", "G10": "CX5.1-01", "G11": "CX5.2-04", "G12": "CX5.3-01", "G13": "CX8.1-01", "G14": "CXB-02",
    "G15": "CX10.1-01", "G16": "CX12.1-01", "G17": "CX12.2-01", "G18": "CX12.2-02", "G19": "CX12.3-01", "G20": "CX0-03",
}  # fmt: skip
# The rule of G04 belongs to the gate alone.
OUTDATED = Break((rename("淘汰", "更新"),), cell(ChecklistRow, -1, "item"))
# What a sheet is the input of: these items are no longer passed without it, nor failed.
INPUTS: dict[type[Table], set[str]] = {
    ProjectRow: {"G02", "G03", "G09", "G11", "G12", "G14", "G20"},
    TeamRow: {"G10"},
    ScopeRow: {"G02", "G11"},
    MaterialRow: {"G03", "G12"},
    SurveyRow: {"G01", "G12"},
    UnitRow: {"G02", "G06", "G20"},
    RiskPointRow: {"G02", "G20"},
    HazardRow: {"G02", "G06", "G08", "G13", "G14", "G20"},
    ChemicalRow: {"G02", "G05"},
    MajorHazardRow: {"G05"},
    BuildingRow: {"G01"},
    HiddenDangerRow: {"G07", "G08", "G09", "G16", "G20"},
    MethodRow: {"G13"},
    ChecklistRow: {"G03", "G04", "G06", "G09", "G20"},
    LecRow: {"G08", "G14", "G16"},
    MajorVerdictRow: {"G07"},
    CountermeasureRow: {"G08"},
    VerificationRow: {"G15"},
    ConclusionRow: {"G16"},
    ReportPartRow: {"G17", "G19"},
    AnnexListRow: {"G18"},
}
# Another sheet shows that something is missing: the item is failed, and that is no pass either.
MISSED_ELSEWHERE: dict[type[Table], tuple[set[str], str, str]] = {
    ConfirmationRow: (set(), "G08", "CX7.2-02"),  # what a person ticked off
}


def gate(grids: Grids, folder: Path) -> dict[str, GateAnswer]:
    path = save(grids, folder / "示例工厂.xlsx")
    answers, _ = pass_gate([Job(path, path.name)], lambda _: Settings())
    return {answer.id: answer for answer in answers}


def failed(answers: dict[str, GateAnswer]) -> list[str]:
    return [name for name, answer in answers.items() if answer.verdict == "不通过"]


def unjudged(answers: dict[str, GateAnswer]) -> set[str]:
    return {name for name, answer in answers.items() if answer.verdict == "无法机检"}


def test_the_plant_passes_every_item(tmp_path: Path) -> None:
    answers = gate(PLAIN.grids(), tmp_path)
    assert {name: answer.verdict for name, answer in answers.items()} == dict.fromkeys(answers, "通过")
    assert list(answers) == [item.id for item in ITEMS] == list(SEEDS)


@pytest.mark.parametrize(("item", "rule"), SEEDS.items())
def test_a_seeded_defect_fails_its_item_alone_at_its_cell(item: str, rule: str, tmp_path: Path) -> None:
    defect = BREAKS.get(rule, OUTDATED)
    assert defect.variant is PLAIN
    grids = PLAIN.grids()
    for edit in defect.edits:
        edit(grids)
    answers = gate(grids, tmp_path)
    assert failed(answers) == [item] == [item_of(rule).id]
    assert unjudged(answers) == set()
    assert [(f.rule, f.file, f.sheet, f.cell) for f in answers[item].cells] == [
        (rule, "示例工厂.xlsx", *defect.at(defect.book()))
    ]


def test_every_sheet_of_the_plant_is_an_input() -> None:
    assert {*INPUTS, *MISSED_ELSEWHERE} == PLAIN.grids().rows.keys() - {MatrixRow}


@pytest.mark.parametrize("table", INPUTS)
def test_a_removed_sheet_turns_a_pass_into_cannot_be_judged(table: type[Table], tmp_path: Path) -> None:
    answers = gate(PLAIN.grids().without(table), tmp_path)
    assert failed(answers) == []
    assert unjudged(answers) == INPUTS[table]


@pytest.mark.parametrize("table", MISSED_ELSEWHERE)
def test_a_removed_sheet_of_which_others_speak_is_missed_there(table: type[Table], tmp_path: Path) -> None:
    open_items, item, rule = MISSED_ELSEWHERE[table]
    answers = gate(PLAIN.grids().without(table), tmp_path)
    assert item in failed(answers)
    assert {f.rule for f in answers[item].cells} == {rule}
    assert unjudged(answers) | set(failed(answers)) == open_items | {item}  # none of these is passed


@pytest.mark.parametrize(
    ("table", "name", "items"), [(HiddenDangerRow, "state", {"G09"}), (MajorHazardRow, "category", {"G05"})]
)
def test_a_column_that_is_gone_is_no_pass(table: type[Table], name: str, items: set[str], tmp_path: Path) -> None:
    grids = PLAIN.grids()
    for row in grids.rows[table]:
        row.pop(name, None)
    path = save(grids, tmp_path / "示例工厂.xlsx")
    without_column(path, table, name)
    answers = {a.id: a for a in pass_gate([Job(path, path.name)], lambda _: Settings())[0]}
    assert failed(answers) == []
    assert unjudged(answers) == items


def without_column(path: Path, table: type[Table], name: str) -> None:
    """Delete the column of a field from a sheet of a workbook."""
    import openpyxl

    workbook = openpyxl.load_workbook(path)
    sheet = workbook[table.sheet]
    header = table.fields[name].title
    sheet.delete_cols(next(cell.column for cell in sheet[1] if cell.value == header))
    workbook.save(path)
