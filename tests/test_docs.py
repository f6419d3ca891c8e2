"""The documentation: generated pages are fresh, links lead somewhere, and what is shown to be typed works."""

from __future__ import annotations

import importlib
import json
import re
import shlex
import shutil
import tomllib
from dataclasses import fields
from pathlib import Path

import click
import pytest

from coatxl import cli
from coatxl.batch.catalogue import everything
from coatxl.findings import Finding
from coatxl.reports.model import Summary
from coatxl.settings import Settings
from coatxl.settings.validated import validated
from coatxl.standards.coating.guide import blueprint
from coatxl.standards.coating.tables import TABLES

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
HANDBOOK = DOCS / "handbook.md"
BY_HAND = [README, HANDBOOK, ROOT / "CHANGELOG.md", ROOT / ".github/CONTRIBUTING.md"]
PAGES = [
    *BY_HAND,
    *(DOCS / name for name in ("cli.md", "functions.md", "rules.md", "settings.md", "sheets.md", "word-template.md")),
]
PICTURES = sorted((DOCS / "pictures").glob("*.png"))
VERBS = sorted(cli.cli.commands)
RULES = everything()
LARGEST_PICTURE = 300_000


@pytest.fixture
def build_docs(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module("build_docs")


def text_of(path):
    return path.read_text("utf-8")


def fences(path, language):
    """Return the fenced blocks of a language, with a list item's indent taken off."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```$", text_of(path), re.DOTALL | re.MULTILINE)
    return ["\n".join(line.removeprefix(indent) for line in block.splitlines()) for indent, block in found]


def commands(path):
    """Return the coatxl commands of the blocks that a shell reads, as lists of words."""
    lines = [line for language in ("sh", "bat") for block in fences(path, language) for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("coatxl ")]


def anchors(path):
    """Return what a link into a page may name: its own anchors, and GitHub's for its headings."""
    page = text_of(path)
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)">', page))


def broken(path):
    """Return the links of a page that lead nowhere."""
    page = re.sub(r"^( *)```.*?^\1```$", "", text_of(path), flags=re.DOTALL | re.MULTILINE)
    lost = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page):
        if link.startswith(("https://", "http://")):
            continue
        name, _, anchor = link.partition("#")
        target = path.parent / name if name else path
        if not target.is_file() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    return lost


def section(path, heading):
    return text_of(path).partition(f"\n## {heading}")[2].partition("\n## ")[0]


def test_generated_pages_are_up_to_date(build_docs, capsys):
    assert build_docs.main(["--check"]) == 0, capsys.readouterr().err


def test_check_fails_on_a_stale_page_and_writes_nothing(build_docs, tmp_path, capsys):
    folder = tmp_path / "docs"
    shutil.copytree(DOCS, folder)
    stale = folder / "rules.md"
    stale.write_text("old", "utf-8")
    (folder / "check.schema.json").unlink()
    assert build_docs.main(["--check"], folder) == 1
    assert capsys.readouterr().err.split(": ")[0] == "rules.md"
    assert stale.read_text("utf-8") == "old"
    assert not (folder / "check.schema.json").exists()
    assert build_docs.main([], folder) == 0
    assert build_docs.main(["--check"], folder) == 0


def test_generated_pages_say_so_in_their_first_line(build_docs):
    for name in build_docs.PAGES:
        first = text_of(DOCS / name).splitlines()[0]
        assert build_docs.COMMAND in first
        assert (ROOT / build_docs.COMMAND.partition(" ")[2]).is_file()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path):
    assert broken(path) == []


