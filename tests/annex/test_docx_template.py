"""A firm's own Word template: every placeholder filled wherever it stands, and every doubt refused by place."""

from __future__ import annotations

import time
import zipfile
from copy import deepcopy

import docx as python_docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Cm, Pt
from word_tables import attribute, paragraphs_of, tables_of

from coatxl import isolation
from coatxl.annex import firm_template
from coatxl.annex.block import Block, Cell, Provenance, Source
from coatxl.annex.firm_template import TemplateRefused
from coatxl.annex.word.package import save
from coatxl.workbook.own import is_unedited
from coatxl.workbook.save import CannotWrite

PROVENANCE = Provenance((Source("底稿.xlsx", "表", frozenset({5}), "ab" * 32),), "某标准", (), "coatxl 1")
TEXTS = {"企业名称": "甲涂装有限公司", "评价基准日": "2026年3月31日", "项目负责人": "", "隐患数": "0"}
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def block(table, widths=(2.0, 6.0)):
    rows = (
        tuple(Cell(f"列{n}", "header") for n in range(len(widths))),
        tuple(Cell(f"{table}{n}") for n in range(len(widths))),
    )
    return Block(table, table, "", "8.2", widths, rows, 1, PROVENANCE)


TABLES = {
    "安全检查表": [block("安全检查表")],
    "风险评价汇总": [block("风险评价汇总", (10.0, 12.0))] * 2,
    "隐患清单": [],
}


@pytest.fixture
def fill(tmp_path):
    def run(document, texts=TEXTS, tables=TABLES):
        document.save(tmp_path / "模板.docx")
        firm_template.write(tmp_path / "模板.docx", tmp_path / "报告.docx", texts, tables, title="报告")
        return python_docx.Document(tmp_path / "报告.docx")

    return run


@pytest.fixture
def refused(fill, tmp_path):
    def run(document, **given):
        with pytest.raises(TemplateRefused) as said:
            fill(document, **given)
        assert not (tmp_path / "报告.docx").exists()
        return str(said.value).removeprefix("模板“模板.docx”不能填写：")

    return run


def template(*paragraphs):
    document = python_docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return document


def test_texts_take_the_place_of_placeholders(fill):
    document = fill(template("{{企业名称}}（基准日{{评价基准日}}）共{{隐患数}}项，{{企业名称}}"))
    assert paragraphs_of(document) == ["甲涂装有限公司（基准日2026年3月31日）共0项，甲涂装有限公司"]


@pytest.mark.parametrize("written", ["{{企业名称}}", "{{ 企业名称 }}", "｛｛企业名称｝｝", "{{企业\u3000名称}}"])
def test_braces_and_spaces_as_people_type_them(fill, written):
    assert paragraphs_of(fill(template(written))) == ["甲涂装有限公司"]


def test_placeholder_parted_over_runs_is_found(fill):
    """Word parts a text by its spelling marks and fonts, in ways that nobody sees."""
    document = template("")
    paragraph = document.paragraphs[0]
    for text, bold in (
        ("致：", False),
        ("{", True),
        ("{企业", False),
        ("名称", False),
        ("}}公司", False),
        ("{{隐患", False),
        ("数}}", True),
    ):
        paragraph.add_run(text).bold = bold
    runs = fill(document).paragraphs[0].runs
    assert [(run.text, run.bold) for run in runs if run.text] == [
        ("致：", False), ("甲涂装有限公司", True), ("公司", False), ("0", False),
    ]  # fmt: skip


def test_placeholders_of_one_run_and_line_breaks_in_values(fill):
    texts = {"甲": "一\n二", "乙": "三\n四"}
    document = fill(template("前{{甲}}中{{乙}}后"), texts=texts)
    assert paragraphs_of(document) == ["前一\n二中三\n四后"]
    assert len(document.element.body.findall(f".//{qn('w:br')}")) == 2


