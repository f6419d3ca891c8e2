"""Clause library (8.2): which 依据 the standard's own example gives for a requirement like this one, held against the register.

A proposal is a proposal: it says where it comes from, and a clause whose standard is replaced, abolished or unknown as
of the report's date is told and never put in.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

from coatxl.reports.draft_model import PROPOSED
from coatxl.standards.coating.bibliography import judge
from coatxl.standards.coating.citations import citations
from coatxl.standards.coating.example import example
from coatxl.standards.coating.register import register_with
from coatxl.tables.column import same_text

if TYPE_CHECKING:
    from datetime import date

    from coatxl.settings import Settings

# Below this likeness another requirement is meant: a fan's air volume and its interlock share many words.
_LIKE = 0.75
# What makes a clause unfit to be proposed; a note on its title or number alone does not.
_UNFIT = frozenset({"superseded", "abolished", "nonexistent", "not_in_force"})
OWN, NONE = "措施的依据", "没有建议，请填写"
_SOURCE = f"{PROPOSED}导则8.2示例第{{number}}项（{{likeness}}），请核对条款"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed 依据, "" where there is none to put in, and the note that says where it comes from or why not."""

    basis: str
    note: str


@lru_cache(maxsize=1)
def _clauses() -> tuple[tuple[str, str, str], ...]:
    """(序号, requirement for comparison, 依据) of each example item that cites a clause; a reason in words is no clause."""
    return tuple((n, same_text(item), basis) for n, item, basis in example().checklist if citations(basis))


def proposal(requirement: str, settings: Settings, day: date | None) -> Proposal:
    """The 依据 to propose for a requirement that has none, as of a day; the same for the same input."""
    plain = same_text(requirement)
    best, ratio = None, 0.0
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(plain)
    for clause in _clauses():
        matcher.set_seq1(clause[1])
        if matcher.real_quick_ratio() > ratio and matcher.quick_ratio() > ratio and matcher.ratio() > ratio:
            best, ratio = clause, matcher.ratio()
    if best is None or ratio < _LIKE:
        return Proposal("", NONE)
    number, _, basis = best
    likeness = "文字相同" if ratio == 1 else f"文字相近 {ratio:.0%}"
    register = register_with(settings.standards.entries)
    problems = [found for each in citations(basis) for found in judge(each, register, day)]
    told = "；".join(dict.fromkeys(message.zh for _, message, _ in problems))
    if any(verdict in _UNFIT for verdict, _, _ in problems):
        return Proposal("", f"没有填入：导则8.2示例第{number}项引用{basis}（{likeness}），{told}")
    source = _SOURCE.format(number=number, likeness=likeness)
    return Proposal(basis, f"{source}；{told}" if told else source)
