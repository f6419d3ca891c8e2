"""xml: WordprocessingML as text, its elements in the schema's order: Word calls a file damaged where they are not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from coatxl.annex.look import HAN, LATIN
from coatxl.annex.photo import Photo
from coatxl.workbook.save import safe_text

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_RELATIONSHIPS}" xmlns:wp="{_DRAWING}/wordprocessingDrawing" '
    f'xmlns:a="{_DRAWING}/main" xmlns:pic="{_DRAWING}/picture"'
)
_TWIPS_PER_CM, _EMU_PER_CM = 1440 / 2.54, 360_000
_BREAKS = re.compile("([\n\t])")
_MARKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def twips(cm: float) -> int:
    """Centimetres in Word's twentieths of a point."""
    return round(cm * _TWIPS_PER_CM)


def cm(twentieths: int) -> float:
    """Word's twentieths of a point in centimetres."""
    return twentieths / _TWIPS_PER_CM


def plain_lines(text: str) -> str:
    """A text as XML holds it: no characters that it forbids, and one kind of line break."""
    return safe_text(text).replace("\r\n", "\n").replace("\r", "\n")


def content(text: str) -> str:
    """The inside of a run: text as text, line breaks and tabs as Word's own marks."""
    return "".join(
        _MARKS[part] if part in _MARKS else f'<w:t xml:space="preserve">{escape(part)}</w:t>'
        for part in _BREAKS.split(plain_lines(text))
        if part
    )


def run_look(points: float, *, bold: bool = False, color: str = "", han: str = HAN) -> str:
    """The properties of a run; the East Asian font is named on each, as Word takes another where it is not."""
    fonts = f'<w:rFonts w:ascii="{LATIN}" w:eastAsia="{han}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:hint="eastAsia"/>'
    # Written also where it is off: the table may stand in a template whose own style is bold.
    weight = "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    slant = '<w:i w:val="0"/><w:iCs w:val="0"/>'
    paint = f'<w:color w:val="{color.lstrip("#") or "auto"}"/>'
    half = round(points * 2)
    return f'<w:rPr>{fonts}{weight}{slant}{paint}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'


def run(text: str, look: str) -> str:
    """A text in one look; nothing for no text."""
    inside = content(text)
    return f"<w:r>{look}{inside}</w:r>" if inside else ""


def field(code: str, look: str) -> str:
    """A field that Word computes, PAGE or NUMPAGES."""
    return f'<w:fldSimple w:instr=" {code} "><w:r>{look}<w:t>1</w:t></w:r></w:fldSimple>'


def paragraph_look(
    align: str = "left",
    *,
    before: float = 0,
    after: float = 0,
    line: float = 1,
    first_line: float = 0,
    tabs: Sequence[tuple[str, int]] = (),
    keep: bool = False,
    below: bool = False,
) -> str:
    """The properties of a paragraph; before, after in points, line in lines, first_line in cm.

    tabs: the kind of each tab stop and its place in twips. keep: on one page with the next paragraph. below: with a line under it.

    Everything is written out, so that the spacing and indents of a template's own style change no table. Never an
    exact line spacing: it would cut photos down to one line.
    """
    stops = "".join(f'<w:tab w:val="{kind}" w:pos="{place}"/>' for kind, place in tabs)
    stop = f"<w:tabs>{stops}</w:tabs>" if stops else ""
    together = "<w:keepNext/>" if keep else '<w:keepNext w:val="0"/>'
    border = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="7F7F7F"/></w:pBdr>' if below else ""
    return (
        f'{together}{border}{stop}<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="{round(before * 20)}" w:beforeAutospacing="0" w:after="{round(after * 20)}" '
        f'w:afterAutospacing="0" w:line="{round(line * 240)}" w:lineRule="auto"/>'
        f'<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="{twips(first_line)}"/>'
        f'<w:jc w:val="{align}"/>'
    )


def paragraph(inside: str, look: str, mark: str = "") -> str:
    """A paragraph; mark: the look of its end, which gives an empty one its height."""
    return f"<w:p><w:pPr>{look}{mark}</w:pPr>{inside}</w:p>"


def picture(photo: Photo, relationship: str, number: int, room: float) -> str:
    """A photo in the line, in its true proportions and not wider than the room in cm.

    Its file name is the text for those who cannot see it.
    """
    scale = min(1.0, room / photo.size[0]) * _EMU_PER_CM
    width, height = (round(side * scale) for side in photo.size)
    name = quoteattr(plain_lines(photo.name))
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="照片 {number}" descr={name}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f"{_graphic(relationship, number, name, width, height)}</wp:inline></w:drawing></w:r>"
    )


def _graphic(relationship: str, number: int, name: str, width: int, height: int) -> str:
    """The picture itself; name as an attribute, its quotes included."""
    return (
        f'<a:graphic><a:graphicData uri="{_DRAWING}/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name={name}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic>"
    )


def cover(relationship: str, number: int, left: float, top: float, width: float, height: float) -> str:
    """A picture that floats over the text; in cm, left from the edge of the text, top from that of its paragraph."""
    x, y, wide, high = (round(side * _EMU_PER_CM) for side in (left, top, width, height))
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251658240" '
        'behindDoc="0" locked="1" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{x}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:wrapNone/><wp:docPr id="{number}" name="遮盖 {number}" descr=""/>'
        f"<wp:cNvGraphicFramePr/>{_graphic(relationship, number, quoteattr(''), wide, high)}</wp:anchor></w:drawing></w:r>"
    )


def columns(widths: Sequence[float], room: float) -> list[int]:
    """Column widths in cm as twips, narrowed together where they are wider than the room between the margins."""
    scale = min(1.0, room / sum(widths))
    return [twips(width * scale) for width in widths]
