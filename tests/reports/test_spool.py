"""A run that is kept on disk reads as one in memory: the same bytes in every format."""

from __future__ import annotations

from pathlib import Path

import pytest
from report_cases import HOSTILE, TITLE, finding, mixed_run

from coatxl.findings import Lang, NotRun
from coatxl.reports import FORMATS, pieces
from coatxl.reports.model import FileResult, RunResult
from coatxl.reports.record import record_of, sha256_of
from coatxl.reports.spool import SpooledFiles
from coatxl.reports.view import View


def spooled(run: RunResult, order: slice = slice(None, None, -1)) -> RunResult:
    files = SpooledFiles()
    for position, file in list(enumerate(run.files))[order]:
        files.put(position, record_of(file), file.path, file.source)
    return RunResult(files, run.standard, run.title, run.version, run.settings, run.partial)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_the_same_from_disk(name: str, lang: Lang) -> None:
    kept, run = spooled(mixed_run()), mixed_run()
    assert FORMATS[name](kept, lang=lang) == FORMATS[name](run, lang=lang)
    assert b"".join(pieces(name, kept, lang=lang)) == FORMATS[name](run, lang=lang)


def test_the_order_of_finishing_does_not_matter() -> None:
    run = mixed_run()
    assert FORMATS["json"](spooled(run, slice(None))) == FORMATS["json"](spooled(run))


def test_lists_are_read_as_often_as_wanted() -> None:
    run, kept = mixed_run(), spooled(mixed_run())
    for name in ("findings", "accepted", "not_run", "unreadable"):
        once, again = list(getattr(kept, name)), list(getattr(kept, name))
        assert len(once) == len(getattr(kept, name)) == len(getattr(run, name))
        if name != "unreadable":
            assert once == again == list(getattr(run, name))
    assert (kept.summary, kept.shared_settings) == (run.summary, run.shared_settings)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_a_stranger_wrote_comes_back_unchanged(hostile: str) -> None:
    hostile = hostile.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")  # pairs become characters
    found = finding("CX0-01", "error", hostile, "表!A1", hostile, hostile, hostile, hostile, accepted=hostile)
    file = FileResult(hostile, "findings", "ab" * 32, {hostile: 1}, [found], [NotRun("CX0-02", hostile, hostile)])
    (back,) = spooled(RunResult([file], "coating", TITLE, "0.1.0")).files
    assert (back.path, back.rows, list(back.findings), list(back.not_run)) == (
        hostile, {hostile: 1}, [found], [NotRun("CX0-02", hostile, hostile)],
    )  # fmt: skip


def test_a_record_tells_whose_bytes_it_is_of_and_not_the_name() -> None:
    file = mixed_run().files
    records = [record_of(each) for each in file]
    assert [sha256_of(record) for record in records] == [each.sha256 for each in file]
    assert all(each.path not in record.head + record.body for each, record in zip(file, records, strict=True))


def test_a_spool_leaves_no_file_to_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    files = SpooledFiles()
    for position in range(300):  # beyond what it keeps in memory
        file = FileResult(
            f"{position}", "findings", None, {}, [finding("CX0-01", "error", "", "A!A1", "x" * 30_000, "m", "f")]
        )
        files.put(position, record_of(file), file.path, "")
    assert len(files) == 300
    assert list(tmp_path.iterdir()) == []


def test_a_view_is_a_sequence() -> None:
    view = View(lambda: iter("abc"), 3)
    assert (view[0], view[-1], view[1:], len(view), list(reversed(view))) == ("a", "c", ["b", "c"], 3, ["c", "b", "a"])
    assert view == ["a", "b", "c"]
    assert view != ["a"]
    with pytest.raises(IndexError):
        view[3]
    assert not View(lambda: iter("never read"), 0)
