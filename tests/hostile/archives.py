"""Zip bombs, odd structure, odd paths, damage and encryption: what the container alone can do."""

from __future__ import annotations

import bz2
import struct
import zipfile
import zlib

from hostile.case import EITHER, READABLE, REFUSED, add, content
from hostile.package import (
    BOOK,
    MAIN,
    ROW,
    SHEET,
    STRINGS,
    Entry,
    by_hand,
    entries_of,
    entry,
    packed,
    paper,
    parts,
    rels,
    repeated,
    row,
    sheet,
    table,
    xlsx,
)

BOMB, SHAPE, PATHS, DAMAGE, LOCKED = "zip bombs", "zip structure", "zip paths", "zip damage", "encrypted"
NO_SHEET = {SHEET}
_END = struct.Struct("<4s4H2IH")


def _sheet_bomb(mib, **lies):
    return repeated(SHEET, sheet("").encode()[:-30], b" ", mib, b"</sheetData></worksheet>", **lies)


@content(BOMB, REFUSED, preflight=True, sample=True)
def one_part_of_a_gib():
    return by_hand([*entries_of(skip=NO_SHEET), _sheet_bomb(1024)])


@content(BOMB, REFUSED, preflight=True)
def one_string_of_600_mib():
    made = parts(strings="")
    bomb = repeated(STRINGS, f'<sst xmlns="{MAIN}"><si><t>'.encode(), "漆".encode(), 600, b"</t></si></sst>")
    return by_hand([*entries_of(made, skip={STRINGS}), bomb])


@content(BOMB, REFUSED, preflight=True)
def hundreds_of_parts():
    one = repeated("x", b"", b"a", 9, b"")
    many = [Entry(f"xl/media{n}.xml".encode(), one.data, size=one.size, crc=one.crc) for n in range(300)]
    return by_hand([*entries_of(), *many])


@content(BOMB, REFUSED, preflight=True)
def bzip2_of_zeros():
    zeros = bytes(30 << 20)
    bomb = Entry(SHEET.encode(), bz2.compress(zeros), method=12, size=len(zeros), crc=zlib.crc32(zeros))
    return by_hand([*entries_of(skip=NO_SHEET), bomb])


@content(BOMB, REFUSED, preflight=True)
def overlapping_entries():
    made = entries_of()
    shared_at = len(by_hand(made)) - _END.size - sum(46 + len(e.name) for e in made)
    whole = entry("xl/worksheets/sheet9.xml", "a" * 100_000)
    again = [
        Entry(f"xl/part{n}.xml".encode(), whole.data, size=whole.size, crc=whole.crc, offset=shared_at)
        for n in range(200)
    ]
    return by_hand([*made, whole, *again])


@content(BOMB, REFUSED, sample=True)
def directory_claims_little():
    return by_hand([*entries_of(skip=NO_SHEET), _sheet_bomb(700, size=5000)])


@content(BOMB, REFUSED)
def two_gib_claimed_as_the_limit():
    return by_hand([*entries_of(skip=NO_SHEET), _sheet_bomb(300, size=250 << 20)])


@content(BOMB, READABLE, heavy=True)
def honest_equal_rows_of_ratio_100():
    rows = "".join(row(n, (*ROW[:1], str(n), *ROW[2:])) for n in range(2, 30_000))
    return xlsx(row(1, ("风险点", "序号", "检查项目", "依据", "检查结果", "是否符合")) + rows)


@content(SHAPE, EITHER)
def archive_in_archive():
    return packed({**parts(), "xl/embeddings/inner.zip": packed({"a.zip": packed({"b": b"b"})})})


@content(SHAPE, REFUSED, preflight=True, sample=True)
def one_name_twice():
    return by_hand([*entries_of(), entry(SHEET, sheet(table(ROW, ROW)))])


@content(SHAPE, REFUSED, preflight=True)
def names_that_differ_in_case():
    return by_hand([*entries_of(), entry(SHEET.upper(), sheet(table(ROW, ROW)))])


def _twin(of):
    """A paper with one violation, and a clean sheet under a name that another reader takes for the same part."""
    made = parts(sheet(table((*ROW[:5], "不符合"))))
    return by_hand([*entries_of(made), entry(of, sheet(table(ROW)))])


add(SHAPE, "twin_with_backslashes", REFUSED, lambda: _twin(SHEET.replace("/", "\\")), preflight=True, sample=True)
add(SHAPE, "twin_with_one_backslash", REFUSED, lambda: _twin("xl/worksheets\\sheet1.xml"), preflight=True)
add(SHAPE, "twin_with_a_leading_slash", REFUSED, lambda: _twin(f"/{SHEET}"), preflight=True, sample=True)
add(SHAPE, "twin_with_a_leading_backslash", REFUSED, lambda: _twin(f"\\{SHEET}"), preflight=True)
add(SHAPE, "twin_by_way_of_a_dot", REFUSED, lambda: _twin(f"xl/./{SHEET[3:]}"), preflight=True)


@content(SHAPE, REFUSED, preflight=True)
def seventy_thousand_entries():
    # More than fit the old end record: a reader sees the rest of them or none, and either is no workbook.
    return by_hand([*entries_of(), *(Entry(f"x{n}".encode(), b"\3\0") for n in range(70_000))])


@content(SHAPE, REFUSED, preflight=True)
def no_entries():
    return by_hand([])


@content(SHAPE, REFUSED)
def only_folders():
    return by_hand([Entry(b"xl/", b"", method=0), Entry(b"xl/worksheets/", b"", method=0)])


@content(SHAPE, EITHER)
def two_end_records():
    whole = by_hand(entries_of())
    return whole + whole[-_END.size :]


