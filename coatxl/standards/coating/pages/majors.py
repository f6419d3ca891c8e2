"""majors: 重大隐患判定 (8.2.4) with every situation of 令第10号 that a coating plant can be in."""

from __future__ import annotations

from coatxl.standards.coating.order10 import DECREE, SITUATIONS, UNVERIFIED, VERIFIED
from coatxl.standards.coating.tables import MajorVerdictRow
from coatxl.tables.blueprint import Highlight, Page

PAGES = (
    Page(
        MajorVerdictRow,
        "逐条写存在、不存在、不涉及，由谁、哪天判定；空着是未评",
        hint=f"情形摘自{DECREE}，只列涂装企业可能涉及的；“未核对”的引用前先与公布的条文核对",
        highlights=(
            Highlight('{verdict}="存在"', ("verdict",), "worst"),
            Highlight('{verdict}="不涉及"', ("verdict", "evidence"), "idle"),
            Highlight(f'{{checked}}="{UNVERIFIED}"', ("checked",), "pending"),
        ),
        rows=tuple(
            {
                "provision": each.clause,
                "situation": each.summary,
                "where": each.where,
                "checked": VERIFIED if each.verified else UNVERIFIED,
            }
            for each in SITUATIONS
        ),
    ),
)
