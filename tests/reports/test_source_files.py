"""Every workbook that a report writes ends with the papers it was made from: rows, settings, SHA-256 and version."""

from __future__ import annotations

import hashlib
from pathlib import Path

import openpyxl
import pytest
from chain_papers import whole
from papers import save

from coatxl import __version__
from coatxl.cli import main

VERBS = {
    "chain": (["chain", "底稿.xlsx", "-f", "xlsx"], "链条覆盖.xlsx"),
    "standards": (["standards", "底稿.xlsx", "-f", "xlsx"], "引用标准核对.xlsx"),
    "photos": (["photos", "底稿.xlsx", "-f", "xlsx"], "照片清单.xlsx"),
    "diff": (["diff", "底稿.xlsx", "二轮.xlsx", "-f", "xlsx"], "修改对照表.xlsx"),
    "dangers": (["dangers", "底稿.xlsx"], "隐患清单.xlsx"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_the_foot_names_file_rows_bytes_settings_and_version(
    verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("底稿.xlsx", "二轮.xlsx"):
        save(whole(), tmp_path / name)
    arguments, target = VERBS[verb]
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert not stop.value.code
    sheet = openpyxl.load_workbook(target)["来源文件"]
    texts = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None]
    said = "\n".join(texts)
    files = ["底稿.xlsx", "二轮.xlsx"] if verb == "diff" else ["底稿.xlsx"]
    assert [name for name in texts if name.endswith(".xlsx")] == files
    assert hashlib.sha256(Path("底稿.xlsx").read_bytes()).hexdigest() in texts
    assert "“安全检查表”第2～9行" in said
    assert ("分级界" in said) == (verb != "diff")  # the comparison of two rounds needs no setting
    assert f"coatxl {__version__}" in said
