"""DangerLine: one hidden danger with its source cell, and the columns of the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

# The states of the closed loop (10.1) in their order, and the look of each.
STATE_LOOKS: dict[str, str] = {
    "待整改": "refused",
    "整改中": "amber",
    "延期": "amber",
    "已整改": "blue",
    "复查不合格": "refused",
    "复查合格": "green",
    "销号": "green",
}
STATES = tuple(STATE_LOOKS)
CLOSED = ("复查合格", "销号")
SERIOUS = "重大隐患"


class ListColumn(NamedTuple):
    """One column of the list: field of a line, header, width in Excel's units, alignment."""

    field: str
    header: str
    width: float
    align: Literal["left", "center", "right"] = "left"


# As the sheet 隐患清单 of a working paper, without its photos; a test holds the two together.
PAPER_COLUMNS = (
    ListColumn("number", "序号", 6, "center"),
    ListColumn("unit", "评价单元", 10.5),
    ListColumn("risk_point", "风险点", 14.5),
    ListColumn("description", "隐患描述", 42),
    ListColumn("issue", "问题类型", 10, "center"),
    ListColumn("basis", "依据", 29),
    ListColumn("level", "隐患级别", 11, "center"),
    ListColumn("suggestion", "整改建议", 40),
    ListColumn("notified", "通报日期", 12, "center"),
    ListColumn("owner", "整改责任人", 11, "center"),
    ListColumn("action", "整改措施", 30),
    ListColumn("money", "整改资金", 11, "right"),
    ListColumn("deadline", "整改时限", 17, "center"),  # wider: the date is followed by 超期
    ListColumn("plan", "应急预案", 16),
    ListColumn("state", "整改状态", 11, "center"),
    ListColumn("finished", "整改完成日期", 13, "center"),
    ListColumn("recheck", "复查结果", 10.5, "center"),
    ListColumn("rechecker", "复查人", 10, "center"),
    ListColumn("recheck_date", "复查日期", 12.5, "center"),
)
COLUMNS = (ListColumn("enterprise", "企业", 16), *PAPER_COLUMNS, ListColumn("place", "来源文件", 30))

COUNTED: dict[str, str] = {"隐患级别": "level", "评价单元": "unit", "企业": "enterprise"}
"""Headers that are counted by state, in the order of their tables, and the field of each."""

# What is counted is never blank in the list: COUNTIFS has no criterion that means blank and nothing else.
# A danger without a state is 待整改, since nobody has said that anything was done.
_BLANK_WORDS = {"enterprise": "（未填）", "unit": "（未填）", "level": "未定级", "state": STATES[0]}


@dataclass(frozen=True, slots=True)
class DangerLine:
    """One hidden danger: from which paper (file as reports call it, source where it lies), its cell and its fields.

    evaluation_date (评价基准日 of its paper) judges what is overdue; None judges nothing. Blank is "" or None.
    """

    enterprise: str
    file: str
    sheet: str
    cell: str
    description: str
    number: str = ""
    unit: str = ""
    risk_point: str = ""
    issue: str = ""
    basis: str = ""
    level: str = ""
    suggestion: str = ""
    notified: date | None = None
    owner: str = ""
    action: str = ""
    money: str = ""
    deadline: date | None = None
    plan: str = ""
    state: str = ""
    finished: date | None = None
    recheck: str = ""
    rechecker: str = ""
    recheck_date: date | None = None
    evaluation_date: date | None = None
    source: str = ""
    sha256: str = ""

    def counted(self, field: str) -> str:
        """Return the word under which a counted field (level, unit, enterprise, state) is counted and shown."""
        return named(field, str(getattr(self, field)))

    @property
    def is_overdue(self) -> bool:
        """Whether 整改时限 is before the evaluation date and the danger is not closed."""
        if self.deadline is None or self.evaluation_date is None:
            return False
        return self.deadline < self.evaluation_date and self.counted("state") not in CLOSED


def named(field: str, word: str) -> str:
    """Return the word of a counted field, what stands for a blank where it is blank."""
    return word if word.strip() else _BLANK_WORDS[field]


def pairs(lines: Sequence[DangerLine], header: str) -> list[tuple[str, str]]:
    """Return (key, state) of each line for a header of COUNTED: what its pivot is counted from."""
    field = COUNTED[header]
    return [(line.counted(field), line.counted("state")) for line in lines]
