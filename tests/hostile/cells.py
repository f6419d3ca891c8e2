"""Far cells, false references, dimensions, sizes and indices, and values and dates of every kind."""

from __future__ import annotations

import re

from hostile.case import EITHER, READABLE, REFUSED, add, content
from hostile.package import (
    DECLARATION,
    HEADERS,
    MAIN,
    ROW,
    letters,
    packed,
    parts,
    row,
    shared,
    sheet,
    table,
    text_cell,
    xlsx,
)

FAR, REFERENCES, DIMENSION, SIZE = "far cells", "references", "dimension", "size"
INDICES, VALUES, DATES = "indices", "values", "dates"
LAST = "XFD1048576"
DATED = (
    f'{DECLARATION}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="170" formatCode="yyyy-mm-dd"/></numFmts>'
    '<fonts count="1"><font/></fonts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="170" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>"
)
HIDDEN_DANGERS = ("序号", "隐患描述", "隐患级别", "依据", "整改建议", "通报日期", "整改时限")


def cell_row(number, *cells):
    return f'<row r="{number}">{"".join(cells)}</row>'


def far(ref):
    number = ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'{table(ROW)}<row r="{number}">{text_cell(ref, "远")}</row>'


add(FAR, "first_and_last_cell", REFUSED, lambda: xlsx(far(LAST)), sample=True)
add(FAR, "last_cell_alone", EITHER, lambda: xlsx(cell_row(1048576, text_cell(LAST, "远"))))
add(
    FAR,
    "diagonal",
    REFUSED,
    lambda: xlsx("".join(cell_row(n * 700, text_cell(f"{letters(n * 11)}{n * 700}", "角")) for n in range(1, 1400))),
)
add(FAR, "row_beyond", REFUSED, lambda: xlsx(far("A99999999")))
add(FAR, "column_beyond", REFUSED, lambda: xlsx(far("ZZZZ1")))
add(FAR, "first_row_beyond", REFUSED, lambda: xlsx(far("A1048577")))
add(FAR, "first_column_beyond", REFUSED, lambda: xlsx(far("XFE1")))
add(FAR, "row_of_twenty_digits", REFUSED, lambda: xlsx(far("A99999999999999999999")))
add(
    FAR,
    "stray_blank_in_the_last_cell",
    READABLE,
    lambda: xlsx(table(ROW) + f'<row r="1048576"><c r="{LAST}" s="0"/></row>'),
    sample=True,
)
add(FAR, "stray_space_in_the_last_cell", EITHER, lambda: xlsx(table(ROW) + cell_row(1048576, text_cell(LAST, " "))))
for _name, _ref in {
    "garbage": "??", "zero": "A0", "negative": "A-1", "letters_only": "AB", "digits_only": "12", "lower": "a2", "dollars": "$A$2",
    "empty": "", "full_width": "Ａ２", "range": "A1:B2", "long": "A" * 100_000,
}.items():  # fmt: skip
    add(
        REFERENCES,
        f"reference_{_name}",
        EITHER,
        lambda ref=_ref: xlsx(table(ROW) + f'<row r="2"><c r="{ref}"><v>1</v></c></row>'),
        sample=_name == "garbage",
    )
add(REFERENCES, "row_zero", EITHER, lambda: xlsx('<row r="0"><c r="A0"><v>1</v></c></row>'))
add(REFERENCES, "row_negative", EITHER, lambda: xlsx('<row r="-5"><c><v>1</v></c></row>'))
add(REFERENCES, "row_no_number", EITHER, lambda: xlsx('<row r="x"><c><v>1</v></c></row>'))
add(REFERENCES, "no_references", READABLE, lambda: xlsx(re.sub(r' r="[A-Z0-9]+"', "", table(ROW))))
add(REFERENCES, "rows_out_of_order", EITHER, lambda: xlsx(row(3, ROW) + row(1, HEADERS) + row(2, ROW)))
add(REFERENCES, "one_cell_twice", EITHER, lambda: xlsx(table(ROW) + cell_row(2, text_cell("C2", "另一个"))))
add(REFERENCES, "cell_in_another_row", EITHER, lambda: xlsx(table(ROW) + cell_row(3, text_cell("A9", "错行"))))
for _name, _ref in {"whole": f"A1:{LAST}", "one": "A1", "broken": "#REF!", "huge": "A1:ZZZZ99999999999"}.items():
    add(
        DIMENSION,
        f"dimension_{_name}",
        READABLE,
        lambda ref=_ref: xlsx(table(ROW), before=f'<dimension ref="{ref}"/>'),
        sample=_name == "whole",
    )