def test_placeholders_everywhere(fill):
    document = template("{{企业名称}}")
    document.add_table(1, 2).cell(0, 1).text = "{{企业名称}}"
    section = document.sections[0]
    section.header.paragraphs[0].text = "{{企业名称}}"
    section.different_first_page_header_footer = True
    section.first_page_footer.paragraphs[0].text = "{{企业名称}}"
    box = f"<w:r {W}><w:pict><w:txbxContent><w:p><w:r><w:t>{{{{企业名称}}}}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    document.add_paragraph("框")._p.append(parse_xml(box))
    filled = fill(document)
    assert [node.text for node in filled.element.body.iter(qn("w:t"))] == [
        *["甲涂装有限公司"] * 2,
        "框",
        "甲涂装有限公司",
    ]
    assert filled.sections[0].header.paragraphs[0].text == "甲涂装有限公司"
    assert filled.sections[0].first_page_footer.paragraphs[0].text == "甲涂装有限公司"


def test_footnotes_are_filled_too(fill, tmp_path):
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    document = template("{{隐患数}}")
    xml = f'<w:footnotes {W}><w:footnote w:id="1"><w:p><w:r><w:t>{{{{企业名称}}}}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), document.part.package)
    document.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")
    fill(document)
    with zipfile.ZipFile(tmp_path / "报告.docx") as archive:
        assert '<w:t xml:space="preserve">甲涂装有限公司</w:t>' in archive.read("word/footnotes.xml").decode()


def test_values_are_text_and_nothing_else(fill):
    hostile = '{{评价基准日}}{{附表:安全检查表}} =1+1 <w:p/> & \x0b "'
    document = fill(template("{{企业名称}}"), texts={**TEXTS, "企业名称": hostile})
    assert paragraphs_of(document) == [hostile.replace("\x0b", "\ufffd")]
    assert tables_of(document) == []


def test_table_takes_the_place_of_its_paragraph(fill):
    document = fill(template("前", "{{附表:安全检查表}}", "后"))
    texts = paragraphs_of(document)
    assert texts == ["前", *PROVENANCE.lines(), "后"]
    (table,) = tables_of(document)
    assert table.caption == "表 A.1　安全检查表"
    assert table.texts == [["列0", "列1"], ["安全检查表0", "安全检查表1"]]


def test_tables_are_numbered_as_they_stand_in_the_template(fill):
    document = fill(template("{{附表：风险评价汇总}}", "{{附表:安全检查表}}"))
    assert [table.caption for table in tables_of(document)] == [
        "表 A.1　风险评价汇总", "表 A.2　风险评价汇总", "表 A.3　安全检查表",
    ]  # fmt: skip


def test_all_tables_that_have_data(fill):
    document = fill(template("{{附表:全部}}"))
    assert [table.caption for table in tables_of(document)] == [
        "表 A.1　安全检查表", "表 A.2　风险评价汇总", "表 A.3　风险评价汇总",
    ]  # fmt: skip


def layout(document):
    """For each section: orientation, whether its first page differs, where its page numbers start, its header."""
    return [
        (
            "横" if section.orientation is WD_ORIENT.LANDSCAPE else "竖",
            section.different_first_page_header_footer,
            attribute(section._sectPr, "w:pgNumType", "start") or None,
            section.header.paragraphs[0].text,
        )
        for section in document.sections
    ]


def test_wide_table_lies_across_and_the_firms_pages_go_on(fill):
    document = template("封面", "{{附表:风险评价汇总}}", "结论")
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.header.paragraphs[0].text = "{{企业名称}}"
    section.different_first_page_header_footer = True
    section._sectPr.append(parse_xml(f'<w:pgNumType {W} w:start="3"/>'))
    name = "甲涂装有限公司"
    filled = fill(document)
    assert layout(filled) == [("竖", True, "3", name), ("横", False, None, name), ("竖", False, None, name)]
    assert [text for text in paragraphs_of(filled) if text in ("封面", "结论", "")] == ["封面", "结论"]


