"""RunResult: what counts, in which order, and which settings are said once."""

from __future__ import annotations

import subprocess
import sys

from report_cases import FIRST, LOCKED, SECOND, SHARED, TITLE, finding, mixed_run, one_file

from coatxl.reports.model import FileResult, RunResult, Summary, place


def test_accepted_findings_are_listed_and_not_counted(run: RunResult):
    assert run.summary == Summary(files=3, unreadable=1, error=4, warning=1, info=1)
    assert [f.rule for f in run.accepted] == ["CX8.2-07"]
    assert "CX8.2-07" not in {f.rule for f in run.findings}


def test_order_is_file_sheet_row_column_rule_whatever_order_the_workers_finish_in(run: RunResult):
    turned = RunResult(tuple(reversed(run.files)), "coating", TITLE, "0.1.0")
    assert turned.findings == run.findings
    assert [f.path for f in turned.files] == [f.path for f in run.files] == [LOCKED, SECOND, FIRST]
    assert [f.cell for f in run.findings if f.file == FIRST] == ["J23", "J12", "G18"]


def test_settings_that_all_read_files_share_are_said_once(run: RunResult):
    assert tuple(run.shared_settings) == SHARED
    by_path = {file.path: [value.zh for _, value in run.own_settings(file)] for file in run.files}
    assert by_path == {FIRST: ["2026-03-31"], SECOND: ["2026-04-30"], LOCKED: []}


def test_a_run_of_unreadable_files_still_prints_its_settings():
    run = RunResult([FileResult(LOCKED, "unreadable", None, {}, (), (), SHARED)], "coating", TITLE, "0.1.0")
    assert tuple(run.shared_settings) == SHARED


def test_a_place_names_as_much_as_is_known():
    whole_file = finding("CXF-01", "error", "", "", None, "m", "f")
    sheet = finding("CXS-15", "warning", "", "评价单元", None, "m", "f")
    assert place(whole_file) == FIRST
    assert place(sheet) == f"{FIRST} › 评价单元"
    assert place(sheet, with_file=False) == "评价单元"
    assert place(mixed_run().findings[-1]) == f"{FIRST} › 风险评价LEC!G18"
    assert one_file().findings == []


def test_importing_the_formats_loads_no_heavy_library():
    code = "import sys, coatxl.reports, coatxl.reports.dangers; print({'rich', 'xlsxwriter', 'pydantic', 'pandas'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
