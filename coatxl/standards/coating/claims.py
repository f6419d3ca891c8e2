"""claims: the numbers and denials in the words of 评价结论, each with what the sheets of the paper say to it (11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coatxl.criteria.bands import GRADES
from coatxl.standards.coating.assessments import assess
from coatxl.standards.coating.chains import named
from coatxl.standards.coating.conclusions import FAILS, RECTIFIED, overall, unfinished
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.installations import Installation, installations, major_units
from coatxl.standards.coating.majors import MAJOR, judged
from coatxl.standards.coating.tables import (
    ChecklistRow,
    ConclusionRow,
    HazardRow,
    HiddenDangerRow,
    LecRow,
    MajorHazardRow,
    MajorVerdictRow,
    MatrixRow,
    RiskPointRow,
)
from coatxl.tables.column import folded

if TYPE_CHECKING:
    from coatxl.settings import Settings


@dataclass(frozen=True, slots=True)
class Figure:
    """What the sheets hold: at least and at most, as rows without a verdict or grade may belong to it or not."""

    sheet: str
    least: int
    most: int

    @property
    def words(self) -> str:
        """5, or 5 to 7 where it is not certain."""
        return str(self.least) if self.least == self.most else f"{self.least}～{self.most}"


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that a conclusion states otherwise than the sheets: its words, and what the sheets hold."""

    words: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Denial:
    """A sentence that denies what a sheet has: its words, where that is, and what is there."""

    words: str
    sheet: str
    present: tuple[str, ...]


_N = r"(?<![第\d.])(\d+|[一二两三四五六七八九十百]+)"
_DIGITS = {word: n for n, word in enumerate("零一二三四五六七八九")} | {"两": 2}
_CLAUSE = re.compile(r"[^,。;:\n]+")
_SENTENCE = re.compile(r"[^。;\n]+")
_EVERY = "(?:均|都|全部|全都)"
_DENIED = r"(?:没有|未发现|未见|未查出|不存在|并?无)"
# What is a part of a whole, or speaks of another time, is not compared with the whole.
_PART = re.compile("其他|其余|固有|抽查|抽取|上次|往年|去年|此前|新增|剩余")


def _grades_in(lead: str) -> str:
    return "|".join(lead + grade for grade in GRADES)


def differing(paper: Dossier, settings: Settings, row: ConclusionRow) -> list[Claim]:
    """The numbers in the words of a row that are not those of the sheets; a clause about one place is left out."""
    return list(dict.fromkeys(_differing(paper, settings, row)))


def _differing(paper: Dossier, settings: Settings, row: ConclusionRow) -> Iterator[Claim]:
    figures = paper.once("figures", settings, lambda given: list(_figures(paper, given)))
    places = [name for name in _places(paper) if len(name) > 1]
    whole = row is overall(paper)  # what it says without a number is for CX11-02 and CX11-03
    for match in _CLAUSE.finditer(folded(row.text)):
        clause = match[0]
        if _PART.search(clause) or any(place in clause for place in places):
            continue
        for pattern, figure in figures:
            for found in pattern.finditer(clause):
                told = next((group for group in found.groups() if group is not None), None)
                number = 0 if told is None else number_of(told)
                if (told is not None or not whole) and not figure.least <= number <= figure.most:
                    yield Claim(found[0], figure)


def _places(paper: Dossier) -> Iterator[str]:
    for each in paper.risk_points:
        yield named(each.risk_point)
    for unit in paper.units:
        yield named(unit.unit)


def number_of(word: str) -> int:
    """A number in digits or in Chinese words up to 999."""
    if word.isdecimal():
        return int(word)
    total, digit = 0, 0
    for sign in word:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            total += (digit or 1) * (100 if sign == "百" else 10)
            digit = 0
    return total + digit


def _figures(paper: Dossier, settings: Settings) -> Iterator[tuple[re.Pattern[str], Figure]]:
    """Each pattern of a claim with the figure of the sheets; a group that matched is the number, none is 0."""
    if paper.begun(HiddenDangerRow):
        yield from _dangers(paper)
    if paper.begun(ChecklistRow):
        yield from _items(paper)
    if paper.begun(HazardRow):
        yield from _hazards(paper)
    if paper.begun(RiskPointRow):
        yield from _points(paper)
    if paper.begun(LecRow) or paper.begun(MatrixRow):
        yield from _risks(paper, settings)


