"""A million of everything, styles that make readers toil, embedded objects, and protection."""

from __future__ import annotations

from hostile.case import EITHER, READABLE, REFUSED, add, content
from hostile.package import (
    BOOK,
    BOOK_RELS,
    DECLARATION,
    MAIN,
    RELATIONS,
    ROW,
    by_hand,
    entries_of,
    letters,
    packed,
    paper,
    parts,
    rels,
    repeated,
    shared,
    sheet,
    table,
    text_cell,
    workbook_xml,
    xlsx,
)

MILLION, STYLED, OBJECTS, PROTECTED = "a million of", "styles", "objects", "protection"


def _after(piece, count, wrap):
    return xlsx(table(ROW), after=f"<{wrap}>{''.join(piece(n) for n in range(1, count + 1))}</{wrap}>")


MANY = {
    "merges": (lambda n: f'<mergeCell ref="A{n}:B{n}"/>', "mergeCells"),
    "hyperlinks": (lambda n: f'<hyperlink ref="A{n}" location="x"/>', "hyperlinks"),
    "validations": (lambda n: f'<dataValidation sqref="A{n}" type="list"><formula1>"a,b"</formula1></dataValidation>', "dataValidations"),
    "conditional_formats": (lambda n: f'<conditionalFormatting sqref="A{n}"><cfRule type="expression" priority="{n}"><formula>1</formula></cfRule></conditionalFormatting>', "x"),
}  # fmt: skip
for _name, (_piece, _wrap) in MANY.items():
    add(MILLION, _name, EITHER, lambda p=_piece, w=_wrap: _after(p, 1_000_000, w), heavy=True)
    add(MILLION, f"many_{_name}", EITHER, lambda p=_piece, w=_wrap: _after(p, 120_000, w), sample=_name == "merges")
add(
    MILLION,
    "columns",
    EITHER,
    lambda: xlsx(
        table(ROW),
        before="<cols>" + "".join(f'<col min="{n}" max="16384" hidden="1"/>' for n in range(1, 200_001)) + "</cols>",
    ),
    heavy=True,
)
add(
    MILLION,
    "wide_columns",
    EITHER,
    lambda: xlsx(table(ROW), before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 20_000 + "</cols>"),
)


@content(MILLION, REFUSED, heavy=True, sample=True)
def cells_of_one_long_string():
    cells = "".join(
        f'<row r="{n}">{"".join(f"<c r={chr(34)}{letters(c)}{n}{chr(34)} t={chr(34)}s{chr(34)}><v>0</v></c>" for c in range(26))}</row>'
        for n in range(1, 38_463)
    )
    return packed(parts(sheet(cells), strings=shared("漆" * 32_000)))


@content(MILLION, REFUSED)
def merges_over_many_sheets():
    made = parts(names=("甲", "乙", "丙"))
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 40_001))
    crowded = sheet(table(ROW), after=f"<mergeCells>{merges}</mergeCells>")
    return packed({name: crowded if "worksheets/" in name else data for name, data in made.items()})


@content(MILLION, REFUSED)
def far_cells_on_many_sheets():
    far = sheet(table(ROW) + f'<row r="99999">{text_cell("Z99999", "x")}</row>')
    return packed(parts(far, names=tuple(f"表{n}" for n in range(60))))


@content(MILLION, READABLE)
def sixty_honest_sheets():
    return packed(parts(sheet(table(*(ROW,) * 200)), names=tuple(f"表{n}" for n in range(60))))


@content(MILLION, EITHER, heavy=True)
def names():
    made = "".join(f'<definedName name="n{n}">Sheet1!$A${n}</definedName>' for n in range(1, 1_000_001))
    return paper(**{BOOK: workbook_xml().replace("</sheets>", f"</sheets><definedNames>{made}</definedNames>")})


@content(MILLION, EITHER, heavy=True)
def comments():
    lines = "".join(f'<comment ref="A{n}"><text><t>x</t></text></comment>' for n in range(1, 500_001))
    made = parts()
    made["xl/worksheets/_rels/sheet1.xml.rels"] = rels(("rId1", "comments", "../comments1.xml"))
    made["xl/comments1.xml"] = f'{DECLARATION}<comments xmlns="{MAIN}"><commentList>{lines}</commentList></comments>'
    return packed(made)