@content(SIZE, EITHER, heavy=True)
def a_million_rows():
    return xlsx(row(1, HEADERS) + "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 1048577)))


@content(SIZE, EITHER, heavy=True)
def more_rows_than_allowed():
    return xlsx(row(1, HEADERS) + "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 1_100_000)))


@content(SIZE, READABLE, heavy=True)
def hundred_thousand_honest_rows():
    strings = shared(*HEADERS, *ROW)
    line = "".join(f'<c r="{letter}%d" t="s"><v>{c}</v></c>' for c, letter in enumerate("ABCDEF", len(HEADERS)))
    line = f'<row r="%d">{line}</row>'
    rows = row(1, HEADERS) + "".join(line % ((n,) * 7) for n in range(2, 100_001))
    return packed(parts(sheet(rows), strings=strings))


@content(SIZE, READABLE, heavy=True)
def styled_blank_rows():
    blanks = "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(3, 300_003))
    return packed(parts(sheet(table(ROW) + blanks), styles=DATED))


@content(SIZE, EITHER, sample=True)
def sixteen_thousand_columns():
    return xlsx(table(ROW) + cell_row(3, *(text_cell(f"{letters(c)}3", "列") for c in range(16_384))))


def _indexed(cell, strings=None, styles=DATED):
    return packed(parts(sheet(table(ROW) + cell_row(3, cell)), strings=strings or shared("甲"), styles=styles))


for _name, _value in {
    "beyond": "99",
    "negative": "-1",
    "no_number": "x",
    "blank": "",
    "huge": "99999999999999999999",
    "float": "0.5",
}.items():
    add(
        INDICES,
        f"string_{_name}",
        EITHER,
        lambda v=_value: _indexed(f'<c r="A3" t="s"><v>{v}</v></c>'),
        sample=_name == "beyond",
    )
    add(INDICES, f"style_{_name}", EITHER, lambda v=_value: _indexed(f'<c r="A3" s="{v}"><v>1</v></c>'))
for _count in ("4000000000", "99999999999999999999", "-1", "x"):
    add(
        INDICES, f"count_{_count}", READABLE, sample=_count == "4000000000",
        make=lambda count=_count: _indexed('<c r="A3" t="s"><v>0</v></c>', strings=shared("甲", counts=f' count="{count}" uniqueCount="{count}"')),
    )  # fmt: skip
add(
    INDICES,
    "style_counts",
    EITHER,
    lambda: _indexed('<c r="A3" s="1"><v>45000</v></c>', styles=DATED.replace('count="2"', 'count="4000000000"')),
)

ODD_VALUES = (
    "NaN", "INF", "-INF", "1e999", "-1e999", "1" * 100_000, "1e-400", "0x10", "1,000", "１２", "٣", "1 2", "--1", "1e", "true", "",
    "9007199254740993", "0.1000000000000000055511151231257827", "-0",
)  # fmt: skip
add(
    VALUES,
    "odd_numbers",
    EITHER,
    lambda: xlsx(table(ROW) + "".join(cell_row(n, f'<c r="B{n}"><v>{v}</v></c>') for n, v in enumerate(ODD_VALUES, 3))),
    sample=True,
)
add(
    VALUES,
    "unknown_types",
    EITHER,
    lambda: xlsx(
        table(ROW)
        + "".join(
            cell_row(n, f'<c r="B{n}" t="{t}"><v>1</v></c>')
            for n, t in enumerate(("x", "", "N", "S", "array", "d", "b", "e"), 3)
        )
    ),
    sample=True,
)
add(
    VALUES,
    "numbers_as_text",
    READABLE,
    lambda: xlsx(table(*(("喷漆作业", v, *ROW[2:]) for v in ("1", "２", "٣", "四", "5.0", "6e0", " 7 ")))),
)
add(
    VALUES,
    "bool_of_every_kind",
    EITHER,
    lambda: xlsx(
        table(ROW)
        + "".join(
            cell_row(n, f'<c r="B{n}" t="b"><v>{v}</v></c>') for n, v in enumerate(("1", "0", "true", "2", "", "x"), 3)
        )
    ),
)
SERIALS = ("-1", "0", "59", "60", "61", "2958465", "2958466", "1e308", "45000.99999999", "-1e308", "NaN")


def _dates(inside=""):
    """A 隐患清单 with each serial as a date cell."""
    rows = "".join(
        cell_row(n, *(text_cell(f"{letter}{n}", text) for letter, text in zip("ABCDE", (str(n), "探头过期", "一般隐患", "GB6514-2023第4.4.1条", "送检"), strict=True)),
                 f'<c r="F{n}" s="1"><v>{serial}</v></c>')
        for n, serial in enumerate(SERIALS, 2)
    )  # fmt: skip
    made = parts(sheet(row(1, HIDDEN_DANGERS) + rows), names=("隐患清单",), styles=DATED)
    if inside:
        made["xl/workbook.xml"] = made["xl/workbook.xml"].replace("<sheets>", f"{inside}<sheets>")
    return packed(made)


SPELLINGS = (
    "2024年5月1日", "2024.5.1", "5.1", "20240501", "二〇二四年五月一日", "2024.2.30", "长期", "即时", "2024/13/01", "2024-05-01 25:61", "5月1日",
    "01/05/2024", "1/5/24", "May 1, 2024", "2024年5月", "2024", "民国113年5月1日", "令和6年5月1日", "２０２４年５月１日", "2024—05—01", "2024年2月29日",
    "2023年2月29日", "0000-00-00", "9999-12-31", "10000-01-01", "2024-5-1前", "立即整改", "2024.5.1-2024.6.1", "2024-05-01T00:00:00Z", "45413", "Q2",
    "上半年", "5.1节前", "2024年05月01日 星期三", "24.5.1", "'2024-05-01", "=TODAY()", "-", "/", "2024\n05\n01",
)  # fmt: skip
add(DATES, "serials", READABLE, _dates, sample=True)
add(DATES, "serials_of_1904", READABLE, lambda: _dates('<workbookPr date1904="1"/>'))
add(DATES, "forty_spellings", READABLE, sample=True, make=lambda: packed(parts(sheet(table(
    *((str(n), "探头过期", "一般隐患", "GB6514-2023第4.4.1条", "送检", s, s) for n, s in enumerate(SPELLINGS)), headers=HIDDEN_DANGERS)), names=("隐患清单",))))  # fmt: skip
add(
    DATES,
    "iso_cells",
    EITHER,
    lambda: xlsx(
        table(ROW)
        + "".join(
            cell_row(n, f'<c r="B{n}" t="d"><v>{v}</v></c>')
            for n, v in enumerate(("2024-05-01", "2024-02-30", "x", "99999-01-01", ""), 3)
        )
    ),
)
