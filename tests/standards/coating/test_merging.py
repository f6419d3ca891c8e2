"""Parts of one plant put together: what was split comes back whole, numbers and references agree, differences are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from drafts_by_hand import add_measure, small
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import Grids, judge

from coatxl.check import dossier_of
from coatxl.settings import Settings
from coatxl.standards.coating.demo_papers import faulty, mended
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.guide import blueprint
from coatxl.standards.coating.merge_rows import Part
from coatxl.standards.coating.merging import Merged, merge
from coatxl.standards.coating.tables import (
    ChecklistRow,
    ConfirmationRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    RiskPointRow,
    UnitRow,
)
from coatxl.tables.layout import Layout
from coatxl.tables.table import Table

FIRST = {page.table: Layout.of(page, 60).first_row for page in blueprint(core=True).pages}


def paper(g: Grids, name: str) -> Dossier:
    return dossier_of(g.book(), name)


def merged(*grids: Grids, **options: Any) -> Merged:
    parts = [Part(n, paper(g, f"{'甲乙丙丁'[n]}.xlsx")) for n, g in enumerate(grids)]
    return merge(parts, Settings(**options), FIRST)


def grids_of(result: Merged) -> Grids:
    """The merged paper as one that can be judged."""
    g = small()
    for table in g.rows:
        if table.sheet != "项目信息":
            g.rows[table] = [dict(row) for row in result.rows.get(table, [])]
    for word, value in result.facts.items():
        g.fact(word, value)
    return g


def column(result: Merged, table: type[Table], name: str) -> list[Any]:
    return [row.get(name) for row in result.rows[table]]


def split(g: Grids, belongs: Callable[[type[Table], dict[str, Any]], bool]) -> list[Grids]:
    """Two parts of a paper as two colleagues would have written them: each counts its hazards from 1."""
    whole = paper(g, "原.xlsx")
    parts = []
    for wanted in (True, False):
        part = Grids()
        for table, rows in g.rows.items():
            part.rows[table] = [
                dict(r) for r in rows if table.sheet in ("项目信息", "评价单元") or belongs(table, r) == wanted
            ]
        texts = {(m.text, h.label): m.number for h in paper(part, "部分.xlsx").hazards for m in h.measures}
        local = {
            m.number: texts[m.text, h.label] for h in whole.hazards for m in h.measures if (m.text, h.label) in texts
        }
        for row in (*part.rows[ChecklistRow], *part.rows[ConfirmationRow]):
            name = "measures" if "item" in row else "key"
            for old in sorted(local, key=len, reverse=True):
                row[name] = str(row.get(name, "")).replace(old, f"<{local[old]}>")
            row[name] = row.get(name, "").replace("<", "").replace(">", "")
        parts.append(part)
    return parts


def findings(g: Grids) -> list[tuple[str, str | None, str | None, str]]:
    return [(f.rule, f.sheet, f.cell, f.message) for f in judge(g.book())[0]]


def by_step(table: type[Table], row: dict[str, Any]) -> bool:
    """The part of the 喷漆作业, by its step or, where there is none, by its number."""
    if "step" in row:
        return row["step"] == "喷漆作业"
    return table is ConfirmationRow or (table is ChecklistRow and int(row["number"]) <= 28) or table is HiddenDangerRow


# --- what was split comes back -----------------------------------------------------------------------


def test_a_paper_that_was_split_gives_the_same_findings() -> None:
    whole = Grids(faulty())
    one, other = split(whole, by_step)
    assert 0 < len(other.rows[HazardRow]) < len(whole.rows[HazardRow])
    assert len(other.rows[ChecklistRow]) == 4
    result = merged(one, other)
    assert findings(grids_of(result)) == findings(whole)
    assert result.conflicts == []


def test_parts_given_in_the_other_order_are_the_same_paper() -> None:
    whole = Grids(faulty())
    one, other = split(whole, by_step)
    turned = {(rule, sheet, m) for rule, sheet, _, m in findings(grids_of(merged(other, one)))}
    straight = {(rule, sheet, m) for rule, sheet, _, m in findings(whole)}
    # Only what tells a number can differ: the hazards are counted in the order of the parts.
    assert {(r, s) for r, s, _ in turned} == {(r, s) for r, s, _ in straight}


@pytest.mark.parametrize("make", [mended, faulty])
def test_a_paper_merged_with_itself_is_itself(make: Any) -> None:
    result = merged(Grids(make()), Grids(make()))
    assert findings(grids_of(result)) == findings(Grids(make()))
    assert result.conflicts == []
    assert len(result.provenance) == 2 * sum(map(len, result.rows.values()))


# --- numbers and references --------------------------------------------------------------------------


def two_parts() -> tuple[Grids, Grids]:
    """甲 has two hazards; 乙 one at 调漆间, with an item, a hidden danger and a confirmation that name it by number."""
    one = small("油漆桶加盖。")
    other = small()
    other.rows[HazardRow].clear()
    other.rows[RiskPointRow] = [
        {"number": "1", "unit": "喷漆单元", "risk_point": "调漆间", "step": "-", "kind": "场所"}
    ]
    add_measure(other, "调漆间", "13", "调漆桶接地。")
    add_measure(other, "调漆间", "14", "调漆间通风。")
    place = {"unit": "喷漆单元", "risk_point": "调漆间"}
    other.add(
        ChecklistRow,
        **place,
        number="1",
        item="接地和通风有效。",
        basis="故要求。",
        measures="措施1-13.1、 14.1",
        conforms="不符合",
    )
    other.add(HiddenDangerRow, **place, number="1", description="接地线断", origin="安全检查表 1-1", level="一般隐患")
    other.add(ConfirmationRow, rule="CX8.2-03", key="1-13.1、1-14.1：接地和通风有效。", verdict="已确认", person="张三")
    return one, other


def test_measures_of_the_second_part_are_renamed_wherever_they_are_named() -> None:
    one, other = two_parts()
    one.add(ChecklistRow, unit="喷漆单元", risk_point="喷漆房", number="1", item="油漆桶加盖。", basis="故要求。")
    result = merged(one, other)
    assert column(result, ChecklistRow, "measures")[1] == "3-13.1、 14.1"
    assert column(result, ConfirmationRow, "key") == ["3-13.1、3-14.1：接地和通风有效。"]
    assert column(result, HiddenDangerRow, "origin") == ["安全检查表 调漆间/1"]
    assert column(result, RiskPointRow, "number") == ["1", "2", "3"]
    notes = [note for each in result.provenance for note in each.notes]
    assert notes == [
        "序号 1 → 3", "对应措施 措施1-13.1、 14.1 → 3-13.1、 14.1", "来源 安全检查表 1-1 → 安全检查表 调漆间/1",
        "对象 1-13.1、1-14.1：接地和通风有效。 → 3-13.1、3-14.1：接地和通风有效。",
    ]  # fmt: skip
    told = {rule for rule, *_ in findings(grids_of(result))}
    assert not told & {"CX0-02", "CX0-03", "CX8.2-03", "CX8.2-10"}


def test_a_number_that_named_nothing_names_nothing_of_another_part() -> None:
    one, other = two_parts()
    other.rows[ChecklistRow][0]["measures"] = "2-1.1"
    other.rows[ConfirmationRow][0]["key"] = "2-1.1：接地和通风有效。"
    assert column(merged(one, other), ChecklistRow, "measures") == ["原2-1.1"]
    told = [(c.table, c.header, c.one.file, c.one.cell, c.one.text, c.done) for c in merged(one, other).conflicts]
    assert told == [
        ("安全检查表", "对应措施", "乙.xlsx", "H2", "2-1.1", "请核对"),
        ("人工确认", "对象", "乙.xlsx", "B2", "2-1.1：接地和通风有效。", "请核对"),
    ]
    assert ("CX0-03", "安全检查表") in {(r, s) for r, s, *_ in findings(grids_of(merged(one, other)))}


def test_one_number_for_two_causes_goes_on_counting() -> None:
    one, other = small("油漆桶加盖。"), small("喷枪接地。")
    other.add(
        ChecklistRow, unit="喷漆单元", risk_point="喷漆房", number="1", item="接地有效。", basis="故要求。", measures="1-1.1",
    )  # fmt: skip
    result = merged(one, other)
    assert column(result, HazardRow, "number") == ["1", "2", "1"]
    assert column(result, HazardRow, "measure") == ["油漆桶加盖。", "喷枪接地。", "烘干室设置超温报警。"]
    assert column(result, ChecklistRow, "measures") == ["1-2.1"]


def test_a_second_measure_for_a_known_cause_stands_below_it() -> None:
    one, other = small("油漆桶加盖。", "喷枪接地。"), small("油漆桶加盖。")
    other.rows[HazardRow].insert(1, other.rows[HazardRow][0] | {"measure": "油漆桶上锁。", "number": "", "cause": ""})
    result = merged(one, other)
    assert column(result, HazardRow, "measure")[:3] == ["油漆桶加盖。", "油漆桶上锁。", "喷枪接地。"]
    numbers = [m.number for h in paper(grids_of(result), "合.xlsx").hazards for m in h.measures]
    assert numbers == ["1-1.1", "1-1.2", "1-2.1", "2-1.1"]


def test_a_measure_named_in_words_is_told_and_left_as_written() -> None:
    one, other = two_parts()
    other.rows[ConfirmationRow][0]["note"] = "涵盖 1-13.1"
    (told,) = merged(one, other).conflicts
    assert (told.table, told.header, told.one.text, told.why) == (
        "人工确认",
        "说明",
        "涵盖 1-13.1",
        "文字里的措施 1-13.1 现为 3-13.1",
    )


# --- differences -------------------------------------------------------------------------------------


def test_a_difference_is_told_with_both_cells_and_the_first_is_taken() -> None:
    one, other = Grids(mended()), Grids(mended())
    other.set(ChecklistRow, 4, observation="探头离地0.7m", conforms="不符合").fact("企业名称", "甲涂装公司")
    one.set(ChecklistRow, 5, observation="")
    result = merged(one, other)
    assert [
        (c.table, c.header, c.one.cell, c.one.text, c.other and c.other.text, c.done) for c in result.conflicts
    ] == [
        ("项目信息", "企业名称", "B2", "甲涂装有限公司", "甲涂装公司", "取前者"),
        ("安全检查表", "检查结果", "F6", "探头离地0.4m，距释放源3m，联锁试验有效", "探头离地0.7m", "取前者"),
        ("安全检查表", "是否符合", "G6", "符合", "不符合", "取前者"),
    ]
    assert {c.other.file for c in result.conflicts if c.other} == {"乙.xlsx"}
    assert result.facts["企业名称"] == "甲涂装有限公司"
    assert column(result, ChecklistRow, "observation")[5] == "标签有效期至2027-01"


def test_rows_that_are_only_alike_are_both_kept_and_told() -> None:
    one, other = small(), small()
    for g, text in ((one, "1号探头检定标签过期未送检"), (other, "2号探头检定标签过期未送检")):
        g.add(HiddenDangerRow, number="1", unit="喷漆单元", risk_point="喷漆房", description=text, level="一般隐患")
    result = merged(one, other)
    assert column(result, HiddenDangerRow, "number") == ["1", "2"]
    (told,) = result.conflicts
    assert (told.done, told.one.text, told.other and told.other.text) == (
        "两行都保留", "1号探头检定标签过期未送检", "2号探头检定标签过期未送检",
    )  # fmt: skip


def test_equal_names_in_two_units_are_two_rows() -> None:
    one, other = small("油漆桶加盖。"), small("油漆桶加盖。")
    other.rows[UnitRow][0]["unit"] = "喷粉单元"
    for table in (RiskPointRow, HazardRow):
        for row in other.rows[table]:
            row["unit"] = "喷粉单元"
    result = merged(one, other)
    assert column(result, HazardRow, "unit").count("喷粉单元") == 2
    assert [len(result.rows[t]) for t in (UnitRow, RiskPointRow, HazardRow)] == [2, 4, 4]


def test_a_blank_that_means_as_above_keeps_its_meaning() -> None:
    one, other = small("油漆桶加盖。"), small("喷枪接地。")
    one.add(LecRow, number="1", unit="喷漆单元", risk_point="喷漆房", step="作业", hazard="喷漆房危害", likelihood=1)
    other.add(LecRow, number="1", unit="喷漆单元", risk_point="喷漆房", hazard="另一危害", likelihood=1)
    result = merged(one, other)
    assert column(result, LecRow, "step") == ["作业", "-"]


def test_what_has_no_place_in_the_paper_is_told() -> None:
    one, other = small("油漆桶加盖。"), small("喷枪接地。")
    book = other.book()
    sheet = next(s for s in book.sheets if s.name == "危害因素描述")
    sheet.rows[0].append("我的备注")
    sheet.rows[1].append("周五再看")
    told = merge([Part(0, paper(one, "甲.xlsx")), Part(1, dossier_of(book, "乙.xlsx"))], Settings(), FIRST).conflicts
    assert [(c.table, c.done, c.one.file) for c in told] == [("危害因素描述", "没有带入", "乙.xlsx")]
    assert told[0].one.text == "我的备注"


# --- nothing is lost ---------------------------------------------------------------------------------

_WORDS = st.sampled_from(["甲", "乙", "甲乙丙丁戊", "=1+1", "-", "9-9.9", ""])
_CHANGES = st.lists(
    st.tuples(st.sampled_from([HazardRow, ChecklistRow, HiddenDangerRow, RiskPointRow]), st.integers(0, 9),
              st.sampled_from(["unit", "risk_point", "step", "hazard", "event", "cause", "measure", "item", "observation", "description", "number",
                               "basis", "delete", "copy"]), _WORDS),
    max_size=8,
)  # fmt: skip


@settings(max_examples=60)
@given(changes=st.tuples(_CHANGES, _CHANGES))
def test_every_text_of_every_part_is_in_the_paper_or_among_the_conflicts(changes: Any) -> None:
    grids = []
    for each in changes:
        g = small("油漆桶加盖。", "风机与喷泵联锁。", "喷枪接地。")
        for n, item in enumerate(("油漆桶加盖。", "喷枪接地。"), 1):
            g.add(
                ChecklistRow,
                unit="喷漆单元",
                risk_point="喷漆房",
                number=str(n),
                item=item,
                basis="故要求。",
                measures=f"1-{n}.1",
            )
        g.add(
            HiddenDangerRow,
            number="1",
            unit="喷漆单元",
            risk_point="喷漆房",
            description="通道堆物",
            origin="安全检查表 1-2",
        )
        for table, which, name, words in each:
            rows = g.rows[table]
            if not rows:
                continue
            at = which % len(rows)
            if name == "delete":
                del rows[at]
            elif name == "copy":
                rows.append(dict(rows[at]))
            elif name in table.fields:
                rows[at][name] = words
        grids.append(g)
    result = merged(*grids)
    held = {str(v) for rows in result.rows.values() for row in rows for v in row.values()}
    told = " ".join(s.text for c in result.conflicts for s in (c.one, c.other) if s is not None)
    notes = " ".join(note for p in result.provenance for note in p.notes)
    for g in grids:
        read = paper(g, "部分.xlsx")
        for table, rows in read.reading.rows.items():
            for row in rows:
                for name in table.fields:
                    text = str(getattr(row, name) or "")
                    ended = text.rstrip("。")
                    assert (
                        not text
                        or table.sheet == "项目信息"
                        or text in held
                        or ended in told
                        or text in notes
                        or name == "number"
                    )
