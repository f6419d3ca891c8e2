"""XML entities, XML shape and XML encoding: what a part that is inflated can do to its parser."""

from __future__ import annotations

import struct
import zlib

from hostile.case import EITHER, READABLE, REFUSED, add, content
from hostile.package import (
    BOOK,
    BOOK_RELS,
    DECLARATION,
    MAIN,
    ROOT_RELS,
    ROW,
    SHEET,
    STRINGS,
    STYLES,
    TYPES,
    packed,
    paper,
    parts,
    row,
    shared,
    sheet,
    table,
    xlsx,
)

ENTITIES, SHAPE, ENCODING = "XML entities", "XML shape", "XML encoding"
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 11)
) + "]>"  # fmt: skip
QUADRATIC = f"<!DOCTYPE x [<!ENTITY a '{'a' * 60_000}'>]>"
EXTERNAL = "<!DOCTYPE x [<!ENTITY e SYSTEM '{}'>]>"
PARAMETER = "<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/p.dtd'> %p;]>"


def _with(part, doctype, use=""):
    """An honest workbook, one part of which begins with a DOCTYPE and uses what it declares."""
    made = parts(strings=shared(*ROW), styles=f'{DECLARATION}<styleSheet xmlns="{MAIN}"></styleSheet>')
    made["docProps/app.xml"] = f"{DECLARATION}<Properties></Properties>"
    text = made[part].replace(DECLARATION, DECLARATION + doctype, 1)
    if use:
        end = text.rindex("</")
        text = f"{text[:end]}{use}{text[end:]}"
    return packed(made | {part: text})


for _part in (STRINGS, SHEET, BOOK, BOOK_RELS, ROOT_RELS, STYLES):
    _short = _part.rpartition("/")[2].replace(".", "_")
    add(
        ENTITIES,
        f"laughs_in_{_short}",
        REFUSED,
        lambda part=_part: _with(part, LAUGHS, "&a10;"),
        sample=_part == STRINGS,
    )
    add(ENTITIES, f"bare_doctype_in_{_short}", REFUSED, lambda part=_part: _with(part, "<!DOCTYPE x>"))
for _part in (TYPES, "docProps/app.xml"):
    _short = _part.rpartition("/")[2].strip("[]").replace(".", "_").replace("]", "")
    add(ENTITIES, f"laughs_in_{_short}", REFUSED, lambda part=_part: _with(part, LAUGHS, "&a10;"))
    add(ENTITIES, f"bare_doctype_in_{_short}", REFUSED, lambda part=_part: _with(part, "<!DOCTYPE x>"))
_LONG_PROLOG = f"<!--{'-x' * 40_000}--><!DOCTYPE x>"
add(ENTITIES, "doctype_after_a_long_comment", REFUSED, lambda: _with("docProps/app.xml", _LONG_PROLOG), sample=True)
add(
    ENTITIES, "doctype_in_utf16", REFUSED,
    lambda: packed(parts() | {"xl/theme/theme1.xml": "<!DOCTYPE x><x/>".encode("utf-16")}),
)  # fmt: skip
add(
    ENTITIES, "words_about_doctype_are_valid", READABLE,
    lambda: packed(parts() | {"docProps/app.xml": "<!-- <!DOCTYPE x> --><x><![CDATA[<!DOCTYPE x>]]></x>"}),
)  # fmt: skip
add(ENTITIES, "quadratic", REFUSED, lambda: _with(STRINGS, QUADRATIC, "&a;" * 60_000))
for _name, _target in {
    "file": "file:///etc/passwd",
    "http": "http://127.0.0.1:9/",
    "device": "file:///dev/zero",
}.items():
    add(ENTITIES, f"external_{_name}", REFUSED, lambda t=_target: _with(SHEET, EXTERNAL.format(t), "&e;"))
add(ENTITIES, "external_dtd", REFUSED, lambda: _with(SHEET, "<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>"))
add(ENTITIES, "parameter_entity", REFUSED, lambda: _with(SHEET, PARAMETER))
add(ENTITIES, "undeclared_entity", EITHER, lambda: xlsx(table() + "<row r='9'><c r='A9'><v>&nbsp;</v></c></row>"))


@content(SHAPE, EITHER, sample=True)
def two_hundred_thousand_levels():
    return xlsx("<a>" * 200_000 + "</a>" * 200_000)


@content(SHAPE, EITHER)
def levels_after_the_cells():
    return xlsx(table(), after="<extLst>" + "<a>" * 200_000 + "</a>" * 200_000 + "</extLst>")


@content(SHAPE, EITHER)
def levels_in_the_workbook():
    return paper(**{BOOK: parts()[BOOK].replace("<sheets>", "<a>" * 200_000 + "</a>" * 200_000 + "<sheets>")})


