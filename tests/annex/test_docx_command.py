"""`coatxl annex` as a person uses it: formats, template, photos, notices, and what is refused before anything is written."""

from __future__ import annotations

import sys

import docx as python_docx
import pytest
import soffice
from PIL import Image
from word_tables import paragraphs_of, tables_of

from coatxl.batch.papers import filled_paper
from coatxl.cli import main
from coatxl.standards.coating.demo_papers import faulty, mended


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("项目 夹")
    for make, name in ((mended, "好"), (faulty, "错")):
        filled_paper(folder / f"{name}.xlsx", make())
    return folder


@pytest.fixture
def annex(capfd, tmp_path):
    out = tmp_path / "结果"
    out.mkdir()

    def run(*arguments, code=0):
        with pytest.raises(SystemExit) as stop:
            main(["annex", *map(str, arguments)])
        sys.stdout.flush()
        said = capfd.readouterr()
        assert (stop.value.code or 0, "Traceback" in said.err) == (code, False), said
        return said.out + said.err, sorted(path.name for path in out.iterdir())

    run.out = out
    return run


def template(path, *paragraphs):
    document = python_docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(path)
    return path


@pytest.mark.parametrize(
    ("options", "written"),
    [
        ((), ["好_附表.xlsx"]),
        (("-f", "docx"), ["好_附表.docx"]),
        (("-f", "both"), ["好_附表.docx", "好_附表.xlsx"]),
    ],
)
def test_format_decides(annex, papers, options, written):
    assert annex(papers / "好.xlsx", "-o", annex.out, *options)[1] == written


@pytest.mark.parametrize(
    ("name", "options", "written"),
    [
        ("报告.v1.docx", (), ["报告.v1.docx"]),
        ("附表.xlsx", ("-f", "both"), ["附表.docx", "附表.xlsx"]),
    ],
)
def test_suffix_of_the_output_decides(annex, papers, name, options, written):
    assert annex(papers / "好.xlsx", "-o", annex.out / name, *options)[1] == written


def test_written_again_the_same_bytes_and_an_edited_one_is_kept(annex, papers):
    target = annex.out / "附表.docx"
    annex(papers / "错.xlsx", "-o", target)
    first = target.read_bytes()
    annex(papers / "错.xlsx", "-o", target)
    assert target.read_bytes() == first
    document = python_docx.Document(target)
    document.add_paragraph("我的批注")
    document.core_properties.modified = document.core_properties.modified.replace(year=2027)
    document.save(target)
    edited = target.read_bytes()
    said, _ = annex(papers / "错.xlsx", "-o", target, code=2)
    assert "--force" in said
    assert target.read_bytes() == edited
    annex(papers / "错.xlsx", "-o", target, "--force")
    assert target.read_bytes() == first


def test_template_is_filled(annex, papers, tmp_path):
    path = template(tmp_path / "模板.docx", "{{企业名称}}，{{评价基准日}}", "{{附表:隐患清单}}")
    said, written = annex(papers / "错.xlsx", "-o", annex.out, "--template", path)
    assert "按模板 模板.docx" in said
    assert written == ["错_附表.docx"]
    document = python_docx.Document(annex.out / "错_附表.docx")
    assert paragraphs_of(document)[0] == "乙机械有限公司，2026年3月31日"
    assert [table.caption for table in tables_of(document)] == ["表 A.1　安全隐患清单"]


def test_paper_without_the_data_is_refused_and_the_others_are_written(annex, papers, tmp_path):
    path = template(tmp_path / "模板.docx", "{{附表:隐患清单}}")
    said, written = annex(papers, "-o", annex.out, "--template", path, code=2)
    assert "好.xlsx：模板“模板.docx”不能填写：正文第1段：占位符{{附表:隐患清单}}没有数据，没有写出附表" in said
    assert written == ["错_附表.docx"]


def test_photos_are_found_in_their_folder(annex, papers, tmp_path):
    Image.new("RGB", (400, 300), "red").save(tmp_path / "IMG_0331.jpg")
    annex(papers / "错.xlsx", "-o", annex.out, "-f", "both", "--photos", tmp_path)
    table = tables_of(python_docx.Document(annex.out / "错_附表.docx"))[-1]
    assert list(table.pictures.values()) == [["IMG_0331.jpg"]]
    assert "没有找到照片：IMG_0424.jpg" in {text for row in table.texts for text in row}