_Pairs = Iterator[tuple[re.Pattern[str], Figure]]


def _both(noun: str, unit: str, *, after: str = "") -> re.Pattern[str]:
    """Noun with its number behind or before it: 隐患7项, 7项隐患."""
    return re.compile(rf"(?:{noun})(?:共计?|合计|总计|为|有)?{_N}[{unit}]|{_N}[{unit}](?:{noun}){after}")


def _dangers(paper: Dossier) -> _Pairs:
    rows = paper.dangers

    def figure(count: int, most: int | None = None) -> Figure:
        return Figure(HiddenDangerRow.sheet, count, count if most is None else most)

    unsaid = sum(not row.level for row in rows)
    yield (
        _both(r"(?<!重大)(?<!一般)(?<!事故)(?:安全)?隐患(?!清单|排查)", "项条处个", after="(?!清单|排查)"),
        figure(len(rows)),
    )
    for word, level in (("一般", "一般隐患"), ("重大", MAJOR)):
        count = sum(row.level == level for row in rows)
        yield _both(f"{word}(?:安全|事故|生产安全事故)?隐患", "项条处个"), figure(count, count + unsaid)
    blank = sum(not (row.recheck or row.state) for row in rows)
    done = sum(row.recheck == RECTIFIED for row in rows)
    unseen = sum(not row.recheck for row in rows)
    none = sum(row.recheck == "未整改" for row in rows)
    yield _both(r"(?<!未)(?:已整改|整改完成|完成整改)", "项条处个"), figure(done, done + unseen)
    yield _both("未整改", "项条处个"), figure(none, none + unseen)
    if rows:
        left = len(unfinished(paper))
        yield (
            re.compile(rf"{_EVERY}(?:已经?|完成|按期)*(?:整改|销号|闭环)(?!前|的)"),
            Figure(f"{HiddenDangerRow.sheet}（未完成整改的）", left, left) if left else figure(0, blank),
        )
        yield (
            re.compile(rf"{_EVERY}未(?:完成)?整改"),
            Figure(f"{HiddenDangerRow.sheet}（已整改的）", done, done) if done else figure(0, unseen),
        )


def _items(paper: Dossier) -> _Pairs:
    rows = [item for item in paper.checklist if item.has("conforms")]
    unsaid = sum(not item.conforms for item in rows)

    def figure(count: int) -> Figure:
        return Figure(ChecklistRow.sheet, count, count + unsaid)

    whole = Figure(ChecklistRow.sheet, len(paper.checklist), len(paper.checklist))
    yield re.compile(rf"检查(?:表|项目|内容|了)?(?:共计?|合计)?{_N}[项条]"), whole
    counts = {word: sum(item.conforms == word for item in rows) for word in ("符合", FAILS, "不适用")}
    if rows:
        yield (
            re.compile(rf"(?<!不)符合(?:项|的)?{_N}[项条]|{_N}[项条](?:检查项目?)?符合(?!性|率|项)"),
            figure(counts["符合"]),
        )
        yield re.compile(rf"不符合(?:项|的)?{_N}[项条]|{_N}[项条](?:检查项目?)?不符合(?!的)"), figure(counts[FAILS])
        yield re.compile(rf"不适用(?:项|的)?{_N}[项条]|{_N}[项条]不适用"), figure(counts["不适用"])
        yield (
            re.compile(rf"{_DENIED}不符合项|{_EVERY}(?:为|是)?符合(?!性|率)"),
            Figure(f"{ChecklistRow.sheet}（不符合的）", counts[FAILS], counts[FAILS]) if counts[FAILS] else figure(0),
        )


def _hazards(paper: Dossier) -> _Pairs:
    hazards = paper.hazards
    causes = [cause for hazard in hazards for cause in hazard.causes]
    bare, unsaid = sum(not cause.measures for cause in causes), sum(not hazard.high for hazard in hazards)
    numbers = (
        (r"(?<!的)(?<!高后果)危害因素", "个项", "(?!的)", len(hazards), 0),
        ("高后果(?:的)?危害因素", "个项", "(?!的)", sum(hazard.high == "是" for hazard in hazards), unsaid),
        ("失控诱因", "个项条", "", len(causes), 0),
        ("(?:风险)?管控措施", "个项条", "", sum(len(hazard.measures) for hazard in hazards), bare),
    )
    for noun, unit, after, count, open_ones in numbers:
        yield _both(noun, unit, after=after), Figure(HazardRow.sheet, count, count + open_ones)


