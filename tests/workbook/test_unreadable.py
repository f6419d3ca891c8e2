"""What cannot be read: one bad file for each fault, told in one clear line, without a traceback, a wait or an abort."""

from __future__ import annotations

import errno
import os
import pickle
import stat
import struct
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from coatxl.workbook import cell_area, reader, source
from coatxl.workbook.faults import FAULTS, Fault, Unreadable, printable
from coatxl.workbook.other_formats import check_biff
from coatxl.workbook.reader import read

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def fault_of(path) -> Fault:
    with pytest.raises(Unreadable) as caught:
        read(path)
    fault = caught.value.fault
    for message, fix in ((fault.message_zh, fault.fix_zh), (fault.message_en, fault.fix_en)):
        line = f"{fault.rule} {message}；{fix}"
        assert len(line) < 400
        assert line.isprintable()
        assert "{" not in line
        assert fix
    return fault


@pytest.fixture
def file(tmp_path):
    def write(content, name="底稿.xlsx"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "Excel 4.0"),
        ("风险点,后果\n喷漆作业,火灾\n".encode("gb18030"), "CSV"),
        ("风险点\t后果\n".encode("utf-16"), "CSV"),
        ("<html><body><table>", "HTML"),
        ('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>', "XML电子表格2003"),
        ("MIME-Version: 1.0\n", "MHTML"),
        ("{\\rtf1", "RTF"),
        ("随便写的一段话", "纯文本"),
        (b"\x00\x01\x02\x03" * 9, "二进制"),
    ],
)
def test_what_is_no_workbook_is_named_by_its_content(file, content, word):
    fault = fault_of(file(content))
    assert fault.rule == "CXF-01"
    assert word in fault.message_zh


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("甲厂/底稿.xlsx", "先解压"),
        ("readme.txt", "ZIP"),
    ],
)
def test_other_archives_are_no_workbooks(tmp_path, part, word):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr(part, "x")
    fault = fault_of(tmp_path / "a.xlsx")
    assert fault.rule == "CXF-01"
    assert word in fault.message_zh


@pytest.mark.parametrize(
    ("stream", "word"), [("WordDocument", "Word"), ("PowerPoint Document", "PowerPoint"), ("X", "OLE")]
)
def test_other_ole_documents_are_no_workbooks(ole, stream, word):
    fault = fault_of(ole(**{stream: b"x"}))
    assert fault.rule == "CXF-01"
    assert word in fault.message_zh


def honest(path):
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("检查表")
        for row in range(50):
            sheet.write_row(row, 0, [f"检查项目{row}", row])
    return path.read_bytes()


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_damaged(file, tmp_path, keep):
    content = honest(tmp_path / "whole.xlsx")
    assert fault_of(file(content[: int(len(content) * keep)])).rule == "CXF-02"


def test_a_part_with_a_wrong_checksum_is_damaged(xlsx, rows):
    path = rows(ONE, compression=zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"<v>1</v>", b"<v>7</v>"))
    fault = fault_of(path)
    assert fault.rule == "CXF-02"
    assert "sheet1.xml" in fault.message_zh


@pytest.mark.parametrize(
    "sheet",
    [
        "",
        "\x89PNG",
        "<chartsheet/>",
        "<worksheet><sheetData><row><c><v>1</v>",
        "<worksheet><sheetData><row></c></row></sheetData></worksheet>",
        '<worksheet><sheetData><row r="1"><c r="??"><v>1</v></c></row></sheetData></worksheet>',
        '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData></worksheet>',
        '<?xml version="1.0" encoding="nonsense"?><worksheet><sheetData/></worksheet>',
    ],
)
def test_a_sheet_that_is_no_whole_sheet_is_damage_and_is_named(xlsx, sheet):
    fault = fault_of(xlsx(sheet))
    assert fault.rule == "CXF-02"
    assert "表" in fault.message_zh


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
def test_a_missing_part_is_damage(rows, part):
    assert fault_of(rows(ONE, **{part: None})).rule == "CXF-02"


def test_relationships_that_point_outside_or_to_themselves_are_damage(rows):
    for target in ("../../../../etc/passwd", "workbook.xml", "file:///etc/passwd", "http://example.org/x"):
        rels = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
            f'Type="x/worksheet" Target="{target}"/></Relationships>'
        )
        assert fault_of(rows(ONE, **{"xl/_rels/workbook.xml.rels": rels})).rule == "CXF-02"