def test_wide_table_at_the_end_of_a_section(fill):
    document = template("甲", "{{附表:风险评价汇总}}")
    document.sections[0].page_width, document.sections[0].page_height = Cm(21), Cm(29.7)
    document.paragraphs[1]._p.set_sectPr(deepcopy(document.sections[0]._sectPr))
    document.add_paragraph("乙")
    filled = fill(document)
    assert [each[0] for each in layout(filled)] == ["竖", "横", "竖"]
    assert [text for text in paragraphs_of(filled) if len(text) == 1] == ["甲", "乙"]


def test_table_is_narrowed_to_the_templates_margins(fill):
    document = template("{{附表:安全检查表}}")
    section = document.sections[0]
    section.page_width, section.left_margin, section.right_margin = Cm(21), Cm(7), Cm(8)
    table = fill(document).tables[0]._tbl
    widths = [int(col.get(qn("w:w"))) for col in table.iter(qn("w:gridCol"))]
    assert sum(widths) == pytest.approx(Cm(6).twips, abs=3)
    assert widths[1] == pytest.approx(3 * widths[0], abs=3)


def test_templates_own_style_changes_no_table(fill):
    document = template("{{附表:安全检查表}}")
    normal = document.styles["Normal"]
    normal.font.bold, normal.font.size = True, Pt(16)
    normal.paragraph_format.first_line_indent, normal.paragraph_format.line_spacing = Pt(32), Pt(28)
    cell = fill(document).tables[0].cell(2, 0).paragraphs[0]
    assert (cell.runs[0].bold, cell.runs[0].font.size) == (False, Pt(10.5))
    assert (cell.paragraph_format.first_line_indent, cell.paragraph_format.line_spacing) == (0, 1.0)


def test_the_rest_of_the_template_is_untouched(fill, tmp_path):
    document = template("标题", "{{企业名称}}")
    document.paragraphs[0].style = "Heading 1"
    document.core_properties.author = "某机构"
    filled = fill(document)
    assert filled.paragraphs[0].style.name == "Heading 1"
    assert filled.core_properties.author == "某机构"
    with zipfile.ZipFile(tmp_path / "模板.docx") as one, zipfile.ZipFile(tmp_path / "报告.docx") as other:
        assert [*one.namelist(), "docProps/coatxl.xml"] == other.namelist()
        assert one.read("word/styles.xml") == other.read("word/styles.xml")


def test_same_template_and_paper_same_bytes(fill, tmp_path):
    fill(template("{{企业名称}}", "{{附表:全部}}"))
    first = (tmp_path / "报告.docx").read_bytes()
    fill(template("{{企业名称}}", "{{附表:全部}}"))
    assert (tmp_path / "报告.docx").read_bytes() == first
    assert is_unedited(tmp_path / "报告.docx")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{企业名}}", "正文第1段：不认识占位符{{企业名}}，是否为{{企业名称}}"),
        ("{{zzz}}", "正文第1段：不认识占位符{{zzz}}"),
        ("{{}}", "正文第1段：不认识占位符{{}}"),
        ("{{项目负责人}}", "正文第1段：占位符{{项目负责人}}没有数据"),
        ("{{附表:隐患清单}}", "正文第1段：占位符{{附表:隐患清单}}没有数据"),
        ("{{附表:检查表}}", "正文第1段：没有附表{{附表:检查表}}，可用的为安全检查表、风险评价汇总、隐患清单、全部"),
        (
            "见{{附表:安全检查表}}",
            "正文第1段：{{附表:安全检查表}}要独占正文的一段，不能放在表格、文本框、页眉页脚里或文字中间",
        ),
        ("{{企业名称", "正文第1段：“{{企业名称”的括号没有成对"),
        ("企业}}名称", "正文第1段：“企业}}名称”的括号没有成对"),
        ("{{企业名称}}于{评价基准日}", "正文第1段：“{评价基准日}”不是占位符，不会被填写；占位符写作{{企业名称}}"),
        ("{{企业名称}}，${name}", "正文第1段：“${name}”不是占位符，不会被填写；占位符写作{{企业名称}}"),
        ("{{企业名称}}，｛评价基准日｝", "正文第1段：“｛评价基准日｝”不是占位符，不会被填写；占位符写作{{企业名称}}"),
        ("{{企业名称}}，«企业名称»", "正文第1段：“«企业名称»”不是占位符，不会被填写；占位符写作{{企业名称}}"),
        ("{{企业名称}}{% if x %}", "正文第1段：“{% if x %}”不是占位符，不会被填写；占位符写作{{企业名称}}"),
        ("{{企业\n名称}}", "正文第1段：“{{企业\n名称}}”的括号没有成对；正文第1段：“{{企业\n名称}}”的括号没有成对"),
    ],
)
def test_what_cannot_be_filled_is_said_with_its_place(refused, text, said):
    assert refused(template(text)) == said


