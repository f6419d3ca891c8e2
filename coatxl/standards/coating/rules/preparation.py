"""Rules of 项目组 and 收集资料: who evaluates, on which bases and from which material (4, 5.1, 5.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.rules import Hit, NotJudged, rule
from coatxl.standards.coating.citations import codes
from coatxl.standards.coating.dossier import Dossier, having, named
from coatxl.standards.coating.listed import header, is_yes, item_key, rows_of
from coatxl.standards.coating.tables import MaterialRow, TeamRow
from coatxl.standards.coating.tables.materials import AS_COLLECTED, AS_NOT_APPLICABLE, MATERIALS
from coatxl.tables.column import folded

if TYPE_CHECKING:
    from coatxl.settings import Settings

# 非电气 is no 电气.
_NOT = "(?<![非无缺])(?<!不含)(?<!不是)"
# A person's own words for a discipline of 5.1 that do not hold its name.
_DISCIPLINES = {"化工": ("化学工程", "化学工艺", "应用化学"), "电气": ("电力", "电工"), "机械": ("机电",)}
_GENERAL_STANDARD = re.compile(r"AQ(?:/T)?8001(?!\d)")
_LAW_WORDS = ("法规", "法律", "标准", "规范", "依据")


@rule(
    "CX5.1-01", clause="5.1", severity="error", mode="both", needs=(TeamRow,), setting="team.disciplines",
    title=Text("项目组专业不全或资格未核对", "Team disciplines or qualification incomplete"),
    message=Text("项目组没有“{discipline}”专业的人员", "Nobody of the team has the discipline “{discipline}”"),
    fix=Text("补充缺少专业的安全评价技术人员，核对其资格并填写证书编号", "Add an evaluator of the discipline; check the qualification and enter the certificate's number"),
)  # fmt: skip
def team_incomplete(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """评价项目组应包含安全、机械、电气、化工等专业的安全评价技术人员（一人可兼几个专业），资格经过核对。

    资格没有核对的是警告，由人核对证书后在“资格已核对”填“是”。
    不合格: 四名成员的专业是安全、安全、机械、电气。
    合格: “安全、化工”“机械”“电气”三人，资格已核对都填“是”。
    """
    members = having(dossier.rows(TeamRow), "discipline")
    blank = [row for row in members if row.blank("discipline")]
    for row in blank:
        empty = Text("“{discipline}”没有填写专业", "“{discipline}” has no discipline")
        yield Hit(row.at("discipline"), message=empty, discipline=row.person or "成员")
    # A member whose discipline is blank is told, and may be the one that seems to be missing.
    held = folded("、".join(row.discipline for row in members))
    lacking = [
        d
        for d in settings.team.disciplines
        if not any(re.search(_NOT + re.escape(w), held) for w in (d, *_DISCIPLINES.get(d, ())))
    ]
    if len(lacking) > len(blank):
        for discipline in lacking:
            yield Hit(header(members, "discipline"), discipline=discipline)
    yield from _unverified(members)


def _unverified(members: list[TeamRow]) -> Iterator[Hit]:
    """Members whose qualification nobody checked; a sheet without the column asks once."""
    checked = [row for row in members if row.has("verified")]
    if not checked:
        unasked = Text(
            "没有“资格已核对”一列，不知道成员的资格是否核对过", "no column 资格已核对: the qualifications are unchecked"
        )
        yield Hit(
            header(members, "person"), severity="warning", confirm="项目组成员资格", message=unasked, discipline=""
        )
    for row in checked:
        if row.verified != "是" and not row.failed("verified"):
            unchecked = Text("“{discipline}”的资格没有核对", "The qualification of “{discipline}” is not checked")
            yield Hit(row.at("verified"), severity="warning", message=unchecked, discipline=row.person or "成员")


@rule(
    "CX4-01", clause="4、5.3、12.2", severity="error", needs=(MaterialRow,), sheets=("收集资料",),
    title=Text("评价依据清单为空或缺 AQ 8001", "Bases list empty or AQ 8001 missing"),
    message=Text("法规标准清单里没有 AQ 8001《安全评价通则》", "The list of laws and standards lacks AQ 8001"),
    fix=Text("在评价依据中列入 AQ 8001《安全评价通则》", "List AQ 8001 among the bases (类别 法规标准)"),
)  # fmt: skip
def bases_missing(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """安全评价应符合 AQ 8001 的规定；前期准备应收集法律法规和技术规范，报告应列出评价依据。

    不合格: “收集资料”没有类别为法规标准的行，或其中没有 AQ 8001。
    合格: 列有“AQ 8001-2007 安全评价通则”等法规标准。
    """
    rows = having(dossier.rows(MaterialRow), "name")
    laws = [row for row in rows if is_law(row) and named(row.name + row.code)]
    if not laws:
        none = Text("“收集资料”没有列出法规标准，评价依据清单是空的", "收集资料 lists no law or standard")
        yield Hit(header(rows, "name"), message=none)
    elif not any(_GENERAL_STANDARD.search(folded(row.code + row.name).upper()) for row in laws):
        yield Hit(header(laws, "name"))


def is_law(row: MaterialRow) -> bool:
    """Whether a row lists a law or standard: by its 类别, by the sheet's name, else because it cites one."""
    if named(row.kind):
        return any(word in row.kind for word in _LAW_WORDS)
    sheet = row.source.sheet.name
    if any(word in sheet for word in _LAW_WORDS) and "资料" not in sheet:
        return True
    return bool(named(row.code) or codes(row.name) or row.name.startswith("《"))


