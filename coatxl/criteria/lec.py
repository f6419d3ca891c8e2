"""附录 B, 作业条件危险性分析法: D = L×E×C, with the tables B.1 to B.4 verbatim (their misprints too, e.g. BCPS).

B.4 prints 70 and 160 in two bands each. LOWER_INCLUSIVE (the default, the safer one) gives a shared limit to the
higher grade: 70 is 一般, 160 较大. UPPER_INCLUSIVE moves just these two: 70 is 低, 160 一般. Under both, 20 is 低 and
320 较大, because "＜20" and "＞320" are printed and leave no choice. No product of listed scores is 160 or 320.
"""

from __future__ import annotations

from decimal import Context, Decimal

from coatxl.criteria.bands import GRADES, LOWER_INCLUSIVE, UPPER_INCLUSIVE, Band, GradeTable, Scale
from coatxl.criteria.scores import NotInTable, exact, plain

__all__ = [
    "B4",
    "LOWER_INCLUSIVE",
    "SCALE_C",
    "SCALE_E",
    "SCALE_L",
    "UPPER_INCLUSIVE",
    "NotInTable",
    "action",
    "bands",
    "d_value",
    "grade",
    "on_limit",
]

SCALE_L = Scale.of(
    "L",
    "B.1",
    "事故发生的可能性（L）取值准则",
    ("分数值", "事故发生的可能性", "判定依据"),
    (
        (
            "10",
            "完全可以预料",
            (
                "符合下列条件之一：\n"
                "（1）人员直接暴露在危险环境中，无任何工程技术防护措施；\n"
                "（2）发生在危险环境，且环境因素可能诱发事故的作业行为；\n"
                "（3）本单位发生过类似事故，且事后未从工程技术防护层面改善的。"
            ),
        ),
        (
            "6",
            "相当可能",
            (
                "符合下列条件之一：\n"
                "（1）作业行为涉及的过程有工程技术防护措施（BCPS），但仅能通过专业检测才能发现其故障失效；\n"
                "（2）作业使用的淘汰设备或有缺陷的设备、工具；\n"
                "（3）不安全行为不能被及时发现并制止；\n"
                "（4）异常作业未进行风险分析并采取风险管控措施的。"
            ),
        ),
        (
            "3",
            "可能，但不经常",
            (
                "符合下列条件之一：\n"
                "（1）作业行为涉及的过程有工程技术防护措施（BCPS），但故障时不报警，且不影响操作；\n"
                "（2）作业前不对设备进行检查或确认，不能确保防护措施有效；\n"
                "（3）作业行为由未经专业训练的人来完成；\n"
                "（4）常规作业无安全操作规程，或操作规程未基于岗位风险编制。"
            ),
        ),
        (
            "1",
            "可能性小，完全意外",
            (
                "符合下列条件之一：\n"
                "（1）作业行为涉及的过程有工程技术防护措施（BCPS），且故障时会报警并被及时发现；\n"
                "（2）经过审批且采取了充分安全防范措施的危险作业；\n"
                "（3）异常作业，有风险分析且落实了风险管控措施。"
            ),
        ),
        (
            "0.5",
            "很不可能，可以设想",
            (
                "符合下列条件之一：\n"
                "（1）作业行为涉及的过程有工程技术防护措施（BCPS），故障时会报警，且锁定在安全状态；\n"
                "（2）有安全操作规程的常规作业活动。"
            ),
        ),
        (
            "0.2",
            "极不可能",
            (
                "符合下列所有条件：\n"
                "（1）作业行为涉及的过程有工程技术防护措施（BCPS），故障时会报警，且锁定在安全状态；\n"
                "（2）常规作业，且操作规程基于风险编制；\n"
                "（3）操作人员训练有素，且发生违章也不至于发生事故。"
            ),
        ),
        ("0.1", "实际不可能", "生产活动中，实际上不可能发生事故的作业活动。"),
    ),
)

SCALE_E = Scale.of(
    "E",
    "B.2",
    "暴露于危险环境的频繁程度（E）取值准则",
    ("分数值", "暴露于危险环境的频繁程度", "判定依据"),
    (
        ("10", "连续暴露", "风险始终存在，不随作业活动停止而消失或降低。"),
        ("6", "每天工作时间内暴露", "风险仅在作业时发生，且伴随全部作业时间。"),
        ("3", "每周一次或偶然暴露", "作业时间内，只是偶然会接触到危险有害因素。"),
        ("2", "每月一次暴露", "作业活动时间内，每月才可能发生1次接触危险有害因素的机会。"),
        ("1", "每年几次暴露", "每年只有几次机会接触危险有害因素。"),
        ("0.5", "非常罕见暴露", "作业过程和危险有害因素完全隔离，几乎不会接触危险有害因素的操作。"),
    ),
)

