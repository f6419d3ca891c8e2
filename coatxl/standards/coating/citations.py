"""Citations in a text: standard numbers, 《titles》 and clause numbers, and which of them belong together."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from coatxl.tables.column import folded, same_text

_CODE = re.compile(
    r"(?<![A-Za-z])(T/\s*[A-Z]{2,8}|(?:GB|AQ|JJG|JJF|GBZ|GBJ|JGJ|HG|SH|SY|XF|GA|LD|TSG|CJJ|DB\d{2,4}|YJ|WS|ISO|IEC)(?:/\s*[TZ])?)\s*"
    r"(\d[\d.]*\d|\d)(?:\s*[-—–－]\s*((?:19|20)\d{2}|[6-9]\d(?![\dA-Za-z])))?"
    # Any other industry's code is known by its year: JB/T 10413-2004, CECS 24-1990.
    r"|(?<![A-Za-z])([A-Z]{2,5}(?:/\s*[TZ])?)\s*(\d[\d.]*)\s*[-—–－]\s*((?:19|20)\d{2})(?!\d)",
)
_TITLE = re.compile(r"《[^《》]+》")
_CLAUSE = re.compile(
    r"第[^第，。；、]{0,12}?[条款章节项]|[\d.]+(?:、[\d.]+)*条|附录\s*[A-Z]|表\s*[A-Z]?\.?\d|(?<![\d.\-])\d+(?:\.\d+)+(?![\d.])"
)


# A decree is cited by its number like a standard: 应急管理部令第10号.
_DECREE = re.compile(
    r"(?:国务院|应急管理部|国家安全监管总局|安监总局|公安部|住房和城乡建设部|中国气象局|国家质检总局|市场监管总局)令\s*第\s*\d+\s*号"
)
_TOGETHER = re.compile(r"^[\s(\[【:]*$")  # between a number and its title, and nothing else
# Clauses that are meant as such: 第8.1、8.2条, 6.4.7条, or a number right behind the citation.
_NUMBER = r"[A-Z]?\d+(?:\.\d+)*"
_CLAUSES = re.compile(
    rf"第?\s*({_NUMBER}(?:\s*[、,和及]\s*{_NUMBER})*)\s*[条款节]|^[\s)\]】,]*(\d+(?:\.\d+)+)(?![\d.]|\s*[a-zA-Z%℃])"
)
_CHAPTER = re.compile(r"第\s*(\d+)\s*章")
# Laws count in Chinese numerals: 第三十六条第二款, 第二十一、二十二条. A 款 is a part of its 条.
_NUMERAL = "[〇零一二两三四五六七八九十百]+"
_ARTICLES = re.compile(rf"第\s*({_NUMERAL}(?:\s*[、,和及]\s*第?{_NUMERAL})*)\s*[条章]")
_DIGITS = {char: value for value, chars in enumerate(("〇零", "一", "二两", *"三四五六七八九")) for char in chars}
_PLACES = {"十": 10, "百": 100}
_BRACKETED = re.compile(r"[(\[【][^)\]】]*[)\]】]")


@dataclass(frozen=True, slots=True)
class Citation:
    """One standard or document as a text cites it; code is normalised, "" where the title stands alone.

    clauses: numbers as written (8.1; 13 for a whole chapter; 180 for 第一百八十条). text: the citation as it stands there.
    """

    text: str
    code: str = ""
    title: str = ""
    clauses: tuple[str, ...] = field(default=())

    @property
    def year(self) -> str:
        """The year of the number, "" when it is cited without one."""
        return self.code[len(without_year(self.code, exact=True)) + 1 :]


def citations(text: str) -> list[Citation]:
    """The citations of a text in order, each number with the title and the clauses that stand beside it."""
    plain = unicodedata.normalize("NFKC", text)
    marks = sorted(
        [(m.start(), m.end(), "", m[0]) for m in _TITLE.finditer(plain)]
        + [(m.start(), m.end(), _code_of(m), "") for m in _CODE.finditer(plain)]
        + [(m.start(), m.end(), normal_code(m[0]), "") for m in _DECREE.finditer(plain)]
    )
    found: list[tuple[int, int, str, str]] = []
    for start, end, code, title in marks:
        if found and _belongs(found[-1], start, code, title, plain):
            first, last, one, other = found[-1]
            found[-1] = (first, max(last, end), one or code, other or title)
        else:
            found.append((start, end, code, title))
    ends = [start for start, *_ in found[1:]] + [len(plain)] * bool(found)
    return [
        Citation(_closed(plain[start:end]), code, title.strip("《》"), _clauses(plain[end:until]))
        for (start, end, code, title), until in zip(found, ends, strict=True)
    ]


def _belongs(last: tuple[int, int, str, str], start: int, code: str, title: str, plain: str) -> bool:
    """Whether a mark is the missing half of the one before: a number inside the 《》, or number and title side by side."""
    if start < last[1]:
        return True
    lacking = not last[2] if code else not last[3]
    return lacking and bool(code) != bool(title) and _TOGETHER.match(plain[last[1] : start]) is not None


def _closed(words: str) -> str:
    """The citation with its bracket closed: 《…》(GB50057-2010."""
    return words + ")" * (words.count("(") - words.count(")"))


def _clauses(behind: str) -> tuple[str, ...]:
    numbers = [n for m in _CLAUSES.finditer(behind) for n in re.findall(_NUMBER, m[1] or m[2])]
    articles = [str(_counted(n)) for m in _ARTICLES.finditer(behind) for n in re.findall(_NUMERAL, m[1])]
    return tuple(dict.fromkeys((*numbers, *_CHAPTER.findall(behind), *articles)))


def _counted(numeral: str) -> int:
    """A Chinese numeral below a thousand: 一百八十 is 180, 十二 is 12, and 一八〇 is 180 too."""
    if not set(numeral) & set(_PLACES):
        return int("".join(str(_DIGITS[char]) for char in numeral))
    total = digit = 0
    for char in numeral:
        if char in _PLACES:
            total, digit = total + (digit or 1) * _PLACES[char], 0
        else:
            digit = _DIGITS[char]
    return total + digit


def without_year(code: str, *, exact: bool = False) -> str:
    """A normalised number without its year, and without the /T that is often left out unless exact."""
    bare = re.sub(r"-\d{4}$", "", code)
    return bare if exact else re.sub(r"(?<=[A-Z\d])/[TZ](?=\d)", "", bare)


def title_key(title: str) -> str:
    """A title for comparison: without 《》, brackets, number, 中华人民共和国, white space and marks."""
    plain = _BRACKETED.sub("", _CODE.sub("", unicodedata.normalize("NFKC", title).strip("《》")))
    return re.sub(r"[\W_]", "", same_text(plain)).removeprefix("中华人民共和国")


def normal_code(text: str) -> str:
    """A standard number without spaces, with a plain hyphen: "GB 14444—2006" → "GB14444-2006"."""
    return re.sub(r"[—–－]", "-", folded(text)).upper()


@lru_cache(maxsize=8192)
def codes(text: str) -> tuple[str, ...]:
    """The standard numbers cited in a text, normalised, in order; several rules ask for the same texts."""
    return tuple(_code_of(m) for m in _CODE.finditer(unicodedata.normalize("NFKC", text)))


def _code_of(match: re.Match[str]) -> str:
    kind, number, year = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
    century = "19" if year and len(year) == len("94") else ""  # GB 50057-94
    return normal_code(f"{kind}{number}" + (f"-{century}{year}" if year else ""))


def titles(text: str) -> list[str]:
    """The 《titles》 in a text."""
    return _TITLE.findall(text)


def has_citation(text: str) -> bool:
    """Whether a text cites a standard or a document at all; a reason in words does not."""
    return bool(codes(text) or titles(text))


def has_clause(text: str) -> bool:
    """Whether a clause, annex or table number stands beside the citation."""
    plain = unicodedata.normalize("NFKC", text)
    return _CLAUSE.search(_TITLE.sub("", _CODE.sub("", plain))) is not None
