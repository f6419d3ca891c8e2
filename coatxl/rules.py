"""@rule, Hit and run: how a rule is declared and called; a rule that crashes is a finding.

A rule is a pure function of a dossier and the settings. It yields a Hit for each fault, or raises
NotJudged when its input is missing, which is reported as "not run" and never as passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, Protocol

from coatxl.findings import Finding, Lang, NotRun, Severity, Text
from coatxl.workbook.book import cell_name

if TYPE_CHECKING:
    from coatxl.settings import Settings

Mode = Literal["automatic", "human", "both"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value stands: sheet and 0-based row and column, with the value as shown (None: blank)."""

    sheet: str
    row: int
    col: int
    value: str | None = None

    @property
    def cell(self) -> str:
        """A1 name."""
        return cell_name(self.row, self.col)


class Hit:
    """One fault: its place and the values of its message.

    confirm: the object that a person ticks off in the workbook; a confirmed hit is no finding.
    severity: another severity than the rule's own (the human part of a mixed rule is a warning).
    """

    __slots__ = ("confirm", "message", "origin", "params", "severity")

    def __init__(
        self,
        origin: Origin | None,
        *,
        confirm: str | None = None,
        severity: Severity | None = None,
        message: Text | None = None,
        **params: object,
    ) -> None:
        self.origin = origin
        self.confirm = confirm
        self.severity = severity
        self.message = message
        self.params = params


class NotJudged(Exception):  # noqa: N818 — it is an answer, not an error
    """Raised by a rule whose input is missing; its text is the reason."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.reason = Text(zh, en)


class Checked(Protocol):
    """What run needs of a dossier."""

    file: str

    def missing(self, needs: tuple[Any, ...]) -> Text | None:
        """Why one of these tables is not there; None when all are."""

    def confirmed(self, rule: str, key: str) -> bool:
        """Whether a person ticked this object off in the workbook."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with its facts; docs, `coatxl rules` and reports are made from them."""

    id: str
    clause: str
    severity: Severity
    mode: Mode
    title: Text
    message: Text
    fix: Text
    needs: tuple[Any, ...]
    sheets: tuple[str, ...]
    setting: str
    explanation: str
    judge: Callable[..., Iterator[Hit]] | None = field(repr=False, default=None)


REGISTRY: dict[str, Rule] = {}


def declare(new: Rule) -> Rule:
    """Register a rule; an id used twice is a fault of our program."""
    if new.id in REGISTRY:
        message = f"rule id used twice: {new.id}"
        raise ValueError(message)
    REGISTRY[new.id] = new
    return new


Judge = Callable[..., Iterator[Hit]]


def rule(
    rule_id: str,
    *,
    clause: str,
    severity: Severity,
    title: Text,
    message: Text,
    fix: Text,
    needs: tuple[Any, ...] = (),
    sheets: tuple[str, ...] = (),
    mode: Mode = "automatic",
    setting: str = "",
) -> Callable[[Judge], Judge]:
    """Declare a function as a rule; its docstring is its page in the catalogue.

    needs: tables without rows of which it is not run; a tuple among them means any one of its tables.
    sheets: the names of the sheets it reads when they differ from needs.
    """

    def register(judge: Judge) -> Judge:
        flat = [t for need in needs for t in (need if isinstance(need, tuple) else (need,))]
        names = sheets or tuple(str(table.sheet) for table in flat)
        declare(
            Rule(
                id=rule_id,
                clause=clause,
                severity=severity,
                mode=mode,
                title=title,
                message=message,
                fix=fix,
                needs=needs,
                sheets=names,
                setting=setting,
                explanation=judge.__doc__ or "",
                judge=judge,
            )
        )
        return judge

    return register


CRASHED = declare(
    Rule(
        id="CXF-09",
        clause="",
        severity="error",
        mode="automatic",
        title=Text("规则执行出错", "A rule crashed"),
        message=Text("规则 {rule} 没有完成：{reason}", "Rule {rule} did not finish: {reason}"),
        fix=Text(
            "这是软件的缺陷，其余规则照常执行；请把本工作簿和这一行报告给开发者",
            "This is a defect of the software; the other rules ran. Please report this line with the workbook",
        ),
        needs=(),
        sheets=(),
        setting="",
        explanation="规则自身出错时报告，其余规则照常执行。",
    )
)