SCALE_C = Scale.of(
    "C",
    "B.3",
    "发生事故产生的后果严重性（C）取值准则",
    ("分值", "人员伤亡", "直接经济损失", "环境破坏", "公司形象"),
    (
        ("100", "10人以上死亡，或5人以上重伤", "5000万以上", "造成区域环境影响", "重大国际、国内影响"),
        ("40", "3人以上10人以下死亡，或10人以上50人以下重伤", "1000万以上", "环境影响超出厂界", "行业内、省内影响"),
        ("15", "3人以下死亡，或10人以下重伤", "100万以上", "环境影响超出所在建构筑物", "地区影响"),
        (
            "7",
            "丧失劳动力、截肢、骨折、听力丧失、慢性病",
            "10万以上",
            "仅影响作业点附近，但造成环保设施工作异常",
            "公司及周边范围",
        ),
        ("3", "轻微受伤、间歇不舒服", "1万以上", "仅在作业点造成影响", "引人关注，不利于基本的安全卫生要求"),
        ("1", "无伤亡", "1万以下", "基本无影响", "形象没有受损"),
    ),
)

B4 = GradeTable(
    "D",
    "B.4",
    "风险值（D）取值及等级判定准则",
    ("风险值", "风险等级", "应采取的行动/控制措施"),
    (
        ("＞320", "重大风险", "在采取措施降低危害前,不能继续作业,对改进措施进行评估。"),
        ("160～320", "较大风险", "采取紧急措施降低风险，建立运行控制程序，定期检查、测量及评估。"),
        ("70～160", "一般风险", "可考虑建立操作规程，加强培训、沟通和作业过程监督。"),
        ("20～70", "低风险", "可考虑建立操作规程、作业指导书，但需定期检查。"),
        ("＜20", "轻微风险", "无需采用控制措施。"),
    ),
)

_LIMITS = tuple(Decimal(limit) for limit in (20, 70, 160, 320))
_SHARED = frozenset(Decimal(limit) for limit in (70, 160))
_PRINTED_BELOW = frozenset([Decimal(320)])  # "＞320" leaves 320 to the band below
_PRODUCT = Context(prec=28)  # a host or caller may have set a coarser one


def _bands(below: frozenset[Decimal]) -> tuple[Band, ...]:
    """Build the bands, lowest first; below holds the limits that belong to the band below them."""
    edges = (None, *_LIMITS, None)
    return tuple(
        Band(
            grade=row_grade,
            low=edges[i],
            low_included=edges[i] is not None and edges[i] not in below,
            high=edges[i + 1],
            high_included=edges[i + 1] in below,
            printed=B4.text(row_grade, 0),
            action=B4.text(row_grade, 2),
            deadline="",
        )
        for i, row_grade in enumerate(GRADES)
    )


_BANDS = {LOWER_INCLUSIVE: _bands(_PRINTED_BELOW), UPPER_INCLUSIVE: _bands(_PRINTED_BELOW | _SHARED)}


def bands(rule: str = LOWER_INCLUSIVE) -> tuple[Band, ...]:
    """Return the five bands of B.4, lowest first; ValueError for an unknown boundary rule."""
    if rule not in _BANDS:
        raise ValueError(f"分级界规则“{rule}”不能用；可用的为{'、'.join(_BANDS)}")
    return _BANDS[rule]


def d_value(likelihood: object, exposure: object, consequence: object) -> Decimal:
    """Return D = L×E×C exactly, without trailing zeros; NotInTable names the first score that is not listed."""
    product = SCALE_L.require(likelihood).value
    for scale, value in ((SCALE_E, exposure), (SCALE_C, consequence)):
        product = _PRODUCT.multiply(product, scale.require(value).value)
    return Decimal(plain(product))


def grade(d: object, rule: str = LOWER_INCLUSIVE) -> str:
    """Return the grade of any D ≥ 0, also one that no listed scores give; NotInTable for what is no such number."""
    return B4.grade(d, bands(rule))


def action(grade: str) -> str:
    """Return 应采取的行动/控制措施 of a grade (B.4); ValueError for a word that is no grade."""
    return B4.text(grade, 2)


def on_limit(d: object) -> bool:
    """Return whether D is 20, 70, 160 or 320, where the boundary rule wants to be told; ValueError if no number."""
    return exact(d) in _LIMITS
