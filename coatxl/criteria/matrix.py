"""附录 C, 风险矩阵法: R = L×S, with the tables C.1 to C.3 verbatim (the last 实施期限 is blank there, and stays blank).

C.3 leaves out 13, 14 and 17 to 19: no product of two scores gives them, and nothing is rounded into a band.
"""

from __future__ import annotations

from decimal import Decimal

from coatxl.criteria.bands import GRADES, Band, GradeTable, Scale
from coatxl.criteria.scores import NotInTable, exact

__all__ = ["C3", "SCALE_L", "SCALE_S", "NotInTable", "action", "bands", "deadline", "grade", "r_value"]

SCALE_L = Scale.of(
    "L",
    "C.1",
    "事故发生的可能性（L）取值准则",
    ("等级", "标    准"),
    (
        (
            "5",
            (
                "在现场没有采取防范、监测、保护、控制措施，或危害的发生不能被发现（没有监测系统），"
                "或在正常情况下经常发生此类事故或事件。"
            ),
        ),
        (
            "4",
            (
                "危害的发生不容易被发现，现场没有检测系统，也未发生过任何监测，或在现场有控制措施，"
                "但未有效执行或控制措施不当，或危害常发生或预期情况下发生。"
            ),
        ),
        (
            "3",
            (
                "没有保护措施（如没有保护装置、没有个人防护用品等），或未严格按操作程序执行，"
                "或危害的发生容易被发现（现场有监测系统），或曾经作过监测，或过去曾经发生类似事故或事件,"
                "或在异常情况下发生过类似事故或事件。"
            ),
        ),
        (
            "2",
            "危害一旦发生能及时发现，并定期进行监测，或现场有防范控制措施，并能有效执行，或过去偶尔发生事故或事件。",
        ),
        (
            "1",
            (
                "有充分、有效的防范、控制、监测、保护措施，或员工安全卫生意识相当高，严格执行操作规程。"
                "极不可能发生事故或事件。"
            ),
        ),
    ),
)

SCALE_S = Scale.of(
    "S",
    "C.2",
    "事件后果严重性（S）取值准则",
    ("等级", "法律、法规及其他要求", "人员伤害", "直接经济损失", "停工", "企业形象"),
    (
        ("5", "违反法律、法规和标准", "死亡", "100万元以上", "部分装置（>2 套）或设备", "重大国际影响"),
        ("4", "潜在违反法规和标准", "丧失劳动能力", "50万-100万元", "2套装置停工、或设备停工", "行业内、省内影响"),
        (
            "3",
            "不符合上级公司或行业的安全方针、制度、规定等",
            "截肢、骨折、听力丧失、慢性病",
            "10万-50万元",
            "1 套装置停工或设备",
            "地区影响",
        ),
        (
            "2",
            "不符合企业的安全操作程序、规定",
            "轻微受伤、间歇不舒服",
            "10万元以下",
            "受影响不大，几乎不停工",
            "公司及周边范围",
        ),
        ("1", "完全符合", "无伤亡", "无损失", "没有停工", "形象没有受损"),
    ),
    label=2,
)

C3 = GradeTable(
    "R",
    "C.3",
    "风险值（R值）取值准则及风险等级判定准则",
    ("风险值", "风险等级", "应采取的行动/控制措施", "实施期限"),
    (
        ("20-25", "重大风险", "在采取措施降低危害前，不能继续作业，对改进措施进行评估。", "立刻"),
        ("15-16", "较大风险", "采取紧急措施降低风险，建立运行控制程序，定期检查、测量及评估。", "立即或近期整改"),
        ("9-12", "一般风险", "可考虑建立目标、建立操作规程，加强培训及沟通。", "2 年内治理"),
        ("4-8", "低风险", "可考虑建立操作规程、作业指导书，但需定期检查。", "有条件、有经费时治理"),
        ("1-3", "轻微风险", "无需采用控制措施，但需保存记录。", ""),
    ),
)


def _band(row_grade: str) -> Band:
    low, high = (Decimal(limit) for limit in C3.text(row_grade, 0).split("-"))
    return Band(
        grade=row_grade,
        low=low,
        low_included=True,
        high=high,
        high_included=True,
        printed=C3.text(row_grade, 0),
        action=C3.text(row_grade, 2),
        deadline=C3.text(row_grade, 3),
    )


_BANDS = tuple(_band(row_grade) for row_grade in GRADES)


def bands() -> tuple[Band, ...]:
    """Return the five bands of C.3, lowest first; between them are gaps that no product falls into."""
    return _BANDS


def r_value(likelihood: object, consequence: object) -> Decimal:
    """Return R = L×S exactly; NotInTable names the first score that is not listed."""
    return Decimal(int(SCALE_L.require(likelihood).value) * int(SCALE_S.require(consequence).value))


def grade(r: object) -> str:
    """Return the grade of R; NotInTable for a fraction, a number in a gap of C.3 or what is no number."""
    found = C3.grade(r, _BANDS)
    number = exact(r)
    if number != number.to_integral_value():
        raise C3.refusal(r)
    return found


def action(grade: str) -> str:
    """Return 应采取的行动/控制措施 of a grade (C.3); ValueError for a word that is no grade."""
    return C3.text(grade, 2)


def deadline(grade: str) -> str:
    """Return 实施期限 of a grade (C.3), "" for 轻微风险; ValueError for a word that is no grade."""
    return C3.text(grade, 3)