@rule(
    "CX5.3-01", clause="5.3", severity="error", needs=(MaterialRow,), sheets=("收集资料",),
    title=Text("资料清单不全", "Data list incomplete"),
    message=Text("技术资料“{material}”{what}", "Material “{material}” {what}"),
    fix=Text("补收资料，状态填已收集或现场收集；不适用（不涉及）的写明原因", "Collect it and set 状态, or mark it 不适用 with the reason"),
)  # fmt: skip
def material_missing(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """5.3 的九项技术资料都要收集；前期没有收集的可在现场勘察阶段收集，不适用的写明原因。

    不合格: “法定检测报告”状态空着或填“未收集”；填“不适用”而没有原因；清单里没有这一项。
    合格: 状态“现场收集”；“烘干热源提供方式”状态“不适用”，说明“自然干燥，没有烘干”。
    """
    every = having(dossier.rows(MaterialRow), "name")
    rows = [row for row in every if not is_law(row)]
    if not rows and not any("资料" in row.source.sheet.name for row in every):
        raise NotJudged("只有法规标准清单，没有技术资料清单", "there is a list of laws and standards only")
    if rows and not any(row.has("state") for row in rows):
        lacking = Text("“收集资料”没有“状态”列，不知道技术资料是否收集", "收集资料 has no column 状态")
        yield Hit(header(rows, "name"), message=lacking)
        return
    for item, found in rows_of(MATERIALS, rows, "name").items():
        if not found:
            yield Hit(header(rows or every, "name"), material=item.word, what=Text("不在清单里", "is not listed"))
        for row in found:
            yield from _uncollected(row)


def _uncollected(row: MaterialRow) -> Iterator[Hit]:
    """Why a listed material does not count as collected, if so."""
    if row.invalid("state") is not None:
        return  # an error value or a lost result is told by itself
    state = item_key(row.state)
    if not state:
        yield Hit(row.at("state"), material=row.name, what=Text("没有填写状态", "has no state"))
    elif state in AS_NOT_APPLICABLE:
        if not named(row.note) and row.invalid("note") is None:
            what = Text(f"标为{row.state}，没有写明原因", f"is marked {row.state} without a reason")
            yield Hit(row.at("note") if row.has("note") else row.at("state"), material=row.name, what=what)
    elif state not in AS_COLLECTED and not is_yes(state):
        what = Text(f"的状态“{row.state}”不是已收集", f"is not collected: its 状态 is “{row.state}”")
        yield Hit(row.at("state"), material=row.name, what=what)
