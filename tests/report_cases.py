"""report_cases: a run that every format renders, and strings that must do nothing in any of them."""

from __future__ import annotations

from coatxl.findings import Finding, NotRun, Severity, Text
from coatxl.reports.model import FileResult, RunResult

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
