"""conclusions: what 综合评价结论 says in its two words, and what the other sheets say to it (8.3.1, 10.1, 11)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coatxl.standards.coating.assessments import Assessment, assess
from coatxl.standards.coating.dossier import Dossier
from coatxl.standards.coating.listed import rows_of
from coatxl.standards.coating.stated import acceptance_of
from coatxl.standards.coating.tables import ConclusionRow, HiddenDangerRow
from coatxl.standards.coating.tables.conclusion import OVERALL
from coatxl.standards.coating.tables.dangers import CLOSED
from coatxl.tables.column import folded

if TYPE_CHECKING:
    from coatxl.settings import Settings

ACCEPTED, REFUSED = "可接受", "不可接受"
CONFORMS, FAILS = "符合", "不符合"
RECTIFIED = "已整改"

_WITHIN = r"[^,。;、]{0,16}"
_DENIED = r"(?:未发现|未见|不存在|没有|无)[^,。;、]{0,6}"
# “不符合项”“符合性评价”“符合率” count or name something; “不存在不可接受风险” says that all is acceptable.
_NO_VERDICT = re.compile(r"不符合(?:项|的检查项|检查项)|符合(?:性|率|项)")
_ABOVE = "(?:高于|超过|超出)"
_NONE_REFUSED = re.compile(
    rf"{_DENIED}(?:不可接受(?:的)?(?:安全)?风险|{_ABOVE}{_WITHIN}可接受)|不{_ABOVE}{_WITHIN}可接受"
)
_NONE_FAILS = re.compile(_DENIED + "不符合")
_REFUSES = re.compile(rf"不可接受|不可容许|(?:未|没有|不能|无法|不在){_WITHIN}可接受|{_ABOVE}{_WITHIN}可接受|不能接受")
# “可接受风险等级为一般风险” names the criterion.
_CRITERION = re.compile("可接受(?:风险)?(?:的)?(?:等级|准则|标准)")
_FAILS = re.compile(rf"不符合|不具备|不满足|(?:未|没有|不能|无法|不完全){_WITHIN}(?:符合|具备|满足)")
_HOLDS = re.compile(r"符合|具备|满足")


def acceptance_in(text: str) -> str:
    """可接受 or 不可接受 as a text says it, "" when it says neither; one refusal outweighs all else."""
    plain = folded(text)
    agreed = _NONE_REFUSED.search(plain) is not None
    plain = _NONE_REFUSED.sub("", plain)
    if _REFUSES.search(plain):
        return REFUSED
    return ACCEPTED if agreed or ACCEPTED in _CRITERION.sub("", plain) else ""


def conformity_in(text: str) -> str:
    """符合 or 不符合 as a text says it, "" when it says neither."""
    plain = _NONE_FAILS.sub(CONFORMS, _NO_VERDICT.sub("", folded(text)))
    return FAILS if _FAILS.search(plain) else CONFORMS if _HOLDS.search(plain) else ""


def overall(dossier: Dossier) -> ConclusionRow | None:
    """The row of 综合评价结论, the first that holds a text or a verdict; None when the paper has none."""
    rows = rows_of((OVERALL,), dossier.rows(ConclusionRow), "item")[OVERALL]
    filled = [row for row in rows if row.text or row.acceptance or row.conformity]
    return next(iter(filled or rows), None)


def acceptance_said(row: ConclusionRow) -> str:
    """可接受 or 不可接受: as chosen, else as the text says it."""
    return row.acceptance or acceptance_in(row.text)


def conformity_said(row: ConclusionRow) -> str:
    """符合 or 不符合: as chosen, else as the text says it."""
    return row.conformity or conformity_in(row.text)


def unacceptable(dossier: Dossier, settings: Settings) -> list[Assessment]:
    """The assessments whose controlled risk is above the acceptable grade, as CX8.3-02 flags them."""
    limit = dossier.acceptable(settings)
    return [each for each in assess(dossier, settings) if acceptance_of(each.controlled, limit) == REFUSED]


def unfinished(dossier: Dossier) -> list[HiddenDangerRow]:
    """The hidden dangers that the paper itself calls not, or not wholly, rectified.

    A blank 复查结果 is judged by the state; where both are blank nothing is said (CX10.1-02).
    """
    done = ("", RECTIFIED, *CLOSED)
    return [row for row in dossier.dangers if (row.recheck or row.state) not in done]
