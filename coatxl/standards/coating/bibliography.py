"""Bibliography: every standard that a paper cites, in whatever column, held against the register as of its date (5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from coatxl.findings import Text
from coatxl.reports.citation_model import CitationProblem, Verdict
from coatxl.standards.coating.citations import Citation, citations, normal_code, title_key, without_year
from coatxl.standards.coating.register import Register, Standard, register_with
from coatxl.standards.coating.tables import MaterialRow

if TYPE_CHECKING:
    from coatxl.rules import Origin
    from coatxl.settings import Settings
    from coatxl.standards.coating.dossier import Dossier

Problem = tuple[Verdict, Text, str]
"""Verdict, message, and the register's number that it was held against ("" when there is none)."""

# A firm's own papers are no citations of a standard: 《喷漆作业安全操作规程》.
_OWN = (
    "制度",
    "规程",
    "记录",
    "台账",
    "方案",
    "预案",
    "报告",
    "合同",
    "证书",
    "说明书",
    "清单",
    "档案",
    "许可证",
    "责任制",
)
_LEAST_TITLE = 4
_VERDICTS: dict[str, Verdict] = {
    "已代替": "superseded", "部分代替": "partly_superseded", "已废止": "abolished", "查无此号": "nonexistent",
}  # fmt: skip


def cited(dossier: Dossier) -> Iterator[tuple[Origin, bool, Citation]]:
    """Each citation of a paper with its cell, once, and whether the column is 依据, in the paper's order."""
    seen: set[tuple[str, int, int]] = set()
    for table, rows in dossier.reading.rows.items():
        names = [n for n, f in table.fields.items() if f.kind == "text" and not f.column.computed]
        if table is MaterialRow:  # its remarks tell what will replace a standard, they cite nothing
            names.remove("note")
        for row in rows:
            for name in names:
                text = getattr(row, name)
                found = citations(text) if text else []
                if not found:
                    continue
                origin = row.at(name)
                place = (origin.sheet, origin.row, origin.col)
                if place not in seen:  # a filled value stands in one cell
                    seen.add(place)
                    for each in found:
                        yield origin, name == "basis", each


def bibliography(dossier: Dossier, settings: Settings) -> tuple[int, list[CitationProblem]]:
    """The number of citations of a paper, and what is wrong with them as of its report date (else evaluation date)."""
    register, day = register_with(settings.standards.entries), dossier.report_date(settings)
    number, problems = 0, []
    for origin, is_basis, citation in cited(dossier):
        found = judge(citation, register, day)
        if found and found[0][0] == "unknown" and not is_basis and not _meant(citation):
            continue
        number += 1
        problems += [
            CitationProblem(origin.sheet, origin.cell, citation.text, verdict, message, entry)
            for verdict, message, entry in found
        ]
    return number, problems


def _meant(citation: Citation) -> bool:
    """Whether what the register does not know is a standard all the same: outside 依据 only a number with its year is."""
    return bool(citation.year)


def judge(citation: Citation, register: Register, day: date | None) -> list[Problem]:
    """What is wrong with a citation as of a day; without a day, what depends on none."""
    if not citation.code:
        return _title_alone(citation, register, day)
    entry = register.get(citation.code)
    editions = register.editions(citation.code)
    if not editions:
        return [_foreign_title(citation, register, day) or _unknown(citation.code)]
    problems: list[Problem] = []
    known: Standard | None
    if entry is None and citation.year:
        known = register.same_year(citation.code)
        problems.append(_other_edition(citation, editions, known))
        problems += _status(known, day) if known is not None else []
    elif entry is None or not citation.year:  # undated: the latest edition is meant
        known = _current(editions, day)
        problems += _status(known, day)
    else:
        known = entry
        problems += _status(known, day)
    problems += _title(citation, editions, known or _current(editions, day), register, day)
    if known is not None:
        problems += _clauses(citation, known)
    return problems


def _title_alone(citation: Citation, register: Register, day: date | None) -> list[Problem]:
    editions = register.titled(citation.title)
    document = register.get(normal_code(f"《{citation.title}》"))
    if document is not None:
        editions = [document]
    if not editions:
        own = title_key(citation.title).endswith(_OWN)
        return [] if own else [_unknown(f"《{citation.title}》")]
    known = _current(editions, day)
    return [*_status(known, day), *_clauses(citation, known)]