def test_notice_for_each_enterprise_that_has_something_to_rectify(annex, papers):
    said, written = annex(papers, "-o", annex.out, "--notice")
    assert [name for name in written if name.endswith(".docx")] == ["乙机械有限公司_隐患整改通知书.docx"]
    assert "没有待整改的隐患，没有写隐患整改通知书" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-f", "xlsx", "--template", "模板.docx"), "--template 是 Word 模板"),
        (("-f", "docx", "-o", "附表.xlsx"), "后缀不一致"),
        (("-o", "附表.pdf"), "只能写成 .xlsx 或 .docx"),
        (("--photos", "没有"), "照片文件夹 没有 不存在"),
        (("--template", "没有.docx"), "找不到这个文件"),
    ],
)
def test_what_cannot_be_meant_is_one_line(annex, papers, monkeypatch, arguments, words):
    monkeypatch.chdir(annex.out)
    said, written = annex(papers / "好.xlsx", *arguments, code=2)
    assert words in said
    assert len(said.strip().splitlines()) == 1
    assert written == []


def test_two_papers_are_never_written_to_one_file(annex, papers, tmp_path):
    other = tmp_path / "二期"
    other.mkdir()
    (other / "好.xlsx").write_bytes((papers / "好.xlsx").read_bytes())
    said, written = annex(papers / "好.xlsx", other / "好.xlsx", "-o", annex.out, code=2)
    assert "会写成同一个文件" in said
    assert written == []


@pytest.mark.office
def test_libreoffice_opens_every_document(annex, papers, tmp_path):
    path = template(tmp_path / "模板.docx", "{{企业名称}}", "{{附表:全部}}", "结束")
    annex(papers / "错.xlsx", "-o", annex.out / "附表.docx")
    annex(papers / "错.xlsx", "-o", annex.out / "模板.docx", "--template", path, "--notice")
    files = sorted(annex.out.glob("*.docx"))
    assert len(files) == 3
    again = soffice.convert(files, tmp_path / "office", "docx")
    for before, after in zip(files, again, strict=True):
        one, other = python_docx.Document(before), python_docx.Document(after)
        assert written_texts(one) == written_texts(other)
        assert orientations(one) == orientations(other)


def written_texts(document):
    """The tables by their captions, without blank places: LibreOffice joins columns that no row parts."""
    return [(table.caption, [[text for text in row if text] for row in table.texts]) for table in tables_of(document)]


def orientations(document):
    return [section.page_width > section.page_height for section in document.sections]


# --- notices that would become one file ------------------------------------------------------------------


def open_paper(path, enterprise):
    """The faulty paper, with something to rectify, of an enterprise."""
    paper = faulty()
    paper.facts["企业名称"] = enterprise
    filled_paper(path, paper)
    return path


@pytest.mark.parametrize(
    ("one", "other"), [("甲/乙公司", "甲:乙公司"), ("甲" * 60 + "一厂", "甲" * 60 + "二厂"), ("ABC厂", "abc厂")]
)
def test_notices_of_two_enterprises_never_become_one_file(annex, tmp_path, one, other):
    papers = [open_paper(tmp_path / f"{n}.xlsx", name) for n, name in enumerate((one, other))]
    said, written = annex(*papers, "-o", annex.out, "--notice", code=2)
    assert "会写成同一个文件" in said
    assert len(said.strip().splitlines()) == 1
    assert written == []  # no annex either


def test_notice_that_a_person_changed_is_refused_before_anything_is_written(annex, tmp_path):
    path = open_paper(tmp_path / "错.xlsx", "乙机械有限公司")
    (annex.out / "乙机械有限公司_隐患整改通知书.docx").write_bytes(b"edited")
    said, written = annex(path, "-o", annex.out, "--notice", code=2)
    assert "已存在" in said
    assert written == ["乙机械有限公司_隐患整改通知书.docx"]


def test_notice_that_will_not_be_written_may_be_there(annex, papers):
    """Nothing is left to rectify: the letter of the earlier round stays, and the annexes are written."""
    (annex.out / "甲涂装有限公司_隐患整改通知书.docx").write_bytes(b"edited")
    _, written = annex(papers / "好.xlsx", "-o", annex.out, "--notice")
    assert "好_附表.xlsx" in written
