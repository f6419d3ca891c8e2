"""placeholders: what a firm's Word template may name, and what the paper has for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coatxl import __version__
from coatxl.standards.coating.annexes.dangers import WORST
from coatxl.standards.coating.annexes.parts import written_out
from coatxl.standards.coating.assessments import assess
from coatxl.standards.coating.dossier import Dossier, named
from coatxl.standards.coating.standard import TITLE
from coatxl.standards.coating.tables.dangers import CLOSED
from coatxl.standards.coating.tables.project import ACCEPTABLE, EVALUATION_DATE, FACTS, Fact

if TYPE_CHECKING:
    from coatxl.settings import Settings


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name in a template, what it stands for, and the text that takes its place; "" when the paper has none."""

    name: str
    help: str
    text: Callable[[Dossier, Settings], str]


def _fact(fact: Fact) -> Placeholder:
    def text(dossier: Dossier, settings: Settings) -> str:
        if fact.is_date:
            # As everywhere else, a date in the settings stands above the paper's.
            day = dossier.evaluation_date(settings) if fact is EVALUATION_DATE else dossier.project.day(fact)
            return written_out(day) if day else ""
        return dossier.acceptable(settings) if fact is ACCEPTABLE else dossier.project[fact].strip()

    more = "，写作 2026年3月31日" if fact.is_date else "，没有填时是一般风险" if fact is ACCEPTABLE else ""
    return Placeholder(fact.word, f"“项目信息”的{fact.word}{more}", text)


def _number(name: str, help_text: str, count: Callable[[Dossier, Settings], int]) -> Placeholder:
    return Placeholder(name, help_text, lambda dossier, settings: str(count(dossier, settings)))


def _verdicts(word: str) -> Callable[[Dossier, Settings], int]:
    return lambda dossier, _: sum(row.conforms == word for row in dossier.checklist)


def _points(dossier: Dossier) -> set[tuple[str, str]]:
    """The risk points; one name in two units is two."""
    return {(named(row.unit), named(row.risk_point)) for row in dossier.risk_points if named(row.risk_point)}


def _graded(word: str) -> Callable[[Dossier, Settings], int]:
    return lambda dossier, settings: Counter(each.controlled.grade for each in assess(dossier, settings))[word]


PLACEHOLDERS = (
    *map(_fact, FACTS),
    Placeholder("依据标准", "评价所依据的标准", lambda *_: TITLE),
    _number("评价单元数", "“评价单元”的行数", lambda dossier, _: len(dossier.units)),
    _number("风险点数", "“风险点划分”中不同的风险点", lambda dossier, _: len(_points(dossier))),
    _number("危害因素数", "不同的危害因素（按风险点和作业步骤）", lambda dossier, _: len(dossier.hazards)),
    _number("管控措施数", "风险管控措施", lambda dossier, _: sum(len(hazard.measures) for hazard in dossier.hazards)),
    _number("检查项目数", "“安全检查表”的检查项目", lambda dossier, _: len(dossier.checklist)),
    _number("符合项数", "是否符合为“符合”的检查项目", _verdicts("符合")),
    _number("不符合项数", "是否符合为“不符合”的检查项目", _verdicts("不符合")),
    _number("不适用项数", "是否符合为“不适用”的检查项目", _verdicts("不适用")),
    _number("重大风险数", "控制风险为重大风险的评价", _graded("重大风险")),
    _number("较大风险数", "控制风险为较大风险的评价", _graded("较大风险")),
    _number("一般风险数", "控制风险为一般风险的评价", _graded("一般风险")),
    _number("低风险数", "控制风险为低风险的评价", _graded("低风险")),
    _number("轻微风险数", "控制风险为轻微风险的评价", _graded("轻微风险")),
    _number("隐患数", "“隐患清单”的隐患", lambda dossier, _: len(dossier.dangers)),
    _number("重大隐患数", "其中的重大隐患", lambda dossier, _: sum(row.level == WORST for row in dossier.dangers)),
    _number(
        "未闭环隐患数", f"整改状态不是{'、'.join(CLOSED)}的隐患",
        lambda dossier, _: sum(row.state not in CLOSED for row in dossier.dangers),
    ),
    Placeholder("软件版本", "生成文件的软件", lambda *_: f"coatxl {__version__}"),
)  # fmt: skip


def texts(dossier: Dossier, settings: Settings) -> dict[str, str]:
    """The text of every placeholder; "" for what the paper does not have."""
    return {each.name: each.text(dossier, settings) for each in PLACEHOLDERS}
