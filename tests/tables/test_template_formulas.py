"""The template's native formulas give what criteria gives, in two engines that are not Excel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import soffice
from template_cases import FIELDS, RULES, layout, load, placed, write_cases

from coatxl.standards.coating.guide import blueprint
from coatxl.standards.coating.tables import LecRow, MatrixRow
from coatxl.tables.template import write_template

Look = Callable[[str, int, int], Any]


def compare(rule: str, look: Look) -> int:
    """Compare value, grade and acceptance of each case; the number of cases compared."""
    wrong = []
    for case, row in placed(rule):
        at = layout(case.table)
        shown = tuple(
            look(case.table.sheet, row, at.column(f) + 1) for f in (FIELDS[case.table][1], "grade", "acceptance")
        )
        expected = (case.value, case.grade, case.acceptance)
        if tuple("" if s is None else s for s in shown) != expected:
            wrong.append(f"{rule} {case.table.sheet} {case.scores} {case.typed}: {shown}, not {expected}")
    assert not wrong, "\n".join(wrong)
    return len(placed(rule))


@pytest.mark.office
def test_libreoffice_gives_what_criteria_gives(tmp_path: Path) -> None:
    files = [tmp_path / f"{rule}.xlsx" for rule in RULES]
    for file, rule in zip(files, RULES, strict=True):
        write_cases(file, rule)
    for output, rule in zip(soffice.convert(files, tmp_path / "office"), RULES, strict=True):
        workbook = load(output, data_only=True)
        count = compare(rule, lambda sheet, row, col, book=workbook: book[sheet].cell(row, col).value)
        assert count == 252 + 14 + 17 + 25 + 10
        meaning = workbook[LecRow.sheet].cell(layout(LecRow).first_row + 1, layout(LecRow).column("meaning") + 1).value
        assert meaning == "L  完全可以预料\nE  连续暴露\nC  10人以上死亡，或5人以上重伤"


@pytest.mark.parametrize("rule", RULES)
def test_formualizer_gives_what_criteria_gives(tmp_path: Path, rule: str) -> None:
    import formualizer

    file = tmp_path / "cases.xlsx"
    write_cases(file, rule)
    workbook = formualizer.load_workbook(str(file))
    workbook.evaluate_all()
    assert compare(rule, workbook.get_value) == 318


def test_the_two_policies_differ_only_on_the_shared_limits() -> None:
    lower, upper = (placed(rule) for rule in RULES)
    differing = {a.value for (a, _), (b, _) in zip(lower, upper, strict=True) if a != b}
    assert differing == {70, 160}


@pytest.mark.parametrize("table", [LecRow, MatrixRow])
def test_a_logical_value_is_no_score(tmp_path: Path, table: type[LecRow | MatrixRow]) -> None:
    """As in Excel, whose COUNT leaves TRUE out; the formulas ask ISLOGICAL, since LibreOffice takes it for 1."""
    import formualizer

    file = tmp_path / "logical.xlsx"
    write_template(file, blueprint(), rows=1)
    workbook = load(file)
    at, (scores, value) = layout(table), FIELDS[table]
    for name in scores:
        workbook[table.sheet].cell(at.first_row + 1, at.column(name) + 1).value = True
    workbook.save(file)
    engine = formualizer.load_workbook(str(file))
    engine.evaluate_all()
    shown = [engine.get_value(table.sheet, at.first_row + 1, at.column(f) + 1) for f in (value, "grade", "acceptance")]
    assert shown == ["取值无效"] * 3
    meaning = engine.get_value(table.sheet, at.first_row + 1, at.column("meaning") + 1)
    assert [line[3:7] for line in meaning.split("\n")] == ["（不在表"] * len(scores)  # never beside the meaning of 1
