"""report_cases: a run that every format renders, and strings that must do nothing in any of them."""

from __future__ import annotations

from dataclasses import replace

from coatxl.findings import Finding, NotRun, Severity, Text
from coatxl.reports.model import FileResult, RunResult
from coatxl.reports.record import record_of
from coatxl.reports.spool import SpooledFiles
from coatxl.rules import Rule

TITLE = Text("T/ZAWS ××—2025", "T/ZAWS ××—2025")
FIRST, SECOND, LOCKED = "甲厂/底稿.xlsx", "乙厂/底稿.xlsx", "丙厂/旧版底稿.xls"


def setting(zh: str, en: str, value: str) -> tuple[Text, Text]:
    return Text(zh, en), Text(value, value)


SHARED = (setting("可接受风险等级", "Acceptable grade", "一般风险"), setting("分级界", "Band boundaries", "下限含"))


def finding(
    rule: str, severity: Severity, clause: str, place: str, value: str | None, message: str, fix: str,
    file: str = FIRST, accepted: str | None = None,
) -> Finding:  # fmt: skip
    sheet, _, cell = place.rpartition("!") if "!" in place else (place, "", "")
    return Finding(rule, severity, clause, file, sheet or None, cell or None, value, message, fix, accepted)


def one_file(*findings: Finding, path: str = FIRST) -> RunResult:
    return RunResult([FileResult(path, "findings", "ab" * 32, {}, findings)], "coating", TITLE, "0.1.0")


def mixed_run() -> RunResult:
    """Two papers with findings, one file that cannot be read, one accepted finding."""
    first = [
        finding(
            "CXB-01",
            "error",
            "附录B.1",
            "风险评价LEC!G18",
            "4",
            "L=4 不在表B.1的取值（10、6、3、1、0.5、0.2、0.1）内",
            "按表B.1判定依据改为 6 或 3",
        ),
        finding(
            "CX7.3-01",
            "error",
            "7.3",
            "危害因素描述!J23",
            None,
            "失控诱因16“在喷漆作业场所附近吸烟。”没有风险管控措施",
            "在该行“风险管控措施”填写至少一条措施",
        ),
        finding(
            "CX8.2-07",
            "warning",
            "8.2",
            "安全检查表!E12",
            "企业内部规定",
            "依据不是法规标准",
            "写明条款",
            accepted="只有企业内部规定",
        ),
        finding(
            "CXB-04",
            "info",
            "附录B.4",
            "风险评价LEC!J12",
            "70",
            "D=70 正好落在分级界上，按“下限含”判为一般风险",
            "核对 L、E、C 取值",
        ),
    ]
    second = [
        finding(
            "CX8.2-06", "warning", "8.2", "安全检查表!C31", "27", "序号从25跳到27，缺26", "补列第26项或重排序号", SECOND
        ),
        finding(
            "CX0-01",
            "error",
            "全文",
            "安全检查表!D6",
            "风量不低于×m³/h，\n罩口风速不低于0.75m/s。",
            "“×m³/h”是占位内容，没有换成数值",
            "换成核算后的风量",
            SECOND,
        ),
    ]
    locked = [finding("CXF-03", "error", "", "", None, "文件有打开密码", "去掉打开密码后再检查", LOCKED)]
    absent = [NotRun(rule, file, "没有“风险评价矩阵”表") for file in (FIRST, SECOND) for rule in ("CXC-01", "CXC-02")]
    return RunResult(
        [
            FileResult(FIRST, "findings", "ab" * 32, {"危害因素描述": 30, "安全检查表": 28}, first, absent[:2], (*SHARED, setting("评价基准日", "Evaluation date", "2026-03-31"))),
            FileResult(SECOND, "findings", "cd" * 32, {"风险点划分": 12}, second, [*absent[2:], NotRun("CX10.1-01", SECOND, "隐患清单没有数据")], (*SHARED, setting("评价基准日", "Evaluation date", "2026-04-30"))),
            FileResult(LOCKED, "unreadable", None, {}, locked, (), SHARED),
        ],
        "coating", TITLE, "0.1.0",
    )  # fmt: skip


