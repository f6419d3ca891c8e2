"""One part has one name for every reader, no name leads out of the archive, and no part declares a DOCTYPE."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hostile.package import SHEET, by_hand, entries_of, entry, packed, parts

from coatxl.workbook.faults import Unreadable
from coatxl.workbook.plain_xml import declares_doctype
from coatxl.workbook.preflight import open_zip, part_name
from coatxl.workbook.reader import read


def words_of(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        open_zip(data)
    assert refused.value.fault.rule == "CXF-06"
    return refused.value.fault.message_zh


@pytest.mark.parametrize("name", [SHEET, f"/{SHEET}", SHEET.replace("/", "\\"), f"\\{SHEET}", SHEET.upper()])
def test_these_are_one_part(name: str) -> None:
    assert part_name(name) == SHEET.casefold()


@pytest.mark.parametrize(
    "twin", [SHEET.replace("/", "\\"), "xl\\worksheets/sheet1.xml", SHEET.upper(), SHEET, f"/{SHEET}"]
)
def test_a_twin_of_a_part_is_refused(twin: str) -> None:
    assert "重名" in words_of(by_hand([*entries_of(), entry(twin, b"x")]))


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "/docProps/x.xml",
        "/xl/../x.xml",
        "/xl//x",
        "\\xl\\x.xml",
        "\\x.xml",
        "../x.xml",
        "xl/../x.xml",
        "xl/./x.xml",
        "C:x.xml",
        "c:\\x.xml",
    ],
)
def test_a_name_that_leads_out_of_the_archive_is_refused(name: str) -> None:
    assert "指向压缩包之外" in words_of(by_hand([*entries_of(), entry(name, b"x")]))


def test_a_link_is_refused() -> None:
    assert "符号链接" in words_of(by_hand([*entries_of(), entry("xl/x.xml", "/etc/passwd", attributes=0o120777 << 16)]))


@pytest.mark.parametrize(
    "name",
    [
        "xl/a..b.xml",
        "xl/..a/b.xml",
        "xl/.rels/a.xml",
        "customXml/甲：乙.xml",
        "xl/worksheets/",
        "/xl/richData/_rels/a.xml.rels",
    ],
)
def test_an_honest_name_is_no_way_out(name: str) -> None:
    open_zip(by_hand([*entries_of(), entry(name, b"<x/>")])).close()


@pytest.mark.parametrize("text", ["<!DOCTYPE x><x/>", "<?xml version='1.0'?>\n<!-- - --><!DOCTYPE x []><x/>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_doctype_is_seen(text: str, encoding: str) -> None:
    assert declares_doctype(text.encode(encoding)) is True


@pytest.mark.parametrize(
    "text", ["<x/>", "<?xml version='1.0'?> <x>", "<!-- <!DOCTYPE x> --><x><![CDATA[<!DOCTYPE x>]]>"]
)
def test_words_about_a_doctype_are_none(text: str) -> None:
    assert declares_doctype(text.encode()) is False


@pytest.mark.parametrize("text", ["", "<!-- not at its end", "no XML"])
def test_what_shows_no_root_element_says_nothing(text: str) -> None:
    assert declares_doctype(text.encode()) is None


@pytest.mark.parametrize(
    "part", ["docProps/core.xml", "xl/theme/theme1.xml", "customXml/_rels/item1.xml.rels", "xl/v.vml"]
)
def test_a_doctype_in_a_part_that_nobody_reads_is_refused(tmp_path: Path, part: str) -> None:
    path = tmp_path / "底稿.xlsx"
    path.write_bytes(packed(parts() | {part: "<x/>"}))
    assert len(read(path).sheets) == 1
    path.write_bytes(packed(parts() | {part: f"<!--{'-x' * 5000}--><!DOCTYPE x><x/>"}))
    with pytest.raises(Unreadable) as refused:
        read(path)
    assert "DOCTYPE" in refused.value.fault.message_zh


def test_the_macros_of_libreoffice_may_declare_one(tmp_path: Path) -> None:
    path = tmp_path / "表.ods"
    namespaces = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text")
    )
    cell = '<table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
    table = f'<table:table table:name="表"><table:table-row>{cell}</table:table-row></table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("Basic/script-lc.xml", "<!DOCTYPE library:libraries PUBLIC 'x' 'libraries.dtd'><x/>")
        archive.writestr("content.xml", f"<office:document-content {namespaces}>{body}</office:document-content>")
    assert read(path).sheets[0].rows == [["甲"]]
