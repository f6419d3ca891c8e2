"""The text report as an evaluator reads it, in a pipe and on a terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from report_cases import HOSTILE, TITLE, finding, one_file

from coatxl.findings import Lang
from coatxl.reports import text
from coatxl.reports.model import FileResult, RunResult

GoldenCheck = Callable[[str, str], None]
SEQUENCE = re.compile(r"\x1b\[[0-9;]*m")


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


class Pipe(io.StringIO):
    encoding = "gbk"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_whole_report(run: RunResult, lang: Lang, golden: GoldenCheck):
    golden(f"check.{lang}.txt", text.render(run, lang=lang).decode())


def test_no_findings_names_the_files_by_number_and_says_so():
    run = RunResult([FileResult("底稿.xlsx", "clean", "ab" * 32, {}, ())], "coating", TITLE, "0.1.0")
    assert text.render(run).decode().splitlines() == [
        "没有发现问题",
        "检查 1 个文件：错误 0，警告 0，提示 0",
        "标准：T/ZAWS ××—2025　coatxl 0.1.0",
    ]


def test_no_files_is_not_called_clean():
    said = text.render(RunResult([], "coating", TITLE, "0.1.0")).decode()
    assert "没有找到要检查的工作簿" in said
    assert "没有发现问题" not in said


def test_a_stopped_run_says_that_it_is_partial(run: RunResult):
    partial = RunResult(run.files, "coating", TITLE, "0.1.0", partial=True)
    assert "检查中途停止" in text.render(partial).decode()
    assert "检查中途停止" not in text.render(run).decode()


def test_a_file_without_findings_beside_others_is_named(run: RunResult):
    more = RunResult([*run.files, FileResult("丁厂.xlsx", "clean", "ef" * 32, {}, ())], "coating", TITLE, "0.1.0")
    assert "没有发现问题：丁厂.xlsx" in text.render(more).decode().splitlines()


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("terminal", [False, True], ids=["pipe", "terminal"])
def test_hostile_strings_do_nothing(hostile: str, *, terminal: bool):
    run = one_file(
        finding("CX0-01", "error", hostile, f"{hostile}!A1", hostile, hostile, hostile, file=hostile),
        finding("CX0-02", "error", "", "表!A2", "", "m", "f", file=hostile, accepted=hostile),
        path=hostile,
    )
    if terminal:
        stream = Terminal()
        text.show(run, stream)
        said = SEQUENCE.sub("", stream.getvalue())
    else:
        said = text.render(run).decode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", said)
    if hostile.startswith("[bold]") and not terminal:
        assert hostile in said  # markup is shown, not obeyed


def test_a_terminal_gets_colour_and_the_same_words(run: RunResult, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "200")
    stream = Terminal()
    text.show(run, stream)
    assert "\x1b[1;31m" in stream.getvalue()
    plain = "\n".join(line.rstrip() for line in SEQUENCE.sub("", stream.getvalue()).splitlines())
    assert plain + "\n" == text.render(run).decode()


def test_long_lines_wrap_behind_their_label(run: RunResult, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "50")
    stream = Terminal()
    text.show(run, stream)
    lines = SEQUENCE.sub("", stream.getvalue()).splitlines()
    assert max(map(text.width, lines)) <= 50
    start = next(i for i, line in enumerate(lines) if "失控诱因16" in line)
    assert lines[start + 1].startswith("        ")
    assert lines[start].strip() + lines[start + 1].strip() == "失控诱因16“在喷漆作业场所附近吸烟。”没有风险管控措施"


@pytest.mark.parametrize("variable", [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_colour_on_request(run: RunResult, variable: tuple[str, str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(*variable)
    stream = Terminal()
    text.show(run, stream)
    assert stream.getvalue() == text.render(run).decode()


def test_what_a_gbk_pipe_cannot_hold_is_shown_as_its_code(run: RunResult):
    stream = Pipe()
    text.show(run, stream)
    assert "罩口风速" in stream.getvalue()
    assert "\\u21b5罩口风速" in stream.getvalue()
    assert stream.getvalue().encode("gbk")


def test_places_are_aligned_by_the_columns_that_they_take(run: RunResult):
    heads = [line for line in text.render(run).decode().splitlines() if "依据 附录B" in line or "依据 7.3" in line]
    assert len({text.width(line.partition("依据")[0]) for line in heads}) == 1
    assert text.width("风险a１") == 7


def test_a_long_value_is_cut_and_a_long_message_is_not():
    said = text.render(one_file(finding("CX0-01", "error", "", "表!A1", "值" * 500, "问" * 500, "f"))).decode()
    assert "值" * 200 + "……\n" in said
    assert "问" * 500 in said


def test_the_summary_alone_is_the_end_of_the_report(run: RunResult):
    stream = io.StringIO()
    text.show_summary(run, stream)
    assert text.render(run).decode().endswith(stream.getvalue())
    assert stream.getvalue().startswith("检查 3 个文件：错误 4，警告 1，提示 1；1 个文件打不开\n打不开：丙厂")


def test_a_very_narrow_window_shows_whole_lines(run: RunResult, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "20")
    stream = Terminal()
    text.show(run, stream)
    assert "失控诱因16“在喷漆作业场所附近吸烟。”没有风险管控措施" in SEQUENCE.sub("", stream.getvalue())


def test_an_unreadable_file_without_a_reason_is_still_named():
    run = RunResult([FileResult("坏.xlsx", "unreadable", None, {}, ())], "coating", TITLE, "0.1.0")
    assert "打不开：坏.xlsx" in text.render(run).decode().splitlines()


def test_a_value_is_shown_where_the_message_does_not_quote_it():
    quoted = finding("CXB-01", "error", "", "表!A1", "4", "L=4 不在表B.1的取值内", "f")
    other = finding("CX8.2-08", "error", "", "表!A2", "某规范", "依据没有条款号", "f")
    said = text.render(one_file(quoted, other)).decode()
    assert "当前值  某规范" in said
    assert said.count("当前值") == 1