def rule(rule_id: str, clause: str, severity: Severity, zh: str, en: str, *, judged: bool = True) -> Rule:
    return Rule(
        id=rule_id, clause=clause, severity=severity, mode="automatic", title=Text(zh, en), message=Text(zh, en),
        fix=Text("改正", "Put it right"), needs=(), sheets=("表",), setting="", explanation=f"{zh}。\n\n不合格: 甲。\n合格: 乙。",
        judge=(lambda dossier, settings: iter(())) if judged else None,
    )  # fmt: skip


RULES = (
    rule("CX0-01", "全文", "error", "占位内容未替换", "Placeholder left in a cell"),
    rule("CX7.3-01", "7.3", "error", "失控诱因没有管控措施", "Cause without measure"),
    rule("CX8.2-06", "8.2", "warning", "检查表序号跳号", "Checklist number skipped"),
    rule("CX8.2-07", "8.2", "warning", "依据不是法规标准", "Basis is no standard"),
    rule("CXB-01", "附录B.1", "error", "L、E、C 取值不合法", "Illegal L/E/C value"),
    rule("CXB-02", "附录B.4", "error", "D 或等级不符", "D or grade wrong"),
    rule("CXB-04", "附录B.4", "info", "D 正好落在分级界上", "D on a band limit"),
    rule("CXC-01", "附录C", "error", "矩阵 L、S 取值不合法", "Illegal matrix value"),
    rule("CXC-02", "附录C", "error", "R 或等级不符", "R or grade wrong"),
    rule("CX10.1-01", "10.1", "warning", "现场复核内容不全", "Re-check items missing"),
    rule("CXF-03", "", "error", "需要密码", "A password is needed", judged=False),
)


def known_run() -> RunResult:
    """The mixed run with the rules that it knows; CXB-02 has found nothing."""
    return replace(mixed_run(), rules=RULES)


def many(files: int, each: int) -> RunResult:
    """A run that lies in a spool."""
    kept = SpooledFiles()
    for number in range(files):
        name = f"企业{number // 4:03}/底稿{number:03}.xlsx"
        found = [
            finding(f"CX7.{i % 7}-01", ("error", "warning", "info")[i % 3], f"7.{i % 7}", f"危害因素描述!J{i}", f"取值{i}", f"失控诱因{i}没有风险管控措施", "填写至少一条措施", name)
            for i in range(1, each + 1)
        ]  # fmt: skip
        kept.put(number, record_of(FileResult(name, "findings", "ab" * 32, {}, found)), name, name)
    return RunResult(kept, "coating", TITLE, "0.1.0", rules=RULES)


# Cell values, messages and names that a stranger can choose.
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    '=HYPERLINK("http://example.org","x")',
    "\t=1+1",
    "\r\n=1+1",
    "<r><t>x</t></r>",
    "<b>&amp;</b>",
    "http://example.org",
    "_x0041_",
    "\x1b[31mred\x1b]8;;http://example.org\x1b\\",
    "\x9b31m\x07\x00\x7f",
    "\u202egnp.exe\u2066\u200f",
    "\ud800\udc00 alone \udcff",
    "\ufffe\uffff\ufeff\U000e0041",
    "[bold]markup[/bold] :warning:",
)

# What a page of HTML must not take for markup, besides.
ATTACKS = (
    *HOSTILE,
    "</script><script>alert(1)</script>",
    "</noscript></table><img src=x onerror=alert(1)>",
    "<!--",
    "-->]]>",
    "\"onmouseover='alert(1)'",
    "'\"><svg onload=alert(1)>",
    "&lt;script&gt;",
    "javascript:alert(1)",
    "//example.org/x.xlsx",
    "a\u2028b\u2029c",
)
