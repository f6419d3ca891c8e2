"""package: a document of our own to begin with, and documents as bytes that are the same for the same content."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from coatxl.annex.look import HAN, LATIN, NOTE_COLOR
from coatxl.annex.pages import POINTS, SMALL_POINTS
from coatxl.annex.word.preflight import verify
from coatxl.annex.word.xml import NAMESPACES, field, paragraph, paragraph_look, run, run_look, twips
from coatxl.workbook.own import properties, seal
from coatxl.workbook.save import write_atomically

if TYPE_CHECKING:
    from docx.document import Document

_TOP, _SIDE, _EDGE = 2.5, 2.2, 1.5
_A4 = (11906, 16838)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEADER_COLOR = "7F7F7F"
# Oldest date that a zip can hold: no clock has a part in an output.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def blank(heading: str) -> Document:
    """A new document: A4 upright, page header and page numbers, one empty paragraph to put tables in place of."""
    from docx import Document

    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in _parts(heading).items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')
    out.seek(0)
    return Document(out)


def to_bytes(document: Document, title: str) -> bytes:
    """The document as a file, marked as our own and without the time of day."""
    core = document.core_properties
    for name, value in properties(title).items():
        if name != "author" or not core.author:  # a firm's template keeps its author
            setattr(core, name, value)
    core.modified = properties(title)["created"]
    core.last_modified_by = properties(title)["author"]
    core.revision = 1
    raw, out = BytesIO(), BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, source.read(name))
    seal(out)
    return out.getvalue()


def save(content: bytes, target: Path, sources: Iterable[Path] = ()) -> None:
    """Write a document that is ready to a target, opened once more before it takes its place; CannotWrite as always."""

    def produce(draft: Path) -> None:
        draft.write_bytes(content)

    write_atomically(target, produce, verify, sources)


def _parts(heading: str) -> dict[str, str]:
    """The parts of a document that has what Word needs and nothing more; its core properties come when it is saved."""
    small, grey = run_look(SMALL_POINTS, color=NOTE_COLOR), run_look(SMALL_POINTS, color=_HEADER_COLOR)
    foot = (
        run("第 ", small) + field("PAGE", small) + run(" 页　共 ", small) + field("NUMPAGES", small) + run(" 页", small)
    )
    fonts = f'<w:rFonts w:ascii="{LATIN}" w:eastAsia="{HAN}" w:hAnsi="{LATIN}" w:cs="{LATIN}"/>'
    size = f'<w:sz w:val="{round(POINTS * 2)}"/><w:szCs w:val="{round(POINTS * 2)}"/>'
    margins = " ".join(
        f'w:{name}="{twips(cm)}"'
        for name, cm in (
            ("top", _TOP), ("right", _SIDE), ("bottom", _SIDE), ("left", _SIDE), ("header", _EDGE), ("footer", _EDGE),
        )
    )  # fmt: skip
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
            + "".join(
                f'<Override PartName="/word/{part}.xml" ContentType="{_WORD}.{part}+xml"/>'
                for part in ("styles", "settings", "header", "footer")
            )
            + "</Types>"
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_OFFICE}/{part}" Target="{part}.xml"/>'
            for n, part in enumerate(("styles", "settings", "header", "footer"), 1)
        )
        + "</Relationships>",
        "word/document.xml": (
            f'<w:document {NAMESPACES}><w:body><w:p/><w:sectPr><w:headerReference w:type="default" r:id="rId3"/>'
            f'<w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="{_A4[0]}" w:h="{_A4[1]}"/>'
            f'<w:pgMar {margins} w:gutter="0"/></w:sectPr></w:body></w:document>'
        ),
        "word/styles.xml": (
            f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}{size}"
            '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
            '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
            f"<w:qFormat/><w:rPr>{fonts}{size}</w:rPr></w:style>"
            '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
            '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style></w:styles>'
        ),
        # Without a mode Word opens the file in the one of 2007 and says so.
        "word/settings.xml": (
            f'<w:settings {NAMESPACES}><w:compat><w:compatSetting w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
        ),
        "word/header.xml": f"<w:hdr {NAMESPACES}>{paragraph(run(heading, grey), paragraph_look(below=True))}</w:hdr>",
        "word/footer.xml": f"<w:ftr {NAMESPACES}>{paragraph(foot, paragraph_look('center'))}</w:ftr>",
    }
