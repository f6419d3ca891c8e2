"""检查结果.html as a file: everything is in it without JavaScript, nothing in it acts, a large run is streamed."""

from __future__ import annotations

import re
import tracemalloc
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as lxml_html
from report_cases import ATTACKS, FIRST, LOCKED, SECOND, TITLE, finding, many, one_file, rule

from coatxl.findings import Lang
from coatxl.reports.html import pieces, render
from coatxl.reports.html.cells import CHUNK
from coatxl.reports.html.frame import MOST_NAMED, NARROW
from coatxl.reports.inert import inert
from coatxl.reports.model import FileResult, RunResult


def parsed(document: bytes) -> etree._Element:
    """The page as a browser without JavaScript builds it."""
    return lxml_html.document_fromstring(document.decode().replace("<noscript>", "").replace("</noscript>", ""))


def texts(page: etree._Element, section: str) -> list[list[str]]:
    """The cells of a section's rows."""
    rows = page.xpath(f"//section[@id='{section}']//tbody/tr")
    return [["\n".join(cell.itertext()) for cell in row.iterfind("td")] for row in rows]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_finding_is_a_row_with_all_that_is_known(known: RunResult, lang: Lang):
    rows = texts(parsed(render(known, lang=lang)), "findings")
    assert len(rows) == len(known.findings)
    assert rows[3] == [
        "错误" if lang == "zh" else "error",
        "CX7.3-01",
        "甲厂/底稿.xlsx\n \n›\n \n危害因素描述!J23",
        "（空）" if lang == "zh" else "(blank)",
        "失控诱因16“在喷漆作业场所附近吸烟。”没有风险管控措施",
        "在该行“风险管控措施”填写至少一条措施",
        "7.3",
    ]


def test_the_other_sections_say_what_was_accepted_not_run_and_checked(known: RunResult):
    page = parsed(render(known))
    assert [row[4] for row in texts(page, "accepted")] == ["只有企业内部规定"]
    assert texts(page, "not-run") == [
        ["隐患清单没有数据", "CX10.1-01 现场复核内容不全", SECOND],
        ["没有“风险评价矩阵”表", "CXC-01 矩阵 L、S 取值不合法\nCXC-02 R 或等级不符", f"{SECOND}；{FIRST}"],
    ]
    assert texts(page, "files")[2] == [
        FIRST, "有问题", "2", "–", "1", "危害因素描述 30；安全检查表 28", "评价基准日 2026-03-31", "ab" * 32,
    ]  # fmt: skip
    assert page.xpath("//div[@class='notice']//li/text()") == [f"{LOCKED}（文件有打开密码）"]
    assert "可接受风险等级 一般风险；分级界 下限含" in page.xpath("//dd/text()")


def test_clauses_are_counted_in_the_standards_order_and_make_the_sum(known: RunResult):
    rows = texts(parsed(render(known)), "clauses")
    assert [row[0] for row in rows] == ["7.3", "8.2", "全文", "附录B.1", "附录B.4", "（不属条款）"]
    assert sum(int(n) for row in rows for n in row[1:4] if n != "–") == len(known.findings)
    assert rows[0][4] == "CX7.3-01 失控诱因没有管控措施 × 1"


def test_clauses_are_sorted_as_numbers():
    found = [finding(f"CX{n}", "error", n, "表!A1", "", "m", "f") for n in ("10.1", "8.2.4", "8.2", "9", "附录A")]
    assert [row[0] for row in texts(parsed(render(one_file(*found))), "clauses")] == [
        "8.2",
        "8.2.4",
        "9",
        "10.1",
        "附录A",
    ]


def test_a_place_opens_the_file_and_names_the_cell(tmp_path: Path):
    source = str(tmp_path / "项目" / "甲 厂#1" / "底稿.xlsx")
    found = [finding("CX0-01", "error", "", "表!B2", "", "m", "f")]
    run = RunResult([FileResult(FIRST, "findings", "ab" * 32, {}, found, source=source)], "coating", TITLE, "0.1.0")
    document = render(run, output=tmp_path / "结果" / "检查结果.html")
    (address, _) = parsed(document).xpath("//section//td/a/@href")
    assert address == ("../%E9%A1%B9%E7%9B%AE/%E7%94%B2%20%E5%8E%82%231/%E5%BA%95%E7%A8%BF.xlsx#%27%E8%A1%A8%27%21B2")
    assert str(tmp_path) not in document.decode()


def test_an_enterprises_name_is_an_inert_attribute_of_its_file():
    found = [finding("CX0-01", "error", "", "表!B2", "", "m", "f")]
    name = '甲"><script>alert(1)</script>' + "长" * 200
    run = RunResult([FileResult(FIRST, "findings", "ab" * 32, {}, found, enterprise=name)], "coating", TITLE, "0.1.0")
    document = parsed(render(run))
    assert document.xpath("//table[@class='files']//tr/@data-e") == [name[:100]]
    assert len(document.xpath("//script")) == 1


def test_no_findings_and_no_files_are_said():
    clean = RunResult([FileResult(FIRST, "clean", "ab" * 32, {"评价单元": 6}, ())], "coating", TITLE, "0.1.0")
    assert parsed(render(clean)).xpath("//p[@class='good']/text()") == ["没有发现问题", "全部规则都已执行"]
    nothing = parsed(render(RunResult([], "coating", TITLE, "0.1.0", partial=True)))
    assert nothing.xpath("//p[@class='good']/text()") == ["没有找到要检查的工作簿", "没有找到要检查的工作簿"]
    assert len(nothing.xpath("//p[@class='notice']")) == 1