@content(SHAPE, EITHER)
def levels_in_the_strings():
    return packed(parts(strings=shared(*ROW).replace("</sst>", "<si>" * 200_000 + "</si>" * 200_000 + "</sst>")))


@content(SHAPE, EITHER, heavy=True)
def attribute_of_24_mib():
    return xlsx(f'<row r="1" x="{"a" * (24 << 20)}"/>' + row(2, ROW))


@content(SHAPE, EITHER)
def two_hundred_thousand_attributes():
    return xlsx("<row" + "".join(f' a{n}="1"' for n in range(200_000)) + "/>")


@content(SHAPE, EITHER)
def two_hundred_thousand_namespaces():
    return xlsx("<row" + "".join(f' xmlns:a{n}="urn:{n}"' for n in range(200_000)) + "/>")


def _sheet_part(data):
    return packed(parts(data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + struct.pack(">I", 13)
    + b"IHDR"
    + bytes(13)
    + struct.pack(">I", zlib.crc32(b"IHDR" + bytes(13)))
)
WHOLE = sheet(table(ROW, ROW))
add(SHAPE, "empty_part", REFUSED, lambda: _sheet_part(b""))
add(SHAPE, "picture_instead_of_a_sheet", REFUSED, lambda: _sheet_part(PNG))
add(SHAPE, "cut_in_a_row", REFUSED, lambda: _sheet_part(WHOLE[: WHOLE.index("</row>") + 60]), sample=True)
add(SHAPE, "no_namespace", EITHER, lambda: _sheet_part(WHOLE.replace(f' xmlns="{MAIN}"', "")))
add(SHAPE, "foreign_namespace", EITHER, lambda: _sheet_part(WHOLE.replace(MAIN, "urn:other")))
add(
    SHAPE,
    "strict_namespace",
    READABLE,
    lambda: _sheet_part(WHOLE.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")),
)
add(SHAPE, "comments_are_valid", READABLE, lambda: _sheet_part(WHOLE.replace("<row", "<!-- <row r='1'> --><row")))
add(
    SHAPE, "cdata_is_valid", READABLE, sample=True,
    make=lambda: _sheet_part(WHOLE.replace("油漆桶保持密闭。", "<![CDATA[<油漆桶>]]>")),
)  # fmt: skip


@content(SHAPE, READABLE)
def prefixes_are_valid():
    text = WHOLE.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    return _sheet_part(text)


def _encoded(codec, name=None, start=b""):
    text = WHOLE.replace('encoding="UTF-8"', f'encoding="{name or codec}"')
    return _sheet_part(start + text.encode(codec, "replace"))


add(ENCODING, "utf16", READABLE, lambda: _encoded("utf-16", "UTF-16"), sample=True)
add(ENCODING, "utf16_without_mark", EITHER, lambda: _encoded("utf-16-le", "UTF-16"))
add(ENCODING, "gb18030", EITHER, lambda: _encoded("gb18030", "GB18030"))
add(ENCODING, "utf7", EITHER, lambda: _encoded("utf-7", "UTF-7"))
add(ENCODING, "declared_latin1", EITHER, lambda: _encoded("utf-8", "ISO-8859-1"))
add(ENCODING, "declared_utf16_is_utf8", EITHER, lambda: _encoded("utf-8", "UTF-16"))
add(ENCODING, "unknown_encoding", EITHER, lambda: _encoded("utf-8", "x-klingon"))
add(ENCODING, "codec_that_is_none", EITHER, lambda: _encoded("utf-8", "rot13"))
add(ENCODING, "two_marks", EITHER, lambda: _encoded("utf-8", "UTF-8", b"\xef\xbb\xbf" * 2))
add(ENCODING, "one_mark", READABLE, lambda: _encoded("utf-8", "UTF-8", b"\xef\xbb\xbf"))


def _bytes_in_text(raw):
    return _sheet_part(WHOLE.encode().replace("油漆桶".encode(), raw, 1))


for _name, _raw in {
    "invalid_utf8": b"\xff\xfe\xb2", "nul": b"a\0b", "control": b"a\x01\x1b[31m\x7fb", "lone_surrogate": b"\xed\xa0\x80",
    "forbidden_reference": b"&#0;&#x1;&#xFFFF;", "surrogate_reference": b"&#xD800;", "huge_reference": b"&#99999999999;",
}.items():  # fmt: skip
    add(ENCODING, _name, EITHER, lambda raw=_raw: _bytes_in_text(raw), sample=_name == "lone_surrogate")
add(ENCODING, "escapes_are_valid", READABLE, lambda: _bytes_in_text(b"a_x000D_b_x0000_c_xD800_d_x005F_x000D_"))