@content(SHAPE, READABLE)
def backslashes_in_names():
    made = parts()
    return by_hand([entry(name.replace("/", "\\"), data) for name, data in made.items()])


for _name, _path in {
    "absolute": "/etc/passwd", "up": "../../../tmp/coatxl-evil", "backslash_up": "..\\..\\evil", "drive": "C:\\evil.xml",
    "unc": "\\\\host\\share\\evil", "nul": "xl/a\0b.xml", "newline": "xl/a\nb.xml", "long": "x" * 65_535,
}.items():  # fmt: skip
    add(
        PATHS,
        f"path_{_name}",
        EITHER if _name in ("nul", "newline", "long") else REFUSED,
        lambda path=_path: by_hand([*entries_of(), entry(path, b"evil")]),
        sample=_name in ("absolute", "up", "drive"),
    )
add(
    PATHS,
    "path_not_utf8",
    EITHER,
    lambda: by_hand([*entries_of(), entry(b"xl/\xff\xfe\xb2\xe2.xml", b"x", flags=0x800)]),
)
add(
    PATHS, "symlink", REFUSED,
    lambda: by_hand([*entries_of(), entry("xl/link.xml", "/etc/passwd", attributes=0o120777 << 16)]),
)  # fmt: skip
add(
    PATHS, "sheet_is_a_symlink", REFUSED, sample=True,
    make=lambda: by_hand([*entries_of(skip=NO_SHEET), entry(SHEET, "/etc/passwd", attributes=0o120777 << 16)]),
)  # fmt: skip


def _cut(share):
    whole = paper()
    return whole[: int(len(whole) * share)]


def _noise(at=0.5, size=40):
    whole = bytearray(by_hand(entries_of()))
    start = whole.index(b"<", 0) if b"<" in whole else int(len(whole) * at)
    start = max(start, int(len(whole) * at))
    whole[start : start + size] = bytes((7 * n + 13) % 256 for n in range(size))
    return bytes(whole)


def _with_sheet(**lies):
    return by_hand([*entries_of(skip=NO_SHEET), entry(SHEET, sheet(table()), **lies)])


add(DAMAGE, "wrong_crc", REFUSED, lambda: _with_sheet(crc=1234), sample=True)
add(DAMAGE, "noise_in_the_stream", REFUSED, _noise)
add(DAMAGE, "cut_in_half", REFUSED, lambda: _cut(0.5), preflight=True, sample=True)
add(DAMAGE, "cut_at_the_end", REFUSED, lambda: paper()[:-30], preflight=True)
add(DAMAGE, "no_directory", REFUSED, lambda: by_hand(entries_of())[: -_END.size - 400], preflight=True)
add(DAMAGE, "offsets_that_lie", REFUSED, lambda: by_hand(entries_of(), directory_at=7), preflight=True)
add(DAMAGE, "offset_beyond_the_file", REFUSED, lambda: _with_sheet(offset=0x7FFFFFF0), preflight=True)
add(DAMAGE, "sizes_that_lie", REFUSED, lambda: _with_sheet(packed_size=99_999_999), preflight=True)
add(DAMAGE, "size_too_small", REFUSED, lambda: _with_sheet(size=11))
add(DAMAGE, "local_size_differs", EITHER, lambda: _with_sheet(local_size=11))
add(DAMAGE, "unknown_method", REFUSED, lambda: _with_sheet(method=99), preflight=True)
add(DAMAGE, "method_that_lies", REFUSED, lambda: _with_sheet(method=0))
add(DAMAGE, "local_method_differs", EITHER, lambda: _with_sheet(local_method=0))
add(DAMAGE, "local_name_differs", EITHER, lambda: _with_sheet(local_name=b"xl/worksheets/other.xml"))
add(
    DAMAGE,
    "zip64_lie",
    EITHER,
    lambda: _with_sheet(size=0xFFFFFFFF, extra=struct.pack("<2H2Q", 1, 16, 1 << 62, 1 << 62)),
)
add(DAMAGE, "extra_field_lie", EITHER, lambda: _with_sheet(extra=struct.pack("<2H", 1, 60_000)))
add(DAMAGE, "other_disk", EITHER, lambda: by_hand(entries_of(), disk=7))
add(DAMAGE, "entry_on_other_disk", EITHER, lambda: _with_sheet(disk=3))
add(DAMAGE, "bytes_before", EITHER, lambda: by_hand(entries_of(), before=b"MZ" + bytes(3000)))
add(DAMAGE, "bytes_after", EITHER, lambda: by_hand(entries_of(), after=bytes(3000)))
add(DAMAGE, "count_that_lies", EITHER, lambda: by_hand(entries_of(), count=2))
add(
    DAMAGE,
    "long_comment",
    EITHER,
    lambda: by_hand(entries_of())[:-2] + struct.pack("<H", 65_535) + b"PK\5\6" * 16_383 + b"abc",
)

add(LOCKED, "zip_flag", REFUSED, lambda: _with_sheet(flags=1), preflight=True, sample=True)
add(LOCKED, "strong_flag", REFUSED, lambda: _with_sheet(flags=0x41), preflight=True)
add(LOCKED, "masked_directory", REFUSED, lambda: _with_sheet(flags=0x2000), preflight=True)


def honest_with_zipfile_comment():
    """A comment at the end is valid."""
    import io

    target = io.BytesIO(paper())
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = b"WPS"
    return target.getvalue()


add(SHAPE, "comment_is_valid", READABLE, honest_with_zipfile_comment)
add(SHAPE, "workbook_part_only", REFUSED, lambda: packed({BOOK: parts()[BOOK]}))
add(SHAPE, "relationship_part_only", REFUSED, lambda: packed({"_rels/.rels": rels()}))