def _current(editions: list[Standard], day: date | None) -> Standard:
    """The edition that an undated citation means: one in force on the day, else the one that came last."""
    usable = [each for each in editions if not each.gone(day) and each.status != "查无此号"]
    begun = [each for each in usable if each.in_force is None or day is None or each.in_force <= day]
    last = max(editions, key=lambda each: (each.code[-4:], each.in_force or date.min))
    return begun[-1] if begun else usable[0] if usable else last


def _status(entry: Standard, day: date | None) -> list[Problem]:
    if entry.in_force is not None and day is not None and day < entry.in_force:
        message = Text(f"{entry.in_force}起才实施", f"is not in force before {entry.in_force}")
        return [("not_in_force", message, entry.code)]
    fault = entry.fault(day)
    return [] if fault is None else [(_VERDICTS[entry.status], fault, entry.code)]


def _unknown(what: str) -> Problem:
    return "unknown", Text(f"{what} 不在登记册中，没有判断", f"{what} is not in the register; it was not judged"), ""


def _other_edition(citation: Citation, editions: list[Standard], known: Standard | None) -> Problem:
    """A year that no edition has, or the right year under GB/T in place of GB (known)."""
    if known is not None:
        return "wrong_number", Text(f"应写作 {known.code}", f"is written {known.code}"), known.code
    bare = without_year(citation.code, exact=True)
    there = "、".join(each.code for each in editions)
    message = Text(
        f"登记册中 {bare} 没有 {citation.year} 版，有 {there}",
        f"{bare} has no edition {citation.year}; there is {there}",
    )
    return "wrong_year", message, editions[-1].code


def _title(
    citation: Citation, editions: list[Standard], own: Standard, register: Register, day: date | None
) -> list[Problem]:
    """A title that is none of the number's editions; own: the edition that is cited."""
    key = title_key(citation.title)
    if not key or any(_same_title(key, title_key(each.title)) for each in editions):
        return []
    foreign = _foreign_title(citation, register, day)
    if foreign is not None:
        return [foreign]
    doubt = "" if own.title_verified else "（登记册的题名未经核对）"
    message = Text(f"题名不符，{own.code} 是《{own.title}》{doubt}", f"the title of {own.code} is 《{own.title}》")
    return [("wrong_title", message, own.code)]


def _same_title(one: str, other: str) -> bool:
    """Equal, or one without the family's name (涂装作业安全规程) or the part's."""
    return one == other or (min(len(one), len(other)) >= _LEAST_TITLE and (one in other or other in one))


def _foreign_title(citation: Citation, register: Register, day: date | None) -> Problem | None:
    """The title of another number, in its edition of the day; a document known by its title alone has no number."""
    others = register.titled(citation.title) if title_key(citation.title) else []
    others = [each for each in others if not each.code.startswith("《")]
    if not others:
        return None
    other = _current(others, day)
    return (
        "wrong_title",
        Text(f"《{citation.title}》是 {other.code} 的题名", f"《{citation.title}》 is {other.code}"),
        other.code,
    )


def _clauses(citation: Citation, entry: Standard) -> list[Problem]:
    """Clauses beyond the last chapter or article, and those that the register warns of; an unknown limit is none."""
    problems: list[Problem] = []
    warnings = dict(part.split("：", 1) for part in entry.doubtful.replace(":", "：").split("；") if "：" in part)
    for clause in citation.clauses:
        beyond = _beyond(clause, entry)
        if beyond is not None:
            problems.append(("clause", beyond, entry.code))
        elif clause in warnings:
            problems.append(
                (
                    "clause",
                    Text(f"第{clause}条：{warnings[clause]}", f"clause {clause}: {warnings[clause]}"),
                    entry.code,
                )
            )
    return problems


def _beyond(clause: str, entry: Standard) -> Text | None:
    """That a clause lies beyond the end; the register says by its note where a limit was not checked."""
    number = clause.partition(".")[0]
    if not number.isdecimal():
        return None
    limit = entry.chapters if entry.articles is None else entry.articles
    if limit is None or 0 < int(number) <= limit:
        return None
    doubt = "（登记册的这个数未经核对）" if "数凭记忆" in entry.note else ""
    if entry.articles is None:
        words = f"没有第{clause}条，正文只有{limit}章{doubt}", f"has no clause {clause}: it has {limit} chapters"
    else:
        words = f"没有第{clause}条，全文只有{limit}条{doubt}", f"has no article {clause}: it has {limit}"
    return Text(*words)