def test_a_broken_link_is_seen(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# 一 · One\n[a](#一--one) [b](#two) [c](page.md) [d](other.md) ![e](none.png)\n", "utf-8")
    assert broken(page) == ["#two", "other.md", "none.png"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_its_entry(rule):
    page = text_of(DOCS / "rules.md")
    _, found, rest = page.partition(f"\n### {rule.id} ")
    assert found
    entry = rest.partition("\n### ")[0]
    assert f"\n*{rule.title.en}*\n" in entry
    assert re.search(r"^- 怎么改：.", entry, re.MULTILINE)
    assert "{" not in entry


@pytest.mark.parametrize("path", BY_HAND, ids=lambda path: path.name)
def test_rules_named_by_hand_exist(path):
    assert set(re.findall(r"\bCX[\dA-Z.]*-\d\d\b", text_of(path))) <= {rule.id for rule in RULES}


def test_every_column_is_on_the_page_of_sheets():
    page = text_of(DOCS / "sheets.md")
    for table in TABLES:
        part = page.partition(f"\n## {table.sheet}\n")[2].partition("\n## ")[0]
        rows = [line for line in part.splitlines() if line.startswith("| ")]
        for each in table.fields.values():
            title = each.title.replace("*", "\\*")
            assert any(row.startswith((f"| {title} |", f"| {title}（")) for row in rows), (table.sheet, each.title)


@pytest.mark.parametrize("name", VERBS)
def test_verb_and_its_options_have_help(name):
    verb = cli.cli.commands[name]
    assert verb.help
    assert [p.name for p in verb.params if isinstance(p, click.Option) and not p.help] == []
    assert f"\n## coatxl {name}\n" in text_of(DOCS / "cli.md")


def test_readme_names_every_verb_and_every_exit_code():
    assert sorted(re.findall(r"^\| `(\w+)` \|", section(README, "Verbs"), re.MULTILINE)) == VERBS
    told = re.findall(r"^\| (\d+) \| (.+) \|$", text_of(README), re.MULTILINE)
    assert told == [(str(code), meaning) for code, _, meaning in cli.EXIT_CODES]


def test_help_tells_the_exit_codes():
    said = cli.cli.get_help(click.Context(cli.cli, info_name="coatxl"))
    assert all(f"{code:>4}  {meaning}" in said for code, meaning, _ in cli.EXIT_CODES)


@pytest.mark.parametrize("path", [README, HANDBOOK], ids=lambda path: path.name)
def test_commands_shown_are_valid(path):
    shown = commands(path)
    assert shown
    for verb, *arguments in shown:
        cli.cli.commands[verb].make_context(verb, arguments)


def test_programs_of_the_readme_exist():
    programs = {line.split()[1] for block in fences(README, "sh") for line in block.splitlines() if line[:3] == "sh "}
    assert programs == {"scripts/demo"}
    assert all((ROOT / each).is_file() for each in {*programs, "scripts/test"})


def test_readme_works_as_written(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for arguments in dict.fromkeys(map(tuple, commands(README))):
        with pytest.raises(SystemExit) as stop:
            cli.main(arguments)
        # The demo's papers have errors, and only check says so by its exit code.
        assert stop.value.code == (1 if arguments[0] == "check" else 0), (arguments, capsys.readouterr().err)
    written = {path.name for path in tmp_path.rglob("*.xlsx")}
    assert {"检查结果.xlsx", "隐患清单.xlsx", "喷漆作业专项评价_附表.xlsx", "涂装企业安全现状评价底稿.xlsx"} <= written
    (program,) = fences(README, "python")
    capsys.readouterr()
    exec(compile(program, "README.md", "exec"), {})
    said = capsys.readouterr().out
    assert "error CX8.2-02 危害因素描述" in said
    assert "2号探头检定标签过期" in said
    findings = json.loads((tmp_path / "findings.json").read_text("utf-8"))
    (shown,) = (json.loads(block) for block in fences(README, "json"))
    assert shown.keys() <= findings.keys()
    assert shown["summary"].keys() == findings["summary"].keys()
    assert shown["findings"][0].keys() == findings["findings"][0].keys()


def test_json_of_the_readme_is_a_finding():
    (shown,) = (json.loads(block) for block in fences(README, "json"))
    assert list(shown["summary"]) == [each.name for each in fields(Summary)]
    for finding in shown["findings"]:
        assert list(finding) == [each.name for each in fields(Finding)]
        rule = next(r for r in RULES if r.id == finding["rule"])
        assert (finding["severity"], finding["clause"], finding["fix"]) == (rule.severity, rule.clause, rule.fix.zh)


@pytest.mark.parametrize("path", [DOCS / "settings.md", HANDBOOK], ids=lambda path: path.name)
def test_settings_shown_are_valid(path):
    blocks = fences(path, "toml")
    assert blocks
    for block in blocks:
        shown = validated(tomllib.loads(block))
        assert shown != Settings()
        assert {*shown.rules, *(each.rule for each in shown.accept)} <= {rule.id for rule in RULES}


def test_handbook_explains_the_colours_of_the_paper():
    told = section(HANDBOOK, "颜色")
    assert all(word in told for word, *_ in blueprint().guide.colours if word)


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_picture_is_shown_and_light(path):
    pages = [text_of(README), *(page.read_text("utf-8") for page in (ROOT / "docs").glob("*.md"))]
    assert any(f"pictures/{path.name})" in page for page in pages)
    assert path.stat().st_size <= LARGEST_PICTURE
    assert path.read_bytes().startswith(b"\x89PNG")
