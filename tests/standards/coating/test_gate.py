"""The gate before review: every rule answers one item, a fault fails that item, a missing input is no pass."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from papers import CLOSED_DANGER, Grids, save

from coatxl.batch.catalogue import everything
from coatxl.batch.folder import Job
from coatxl.batch.gate import answers_of, pass_gate
from coatxl.batch.run import SettingsFor
from coatxl.cli import cli
from coatxl.findings import NotRun
from coatxl.reports.gate_model import GateAnswer
from coatxl.standards.coating.annexes.gate import block
from coatxl.standards.coating.gate import ITEMS, item_of, missed
from coatxl.standards.coating.plant import plant
from coatxl.standards.coating.rules.gate import gate_rules
from coatxl.standards.coating.tables import ChecklistRow, HiddenDangerRow, LecRow, TeamRow


def test_every_rule_belongs_to_exactly_one_item() -> None:
    ids = [rule.id for rule in (*everything(), *gate_rules())]
    for rule in ids:
        exact = [item.id for item in ITEMS if rule in item.rules]
        begun = [item.id for item in ITEMS if any(w.endswith("-") and rule.startswith(w) for w in item.rules)]
        assert (exact or begun) == [item_of(rule).id], rule


def test_no_item_names_a_rule_that_does_not_exist() -> None:
    ids = [rule.id for rule in (*everything(), *gate_rules())]
    for item in ITEMS:
        for word in item.rules:
            assert any(rule == word or (word.endswith("-") and rule.startswith(word)) for rule in ids), word


def gate(tmp_path: Path, grids: Grids) -> dict[str, GateAnswer]:
    path = save(grids, tmp_path / "底稿.xlsx")
    answers, _ = pass_gate([Job(path, path.name)], SettingsFor())
    return {answer.id: answer for answer in answers}


def with_outdated() -> Grids:
    """The mended paper with an item on outdated equipment, in place of the last one's number and measures."""
    grids = Grids()
    last = dict(grids.rows[ChecklistRow][-1])
    number = str(int(last["number"]) + 1)
    return grids.add(
        ChecklistRow,
        **last
        | {
            "number": number,
            "item": "不使用国家明令淘汰的工艺、设备",
            "measures": "",
            "basis": "《安全生产法》第三十八条",
        },
    )


def test_an_item_passes_when_all_its_rules_ran_and_found_nothing(tmp_path: Path) -> None:
    answers = gate(tmp_path, with_outdated())
    assert answers["G04"].verdict == "通过"
    assert answers["G06"].verdict == "通过"
    assert answers["G14"].verdict == "通过"


def test_a_fault_fails_its_item_at_its_cell_and_no_other(tmp_path: Path) -> None:
    before = gate(tmp_path, with_outdated())
    after = gate(tmp_path, with_outdated().set(ChecklistRow, 0, conforms=""))
    changed = {name: answer for name, answer in after.items() if answer.verdict != before[name].verdict}
    assert list(changed) == ["G06"]
    assert [(f.rule, f.sheet) for f in changed["G06"].cells] == [("CX8.2-09", "安全检查表")]


def test_a_removed_input_turns_a_pass_into_cannot_be_judged(tmp_path: Path) -> None:
    assert gate(tmp_path, with_outdated())["G14"].verdict == "通过"
    answer = gate(tmp_path, with_outdated().without(LecRow))["G14"]
    assert (answer.verdict, answer.cells) == ("无法机检", ())
    assert {"CXB-01", "CXC-01"} <= {each.rule for each in answer.not_run}


def test_sheets_of_clauses_that_a_paper_lacks_are_no_pass(tmp_path: Path) -> None:
    answers = gate(tmp_path, with_outdated())
    assert {answers[name].verdict for name in ("G07", "G09")} == {"无法机检"}


def test_one_method_is_enough() -> None:
    assert missed(["CXC-01", "CXC-02", "CX7.3-02"]) == []
    assert missed(["CXB-01", "CXC-01"]) == ["CXB-01", "CXC-01"]
    assert missed(["CXB-04"]) == ["CXB-04"]


def test_unlike_hidden_dangers_with_one_suggestion_are_asked_about(tmp_path: Path) -> None:
    def told(first: str, second: str) -> list[str]:
        grids = with_outdated()
        for number, text in enumerate((first, second), 1):
            grids.add(HiddenDangerRow, **CLOSED_DANGER | {"number": str(number), "description": text})
        return [f.rule for f in gate(tmp_path, grids)["G08"].cells]

    assert told("灭火器压力不足", "地面破损有坑") == ["CXG-02"]
    assert told("1号喷漆室灭火器压力不足", "2号喷漆室灭火器压力不足") == []


def test_a_file_that_cannot_be_read_leaves_nothing_passed(tmp_path: Path) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"not a workbook")
    answers, files = pass_gate([Job(bad, bad.name)], SettingsFor())
    assert {answer.verdict for answer in answers} == {"无法机检", "不通过"}
    assert [answer.id for answer in answers if answer.verdict == "不通过"] == ["G20"]
    assert files[0].status == "unreadable"


def test_what_the_settings_accept_passes_with_its_reason(tmp_path: Path) -> None:
    path = save(with_outdated().set(ChecklistRow, 0, conforms=""), tmp_path / "底稿.xlsx")
    reason = "企业停产，下月补查"
    accept = f'[[accept]]\nrule = "CX8.2-09"\nreason = "{reason}"\n'
    (tmp_path / "coatxl.toml").write_text(accept, encoding="utf-8")
    answers, _ = pass_gate([Job(path, path.name)], SettingsFor())
    answer = next(each for each in answers if each.id == "G06")
    assert answer.verdict == "通过"
    assert [f.accepted for f in answer.accepted] == [reason]
    told = run("gate", path).stdout
    assert reason in told
    assert "强制性条件逐项检查，没有空项（有已接受 1 处）" in told


