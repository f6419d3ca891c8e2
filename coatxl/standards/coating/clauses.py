"""Every clause of the standard with what it is about, and why no rule can check the ones that none does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

WHOLE = "全文"
_RANGE = re.compile(r"^(?:附录)?\s*([A-C]?)\.?(\d+(?:\.\d+)*)?\s*[～~–—-]\s*(?:附录)?\s*([A-C]?)\.?(\d+(?:\.\d+)*)$")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. why: the reason where it states nothing that a working paper could be checked by."""

    number: str
    topic: str
    why: str = ""


_TERM = "术语：列名、工作表名和消息使用这些词，本身没有可检查的内容"
CLAUSES = (
    Clause("前言", "起草说明", "不含要求"),
    Clause("引言", "目的：风险点、两方面的诱因、固有风险和控制风险、风险可接受准则"),
    Clause("1", "范围", "适用范围由项目信息的评价类型表达；适用与否由人判断"),
    Clause("2", "规范性引用文件", "引用的文件在登记册中，由 5.3 的规则判断是否现行"),
    *(Clause(f"3.{n}", topic, _TERM) for n, topic in enumerate(
        ("涂装作业", "涂装企业", "风险点", "危害因素"), 1)),
    Clause("3.5", "失控诱因"),
    Clause("3.6", "危害因素描述", _TERM),
    Clause("3.7", "风险控制措施", _TERM),
    Clause("3.8", "高后果危害因素"),
    Clause("4", "总体要求：符合 AQ 8001"),
    Clause("5.1", "成立项目组"),
    Clause("5.2", "确定评价范围"),
    Clause("5.3", "收集资料"),
    Clause("6.1", "采集风险数据"),
    Clause("6.2", "划分评价单元"),
    Clause("6.3", "划分风险点"),
    Clause("7.1", "逐一分析每个风险点"),
    Clause("7.2", "危害因素描述"),
    Clause("7.3", "风险管控措施"),
    Clause("7.4", "化学品分类"),
    Clause("7.5", "重大危险源辨识"),
    Clause("8.1.1", "评价方法的选择和理由"),
    Clause("8.1.2", "逐层递进，高后果危害因素可用定量方法"),
    Clause("8.1.3", "评价准则的来源"),
    Clause("8.1.4", "风险可接受准则"),
    Clause("8.2.1", "检查表法，对每个评价单元逐一检查"),
    Clause("8.2.2", "逐一检查措施的落实情况"),
    Clause("8.2.3", "相同措施合并检查"),
    Clause("8.2.4", "安全隐患清单和整改建议"),
    Clause("8.3.1", "每个危害因素做风险评价并与可接受准则比对"),
    Clause("8.3.2", "作业条件危险性分析法、风险矩阵法"),
    Clause("8.3.3", "定量评价的情形设定和偏差"),
    Clause("9.1", "安全对策措施的内容"),
    Clause("9.2", "对策措施的针对性、可操作性和经济合理性"),
    Clause("10.1", "现场复核和隐患整改复查"),
    Clause("10.2", "整改后的影像资料"),
    Clause("11", "评价结果综述"),
    Clause("12.1", "报告文字和结论明确"),
    Clause("12.2", "报告内容和附件"),
    Clause("12.3", "报告格式符合 AQ 8001"),
    Clause("A", "风险点划分原则"),
    *(Clause(f"B.{n}", topic) for n, topic in enumerate(
        ("可能性（L）取值", "暴露频繁程度（E）取值", "后果（C）取值", "危险性（D）等级划分"), 1)),
    *(Clause(f"C.{n}", topic) for n, topic in enumerate(
        ("可能性（L）等级", "严重性（S）等级", "风险（R）等级划分"), 1)),
)  # fmt: skip


def covers(stated: str, number: str) -> bool:
    """Whether a stated clause list, such as 8.1.3、8.2 or 附录B.1–B.3, speaks of a clause or of a part of it.

    A stated section (8.2) covers its clauses (8.2.1), and a stated clause belongs to its section.
    """
    return any(_within(number, *bounds) for part in re.split(r"[、,，；;]", stated) for bounds in _bounds(part.strip()))


def _bounds(part: str) -> Iterator[tuple[str, str]]:
    match = _RANGE.match(part)
    if match:
        letter, first, last_letter, last = match.groups()
        join = f"{letter}." if letter else ""
        yield f"{join}{first}", f"{last_letter or letter}.{last}" if letter else str(last)
        return
    plain = part.removeprefix("附录").strip().rstrip(")）").replace("a)", "")
    head = re.match(r"^(?:前言|引言|[A-C](?:\.\d+)*|\d+(?:\.\d+)*)", plain)
    if head:
        yield head[0], head[0]


def _within(number: str, first: str, last: str) -> bool:
    if first == last:
        return number == first or number.startswith(f"{first}.") or first.startswith(f"{number}.")
    low, high, own = (tuple(each.split(".")) for each in (first, last, number))
    if not (len(low) == len(high) and low[:-1] == high[:-1] and own[: len(low) - 1] == low[:-1]):
        return False
    at = len(low) - 1
    return len(own) > at and own[at].isdecimal() and int(low[at]) <= int(own[at]) <= int(high[at])