def test_an_encrypted_package_needs_a_password(ole):
    fault = fault_of(ole(EncryptionInfo=b"\x04\x00", EncryptedPackage=b"\x00" * 8))
    assert fault.rule == "CXF-03"
    assert "密码" in fault.message_zh
    assert "损坏" not in fault.message_zh


def test_a_zip_with_the_encryption_flag_needs_a_password(rows):
    path = rows(ONE)
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    path.write_bytes(content)
    assert fault_of(path).rule == "CXF-03"


def test_an_xls_with_filepass_needs_a_password(ole, records, bof):
    assert fault_of(ole(Workbook=records(bof, (0x2F, b"\x01\x00" + bytes(50)), (0x0A, b"")))).rule == "CXF-03"


def test_an_empty_file_is_said_to_be_empty(file):
    assert fault_of(file(b"")).rule == "CXF-04"


def test_a_missing_file_and_a_folder_cannot_be_opened(tmp_path):
    assert "不存在" in fault_of(tmp_path / "没有.xlsx").message_zh
    assert "文件夹" in fault_of(tmp_path).message_zh
    assert fault_of(tmp_path).rule == "CXF-05"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "管道.xlsx")
    assert fault_of(tmp_path / "管道.xlsx").rule == "CXF-05"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices in the file system")
def test_a_link_to_a_device_or_to_itself_is_refused(tmp_path):
    (tmp_path / "设备.xlsx").symlink_to("/dev/zero")
    (tmp_path / "环.xlsx").symlink_to(tmp_path / "环.xlsx")
    assert fault_of(tmp_path / "设备.xlsx").rule == "CXF-05"
    assert fault_of(tmp_path / "环.xlsx").rule == "CXF-05"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system")
def test_a_file_exchanged_for_a_pipe_between_the_two_looks_is_refused(rows, tmp_path, monkeypatch):
    path, pipe, really_open = rows(ONE), tmp_path / "管道", os.open
    os.mkfifo(pipe)
    with monkeypatch.context() as patch:
        patch.setattr(source.os, "open", lambda _, flags: really_open(pipe, flags))
        assert fault_of(path).rule == "CXF-05"


def test_a_file_without_permission_or_locked_by_excel_cannot_be_opened(rows, monkeypatch):
    path = rows(ONE)

    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(source.os, "open", refuse)
        fault = fault_of(path)
    assert fault.rule == "CXF-05"
    assert "权限" in fault.message_zh


def test_a_name_with_a_nul_cannot_be_opened(tmp_path):
    assert fault_of(tmp_path / "a\0b.xlsx").rule == "CXF-05"


def test_a_sparse_file_of_gigabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "大.xlsx"
    with open(path, "wb") as file:
        file.truncate(4 << 30)
    assert fault_of(path).rule == "CXF-06"


def test_zip_bombs_are_refused_by_the_directory_alone(tmp_path):
    path = tmp_path / "炸弹.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (16 << 20))
    assert "压缩" in fault_of(path).message_zh


def test_a_blank_bitmap_of_any_ratio_is_honest(rows):
    assert read(rows(ONE, **{"xl/media/image1.bmp": b"\xff" * (16 << 20)})).sheets[0].rows == [[1]]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_doubled_names_overlaps_and_foreign_methods_are_refused(rows, tmp_path):
    path = rows(ONE)
    honest_bytes = path.read_bytes()
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/Workbook.xml", "x")
    assert "重名" in fault_of(path).message_zh

    path.write_bytes(honest_bytes)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("b", b"x" * 99)
    assert "压缩方法" in fault_of(path).message_zh

    lying = bytearray(honest_bytes)
    first = lying.index(b"PK\x01\x02")
    second = lying.index(b"PK\x01\x02", first + 4)
    lying[second + 42 : second + 46] = lying[first + 42 : first + 46]
    path.write_bytes(lying)
    assert "重叠" in fault_of(path).message_zh


@pytest.mark.parametrize(
    "name",
    [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
    ],
)
def test_a_doctype_is_refused_in_every_part(rows, name):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    fault = fault_of(rows(ONE, **{name: bomb}))
    assert fault.rule == "CXF-06"
    assert "DOCTYPE" in fault.message_zh


