"""Citations against the register: twenty bad ones found, fifty good ones silent, and another answer two years earlier."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from chain_papers import dossier_of
from papers import Grids, judge

from coatxl.reports.citation_model import VERDICTS
from coatxl.settings import Settings, StandardsSettings
from coatxl.standards.coating.bibliography import bibliography, cited
from coatxl.standards.coating.bibliography import judge as judge_citation
from coatxl.standards.coating.citations import citations
from coatxl.standards.coating.register import Entry, register_with, shipped_entries
from coatxl.standards.coating.tables import ChecklistRow, HazardRow, HiddenDangerRow, MaterialRow

TODAY, BEFORE = date(2026, 9, 30), date(2024, 9, 30)

# What is cited, what is wrong with it on TODAY, and what was wrong two years earlier.
BAD: list[tuple[str, str, str]] = [
    ("GB14444-2006第8.1条", "superseded", ""),
    ("GB 6514—2008 第5.3条", "superseded", ""),
    ("《安全标志及其使用导则》（GB 2894-2008）", "superseded", ""),
    ("GB7231-2003", "superseded", ""),
    ("GB/T 33000-2016第5.2条", "superseded", ""),
    ("《企业安全生产标准化基本规范》", "superseded", ""),
    ("GB50057-94第3.0.3条", "superseded", "superseded"),
    ("JJG693-2004", "superseded", "superseded"),
    ("GB50140-2005第6.2.2条", "partly_superseded", "partly_superseded"),
    ("AQ5024-2008第6.4.7条", "nonexistent", "nonexistent"),
    ("GB14444-2016第8.1条", "wrong_year", "wrong_year"),
    ("GB 50058-2004", "wrong_year", "wrong_year"),
    ("GB 50493-2019第3.0.3条", "wrong_number", "wrong_number"),
    ("《建筑物防雷设计规范》GB 50058-2014", "wrong_title", "wrong_title"),
    ("GB39800.1-2020《个体防护装备选用规范》第4.3条", "wrong_title", "wrong_title"),
    ("AQ5201-2007《喷漆室安全验收导则》", "wrong_title", "wrong_title"),
    ("GB50057-2010第3.0.2条", "clause", "clause"),
    ("GB 50058-2014第7.1.1条", "clause", "clause"),
    ("GB 99999-2020第3条", "unknown", "unknown"),
    ("《涂装企业安全管理指南》", "unknown", "unknown"),
]

GOOD = [
    "GB 14444-2025第8.1条", "GB6514-2023第4.4.1条", "GB 6514—2023", "GB　6514－2023　第４.４.１条", "JJG693-2011第5.5条", "JJG 693-2011",
    "GB16808-2008第4.1.4条", "GB 16808-2008第4.1.7条", "GB/T50493-2019第3.0.3条", "GB/T 50493-2019 5.3.3", "AQ5201-2007第8.1条",
    "《涂装工程安全设施验收规范》（AQ 5201-2007）第8.1条", "GB39800.1-2020第4.3条", "《个体防护装备配备规范 第1部分：总则》GB 39800.1-2020",
    "《个体防护装备配备规范》（GB39800.1-2020）", "GB15630-1995第5.12条", "《消防安全标志设置要求》GB 15630-1995",
    "《冶金等工贸企业安全生产标准化基本规范评分细则》", "GB50057-2010第3.0.3条", "《建筑物防雷设计规范》（GB 50057-2010）第4.3.1条",
    "《防雷减灾管理办法》第十九条", "GB50058", "GB 50058-2014第5.2.3条", "《爆炸危险环境电力装置设计规范》GB50058-2014", "《危险化学品重大危险源辨识》（GB18218）",
    "GB 18218-2018", "《危险化学品重大危险源辨识》", "AQ 8001-2007", "《安全评价通则》（AQ8001）", "GB/T 23694", "GB/T 14441", "《涂装作业安全规程 术语》GB/T 14441-2008",
    "《涂漆工艺安全及其通风净化》（GB 6514-2023）", "AQ 9012-2023", "应急管理部令第10号第三条",
    "《工贸企业重大事故隐患判定标准》（应急管理部令第10号）", "《工贸企业重大事故隐患判定标准》", "GB 55036-2022第10.0.1条", "《消防设施通用规范》",
    "GB 30871-2022", "《危险化学品企业特殊作业安全规范》GB30871", "GB 15577-2018", "GB/T 29639-2020", "GB55037-2022第2.2.3条", "GB13495.1-2015",
    "GB/T 33000-2025", "GBZ 2.1-2019", "GBZ1-2010", "《中华人民共和国安全生产法》第三十六条", "《安全生产法》第二十一条", "《中华人民共和国危险化学品安全法》",
]  # fmt: skip


def verdicts(text: str, day: date | None, entries: tuple[Entry, ...] = ()) -> list[str]:
    register = register_with(entries)
    return [verdict for each in citations(text) for verdict, _, _ in judge_citation(each, register, day)]


def paper(*bases: str, report: date | None = TODAY) -> Grids:
    g = Grids().fact("报告日期", report)
    return [g.set(ChecklistRow, n, basis=basis) for n, basis in enumerate(bases)][-1] if bases else g


def test_twenty_bad_and_fifty_good_ones() -> None:
    assert len(BAD) == 20
    assert len(GOOD) >= 50


@pytest.mark.parametrize(("text", "now", "earlier"), BAD)
def test_a_bad_citation_is_found(text: str, now: str, earlier: str) -> None:
    assert verdicts(text, TODAY) == [now]
    assert verdicts(text, BEFORE) == [earlier][: bool(earlier)]


@pytest.mark.parametrize("text", GOOD)
def test_a_good_citation_is_silent(text: str) -> None:
    assert verdicts(text, TODAY) == []
    assert len(citations(text)) == 1


def test_what_is_in_force_today_was_not_two_years_earlier() -> None:
    assert verdicts("GB 14444-2025第8.1条", BEFORE) == ["not_in_force"]
    assert verdicts("GB 14444-2025第8.1条", date(2026, 8, 1)) == []
    assert verdicts("《中华人民共和国危险化学品安全法》", date(2026, 4, 30)) == ["not_in_force"]


def test_the_same_paper_two_years_earlier_answers_differently() -> None:
    bases = [text for text, *_ in BAD]
    for day, column in ((TODAY, 1), (BEFORE, 2)):
        g = paper(*bases, report=day)
        g.rows[HazardRow] = [row | {"basis": ""} for row in g.rows[HazardRow]]
        problems = bibliography(dossier_of(g), Settings())[1]
        found = {(p.cell, p.verdict) for p in problems if p.sheet == "安全检查表"}
        wanted = {(f"E{n}", bad[column]) for n, bad in enumerate(BAD, 2) if bad[column]}
        rest = {f"E{n}" for n in range(2, len(BAD) + 2)}
        assert {each for each in found if each[0] in rest} == wanted


def test_a_hundred_good_ones_in_a_paper_are_silent() -> None:
    g = paper(*GOOD[:28])
    g.rows[HazardRow] = [row | {"basis": GOOD[n % len(GOOD)]} for n, row in enumerate(g.rows[HazardRow])]
    number, problems = bibliography(dossier_of(g), Settings())
    assert number >= 50
    assert problems == []


def test_every_text_column_is_read_and_a_filled_cell_once() -> None:
    g = paper()
    g.rows[HazardRow] = [row | {"basis": ""} for row in g.rows[HazardRow]]
    g.rows[ChecklistRow] = [row | {"basis": ""} for row in g.rows[ChecklistRow]]
    g.set(HazardRow, 0, hazard="蒸气（见GB14444-2006）", measure="按GB14444-2006设置通风")
    g.add(HiddenDangerRow, number="1", description="不符合GB14444-2006", suggestion="按GB14444-2006整改")
    for row in g.rows[HazardRow][1:]:
        row["hazard"] = ""
    number, problems = bibliography(dossier_of(g), Settings())
    assert number == 6  # two more are the paper's own: GB50058 in a measure and its item
    assert [(p.sheet, p.cell) for p in problems] == [
        ("危害因素描述", "D2"), ("危害因素描述", "J2"), ("隐患清单", "D2"), ("隐患清单", "H2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    ["按《喷漆作业安全操作规程》执行", "FS12型风机", "安装LD300泵", "见《化学品安全技术说明书》", "流量计SH 150"],
)
def test_a_firms_own_papers_and_models_are_no_citations(words: str) -> None:
    g = paper().set(ChecklistRow, 0, observation=words)
    assert [p for p in bibliography(dossier_of(g), Settings())[1] if p.cell == "F2"] == []


def test_without_a_date_only_what_needs_none_is_told() -> None:
    assert verdicts("GB14444-2006", None) == []
    assert verdicts("AQ5024-2008", None) == ["nonexistent"]
    assert verdicts("GB14444-2016", None) == ["wrong_year"]
    assert dossier_of(paper(report=None).fact("评价基准日", None)).report_date(Settings()) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《建筑物防雷设计规范》（GB50057-2010）第3.0.2条", [("GB50057-2010", "建筑物防雷设计规范", ("3.0.2",))]),
        (
            "GB14444-2006第8.1、8.2条；AQ5201-2007 8.1",
            [("GB14444-2006", "", ("8.1", "8.2")), ("AQ5201-2007", "", ("8.1",))],
        ),
        ("《甲》GB 1-2000、《乙》GB 2-2000", [("GB1-2000", "甲", ()), ("GB2-2000", "乙", ())]),
        ("GB 1-2000《甲》GB 2-2000《乙》", [("GB1-2000", "甲", ()), ("GB2-2000", "乙", ())]),
        ("GB50140-2005，12.5kg", [("GB50140-2005", "", ())]),
        ("符合GB50058的要求，不小于0.9m", [("GB50058", "", ())]),
        (
            "应急管理部令 第10号《工贸企业重大事故隐患判定标准》",
            [("应急管理部令第10号", "工贸企业重大事故隐患判定标准", ())],
        ),
        ("存在现实风险，故要求。", []),
    ],
)
def test_numbers_titles_and_clauses_that_belong_together(text: str, expected: list[Any]) -> None:
    assert [(c.code, c.title.split(" GB")[0], c.clauses) for c in citations(text)] == expected


OWN: Entry = (
    "GB 99999-2020", "涂装企业安全管理指南", "已代替", "2020-05-01", "GB 99999-2026", "2026-06-01", "9", "3.1：另见附录", "是", "是",
    "2026-05-01", "公报", "",
)  # fmt: skip


def test_a_persons_own_rows_extend_and_override_the_register() -> None:
    assert verdicts("GB 99999-2020第3条", TODAY, (OWN,)) == ["superseded"]
    assert verdicts("GB 99999-2020第3.1条", date(2026, 5, 31), (OWN,)) == ["clause"]
    assert verdicts("GB 99999-2020第10.2条", date(2026, 5, 31), (OWN,)) == ["clause"]
    keeps = tuple(entry for entry in shipped_entries() if entry[0] == "GB14444-2006")
    longer = tuple((*entry[:5], "2027-01-01", *entry[6:]) for entry in keeps)
    assert verdicts("GB14444-2006", TODAY) == ["superseded"]
    assert verdicts("GB14444-2006", TODAY, longer) == []


def test_the_rule_of_superseded_standards_reads_the_same_register() -> None:
    settings = Settings(standards=StandardsSettings(entries=(OWN,)))
    book = paper("GB 99999-2020第3条").book()
    assert "E2" not in {f.cell for f in judge(book)[0] if f.rule == "CX5.3-02"}
    (finding,) = [f for f in judge(book, settings)[0] if f.rule == "CX5.3-02" and f.cell == "E2"]
    assert "GB 99999-2026" in finding.message


def test_the_shipped_register_is_well_formed() -> None:
    for entry in shipped_entries():
        (
            code,
            title,
            status,
            in_force,
            by,
            effective,
            chapters,
            _,
            title_verified,
            verified,
            checked,
            source,
            note,
            articles,
        ) = entry
        assert code, entry
        assert title, entry
        assert status in {"现行", "未核实", "已代替", "部分代替", "已废止", "查无此号"}, entry
        assert bool(by) == (status in {"已代替", "部分代替"}), entry
        assert all(date.fromisoformat(day) for day in (in_force, effective, checked) if day), entry
        assert all(number.isdecimal() for number in (chapters, articles) if number), entry
        assert not (chapters and articles), entry  # a law is cited by its articles
        assert "数凭记忆" in note or not (chapters or articles), entry
        assert {title_verified, verified} <= {"是", "否"}, entry
        assert source, entry
        assert verified == "否" or checked, entry
    assert len({entry[0] for entry in shipped_entries()}) == len(shipped_entries())


def test_every_verdict_is_seeded() -> None:
    seeded = {now for _, now, _ in BAD} | {"not_in_force"}
    assert seeded == set(VERDICTS) - {"abolished"}
    gone = (("GB 1-2000", "甲", "已废止", "", "", "2025-01-01", "", "", "否", "否", "", "公告", ""),)
    assert verdicts("GB 1-2000", TODAY, gone) == ["abolished"]
    assert verdicts("GB 1-2000", BEFORE, gone) == []


def test_a_remark_beside_a_document_tells_of_its_successor_and_cites_nothing() -> None:
    grids = Grids().add(
        MaterialRow,
        kind="法规标准",
        name="喷漆室安全技术规定",
        code="GB 14444-2006",
        note="2026-08-01起由 GB 14444-2025 代替",
    )
    paper = dossier_of(grids)
    assert [c.code for origin, _, c in cited(paper) if origin.sheet == MaterialRow.sheet] == ["GB14444-2006"]


def messages(text: str, day: date | None = TODAY) -> list[str]:
    register = register_with(())
    return [message.zh for each in citations(text) for _, message, _ in judge_citation(each, register, day)]


def test_a_wrong_title_is_held_against_the_edition_that_is_cited() -> None:
    found = messages("《喷漆室安全规定》GB14444-2006", BEFORE)
    assert found == ["题名不符，GB14444-2006 是《涂装作业安全规程 喷漆室安全技术规定》"]
    assert [m.partition("，")[2][:13] for m in messages("《喷漆室安全规定》GB 14444-2025")] == ["GB 14444-2025"]


def test_the_title_of_another_number_names_its_edition_of_the_day() -> None:
    text = "《建筑物防雷设计规范》GB 50058-2014"
    assert messages(text) == ["《建筑物防雷设计规范》是 GB50057-2010 的题名"]
    assert messages(text, date(2010, 1, 1))[-1] == "《建筑物防雷设计规范》是 GB 50057-1994 的题名"


def test_a_wrong_decree_is_told_the_number_of_the_right_one() -> None:
    assert messages("应急管理部令第11号《工贸企业重大事故隐患判定标准》") == [
        "《工贸企业重大事故隐患判定标准》是 应急管理部令第10号 的题名"
    ]
    assert messages("国务院令第592号《危险化学品安全管理条例》") == ["国务院令第592号 不在登记册中，没有判断"]


def test_a_miswritten_number_is_judged_as_the_edition_that_is_meant() -> None:
    written, superseded = messages("GB/T 50493-2009第3.0.3条")
    assert written == "应写作 GB 50493-2009"
    assert superseded.startswith("自2020-01-01起已由GB/T 50493-2019")
    assert verdicts("GB/T 50493-2009", date(2019, 12, 31)) == ["wrong_number"]
    assert "E2" in {f.cell for f in judge(paper("GB/T 50493-2009第3.0.3条").book())[0] if f.rule == "CX5.3-02"}


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("《安全生产法》第一百八十条", ("180",)),
        ("《安全生产法》第三十六条第二款", ("36",)),
        ("《安全生产法》第二十一、二十二条和第二十五条", ("21", "22", "25")),
        ("《安全生产法》第十条", ("10",)),
        ("《安全生产法》第一〇五条", ("105",)),
        ("《安全生产法》第一百零五条", ("105",)),
        ("《安全生产法》第二章", ("2",)),
        ("《安全生产法》第一责任人", ()),
    ],
)
def test_chinese_numerals_of_articles_are_read(text: str, clauses: tuple[str, ...]) -> None:
    (citation,) = citations(text)
    assert citation.clauses == clauses


def test_an_article_beyond_the_last_is_told_and_an_unknown_limit_is_silent() -> None:
    assert messages("《安全生产法》第一百八十条") == ["没有第180条，全文只有119条（登记册的这个数未经核对）"]
    assert messages("《中华人民共和国安全生产法》第一百一十九条") == []
    assert messages("《消防法》第75条") == ["没有第75条，全文只有74条（登记册的这个数未经核对）"]
    assert messages("GB 30871-2022第13.1条") == ["没有第13.1条，正文只有12章（登记册的这个数未经核对）"]
    assert messages("《工贸企业有限空间作业安全规定》第九十条") == []
    assert messages("GB 15577-2018第30.1条") == []


def test_a_register_exported_before_the_articles_were_there_is_still_read() -> None:
    law: Entry = ("《甲条例》", "甲条例", "现行", "", "", "", "", "", "否", "否", "", "公报", "")
    assert verdicts("《甲条例》第九百条", TODAY, (law,)) == []
    assert verdicts("《甲条例》第九百条", TODAY, ((*law, "40"),)) == ["clause"]