def test_every_fault_is_told_at_once(refused):
    document = template("好{{企业名称}}", "{{甲}}")
    document.add_table(2, 2).cell(1, 0).text = "{{乙}}"
    document.sections[0].footer.paragraphs[0].text = "{{附表:安全检查表}}"
    assert [fault.partition("：")[0] for fault in refused(document).split("；")] == [
        "正文第2段",
        "正文第1个表第2行第1格",
        "页脚",
    ]


def test_many_faults_are_counted(refused):
    assert refused(template(*["{{甲}}"] * 20)).endswith("；另有12处")


def test_table_twice_is_refused(refused):
    assert refused(template("{{附表:安全检查表}}", "{{附表:全部}}")) == "正文第2段：附表“安全检查表”在模板里出现了两次"


def test_nothing_to_assemble_is_refused(refused):
    assert refused(template("{{附表:全部}}"), tables={"隐患清单": []}) == "正文第1段：占位符{{附表:全部}}没有数据"


def test_placeholder_in_a_field_code_is_refused(refused):
    document = template("甲")
    document.paragraphs[0]._p.append(
        parse_xml(f"<w:r {W}><w:instrText> DOCPROPERTY {{{{企业名称}}}} </w:instrText></w:r>")
    )
    assert refused(document) == "正文第1段：域代码“DOCPROPERTY {{企业名称}}”里不能放占位符"


def test_template_without_placeholders_is_refused(refused):
    assert "里没有占位符" in refused(template("企业名称：____"))


@pytest.mark.parametrize("content", [b"", b"not a zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_file_that_is_no_docx_is_said(tmp_path, content):
    bad = tmp_path / "模板.doc"
    bad.write_bytes(content)
    with pytest.raises(TemplateRefused, match="不是能打开的"):
        firm_template.write(bad, tmp_path / "报告.docx", TEXTS, TABLES, title="")
    with pytest.raises(TemplateRefused, match="找不到"):
        firm_template.write(tmp_path / "无.docx", tmp_path / "报告.docx", TEXTS, TABLES, title="")


def test_template_is_never_overwritten(tmp_path):
    path = tmp_path / "模板.docx"
    template("{{企业名称}}").save(path)
    before = path.read_bytes()
    with pytest.raises(CannotWrite, match="不能覆盖"):
        firm_template.write(path, path, TEXTS, TABLES, title="")
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", ["{1，2}", "集合{ }", "风速v={0.5}m/s", "{}"])
def test_braces_that_hold_no_name_are_text(fill, text):
    assert paragraphs_of(fill(template("{{企业名称}}", text))) == ["甲涂装有限公司", text]


# --- strangers' files ------------------------------------------------------------------------------------


def repacked(document, path, change):
    """A template with parts changed or added: change takes the parts by name and returns them."""
    document.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in change(parts).items():
            archive.writestr(name, content)


def filled_from(path, target):
    firm_template.write(path, target, TEXTS, TABLES, title="")


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "docProps/app.xml", "word/media/logo.svg"])
def test_a_part_with_a_doctype_is_refused(tmp_path, part):
    """Its entities would be copied unresolved: Word could not open the report."""

    def declare(parts):
        content = parts.get(part, b"<svg/>")
        root = content.index(b"<", content.index(b"?>") + 2) if b"?>" in content else 0
        return parts | {part: content[:root] + b'<!DOCTYPE d [<!ENTITY x "y">]>' + content[root:]}

    repacked(template("{{企业名称}}"), tmp_path / "模板.docx", declare)
    with pytest.raises(TemplateRefused, match="DOCTYPE"):
        filled_from(tmp_path / "模板.docx", tmp_path / "报告.docx")
    assert not (tmp_path / "报告.docx").exists()