def test_xml_nested_without_end_is_refused(xlsx):
    deep = f"<!-- --><worksheet xmlns='{MAIN}'><sheetData>{'<row>' * 300}{'</row>' * 300}</sheetData></worksheet>"
    assert fault_of(xlsx(deep)).rule == "CXF-06"


FAR = {
    "both corners": '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "a diagonal": "".join(
        f'<row r="{i}"><c r="{"ABCDEFGHIJ"[i % 10]}{i}00000"><v>1</v></c></row>' for i in range(1, 10)
    ),
    "small letters": '<row r="1"><c r="A1"><v>1</v></c><c r="xfd999999"><v>1</v></c></row>',
    "spaces": '<row r="1"><c r="A1"><v>1</v></c><c   r="XFD999999"><v>1</v></c></row>',
    "single quotes": '<row r="1"><c r="A1"><v>1</v></c><c r=\'XFD999999\'><v>1</v></c></row>',
    "another attribute first": '<row r="1"><c r="A1"><v>1</v></c><c s="0" r="XFD999999"><v>1</v></c></row>',
    "a prefix": f'<row r="1"><c r="A1"><v>1</v></c><x:c xmlns:x="{MAIN}" r="XFD999999"><x:v>1</x:v></x:c></row>',
    "implied places": '<row r="1"><c r="A1"><v>1</v></c></row><row r="999999"><c r="XFC999999"/><c><v>1</v></c></row>',
    "beyond the last row": '<row r="1"><c r="A1"><v>1</v></c></row><row r="99999999"><c r="A99999999"><v>1</v></c></row>',
    "beyond the last column": '<row r="1"><c r="A1"><v>1</v></c><c r="ZZZZ1"><v>1</v></c></row>',
    "beyond, by three letters": '<row r="1"><c r="A1"><v>1</v></c><c r="XFE1048577"><v>1</v></c></row>',
}


@pytest.mark.parametrize("cells", FAR.values(), ids=FAR)
def test_far_cells_are_refused_before_they_can_abort_the_process(rows, cells):
    assert fault_of(rows(cells)).rule == "CXF-06"


def test_the_far_cell_is_named(rows):
    assert "XFD1048576" in fault_of(rows(FAR["both corners"])).message_zh


def test_a_blank_cell_far_away_costs_nothing(rows):
    path = rows(f'{ONE}<row r="1048576"><c r="XFD1048576" s="0"/><c r="XFC1048576"><v></v></c></row>')
    assert read(path).sheets[0].rows == [[1]]


