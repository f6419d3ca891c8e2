"""paper: the rows of one made-up working paper, and its faults, each at one cell and each of one rule.

The clean rows break no rule of coatxl, so that what any program reports is what was seeded. The texts repeat as those of
real papers do: few risk points and devices, many sentences that differ in a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sheets import (
    ACTS,
    CHECKLIST,
    CONSEQUENCES,
    DANGERS,
    DATA_ROW,
    DAYS,
    DESCRIPTION,
    DEVICES,
    EXPOSURES,
    FACTS,
    FAULTY_SHARE,
    GRADE_FORMULA,
    HAZARDS,
    KINDS,
    LEC,
    LIKELIHOODS,
    LOW,
    OUTCOMES,
    POINTS,
    STATES,
    UNDATED_DAY,
    UNITS,
    WORKS,
    Book,
    Sheet,
)

if TYPE_CHECKING:
    import random


def book_of(dice: random.Random, number: int, rows: int) -> Book:
    """A paper of about so many rows."""
    verdicts = ("符合", "不符合", "不适用")
    tables = {
        "评价单元": Sheet(UNITS, {"是否划分风险点": ("是", "否", "不适用")}),
        "风险点划分": Sheet(POINTS, {"风险点类别": ("设备设施", "场所", "作业活动")}),
        "危害因素描述": Sheet(DESCRIPTION, {"高后果": ("是", "否")}),
        "安全检查表": Sheet(CHECKLIST, {"是否符合": verdicts}),
        "风险评价LEC": Sheet(LEC, {"L": ("10", "6", "3", "1", "0.5", "0.2", "0.1")}),
        "隐患清单": Sheet(DANGERS, {"复查结果": ("已整改", "部分整改", "未整改")}),
    }
    book = Book(f"企业{number:04}", tables, {"企业名称*": f"企业{number:04}有限公司", **FACTS})
    for kind in KINDS:
        _add(book, "评价单元", (str(len(tables["评价单元"].rows) + 1), kind, kind, "不适用", "不在本次委托范围内"))
    point = 0
    while book.rows < rows:
        if point % 6 == 0:
            unit = f"{DEVICES[point // 6 % len(DEVICES)]}单元{point // 6 + 1}"
            _add(
                book,
                "评价单元",
                (str(len(tables["评价单元"].rows) + 1), unit, "工艺与设备设施", "是", "按功能分区划分"),
            )
        _point(book, dice, unit, point)
        point += 1
    _merge(
        tables["风险点划分"], len(tables["风险点划分"].rows), _runs(row[1] for row in tables["风险点划分"].rows), (1,)
    )
    return book


def _add(book: Book, sheet: str, values: Iterable[Any]) -> list[Any]:
    row = list(values)
    book.tables[sheet].rows.append(row)
    return row


def _runs(values: Iterable[Any]) -> list[int]:
    """Where a value differs from the one before."""
    starts: list[int] = []
    before: object = None
    for at, value in enumerate(values):
        if value != before:
            starts.append(at)
        before = value
    return starts


def _merge(table: Sheet, end: int, starts: list[int], columns: tuple[int, ...]) -> None:
    """Merge some columns from each start to the next; what stands below the first cell becomes blank."""
    for top, bottom in zip(starts, [*starts[1:], end], strict=True):
        for col in columns if bottom - top > 1 else ():
            table.merges.append((top, bottom - 1, col))
            for row in table.rows[top + 1 : bottom]:
                row[col] = None


def _point(book: Book, dice: random.Random, unit: str, number: int) -> None:
    """One risk point with its hazards, causes, measures, items and evaluations."""
    device, work = dice.choice(DEVICES), dice.choice(WORKS)
    point = f"{number + 1}号{device}"
    _add(book, "风险点划分", (str(number + 1), unit, point, work, "设备设施"))
    first = len(book.tables["安全检查表"].rows)
    for hazard in dice.sample(HAZARDS, dice.randint(1, 3)):
        outcome = dice.choice(OUTCOMES)
        _hazard(book, dice, (unit, point, work, hazard, outcome), first)
        _evaluation(book, dice, (unit, point, work, hazard, outcome))
    items = book.tables["安全检查表"]
    ordinary = len(items.rows) - first > 2 and items.rows[-1][6] == "符合"  # noqa: PLR2004 — the last of several
    if ordinary and dice.random() < FAULTY_SHARE * 2:
        items.rows[-1][2] = items.rows[-2][2]
        book.fault("CX8.2-05", "安全检查表", "序号")
    _merge(items, len(items.rows), [first], (0, 1))


def _hazard(book: Book, dice: random.Random, at: tuple[str, ...], first: int) -> None:
    unit, point, work, hazard, outcome = at
    table = book.tables["危害因素描述"]
    top, starts = len(table.rows), []
    event: str | None = f"{point}{work}中{hazard}失去控制，伤及附近人员。"
    lacks_event = dice.random() < FAULTY_SHARE
    for cause, state in enumerate(dice.sample(STATES, dice.randint(2, 6)), 1):
        starts.append(len(table.rows))
        measures = dice.sample(ACTS, 1 + (dice.random() < 0.4))  # noqa: PLR2004 — two in five causes have two measures
        for act in measures:
            text: str | None = f"{hazard}：{point}{state}时{act}，并由班组长签字确认。"
            basis = f"GB6514-2023第{dice.randint(4, 9)}.{dice.randint(1, 9)}条"
            said = f"{work}时{point}{state}，没有及时处理。"
            kept = len(measures) > 1 or dice.random() > FAULTY_SHARE / 2
            _add(
                book,
                "危害因素描述",
                (
                    unit,
                    point,
                    work,
                    hazard,
                    event,
                    outcome,
                    "否",
                    str(cause),
                    said,
                    text if kept else None,
                    "工程技术",
                    basis,
                ),
            )
            if not kept:
                book.fault("CX7.3-01", "危害因素描述", "风险管控措施")
            elif dice.random() < FAULTY_SHARE / 2:
                book.fault("CX8.2-02", "危害因素描述", "风险管控措施")
            else:
                _item(book, dice, (unit, point, str(text), basis), first)
    if lacks_event:
        for row in table.rows[top:]:
            row[4] = None
        book.faults.append(("CX7.2-01", "危害因素描述", f"E{top + DATA_ROW}"))
    _merge(table, len(table.rows), [top], (0, 1, 2, 3, *(() if lacks_event else (4,)), 5, 6))
    _merge(table, len(table.rows), starts, (7, 8))


def _item(book: Book, dice: random.Random, at: tuple[str, str, str, str], first: int) -> None:
    unit, point, item, basis = at
    number = str(len(book.tables["安全检查表"].rows) - first + 1)
    row = _add(
        book,
        "安全检查表",
        (unit, point, number, item, basis, f"现场抽查{dice.randint(1, 9)}处，执行到位", "符合", None),
    )
    luck = dice.random()
    if luck < FAULTY_SHARE / 3:
        row[4] = None
        book.fault("CX8.2-07", "安全检查表", "依据")
    elif luck < FAULTY_SHARE * 2 / 3:
        row[6] = "基本符合"
        book.fault("CX8.2-09", "安全检查表", "是否符合")
    elif luck < FAULTY_SHARE:
        row[5] = "实测值××，待补充"
        book.fault("CX0-01", "安全检查表", "检查结果")
    elif luck < FAULTY_SHARE * 5:
        row[5:] = (f"{point}现场未执行", "不符合", "限期整改")
        if luck < FAULTY_SHARE * 1.2:
            book.fault("CX8.2-10", "安全检查表", "是否符合")
        else:
            _danger(book, dice, at, number)


def _danger(book: Book, dice: random.Random, at: tuple[str, str, str, str], number: str) -> None:
    unit, point, item, basis = at
    told = UNDATED_DAY + dice.randint(0, DAYS)
    row = _add(book, "隐患清单", (
        str(len(book.tables["隐患清单"].rows) + 1), unit, point, f"{point}：{item[:12]}没有落实", "失效", basis, "一般隐患", "限期落实并由班组长复核",
        told, "复查合格", "已整改", told + dice.randint(5, 30), f"IMG_{dice.randint(1000, 9999)}.jpg", f"IMG_{dice.randint(1000, 9999)}.jpg",
        f"安全检查表 {point}/{number}", "赵某",
    ))  # fmt: skip
    luck = dice.random()
    if luck < FAULTY_SHARE:
        row[7] = None
        book.fault("CX8.2-11", "隐患清单", "整改建议")
    elif luck < FAULTY_SHARE * 2:
        row[11] = told - dice.randint(1, 9)
        book.fault("CX10.1-02", "隐患清单", "复查日期")


def _evaluation(book: Book, dice: random.Random, at: tuple[str, ...]) -> None:
    scores = [dice.choice(LIKELIHOODS), dice.choice(EXPOSURES), dice.choice(CONSEQUENCES)]
    value = Decimal(scores[0]) * Decimal(scores[1]) * Decimal(scores[2])
    grade = "轻微风险" if value < LOW else "低风险"
    number = str(len(book.tables["风险评价LEC"].rows) + 1)
    stored: Any = float(value)
    row = _add(book, "风险评价LEC", (
        number, *at, *map(float, scores), ("=G{row}*H{row}*I{row}", stored), (GRADE_FORMULA, grade), ('=IF(J{row}<160,"可接受","不可接受")', "可接受"),
        "有操作规程的常规作业，防护完好",
    ))  # fmt: skip
    luck = dice.random()
    if luck < FAULTY_SHARE / 2:
        row[6] = 4.0
        book.fault("CXB-01", "风险评价LEC", "L")
    elif luck < FAULTY_SHARE:
        row[9] = (row[9][0], stored + 1)
        book.fault("CXB-02", "风险评价LEC", "D")
    elif luck < FAULTY_SHARE * 1.5:
        row[10] = (GRADE_FORMULA, "较大风险")
        book.fault("CXB-03", "风险评价LEC", "风险等级")
    elif luck < FAULTY_SHARE * 2:
        row[9] = (row[9][0], "#DIV/0!")
        book.fault("CXS-08", "风险评价LEC", "D")
