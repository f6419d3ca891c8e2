"""Annexes in Word and in Excel are equal, and equal to the standard's printed tables: both files read back."""

from __future__ import annotations

import io

import docx as python_docx
import openpyxl
import pytest
from papers import Grids
from word_tables import paragraphs_of, tables_of

from coatxl.annex import docx, xlsx
from coatxl.annex.block import Block, Cell, Provenance, Source
from coatxl.settings import Settings
from coatxl.standards.coating import standard
from coatxl.standards.coating.annexes import NAMES, annexes
from coatxl.standards.coating.demo_papers import as_printed, faulty
from coatxl.standards.coating.example import example
from coatxl.standards.coating.tables import MatrixRow
from coatxl.tables import read


def dossier(grids):
    reading = read.read(grids.book(), standard.TABLES, standard.IGNORED_SHEETS)
    return standard.dossier(reading, file="甲厂/底稿.xlsx", sha256="ab" * 32)


def both_methods():
    """A paper with every annex: faults, numbers, totals, LEC and matrix."""
    grids = Grids(faulty())
    place = {"unit": "喷漆单元", "risk_point": "自动化喷漆线", "step": "-", "hazard": "触电", "outcome": "触电"}
    return grids.add(MatrixRow, number="1", **place, likelihood=2, consequence=4)


def written(blocks, folder):
    xlsx.write(blocks, folder / "附表.xlsx", title="附表")
    docx.write(blocks, folder / "附表.docx", title="附表")
    return openpyxl.load_workbook(folder / "附表.xlsx"), python_docx.Document(folder / "附表.docx")


def excel_tables(book, blocks):
    """(caption, texts, merges) of each table of the workbook, put together again where its sheet repeats the header."""
    for sheet in book.worksheets:
        column = [row[0].value for row in sheet.iter_rows(max_col=1)]
        merged = [(m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1) for m in sheet.merged_cells.ranges]
        for block in (b for b in blocks if b.table == sheet.title):
            rows, top = [], column.index(block.caption) + 1
            while len(rows) < len(block.rows):
                if column[top] == f"{block.caption}（续）":
                    top += 1 + block.header_rows
                rows.append(top)
                top += 1
            place = {row: n for n, row in enumerate(rows)}
            texts = [[shown(cell.value) for cell in sheet[row + 1][: len(block.widths)]] for row in rows]
            yield block.caption, texts, {(place[a], b, place[c], d) for a, b, c, d in merged if a in place}


def shown(value):
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize("grids", [Grids(as_printed()), both_methods()], ids=["as printed", "every annex"])
def test_word_and_excel_hold_the_same_tables(grids, tmp_path):
    blocks = annexes(dossier(grids), Settings())
    book, document = written(blocks, tmp_path)
    word = tables_of(document)
    excel = list(excel_tables(book, blocks))
    assert (
        [table.caption for table in word] == [caption for caption, *_ in excel] == [block.caption for block in blocks]
    )
    for one, (caption, texts, merges) in zip(word, excel, strict=True):
        assert one.texts == texts, caption
        assert one.merges == merges, caption
    assert [table.headers for table in word] == [block.header_rows for block in blocks]


def test_every_annex_is_compared():
    assert {block.table for block in annexes(dossier(both_methods()), Settings())} == set(NAMES)


def test_word_and_excel_hold_the_same_notes_and_sources(tmp_path):
    blocks = annexes(dossier(both_methods()), Settings())
    book, document = written(blocks, tmp_path)
    word = paragraphs_of(document)
    prefixes = ("注：", "来源", "设置：", "依据：")
    excel = [c.value for sheet in book for (c,) in sheet.iter_rows(max_col=1) if str(c.value).startswith(prefixes)]
    assert word == excel
    assert sum(text.startswith("来源：") for text in word) == len(NAMES)


def test_merges_that_a_page_of_excel_would_break_stay_whole_in_word(tmp_path):
    rows = [row for n in range(40) for row in ((Cell(str(n), down=2), Cell("甲")), (Cell("乙"),))]
    source = Provenance((Source("a.xlsx", "表", frozenset({2}), "0" * 64),), "某标准", (), "coatxl 1")
    head = (Cell("序号", "header"), Cell("内容", "header"))
    block = Block("表", "表", "表 A.1", "8.2", (2.0, 6.0), (head, *rows), 1, source)
    book, document = written([block], tmp_path)
    ((_, texts, merges),) = excel_tables(book, [block])
    (table,) = tables_of(document)
    assert (table.texts, table.merges) == (texts, merges)
    assert len(merges) == 40


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    target = tmp_path_factory.mktemp("附表") / "附表.docx"
    docx.write(annexes(dossier(Grids(as_printed())), Settings()), target, title="附表")
    return {table.caption.partition("　")[2]: table for table in tables_of(python_docx.Document(target))}


def test_division_is_the_table_of_6_3(printed):
    table = printed["风险点划分"]
    assert table.texts[0] == ["序号", "评价单元", "风险点", "作业步骤/设备"]
    assert filled(table) == [list(row) for row in example().risk_points]
    assert table.merges == {(1, 1, 8, 1), (5, 0, 7, 0), (5, 2, 7, 2)}


def filled(table):
    """The body with merged cells repeated, as the example has it."""
    rows = [list(row) for row in table.texts]
    for top, left, bottom, right in table.merges:
        for r in range(top, bottom + 1):
            for c in range(left, right + 1):
                rows[r][c] = table.texts[top][left]
    return rows[table.headers :]


def test_description_is_the_table_of_7_2(printed):
    # The working paper holds a cause once, in the words of 7.3.
    table = printed["危害因素描述"]
    assert [(row[0], row[1]) for row in filled(table)] == [(number, cause) for number, cause, _ in example().relation]
    assert table.headers == 4


def test_relation_is_the_table_of_7_3(printed):
    table = printed["危害因素和风险管控措施关系表"]
    x = example()
    assert [table.texts[0][2], table.texts[1][2], table.texts[1][4], table.texts[2][2]][1:] == [
        x.hazard,
        x.outcome,
        x.event,
    ]
    expected = [(number, cause, measure) for number, cause, measures in x.relation for measure in measures]
    assert [(row[0], row[1], row[3]) for row in filled(table)] == expected
    assert len(expected) == 30
    several = [measures for _, _, measures in x.relation if len(measures) > 1]
    assert sum(area[0] < area[2] and area[1] == 0 for area in table.merges) == len(several)


def test_checklist_is_the_table_of_8_2(printed):
    table = printed["安全检查表"]
    assert table.texts[1][0].startswith("风险点：")
    assert [tuple(row[:3]) for row in table.texts[2:]] == list(example().checklist)
    assert table.merges == {(1, 0, 1, 4)}


def test_two_thousand_rows_are_all_there_in_order(tmp_path):
    rows = [tuple(Cell(f"{n}.{c}") for c in range(5)) for n in range(2000)]
    source = Provenance((Source("a.xlsx", "安全检查表", frozenset({2}), "0" * 64),), "某标准", (), "coatxl 1")
    head = tuple(Cell(word, "header") for word in "甲乙丙丁戊")
    block = Block("安全检查表", "安全检查表", "表 A.1", "8.2", (1.2, 6.1, 4.3, 3.1, 1.9), (head, *rows), 1, source)
    docx.write([block], tmp_path / "附表.docx", title="附表")
    (table,) = tables_of(python_docx.Document(io.BytesIO((tmp_path / "附表.docx").read_bytes())))
    assert [cells[4] for cells in table.texts[1:]] == [f"{n}.4" for n in range(2000)]
