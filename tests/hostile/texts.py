"""Injection, formulas, long texts and odd headers: what the cells of a readable workbook can hold."""

from __future__ import annotations

from hostile.case import EITHER, READABLE, add, content
from hostile.cells import cell_row
from hostile.package import BOOK, HEADERS, ROW, packed, parts, row, sheet, table, text_cell, workbook_xml, xlsx

INJECTION, FORMULAS, LONG, HEADER = "injection", "formulas", "long text", "headers"

# Each is text that a careless writer would let a program run, follow or interpret.
INJECTIONS = (
    "=cmd|'/c calc'!A1", "=1+1", "+1", "-1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1", "＠SUM(1)", " =1+1",
    '=HYPERLINK("http://127.0.0.1:9/?x="&A1,"点此")', '=WEBSERVICE("http://127.0.0.1:9/")', '=DDE("cmd";"/c calc";1)', "{=1+1}",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;b&gt;", "]]>", "$(touch /tmp/x)", "`id`", "; rm -rf ~", "%TEMP%", "%s%s%n",
    "{0.__class__}", "{{7*7}}", "${jndi:ldap://127.0.0.1/a}", "[bold red]x[/]", "[link=http://x]x[/link]", "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07", "\u202egnp.exe", "\u200b=1+1", "\ufeff=1+1", "mailto:a@b.c", "http://127.0.0.1:9/", "file:///etc/passwd", "internal:A1",
    "external:x.xlsx", "_x000D_=1+1", "'=1+1", '"=1+1"', "a,b;c\td", "𠮷😀", "\\\\host\\share\\x",
)  # fmt: skip


def _clean(text):
    """Without what XML 1.0 cannot hold, but as the escapes of the format."""
    return "".join(f"_x{ord(c):04X}_" if c < " " and c not in "\t\n" else c for c in text)


def injected_rows():
    """A checklist with every injection in every column."""
    return sheet(table(*(tuple(_clean(text) for _ in HEADERS) for text in INJECTIONS)))


@content(INJECTION, READABLE, sample=True)
def in_every_column():
    return packed(parts(injected_rows()))


@content(INJECTION, READABLE)
def in_dangers():
    headers = (
        "序号",
        "评价单元",
        "风险点",
        "隐患描述",
        "隐患级别",
        "依据",
        "整改建议",
        "整改责任人",
        "整改措施",
        "整改资金",
        "应急预案",
        "来源",
    )
    rows = table(*(tuple(_clean(text) for _ in headers) for text in INJECTIONS), headers=headers)
    return packed(parts(sheet(rows), names=("隐患清单",)))


@content(INJECTION, READABLE)
def in_headers_and_sheet_names():
    names = tuple(f"{n}{_clean(text)}"[:31] for n, text in enumerate(INJECTIONS))
    made = parts(sheet(table(ROW, headers=(*HEADERS, *map(_clean, INJECTIONS)))), names=names)
    return packed(made | {BOOK: workbook_xml(names)})


def formula(ref, text, value="", attributes=""):
    return f'<c r="{ref}"><f{attributes}>{text}</f>{value}</c>'


