"""隐患整改通知书: every hidden danger that is not closed, nothing that is, and the words that follow from the paper."""

from __future__ import annotations

from datetime import date

import docx as python_docx
import pytest
from papers import Grids
from word_tables import paragraphs_of, tables_of

from coatxl.annex import notice as letters
from coatxl.annex.block import EmptyAnnex
from coatxl.settings import Settings
from coatxl.standards.coating import standard
from coatxl.standards.coating.annexes.notices import Paper, notice
from coatxl.standards.coating.demo_papers import mended
from coatxl.standards.coating.tables import ChecklistRow, HiddenDangerRow
from coatxl.standards.coating.tables.dangers import STATES
from coatxl.standards.coating.tables.project import ENTERPRISE
from coatxl.tables import read

PLACE = {"unit": "喷漆单元", "risk_point": "自动化喷漆线"}


def paper(*dangers, failed=(), file="底稿.xlsx", enterprise="甲涂装有限公司", settings=None):
    grids = Grids(mended()).fact(ENTERPRISE.word, enterprise)
    for n in failed:
        grids.set(ChecklistRow, n, conforms="不符合", observation="未培训", suggestion="补训")
    for n, values in enumerate(dangers, 1):
        common = {
            "number": str(n),
            "description": f"隐患{n}",
            "basis": "GB1",
            "level": "一般隐患",
            "suggestion": "整改",
        }
        grids.add(HiddenDangerRow, **PLACE, **(common | values))
    reading = read.read(grids.book(), standard.TABLES, standard.IGNORED_SHEETS)
    return Paper(standard.dossier(reading, file=file, sha256="ab" * 32), settings or Settings())


def described(letter):
    return [row[2].text for row in letter.block.rows[1:]]


def test_open_dangers_are_listed_and_closed_ones_are_not():
    letter = notice([paper(*({"state": state} for state in (*STATES, "")))])
    closed = [f"隐患{n}" for n, state in enumerate(STATES, 1) if state in ("复查合格", "销号")]
    assert set(described(letter)) == {f"隐患{n}" for n in range(1, 9)} - set(closed)
    assert [row[0].text for row in letter.block.rows[1:]] == [str(n) for n in range(1, 7)]


def test_failed_item_that_the_list_lacks_is_not_lost():
    letter = notice([paper({}, failed=[6])])
    lost = letter.block.rows[2]
    assert lost[2].text.endswith("：未培训")
    assert [cell.text for cell in lost[4:6]] == ["未定级", "补训"]
    assert letter.block.notes == ("注：共2项：一般隐患1项，未定级1项。",)
    assert [s.sheet for s in letter.block.provenance.sources] == ["隐患清单", "安全检查表"]


def test_row_says_where_what_who_and_when():
    letter = notice([paper({"owner": "王某", "deadline": date(2026, 4, 10), "level": "重大隐患"})])
    assert [cell.text for cell in letter.block.rows[1]] == [
        "1", "喷漆单元／自动化喷漆线", "隐患1", "GB1", "重大隐患", "整改", "王某", "2026-04-10",
    ]  # fmt: skip
    assert letter.block.rows[1][4].role == "stress"


def test_serious_danger_asks_for_more():
    usual, serious = (notice([paper({"level": level})]).paragraphs for level in ("一般隐患", "重大隐患"))
    assert "1项尚未完成整改，列于" in usual[0]
    assert "1项尚未完成整改，其中重大隐患1项，列于" in serious[0]
    assert len(serious) == len(usual) + 1
    assert [line[:2] for line in serious[1:]] == ["1.", "2.", "3.", "4."]
    assert not any("重大隐患" in line for line in usual)


def test_date_of_the_settings_stands_above_the_papers():
    letter = notice([paper({}, settings=Settings(evaluation_date=date(2027, 1, 2)))])
    assert "评价基准日2027年1月2日" in letter.paragraphs[0]


def test_papers_of_one_enterprise_give_one_notice():
    letter = notice(
        [paper({}, file="一期.xlsx"), paper({"state": "销号"}, file="二期.xlsx"), paper({}, {}, file="三期.xlsx")]
    )
    assert described(letter) == ["隐患1", "隐患1", "隐患2"]
    assert [s.file for s in letter.block.provenance.sources] == ["一期.xlsx", "三期.xlsx"]


def test_nothing_to_rectify_and_no_enterprise_are_said():
    with pytest.raises(EmptyAnnex, match="甲涂装有限公司没有待整改的隐患"):
        notice([paper({"state": "销号"})])
    with pytest.raises(EmptyAnnex, match="没有填企业名称"):
        notice([paper({}, enterprise=None)])


def test_written_letter_holds_all_of_it(tmp_path):
    letter = notice([paper({}, {})])
    for name in ("一.docx", "二.docx"):
        letters.write(letter, tmp_path / name, heading="甲涂装有限公司　隐患整改通知书")
    document = python_docx.Document(tmp_path / "一.docx")
    block = letter.block
    assert paragraphs_of(document) == [
        "隐患整改通知书", "甲涂装有限公司：", *letter.paragraphs, *block.notes, *block.provenance.lines(),
        *letter.signatures,
    ]  # fmt: skip
    (table,) = tables_of(document)
    assert table.caption == block.caption
    assert table.texts == [[cell.text for cell in row] for row in block.rows]
    assert (tmp_path / "一.docx").read_bytes() == (tmp_path / "二.docx").read_bytes()
    assert any(line.startswith("接收单位（盖章）：甲涂装有限公司") for line in letter.signatures)
