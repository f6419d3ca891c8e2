"""检查结果.xlsx: what Excel is given, part by part."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from report_cases import FIRST, HOSTILE, TITLE, finding, one_file

from coatxl.findings import Lang
from coatxl.reports import json, sheets, text, xlsx
from coatxl.reports.model import FileResult, ReportTooLargeError, RunResult
from coatxl.workbook.own import is_unedited

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def part(document: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return etree.fromstring(archive.read(name))


def links(document: bytes, sheet: int = 1) -> dict[str, tuple[str, str | None]]:
    """Cell → target and place, from the XML."""
    targets = {r.get("Id"): r.get("Target") for r in part(document, f"xl/worksheets/_rels/sheet{sheet}.xml.rels")}
    found = part(document, f"xl/worksheets/sheet{sheet}.xml").iter(f"{MAIN}hyperlink")
    return {h.get("ref"): (targets[h.get(f"{RELATION}id")], h.get("location")) for h in found}


def shown(document: bytes) -> str:
    """Every sheet as text: cells by row, a link behind its text."""
    lines = []
    for sheet in openpyxl.load_workbook(io.BytesIO(document)):
        lines.append(f"# {sheet.title}")
        for row in sheet.iter_rows():
            cells = [
                f"{c.coordinate} {c.value!r}" + (f" -> {c.hyperlink.target}" if c.hyperlink else "")
                for c in row
                if c.value is not None
            ]
            if cells:
                lines.append(" | ".join(cells))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_cell_of_every_sheet(run: RunResult, lang: Lang, golden: Callable[[str, str], None]):
    golden(f"check.{lang}.xlsx.txt", shown(xlsx.render(run, lang=lang)))


def test_equal_runs_give_equal_bytes_that_count_as_unedited(run: RunResult, tmp_path: Path):
    first = xlsx.render(run)
    assert first == xlsx.render(RunResult(tuple(reversed(run.files)), "coating", TITLE, "0.1.0"))
    file = tmp_path / "检查结果.xlsx"
    file.write_bytes(first)
    assert is_unedited(file)


def test_a_place_opens_the_source_workbook_at_the_cell(run: RunResult):
    found = links(xlsx.render(run))
    assert found["C6"] == ("丙厂\\旧版底稿.xls", None)
    assert found["C9"] == ("甲厂\\底稿.xlsx", "'危害因素描述'!J23")
    assert len(found) == len(run.findings)


def test_names_with_hash_percent_and_spaces_are_escaped_once():
    name = "甲 厂#1/底稿 100%20.xlsx"
    found = links(
        xlsx.render(one_file(finding("CX0-01", "error", "", "It's #1!B2", "", "m", "f", file=name), path=name))
    )
    assert found == {"C6": ("甲%20厂%231\\底稿%20100%2520.xlsx", "'It''s #1'!B2")}


def test_links_lead_from_the_folder_of_the_output(tmp_path: Path):
    source = str(tmp_path / "项目" / "甲厂" / "底稿.xlsx")
    result = FileResult(
        FIRST, "findings", "ab" * 32, {}, [finding("CX0-01", "error", "", "表!B2", "", "m", "f")], source=source
    )
    run = RunResult([result], "coating", TITLE, "0.1.0")
    found = links(xlsx.render(run, output=tmp_path / "结果" / "检查结果.xlsx"))
    assert found["C6"] == ("..\\项目\\甲厂\\底稿.xlsx", "'表'!B2")
    assert str(tmp_path) not in shown(xlsx.render(run, output=tmp_path / "结果" / "检查结果.xlsx"))


def test_a_place_that_cannot_be_linked_is_written_as_text():
    run = one_file(finding("CX0-01", "error", "", "表!B2", "", "m", "f", file="a:b.xlsx"), path="a:b.xlsx")
    document = xlsx.render(run)
    assert "a:b.xlsx › 表!B2" in shown(document)
    assert not list(part(document, "xl/worksheets/sheet1.xml").iter(f"{MAIN}hyperlink"))


def test_beyond_excels_number_of_links_places_are_text(run: RunResult, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sheets, "MOST_LINKS", 2)
    document = xlsx.render(run)
    assert set(links(document)) == {"C6", "C7"}
    assert "甲厂/底稿.xlsx › 危害因素描述!J23" in shown(document)


def test_more_rows_than_a_sheet_holds_are_refused_in_words(run: RunResult, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 10)
    with pytest.raises(ReportTooLargeError) as refused:
        xlsx.render(run)
    assert refused.value.text.zh.startswith("结果有 6 行，超过 Excel 一张表的 1,048,576 行；请用 --format json")
    assert refused.value.text.en.startswith("6 rows are more than")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_strings_are_text_cells(hostile: str):
    run = one_file(
        finding("CX0-01", "error", hostile, f"{hostile}!A1", hostile, hostile, hostile, file=hostile),
        finding("CX0-02", "error", "", "表!A2", "", "m", "f", file=hostile, accepted=hostile),
        path=hostile,
    )
    document = xlsx.render(run)
    for sheet in (1, 2, 3, 4):
        root = part(document, f"xl/worksheets/sheet{sheet}.xml")
        assert not list(root.iter(f"{MAIN}f"))
        assert {c.get("t") for c in root.iter(f"{MAIN}c") if len(c)} <= {"inlineStr", None}
        assert not list(root.iter(f"{MAIN}r"))
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "".join(root.itertext()))


def test_a_text_that_looks_like_a_formula_stays_text_when_it_is_edited():
    run = one_file(finding("CX0-01", "error", "", "表!A1", "=1+1", "m", "f"))
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx.render(run)))
    cell = workbook["检查结果"]["D6"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_severity_is_the_bare_word_and_its_mark_a_number_format(run: RunResult):
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.render(run)))["检查结果"]
    levels = {sheet.cell(row, 1).value: sheet.cell(row, 1).number_format for row in range(6, 12)}
    assert levels == {"错误": '"■ "@', "警告": '"▲ "@', "提示": '"○ "@'}


def test_header_filter_freeze_and_print(run: RunResult):
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.render(run)))["检查结果"]
    assert [c.value for c in sheet[5]] == ["级别", "规则", "位置", "当前值", "问题", "怎么改", "依据"]
    assert sheet.freeze_panes == "C6"
    assert sheet.auto_filter.ref == "A5:G11"
    assert sheet.print_title_rows == "$5:$5"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
        9,
        "landscape",
        0,
    )


def test_no_findings_says_so_and_lists_the_files():
    run = RunResult([FileResult("底稿.xlsx", "clean", "ab" * 32, {"评价单元": 6}, ())], "coating", TITLE, "0.1.0")
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx.render(run)))
    assert workbook.sheetnames == ["检查结果", "未执行的规则", "检查的文件"]
    assert workbook["检查结果"]["A6"].value == "没有发现问题"
    assert workbook["未执行的规则"]["A4"].value == "全部规则都已执行"
    assert [c.value for c in workbook["检查的文件"][4]] == [
        "底稿.xlsx",
        "无错误、无警告",
        0,
        0,
        0,
        "评价单元 6",
        None,
        "ab" * 32,
    ]


def test_a_very_long_value_is_cut_and_says_so():
    document = xlsx.render(one_file(finding("CX0-01", "error", "", "表!A1", "值" * 40_000, "m", "f")))
    cell = openpyxl.load_workbook(io.BytesIO(document))["检查结果"]["D6"]
    assert cell.value == "值" * 1_500 + "……（共 40000 字，见原文件）"


def test_ten_thousand_findings_in_seconds():
    many = [
        finding(
            "CX7.3-01",
            "error",
            "7.3",
            f"危害因素描述!J{i}",
            f"取值{i}",
            f"失控诱因{i}“在喷漆作业场所附近吸烟。”没有风险管控措施",
            "填写至少一条措施",
        )
        for i in range(1, 10_001)
    ]
    run = one_file(*many)
    start = time.process_time()
    sizes = [len(each.render(run)) for each in (text, json, xlsx)]
    assert time.process_time() - start < 15
    assert all(sizes)
