"""Packages whose parts are missing, point astray, loop, or hold more than a workbook."""

from __future__ import annotations

from hostile.case import EITHER, READABLE, REFUSED, add, content
from hostile.package import (
    BOOK,
    BOOK_RELS,
    DECLARATION,
    MAIN,
    PACKAGE,
    RELATIONS,
    ROOT_RELS,
    ROW,
    SHEET,
    STRINGS,
    TYPES,
    packed,
    paper,
    parts,
    rels,
    shared,
    sheet,
    table,
    workbook_xml,
)

GROUP = "package"


def _without(*names, **more):
    made = parts(**more)
    return packed({name: data for name, data in made.items() if name not in names})


add(GROUP, "no_workbook", REFUSED, lambda: _without(BOOK))
add(GROUP, "no_root_relationships", EITHER, lambda: _without(ROOT_RELS))
add(GROUP, "no_workbook_relationships", REFUSED, lambda: _without(BOOK_RELS))
add(GROUP, "no_content_types", EITHER, lambda: _without(TYPES))
add(GROUP, "no_sheet_part", REFUSED, lambda: _without(SHEET), sample=True)
add(GROUP, "no_shared_strings", EITHER, lambda: _without(STRINGS, strings=shared("a")))
add(GROUP, "nothing_but_types", REFUSED, lambda: packed({TYPES: parts()[TYPES]}))
for _name, _target in {
    "itself": "_rels/workbook.xml.rels", "the_workbook": "workbook.xml", "styles": "styles.xml", "outside": "../../../../etc/passwd",
    "http": "http://127.0.0.1:9/sheet.xml", "file": "file:///etc/passwd", "nothing": "", "a_folder": "worksheets/",
}.items():  # fmt: skip
    add(
        GROUP, f"sheet_points_to_{_name}", REFUSED,
        lambda target=_target: paper(**{BOOK_RELS: rels(("rId1", "worksheet", target))}),
    )  # fmt: skip
add(
    GROUP,
    "sheet_is_external",
    REFUSED,
    lambda: paper(**{BOOK_RELS: rels(("rId1", "worksheet", "http://127.0.0.1:9/", "External"))}),
)
add(
    GROUP, "root_points_to_itself", EITHER,
    lambda: paper(**{ROOT_RELS: rels(("rId1", "officeDocument", "_rels/.rels"))}),
)  # fmt: skip
add(
    GROUP, "two_sheets_with_one_part", REFUSED,
    lambda: paper(
        **{BOOK: workbook_xml(("甲", "乙")), BOOK_RELS: rels(*((f"rId{n}", "worksheet", "worksheets/sheet1.xml") for n in (1, 2)))}
    ),
)  # fmt: skip
add(
    GROUP,
    "one_relationship_for_two_sheets",
    EITHER,
    lambda: paper(**{BOOK: workbook_xml(("甲", "乙")).replace("rId2", "rId1")}),
)
add(GROUP, "no_sheet", REFUSED, lambda: paper(**{BOOK: workbook_xml(())}))
add(GROUP, "same_sheet_names", EITHER, lambda: packed(parts(names=("安全检查表", "安全检查表"))), sample=True)
add(
    GROUP, "odd_sheet_names", READABLE,
    lambda: packed(parts(names=("=1+1", "a" * 300, "", "[x]:*?/\\", "\u202eabc", "'", "a&b<c>"))),
)  # fmt: skip
add(GROUP, "sheet_name_of_a_mib", EITHER, lambda: packed(parts(names=("漆" * 300_000,))))
add(
    GROUP, "all_hidden", READABLE,
    lambda: paper(**{BOOK: workbook_xml(states=(' state="veryHidden"',))}),
)  # fmt: skip
for _kind in ("chartsheet", "dialogsheet", "xlMacrosheet"):
    add(
        GROUP,
        f"only_a_{_kind}",
        REFUSED,
        lambda kind=_kind: paper(**{BOOK_RELS: rels(("rId1", kind, "worksheets/sheet1.xml"))}),
    )
add(
    GROUP,
    "vba_in_xlsx",
    READABLE,
    lambda: paper(**{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)}),
)


@content(GROUP, READABLE, heavy=True)
def two_thousand_sheets():
    return packed(parts(names=tuple(f"表{n}" for n in range(2000))))


@content(GROUP, REFUSED, heavy=True)
def twenty_thousand_sheets_of_one_part():
    names = tuple(f"表{n}" for n in range(20_000))
    return paper(**{BOOK: workbook_xml(names)})


@content(GROUP, EITHER)
def hundred_thousand_relationships():
    many = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, 100_001)]
    return paper(**{BOOK_RELS: rels(*many)})


@content(GROUP, READABLE)
def strict_ooxml():
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    made = {name: str(data).replace(RELATIONS, strict).replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
            for name, data in parts().items()}  # fmt: skip
    return packed(made)


@content(GROUP, READABLE)
def external_workbook_and_dde():
    dde = f'{DECLARATION}<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    link = f'<externalReferences><externalReference xmlns:r="{RELATIONS}" r:id="rId77"/></externalReferences>'
    made = parts()
    made[BOOK] = made[BOOK].replace("</sheets>", f"</sheets>{link}")
    made[BOOK_RELS] = rels(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId77", "externalLink", "externalLinks/externalLink1.xml")
    )
    made["xl/externalLinks/externalLink1.xml"] = dde
    made["xl/externalLinks/_rels/externalLink1.xml.rels"] = rels(
        ("rId1", "externalLinkPath", "\\\\127.0.0.1\\share\\x.xlsx", "External")
    )
    return packed(made)


@content(GROUP, EITHER)
def drawing_that_points_to_its_own_sheet():
    made = parts(sheet(table(ROW), after=f'<drawing xmlns:r="{RELATIONS}" r:id="rId1"/>'))
    made["xl/worksheets/_rels/sheet1.xml.rels"] = rels(("rId1", "drawing", "sheet1.xml"))
    return packed(made)


@content(GROUP, EITHER)
def relationships_in_a_loop():
    made = parts(sheet(table(ROW), after=f'<drawing xmlns:r="{RELATIONS}" r:id="rId1"/>'))
    made["xl/worksheets/_rels/sheet1.xml.rels"] = rels(("rId1", "drawing", "../drawings/drawing1.xml"))
    made["xl/drawings/drawing1.xml"] = f"{DECLARATION}<wsDr/>"
    made["xl/drawings/_rels/drawing1.xml.rels"] = rels(("rId1", "drawing", "../worksheets/sheet1.xml"))
    return packed(made)


@content(GROUP, EITHER)
def relationship_without_id_and_type():
    return paper(
        **{BOOK_RELS: f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships"><Relationship/></Relationships>'}
    )
