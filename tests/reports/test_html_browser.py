"""检查结果.html in a real Chromium: seen, filtered, printed, by mouse and by keyboard; silent and without requests."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browser import Browser
from report_cases import ATTACKS, FIRST, SECOND, TITLE, finding, known_run, many, one_file

from coatxl.findings import Lang
from coatxl.reports.html import render
from coatxl.reports.html.cells import CHUNK
from coatxl.reports.model import FileResult, RunResult

pytestmark = pytest.mark.browser

ROWS = "[...document.querySelectorAll('.findings tbody tr')].filter(row => !row.hidden)"
STATUS = "document.querySelector('form [role=status]').textContent"
# The ratio of WCAG 2: of every element that shows a text of its own, on the fill that lies behind it.
CONTRAST = """(() => {
  const parse = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => { const [r, g, b] = colour.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const behind = node => { for (; node; node = node.parentElement) { const c = parse(getComputedStyle(node).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
  const poor = [];
  for (const node of document.querySelectorAll('body *')) {
    if (!node.checkVisibility() || ![...node.childNodes].some(each => each.nodeType === 3 && each.data.trim())) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) poor.push(node.outerHTML.slice(0, 80));
  }
  return poor;
})()"""


# Cells whose text does not fit; a header row that stands for its name only is not looked at.
CUT = """[...document.querySelectorAll('td, th')]
  .filter(cell => getComputedStyle(cell.closest('thead, tbody')).position !== 'absolute')
  .filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)"""


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return written(known_run(), tmp_path)


def written(run: RunResult, folder: Path, lang: Lang = "zh") -> Path:
    file = folder / "检查 结果#1.html"
    file.write_bytes(render(run, lang=lang, output=file))
    return file


def choose(chromium: Browser, name: str, label: str) -> None:
    """Choose the option that begins with these words."""
    chromium.run(f"""(() => {{
      const select = document.querySelector('[name={name}]');
      select.value = [...select.options].find(each => each.textContent.startsWith({label!r})).value;
      select.dispatchEvent(new Event('input', {{bubbles: true}}));
    }})()""")


def search(chromium: Browser, words: str) -> None:
    chromium.run("document.querySelector('[name=words]').focus()")
    chromium("Input.insertText", text=words)
    # The page waits for the end of typing, then answers at once.
    chromium.run("new Promise(done => setTimeout(() => requestAnimationFrame(() => setTimeout(done)), 200))")


def options(chromium: Browser, name: str) -> list[str]:
    return chromium.run(f"[...document.querySelector('[name={name}]').options].map(each => each.textContent)")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_fits_its_window_is_readable_and_says_nothing_to_the_console(
    chromium: Browser, tmp_path: Path, width: int, lang: Lang
):
    chromium.open(written(known_run(), tmp_path, lang), width=width)
    assert chromium.run("document.documentElement.scrollWidth") == width
    assert chromium.run(CONTRAST) == []
    assert chromium.run(CUT) == []
    assert chromium.run(f"{ROWS}.length") == 6
    assert len(chromium.picture()) > 20_000
    assert chromium.complaints() == []


def test_a_switch_takes_a_severity_out_and_the_counts_follow(chromium: Browser, page: Path):
    chromium.open(page)
    assert chromium.run(STATUS) == "共 6 条：错误 4，警告 1，提示 1"
    chromium.click(".figure.e")
    assert chromium.run(f"{ROWS}.map(row => row.cells[0].textContent)") == ["警告", "提示"]
    assert chromium.run(STATUS) == "符合筛选的有 2 条，共 6 条：错误 0，警告 1，提示 1"
    assert options(chromium, "clause")[:3] == ["全部", "7.3  (0)", "8.2  (1)"]
    assert chromium.complaints() == []


def test_clause_file_and_words_narrow_together_and_reset_shows_all(chromium: Browser, page: Path):
    chromium.open(page)
    choose(chromium, "file", FIRST)
    assert chromium.run(f"{ROWS}.length") == 3
    assert chromium.run("document.querySelector('.figure.e b').textContent") == "2"
    choose(chromium, "clause", "7.3")
    assert chromium.run(f"{ROWS}.map(row => row.cells[1].textContent)") == ["CX7.3-01"]
    choose(chromium, "file", SECOND)
    assert chromium.run("document.querySelector('.findings ~ .none').checkVisibility()") is True
    chromium.click("button[type=reset]")
    chromium.run("new Promise(done => setTimeout(done, 50))")
    assert chromium.run(f"{ROWS}.length") == 6
    search(chromium, "附录b 4 ｌｅｃ")
    assert chromium.run(f"{ROWS}.map(row => row.cells[1].textContent)") == ["CXB-04", "CXB-01"]


def test_an_enterprise_is_one_choice_wherever_its_files_lie(chromium: Browser, tmp_path: Path):
    first, second, third = (f"{at}/底稿.xlsx" for at in "甲乙丙")
    owners = {first: '甲涂装"有限"公司', second: "乙涂装有限公司", third: '甲涂装"有限"公司'}
    files = [
        FileResult(path, "findings", "ab" * 32, {}, [finding("CX0-01", "error", "7.3", "表!A1", "", "m", "f", path)], enterprise=owner)
        for path, owner in owners.items()
    ]  # fmt: skip
    run = RunResult(files, "coating", TITLE, "0.1.0")
    chromium.open(written(run, tmp_path))
    assert options(chromium, "file")[1:3] == [
        '企业：甲涂装"有限"公司（2 个文件）  (2)',
        "企业：乙涂装有限公司（1 个文件）  (1)",
    ]
    choose(chromium, "file", "企业：甲")
    assert chromium.run(STATUS) == "符合筛选的有 2 条，共 3 条：错误 2，警告 0，提示 0"
    assert options(chromium, "file")[3] == "丙/底稿.xlsx  (1)"
    assert chromium.complaints() == []


def test_a_folder_of_several_files_is_one_choice(chromium: Browser, tmp_path: Path):
    chromium.open(written(many(6, 2), tmp_path))
    assert options(chromium, "file")[1:3] == ["企业000/（4 个文件）  (8)", "企业000/底稿000.xlsx  (2)"]
    choose(chromium, "file", "企业001/（")
    assert (
        chromium.run(f"{ROWS}.map(row => row.cells[2].querySelector('a').textContent.slice(0, 6))") == ["企业001/"] * 4
    )


def test_everything_is_reached_by_keyboard_with_a_name_and_a_visible_focus(chromium: Browser, page: Path):
    chromium.open(page)
    reached = []
    for _ in range(14):
        chromium.press("Tab")
        reached.append(
            chromium.run("document.activeElement.name || document.activeElement.type || document.activeElement.hash")
        )
        focus = "(e => (e.matches('.figure input') ? e.parentElement : e))(document.activeElement)"
        assert chromium.run(f"getComputedStyle({focus}).outlineStyle") == "solid"
    assert reached == [
        "#findings", "checkbox", "checkbox", "checkbox", "#findings", "#accepted", "#not-run", "#clauses", "#files",
        "clause", "file", "words", "reset", "",
    ]  # fmt: skip
    chromium.run("document.querySelectorAll('.figure input')[1].focus()")
    chromium.press("Space")
    assert chromium.run(f"{ROWS}.length") == 5
    tree = chromium("Accessibility.getFullAXTree")["nodes"]
    controls = {"checkbox", "combobox", "searchbox", "button", "link", "table"}
    unnamed = [
        node["role"]["value"]
        for node in tree
        if node.get("role", {}).get("value") in controls and not node["name"]["value"]
    ]
    assert unnamed == []


def test_without_javascript_it_is_a_plain_list_of_everything(chromium: Browser, tmp_path: Path):
    chromium.open(written(many(1, 2 * CHUNK + 1), tmp_path), scripts=False)
    chromium("DOM.enable")
    root = chromium("DOM.getDocument")["root"]["nodeId"]
    found = chromium("DOM.querySelectorAll", nodeId=root, selector="table.findings > tbody > tr")["nodeIds"]
    assert len(found) == 2 * CHUNK + 1
    form = chromium("DOM.querySelector", nodeId=root, selector="form")["nodeId"]
    assert "hidden" in chromium("DOM.getAttributes", nodeId=form)["attributes"]
    assert chromium.complaints() == []


def test_later_rows_are_built_when_they_are_asked_for(chromium: Browser, tmp_path: Path):
    chromium.open(written(many(4, CHUNK), tmp_path))
    assert chromium.run(f"{ROWS}.length") == CHUNK
    assert chromium.run("document.querySelector('.findings ~ .more').textContent") == "再显示 500 条（还有 1,500 条）"
    chromium.click(".findings ~ .more")
    assert chromium.run(f"{ROWS}.length") == 2 * CHUNK
    search(chromium, "底稿003 失控诱因500")
    assert chromium.run(f"{ROWS}.map(row => row.cells[2].textContent)") == ["企业000/底稿003.xlsx › 危害因素描述!J500"]
    assert chromium.complaints() == []


def test_a_hundred_thousand_findings_open_filter_and_stay_few_elements(chromium: Browser, tmp_path: Path):
    chromium.open(written(many(100, 1000), tmp_path))
    assert chromium.run(STATUS) == "共 100,000 条：错误 33,300，警告 33,400，提示 33,300"
    assert chromium.run("document.querySelectorAll('*').length") < 20_000
    search(chromium, "取值999")
    assert chromium.run(STATUS).startswith("符合筛选的有 100 条，共 100,000 条")


def test_it_prints_what_is_filtered_on_a4_with_repeated_headers(chromium: Browser, tmp_path: Path):
    chromium.open(written(many(2, 7 * CHUNK), tmp_path))
    search(chromium, "CX7.3-01")
    file = tmp_path / "打印.pdf"
    file.write_bytes(chromium.printed())
    info = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Page size: +84[12]\.?\d* x 59[45]\.?\d* pts", info)
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    sheets = [sheet for sheet in text.split("\f") if "填写至少一条措施" in sheet]
    assert len(sheets) > 2
    assert [sheet[:80] for sheet in sheets if "怎么改" not in sheet] == []
    assert text.count("填写至少一条措施") == 2 * CHUNK  # all that fit, and not the first page of them only
    assert chromium.run(f"{ROWS}.length") == CHUNK
    assert chromium.complaints() == []


def test_hostile_strings_do_nothing_in_a_browser(chromium: Browser, tmp_path: Path):
    found = [finding("CX0-01", "error", each, f"{each}!A1", each, each, each, accepted=None) for each in ATTACKS]
    told = [finding("CX0-02", "error", each, f"{each}!A1", each, each, each, accepted=each) for each in ATTACKS]
    padded = [
        finding("CX0-03", "info", "7", f"表!B{n}", "", "<img src=x onerror=alert(1)>", "f") for n in range(1, CHUNK + 1)
    ]
    run = replace(one_file(*padded, *found, *told), version=ATTACKS[-3])
    chromium.open(written(run, tmp_path))
    search(chromium, "alert(1)")
    chromium.click(".findings ~ .more") if chromium.run("document.querySelector('.more').checkVisibility()") else None
    assert chromium.run("document.querySelectorAll('img, svg, iframe, object, td script').length") == 0
    assert chromium.run(f"{ROWS}.length") > CHUNK
    assert chromium.complaints() == []
    assert not [each for each in chromium.events if each["method"] == "Page.javascriptDialogOpening"]


def test_the_policy_stops_what_is_injected(chromium: Browser, tmp_path: Path):
    file = written(one_file(finding("CX0-01", "error", "", "表!A1", "", "m", "f"), path=FIRST), tmp_path)
    injected = b"<script>window.bad = 1</script><img src='https://example.org/x.png' onerror='window.bad = 2'></body>"
    file.write_bytes(file.read_bytes().replace(b"</body>", injected))
    chromium.open(file)
    assert chromium.run("window.bad") is None
    assert len(chromium.complaints()) >= 2


def test_an_empty_run_opens_too(chromium: Browser, tmp_path: Path):
    chromium.open(written(RunResult([], "coating", TITLE, "0.1.0"), tmp_path))
    assert chromium.run("document.querySelector('h1').textContent") == "检查结果"
    assert chromium.complaints() == []
