"""photo_books: workbooks with pictures for tests: written by XlsxWriter, with the parts of WPS put in by hand."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import xlsxwriter
from PIL import Image

from coatxl.standards.coating.tables import HiddenDangerRow

GPS, ORIENTATION, CAMERA, TAKEN = 0x8825, 0x0112, 0x8769, 0x9003
UPRIGHT, TURNED = 1, 6
FIELDS = list(HiddenDangerRow.fields)
BEFORE, AFTER = FIELDS.index("photo_before"), FIELDS.index("photo_after")
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WPS = "http://www.wps.cn/officeDocument"


def jpeg(color, size=(400, 300), *, orientation=UPRIGHT, taken="2026:03:18 10:05:00", located=True):
    """A photo of one colour as a phone takes it: with its orientation, time and place."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    if taken:
        exif.get_ifd(CAMERA)[TAKEN] = taken
    if located:
        exif.get_ifd(GPS)[2] = (30.0, 17.0, 25.0)
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "JPEG", exif=exif)
    return out.getvalue()


def color_of(content):
    """The word for the colour that a picture of one colour has."""
    with Image.open(io.BytesIO(content)) as image:
        red, green, blue = image.convert("RGB").resize((1, 1)).getpixel((0, 0))
    return {(True, False, False): "red", (False, True, False): "green", (False, False, True): "blue",
            (True, True, False): "yellow", (True, False, True): "magenta"}[red > 128, green > 64, blue > 128]  # fmt: skip


def danger(nth, /, **values):
    """The fields of a hidden danger that no rule but those of photos finds fault with."""
    return {
        "number": str(nth), "unit": "喷漆单元", "risk_point": "自动化喷漆线", "description": f"隐患{nth}", "issue": "失效",
        "basis": "JJG693-2011第5.5条", "level": "一般隐患", "suggestion": "送检", "notified": date(2026, 3, 20), "state": "销号",
        "finished": date(2026, 4, 2), "recheck": "已整改", "rechecker": "赵某", "recheck_date": date(2026, 4, 8), **values,
    }  # fmt: skip


def ledger(path, rows, *, floating=(), in_cell=(), wps=(), media=()):
    """Write a 隐患清单 with pictures.

    floating and in_cell: (row, column, bytes), 0-based, of insert_image and embed_image. wps: (row, column, id, number of
    its media). media: the bytes of each of WPS's media files.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("隐患清单")
        sheet.write_row(0, 0, [HiddenDangerRow.fields[name].title for name in FIELDS])
        sheet.set_column(BEFORE, AFTER, 24)
        for n, row in enumerate(rows, 1):
            sheet.set_row(n, 90)
            for name, value in row.items():
                sheet.write(n, FIELDS.index(name), value)
        for n, (row, col, content) in enumerate(floating):
            options = {"image_data": io.BytesIO(content), "x_scale": 0.3, "y_scale": 0.3, "x_offset": 4, "y_offset": 4}
            sheet.insert_image(row, col, f"浮动{n}.jpg", options)
        for n, (row, col, content) in enumerate(in_cell):
            sheet.embed_image(row, col, f"格内{n}.jpg", {"image_data": io.BytesIO(content)})
        for row, col, name, _ in wps:
            sheet.write_formula(row, col, f'=_xlfn.DISPIMG("{name}",1)', None, f'=DISPIMG("{name}",1)')
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    write_parts(path, parts | (_wps_parts(parts, wps, media) if wps else {}))
    return path


def write_parts(path, parts):
    """Write a package."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _wps_parts(parts, wps, media):
    """What WPS adds: the list of pictures with its relationships, and one file for each medium."""
    images = "".join(
        f'<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{n}" name="{name}" descr=""/><xdr:cNvPicPr/></xdr:nvPicPr>'
        f'<xdr:blipFill><a:blip r:embed="rId{number}"/></xdr:blipFill><xdr:spPr/></xdr:pic></etc:cellImage>'
        for n, (_, _, name, number) in enumerate(wps, 2)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/image" Target="media/wps{n}.jpeg"/>'
        for n in range(1, len(media) + 1)
    )
    rels = parts["xl/_rels/workbook.xml.rels"].decode()
    types = parts["[Content_Types].xml"].decode()
    more = f'<Relationship Id="rId99" Type="{_WPS}/2020/cellImage" Target="cellimages.xml"/></Relationships>'
    kind = "application/vnd.wps-officedocument.cellimage+xml"
    return {
        "xl/cellimages.xml": (
            f'<etc:cellImages xmlns:etc="{_WPS}/2017/etCustomData" xmlns:r="{_RELATIONS}" '
            'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
            f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{images}</etc:cellImages>'
        ),
        "xl/_rels/cellimages.xml.rels": (
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
        ),
        **{f"xl/media/wps{n}.jpeg": content for n, content in enumerate(media, 1)},
        "xl/_rels/workbook.xml.rels": rels.replace("</Relationships>", more),
        "[Content_Types].xml": types.replace(
            "</Types>", f'<Override PartName="/xl/cellimages.xml" ContentType="{kind}"/></Types>'
        ).replace("<Default ", '<Default Extension="jpeg" ContentType="image/jpeg"/><Default ', 1),
    }