def lowered(tmp_path: Path) -> Path:
    """A paper with a blank verdict, whose severity its coatxl.toml lowers; another rule is switched off there."""
    path = save(with_outdated().set(ChecklistRow, 0, conforms=""), tmp_path / "底稿.xlsx")
    rules = '[rules."CX8.2-09"]\nseverity = "info"\n[rules."CX9.2-01"]\nenabled = false\n'
    (tmp_path / "coatxl.toml").write_text(rules, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["text", "json", "html", "xlsx", "docx"])
def test_every_format_tells_what_the_settings_lowered_or_switched_off_the_dates_and_the_digest(
    tmp_path: Path, name: str
) -> None:
    path, target = lowered(tmp_path), tmp_path / f"一.{name}"
    run("gate", path, "--format", name, "--output", target)
    words = printed(target)
    for word in ("CX8.2-09", "级别由错误改为提示", "CX9.2-01", "关闭", "评价基准日"):
        assert word in words, word
    assert hashlib.sha256(path.read_bytes()).hexdigest()[:12] in words


def printed(target: Path) -> str:
    """All words of a written gate."""
    if target.suffix in (".text", ".json", ".html"):
        return target.read_text("utf-8")
    with zipfile.ZipFile(target) as archive:
        return "".join(archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".xml"))


def test_json_names_the_settings_the_rules_of_each_item_and_what_does_not_apply(tmp_path: Path) -> None:
    document = json.loads(run("gate", lowered(tmp_path), "--format", "json").stdout)
    assert {"name": "规则 CX9.2-01", "value": "关闭", "files": ["底稿.xlsx"]} in document["settings"]
    items = {item["id"]: item for item in document["items"]}
    assert items["G15"]["rules"] == ["CX10.1-01"]
    assert {"CX0-02", "CX0-03", "CXS-01"} <= set(items["G20"]["rules"])
    assert {each["rule"] for each in items["G14"]["not_applicable"]} >= {"CXC-01", "CXC-02"}
    assert all(
        each["rule"] not in {n["rule"] for n in items["G14"]["not_run"]} for each in items["G14"]["not_applicable"]
    )


def test_without_a_photo_folder_the_item_of_photos_says_how_far_it_saw(tmp_path: Path) -> None:
    path = save(with_outdated().add(HiddenDangerRow, **CLOSED_DANGER), tmp_path / "底稿.xlsx")
    items = {item["id"]: item for item in json.loads(run("gate", path, "--format", "json").stdout)["items"]}
    assert len(items["G09"]["notes"]) == 1
    assert "没有打开照片文件" in items["G09"]["notes"][0]
    photos = tmp_path / "照片"
    photos.mkdir()
    seen = json.loads(run("gate", path, "--photos", photos, "--format", "json").stdout)["items"]
    assert all(item["notes"] == [] for item in seen)


def test_what_cannot_be_judged_is_no_success_for_a_script(tmp_path: Path) -> None:
    """0 only where every item passed: an input that is not there must not open the gate."""
    whole = Grids(plant())
    assert run("gate", save(whole, tmp_path / "全.xlsx")).return_value == 0
    lacking = run("gate", save(whole.without(TeamRow), tmp_path / "缺.xlsx"))
    assert "不通过 0" in lacking.stdout
    assert lacking.return_value == 1


def run(*args: object) -> Any:
    return CliRunner().invoke(cli, [str(a) for a in args], standalone_mode=False)


def test_json_has_every_item_with_its_cells_and_what_did_not_run(tmp_path: Path) -> None:
    path = save(Grids(), tmp_path / "底稿.xlsx")
    result = run("gate", path, "--format", "json")
    document = json.loads(result.stdout)
    assert document["schema"] == "coatxl.gate/1"
    assert [item["id"] for item in document["items"]] == [item.id for item in ITEMS]
    assert {frozenset(item) for item in document["items"]} == {
        frozenset(
            {
                "id",
                "kind",
                "title",
                "verdict",
                "cells",
                "accepted",
                "not_run",
                "not_applicable",
                "rules",
                "notes",
                "person",
            }
        )
    }
    failed = next(item for item in document["items"] if item["id"] == "G04")
    assert failed["verdict"] == "不通过"
    assert failed["cells"][0]["sheet"] == "安全检查表"
    assert result.return_value == 1


@pytest.mark.parametrize("name", ["xlsx", "docx", "html", "text"])
def test_every_format_is_written_and_twice_the_same(tmp_path: Path, name: str) -> None:
    path = save(Grids(), tmp_path / "底稿.xlsx")
    first, second = tmp_path / f"一.{name}", tmp_path / f"二.{name}"
    for target in (first, second):
        assert run("gate", path, "--format", name, "--output", target).return_value == 1
    assert first.read_bytes() == second.read_bytes()


def test_html_is_inert(tmp_path: Path) -> None:
    grids = Grids().set(ChecklistRow, 0, item="<script>alert(1)</script>××")
    path, target = save(grids, tmp_path / "底稿.xlsx"), tmp_path / "a.html"
    run("gate", path, "--format", "html", "--output", target)
    page = target.read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_table_for_word_has_a_row_for_each_item() -> None:
    answers = answers_of([])
    assert len(block(answers, [], "无").rows) == len(ITEMS) + 1
    assert all(isinstance(each, NotRun) for answer in answers for each in answer.not_run)
