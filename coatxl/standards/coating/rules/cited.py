"""Rule of cited standards (5.3, 8.1.3): superseded, abolished or unknown numbers, as of the report's date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from coatxl.findings import Text
from coatxl.rules import Hit, NotJudged, rule
from coatxl.standards.coating.citations import codes, normal_code, titles
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.register import register_with
from coatxl.standards.coating.rules.preparation import is_law
from coatxl.standards.coating.tables import ChecklistRow, HazardRow, HiddenDangerRow, MaterialRow, RelationRow

if TYPE_CHECKING:
    from coatxl.settings import Settings

_REPLACED = ("已代替", "部分代替")
_TEXTS = ("measure", "item")
_CITES = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]{2}|《")  # few measures hold any


@rule(
    "CX5.3-02", clause="5.3、8.1.3", severity="warning", needs=((ChecklistRow, HazardRow, RelationRow, HiddenDangerRow, MaterialRow),),
    sheets=("收集资料", "安全检查表", "危害因素描述", "隐患清单"), setting="evaluation_date",
    title=Text("引用的标准已被代替或废止", "Cited standard superseded"),
    message=Text("{code} {what}", "{code} {what}"),
    fix=Text(
        "改引现行版本（查无此号的核对标准号）并重新核对条款号；确需照引的，在 coatxl.toml 中用 accept 写明理由",
        "Cite the edition in force (check an unknown number) and its clause; where it must stay, accept it with a reason",
    ),
)  # fmt: skip
def cited_standard_superseded(dossier: Dossier, settings: Settings) -> Iterator[Hit]:
    """评价准则来源应可靠：按报告日期（没有时按评价基准日）判断引用的标准是否现行。

    依据之外，也看检查项目和风险管控措施的文字；同一行同一标准只报一次，照抄措施的检查项目不再报。
    不合格: 报告日期 2026-09-30，依据 GB14444-2006（2026-08-01 起由 GB 14444-2025 代替）。
    合格: 同一引用，报告日期 2026-03-31。
    """
    day, register = dossier.report_date(settings), register_with(settings.standards.entries)
    undated = False
    known: dict[str, list[tuple[str, Text]]] = {"": []}  # one basis stands in many rows
    told: set[tuple[object, str]] = set()  # a row, or the text of a measure, with the number that was told of it
    for rows, name in _bases(dossier):
        texts = [getattr(row, name) for row in rows]
        for basis in {*texts} - known.keys():
            known[basis] = []
            for code in dict.fromkeys((*codes(basis), *(normal_code(t) for t in titles(basis)))):
                entry = register.same_year(code)
                if entry is None:
                    continue
                if entry.status in _REPLACED and entry.effective and day is None:
                    undated = True
                    continue
                what = entry.fault(day)
                if what is not None:
                    known[basis].append((entry.code, what))
        for row, basis in zip(rows, texts, strict=True):
            for number, what in known[basis]:
                same = {(id(row), number), (basis, number)} if name in _TEXTS else {(id(row), number)}
                if told.isdisjoint(same):
                    yield Hit(row.at(name), code=number, what=what)
                told |= same
    if undated:
        raise NotJudged(
            "没有报告日期和评价基准日，无法判断引用的标准是否现行", "no report or evaluation date to judge by"
        )


def _bases(dossier: Dossier) -> Iterator[tuple[Sequence[Any], str]]:
    """The rows that cite, with the field that does: 依据, then the texts, and of the laws the number or else the name."""
    for rows in (dossier.hazard_rows, dossier.relation_rows, dossier.checklist, dossier.dangers):
        yield rows, "basis"
    for texts, name in (
        (dossier.hazard_rows, "measure"),
        (dossier.relation_rows, "measure"),
        (dossier.checklist, "item"),
    ):
        yield [row for row in texts if _CITES.search(getattr(row, name))], name
    laws = [row for row in dossier.rows(MaterialRow) if is_law(row)]
    yield [row for row in laws if row.code], "code"
    yield [row for row in laws if not row.code], "name"