SWITCHED_OFF = Text("设置中关闭", "switched off in settings")
CONFIRM = Text(
    "{fix}。核对无误后在“人工确认”表登记：规则 {rule}，对象“{key}”",
    "{fix}. Once checked, tick it off in sheet 人工确认: rule {rule}, object “{key}”",
)


def finding_of(found: Rule, hit: Hit, *, file: str, lang: Lang) -> Finding:
    """A hit as a finding, its texts filled in."""
    params = {k: v.pick(lang) if isinstance(v, Text) else v for k, v in hit.params.items()}
    fix = found.fix.pick(lang).format(**params)
    if hit.confirm is not None:
        fix = CONFIRM.pick(lang).format(fix=fix.rstrip("。."), rule=found.id, key=hit.confirm)
    origin = hit.origin
    return Finding(
        rule=found.id,
        severity=hit.severity or found.severity,
        clause=found.clause,
        file=file,
        sheet=origin.sheet if origin else None,
        cell=origin.cell if origin and origin.row >= 0 else None,
        value=origin.value if origin else None,
        message=(hit.message or found.message).pick(lang).format(**params),
        fix=fix,
    )


def run(
    rules: Iterable[Rule], dossier: Checked, settings: Settings, lang: Lang = "zh"
) -> tuple[list[Finding], list[NotRun]]:
    """Judge a dossier by every rule that the settings leave on."""
    findings: list[Finding] = []
    not_run: list[NotRun] = []
    for each in rules:
        if each.judge is None:
            continue
        if not settings.enabled(each.id):
            not_run.append(NotRun(each.id, dossier.file, SWITCHED_OFF.pick(lang)))
            continue
        gap = dossier.missing(each.needs)
        if gap is not None:
            not_run.append(NotRun(each.id, dossier.file, gap.pick(lang)))
            continue
        try:
            for hit in each.judge(dossier, settings):
                if not _ticked(each, hit, dossier):
                    findings.append(finding_of(each, hit, file=dossier.file, lang=lang))
        except NotJudged as answer:
            not_run.append(NotRun(each.id, dossier.file, answer.reason.pick(lang)))
        except Exception as error:  # noqa: BLE001 — one rule's defect must not hide the others' findings
            reason = f"{type(error).__name__}: {error}"
            crash = Hit(None, rule=each.id, reason=reason.replace("\n", " ")[:200])
            findings.append(finding_of(CRASHED, crash, file=dossier.file, lang=lang))
            not_run.append(NotRun(each.id, dossier.file, CRASHED.title.pick(lang)))
    return findings, not_run


def _ticked(each: Rule, hit: Hit, dossier: Checked) -> bool:
    return hit.confirm is not None and dossier.confirmed(each.id, hit.confirm)


def refuse_unknown(settings: Settings, files: Iterable[str] = ()) -> None:
    """SettingsError when the settings name a rule that does not exist: a typing mistake would switch nothing off.

    files: ids of faults that are declared elsewhere (files that cannot be read).
    """
    from coatxl.settings import SettingsError

    known = {*REGISTRY, *files}
    for word in (*settings.rules, *(entry.rule for entry in settings.accept)):
        if word not in known:
            where = settings.source or "命令行"
            raise SettingsError(f"设置 {where}：没有规则 {word}；coatxl rules 列出全部规则")


def with_settings(findings: Iterable[Finding], settings: Settings) -> list[Finding]:
    """Findings with the severities and acceptances of coatxl.toml applied, in stable order."""
    changed = []
    for each in findings:
        found = each
        severity = settings.severity(each.rule)
        if severity is not None:
            found = replace(found, severity=severity)
        reason = settings.accepted(each.rule, each.file, each.sheet, each.cell)
        if reason is not None:
            found = replace(found, accepted=reason)
        changed.append(found)
    return sorted(changed, key=lambda f: f.order)