add(
    FORMULAS,
    "no_stored_results",
    READABLE,
    lambda: xlsx(
        table(ROW)
        + "".join(
            cell_row(n, formula(f"A{n}", f"B{n}"), formula(f"C{n}", "1+1"), text_cell(f"D{n}", ROW[3]))
            for n in range(3, 60)
        )
    ),
    sample=True,
)
add(
    FORMULAS,
    "cyclic_shared",
    EITHER,
    lambda: xlsx(
        table(ROW)
        + cell_row(
            3,
            formula("A3", "A3", "<v>1</v>", ' t="shared" ref="A3:A9" si="0"'),
            formula("B3", "", "<v>2</v>", ' t="shared" si="0"'),
        )
    ),
)
add(
    FORMULAS,
    "broken_shared",
    EITHER,
    lambda: xlsx(
        table(ROW)
        + cell_row(
            3,
            formula("A3", "", "<v>1</v>", ' t="shared" si="99999999999"'),
            formula("B3", "1", "", ' t="shared" ref="??" si="-1"'),
        )
    ),
)
add(
    FORMULAS,
    "twenty_thousand_brackets",
    EITHER,
    lambda: xlsx(table(ROW) + cell_row(3, formula("A3", "(" * 20_000 + "1" + ")" * 20_000, "<v>1</v>"))),
)
add(
    FORMULAS,
    "array_over_the_whole_sheet",
    EITHER,
    lambda: xlsx(table(ROW) + cell_row(3, formula("A3", "1", "<v>1</v>", ' t="array" ref="A1:XFD1048576"'))),
    sample=True,
)
add(
    FORMULAS,
    "hundred_arrays_over_everything",
    EITHER,
    lambda: xlsx(
        table(ROW)
        + "".join(
            cell_row(n, formula(f"A{n}", "1", "<v>1</v>", ' t="array" ref="A1:XFD1048576"')) for n in range(3, 103)
        )
    ),
)
add(
    FORMULAS,
    "data_table_over_everything",
    EITHER,
    lambda: xlsx(table(ROW) + cell_row(3, formula("A3", "", "<v>1</v>", ' t="dataTable" ref="A1:XFD1048576" r1="A1"'))),
)
ERRORS = (
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#UNKNOWN!",
    "#漆!",
    "",
    "x",
)
add(
    FORMULAS,
    "all_errors",
    READABLE,
    lambda: xlsx(
        table(ROW) + "".join(cell_row(n, f'<c r="C{n}" t="e"><v>{e}</v></c>') for n, e in enumerate(ERRORS, 3))
    ),
    sample=True,
)
add(
    FORMULAS,
    "external_and_dde",
    READABLE,
    lambda: xlsx(
        table(ROW)
        + cell_row(3, formula("A3", "[1]Sheet1!A1", "<v>1</v>"), formula("B3", "cmd|'/c calc'!A1", "<v>1</v>"))
    ),
)

for _size in (32_767, 32_768, 100_000):
    add(
        LONG,
        f"text_of_{_size}",
        READABLE,
        lambda size=_size: xlsx(table((*ROW[:2], "漆" * size, *ROW[3:]))),
        sample=_size == 32_768,
    )
add(LONG, "text_of_12_mib", EITHER, lambda: xlsx(table((*ROW[:2], "漆" * (4 << 20), *ROW[3:]))), heavy=True)
add(LONG, "ten_thousand_breaks", READABLE, lambda: xlsx(table((*ROW[:2], "漆\n" * 10_000, *ROW[3:]))))
add(
    LONG,
    "long_keys",
    READABLE,
    lambda: xlsx(table(("漆" * 20_000, "1" * 20_000, *ROW[2:]), ("漆" * 20_000 + "2", "٣" * 20_000, *ROW[2:]))),
)
add(
    LONG,
    "long_run_of_one_char",
    EITHER,
    lambda: xlsx(
        table(
            *(
                ("喷漆作业", str(n), char * 30_000, char * 30_000, char * 30_000, char * 30_000)
                for n, char in enumerate("×X.…(（《第1-、 ", 1)
            )
        )
    ),
    sample=True,
)

for _name, _change in {
    "full_width_spaces": "\u3000".join, "zero_width": "\u200b".join, "breaks": "\n".join,
    "rare": lambda h: f"{h}𠮷😀", "markup": lambda h: f"<b>{h}</b>", "direction": lambda h: f"\u202e{h}\u202c",
}.items():  # fmt: skip
    add(
        HEADER,
        f"headers_{_name}",
        READABLE,
        lambda change=_change: xlsx(table(ROW, headers=tuple(map(change, HEADERS)))),
        sample=_name == "zero_width",
    )
add(HEADER, "duplicates", READABLE, lambda: xlsx(table((*ROW, *ROW), headers=(*HEADERS, *HEADERS))))
add(HEADER, "none", READABLE, lambda: xlsx(row(1, ROW) + row(2, ROW)))
add(HEADER, "two_tables_in_a_sheet", READABLE, lambda: xlsx(table(ROW) + row(5, HEADERS) + row(6, ROW)))
add(HEADER, "only_headers", READABLE, lambda: xlsx(row(1, HEADERS)))
add(
    HEADER,
    "fifteen_thousand_headers",
    EITHER,
    lambda: xlsx(table(ROW, headers=tuple(f"列{n}" for n in range(15_000)))),
    heavy=True,
)
add(
    HEADER,
    "header_of_32767",
    EITHER,
    lambda: xlsx(
        cell_row(
            1,
            *(
                text_cell(f"{letter}1", text)
                for letter, text in zip("ABC", (HEADERS[0] * 8000, "检查项目" * 8000, "依据"), strict=True)
            ),
        )
    ),
)