def test_where_no_file_could_be_read_no_rule_is_said_to_have_run():
    locked = FileResult(FIRST, "unreadable", None, {}, [finding("CXF-03", "error", "", "", None, "有打开密码", "f")])
    page = parsed(render(RunResult([locked], "coating", TITLE, "0.1.0")))
    assert page.xpath("//section[@id='not-run']/p/text()") == ["没有读到文件，规则都没有执行"]


def test_many_unreadable_files_are_named_in_part_above_and_all_below():
    files = [
        FileResult(f"{n:03}.xlsx", "unreadable", None, {}, [finding("CXF-02", "error", "", "", None, "已损坏", "f", f"{n:03}.xlsx")])
        for n in range(50)
    ]  # fmt: skip
    page = parsed(render(RunResult(files, "coating", TITLE, "0.1.0")))
    assert len(page.xpath("//div[@class='notice']//li")) == MOST_NAMED + 1
    assert len(texts(page, "files")) == 50


def test_a_very_long_value_is_cut_and_says_so():
    run = one_file(finding("CX0-01", "error", "", "表!A1", "值" * 40_000, "m", "f"))
    assert texts(parsed(render(run)), "findings")[0][3] == "值" * 1_500 + "……（共 40000 字，见原文件）"
    assert texts(parsed(render(run, lang="en")), "findings")[0][3].endswith("…… (40000 characters, see the source)")


def test_a_line_break_of_a_cell_is_kept_and_a_row_stays_one_line():
    document = render(one_file(finding("CX0-01", "error", "", "表!A1", "一\n二\r\n三", "m", "f")))
    assert texts(parsed(document), "findings")[0][3] == "一\n二\n三"
    assert document.count(b"\n<tr class=") == 2  # the finding and the file


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_strings_are_text(attack: str):
    run = one_file(
        finding("CX0-01", "error", attack, f"{attack}!A1", attack, attack, attack, file=attack),
        finding("CX0-02", "error", "", "表!A2", "", "m", "f", file=attack, accepted=attack),
        path=attack,
    )
    run = replace(run, rules=[rule("CX0-01", "7", "error", attack, attack)], version=attack, title=TITLE)
    page = parsed(render(run))
    assert page.xpath("count(//script)") == 1
    assert {each for node in page.iter(etree.Element) for each in node.attrib if each.startswith("on")} == set()
    assert {node.tag for node in page.find("body").iter(etree.Element)} <= {
        "a", "b", "body", "br", "button", "caption", "code", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1",
        "h2", "header", "i", "input", "label", "legend", "li", "main", "nav", "option", "p", "script", "section", "select",
        "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
    }  # fmt: skip
    (message,) = page.xpath("//section[@id='findings']//tbody/tr/td[5]")
    assert "\n".join(message.itertext()).split() == inert(attack).split()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", render(run).decode())
    for address in page.xpath("//td/a/@href"):
        assert re.fullmatch(r"(?:file:/{2,3})?(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})*(?:#[A-Za-z0-9._~/%-]*)?", address)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_policy_lets_only_the_pages_own_style_and_script_act(run: RunResult, lang: Lang):
    document = render(run, lang=lang).decode()
    (policy,) = re.findall('Content-Security-Policy" content="([^"]*)"', document)
    (style,), (script,) = (re.findall(f"<{tag}>(.*?)</{tag}>", document, re.DOTALL) for tag in ("style", "script"))
    hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in (style, script)]
    assert policy.split("; ") == [
        "default-src 'none'", f"style-src {hashes[0]}", f"script-src {hashes[1]}", "base-uri 'none'", "form-action 'none'",
    ]  # fmt: skip
    assert not re.search(r"\bstyle=|https?:|url\(|@import", document.replace("CX8.2", ""))


def test_the_style_sheet_and_the_labels_turn_at_the_same_width(run: RunResult):
    assert set(re.findall(r"max-width: (\d+)px\)", render(run).decode())) == {str(NARROW)}


def test_the_language_of_the_page_is_declared(run: RunResult):
    assert b'<html lang="zh-CN">' in render(run)
    assert b'<html lang="en">' in render(run, lang="en")


def test_the_mark_at_the_end_says_whose_it_is(run: RunResult):
    assert render(run).endswith(b"<!--coatxl 0.1.0-->\n")


def test_rows_beyond_the_first_stand_in_noscript_and_none_is_lost():
    document = render(many(3, CHUNK)).decode()
    before, *parts = document.split("<noscript>")
    assert [part.partition("</noscript>")[0].count('\n<tr class="') for part in parts] == [CHUNK, CHUNK]
    assert before.count('\n<tr class="') == CHUNK
    assert len(texts(parsed(document.encode()), "findings")) == 3 * CHUNK


@pytest.mark.parametrize("number", [1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_tables_are_closed_whatever_their_length(number: int):
    document = render(many(1, number)).decode()
    assert document.count("<table") == document.count("</table>")
    assert document.count("<noscript>") == document.count("</noscript>") == (number - 1) // CHUNK
    assert len(texts(parsed(document.encode()), "findings")) == number


def test_the_page_is_streamed_in_memory_that_does_not_grow_with_the_run():
    def peak(run: RunResult) -> int:
        tracemalloc.start()
        assert sum(map(len, pieces(run))) > 0
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    small, large = many(2, 100), many(60, 100)
    peak(small)  # imports are counted once
    one, other = peak(small), peak(large)
    assert other < 2 * one


def test_equal_runs_give_equal_bytes(known: RunResult):
    other = replace(known, files=tuple(reversed(known.files)))
    assert render(known) == render(other)
    assert all(a <= b for a, b in pairwise(file.path for file in other.files))
