"""The run that every format renders, and golden files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from report_cases import known_run, mixed_run

from coatxl.reports.model import RunResult

GOLDEN = Path(__file__).parents[1] / "golden" / "reports"


@pytest.fixture
def run() -> RunResult:
    return mixed_run()


@pytest.fixture
def known() -> RunResult:
    """The same run with the rules that it knows."""
    return known_run()


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare with a golden file; with UPDATE_GOLDEN set in the environment, write it."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN"):
            file.write_text(text, "utf-8", newline="\n")
        assert text == file.read_text("utf-8")

    return compare
