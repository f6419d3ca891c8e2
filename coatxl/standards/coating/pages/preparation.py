"""preparation: the sheets of clauses 4 to 6.1 and 8.1 as the template shows them, prefilled with what the standard lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coatxl.standards.coating.listed import Item
from coatxl.standards.coating.tables import BuildingRow, MaterialRow, MethodRow, ScopeRow, SurveyRow, TeamRow
from coatxl.standards.coating.tables.materials import LAWS, MATERIALS, TECHNICAL
from coatxl.standards.coating.tables.scope import (
    CONFIRMATION_KIND,
    CONFIRMING_DAY,
    CONFIRMING_PERSON,
    CONFIRMING_UNIT,
    DESCRIPTION_KIND,
    DESCRIPTIONS,
    EXAMPLES,
    EXCLUDED,
    LAWFUL,
    REVIEWED,
)
from coatxl.standards.coating.tables.survey import (
    BUILDING_FACTS,
    DATA,
    KEPT_AS,
    KEPT_UNTIL,
    RECORD_KIND,
    REVISION,
    VERIFICATION_KIND,
    VERIFIED,
)
from coatxl.tables.blueprint import Highlight, Page

# Clause 2 of the standard, and GB 18218 of 7.5, which clause 2 leaves out (AMB-69).
_BASES = (
    ("AQ 8001", "安全评价通则"),
    ("GB/T 23694", "风险管理 术语"),
    ("GB/T 14441", "涂装作业安全规程 术语"),
    ("GB 18218", "危险化学品重大危险源辨识"),
)
# How an answer is written stands in brackets, which reading leaves out.
_HINTS = {
    CONFIRMING_DAY: "如 2026-03-31", LAWFUL: "填“是”", REVIEWED: "评价组复核后填“是”", EXCLUDED: "及原因，没有的填“无”",
    VERIFIED: "一致或有差异", REVISION: "一致时填“无”", KEPT_UNTIL: "如 2029-03-31", KEPT_AS: "电子或纸质",
}  # fmt: skip


def _rows(field: str, kind: str, words: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    yield from ({"kind": kind, field: word} for word in words)


def _hinted(*items: Item) -> tuple[str, ...]:
    return tuple(f"{item.word}（{_HINTS[item]}）" if item in _HINTS else item.word for item in items)


def _scope() -> Iterator[Mapping[str, str]]:
    for group, words in EXAMPLES.items():
        yield from _rows("item", group.word, words)
    yield from _rows("item", DESCRIPTION_KIND, _hinted(*(i for i in DESCRIPTIONS if i is not EXCLUDED), EXCLUDED))
    confirmations = (CONFIRMING_UNIT, CONFIRMING_PERSON, CONFIRMING_DAY, LAWFUL, REVIEWED)
    yield from _rows("item", CONFIRMATION_KIND, _hinted(*confirmations))


def _materials() -> Iterator[Mapping[str, str]]:
    yield from ({"kind": LAWS, "name": name, "code": code} for code, name in _BASES)
    yield from _rows("name", TECHNICAL, tuple(item.word for item in MATERIALS))


def _survey() -> Iterator[Mapping[str, str]]:
    yield from _rows("item", VERIFICATION_KIND, _hinted(VERIFIED, REVISION))
    for kind, words in DATA.items():
        yield from _rows("item", kind, words)
    yield from _rows("item", RECORD_KIND, _hinted(KEPT_UNTIL, KEPT_AS))


_UNCHECKED = Highlight('{verified}="否"', ("verified",), "bad")
_OUTSIDE = Highlight('OR({include}="否",{include}="不涉及")', ("item", "content", "include", "points"), "idle")
_UNREASONED = Highlight('AND(OR({include}="否",{include}="不涉及"),{reason}="")', ("reason",), "bad")
_NOT_COLLECTED = Highlight('{state}="未收集"', ("state",), "amber")

PAGES: tuple[Page, ...] = (
    Page(
        TeamRow, "项目组成员；安全、机械、电气、化工四个专业都要有，资格逐人核对", hint="一人有几个专业的用顿号隔开；带 * 的列必填",
        also=("verified",), highlights=(_UNCHECKED,),
    ),
    Page(
        ScopeRow, "三类范围逐项选是否纳入，写清五项描述，填委托单位的确认", rows=tuple(_scope()), highlights=(_OUTSIDE, _UNREASONED),
        hint="预置的行可删可改，同类的可增行；纳入的填风险点编号，不纳入、不涉及的写原因",
    ),
    Page(
        MaterialRow, "评价依据（法规标准）和九项技术资料，填收集状态", rows=tuple(_materials()), complete=("code",),
        highlights=(_NOT_COLLECTED,),
        hint="法规标准写明年份版本，按实际增减；技术资料填状态，不适用的在“说明”写原因",
    ),
    Page(
        SurveyRow, "核实评价范围，采集七类风险数据，写明记录保存到哪一天", rows=tuple(_survey()), also=("content",),
        hint="建构筑物逐栋填下一张表；设备、作业活动可增行，纳入的填风险点编号；确实没有的写“无”",
    ),
    Page(
        BuildingRow, "评价范围内的建构筑物，一栋一行，十项填全", hint="距离、宽度、高度以 m 计；带 * 的列必填", also=BUILDING_FACTS,
    ),
    Page(
        MethodRow, "每个评价单元的方法、理由、局限性和偏差，准则及其来源", hint="几个单元同一方法的写在一行，用顿号隔开；带 * 的列必填", also=("acceptance",),
    ),
)  # fmt: skip