def _points(paper: Dossier) -> _Pairs:
    count = len({(named(row.unit), named(row.risk_point)) for row in paper.risk_points if named(row.risk_point)})
    yield (
        re.compile(rf"划分(?:出|了|为)?{_N}个风险点|风险点(?:共计?|合计)?{_N}个"),
        Figure(RiskPointRow.sheet, count, count),
    )


def _risks(paper: Dossier, settings: Settings) -> _Pairs:
    risks = assess(paper, settings)
    sheets = "、".join(sheet for sheet, rows in ((LecRow.sheet, paper.lec), (MatrixRow.sheet, paper.matrix)) if rows)
    lec = r"(?:LEC法?|作业条件危险性(?:分析|评价)法?)(?:评价|分析)?(?:共计?|合计)?"
    yield re.compile(rf"{lec}{_N}[项个条]"), Figure(LecRow.sheet, len(paper.lec), len(paper.lec))
    matrix = r"(?:LS法?|风险矩阵(?:分析|评价)?法?)(?:评价|分析)?(?:共计?|合计)?"
    yield re.compile(rf"{matrix}{_N}[项个条]"), Figure(MatrixRow.sheet, len(paper.matrix), len(paper.matrix))
    yield re.compile(rf"风险(?:程度)?评价(?:共计?|合计)?{_N}[项个条]"), Figure(sheets, len(risks), len(risks))
    ungraded = sum(not each.controlled.grade for each in risks)
    for grade in GRADES:
        count = sum(each.controlled.grade == grade for each in risks)
        figure = Figure(sheets, count, count + ungraded)
        yield _both(grade, "项个条"), figure
        if grade in ("较大风险", "重大风险"):
            yield re.compile(rf"{_DENIED}(?:(?:{_grades_in('')})[和、及或])*{grade}"), figure


# --- what is denied although it is there ----------------------------------------------------------

_NO_MAJOR = re.compile(
    rf"{_DENIED}[^,。;、]{{0,6}}重大(?:生产安全)?(?:事故)?隐患|重大(?:生产安全)?(?:事故)?隐患(?:为)?(?:0|零)[项条处个]"
)
_NO_INSTALLATION = re.compile(r"(?:不构成|未构成|没有构成|没有|不存在|未发现|并?无)[^,。;]{0,10}重大危险源")
_AFTER = re.compile("整改后|复查后|目前|现已|销号后")


def denied(paper: Dossier, settings: Settings, row: ConclusionRow) -> Iterator[Denial]:
    """The sentences of a row that deny a major hidden danger or a major hazard installation that the paper has."""
    for match in _SENTENCE.finditer(folded(row.text)):
        sentence = match[0]
        for clause in (part[0] for part in _CLAUSE.finditer(sentence)):
            if (found := _NO_MAJOR.search(clause)) is not None and (present := _majors(paper, clause)):
                yield Denial(found[0], present[0], present[1])
            if (found := _NO_INSTALLATION.search(clause)) is not None and (
                units := _units(paper, settings, sentence, clause)
            ):
                yield Denial(found[0], MajorHazardRow.sheet, tuple(each.name for each in units))


def _majors(paper: Dossier, clause: str) -> tuple[str, tuple[str, ...]] | None:
    """The major hidden dangers and the situations judged 存在; none where all are rectified and the words say so."""
    majors = [row for row in paper.dangers if row.level == MAJOR]
    present = [each for each in judged(paper) if each.row is not None and each.row.verdict == "存在"]
    left = unfinished(paper)
    if _AFTER.search(clause) and majors and not any(row in left for row in majors):
        return None
    if majors:
        return HiddenDangerRow.sheet, tuple(row.description for row in majors)
    return (MajorVerdictRow.sheet, tuple(each.situation.clause for each in present)) if present else None


def _units(paper: Dossier, settings: Settings, sentence: str, clause: str) -> list[Installation]:
    """The major units of which a denial speaks: those that it names, else all but in a sentence that sets some apart."""
    major = major_units(paper, settings)
    names = [each for each in installations(paper, settings) if named(each.name) and named(each.name) in clause]
    if names:
        return [each for each in names if any(each is other for other in major)]
    told = re.search("其余|其他|除", sentence) and all(named(each.name) in folded(sentence) for each in major)
    return [] if told else major