def test_a_part_that_inflates_beyond_all_reason_is_refused_unread(tmp_path):
    def swell(parts):
        return parts | {"word/media/image9.png": bytes(70 * 1024 * 1024)}

    repacked(template("{{企业名称}}"), tmp_path / "模板.docx", swell)
    assert (tmp_path / "模板.docx").stat().st_size < 200_000
    with pytest.raises(TemplateRefused, match="解压后超过64 MB"):
        filled_from(tmp_path / "模板.docx", tmp_path / "报告.docx")


def test_a_template_is_opened_in_a_child_that_can_be_ended(tmp_path, monkeypatch):
    template("{{企业名称}}").save(tmp_path / "模板.docx")
    monkeypatch.setattr(firm_template, "_filled", lambda *_: time.sleep(60))
    monkeypatch.setattr(firm_template, "LIMITS", isolation.Limits(wall=0.2))
    with pytest.raises(TemplateRefused, match="用时过长"):
        filled_from(tmp_path / "模板.docx", tmp_path / "报告.docx")


_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def linked(parts, owner, kind, target):
    """The parts with an external relationship of one of them."""
    folder, _, name = owner.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    link = f'<Relationship Id="rId77" Type="{_LINK}{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    return parts | {rels: parts.get(rels, empty).replace(b"</Relationships>", link.encode())}


def test_the_link_to_a_remote_template_does_not_come_into_the_report(tmp_path):
    def attach(parts):
        element = b'<w:attachedTemplate xmlns:r="%s" r:id="rId77"/><w:zoom' % _LINK.rstrip("/").encode()
        settings = parts["word/settings.xml"].replace(b"<w:zoom", element, 1)
        assert b"attachedTemplate" in settings
        return linked(
            parts | {"word/settings.xml": settings}, "word/settings.xml", "attachedTemplate", "http://192.0.2.1/a.dotm"
        )

    repacked(template("{{企业名称}}"), tmp_path / "模板.docx", attach)
    filled_from(tmp_path / "模板.docx", tmp_path / "报告.docx")
    with zipfile.ZipFile(tmp_path / "报告.docx") as archive:
        for name in archive.namelist():
            assert b"192.0.2.1" not in archive.read(name), name
            assert b"attachedTemplate" not in archive.read(name), name
    assert paragraphs_of(python_docx.Document(tmp_path / "报告.docx")) == ["甲涂装有限公司"]


def test_content_that_lies_elsewhere_is_refused_and_a_hyperlink_is_not(tmp_path):
    path, target = tmp_path / "模板.docx", tmp_path / "报告.docx"
    repacked(
        template("{{企业名称}}"), path, lambda p: linked(p, "word/document.xml", "image", "http://192.0.2.1/a.png")
    )
    with pytest.raises(TemplateRefused, match=r"链接了文件之外的内容（http://192\.0\.2\.1/a\.png）"):
        filled_from(path, target)
    repacked(template("{{企业名称}}"), path, lambda p: linked(p, "word/document.xml", "hyperlink", "http://192.0.2.1/"))
    filled_from(path, target)
    assert target.exists()


def test_a_document_that_would_not_open_is_not_moved_into_place(tmp_path):
    target = tmp_path / "报告.docx"
    target.write_bytes(b"old")
    template("甲").save(tmp_path / "好.docx")
    whole = (tmp_path / "好.docx").read_bytes()
    for content in (b"", whole[:-30], whole.replace(b"word/document.xml", b"word/dokument.xml")):
        with pytest.raises(CannotWrite, match="完整性检查"):
            save(content, target)
    assert target.read_bytes() == b"old"
    save(whole, target)
    assert target.read_bytes() == whole