@content(MILLION, EITHER, heavy=True)
def rich_text_runs():
    runs = "<r><t>漆</t></r>" * 1_000_000
    return xlsx(table(ROW) + f'<row r="3"><c r="A3" t="inlineStr"><is>{runs}</is></c></row>')


add(
    MILLION,
    "merge_over_the_whole_sheet",
    READABLE,
    lambda: xlsx(table(ROW), after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    sample=True,
)
add(
    MILLION,
    "tall_merge_of_a_key",
    READABLE,
    lambda: xlsx(table(ROW), after='<mergeCells><mergeCell ref="A2:A1048576"/></mergeCells>'),
    sample=True,
)
add(
    MILLION,
    "hundred_thousand_tall_merges",
    EITHER,
    lambda: _after(lambda n: f'<mergeCell ref="A{n}:A1048576"/>', 99_000, "mergeCells"),
)
add(
    MILLION,
    "overlapping_merges",
    READABLE,
    lambda: _after(lambda n: f'<mergeCell ref="A{1 + n // 3}:F{2 + n}"/>', 300, "mergeCells"),
)
add(
    MILLION,
    "merges_of_garbage",
    EITHER,
    lambda: xlsx(
        table(ROW),
        after="<mergeCells>"
        + "".join(f'<mergeCell ref="{r}"/>' for r in ("", "A1", "??", "B2:A1", "A0:A9", "A1:ZZZZ9", "A:A"))
        + "</mergeCells>",
    ),
)


def _styled(inside, index="1"):
    styles = f'{DECLARATION}<styleSheet xmlns="{MAIN}">{inside}</styleSheet>'
    cells = table(ROW) + f'<row r="3"><c r="A3" s="{index}"><v>45000.5</v></c></row>'
    return packed(parts(sheet(cells), styles=styles))


def _format(code):
    return f'<numFmts><numFmt numFmtId="170" formatCode="{code}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'


add(STYLED, "format_that_backtracks", EITHER, lambda: _styled(_format("[" * 20_000 + "y" * 20_000)), sample=True)
add(STYLED, "format_of_a_mib", EITHER, lambda: _styled(_format("y" * (1 << 20))))
add(STYLED, "format_quotes", EITHER, lambda: _styled(_format("&quot;" * 60_001 + "\\" * 9999)))
add(
    STYLED,
    "five_hundred_thousand_formats",
    EITHER,
    lambda: _styled(
        "<numFmts>"
        + "".join(f'<numFmt numFmtId="{n}" formatCode="0.{n}"/>' for n in range(170, 500_170))
        + "</numFmts>"
    ),
    heavy=True,
)
add(STYLED, "hundred_thousand_fonts", EITHER, lambda: _styled("<fonts>" + "<font><b/></font>" * 100_000 + "</fonts>"))
add(STYLED, "garbage", EITHER, lambda: _styled("<cellXfs><xf numFmtId='x' fontId='-1'/></cellXfs><a><b>", "x"))
add(STYLED, "no_styles_at_all", EITHER, lambda: xlsx(table(ROW) + '<row r="3"><c r="A3" s="77"><v>1</v></c></row>'))


@content(OBJECTS, READABLE, sample=True)
def wps_cell_pictures():
    dispimg = '<c r="F3" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>'
    made = parts(sheet(table(ROW) + f'<row r="3">{text_cell("A3", "喷漆作业")}{dispimg}</row>'))
    made["xl/cellimages.xml"] = (
        f'{DECLARATION}<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/>'
    )
    made["xl/media/image1.png"] = b"\x89PNG\r\n\x1a\n"
    return packed(made)


@content(OBJECTS, EITHER)
def picture_bomb():
    return by_hand([*entries_of(), repeated("xl/media/image1.bmp", b"BM", bytes(1 << 16), 180, b"")])


@content(OBJECTS, READABLE)
def missing_media_and_drawing():
    made = parts(sheet(table(ROW), after=f'<drawing xmlns:r="{RELATIONS}" r:id="rId1"/>'))
    made["xl/worksheets/_rels/sheet1.xml.rels"] = rels(("rId1", "drawing", "../drawings/none.xml"))
    return packed(made)


@content(OBJECTS, EITHER, heavy=True)
def hundred_thousand_anchors():
    anchor = "<xdr:twoCellAnchor><xdr:from><xdr:col>{0}</xdr:col><xdr:row>{1}</xdr:row></xdr:from><xdr:pic/></xdr:twoCellAnchor>"
    made = parts(sheet(table(ROW), after=f'<drawing xmlns:r="{RELATIONS}" r:id="rId1"/>'))
    made["xl/worksheets/_rels/sheet1.xml.rels"] = rels(("rId1", "drawing", "../drawings/drawing1.xml"))
    anchors = "".join(anchor.format(n % 6, n) for n in range(100_000))
    made["xl/drawings/drawing1.xml"] = f'{DECLARATION}<xdr:wsDr xmlns:xdr="urn:x">{anchors}</xdr:wsDr>'
    return packed(made)


@content(OBJECTS, EITHER)
def anchors_never_closed():
    made = parts(sheet(table(ROW), after=f'<drawing xmlns:r="{RELATIONS}" r:id="rId1"/>'))
    made["xl/worksheets/_rels/sheet1.xml.rels"] = rels(("rId1", "drawing", "../drawings/drawing1.xml"))
    made["xl/drawings/drawing1.xml"] = "<twoCellAnchor><from><col>1</col>" * 40_000
    return packed(made)


@content(OBJECTS, READABLE)
def tables_with_false_ranges():
    made = parts(sheet(table(ROW), after=f'<tableParts><tablePart xmlns:r="{RELATIONS}" r:id="rId1"/></tableParts>'))
    made["xl/worksheets/_rels/sheet1.xml.rels"] = rels(("rId1", "table", "../tables/table1.xml"))
    made["xl/tables/table1.xml"] = (
        f'{DECLARATION}<table xmlns="{MAIN}" id="1" name="t" ref="A1:XFD1048576"><tableColumns/></table>'
    )
    return packed(made)


@content(PROTECTED, READABLE, sample=True)
def sheet_and_structure():
    inside = "<workbookProtection workbookPassword='CC1A' lockStructure='1'/>"
    protection = '<sheetProtection algorithmName="SHA-512" hashValue="x" saltValue="y" spinCount="100000" sheet="1"/>'
    return packed(parts(sheet(table(ROW), after=protection)) | {BOOK: workbook_xml(inside=inside)})


@content(PROTECTED, READABLE)
def hidden_rows_columns_and_filter():
    cells = table(ROW).replace('<row r="2"', '<row r="2" hidden="1"')
    filters = '<autoFilter ref="A1:F2"><filterColumn colId="0"><filters><filter val="x"/></filters></filterColumn></autoFilter>'
    return xlsx(cells, before='<cols><col min="2" max="3" hidden="1"/></cols>', after=filters)


@content(PROTECTED, READABLE)
def hidden_sheet_beside_a_visible_one():
    made = parts(names=("安全检查表", "危害因素描述"))
    return packed(made | {BOOK: workbook_xml(("安全检查表", "危害因素描述"), states=("", ' state="veryHidden"'))})


@content(PROTECTED, REFUSED)
def hidden_sheet_without_a_part():
    made = parts() | {BOOK: workbook_xml(("安全检查表", "藏"), states=("", ' state="hidden"'))}
    return packed(
        made
        | {BOOK_RELS: rels(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/no.xml"))}
    )


@content(PROTECTED, READABLE)
def ten_thousand_hidden_columns():
    return xlsx(table(ROW) + f'<row r="3">{"".join(text_cell(f"{letters(c)}3", "藏") for c in range(6))}</row>',
                before='<cols><col min="7" max="16384" width="0"/></cols>')  # fmt: skip
