"""chemicals: the sheets 化学品 and 重大危险源 (7.4, 7.5) as the template shows them, and GB 18218's tables on 判定标准."""

from __future__ import annotations

from coatxl.criteria.gb18218 import GRADES, MAJOR, TABLE_2, TABLE_3, TABLE_5, TABLE_6
from coatxl.criteria.scores import plain
from coatxl.standards.coating.pages.core import LIVE
from coatxl.standards.coating.tables.chemicals import LISTED, ChemicalRow
from coatxl.standards.coating.tables.installations import MajorHazardRow
from coatxl.standards.hazchem.substances import (
    STANDARD,
    UNVERIFIED,
    VERIFIED,
    Substance,
    facts,
    materials,
    symbol_notes,
    table_1,
)
from coatxl.standards.hazchem.unit import NOT_COMPUTABLE
from coatxl.tables.blueprint import Highlight, ListPart, Look, Page
from coatxl.tables.layout import Layout
from coatxl.tables.table import Table
from coatxl.workbook.book import column_name

_SIX = tuple((i, i) for i in range(6))
_NO_CAS = "（无）"


def ranges(table: type[Table], columns: tuple[str, ...]) -> dict[str, str]:
    """Return the words by which declared formulas reach beyond their row: all_x, the column; x_from, its first cell."""
    layout = Layout.of(Page(table, ""), 0)
    words = {}
    for name in columns:
        words[f"all_{name}"] = layout.span(name)
        words[f"{name}_from"] = f"${column_name(layout.column(name))}${layout.first_row + 1}"
    return words


# 一级 to 四级.
_GRADE_LOOKS: tuple[Look, ...] = ("worst", "red", "amber", "blue")
PAGES: tuple[Page, ...] = (
    Page(
        ChemicalRow, "化学品种类、危险性、列入的目录；危险化学品写目录序号", hint="℃ 只填数字；带 * 的列必填",
        highlights=(
            *(Highlight(f'{{{name}}}="是"', (name,), "bad") for name in LISTED),
            Highlight('AND({hazardous}="是",ISBLANK({catalogue_number}))', ("catalogue_number",), "amber"),
            Highlight('{sds}="无"', ("sds",), "bad"),
            Highlight('{category}="类别1"', ("category",), "bad"),
        ),
    ),
    Page(
        MajorHazardRow, "每个生产单元、储存单元的危险化学品；S、R 和级别自动计算",
        hint="同一单元的下一种物质，“单元”留空即表示同上；单位 t；带 * 的列必填", live=LIVE, graded=("grade",),
        words=ranges(MajorHazardRow, ("unit", "block", "ratio", "weighted")),
        highlights=(
            Highlight("AND(ISNUMBER({looked_up}),ISNUMBER({critical}),{looked_up}<>{critical})", ("looked_up",), "bad"),
            Highlight('AND({beta}="待补",ISBLANK({category}))', ("category",), "amber"),
            Highlight(f'{{verdict}}="{MAJOR}"', ("verdict",), "refused"),
            Highlight(f'{{verdict}}="{NOT_COMPUTABLE}"', ("s", "verdict", "grade"), "bad"),
            Highlight(f'AND({{verdict}}="{MAJOR}",ISBLANK({{people}}))', ("people",), "amber"),
            *(
                Highlight(f'{{grade}}="{word}"', ("grade",), look)
                for word, look in zip(reversed(GRADES), _GRADE_LOOKS, strict=True)
            ),
        ),
    ),
)  # fmt: skip


def _mark(*, verified: bool, sources: tuple[str, ...]) -> str:
    """What the last column tells: 已核对 or 未核对, with the sources' letters."""
    return f"{VERIFIED if verified else UNVERIFIED}（来源{'、'.join(sources)}）"


def _categories() -> ListPart:
    notes = {symbol: f"【{note}】" if note else "" for symbol, note in symbol_notes().items()}
    return ListPart(
        "GB 18218 表2　危险性类别的临界量，和表4　校正系数β", ("类别符号", "临界量Q（t）", "危险性分类", "β", "说明"),
        ((0, 0), (1, 1), (2, 2), (3, 3), (4, 5)), ("HAZ_SYMBOL", "HAZ_Q", "", "HAZ_BETA", ""),
        tuple((e.symbol, float(e.critical), e.hazard, float(e.beta), e.description + notes[e.symbol]) for e in TABLE_2.values()),
        f"临界量和β{VERIFIED}（公开转录）。一种物质有多种危险性的，取最低的临界量、最大的β（后者标准没有写，取偏安全的）。",
    )  # fmt: skip


