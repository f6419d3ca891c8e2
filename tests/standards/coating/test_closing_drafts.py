"""Drafts of 对策措施 and 评价结论: what is drawn from where, and that the drafts agree with the rules and the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from closing_papers import DANGER, closing_paper
from papers import Grids, judge

from coatxl.annex.block import LANDSCAPE_CM, Block
from coatxl.check import dossier_of
from coatxl.settings import Settings
from coatxl.settings.validated import validated
from coatxl.standards.coating.annexes.drafted import drafts
from coatxl.standards.coating.annexes.summaries import CHECK, KEY_HAZARDS, RECHECK, RESULTS, summaries
from coatxl.standards.coating.conclusion_draft import conclusion_draft
from coatxl.standards.coating.countermeasure_draft import countermeasure_draft
from coatxl.standards.coating.demo_papers import Paper, as_printed, faulty, mended
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.plant import plant
from coatxl.standards.coating.tables import (
    ChecklistRow,
    ConclusionRow,
    CountermeasureRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    MajorHazardRow,
    MajorVerdictRow,
)
from coatxl.standards.coating.tables.countermeasures import KINDS

SETTINGS = Settings()
MAKERS = [as_printed, mended, faulty]


def dossier(grids: Grids) -> Dossier:
    return dossier_of(grids.book(), "底稿.xlsx")


def measures(grids: Grids, kind: str) -> list[tuple[str, str]]:
    """(对策措施, 来源) of the drafted rows of a category."""
    rows = [drafted.values for drafted in countermeasure_draft(dossier(grids), SETTINGS)]
    return [(row.get("measure", ""), row.get("origin", "")) for row in rows if row["kind"] == kind]


def overall(grids: Grids) -> dict[str, str]:
    return conclusion_draft(dossier(grids), SETTINGS)[3].values


def block(grids: Grids, table: str) -> list[list[str]]:
    (found,) = [b for b in summaries(dossier(grids), SETTINGS) if b.table == table]
    return [[cell.text for cell in row] for row in found.rows]


def measure(grids: Grids, text: str, kind: str) -> Grids:
    """The clean paper with this measure alone."""
    grids.rows[HazardRow] = [grids.rows[HazardRow][0] | {"measure": text, "measure_kind": kind}]
    return grids


# --- 对策措施 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", MAKERS)
def test_every_category_is_there_in_its_order_and_numbered(make: Callable[[], Paper]) -> None:
    rows = [drafted.values for drafted in countermeasure_draft(dossier(Grids(make())), SETTINGS)]
    assert list(dict.fromkeys(row["kind"] for row in rows)) == [kind.word for kind in KINDS]
    assert [row["number"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert all(row.get("measure") or row["note"] for row in rows)
    assert all(row["origin"] for row in rows if row.get("measure"))


def test_rectification_comes_from_hidden_dangers_nonconformities_and_unacceptable_risks() -> None:
    assert measures(Grids(faulty()), "整改建议") == [
        ("送检，合格后重新张贴标签", "隐患清单 1"),
        ("清除堆放物，地面划线，每班点检", "隐患清单 2"),
        ("移开遮挡物，排风口前1m内不放物品", "隐患清单 3"),
        ("补训并考核合格后上岗", "安全检查表 自动化喷漆线/7"),
        (
            "采取措施把“自动化喷漆线／打捞漆渣／漆渣自燃”的控制风险由较大风险（D=270）降到一般风险及以下，完成后重新评价",
            "风险评价LEC 3",
        ),
    ]


def test_a_hidden_danger_without_a_suggestion_is_left_for_the_person() -> None:
    g = Grids().add(HiddenDangerRow, **DANGER | {"suggestion": "", "number": ""})
    (drafted,) = [d for d in countermeasure_draft(dossier(g), SETTINGS) if d.values["kind"] == "整改建议"]
    assert (drafted.values["measure"], drafted.values["note"]) == ("", "没有整改建议，请补写")
    assert drafted.values["origin"] == "隐患清单!D2"


@pytest.mark.parametrize(
    ("text", "kind", "category", "expected"),
    [
        ("风机和喷泵联锁。", "工程技术", 1, "对“风机和喷泵联锁”定期检查、维护保养；需检验、检测、检定、校验的，确定项目和周期并按期进行"),
        ("报警仪每年检定。", "安全管理", 1, "报警仪每年检定"),
        ("对管理人员进行培训。", "教育培训", 2, "对管理人员进行培训"),
        ("佩戴防毒口罩。", "个体防护", 2, "就“佩戴防毒口罩”培训作业人员，并在作业中监督执行"),
        ("动火作业逐次审批。", "安全管理", 2, "动火作业逐次审批"),
        ("每班巡检一次漆渣桶。", "安全管理", 3, "每班巡检一次漆渣桶"),
        ("配备2具灭火器。", "应急准备", 4, "对“配备2具灭火器”定期检查，保持可用，并纳入演练"),
        ("漆渣当班运走。", "安全管理", 5, "漆渣当班运走"),
        ("罩口装风压联锁。", "", 1, "对“罩口装风压联锁”定期检查、维护保养；需检验、检测、检定、校验的，确定项目和周期并按期进行"),
        ("入口设“禁火”标志，严禁吸烟。", "", 2, "就“入口设‘禁火’标志，严禁吸烟”培训作业人员，并在作业中监督执行"),
    ],
)  # fmt: skip
def test_a_measure_is_kept_up_by_its_kind_or_else_by_its_words(
    text: str, kind: str, category: int, expected: str
) -> None:
    assert (expected, "措施 1-1.1") in measures(measure(Grids(), text, kind), KINDS[category].word)


def test_how_often_is_taken_from_the_measure() -> None:
    rows = countermeasure_draft(dossier(measure(Grids(), "防雷设施每半年检测一次。", "工程技术")), SETTINGS)
    assert [d.values["timing"] for d in rows if d.values.get("origin") == "措施 1-1.1"] == ["每半年"]


def test_equal_measures_of_two_risk_points_share_a_row_that_names_both() -> None:
    g = Grids()
    text = g.rows[HazardRow][0]["measure"]
    g.add(HazardRow, unit="喷漆单元", risk_point="调漆间", hazard="蒸气", event="起火。", outcome="火灾", high="否",
          number="1", cause="敞口。", measure=text.rstrip("。"), measure_kind="安全管理")  # fmt: skip
    (drafted,) = [d for d in countermeasure_draft(dossier(g), SETTINGS) if "1-1.1" in d.values.get("origin", "")]
    assert (drafted.values["origin"], drafted.values["risk_point"]) == ("措施 1-1.1、2-1.1", "自动化喷漆线、调漆间")
    assert len(drafted.rows) == 2


def test_measures_of_a_risk_point_stand_together_in_a_few_rows_that_list_their_sources() -> None:
    paper = dossier(Grids(plant()))
    drafted = countermeasure_draft(paper, SETTINGS)
    count = sum(len(hazard.measures) for hazard in paper.hazards)
    assert len(drafted) < count / 2
    per_place = Counter(
        (d.values["kind"], d.values.get("risk_point", "")) for d in drafted if d.values["kind"] != "整改建议"
    )
    assert max(per_place.values()) <= 4
    kept = [d for d in drafted if d.values.get("origin", "").startswith("措施 ")]
    assert {id(row) for d in kept for row in d.rows} == {id(m.row) for h in paper.hazards for m in h.measures}
    assert all(len(d.values["measure"]) < 600 for d in kept)


def test_hidden_dangers_that_gather_are_a_weak_spot() -> None:
    (_, weak) = measures(Grids(faulty()), "水平提升方案建议")
    assert weak == (
        "“自动化喷漆线”发现隐患3项，从制度、责任和检查频次上查找原因，改进薄弱环节",
        "隐患清单 1、隐患清单 2、隐患清单 3",
    )


@pytest.mark.parametrize("make", MAKERS)
def test_the_draft_put_into_the_paper_satisfies_the_rules_of_9(make: Callable[[], Paper]) -> None:
    g = Grids(make())
    drafted = countermeasure_draft(dossier(g), SETTINGS)
    for each in drafted:
        g.add(CountermeasureRow, **each.values)
    found = [f for f in judge(g.book())[0] if f.rule in ("CX8.3-04", "CX9.1-01")]
    # Where nothing was drawn the category is the person's; without a hidden danger there is nothing to rectify.
    empty = [each for each in drafted if not each.values.get("measure")]
    assert all(f.rule == "CX9.1-01" for f in found)
    assert len(found) == sum(each.values["kind"] != "整改建议" for each in empty)


# --- 评价结论 ----------------------------------------------------------------------------------------


def open_danger(g: Grids) -> Grids:
    return g.add(HiddenDangerRow, **DANGER | {"state": "整改中", "recheck": "未整改", "photo_after": ""})


CASES: list[tuple[str, Callable[[Grids], Grids], str, str]] = [
    ("clean", lambda g: g, "可接受", "符合"),
    ("too risky", lambda g: g.set(LecRow, 0, likelihood=3), "不可接受", "符合"),
    ("ungraded", lambda g: g.set(LecRow, 0, exposure=None), "", "符合"),
    ("not evaluated", lambda g: g.drop(LecRow, 0), "", "符合"),
    ("open danger", open_danger, "可接受", "不符合"),
    ("rectified danger", lambda g: g.add(HiddenDangerRow, **DANGER), "可接受", "符合"),
    ("unlisted item", lambda g: g.set(ChecklistRow, 3, conforms="不符合"), "可接受", "不符合"),
    ("unjudged item", lambda g: g.set(ChecklistRow, 3, conforms=""), "可接受", ""),
    ("unseen danger", lambda g: g.add(HiddenDangerRow, **DANGER | {"state": "", "recheck": ""}), "可接受", ""),
]


STORE = {
    "unit": "油漆仓库",
    "unit_kind": "储存单元",
    "substance": "甲苯",
    "category": "W5.3",
    "quantity": 600,
    "critical": 500,
}
SITUATION = {"provision": "第十四条", "verdict": "存在", "person": "李某", "day": date(2026, 3, 30)}
GRAVE: list[tuple[str, Callable[[Grids], Grids], str]] = [
    ("major hazard installation", lambda g: g.add(MajorHazardRow, **STORE), "有1个构成重大危险源的单元：“油漆仓库”"),
    ("situation of the decree", lambda g: g.add(MajorVerdictRow, **SITUATION), "有1个判定存在、没有整改完成的重大隐患情形：“第十四条”"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), [c[1:] for c in GRAVE], ids=[c[0] for c in GRAVE])
def test_what_only_a_person_can_judge_leaves_the_conclusion_open_and_is_named(
    change: Callable[[Grids], Grids], words: str
) -> None:
    drafted = overall(change(Grids()))
    assert (drafted["acceptance"], drafted["conformity"]) == ("", "")
    assert drafted["text"].count("待定") == drafted["text"].count(words) == 2


@pytest.mark.parametrize("change", [c[1] for c in GRAVE], ids=[c[0] for c in GRAVE])
def test_the_verdict_of_a_person_stands_in_the_draft(change: Callable[[Grids], Grids]) -> None:
    own = {"acceptance": "可接受", "conformity": "符合"}
    drafted = overall(change(Grids()).add(ConclusionRow, item="综合评价结论", text="风险可接受，符合条件。", **own))
    assert {name: drafted[name] for name in own} == own


def test_a_situation_whose_hidden_danger_is_rectified_leaves_nothing_open() -> None:
    rectified = (
        Grids().add(MajorVerdictRow, **SITUATION, danger="1").add(HiddenDangerRow, **DANGER | {"level": "重大隐患"})
    )
    assert overall(rectified)["conformity"] == "符合"


@pytest.mark.parametrize(("change", "risk", "conditions"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_the_conclusion_follows_from_the_sheets(change: Callable[[Grids], Grids], risk: str, conditions: str) -> None:
    drafted = overall(change(Grids()))
    assert (drafted["acceptance"], drafted["conformity"]) == (risk, conditions)


@pytest.mark.parametrize("change", [c[1] for c in CASES], ids=[c[0] for c in CASES])
def test_the_draft_never_contradicts_the_sheets_or_itself(change: Callable[[Grids], Grids]) -> None:
    g = change(Grids())
    drafted = [each.values for each in conclusion_draft(dossier(g), SETTINGS)]
    for values in drafted:
        g.add(ConclusionRow, **values)
    told = {f.rule for f in judge(g.book())[0]}
    assert told.isdisjoint({"CX11-02", "CX11-03", "CX12.1-01"})
    known = drafted[3]["acceptance"] and drafted[3]["conformity"]
    assert ("CX11-01" in told) == (not known)


def test_the_texts_count_what_the_sheets_hold() -> None:
    texts = [each.values["text"] for each in conclusion_draft(dossier(Grids(faulty())), SETTINGS)]
    assert texts[0] == "共列出安全隐患3项（一般隐患3项）；复查结果：已整改2项、未复查1项。"
    assert texts[1].startswith("共分析危害因素5个、失控诱因25个、风险管控措施34条。企业需重点管控的危害因素2个：")
    assert texts[2] == (
        "符合性评价：检查项目32项，其中符合29项、不符合1项、不适用1项、未判定1项。安全风险程度评价：4个，"
        "其中较大风险1个、低风险1个、轻微风险1个、未得出等级1个；高于可接受等级（一般风险）的1个。"
    )
    assert "“自动化喷漆线／打捞漆渣／漆渣自燃”" in texts[3]
    assert "没有整改完成的隐患1项：“安全门外堆放工件，通道不畅”" in texts[3]


# --- the tables behind it ----------------------------------------------------------------------------


def test_recheck_by_level_and_result() -> None:
    g = open_danger(Grids()).add(HiddenDangerRow, **DANGER | {"number": "2", "level": "重大隐患"})
    assert block(g, RECHECK) == [
        ["隐患级别", "已整改", "部分整改", "未整改", "未复查", "合计"],
        ["重大隐患", "1", "0", "0", "0", "1"],
        ["一般隐患", "0", "0", "1", "0", "1"],
        ["合计", "1", "0", "1", "0", "2"],
    ]


def test_key_hazards_say_why_and_where() -> None:
    rows = block(Grids().set(LecRow, 0, likelihood=3), KEY_HAZARDS)
    assert rows[1][4:] == [
        "可燃液体蒸气积聚",
        "爆燃",
        "较大风险",
        "高后果、控制风险为较大风险",
        "危害因素描述!D2、风险评价LEC!E2",
    ]
    lower = validated({"acceptance": {"max_grade": "轻微风险"}})
    (found,) = [b for b in summaries(dossier(Grids().set(HazardRow, 0, high="否")), lower) if b.table == KEY_HAZARDS]
    assert found.rows[1][7].text == "控制风险为低风险"


def test_results_by_risk_point_add_up() -> None:
    g = Grids().set(ChecklistRow, 3, conforms="不适用").set(LecRow, 0, likelihood=Decimal(3))
    rows = block(g, RESULTS)
    number = str(len(g.rows[ChecklistRow]))
    assert rows[1] == [
        "喷漆单元",
        "自动化喷漆线",
        number,
        str(int(number) - 1),
        "0",
        "1",
        "0",
        "1",
        "1",
        "较大风险",
        "1",
    ]
    assert rows[2][0] == "合计"
    assert rows[2][2:] == rows[1][2:]


def test_the_check_tells_which_facts_decide_and_whether_the_paper_agrees() -> None:
    g = open_danger(Grids()).set(LecRow, 0, likelihood=3)
    for row in closing_paper().rows[ConclusionRow]:
        g.add(ConclusionRow, **row)
    rows = block(g, CHECK)
    above = next(row for row in rows if row[1] == "控制风险高于可接受等级的危害因素")
    assert above[2:] == ["1", "不可接受", "自动化喷漆线／喷漆作业／可燃液体蒸气积聚", "风险评价LEC!E2"]
    left = next(row for row in rows if row[1] == "没有整改完成的隐患")
    assert left[2:] == ["1", "不符合", "2号探头检定标签过期", "隐患清单!D2"]
    said = [row[2:] for row in rows if row[1].startswith("底稿“评价结论”")]
    assert said == [["可接受", "矛盾", "评价结论!C5"], ["符合", "矛盾", "评价结论!C5"]]
    agreed = [row[3] for row in block(closing_paper(), CHECK) if row[1].startswith("底稿“评价结论”")]
    assert agreed == ["一致", "一致"]


@pytest.mark.parametrize("make", MAKERS)
def test_every_table_fits_its_page_and_carries_its_sources(make: Callable[[], Paper]) -> None:
    paper = dossier(Grids(make()))
    blocks: list[Block] = [*drafts(paper, SETTINGS), *summaries(paper, SETTINGS)]
    for each in blocks:
        assert sum(each.widths) <= LANDSCAPE_CM + 0.01
        assert len(each.placed) > each.header_rows
        assert each.provenance.settings
    assert all(each.provenance.sources for each in blocks if each.table != CHECK)


def test_drafts_have_the_columns_of_the_paper() -> None:
    heads: list[list[Any]] = [[c.text for c in each.rows[0]] for each in drafts(dossier(Grids()), SETTINGS)]
    expected = [[f.column.header for f in t.fields.values()] for t in (CountermeasureRow, ConclusionRow)]
    assert heads == expected
