"""A folder of good and hostile files: nothing is lost, nothing leaks, and the result is the same each time."""

from __future__ import annotations

import json
import os
import re
import sys

import pytest
from openpyxl import load_workbook

from hostile.generator import CASES
from hostile.package import ROW, packed, paper, parts, sheet, table
from hostile.texts import INJECTIONS, injected_rows
from hostile.trial import check

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="rlimits and process trees are those of Linux")
MIXED = (
    "one part of a gib",
    "cut in half",
    "filepass",
    "laughs in sharedStrings xml",
    "first and last cell",
    "csv gbk",
    "empty",
    "sector loop",
)


@pytest.fixture
def mixed(tmp_path):
    """Eight unreadable files among three good ones."""
    folder = tmp_path / "混"
    (folder / "里").mkdir(parents=True)
    chosen = [case for case in CASES if case.id.partition(": ")[2] in MIXED]
    assert len(chosen) == len(MIXED)
    for case in chosen:
        case.build(folder)
    for name in ("甲.xlsx", "里/乙.xlsx", "里/丙.xlsm"):
        (folder / name).write_bytes(paper())
    return folder


def _told(outcome):
    """The report without what differs between two runs of the same input."""
    report = dict(outcome.report)
    return json.dumps(report, ensure_ascii=False, sort_keys=True)


def test_one_bad_file_stops_no_other(mixed, tmp_path):
    outcome = check(mixed, tmp_path / "work")
    assert outcome.faults == []
    assert outcome.code == 3
    assert {each["path"] for each in outcome.report["files"] if each["status"] != "unreadable"} == {
        "甲.xlsx",
        "里/乙.xlsx",
        "里/丙.xlsm",
    }
    assert len(outcome.unreadable()) == len(MIXED)
    assert outcome.report["summary"]["unreadable"] == len(MIXED)


def test_the_result_does_not_depend_on_locale_hash_seed_or_order(mixed, tmp_path):
    usual = check(mixed, tmp_path / "one")
    # Under LC_ALL=C Python 3.11 cannot start at all from an editable checkout whose path is Chinese.
    plain = "C" if __file__.isascii() else "C.UTF-8"
    other = check(
        mixed,
        tmp_path / "two",
        environment={"LC_ALL": plain, "LANG": plain, "PYTHONUTF8": "0", "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"},
    )
    for path in sorted(mixed.rglob("*.xls*"), reverse=True):  # written again, the folder lists them in another order
        if path.is_file():
            content, times = path.read_bytes(), path.stat()
            path.unlink()
            path.write_bytes(content)
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    again = check(mixed, tmp_path / "three")
    assert _told(usual) == _told(other) == _told(again)


def test_hidden_content_and_lost_results_are_said(tmp_path):
    folder = tmp_path / "藏"
    folder.mkdir()
    wanted = {
        "hidden sheet beside a visible one",
        "hidden rows columns and filter",
        "no stored results",
        "all errors",
        "text of 32768",
    }
    for case in CASES:
        if case.id.partition(": ")[2] in wanted:
            case.build(folder)
    outcome = check(folder, tmp_path / "work")
    assert outcome.faults == []
    rules = {}
    for each in outcome.report["findings"]:
        rules.setdefault(each["file"].removesuffix(".xlsx"), set()).add(each["rule"])
    assert "CXS-13" in rules["hidden_sheet_beside_a_visible_one"]
    assert "CXS-13" in rules["hidden_rows_columns_and_filter"]
    assert rules["no_stored_results"] & {"CXS-10", "CXS-11"}
    assert "CXS-08" in rules["all_errors"]


def _all_cells(path):
    for each in load_workbook(path):
        for line in each.iter_rows():
            yield from line


def test_injected_text_is_inert_in_the_xlsx_report(tmp_path):
    from click.testing import CliRunner

    from coatxl.cli import cli

    source, output = tmp_path / "注入.xlsx", tmp_path / "检查结果.xlsx"
    source.write_bytes(packed(parts(injected_rows())))
    CliRunner().invoke(cli, ["check", str(source), "--format", "xlsx", "--output", str(output)], catch_exceptions=False)
    cells = [cell for cell in _all_cells(output) if isinstance(cell.value, str)]
    own = re.compile(r"=HYPERLINK\(\"?#|=COUNTIFS?\(|=SUM\(|=SUBTOTAL\(")
    assert [cell.value for cell in cells if cell.data_type == "f" and not own.match(str(cell.value))] == []
    shown = "\n".join(cell.value for cell in cells)
    assert "=cmd|'/c calc'!A1" in shown
    assert sum(text.lstrip() in shown for text in INJECTIONS) > len(INJECTIONS) // 2


def test_injected_text_is_inert_in_annexes_and_dangers(tmp_path):
    from click.testing import CliRunner

    from coatxl.cli import cli

    rows = [(text.replace("\x1b", "").replace("\x07", "").replace("\r", ""), str(n), f"检查{n}", "GB6514-2023第4.4.1条", text.strip("\x1b\x07\r\n\t "), "不符合")
            for n, text in enumerate(INJECTIONS, 1) if "\x1b" not in text]  # fmt: skip
    source = tmp_path / "注入.xlsx"
    source.write_bytes(packed(parts(sheet(table(ROW, *rows)))))
    annexes, dangers = tmp_path / "附表.xlsx", tmp_path / "隐患清单.xlsx"
    CliRunner().invoke(cli, ["annex", str(source), "--output", str(annexes)], catch_exceptions=False)
    CliRunner().invoke(cli, ["dangers", str(source), "--output", str(dangers)], catch_exceptions=False)
    for output in (annexes, dangers):
        values = [cell for cell in _all_cells(output) if isinstance(cell.value, str)]
        assert any("=cmd|'/c calc'!A1" in cell.value for cell in values), output.name
        evil = [
            cell.value
            for cell in values
            if cell.data_type == "f" and re.search(r"cmd|WEBSERVICE|DDE|1\+1|127\.0\.0\.1", str(cell.value))
        ]
        assert evil == [], output.name


def test_terminal_output_holds_no_control_characters_of_the_file(tmp_path):
    import subprocess

    from hostile.trial import RAW_CONTROL

    source = tmp_path / "\x1b[31m红\u202e.xlsx"
    source.write_bytes(packed(parts(injected_rows())))
    command = [sys.executable, "-m", "coatxl", "check", str(source)]
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "utf-8"})
    shown = (done.stdout + done.stderr).decode()
    assert done.returncode == 1
    assert "cmd|'/c calc'!A1" in shown
    assert RAW_CONTROL.findall(shown) == []