def _table_1(names: str, caption: str, note: str, *, verified: bool) -> ListPart:
    """The substances of table 1 that were checked, or those that were not: a list each, which a printed page holds."""
    rows: list[tuple[float | str, ...]] = []
    for each in table_1():
        if each.critical is not None and each.verified == verified:
            mark = _mark(verified=each.verified, sources=each.sources)
            rows.append(_row(each, each.printed, float(each.critical), mark))
    return ListPart(
        caption, ("CAS号", "品名", "表1的条目", "临界量Q（t）", "备注", "核对"), _SIX,
        (f"{names}_CAS", names, "", f"{names}_Q", "", ""), tuple(rows), note,
    )  # fmt: skip


def _checked() -> ListPart:
    note = "表1共85个品名，这里只列涂装企业常用的；没有列出的查表1原文，表1没有的按类别符号查表2。"
    return _table_1("HAZ_T1", "GB 18218 表1　涂装企业常用的列名物质", note, verified=True)


def _unchecked() -> ListPart:
    note = "品名和临界量凭专业知识填写，使用前查表1原文。"
    return _table_1("HAZ_T1U", "GB 18218 表1（续）　没有核对的列名气体", note, verified=False)


def _materials() -> ListPart:
    rows: list[tuple[float | str, ...]] = []
    for each in materials():
        if each.settled():
            symbol = each.symbols[0]
            mark = f"归类{_mark(verified=each.verified, sources=each.sources)}"
            rows.append(_row(each, f"{each.hazard}　{symbol}", float(TABLE_2[symbol].critical), mark))
    return ListPart(
        "涂装用料按表2归类（表1没有列名）", ("CAS号", "品名", "危险性类别和符号", "临界量Q（t）", "备注", "核对"),
        _SIX, ("HAZ_MAT_CAS", "HAZ_MAT", "", "HAZ_MAT_Q", "", ""), tuple(rows),
        "归类以供应商的安全技术说明书为准；填了类别符号的，按填写的符号查表2。",
    )  # fmt: skip


def _row(each: Substance, entry: str, critical: float, mark: str) -> tuple[float | str, ...]:
    cas, names = ("、".join(part) for part in (each.cas or (_NO_CAS,), each.names))
    return cas, names, entry, critical, each.note, mark


def _people() -> ListPart:
    limits = [least for least, _ in TABLE_5]
    words = [
        f"{low}人以上" if high is None else f"{low}～{high - 1}人" if high - 1 > low else f"{low}人"
        for low, high in zip(limits, [*limits[1:], None], strict=True)
    ]
    return ListPart(
        "GB 18218 表5　厂区边界向外500m范围内的常住人口和校正系数α", ("人数不少于", "常住人口", "α"),
        ((0, 0), (1, 1), (2, 2)), ("HAZ_PEOPLE", "", "HAZ_ALPHA"),
        tuple((least, word, float(value)) for (least, value), word in zip(TABLE_5, words, strict=True)),
    )  # fmt: skip


def _grades() -> ListPart:
    limits = [least for least, _ in TABLE_6]
    words = []
    for low, high in zip(limits, [*limits[1:], None], strict=True):
        if high is None:
            words.append(f"R≥{plain(low)}")
        else:
            words.append(f"{plain(low)}≤R＜{plain(high)}" if low else f"R＜{plain(high)}")
    return ListPart(
        "GB 18218 表6　重大危险源的级别", ("R 不小于", "R", "级别"), ((0, 0), (1, 1), (2, 2)), ("HAZ_R_LOW", "", "HAZ_R_GRADE"),
        tuple((float(least), word, grade) for (least, grade), word in zip(TABLE_6, words, strict=True)),
    )  # fmt: skip


def _gases() -> ListPart:
    return ListPart(
        "GB 18218 表3　列名毒性气体的校正系数β", ("β", "品名"), ((0, 0), (1, 1)), ("HAZ_GAS_BETA", "HAZ_GAS"),
        tuple((float(value), name) for name, value in TABLE_3.items()),
    )  # fmt: skip


def _facts() -> ListPart:
    return ListPart(
        "辨识和分级的用法", ("事项", "用法", "备注", "核对"), ((0, 0), (1, 3), (4, 4), (5, 5)), ("", "", "", ""),
        tuple((f.fact, f.text, f.note, _mark(verified=f.verified, sources=f.sources)) for f in facts()),
    )  # fmt: skip


SECTIONS: tuple[tuple[str, str, tuple[ListPart, ...]], ...] = (
    (
        f"判定标准（{STANDARD}　危险化学品重大危险源辨识）",
        "“已核对”指公开文本（二手）给出相同的数值，没有核对官方文本；“未核对”的使用前对照标准原文和安全技术说明书。",
        (_people(), _grades(), _gases(), _categories(), _checked(), _unchecked(), _materials(), _facts()),
    ),
)
"""What the sheet of criteria shows of GB 18218; the formulas of 重大危险源 refer to it."""