def test_one_cell_in_the_last_corner_is_read(rows):
    (sheet,) = read(rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')).sheets
    assert (sheet.top, sheet.left, sheet.rows) == (1_048_575, 16_383, [[1]])


def test_false_claims_of_size_are_not_believed(rows):
    strings = f'<sst xmlns="{MAIN}" count="4000000000" uniqueCount="4000000000"><si><t>甲</t></si></sst>'
    path = rows(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        before='<dimension ref="A1:XFD1048576"/>',
        **{"xl/sharedStrings.xml": strings},
    )
    assert read(path).sheets[0].rows == [["甲"]]


def test_too_many_merges_are_refused(rows):
    merges = "".join(f'<mergeCell ref="A{i}:B{i}"/>' for i in range(1, 100_002))
    assert fault_of(rows(ONE, f"<mergeCells>{merges}</mergeCells>")).rule == "CXF-06"


@pytest.mark.parametrize(("limit", "refused"), [(4, True), (5, False)])
def test_the_cells_of_all_sheets_together_are_limited(tmp_path, monkeypatch, limit, refused):
    path = tmp_path / "多.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("甲").write_row(0, 0, [1, 2, 3])
        workbook.add_worksheet("乙").write_row(0, 0, [4, 5])
    monkeypatch.setattr(cell_area, "MOST_CELLS", limit)
    if refused:
        fault = fault_of(path)
        assert fault.rule == "CXF-06"
        assert "乙" in fault.message_zh
    else:
        assert [sheet.rows for sheet in read(path).sheets] == [[[1, 2, 3]], [[4, 5]]]


def test_a_workbook_without_worksheets_says_so(rows):
    empty = f'<workbook xmlns="{MAIN}"><sheets/></workbook>'
    assert fault_of(rows(ONE, **{"xl/workbook.xml": empty})).rule == "CXF-07"


def xls_cell(row, col):
    return 0x0203, struct.pack("<3Hd", row, col, 0, 1.0)


@pytest.mark.parametrize("last", [(65_535, 255), (100, 65_535)])
def test_far_cells_of_an_xls_are_refused(ole, records, bof, last):
    fault = fault_of(ole(Workbook=records(bof, xls_cell(0, 0), xls_cell(*last), (0x0A, b""))))
    assert fault.rule == "CXF-06"


def test_each_sheet_of_an_xls_is_measured_by_itself(ole, records, bof):
    far, near = (xls_cell(0, 0), xls_cell(65_535, 255)), (xls_cell(0, 0),)
    assert fault_of(ole(Workbook=records(bof, *far, (0x0A, b""), bof, *near, (0x0A, b"")))).rule == "CXF-06"
    assert fault_of(ole(Workbook=records(bof, *near, (0x0A, b""), bof, *far, (0x0A, b"")))).rule == "CXF-06"
    apart = records(bof, xls_cell(0, 0), (0x0A, b""), bof, xls_cell(65_535, 255), (0x0A, b""))
    check_biff(apart)  # two small rectangles, not one large


def test_the_last_of_multiple_numbers_counts(ole, records, bof):
    many = 0xBD, struct.pack("<2H", 60_000, 0) + bytes(6) + struct.pack("<H", 255)
    assert fault_of(ole(Workbook=records(bof, xls_cell(0, 0), many))).rule == "CXF-06"


def test_an_xls_record_longer_than_its_stream_is_damage(ole, records, bof):
    stream = records(bof) + struct.pack("<HH", 0x0203, 60_000) + b"x" * 5000
    assert fault_of(ole(Workbook=stream)).rule == "CXF-02"


def test_loops_in_the_tables_of_an_ole_container_end(ole):
    path = ole(Workbook=b"x" * 9000)
    content = bytearray(path.read_bytes())
    content[512 + 4 * 3 : 512 + 4 * 4] = struct.pack("<I", 2)  # the stream's second sector leads to its first
    path.write_bytes(content)
    assert fault_of(path).rule == "CXF-02"
    content[512 + 4 : 512 + 8] = struct.pack("<I", 1)  # the directory leads to itself
    path.write_bytes(content)
    assert fault_of(path).rule == "CXF-02"
    path.write_bytes(content[:600])
    assert fault_of(path).rule == "CXF-02"


def ods(path, table, manifest=""):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        archive.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="表">{table}</table:table></office:spreadsheet></office:body></office:document-content>',
        )
    return path


CELL = '<table:table-cell office:value-type="string"{}><text:p>甲</text:p></table:table-cell>'


def test_an_ods_is_read_as_values(tmp_path):
    table = f"<table:table-row>{CELL.format('')}</table:table-row>"
    book = read(ods(tmp_path / "表.ods", table))
    assert (book.kind, book.structure_known, book.sheets[0].rows) == ("ods", False, [["甲"]])


def test_repetitions_of_an_ods_that_fill_the_memory_are_refused(tmp_path):
    cell = CELL.format(' table:number-columns-repeated="16384"')
    table = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    assert fault_of(ods(tmp_path / "表.ods", table)).rule == "CXF-06"


def test_an_encrypted_ods_needs_a_password(tmp_path):
    assert fault_of(ods(tmp_path / "表.ods", "", "<encryption-data/>")).rule == "CXF-03"


def biff12(*records):
    return b"".join(
        (bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])) + bytes([len(body)]) + body
        for kind, body in records
    )


def test_far_cells_and_false_counts_of_an_xlsb_are_refused(tmp_path):
    cell = lambda col: (5, struct.pack("<IId", col, 0, 1.0))  # noqa: E731
    row = lambda number: (0, struct.pack("<I", number) + bytes(13))  # noqa: E731
    sheet = biff12((129, b""), row(0), cell(0), row(1_048_575), cell(16_383))
    strings = biff12((159, struct.pack("<2I", 4_000_000_000, 4_000_000_000)))
    for part, content in (("xl/worksheets/sheet1.bin", sheet), ("xl/sharedStrings.bin", strings)):
        with zipfile.ZipFile(tmp_path / "表.xlsb", "w") as archive:
            archive.writestr("xl/workbook.bin", b"")
            archive.writestr(part, content)
        assert fault_of(tmp_path / "表.xlsb").rule == "CXF-06"


