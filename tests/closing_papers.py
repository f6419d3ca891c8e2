"""The sheets of clauses 9 to 12 as a clean paper has them, for tests that break one of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from papers import Grids

from coatxl.standards.coating.tables import (
    AnnexListRow,
    ConclusionRow,
    CountermeasureRow,
    HiddenDangerRow,
    ReportPartRow,
    VerificationRow,
)
from coatxl.standards.coating.tables.conclusion import SUMMARIES
from coatxl.standards.coating.tables.countermeasures import KINDS
from coatxl.standards.coating.tables.report_parts import ANNEX_KINDS, FORMAT, PARTS
from coatxl.standards.coating.tables.verification import REVIEWS

# Broken one by one in test_closing_rules.py.
RULES = {
    "CX8.3-04", "CX9.1-01", "CX9.2-01", "CX10.1-01", "CX11-01", "CX11-02", "CX11-03", "CX11-04", "CX11-05", "CX12.1-01", "CX12.2-01", "CX12.2-02",
    "CX12.3-01",
}  # fmt: skip
DANGER: dict[str, Any] = {
    "number": "1", "unit": "喷漆单元", "risk_point": "自动化喷漆线", "description": "2号探头检定标签过期", "issue": "失效",
    "basis": "JJG693-2011第5.5条", "level": "一般隐患", "suggestion": "送检，合格后重新张贴标签", "notified": date(2026, 3, 20),
    "state": "销号", "finished": date(2026, 4, 2), "recheck": "已整改", "rechecker": "赵某", "recheck_date": date(2026, 4, 8),
    "photo_before": "a.jpg", "photo_after": "b.jpg",
}  # fmt: skip
MEASURES = (
    "2号可燃气体探头送检，合格后张贴标签，4月10日前完成",
    "可燃气体检测报警仪每年检定一次，风机联锁每季试验一次",
    "喷漆工每年复训8学时，动火作业逐次审批，现场有人监护",
    "每月按安全检查表排查喷漆房一次，排查记录存档三年",
    "灭火器每月点检，每半年演练一次喷漆房火灾疏散",
    "变更涂料品种前评估闪点和通风量，评估表经负责人签字",
    "两年内把溶剂型涂料更换为水性涂料，先改1号线",
)
TEXTS = (
    "检查发现的隐患已通报企业，复查结果见隐患清单。",
    "共1个危害因素，重点管控喷漆作业的可燃液体蒸气积聚。",
    "检查29项，均符合；风险评价1项，为低风险。",
    "企业安全风险程度控制在可接受的范围内，现有状态符合法律法规和技术标准规范规定的安全生产条件。",
)


def closing_paper() -> Grids:
    """The clean core paper with one rectified hidden danger and the sheets of 9 to 12 filled in."""
    g = Grids().add(HiddenDangerRow, **DANGER)
    for n, (kind, measure) in enumerate(zip(KINDS, MEASURES, strict=True), 1):
        g.add(CountermeasureRow, number=str(n), kind=kind.word, measure=measure)
    for n, review in enumerate(REVIEWS, 1):
        g.add(
            VerificationRow,
            number=str(n),
            item=review.word,
            conclusion="与实际一致",
            person="赵某",
            day=date(2026, 4, 10),
        )
    for n, (summary, text) in enumerate(zip(SUMMARIES, TEXTS, strict=True), 1):
        g.add(ConclusionRow, number=str(n), item=summary.word, text=text)
    for item in (item for part in PARTS for item in (part.name, *part.items)):
        g.add(ReportPartRow, item=item.word, present="有")
    g.add(ReportPartRow, item=FORMAT.word, present="是")
    for n, kind in enumerate(ANNEX_KINDS, 1):
        g.add(AnnexListRow, number=str(n), kind=kind.word, name=f"附件{n}")
    return g