def test_calamines_panics_and_lack_of_memory_become_faults(rows, monkeypatch):
    import python_calamine

    class PanicException(BaseException):
        pass

    class Workbook:
        error: BaseException

        @classmethod
        def from_filelike(cls, _):
            raise cls.error

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Workbook)
    path = rows(ONE)
    for error, rule in ((PanicException("x"), "CXF-02"), (MemoryError(), "CXF-06"), (OverflowError(), "CXF-02")):
        Workbook.error = error
        assert fault_of(path).rule == rule
    Workbook.error = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        read(path)


def test_lack_of_memory_before_calamine_is_a_fault_too(rows, monkeypatch):
    def scan(*_args, **_options):
        raise MemoryError

    monkeypatch.setattr(reader, "scan", scan)
    assert fault_of(rows(ONE)).rule == "CXF-06"


def test_the_rust_panic_text_is_kept_off_stderr_and_stderr_comes_back(rows, monkeypatch, capfd):
    import python_calamine

    class Workbook:
        @classmethod
        def from_filelike(cls, _):
            os.write(2, b"thread panicked at src/lib.rs")
            raise ValueError

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Workbook)
    fault_of(rows(ONE))
    os.write(2, b"after")
    assert capfd.readouterr().err == "after"


def test_unreadable_comes_back_from_a_worker_process_as_it_was(file):
    with pytest.raises(Unreadable) as caught:
        read(file(b"%PDF"))
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.fault, str(again)) == (caught.value.fault, str(caught.value))


def test_ids_are_those_of_the_faults_and_never_doubled():
    assert all(rule == fault.rule for rule, fault in FAULTS.items())
    assert {f"CXF-0{i}" for i in range(1, 8)} <= set(FAULTS)


def test_control_characters_of_names_are_escaped_and_still_recognisable():
    assert printable("甲\n厂\x1b[31m\u202e.xlsx") == "甲\\n厂\\x1b[31m\\u202e.xlsx"
    assert printable("坏\udcff名") == "坏\\udcff名"
    assert len(printable("长" * 500)) == 120


def test_reading_leaves_access_time_and_mode_alone(rows):
    path = rows(ONE)
    os.utime(path, ns=(10**18, 10**18))
    path.chmod(0o444)
    read(path)
    status = path.stat()
    assert (status.st_mtime_ns, stat.S_IMODE(status.st_mode)) == (10**18, 0o444)


LONG = 200_000
SLOW_TO_MATCH = {
    "spaces in a formula's attribute": f'<c r="A1"><f ca="{" " * LONG}">1</f><v>1</v></c>',
    "spaces in a blank cell far away": f'<c r="A1"><v>1</v></c><c r="XFD1048576">{" " * LONG}<is/></c>',
    "error marks in a text": f'<c r="A1" t="str"><v>#{chr(32) + "t=" + chr(34) + "e" + chr(34)}</v></c>'
    f'<c r="B1" t="str"><v>{" t=&quot;e&quot;" * 9}{(" t=" + chr(34) + "e" + chr(34)) * (LONG // 6)}</v></c>',
    "an attribute of one word": f'<c r="A1" x="{"y" * LONG}"><v>1</v></c>',
    "thousands of attributes": f'<c r="A1"{"".join(f" x{i}={chr(34)}{chr(34)}" for i in range(LONG // 20))}><v>1</v></c>',
}


@pytest.mark.parametrize("cell", SLOW_TO_MATCH.values(), ids=SLOW_TO_MATCH)
def test_no_text_makes_the_patterns_slow(rows, cell):
    path = rows(f'<row r="1">{cell}</row>')
    begin = time.process_time()
    try:
        read(path)
    except Unreadable as refusal:
        assert refusal.fault.rule == "CXF-06"  # noqa: PT017 — reading and refusing are both right, waiting is not
    assert time.process_time() - begin < 2


def test_anchors_without_end_do_not_make_the_patterns_slow(xlsx):
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{relation}/drawing" Target="/d.xml"/></Relationships>'
    )
    sheet = f'<worksheet xmlns="{MAIN}" xmlns:r="{relation}"><sheetData/><drawing r:id="rId1"/></worksheet>'
    path = xlsx(sheet, **{"xl/worksheets/_rels/sheet1.xml.rels": rels, "d.xml": "<a:twoCellAnchor>" * 100_000})
    begin = time.process_time()
    assert read(path).sheets[0].pictures == set()
    assert time.process_time() - begin < 2
